//! What else is done where a case is allocated: who stands in, the hand-over slip, a conflict that comes up.

use super::allocate::{Allocate, shown};
use super::desk::NoticeKind;
use super::effect::Effect;
use super::hands;
use super::layer::{Hand, Layer};
use super::lists::scene;
use super::question::Question;
use crate::allocation::handover;
use crate::domain::act::Deed;

/// Answer of "what kind of conflict?".
pub const CONFLICT: &str = "what conflict";

impl Allocate {
    /// A reason was given: the case is given, or the day is asked up to which somebody stands in.
    pub(super) fn reasoned(&mut self, hand: &mut Hand<'_>, reason: &str) {
        if self.cover {
            reason.clone_into(&mut self.because);
            let title = "Up to which day? (the last one, such as 29/6)";
            hands::ask_day(hand, hands::COVER_UNTIL, title, 1);
        } else {
            self.give(hand, reason);
        }
    }

    pub(super) fn cover_until(&mut self, hand: &mut Hand<'_>, typed: &str) {
        let until = match hands::day_ahead(typed, hand.desk.today()) {
            Ok(until) => until,
            Err(said) => {
                hand.desk.say(NoticeKind::Hard, said);
                let because = std::mem::take(&mut self.because);
                return self.reasoned(hand, &because);
            }
        };
        let chosen = self.chosen.take();
        let (Some(at), Some(line)) = (self.place_of(chosen.as_ref()), self.line()) else {
            return;
        };
        let deed = Deed::CaseCovered {
            case: line.case.no,
            trainer: self.candidates[at].trainer.clone(),
            until,
            shown: shown(&self.candidates[at]),
            reason: self.because.clone(),
            told: line.risk.flags(),
            on: hand.desk.today(),
        };
        self.record(hand, hands::about(line.client, deed));
    }

    /// Whether whoever is chosen takes the case, or only stands in.
    pub(super) fn switch_cover(&mut self, hand: &mut Hand<'_>) {
        if self.again {
            self.cover = !self.cover;
            self.settle_type(hand.desk, self.work);
        } else {
            let said = "Nobody has this referral yet, so nobody can stand in.";
            hand.desk.say(NoticeKind::Info, said);
        }
    }

    /// The hand-over slip for the marked trainer, on the screen and on the clipboard.
    pub(super) fn show_slip(&mut self, hand: &mut Hand<'_>) {
        let (Some(line), Some(marked)) = (self.line(), self.marked_trainer()) else {
            return;
        };
        let to = hand.desk.overview.trainer(&marked.0);
        let slip = handover::slip_for(&scene(hand.desk), line, self.work, to);
        hand.effects.push(Effect::Copy(slip.join("\n")));
        hand.desk.say(
            NoticeKind::Good,
            "The hand-over slip is copied, to paste and print.",
        );
        self.explained = Some(slip);
    }

    /// Which kind of conflict the marked trainer and the client have; nothing else is asked.
    pub(super) fn ask_conflict(&mut self, hand: &mut Hand<'_>) {
        let Some(her) = self.candidates.get(self.marked) else {
            return;
        };
        let lists = hand.desk.fixed.forms.lists();
        let kinds = lists
            .get("conflict_kinds")
            .map_or(&[][..], |list| &list.codes);
        let settings = &hand.desk.fixed.allocation;
        let answers = kinds.iter().map(|code| {
            let key = code.code.to_lowercase().chars().next().unwrap_or('?');
            let does = if settings.bars(&code.code) {
                "bars"
            } else {
                "warns"
            };
            (key, format!("{} ({does})", code.label))
        });
        let question = Question {
            token: CONFLICT,
            foresees: None,
            title: format!("{} and this client: what stands between them?", her.name),
            text: vec![
                "Only the kind is kept, in the list of conflicts. Nobody else is told.".to_owned(),
            ],
            answers: answers.collect(),
            marked: 0,
        };
        self.chosen = Some(her.trainer.clone());
        hand.push(Layer::Question(Box::new(question)));
    }

    pub(super) fn declare(&mut self, hand: &mut Hand<'_>, choice: usize) {
        let lists = hand.desk.fixed.forms.lists();
        let kind = lists
            .get("conflict_kinds")
            .and_then(|l| l.codes.get(choice));
        let kind = kind.map(|code| code.code.clone());
        let (Some(trainer), Some(kind), Some(line)) = (self.chosen.take(), kind, self.line())
        else {
            return;
        };
        let on = hand.desk.today();
        let act = hands::about(line.client, Deed::ConflictDeclared { trainer, kind, on });
        self.record(hand, act);
    }
}
