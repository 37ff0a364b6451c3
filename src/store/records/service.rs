//! What the working store holds about the service as a whole.

use super::Spot;
use crate::domain::ledger::Pad;
use crate::domain::reference::{Serial, UserName};
use crate::domain::trainer::Trainer;
use crate::store::codec::Record;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// All trainers, and every act about a worker's record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workers {
    /// The acts, oldest first.
    pub acts: Vec<Spot>,
    /// What they add up to, by number.
    pub trainers: Vec<Trainer>,
}

impl Record for Workers {
    const NAME: &'static str = "trainers' record";
}

/// Pads of numbered paper, and every act about one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pads {
    /// Oldest first.
    pub acts: Vec<PadRef>,
}

/// One act about a pad.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PadRef {
    /// The act's number.
    pub seq: u64,
    /// The pad handed out; `None` where the act undoes another.
    pub pad: Option<Pad>,
    /// The act that counts no longer, where it undoes one.
    pub undoes: Option<u64>,
}

impl Record for Pads {
    const NAME: &'static str = "record of pads";
}

impl Pads {
    /// The pads that count, oldest first.
    pub fn counting(&self) -> Vec<Pad> {
        let mut undone = HashSet::new();
        for act in self.acts.iter().rev() {
            if let Some(target) = act.undoes
                && !undone.contains(&act.seq)
            {
                undone.insert(target);
            }
        }
        let counts = self.acts.iter().filter(|a| !undone.contains(&a.seq));
        counts.filter_map(|a| a.pad.clone()).collect()
    }
}

/// The latest boxes that were keyed again: how she and the verifier did is in the acts, for officers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rekeyings {
    /// At most [`Rekeyings::MOST`], oldest first.
    pub spots: Vec<Spot>,
}

impl Rekeyings {
    /// How many are remembered: some weeks' worth.
    pub const MOST: usize = 500;
}

impl Record for Rekeyings {
    const NAME: &'static str = "record of re-keyed boxes";
}

/// Date and hand on a sheet: what the next one most likely carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    /// The date on the paper.
    pub on: Option<NaiveDate>,
    /// Who filled it in.
    pub by: Option<String>,
    /// The office of the batch that it belongs to.
    pub office: Option<String>,
    /// The act that began that batch; 0 where none was begun.
    pub batch: u64,
    /// The day on which it was keyed.
    pub keyed: NaiveDate,
}

/// One of a user's latest acts that can be undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    /// Where it is.
    pub spot: Spot,
    /// What was done, without names.
    pub words: String,
    /// Whether a later act undid it.
    pub undone: bool,
    /// Date and hand, where a sheet was keyed.
    pub hand: Option<Hand>,
}

/// A user's latest acts, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRecord {
    /// Who.
    pub name: UserName,
    /// At most [`UserRecord::MOST`].
    pub recent: Vec<Recent>,
}

impl UserRecord {
    /// How many acts are remembered: some more than the desk shows, so that undoing does not empty the list.
    pub const MOST: usize = 64;
}

impl Record for UserRecord {
    const NAME: &'static str = "user's latest acts";
}

/// The highest serials used on one form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormTop {
    /// The form's id.
    pub form: String,
    /// How many serials are used on it.
    pub count: u64,
    /// The highest of them, highest first; at most [`FormTop::MOST`], never empty while `count` is not 0.
    pub top: Vec<Serial>,
}

impl FormTop {
    /// How many are remembered, so that undoing a few acts needs no search for the next highest.
    pub const MOST: usize = 16;
}

/// Counters and the like.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// The service's name.
    pub service: String,
    /// When the last act happened, in milliseconds since 1970, UTC.
    pub at: i64,
    /// Clients on the books: brought by an act that counts, not joined to another record.
    pub clients: u64,
    /// The highest client number ever given.
    pub last_client: u32,
    /// The highest draft number ever given.
    pub last_draft: u64,
    /// The highest case number ever given in each year.
    pub last_cases: Vec<(u16, u32)>,
    /// The highest serials of each form, by form.
    pub forms: Vec<FormTop>,
}

impl Record for Totals {
    const NAME: &'static str = "record of counters";
}

/// Up to where the working store carries the acts of the journal, and what it then holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The last act.
    pub spot: Spot,
    /// The chain value after it.
    pub chain: [u8; 32],
    /// How many entries there are.
    pub entries: u64,
    /// The digest over all of them.
    pub digest: u128,
    /// Whether the store was closed in good order after this.
    pub closed: bool,
    /// By which rules it was made: [`LAYOUT`] is today's.
    pub layout: u16,
}

/// The rules by which the working store is made from the journal. Raise it whenever the same acts make other entries: whatever was
/// made by other rules is built anew.
pub const LAYOUT: u16 = 3;

impl Record for Mark {
    const NAME: &'static str = "mark";
}
