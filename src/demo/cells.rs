//! The cells of one made-up sheet: some are answered, some are marked missing, some stay blank.

use super::random::Chance;
use chrono::NaiveDate;
use serde_json::{Map, Value as Json, json};

/// Cells in a hundred that hold a missing mark instead of an answer; published services lose 5 to 10.
const MISSING_PERCENT: u64 = 7;

/// Why cells are empty, with their share.
const REASONS: &[(u32, &str)] = &[
    (45, "not_asked"),
    (20, "illegible"),
    (20, "declined"),
    (15, "not_applicable"),
];

/// A sheet of paper before anybody keyed it: the object that `sheets import` takes, without its serial.
#[derive(Clone, PartialEq)]
pub struct Paper {
    /// The form's id.
    pub form: &'static str,
    /// The day written on it.
    pub completed_on: NaiveDate,
    /// Who filled it in; empty where the paper does not say.
    pub completed_by: String,
    /// Its cells, by field key.
    pub values: Map<String, Json>,
}

impl Paper {
    /// The sheet as one object of an import file.
    pub fn to_json(&self, serial: &str) -> Json {
        let mut sheet = json!({
            "sheet": serial,
            "form": self.form,
            "version": 1,
            "completed_on": day(self.completed_on),
        });
        if !self.completed_by.is_empty() {
            sheet["completed_by"] = json!(self.completed_by);
        }
        sheet["values"] = Json::Object(self.values.clone());
        sheet
    }
}

/// A day as files write it.
pub fn day(day: NaiveDate) -> Json {
    json!(day.format("%Y-%m-%d").to_string())
}

/// A missing mark.
pub fn missing(reason: &str) -> Json {
    json!({ "missing": reason })
}

/// Fills in one sheet.
pub struct Cells<'a> {
    /// Where the marks come from.
    pub chance: &'a mut Chance,
    values: Map<String, Json>,
}

impl<'a> Cells<'a> {
    /// A blank sheet.
    pub fn new(chance: &'a mut Chance) -> Self {
        Self {
            chance,
            values: Map::new(),
        }
    }

    /// A cell that is always answered.
    pub fn put(&mut self, key: &str, value: impl Into<Json>) {
        self.values.insert(key.to_owned(), value.into());
    }

    /// A cell that is answered, or now and then marked missing. Says whether it was answered.
    pub fn ask(&mut self, key: &str, value: impl Into<Json>) -> bool {
        self.ask_often(key, MISSING_PERCENT, value)
    }

    /// A cell that is marked missing in so many of a hundred cases. Says whether it was answered.
    pub fn ask_often(&mut self, key: &str, missing_percent: u64, value: impl Into<Json>) -> bool {
        let value = value.into();
        let nothing_written = matches!(&value, Json::String(text) if text.is_empty());
        if !nothing_written && !self.chance.percent(missing_percent) {
            self.put(key, value);
            return true;
        }
        let reason = self.chance.weighted(REASONS);
        self.put(key, missing(reason));
        false
    }

    /// A cell that is answered in so many of a hundred cases and else stays blank; never holds an empty answer.
    pub fn may(&mut self, key: &str, percent: u64, value: impl Into<Json>) -> bool {
        let value = value.into();
        let nothing_written = matches!(&value, Json::String(text) if text.is_empty());
        let written = self.chance.percent(percent) && !nothing_written;
        if written {
            self.put(key, value);
        }
        written
    }

    /// One of these codes by its share: `Y:75 N:20 U:5`.
    pub fn one(&mut self, shares: &'static str) -> &'static str {
        let shares = shares.split(' ').filter_map(|part| part.split_once(':'));
        let parsed = shares.filter_map(|(code, share)| Some((share.parse().ok()?, code)));
        let codes: Vec<(u32, &'static str)> = parsed.collect();
        self.chance.weighted(&codes)
    }

    /// Between `least` and `most` of these codes, in their order.
    pub fn some(&mut self, codes: &[&'static str], least: u64, most: u64) -> Vec<&'static str> {
        let count = (least + self.chance.below(most - least + 1)) as usize;
        let mut places: Vec<usize> = (0..codes.len()).collect();
        self.chance.shuffle(&mut places);
        places.truncate(count);
        places.sort_unstable();
        places.into_iter().map(|place| codes[place]).collect()
    }

    /// Whether the cell holds this missing mark.
    pub fn is_missing(&self, key: &str, reason: &str) -> bool {
        let mark = self.values.get(key).and_then(|v| v.get("missing"));
        mark.and_then(Json::as_str) == Some(reason)
    }

    /// The sheet.
    pub fn paper(self, form: &'static str, on: NaiveDate, by: &str) -> Paper {
        Paper {
            form,
            completed_on: on,
            completed_by: by.to_owned(),
            values: self.values,
        }
    }
}
