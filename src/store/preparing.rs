//! From what is to happen to acts: numbers, clients, and what cannot be.
//!
//! # Why
//! Everything is checked and numbered before the first byte is written, and the acts of one group see each other: a list may bring a
//! client, refer her and allocate the case in one go.

use super::Store;
use super::error::StoreError;
use super::numbers::Numbers;
use super::projection::note_case;
use super::records::{ClientRecord, Kind, SerialRecord, SheetAt, Totals};
use crate::domain::act::{Act, Deed, NewAct, Subject};
use crate::domain::case::Case;
use crate::domain::dossier::begins_case;
use crate::domain::fact::Facts;
use crate::domain::reference::{CaseNo, ClientId, Serial};
use crate::domain::transition;
use crate::domain::value::Value;
use crate::journal::ClientKeyId;
use crate::keys::{ClientKeys, KeysError};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use std::collections::{BTreeMap, HashMap};

/// A client as far as saving needs to know her.
#[derive(Clone, Copy)]
struct Known {
    key: Option<ClientKeyId>,
    /// Brought by this very group, or by an earlier act that counts no longer.
    is_there: bool,
}

/// Acts ready to be appended.
pub struct Prepared {
    /// The acts, without their numbers.
    pub acts: Vec<Act>,
    clients: BTreeMap<ClientId, Known>,
}

impl Prepared {
    /// Gives new clients their keys, which are durable afterwards.
    pub fn make_keys(&mut self, keys: &ClientKeys) -> Result<(), KeysError> {
        let without: Vec<&mut Known> = self
            .clients
            .values_mut()
            .filter(|k| k.key.is_none())
            .collect();
        if without.is_empty() {
            return Ok(());
        }
        let fresh = keys.create_keys(without.len())?;
        for (known, key) in without.into_iter().zip(fresh) {
            known.key = Some(key);
        }
        Ok(())
    }

    /// The acts, and for each the key of the client whom it concerns.
    pub fn sealed_with(self) -> (Vec<Act>, Vec<Option<ClientKeyId>>) {
        let key_of = |act: &Act| {
            act.client
                .and_then(|id| self.clients.get(&id))
                .and_then(|k| k.key)
        };
        let keys = self.acts.iter().map(key_of).collect();
        (self.acts, keys)
    }
}

/// The state of a group being prepared.
pub struct Preparing<'a> {
    store: &'a Store,
    at: DateTime<Utc>,
    totals: Totals,
    clients: BTreeMap<ClientId, Known>,
    /// Serials that this group keys (true) or voids (false).
    serials: HashMap<Serial, bool>,
    cases: HashMap<CaseNo, ClientId>,
    /// Numbers that only one person has, as this group gives them.
    numbers: Numbers,
    /// Cases to which this group did something, as they then stand.
    begun: HashMap<(ClientId, CaseNo), Case>,
}

impl<'a> Preparing<'a> {
    /// Begins a group that happens at one moment.
    pub fn new(store: &'a Store, at: DateTime<Utc>) -> Result<Self, StoreError> {
        Ok(Self {
            store,
            at,
            totals: store.shelf()?.get(Kind::Totals, &[])?.unwrap_or_default(),
            clients: BTreeMap::new(),
            serials: HashMap::new(),
            cases: HashMap::new(),
            numbers: Numbers::default(),
            begun: HashMap::new(),
        })
    }

    /// Prepares all acts of the group.
    pub fn all(mut self, acts: Vec<NewAct>) -> Result<Prepared, StoreError> {
        let ready: Result<Vec<Act>, StoreError> =
            acts.into_iter().map(|act| self.one(act)).collect();
        Ok(Prepared {
            acts: ready?,
            clients: self.clients,
        })
    }

    fn one(&mut self, act: NewAct) -> Result<Act, StoreError> {
        let NewAct {
            subject,
            deed,
            private,
        } = act;
        let client = self.subject(subject, &deed)?;
        let (client, deed) = self.deed(client, deed)?;
        self.numbers.check(self.store, client, &deed)?;
        Ok(Act {
            seq: 0,
            at: self.at,
            by: self.store.user.clone(),
            client,
            deed,
            private: Some(private),
        })
    }

    fn subject(&mut self, subject: Subject, deed: &Deed) -> Result<Option<ClientId>, StoreError> {
        let may_bring = matches!(
            deed,
            Deed::SheetKeyed { .. } | Deed::ClientImported { .. } | Deed::ClientAmended { .. }
        );
        let id = match subject {
            Subject::None => return Ok(None),
            Subject::Known(id) => {
                if !self.known(id)?.is_there {
                    return Err(StoreError::UnknownClient(id));
                }
                return Ok(Some(id));
            }
            Subject::New => ClientId(self.totals.last_client + 1),
            Subject::Numbered(id) => id,
        };
        if !may_bring {
            let what = format!(
                "{} cannot bring a new client: name one that is on the books.",
                deed.kind().name
            );
            return Err(StoreError::Refused(what));
        }
        let mut known = self.known(id)?;
        known.is_there = true;
        self.clients.insert(id, known);
        self.totals.last_client = self.totals.last_client.max(id.0);
        Ok(Some(id))
    }

    fn known(&mut self, id: ClientId) -> Result<Known, StoreError> {
        if let Some(known) = self.clients.get(&id) {
            return Ok(*known);
        }
        let record: Option<ClientRecord> = if id.0 > self.totals.last_client {
            None
        } else {
            self.store.shelf()?.of_client(Kind::Client, id)?
        };
        let known = Known {
            key: record
                .as_ref()
                .and_then(|r| r.key)
                .and_then(ClientKeyId::from_bytes),
            is_there: record.is_some_and(|r| r.dossier.is_some()),
        };
        if known.is_there {
            self.clients.insert(id, known);
        }
        Ok(known)
    }

    fn deed(
        &mut self,
        client: Option<ClientId>,
        deed: Deed,
    ) -> Result<(Option<ClientId>, Deed), StoreError> {
        match deed {
            Deed::SheetKeyed { .. } => Ok((client, self.keyed(client, deed)?)),
            Deed::SheetVoided { ref serial, .. } => {
                let whose = self.voided(serial)?;
                Ok((whose.or(client), deed))
            }
            Deed::SheetFiled { ref serial }
            | Deed::BoxRekeyed { ref serial, .. }
            | Deed::SheetRekeyed { ref serial, .. } => {
                let whose = self.on_file(serial)?;
                Ok((whose, deed))
            }
            deed if deed.case().is_some() => {
                let client = self.done_to_case(&deed, client)?;
                Ok((client, deed))
            }
            Deed::ConflictDeclared { .. } if client.is_none() => Err(StoreError::Refused(
                "A conflict is with a client: choose one first.".to_owned(),
            )),
            Deed::ClientsMerged { from, into, .. } => {
                self.check_merge(from, into)?;
                Ok((Some(into), deed))
            }
            Deed::ClientsKeptApart { a, b, .. } => {
                for id in [a, b] {
                    self.must_be_there(id)?;
                }
                Ok((Some(client.unwrap_or(a)), deed))
            }
            Deed::Undone { act, ref reason } => {
                let reason = reason.clone();
                let (client, deed) = self.store.undoing(act, &reason)?;
                if let Some(id) = client {
                    let known = self.known(id)?;
                    self.clients.entry(id).or_insert(known);
                }
                Ok((client, deed))
            }
            Deed::ClientAmended { .. } | Deed::ClientImported { .. } if client.is_none() => {
                Err(StoreError::Refused(
                    "A client's details belong to a client: choose one first.".to_owned(),
                ))
            }
            other => Ok((client, other)),
        }
    }

    fn must_be_there(&mut self, id: ClientId) -> Result<(), StoreError> {
        if self.known(id)?.is_there {
            Ok(())
        } else {
            Err(StoreError::UnknownClient(id))
        }
    }

    fn keyed(&mut self, client: Option<ClientId>, deed: Deed) -> Result<Deed, StoreError> {
        let Deed::SheetKeyed {
            head,
            mut facts,
            draft,
            amends,
            overrides,
        } = deed
        else {
            return Ok(deed);
        };
        if head.role.concerns_client() && client.is_none() {
            let what = format!(
                "Sheet {} is about a client: choose whose it is first.",
                head.serial
            );
            return Err(StoreError::Refused(what));
        }
        if head.serial.trim().is_empty() {
            return Err(StoreError::Refused(
                "A sheet needs its serial: key the number printed on the paper.".to_owned(),
            ));
        }
        let earlier = self.counting(&head.serial)?;
        if earlier.is_there() && !amends {
            let act = earlier.sheet().map_or(0, |sheet| sheet.spot.seq);
            return Err(StoreError::SerialTaken(head.serial, act));
        }
        if begins_case(head.role, &facts) {
            let no = self.case_number(&head.serial, &facts, head.completed_on, earlier.sheet())?;
            facts.set("referral.no", Value::Text(no.to_string()));
            note_case(&mut self.totals.last_cases, no);
            self.cases.extend(client.map(|client| (no, client)));
        }
        self.serials.insert(head.serial.clone(), true);
        Ok(Deed::SheetKeyed {
            head,
            facts,
            draft,
            amends: earlier.is_there(),
            overrides,
        })
    }

    /// The sheet of this serial that counts, if one does.
    fn counting(&self, serial: &str) -> Result<Counting, StoreError> {
        if let Some(keyed) = self.serials.get(serial) {
            return Ok(if *keyed {
                Counting::InGroup
            } else {
                Counting::None
            });
        }
        let record: Option<SerialRecord> = self.store.serial(serial)?;
        Ok(record
            .and_then(|r| r.sheet)
            .map_or(Counting::None, Counting::Saved))
    }

    fn case_number(
        &mut self,
        serial: &str,
        facts: &Facts,
        on: Option<NaiveDate>,
        earlier: Option<&SheetAt>,
    ) -> Result<CaseNo, StoreError> {
        if let Some(text) = facts.text("referral.no") {
            let no = CaseNo::parse(text).ok_or_else(|| {
                StoreError::Refused(format!(
                    "Sheet {serial}: a referral number is written 2012-0412."
                ))
            })?;
            self.must_be_free(no, serial)?;
            return Ok(no);
        }
        let said = match earlier {
            Some(sheet) => self
                .store
                .book
                .read(sheet.spot)?
                .and_then(|act| number_of(&act)),
            None => None,
        };
        Ok(said.unwrap_or_else(|| {
            let day = facts.date("referral.received").or(on);
            let year = day.unwrap_or(self.at.date_naive()).year().clamp(1, 9999) as u16;
            let last = self.totals.last_cases.iter().find(|(y, _)| *y == year);
            CaseNo {
                year,
                number: last.map_or(1, |(_, number)| number + 1),
            }
        }))
    }

    fn must_be_free(&self, no: CaseNo, serial: &str) -> Result<(), StoreError> {
        let taken = || {
            StoreError::Refused(format!(
                "Sheet {serial}: there is a referral {no} already. Check the number."
            ))
        };
        if self.cases.contains_key(&no) {
            return Err(taken());
        }
        for holder in self.store.plain_holders("case", &no.to_string())? {
            let dossier = self.store.dossier(holder)?;
            let case = dossier.as_ref().and_then(|d| d.case(no));
            if case.is_some_and(|case| case.serial != serial) {
                return Err(taken());
            }
        }
        Ok(())
    }

    fn voided(&mut self, serial: &str) -> Result<Option<ClientId>, StoreError> {
        let whose = self.on_file(serial)?;
        self.serials.insert(serial.to_owned(), false);
        Ok(whose)
    }

    /// Whose a keyed sheet is.
    fn on_file(&mut self, serial: &str) -> Result<Option<ClientId>, StoreError> {
        let found = self.counting(serial)?;
        if !found.is_there() {
            return Err(StoreError::UnknownSheet(serial.to_owned()));
        }
        let whose = found.sheet().and_then(|s| s.client);
        if let Some(id) = whose {
            self.known(id)?;
        }
        Ok(whose)
    }

    /// Whose case it is, where this may be done to it as it stands after the acts of this group before it.
    fn done_to_case(
        &mut self,
        deed: &Deed,
        client: Option<ClientId>,
    ) -> Result<Option<ClientId>, StoreError> {
        let Some(no) = deed.case() else {
            return Ok(client);
        };
        let owner = self.owner(no, client)?;
        let begun = self.begun.get(&(owner, no)).cloned();
        let case = match begun {
            Some(case) => Some(case),
            None => self.store.whole(owner)?.and_then(|d| d.case(no).cloned()),
        };
        if let Some(mut case) = case {
            if let Some(why) = transition::refusal(deed, &case) {
                let what = format!("Case {no} {}: {why}.", transition::words(case.state()));
                return Err(StoreError::Refused(what));
            }
            case.take(0, deed);
            self.begun.insert((owner, no), case);
        }
        Ok(Some(owner))
    }

    /// Whose record holds a case: hers, or one that was joined to hers.
    fn owner(&mut self, case: CaseNo, client: Option<ClientId>) -> Result<ClientId, StoreError> {
        let holders = match self.cases.get(&case) {
            Some(holder) => vec![*holder],
            None if case.number == 0 => client.into_iter().collect(),
            None => self.store.plain_holders("case", &case.to_string())?,
        };
        let owner = match client {
            Some(client) if holders.contains(&client) => Some(client),
            _ => holders.first().copied(),
        };
        let unknown =
            || StoreError::Refused(format!("There is no referral {case}. Check its number."));
        let owner = owner.ok_or_else(unknown)?;
        if let Some(client) = client
            && self.store.root(owner)? != self.store.root(client)?
        {
            return Err(StoreError::Refused(format!(
                "Referral {case} is not of {client}. Check its number."
            )));
        }
        self.must_be_there(owner)?;
        Ok(owner)
    }

    fn check_merge(&mut self, from: ClientId, into: ClientId) -> Result<(), StoreError> {
        self.must_be_there(from)?;
        self.must_be_there(into)?;
        let (root_from, root_into) = (self.store.root(from)?, self.store.root(into)?);
        if root_from != from {
            let what = format!("{from} was joined to {root_from} already.");
            return Err(StoreError::Refused(what));
        }
        if root_into == from {
            let what = format!("{from} and {into} are one record: nothing is left to join.");
            return Err(StoreError::Refused(what));
        }
        if self.store.are_apart(from, into)? {
            let what = format!("{from} and {into} were marked as two people. Undo that act first.");
            return Err(StoreError::Refused(what));
        }
        Ok(())
    }
}

/// The sheet of a serial that counts.
enum Counting {
    None,
    /// This very group keys it.
    InGroup,
    Saved(SheetAt),
}

impl Counting {
    fn is_there(&self) -> bool {
        !matches!(self, Self::None)
    }

    fn sheet(&self) -> Option<&SheetAt> {
        match self {
            Self::Saved(sheet) => Some(sheet),
            Self::None | Self::InGroup => None,
        }
    }
}

fn number_of(act: &Act) -> Option<CaseNo> {
    match &act.deed {
        Deed::SheetKeyed { facts, .. } => facts.text("referral.no").and_then(CaseNo::parse),
        _ => None,
    }
}
