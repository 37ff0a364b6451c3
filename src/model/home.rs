//! Home: what waits at a glance, and the find box that takes every letter typed.

use super::find::Find;
use super::layer::{Hand, Screen};
use super::message::Message;
use crate::command::{Command, Context};

/// The home screen.
#[derive(Debug, Default)]
pub struct Home {
    /// The find box and its list.
    pub find: Find,
    /// A key that means a found client was pressed before the answer came.
    pub eager: Option<Command>,
}

impl Home {
    fn choose(&mut self, hand: &mut Hand<'_>, command: Command) {
        if !self.find.is_answered() {
            self.eager = Some(command);
            hand.hold = Some(self.find.ticket);
        } else if let Some(client) = self.find.meant(command.choice()).map(|hit| hit.client) {
            let card = super::card::open(hand, client);
            hand.push(card);
        }
    }

    /// A form for the marked client, or for whom the next screen asks.
    fn key_form(&mut self, hand: &mut Hand<'_>) {
        let marked = self.find.marked.and_then(|_| self.find.meant(None));
        let client = marked.map(super::find::Chosen::of);
        hand.push(super::layer::Layer::Forms(super::forms::FormPicker::new(
            client,
        )));
    }
}

impl Screen for Home {
    fn contexts(&self) -> &'static [Context] {
        if self.find.in_list() {
            &[Context::Hits, Context::Home, Context::Find, Context::Edit]
        } else {
            &[Context::Home, Context::Find, Context::Edit]
        }
    }

    fn command(&mut self, hand: &mut Hand<'_>, command: Command) -> bool {
        match command {
            Command::OpenHit => self.choose(hand, command),
            Command::KeyForm => self.key_form(hand),
            Command::NewClient => {
                super::everywhere::new_referral(hand, false, self.find.query.text())
            }
            Command::ClearFind => {
                self.find.query.clear();
                self.find.ask(hand);
            }
            _ if command.choice().is_some() => self.choose(hand, command),
            _ => return self.find.command(hand, command),
        }
        true
    }

    fn typed(&mut self, hand: &mut Hand<'_>, c: char) {
        self.find.typed(hand, c);
    }

    fn pasted(&mut self, hand: &mut Hand<'_>, text: &str) {
        self.find.pasted(hand, text);
    }

    fn hear(&mut self, hand: &mut Hand<'_>, message: &Message) {
        self.find.hear(message);
        if let (Message::Found(ticket, _), Some(command)) = (message, self.eager) {
            if *ticket == self.find.ticket {
                self.eager = None;
                self.choose(hand, command);
            }
        }
    }

    fn uncovered(&mut self, hand: &mut Hand<'_>) {
        // What was found may have changed while something lay on top; a finished search starts empty.
        self.find.query.clear();
        self.find.ask(hand);
    }
}
