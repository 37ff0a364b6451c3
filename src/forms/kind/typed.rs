//! Ways to type a value, shortest first. The caller takes the first that reads back as that very value.

use super::show::in_box;
use crate::domain::identifier::IdentifierKind;
use crate::domain::reference::{CaseNo, ClientId};
use crate::domain::value::Value;
use crate::forms::definition::Field;
use chrono::Timelike;

pub(super) fn plain(field: &Field, value: &Value) -> Vec<String> {
    vec![in_box(field, value)]
}

pub(super) fn text(field: &Field, value: &Value) -> Vec<String> {
    let (Some(format), Some(text)) = (field.format, value.as_text()) else {
        return plain(field, value);
    };
    let mut ways = Vec::new();
    match format {
        IdentifierKind::Pnc => {
            if let Some((year, rest)) = text.split_once('/') {
                let rest = rest.trim_start_matches('0');
                let short = year.get(2..).unwrap_or(year);
                ways.push(format!("{short}{rest}"));
                ways.push(format!("{short}/{rest}"));
                ways.push(format!("{year}/{rest}"));
            }
        }
        IdentifierKind::Cro => ways.push(text.trim_start_matches('0').to_owned()),
        IdentifierKind::Serial => {
            if let Some((letters, rest)) = text.split_once('-') {
                let rest = rest.trim_start_matches('0');
                if letters == field.prefix {
                    ways.push(rest.to_owned());
                }
                ways.push(format!("{letters}{rest}"));
                ways.push(format!("{letters}-{rest}"));
            }
        }
        _ => ways.push(text.replace(' ', "")),
    }
    ways.push(text.to_owned());
    ways.push(in_box(field, value));
    ways
}

/// Never `t` or a weekday: those mean another day tomorrow.
pub(super) fn date(_: &Field, value: &Value) -> Vec<String> {
    match value {
        Value::Date(day) => ["%d%m%y", "%d%m%Y", "%d/%m/%Y"]
            .iter()
            .map(|way| day.format(way).to_string())
            .collect(),
        _ => Vec::new(),
    }
}

pub(super) fn time(_: &Field, value: &Value) -> Vec<String> {
    let Value::Time(time) = value else {
        return Vec::new();
    };
    let (hour, minute) = (time.hour(), time.minute());
    let mut ways = vec![
        format!("{hour}{minute:02}"),
        format!("{hour:02}{minute:02}"),
        format!("{hour:02}:{minute:02}"),
    ];
    if minute == 0 {
        ways.insert(0, hour.to_string());
    }
    ways
}

/// Codes of one width may be run together.
pub(super) fn codes(field: &Field, value: &Value) -> Vec<String> {
    match value {
        Value::Codes(codes) => vec![codes.concat(), codes.join(" ")],
        _ => plain(field, value),
    }
}

pub(super) fn client(field: &Field, value: &Value) -> Vec<String> {
    let mut ways = plain(field, value);
    if let Some(id) = value.as_text().and_then(ClientId::parse) {
        // With six digits and no dash it would read as a CRN.
        let short = format!("c{}", id.0);
        if ClientId::parse(&short) == Some(id) {
            ways.insert(0, short);
        }
    }
    ways
}

pub(super) fn case(field: &Field, value: &Value) -> Vec<String> {
    let mut ways = plain(field, value);
    if let Some(case) = value.as_text().and_then(CaseNo::parse) {
        ways.insert(0, format!("{}-{}", case.year, case.number));
    }
    ways
}
