//! Home: what waits at a glance, and the find box that takes every letter typed.

use super::call::Call;
use super::desk::{Desk, NoticeKind};
use super::effect::Ticket;
use super::find::{Chosen, Find};
use super::forms::FormPicker;
use super::layer::{Hand, Move, Screen};
use super::message::Message;
use crate::command::{Command, Context};
use crate::domain::act::Role;
use crate::domain::identifier::{self, IdentifierKind};
use crate::domain::reference::ClientId;
use crate::forms::Form;
use chrono::NaiveDate;
use std::sync::Arc;

/// The home screen.
#[derive(Debug, Default)]
pub struct Home {
    /// The find box and its list.
    pub find: Find,
}

impl Home {
    fn choose(&mut self, hand: &mut Hand<'_>, command: Command) {
        let picked = command.choice().is_some() || self.find.in_list();
        let means = picked || self.find.means_first();
        let meant = self.find.meant(command.choice()).filter(|_| means);
        if let Some(client) = meant.map(|hit| hit.client) {
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
        let marked = self.find.marked.and_then(|_| self.find.meant(None));
        let marked = marked.or_else(|| self.find.numbered());
        let client = marked.map(Chosen::of);
        if client.is_some() {
            self.found();
        }
        hand.push(super::layer::Layer::Forms(FormPicker::new(client)));
    }

    /// The form whose letter this is, where it follows a number that cannot go on with one.
    fn form_of(&self, desk: &Desk, c: char) -> Option<Arc<Form>> {
        let query = &self.find.query;
        let at_end = query.before() == query.text();
        // Asked of every key on home: what is seldom so comes first.
        let keys = desk.role == Role::Officer;
        if !keys || !at_end || !is_whole(query.text(), desk.today()) {
            return None;
        }
        let mut forms = FormPicker::for_somebody(&desk.fixed.forms).into_iter();
        forms.find(|form| form.key.eq_ignore_ascii_case(&c))
    }

    /// The letters of the forms, while a number stands in the box behind which a letter keys one.
    pub fn letters(&self, desk: &Desk) -> Option<String> {
        self.find.numbered()?;
        if desk.role != Role::Officer || !is_whole(self.find.query.text(), desk.today()) {
            return None;
        }
        let forms = FormPicker::for_somebody(&desk.fixed.forms).into_iter();
        let letters: Vec<String> = forms.map(|form| form.key.to_string()).collect();
        Some(letters.join(" "))
    }

    /// A letter behind a client's number in full: her sheet of that form.
    fn key_this_form(&mut self, hand: &mut Hand<'_>, c: char) -> bool {
        let form = self.form_of(hand.desk, c);
        let Some((form, client)) = form.zip(self.find.numbered().map(Chosen::of)) else {
            return false;
        };
        self.found();
        let sheet = super::keying::begin(hand, &form.id, &client, Call::None, None);
        hand.moves.extend(sheet.map(Move::Push));
        true
    }
}

/// Whether this is a number to which no letter belongs: a CRN, an NHS number, or a client number with its dash. Without the dash `c1234` may
/// be the beginning of a NOMS number.
fn is_whole(typed: &str, today: NaiveDate) -> bool {
    let typed = typed.trim_start();
    let fits = |kind| identifier::check(kind, typed, today).is_ok();
    let ends_in_figure = typed.ends_with(|c: char| c.is_ascii_digit());
    let own = typed.contains('-') && ClientId::parse(typed).is_some();
    ends_in_figure && (own || fits(IdentifierKind::Crn) || fits(IdentifierKind::NhsNumber))
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
                super::everywhere::new_referral(hand, Call::None, self.find.query.text());
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
        if !self.key_this_form(hand, c) {
            self.find.typed(hand, c);
        }
    }

    fn waits_to_type(&self, desk: &Desk, c: char) -> Option<Ticket> {
        let unknown = !self.find.is_answered() && self.form_of(desk, c).is_some();
        unknown.then_some(self.find.ticket)
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
