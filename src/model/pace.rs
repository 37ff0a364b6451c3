//! How long she has been at the keys without a pause; one quiet line when a break is due.
//!
//! # Why
//! Accuracy falls through a long session while speed rises (Kole 2004), and guidance on screen work asks for five to ten minutes away
//! after fifty or sixty (HSE L26). The line asks nothing and stands until the next key; it comes once a stretch.

use super::comfort::Comfort;
use super::desk::{Desk, NoticeKind};
use chrono::{DateTime, TimeDelta, Utc};

/// Minutes without a key that count as a pause, unless the settings say otherwise (inferred).
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
    /// A key was pressed. How long after the one before, in seconds; nothing after a pause of so many minutes.
    pub fn keyed(&mut self, now: DateTime<Utc>, pause: u32) -> u32 {
        let since = self.last.map(|last| now - last);
        self.last = Some(now);
        let pause = TimeDelta::minutes(i64::from(pause));
        if let Some(since) = since.filter(|since| *since < pause) {
            return since.num_seconds().max(0) as u32;
        }
        (self.began, self.told) = (Some(now), false);
        0
    }

    /// Minutes at the keys, where a break is due that was not told of yet. A break after 0 minutes: never.
    fn due(&mut self, now: DateTime<Utc>, comfort: Comfort) -> Option<i64> {
        let (began, last, after) = (self.began?, self.last?, comfort.break_after);
        let rests = now - last >= TimeDelta::minutes(i64::from(comfort.pause));
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
        if let Some(minutes) = self.pace.due(self.now, self.comfort) {
            let said =
                format!("{minutes} minutes at the keys. A short break now saves slips later.");
            self.say(NoticeKind::Info, said);
        }
    }
}
