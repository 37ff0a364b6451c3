//! Lists to read and to open lines of: tray, parked sheets, queries, due, audit, a caseload, and those about paper
//! ([`super::paperwork`] makes their lines).

mod kind;
mod lines;
mod paper;

pub use kind::ListKind;
pub use lines::scene;
use lines::{audit, caseload, parked, tray, undo_line, wrong};
pub(super) use lines::{client_name, draft_name, form_title};

use super::desk::Desk;
use super::desk::NoticeKind;
use super::diary;
pub use super::diary::{Counts, amiss};
use super::effect::{Effect, Ticket};
use super::figures;
use super::layer::{Answer, Hand, Layer, Move, Screen};
use super::message::{Message, PaperOnDesk};
use super::paperwork::{self, Narrow};
use super::question::Question;
use super::words;
use crate::allocation;
use crate::command::{Command, Context};
use crate::domain::act::Deed;
use crate::domain::ledger::SheetState;
use crate::domain::reference::{CaseNo, ClientId, DraftId, Serial, TrainerId};

/// Answer of "was she told?".
const TOLD: &str = "told";

/// How many acts the audit list reads.
const ACTS_READ: usize = 500;

/// Where a line leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To paper of the tray.
    Paper(Serial),
    /// To a half-keyed sheet.
    Draft(DraftId),
    /// To a client's card.
    Client(ClientId),
    /// To an act that may be undone, and its words.
    Act(u64, String),
    /// To a trainer's caseload.
    Caseload(TrainerId),
    /// To the card of a client of whose case the trainer was not told something.
    Untold(ClientId, CaseNo, TrainerId),
    /// To a keyed sheet, to put it right in this box; without a box, in the first.
    Sheet(Serial, String),
    /// To a half-keyed sheet, in this box.
    DraftBox(DraftId, String),
    /// To another list.
    List(ListKind),
    /// To the ledger, narrowed.
    Ledger(SheetState),
    /// To the referral that has waited longest.
    Allocate,
    /// To the boxes that are to be keyed again.
    Rekey,
    /// To the undoing of an act that counts no longer, and the words of that act.
    Again(u64, String),
}

/// One line.
#[derive(Clone, PartialEq, Eq)]
pub struct ListLine {
    /// Columns, in the order shown.
    pub cells: Vec<String>,
    /// Where it leads.
    pub target: Option<Target>,
}

impl std::fmt::Debug for ListLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ListLine({:?})", self.target)
    }
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
    /// Whose caseload it is, whose part of the diary, or whom the note is for.
    pub trainer: Option<TrainerId>,
    /// Its heading.
    pub heading: String,
    /// What a trainer was told, on its way.
    pub telling: Option<Ticket>,
    /// What a list about paper is narrowed to.
    pub narrow: Narrow,
    /// The paper, once read.
    paper: Option<Box<PaperOnDesk>>,
    /// A sheet that is read to be put right in this box.
    opening: Option<(Ticket, String)>,
    /// Whose history it is.
    pub client: Option<ClientId>,
    /// How many acts of the audit are read; twice as many once she comes to the end of them.
    pub most: usize,
}

impl ListScreen {
    /// The list as it stands now; the audit waits for its acts.
    pub fn open(hand: &mut Hand<'_>, kind: ListKind) -> Self {
        Self::blank(kind).stated(hand)
    }

    /// The ledger, narrowed to one state.
    pub fn ledger(hand: &mut Hand<'_>, state: SheetState) -> Self {
        let mut list = Self::blank(ListKind::Ledger);
        list.narrow.state = Some(state);
        list.stated(hand)
    }

    fn blank(kind: ListKind) -> Self {
        Self {
            kind,
            lines: Vec::new(),
            marked: 0,
            ticket: None,
            trainer: None,
            client: None,
            most: ACTS_READ,
            heading: String::new(),
            telling: None,
            narrow: Narrow::default(),
            paper: None,
            opening: None,
        }
    }

    /// All that one trainer has.
    pub fn caseload(hand: &mut Hand<'_>, trainer: TrainerId) -> Self {
        let mut list = Self::blank(ListKind::Caseload);
        list.trainer = Some(trainer);
        list.stated(hand)
    }

    /// A list about one client.
    pub fn about(hand: &mut Hand<'_>, kind: ListKind, client: ClientId) -> Self {
        let mut list = Self::blank(kind);
        list.client = Some(client);
        list.stated(hand)
    }

    fn stated(mut self, hand: &mut Hand<'_>) -> Self {
        self.refresh(hand);
        self
    }

    /// Whether more was done than the list shows.
    pub fn is_cut(&self) -> bool {
        self.kind == ListKind::Audit && self.lines.len() >= ACTS_READ
    }

    /// Asks for what must be read, and states the rest; keys typed from now on see the new lines.
    fn refresh(&mut self, hand: &mut Hand<'_>) {
        let most = self.most;
        match (self.kind, self.client) {
            (ListKind::Audit, _) => {
                self.ticket = Some(hand.ask_and_hold(|ticket| Effect::ReadActs(ticket, most)));
            }
            (ListKind::History, Some(client)) => {
                self.ticket =
                    Some(hand.ask_and_hold(|ticket| Effect::ReadActsAbout(ticket, client)));
            }
            _ => {}
        }
        if self.is_about_paper() {
            self.ticket = Some(hand.ask_and_hold(Effect::ReadPaper));
        }
        if self.kind == ListKind::Wrong {
            self.ticket = Some(hand.ask(Effect::LookOverSheets));
        }
        self.state(hand.desk);
    }

    fn state(&mut self, desk: &Desk) {
        self.kind.texts().0.clone_into(&mut self.heading);
        match self.kind {
            ListKind::Tray => self.lines = tray(desk),
            ListKind::Parked => self.lines = parked(desk),
            ListKind::Due => {
                self.lines = diary::lines(desk, self.trainer.as_ref());
                self.heading = diary::heading(desk, self.trainer.as_ref());
            }
            ListKind::Amiss => self.lines = diary::amiss(desk),
            ListKind::Conflicts => self.lines = diary::conflicts(desk),
            ListKind::Caseload => self.lines = caseload(desk, self.trainer.as_ref()),
            ListKind::Silent => self.lines = paperwork::silent_lines(desk),
            ListKind::Figures => {
                self.lines = figures::lines(desk);
                self.heading = figures::heading(desk);
            }
            ListKind::Audit | ListKind::History | ListKind::Wrong => {}
            ListKind::Queries | ListKind::Ledger | ListKind::Chase | ListKind::Closing => {
                self.state_paper(desk);
            }
        }
        self.marked = self.marked.min(self.lines.len().saturating_sub(1));
    }

    fn is_about_paper(&self) -> bool {
        use ListKind::{Chase, Closing, Ledger, Queries};
        matches!(self.kind, Queries | Ledger | Chase | Closing)
    }

    fn state_paper(&mut self, desk: &Desk) {
        let Some(paper) = &self.paper else { return };
        self.lines = match self.kind {
            ListKind::Ledger => paperwork::ledger_lines(desk, paper, &self.narrow),
            ListKind::Queries => paperwork::query_lines(desk, paper, &self.narrow),
            ListKind::Chase => paperwork::note_lines(desk, paper, self.trainer.as_ref()),
            _ => super::closing::closing_lines(desk, paper),
        };
    }

    fn open_line(&mut self, hand: &mut Hand<'_>) {
        let Some(target) = self
            .lines
            .get(self.marked)
            .and_then(|line| line.target.clone())
        else {
            return;
        };
        match target {
            Target::Paper(serial) => {
                // The list waits below: the next paper is one key away.
                let step = super::keying::begin_paper(hand, &serial).map(Move::Push);
                hand.moves.extend(step);
            }
            Target::Draft(draft) => {
                let step = super::keying::resume(hand, draft).map(Move::Replace);
                hand.moves.extend(step);
            }
            Target::Client(client) | Target::Untold(client, ..) => {
                let card = super::card::open(hand, client);
                hand.push(card);
            }
            Target::Caseload(trainer) => {
                let list = Self::caseload(hand, trainer);
                hand.push(Layer::List(list));
            }
            Target::Sheet(serial, field) => {
                let ticket = hand.ask_and_hold(|ticket| Effect::ReadSheet(ticket, serial));
                self.opening = Some((ticket, field));
            }
            Target::DraftBox(draft, field) => {
                let step = super::keying::resume_at(hand, draft, &field).map(Move::Push);
                hand.moves.extend(step);
                self.say_asked(hand);
            }
            Target::List(kind) => {
                let list = Self::open(hand, kind);
                hand.push(Layer::List(list));
            }
            Target::Ledger(state) => {
                let list = Self::ledger(hand, state);
                hand.push(Layer::List(list));
            }
            Target::Allocate => super::allocate::open(hand, None),
            Target::Rekey => super::rekey::open(hand, None),
            Target::Act(..) | Target::Again(..) => undo_line(hand, &target),
        }
    }

    /// At the end of what was read of the audit, twice as much is read.
    fn read_more(&mut self, hand: &mut Hand<'_>) {
        let is_full = self.lines.len() >= self.most && self.marked + 1 >= self.lines.len();
        if self.kind == ListKind::Audit && self.ticket.is_none() && is_full {
            self.most = self.most.saturating_mul(2);
            self.refresh(hand);
        }
    }

    /// The diary of the next trainer who has anything to do, and after the last one everybody's again.
    fn turn_trainer(&mut self, hand: &mut Hand<'_>) {
        if self.kind != ListKind::Due {
            let said = "Only what is due is shown by trainer.";
            return hand.desk.say(super::NoticeKind::Info, said);
        }
        self.trainer = diary::next_trainer(hand.desk, self.trainer.as_ref());
        self.marked = 0;
        self.state(hand.desk);
    }

    /// Asks whether the trainer of the marked line was told.
    fn ask_told(&self, hand: &mut Hand<'_>) {
        let line = self.lines.get(self.marked);
        let Some(Target::Untold(client, case, trainer)) = line.and_then(|l| l.target.clone())
        else {
            let said = "The marked line is not about something that a trainer was not told.";
            return hand.desk.say(super::NoticeKind::Info, said);
        };
        let who = words::trainer(&hand.desk.overview, &trainer.0);
        let flags = diary::untold(hand.desk, client, case, &trainer);
        let text = flags.iter().map(|f| allocation::risk::words_of_flag(f));
        let question = Question::yes_no(
            TOLD,
            format!("Was {who} told this, in words or on the slip?"),
            text.collect(),
            "Told today",
            "Not yet",
        );
        hand.push(Layer::Question(Box::new(question)));
    }

    fn tell(&mut self, hand: &mut Hand<'_>) {
        let line = self.lines.get(self.marked);
        let Some(Target::Untold(client, case, trainer)) = line.and_then(|l| l.target.clone())
        else {
            return;
        };
        let deed = Deed::TrainerTold {
            case,
            told: diary::untold(hand.desk, client, case, &trainer),
            trainer,
            on: hand.desk.today(),
        };
        let act = super::hands::about(client, deed);
        hand.desk.safety = super::Safety::Saving;
        self.telling = Some(hand.ask_and_hold(|ticket| Effect::Record(ticket, vec![act])));
    }

    fn is_opening(&self, ticket: Ticket) -> bool {
        self.opening
            .as_ref()
            .is_some_and(|(asked, _)| *asked == ticket)
    }

    fn step(&mut self, by: isize) {
        self.marked = self
            .marked
            .saturating_add_signed(by)
            .min(self.lines.len().saturating_sub(1));
    }
}

impl Screen for ListScreen {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Lists]
    }

    fn command(&mut self, hand: &mut Hand<'_>, command: Command) -> bool {
        let page = isize::try_from(hand.desk.size.1)
            .unwrap_or(24)
            .saturating_sub(6)
            .max(1);
        match command {
            Command::OpenLine => self.open_line(hand),
            Command::NextListLine => self.step(1),
            Command::PreviousListLine => self.step(-1),
            Command::NextListPage => self.step(page),
            Command::PreviousListPage => self.step(-page),
            Command::FirstListLine => self.marked = 0,
            Command::LastListLine => self.step(isize::MAX),
            Command::ShareCaseload => match &self.trainer {
                Some(trainer) => super::share::open(hand, Some(trainer.clone())),
                None => hand.desk.say(
                    super::NoticeKind::Info,
                    "Only the caseload of one trainer can be shared out.",
                ),
            },
            Command::TurnTrainer => self.turn_trainer(hand),
            Command::TellTrainer => self.ask_told(hand),
            Command::WipeFigures if self.kind == ListKind::Figures => figures::ask_to_wipe(hand),
            Command::CloseLists => hand.moves.push(Move::Pop),
            Command::UndoLine => match self.lines.get(self.marked).and_then(|l| l.target.clone()) {
                Some(target) => undo_line(hand, &target),
                None => hand.desk.say(
                    super::NoticeKind::Info,
                    "This is a fact that stays on record; it cannot be undone.",
                ),
            },
            _ => return self.paper_command(hand, command),
        }
        self.read_more(hand);
        true
    }

    fn typed(&mut self, hand: &mut Hand<'_>, c: char) {
        let line = c.to_digit(10).map(|n| n as usize);
        if let Some(line) = line.filter(|n| self.takes(hand.desk, c) && *n <= self.lines.len()) {
            self.marked = line - 1;
            self.open_line(hand);
        }
    }

    fn takes(&self, _desk: &Desk, c: char) -> bool {
        self.kind == ListKind::Closing && matches!(c, '1'..='9')
    }

    fn pasted(&mut self, _hand: &mut Hand<'_>, _text: &str) {}

    /// Looking a whole store over may take long, so only what is about its lines waits: she can leave the list at once.
    fn waits(&self, command: Command) -> Option<Ticket> {
        let is_about_lines = matches!(
            command,
            Command::OpenLine
                | Command::NextListLine
                | Command::PreviousListLine
                | Command::NextListPage
                | Command::PreviousListPage
                | Command::LastListLine
                | Command::FirstListLine
                | Command::UndoLine
                | Command::TellTrainer
        );
        let asked = self.ticket.filter(|_| self.kind == ListKind::Wrong);
        asked.filter(|_| is_about_lines)
    }

    fn hear(&mut self, hand: &mut Hand<'_>, message: &Message) {
        match message {
            Message::OverviewStated(_) => self.state(hand.desk),
            Message::Recorded(..)
                if matches!(self.kind, ListKind::Audit | ListKind::History)
                    || self.is_about_paper() =>
            {
                self.refresh(hand);
            }
            Message::PaperRead(ticket, paper) if self.ticket == Some(*ticket) => {
                self.ticket = None;
                self.paper = Some(paper.clone());
                self.state(hand.desk);
            }
            Message::RekeyRead(..) if self.kind == ListKind::Closing => self.state(hand.desk),
            Message::SheetRead(ticket, sheet) if self.is_opening(*ticket) => {
                let field = self
                    .opening
                    .take()
                    .map(|(_, field)| field)
                    .unwrap_or_default();
                let step = sheet
                    .as_ref()
                    .and_then(|s| super::keying::amend_at(hand, s, &field));
                hand.moves.extend(step.map(Move::Push));
                self.say_asked(hand);
            }
            Message::ActsRead(ticket, acts) if self.ticket == Some(*ticket) => {
                self.ticket = None;
                self.lines = audit(hand.desk, acts, self.kind == ListKind::Audit);
                self.state(hand.desk);
            }
            Message::SheetsLookedOver(ticket, count, found) if self.ticket == Some(*ticket) => {
                self.ticket = None;
                self.lines = wrong(hand.desk, found);
                let sheets = words::count(*count, "sheet was", "sheets were");
                hand.desk
                    .say(NoticeKind::Good, format!("{sheets} looked over."));
                self.state(hand.desk);
            }
            Message::Failed(ticket, _) if ticket.is_some() && self.ticket == *ticket => {
                self.ticket = None;
            }
            _ => {}
        }
    }

    fn answered(&mut self, hand: &mut Hand<'_>, answer: Answer) {
        if (answer.token, answer.choice) == (TOLD, Some(0)) {
            return self.tell(hand);
        }
        if (answer.token, answer.choice) == (figures::WIPE, Some(0)) {
            figures::wipe(hand);
            return self.state(hand.desk);
        }
        paper::answered(hand, &answer);
    }

    fn uncovered(&mut self, hand: &mut Hand<'_>) {
        self.refresh(hand);
    }
}
