//! What a single answer may be: hard and soft limits of one box.

use super::around::Around;
use super::definition::Field;
use super::kind::Fault;
use crate::domain::dates::show;
use crate::domain::value::{Number, Value};
use chrono::NaiveDate;

/// The hard limit that the answer breaks, if any.
pub fn hard(field: &Field, value: &Value, around: &Around) -> Option<Fault> {
    match value {
        Value::Number(n) => {
            let bounds = field.bounds;
            outside(*n, bounds.min, bounds.max).then(|| {
                Fault::new(
                    "hard_range",
                    format!(
                        "{} must be {}. Look at the paper again.",
                        field.label,
                        range(field, bounds.min, bounds.max)
                    ),
                )
            })
        }
        Value::Date(day) => date(field, *day, around),
        Value::Text(text) => length(field, text),
        _ => None,
    }
}

/// The question that the answer raises on a paper of that day, if any.
pub fn soft(field: &Field, value: &Value, on: NaiveDate) -> Option<Fault> {
    match value {
        Value::Number(n) => unusual(field, *n),
        Value::Text(serial) if !field.prefix.is_empty() => of_other_form(field, serial),
        Value::Code(code) => out_of_use(field, std::slice::from_ref(code), on),
        Value::Codes(codes) => out_of_use(field, codes, on),
        _ => None,
    }
}

/// A code that was not in use when the paper was filled in.
fn out_of_use(field: &Field, codes: &[String], on: NaiveDate) -> Option<Fault> {
    let list = field.codes.as_ref()?;
    let mut listed = codes.iter().filter_map(|code| list.stored(code));
    let code = listed.find(|code| !code.is_in_use(on))?;
    let when = match (code.from, code.to) {
        (Some(from), _) if on < from => format!("came into use on {}", show(from)),
        (_, Some(to)) => format!("went out of use on {}", show(to)),
        _ => return None,
    };
    Some(Fault::new(
        "code_dates",
        format!("{} {when}. Is it right for this paper?", code.code),
    ))
}

fn unusual(field: &Field, n: Number) -> Option<Fault> {
    let bounds = field.bounds;
    outside(n, bounds.soft_min, bounds.soft_max).then(|| {
        Fault::new(
            "soft_range",
            format!(
                "{} is usually {}. Is it right?",
                field.label,
                range(field, bounds.soft_min, bounds.soft_max)
            ),
        )
    })
}

/// A serial in the style of the service whose letters are those of another form: perhaps the wrong form was picked.
fn of_other_form(field: &Field, serial: &str) -> Option<Fault> {
    let (letters, number) = serial.split_once('-')?;
    let house = (1..=3).contains(&letters.len())
        && letters.bytes().all(|b| b.is_ascii_uppercase())
        && number.starts_with(|c: char| c.is_ascii_digit());
    (house && letters != field.prefix).then(|| {
        Fault::new(
            "serial_prefix",
            format!(
                "The serials of this form start with {}, this one with {letters}. Is it the right form?",
                field.prefix
            ),
        )
    })
}

fn outside(n: Number, min: Option<Number>, max: Option<Number>) -> bool {
    min.is_some_and(|min| n < min) || max.is_some_and(|max| n > max)
}

/// `30 to 250 kg`, `at least 5`, `at most 240`.
fn range(field: &Field, min: Option<Number>, max: Option<Number>) -> String {
    let unit = if field.unit.is_empty() {
        String::new()
    } else {
        format!(" {}", field.unit)
    };
    match (min, max) {
        (Some(min), Some(max)) => format!("{min} to {max}{unit}"),
        (Some(min), None) => format!("at least {min}{unit}"),
        (None, Some(max)) => format!("at most {max}{unit}"),
        (None, None) => String::new(),
    }
}

fn date(field: &Field, day: NaiveDate, around: &Around) -> Option<Fault> {
    if !field.date.future && day > around.today {
        return Some(Fault::new(
            "future",
            format!(
                "{} lies in the future. Today is {}; type the day as the paper has it.",
                field.label,
                show(around.today)
            ),
        ));
    }
    let first = field.date.not_before.filter(|first| day < *first)?;
    Some(Fault::new(
        "not_before",
        format!(
            "{} cannot lie before {}. Look at the paper again.",
            field.label,
            show(first)
        ),
    ))
}

fn length(field: &Field, text: &str) -> Option<Fault> {
    if field.format.is_some() {
        return None;
    }
    let count = text.chars().count();
    if let Some(most) = field.length.filter(|most| count > *most) {
        return Some(Fault::new(
            "length",
            format!(
                "{} takes at most {most} characters. Shorten it.",
                field.label
            ),
        ));
    }
    let least = field.shortest.filter(|least| count < *least)?;
    Some(Fault::new(
        "length",
        format!("{} takes at least {least} characters.", field.label),
    ))
}
