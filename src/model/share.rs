//! Many cases at once: the whole queue, or the caseload of somebody who leaves, shared out as a preview.
//!
//! # Why
//! Nothing is given until she says so: she sees everybody's load before and after, changes any line first, and all lines go
//! as one act, which one undoing takes back. A line that a hard rule bars needs its reason here as it does one by one.

use super::desk::{Desk, NoticeKind};
use super::effect::{Effect, Ticket};
use super::hands;
use super::layer::{Answer, Hand, Layer, Move, Screen};
use super::lists::scene;
use super::message::Message;
use super::prompt::Prompt;
use super::question::Question;
use super::words;
use crate::allocation::best::{self, Line, Plan};
use crate::allocation::rank::SHORTEST_REASON;
use crate::allocation::{Candidate, may_override, questions};
use crate::command::{Command, Context};
use crate::domain::act::{Deed, NewAct, Private, Subject};
use crate::domain::dates;
use crate::domain::overview::CaseLine;
use crate::domain::reference::{CaseNo, ClientId, TrainerId};
use chrono::NaiveDate;

const COMMIT: &str = "share out";
const OVERRIDE: &str = "override in sharing";
/// Names of cases that a question lists before it says how many more there are.
const LISTED: usize = 6;

/// What was changed by hand on one line.
#[derive(Clone, PartialEq, Eq)]
struct Change {
    case: (ClientId, CaseNo),
    trainer: Option<TrainerId>,
    reason: String,
}

/// The screen on which many cases are shared out.
pub struct Share {
    /// Whose caseload it is; none for the queue.
    pub leaver: Option<TrainerId>,
    /// The proposal as she has changed it.
    pub plan: Plan,
    /// The marked line.
    pub marked: usize,
    /// The last day up to which the others only stand in; none where the cases are given for good.
    pub cover: Option<NaiveDate>,
    /// The acts on their way.
    pub ticket: Option<Ticket>,
    changes: Vec<Change>,
    wanted: Option<TrainerId>,
}

impl std::fmt::Debug for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lines = self.plan.lines.len();
        write!(f, "Share({lines} lines, {} marked)", self.marked)
    }
}

/// Opens the proposal for the queue, or for the caseload of one trainer.
pub fn open(hand: &mut Hand<'_>, leaver: Option<TrainerId>) {
    let screen = Share {
        plan: proposal(hand.desk, leaver.as_ref()),
        leaver,
        marked: 0,
        cover: None,
        ticket: None,
        changes: Vec::new(),
        wanted: None,
    };
    if screen.plan.lines.is_empty() {
        let none = if screen.leaver.is_some() {
            "This trainer has no open case to share out."
        } else {
            "No referral waits for a trainer."
        };
        hand.desk.say(NoticeKind::Good, none);
    } else {
        hand.push(Layer::Share(Box::new(screen)));
    }
}

fn proposal(desk: &Desk, leaver: Option<&TrainerId>) -> Plan {
    let scene = scene(desk);
    match leaver {
        Some(trainer) => best::leaver(&scene, trainer),
        None => best::whole_queue(&scene),
    }
}

fn key(line: &CaseLine) -> (ClientId, CaseNo) {
    (line.client, line.case.no)
}

impl Share {
    /// The case of a line.
    pub fn case<'d>(&self, desk: &'d Desk, n: usize) -> Option<&'d CaseLine> {
        let line = self.plan.lines.get(n)?;
        desk.overview.cases.get(line.case)
    }

    /// Whether she changed a line by hand.
    pub fn is_changed(&self, desk: &Desk, n: usize) -> bool {
        self.change(desk, n).is_some()
    }

    fn change(&self, desk: &Desk, n: usize) -> Option<&Change> {
        let case = key(self.case(desk, n)?);
        self.changes.iter().find(|c| c.case == case)
    }

    fn reason(&self, desk: &Desk, n: usize) -> String {
        let typed = self.change(desk, n).map(|c| c.reason.clone());
        match (typed.filter(|r| !r.is_empty()), &self.leaver) {
            (Some(reason), _) => reason,
            (None, Some(leaver)) if self.cover.is_some() => {
                let who = words::trainer(&desk.overview, &leaver.0);
                format!("stands in for {who}")
            }
            (None, Some(leaver)) => {
                format!(
                    "caseload of {} shared out",
                    words::trainer(&desk.overview, &leaver.0)
                )
            }
            (None, None) if self.is_changed(desk, n) => {
                "chosen by hand in the whole queue".to_owned()
            }
            (None, None) => String::new(),
        }
    }

    /// Proposes anew as the desk stands now, and lays her changes over it.
    fn state(&mut self, desk: &Desk) {
        self.plan = proposal(desk, self.leaver.as_ref());
        let scene = scene(desk);
        for line in &mut self.plan.lines {
            let case = key(&scene.cases[line.case]);
            if let Some(change) = self.changes.iter().find(|c| c.case == case) {
                line.trainer.clone_from(&change.trainer);
            }
        }
        self.plan.staff = best::staff_after(&scene, &self.plan.lines);
        self.marked = self.marked.min(self.plan.lines.len().saturating_sub(1));
    }

    fn step(&mut self, by: isize) {
        let last = self.plan.lines.len().saturating_sub(1);
        self.marked = self.marked.saturating_add_signed(by).min(last);
    }

    /// Puts the marked line with somebody, or with nobody.
    fn put(&mut self, desk: &Desk, trainer: Option<TrainerId>, reason: &str) {
        let Some(case) = self.case(desk, self.marked).map(key) else {
            return;
        };
        self.changes.retain(|c| c.case != case);
        self.changes.push(Change {
            case,
            trainer,
            reason: reason.to_owned(),
        });
        self.state(desk);
    }

    /// The trainer after or before the one of the marked line, nobody included.
    fn turn(&mut self, hand: &mut Hand<'_>, back: bool) {
        let Some(line) = self.plan.lines.get(self.marked) else {
            return;
        };
        let others = self.plan.staff.iter().map(|s| Some(s.trainer.clone()));
        let ways: Vec<Option<TrainerId>> = std::iter::once(None)
            .chain(others.filter(|t| *t != self.leaver))
            .collect();
        let at = ways.iter().position(|w| *w == line.trainer).unwrap_or(0);
        let by = if back { ways.len() - 1 } else { 1 };
        let next = ways[(at + by) % ways.len()].clone();
        self.put(hand.desk, next, "");
    }

    /// A digit: the marked line goes to the trainer of this number.
    fn choose(&mut self, hand: &mut Hand<'_>, at: usize) {
        let Some(staff) = self.plan.staff.get(at) else {
            return;
        };
        let trainer = staff.trainer.clone();
        if Some(&trainer) == self.leaver.as_ref() {
            hand.desk
                .say(NoticeKind::Hard, "It is this caseload that is shared out.");
            return;
        }
        self.put(hand.desk, Some(trainer), "");
        self.ask_where_barred(hand, self.marked);
    }

    /// Asks for the reason where a hard rule bars the trainer of a line; true where something is asked or said.
    fn ask_where_barred(&mut self, hand: &mut Hand<'_>, n: usize) -> bool {
        let Some((_, her)) = best::judged(&scene(hand.desk), &self.plan.lines, n) else {
            return false;
        };
        let is_said = self.change(hand.desk, n).map(|c| may_override(&c.reason));
        if her.eligible || is_said == Some(true) {
            return false;
        }
        self.marked = n;
        if let Some(bar) = her.blocked_by.iter().find(|bar| !bar.override_allowed) {
            let said = format!("{} cannot be given this case: {}.", her.name, bar.sentence);
            hand.desk.say(NoticeKind::Hard, said);
            self.put(hand.desk, None, "");
            return true;
        }
        let bars: Vec<&str> = her.blocked_by.iter().map(|b| b.sentence.as_str()).collect();
        let title = format!("{}: {}. Why all the same?", her.name, bars.join("; "));
        self.wanted = Some(her.trainer);
        let prompt = Prompt::new(OVERRIDE, title, SHORTEST_REASON);
        hand.push(Layer::Prompt(Box::new(prompt)));
        true
    }

    /// Lines that give a case to somebody who does not have it.
    fn given<'a>(&'a self, desk: &'a Desk) -> impl Iterator<Item = (usize, &'a Line)> {
        let lines = self.plan.lines.iter().enumerate();
        lines.filter(|(_, line)| {
            let holder = desk.overview.cases.get(line.case);
            line.trainer.is_some() && line.trainer.as_ref() != holder.and_then(|l| l.case.holder())
        })
    }

    fn ask_commit(&mut self, hand: &mut Hand<'_>) {
        let given: Vec<usize> = self.given(hand.desk).map(|(n, _)| n).collect();
        if given.is_empty() {
            let said =
                "No line gives a case to anybody. A digit puts the marked line with a trainer.";
            hand.desk.say(NoticeKind::Info, said);
            return;
        }
        for n in &given {
            if self.ask_where_barred(hand, *n) {
                return;
            }
        }
        let cases = words::count(given.len(), "case", "cases");
        let (title, yes) = match self.cover {
            Some(until) => (
                format!(
                    "Let them stand in for {cases} up to {}?",
                    dates::show(until)
                ),
                "Let them stand in, as one act",
            ),
            None => (format!("Give {cases} out?"), "Give them out, as one act"),
        };
        let question = Question::yes_no(
            COMMIT,
            title,
            self.in_words(hand.desk, &given),
            yes,
            "Not yet",
        );
        hand.push(Layer::Question(Box::new(question)));
    }

    /// Whether the others take the cases, or only stand in up to a day.
    fn switch_cover(&mut self, hand: &mut Hand<'_>) {
        if self.cover.take().is_some() {
            return;
        }
        if self.leaver.is_some() {
            let title = "They stand in up to which day? (the last one, such as 29/6)";
            hands::ask_day(hand, hands::COVER_UNTIL, title, 1);
        } else {
            let said = "Nobody has these referrals yet, so nobody can stand in.";
            hand.desk.say(NoticeKind::Info, said);
        }
    }

    /// What will happen: who gets how many, what stays, what is not known.
    fn in_words(&self, desk: &Desk, given: &[usize]) -> Vec<String> {
        let percent = |share: f64| format!("{:.0}%", share * 100.0);
        let staff = self.plan.staff.iter().filter(|s| s.given > 0);
        let mut text: Vec<String> = staff
            .map(|s| {
                let (before, after) = (percent(s.before), percent(s.after));
                format!("{}: {} more, {before} to {after}", s.name, s.given)
            })
            .collect();
        let stay = self.plan.lines.len() - given.len();
        if stay > 0 {
            let stays = words::count(stay, "case stays as it is", "cases stay as they are");
            text.push(format!("{stays}."));
        }
        let scene = scene(desk);
        let unknown: Vec<String> = given
            .iter()
            .filter_map(|n| self.case(desk, *n))
            .filter(|line| line.waits() && !questions(&scene, line).is_empty())
            .map(|line| line.case.no.to_string())
            .collect();
        if !unknown.is_empty() {
            let more = unknown.len().saturating_sub(LISTED);
            let rest = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            let first = &unknown[..unknown.len().min(LISTED)];
            text.push(format!(
                "Something is not known of {}{rest}: ask before you give them out.",
                first.join(", ")
            ));
        }
        text
    }

    fn commit(&mut self, hand: &mut Hand<'_>) {
        let given: Vec<usize> = self.given(hand.desk).map(|(n, _)| n).collect();
        let mut acts: Vec<NewAct> = given
            .iter()
            .filter_map(|n| self.act(hand.desk, *n))
            .collect();
        if acts.len() > 1 {
            acts.push(NewAct {
                subject: Subject::None,
                deed: Deed::CasesShared {
                    from: self
                        .leaver
                        .as_ref()
                        .map_or_else(String::new, |t| t.0.clone()),
                    count: u32::try_from(acts.len()).unwrap_or(u32::MAX),
                },
                private: Private::default(),
            });
        }
        hand.desk.safety = super::Safety::Saving;
        self.ticket = Some(hand.ask_and_hold(|ticket| Effect::Record(ticket, acts)));
    }

    fn act(&self, desk: &Desk, n: usize) -> Option<NewAct> {
        let (place, her) = best::judged(&scene(desk), &self.plan.lines, n)?;
        let line = self.case(desk, n)?;
        if let Some(until) = self.cover {
            let deed = Deed::CaseCovered {
                case: line.case.no,
                trainer: her.trainer.clone(),
                until,
                shown: super::allocate::shown(&her),
                reason: self.reason(desk, n),
                told: line.risk.flags(),
                on: desk.today(),
            };
            return Some(hands::about(line.client, deed));
        }
        let deed = Deed::Allocated {
            case: line.case.no,
            trainer: her.trainer.clone(),
            work: self.plan.lines[n].work,
            rank: if her.eligible {
                u8::try_from(place).unwrap_or(u8::MAX)
            } else {
                0
            },
            shown: super::allocate::shown(&her),
            reason: self.reason(desk, n),
            told: line.risk.flags(),
            on: desk.today(),
        };
        Some(hands::about(line.client, deed))
    }

    /// The trainer of the marked line as she stands when all other lines are given out.
    pub fn judged(&self, desk: &Desk) -> Option<Candidate> {
        best::judged(&scene(desk), &self.plan.lines, self.marked).map(|(_, her)| her)
    }
}

impl Screen for Share {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Share]
    }

    fn command(&mut self, hand: &mut Hand<'_>, command: Command) -> bool {
        if self.ticket.is_some() {
            return true;
        }
        match command {
            Command::CommitShare => self.ask_commit(hand),
            Command::NextShareLine => self.step(1),
            Command::PreviousShareLine => self.step(-1),
            Command::NextShareTrainer => self.turn(hand, false),
            Command::PreviousShareTrainer => self.turn(hand, true),
            Command::SwitchShareCover => self.switch_cover(hand),
            Command::LeaveShareLine => self.put(hand.desk, None, ""),
            Command::OpenShareCard => {
                if let Some(client) = self.case(hand.desk, self.marked).map(|l| l.client) {
                    let card = super::card::open(hand, client);
                    hand.push(card);
                }
            }
            Command::CloseShare => hand.moves.push(Move::Pop),
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
            Message::Recorded(ticket, _) if self.ticket == Some(*ticket) => {
                self.ticket = None;
                hand.moves.push(Move::Pop);
            }
            Message::NotRecorded(ticket, _) if self.ticket == Some(*ticket) => self.ticket = None,
            Message::OverviewStated(_) if self.ticket.is_none() => self.state(hand.desk),
            _ => {}
        }
    }

    fn answered(&mut self, hand: &mut Hand<'_>, answer: Answer) {
        match (answer.token, answer.choice) {
            (COMMIT, Some(0)) => self.commit(hand),
            (hands::COVER_UNTIL, Some(_)) => {
                match hands::day_ahead(&answer.text, hand.desk.today()) {
                    Ok(until) => self.cover = Some(until),
                    Err(said) => hand.desk.say(NoticeKind::Hard, said),
                }
            }
            (OVERRIDE, Some(_)) => {
                let wanted = self.wanted.take();
                self.put(hand.desk, wanted, &answer.text);
            }
            (OVERRIDE, None) => {
                self.wanted = None;
                self.put(hand.desk, None, "");
            }
            _ => {}
        }
    }
}
