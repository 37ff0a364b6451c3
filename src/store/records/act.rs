//! An act as the journal holds it.

use crate::domain::act::{Deed, Private};
use crate::domain::reference::{ClientId, UserName};
use crate::domain::sheet::DraftChange;
use crate::domain::value::Values;
use crate::journal::Place;
use crate::store::codec::Record;
use serde::{Deserialize, Serialize};

/// The part of an act that every user may read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// When, in milliseconds since 1970, UTC.
    pub at: i64,
    /// Who.
    pub by: UserName,
    /// Whom it concerns.
    pub client: Option<ClientId>,
    /// What was done.
    pub deed: Deed,
}

impl Record for Look {
    const NAME: &'static str = "act";
}

/// The part of an act that only officers may read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// Answers of a sheet, in paper order.
    pub values: Values,
    /// Free words.
    pub note: String,
    /// A change to a half-keyed sheet.
    pub draft: Option<DraftChange>,
}

impl Record for Secret {
    const NAME: &'static str = "private part of an act";
}

impl From<Private> for Secret {
    fn from(private: Private) -> Self {
        let Private {
            values,
            note,
            draft,
        } = private;
        Self {
            values,
            note,
            draft,
        }
    }
}

impl From<Secret> for Private {
    fn from(secret: Secret) -> Self {
        let Secret {
            values,
            note,
            draft,
        } = secret;
        Self {
            values,
            note,
            draft,
        }
    }
}

/// An act's number, and where its frame is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Spot {
    /// The act's number.
    pub seq: u64,
    /// The journal's segment.
    pub segment: u32,
    /// The frame's first byte.
    pub offset: u64,
}

impl Spot {
    /// From the journal's words.
    pub fn new(seq: u64, place: Place) -> Self {
        Self {
            seq,
            segment: place.segment,
            offset: place.offset,
        }
    }

    /// In the journal's words.
    pub fn place(self) -> Place {
        Place {
            segment: self.segment,
            offset: self.offset,
        }
    }
}
