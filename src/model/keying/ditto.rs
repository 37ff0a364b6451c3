//! What stood here before: on the sheet before, on this client's last; and a box number typed before the jump key.

use super::Keying;
use crate::domain::identifier::IdentifierKind;
use crate::domain::value::Value;
use crate::forms::entry;
use crate::model::desk::NoticeKind;
use crate::model::layer::Hand;
use crate::model::message::EarlierSheet;

/// The box that says whose sheet it is.
const CLIENT: &str = "client";
/// The box with the day on the paper.
const PAPER_DATE: &str = "completed_on";

impl Keying {
    /// `=`: what the sheet before had here; once more: what this client's last sheet of the form had.
    pub(super) fn ditto(&mut self, hand: &mut Hand<'_>) {
        let here = self.filling.focus();
        let again = self.dittoed == Some(here);
        let key = self.field().key.clone();
        if !again && self.is_of_somebody_else() {
            self.dittoed = Some(here);
            hand.desk.say(
                NoticeKind::Info,
                "The sheet before is of somebody else, so this is keyed from the paper. = again takes what this client's own earlier sheet says.",
            );
            return;
        }
        let earlier = self.earlier_with(&key).filter(|_| again);
        let said = earlier.map(|sheet| sheet.said.clone());
        let source = match earlier {
            Some(sheet) => sheet.values.get(&key),
            None if again => None,
            None => self.known.last_mine.get(&key),
        };
        let typed =
            source.map(|value| entry::typed_form(self.field(), value, self.filling.around()));
        match typed {
            Some(typed) if self.in_client_box() => self.find_client(hand, &typed),
            Some(typed) => {
                let events = self.filling.ditto_from(&typed, again);
                let refused = !events.is_empty();
                self.after(hand, events);
                self.dittoed = Some(here);
                if let Some(from) = said.filter(|_| !refused) {
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
                let why = if self.known.last_mine.is_empty() {
                    "No sheet of this form was keyed before this one in this pile."
                } else {
                    "The sheet keyed before this one has no answer here."
                };
                hand.desk.say(
                    NoticeKind::Info,
                    format!("{why} = again takes what this client's own earlier sheet says."),
                );
            }
        }
    }

    /// Whether the sheet before is of another person, and the box tells of one person alone.
    fn is_of_somebody_else(&self) -> bool {
        let alone = self.field().feeds.as_deref().is_some_and(is_of_one_person);
        let before = self.known.last_mine.get(CLIENT);
        let same = before.is_some() && before == self.filling.value(CLIENT);
        alone && !same && self.known.last_mine.contains_key(&self.field().key)
    }

    /// Her newest sheet of this form with an answer in the box that is not later than the one being keyed: what came after the paper is
    /// nothing that the trainer could have gone by.
    fn earlier_with(&self, key: &str) -> Option<&EarlierSheet> {
        let day = match self.filling.value(PAPER_DATE) {
            Some(Value::Date(day)) => Some(*day),
            _ => None,
        };
        let in_time = |sheet: &&EarlierSheet| day.is_none_or(|day| sheet.on <= Some(day));
        let other = |sheet: &&EarlierSheet| self.amends.as_ref() != Some(&sheet.serial);
        let mut sheets = self.known.same_form.iter().filter(in_time).filter(other);
        sheets.find(|sheet| sheet.values.contains_key(key))
    }
}

/// Whether a fact tells of one person alone: her risk, her birthday, a number of hers.
fn is_of_one_person(fact: &str) -> bool {
    let number = fact
        .strip_prefix("client.")
        .and_then(IdentifierKind::from_name);
    fact.starts_with("risk.")
        || fact == "client.dob"
        || number.is_some_and(IdentifierKind::is_of_one_person)
}
