//! The keys that say why a box has no answer, and keys that mean something else when they are pressed once more.

use super::Keying;
use crate::command::Command;
use crate::domain::value::Missing;
use crate::model::desk::NoticeKind;
use crate::model::effect::{Bell, Effect};
use crate::model::layer::Hand;

impl Keying {
    /// Says why the box has no answer. Where she has keyed one it is asked first: a full stop that was meant for another box would
    /// take a birth date out unseen.
    pub(super) fn mark(&mut self, hand: &mut Hand<'_>, missing: Missing) {
        let wish = Some((self.filling.focus(), missing));
        if self.filling.holds_her_answer() && self.marking != wish {
            self.marking = wish;
            let said = format!(
                "An answer is keyed in this box: press {} once more to take it out and say {} instead.",
                missing.key(),
                missing.words()
            );
            hand.desk.say(NoticeKind::Soft, said);
            hand.effects.push(Effect::Ring(Bell::Soft));
            return;
        }
        self.marking = None;
        let events = self.filling.mark_missing(missing);
        self.after(hand, events);
    }

    /// Another key came between: what was to be pressed once more is asked anew.
    pub(super) fn forget_what_once_more_means(&mut self, command: Command) {
        if command != Command::CarryLast {
            self.dittoed = None;
        }
        let marks = matches!(
            command,
            Command::MarkNotAsked
                | Command::MarkIllegible
                | Command::MarkDeclined
                | Command::MarkNotApplicable
        );
        if !marks {
            self.marking = None;
        }
        if command != Command::JumpToBox {
            self.run = super::jump::Run::default();
        }
    }
}
