//! What an act does to clients.

use super::Work;
use super::serials::Touched;
use crate::domain::act::{Act, Deed};
use crate::domain::case::Case;
use crate::domain::dossier::Dossier;
use crate::domain::fold;
use crate::domain::identifier::{IdentifierKind, written_one_way};
use crate::domain::overview::CaseLine;
use crate::domain::reference::ClientId;
use crate::store::book::Book;
use crate::store::error::StoreError;
use crate::store::records::{ActRef, Attention, ClientRecord, Kind, Name, Spot};
use crate::store::shelf::Shelf;
use chrono::{Days, Months, NaiveDate};
use std::collections::BTreeSet;

/// A client's record while a batch is taken in.
pub struct Person {
    /// The record as it becomes.
    pub record: ClientRecord,
    /// What the records made from it were before.
    pub before: Traces,
    /// Whether an act of this batch is about her.
    pub touched: bool,
    /// Whether her acts have to be folded again.
    pub fold: bool,
}

/// What other records say of a client.
#[derive(Default, PartialEq, Eq)]
pub struct Traces {
    /// Her identifiers, each as `kind:value`.
    pub held: BTreeSet<String>,
    /// Her name.
    pub name: Option<Name>,
    /// Whether she counts as a client on the books.
    pub counts: bool,
    /// Whether her work to do depends on her record alone.
    pub alone: bool,
    /// Her work to do, as far as her record alone says.
    pub attention: Option<Attention>,
}

impl Traces {
    /// What a record leaves elsewhere.
    pub fn of(record: &ClientRecord) -> Self {
        let Some(dossier) = &record.dossier else {
            return Self {
                alone: true,
                ..Self::default()
            };
        };
        let name = Name {
            id: record.id,
            identity: dossier.identity.clone(),
            merged_into: dossier.merged_into,
        };
        Self {
            held: held(dossier),
            name: Some(name),
            counts: dossier.merged_into.is_none(),
            alone: dossier.merged_from.is_empty(),
            attention: attention(record.id, Some(dossier), &CaseLine::of(dossier)),
        }
    }
}

impl Traces {
    /// The record that hers was joined to.
    pub fn merged_into(&self) -> Option<ClientId> {
        self.name.as_ref().and_then(|name| name.merged_into)
    }
}

/// The identifiers of a client, those that a later sheet replaced too, each as `kind:value`.
pub fn held(dossier: &Dossier) -> BTreeSet<String> {
    let numbers = dossier.identifiers.iter();
    let numbers = numbers.map(|number| holding(number.kind.name(), &number.value));
    let reference = Some(&dossier.identity.reference).filter(|listed| !listed.is_empty());
    let words = numbers.chain(reference.map(|listed| holding("reference", listed)));
    let cases = dossier.cases.iter().filter(|c| c.no.number > 0);
    words
        .chain(cases.map(|c| holding("case", &c.no.to_string())))
        .collect()
}

/// How one identifier is looked up: a number of hers in one way of writing, anything else in capitals without spaces.
pub fn holding(kind: &str, value: &str) -> String {
    if let Some(number) = IdentifierKind::from_name(kind).filter(|kind| kind.is_of_one_person()) {
        return format!("{kind}:{}", written_one_way(number, value));
    }
    let value: String = value
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_uppercase)
        .collect();
    format!("{kind}:{value}")
}

/// The work to do about a client; `None` where there is none.
pub fn attention(client: ClientId, own: Option<&Dossier>, lines: &[CaseLine]) -> Option<Attention> {
    let sheets = own.map_or(&[][..], |dossier| &dossier.sheets);
    let queried = sheets
        .iter()
        .filter(|s| s.queried)
        .map(|s| s.serial.clone());
    let queried: Vec<_> = queried.collect();
    let ends: Option<Vec<NaiveDate>> = lines.iter().map(|l| last_day(&l.case)).collect();
    let until = ends.and_then(|ends| ends.into_iter().max());
    (!lines.is_empty() || !queried.is_empty()).then_some(Attention {
        client,
        has_cases: !lines.is_empty(),
        until,
        queried,
    })
}

/// The last day on which a follow-up of a closed case can be done: twelve months and 28 days after its end. `None` while it is open.
pub fn last_day(case: &Case) -> Option<NaiveDate> {
    let (end, _) = case.signoff.as_ref().filter(|_| !case.is_open())?;
    end.checked_add_months(Months::new(12))?
        .checked_add_days(Days::new(28))
}

/// Whether an act can shape a dossier.
fn shapes(deed: &Deed) -> bool {
    matches!(
        deed,
        Deed::SheetKeyed { .. }
            | Deed::SheetVoided { .. }
            | Deed::ClientImported { .. }
            | Deed::ClientAmended { .. }
            | Deed::ClientsMerged { .. }
            | Deed::ClientsKeptApart { .. }
            | Deed::Allocated { .. }
            | Deed::ReferralClosed { .. }
            | Deed::CaseReturned { .. }
            | Deed::CaseCovered { .. }
            | Deed::CaseHeld { .. }
            | Deed::CaseResumed { .. }
            | Deed::ConflictDeclared { .. }
            | Deed::TrainerTold { .. }
            | Deed::Undone { .. }
    )
}

/// The lines of cases of one client as the working store has them, with those of records joined to hers.
pub fn lines_of(shelf: &Shelf, book: &Book, id: ClientId) -> Result<Vec<CaseLine>, StoreError> {
    let record: Option<ClientRecord> = shelf.of_client(Kind::Client, id)?;
    match record.and_then(|r| r.dossier) {
        Some(dossier) if dossier.merged_from.is_empty() => Ok(CaseLine::of(&dossier)),
        _ => Work::new(shelf, book)?.lines(id),
    }
}

impl Work<'_> {
    /// A client's record, as far as this batch has come.
    pub(super) fn person(&mut self, id: ClientId) -> Result<&mut Person, StoreError> {
        if !self.people.contains_key(&id) {
            let found = self.found(id)?;
            let record = found.unwrap_or_else(|| ClientRecord::new(id));
            let person = Person {
                before: Traces::of(&record),
                record,
                touched: false,
                fold: false,
            };
            self.people.insert(id, person);
        }
        self.people
            .get_mut(&id)
            .ok_or(StoreError::UnknownClient(id))
    }

    fn found(&self, id: ClientId) -> Result<Option<ClientRecord>, StoreError> {
        if id.0 > self.last_client {
            self.shelf.note_new(id);
            return Ok(None);
        }
        self.shelf.of_client(Kind::Client, id)
    }

    pub(super) fn add_to_people(
        &mut self,
        act: &Act,
        spot: Spot,
        key: Option<[u8; 16]>,
        touched: &Touched,
    ) -> Result<(), StoreError> {
        if !act.deed.kind().listed {
            return Ok(());
        }
        let mut concerned: BTreeSet<ClientId> = touched.clients.iter().copied().collect();
        self.concerned(act, &mut concerned)?;
        let again =
            touched.again || matches!(act.deed, Deed::Undone { .. } | Deed::SheetVoided { .. });
        let reference = ActRef {
            spot,
            shapes: shapes(&act.deed),
        };
        for id in concerned {
            let person = self.person(id)?;
            if act.client == Some(id) && key.is_some() {
                person.record.key = key;
            }
            person.add(act, reference, again);
        }
        Ok(())
    }

    /// All clients whom an act is about.
    pub fn concerned(&self, act: &Act, ids: &mut BTreeSet<ClientId>) -> Result<(), StoreError> {
        ids.extend(act.client);
        match &act.deed {
            Deed::ClientsMerged { from, into, .. } => ids.extend([*from, *into]),
            Deed::ClientsKeptApart { a, b, .. } => ids.extend([*a, *b]),
            Deed::Undone { act: target, .. } => {
                if let Some(base) = self.base_of(*target)? {
                    self.concerned(&base, ids)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Folds the acts of those for whom something could not simply be added.
    pub(super) fn settle_people(&mut self) -> Result<(), StoreError> {
        let ids: Vec<ClientId> = self
            .people
            .iter()
            .filter(|(_, p)| p.fold)
            .map(|(id, _)| *id)
            .collect();
        for id in ids {
            let acts = self.shaping(&[id])?;
            let person = self.person(id)?;
            person.record.dossier = fold::client(id, &acts);
            person.fold = false;
        }
        Ok(())
    }

    /// All acts that may shape the dossiers of these clients, each once, oldest first.
    fn shaping(&mut self, members: &[ClientId]) -> Result<Vec<Act>, StoreError> {
        let mut spots = BTreeSet::new();
        for id in members {
            let acts = &self.person(*id)?.record.acts;
            spots.extend(acts.iter().filter(|r| r.shapes).map(|r| r.spot));
        }
        self.acts_at(spots.into_iter())
    }

    /// The record that stays when all joining is followed.
    pub fn root(&mut self, id: ClientId) -> Result<ClientId, StoreError> {
        let mut seen = BTreeSet::from([id]);
        let mut root = id;
        while let Some(next) = self.merged_into(root)? {
            if !seen.insert(next) {
                break;
            }
            root = next;
        }
        Ok(root)
    }

    fn merged_into(&mut self, id: ClientId) -> Result<Option<ClientId>, StoreError> {
        let dossier = self.person(id)?.record.dossier.as_ref();
        Ok(dossier.and_then(|d| d.merged_into))
    }

    /// A record and all that were joined to it.
    pub fn members(&mut self, root: ClientId) -> Result<Vec<ClientId>, StoreError> {
        let mut members = vec![root];
        let mut place = 0;
        while let Some(id) = members.get(place).copied() {
            let joined = self.person(id)?.record.dossier.as_ref();
            let joined = joined.map_or_else(Vec::new, |d| d.merged_from.clone());
            for other in joined {
                if !members.contains(&other) && self.merged_into(other)? == Some(id) {
                    members.push(other);
                }
            }
            place += 1;
        }
        Ok(members)
    }

    /// The lines of cases of a record that stays, with those of records joined to it.
    pub fn lines(&mut self, root: ClientId) -> Result<Vec<CaseLine>, StoreError> {
        let members = self.members(root)?;
        let dossier = self.joined(root, &members)?;
        Ok(dossier.as_ref().map_or_else(Vec::new, CaseLine::of))
    }

    /// The dossier of a record that stays, with the records joined to it folded in; its list of acts is empty.
    pub fn joined(
        &mut self,
        root: ClientId,
        members: &[ClientId],
    ) -> Result<Option<Dossier>, StoreError> {
        if members.len() == 1 {
            return Ok(self.person(root)?.record.dossier.clone());
        }
        let acts = self.shaping(members)?;
        Ok(fold::family(root, members, &acts))
    }

    /// All listed acts about these clients, each once, oldest first.
    pub fn listed(&mut self, members: &[ClientId]) -> Result<Vec<Spot>, StoreError> {
        let mut spots = BTreeSet::new();
        for id in members {
            spots.extend(self.person(*id)?.record.acts.iter().map(|r| r.spot));
        }
        Ok(spots.into_iter().collect())
    }
}

impl Person {
    fn add(&mut self, act: &Act, reference: ActRef, again: bool) {
        let is_first = !self.record.acts.iter().any(|r| r.shapes);
        self.record.acts.push(reference);
        self.touched = true;
        if !reference.shapes || self.fold {
            return;
        }
        let id = self.record.id;
        match &mut self.record.dossier {
            _ if again => self.fold = true,
            Some(dossier) => {
                fold::apply(dossier, &[id], act);
                dossier.acts.clear();
            }
            None if is_first && fold::brings(act) => {
                self.record.dossier = fold::client(id, std::slice::from_ref(act));
            }
            None => self.fold = true,
        }
    }
}
