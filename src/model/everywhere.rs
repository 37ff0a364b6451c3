//! Commands that work on every screen: help, palette, phone, find, undo, home, lock, quit, and the lists of home.

use super::call::Call;
use super::desk::NoticeKind;
use super::effect::{Bell, Effect};
use super::find::{FindFor, Purpose};
use super::help::Help;
use super::layer::{Answer, Hand, Layer};
use super::lists::{ListKind, ListScreen};
use super::palette::Palette;
use super::question::Question;
use super::{OpenDesk, Safety};
use crate::command::{Command, Context};
use crate::domain::act::kinds;
use crate::domain::overview::Undoable;
use crate::domain::sheet::SheetRole;

/// Answer of "undo this?"; the number of the act stands in the desk.
pub const UNDO: &str = "undo";
/// Answer of "leave and lose it?".
pub const QUIT: &str = "quit";
/// The same for locking.
pub const LOCK: &str = "lock";

impl OpenDesk {
    /// Runs a command for which the top layer had no use.
    pub(super) fn run_everywhere(&mut self, command: Command) -> Vec<Effect> {
        // An open question or prompt is answered or left before anything else begins.
        let asked = matches!(
            self.top(),
            Layer::Question(_) | Layer::Prompt(_) | Layer::Alike(_)
        );
        match command {
            Command::LockDesk | Command::QuitDesk => self.leave(command),
            Command::RedrawScreen => vec![Effect::Redraw],
            Command::NextLook => {
                let comfort = &mut self.desk.comfort;
                comfort.look = comfort.look.next();
                let said = format!("Looks: {}.", comfort.look.name());
                self.desk.say(NoticeKind::Info, said);
                vec![Effect::Redraw]
            }
            Command::SwitchBells => self.switch_bells(),
            Command::PhoneReferral => self.take_the_phone(),
            _ if asked => {
                self.desk.say(
                    NoticeKind::Info,
                    "Answer first, or go back without an answer.",
                );
                Vec::new()
            }
            Command::SwitchBreaks => self.switch_breaks(),
            Command::OpenTutorial => self.practise(),
            Command::GoHome => self.go_home(),
            Command::ResumeParked => self.resume_last(),
            _ => {
                let below = self.contexts();
                self.with_hand(|hand| open(hand, command, below))
            }
        }
    }

    /// The phone is answered whatever lies open. A line over a sheet stays where it is; a question is asked again when she comes back to
    /// what asked it, for what is true of it may have changed meanwhile.
    fn take_the_phone(&mut self) -> Vec<Effect> {
        let over_sheet = matches!(
            self.layers.as_slice(),
            [.., Layer::Keying(_), Layer::Prompt(_)]
        );
        let unanswered = match self.top() {
            Layer::Question(_) => Some(Command::CancelQuestion),
            Layer::Alike(_) => Some(Command::BackToSheet),
            Layer::Prompt(_) if !over_sheet => Some(Command::CancelPrompt),
            _ => None,
        };
        let mut effects = unanswered.map_or_else(Vec::new, |command| self.run(command));
        let call = match self.layers.as_slice() {
            [Layer::Home(_)] => Call::AtHome,
            _ => Call::OverWork,
        };
        effects.extend(self.with_hand(|hand| new_referral(hand, call, "")));
        effects
    }

    /// Keeps what is typed in a line over a sheet.
    pub(super) fn keep_words(&mut self) -> Option<Effect> {
        match self.layers.as_mut_slice() {
            [.., Layer::Keying(keying), Layer::Prompt(prompt)] => {
                keying.keep_words(&mut self.desk, prompt)
            }
            _ => None,
        }
    }

    /// A line that lay open over a sheet when she was cut off lies open again.
    pub(super) fn lay_again(&mut self) -> Vec<Effect> {
        if !matches!(self.top(), Layer::Keying(_)) {
            return Vec::new();
        }
        let mut again = Vec::new();
        let Self { desk, layers, .. } = self;
        if let Some(Layer::Keying(keying)) = layers.last_mut() {
            let mut hand = Hand::new(desk);
            keying.lay_again(&mut hand);
            again = hand.moves;
        }
        again.into_iter().flat_map(|step| self.make(step)).collect()
    }

    fn switch_bells(&mut self) -> Vec<Effect> {
        let comfort = &mut self.desk.comfort;
        comfort.bells = !comfort.bells;
        if !comfort.bells {
            self.desk.say(NoticeKind::Info, "Bells are off.");
            return Vec::new();
        }
        let said = "Bells are on: one stroke for a box taken, two quick ones for a question, three for a mistake, two slow ones \
                    for a new page.";
        self.desk.say(NoticeKind::Info, said);
        vec![Effect::Ring(Bell::Accept)]
    }

    /// The desk is left for the pretend tray; what is open waits as it does when she leaves.
    fn practise(&mut self) -> Vec<Effect> {
        if self.desk.course.is_some() {
            self.desk
                .say(NoticeKind::Info, "This is the pretend tray already.");
            return Vec::new();
        }
        let effects = self.leave(Command::QuitDesk);
        self.desk.practises = self.held.leaving;
        effects
    }

    /// The line that says that a break is due comes, or does not.
    fn switch_breaks(&mut self) -> Vec<Effect> {
        let asked = self.desk.fixed.comfort.break_after;
        let after = &mut self.desk.comfort.break_after;
        *after = match (*after, asked) {
            (0, 0) => super::pace::BREAK_AFTER,
            (0, asked) => asked,
            _ => 0,
        };
        let said = match *after {
            0 => "Nothing is said about breaks.".to_owned(),
            minutes => {
                format!("After {minutes} minutes at the keys one line says that a break is due.")
            }
        };
        self.desk.say(NoticeKind::Info, said);
        Vec::new()
    }

    /// Half-keyed sheets stay where they are: the next unlock puts the caret back into the box. What could not be kept would be
    /// lost, so that is asked first; asked once, she may leave whatever the disk does.
    fn leave(&mut self, command: Command) -> Vec<Effect> {
        let asked = matches!(self.top(), Layer::Question(question) if [QUIT, LOCK].contains(&question.token));
        if self.desk.drafts.any_unkept() && !asked {
            let token = if command == Command::QuitDesk {
                QUIT
            } else {
                LOCK
            };
            let text = vec![
                "What you typed last could not be kept: the store says why on the top line."
                    .to_owned(),
            ];
            let question = Question::yes_no(
                token,
                "Leave and lose it?",
                text,
                "Leave, and lose it",
                "Stay",
            );
            self.layers.push(Layer::Question(Box::new(question)));
            return Vec::new();
        }
        self.left(command)
    }

    /// Locks or leaves.
    pub(super) fn left(&mut self, command: Command) -> Vec<Effect> {
        self.held.leaving = true;
        let mut effects = Vec::new();
        for layer in &mut self.layers {
            if let Layer::Keying(keying) = layer {
                effects.extend(keying.set_aside(&mut self.desk, false));
            }
        }
        effects.extend(self.desk.keep_figures(true));
        effects.push(if command == Command::QuitDesk {
            Effect::Quit
        } else {
            Effect::Lock
        });
        effects
    }

    pub(super) fn with_hand(&mut self, act: impl FnOnce(&mut Hand<'_>)) -> Vec<Effect> {
        let mut hand = Hand::new(&mut self.desk);
        act(&mut hand);
        let Hand {
            mut effects,
            moves,
            hold,
            ..
        } = hand;
        self.held.until = hold.or(self.held.until);
        for step in moves {
            effects.extend(self.make(step));
        }
        effects
    }

    /// The sheet that was parked last, in the box where she left it.
    fn resume_last(&mut self) -> Vec<Effect> {
        let open: Vec<_> = self.layers.iter().filter_map(Layer::draft).collect();
        let last = self
            .desk
            .overview
            .drafts
            .iter()
            .rev()
            .map(|d| d.id)
            .find(|id| !open.contains(id));
        self.desk.drafts.open = open;
        self.with_hand(
            |hand| match last.and_then(|draft| super::keying::resume(hand, draft)) {
                Some(layer) => hand.push(layer),
                None => hand.desk.say(NoticeKind::Info, "Nothing is parked."),
            },
        )
    }

    /// What is an officer's is refused before anything is begun that could not be kept.
    pub(super) fn not_for_supervisors(&mut self) -> Vec<Effect> {
        let said = "A supervisor looks up and changes nothing; an officer does this.";
        self.desk.say(NoticeKind::Hard, said);
        vec![Effect::Ring(Bell::Hard)]
    }

    /// Whether the card on top says where she was.
    pub(super) fn shows_where_she_was(&self) -> bool {
        matches!(self.top(), Layer::Keying(keying) if keying.returned.is_some())
    }

    /// After a crash, a lock or a quit: the sheets that were open lie there again, the last one on top.
    pub fn resume_interrupted(&mut self) -> Vec<Effect> {
        let drafts: Vec<_> = self
            .desk
            .overview
            .drafts
            .iter()
            .filter(|d| !d.parked)
            .map(|d| d.id)
            .collect();
        self.with_hand(|hand| {
            for draft in drafts {
                if let Some(layer) = super::keying::resume(hand, draft) {
                    hand.push(layer);
                }
            }
        })
    }
}

fn open(hand: &mut Hand<'_>, command: Command, below: Vec<Context>) {
    match command {
        Command::ShowHelp => hand.push(Layer::Help(Help::over(below))),
        Command::OpenPalette => hand.push(Layer::Palette(Palette::over(below))),
        Command::FindClient => {
            let find = FindFor::new(Purpose::Card, "Find a client".to_owned(), false);
            hand.push(Layer::Find(find));
        }
        Command::KeyForm => hand.push(Layer::Forms(super::forms::FormPicker::new(None))),
        Command::BeginBatch => super::batch::open(hand),
        Command::AllocateReferral => super::allocate::open(hand, None),
        Command::UndoAct => undo_latest(hand, false, &below),
        Command::RedoAct => undo_latest(hand, true, &below),
        Command::OpenTray => list(hand, ListKind::Tray),
        Command::OpenParked => list(hand, ListKind::Parked),
        Command::OpenQueries => list(hand, ListKind::Queries),
        Command::OpenDue => list(hand, ListKind::Due),
        Command::OpenLedger => list(hand, ListKind::Ledger),
        Command::CloseDay => list(hand, ListKind::Closing),
        Command::RekeyBoxes => super::rekey::open(hand, None),
        Command::OpenWrong => list(hand, ListKind::Wrong),
        Command::OpenAudit => list(hand, ListKind::Audit),
        Command::OpenReview => super::review::open(hand),
        Command::OpenAmiss => list(hand, ListKind::Amiss),
        Command::OpenConflicts => list(hand, ListKind::Conflicts),
        Command::OpenFigures => list(hand, ListKind::Figures),
        _ => hand.desk.say(NoticeKind::Info, "That does nothing here."),
    }
}

fn list(hand: &mut Hand<'_>, kind: ListKind) {
    let list = ListScreen::open(hand, kind);
    hand.push(Layer::List(list));
}

/// A referral for whom the find box says, taken in a call or from paper.
pub fn new_referral(hand: &mut Hand<'_>, call: Call, query: &str) {
    let referral = hand
        .desk
        .fixed
        .forms
        .newest()
        .into_iter()
        .find(|f| f.role == SheetRole::Referral);
    let Some(form) = referral else {
        hand.desk.say(
            NoticeKind::Hard,
            "There is no referral form. `caseload forms check` says what is wrong with it.",
        );
        return;
    };
    let title = if call == Call::None {
        "Referral: who is it for?"
    } else {
        "Phone referral: who is it for?"
    };
    let mut find = FindFor::new(Purpose::KeyForm(form.id.clone()), title.to_owned(), true);
    find.call = call;
    if !query.trim().is_empty() {
        find.find.query = super::line::Line::new(query);
        find.find.ask(hand);
        find.bring_new(hand);
    }
    hand.push(Layer::Find(find));
}

/// Shows in words what would be undone (or done again), and asks.
pub fn undo_latest(hand: &mut Hand<'_>, again: bool, below: &[Context]) {
    let latest = hand
        .desk
        .overview
        .undoable
        .iter()
        .find(|u| u.undoes == again)
        .cloned();
    // In the middle of a sheet she may have meant her typing: Enter alone then leaves everything as it is.
    let marked = usize::from(below.contains(&Context::Form));
    match latest {
        Some(undoable) => {
            let ask = if again { question_again } else { question_undo };
            let question = ask(hand, undoable.act, &undoable.words);
            hand.push(Layer::Question(Box::new(Question { marked, ..question })));
        }
        None if again => hand.desk.say(
            NoticeKind::Info,
            "Nothing was undone that could be done again.",
        ),
        None => hand
            .desk
            .say(NoticeKind::Info, "There is nothing of yours to undo."),
    }
}

/// The same for the last allocation.
pub fn undo_allocation(hand: &mut Hand<'_>) {
    let is_one = |u: &&Undoable| {
        let names = [kinds::ALLOCATED.name, kinds::CASES_SHARED.name];
        !u.undoes && names.iter().any(|name| u.words.starts_with(name))
    };
    match hand.desk.overview.undoable.iter().find(is_one).cloned() {
        Some(undoable) => ask_undo(hand, undoable.act, &undoable.words),
        None => hand
            .desk
            .say(NoticeKind::Info, "No allocation of yours is left to undo."),
    }
}

/// Asks whether one act is to be undone.
pub fn ask_undo(hand: &mut Hand<'_>, act: u64, words: &str) {
    let question = question_undo(hand, act, words);
    hand.push(Layer::Question(Box::new(question)));
}

fn question_undo(hand: &mut Hand<'_>, act: u64, words: &str) -> Question {
    hand.desk.undoing = Some(act);
    let text = vec![
        format!("{} (no. {act})", super::saved::base(words)),
        "Both acts stay in the audit, and this one can be undone too.".into(),
    ];
    Question {
        marked: 0,
        foresees: Some(hand.ask_and_hold(|ticket| Effect::ForeseeUndo(ticket, act))),
        ..Question::yes_no(UNDO, "Undo this?", text, "Undo it", "Leave it")
    }
}

/// Asks whether what an undoing took back is to be done again.
pub fn ask_again(hand: &mut Hand<'_>, undoing: u64, words: &str) {
    let question = question_again(hand, undoing, words);
    hand.push(Layer::Question(Box::new(question)));
}

fn question_again(hand: &mut Hand<'_>, undoing: u64, words: &str) -> Question {
    hand.desk.undoing = Some(undoing);
    let text = vec![
        format!("{} (no. {undoing})", super::saved::base(words)),
        "It counts again as if it had never been undone. All acts stay in the audit.".into(),
    ];
    Question {
        marked: 0,
        foresees: Some(hand.ask_and_hold(|ticket| Effect::ForeseeUndo(ticket, undoing))),
        ..Question::yes_no(UNDO, "Do this again?", text, "Do it again", "Leave it")
    }
}

/// The answer of [`ask_undo`]; the desk hears it whatever lies below.
pub fn answer_undo(hand: &mut Hand<'_>, answer: &Answer) {
    let act = hand.desk.undoing.take();
    if let (Some(0), Some(act)) = (answer.choice, act) {
        hand.desk.safety = Safety::Saving;
        hand.ask_and_hold(|ticket| Effect::Undo(ticket, act, String::new()));
    }
}
