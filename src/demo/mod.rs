//! Made-up people: a believable service from a seed, for the demo and for tests.
//!
//! # What it makes
//! [`acts`] gives everything that an officer of a service like that of Leicestershire and Rutland did in two years:
//! trainers with their dates, referrals, allocations, about three thousand keyed sheets with their share of gaps, second
//! records of the same people, questions about paper; and, on the last evening, a dozen sheets in the tray, two set
//! aside half keyed, and three referrals that wait for a trainer. [`bulk::Bulk`] gives any number of further clients.
//! [`sheets`] gives filled sheets over any forms, for the scripted operator and for round trips.
//!
//! The same [`Recipe`] gives the same acts, on every machine and for ever, as long as the names and the forms stay.
//! Nobody is meant, and no number belongs to anybody: see [`numbers`].
//!
//! # Dates
//! The story ends on [`Recipe::today`]. On 31 December 2012 the roster follows the published account to the day; on any
//! other day it is moved by whole weeks.

mod acts;
pub mod bulk;
mod cells;
mod health;
mod memory;
mod names;
pub mod numbers;
mod papers;
mod people;
mod random;
mod roster;
mod service;
mod sheets;
mod story;
mod tray;

pub use acts::{Dated, acts};
pub use sheets::{sheets, sheets_over};
pub use tray::words as paper_words;

use chrono::NaiveDate;

/// The name under which the demo's officer keys.
pub const OFFICER: &str = "officer";

/// The service's name.
pub const SERVICE: &str = "Soar Valley Health Trainers (made-up data)";

/// What is to be made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recipe {
    /// The same seed gives the same people.
    pub seed: u64,
    /// `None`: the service. `Some(0)`: its trainers and no clients. `Some(n)`: the service and `n` clients from a list.
    pub clients: Option<u32>,
    /// The day on which it is shown; everything happened before.
    pub today: NaiveDate,
}

impl Recipe {
    /// Whether there is a service, or only its trainers.
    pub fn has_service(&self) -> bool {
        self.clients != Some(0)
    }

    /// How many clients come from a list.
    pub fn bulk(&self) -> u32 {
        self.clients.unwrap_or(0)
    }
}
