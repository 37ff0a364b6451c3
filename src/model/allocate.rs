//! Allocating a referral: the queue, what limits the choice, the trainers ranked with the reasons.

use crate::allocation::Candidate;
use crate::domain::overview::CaseLine;

/// The allocation screen.
#[derive(Debug)]
pub struct Allocate {
    /// Referrals that wait, by clock, with the words of each clock.
    pub queue: Vec<(CaseLine, String, bool)>,
    /// The referral being allocated.
    pub at: usize,
    /// Type of work it is to be allocated for, 1 or 2.
    pub work: u8,
    /// What limits the choice, in words.
    pub limits: Vec<String>,
    /// Trainers, ranked; barred ones last.
    pub candidates: Vec<Candidate>,
    /// The marked trainer.
    pub marked: usize,
    /// The terms for the marked trainer, while they are shown.
    pub explained: Option<Vec<String>>,
    /// The case is already allocated and is given to somebody else.
    pub again: bool,
    /// The trainer chosen while a reason is asked.
    pub chosen: Option<usize>,
}
