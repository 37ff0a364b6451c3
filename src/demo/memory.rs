//! What the service knows at each moment while sheets are made up: the same dossiers that the store folds.

use super::OFFICER;
use crate::domain::act::{Act, Deed};
use crate::domain::client::Identity;
use crate::domain::dossier::Dossier;
use crate::domain::fact::Facts;
use crate::domain::history;
use crate::domain::reference::{CaseNo, ClientId};
use crate::domain::sheet::{FilledSheet, Sheet, SheetHead, SheetRole};
use crate::domain::trainer::Trainer;
use crate::domain::value::Value;
use crate::forms::Around;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use std::collections::HashMap;

/// Dossiers, sheets and trainers.
#[derive(Default)]
pub struct Memory {
    clients: HashMap<ClientId, (Dossier, Vec<Sheet>)>,
    trainers: HashMap<String, Trainer>,
    /// The highest case number of each year.
    cases: HashMap<u16, u32>,
    acts: u64,
}

impl Memory {
    /// What is known when a sheet about this client is keyed.
    pub fn around(&self, client: Option<ClientId>, by: &str, today: NaiveDate) -> Around {
        let mut around = Around::on(today);
        OFFICER.clone_into(&mut around.user);
        if let Some((dossier, sheets)) = client.and_then(|id| self.clients.get(&id)) {
            around.known = history::known(dossier, sheets, None, today);
        }
        if let Some(trainer) = self.trainers.get(by) {
            history::of_trainer(&mut around.known, trainer, today);
        }
        around
    }

    /// Who a client is.
    pub fn identity(&self, client: ClientId) -> Option<&Identity> {
        self.clients
            .get(&client)
            .map(|(dossier, _)| &dossier.identity)
    }

    /// What whoever meets a client must be told.
    pub fn flags(&self, client: Option<ClientId>) -> Vec<String> {
        let known = client.and_then(|id| self.clients.get(&id));
        known.map_or_else(Vec::new, |(dossier, _)| dossier.risk.flags())
    }

    /// All dossiers, in no order.
    #[cfg(test)]
    pub fn dossiers(&self) -> impl Iterator<Item = &Dossier> {
        self.clients.values().map(|(dossier, _)| dossier)
    }

    /// Learns of an act about a client.
    pub fn learn(&mut self, client: Option<ClientId>, deed: &Deed, at: DateTime<Utc>) {
        self.acts += 1;
        let Some(id) = client else { return };
        let act = Act {
            seq: self.acts,
            at,
            by: OFFICER.to_owned(),
            client,
            deed: deed.clone(),
            private: None,
        };
        let fresh = || (Dossier::new(id), Vec::new());
        let (dossier, _) = self.clients.entry(id).or_insert_with(fresh);
        dossier.apply(&act);
    }

    /// The number on the slip, else the next of the year, as the store gives it.
    fn case_number(&mut self, facts: &Facts, on: Option<NaiveDate>, at: DateTime<Utc>) -> CaseNo {
        let written = facts.text("referral.no").and_then(CaseNo::parse);
        let no = written.unwrap_or_else(|| {
            let day = facts.date("referral.received").or(on);
            let year = day.unwrap_or(at.date_naive()).year() as u16;
            let last = self.cases.get(&year).copied().unwrap_or(0);
            CaseNo {
                year,
                number: last + 1,
            }
        });
        let last = self.cases.entry(no.year).or_default();
        *last = no.number.max(*last);
        no
    }

    /// Learns of a sheet that was keyed; gives the deed.
    pub fn key(
        &mut self,
        client: Option<ClientId>,
        head: SheetHead,
        sheet: &FilledSheet,
        at: DateTime<Utc>,
    ) -> Deed {
        if head.role == SheetRole::Worker
            && let Some(trainer) = Trainer::from_facts(&sheet.facts, 0)
        {
            self.trainers.insert(trainer.id.0.clone(), trainer);
        }
        let mut facts = sheet.facts.clone();
        if head.role == SheetRole::Referral {
            let no = self.case_number(&facts, head.completed_on, at);
            facts.set("referral.no", Value::Text(no.to_string()));
        }
        let deed = Deed::SheetKeyed {
            head: head.clone(),
            facts,
            draft: None,
            amends: false,
            overrides: sheet.overrides.clone(),
        };
        self.learn(client, &deed, at);
        let act = self.acts;
        if let Some((_, sheets)) = client.and_then(|id| self.clients.get_mut(&id)) {
            sheets.push(Sheet {
                head,
                client,
                facts: sheet.facts.clone(),
                values: Some(sheet.values.clone()),
                overrides: sheet.overrides.clone(),
                query: String::new(),
                act,
                keyed_by: OFFICER.to_owned(),
                keyed_at: at,
            });
        }
        deed
    }
}
