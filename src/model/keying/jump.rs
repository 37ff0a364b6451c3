//! Going to a box by its number: `17` and the jump key, or the jump key and `17`.
//!
//! # Why
//! In a box that one digit fills, the digits of a number typed before the jump key are answers by the time it is pressed. Nothing tells
//! them from answers that she meant, so the line that asks for a number offers to take them back: one more key, and no wrong answer stays.

use super::Keying;
use crate::model::desk::NoticeKind;
use crate::model::layer::{Answer, Hand, Layer};
use crate::model::prompt::{OFFERED, Prompt};

/// Answer of the line that asks for a number.
pub(super) const JUMP: &str = "jump";

/// Digits that each filled a box by itself, one after the other with no other key between.
#[derive(Default)]
pub struct Run {
    digits: String,
    /// Typings to take back where the number offered is taken.
    takes_back: usize,
}

impl Keying {
    /// One typed character of a box; a digit that filled it by itself may be one of a box number.
    pub(super) fn type_char(&mut self, hand: &mut Hand<'_>, c: char) {
        let (at, begins) = (self.filling.focus(), self.filling.takes_missing_key());
        let events = self.filling.type_char(c);
        let went_on = self.filling.focus() != at;
        if c.is_ascii_digit() && begins && went_on {
            self.run.digits.push(c);
        } else if !c.is_ascii_digit() || went_on {
            self.run.digits.clear();
        }
        self.after(hand, events);
    }

    /// The jump key: to the number typed in this box; to one that she says, where none was typed or its digits have answered boxes.
    pub(super) fn jump(&mut self, hand: &mut Hand<'_>) {
        let digits = std::mem::take(&mut self.run.digits);
        let typed = self.filling.typed_digits().unwrap_or_default().to_owned();
        let all = format!("{digits}{typed}");
        let longer = (0..digits.len()).map(|from| &all[from..]);
        let number = longer.into_iter().find(|n| self.filling.has_box(n));
        let Some(number) = number.map(str::to_owned) else {
            if !self.jump_to_typed(hand) {
                let prompt = Prompt::new(JUMP, "Go to box number", 1);
                hand.push(Layer::Prompt(Box::new(prompt)));
            }
            return;
        };
        let answers = number.len() - typed.len();
        self.run.takes_back = answers + usize::from(!typed.is_empty());
        let them = if answers == 1 {
            "the answer before is"
        } else {
            "the answers before are"
        };
        let words = format!("Enter: {number}, and {them} taken back");
        let prompt = Prompt::new(JUMP, "Go to box number", 1).with_offered(number, words);
        hand.push(Layer::Prompt(Box::new(prompt)));
    }

    /// A box number typed where an answer belongs, then the jump key: the box is as it was, and the caret goes there.
    fn jump_to_typed(&mut self, hand: &mut Hand<'_>) -> bool {
        let Some(number) = self.filling.take_typed_number() else {
            return false;
        };
        self.go_to_number(hand, &number);
        true
    }

    /// A number was given in the line, or the one offered was taken.
    pub(super) fn jump_answered(&mut self, hand: &mut Hand<'_>, answer: &Answer) {
        let takes_back = std::mem::take(&mut self.run.takes_back);
        if answer.choice == Some(OFFERED) {
            for _ in 0..takes_back {
                self.filling.undo();
            }
        }
        self.go_to_number(hand, &answer.text);
    }

    fn go_to_number(&mut self, hand: &mut Hand<'_>, number: &str) {
        match self.filling.jump_to_box(number) {
            Ok(events) => self.after(hand, events),
            Err(sentence) => {
                self.after(hand, Vec::new());
                hand.desk.say(NoticeKind::Hard, sentence);
            }
        }
    }
}
