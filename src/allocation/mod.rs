//! Who may take a case, who should, and why.
//!
//! # What flows
//! A [`Scene`] holds the day, the people, the open cases, the calendar and the settings; everything here is a pure
//! function of it. [`rank()`] puts trainers in order for one case by the rules of [`rules::RULES`] and those of the service
//! ([`own`]), [`explain()`] says which
//! terms put one of them there, [`queue()`] and [`diary`] say what is due, [`best`] proposes an assignment of the whole
//! queue, [`guard`] finds cases that nobody, or the wrong person, has.
//!
//! # Why
//! The program suggests and explains; it never assigns. Assignments that change by themselves are what people hate in
//! other tools, and a suggestion without its reasons is not believed.

pub mod best;
pub mod clock;
pub mod diary;
pub mod explain;
pub mod finding;
pub mod guard;
pub mod handover;
mod judging;
pub mod lists;
pub mod load;
pub mod own;
pub mod rank;
pub mod risk;
pub mod roster;
pub mod rules;
pub mod settings;
mod solver;
mod words;

pub use clock::{Clock, Queued, clock, queue};
pub use explain::{explain, explain_with};
pub use judging::in_conflict;
pub use lists::When;
pub use load::{Load, Loads, load};
pub use rank::{Candidate, may_override, rank, rank_with, work_asked};
pub use risk::{Limit, Question, limits, questions};
pub use rules::{Bar, RULES, Reason};
pub use settings::Settings;

use crate::domain::calendar::Calendar;
use crate::domain::overview::CaseLine;
use crate::domain::trainer::Trainer;
use chrono::NaiveDate;

/// Everything that an allocation depends on.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The day.
    pub today: NaiveDate,
    /// All trainers there ever were.
    pub trainers: &'a [Trainer],
    /// All cases that are open or owe a follow-up.
    pub cases: &'a [CaseLine],
    /// Working days.
    pub calendar: &'a Calendar,
    /// Weights and limits.
    pub settings: &'a Settings,
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
