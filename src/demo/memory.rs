//! What the service knows at each moment while sheets are made up: the same dossiers that the store folds.

use super::OFFICER;
use crate::domain::act::{Act, Deed};
use crate::domain::client::Identity;
use crate::domain::dossier::Dossier;
use crate::domain::history;
use crate::domain::reference::ClientId;
use crate::domain::sheet::{FilledSheet, Sheet, SheetHead, SheetRole};
use crate::domain::trainer::Trainer;
use crate::forms::Around;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::HashMap;

/// Dossiers, sheets and trainers.
#[derive(Default)]
pub struct Memory {
    clients: HashMap<ClientId, (Dossier, Vec<Sheet>)>,
    trainers: HashMap<String, Trainer>,
    acts: u64,
}

impl Memory {
    /// What is known when a sheet about this client is keyed.
    pub fn around(&self, client: Option<ClientId>, by: &str, today: NaiveDate) -> Around {
        let mut around = Around::on(today);
        OFFICER.clone_into(&mut around.user);
        if let Some((dossier, sheets)) = client.and_then(|id| self.clients.get(&id)) {
            around.known = history::known(dossier, sheets, today);
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
        let deed = Deed::SheetKeyed {
            head: head.clone(),
            facts: sheet.facts.clone(),
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
