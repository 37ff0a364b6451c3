//! From the records of a batch to changes in the tree.

use super::people::{Person, Traces, attention};
use super::service::trim;
use super::{Delta, Outcome, Work};
use crate::domain::overview::CaseLine;
use crate::domain::reference::ClientId;
use crate::store::engine::Change;
use crate::store::error::StoreError;
use crate::store::records::{Holders, Kind, Rekeyings};
use std::collections::BTreeMap;

impl Work<'_> {
    /// All changes of this batch.
    pub fn finish(mut self) -> Result<Outcome, StoreError> {
        self.settle_people()?;
        self.settle_workers()?;
        self.search_tops()?;
        let mut changes = Vec::new();
        let mut delta = Delta::default();
        self.finish_people(&mut changes, &mut delta)?;
        self.finish_serials(&mut changes, &mut delta)?;
        self.finish_service(&mut changes, &mut delta)?;
        let hints = std::mem::take(&mut self.hints);
        Ok(Outcome {
            changes,
            delta,
            hints,
        })
    }

    fn finish_people(
        &mut self,
        changes: &mut Vec<Change>,
        delta: &mut Delta,
    ) -> Result<(), StoreError> {
        let touched: Vec<ClientId> = self
            .people
            .iter()
            .filter(|(_, p)| p.touched)
            .map(|(id, _)| *id)
            .collect();
        let mut roots = BTreeMap::new();
        for id in &touched {
            roots.insert(*id, Vec::new());
        }
        for id in &touched {
            // The record that hers was joined to before has lost her, even where she is no more.
            let before = self.person(*id)?.before.merged_into();
            for near in std::iter::once(*id).chain(before) {
                let root = self.root(near)?;
                if roots.get(&root).is_none_or(Vec::is_empty) {
                    let lines = self.lines(root)?;
                    roots.insert(root, lines);
                }
            }
        }
        for id in touched {
            self.finish_person(id, changes)?;
        }
        for (id, lines) in roots {
            self.finish_attention(id, lines, changes, delta)?;
        }
        let seq = self.last;
        for (holding, holders) in &self.holders {
            changes.push(if holders.clients.is_empty() {
                self.shelf.removal(Kind::Holders, holding.as_bytes())
            } else {
                self.shelf
                    .put(Kind::Holders, holding.as_bytes(), seq, holders)?
            });
        }
        Ok(())
    }

    fn finish_person(&mut self, id: ClientId, changes: &mut Vec<Change>) -> Result<(), StoreError> {
        let Some(Person { record, before, .. }) = self.people.get(&id) else {
            return Ok(());
        };
        let key = id.0.to_le_bytes();
        changes.push(self.shelf.put(Kind::Client, &key, self.last, record)?);
        let after = Traces::of(record);
        if after.name != before.name {
            changes.push(match &after.name {
                Some(name) => self.shelf.put(Kind::Name, &key, self.last, name)?,
                None => self.shelf.removal(Kind::Name, &key),
            });
        }
        match (before.counts, after.counts) {
            (false, true) => self.totals.clients += 1,
            (true, false) => self.totals.clients = self.totals.clients.saturating_sub(1),
            _ => {}
        }
        let lost: Vec<String> = before.held.difference(&after.held).cloned().collect();
        let won: Vec<String> = after.held.difference(&before.held).cloned().collect();
        for holding in lost {
            self.holders(holding)?.clients.retain(|c| *c != id);
        }
        for holding in won {
            let clients = &mut self.holders(holding)?.clients;
            if let Err(place) = clients.binary_search(&id) {
                clients.insert(place, id);
            }
        }
        Ok(())
    }

    fn holders(&mut self, holding: String) -> Result<&mut Holders, StoreError> {
        if !self.holders.contains_key(&holding) {
            let found = self.shelf.get(Kind::Holders, holding.as_bytes())?;
            self.holders
                .insert(holding.clone(), found.unwrap_or_default());
        }
        Ok(self.holders.entry(holding).or_default())
    }

    fn finish_attention(
        &mut self,
        id: ClientId,
        lines: Vec<CaseLine>,
        changes: &mut Vec<Change>,
        delta: &mut Delta,
    ) -> Result<(), StoreError> {
        let seq = self.last;
        let person = self.person(id)?;
        let found = attention(id, person.record.dossier.as_ref(), &lines);
        let is_known = person.before.alone && person.before.attention == found;
        if !is_known {
            let key = id.0.to_le_bytes();
            changes.push(match &found {
                Some(found) => self.shelf.put(Kind::Attention, &key, seq, found)?,
                None => self.shelf.removal(Kind::Attention, &key),
            });
        }
        let queried = found.map(|f| f.queried).unwrap_or_default();
        delta.queried.insert(id, queried);
        delta.lines.insert(id, lines);
        Ok(())
    }

    fn finish_serials(
        &mut self,
        changes: &mut Vec<Change>,
        delta: &mut Delta,
    ) -> Result<(), StoreError> {
        for (serial, record) in &self.serials {
            let id = serial.as_bytes();
            changes.push(self.shelf.put(Kind::Serial, id, self.last, record)?);
            if record.in_tray() {
                changes.push(self.shelf.put(Kind::Tray, id, self.last, record)?);
                delta.tray.insert(serial.clone(), Some(record.clone()));
            } else if self.tray.contains(serial) {
                changes.push(self.shelf.removal(Kind::Tray, id));
                delta.tray.insert(serial.clone(), None);
            }
            if record.lies_on_desk() {
                changes.push(self.shelf.put(Kind::OnDesk, id, self.last, record)?);
            } else if self.on_desk.contains(serial) {
                changes.push(self.shelf.removal(Kind::OnDesk, id));
            }
        }
        Ok(())
    }

    fn finish_service(
        &mut self,
        changes: &mut Vec<Change>,
        delta: &mut Delta,
    ) -> Result<(), StoreError> {
        let (shelf, seq) = (self.shelf, self.last);
        for (id, draft) in &self.drafts {
            let key = id.to_le_bytes();
            changes.push(match draft {
                Some(record) => shelf.put(Kind::Draft, &key, seq, record)?,
                None => shelf.removal(Kind::Draft, &key),
            });
            let acts = draft.as_ref().map(|record| record.acts.clone());
            delta.drafts.insert(*id, acts);
        }
        for (name, user) in &mut self.users {
            trim(user);
            changes.push(shelf.put(Kind::User, name.as_bytes(), seq, user)?);
            delta.users.insert(name.clone(), user.recent.clone());
        }
        if let Some(workers) = self.workers.take() {
            changes.push(shelf.put(Kind::Workers, &[], seq, &workers)?);
            delta.trainers = Some(workers.trainers);
        }
        if let Some(pads) = self.pads.take() {
            changes.push(shelf.put(Kind::Pads, &[], seq, &pads)?);
            delta.pads = Some(pads.counting());
        }
        if let Some(mut rekeyings) = self.rekeyings.take() {
            let surplus = rekeyings.spots.len().saturating_sub(Rekeyings::MOST);
            rekeyings.spots.drain(..surplus);
            changes.push(shelf.put(Kind::Rekeyings, &[], seq, &rekeyings)?);
        }
        changes.push(shelf.put(Kind::Totals, &[], seq, &self.totals)?);
        delta.totals = std::mem::take(&mut self.totals);
        Ok(())
    }
}
