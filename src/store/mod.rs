//! The only door to the data.
//!
//! A [`Store`] is one value on one thread; the application puts it on a thread of its own and gives its calls deadlines. Everything that
//! happens is an act: [`Store::record`] appends it to the journal, waits for the disk, and only then changes what is in the
//! working store and what the desk sees at a glance.
//!
//! - `book`: the journal as acts; `codec`, `records`: values to bytes, with versions
//! - `engine`, `shelf`: the working store, opaque and sealed (the only room in which sled is named is `engine`)
//! - `projection`, `fold`: from acts to records; `rebuild`: from all acts to all records
//! - `drawing`: the working store as it is found, brought up, or drawn anew
//! - `glance`: what the desk sees at a glance
//! - `opening`, `preparing`, `saving`, `reading`, `undoing`, `users`: what can be done with a store
//! - `checking`, `backup`, `ballast`: keeping it whole; `snapshot`: what the application wants kept between two starts
//! - `opening`, `preparing`, `saving`, `reading`, `paper`, `undoing`, `users`: what can be done with a store
//! - `opening`, `preparing`, `saving`, `reading`, `past`, `undoing`, `users`: what can be done with a store
//! - `checking`, `backup`, `ballast`: keeping it whole
//!
//! # Why
//! The journal is the truth and the working store a picture of it, so nothing here repairs a record: on any doubt the whole picture
//! is put aside and drawn again. The order of a save is append, wait for the disk, working store, glance; whoever is told
//! "saved" can pull the plug. A failed wait is final: the journal is opened, and thereby checked, again, and what it then holds decides
//! whether the act was saved.

mod backup;
mod ballast;
mod book;
mod checking;
mod codec;
mod drawing;
mod engine;
mod error;
mod figures;
mod glance;
mod numbers;
mod opening;
mod paper;
mod past;
mod preparing;
mod projection;
mod reading;
mod rebuild;
mod records;
mod saving;
mod shelf;
mod snapshot;
#[cfg(test)]
pub(crate) mod tests;
mod undoing;
mod users;

pub use backup::{BackupReport, discard, restore};
pub use checking::{CheckFinding, CheckReport};
pub use engine::{Home, InMemory};
pub use error::StoreError;
pub use opening::{At, Create};
pub use paper::OnDesk;
pub use snapshot::Snapshot;
pub use users::User;

use crate::domain::act::Role;
use crate::domain::overview::Overview;
use crate::journal::{Anchor, StoreLock};
use crate::keys::{Header, Sealer};
use ballast::Ballast;
use book::{Book, Leaf};
use chrono::NaiveDate;
use glance::Glance;
use shelf::Shelf;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// An open store. Nobody else can open it until it is closed or dropped.
pub struct Store {
    at: At,
    _lock: StoreLock,
    header: Header,
    sealer: Arc<Sealer>,
    user: String,
    role: Role,
    book: Book,
    /// Always there, except while it is being built anew.
    shelf: Option<Shelf>,
    glance: Glance,
    /// Kept boxes that are in the journal and not yet, for certain, on the disk.
    pending: Vec<Leaf>,
    /// The end of the journal as of the last wait for the disk.
    durable: Anchor,
    /// Up to which act the working store carries the journal.
    carried: u64,
    /// When the last act happened, in milliseconds since 1970.
    last_at: i64,
    ballast: Ballast,
    notices: Vec<String>,
    /// Whether it was said that the clock went back.
    clock_noted: bool,
    /// Set when a failure could not be put right: nothing more is saved.
    stopped: bool,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({:?}, act {})", self.role, self.book.head().seq)
    }
}

impl Store {
    /// What was repaired, put aside or built anew since opening, in plain sentences.
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// Who is at the desk.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// What she may do.
    pub fn role(&self) -> Role {
        self.role
    }

    /// The service's name.
    pub fn service(&self) -> &str {
        self.glance.service()
    }

    /// The store's folder.
    pub fn dir(&self) -> &Path {
        &self.at.dir
    }

    /// The number of the last act.
    pub fn head(&self) -> u64 {
        self.book.head().seq
    }

    /// What the desk knows at a glance, as of a day. Cheap: kept up with each act.
    pub fn overview(&mut self, today: NaiveDate) -> Result<Overview, StoreError> {
        let shelf = self.shelf.as_ref().ok_or(StoreError::Stopped)?;
        match self.glance.overview(shelf, &self.book, today) {
            Err(error) if error.is_of_the_working_store() => {
                self.draw_again(&error.to_string())?;
                let shelf = self.shelf.as_ref().ok_or(StoreError::Stopped)?;
                self.glance.overview(shelf, &self.book, today)
            }
            outcome => outcome,
        }
    }

    fn shelf(&self) -> Result<&Shelf, StoreError> {
        self.shelf.as_ref().ok_or(StoreError::Stopped)
    }

    /// Closes in good order: waits for the disk, and notes where the journal ends. A disk too full for the note leaves the older
    /// one, which is true as well: everything recorded is safe.
    pub fn close(mut self) -> Result<(), StoreError> {
        self.settle()?;
        if self.stopped {
            // What the journal seems to hold may not be on the disk: nobody vouches for it.
            return Err(StoreError::Stopped);
        }
        let head = self.book.head();
        if let Some(shelf) = self.shelf.take() {
            // Not done in time: the next opening counts, or builds anew.
            let _in_good_order = shelf.close(&head);
        }
        match self.note_head() {
            Err(error) if error.is_full_disk() => Ok(()),
            noted => noted,
        }
    }
}
