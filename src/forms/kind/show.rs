//! What is echoed beside a box, so that a slip is seen at once.

use crate::domain::dates::{YearWindow, echo, echo_birth, show};
use crate::domain::identifier;
use crate::domain::value::Value;
use crate::forms::around::Around;
use crate::forms::definition::Field;

pub(super) fn nothing(_: &Field, _: &Value, _: &Around) -> String {
    String::new()
}

pub(super) fn text(field: &Field, value: &Value, _: &Around) -> String {
    let (Some(format), Some(text)) = (field.format, value.as_text()) else {
        return String::new();
    };
    identifier::display(format, text)
}

pub(super) fn unit(field: &Field, value: &Value, _: &Around) -> String {
    match value {
        Value::Number(n) if !field.unit.is_empty() => format!("{n} {}", field.unit),
        _ => String::new(),
    }
}

pub(super) fn date(field: &Field, value: &Value, around: &Around) -> String {
    match value {
        Value::Date(day) if field.date.window == YearWindow::Birth => {
            echo_birth(*day, around.today)
        }
        Value::Date(day) => echo(*day, around.today),
        _ => String::new(),
    }
}

pub(super) fn code(field: &Field, value: &Value, _: &Around) -> String {
    let Some(list) = &field.codes else {
        return String::new();
    };
    let label = |code: &str| list.label(code).unwrap_or("?").to_owned();
    match value {
        Value::Code(code) | Value::Text(code) => label(code),
        Value::Codes(codes) => codes
            .iter()
            .map(|c| label(c))
            .collect::<Vec<_>>()
            .join(", "),
        _ => String::new(),
    }
}

pub(super) fn yes_no(_: &Field, value: &Value, _: &Around) -> String {
    match value {
        Value::YesNo(true) => "yes".to_owned(),
        Value::YesNo(false) => "no".to_owned(),
        _ => String::new(),
    }
}

pub(super) fn trainer(_: &Field, value: &Value, around: &Around) -> String {
    let mut trainers = around.trainers.iter();
    trainers
        .find(|(id, _)| Some(id.as_str()) == value.as_text())
        .map(|(_, name)| name.clone())
        .unwrap_or_default()
}

pub(super) fn computed(field: &Field, value: &Value, around: &Around) -> String {
    match value {
        Value::Number(_) => unit(field, value, around),
        Value::Date(_) => date(field, value, around),
        Value::Text(_) | Value::Code(_) => code(field, value, around),
        _ => String::new(),
    }
}

/// What stands in the box itself once it is left: absolute days, whole codes, identifiers as people read them.
pub(in crate::forms) fn in_box(field: &Field, value: &Value) -> String {
    match value {
        Value::Text(text) => match field.format {
            Some(format) => identifier::display(format, text),
            None => text.clone(),
        },
        Value::Code(text) | Value::Reference(text) => text.clone(),
        Value::Number(n) => n.to_string(),
        Value::Date(day) => show(*day),
        Value::Time(time) => crate::domain::dates::show_time(*time),
        Value::Codes(codes) => codes.join(" "),
        Value::YesNo(yes) => if *yes { "y" } else { "n" }.to_owned(),
        Value::Missing(_) => String::new(),
    }
}
