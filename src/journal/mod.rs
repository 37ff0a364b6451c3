//! The chain of sealed acts: the truth of the house.
//!
//! Everything that happens is appended here, as frames in `journal/NNNN.jrn`: each frame sealed (its `look` and its `full` part
//! under different keys), chained to all before it, and each group of frames signed by its writer and brought to stable storage
//! before [`Journal::append`] returns. Nothing is ever overwritten or removed; what must go is forgotten by dropping the key of
//! the client it is about, which leaves the chain whole.
//!
//! - [`files`]: all disk access, behind one small trait, with a model of power cuts
//! - `frame`, `segment`, `chain`: the bytes
//! - `write`: appending; `open`, `tail`: opening, and what may be cut off a torn end
//! - `read`, `verify`, `follow`: one act, all acts, all proofs, and what another process adds
//! - [`Keyring`]: what the journal needs to know about keys, and no more
//!
//! # Why
//! The working store (sled) loses acknowledged data at a power cut, so it is only a picture of what this chain says and can be
//! drawn again from it at any time. The rules that make the chain trustworthy are three. A failed sync is final: the writer
//! stops until the journal is opened, and thereby checked, again, because a second sync may claim a success it did not have. A
//! bad tail is cut only where the bytes prove a torn write and no anchor lies in it; what is cut goes to `quarantine/`. And an
//! anchor ahead of the journal means that an older journal was put in its place, which is never repaired silently.

mod chain;
mod error;
pub mod files;
mod follow;
mod frame;
mod keyring;
mod lock;
mod open;
mod read;
mod segment;
mod tail;
#[cfg(test)]
mod tests;
mod verify;
mod walk;
mod write;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use error::{ErrorKind, JournalError, advice, plain};
pub use follow::{Follower, News};
pub use frame::{DRAFT, MAX_FRAME, MAX_PLAIN};
pub use keyring::{Keyring, KeyringError, Part, Sealing, Unsealed};
pub use lock::{LOCK_FILE, StoreLock};
pub use open::{Anchors, Opened};
pub use segment::SEGMENT_BYTES;
pub use tail::TailCut;
pub use verify::{Report, first_change, verify_files};

use files::{Files, Handle};
use walk::Cursor;

/// The identity of a client's own key: slot number (8 bytes, little-endian, from 1) and 8 random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClientKeyId([u8; 16]);

impl ClientKeyId {
    /// From its 16 bytes; `None` for all zeros, which stands for "no client" in a frame.
    pub fn from_bytes(bytes: [u8; 16]) -> Option<Self> {
        (bytes != [0; 16]).then_some(Self(bytes))
    }

    /// Its 16 bytes.
    pub fn to_bytes(self) -> [u8; 16] {
        self.0
    }

    /// The slot of the key file that holds the key, from 1.
    pub fn slot(self) -> u64 {
        let mut number = [0; 8];
        number.copy_from_slice(&self.0[..8]);
        u64::from_le_bytes(number)
    }
}

/// Where a frame is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The segment's number, from 1.
    pub segment: u32,
    /// The frame's first byte in that segment's file.
    pub offset: u64,
}

/// A point of the chain that somebody vouches for: everything up to it was on stable storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Anchor {
    /// The last act's number; 0 for an empty journal.
    pub seq: u64,
    /// The chain value after that act.
    pub chain: [u8; 32],
    /// Where that act's frame is; segment 1, offset 0 for an empty journal.
    pub place: Place,
}

/// An act to be appended, not yet sealed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Plain {
    /// The client it is about, when its content must be erasable with that client.
    pub client_key: Option<ClientKeyId>,
    /// Flags of the writer's own, bits 0 to 4; [`DRAFT`] is one of them.
    pub flags: u16,
    /// What everybody with a slot may read. May be empty.
    pub look: Vec<u8>,
    /// What only officers may read. May be empty.
    pub full: Vec<u8>,
}

impl fmt::Debug for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            client_key,
            flags,
            look,
            full,
        } = self;
        write!(
            f,
            "Plain {{ {client_key:?}, flags {flags}, {} + {} bytes }}",
            look.len(),
            full.len()
        )
    }
}

/// An act as read from the journal.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// The act's number, from 1 without gaps.
    pub seq: u64,
    /// The writer's own flags, bits 0 to 4.
    pub flags: u16,
    /// The client it is about.
    pub client_key: Option<ClientKeyId>,
    /// The part everybody may read; empty when the client's key was erased.
    pub look: Vec<u8>,
    /// The part only officers may read; `None` when this user may not see it, or the client's key was erased.
    pub full: Option<Vec<u8>>,
    /// Whether the client's key was erased, and both parts with it.
    pub erased: bool,
    /// Whether an officer's signing key stands behind the group; acts of supervisors (views) carry a keyed digest instead.
    pub signed: bool,
    /// Where its frame is.
    pub place: Place,
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let full = self.full.as_ref().map(Vec::len);
        write!(
            f,
            "Entry {{ seq {}, flags {}, {} + {full:?} bytes, {:?} }}",
            self.seq,
            self.flags,
            self.look.len(),
            self.place
        )
    }
}

/// The journal of one store, opened for reading and appending by the one process that holds the store's lock.
pub struct Journal {
    files: Arc<dyn Files>,
    dir: PathBuf,
    keyring: Arc<dyn Keyring>,
    /// The last segment: the only one that is written to.
    segment: u32,
    handle: Box<dyn Handle>,
    /// Where the next frame goes in the last segment.
    end: u64,
    head: Cursor,
    head_place: Place,
    /// Whether frames were written that no sync covers.
    unsynced: bool,
    /// Set for good by a failed sync.
    stopped: bool,
    /// Length at which the last segment is closed.
    segment_bytes: u64,
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Journal {{ seq {}, segment {}, end {} }}",
            self.head.seq, self.segment, self.end
        )
    }
}

impl Journal {
    /// The end of the chain as this process knows it.
    pub fn head(&self) -> Anchor {
        Anchor {
            seq: self.head.seq,
            chain: self.head.chain,
            place: self.head_place,
        }
    }

    /// Whether a failed write or sync has stopped this journal: open it again.
    pub fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// Closes segments at this length from now on, instead of at [`SEGMENT_BYTES`]: so that tests see many of them.
    pub fn set_segment_bytes(&mut self, bytes: u64) {
        self.segment_bytes = bytes;
    }

    /// The store's folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }
}

/// The folder of the segments in a store's folder.
pub fn folder(dir: &Path) -> PathBuf {
    dir.join("journal")
}

/// The folder for bytes that were put aside in a store's folder.
pub fn quarantine(dir: &Path) -> PathBuf {
    dir.join("quarantine")
}
