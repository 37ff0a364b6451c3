//! The weights and limits of the allocation, read from a file that a service may change.
//!
//! # Why
//! Who is "full" and how much an office counts are the service's business. One table, [`KEYS`], says what may be set,
//! in what range and what it means; the reader, the shipped file's test and the words on the screen all go by it.

mod keys;

use super::finding::{Finding, line_of};
use super::lists::{self, Ready};
use super::own::OwnRule;
pub use keys::{KEYS, Key, Place};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;
use toml::de::{DeTable, DeValue};

const SHIPPED: &str = include_str!("../../../settings/allocation.toml");

/// What work weighs, in points.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LoadWeights {
    /// Points of an open Type 2.
    pub type2: f64,
    /// Points of an open Type 1.
    pub type1: f64,
    /// Points of a follow-up whose window is open.
    pub followup_due: f64,
    /// Points of a community event held lately, or to come.
    pub event: f64,
    /// Days before and after an event for which it counts.
    pub event_days: u32,
    /// Whether a Type 2 weighs less with every session kept.
    pub type2_by_sessions: bool,
    /// The least that an open Type 2 then weighs.
    pub type2_least: f64,
    /// Points that make 100 % of a full-time week.
    pub cap_points: f64,
    /// Hours of a full-time week.
    pub full_time_hours: f64,
    /// Share that is too much for four weeks running; 1.1 is 110 %.
    pub excessive: f64,
}

/// What counts for or against a trainer, all in one currency.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Weights {
    /// A8: same office.
    pub office: f64,
    /// A9: knows the client.
    pub continuity: f64,
    /// A7: speaks the client's language.
    pub language: f64,
    /// A10: free share of the week, for every point of the case.
    pub room: f64,
    /// A11: can meet the client before the release.
    pub release: f64,
    /// A2: taken off on the last day in post.
    pub leaving: f64,
    /// A3: taken off where a conflict only warns.
    pub tie: f64,
}

/// How long things may take. Working days up to the first session, days after it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clocks {
    /// Working days from receipt to allocation.
    pub allocate: u32,
    /// The same for tier 4 and urgent referrals.
    pub allocate_urgent: u32,
    /// Working days from receipt to the first contact.
    pub first_contact: u32,
    /// Working days from receipt to the first session.
    pub first_session: u32,
    /// Days without contact.
    pub silence: u32,
    /// Appointments missed in a row.
    pub missed: u32,
    /// Days after the last meeting of finished work.
    pub signoff: u32,
    /// Days that a follow-up's window opens before it is due.
    pub window_before: u32,
    /// Days that it stays open after it is due.
    pub window_after: u32,
    /// Days after its window that a missed follow-up stays in the diary.
    pub followup_kept: u32,
    /// Days ahead that the diary shows.
    pub coming: u32,
}

/// When comings and goings are mentioned, in days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// Before the last day in post.
    pub leaving_warns: u32,
    /// Before a leave.
    pub leave_warns: u32,
    /// Before the first and after the last day in post.
    pub listed: u32,
    /// Longest absence without anybody who stands in.
    pub cover_after: u32,
}

/// Who is learning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Learner {
    /// A trainee; months count from the first day in post.
    Trainee,
    /// A trainer; months count from Level 3, or from the first day in post where that is later.
    Qualified,
}

/// Work taken off while somebody learns.
#[derive(Debug, Clone, PartialEq)]
pub struct Ramp {
    /// Who.
    pub who: Learner,
    /// From this full month, inclusive.
    pub from_month: u32,
    /// To this full month, exclusive.
    pub to_month: u32,
    /// Part of the capacity that is taken off, 0 to 1.
    pub reduction: f64,
}

/// Everything that a service may set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// What work weighs.
    pub load: LoadWeights,
    /// What counts for and against.
    pub weight: Weights,
    /// How long things may take.
    pub clock: Clocks,
    /// Comings and goings.
    pub people: People,
    /// Reductions, in the order of the file.
    pub ramp: Vec<Ramp>,
    /// Reasons that one key gives.
    pub reasons: Vec<Ready>,
    /// Kinds of conflict: whether each bars, or only warns.
    pub conflicts: BTreeMap<String, bool>,
    /// Rules of the service.
    pub own: Vec<OwnRule>,
    labels: BTreeMap<(Labels, String), String>,
}

/// Lists whose codes are put into words in sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Labels {
    /// Office codes.
    Office,
    /// Language codes.
    Language,
}

static SHIPPED_SETTINGS: LazyLock<Settings> = LazyLock::new(|| {
    let mut settings = Settings::default();
    settings.take("settings/allocation.toml", SHIPPED);
    settings
});

impl Settings {
    /// The settings that come with the program.
    pub fn shipped() -> Self {
        SHIPPED_SETTINGS.clone()
    }

    /// The shipped settings with those of a service's own file laid over them. What is wrong with the file is named
    /// with its line; what can be used of it is used.
    pub fn from_toml(file: &str, text: &str) -> (Self, Vec<Finding>) {
        let mut settings = Self::shipped();
        let findings = settings.take(file, text);
        (settings, findings)
    }

    /// The same settings with the words of a code list, so that sentences say *City centre* and not *C*.
    pub fn with_labels<'a>(
        mut self,
        list: Labels,
        labels: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        for (code, label) in labels {
            self.labels
                .insert((list, code.to_owned()), label.to_owned());
        }
        self
    }

    /// The words of a code, or the code itself.
    pub fn label(&self, list: Labels, code: &str) -> String {
        let known = self.labels.get(&(list, code.to_owned()));
        known.map_or_else(|| code.to_owned(), Clone::clone)
    }

    /// The points that a case of this type adds when it is given.
    pub fn points_of(&self, work: u8) -> f64 {
        if work == 2 {
            self.load.type2
        } else {
            self.load.type1
        }
    }

    fn take(&mut self, file: &str, text: &str) -> Vec<Finding> {
        let mut reader = Reader {
            file,
            text,
            findings: Vec::new(),
        };
        match DeTable::parse(text) {
            Ok(tables) => reader.tables(self, tables.get_ref()),
            Err(error) => {
                let span = error.span().unwrap_or_default();
                reader.find(&span, format!("This is not TOML: {}.", error.message()));
            }
        }
        reader.findings
    }
}

/// Reads one file, and keeps what is wrong with it.
pub(super) struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    /// Something is wrong there.
    pub(super) fn find(&mut self, span: &Range<usize>, message: String) {
        self.findings.push(Finding {
            file: self.file.to_owned(),
            line: line_of(self.text, span.start),
            message,
        });
    }

    fn tables(&mut self, settings: &mut Settings, tables: &DeTable<'_>) {
        for (name, value) in tables {
            let table = name.get_ref().as_ref();
            match value.get_ref() {
                DeValue::Array(ramps) if table == "ramp" => {
                    let read: Vec<Ramp> = ramps
                        .iter()
                        .filter_map(|r| self.ramp(r.get_ref(), &r.span()))
                        .collect();
                    settings.ramp = read;
                }
                DeValue::Array(all) if table == "reason" => lists::reasons(self, settings, all),
                DeValue::Array(all) if table == "rule" => lists::rules(self, settings, all),
                DeValue::Table(kinds) if table == "conflict" => {
                    lists::conflicts(self, settings, kinds);
                }
                DeValue::Table(entries) if KEYS.iter().any(|k| k.table == table) => {
                    for (key, value) in entries {
                        self.entry(
                            settings,
                            table,
                            key.get_ref(),
                            value.get_ref(),
                            &value.span(),
                        );
                    }
                }
                _ => self.find(
                    &name.span(),
                    format!(
                        "\"{table}\" is not known here. Tables are load, weight, clock, people, conflict, [[ramp]], [[reason]] and [[rule]]."
                    ),
                ),
            }
        }
    }

    fn entry(
        &mut self,
        settings: &mut Settings,
        table: &str,
        name: &str,
        value: &DeValue<'_>,
        span: &Range<usize>,
    ) {
        let Some(key) = KEYS.iter().find(|k| k.table == table && k.name == name) else {
            let known: Vec<&str> = KEYS
                .iter()
                .filter(|k| k.table == table)
                .map(|k| k.name)
                .collect();
            self.find(
                span,
                format!("[{table}] has no \"{name}\". It has {}.", known.join(", ")),
            );
            return;
        };
        if let (Place::Switch(at), DeValue::Boolean(on)) = (&key.place, value) {
            *at(settings) = *on;
            return;
        }
        let read = as_number(value).filter(|n| (key.least..=key.most).contains(n));
        match (&key.place, read) {
            (Place::Number(at), Some(n)) => *at(settings) = n,
            (Place::Whole(at), Some(n)) if n.fract() == 0.0 => *at(settings) = n as u32,
            (Place::Switch(_), _) => {
                self.find(span, format!("{table}.{name} is either true or false."));
            }
            (place, _) => {
                let kind = if matches!(place, Place::Whole(_)) {
                    "whole number"
                } else {
                    "number"
                };
                let (least, most) = (key.least, key.most);
                self.find(
                    span,
                    format!("{table}.{name} is a {kind} from {least} to {most}. The shipped value stays."),
                );
            }
        }
    }

    fn ramp(&mut self, value: &DeValue<'_>, span: &Range<usize>) -> Option<Ramp> {
        let table = value.as_table();
        let get = |name: &str| table.and_then(|t| t.get(name)).map(toml::Spanned::get_ref);
        let who = match get("who").and_then(|v| v.as_str()) {
            Some("trainee") => Some(Learner::Trainee),
            Some("qualified") => Some(Learner::Qualified),
            _ => None,
        };
        let month = |name: &str| {
            get(name)
                .and_then(as_number)
                .filter(|n| n.fract() == 0.0 && (0.0..=600.0).contains(n))
                .map(|n| n as u32)
        };
        let reduction = get("reduction")
            .and_then(as_number)
            .filter(|n| (0.0..=1.0).contains(n));
        let ramp = who
            .zip(month("from_month"))
            .zip(month("to_month"))
            .zip(reduction)
            .map(|(((who, from_month), to_month), reduction)| Ramp {
                who,
                from_month,
                to_month,
                reduction,
            })
            .filter(|r| r.from_month < r.to_month);
        if ramp.is_none() {
            self.find(
                span,
                "A ramp needs who = \"trainee\" or \"qualified\", from_month less than to_month (whole months), and \
                 reduction from 0 to 1. This one is left out."
                    .to_owned(),
            );
        }
        ramp
    }
}

pub(super) fn as_number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix())
            .ok()
            .map(|n| n as f64),
        DeValue::Float(n) => n.as_str().parse().ok().filter(|n: &f64| n.is_finite()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_sets_every_key_and_nothing_is_wrong_with_it() {
        let mut settings = Settings::default();
        assert_eq!(settings.take("settings/allocation.toml", SHIPPED), vec![]);
        for key in KEYS {
            let line = format!("\n{} = ", key.name);
            assert!(SHIPPED.contains(&line), "{} is not set", key.name);
        }
        assert_eq!(settings.ramp.len(), 4);
        assert!((settings.load.cap_points - 30.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_mistake_is_named_with_its_line_and_the_rest_is_taken() {
        let text = "[load]\ntype2 = 4\ntype9 = 1\ncap_points = -3\n[clock]\nallocate = 2.5\n[colour]\nx = 1\n";
        let (settings, findings) = Settings::from_toml("my.toml", text);
        let lines: Vec<usize> = findings.iter().map(|f| f.line).collect();
        assert_eq!(lines, [3, 4, 6, 7]);
        assert!(
            findings[0]
                .to_string()
                .starts_with("my.toml:3: [load] has no \"type9\"")
        );
        assert!((settings.load.type2 - 4.0).abs() < f64::EPSILON);
        assert_eq!(settings.clock.allocate, 3);
    }

    #[test]
    fn what_is_no_toml_leaves_the_shipped_settings() {
        let (settings, findings) = Settings::from_toml("my.toml", "[load]\ntype2 = = 3\n");
        assert_eq!(settings, Settings::shipped());
        assert_eq!(findings[0].line, 2);
    }

    #[test]
    fn a_bad_ramp_is_left_out_and_named() {
        let text = "[[ramp]]\nwho = \"trainee\"\nfrom_month = 6\nto_month = 6\nreduction = 0.5\n";
        let (settings, findings) = Settings::from_toml("my.toml", text);
        assert_eq!((settings.ramp.len(), findings.len()), (0, 1));
    }
}
