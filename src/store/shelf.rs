//! Typed, sealed access to the working store's tree.
//!
//! A key is the byte of its [`Kind`] and 16 bytes of a keyed digest of the record's own id, so nothing can be read from it. A value is
//! `schema version u16 | act u64 | sealed body`; the seal is bound to store, epoch, kind, key, act and version, so an entry that is
//! moved, renamed or brought back from a copy of another place does not open.

use super::codec::{Record, decode_version, encode};
use super::engine::{Change, Engine, MARK, Tally};
use super::error::StoreError;
use super::records::{Kind, LAYOUT, Mark, Spot};
use crate::domain::reference::ClientId;
use crate::journal::{Anchor, Part};
use crate::keys::{About, Sealer, Secret32};
use std::sync::Arc;

/// The tree's name in seals.
const TREE: &str = "working store";
/// The shape of ids; a change makes every key another one.
const IDS: &str = "caseload 2026 ids of the working store";

/// The working store, unlocked.
#[derive(Debug)]
pub struct Shelf {
    engine: Engine,
    sealer: Arc<Sealer>,
    ids: Secret32,
}

impl Shelf {
    /// Unlocks an open tree.
    pub fn new(engine: Engine, sealer: Arc<Sealer>) -> Self {
        let ids = sealer.derive(IDS);
        Self {
            engine,
            sealer,
            ids,
        }
    }

    /// The key of a record.
    pub fn key(&self, kind: Kind, id: &[u8]) -> Vec<u8> {
        let mut hasher = blake3::Hasher::new_keyed(self.ids.bytes());
        hasher.update(&[kind as u8]);
        hasher.update(id);
        let mut key = Vec::with_capacity(17);
        key.push(kind as u8);
        key.extend_from_slice(&hasher.finalize().as_bytes()[..16]);
        key
    }

    /// A record.
    pub fn get<R: Record>(&self, kind: Kind, id: &[u8]) -> Result<Option<R>, StoreError> {
        let key = self.key(kind, id);
        match self.engine.get(&key)? {
            Some(value) => self.open(&key, &value).map(Some),
            None => Ok(None),
        }
    }

    /// A client's record of some kind.
    pub fn of_client<R: Record>(&self, kind: Kind, id: ClientId) -> Result<Option<R>, StoreError> {
        self.get(kind, &id.0.to_le_bytes())
    }

    /// Notes that there are no records of a client whose number was never given before: spares looking for them.
    pub fn note_new(&self, id: ClientId) {
        for kind in [Kind::Client, Kind::Name] {
            self.engine.note_free(self.key(kind, &id.0.to_le_bytes()));
        }
    }

    /// All records of a kind, in no order that means anything.
    pub fn each<R: Record>(
        &self,
        kind: Kind,
        each: &mut dyn FnMut(R) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut outcome = Ok(());
        self.engine.each(&[kind as u8], &mut |key, value| {
            if outcome.is_ok() {
                outcome = self.open(key, value).and_then(&mut *each);
            }
        })?;
        outcome
    }

    /// All records of a kind with their keys, as the bytes that were sealed; for comparing.
    pub fn each_plain(
        &self,
        kind: Kind,
        each: &mut dyn FnMut(Vec<u8>, Vec<u8>),
    ) -> Result<(), StoreError> {
        let mut outcome = Ok(());
        self.engine.each(&[kind as u8], &mut |key, value| {
            if outcome.is_ok() {
                outcome = self
                    .unseal(key, value)
                    .map(|(_, plain)| each(key.to_vec(), plain));
            }
        })?;
        outcome
    }

    /// A change that puts a record, as the outcome of an act.
    pub fn put<R: Record>(
        &self,
        kind: Kind,
        id: &[u8],
        seq: u64,
        record: &R,
    ) -> Result<Change, StoreError> {
        let key = self.key(kind, id);
        let value = self.seal(&key, seq, record)?;
        Ok((key, Some(value)))
    }

    /// A change that removes a record.
    pub fn removal(&self, kind: Kind, id: &[u8]) -> Change {
        (self.key(kind, id), None)
    }

    /// Applies changes as one; afterwards the working store carries all acts up to `head`.
    pub fn apply(&mut self, changes: Vec<Change>, head: &Anchor) -> Result<(), StoreError> {
        self.write(changes, head, false)
    }

    /// Applies changes in the middle of building anew: until the next [`Shelf::apply`] the working store is good for nothing.
    pub fn apply_unfinished(&mut self, changes: Vec<Change>) -> Result<(), StoreError> {
        let (engine, sealer) = (&mut self.engine, &self.sealer);
        engine.apply(changes, |tally| {
            let spot = Spot {
                seq: 0,
                segment: 1,
                offset: 0,
            };
            seal_mark(sealer, spot, [0; 32], tally, false)
        })
    }

    fn write(
        &mut self,
        changes: Vec<Change>,
        head: &Anchor,
        closed: bool,
    ) -> Result<(), StoreError> {
        let (engine, sealer) = (&mut self.engine, &self.sealer);
        engine.apply(changes, |tally| {
            seal_mark(
                sealer,
                Spot::new(head.seq, head.place),
                head.chain,
                tally,
                closed,
            )
        })
    }

    /// Ends a time of taking in much: what was applied is in its place.
    pub fn settle(&mut self) -> Result<(), StoreError> {
        Ok(self.engine.settle()?)
    }

    /// Begins a time of taking in much: what is applied may wait in memory.
    pub fn gather(&mut self) -> Result<(), StoreError> {
        Ok(self.engine.gather()?)
    }

    /// Up to where the working store carries the acts; `None` when it is empty or was left half built.
    pub fn mark(&self) -> Result<Option<Mark>, StoreError> {
        let Some(value) = self.engine.get(MARK)? else {
            return Ok(None);
        };
        let mark: Mark = self.open(MARK, &value)?;
        Ok(Some(mark).filter(|mark| mark.spot.seq > 0))
    }

    /// Takes the tally that the mark states; counts first where the store was not closed in good order.
    pub fn trust(&mut self, mark: &Mark) -> Result<(), StoreError> {
        let stated = Tally {
            entries: mark.entries,
            digest: mark.digest,
        };
        if !mark.closed {
            let found = self.engine.count()?;
            if found != stated {
                let what = format!("{} entries instead of {}", found.entries, stated.entries);
                return Err(StoreError::Disagrees(what));
            }
        }
        self.engine.believe(stated);
        Ok(())
    }

    /// Notes that the store is in use: a crash from here on makes the next opening count.
    pub fn note_open(&mut self, head: &Anchor) -> Result<(), StoreError> {
        self.write(Vec::new(), head, false)
    }

    /// Closes in good order. False when the disk did not manage in time; nothing is lost by that.
    pub fn close(mut self, head: &Anchor) -> bool {
        self.write(Vec::new(), head, true).is_ok() && self.engine.close()
    }

    /// Lets go of the tree as it is.
    pub fn abandon(self) -> bool {
        self.engine.close()
    }

    fn seal<R: Record>(&self, key: &[u8], seq: u64, record: &R) -> Result<Vec<u8>, StoreError> {
        seal(&self.sealer, key, seq, record)
    }

    fn open<R: Record>(&self, key: &[u8], value: &[u8]) -> Result<R, StoreError> {
        let (version, plain) = self.unseal(key, value)?;
        Ok(decode_version(version, &plain)?)
    }

    fn unseal(&self, key: &[u8], value: &[u8]) -> Result<(u16, Vec<u8>), StoreError> {
        let short = || StoreError::Disagrees("an entry is too short".to_owned());
        let (version, rest) = value.split_first_chunk::<2>().ok_or_else(short)?;
        let (seq, sealed) = rest.split_first_chunk::<8>().ok_or_else(short)?;
        let version = u16::from_le_bytes(*version);
        let about = About {
            tree: TREE,
            record: key,
            seq: u64::from_le_bytes(*seq),
            schema: version,
        };
        let plain = self.sealer.open_record(Part::Look, None, &about, sealed)?;
        Ok((version, plain))
    }
}

fn seal<R: Record>(
    sealer: &Sealer,
    key: &[u8],
    seq: u64,
    record: &R,
) -> Result<Vec<u8>, StoreError> {
    let plain = encode(record)?;
    let (version, body) = plain.split_at(2);
    let about = About {
        tree: TREE,
        record: key,
        seq,
        schema: R::VERSION,
    };
    let sealed = sealer.seal_record(Part::Look, None, &about, body)?;
    let mut value = Vec::with_capacity(10 + sealed.len());
    value.extend_from_slice(version);
    value.extend_from_slice(&seq.to_le_bytes());
    value.extend_from_slice(&sealed);
    Ok(value)
}

fn seal_mark(
    sealer: &Sealer,
    spot: Spot,
    chain: [u8; 32],
    tally: Tally,
    closed: bool,
) -> Result<Vec<u8>, StoreError> {
    let mark = Mark {
        spot,
        chain,
        entries: tally.entries,
        digest: tally.digest,
        closed,
        layout: LAYOUT,
    };
    seal(sealer, MARK, spot.seq, &mark)
}
