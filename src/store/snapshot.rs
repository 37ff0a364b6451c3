//! Bytes that the application would otherwise have to make anew from everybody's record at each start (what is searched), kept sealed
//! beside the working store with the act that they stand for.
//!
//! `magic 8 | act u64 | segment u32 | offset u64 | chain 32 | sealed bytes`; the seal is bound to act and chain.
//!
//! # Why
//! The store does not know what the bytes mean. It answers for one thing: they are given out only where the journal holds that very act
//! with that very chain value, so never those of another store, of a journal that was rolled back, or of a later act. The file is no part
//! of a backup, and whatever is wrong with it, nobody is told: it is made anew. It is written as a whole or not at all.

use super::Store;
use super::error::StoreError;
use crate::journal::files::with_suffix;
use crate::journal::{Anchor, Part, Place};
use crate::keys::About;
use std::path::PathBuf;

/// The file's name in a store's folder.
const NAME: &str = "search.snapshot";
const MAGIC: &[u8; 8] = b"CLSNAP1\n";
const TREE: &str = "search snapshot";
const SCHEMA: u16 = 1;
const HEAD: usize = 8 + 8 + 4 + 8 + 32;

/// What was kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The last act that is in it.
    pub act: u64,
    /// The bytes, as they were given.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Snapshot(act {}, {} bytes)", self.act, self.bytes.len())
    }
}

impl Store {
    /// Keeps `bytes` as what the acts so far add up to, in the place of what was kept before.
    ///
    /// # Errors
    /// The disk does not take it: what was kept before may still be there, and nothing else is touched.
    pub fn keep_snapshot(&self, bytes: &[u8]) -> Result<(), StoreError> {
        let head = self.book.head();
        if self.stopped || head.seq == 0 {
            return Err(StoreError::Stopped);
        }
        let about = about(&head);
        let sealed = self.sealer.seal_record(Part::Look, None, &about, bytes)?;
        let mut file = Vec::with_capacity(HEAD + sealed.len());
        file.extend_from_slice(MAGIC);
        file.extend_from_slice(&head.seq.to_le_bytes());
        file.extend_from_slice(&head.place.segment.to_le_bytes());
        file.extend_from_slice(&head.place.offset.to_le_bytes());
        file.extend_from_slice(&head.chain);
        file.extend_from_slice(&sealed);
        let path = self.snapshot_path();
        let written = self.at.files.write_new_synced(&path, &file);
        written.map_err(|source| {
            // Half a file would take the room that the next save needs.
            let _nothing_lost = self.at.files.remove(&with_suffix(&path, ".new"));
            StoreError::while_("Keeping what is searched")(source)
        })
    }

    /// What was kept, where it stands for an act of this very journal; nothing on any doubt.
    pub fn snapshot(&self) -> Option<Snapshot> {
        let file = self.at.files.read_all(&self.snapshot_path()).ok()?;
        let (head, sealed) = file.split_at_checked(HEAD)?;
        let anchor = anchor(head)?;
        if !self.book.journal().holds(&anchor) {
            return None;
        }
        let bytes = self
            .sealer
            .open_record(Part::Look, None, &about(&anchor), sealed)
            .ok()?;
        Some(Snapshot {
            act: anchor.seq,
            bytes,
        })
    }

    fn snapshot_path(&self) -> PathBuf {
        self.at.dir.join(NAME)
    }
}

fn about(anchor: &Anchor) -> About<'_> {
    About {
        tree: TREE,
        record: &anchor.chain,
        seq: anchor.seq,
        schema: SCHEMA,
    }
}

fn anchor(head: &[u8]) -> Option<Anchor> {
    let rest = head.strip_prefix(MAGIC)?;
    let (seq, rest) = rest.split_first_chunk()?;
    let (segment, rest) = rest.split_first_chunk()?;
    let (offset, rest) = rest.split_first_chunk()?;
    Some(Anchor {
        seq: u64::from_le_bytes(*seq),
        place: Place {
            segment: u32::from_le_bytes(*segment),
            offset: u64::from_le_bytes(*offset),
        },
        chain: rest.try_into().ok()?,
    })
}
