//! A desk without a store: keys go in, and what it asks of the world is answered from a few invented people.

use super::glance;
use super::people;
use caseload::allocation::Settings;
use caseload::domain::act::{Act, Role};
use caseload::domain::calendar::Calendar;
use caseload::domain::reference::ClientId;
use caseload::domain::sheet::Draft;
use caseload::forms::Registry;
use caseload::keymap::{self, notation};
use caseload::model::{Comfort, Effect, Fixed, Known, Message, Model, Opened, State};
use std::sync::{Arc, LazyLock};

/// A model and those who answer it.
pub struct World {
    pub model: Model,
    /// Cards are shown as a supervisor sees them.
    pub supervisor: bool,
}

/// Read once for all pictures.
static FIXED: LazyLock<Fixed> = LazyLock::new(fixed);

fn fixed() -> Fixed {
    Fixed {
        forms: Registry::shipped(),
        keymap: Arc::new(keymap::load("default", None).0),
        calendar: Arc::new(Calendar::england()),
        allocation: Arc::new(Settings::shipped()),
        store: "caseload-data".to_owned(),
        user: String::new(),
        comfort: Comfort::default(),
    }
}

impl World {
    /// The lock.
    pub fn locked() -> Self {
        let model = Model::new(FIXED.clone(), people::now(), people::local(), (80, 24));
        Self {
            model,
            supervisor: false,
        }
    }

    /// The open desk, with these half-keyed sheets; one that is not parked lies open.
    pub fn open(drafts: Vec<Draft>) -> Self {
        Self::opened_by(Role::Officer, drafts)
    }

    /// The open desk of a role.
    pub fn opened_by(role: Role, drafts: Vec<Draft>) -> Self {
        let mut world = Self::locked();
        world.supervisor = role == Role::Supervisor;
        world.say(Message::Unlocked(Box::new(Opened {
            user: "jofficer".to_owned(),
            role,
            overview: glance::overview(drafts),
            notices: Vec::new(),
        })));
        world
    }

    /// Home with nothing parked.
    pub fn home() -> Self {
        Self::open(Vec::new())
    }

    /// A session sheet lies open, keyed as far as the attendance.
    pub fn keying() -> Self {
        let mut world = Self::open(vec![glance::session_draft()]);
        world.say(Message::Kept(people::now()));
        world.open_desk().notice = None;
        world
    }

    /// Types keys written as one line: `smyth<down>`.
    pub fn press(mut self, keys: &str) -> Self {
        for key in notation::read(keys).unwrap() {
            self.say(Message::KeyPressed(key));
        }
        self
    }

    /// Tells the model something, and answers what it asks for.
    pub fn say(&mut self, message: Message) {
        for effect in self.model.update(message) {
            if let Some(answer) = self.answer(effect) {
                self.say(answer);
            }
        }
    }

    /// What all layers share.
    pub fn open_desk(&mut self) -> &mut caseload::model::Desk {
        match &mut self.model.state {
            State::Open(open) => &mut open.desk,
            State::Locked(_) => panic!("the desk is locked"),
        }
    }

    fn answer(&self, effect: Effect) -> Option<Message> {
        Some(match effect {
            Effect::Find(ticket, query) => {
                let found = if query.starts_with('z') {
                    Vec::new()
                } else {
                    glance::hits()
                };
                Message::Found(ticket, found)
            }
            Effect::FindAlike(ticket, _) => {
                Message::AlikeFound(ticket, glance::hits().into_iter().take(2).collect())
            }
            Effect::ReadCard(ticket, client) => Message::CardRead(ticket, self.card(client)),
            Effect::ReadKnown(ticket, client, _) => {
                let known = client.map_or_else(Known::default, |_| glance::known());
                Message::ClientKnown(ticket, Box::new(known))
            }
            Effect::ReadCardAt(ticket, client, day) => {
                let card = self.card(client).map(|mut card| {
                    let kept =
                        |day_told: Option<chrono::NaiveDate>| day_told.is_none_or(|d| d <= day);
                    card.sheets.retain(|sheet| kept(sheet.head.completed_on));
                    for case in &mut card.dossier.cases {
                        case.contacts.retain(|contact| contact.on <= day);
                    }
                    card
                });
                Message::CardRead(ticket, card)
            }
            Effect::ForeseeUndo(ticket, _) => {
                Message::UndoForeseen(ticket, Ok(Box::new(glance::foreseen())))
            }
            Effect::ReadActsAbout(ticket, _) => Message::ActsRead(ticket, people::smith().acts),
            Effect::ReadActs(ticket, _) => Message::ActsRead(ticket, acts()),
            _ => return None,
        })
    }

    fn card(&self, client: ClientId) -> Option<Box<caseload::domain::overview::Card>> {
        let mut cards = people::referred();
        cards.extend([people::smyth(), people::smith()]);
        let mut card = cards.into_iter().find(|card| card.dossier.id == client)?;
        if self.supervisor {
            card.sheets.iter_mut().for_each(|sheet| sheet.values = None);
        }
        Some(Box::new(card))
    }
}

/// The latest acts, newest first.
fn acts() -> Vec<Act> {
    let mut acts = people::smith().acts;
    acts.extend(people::smyth().acts);
    acts.sort_by_key(|act| std::cmp::Reverse(act.at));
    acts
}
