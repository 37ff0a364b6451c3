//! What the working store holds about one serial, and about a half-keyed sheet.

use super::Spot;
use crate::domain::ledger::{SheetState, Trace};
use crate::domain::reference::{ClientId, DraftId, Serial};
use crate::domain::sheet::SheetRole;
use crate::store::codec::Record;
use serde::{Deserialize, Serialize};

/// What an act did to a serial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// Paper of this serial reached the tray.
    Received,
    /// It was keyed or amended.
    Keyed,
    /// It was declared void.
    Voided,
    /// The act of this number counts no longer.
    Undone(u64),
    /// Its paper went into the cabinet.
    Filed,
    /// A box of it was keyed again.
    BoxRekeyed,
    /// All boxes of it that were to be keyed again, were.
    Rekeyed,
}

/// One act about a serial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SerialRef {
    /// Where it is.
    pub spot: Spot,
    /// What it did.
    pub what: What,
    /// Whose sheet it said this is.
    pub client: Option<ClientId>,
    /// The half-keyed sheet that it ended, and the first act of that.
    pub draft: Option<(DraftId, Spot)>,
}

/// Paper in the tray.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperAt {
    /// The act that brought it.
    pub spot: Spot,
    /// The form it is on.
    pub form: String,
    /// Whose it is, where that is known.
    pub client: Option<ClientId>,
}

/// A keyed sheet that counts: its answers are in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetAt {
    /// The act that last keyed it.
    pub spot: Spot,
    /// The act that first keyed it, since it was last void.
    pub first: u64,
    /// The form's id.
    pub form: String,
    /// What it does.
    pub role: SheetRole,
    /// Whose it is.
    pub client: Option<ClientId>,
    /// Whether it asks the trainer something.
    pub queried: bool,
    /// Whether it was keyed at the desk, from paper; not by a file.
    pub at_desk: bool,
}

/// Everything about one serial.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SerialRecord {
    /// The serial.
    pub serial: Serial,
    /// All acts about it, oldest first.
    pub acts: Vec<SerialRef>,
    /// The paper, where an act that counts brought it.
    pub paper: Option<PaperAt>,
    /// The sheet, where one that counts was keyed.
    pub sheet: Option<SheetAt>,
    /// Whether it was declared void: its paper does not come back to the tray.
    pub void: bool,
    /// Whether its paper is in the cabinet.
    pub filed: bool,
    /// Whether boxes of it were keyed again.
    pub rekeyed: bool,
}

impl Record for SerialRecord {
    const NAME: &'static str = "sheet";
}

impl SerialRecord {
    /// A serial that nobody has seen.
    pub fn new(serial: &str) -> Self {
        Self {
            serial: serial.to_owned(),
            acts: Vec::new(),
            paper: None,
            sheet: None,
            void: false,
            filed: false,
            rekeyed: false,
        }
    }

    /// What happened to it, for the ledger; what is half keyed is not known here.
    pub fn trace(&self) -> Trace {
        Trace {
            received: self.paper.is_some(),
            draft: None,
            keyed: self.sheet.as_ref().map(|sheet| sheet.queried),
            rekeyed: self.rekeyed,
            filed: self.filed,
            by_file: self.sheet.as_ref().is_some_and(|sheet| !sheet.at_desk),
            void: self.void,
        }
    }

    /// Whether its paper, once keyed, still lies on the desk, or something is asked about it.
    pub fn lies_on_desk(&self) -> bool {
        let state = self.trace().state(false);
        matches!(
            state,
            SheetState::Keyed | SheetState::Rekeyed | SheetState::Queried
        )
    }

    /// Whether its paper waits to be keyed.
    pub fn in_tray(&self) -> bool {
        self.paper.is_some() && self.sheet.is_none() && !self.void
    }

    /// The form under which the serial counts as used.
    pub fn form(&self) -> Option<&str> {
        let sheet = self.sheet.as_ref().map(|s| s.form.as_str());
        sheet.or(self.paper.as_ref().map(|p| p.form.as_str()))
    }
}

/// A half-keyed sheet: where its changes are. What they add up to is for officers only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftRecord {
    /// Its number.
    pub id: DraftId,
    /// All acts that changed it, oldest first.
    pub acts: Vec<Spot>,
}

impl Record for DraftRecord {
    const NAME: &'static str = "half-keyed sheet";
}
