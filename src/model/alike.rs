//! A sheet that brings somebody new fits somebody on the books: same episode, new episode, or a different person.
//!
//! # Why
//! Three answers that mean different things for the cases are three keys. Enter goes back to the sheet: none of the three may
//! be given by the key that is pressed all day.

use super::layer::{Answer, Hand, Move, Screen};
use super::message::{HitLine, Message};
use crate::command::{Command, Context};

/// What the officer says about the person of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Episode {
    /// She is on the books, and the sheet belongs to the case that is open.
    Same,
    /// She is on the books, and the sheet begins a case.
    New,
}

/// The answers, as [`Answer::text`] tells them.
pub(super) const SAME: &str = "same episode";
/// See [`SAME`].
pub(super) const NEW: &str = "new episode";
/// See [`SAME`].
pub(super) const DIFFERENT: &str = "different person";

/// Those whom the sheet fits. `Debug` counts them.
pub struct Alike {
    /// What the asker gave it.
    pub token: &'static str,
    /// Who it may be, the most probable first.
    pub hits: Vec<HitLine>,
    /// The marked one.
    pub marked: usize,
    /// The sheet is of somebody on the books already, whose sheet it stays.
    pub is_known: bool,
}

impl std::fmt::Debug for Alike {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Alike({}, {} people)", self.token, self.hits.len())
    }
}

impl Alike {
    fn give(&self, hand: &mut Hand<'_>, choice: Option<usize>, text: &str) {
        hand.moves.push(Move::Answer(Answer {
            token: self.token,
            choice,
            text: text.to_owned(),
        }));
    }

    fn say_where(&self, hand: &mut Hand<'_>, text: &'static str) {
        let open = self.hits.get(self.marked).and_then(|hit| hit.open_case);
        let no = if self.is_known {
            Some(
                "The sheet stays with its client. If the two are one person, join the records afterwards.",
            )
        } else if text == SAME && open.is_none() {
            Some("She has no open case that the sheet could belong to. The other key begins one.")
        } else {
            None
        };
        match no {
            Some(sentence) => hand.desk.say(super::NoticeKind::Hard, sentence),
            None => self.give(hand, Some(self.marked), text),
        }
    }
}

impl Screen for Alike {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Alike]
    }

    fn command(&mut self, hand: &mut Hand<'_>, command: Command) -> bool {
        let last = self.hits.len().saturating_sub(1);
        match command {
            Command::SameEpisode => self.say_where(hand, SAME),
            Command::NewEpisode => self.say_where(hand, NEW),
            Command::DifferentPerson => self.give(hand, Some(self.marked), DIFFERENT),
            Command::BackToSheet => self.give(hand, None, ""),
            Command::NextAlike => self.marked = (self.marked + 1).min(last),
            Command::PreviousAlike => self.marked = self.marked.saturating_sub(1),
            _ => match command
                .choice()
                .filter(|_| command.contexts().contains(&Context::Alike))
            {
                Some(digit) => self.marked = usize::from(digit - 1).min(last),
                None => return false,
            },
        }
        true
    }

    fn typed(&mut self, _hand: &mut Hand<'_>, _c: char) {}

    fn pasted(&mut self, _hand: &mut Hand<'_>, _text: &str) {}

    fn hear(&mut self, _hand: &mut Hand<'_>, _message: &Message) {}
}
