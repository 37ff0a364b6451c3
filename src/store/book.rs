//! The journal as the store uses it: acts in, acts out.

use super::codec::{decode, encode};
use super::error::StoreError;
use super::records::{Look, Secret, Spot};
use crate::domain::act::{Act, Deed, Private};
use crate::domain::sheet::DraftChange;
use crate::journal::{Anchor, ClientKeyId, DRAFT, Entry, Journal, Plain};
use chrono::{DateTime, Utc};
use std::ops::ControlFlow;

/// An act as it came out of the journal.
#[derive(Debug, Clone)]
pub struct Leaf {
    /// Its number and place.
    pub spot: Spot,
    /// The client's key that it is sealed under.
    pub key: Option<[u8; 16]>,
    /// The act; `None` when that key was erased.
    pub act: Option<Act>,
    /// Whether it throws a half-keyed sheet away, as far as this user can see.
    pub ends_draft: bool,
}

/// Whether an act throws a half-keyed sheet away.
pub fn ends_draft(act: &Act) -> bool {
    let change = act.private.as_ref().and_then(|p| p.draft.as_ref());
    matches!(change, Some(DraftChange::Ended))
}

/// The open journal.
#[derive(Debug)]
pub struct Book {
    journal: Journal,
}

impl Book {
    /// Takes over an open journal.
    pub fn new(journal: Journal) -> Self {
        Self { journal }
    }

    /// The journal itself.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// The last act.
    pub fn head(&self) -> Anchor {
        self.journal.head()
    }

    /// Appends acts as one group, durably; their numbers are set. The keys are those of the clients whom they concern.
    pub fn append(
        &mut self,
        acts: &mut [Act],
        keys: &[Option<ClientKeyId>],
    ) -> Result<Vec<Spot>, StoreError> {
        let sealed: Result<Vec<Plain>, StoreError> = acts
            .iter()
            .zip(keys)
            .map(|(act, key)| plain(act, *key))
            .collect();
        let places = self.journal.append(&sealed?)?;
        for (act, (seq, _)) in acts.iter_mut().zip(&places) {
            act.seq = *seq;
        }
        Ok(places
            .into_iter()
            .map(|(seq, place)| Spot::new(seq, place))
            .collect())
    }

    /// Appends one act without waiting for the disk; its number is set.
    pub fn append_unsynced(
        &mut self,
        act: &mut Act,
        key: Option<ClientKeyId>,
    ) -> Result<Spot, StoreError> {
        let (seq, place) = self.journal.append_unsynced(&plain(act, key)?)?;
        act.seq = seq;
        Ok(Spot::new(seq, place))
    }

    /// Waits until everything appended is on the disk.
    pub fn sync(&mut self) -> Result<(), StoreError> {
        Ok(self.journal.sync()?)
    }

    /// The act at a place; `None` when it was erased with its client.
    pub fn read(&self, spot: Spot) -> Result<Option<Act>, StoreError> {
        let entry = self.journal.read(spot.place())?;
        if entry.seq != spot.seq {
            let what = format!("act {} is not where it was", spot.seq);
            return Err(StoreError::Disagrees(what));
        }
        Ok(leaf(entry)?.act)
    }

    /// The acts at these places, without the erased ones.
    pub fn read_all(&self, spots: impl Iterator<Item = Spot>) -> Result<Vec<Act>, StoreError> {
        spots
            .filter_map(|spot| self.read(spot).transpose())
            .collect()
    }

    /// Hands out all acts from a number on, oldest first, until the callback breaks or fails.
    pub fn scan(
        &self,
        from: u64,
        mut each: impl FnMut(Leaf) -> Result<ControlFlow<()>, StoreError>,
    ) -> Result<(), StoreError> {
        let mut failed = None;
        self.journal
            .scan(from, |entry| match leaf(entry).and_then(&mut each) {
                Ok(flow) => flow,
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            })?;
        failed.map_or(Ok(()), Err)
    }

    /// The act of this number.
    pub fn find(&self, seq: u64) -> Result<Option<Leaf>, StoreError> {
        let mut found = None;
        if seq > 0 && seq <= self.head().seq {
            self.scan(seq, |leaf| {
                found = Some(leaf);
                Ok(ControlFlow::Break(()))
            })?;
        }
        Ok(found.filter(|leaf| leaf.spot.seq == seq))
    }
}

fn plain(act: &Act, key: Option<ClientKeyId>) -> Result<Plain, StoreError> {
    let look = Look {
        at: act.at.timestamp_millis(),
        by: act.by.clone(),
        client: act.client,
        deed: act.deed.clone(),
    };
    let full = match &act.private {
        Some(private) if *private != Private::default() => encode(&Secret::from(private.clone()))?,
        _ => Vec::new(),
    };
    let is_draft = matches!(act.deed, Deed::DraftKept { .. });
    Ok(Plain {
        client_key: key,
        flags: if is_draft { DRAFT } else { 0 },
        look: encode(&look)?,
        full,
    })
}

/// Reads an entry of the journal.
pub fn leaf(entry: Entry) -> Result<Leaf, StoreError> {
    let spot = Spot::new(entry.seq, entry.place);
    let key = entry.client_key.map(ClientKeyId::to_bytes);
    let act = if entry.erased {
        None
    } else {
        let look: Look = decode(&entry.look)?;
        let private = match entry.full {
            None => None,
            Some(bytes) if bytes.is_empty() => Some(Private::default()),
            Some(bytes) => Some(decode::<Secret>(&bytes)?.into()),
        };
        Some(Act {
            seq: entry.seq,
            at: DateTime::<Utc>::from_timestamp_millis(look.at).unwrap_or_default(),
            by: look.by,
            client: look.client,
            deed: look.deed,
            private,
        })
    };
    let ends_draft = act.as_ref().is_some_and(ends_draft);
    Ok(Leaf {
        spot,
        key,
        act,
        ends_draft,
    })
}
