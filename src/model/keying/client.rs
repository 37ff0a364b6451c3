//! Whose sheet it is: the client box is filled by finding, and the sheet follows what it names.

use super::Keying;
use crate::domain::reference::ClientId;
use crate::domain::value::Value;
use crate::forms::{BoxState, Kind};
use crate::model::find::{FindFor, Purpose};
use crate::model::layer::{Answer, Hand, Layer};

impl Keying {
    pub(super) fn in_client_box(&self) -> bool {
        self.field().kind == Kind::Client
    }

    pub(super) fn find_client(&mut self, hand: &mut Hand<'_>, typed: &str) {
        let title = format!("{}: which client?", self.field().label);
        let mut find = FindFor::new(Purpose::FillBox, title, false);
        find.find.pasted(hand, typed);
        hand.push(Layer::Find(find));
    }

    pub(super) fn filled_client(&mut self, hand: &mut Hand<'_>, answer: &Answer) {
        let key = self.field().key.clone();
        let mut events = self.filling.clear_box();
        events.extend(self.filling.paste(&answer.text));
        let chosen = answer
            .choice
            .map(|id| ClientId(id as u32))
            .filter(|_| key == "client");
        if let Some(chosen) = chosen {
            self.named.retain(|(as_read, _)| *as_read != answer.text);
            self.named.push((answer.text.clone(), chosen));
        }
        events.extend(self.filling.next());
        self.after(hand, events);
    }

    /// The sheet is about whom its client box names: a box emptied, or brought back by undo, changes whose sheet it is.
    pub(super) fn follow_client(&mut self, hand: &mut Hand<'_>) {
        let Some(place) = self.filling.form().position("client") else {
            return;
        };
        let view = self.filling.view(place);
        let text = view.text.to_owned();
        let read = self.filling.value("client").and_then(Value::as_text);
        let same = view.state == BoxState::Answered && read == Some(self.as_read.as_str());
        if same || text == self.as_read {
            return;
        }
        let named = self.named.iter().find(|(as_read, _)| *as_read == text);
        self.client = named.map(|(_, client)| *client);
        self.as_read = text;
        if self.client.is_some() {
            self.ask_known(hand);
        }
        if self.stated {
            self.filling.changes();
            self.state(hand, true);
        }
    }
}
