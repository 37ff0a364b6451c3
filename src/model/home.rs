//! Home: what waits at a glance, and the find box that takes every letter typed.

use super::desk::NoticeKind;
use super::effect::Ticket;
use super::find::{Find, LIKELY};
use super::layer::{Hand, Screen};
use super::message::{HitLine, Message};
use crate::command::{Command, Context};

/// The home screen.
#[derive(Debug, Default)]
pub struct Home {
    /// The find box and its list.
    pub find: Find,
}

impl Home {
    fn choose(&mut self, hand: &mut Hand<'_>, command: Command) {
        let picked = command.choice().is_some() || self.find.in_list();
        let is_meant = |hit: &&HitLine| picked || hit.is_meant(LIKELY);
        if let Some(client) = self
            .find
            .meant(command.choice())
            .filter(is_meant)
            .map(|hit| hit.client)
        {
            let card = super::card::open(hand, client);
            hand.push(card);
            self.found();
        } else if !self.find.query.is_empty() {
            hand.desk.say(NoticeKind::Info, self.find.nobody());
        }
    }

    /// A finished search leaves the box empty for the next one.
    fn found(&mut self) {
        self.find = Find::default();
    }

    /// A form for the marked client, or for whom the next screen asks.
    fn key_form(&mut self, hand: &mut Hand<'_>) {
        // A number of hers typed in full names her as the mark does.
        let exact = || self.find.hits.iter().find(|hit| hit.exact.is_some());
        let marked = self.find.marked.and_then(|_| self.find.meant(None));
        let marked = marked.or_else(|| exact().filter(|_| self.find.is_answered()));
        let client = marked.map(super::find::Chosen::of);
        if client.is_some() {
            self.found();
        }
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
                super::everywhere::new_referral(hand, false, self.find.query.text());
                self.found();
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

    fn hear(&mut self, _hand: &mut Hand<'_>, message: &Message) {
        self.find.hear(message);
    }

    fn waits(&self, command: Command) -> Option<Ticket> {
        if command == Command::KeyForm && !self.find.is_answered() {
            return Some(self.find.ticket);
        }
        self.find.waits(command)
    }

    fn uncovered(&mut self, hand: &mut Hand<'_>) {
        // What was found may have changed while something lay on top.
        self.find.ask(hand);
    }
}
