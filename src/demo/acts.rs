//! The made-up service as acts, in the order and at the times at which an officer would have done them.

use super::bulk::Bulk;
use super::cells::Paper;
use super::service::{Entry, Record, Service, What};
use super::{OFFICER, Recipe, tray};
use crate::domain::act::{Act, Deed, NewAct, Private, Subject};
use crate::domain::dossier::Dossier;
use crate::domain::history;
use crate::domain::reference::{ClientId, TrainerId};
use crate::domain::sheet::{FilledSheet, Sheet, SheetHead, SheetRole};
use crate::domain::trainer::Trainer;
use crate::forms::import::{Taken, read_sheet};
use crate::forms::{Around, Finding, Registry};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;

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
    dossiers: HashMap<ClientId, (Dossier, Vec<Sheet>)>,
    trainers: HashMap<String, Trainer>,
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
            dossiers: HashMap::new(),
            trainers: HashMap::new(),
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
                    self.record(Some(a), Deed::ClientsKeptApart { a, b }, when);
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
        self.learn(client, &act.deed, when);
        self.acts.push((when, act));
    }

    /// The client's dossier, as the store will fold it.
    fn learn(&mut self, client: Option<ClientId>, deed: &Deed, when: DateTime<Utc>) {
        let Some(id) = client else { return };
        let act = Act {
            seq: self.acts.len() as u64 + 1,
            at: when,
            by: OFFICER.to_owned(),
            client,
            deed: deed.clone(),
            private: None,
        };
        let (dossier, _) = self
            .dossiers
            .entry(id)
            .or_insert_with(|| (Dossier::new(id), Vec::new()));
        dossier.apply(&act);
    }

    fn key_sheet(&mut self, entry: &Entry, paper: &Paper, query: &str, when: DateTime<Utc>) {
        let Some((subject, sheet)) = self.filled(entry.record, paper, entry.on) else {
            return;
        };
        let mut head = sheet.head.clone();
        head.queried = !query.is_empty();
        let client = match subject {
            Subject::Known(id) | Subject::Numbered(id) => Some(id),
            Subject::None | Subject::New => None,
        };
        if let (Some(record), Subject::Numbered(id)) = (entry.record, subject) {
            self.ids.insert(record, id);
        }
        if head.role == SheetRole::Worker
            && let Some(trainer) = Trainer::from_facts(&sheet.facts, 0)
        {
            self.trainers.insert(trainer.id.0.clone(), trainer);
        }
        let deed = Deed::SheetKeyed {
            head: head.clone(),
            facts: sheet.facts.clone(),
            draft: None,
            amends: false,
            overrides: sheet.overrides.clone(),
        };
        self.learn(client, &deed, when);
        self.remember(client, head, &sheet, when);
        let private = Private {
            values: sheet.values,
            note: query.to_owned(),
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

    fn remember(
        &mut self,
        client: Option<ClientId>,
        head: SheetHead,
        sheet: &FilledSheet,
        when: DateTime<Utc>,
    ) {
        let Some((_, sheets)) = client.and_then(|id| self.dossiers.get_mut(&id)) else {
            return;
        };
        sheets.push(Sheet {
            head,
            client,
            facts: sheet.facts.clone(),
            values: Some(sheet.values.clone()),
            overrides: sheet.overrides.clone(),
            query: String::new(),
            act: self.acts.len() as u64 + 1,
            keyed_by: OFFICER.to_owned(),
            keyed_at: when,
        });
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
        let around = self.around(subject, &paper, on);
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

    /// What was known when the sheet was keyed.
    fn around(&self, subject: Subject, paper: &Paper, on: NaiveDate) -> Around {
        let mut around = Around::on(on);
        OFFICER.clone_into(&mut around.user);
        if let Subject::Known(id) = subject
            && let Some((dossier, sheets)) = self.dossiers.get(&id)
        {
            around.known = history::known(dossier, sheets, on);
        }
        if let Some(trainer) = self.trainers.get(&paper.completed_by) {
            history::of_trainer(&mut around.known, trainer, paper.completed_on);
        }
        around
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
        self.dossiers
            .get(&id)
            .map_or_else(String::new, |(dossier, _)| {
                let her = &dossier.identity;
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
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn last_day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2012, 12, 31).unwrap()
    }

    fn desk(seed: u64, today: NaiveDate) -> Desk {
        let service = Service::made_up(seed, today);
        let last_day = service.yesterday();
        let mut desk = Desk::new(today);
        desk.key(service.entries, service.workers, last_day);
        let waiting = tray::choose(service.waiting);
        desk.receive(waiting.tray, last_day);
        desk.park(waiting.parked, last_day);
        desk
    }

    #[test]
    fn no_sheet_is_refused_by_its_form() {
        for (seed, today) in [(1, last_day()), (7, NaiveDate::from_ymd_opt(2026, 3, 4).unwrap())] {
            let desk = desk(seed, today);
            let said: BTreeMap<String, usize> = desk.refused.iter().fold(BTreeMap::new(), |mut all, (serial, findings)| {
                for f in findings {
                    let key = format!("{} {} {} {}", &serial[..1], f.field, f.check, f.sentence);
                    *all.entry(key).or_default() += 1;
                }
                all
            });
            assert_eq!(said, BTreeMap::new());
        }
    }

    #[test]
    fn volumes_report() {
        let desk = desk(1, last_day());
        let mut by: BTreeMap<String, usize> = BTreeMap::new();
        let mut soft: BTreeMap<String, usize> = BTreeMap::new();
        for (_, act) in &desk.acts {
            let name = match &act.deed {
                Deed::SheetKeyed { head, overrides, .. } => {
                    for o in overrides {
                        *soft.entry(format!("{} {} {}", head.form, o.field, o.check)).or_default() += 1;
                    }
                    head.form.clone()
                }
                other => other.kind().name.to_owned(),
            };
            *by.entry(name).or_default() += 1;
        }
        println!("{by:#?} {soft:#?}");
        for (_, act) in &desk.acts {
            if matches!(act.deed, Deed::PaperReceived { .. }) {
                println!("{}", act.private.note);
            }
        }
    }
}
