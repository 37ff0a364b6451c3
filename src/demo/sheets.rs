//! Filled sheets over any forms, for the scripted operator and for round trips.
//!
//! # Why it knows no form
//! A new national form must be tried as hard as the old ones, so sheets are made from what a form says of its boxes:
//! each box gets an answer of its kind, a missing mark or nothing, by chance; then the validation of the desk is asked,
//! and whatever it has to say is put right by chance again. What comes out is accepted without a question.

mod answer;

use super::memory::Memory;
use super::people::{People, Person};
use super::random::Chance;
use crate::domain::identifier::next_serial;
use crate::domain::reference::ClientId;
use crate::domain::sheet::{FilledSheet, SheetRole};
use crate::domain::value::Missing;
use crate::forms::import::read_sheet;
use crate::forms::{Field, Finding, Form, Registry, Required};
use chrono::{Days, NaiveDate, NaiveTime};
use serde_json::{Map, Value as Json, json};
use std::collections::HashMap;
use std::sync::Arc;

/// How often a sheet is put right before another is begun.
const TRIES: usize = 120;

/// Filled sheets over the shipped forms; see [`sheets_over`]. The last day that any of them speaks of as past is 30
/// September 2013: late enough for every box of the shipped forms.
pub fn sheets(seed: u64, count: usize) -> Vec<Json> {
    let today = NaiveDate::from_ymd_opt(2013, 9, 30).unwrap_or_default();
    sheets_over(&Registry::shipped(), seed, count, today)
}

/// Filled sheets as `sheets import` takes them, valid by construction and free of questions: the newest version of every
/// form in turn, each optional box sometimes filled, every missing mark, both sides of every skip.
///
/// They are meant for a store without clients and sheets: serials start at 1, and later sheets name a client by the CRN
/// that an earlier one brought. Trainers come first. The last day that any of them speaks of as past is `today`.
pub fn sheets_over(
    registry: &Arc<Registry>,
    seed: u64,
    count: usize,
    today: NaiveDate,
) -> Vec<Json> {
    let mut maker = Maker {
        registry: Arc::clone(registry),
        chance: Chance::for_purpose(seed, "sheets"),
        people: People::new(seed, "sheets", today),
        memory: Memory::default(),
        clients: Vec::new(),
        brought: 0,
        trainers: Vec::new(),
        serials: HashMap::new(),
        cases: 0,
        today,
    };
    let mut made = Vec::with_capacity(count);
    let turn = maker.order();
    let mut n = 0;
    while made.len() < count && !turn.is_empty() && n < count * 4 + 40 {
        made.extend(maker.make(&turn[n % turn.len()]));
        n += 1;
    }
    made
}

struct Maker {
    registry: Arc<Registry>,
    chance: Chance,
    people: People,
    memory: Memory,
    /// Clients whose CRN is on the books, so that later sheets can name them.
    clients: Vec<(ClientId, Person)>,
    /// How many clients there are.
    brought: u32,
    trainers: Vec<String>,
    serials: HashMap<String, String>,
    cases: u32,
    today: NaiveDate,
}

/// One sheet while it is being put right.
struct Making {
    form: Arc<Form>,
    /// Whose it is.
    client: Option<ClientId>,
    /// Who that is, or will be.
    person: Person,
    /// She is not on the books yet.
    is_new: bool,
    on: NaiveDate,
    by: String,
    /// Whose record a trainer's sheet is.
    worker: String,
    serial: String,
    values: Map<String, Json>,
}

impl Maker {
    /// Trainers first, then who brings clients, then all the others.
    fn order(&self) -> Vec<Arc<Form>> {
        let mut forms = self.registry.newest();
        forms.sort_by_key(|form| match form.role {
            SheetRole::Worker => 0,
            SheetRole::Referral => 1,
            SheetRole::Registration => 2,
            _ => 3,
        });
        forms
    }

    fn make(&mut self, form: &Arc<Form>) -> Option<Json> {
        let mut making = self.begin(form)?;
        for field in form.body() {
            self.fill(&mut making, field, false);
        }
        for _ in 0..TRIES {
            match self.look(&making) {
                Ok(sheet) => return Some(self.keep(making, &sheet)),
                Err(findings) => {
                    for finding in findings {
                        self.put_right(&mut making, &finding);
                    }
                }
            }
        }
        None
    }

    fn begin(&mut self, form: &Arc<Form>) -> Option<Making> {
        let known = self.whom(form.role);
        if form.role.concerns_client() && !form.role.may_bring_new_client() && known.is_none() {
            return None;
        }
        let is_new = known.is_none();
        let (client, person) = known.unwrap_or_else(|| {
            let number = self.brought + 1;
            (ClientId(number), self.people.person(number))
        });
        let concerned = form.role.concerns_client();
        let back = self.chance.below(400);
        let by = self.hand();
        let worker = format!("HT{:02}", self.trainers.len() % 7 + 1);
        let last = self.serials.get(&form.id);
        let first = || format!("{}-000001", form.serial_prefix);
        let serial = last
            .and_then(|last| next_serial(last))
            .unwrap_or_else(first);
        Some(Making {
            form: Arc::clone(form),
            client: Some(client).filter(|_| concerned),
            person,
            is_new: is_new && concerned,
            on: self.today - Days::new(back),
            by,
            worker,
            serial,
            values: Map::new(),
        })
    }

    /// A client for the sheet; nobody where it brings a new one.
    fn whom(&mut self, role: SheetRole) -> Option<(ClientId, Person)> {
        let brings = role == SheetRole::Referral
            || (role == SheetRole::Registration && self.chance.percent(40));
        if brings || self.clients.is_empty() {
            return None;
        }
        Some(self.chance.pick(&self.clients).clone())
    }

    /// Who filled it in: a trainer on the books, or the very first of them.
    fn hand(&mut self) -> String {
        if self.trainers.is_empty() {
            return "HT01".to_owned();
        }
        self.chance.pick(&self.trainers).clone()
    }

    /// Fills a box, marks it missing, or leaves it blank, by chance; blank only where it need not be filled.
    fn fill(&mut self, making: &mut Making, field: &Field, must: bool) {
        if field.kind.is_computed() {
            return;
        }
        if field.key == "client" {
            if !making.is_new {
                let crn = json!(making.person.crn);
                making.values.insert(field.key.clone(), crn);
            }
            return;
        }
        let dice = self.chance.below(100);
        let (blank, marked) = match field.required {
            Required::Yes => (0, 0),
            Required::OrMissing => (0, 16),
            Required::No if must => (0, 16),
            // Later entries of a group hang on the earlier ones, so these are rarely left out.
            Required::No if field.group.is_some() => (12, 14),
            Required::No => (35, 42),
        };
        if dice < blank {
            making.values.remove(&field.key);
        } else if dice < marked {
            let reason = self.chance.pick(&Missing::ALL);
            let mark = json!({ "missing": reason.name() });
            making.values.insert(field.key.clone(), mark);
        } else if let Some(answer) = self.answer(making, field) {
            making.values.insert(field.key.clone(), answer);
        }
    }

    /// The sheet through the validation of the desk; a question counts as much as a fault.
    fn look(&self, making: &Making) -> Result<FilledSheet, Vec<Finding>> {
        let client = making.client.filter(|_| !making.is_new);
        let mut around = self.memory.around(client, &making.by, self.today);
        around.trainers = self
            .trainers
            .iter()
            .map(|id| (id.clone(), String::new()))
            .collect();
        let taken = read_sheet(&making.json(), &self.registry, &|_, _| around.clone())?;
        if taken.findings.is_empty() {
            Ok(taken.sheet)
        } else {
            Err(taken.findings)
        }
    }

    fn put_right(&mut self, making: &mut Making, finding: &Finding) {
        let form = Arc::clone(&making.form);
        let Some(field) = form.field(&finding.field) else {
            return;
        };
        match finding.check.as_str() {
            "hidden" => {
                making.values.remove(&field.key);
            }
            "required" => self.fill(making, field, true),
            check => {
                let reads = form.checks.iter().find(|c| c.id == check);
                let reads = reads.map_or(&[][..], |check| &check.reads);
                let other = self.chance.percent(50) && !reads.is_empty();
                let place = if other {
                    Some(*self.chance.pick(reads))
                } else {
                    None
                };
                let field = place.map_or(field, |place| &form.fields[place]);
                if field.required == Required::No && self.chance.percent(30) {
                    making.values.remove(&field.key);
                } else {
                    self.fill(making, field, false);
                }
                if self.chance.percent(10) {
                    making.on = self.today - Days::new(self.chance.below(400));
                    making.by = self.hand();
                }
            }
        }
    }

    /// Remembers the sheet, and gives it as it will be exported.
    fn keep(&mut self, making: Making, sheet: &FilledSheet) -> Json {
        let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
        let at = self.today.and_time(noon).and_utc();
        self.memory
            .key(making.client, sheet.head.clone(), sheet, at);
        self.serials.insert(making.form.id.clone(), making.serial);
        if let (Some(id), true) = (making.client, making.is_new) {
            self.brought += 1;
            if sheet.facts.text("client.crn").is_some() {
                self.clients.push((id, making.person));
            }
        }
        if making.form.role == SheetRole::Worker && !self.trainers.contains(&making.worker) {
            self.trainers.push(making.worker);
        }
        sheet.to_json()
    }
}

impl Making {
    fn json(&self) -> Json {
        json!({
            "sheet": self.serial,
            "form": self.form.id,
            "version": self.form.version,
            "completed_on": self.on.format("%Y-%m-%d").to_string(),
            "completed_by": self.by,
            "values": self.values,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_hundred_sheets_fill_nearly_every_box_and_use_every_missing_mark() {
        let registry = Registry::shipped();
        let made = sheets(1, 320);
        assert_eq!(made.len(), 320);
        let mut seen: HashMap<(String, String), [usize; 6]> = HashMap::new();
        for json in &made {
            let form = registry.latest(json["form"].as_str().unwrap()).unwrap();
            for field in form.body() {
                let values = &json["values"];
                let reason = values[&field.key]["missing"].as_str();
                let reason =
                    reason.and_then(|name| Missing::ALL.iter().position(|m| m.name() == name));
                let answered = values.get(&field.key).is_some();
                let key = (form.id.clone(), field.key.clone());
                let place = reason.unwrap_or(if answered { 4 } else { 5 });
                seen.entry(key).or_default()[place] += 1;
            }
        }
        let mut never: Vec<_> = seen
            .iter()
            .filter(|(_, n)| n[4] == 0)
            .map(|(k, _)| k)
            .collect();
        never.sort();
        assert!(never.len() <= 9, "boxes that nobody answers: {never:?}");
        let kinds = |place: usize| seen.values().filter(|n| n[place] > 0).count();
        assert!((0..4).all(|missing| kinds(missing) > 60));
    }
}
