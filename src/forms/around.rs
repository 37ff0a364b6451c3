//! What is around a sheet while it is filled: the day, the user, and what is known of the client.

use crate::domain::fact::Facts;
use crate::domain::reference::Serial;
use crate::domain::trainer::Trainer;
use chrono::{NaiveDate, NaiveTime};
use std::sync::Arc;

/// Everything a form may ask for that is not on the paper itself.
#[derive(Clone, Default, PartialEq)]
pub struct Around {
    /// The day on which the sheet is keyed.
    pub today: NaiveDate,
    /// The time of day at which it was begun; none where nobody is keying.
    pub now: Option<NaiveTime>,
    /// Who keys it.
    pub user: String,
    /// What is known of the client: `client.*`, `risk.*`, `history.*`, `trainer.*`.
    pub known: Facts,
    /// The trainers of the service: number and name. Empty: any number of the right shape is taken.
    pub trainers: Vec<(String, String)>,
    /// The records of the workers on the books, which a worker's sheet takes the place of.
    pub workers: Arc<Vec<Trainer>>,
    /// Boxes that are filled beforehand from what is known, by field key, as she would type it.
    pub prefill: Vec<(String, String)>,
    /// What the head of the pile says, by field key, as she would type it; only fields with `carry = true` take theirs. The heads
    /// `completed_on` and `completed_by` do. Nothing is ever carried from the paper of another client.
    pub carried: Vec<(String, String)>,
    /// Where what is known of the client stands, and since when: `referral F-000123 of 01/06/2012`. Shown beside what is filled from it.
    pub known_from: String,
    /// The same for what is carried: `the sheet before`.
    pub carried_from: String,
    /// Whether she has said that this sheet lies in a pile with a head of its own: only then may the caret pass what is carried.
    pub pile: bool,
    /// Of each form, by id, the serial that was keyed last. Empty: nothing is compared with it.
    pub last_serials: Arc<Vec<(String, Serial)>>,
    /// So far from that one a serial without a check letter is read twice, in sheets; 0 for never.
    pub serial_far: u64,
}

/// Whether a fact says who somebody is, or what order she is under: what a sheet about her may be filled with beforehand. What an earlier
/// sheet says of itself (when it came, by what route) is no answer of this one.
pub fn says_who(fact: &str) -> bool {
    fact.starts_with("client.") || fact.starts_with("order.")
}

impl Around {
    /// Nothing known but the day.
    pub fn on(today: NaiveDate) -> Self {
        Self {
            today,
            ..Self::default()
        }
    }
}
