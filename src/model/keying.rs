//! A sheet being keyed.

use super::message::Known;
use crate::domain::reference::{ClientId, DraftId};
use crate::domain::sheet::FilledSheet;
use crate::domain::value::Values;
use crate::forms::Filling;

/// A sheet being keyed: the filling itself and what the desk adds to it.
#[derive(Debug)]
pub struct Keying {
    /// Its draft.
    pub draft: DraftId,
    /// The sheet so far.
    pub filling: Filling,
    /// Whose sheet, once chosen; `None` for somebody new and for sheets about nobody.
    pub client: Option<ClientId>,
    /// The client as the paper names her.
    pub as_read: String,
    /// What is known about her.
    pub known: Known,
    /// Answers of the sheet keyed before this one on the same form, for `=`.
    pub last: Option<Values>,
    /// The list open over a box.
    pub list: Option<CodeList>,
    /// Help for the box is shown.
    pub explained: bool,
    /// Text of the paper, where the tray has it, and whether it is shown.
    pub paper: Option<(String, bool)>,
    /// Laid over another layer by the phone key: saving or Esc goes back there.
    pub over: bool,
    /// The next key is text, even where it would mark the box.
    pub literal: bool,
    /// A save is on its way: the sheet, kept until it is recorded.
    pub saving: Option<Box<FilledSheet>>,
    /// The question about the paper, to be saved with it.
    pub query: String,
}

/// A code list open over a box; narrows as she types.
#[derive(Debug, Default)]
pub struct CodeList {
    /// What narrows it.
    pub narrow: super::line::Line,
    /// Codes and labels that fit.
    pub codes: Vec<(String, String)>,
    /// The marked line.
    pub marked: usize,
    /// Codes ticked, where several may be given.
    pub ticked: Option<Vec<String>>,
}
