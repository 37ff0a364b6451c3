//! What can go wrong with the store, in words for people. No sentence names a client or carries an answer.

use super::codec::CodecError;
use super::engine::EngineError;
use crate::domain::reference::{ClientId, Serial};
use crate::journal::{ErrorKind, JournalError, advice, plain};
use crate::keys::KeysError;
use std::io;
use std::path::PathBuf;

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Nothing is there.
    #[error(
        "There is no store in {0}. Make one with `caseload init`, or name its folder with --store."
    )]
    NotThere(PathBuf),
    /// No backup is there.
    #[error("There is no backup in {0}. Name the folder that `caseload backup` printed.")]
    NoBackup(PathBuf),
    /// Something is there already.
    #[error("There is a store in {0} already; a new one is only made in an empty place.")]
    AlreadyThere(PathBuf),
    /// A supervisor asked for what only officers may do.
    #[error("A supervisor looks up and changes nothing: {0} is for officers. Ask an officer.")]
    OfficersOnly(&'static str),
    /// No such client.
    #[error("There is no client {0} on the books. Find the client by name, then try again.")]
    UnknownClient(ClientId),
    /// No such sheet.
    #[error("There is no keyed sheet {0}. Check the serial on the paper.")]
    UnknownSheet(Serial),
    /// No such act.
    #[error("There is no act {0}. `caseload audit list` shows their numbers.")]
    UnknownAct(u64),
    /// A reference that several clients hold.
    #[error("{} stands on several records: {}. Open one of them by its number.", .0, list(.1))]
    Ambiguous(String, Vec<ClientId>),
    /// The serial was used.
    #[error("Sheet {0} is keyed already (act {1}). Amend it, or check the serial on the paper.")]
    SerialTaken(Serial, u64),
    /// Somebody else has a number that only one person has, and nobody said how it is known that they are two.
    #[error(
        "{1} is on the books with this {0} already. Are they one person? If not, say how that is known."
    )]
    NumberTaken(&'static str, ClientId),
    /// What was asked cannot be done, and why.
    #[error("{0}")]
    Refused(String),
    /// The act cannot be undone, and why.
    #[error("Act {0} cannot be undone: {1}.")]
    CannotUndo(u64, String),
    /// The journal says no.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The keys say no.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// A value is not what was written.
    #[error(
        "A stored value cannot be understood: {0}. Nothing was changed. If a check says the same, restore the last backup."
    )]
    Unreadable(#[from] CodecError),
    /// The working store failed, and building it anew did not help.
    #[error(
        "The working store failed: {0}. Nothing that was saved is lost; close the program and open it again."
    )]
    Working(#[from] EngineError),
    /// The working store does not hold what the journal says.
    #[error(
        "The working store does not agree with the journal: {0}. It is built anew when the store is next opened."
    )]
    Disagrees(String),
    /// The working store was made by other rules than today's.
    #[error("it was made by another version of this program")]
    OtherLayout,
    /// The machine failed.
    #[error("{doing} failed: {}. {}", plain(.source), advice(.source))]
    Machine {
        /// What was being done, as the start of a sentence.
        doing: &'static str,
        /// The system's answer.
        source: io::Error,
    },
    /// A restored backup is not what was backed up.
    #[error(
        "The backup is no good: {0}. Keep the older ones, check the disk it lies on, and make it again."
    )]
    BadBackup(String),
    /// An earlier failure could not be put right.
    #[error(
        "The store stopped after the disk failed. What was saved is safe; what is on the screen is not. Close the program and open it again."
    )]
    Stopped,
}

fn list(clients: &[ClientId]) -> String {
    let names: Vec<String> = clients.iter().map(ClientId::to_string).collect();
    names.join(", ")
}

impl StoreError {
    /// The program's exit code: 1 the answer is no, 2 asked wrongly, 3 not let in, 4 damaged or unsafe, 5 the machine failed.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::UnknownClient(_)
            | Self::UnknownSheet(_)
            | Self::UnknownAct(_)
            | Self::Ambiguous(..)
            | Self::SerialTaken(..)
            | Self::NumberTaken(..)
            | Self::Refused(_)
            | Self::CannotUndo(..) => 1,
            Self::NotThere(_) | Self::NoBackup(_) | Self::AlreadyThere(_) => 2,
            Self::OfficersOnly(_) => 3,
            Self::Unreadable(_) | Self::Disagrees(_) | Self::OtherLayout | Self::BadBackup(_) => 4,
            Self::Working(_) | Self::Machine { .. } | Self::Stopped => 5,
            Self::Journal(error) => error.kind().exit_code(),
            Self::Keys(error) => error.kind().exit_code(),
        }
    }

    /// Whether the disk is full.
    pub fn is_full_disk(&self) -> bool {
        match self {
            Self::Journal(error) => error.is_full_disk(),
            Self::Machine { source, .. } | Self::Keys(KeysError::Machine { source, .. }) => {
                source.kind() == io::ErrorKind::StorageFull
            }
            _ => false,
        }
    }

    /// What speaks against the working store, as the end of "because …".
    pub(super) fn doubt(&self) -> String {
        match self {
            Self::Disagrees(what) => what.clone(),
            Self::Working(error) => error.to_string(),
            Self::Unreadable(error) => error.to_string(),
            other => other.to_string().trim_end_matches('.').to_owned(),
        }
    }

    /// Whether the working store is at fault, so that building it anew may help.
    pub(super) fn is_of_the_working_store(&self) -> bool {
        match self {
            Self::Working(_) | Self::Disagrees(_) | Self::OtherLayout | Self::Unreadable(_) => true,
            Self::Keys(error) => error.kind() == ErrorKind::Damage,
            _ => false,
        }
    }

    /// For `map_err`: the machine failed while the store was `doing`.
    pub(super) fn while_(doing: &'static str) -> impl Fn(io::Error) -> Self {
        move |source| Self::Machine { doing, source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doubt_about_the_working_store_is_a_clause_and_no_sentence() {
        let unreadable = StoreError::from(CodecError::Unreadable { name: "mark" });
        for (error, doubt) in [
            (
                StoreError::Disagrees("3 entries instead of 4".to_owned()),
                "3 entries instead of 4",
            ),
            (unreadable, "a mark cannot be read"),
            (
                StoreError::from(EngineError::Panicked),
                "the working store stopped in the middle of its work",
            ),
        ] {
            assert_eq!(error.doubt(), doubt);
        }
    }

    #[test]
    fn every_sort_of_trouble_has_the_exit_code_that_the_command_line_promises() {
        let rolled_back = JournalError::RolledBack {
            wanted: 7,
            found: "the journal ends before it".into(),
        };
        let wrong = KeysError::WrongPassphrase { wait: 0 };
        let codes = [
            (StoreError::from(rolled_back), 4),
            (StoreError::from(wrong), 3),
            (StoreError::from(JournalError::HeldByAnother), 5),
            (StoreError::OfficersOnly("keying"), 3),
            (StoreError::UnknownAct(1), 1),
        ];
        for (error, code) in codes {
            assert_eq!(error.exit_code(), code, "{error}");
        }
    }
}
