//! A TOML table with its place in the file: reading one entry at a time, naming every mistake.

use crate::domain::value::Number;
use crate::forms::finding::FileFinding;
use chrono::NaiveDate;
use std::cell::{Cell, RefCell};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The file being read and what is wrong with it so far.
pub(super) struct Source<'t> {
    pub file: &'t str,
    pub text: &'t str,
    findings: RefCell<Vec<FileFinding>>,
    clean: Cell<bool>,
}

impl<'t> Source<'t> {
    pub fn new(file: &'t str, text: &'t str) -> Self {
        Self {
            file,
            text,
            findings: RefCell::default(),
            clean: Cell::new(true),
        }
    }

    /// Notes a mistake at a byte of the file.
    pub fn say(&self, byte: usize, message: impl Into<String>) {
        self.say_at(byte, 0, message);
    }

    /// Notes a mistake so many characters after a byte of the file.
    pub fn say_at(&self, byte: usize, characters: usize, message: impl Into<String>) {
        let before = &self.text[..floor(self.text, byte)];
        let line_start = before.rfind('\n').map_or(0, |n| n + 1);
        self.clean.set(false);
        self.findings.borrow_mut().push(FileFinding {
            file: self.file.to_owned(),
            line: before.matches('\n').count() as u32 + 1,
            column: (before[line_start..].chars().count() + characters) as u32 + 1,
            message: message.into(),
        });
    }

    pub fn is_clean(&self) -> bool {
        self.clean.get()
    }

    /// All mistakes in the order of the file, each once.
    pub fn into_findings(self) -> Vec<FileFinding> {
        let mut findings = self.findings.into_inner();
        findings.sort_by_key(|f| (f.line, f.column));
        findings.dedup();
        findings
    }
}

fn floor(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len()))
        .rev()
        .find(|b| text.is_char_boundary(*b))
        .unwrap_or(0)
}

/// Reads the file as TOML; what is not TOML is named and the rest goes on.
pub(super) fn read_toml<'t>(source: &Source<'t>) -> Option<DeTable<'t>> {
    let (table, errors) = DeTable::parse_recoverable(source.text);
    for error in &errors {
        let message = error.message().lines().next().unwrap_or("not TOML");
        source.say(
            error.span().map_or(0, |span| span.start),
            format!("This is not TOML: {message}. Put it right and check again."),
        );
    }
    errors.is_empty().then(|| table.into_inner())
}

/// One table of the file.
#[derive(Clone, Copy)]
pub(super) struct Section<'s, 't> {
    pub source: &'s Source<'t>,
    pub table: &'s DeTable<'t>,
    /// Byte where it starts.
    pub start: usize,
    /// Which entry of a group is being read; `{n}` in texts stands for it, `{before}` for the one before.
    pub entry: Option<u32>,
}

/// A text of the file with the byte where it starts, after the quote.
pub(super) struct Text {
    pub text: String,
    pub start: usize,
}

impl<'s, 't> Section<'s, 't> {
    fn value(&self, key: &str) -> Option<&'s Spanned<DeValue<'t>>> {
        self.table.get(key)
    }

    /// Byte where the value of the key starts, or else the table.
    pub fn place(&self, key: &str) -> usize {
        self.value(key).map_or(self.start, |v| v.span().start)
    }

    /// Notes a mistake at the value of a key.
    pub fn say(&self, key: &str, message: impl Into<String>) {
        self.source.say(self.place(key), message);
    }

    fn typed<T>(
        &self,
        key: &str,
        wanted: &str,
        read: impl FnOnce(&'s DeValue<'t>) -> Option<T>,
    ) -> Option<T> {
        let value = self.value(key)?;
        let read = read(value.get_ref());
        if read.is_none() {
            self.say(key, format!("{key} must be {wanted}."));
        }
        read
    }

    /// A text; `{n}` and `{before}` are replaced within groups.
    pub fn text(&self, key: &str) -> Option<String> {
        self.placed(key).map(|t| t.text)
    }

    /// A text with its place.
    pub fn placed(&self, key: &str) -> Option<Text> {
        let text = self.typed(key, "text in quotes", |v| v.as_str().map(str::to_owned))?;
        let text = match self.entry {
            Some(n) => text
                .replace("{n}", &n.to_string())
                .replace("{before}", &(n - 1).to_string()),
            None => text,
        };
        let span: Range<usize> = self.value(key)?.span();
        let quotes = self.source.text[span.start..]
            .chars()
            .take_while(|c| matches!(c, '"' | '\''))
            .count();
        let quotes = if quotes >= 3 { 3 } else { 1 };
        Some(Text {
            text,
            start: span.start + quotes,
        })
    }

    /// A text that must be there and say something.
    pub fn needed(&self, key: &str, what: &str) -> String {
        let text = self.text(key);
        match &text {
            None if self.value(key).is_none() => {
                self.source
                    .say(self.start, format!("{key} is missing: {what}."));
            }
            Some(text) if text.trim().is_empty() => {
                self.say(key, format!("{key} is empty: {what}."));
            }
            _ => {}
        }
        text.unwrap_or_default()
    }

    /// A whole number from `least` to `most`.
    pub fn whole(&self, key: &str, least: i64, most: i64) -> Option<i64> {
        self.typed(
            key,
            &format!("a whole number from {least} to {most}"),
            |v| {
                let number = v.as_integer()?;
                i64::from_str_radix(&number.as_str().replace('_', ""), number.radix())
                    .ok()
                    .filter(|n| (least..=most).contains(n))
            },
        )
    }

    /// A number, at most three decimals.
    pub fn number(&self, key: &str) -> Option<Number> {
        self.typed(key, "a number with at most three decimals", |v| {
            let digits = match v {
                DeValue::Integer(n) if n.radix() == 10 => n.as_str(),
                DeValue::Float(n) => n.as_str(),
                _ => return None,
            };
            Number::parse(&digits.replace('_', ""))
        })
    }

    /// `true` or `false`.
    pub fn flag(&self, key: &str) -> Option<bool> {
        self.typed(key, "true or false, without quotes", DeValue::as_bool)
    }

    /// A day, as text or as a TOML date.
    pub fn day(&self, key: &str) -> Option<NaiveDate> {
        self.typed(key, "a day as \"2009-04-01\"", |v| {
            let text = match v {
                DeValue::String(text) => text.to_string(),
                DeValue::Datetime(day) => day.to_string(),
                _ => return None,
            };
            NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok()
        })
    }

    /// A list of texts.
    pub fn texts(&self, key: &str) -> Vec<String> {
        self.typed(key, "a list of texts", |v| {
            let texts = v.as_array()?.iter();
            texts
                .map(|t| t.get_ref().as_str().map(str::to_owned))
                .collect::<Option<Vec<_>>>()
        })
        .unwrap_or_default()
    }

    /// The tables of `[[key]]`.
    pub fn sections(&self, key: &str) -> Vec<Self> {
        let sections = self.typed(key, &format!("tables headed [[{key}]]"), |v| {
            let tables = v.as_array()?.iter();
            tables
                .map(|t| {
                    Some(Self {
                        table: t.get_ref().as_table()?,
                        start: t.span().start,
                        ..*self
                    })
                })
                .collect::<Option<Vec<_>>>()
        });
        sections.unwrap_or_default()
    }

    /// Names every key that is not among those known here.
    pub fn only(&self, known: &[&str]) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                continue;
            }
            let near = known
                .iter()
                .map(|k| (strsim::damerau_levenshtein(k, name), k))
                .filter(|(distance, _)| *distance <= 2)
                .min();
            let advice = near.map_or_else(
                || format!("Known here are {}.", known.join(", ")),
                |(_, k)| format!("Did you mean {k}?"),
            );
            self.source.say(
                key.span().start,
                format!("There is no key {name} here. {advice}"),
            );
        }
    }
}
