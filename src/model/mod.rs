//! All state of the desk and the only code that changes it.
//!
//! [`Model::update`] takes a [`Message`] and gives [`Effect`]s; it is total, pure and never blocks: no disk, no clock, no
//! terminal. One file per screen, with the same names as in `ui/screens`.
//!
//! # How a key travels
//! The top [`layer::Layer`] says its contexts; the keymap resolves the key; a command goes to the layer, and to the desk itself where
//! the layer has no use for it; an unbound printable key is typed into the layer. Every layer hears what the world answers.

pub mod alike;
pub mod allocate;
pub mod batch;
mod besides;
pub mod call;
pub mod card;
mod case_history;
mod closing;
pub mod comfort;
pub mod course;
pub mod desk;
mod diary;
pub mod drafts;
pub mod effect;
pub mod everywhere;
pub mod figures;
pub mod find;
pub mod foreseen;
pub mod forms;
pub mod hands;
pub mod help;
pub mod home;
pub mod keying;
pub mod layer;
pub mod line;
pub mod lists;
pub mod message;
pub mod newcomer;
pub mod pace;
pub mod palette;
pub mod paperwork;
pub mod past;
pub mod prompt;
pub mod question;
pub mod rekey;
pub mod review;
mod saved;
pub mod share;
mod stack;
mod stalled;
pub mod unlock;
pub mod update;
pub mod words;

pub use comfort::{Comfort, Look};
pub use desk::{Desk, Fixed, Notice, NoticeKind, Safety};
pub use effect::{Begun, Bell, Effect, Secret, SheetAbout, Ticket};
pub use layer::{Answer, Hand, Layer, Move, Screen};
pub use message::{
    EarlierSheet, FoundPair, HitLine, Known, Message, Opened, PairLine, PaperOnDesk, WrongSheet,
};

use crate::keymap::Key;

/// The whole state of the program.
#[derive(Debug)]
pub struct Model {
    /// Locked, or open.
    pub state: State,
    /// Keys of a sequence begun.
    pub pending: Vec<Key>,
    /// Messages heard since the start, for tests of order.
    pub heard: u64,
    /// The program is to end.
    pub ended: bool,
    /// She leaves to practise on the pretend tray, and comes back afterwards.
    pub practises: bool,
    /// The tutorial, while the desk is locked; the open desk has it itself.
    pub course: Option<course::Course>,
}

/// Locked, or open.
#[derive(Debug)]
pub enum State {
    /// The passphrase is asked for; what all layers will share waits here.
    Locked(Box<unlock::Unlock>),
    /// At work.
    Open(Box<OpenDesk>),
}

/// The open desk: what is shared and the layers, home first.
#[derive(Debug)]
pub struct OpenDesk {
    /// What is shared.
    pub desk: Desk,
    /// Home at the bottom; never empty.
    pub layers: Vec<Layer>,
    /// What was typed ahead of an answer.
    pub held: update::Held,
}
