//! Looking things up.

use super::Store;
use super::error::StoreError;
use super::projection::{Work, holding};
use super::records::{ClientRecord, Holders, Kind, Name, SerialRecord};
use super::shelf::Shelf;
use crate::domain::act::Act;
use crate::domain::client::Identity;
use crate::domain::dossier::Dossier;
use crate::domain::overview::Card;
use crate::domain::reference::{CaseNo, ClientId};
use crate::domain::sheet::Sheet;
use crate::domain::trainer::Trainer;
use std::ops::ControlFlow;

/// Kinds of identifier under which a client can be named.
const KINDS: [&str; 7] = [
    "crn",
    "pnc",
    "nhs_number",
    "noms",
    "cro",
    "ni_number",
    "reference",
];
/// Latest acts on a card.
pub(super) const ACTS_ON_CARD: usize = 50;

impl Store {
    /// One client's record, plain: records joined to hers are not folded in, and joining is not followed.
    pub fn dossier(&self, id: ClientId) -> Result<Option<Dossier>, StoreError> {
        let record: Option<ClientRecord> = self.shelf()?.of_client(Kind::Client, id)?;
        Ok(record.and_then(ClientRecord::into_dossier))
    }

    /// The client whom a reference names exactly: `C-000123`, a CRN, case, NHS, PNC, CRO, NOMS or National Insurance number, the
    /// reference of a list that brought her, or the serial of a sheet. Joined records count as one, except under their own number.
    pub fn resolve(&self, reference: &str) -> Result<Option<ClientId>, StoreError> {
        let reference = reference.trim();
        if let Some(id) = ClientId::parse(reference) {
            return Ok(self.dossier(id)?.map(|d| d.id));
        }
        if let Some(record) = self.serial(reference)? {
            let whose = record
                .sheet
                .map_or(record.paper.and_then(|p| p.client), |s| s.client);
            if let Some(id) = whose {
                return self.root(id).map(Some);
            }
        }
        let case = CaseNo::parse(reference).map(|no| ("case", no.to_string()));
        let words = KINDS.iter().map(|kind| (*kind, reference.to_owned()));
        for (kind, value) in case.into_iter().chain(words) {
            match self.holders_of(kind, &value)?.as_slice() {
                [] => {}
                [one] => return Ok(Some(*one)),
                several => {
                    if let Some(now) = self.who_has_now(kind, &value, several)? {
                        return Ok(Some(now));
                    }
                    return Err(StoreError::Ambiguous(
                        reference.to_owned(),
                        several.to_vec(),
                    ));
                }
            }
        }
        Ok(None)
    }

    /// The clients who hold an identifier, joined records counted as the one that stays. The kind is `crn`, `pnc`, `cro`, `nhs_number`,
    /// `noms`, `ni_number`, `reference` or `case`, with or without `client.` before it; spaces and case in the value do not matter.
    pub fn holders_of(&self, kind: &str, value: &str) -> Result<Vec<ClientId>, StoreError> {
        let kind = kind.strip_prefix("client.").unwrap_or(kind);
        let kind = if kind == "nhs" { "nhs_number" } else { kind };
        let mut roots = Vec::new();
        for id in self.plain_holders(kind, value)? {
            let root = self.root(id)?;
            if !roots.contains(&root) {
                roots.push(root);
            }
        }
        Ok(roots)
    }

    /// The records on which an identifier stands.
    pub(super) fn plain_holders(
        &self,
        kind: &str,
        value: &str,
    ) -> Result<Vec<ClientId>, StoreError> {
        let key = holding(kind, value);
        let found: Option<Holders> = self.shelf()?.get(Kind::Holders, key.as_bytes())?;
        Ok(found.unwrap_or_default().clients)
    }

    /// Of several people who have or had a number, the only one who has it now.
    fn who_has_now(
        &self,
        kind: &str,
        value: &str,
        several: &[ClientId],
    ) -> Result<Option<ClientId>, StoreError> {
        let wanted = holding(kind, value);
        let mut now = Vec::new();
        for id in several {
            let records = self.records_of(*id)?;
            let mut numbers = records.iter().flat_map(|her| her.identity.identifiers());
            if numbers.any(|(its, number)| its.name() == kind && holding(kind, number) == wanted) {
                now.push(*id);
            }
        }
        Ok(Some(now).filter(|now| now.len() == 1).map(|now| now[0]))
    }

    /// The record that stays when all joining is followed.
    pub fn root(&self, id: ClientId) -> Result<ClientId, StoreError> {
        let mut root = id;
        // A chain of joined records is short; a ring cannot be made, and would end here.
        for _ in 0..1000 {
            let name: Option<Name> = self.shelf()?.of_client(Kind::Name, root)?;
            match name.and_then(|n| n.merged_into) {
                Some(next) => root = next,
                None => break,
            }
        }
        Ok(root)
    }

    /// The record that stays of a person, and all that were joined to it, each as it is by itself.
    pub fn records_of(&self, id: ClientId) -> Result<Vec<Dossier>, StoreError> {
        let mut ids = vec![self.root(id)?];
        let (mut at, mut records) = (0, Vec::new());
        while let Some(id) = ids.get(at).copied() {
            at += 1;
            let Some(dossier) = self.dossier(id)? else {
                continue;
            };
            let joined = dossier.merged_from.iter().copied();
            let new: Vec<ClientId> = joined.filter(|id| !ids.contains(id)).collect();
            ids.extend(new);
            records.push(dossier);
        }
        Ok(records)
    }

    /// Whether any record of the one was said not to be a record of the other: that holds for whatever they were joined to since.
    pub fn are_apart(&self, a: ClientId, b: ClientId) -> Result<bool, StoreError> {
        let (one, other) = (self.records_of(a)?, self.records_of(b)?);
        let apart =
            |x: &Dossier, y: &Dossier| x.apart_from.contains(&y.id) || y.apart_from.contains(&x.id);
        Ok(one.iter().any(|x| other.iter().any(|y| apart(x, y))))
    }

    pub(super) fn serial(&self, serial: &str) -> Result<Option<SerialRecord>, StoreError> {
        self.shelf()?.get(Kind::Serial, serial.as_bytes())
    }

    /// The answer card of a client, with joined records folded in; of the record that stays, where hers was joined to another.
    pub fn card(&self, id: ClientId) -> Result<Option<Card>, StoreError> {
        let root = self.root(id)?;
        let mut work = self.work()?;
        let members = work.members(root)?;
        let Some(dossier) = work.joined(root, &members)? else {
            return Ok(None);
        };
        let spots = work.listed(&members)?;
        let latest = spots.iter().rev().take(ACTS_ON_CARD).copied();
        let acts = self.book.read_all(latest)?;
        let mut sheets = Vec::new();
        for line in &dossier.sheets {
            sheets.extend(self.sheet(&line.serial)?);
        }
        let dossier = Dossier {
            acts: spots.iter().map(|s| s.seq).collect(),
            ..dossier
        };
        Ok(Some(Card {
            dossier,
            sheets,
            acts,
        }))
    }

    /// A client as one person: with joined records folded in, without her sheets.
    pub fn whole(&self, id: ClientId) -> Result<Option<Dossier>, StoreError> {
        let root = self.root(id)?;
        match self.dossier(root)? {
            Some(dossier) if dossier.merged_from.is_empty() => Ok(Some(dossier)),
            _ => {
                let mut work = self.work()?;
                let members = work.members(root)?;
                work.joined(root, &members)
            }
        }
    }

    /// A keyed sheet that counts.
    pub fn sheet(&self, serial: &str) -> Result<Option<Sheet>, StoreError> {
        let Some(at) = self.serial(serial)?.and_then(|record| record.sheet) else {
            return Ok(None);
        };
        Ok(self.book.read(at.spot)?.and_then(Act::into_sheet))
    }

    /// Hands out all keyed sheets that count, in the order in which they were first keyed, until the callback breaks.
    pub fn sheets(&self, each: &mut dyn FnMut(Sheet) -> ControlFlow<()>) -> Result<(), StoreError> {
        let mut places = Vec::new();
        self.shelf()?
            .each(Kind::Serial, &mut |record: SerialRecord| {
                places.extend(record.sheet.map(|s| (s.first, s.spot)));
                Ok(())
            })?;
        places.sort_unstable();
        for (_, spot) in places {
            let sheet = self.book.read(spot)?.and_then(Act::into_sheet);
            if sheet.is_some_and(|sheet| each(sheet).is_break()) {
                break;
            }
        }
        Ok(())
    }

    /// Hands out the plain records of all clients, by number.
    pub fn clients(&self, each: &mut dyn FnMut(Dossier)) -> Result<(), StoreError> {
        let mut ids = Vec::new();
        self.identities(&mut |id, _, _| ids.push(id))?;
        ids.sort_unstable();
        for id in ids {
            if let Some(dossier) = self.dossier(id)? {
                each(dossier);
            }
        }
        Ok(())
    }

    /// Hands out who every client is, and into which record hers was joined; in no order. Fast: this is what the search index is
    /// built from.
    pub fn identities(
        &self,
        each: &mut dyn FnMut(ClientId, Identity, Option<ClientId>),
    ) -> Result<(), StoreError> {
        self.shelf()?.each(Kind::Name, &mut |name: Name| {
            each(name.id, name.identity, name.merged_into);
            Ok(())
        })
    }

    /// All trainers there ever were, by number.
    pub fn trainers(&self) -> Vec<Trainer> {
        self.glance.trainers().to_vec()
    }

    /// Hands out all acts from a number on, half-keyed boxes among them, oldest first. Erased ones are left out.
    pub fn acts(&self, from: u64, each: &mut dyn FnMut(Act)) -> Result<(), StoreError> {
        self.book.scan(from.max(1), |leaf| {
            if let Some(act) = leaf.act {
                each(act);
            }
            Ok(ControlFlow::Continue(()))
        })
    }

    /// One act; `None` where there is none, or it was erased.
    pub fn act(&self, seq: u64) -> Result<Option<Act>, StoreError> {
        match self.glance.hints().get(&seq) {
            Some(spot) => self.book.read(*spot),
            None => Ok(self.book.find(seq)?.and_then(|leaf| leaf.act)),
        }
    }

    /// All listed acts about a client and the records joined to hers, oldest first.
    pub fn acts_about(&self, id: ClientId) -> Result<Vec<Act>, StoreError> {
        let root = self.root(id)?;
        let mut work = self.work()?;
        let members = work.members(root)?;
        let spots = work.listed(&members)?;
        self.book.read_all(spots.into_iter())
    }

    pub(super) fn work(&self) -> Result<Work<'_>, StoreError> {
        let shelf: &Shelf = self.shelf()?;
        Work::new(shelf, &self.book)
    }
}
