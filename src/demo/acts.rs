//! The made-up service as acts, in the order and at the times at which an officer would have done them.

use super::bulk::Bulk;
use super::cells::Paper;
use super::memory::Memory;
use super::service::{Entry, Record, Service, What};
use super::{Recipe, tray};
use crate::domain::act::{Deed, NewAct, Private, Subject};
use crate::domain::question;
use crate::domain::reference::{ClientId, TrainerId};
use crate::domain::sheet::FilledSheet;
use crate::forms::import::{Taken, read_sheet};
use crate::forms::{Finding, Registry};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;

/// So long an answer of a trainer takes at most.
const ANSWERED_WITHIN: TimeDelta = TimeDelta::days(14);

/// An act and when it was done.
pub type Dated = (DateTime<Utc>, NewAct);

/// All acts of a made-up service, oldest first. They follow the store's own first acts; none is later than the evening
/// before [`Recipe::today`].
pub fn acts(recipe: &Recipe) -> impl Iterator<Item = Dated> + use<> {
    let (made, last_day) = made(recipe);
    let bulk = Bulk::new(recipe.seed, recipe.bulk(), recipe.today);
    let evening = at(last_day, 17 * 60);
    made.into_iter().chain(bulk.map(move |act| (evening, act)))
}

/// The acts of the service itself, and the day of the last one.
fn made(recipe: &Recipe) -> (Vec<Dated>, NaiveDate) {
    let service = if recipe.has_service() {
        Service::made_up(recipe.seed, recipe.today)
    } else {
        Service::empty(recipe.seed, recipe.today)
    };
    let last_day = service.yesterday();
    let mut desk = Desk::new(recipe.today);
    desk.key(service.entries, service.workers, last_day);
    let waiting = tray::choose(service.waiting);
    desk.receive(waiting.tray, last_day);
    desk.park(waiting.parked, last_day);
    (desk.acts, last_day)
}

/// A moment of a day, minutes after midnight.
fn at(day: NaiveDate, minute: i64) -> DateTime<Utc> {
    (day.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute)).and_utc()
}

/// The desk at which it was all keyed: numbers clients and sheets, and knows what was known at each moment.
pub(super) struct Desk {
    /// What was done.
    pub acts: Vec<Dated>,
    /// Sheets that the forms refused: none, unless a form file was changed.
    pub refused: Vec<(String, Vec<Finding>)>,
    registry: Arc<Registry>,
    today: NaiveDate,
    ids: HashMap<Record, ClientId>,
    /// What the service knows.
    pub memory: Memory,
    serials: HashMap<&'static str, u32>,
}

impl Desk {
    pub(super) fn new(today: NaiveDate) -> Self {
        Self {
            acts: Vec::new(),
            refused: Vec::new(),
            registry: Registry::shipped(),
            today,
            ids: HashMap::new(),
            memory: Memory::default(),
            serials: HashMap::new(),
        }
    }

    /// Keys everything, day by day.
    pub(super) fn key(&mut self, entries: Vec<Entry>, workers: Vec<Paper>, last_day: NaiveDate) {
        let own = workers.into_iter().map(|paper| Entry {
            on: paper.completed_on.min(last_day),
            record: None,
            what: What::Sheet(paper, String::new()),
        });
        let mut all: Vec<Entry> = own.chain(entries).collect();
        all.sort_by_key(|entry| entry.on);
        let mut start = 0;
        while start < all.len() {
            let day = all[start].on;
            let end = start + all[start..].partition_point(|entry| entry.on == day);
            let step = 440 / (end - start + 1) as i64;
            for (n, entry) in (1..).zip(&all[start..end]) {
                self.act(entry, at(day, 9 * 60 + n * step));
            }
            start = end;
        }
    }

    fn act(&mut self, entry: &Entry, when: DateTime<Utc>) {
        let known = entry
            .record
            .and_then(|record| self.ids.get(&record))
            .copied();
        match &entry.what {
            What::Sheet(paper, query) => self.key_sheet(entry, paper, query, when),
            What::Allocated {
                case,
                trainer,
                work,
                rank,
                shown,
                reason,
            } => {
                let deed = Deed::Allocated {
                    case: *case,
                    trainer: TrainerId((*trainer).to_owned()),
                    work: *work,
                    rank: *rank,
                    shown: shown.clone(),
                    reason: reason.clone(),
                    told: self.memory.flags(known),
                    on: entry.on,
                };
                self.record(known, deed, when);
            }
            What::Closed {
                case,
                outcome,
                reason,
            } => {
                let deed = Deed::ReferralClosed {
                    case: *case,
                    outcome: (*outcome).to_owned(),
                    reason: (*reason).to_owned(),
                };
                self.record(known, deed, when);
            }
            What::Joined(other) => self.join(entry.record, *other, when),
            What::KeptApart(other) => {
                if let (Some(a), Some(b)) = (known, self.ids.get(other).copied()) {
                    let reason = String::new();
                    self.record(Some(a), Deed::ClientsKeptApart { a, b, reason }, when);
                }
            }
        }
    }

    /// Joins two records; what comes later about the one is keyed for the other.
    fn join(&mut self, record: Option<Record>, other: Record, when: DateTime<Utc>) {
        let Some(record) = record else { return };
        let (Some(from), Some(into)) = (
            self.ids.get(&record).copied(),
            self.ids.get(&other).copied(),
        ) else {
            return;
        };
        if from == into {
            return;
        }
        let reason =
            "Same person: same date of birth and address, her offender manager confirms it."
                .to_owned();
        self.record(Some(into), Deed::ClientsMerged { from, into, reason }, when);
        self.ids.insert(record, into);
    }

    fn record(&mut self, client: Option<ClientId>, deed: Deed, when: DateTime<Utc>) {
        let act = NewAct {
            subject: client.map_or(Subject::None, Subject::Known),
            deed,
            private: Private::default(),
        };
        self.memory.learn(client, &act.deed, when);
        self.acts.push((when, act));
    }

    fn key_sheet(&mut self, entry: &Entry, paper: &Paper, query: &str, when: DateTime<Utc>) {
        let Some((subject, sheet)) = self.filled(entry.record, paper, entry.on) else {
            return;
        };
        let mut head = sheet.head.clone();
        // What was asked longer ago has been answered, or let be.
        let is_recent = self.today - entry.on <= ANSWERED_WITHIN;
        let unread = if is_recent { sheet.query.as_str() } else { "" };
        let query = question::with_words(unread, query);
        head.queried = !query.is_empty();
        let client = match subject {
            Subject::Known(id) | Subject::Numbered(id) => Some(id),
            Subject::None | Subject::New => None,
        };
        if let (Some(record), Subject::Numbered(id)) = (entry.record, subject) {
            self.ids.insert(record, id);
        }
        let deed = self.memory.key(client, head, &sheet, when);
        let private = Private {
            values: sheet.values,
            note: query,
            draft: None,
        };
        self.acts.push((
            when,
            NewAct {
                subject,
                deed,
                private,
            },
        ));
    }

    /// The sheet through the validation of the desk, with the subject of its act.
    fn filled(
        &mut self,
        record: Option<Record>,
        paper: &Paper,
        on: NaiveDate,
    ) -> Option<(Subject, FilledSheet)> {
        let form = self.registry.latest(paper.form)?;
        let number = self.serials.entry(paper.form).or_insert(0);
        *number += 1;
        let serial = format!("{}-{number:06}", form.serial_prefix);
        let subject = self.subject(record);
        let mut paper = paper.clone();
        if let Subject::Known(id) | Subject::Numbered(id) = subject
            && form.field("client").is_some()
        {
            paper
                .values
                .insert("client".to_owned(), json!(id.to_string()));
        }
        let client = match subject {
            Subject::Known(id) => Some(id),
            _ => None,
        };
        let around = self.memory.around(client, &paper.completed_by, on);
        match read_sheet(&paper.to_json(&serial), &self.registry, &|_, _| {
            around.clone()
        }) {
            Ok(Taken { sheet, .. }) => Some((subject, sheet)),
            Err(findings) => {
                self.refused.push((serial, findings));
                None
            }
        }
    }

    /// The next client number for somebody who is not on the books yet.
    fn subject(&self, record: Option<Record>) -> Subject {
        match record.map(|record| self.ids.get(&record)) {
            None => Subject::None,
            Some(Some(id)) => Subject::Known(*id),
            Some(None) => Subject::Numbered(ClientId(self.ids.len() as u32 + 1)),
        }
    }

    /// Paper that lies in the tray: its words, for the officer to key.
    fn receive(&mut self, papers: Vec<Entry>, last_day: NaiveDate) {
        let when = at(last_day, 16 * 60 + 45);
        for entry in papers {
            let What::Sheet(paper, _) = &entry.what else {
                continue;
            };
            let Some((subject, sheet)) = self.filled(entry.record, paper, self.today) else {
                continue;
            };
            let (subject, name) = match subject {
                Subject::Known(id) => (subject, self.name_on_paper(id)),
                _ => (Subject::None, String::new()),
            };
            let Some(form) = self.registry.latest(paper.form) else {
                continue;
            };
            let deed = Deed::PaperReceived {
                serial: sheet.head.serial.clone(),
                form: paper.form.to_owned(),
            };
            let private = Private {
                note: tray::words(&form, &sheet, &name, self.today),
                ..Private::default()
            };
            self.acts.push((
                when,
                NewAct {
                    subject,
                    deed,
                    private,
                },
            ));
        }
    }

    /// Name, date of birth and CRN, as they stand at the head of paper.
    fn name_on_paper(&self, id: ClientId) -> String {
        self.memory.identity(id).map_or_else(String::new, |her| {
            format!("{}  {}  {}", her.name(), her.born_shown(), her.crn)
        })
    }

    /// Sheets that were begun and set aside.
    fn park(&mut self, papers: Vec<Entry>, last_day: NaiveDate) {
        let when = at(last_day, 16 * 60 + 50);
        for (number, entry) in (1..).zip(papers) {
            let What::Sheet(paper, _) = &entry.what else {
                continue;
            };
            let Some((Subject::Known(id), sheet)) = self.filled(entry.record, paper, self.today)
            else {
                continue;
            };
            let Some(form) = self.registry.latest(paper.form) else {
                continue;
            };
            let draft = tray::half_keyed(&form, &sheet, (number, id), when);
            let deed = Deed::DraftKept { draft: draft.id };
            let private = Private {
                draft: Some(crate::domain::sheet::DraftChange::Stated(Box::new(draft))),
                ..Private::default()
            };
            let subject = Subject::Known(id);
            self.acts.push((
                when,
                NewAct {
                    subject,
                    deed,
                    private,
                },
            ));
        }
    }
}

#[cfg(test)]
mod tests;
