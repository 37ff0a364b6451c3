//! The lock: name and passphrase.

use super::desk::Fixed;
use super::line::Line;
use super::message::Opened;
use chrono::{DateTime, NaiveDateTime, Utc};

/// The lock screen.
#[derive(Debug)]
pub struct Unlock {
    /// What the desk will share once open.
    pub fixed: Fixed,
    /// Her name.
    pub user: Line,
    /// Her passphrase; never drawn.
    pub passphrase: Line,
    /// The caret is in the passphrase.
    pub in_passphrase: bool,
    /// The store is being opened.
    pub waiting: bool,
    /// Why she was not let in.
    pub refusal: Option<String>,
    /// Now.
    pub now: DateTime<Utc>,
    /// Now, on the office's clock.
    pub local: NaiveDateTime,
    /// Window size.
    pub size: (u16, u16),
    /// Typed ahead while the store opens; played to the open desk, in order.
    pub typed_ahead: Vec<super::update::Typed>,
    /// What she should know once the desk is open, in words.
    pub notices: Vec<String>,
    /// Which keys work here, once she has asked.
    pub told: Option<String>,
}

impl Unlock {
    /// The lock as it stands at the start.
    pub fn new(fixed: Fixed, now: DateTime<Utc>, local: NaiveDateTime, size: (u16, u16)) -> Self {
        let user = Line::new(fixed.user.clone());
        let in_passphrase = !user.is_empty();
        Self {
            fixed,
            user,
            passphrase: Line::default(),
            in_passphrase,
            waiting: false,
            refusal: None,
            now,
            local,
            size,
            typed_ahead: Vec::new(),
            notices: Vec::new(),
            told: None,
        }
    }

    /// What the open desk starts from.
    pub fn opened(&self, opened: Opened) -> super::desk::Desk {
        super::desk::Desk::new(self.fixed.clone(), opened, self.now, self.local, self.size)
    }
}
