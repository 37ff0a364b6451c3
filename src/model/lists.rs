//! Lists to read and to open lines of: tray, parked sheets, queries, due, audit.

use super::effect::Ticket;
use crate::domain::reference::{ClientId, DraftId, Serial};

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// Paper that waits to be keyed.
    Tray,
    /// Half-keyed sheets.
    Parked,
    /// Sheets with an open question.
    Queries,
    /// First contacts, sessions and follow-ups that are due.
    Due,
    /// What was done, by whom and when.
    Audit,
}

/// Where a line leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To paper of the tray.
    Paper(Serial),
    /// To a half-keyed sheet.
    Draft(DraftId),
    /// To a client's card.
    Client(ClientId),
    /// To an act that may be undone.
    Act(u64),
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListLine {
    /// Columns, in the order shown.
    pub cells: Vec<String>,
    /// Where it leads.
    pub target: Option<Target>,
}

/// A list.
#[derive(Debug)]
pub struct ListScreen {
    /// Which.
    pub kind: ListKind,
    /// Its lines.
    pub lines: Vec<ListLine>,
    /// The marked line.
    pub marked: usize,
    /// Waits for its lines.
    pub ticket: Option<Ticket>,
}
