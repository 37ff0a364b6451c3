//! How long she has been at the keys without a pause; one quiet line when a break is due.
//!
//! # Why
//! Accuracy falls through a long session while speed rises (Kole 2004), and guidance on screen work asks for five to ten minutes away
//! after fifty or sixty (HSE L26). The line asks nothing and stands until the next key; it comes once a stretch. Nothing of this is kept.

use super::desk::{Desk, NoticeKind};
use chrono::{DateTime, TimeDelta, Utc};

/// Minutes without a key that count as a pause.
pub const PAUSE: u32 = 5;
/// Minutes at the keys after which a break is due, unless the settings say otherwise.
pub const BREAK_AFTER: u32 = 50;

/// The stretch of keying that goes on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pace {
    began: Option<DateTime<Utc>>,
    last: Option<DateTime<Utc>>,
    told: bool,
}

impl Pace {
    /// A key was pressed.
    pub fn keyed(&mut self, now: DateTime<Utc>) {
        let pause = TimeDelta::minutes(i64::from(PAUSE));
        let goes_on = self.last.is_some_and(|last| now - last < pause);
        if !goes_on {
            (self.began, self.told) = (Some(now), false);
        }
        self.last = Some(now);
    }

    /// Minutes at the keys, where a break is due that was not told of yet. `after` of 0: never.
    fn due(&mut self, now: DateTime<Utc>, after: u32) -> Option<i64> {
        let (began, last) = (self.began?, self.last?);
        let rests = now - last >= TimeDelta::minutes(i64::from(PAUSE));
        let minutes = (now - began).num_minutes();
        if after == 0 || self.told || rests || minutes < i64::from(after) {
            return None;
        }
        self.told = true;
        Some(minutes)
    }
}

impl Desk {
    /// Says once a stretch that a break is due, where nothing else is being said.
    pub fn offer_break(&mut self) {
        if self.notice.is_some() {
            return;
        }
        if let Some(minutes) = self.pace.due(self.now, self.comfort.break_after) {
            let said =
                format!("{minutes} minutes at the keys. A short break now saves slips later.");
            self.say(NoticeKind::Info, said);
        }
    }
}
