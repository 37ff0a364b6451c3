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

/// What undoing an act would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreseen {
    /// The act that counts no longer, or counts again where the act named undid it.
    pub act: Act,
    /// Acts that fall with it, because they were done together.
    pub together: usize,
    /// The records that change.
    pub changes: Vec<Change>,
    /// Acts about the same records that came later, still count and stay, newest first.
    pub later: Vec<Act>,
}
