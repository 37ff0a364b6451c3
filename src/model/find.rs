//! Finding a client as she types: the box and its list, on home and wherever a client is asked for.
//!
//! # Why
//! The list answers the newest query only and keeps the marked client marked while it changes, so that it does not jump
//! under her finger. A new client exists only past a ranked "is it one of these?".

use super::effect::Ticket;
use super::line::Line;
use super::message::HitLine;
use crate::domain::reference::ClientId;

/// The box and its list; part of home and of [`FindFor`].
#[derive(Debug, Default)]
pub struct Find {
    /// What she types.
    pub query: Line,
    /// What was found for the newest answered query.
    pub hits: Vec<HitLine>,
    /// The query that `hits` answers.
    pub answered: String,
    /// The newest query's ticket.
    pub ticket: Ticket,
    /// The marked line; `None` while the caret is in the box (the first line then counts as marked for Enter).
    pub marked: Option<usize>,
    /// Enter was pressed before the newest answer came: act on it when it comes.
    pub eager: bool,
}

/// What the client is wanted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// To key a sheet of this form.
    KeyForm(String),
    /// To look at the card.
    Card,
    /// To fill a client box of the sheet below.
    FillBox,
}

/// Whose sheet? Laid over whatever asks.
#[derive(Debug)]
pub struct FindFor {
    /// Box and list.
    pub find: Find,
    /// What for.
    pub purpose: Purpose,
    /// The heading: `Whose session record?`.
    pub title: String,
    /// Whether somebody new may be brought.
    pub may_be_new: bool,
    /// "Is it one of these?" waits for this answer before somebody new is made.
    pub alike: Option<Ticket>,
}

/// Whom she chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The client.
    pub client: ClientId,
    /// As the paper names her: the exact identifier typed, else the client number.
    pub as_read: String,
}
