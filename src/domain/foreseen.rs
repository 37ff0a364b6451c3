//! What undoing an act would change, worked out before anything happens.

use super::act::Act;
use super::dossier::Dossier;
use super::reference::ClientId;

/// One client before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Whose record.
    pub client: ClientId,
    /// As it stands; `None` when she is not on the books.
    pub before: Option<Dossier>,
    /// As it would stand.
    pub after: Option<Dossier>,
}

/// A number that only one person has, which a record gets back though somebody else has it by now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlsoHeld {
    /// Its kind, `nhs_number`.
    pub kind: String,
    /// The number.
    pub number: String,
    /// Who has it.
    pub holder: ClientId,
    /// Her name.
    pub name: String,
}

/// What undoing an act would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreseen {
    /// The act that counts no longer, or counts again where the act named undid it.
    pub act: Act,
    /// Acts that fall with it, because they were done together.
    pub together: usize,
    /// The records that change.
    pub changes: Vec<Change>,
    /// Numbers that two would have then.
    pub held: Vec<AlsoHeld>,
    /// Acts about the same records that came later, still count and stay, newest first.
    pub later: Vec<Act>,
}
