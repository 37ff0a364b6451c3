//! What stood here before: on the sheet before, on this client's last; and a box number typed before the jump key.

use super::Keying;
use crate::forms::entry;
use crate::model::desk::NoticeKind;
use crate::model::layer::Hand;

impl Keying {
    /// `=`: what the sheet before had here; once more: what this client's last sheet of the form had.
    pub(super) fn ditto(&mut self, hand: &mut Hand<'_>) {
        let here = self.filling.focus();
        let again = self.dittoed == Some(here);
        let key = self.field().key.clone();
        let source = if again {
            &self.known.last_same_form
        } else {
            &self.known.last_mine
        };
        let typed = source
            .get(&key)
            .map(|value| entry::typed_form(self.field(), value, self.filling.around()));
        match typed {
            Some(typed) if self.in_client_box() => self.find_client(hand, &typed),
            Some(typed) => {
                let events = self.filling.ditto_from(&typed, again);
                let refused = !events.is_empty();
                self.after(hand, events);
                self.dittoed = Some(here);
                if again && !refused {
                    let from = &self.known.last_same_form_on;
                    hand.desk
                        .say(NoticeKind::Info, format!("This is as on {from}."));
                }
            }
            None if again => hand.desk.say(
                NoticeKind::Info,
                "This client has no earlier sheet with an answer here.",
            ),
            None => {
                self.dittoed = Some(here);
                hand.desk.say(
                    NoticeKind::Info,
                    "No sheet of this form was keyed today. = again takes this client's last.",
                );
            }
        }
    }

    /// A box number typed where an answer belongs, then the jump key: the box is as it was, and the caret goes there.
    pub(super) fn jump_to_typed(&mut self, hand: &mut Hand<'_>) -> bool {
        let Some(number) = self.filling.take_typed_number() else {
            return false;
        };
        match self.filling.jump_to_box(&number) {
            Ok(events) => self.after(hand, events),
            Err(sentence) => {
                self.after(hand, Vec::new());
                hand.desk.say(NoticeKind::Hard, sentence);
            }
        }
        true
    }
}
