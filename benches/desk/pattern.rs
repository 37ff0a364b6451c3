//! Sheets of the demo as patterns: the same boxes about somebody else, on another day.

use caseload::demo::{self, Recipe};
use caseload::domain::act::{Deed, NewAct, Private, Subject};
use caseload::domain::fact::Facts;
use caseload::domain::reference::{CaseNo, ClientId};
use caseload::domain::sheet::{Override, SheetHead, SheetRole};
use caseload::domain::value::{Value, Values};
use caseload::forms::Registry;
use chrono::NaiveDate;
use std::collections::HashSet;

/// Facts that belong to one person alone.
const OWN: [&str; 18] = [
    "client.surname",
    "client.forenames",
    "client.known_as",
    "client.former_names",
    "client.dob",
    "client.gender",
    "client.crn",
    "client.pnc",
    "client.cro",
    "client.nhs_number",
    "client.noms",
    "client.ni_number",
    "client.address",
    "client.postcode",
    "client.phone",
    "client.mobile",
    "referral.allocated_to",
    "referral.allocated_on",
];

/// A sheet of the demo.
#[derive(Clone)]
pub struct Pattern {
    /// Its form.
    pub form: String,
    /// The day on it.
    pub on: NaiveDate,
    /// What it says for the casework.
    pub facts: Facts,
    head: SheetHead,
    values: Values,
    overrides: Vec<Override>,
}

/// Sheets of the demo by what they do.
pub struct Patterns {
    /// The trainers' own.
    pub workers: Vec<Pattern>,
    referrals: Vec<Pattern>,
    waiting: Vec<Pattern>,
    registrations: Vec<Pattern>,
    sessions: Vec<Pattern>,
    signoffs: Vec<Pattern>,
}

impl Patterns {
    /// Those of two made-up years that end on `today`.
    pub fn of_the_demo(today: NaiveDate) -> Self {
        let mut sheets = Vec::new();
        let mut allocated = HashSet::new();
        for (_, act) in demo::acts(&Recipe {
            seed: 1,
            clients: None,
            today,
        }) {
            match act.deed {
                Deed::Allocated { case, .. } => {
                    allocated.insert(case);
                }
                Deed::SheetKeyed {
                    head,
                    facts,
                    overrides,
                    ..
                } => {
                    let on = head.completed_on.unwrap_or(today);
                    let pattern = Pattern {
                        form: head.form.clone(),
                        on,
                        facts,
                        head,
                        values: act.private.values,
                        overrides,
                    };
                    sheets.push(pattern);
                }
                _ => {}
            }
        }
        let of = |role: SheetRole| sheets.iter().filter(move |p| p.head.role == role).cloned();
        let accepted = |p: &Pattern| p.facts.text("referral.outcome") == Some("A");
        let case = |p: &Pattern| p.facts.text("referral.no").and_then(CaseNo::parse);
        let (given, waits): (Vec<Pattern>, Vec<Pattern>) = of(SheetRole::Referral)
            .filter(accepted)
            .partition(|p| case(p).is_some_and(|case| allocated.contains(&case)));
        Self {
            workers: of(SheetRole::Worker).collect(),
            referrals: given,
            waiting: waits,
            registrations: of(SheetRole::Registration).collect(),
            sessions: of(SheetRole::Session).collect(),
            signoffs: of(SheetRole::Signoff).collect(),
        }
    }

    /// A referral that was taken on.
    pub fn referral(&self, n: u32) -> Pattern {
        nth(&self.referrals, n)
    }

    /// A referral that waits for a trainer.
    pub fn waiting(&self, n: u32) -> Pattern {
        nth(&self.waiting, n)
    }

    /// A registration.
    pub fn registration(&self, n: u32) -> Pattern {
        nth(&self.registrations, n)
    }

    /// A session.
    pub fn session(&self, n: u32) -> Pattern {
        nth(&self.sessions, n)
    }

    /// A sign-off.
    pub fn signoff(&self, n: u32) -> Pattern {
        nth(&self.signoffs, n)
    }
}

fn nth(patterns: &[Pattern], n: u32) -> Pattern {
    patterns[n as usize % patterns.len()].clone()
}

impl Pattern {
    /// The same sheet about somebody else, on another day.
    pub fn about(&self, id: ClientId, who: &Facts, on: NaiveDate, case: Option<CaseNo>) -> Self {
        let mut sheet = self.clone();
        let later = on - self.on;
        for value in sheet.facts.0.values_mut().chain(sheet.values.values_mut()) {
            if let Value::Date(day) = value {
                *day += later;
            }
        }
        for name in OWN {
            match who.get(name) {
                Some(value)
                    if sheet.head.role == SheetRole::Referral
                        || sheet.facts.get(name).is_some() =>
                {
                    sheet.facts.set(name, value.clone());
                }
                Some(_) => {}
                None => drop(sheet.facts.0.shift_remove(name)),
            }
        }
        if let Some(case) = case {
            sheet
                .facts
                .set("referral.no", Value::Reference(case.to_string()));
        }
        sheet.say_the_same();
        if let Some(Value::Reference(client)) = sheet.values.get_mut("client") {
            *client = id.to_string();
        }
        sheet.on = on;
        sheet
    }

    /// The record of a trainer like this one.
    pub fn of_worker(&self, id: &str) -> Self {
        let mut sheet = self.clone();
        if let Some(Value::Text(own) | Value::Reference(own)) = sheet.facts.0.get_mut("worker.id") {
            id.clone_into(own);
        }
        sheet.say_the_same();
        sheet
    }

    /// Boxes that feed a fact say what the fact says.
    fn say_the_same(&mut self) {
        let Some(form) = Registry::shipped().latest(&self.form) else {
            return;
        };
        for field in form.body() {
            let Some(fact) = field.feeds.as_deref() else {
                continue;
            };
            match self.facts.get(fact) {
                Some(value) => drop(self.values.insert(field.key.clone(), value.clone())),
                None if OWN.contains(&fact) => drop(self.values.shift_remove(&field.key)),
                None => {}
            }
        }
    }

    /// The act that keys it.
    pub fn sheet(&self, subject: Subject, serial: String, on: NaiveDate, by: &str) -> NewAct {
        let head = SheetHead {
            serial,
            completed_on: Some(on),
            completed_by: Some(by.to_owned()),
            queried: false,
            ..self.head.clone()
        };
        let (facts, overrides) = (self.facts.clone(), self.overrides.clone());
        let deed = Deed::SheetKeyed {
            head,
            facts,
            draft: None,
            amends: false,
            overrides,
        };
        let private = Private {
            values: self.values.clone(),
            ..Private::default()
        };
        NewAct {
            subject,
            deed,
            private,
        }
    }
}
