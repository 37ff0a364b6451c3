//! What is wrong with an identifier, said in the officer's words.

use std::fmt;

use super::IdentifierKind;

/// The family of a fault, for callers that must tell one from another; people read the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing was typed.
    Empty,
    /// Too few or too many characters.
    Length,
    /// A letter where a digit belongs, a digit where a letter belongs, or a character that never occurs.
    Shape,
    /// Well formed, but the check digit or check letter does not agree: most likely a slip of the finger.
    CheckCharacter,
    /// The year lies in the future or before any record.
    Year,
    /// Well formed, but no such identifier is ever issued.
    NotIssued,
}

/// An identifier that cannot be taken as typed.
///
/// `Display` is one or two plain sentences: what is wrong and what to do. `Debug` leaves the sentence out because it
/// may quote a part of the number, and a number is as good as a name.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct IdentifierFault {
    /// Which identifier was being read.
    pub kind: IdentifierKind,
    /// What family of fault it is.
    pub wrong: Wrong,
    sentence: String,
}

impl fmt::Debug for IdentifierFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdentifierFault")
            .field("kind", &self.kind)
            .field("wrong", &self.wrong)
            .finish_non_exhaustive()
    }
}

impl IdentifierFault {
    /// A fault with its sentence. The sentence must never quote typed text that was not first reduced to ASCII letters and digits.
    pub(super) fn new(kind: IdentifierKind, wrong: Wrong, sentence: impl Into<String>) -> Self {
        Self {
            kind,
            wrong,
            sentence: sentence.into(),
        }
    }
}
