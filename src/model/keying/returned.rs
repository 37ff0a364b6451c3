//! Where she was: said when she comes back to a sheet, until the next key.
//!
//! # Why
//! After the phone, a lock or a power cut her eyes go to the paper, and the paper does not say which box is next. The card does, and it
//! costs no key: the next one does what it always does.

use super::Keying;
use crate::model::desk::Desk;
use chrono::{DateTime, TimeDelta, Utc};

/// So long without a key is a pause.
const PAUSE: TimeDelta = TimeDelta::minutes(3);

/// How she came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returned {
    /// The sheet was taken up again; a key was last kept then.
    Resumed(DateTime<Utc>),
    /// She pressed no key since then.
    Paused(DateTime<Utc>),
}

impl Keying {
    /// A key of hers: the card is read.
    pub(super) fn goes_on(&mut self, desk: &Desk) {
        self.touched = desk.now;
        self.returned = None;
    }

    /// Time went by: after a pause the card lies there when she looks up.
    pub(super) fn look_for_a_pause(&mut self, desk: &Desk) {
        if self.returned.is_none() && desk.now - self.touched >= PAUSE {
            self.returned = Some(Returned::Paused(self.touched));
        }
    }
}
