//! The answer card: who has the case, last seen, next due, what is missing; below it the timeline.

use super::effect::Ticket;
use crate::domain::overview::Card;
use crate::domain::reference::ClientId;
use crate::domain::sheet::Sheet;

/// A client's card.
#[derive(Debug)]
pub struct CardScreen {
    /// Whose.
    pub client: ClientId,
    /// Waits for it.
    pub ticket: Ticket,
    /// The card, once read.
    pub card: Option<Box<Card>>,
    /// The marked line of the timeline, newest first.
    pub marked: usize,
    /// A sheet laid open to read.
    pub reading: Option<Box<Sheet>>,
    /// First line shown of the sheet being read.
    pub top: usize,
}
