//! Slips that a careful person makes and no check refuses: the key beside the right one, two keys swapped, the line above or below in
//! a list of codes, day and month the wrong way round, the date of the sheet beside.

use caseload::domain::client::Identity;
use caseload::domain::sheet::FilledSheet;
use caseload::domain::value::{Missing, Number, Value};
use caseload::forms::{Around, Field, Filling, Finish, Form, Kind, entry};
use chrono::{Datelike, NaiveDate};
use std::sync::Arc;

/// Chance, the same in every run.
pub struct Dice(u64);

impl Dice {
    /// A stream of its own for each number.
    pub fn of(number: u64) -> Self {
        // splitmix64: numbers beside each other give streams that have nothing to do with each other.
        let mut mixed = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Self((mixed ^ (mixed >> 31)).max(1))
    }

    /// A number below another.
    pub fn below(&mut self, most: usize) -> usize {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % most.max(1)
    }
}

/// What the paper says in a box; a box that it leaves blank has no value and is never asked.
pub fn value(sheet: &FilledSheet, field: &Field) -> Value {
    let head = &sheet.head;
    match field.key.as_str() {
        "completed_on" => Value::Date(head.completed_on.unwrap_or_default()),
        "completed_by" => Value::Reference(head.completed_by.clone().unwrap_or_default()),
        "sheet" => Value::Text(head.serial.clone()),
        key => sheet
            .values
            .get(key)
            .cloned()
            .unwrap_or(Value::Text(String::new())),
    }
}

/// The sheet with one slip in one of its critical boxes that she types; which box, and what kind of slip.
pub fn slip(
    form: &Arc<Form>,
    truth: &FilledSheet,
    known: Option<&Identity>,
    dice: &mut Dice,
) -> Option<(FilledSheet, String, &'static str)> {
    let typed = |field: &&Field| {
        let value = truth.values.get(&field.key);
        let answered = value.is_some_and(|v| v.missing().is_none());
        // What is read twice on the spot takes the same slip twice, which is not one that is plausible.
        let once = !field.twice && !stands_there(field, known);
        field.critical && !field.kind.is_computed() && answered && once
    };
    let fields: Vec<&Field> = form.body().filter(typed).collect();
    if fields.is_empty() {
        return None;
    }
    let field = fields[dice.below(fields.len())];
    let right = truth.values.get(&field.key)?;
    let beside = truth
        .head
        .completed_on
        .and_then(|day| day.checked_sub_days(chrono::Days::new(7)));
    let (wrong, kind) = misread(field, right, beside, dice)?;
    // What is known of the client is not known here: only what the slip itself changes on the sheet is taken over.
    let (before, after) = (
        with(form, truth, &field.key, right)?,
        with(form, truth, &field.key, &wrong)?,
    );
    let mut sheet = truth.clone();
    for other in form.body() {
        match (before.values.get(&other.key), after.values.get(&other.key)) {
            (a, b) if a == b => {}
            (_, Some(value)) => drop(sheet.values.insert(other.key.clone(), value.clone())),
            (_, None) => drop(sheet.values.shift_remove(&other.key)),
        }
    }
    Some((sheet, field.key.clone(), kind))
}

/// The sheet with another answer in one box, and what the form works out from it; nothing where the form refuses it.
fn with(form: &Arc<Form>, truth: &FilledSheet, key: &str, wrong: &Value) -> Option<FilledSheet> {
    let around = Around::on(chrono::Local::now().date_naive());
    let mut filling = Filling::of_sheet(
        form.clone(),
        around,
        &truth.head,
        &truth.values,
        &truth.overrides,
        &truth.query,
    );
    // Nobody signed a referral that came by phone or letter: its head is marked so.
    let nobody = Value::Missing(Missing::NotApplicable);
    if truth.head.completed_by.is_none() {
        filling.correct("completed_by", Some(&nobody));
    }
    if truth.head.completed_on.is_none() {
        filling.correct("completed_on", Some(&nobody));
    }
    filling.correct(key, Some(wrong));
    for _ in 0..2 {
        if let Finish::Ready(filled) = filling.finish() {
            return Some(*filled);
        }
    }
    None
}

/// Whether the box is filled from what the client's earlier sheets say, and only passed; what they do not say is typed.
fn stands_there(field: &Field, known: Option<&Identity>) -> bool {
    let Some(known) = known else { return false };
    match field.feeds.as_deref() {
        Some("client.postcode") => !known.postcode.is_empty(),
        Some("client.pnc") => !known.pnc.is_empty(),
        Some("client.cro") => !known.cro.is_empty(),
        Some("client.nhs_number") => !known.nhs_number.is_empty(),
        fact => fact.is_some_and(|f| f.starts_with("client.")),
    }
}

/// Another value for a box, one slip away, that the box takes; `beside` is the date of the sheet beside.
pub fn misread(
    field: &Field,
    right: &Value,
    beside: Option<NaiveDate>,
    dice: &mut Dice,
) -> Option<(Value, &'static str)> {
    let around = Around::on(chrono::Local::now().date_naive());
    for _ in 0..30 {
        let Some((wrong, kind)) = one(field, right, beside, dice) else {
            continue;
        };
        let typed = entry::typed_form(field, &wrong, &around);
        let is_taken = entry::read_box(field, &typed, &around).as_ref() == Ok(&wrong);
        if is_taken && wrong != *right {
            return Some((wrong, kind));
        }
    }
    None
}

fn one(
    field: &Field,
    right: &Value,
    beside: Option<NaiveDate>,
    dice: &mut Dice,
) -> Option<(Value, &'static str)> {
    match right {
        Value::Date(day) => date(*day, beside, dice),
        Value::Code(code) => Some((
            Value::Code(line_beside(field, code, dice)?),
            "wrong line of a list",
        )),
        Value::Codes(codes) => {
            let mut codes = codes.clone();
            let at = dice.below(codes.len());
            let other = line_beside(field, codes.get(at)?, dice)?;
            if codes.contains(&other) {
                return None;
            }
            codes[at] = other;
            Some((in_order(field, codes), "wrong line of a list"))
        }
        Value::YesNo(yes) => Some((Value::YesNo(!yes), "yes for no")),
        Value::Number(number) => {
            let text = key_beside(&(number.0 / 1000).to_string(), dice)?;
            Some((
                Value::Number(Number::whole(text.parse().ok()?)),
                "key beside",
            ))
        }
        Value::Text(text) if field.kind == Kind::Text => words(text, field, dice),
        _ => None,
    }
}

fn in_order(field: &Field, mut codes: Vec<String>) -> Value {
    let place = |code: &String| {
        field
            .codes
            .as_ref()
            .and_then(|list| list.codes.iter().position(|c| c.code == *code))
    };
    codes.sort_by_key(place);
    Value::Codes(codes)
}

fn line_beside(field: &Field, code: &str, dice: &mut Dice) -> Option<String> {
    let codes = &field.codes.as_ref()?.codes;
    let at = codes.iter().position(|c| c.code == code)?;
    let other = if dice.below(2) == 0 {
        at.checked_sub(1)?
    } else {
        at + 1
    };
    codes.get(other).map(|c| c.code.clone())
}

fn date(
    day: NaiveDate,
    beside: Option<NaiveDate>,
    dice: &mut Dice,
) -> Option<(Value, &'static str)> {
    let (value, kind) = match (dice.below(4), beside) {
        (0, _) => (
            NaiveDate::from_ymd_opt(day.year(), day.day(), day.month())?,
            "day and month swapped",
        ),
        (1, Some(beside)) => (beside, "date of the sheet beside"),
        (n, _) => {
            let digits = format!("{:02}{:02}{:02}", day.day(), day.month(), day.year() % 100);
            let (typed, kind) = if n == 2 {
                (swapped(&digits, dice)?, "two keys swapped")
            } else {
                (key_beside(&digits, dice)?, "key beside")
            };
            let part = |from: usize| {
                typed
                    .get(from..from + 2)
                    .and_then(|t| t.parse::<u32>().ok())
            };
            let century = day.year() - day.year() % 100;
            let year = century + part(4)? as i32;
            (NaiveDate::from_ymd_opt(year, part(2)?, part(0)?)?, kind)
        }
    };
    Some((Value::Date(value), kind))
}

fn words(text: &str, field: &Field, dice: &mut Dice) -> Option<(Value, &'static str)> {
    let (typed, kind) = if dice.below(2) == 0 {
        (key_beside(text, dice)?, "key beside")
    } else {
        (swapped(text, dice)?, "two keys swapped")
    };
    let around = Around::on(chrono::Local::now().date_naive());
    let read = entry::read_box(field, &typed, &around).ok()?;
    Some((read, kind))
}

/// Two characters beside each other, the other way round.
fn swapped(text: &str, dice: &mut Dice) -> Option<String> {
    let mut chars: Vec<char> = text.chars().collect();
    let at = dice.below(chars.len().checked_sub(1)?);
    chars.swap(at, at + 1);
    Some(chars.into_iter().collect())
}

/// One character replaced by the one on the key beside it.
fn key_beside(text: &str, dice: &mut Dice) -> Option<String> {
    const ROWS: [&str; 4] = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let mut chars: Vec<char> = text.chars().collect();
    let at = dice.below(chars.len());
    let right = *chars.get(at)?;
    let low = right.to_ascii_lowercase();
    let row: Vec<char> = ROWS.iter().find(|row| row.contains(low))?.chars().collect();
    let place = row.iter().position(|c| *c == low)?;
    let other = if dice.below(2) == 0 {
        place.checked_sub(1)?
    } else {
        place + 1
    };
    let wrong = *row.get(other)?;
    chars[at] = if right.is_uppercase() {
        wrong.to_ascii_uppercase()
    } else {
        wrong
    };
    Some(chars.into_iter().collect())
}
