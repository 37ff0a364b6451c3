//! The stack of screens: home lies at the bottom, each further layer on top of what it interrupted.

use super::alike::Alike;
use super::allocate::Allocate;
use super::batch::Batch;
use super::card::CardScreen;
use super::desk::Desk;
use super::effect::{Effect, Ticket};
use super::find::FindFor;
use super::forms::FormPicker;
use super::help::Help;
use super::home::Home;
use super::keying::Keying;
use super::lists::ListScreen;
use super::message::Message;
use super::palette::Palette;
use super::prompt::Prompt;
use super::question::Question;
use super::rekey::RekeyScreen;
use super::review::Review;
use super::share::Share;
use crate::command::{Command, Context};

/// One layer.
#[derive(Debug)]
pub enum Layer {
    /// The tray and the find box.
    Home(Home),
    /// Which form?
    Forms(FormPicker),
    /// The head of a pile of paper.
    Batch(Box<Batch>),
    /// Whose sheet?
    Find(FindFor),
    /// A sheet being keyed.
    Keying(Box<Keying>),
    /// A client's card, or one of her sheets to read.
    Card(Box<CardScreen>),
    /// The queue and the trainers.
    Allocate(Box<Allocate>),
    /// Many cases shared out at once.
    Share(Box<Share>),
    /// Records that may be of one person.
    Review(Box<Review>),
    /// Tray, parked, queries, due, audit.
    List(ListScreen),
    /// Boxes of earlier sheets keyed again.
    Rekey(Box<RekeyScreen>),
    /// Yes or no, or one of several.
    Question(Box<Question>),
    /// Same episode, new episode, different person.
    Alike(Box<Alike>),
    /// A short answer by typing.
    Prompt(Box<Prompt>),
    /// Any command by its name.
    Palette(Palette),
    /// The effective key table.
    Help(Help),
}

/// What a layer asks of the desk that holds it.
#[derive(Debug)]
pub enum Move {
    /// Lay this on top.
    Push(Layer),
    /// Take the top layer off.
    Pop,
    /// Take the top layer off and lay this in its place.
    Replace(Layer),
    /// Back to home, keeping drafts.
    Home,
    /// Run a command of the layer below once this one is off (palette), as if its key had been pressed.
    Run(Command),
    /// Give the layer below the answer of a question or prompt, after taking the top one off.
    Answer(Answer),
}

/// The answer to a question or prompt; `token` is what the asker gave it.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// What it was about.
    pub token: &'static str,
    /// Which choice, from 0; `None` when cancelled.
    pub choice: Option<usize>,
    /// What was typed.
    pub text: String,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Answer({} {:?})", self.token, self.choice)
    }
}

/// What a layer may see and ask for while it handles one thing.
pub struct Hand<'a> {
    /// Everything that all layers share.
    pub desk: &'a mut Desk,
    /// Wishes, in order.
    pub effects: Vec<Effect>,
    /// Moves, in order.
    pub moves: Vec<Move>,
    /// Keys typed from now on wait until this ticket is answered.
    pub hold: Option<Ticket>,
}

impl<'a> Hand<'a> {
    /// An empty hand over the desk.
    pub fn new(desk: &'a mut Desk) -> Self {
        Self {
            desk,
            effects: Vec::new(),
            moves: Vec::new(),
            hold: None,
        }
    }

    /// Wishes for something that answers under a ticket.
    pub fn ask(&mut self, wish: impl FnOnce(Ticket) -> Effect) -> Ticket {
        let ticket = self.ticket();
        self.effects.push(wish(ticket));
        ticket
    }

    /// Wishes for something, and lets keys typed from now on wait for its answer.
    pub fn ask_and_hold(&mut self, wish: impl FnOnce(Ticket) -> Effect) -> Ticket {
        let ticket = self.ask(wish);
        self.hold = Some(ticket);
        ticket
    }

    /// Lays a layer on top.
    pub fn push(&mut self, layer: Layer) {
        self.moves.push(Move::Push(layer));
    }

    /// A new ticket.
    pub fn ticket(&mut self) -> Ticket {
        self.desk.next_ticket += 1;
        self.desk.next_ticket
    }
}

/// What every layer can do.
pub trait Screen {
    /// Its contexts, innermost first, without `Everywhere` at the end where nothing lies under it.
    fn contexts(&self) -> &'static [Context];
    /// A command was given here. False when the layer has no use for it (the desk then tries its own).
    fn command(&mut self, hand: &mut Hand<'_>, command: Command) -> bool;
    /// A character was typed.
    fn typed(&mut self, hand: &mut Hand<'_>, c: char);
    /// Text was pasted.
    fn pasted(&mut self, hand: &mut Hand<'_>, text: &str);
    /// The world answered; every layer hears it, top or not.
    fn hear(&mut self, hand: &mut Hand<'_>, message: &Message);
    /// A question or prompt that this layer asked was answered.
    fn answered(&mut self, _hand: &mut Hand<'_>, _answer: Answer) {}
    /// The answer that a command needs before it can mean anything here.
    fn waits(&self, _command: Command) -> Option<Ticket> {
        None
    }
    /// The answer that a character needs before it can mean anything here.
    fn waits_to_type(&self, _desk: &Desk, _c: char) -> Option<Ticket> {
        None
    }
    /// Whether a character means something here before the keymap is asked: the letters that the screen itself shows.
    fn takes(&self, _desk: &Desk, _c: char) -> bool {
        false
    }
    /// It came to lie on top again.
    fn uncovered(&mut self, _hand: &mut Hand<'_>) {}
}

impl Layer {
    /// The draft of a sheet being keyed.
    pub fn draft(&self) -> Option<crate::domain::reference::DraftId> {
        match self {
            Self::Keying(keying) => Some(keying.draft),
            _ => None,
        }
    }

    /// The layer as what every layer can do.
    pub fn screen(&self) -> &dyn Screen {
        match self {
            Self::Home(s) => s,
            Self::Forms(s) => s,
            Self::Batch(s) => s.as_ref(),
            Self::Find(s) => s,
            Self::Keying(s) => s.as_ref(),
            Self::Card(s) => s.as_ref(),
            Self::Allocate(s) => s.as_ref(),
            Self::Share(s) => s.as_ref(),
            Self::Review(s) => s.as_ref(),
            Self::List(s) => s,
            Self::Rekey(s) => s.as_ref(),
            Self::Question(s) => s.as_ref(),
            Self::Alike(s) => s.as_ref(),
            Self::Prompt(s) => s.as_ref(),
            Self::Palette(s) => s,
            Self::Help(s) => s,
        }
    }

    /// The same, to change it.
    pub fn screen_mut(&mut self) -> &mut dyn Screen {
        match self {
            Self::Home(s) => s,
            Self::Forms(s) => s,
            Self::Batch(s) => s.as_mut(),
            Self::Find(s) => s,
            Self::Keying(s) => s.as_mut(),
            Self::Card(s) => s.as_mut(),
            Self::Allocate(s) => s.as_mut(),
            Self::Share(s) => s.as_mut(),
            Self::Review(s) => s.as_mut(),
            Self::List(s) => s,
            Self::Rekey(s) => s.as_mut(),
            Self::Question(s) => s.as_mut(),
            Self::Alike(s) => s.as_mut(),
            Self::Prompt(s) => s.as_mut(),
            Self::Palette(s) => s,
            Self::Help(s) => s,
        }
    }
}
