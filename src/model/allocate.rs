//! Allocating a referral: the queue, what limits the choice, the trainers ranked with the reasons.
//!
//! # Why
//! The desk suggests and explains; it never assigns by itself. Enter takes the trainer who stands first, a digit another and
//! asks for one reason key; a hard rule is passed only with a reason in words.

use super::besides;
use super::desk::{Desk, NoticeKind};
use super::effect::{Effect, Ticket};
use super::hands;
use super::layer::{Answer, Hand, Layer, Move, Screen};
use super::lists::scene;
use super::message::Message;
use super::prompt::Prompt;
use super::question::Question;
use crate::allocation::rank::SHORTEST_REASON;
use crate::allocation::{self, Candidate, When};
use crate::command::{Command, Context};
use crate::domain::act::{Deed, NewAct};
use crate::domain::overview::CaseLine;
use crate::domain::reference::{CaseNo, ClientId, TrainerId};
use crate::domain::transition::PASSED;

const OVERRIDE: &str = "override";
const REASON: &str = "reason";
const ASK_FIRST: &str = "ask first";

/// The allocation screen.
#[derive(Debug)]
pub struct Allocate {
    /// Referrals that wait, by clock, with the words of each clock and whether it is late.
    pub queue: Vec<(CaseLine, String, bool)>,
    /// The referral being allocated.
    pub at: usize,
    /// Type of work it is to be allocated for, 1 or 2.
    pub work: u8,
    /// What limits the choice, in words.
    pub limits: Vec<String>,
    /// Trainers, ranked; barred ones last.
    pub candidates: Vec<Candidate>,
    /// The marked trainer.
    pub marked: usize,
    /// The terms for the marked trainer, while they are shown.
    pub explained: Option<Vec<String>>,
    /// The case is already allocated and is given to somebody else.
    pub again: bool,
    /// The one case that the screen was opened for, from its card.
    pub only: Option<(ClientId, CaseNo)>,
    /// The trainer chosen while something is asked first.
    pub chosen: Option<TrainerId>,
    /// Whoever is chosen only stands in, up to a day.
    pub cover: bool,
    /// The reason given, while the day is asked.
    pub because: String,
    /// The allocation on its way.
    pub ticket: Option<Ticket>,
    /// The case came up because the one before was just given: an Enter pressed twice would give it unread.
    pub unread: bool,
}

/// Opens the screen on the queue, or on one case.
pub fn open(hand: &mut Hand<'_>, only: Option<(ClientId, CaseNo)>) {
    open_for(hand, only, false);
}

/// The same; with `cover` whoever is chosen stands in up to a day.
pub fn open_for(hand: &mut Hand<'_>, only: Option<(ClientId, CaseNo)>, cover: bool) {
    let mut screen = Allocate {
        queue: Vec::new(),
        at: 0,
        work: 1,
        limits: Vec::new(),
        candidates: Vec::new(),
        marked: 0,
        explained: None,
        again: false,
        only,
        chosen: None,
        cover,
        because: String::new(),
        ticket: None,
        unread: false,
    };
    screen.state(hand.desk);
    if screen.queue.is_empty() {
        let none = only.map_or(
            "No referral waits for a trainer.",
            |_| "This case is over: there is nothing to allocate.",
        );
        hand.desk.say(NoticeKind::Good, none);
    } else {
        hand.push(Layer::Allocate(Box::new(screen)));
    }
}

/// The queue in words: each referral that waits with its clock, first due first.
pub fn queue(desk: &Desk) -> Vec<(CaseLine, String, bool)> {
    let scene = scene(desk);
    allocation::queue(&scene)
        .into_iter()
        .filter_map(|queued| {
            let line = desk.overview.cases.get(queued.line)?;
            Some((line.clone(), queued.clock.words, queued.clock.late))
        })
        .collect()
}

/// What the record keeps of a ranking: the reasons shown, and the hard rules that were passed.
pub fn shown(candidate: &Candidate) -> Vec<String> {
    let bars = candidate.blocked_by.iter();
    let passed = bars.map(|bar| format!("{PASSED}{}: {}", bar.rule, bar.sentence));
    let why = candidate.why.iter().map(|r| r.sentence.clone());
    why.chain(passed).collect()
}

/// What tells cases apart: those without a referral on file all have the number 0.
fn key(line: &CaseLine) -> (ClientId, CaseNo) {
    (line.client, line.case.no)
}

impl Allocate {
    /// The referral being allocated.
    pub fn line(&self) -> Option<&CaseLine> {
        self.queue.get(self.at).map(|(line, ..)| line)
    }

    /// Lists and ranks as the desk stands now. The referral and the trainer under her eyes stay under them.
    fn state(&mut self, desk: &Desk) {
        let shown = self.line().map(key);
        let (work, marked, explained) =
            (self.work, self.marked_trainer(), self.explained.is_some());
        self.queue = match self.only {
            Some(only) => {
                let lines = desk.overview.cases.iter().filter(|line| key(line) == only);
                let clocked =
                    |line: &CaseLine| (line.clone(), allocation::clock(&scene(desk), line));
                lines
                    .map(clocked)
                    .map(|(line, clock)| (line, clock.words, clock.late))
                    .collect()
            }
            None => queue(desk),
        };
        let place = self
            .queue
            .iter()
            .position(|(line, ..)| Some(key(line)) == shown);
        self.at = place
            .unwrap_or(self.at)
            .min(self.queue.len().saturating_sub(1));
        self.rank(desk);
        if shown.is_none() || place.is_none() {
            return;
        }
        if work != self.work {
            self.settle_type(desk, work);
        }
        self.marked = self.place_of(marked.as_ref()).unwrap_or(0);
        if explained {
            self.explain(desk);
        }
    }

    pub(super) fn marked_trainer(&self) -> Option<TrainerId> {
        self.candidates
            .get(self.marked)
            .map(|candidate| candidate.trainer.clone())
    }

    pub(super) fn place_of(&self, trainer: Option<&TrainerId>) -> Option<usize> {
        self.candidates
            .iter()
            .position(|candidate| Some(&candidate.trainer) == trainer)
    }

    /// Ranks for another type of work than the referral asks for.
    pub(super) fn settle_type(&mut self, desk: &Desk, work: u8) {
        self.work = work;
        if let Some((line, ..)) = self.queue.get(self.at) {
            self.candidates = allocation::rank(&scene(desk), line, self.work);
        }
        self.mark_first();
    }

    /// Marks the first who could get the case: whoever has it already is no choice, and does not stand in for herself.
    fn mark_first(&mut self) {
        let holder = self.line().and_then(|line| line.case.holder().cloned());
        if self.cover {
            self.candidates
                .retain(|c| Some(&c.trainer) != holder.as_ref());
        }
        let mut all = self.candidates.iter();
        let first = all.position(|c| Some(&c.trainer) != holder.as_ref());
        self.marked = first.unwrap_or(0);
        self.explained = None;
    }

    fn rank(&mut self, desk: &Desk) {
        let Some((line, ..)) = self.queue.get(self.at) else {
            return;
        };
        let scene = scene(desk);
        self.work = allocation::work_asked(line);
        self.limits = allocation::limits(&scene, line);
        self.candidates = allocation::rank(&scene, line, self.work);
        self.again = !line.waits();
        self.mark_first();
    }

    fn step_referral(&mut self, desk: &Desk, by: isize) {
        self.at = self
            .at
            .saturating_add_signed(by)
            .min(self.queue.len().saturating_sub(1));
        self.rank(desk);
    }

    fn step_trainer(&mut self, by: isize) {
        self.marked = self
            .marked
            .saturating_add_signed(by)
            .min(self.candidates.len().saturating_sub(1));
        self.explained = None;
    }

    /// Enter within a second of the one that gave the case before.
    fn show_next(&self, hand: &mut Hand<'_>) {
        let (Some(line), Some(first)) = (self.line(), self.candidates.get(self.marked)) else {
            return;
        };
        let (her, trainer) = (line.identity.name(), &first.name);
        let said = format!("This is the next case: {her}. Enter again gives it to {trainer}.");
        hand.desk.say(NoticeKind::Soft, said);
    }

    /// A trainer was chosen: what is unknown about risk is asked first, then a reason where one is needed.
    fn choose(&mut self, hand: &mut Hand<'_>, at: usize) {
        if at >= self.candidates.len() || self.ticket.is_some() {
            return;
        }
        self.chosen = self
            .candidates
            .get(at)
            .map(|candidate| candidate.trainer.clone());
        let Some(line) = self.line() else { return };
        let questions = allocation::questions(&scene(hand.desk), line);
        if questions.is_empty() {
            self.ask_reason(hand);
        } else {
            let title = "Something is not known. Ask first?";
            let questions = questions
                .iter()
                .map(|q| format!("{} (ask the {})", q.sentence, q.whom))
                .collect();
            let question = Question::yes_no(
                ASK_FIRST,
                title,
                questions,
                "Allocate now all the same",
                "Ask first",
            );
            hand.push(Layer::Question(Box::new(question)));
        }
    }

    fn ask_reason(&mut self, hand: &mut Hand<'_>) {
        let Some(at) = self.place_of(self.chosen.as_ref()) else {
            return;
        };
        let chosen = &self.candidates[at];
        let has_it = self.line().and_then(|line| line.case.holder()) == Some(&chosen.trainer);
        let same_work = self.line().and_then(|line| line.case.kind_of_work()) == Some(self.work);
        if has_it && (self.cover || same_work) {
            let said = format!("{} has the case already.", chosen.name);
            hand.desk.say(NoticeKind::Info, said);
            self.chosen = None;
        } else if let Some(bar) = chosen.blocked_by.iter().find(|bar| !bar.override_allowed) {
            hand.desk.say(
                NoticeKind::Hard,
                format!(
                    "{} cannot be given this case: {}.",
                    chosen.name, bar.sentence
                ),
            );
            self.chosen = None;
        } else if !chosen.eligible {
            let bars: Vec<&str> = chosen
                .blocked_by
                .iter()
                .map(|bar| bar.sentence.as_str())
                .collect();
            let title = format!("{}: {}. Why all the same?", chosen.name, bars.join("; "));
            hand.push(Layer::Prompt(Box::new(Prompt::new(
                OVERRIDE,
                title,
                SHORTEST_REASON,
            ))));
        } else if self.cover {
            hands::ask_why(hand, REASON, "Why does somebody stand in?", When::Cover);
        } else if has_it {
            let said = format!("becomes Type {}", self.work);
            self.give(hand, &said);
        } else if self.again {
            let title = "Why is the case given to somebody else?";
            hands::ask_why(hand, REASON, title, When::Again);
        } else if at != 0 {
            let title = format!("Why {}, and not the first?", chosen.name);
            hands::ask_why(hand, REASON, &title, When::Another);
        } else {
            self.give(hand, "");
        }
    }

    pub(super) fn give(&mut self, hand: &mut Hand<'_>, reason: &str) {
        let chosen = self.chosen.take();
        let (Some(at), Some(line)) = (self.place_of(chosen.as_ref()), self.line()) else {
            return;
        };
        let candidate = &self.candidates[at];
        let shown = shown(candidate);
        let deed = Deed::Allocated {
            case: line.case.no,
            trainer: candidate.trainer.clone(),
            work: self.work,
            rank: if candidate.eligible {
                u8::try_from(at + 1).unwrap_or(u8::MAX)
            } else {
                0
            },
            shown,
            reason: reason.to_owned(),
            told: line.risk.flags(),
            on: hand.desk.today(),
        };
        self.record(hand, hands::about(line.client, deed));
    }

    pub(super) fn record(&mut self, hand: &mut Hand<'_>, act: NewAct) {
        hand.desk.safety = super::Safety::Saving;
        self.ticket = Some(hand.ask_and_hold(|ticket| Effect::Record(ticket, vec![act])));
    }

    fn explain(&mut self, desk: &Desk) {
        self.explained = match (
            &self.explained,
            self.line(),
            self.candidates.get(self.marked),
        ) {
            (None, Some(line), Some(candidate)) => Some(allocation::explain(
                &scene(desk),
                line,
                self.work,
                &candidate.trainer,
            )),
            _ => None,
        };
    }
}

impl Screen for Allocate {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Allocate]
    }

    fn command(&mut self, hand: &mut Hand<'_>, command: Command) -> bool {
        match command {
            Command::TakeFirst if std::mem::take(&mut self.unread) => self.show_next(hand),
            Command::TakeFirst => self.choose(hand, self.marked),
            Command::ExplainTrainer => self.explain(hand.desk),
            Command::NextTrainer => self.step_trainer(1),
            Command::PreviousTrainer => self.step_trainer(-1),
            Command::NextReferral => self.step_referral(hand.desk, 1),
            Command::PreviousReferral => self.step_referral(hand.desk, -1),
            Command::OpenReferred => {
                if let Some(client) = self.line().map(|line| line.client) {
                    let card = super::card::open(hand, client);
                    hand.push(card);
                }
            }
            Command::ShowCaseload => {
                if let Some(trainer) = self.marked_trainer() {
                    let list = super::lists::ListScreen::caseload(hand, trainer);
                    hand.push(Layer::List(list));
                }
            }
            // The type may be settled here: the referral may be unsure of it.
            Command::SwitchType => {
                self.settle_type(hand.desk, if self.work == 2 { 1 } else { 2 });
            }
            Command::SwitchCover => self.switch_cover(hand),
            Command::ShowSlip => self.show_slip(hand),
            Command::DeclareConflict => self.ask_conflict(hand),
            Command::ShareQueue => super::share::open(hand, None),
            Command::UndoAllocation => super::everywhere::undo_allocation(hand),
            Command::CloseAllocate if self.explained.is_some() => self.explained = None,
            Command::CloseAllocate => hand.moves.push(Move::Pop),
            _ => match command.choice() {
                Some(digit) => self.choose(hand, usize::from(digit) - 1),
                None => return false,
            },
        }
        true
    }

    fn typed(&mut self, _hand: &mut Hand<'_>, _c: char) {}

    fn pasted(&mut self, _hand: &mut Hand<'_>, _text: &str) {}

    fn hear(&mut self, hand: &mut Hand<'_>, message: &Message) {
        match message {
            Message::Recorded(ticket, acts) if self.ticket == Some(*ticket) => {
                self.ticket = None;
                self.state(hand.desk);
                let stays = acts
                    .iter()
                    .any(|a| matches!(a.deed, Deed::ConflictDeclared { .. }));
                self.unread = !stays;
                if (self.only.is_some() && !stays) || self.queue.is_empty() {
                    hand.moves.push(Move::Pop);
                }
            }
            Message::Ticked(..) => self.unread = false,
            Message::NotRecorded(ticket, _) if self.ticket == Some(*ticket) => self.ticket = None,
            Message::OverviewStated(_) if self.ticket.is_none() => self.state(hand.desk),
            _ => {}
        }
    }

    fn answered(&mut self, hand: &mut Hand<'_>, answer: Answer) {
        match (answer.token, answer.choice) {
            (_, None) => self.chosen = None,
            (ASK_FIRST, Some(0)) => self.ask_reason(hand),
            (ASK_FIRST, Some(_)) => {
                self.chosen = None;
                hand.desk.say(
                    NoticeKind::Info,
                    "Not allocated: the referral keeps waiting until you know.",
                );
            }
            (OVERRIDE | REASON, Some(_)) => self.reasoned(hand, &answer.text),
            (hands::COVER_UNTIL, Some(_)) => self.cover_until(hand, &answer.text),
            (besides::CONFLICT, Some(choice)) => self.declare(hand, choice),
            _ => {}
        }
    }
}
