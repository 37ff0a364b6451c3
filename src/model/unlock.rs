//! The lock: name and passphrase.

use super::desk::Fixed;
use super::effect::{Effect, Secret};
use super::line::Line;
use super::message::Opened;
use crate::command::{Command, Context};
use crate::keymap::{Key, Resolution};
use chrono::{DateTime, NaiveDateTime, Utc};

/// Longest name or passphrase that is taken, in characters.
const LONGEST_ANSWER: usize = 1000;

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
    /// The store takes longer to open than it should.
    pub stalled: bool,
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
            stalled: false,
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

    /// The store has not answered for long: she may leave.
    pub(super) fn stalled(&mut self) {
        self.stalled = self.waiting;
        if self.waiting {
            let said = "The disk has not answered for five seconds. Wait for it, or leave.";
            self.told = Some(said.to_owned());
        }
    }

    /// Whether a key leaves although the store is being opened.
    pub(super) fn quits(&self, key: Key) -> bool {
        let found = self.fixed.keymap.resolve(&[Context::Unlock], &[], key);
        self.waiting && self.stalled && found == Resolution::Command(Command::QuitDesk)
    }

    pub(super) fn refused(&mut self, why: String) {
        self.waiting = false;
        self.stalled = false;
        self.told = None;
        // What was typed ahead was meant for the desk and might else end up in the box of the name.
        self.typed_ahead.clear();
        self.passphrase.clear();
        self.refusal = Some(why);
    }

    pub(super) fn pasted(&mut self, text: &str) {
        let line = if self.in_passphrase {
            &mut self.passphrase
        } else {
            &mut self.user
        };
        let first = text.lines().next().unwrap_or_default();
        let room = LONGEST_ANSWER.saturating_sub(line.text().len());
        if first.len() > room {
            self.refusal = Some(format!(
                "That is longer than {LONGEST_ANSWER} characters; nothing was pasted."
            ));
        } else if first.chars().any(char::is_control) {
            self.refusal = Some(
                "There is a control character in what was pasted; nothing was pasted.".to_owned(),
            );
        } else {
            line.insert_text(first);
        }
    }

    pub(super) fn key(&mut self, pending: &mut Vec<Key>, key: Key) -> Vec<Effect> {
        let contexts = [Context::Unlock, Context::Edit];
        let fresh = pending.is_empty();
        match self.fixed.keymap.resolve(&contexts, pending, key) {
            Resolution::Pending => pending.push(key),
            Resolution::Command(command) => {
                pending.clear();
                return self.command(command);
            }
            Resolution::Unbound => {
                pending.clear();
                let line = if self.in_passphrase {
                    &mut self.passphrase
                } else {
                    &mut self.user
                };
                if let Some(c) = key
                    .typed()
                    .filter(|_| fresh && line.text().len() < LONGEST_ANSWER)
                {
                    line.insert(c);
                }
            }
        }
        Vec::new()
    }

    fn command(&mut self, command: Command) -> Vec<Effect> {
        let line = if self.in_passphrase {
            &mut self.passphrase
        } else {
            &mut self.user
        };
        match command {
            Command::OpenDesk if !self.in_passphrase => self.in_passphrase = true,
            Command::OpenDesk => {
                self.waiting = true;
                self.refusal = None;
                let passphrase = Secret(self.passphrase.text().to_owned());
                self.passphrase.clear();
                return vec![Effect::Unlock {
                    user: self.user.text().trim().to_owned(),
                    passphrase,
                }];
            }
            Command::NextUnlockBox | Command::PreviousUnlockBox => {
                self.in_passphrase = !self.in_passphrase;
            }
            Command::ClearUnlock => line.clear(),
            Command::ShowHelp => self.told = Some(self.keys()),
            Command::QuitDesk => return vec![Effect::Quit],
            Command::RedrawScreen => return vec![Effect::Redraw],
            other => {
                line.edit(other);
            }
        }
        Vec::new()
    }

    /// Which keys work at the lock.
    fn keys(&self) -> String {
        let contexts = [Context::Unlock, Context::Edit];
        let commands = [
            Command::OpenDesk,
            Command::NextUnlockBox,
            Command::ClearUnlock,
            Command::QuitDesk,
        ];
        let lines = commands.iter().filter_map(|command| {
            let keys = self.fixed.keymap.keys_in(*command, &contexts);
            keys.first()
                .map(|key| format!("{key}: {}", command.sentence()))
        });
        lines.collect::<Vec<_>>().join(" ")
    }
}
