//! What may complete what is typed: a street, somebody who referred before, a phrase of her notes. It stands beside the box until one
//! key takes it.
//!
//! # Why
//! What is known lies with the store, so it is asked for as she types, as finding is; the key that takes it waits for the answer to what
//! stands in the box, and what she types on meanwhile is hers.

use super::Keying;
use crate::command::{Command, stack};
use crate::domain::value::Value;
use crate::forms::recall::{Offer, streets};
use crate::forms::{Kind, entry};
use crate::model::desk::NoticeKind;
use crate::model::effect::{Begun, Effect, Ticket};
use crate::model::layer::Hand;

/// What is offered for the box under the caret, and what it was asked with.
#[derive(Debug, Default)]
pub struct Offering {
    /// The box.
    at: usize,
    /// What was asked last: nothing where nothing is typed that could be completed.
    asked: Option<Begun>,
    ticket: Ticket,
    answered: bool,
    offer: Option<Offer>,
}

impl Keying {
    /// What stands beside the box to be taken, where anything does.
    pub fn offer(&self) -> Option<&Offer> {
        let offer = self.offering.offer.as_ref()?;
        let typed = self.filling.focused().text;
        let says_more = !offer.whole || !offer.text.eq_ignore_ascii_case(typed.trim());
        (self.offering.at == self.filling.focus() && says_more).then_some(offer)
    }

    /// Asks for what may complete the box, where it is one that can be completed and something new stands in it.
    pub(super) fn follow_offer(&mut self, hand: &mut Hand<'_>) {
        self.give_what_goes_with_it();
        let begun = self.begun();
        if begun == self.offering.asked && self.offering.at == self.filling.focus() {
            return;
        }
        self.offering = Offering {
            at: self.filling.focus(),
            asked: begun.clone(),
            ..Offering::default()
        };
        if let Some(begun) = begun {
            self.offering.ticket = hand.ask(|ticket| Effect::Complete(ticket, Box::new(begun)));
        }
    }

    /// The beginning of an answer under the caret, where it may be completed.
    fn begun(&self) -> Option<Begun> {
        let view = self.filling.focused();
        let field = view.field;
        let caret = view.caret.unwrap_or_default();
        let typing = !self.filling.takes_missing_key() && !view.text.is_empty();
        let at_end = caret == view.text.chars().count();
        let postcode = field.street_of.as_deref().and_then(|key| {
            let postcode = self.filling.value(key).and_then(Value::as_text)?;
            streets::is_number(view.text).then(|| postcode.to_owned())
        });
        let may = (field.kind == Kind::Notes || field.recall || postcode.is_some()) && at_end;
        (typing && may).then(|| Begun {
            form: self.filling.form().id.clone(),
            field: field.key.clone(),
            before: view.text.to_owned(),
            postcode: postcode.unwrap_or_default(),
        })
    }

    /// The answer to what was asked last; an older one says nothing.
    pub(super) fn offered(&mut self, ticket: Ticket, offer: Option<&Offer>) {
        if self.offering.ticket == ticket {
            self.offering.answered = true;
            self.offering.offer = offer.cloned();
        }
    }

    /// The key that takes the offer means nothing before the offer is in; leaving the box needs it for what goes with the answer.
    pub(super) fn waits_for_offer(&self, command: Command) -> Option<Ticket> {
        let leaves = matches!(command, Command::CompleteBox)
            || (matches!(command, Command::NextBox | Command::SkipBox) && self.field().recall);
        let open = self.offering.asked.is_some() && !self.offering.answered;
        (leaves && open && self.list.is_none()).then_some(self.offering.ticket)
    }

    /// Takes what is offered.
    pub(super) fn complete(&mut self, hand: &mut Hand<'_>) {
        let Some(offer) = self.offer().cloned() else {
            let said = if self.filling.focused().text.is_empty() {
                let keys = hand
                    .desk
                    .fixed
                    .keymap
                    .keys_in(Command::CompleteBox, stack::FORM);
                let key = keys.first().map_or("the same key", String::as_str);
                format!("Type the first letters, then {key} completes what is known.")
            } else {
                "Nothing is known that begins with what stands here. Go on typing.".to_owned()
            };
            hand.desk.say(NoticeKind::Info, said);
            return;
        };
        let events = if offer.whole {
            self.give_companions(&offer);
            self.filling.complete(&offer.text)
        } else {
            self.filling.paste(&offer.text)
        };
        self.after(hand, events);
    }

    /// She left a box with an answer that was given before: what goes with it stands in its boxes, dim, until she passes them.
    fn give_what_goes_with_it(&mut self) {
        let at = self.offering.at;
        if at == self.filling.focus() {
            return;
        }
        let Some(offer) = self.offering.offer.take().filter(|offer| offer.whole) else {
            return;
        };
        let said = self.filling.view(at).text.to_owned();
        if said.to_lowercase() != offer.text.to_lowercase() {
            return;
        }
        self.give_companions(&offer);
    }

    fn give_companions(&mut self, offer: &Offer) {
        let (form, around) = (self.filling.form().clone(), self.filling.around().clone());
        let typed = offer.companions.iter().filter_map(|(key, value)| {
            let field = form.field(key)?;
            Some((key.clone(), entry::typed_form(field, value, &around)))
        });
        let typed: Vec<_> = typed.collect();
        self.filling.give_companions(&typed);
    }
}
