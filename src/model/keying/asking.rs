//! Questions about a box, and what is asked about the serial on the paper.
//!
//! # Why
//! A wrong serial is the one slip that no later sheet puts right: the answers lie under another paper's number. So a number of another
//! form, or one that was keyed before, is said as soon as its box is left, with the way out; a check letter is the box's own matter.

use super::Keying;
use crate::domain::dates;
use crate::domain::ledger::SERIAL_BOX;
use crate::domain::question::{Doubt, turn};
use crate::domain::sheet::Sheet;
use crate::domain::value::{Missing, Value};
use crate::forms::BoxState;
use crate::model::desk::NoticeKind;
use crate::model::effect::{Bell, Effect, Ticket};
use crate::model::layer::{Hand, Layer, Move};
use crate::model::question::Question;
use crate::paper::pads;

/// Answer of "this number was keyed before".
pub const TAKEN: &str = "taken";

/// What is known of the serial in its box.
#[derive(Debug, Default)]
pub struct SerialLook {
    /// The serial that was looked at last.
    seen: String,
    /// Waits to know whether it was keyed before.
    pub waits: Option<Ticket>,
    /// The sheet that carries it already.
    taken: Option<Box<Sheet>>,
}

impl Keying {
    /// Asks the trainer about the box under the caret, or about the one just marked that went on by itself; once more takes the question
    /// back.
    pub(super) fn query_box(&mut self, hand: &mut Hand<'_>) {
        let marked = self.filling.just_marked();
        let view = self.filling.view(marked.unwrap_or(self.filling.focus()));
        let (key, name) = (view.field.key.clone(), view.field.name());
        let doubt = match view.state {
            BoxState::Missing(Missing::Illegible) => Doubt::Illegible,
            BoxState::Blank | BoxState::Missing(_) => Doubt::Missing,
            _ => Doubt::Contradictory,
        };
        let (text, asks) = turn(self.filling.query(), &key, doubt);
        self.set_query(hand, &text);
        let said = if asks {
            format!("Asked about box {name}: {}.", doubt.words())
        } else {
            format!("No longer asked about box {name}.")
        };
        hand.desk.say(NoticeKind::Info, said);
    }

    pub(super) fn set_query(&mut self, hand: &mut Hand<'_>, text: &str) {
        match self.filling.set_query(text) {
            Ok(()) => self.keep(hand),
            Err(sentence) => hand.desk.say(NoticeKind::Hard, sentence),
        }
    }

    /// The serial that stands there before she types is the next one, or that of a paper in the tray: nothing is asked.
    pub(super) fn trust_serial(&mut self) {
        self.serial.seen = self.serial_typed();
    }

    fn serial_typed(&self) -> String {
        let value = self.filling.value(SERIAL_BOX);
        value
            .and_then(Value::as_text)
            .unwrap_or_default()
            .to_owned()
    }

    /// Looks at a serial that she typed, as soon as its box is left.
    pub(super) fn follow_serial(&mut self, hand: &mut Hand<'_>) {
        let typed = self.serial_typed();
        let in_box = self.field().key == SERIAL_BOX;
        if in_box || typed.is_empty() || typed == self.serial.seen {
            return;
        }
        if self.amends.is_some() {
            let _said = self.renumbered(hand);
            return;
        }
        self.serial.seen.clone_from(&typed);
        let form = self.filling.form().id.clone();
        if let Some(said) = pads::of_another_form(&hand.desk.fixed.forms, &form, &typed) {
            self.back_to_serial(hand, &said);
            return;
        }
        if let Some(said) = pads::lacks_letter(&hand.desk.overview.pads, &form, &typed) {
            self.back_to_serial(hand, &said);
            return;
        }
        if pads::on_no_pad(&hand.desk.overview.pads, &form, &typed) {
            let said = format!(
                "{typed} is on no pad that was handed out. Look at the paper; if it is right, note its pad in the ledger."
            );
            hand.desk.say(NoticeKind::Soft, said);
            hand.effects.push(Effect::Ring(Bell::Soft));
        }
        self.serial.waits = Some(hand.ask_and_hold(|ticket| Effect::ReadSheet(ticket, typed)));
    }

    /// Whether another number stands on a sheet that is put right: that would be a second sheet with the same answers. The way to another
    /// number is to take the save back, which brings the sheet back to be keyed on.
    pub(super) fn renumbered(&mut self, hand: &mut Hand<'_>) -> bool {
        let typed = self.serial_typed();
        let Some(amended) = self.amends.clone().filter(|serial| *serial != typed) else {
            return false;
        };
        if typed.is_empty() {
            return false;
        }
        let said = format!(
            "This is {amended}, keyed already: its number stays. If the paper has another one, put {amended} back here, leave this sheet, \
             undo its save on the client's card, and key the number on the sheet that comes back."
        );
        self.back_to_serial(hand, &said);
        true
    }

    fn back_to_serial(&mut self, hand: &mut Hand<'_>, said: &str) {
        self.stand_in(SERIAL_BOX);
        if self.field().key == SERIAL_BOX {
            // The next look at it is a new one, even at the same number.
            self.serial.seen.clear();
        }
        self.keep(hand);
        hand.effects.push(Effect::Ring(Bell::Hard));
        hand.desk.say(NoticeKind::Hard, said);
    }

    /// Whether the serial was keyed before is known: if so, she says which it is.
    pub(super) fn serial_looked_up(&mut self, hand: &mut Hand<'_>, sheet: Option<&Sheet>) {
        self.serial.waits = None;
        let Some(sheet) = sheet else { return };
        self.serial.taken = Some(Box::new(sheet.clone()));
        let keyed = sheet.keyed_at.with_timezone(&chrono::Local).date_naive();
        let serial = &sheet.head.serial;
        let text = vec![format!(
            "Sheet {serial} was keyed on {} by {}.",
            dates::show(keyed),
            sheet.keyed_by
        )];
        let question = Question::yes_no(
            TAKEN,
            "This number was keyed before. Open the sheet that has it?",
            text,
            "Park this one and open that",
            "Key another number here",
        );
        hand.effects.push(Effect::Ring(Bell::Hard));
        hand.push(Layer::Question(Box::new(question)));
    }

    pub(super) fn taken_answered(&mut self, hand: &mut Hand<'_>, choice: Option<usize>) {
        let Some(sheet) = self.serial.taken.take() else {
            return;
        };
        if choice == Some(0) {
            let effects = self.set_aside(hand.desk, true);
            hand.effects.extend(effects);
            if let Some(layer) = super::amend(hand, &sheet) {
                hand.moves.push(Move::Replace(layer));
                return;
            }
        }
        let said = "Look at the number on the paper and key it again.".to_owned();
        self.back_to_serial(hand, &said);
    }
}
