//! A trainer's record: everything in it has a date, because who may do what depends on the day.
//!
//! # Why
//! In June 2010 the service had four trainers and none of them might take a Type 2. A roster without dates cannot say so.

use super::fact::Facts;
use super::reference::TrainerId;
use super::value::{Number, Value};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Something that holds from a day on, until the next one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct From<T> {
    /// First day.
    pub from: NaiveDate,
    /// What holds.
    pub what: T,
}

/// Days away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leave {
    /// First day.
    pub from: NaiveDate,
    /// Last day; open where nobody knows yet.
    pub to: Option<NaiveDate>,
    /// Kind code: L leave, S sickness, U suspended, O other.
    pub kind: String,
}

/// A client whom she may not work with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// The client as the record names her: `C-000123` or a CRN.
    pub client: String,
    /// Kind code; the least detail needed.
    pub kind: String,
}

/// A trainer, champion, officer or manager.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trainer {
    /// Number, `HT03`.
    pub id: TrainerId,
    /// Name.
    pub name: String,
    /// M, F or N.
    pub gender: String,
    /// First day in post.
    pub from: Option<NaiveDate>,
    /// Last day in post.
    pub to: Option<NaiveDate>,
    /// Role codes by date: `trainee`, `trainer`, `champion`, `admin`, `manager`.
    pub roles: Vec<From<String>>,
    /// Level 2 passed on.
    pub level2: Option<NaiveDate>,
    /// Level 3 passed on.
    pub level3: Option<NaiveDate>,
    /// Weekly hours by date.
    pub hours: Vec<From<Number>>,
    /// Office codes by date.
    pub offices: Vec<From<Vec<String>>>,
    /// Language codes by date; those on the first day in post stand first.
    pub languages: Vec<From<Vec<String>>>,
    /// Lone-working training on.
    pub lone_working: Option<NaiveDate>,
    /// Days away.
    pub leave: Vec<Leave>,
    /// Conflicts declared.
    pub conflicts: Vec<Conflict>,
    /// Days of community events that she held, in order; each has a sheet of its own.
    pub events: Vec<NaiveDate>,
    /// The act that last changed the record.
    pub act: u64,
}

/// Most numbered entries (hours, offices, leave …) that a worker sheet may carry.
const MOST_ENTRIES: u32 = 40;

impl Trainer {
    /// The record that a worker sheet states, whole.
    pub fn from_facts(facts: &Facts, act: u64) -> Option<Self> {
        let id = TrainerId(facts.text("worker.id")?.to_owned());
        let from = facts.date("worker.from");
        let role = facts.text("worker.role").unwrap_or_default().to_owned();
        let first = from.unwrap_or(NaiveDate::MIN);
        let mut roles = vec![From {
            from: first,
            what: role,
        }];
        roles.extend(numbered(facts, "worker.role_from", "worker.role", |v| {
            v.as_text().map(str::to_owned)
        }));
        Some(Self {
            id,
            name: facts.text("worker.name").unwrap_or_default().to_owned(),
            gender: facts.text("worker.gender").unwrap_or_default().to_owned(),
            from,
            to: facts.date("worker.to"),
            roles: in_order(roles),
            level2: facts.date("worker.level2"),
            level3: facts.date("worker.level3"),
            hours: in_order(numbered(
                facts,
                "worker.hours_from",
                "worker.hours",
                |v| match v {
                    Value::Number(n) => Some(*n),
                    _ => None,
                },
            )),
            offices: in_order(numbered(
                facts,
                "worker.office_from",
                "worker.offices",
                codes,
            )),
            languages: languages(facts, first),
            lone_working: facts.date("worker.lone_working"),
            leave: leave(facts),
            conflicts: conflicts(facts),
            events: Vec::new(),
            act,
        })
    }

    /// Notes a community event of hers.
    pub fn held(&mut self, on: NaiveDate) {
        let place = self.events.partition_point(|earlier| *earlier <= on);
        self.events.insert(place, on);
    }

    /// What would change if `new` took the place of this record, in the words of the form; who keyed it when is no change.
    pub fn changes(&self, new: &Self) -> Vec<&'static str> {
        let parts = [
            ("name", self.name != new.name),
            ("gender", self.gender != new.gender),
            ("in post from", self.from != new.from),
            ("in post to", self.to != new.to),
            ("role", self.roles != new.roles),
            ("Level 2", self.level2 != new.level2),
            ("Level 3", self.level3 != new.level3),
            ("languages", self.languages != new.languages),
            (
                "lone-working training",
                self.lone_working != new.lone_working,
            ),
            ("hours", self.hours != new.hours),
            ("offices", self.offices != new.offices),
            ("leave", self.leave != new.leave),
            ("conflicts", self.conflicts != new.conflicts),
        ];
        let changed = parts.iter().filter(|(_, differs)| *differs);
        changed.map(|(part, _)| *part).collect()
    }

    /// In post on a day.
    pub fn in_post(&self, on: NaiveDate) -> bool {
        self.from.is_some_and(|from| from <= on) && self.to.is_none_or(|to| on <= to)
    }

    /// Her role code on a day.
    pub fn role_on(&self, on: NaiveDate) -> &str {
        latest(&self.roles, on).map_or("", String::as_str)
    }

    /// Weekly hours on a day, 0 where none are stated.
    pub fn hours_on(&self, on: NaiveDate) -> f64 {
        latest(&self.hours, on).map_or(0.0, |n| n.to_f64())
    }

    /// Offices on a day.
    pub fn offices_on(&self, on: NaiveDate) -> &[String] {
        latest(&self.offices, on).map_or(&[], Vec::as_slice)
    }

    /// Languages on a day.
    pub fn languages_on(&self, on: NaiveDate) -> &[String] {
        latest(&self.languages, on).map_or(&[], Vec::as_slice)
    }

    /// The leave that she is on that day.
    pub fn leave_on(&self, on: NaiveDate) -> Option<&Leave> {
        self.leave
            .iter()
            .find(|l| l.from <= on && l.to.is_none_or(|to| on <= to))
    }

    /// Level 3 on a day.
    pub fn has_level3(&self, on: NaiveDate) -> bool {
        self.level3.is_some_and(|d| d <= on)
    }

    /// Level 2 on a day; Level 3 includes it.
    pub fn has_level2(&self, on: NaiveDate) -> bool {
        self.level2.is_some_and(|d| d <= on) || self.has_level3(on)
    }

    /// Whether she works with clients at all on that day (trainers, trainees, champions).
    pub fn sees_clients(&self, on: NaiveDate) -> bool {
        matches!(self.role_on(on), "trainee" | "trainer" | "champion")
    }
}

fn codes(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Codes(codes) => Some(codes.clone()),
        Value::Code(code) => Some(vec![code.clone()]),
        _ => None,
    }
}

fn numbered<T>(
    facts: &Facts,
    from: &str,
    what: &str,
    read: impl Fn(&Value) -> Option<T>,
) -> Vec<From<T>> {
    (1..=MOST_ENTRIES)
        .filter_map(|n| {
            let day = facts.date(&format!("{from}.{n}"))?;
            Some(From {
                from: day,
                what: read(facts.get(&format!("{what}.{n}"))?)?,
            })
        })
        .collect()
}

fn languages(facts: &Facts, first: NaiveDate) -> Vec<From<Vec<String>>> {
    let at_first = facts
        .codes("worker.languages")
        .map(|what| From { from: first, what });
    let later = numbered(facts, "worker.language_from", "worker.languages", codes);
    in_order(at_first.into_iter().chain(later).collect())
}

fn leave(facts: &Facts) -> Vec<Leave> {
    (1..=MOST_ENTRIES)
        .filter_map(|n| {
            let from = facts.date(&format!("worker.leave_from.{n}"))?;
            let kind = facts
                .text(&format!("worker.leave_kind.{n}"))
                .unwrap_or("L")
                .to_owned();
            Some(Leave {
                from,
                to: facts.date(&format!("worker.leave_to.{n}")),
                kind,
            })
        })
        .collect()
}

fn conflicts(facts: &Facts) -> Vec<Conflict> {
    (1..=MOST_ENTRIES)
        .filter_map(|n| {
            let client = facts.text(&format!("worker.conflict.{n}"))?.to_owned();
            let kind = facts
                .text(&format!("worker.conflict_kind.{n}"))
                .unwrap_or_default()
                .to_owned();
            Some(Conflict { client, kind })
        })
        .collect()
}

fn in_order<T>(mut entries: Vec<From<T>>) -> Vec<From<T>> {
    entries.sort_by_key(|e| e.from);
    entries
}

fn latest<T>(entries: &[From<T>], on: NaiveDate) -> Option<&T> {
    entries.iter().rev().find(|e| e.from <= on).map(|e| &e.what)
}
