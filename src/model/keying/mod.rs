//! A sheet being keyed: the filling itself, and what the desk adds to it.
//!
//! - [`asking`]: questions about a box, and about the serial on the paper.
//! - [`begin`]: how a sheet comes to lie on the desk: new, from the tray, taken up again, corrected.
//! - [`client`]: whose sheet it is.
//! - [`complete`]: what may complete what is typed.
//! - [`ditto`]: what stood here before, and a box number typed before the jump key.
//! - [`keep`]: keeping the sheet as it is keyed, and setting it aside.
//! - [`list`]: the code list open over a box.
//! - [`marks`]: why a box has no answer, and keys that are pressed once more.
//! - [`prompts`]: lines typed over the sheet.
//! - [`returned`]: where she was, after a pause, a lock or a crash.
//! - [`said`]: what a key did, in words and bells.
//! - [`save`]: finishing, and what is said when it is recorded or not.
//! - [`somebody_new`]: whether the person of the sheet is on the books after all.
//!
//! # Why
//! Every key that changes a box is kept at once ([`Keying::keep`]); a box that she leaves is kept on stable storage. So a sheet
//! can be interrupted at any moment, by a phone, a lock or a crash, and lies there again with the caret in the same box.

mod asking;
mod begin;
mod client;
mod complete;
mod ditto;
mod jump;
mod keep;
mod list;
mod marks;
mod on_paper;
mod prompts;
mod returned;
mod said;
mod save;
mod somebody_new;

pub use begin::{amend, amend_at, begin, begin_paper, next_draft, resume, resume_at};
pub use complete::Offering;
pub use list::CodeList;
pub use prompts::HalfTyped;
pub use returned::Returned;
pub use somebody_new::SomebodyNew;

use super::call::Call;
use super::desk::{Desk, NoticeKind};
use super::effect::Ticket;
use super::layer::{Answer, Hand, Layer, Move, Screen};
use super::message::{Known, Message};
use super::question::Question;
use crate::command::{Command, Context};
use crate::domain::history;
use crate::domain::question;
use crate::domain::reference::{ClientId, DraftId, Serial};
use crate::domain::sheet::DraftChange;
use crate::domain::value::{Missing, Value};
use crate::forms::{Event, Field, Filling};
use chrono::{DateTime, Utc};
use jump::JUMP;
use prompts::{KEEP, QUERY};

/// Answer of the find box that fills a client box.
pub const CLIENT_BOX: &str = "client box";
const DISCARD: &str = "discard";
/// Longest paste that is looked at, in characters; more is no answer to any box.
const LONGEST_PASTE: usize = 10_000;

/// A sheet being keyed. `Debug` says which form and where, never whose or what.
pub struct Keying {
    /// Its draft.
    pub draft: DraftId,
    /// The sheet so far.
    pub filling: Filling,
    /// Whose sheet, once chosen; `None` for somebody new and for sheets about nobody.
    pub client: Option<ClientId>,
    /// The client as the paper names her.
    pub as_read: String,
    /// Clients chosen for this sheet, with what then stood in the box: undo may bring one back.
    pub named: Vec<(String, ClientId)>,
    /// What is known about her.
    pub known: Known,
    /// The keyed sheet that this one corrects.
    pub amends: Option<Serial>,
    /// The list open over a box.
    pub list: Option<CodeList>,
    /// Help for the box is shown.
    pub explained: bool,
    /// Text of the paper, where the tray has it, and whether it is shown.
    pub paper: Option<(String, bool)>,
    /// The paper of the tray that it is keyed from.
    pub from_tray: Option<Serial>,
    /// The call in which it is taken.
    pub call: Call,
    /// The next key is text, even where it would mark the box.
    pub literal: bool,
    /// Waits for what is known about the client before the first box may be keyed.
    pub awaits: Option<Ticket>,
    /// A save is on its way.
    pub saving: Option<Ticket>,
    /// The draft is on the store: its changes may follow.
    pub stated: bool,
    /// The trainer whose training and time in post the checks know.
    pub trainer: String,
    /// Whether it brings somebody new, and whom she was asked about.
    pub newcomer: SomebodyNew,
    /// The box into which `=` was pressed last: the next `=` takes from further back.
    pub dittoed: Option<usize>,
    /// The box whose answer would be taken out by the same mark again.
    marking: Option<(usize, Missing)>,
    /// What is known of the serial in its box.
    pub serial: asking::SerialLook,
    /// What is half typed in a line over it.
    pub half: HalfTyped,
    /// Digits that may be a box number.
    run: jump::Run,
    /// What may complete the box under the caret.
    pub offering: Offering,
    /// "Where was I?" is shown until the next key, which does what it always does.
    pub returned: Option<Returned>,
    /// When a key of hers last reached this sheet.
    pub touched: DateTime<Utc>,
}

impl std::fmt::Debug for Keying {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Keying({:?} {:?} {:?})",
            self.draft, self.client, self.filling
        )
    }
}

impl Keying {
    /// The field under the caret.
    pub fn field(&self) -> &Field {
        self.filling.focused().field
    }

    /// Says and rings what a key did, then keeps it.
    fn after(&mut self, hand: &mut Hand<'_>, events: Vec<Event>) {
        let filled = events.contains(&Event::Filled);
        hand.desk.count_slips(&self.filling.form().id, &events);
        said::tell(hand, events);
        if filled {
            self.finish(hand);
            return;
        }
        self.follow_client(hand);
        self.know_trainer(hand.desk);
        self.follow_serial(hand);
        self.follow_offer(hand);
        self.keep(hand);
        self.look_ahead(hand);
    }

    /// Tells the checks about the trainer who filled in the paper, once her number stands in its box.
    fn know_trainer(&mut self, desk: &Desk) {
        let hand = self
            .filling
            .value("completed_by")
            .and_then(Value::as_text)
            .unwrap_or_default();
        if hand == self.trainer {
            return;
        }
        self.trainer = hand.to_owned();
        let mut facts = begin::facts(desk, &self.known);
        if let Some(trainer) = desk.overview.trainer(&self.trainer) {
            history::of_trainer(&mut facts, trainer, desk.today());
        }
        self.filling.know(facts);
    }

    fn open_list(&mut self, hand: &mut Hand<'_>) {
        if self.in_client_box() {
            self.find_client(hand, "");
            return;
        }
        self.list = CodeList::over(self.field(), &hand.desk.overview);
        if self.list.is_none() {
            let help = self.field().help.clone();
            self.explained = true;
            hand.desk.say(
                NoticeKind::Info,
                format!("There is no list for this box. {help}"),
            );
        }
    }

    /// Moves, marks and editing: what goes straight to the filling.
    fn filling_command(&mut self, command: Command) -> Option<Vec<Event>> {
        let filling = &mut self.filling;
        Some(match command {
            Command::NextBox => filling.next(),
            Command::SkipBox => filling.pass_by(),
            Command::PreviousBox => filling.previous(),
            Command::FirstBox => filling.first(),
            Command::LastBox => filling.last(),
            Command::NextPage => filling.next_page(),
            Command::PreviousPage => filling.previous_page(),
            Command::ClearBox => filling.clear_box(),
            Command::UndoTyping => filling.undo(),
            Command::RedoTyping => filling.redo(),
            Command::MoveLeft => filling.left(),
            Command::MoveRight => filling.right(),
            Command::MoveWordLeft => filling.word_left(),
            Command::MoveWordRight => filling.word_right(),
            Command::MoveToStart => filling.start(),
            Command::MoveToEnd => filling.end(),
            Command::DeleteBack => filling.backspace(),
            Command::DeleteForward => filling.delete(),
            Command::DeleteWord => filling.delete_word(),
            Command::BreakLine => filling.paste("\n"),
            _ => return None,
        })
    }

    /// What the desk adds to a filling.
    fn desk_command(&mut self, hand: &mut Hand<'_>, command: Command) -> bool {
        match command {
            Command::SaveSheet => self.finish(hand),
            Command::ParkSheet => self.park(hand),
            Command::CarryLast => self.ditto(hand),
            Command::MarkNotAsked => self.mark(hand, Missing::NotAsked),
            Command::MarkIllegible => self.mark(hand, Missing::Illegible),
            Command::MarkDeclined => self.mark(hand, Missing::Declined),
            Command::MarkNotApplicable => self.mark(hand, Missing::NotApplicable),
            Command::TypeLiterally => self.literal = true,
            Command::CompleteBox => self.complete(hand),
            Command::OpenList => self.open_list(hand),
            Command::ExplainBox => self.explained = !self.explained,
            Command::JumpToBox => self.jump(hand),
            Command::QuerySheet => self.ask_query(hand),
            Command::QueryBox => self.query_box(hand),
            Command::OverrideCheck if self.filling.asked().is_empty() => {
                said::nothing_asked(hand, &self.filling.focused());
            }
            Command::OverrideCheck => self.ask_reason(hand),
            Command::NextFinding => self.next_finding(hand),
            Command::ShowPaper => match &mut self.paper {
                Some((_, shown)) => *shown = !*shown,
                None => hand
                    .desk
                    .say(NoticeKind::Info, "The tray holds no text of this paper."),
            },
            Command::DiscardSheet => {
                let text = vec!["Everything keyed on this sheet is thrown away.".to_owned()];
                let question = Question::yes_no(
                    DISCARD,
                    "Throw this sheet away?",
                    text,
                    "Throw it away",
                    "Keep it",
                );
                hand.push(Layer::Question(Box::new(question)));
            }
            _ => return false,
        }
        true
    }
}

impl Screen for Keying {
    fn contexts(&self) -> &'static [Context] {
        if self.list.is_some() {
            &[Context::List, Context::Edit]
        } else if self.filling.takes_missing_key() && !self.literal {
            &[Context::FormEmpty, Context::Form, Context::Edit]
        } else {
            &[Context::Form, Context::Edit]
        }
    }

    fn command(&mut self, hand: &mut Hand<'_>, command: Command) -> bool {
        self.goes_on(hand.desk);
        if self.saving.is_some() {
            return true;
        }
        if self.list.is_some() {
            return self.list_command(hand, command);
        }
        self.forget_what_once_more_means(command);
        if command == Command::ParkSheet && self.explained {
            // The key that goes back goes back from the help first.
            self.explained = false;
            return true;
        }
        if command != Command::ExplainBox {
            self.explained = false;
        }
        if !matches!(command, Command::NextBox | Command::QueryBox) {
            self.filling.rest();
        }
        self.literal = false;
        if let Some(events) = self.filling_command(command) {
            self.after(hand, events);
            return true;
        }
        self.desk_command(hand, command)
    }

    fn typed(&mut self, hand: &mut Hand<'_>, c: char) {
        self.goes_on(hand.desk);
        if self.saving.is_some() {
            return;
        }
        if self.list.is_some() {
            self.list_typed(hand, c);
            return;
        }
        self.literal = false;
        (self.dittoed, self.marking) = (None, None);
        if self.in_client_box() {
            self.run = jump::Run::default();
            self.find_client(hand, c.encode_utf8(&mut [0; 4]));
            return;
        }
        self.type_char(hand, c);
    }

    fn waits(&self, command: Command) -> Option<Ticket> {
        self.waits_for_offer(command)
    }

    fn uncovered(&mut self, hand: &mut Hand<'_>) {
        self.goes_on(hand.desk);
    }

    fn pasted(&mut self, hand: &mut Hand<'_>, text: &str) {
        self.goes_on(hand.desk);
        if self.saving.is_some() || self.list.is_some() {
            return;
        }
        // A character has four bytes at most: a longer text is not worth counting.
        if text.len() > 4 * LONGEST_PASTE {
            let most = LONGEST_PASTE;
            hand.desk.say(
                NoticeKind::Hard,
                format!(
                    "That is more than {most} characters, too long for any box; nothing was pasted."
                ),
            );
            return;
        }
        self.literal = false;
        (self.dittoed, self.marking) = (None, None);
        self.run = jump::Run::default();
        if self.in_client_box() {
            self.find_client(hand, text);
            return;
        }
        let events = self.filling.paste(text);
        self.after(hand, events);
    }

    fn hear(&mut self, hand: &mut Hand<'_>, message: &Message) {
        match message {
            Message::Ticked(..) => self.look_for_a_pause(hand.desk),
            Message::ClientKnown(ticket, known) if self.awaits == Some(*ticket) => {
                self.learn(hand, known);
            }
            Message::SheetRead(ticket, sheet) if self.serial.waits == Some(*ticket) => {
                self.serial_looked_up(hand, sheet.as_deref());
            }
            Message::Offered(ticket, offer) => self.offered(*ticket, offer.as_deref()),
            Message::AlikeFound(ticket, hits) if self.waits_for_same(*ticket) => {
                self.same_found(hand, hits);
            }
            Message::AlikeFound(ticket, hits) if self.looks_for(*ticket) => {
                self.perhaps_found(hits);
            }
            Message::Failed(Some(ticket), _) if self.waits_for_same(*ticket) => {
                self.newcomer.waits = None;
                self.keep(hand);
            }
            Message::Failed(ticket, _) if ticket.is_some() && self.awaits == *ticket => {
                self.learn(hand, &Known::default());
            }
            Message::Recorded(ticket, _) if self.saving == Some(*ticket) => {
                self.saving = None;
                hand.moves.push(Move::Pop);
            }
            Message::NotRecorded(ticket, why) if self.saving == Some(*ticket) => {
                self.saving = None;
                hand.desk.say(
                    NoticeKind::Hard,
                    format!("Not saved: {why} Your typing is kept."),
                );
                self.keep(hand);
            }
            _ => {}
        }
    }

    fn answered(&mut self, hand: &mut Hand<'_>, answer: Answer) {
        let forgotten = self.forget_words(hand.desk);
        hand.effects.extend(forgotten);
        match (answer.token, answer.choice) {
            (CLIENT_BOX, Some(_)) => self.filled_client(hand, &answer),
            (JUMP, Some(_)) => self.jump_answered(hand, &answer),
            (KEEP, Some(_)) => {
                let events = self.filling.accept_soft(&answer.text);
                self.after(hand, events);
            }
            (QUERY, Some(_)) => {
                let text = question::with_words(self.filling.query(), &answer.text);
                self.set_query(hand, &text);
            }
            (asking::TAKEN, choice) => self.taken_answered(hand, choice),
            (somebody_new::SAME, _) => self.same_answered(hand, &answer),
            (somebody_new::TWO, _) => self.two_answered(hand, &answer),
            (DISCARD, Some(0)) => {
                said::thrown_away(hand, &self.filling);
                if self.stated {
                    let effect = self.kept(hand.desk, DraftChange::Ended, true);
                    hand.effects.push(effect);
                }
                hand.moves.push(Move::Pop);
            }
            _ => {}
        }
    }
}
