//! The stack of screens: home lies at the bottom, each further layer on top of what it interrupted.

use super::allocate::Allocate;
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
use crate::command::{Command, Context};

/// One layer.
#[derive(Debug)]
pub enum Layer {
    /// The tray and the find box.
    Home(Home),
    /// Which form?
    Forms(FormPicker),
    /// Whose sheet?
    Find(FindFor),
    /// A sheet being keyed.
    Keying(Box<Keying>),
    /// A client's card, or one of her sheets to read.
    Card(Box<CardScreen>),
    /// The queue and the trainers.
    Allocate(Box<Allocate>),
    /// Tray, parked, queries, due, audit.
    List(ListScreen),
    /// Yes or no, or one of several.
    Question(Box<Question>),
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What it was about.
    pub token: &'static str,
    /// Which choice, from 0; `None` when cancelled.
    pub choice: Option<usize>,
    /// What was typed.
    pub text: String,
}

/// What a layer may see and ask for while it handles one thing.
pub struct Hand<'a> {
    /// Everything that all layers share.
    pub desk: &'a mut Desk,
    /// Wishes, in order.
    pub effects: Vec<Effect>,
    /// Moves, in order.
    pub moves: Vec<Move>,
}

impl Hand<'_> {
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
    /// It came to lie on top again.
    fn uncovered(&mut self, _hand: &mut Hand<'_>) {}
}
