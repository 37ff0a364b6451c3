//! Lists to read and to open lines of: tray, parked sheets, queries, due, audit, a caseload.

use super::desk::Desk;
use super::effect::{Effect, Ticket};
use super::layer::{Hand, Move, Screen};
use super::message::Message;
use super::words;
use crate::allocation::{self, Scene};
use crate::command::{Command, Context};
use crate::domain::act::Act;
use crate::domain::dates;
use crate::domain::overview::CaseLine;
use crate::domain::reference::{ClientId, DraftId, Serial, TrainerId};

/// How many acts the audit list reads.
const ACTS_READ: usize = 500;

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
    /// All that one trainer has.
    Caseload,
}

impl ListKind {
    /// Heading, column titles, and what stands there when the list is empty.
    pub fn texts(self) -> (&'static str, &'static [&'static str], &'static str) {
        match self {
            Self::Tray => (
                "Tray: sheets to key",
                &["Sheet", "Form", "Client"],
                "The tray is empty. Well done.",
            ),
            Self::Parked => (
                "Parked sheets",
                &["Form", "Client", "At box", "Kept"],
                "Nothing is parked.",
            ),
            Self::Queries => (
                "Sheets that wait for an answer",
                &["Sheet", "Client"],
                "No question is open.",
            ),
            Self::Due => (
                "Due",
                &["Due", "Case", "Client", "Trainer", "What"],
                "Nothing is due.",
            ),
            Self::Audit => (
                "What was done",
                &["No.", "When", "Who", "What", "Client"],
                "Nothing was done yet.",
            ),
            Self::Caseload => (
                "Caseload",
                &["Trainer", "Case", "Client", "How it stands"],
                "This trainer has no open case.",
            ),
        }
    }
}

impl ListKind {
    /// The column that gives way where there is no room for all: the names of clients, which stand in full below the list.
    pub fn gives_way(self) -> Option<usize> {
        match self {
            Self::Due => Some(2),
            Self::Audit => Some(4),
            _ => None,
        }
    }
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
    /// To an act that may be undone, and its words.
    Act(u64, String),
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
    /// Whose caseload it is.
    pub trainer: Option<TrainerId>,
}

impl ListScreen {
    /// The list as it stands now; the audit waits for its acts.
    pub fn open(hand: &mut Hand<'_>, kind: ListKind) -> Self {
        let mut list = Self {
            kind,
            lines: Vec::new(),
            marked: 0,
            ticket: None,
            trainer: None,
        };
        list.refresh(hand);
        list
    }

    /// All that one trainer has.
    pub fn caseload(hand: &mut Hand<'_>, trainer: TrainerId) -> Self {
        let (kind, trainer) = (ListKind::Caseload, Some(trainer));
        let mut list = Self {
            kind,
            lines: Vec::new(),
            marked: 0,
            ticket: None,
            trainer,
        };
        list.refresh(hand);
        list
    }

    /// Whether more was done than the list shows.
    pub fn is_cut(&self) -> bool {
        self.kind == ListKind::Audit && self.lines.len() >= ACTS_READ
    }

    /// Asks for what must be read, and states the rest; keys typed from now on see the new lines.
    fn refresh(&mut self, hand: &mut Hand<'_>) {
        if self.kind == ListKind::Audit {
            self.ticket = Some(hand.ask_and_hold(|ticket| Effect::ReadActs(ticket, ACTS_READ)));
        }
        self.state(hand.desk);
    }

    fn state(&mut self, desk: &Desk) {
        match self.kind {
            ListKind::Tray => self.lines = tray(desk),
            ListKind::Parked => self.lines = parked(desk),
            ListKind::Queries => self.lines = queries(desk),
            ListKind::Due => self.lines = due(desk),
            ListKind::Caseload => self.lines = caseload(desk, self.trainer.as_ref()),
            ListKind::Audit => {}
        }
        self.marked = self.marked.min(self.lines.len().saturating_sub(1));
    }

    fn open_line(&self, hand: &mut Hand<'_>) {
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
            Target::Client(client) => {
                let card = super::card::open(hand, client);
                hand.push(card);
            }
            Target::Act(act, words) => super::everywhere::ask_undo(hand, act, &words),
        }
    }

    fn step(&mut self, by: isize) {
        self.marked = self
            .marked
            .saturating_add_signed(by)
            .min(self.lines.len().saturating_sub(1));
    }
}

fn client_name(desk: &Desk, client: Option<ClientId>) -> String {
    let Some(client) = client else {
        return String::new();
    };
    let line = desk
        .overview
        .cases
        .iter()
        .find(|line| line.client == client);
    line.map_or_else(|| client.to_string(), |line| line.identity.name())
}

fn form_title(desk: &Desk, form: &str) -> String {
    desk.fixed
        .forms
        .latest(form)
        .map_or_else(|| form.to_owned(), |f| f.title.clone())
}

fn tray(desk: &Desk) -> Vec<ListLine> {
    let line = |paper: &crate::domain::overview::Paper| ListLine {
        cells: vec![
            paper.serial.clone(),
            form_title(desk, &paper.form),
            client_name(desk, paper.client),
        ],
        target: Some(Target::Paper(paper.serial.clone())),
    };
    desk.overview.tray.iter().map(line).collect()
}

fn parked(desk: &Desk) -> Vec<ListLine> {
    let line = |draft: &crate::domain::sheet::Draft| {
        let form = desk.fixed.forms.form(&draft.form, draft.version);
        let number = form
            .and_then(|f| f.field(&draft.focus).map(|f| f.box_no.clone()))
            .unwrap_or_default();
        let kept = draft
            .kept_at
            .with_timezone(&chrono::Local)
            .format("%d/%m %H:%M")
            .to_string();
        ListLine {
            cells: vec![
                form_title(desk, &draft.form),
                client_name(desk, draft.client),
                number,
                kept,
            ],
            target: Some(Target::Draft(draft.id)),
        }
    };
    let set_aside = |draft: &&crate::domain::sheet::Draft| !desk.drafts.open.contains(&draft.id);
    desk.overview
        .drafts
        .iter()
        .rev()
        .filter(set_aside)
        .map(line)
        .collect()
}

fn caseload(desk: &Desk, trainer: Option<&TrainerId>) -> Vec<ListLine> {
    let hers =
        desk.overview.cases.iter().filter(|line| {
            trainer.is_some() && line.case.holder() == trainer && line.case.is_open()
        });
    let line = |line: &CaseLine| ListLine {
        cells: vec![
            line.case
                .holder()
                .map_or_else(String::new, |t| words::trainer(&desk.overview, &t.0)),
            line.case.no.to_string(),
            line.identity.name(),
            words::standing(&line.case, &desk.overview, desk.today()),
        ],
        target: Some(Target::Client(line.client)),
    };
    hers.map(line).collect()
}

fn queries(desk: &Desk) -> Vec<ListLine> {
    let line = |(serial, client): &(Serial, ClientId)| ListLine {
        cells: vec![serial.clone(), client_name(desk, Some(*client))],
        target: Some(Target::Client(*client)),
    };
    desk.overview.queried.iter().map(line).collect()
}

fn due(desk: &Desk) -> Vec<ListLine> {
    let scene = scene(desk);
    let line = |due: allocation::diary::Due| ListLine {
        cells: vec![
            format!(
                "{}{}",
                dates::show(due.due),
                if due.late { " !" } else { "" }
            ),
            due.case.to_string(),
            client_name(desk, Some(due.client)),
            due.trainer
                .map_or_else(String::new, |t| words::trainer(&desk.overview, &t.0)),
            due.words.clone(),
        ],
        target: Some(Target::Client(due.client)),
    };
    allocation::diary::due(&scene)
        .into_iter()
        .map(line)
        .collect()
}

/// What the allocation room is told of the desk.
pub fn scene(desk: &Desk) -> Scene<'_> {
    Scene {
        today: desk.today(),
        trainers: &desk.overview.trainers,
        cases: &desk.overview.cases,
        calendar: &desk.fixed.calendar,
        settings: &desk.fixed.allocation,
    }
}

fn audit(desk: &Desk, acts: &[Act]) -> Vec<ListLine> {
    let line = |act: &Act| ListLine {
        cells: vec![
            act.seq.to_string(),
            act.at
                .with_timezone(&chrono::Local)
                .format("%d/%m/%Y %H:%M")
                .to_string(),
            act.by.clone(),
            words::of_act(act),
            act.client
                .map_or_else(String::new, |c| client_name(desk, Some(c))),
        ],
        target: act
            .deed
            .kind()
            .undoable
            .then(|| Target::Act(act.seq, words::of_act(act))),
    };
    acts.iter().map(line).collect()
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
            Command::CloseLists => hand.moves.push(Move::Pop),
            Command::UndoLine => match self.lines.get(self.marked).and_then(|l| l.target.clone()) {
                Some(Target::Act(act, words)) => super::everywhere::ask_undo(hand, act, &words),
                _ => hand
                    .desk
                    .say(super::NoticeKind::Info, "This line cannot be undone."),
            },
            _ => return false,
        }
        true
    }

    fn typed(&mut self, _hand: &mut Hand<'_>, _c: char) {}

    fn pasted(&mut self, _hand: &mut Hand<'_>, _text: &str) {}

    fn hear(&mut self, hand: &mut Hand<'_>, message: &Message) {
        match message {
            Message::OverviewStated(_) => self.state(hand.desk),
            Message::Recorded(..) if self.kind == ListKind::Audit => self.refresh(hand),
            Message::ActsRead(ticket, acts) if self.ticket == Some(*ticket) => {
                self.ticket = None;
                self.lines = audit(hand.desk, acts);
                self.state(hand.desk);
            }
            Message::Failed(ticket, _) if ticket.is_some() && self.ticket == *ticket => {
                self.ticket = None;
            }
            _ => {}
        }
    }

    fn uncovered(&mut self, hand: &mut Hand<'_>) {
        self.refresh(hand);
    }
}
