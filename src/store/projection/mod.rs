//! From acts to records: what each act changes in the working store.
//!
//! A [`Work`] takes acts one after the other, in memory, over the records as they are; [`Work::finish`] gives all changes to be
//! applied as one, and a [`Delta`] for what the desk sees at a glance. One act or ten thousand: each record is written once.
//!
//! # Why
//! There is one path for everything: saving, catching up after a crash, building anew. Whatever cannot simply be added (undoing,
//! voiding, amending) folds the acts of what it touches again, at the end and once. So a working store that grew act by act and
//! one that was built in one go hold the same, and the tests compare them.

mod drafts;
mod finish;
mod paper;
mod people;
mod serials;
mod service;
mod supposed;

use super::book::{Book, Leaf};
use super::engine::Change;
use super::error::StoreError;
use super::records::{
    DraftRecord, Holders, Kind, Pads, Recent, Rekeyings, SerialRecord, Spot, Totals, UserRecord,
    Workers,
};
use super::shelf::Shelf;
use crate::domain::act::{Act, Deed};
use crate::domain::ledger::Pad;
use crate::domain::overview::CaseLine;
use crate::domain::reference::{ClientId, Serial};
use crate::domain::trainer::Trainer;
use people::Person;
pub use people::{held, holding, last_day, lines_of};
pub use serials::{rank, undone};
pub use service::note_case;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What changed for those who look at a glance.
#[derive(Debug, Default)]
pub struct Delta {
    /// Lines of cases of these clients, in place of what there was.
    pub lines: BTreeMap<ClientId, Vec<CaseLine>>,
    /// Sheets of these clients with an open question, in place of what there was.
    pub queried: BTreeMap<ClientId, Vec<Serial>>,
    /// Serials whose paper came to the tray, or left it.
    pub tray: BTreeMap<Serial, Option<SerialRecord>>,
    /// Half-keyed sheets with all their acts, or gone.
    pub drafts: BTreeMap<u64, Option<Vec<Spot>>>,
    /// All trainers, where one changed.
    pub trainers: Option<Vec<Trainer>>,
    /// All pads that count, where one was handed out or taken back.
    pub pads: Option<Vec<Pad>>,
    /// Latest acts of users.
    pub users: BTreeMap<String, Vec<Recent>>,
    /// The counters.
    pub totals: Totals,
}

/// Acts being turned into changes.
pub struct Work<'a> {
    shelf: &'a Shelf,
    book: &'a Book,
    /// Acts of this very batch, without their private parts: not read again when something is folded.
    fresh: HashMap<u64, Act>,
    last: u64,
    /// The highest client number that was given before this batch.
    last_client: u32,
    people: BTreeMap<ClientId, Person>,
    holders: BTreeMap<String, Holders>,
    serials: BTreeMap<Serial, SerialRecord>,
    tray: BTreeSet<Serial>,
    on_desk: BTreeSet<Serial>,
    pads: Option<Pads>,
    rekeyings: Option<Rekeyings>,
    drafts: BTreeMap<u64, Option<DraftRecord>>,
    users: BTreeMap<String, UserRecord>,
    workers: Option<Workers>,
    fold_workers: bool,
    search_top: BTreeSet<String>,
    totals: Totals,
    /// Where acts are that may be undone: spares a search of the journal.
    hints: HashMap<u64, Spot>,
}

impl<'a> Work<'a> {
    /// Begins over the records as they are.
    pub fn new(shelf: &'a Shelf, book: &'a Book) -> Result<Self, StoreError> {
        let totals: Totals = shelf.get(Kind::Totals, &[])?.unwrap_or_default();
        Ok(Self {
            shelf,
            book,
            fresh: HashMap::new(),
            last: 0,
            people: BTreeMap::new(),
            holders: BTreeMap::new(),
            serials: BTreeMap::new(),
            tray: BTreeSet::new(),
            on_desk: BTreeSet::new(),
            pads: None,
            rekeyings: None,
            drafts: BTreeMap::new(),
            users: BTreeMap::new(),
            workers: None,
            fold_workers: false,
            search_top: BTreeSet::new(),
            last_client: totals.last_client,
            totals,
            hints: HashMap::new(),
        })
    }

    /// Takes over where acts are that may be undone.
    #[must_use]
    pub fn with_hints(self, hints: HashMap<u64, Spot>) -> Self {
        Self { hints, ..self }
    }

    /// Adds one act. They come in the order of their numbers.
    pub fn add(&mut self, leaf: Leaf) -> Result<(), StoreError> {
        let Leaf {
            spot,
            key,
            act,
            ends_draft,
        } = leaf;
        self.last = spot.seq;
        // Erased with its client: nothing of it is known, and nothing of it is kept.
        let Some(mut act) = act else { return Ok(()) };
        act.private = None;
        self.totals.at = self.totals.at.max(act.at.timestamp_millis());
        if let Deed::DraftKept { draft } = act.deed {
            return self.keep_draft(draft, spot, ends_draft);
        }
        if let Deed::ServiceOpened { service } = &act.deed {
            self.totals.service.clone_from(service);
        }
        self.add_to_paper(&act, spot)?;
        let touched = self.add_to_serial(&act, spot)?;
        self.add_to_people(&act, spot, key, &touched)?;
        self.add_to_user(&act, spot)?;
        if act.deed.kind().undoable {
            self.hints.insert(spot.seq, spot);
        }
        self.fresh.insert(spot.seq, act);
        Ok(())
    }

    /// An act by its number and place.
    fn act_at(&self, spot: Spot) -> Result<Option<Act>, StoreError> {
        match self.fresh.get(&spot.seq) {
            Some(act) => Ok(Some(act.clone())),
            None => self.book.read(spot),
        }
    }

    /// An act by its number alone: searches the journal where it is not of this batch.
    fn act_of(&self, seq: u64) -> Result<Option<Act>, StoreError> {
        match (self.fresh.get(&seq), self.hints.get(&seq)) {
            (Some(act), _) => Ok(Some(act.clone())),
            (None, Some(spot)) => self.book.read(*spot),
            (None, None) => Ok(self.book.find(seq)?.and_then(|leaf| leaf.act)),
        }
    }

    /// The act that an undoing is about in the end: undoing an undoing is about the first.
    pub fn base_of(&self, seq: u64) -> Result<Option<Act>, StoreError> {
        let mut act = self.act_of(seq)?;
        while let Some(Act {
            deed: Deed::Undone { act: target, .. },
            ..
        }) = act
        {
            act = self.act_of(target)?;
        }
        Ok(act)
    }

    fn acts_at(&self, spots: impl Iterator<Item = Spot>) -> Result<Vec<Act>, StoreError> {
        spots
            .filter_map(|spot| self.act_at(spot).transpose())
            .collect()
    }
}

/// All changes, and what they mean at a glance.
pub struct Outcome {
    /// To be applied as one.
    pub changes: Vec<Change>,
    /// For the desk.
    pub delta: Delta,
    /// Where acts are that may be undone, for the next batch.
    pub hints: HashMap<u64, Spot>,
}
