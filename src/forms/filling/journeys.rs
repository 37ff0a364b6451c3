//! Every shipped form, keyed at random until it can be saved, read back from its file, and keyed again from it.

use super::{Event, Filling, Finish};
use crate::domain::value::{Missing, Number, Value};
use crate::forms::around::Around;
use crate::forms::definition::{Field, Required};
use crate::forms::entry::typed_form;
use crate::forms::import::read_sheet;
use crate::forms::kind::Kind;
use crate::forms::registry::Registry;
use crate::forms::specimen::{around, today};
use chrono::{Days, NaiveTime};
use serde_json::Value as Json;
use std::fmt::Write as _;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % n.max(1)
    }
}

fn words(dice: &mut Dice) -> String {
    let stock = ["Smith", "gym", "O’Brien", "twice a week", "Łukasz", "- no"];
    stock[dice.below(stock.len() as u64) as usize].to_owned()
}

fn identifier(field: &Field, dice: &mut Dice) -> Option<&'static str> {
    let stock = match field.format?.name() {
        "nhs_number" => ["9434765919", "4010232137"],
        "pnc" => ["1981/0000034U", "1979/0163001B"],
        "cro" => ["065656/91H", "SF05/482703J"],
        "crn" => ["X320741", "D123456"],
        "noms" => ["A1234BC", "A9999ZZ"],
        "ni_number" => ["AA370773A", "AA370773B"],
        "postcode" => ["LE1 1AA", "ZZ99 3VZ"],
        "phone" => ["01164960123", "07700900123"],
        _ => ["S-000001", "S-004417"],
    };
    Some(stock[dice.below(2) as usize])
}

/// A value that the box might take.
fn value(field: &Field, dice: &mut Dice) -> Value {
    match field.kind {
        Kind::Text | Kind::Notes => match identifier(field, dice) {
            Some(text) => Value::Text(text.to_owned()),
            None => Value::Text(words(dice)),
        },
        Kind::Number | Kind::Measure => {
            let whole = |bound: Option<Number>, other: i64| bound.map_or(other, |n| n.0 / 1000);
            let (low, high) = (whole(field.bounds.min, 0), whole(field.bounds.max, 99));
            let n = low + dice.below((high - low + 1) as u64) as i64;
            Value::Number(Number::whole(n))
        }
        Kind::Date => {
            let back = if field.key.contains("dob") {
                12_000
            } else {
                dice.below(600)
            };
            let forth = if field.date.future { 700 } else { 0 };
            Value::Date(today() - Days::new(back) + Days::new(dice.below(forth)))
        }
        Kind::Time => {
            let hour = dice.below(24) as u32;
            Value::Time(NaiveTime::from_hms_opt(hour, 15, 0).unwrap())
        }
        Kind::Code | Kind::Codes => {
            let list = field.codes.as_ref().unwrap();
            let code = &list.codes[dice.below(list.codes.len() as u64) as usize].code;
            match field.kind {
                Kind::Code => Value::Code(code.clone()),
                _ => Value::Codes(vec![code.clone()]),
            }
        }
        Kind::YesNo => Value::YesNo(dice.below(2) == 0),
        Kind::Client => Value::Reference("C-000012".into()),
        Kind::Trainer => Value::Reference("HT03".into()),
        Kind::Case => Value::Reference("2012-0412".into()),
        Kind::Computed => unreachable!("the caret never stands there"),
    }
}

fn type_in(filling: &mut Filling, value: &Value) -> Vec<Event> {
    let mut events = Vec::new();
    let here = filling.focus();
    for c in typed_form(filling.field(), value, filling.around()).chars() {
        assert_eq!(
            filling.focus(),
            here,
            "left too early: {}",
            filling.field().key
        );
        events = filling.type_char(c);
    }
    events
}

fn known() -> Around {
    let mut around = around();
    let known = &mut around.known;
    known.set("history.sessions_attended", Value::Number(Number::whole(3)));
    known.set("history.has_post", Value::YesNo(true));
    known.set("risk.rosh", Value::Code("H".into()));
    around
}

/// Keys the sheet box by box; boxes that will not take what the dice say are tried again, and left blank in the end.
fn key_at_random(
    mut filling: Filling,
    dice: &mut Dice,
) -> Option<crate::domain::sheet::FilledSheet> {
    for _ in 0..1500 {
        let required = filling.required(filling.focus());
        let skips = match required {
            Required::Yes => 0,
            Required::OrMissing => 6,
            Required::No => 2,
        };
        filling.clear_box();
        let here = filling.focus();
        if skips > 0 && dice.below(skips) == 0 {
            if required == Required::OrMissing || dice.below(2) == 0 {
                filling.mark_missing(Missing::ALL[dice.below(4) as usize]);
            }
        } else {
            let value = value(filling.field(), dice);
            type_in(&mut filling, &value);
        }
        if filling.focus() != here {
            continue;
        }
        let mut events = filling.pass_by();
        if matches!(events.last(), Some(Event::SoftAsked(_))) {
            events = filling.pass_by();
        }
        if events.last() == Some(&Event::Filled) {
            return match filling.finish() {
                Finish::Ready(sheet) => Some(*sheet),
                other => panic!("said to be filled, but {other:?}"),
            };
        }
    }
    None
}

/// Keys a sheet from its file: what the scripted operator does.
fn key_from_file(mut filling: Filling, json: &Json) -> Result<Json, String> {
    let mut seen = String::new();
    for _ in 0..2000 {
        let field = filling.field();
        let answer = if field.is_head {
            json.get(&field.key)
        } else {
            json["values"].get(&field.key)
        };
        let here = filling.focus();
        let _ = write!(seen, "{} ", field.key);
        let as_missing = Json::from_iter([("missing", Missing::NotAsked.name())]);
        let answer = match answer {
            None if field.is_head => Some(&as_missing),
            answer => answer,
        };
        match answer.map(|json| crate::forms::kind::from_json(field.kind, json).unwrap()) {
            None => {
                filling.clear_box();
            }
            Some(Value::Missing(reason)) => {
                filling.mark_missing(reason);
            }
            Some(value) => {
                type_in(&mut filling, &value);
            }
        }
        if filling.focus() != here {
            continue;
        }
        let mut events = filling.pass_by();
        while matches!(events.last(), Some(Event::SoftAsked(_))) {
            events = filling.pass_by();
        }
        match events.last() {
            Some(Event::Filled) => {
                return match filling.finish() {
                    Finish::Ready(sheet) => Ok(sheet.to_json()),
                    other => Err(format!("{other:?}")),
                };
            }
            Some(Event::Advanced | Event::PageTurned(_)) => {}
            other => return Err(format!("{other:?} after {seen}")),
        }
    }
    Err(format!("never ends: {seen}"))
}

#[test]
fn every_shipped_form_is_keyed_exported_imported_and_keyed_again_without_a_difference() {
    let registry = Registry::shipped();
    let mut dice = Dice(20_120_614);
    for form in registry.all() {
        let mut whole = 0;
        for _ in 0..8 {
            let new = || Filling::new(form.clone(), known());
            let Some(sheet) = key_at_random(new(), &mut dice) else {
                continue;
            };
            whole += 1;
            let json = sheet.to_json();
            let taken = read_sheet(&json, &registry, &|_, _| known());
            let taken = taken.unwrap_or_else(|f| panic!("{}: {f:?}\n{json:#}", form.id));
            assert_eq!(taken.sheet.to_json(), json, "{}", form.id);
            assert_eq!(taken.sheet.facts, sheet.facts, "{}", form.id);
            assert_eq!(key_from_file(new(), &json), Ok(json.clone()), "{}", form.id);
        }
        assert!(
            whole >= 4,
            "{} could be keyed only {whole} times in 8",
            form.id
        );
    }
}
