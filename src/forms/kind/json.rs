//! Values from files: the shape of each kind.

use crate::domain::value::{Number, Value};
use chrono::{NaiveDate, NaiveTime};
use serde_json::Value as Json;

pub(super) fn text(json: &Json) -> Option<Value> {
    json.as_str().map(|t| Value::Text(t.to_owned()))
}

/// Read from the digits of the file, so that nothing is lost on the way through a binary fraction.
pub(super) fn number(json: &Json) -> Option<Value> {
    let digits = json.as_number()?.to_string();
    let digits = digits.strip_suffix(".0").unwrap_or(&digits);
    Number::parse(digits).map(Value::Number)
}

pub(super) fn date(json: &Json) -> Option<Value> {
    let text = json.as_str().filter(|t| t.len() == 10)?;
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .map(Value::Date)
}

pub(super) fn time(json: &Json) -> Option<Value> {
    let text = json.as_str().filter(|t| t.len() == 5)?;
    NaiveTime::parse_from_str(text, "%H:%M")
        .ok()
        .map(Value::Time)
}

pub(super) fn code(json: &Json) -> Option<Value> {
    json.as_str().map(|t| Value::Code(t.to_owned()))
}

pub(super) fn codes(json: &Json) -> Option<Value> {
    let codes = json.as_array()?.iter();
    let codes: Option<Vec<String>> = codes.map(|c| c.as_str().map(str::to_owned)).collect();
    codes.filter(|c| !c.is_empty()).map(Value::Codes)
}

pub(super) fn yes_no(json: &Json) -> Option<Value> {
    json.as_bool().map(Value::YesNo)
}

pub(super) fn reference(json: &Json) -> Option<Value> {
    json.as_str().map(|t| Value::Reference(t.to_owned()))
}

pub(super) fn nothing(_: &Json) -> Option<Value> {
    None
}
