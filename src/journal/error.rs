//! What can go wrong with a journal, in words for people.

use std::io;
use std::path::PathBuf;

use super::KeyringError;

/// What sort of trouble an error is; each has its exit code on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// What was asked for cannot be done as asked (2).
    Refused,
    /// Not let in, or this role may not do this (3).
    NotLetIn,
    /// Damaged, rolled back, or from a newer version; nothing was changed (4).
    Damage,
    /// The machine failed: I/O error, full disk, held by another process (5).
    Machine,
}

impl ErrorKind {
    /// The program's exit code for it.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Refused => 2,
            Self::NotLetIn => 3,
            Self::Damage => 4,
            Self::Machine => 5,
        }
    }
}

/// What the system says, without its number for it.
pub fn plain(error: &io::Error) -> String {
    let said = error.to_string();
    said.split(" (os error")
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// What to do about what the system says.
pub fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull => "The disk is full: free some space, then try again.",
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            "The program may not write there: ask whoever looks after this machine for the right to write to that folder, or copy the store to a place of your own."
        }
        _ => "Check the disk and its free space, then try again.",
    }
}

/// Trouble with the journal.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Bytes that are not what was written, where no torn write explains them.
    #[error(
        "The journal is damaged in segment {segment:04} at byte {offset}, act {seq}: {what}. Nothing was changed. If a check says the same, restore the last backup."
    )]
    Damaged {
        /// The segment's number.
        segment: u32,
        /// The first byte of what cannot be read.
        offset: u64,
        /// The act that should be there.
        seq: u64,
        /// What is wrong.
        what: String,
    },
    /// An anchor is ahead of the journal, or on another chain.
    #[error(
        "The journal was rolled back: act {wanted} was saved once, and {found}. An older copy was put in its place. Nothing was changed. Bring back the newest journal or backup."
    )]
    RolledBack {
        /// The act that an anchor vouches for.
        wanted: u64,
        /// What is there instead.
        found: String,
    },
    /// Written by a newer version of this program.
    #[error(
        "The journal's segment {segment:04} was written by a newer version of this program (format {found}, known here: {known}). Nothing was changed. Use the newer version."
    )]
    Newer {
        /// The segment's number.
        segment: u32,
        /// Its format.
        found: u16,
        /// The newest format known here.
        known: u16,
    },
    /// The machine failed.
    #[error(
        "The journal could not be {doing}: {}. Nothing was saved. {}", plain(.source), advice(.source)
    )]
    Machine {
        /// What was being done: "written", "read" …
        doing: &'static str,
        /// The system's answer.
        source: io::Error,
    },
    /// An earlier failure makes every further write unsafe.
    #[error(
        "The journal stopped after the disk failed and must be opened again before anything more is saved."
    )]
    Stopped,
    /// More than one frame can hold.
    #[error(
        "This is too large to be saved in one piece: {bytes} bytes, at most {limit}. Shorten the notes."
    )]
    TooLarge {
        /// Size of the two parts together.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// There is a journal already.
    #[error("There is a journal in this folder already; a new one is only made in an empty place.")]
    Exists,
    /// Another process has the store.
    #[error("The store is open in another window or program. Close it there, then try again.")]
    HeldByAnother,
    /// The folder takes no lock, because it takes nothing at all.
    #[error(
        "The folder of the store cannot be written to: {}. Even looking something up is noted there, so the store opens only where it \
         can be written to. Ask whoever looks after this machine for the right to write to {}, or copy that folder to a place of your own.",
        plain(.source), .dir.display()
    )]
    NotWritable {
        /// The store's folder.
        dir: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// The keys did not do it.
    #[error(transparent)]
    Keys(#[from] KeyringError),
}

impl JournalError {
    /// What sort of trouble this is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Damaged { .. } | Self::RolledBack { .. } | Self::Newer { .. } => {
                ErrorKind::Damage
            }
            Self::Machine { .. }
            | Self::Stopped
            | Self::HeldByAnother
            | Self::NotWritable { .. } => ErrorKind::Machine,
            Self::TooLarge { .. } | Self::Exists => ErrorKind::Refused,
            Self::Keys(error) => error.kind(),
        }
    }

    /// Whether the disk is full: room can be made, and the same write tried again.
    pub fn is_full_disk(&self) -> bool {
        matches!(self, Self::Machine { source, .. } if source.kind() == io::ErrorKind::StorageFull)
    }

    /// For `map_err`: the machine failed while the journal was being `doing`.
    pub(super) fn while_being(doing: &'static str) -> impl Fn(io::Error) -> Self {
        move |source| Self::Machine { doing, source }
    }
}
