//! The shapes that are stored, each with a version of its own.
//!
//! In the journal: [`Look`] and [`Secret`], the two parts of an act. In the working store: everything else, under a
//! [`Kind`] byte.
//!
//! # Why
//! Some of these hold values of the domain as they are (deeds, facts, dossiers, trainers). A change to such a type changes what
//! is on disk; the golden bytes in `tests/golden` then fail, and the answer is a frozen copy of the old shape in here and a
//! [`crate::store::codec::Record::from_older`], not new golden bytes. Before a first release is tagged nothing has to be migrated.
//!
//! Answers and notes are in the journal only, where they are sealed for officers; the working store holds *where* they are.
//! So a supervisor can build it anew, and there is one copy less of what is most private.

mod act;
#[cfg(test)]
mod golden;
mod person;
mod service;
mod sheet;

pub use act::{Look, Secret, Spot};
pub use person::{ActRef, Attention, ClientRecord, Holders, Name};
pub use service::{
    FormTop, Hand, LAYOUT, Mark, PadRef, Pads, Recent, Rekeyings, Totals, UserRecord, Workers,
};
pub use sheet::{DraftRecord, PaperAt, SerialRecord, SerialRef, SheetAt, What};

/// What an entry of the working store is about: the first byte of its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// One client: [`ClientRecord`].
    Client = b'c',
    /// Her name and identifiers alone, for the search index: [`Name`].
    Name = b'n',
    /// Who holds an identifier: [`Holders`].
    Holders = b'h',
    /// A client with something to do: [`Attention`].
    Attention = b'a',
    /// Everything about one serial: [`SerialRecord`].
    Serial = b's',
    /// A serial in the tray: [`SerialRecord`] of the same serial, once more.
    Tray = b't',
    /// A keyed serial whose paper still lies on the desk: [`SerialRecord`] of the same serial, once more.
    OnDesk = b'k',
    /// A half-keyed sheet: [`DraftRecord`].
    Draft = b'd',
    /// All trainers: [`Workers`].
    Workers = b'w',
    /// A user's latest acts: [`UserRecord`].
    User = b'u',
    /// Pads of numbered paper: [`Pads`].
    Pads = b'p',
    /// The latest boxes keyed again: [`Rekeyings`].
    Rekeyings = b'r',
    /// Counters: [`Totals`].
    Totals = b'z',
}
