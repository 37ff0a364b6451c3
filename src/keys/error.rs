//! What can go wrong with keys, in words for people. No sentence names a user.

use std::io;

use crate::journal::{ErrorKind, advice, plain};

/// Trouble with keys, users or passphrases.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The passphrase opens nothing.
    #[error("That passphrase is not right. Check Caps Lock and try again{}.", after(*.wait))]
    WrongPassphrase {
        /// Seconds until the next attempt is allowed.
        wait: u64,
    },
    /// Too many wrong attempts.
    #[error("Too many wrong passphrases. Wait {seconds} seconds, then try again.")]
    Waiting {
        /// Seconds left.
        seconds: u64,
    },
    /// No slot of that name.
    #[error(
        "There is no user of that name in this store. Check the spelling, or ask an officer to add you."
    )]
    UnknownUser,
    /// The slot was revoked.
    #[error("This user's access was taken away. Ask an officer.")]
    Revoked,
    /// The recovery key opens nothing.
    #[error(
        "That recovery key does not belong to this store. Check that it is the newest printed one."
    )]
    WrongRecoveryKey,
    /// The recovery key was misread.
    #[error(
        "The recovery key was not typed as printed: {0}. It has nine groups of four characters."
    )]
    MistypedRecoveryKey(&'static str),
    /// Only officers.
    #[error("Only an officer may do this.")]
    OfficersOnly,
    /// The name has a slot.
    #[error(
        "There is, or was, a user of that name. Choose another name, so that the record of who did what stays clear."
    )]
    NameTaken,
    /// Not a name.
    #[error("A user name has 1 to 64 characters, without line breaks or other control characters.")]
    BadName,
    /// Not a passphrase.
    #[error("A passphrase must not be empty.")]
    EmptyPassphrase,
    /// Nobody would be left.
    #[error(
        "This is the last officer. Add another officer first, so that somebody can still open the store."
    )]
    LastOfficer,
    /// No room.
    #[error("The store has no room for more users.")]
    TooManyUsers,
    /// Key-stretching numbers that Argon2id does not take.
    #[error("These settings for stretching passphrases cannot be used: {0}.")]
    BadParams(String),
    /// There is a header already.
    #[error("There is a store in this folder already; a new one is only made in an empty place.")]
    Exists,
    /// Bytes are not what was written.
    #[error("{file} is damaged: {what}. Nothing was changed. Restore the last backup.")]
    Damaged {
        /// Which file.
        file: &'static str,
        /// What is wrong.
        what: String,
    },
    /// Written by a newer version.
    #[error(
        "This store was written by a newer version of this program (format {found}, known here: {known}). Nothing was changed. Use the newer version."
    )]
    Newer {
        /// Its format.
        found: u16,
        /// The newest known here.
        known: u16,
    },
    /// A client's key was erased.
    #[error(
        "The key of this client was erased; what was saved about the client cannot be read any more."
    )]
    Erased,
    /// A client key that was never made.
    #[error("The key of a client is not among the client keys.")]
    NoSuchClientKey(u64),
    /// An earlier failure makes further writing unsafe.
    #[error(
        "The client keys stopped after the disk failed and must be opened again before anything more is saved."
    )]
    Stopped,
    /// The machine failed.
    #[error(
        "The keys could not be {doing}: {}. {}", plain(.source), advice(.source)
    )]
    Machine {
        /// What was being done.
        doing: &'static str,
        /// The system's answer.
        source: io::Error,
    },
}

fn after(wait: u64) -> String {
    if wait == 0 {
        String::new()
    } else {
        format!(" after {wait} seconds")
    }
}

impl KeysError {
    /// What sort of trouble this is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::WrongPassphrase { .. }
            | Self::Waiting { .. }
            | Self::UnknownUser
            | Self::Revoked
            | Self::WrongRecoveryKey
            | Self::MistypedRecoveryKey(_)
            | Self::OfficersOnly => ErrorKind::NotLetIn,
            Self::NameTaken
            | Self::BadName
            | Self::EmptyPassphrase
            | Self::LastOfficer
            | Self::TooManyUsers
            | Self::BadParams(_)
            | Self::Exists
            | Self::Erased
            | Self::NoSuchClientKey(_) => ErrorKind::Refused,
            Self::Damaged { .. } | Self::Newer { .. } => ErrorKind::Damage,
            Self::Stopped | Self::Machine { .. } => ErrorKind::Machine,
        }
    }

    /// For `map_err`: the machine failed while the keys were being `doing`.
    pub(super) fn while_being(doing: &'static str) -> impl Fn(io::Error) -> Self {
        move |source| Self::Machine { doing, source }
    }
}
