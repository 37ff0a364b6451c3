//! What a single answer may be: hard and soft limits of one box.

use super::around::Around;
use super::definition::Field;
use super::kind::Fault;
use crate::domain::dates::show;
use crate::domain::value::{Number, Value};

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

/// The question that the answer raises, if any.
pub fn soft(field: &Field, value: &Value) -> Option<Fault> {
    let Value::Number(n) = value else {
        return None;
    };
    let bounds = field.bounds;
    outside(*n, bounds.soft_min, bounds.soft_max).then(|| {
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

fn date(field: &Field, day: chrono::NaiveDate, around: &Around) -> Option<Fault> {
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
