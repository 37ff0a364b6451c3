//! The store has not answered for long: what is typed waits, but she can always lock the desk or leave it.
//!
//! # Why
//! A disk that hangs must not hold her at the desk with somebody's record open. What she typed since then was never taken, so the first
//! press says how much that is and the second one goes. Whatever was kept before is on the store.

use super::OpenDesk;
use super::desk::NoticeKind;
use super::effect::Effect;
use super::update::Typed;
use crate::command::{Command, Context};
use crate::keymap::{Key, Resolution};

/// What is said once the store has taken longer than it should.
const SAID: &str = "The disk has not answered for five seconds. What you type waits here and goes on when it does.";

/// How long she has been kept waiting.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stall {
    /// The store answers.
    #[default]
    None,
    /// It has not answered for long.
    Told,
    /// She wants to leave, and was told what that costs.
    AskedToLeave(Command),
}

impl OpenDesk {
    /// The store has not answered for long.
    pub(super) fn stalled(&mut self) {
        self.held.stall = Stall::Told;
        self.desk.say(NoticeKind::Hard, SAID);
    }

    /// The command that a key means while the store does not answer, where it is one for leaving.
    pub(super) fn leaving_key(&self, key: Key) -> Option<Command> {
        if self.held.stall == Stall::None || self.held.until.is_none() {
            return None;
        }
        let found = self
            .desk
            .fixed
            .keymap
            .resolve(&[Context::Everywhere], &[], key);
        match found {
            Resolution::Command(command @ (Command::LockDesk | Command::QuitDesk)) => Some(command),
            _ => None,
        }
    }

    /// Says what leaving costs, and leaves at the second press.
    pub(super) fn leave_stalled(&mut self, command: Command, key: Key) -> Vec<Effect> {
        if self.held.stall == Stall::AskedToLeave(command) {
            self.held.typed.clear();
            return self.left(command);
        }
        self.held.stall = Stall::AskedToLeave(command);
        let keys = |typed: &&Typed| matches!(typed, Typed::Key(_));
        let waiting = self.held.typed.iter().filter(keys).count();
        let said = format!(
            "The disk still does not answer. {key} again leaves all the same; {} typed since then would be lost.",
            super::words::count(waiting, "key", "keys")
        );
        self.desk.say(NoticeKind::Hard, said);
        Vec::new()
    }
}
