//! A desk without a store: keys go in, and what it asks of the world is answered from a few invented people.

use super::glance;
use super::paper;
use super::people;
use caseload::allocation::Settings;
use caseload::domain::act::{Act, Deed, Private, Role};
use caseload::domain::calendar::Calendar;
use caseload::domain::figures::{Figures, Tally};
use caseload::domain::overview::Paper;
use caseload::domain::reference::ClientId;
use caseload::domain::sheet::Draft;
use caseload::forms::Registry;
use caseload::keymap::{self, notation};
use caseload::model::{Comfort, Effect, Fixed, Known, Message, Model, Opened, State};
use caseload::paper::lessons::Lessons;
use caseload::search::Counted;
use std::sync::{Arc, LazyLock};

/// A model and those who answer it.
pub struct World {
    pub model: Model,
    /// Cards are shown as a supervisor sees them.
    pub supervisor: bool,
    /// Boxes of yesterday wait to be keyed again.
    pub rekeys: bool,
}

/// Read once for all pictures.
static FIXED: LazyLock<Fixed> = LazyLock::new(fixed);

fn fixed() -> Fixed {
    Fixed {
        forms: Registry::shipped(),
        keymap: Arc::new(keymap::load("default", None).0),
        calendar: Arc::new(Calendar::england()),
        paper: Arc::new(caseload::paper::Settings::shipped()),
        allocation: Arc::new(Settings::shipped()),
        short_names: Arc::new(caseload::search::ShortNames::shipped()),
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
            rekeys: false,
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

    /// Home with boxes of yesterday to key again.
    pub fn morning() -> Self {
        let mut world = Self::locked();
        world.rekeys = true;
        world.say(Message::Unlocked(Box::new(Opened {
            user: "jofficer".to_owned(),
            role: Role::Officer,
            overview: glance::overview(Vec::new()),
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
        let mut world = Self::returned();
        world.open_desk().notice = None;
        world.read_card()
    }

    /// The same sheet just after it was interrupted: the card says where she was.
    pub fn returned() -> Self {
        let mut draft = glance::session_draft();
        "attendance".clone_into(&mut draft.last_keyed);
        let mut world = Self::open(vec![draft]);
        world.say(Message::Kept(people::now()));
        world
    }

    /// A sheet taken up again, once she has read where she was.
    pub fn read_card(mut self) -> Self {
        if let State::Open(open) = &mut self.model.state
            && let Some(caseload::model::Layer::Keying(keying)) = open.layers.last_mut()
        {
            keying.returned = None;
        }
        self
    }

    /// Home of an officer who has keyed for some days.
    pub fn with_figures() -> Self {
        let mut world = Self::home();
        let mut figures = Figures::default();
        let today = people::local().date();
        for (ago, hour, keys, seconds, sheets, caught, found) in [
            (0, 9, 1310, 780, 14, 3, 0),
            (0, 10, 1640, 930, 17, 5, 0),
            (1, 9, 1420, 800, 15, 2, 1),
            (1, 14, 980, 760, 9, 9, 2),
            (9, 14, 1105, 840, 11, 8, 0),
        ] {
            let day = today - chrono::Days::new(ago);
            *figures.hour(day, hour) = Tally {
                keys,
                seconds,
                sheets,
                caught,
                found,
            };
        }
        figures.slips(today, "session", "date").caught = 11;
        figures.slips(today, "session", "attendance").found = 2;
        figures.slips(today, "referral", "dob").caught = 9;
        world.say(Message::FiguresRead(Box::new(figures)));
        world
    }

    /// The pretend tray of the tutorial.
    pub fn learning() -> Self {
        let mut world = Self::locked();
        let forms = Registry::shipped();
        let lessons = Lessons::shipped(&forms, people::local().date()).unwrap();
        let mut overview = glance::overview(Vec::new());
        let paper = |paper: &caseload::paper::lessons::Paper| {
            let head = &paper.sheet.head;
            let form = forms.form(&head.form, head.version).unwrap();
            let today = people::local().date();
            Paper {
                serial: head.serial.clone(),
                form: head.form.clone(),
                client: Some(people::smyth().dossier.id),
                text: caseload::demo::paper_words(&form, &paper.sheet, &paper.name, today),
                act: 1,
            }
        };
        overview.tray = Arc::new(lessons.tray.iter().map(paper).collect());
        world.model.teach(Arc::new(lessons));
        world.say(Message::Unlocked(Box::new(Opened {
            user: "officer".to_owned(),
            role: Role::Officer,
            overview,
            notices: Vec::new(),
        })));
        world
    }

    /// The first sheet of the pretend tray is saved with 54 minutes instead of 45.
    pub fn slip_on_lesson(&mut self) {
        let forms = Registry::shipped();
        let lessons = Lessons::shipped(&forms, people::local().date()).unwrap();
        let sheet = lessons.tray[0].sheet.clone();
        let mut values = sheet.values;
        let minutes = caseload::domain::value::Number::whole(54);
        values.insert(
            "minutes".to_owned(),
            caseload::domain::value::Value::Number(minutes),
        );
        let act = Act {
            seq: 900,
            at: people::now(),
            by: "officer".to_owned(),
            client: Some(people::smyth().dossier.id),
            deed: Deed::SheetKeyed {
                head: sheet.head,
                facts: sheet.facts,
                draft: None,
                amends: false,
                overrides: Vec::new(),
            },
            private: Some(Private {
                values,
                ..Private::default()
            }),
        };
        self.say(Message::Recorded(900, vec![act]));
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
                let counted = Counted {
                    whole: found.len(),
                    ..Counted::default()
                };
                Message::Found(ticket, found, counted)
            }
            Effect::FindAlike(ticket, _) => {
                Message::AlikeFound(ticket, glance::hits().into_iter().take(2).collect())
            }
            Effect::FindPairs(ticket) => Message::PairsFound(ticket, Vec::new()),
            Effect::ReadPairs(ticket, _) => Message::PairsRead(ticket, glance::pairs()),
            Effect::ReadCard(ticket, client) => Message::CardRead(ticket, self.card(client)),
            Effect::ReadKnown(ticket, about) => {
                let known = about
                    .client
                    .map_or_else(Known::default, |_| glance::known());
                Message::ClientKnown(ticket, Box::new(known))
            }
            Effect::Complete(ticket, begun) => {
                let offer = caseload::forms::recall::Offer {
                    text: format!("{} Mill Lane, Coalville", begun.before),
                    whole: true,
                    companions: Vec::new(),
                };
                Message::Offered(
                    ticket,
                    (!begun.postcode.is_empty()).then(|| Box::new(offer)),
                )
            }
            Effect::LookOverSheets(ticket) => {
                Message::SheetsLookedOver(ticket, 212, glance::wrong())
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
            Effect::ReadPaper(ticket) => Message::PaperRead(ticket, Box::new(paper::on_desk())),
            Effect::ReadRekey(ticket, ..) if self.rekeys => {
                Message::RekeyRead(ticket, Box::new(paper::material()))
            }
            Effect::ReadRekey(ticket, ..) => Message::RekeyRead(ticket, Box::default()),
            Effect::ReadSheet(ticket, serial) => {
                let mut sheets = paper::material().sheets.into_iter();
                let found = sheets.find(|r| r.sheet.head.serial == serial);
                Message::SheetRead(ticket, found.map(|r| Box::new(r.sheet)))
            }
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
