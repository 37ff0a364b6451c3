//! Sheets of paper from files: brought to this year, and what a Tab-driven form would cost for them.
//!
//! # The Tab-driven form
//! Every box of the paper that holds something is one stop and one Tab, the three boxes of the head among them; boxes left blank cost
//! nothing, and neither does finding the client, opening the form or a mouse. What is typed:
//! - *in words*: what a person would write: the meaning of a code, `dd/mm/yyyy`, `hh:mm`, text as it stands;
//! - *by first letters*: the same, but a code costs only as many letters of its meaning as single it out in a drop-down list.
//!
//! One more key sends the form.

use caseload::domain::sheet::Sheet;
use caseload::domain::value::Value;
use caseload::forms::{Around, BoxState, Field, Filling, Registry, entry};
use chrono::{Days, Local, NaiveDate};
use serde_json::Value as Json;

/// The day on which the sheets of the files were keyed.
fn day_of_files() -> NaiveDate {
    NaiveDate::from_ymd_opt(2012, 6, 14).unwrap_or_default()
}

/// Today, on the clock that the program goes by.
pub fn today() -> NaiveDate {
    Local::now().date_naive()
}

/// The sheets of a file, each day (dates of birth aside) moved by the same number of whole weeks, so that the last one is of this week.
pub fn sheets(file: &str) -> Vec<Json> {
    let weeks = (today() - day_of_files()).num_days() / 7;
    file.lines()
        .map(|line| {
            let mut sheet: Json = serde_json::from_str(line).expect("a line is a sheet");
            moved("", &mut sheet, weeks * 7);
            settle_age(&mut sheet);
            sheet
        })
        .collect()
}

fn moved(key: &str, value: &mut Json, days: i64) {
    match value {
        Json::Object(object) => object
            .iter_mut()
            .for_each(|(key, value)| moved(key, value, days)),
        Json::Array(list) => list.iter_mut().for_each(|value| moved(key, value, days)),
        Json::String(text) if key == "referral_no" => {
            let year = (day_of_files() + Days::new(days as u64)).format("%Y");
            *text = format!("{year}{}", &text[4..]);
        }
        Json::String(text) if key != "dob" => {
            if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
                *text = (day + chrono::TimeDelta::days(days)).to_string();
            }
        }
        _ => {}
    }
}

/// The age that the program works out follows the days.
fn settle_age(sheet: &mut Json) {
    let values = &mut sheet["values"];
    let day = |key: &str| {
        values[key]
            .as_str()
            .and_then(|text| text.parse::<NaiveDate>().ok())
    };
    if let (Some(born), Some(met)) = (day("dob"), day("first_contact")) {
        let age = caseload::domain::dates::age_on(born, met);
        values["age_at_first_contact"] = age.into();
    }
}

/// What a Tab-driven form costs: stops, keys in words, keys by first letters.
pub struct Tabbed {
    /// Boxes that hold something.
    pub stops: usize,
    /// Keys where codes are written out.
    pub words: usize,
    /// Keys where codes are chosen by their first letters.
    pub letters: usize,
}

/// Prices a keyed sheet.
pub fn tabbed(sheet: &Sheet) -> Tabbed {
    let form = Registry::shipped()
        .form(&sheet.head.form, sheet.head.version)
        .expect("the form of the sheet");
    let values = sheet.values.clone().unwrap_or_default();
    let around = Around::on(today());
    let filling = Filling::of_sheet(form.clone(), around, &sheet.head, &values, &[], "");
    let mut cost = Tabbed {
        stops: 0,
        words: 1,
        letters: 1,
    };
    for view in filling.boxes() {
        let typed = !matches!(
            view.state,
            BoxState::Skipped | BoxState::Computed | BoxState::Blank
        );
        let value = filling.value(&view.field.key);
        if let Some(value) = value.filter(|_| typed) {
            let words = in_words(view.field, value);
            cost.stops += 1;
            cost.words += words.chars().count() + 1;
            cost.letters += letters(view.field, value, &words) + 1;
        }
    }
    cost
}

fn in_words(field: &Field, value: &Value) -> String {
    let around = Around::on(today());
    match value {
        Value::Code(_) | Value::Codes(_) | Value::Missing(_) | Value::YesNo(_) => {
            entry::meaning(field, value, &around)
        }
        Value::Date(day) => day.format("%d/%m/%Y").to_string(),
        Value::Time(time) => time.format("%H:%M").to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) | Value::Reference(text) => text.clone(),
    }
}

/// Letters that single the meanings out among those of the list.
fn letters(field: &Field, value: &Value, words: &str) -> usize {
    let codes: Vec<&str> = match value {
        Value::Code(code) => vec![code],
        Value::Codes(codes) => codes.iter().map(String::as_str).collect(),
        Value::YesNo(_) | Value::Missing(_) => return 1,
        _ => return words.chars().count(),
    };
    let Some(list) = &field.codes else {
        return words.chars().count();
    };
    let labels: Vec<String> = list.codes.iter().map(|c| c.label.to_lowercase()).collect();
    codes
        .iter()
        .filter_map(|code| list.label(code))
        .map(|label| {
            let label = label.to_lowercase();
            (1..label.chars().count())
                .find(|n| {
                    let start: String = label.chars().take(*n).collect();
                    labels
                        .iter()
                        .filter(|other| other.starts_with(&start))
                        .count()
                        == 1
                })
                .unwrap_or(label.chars().count())
        })
        .sum()
}
