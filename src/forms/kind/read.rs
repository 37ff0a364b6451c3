//! Reading what is typed, one function a kind. The text comes trimmed, clean and not empty.

use super::Fault;
use crate::domain::codes::{Code, CodeList};
use crate::domain::dates;
use crate::domain::identifier::{self, IdentifierKind};
use crate::domain::reference::{CaseNo, ClientId};
use crate::domain::text::{fold, tidy, tidy_notes};
use crate::domain::value::{Number, Value};
use crate::forms::around::Around;
use crate::forms::definition::Field;

type Read = Result<Value, Fault>;

pub(super) fn nothing(_: &Field, _: &str, _: &Around) -> Read {
    Err(Fault::value(
        "This box is worked out from others; nothing is typed here.",
    ))
}

pub(super) fn text(field: &Field, typed: &str, around: &Around) -> Read {
    if let Some(format) = field.format {
        let digits_only =
            !field.prefix.is_empty() && typed.starts_with(|c: char| c.is_ascii_digit());
        let whole = if digits_only {
            format!("{}{typed}", field.prefix)
        } else {
            typed.to_owned()
        };
        return identifier::check(format, &whole, around.today)
            .map(Value::Text)
            .map_err(|fault| Fault::value(fault.to_string()));
    }
    Ok(Value::Text(tidy(typed)))
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of every reader")]
pub(super) fn notes(_: &Field, typed: &str, _: &Around) -> Read {
    Ok(Value::Text(tidy_notes(typed.trim_start())))
}

fn decimals_fit(number: Number, decimals: u8) -> bool {
    let step = 10_i64.pow(3 - u32::from(decimals.min(3)));
    number.0 % step == 0
}

pub(super) fn number(field: &Field, typed: &str, _: &Around) -> Read {
    let number = Number::parse(typed).ok_or_else(|| {
        Fault::value("That is not a number. Type digits only, with a point before decimals.")
    })?;
    if !decimals_fit(number, field.decimals) {
        return Err(Fault::value(match field.decimals {
            0 => "A whole number belongs here.".to_owned(),
            1 => "At most one decimal belongs here.".to_owned(),
            n => format!("At most {n} decimals belong here."),
        }));
    }
    Ok(Value::Number(number))
}

pub(super) fn measure(field: &Field, typed: &str, around: &Around) -> Read {
    if let Some(units) = field.units {
        if let Some(number) = units.convert(typed, field.decimals) {
            return Ok(Value::Number(number));
        }
        let stem = without_unit(typed, &field.unit);
        return number(field, stem, around).map_err(|fault| {
            if Number::parse(stem).is_some() {
                fault
            } else {
                Fault::value(format!(
                    "That is not a measurement. Type {}.",
                    units.example()
                ))
            }
        });
    }
    number(field, without_unit(typed, &field.unit), around)
}

/// `82.5kg` and `82.5 kg` are 82.5 in a box of kilograms.
fn without_unit<'a>(typed: &'a str, unit: &str) -> &'a str {
    if unit.is_empty() || !typed.to_lowercase().ends_with(&unit.to_lowercase()) {
        return typed;
    }
    typed
        .get(..typed.len() - unit.len())
        .map_or(typed, str::trim_end)
}

pub(super) fn date(field: &Field, typed: &str, around: &Around) -> Read {
    dates::parse(typed, around.today, field.date.window)
        .map(Value::Date)
        .map_err(|fault| Fault::value(fault.to_string()))
}

pub(super) fn time(_: &Field, typed: &str, _: &Around) -> Read {
    dates::parse_time(typed)
        .map(Value::Time)
        .map_err(|fault| Fault::value(fault.to_string()))
}

/// The code meant: the code itself, or the only one whose meaning starts so.
fn meant<'a>(list: &'a CodeList, typed: &str) -> Result<&'a Code, Fault> {
    if let Some(code) = list.exact(typed) {
        return Ok(code);
    }
    match list.by_label(typed).as_slice() {
        [only] => Ok(only),
        [] => Err(Fault::value(format!(
            "There is no such code here. The codes are {}; the list of this box says what they mean.",
            list.sample()
        ))),
        several => Err(Fault::value(format!(
            "Several meanings start so: {}. Type the code.",
            several
                .iter()
                .map(|c| format!("{} {}", c.code, c.label))
                .collect::<Vec<_>>()
                .join(", ")
        ))),
    }
}

fn list_of(field: &Field) -> Result<&CodeList, Fault> {
    field
        .codes
        .as_deref()
        .ok_or_else(|| Fault::value("This box has no code list. Ask whoever keeps the form files."))
}

pub(super) fn code(field: &Field, typed: &str, _: &Around) -> Read {
    meant(list_of(field)?, typed).map(|c| Value::Code(c.code.clone()))
}

pub(super) fn codes(field: &Field, typed: &str, _: &Around) -> Read {
    let list = list_of(field)?;
    let mut positions = Vec::new();
    for word in typed.split([' ', ',', ';']).filter(|w| !w.is_empty()) {
        for code in run_together(list, word)? {
            positions.push(list.position(code).unwrap_or_default());
        }
    }
    positions.sort_unstable();
    positions.dedup();
    if positions.is_empty() {
        return Err(Fault::value(
            "No code stands here. Type codes with spaces between them.",
        ));
    }
    let codes: Vec<String> = positions
        .iter()
        .map(|p| list.codes[*p].code.clone())
        .collect();
    if codes.len() > 1
        && let Some(alone) = codes.iter().find(|c| field.exclusive.contains(c))
    {
        let label = list.label(alone).unwrap_or_default();
        return Err(Fault::new(
            "exclusive",
            format!("{alone} ({label}) stands alone. Take it or the others out."),
        ));
    }
    Ok(Value::Codes(codes))
}

/// One code, or several of one width without spaces.
fn run_together<'a>(list: &'a CodeList, word: &str) -> Result<Vec<&'a str>, Fault> {
    let first = match meant(list, word) {
        Ok(code) => return Ok(vec![&code.code]),
        Err(fault) => fault,
    };
    let width = list
        .width()
        .filter(|w| word.is_ascii() && word.len() > *w && word.len().is_multiple_of(*w));
    let Some(width) = width else {
        return Err(first);
    };
    (0..word.len() / width)
        .map(|n| list.exact(&word[n * width..(n + 1) * width]))
        .map(|found| found.map(|c| c.code.as_str()).ok_or_else(|| first.clone()))
        .collect()
}

pub(super) fn yes_no(_: &Field, typed: &str, _: &Around) -> Read {
    match typed.to_lowercase().as_str() {
        "y" | "yes" => Ok(Value::YesNo(true)),
        "n" | "no" => Ok(Value::YesNo(false)),
        _ => Err(Fault::value("Type y or n.")),
    }
}

pub(super) fn client(_: &Field, typed: &str, around: &Around) -> Read {
    if let Some(id) = ClientId::parse(typed) {
        return Ok(Value::Reference(id.to_string()));
    }
    identifier::check(IdentifierKind::Crn, typed, around.today)
        .map(Value::Reference)
        .map_err(|_| {
            Fault::value("This names no client. Type C and the number, or a CRN, or find the client by name.")
        })
}

pub(super) fn trainer(_: &Field, typed: &str, around: &Around) -> Read {
    let reference = |id: &str| Ok(Value::Reference(id.to_owned()));
    if around.trainers.is_empty() {
        let id = typed.to_uppercase();
        let plain = id.len() <= 12 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        return if plain {
            reference(&id)
        } else {
            Err(Fault::value(
                "This is no trainer's number. Type it as HT03.",
            ))
        };
    }
    let ids = || around.trainers.iter().map(|(id, _)| id.as_str());
    if let Some(id) = ids().find(|id| id.eq_ignore_ascii_case(typed)) {
        return reference(id);
    }
    let same_number: Vec<&str> = ids().filter(|id| ends_in_number(id, typed)).collect();
    if let [only] = same_number.as_slice() {
        return reference(only);
    }
    match by_name(around, typed).as_slice() {
        [only] => reference(only),
        [] => Err(Fault::value(format!(
            "No trainer has this number or name. The numbers are {}.",
            ids().collect::<Vec<_>>().join(", ")
        ))),
        _ => Err(Fault::value(
            "Several trainers' names start so. Type the number.",
        )),
    }
}

/// Whether `typed` means `id`: its number, with or without its letters, leading zeros aside (`3`, `ht3` for HT03).
fn ends_in_number(id: &str, typed: &str) -> bool {
    let split = |text: &str| {
        let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
        let letters = text[..text.len() - digits.len()].to_ascii_lowercase();
        (letters, digits.to_owned())
    };
    let ((letters, number), (typed_letters, typed_number)) = (split(id), split(typed));
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let bare = |s: &str| s.trim_start_matches('0').to_owned();
    all_digits(&typed_number)
        && all_digits(&number)
        && bare(&number) == bare(&typed_number)
        && (typed_letters.is_empty() || typed_letters == letters)
}

/// Whether this is the number of one trainer, and cannot be the beginning of another's.
pub fn names_one_trainer(typed: &str, around: &Around) -> bool {
    let digits = typed.trim_start_matches(|c: char| !c.is_ascii_digit());
    let letters = typed[..typed.len() - digits.len()].to_ascii_lowercase();
    let may_become = |id: &str| {
        let number = id.trim_start_matches(|c: char| !c.is_ascii_digit());
        let own = id[..id.len() - number.len()].to_ascii_lowercase();
        let bare = number.trim_start_matches('0');
        (letters.is_empty() || letters == own)
            && (number.starts_with(digits) || bare.starts_with(digits))
    };
    let ids = around.trainers.iter().map(|(id, _)| id.as_str());
    let mut meant = ids.filter(|id| may_become(id) || ends_in_number(id, typed));
    let only = meant.next().filter(|_| meant.next().is_none());
    only.is_some_and(|id| ends_in_number(id, typed))
}

fn by_name<'a>(around: &'a Around, typed: &str) -> Vec<&'a str> {
    let sought = fold(typed);
    let starts = |name: &str| {
        let name = fold(name);
        name.starts_with(&sought) || name.split(' ').any(|word| word.starts_with(&sought))
    };
    if sought.is_empty() {
        return Vec::new();
    }
    around
        .trainers
        .iter()
        .filter(|(_, name)| starts(name))
        .map(|(id, _)| id.as_str())
        .collect()
}

pub(super) fn case(_: &Field, typed: &str, _: &Around) -> Read {
    CaseNo::parse(typed)
        .map(|case| Value::Reference(case.to_string()))
        .ok_or_else(|| Fault::value("This is no case number. Type it as 2012-0412."))
}
