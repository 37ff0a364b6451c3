//! What works on lists about paper alone: narrowing, pads, filing, the chase note, the end of the day.

use super::{Desk, ListKind, ListLine, ListScreen, Target};
use crate::command::{Command, stack};
use crate::domain::ledger::SheetState;
use crate::domain::question::Question;
use crate::domain::reference::TrainerId;
use crate::model::layer::{Answer, Hand, Layer, Move};
use crate::model::prompt::Prompt;
use crate::model::{Effect, NoticeKind, PaperOnDesk, Safety, paperwork, words};

/// Answer of "which pad?".
const PAD: &str = "pad";

/// A pad was typed: it is noted, or what is wrong with it is said.
pub(super) fn answered(hand: &mut Hand<'_>, answer: &Answer) {
    if answer.token != PAD || answer.choice.is_none() {
        return;
    }
    match paperwork::pad_issued(hand, &answer.text) {
        Ok(act) => {
            hand.desk.safety = Safety::Saving;
            hand.ask_and_hold(|ticket| Effect::Record(ticket, vec![act]));
        }
        Err(sentence) => hand.desk.say(NoticeKind::Hard, sentence),
    }
}

/// What is asked in a line of the list of questions, with how to answer it and end it.
fn asked_in_full(desk: &Desk, paper: &PaperOnDesk, line: &ListLine) -> Option<String> {
    let words = line.cells.last()?;
    let (command, ends) = match paperwork::question_in(desk, paper, line)? {
        Question::Box(..) => (Command::QueryBox, "takes the question back."),
        Question::Sheet(_) => (
            Command::QuerySheet,
            "opens the question: emptied there, it is ended.",
        ),
    };
    let keys = desk.fixed.keymap.keys_in(command, stack::FORM);
    let end = format!("Key what it should say; {} {ends}", keys.first()?);
    let stop = if words.ends_with(['.', '?', '!']) {
        ""
    } else {
        "."
    };
    Some(format!("Asked: {words}{stop} {end}"))
}

impl ListScreen {
    /// What works on lists about paper alone. False where this list is about something else.
    pub(super) fn paper_command(&mut self, hand: &mut Hand<'_>, command: Command) -> bool {
        let Some(paper) = self.paper.clone().filter(|_| self.is_about_paper()) else {
            return false;
        };
        match command {
            Command::NarrowState if self.kind == ListKind::Ledger => self.narrow_state(hand),
            Command::NarrowTrainer => self.narrow_trainer(hand, &paper),
            Command::ChaseTrainer => self.chase(hand, &paper),
            Command::IssuePad => hand.push(Layer::Prompt(Box::new(Prompt::new(
                PAD,
                "Which pad, and whose? First serial, last serial, trainer",
                1,
            )))),
            Command::FileSheets => Self::file(hand, &paper),
            Command::VerifySheet => {
                match self.lines.get(self.marked).and_then(|l| l.target.clone()) {
                    Some(Target::Sheet(serial, _)) => crate::model::rekey::open(hand, Some(serial)),
                    _ => hand
                        .desk
                        .say(NoticeKind::Info, "Only a keyed sheet can be keyed again."),
                }
            }
            Command::EndDay if self.kind == ListKind::Closing => {
                let act = crate::model::closing::day_closed(hand.desk, &paper);
                hand.desk.safety = Safety::Saving;
                hand.ask_and_hold(|ticket| Effect::Record(ticket, vec![act]));
                hand.moves.push(Move::Pop);
            }
            _ => return false,
        }
        true
    }

    /// The sheet of a question lies open: the question is said there, with how to answer and end it.
    pub(super) fn say_asked(&self, hand: &mut Hand<'_>) {
        let line = self.lines.get(self.marked);
        let line = line.filter(|_| self.kind == ListKind::Queries && !hand.moves.is_empty());
        let both = self.paper.as_ref().zip(line);
        if let Some(said) = both.and_then(|(paper, line)| asked_in_full(hand.desk, paper, line)) {
            hand.desk.say(NoticeKind::Soft, said);
        }
    }

    /// The next state that any sheet stands in, and after the last one all.
    fn narrow_state(&mut self, hand: &mut Hand<'_>) {
        let all = SheetState::ALL.map(|(state, ..)| state);
        let place = self
            .narrow
            .state
            .and_then(|s| all.iter().position(|a| *a == s));
        self.narrow.state = match place {
            None => Some(all[0]),
            Some(at) => all.get(at + 1).copied(),
        };
        self.say_narrow(hand);
    }

    fn narrow_trainer(&mut self, hand: &mut Hand<'_>, paper: &PaperOnDesk) {
        let mut whom: Vec<TrainerId> = match self.kind {
            ListKind::Ledger => paperwork::ledger(hand.desk, paper)
                .into_iter()
                .filter_map(|l| l.trainer)
                .collect(),
            _ => paperwork::to_chase(hand.desk, paper)
                .into_iter()
                .flatten()
                .collect(),
        };
        whom.sort();
        whom.dedup();
        let current = if self.kind == ListKind::Chase {
            &self.trainer
        } else {
            &self.narrow.trainer
        };
        let next = match current {
            None => whom.first().cloned(),
            Some(trainer) => whom.iter().find(|t| *t > trainer).cloned(),
        };
        if self.kind == ListKind::Chase {
            self.trainer = next;
        } else {
            self.narrow.trainer = next;
        }
        self.say_narrow(hand);
    }

    fn say_narrow(&mut self, hand: &mut Hand<'_>) {
        self.marked = 0;
        self.state(hand.desk);
        let trainer = self.narrow.trainer.as_ref().or(self.trainer.as_ref());
        let whose = trainer.map(|t| words::trainer(&hand.desk.overview, &t.0));
        let parts: Vec<String> = self
            .narrow
            .state
            .map(|s| s.words().to_owned())
            .into_iter()
            .chain(whose)
            .collect();
        let said = if parts.is_empty() {
            "All that is open.".to_owned()
        } else {
            format!("Only {}.", parts.join(", "))
        };
        hand.desk.say(NoticeKind::Info, said);
    }

    /// From a list to the note for the trainer of the marked line; on the note, copies it.
    fn chase(&mut self, hand: &mut Hand<'_>, paper: &PaperOnDesk) {
        if self.kind == ListKind::Chase {
            let text = paperwork::note(hand.desk, paper, self.trainer.as_ref());
            hand.effects.push(Effect::Copy(text));
            hand.desk.say(
                NoticeKind::Good,
                "Copied: paste it into a letter or a mail.",
            );
            return;
        }
        let whom = paperwork::to_chase(hand.desk, paper);
        let named = self
            .lines
            .get(self.marked)
            .map(|l| l.cells.clone())
            .unwrap_or_default();
        let is_named = |t: &&Option<TrainerId>| {
            t.as_ref()
                .is_some_and(|t| named.contains(&words::trainer(&hand.desk.overview, &t.0)))
        };
        // A line without a trainer leads to the note of the sheets of which nobody knows who filled them in.
        let nobody = || whom.iter().find(|t| t.is_none());
        let found = whom.iter().find(is_named).or_else(nobody);
        let Some(trainer) = found.or(whom.first()).cloned() else {
            hand.desk
                .say(NoticeKind::Info, "There is nothing to ask anybody.");
            return;
        };
        let mut list = Self::blank(ListKind::Chase);
        list.trainer = trainer;
        list.refresh(hand);
        hand.push(Layer::List(list));
    }

    fn file(hand: &mut Hand<'_>, paper: &PaperOnDesk) {
        let serials = paperwork::to_file(hand.desk, paper);
        if serials.is_empty() {
            let said = "No sheet is done with: those keyed today wait for tomorrow's second look, others for their boxes or an answer.";
            hand.desk.say(NoticeKind::Info, said);
            return;
        }
        hand.desk.safety = Safety::Saving;
        hand.ask_and_hold(|ticket| Effect::Record(ticket, paperwork::filed(serials)));
    }
}
