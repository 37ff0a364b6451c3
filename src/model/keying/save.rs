//! Finishing a sheet: nothing half-filled is saved, and only what is on stable storage is called saved.

use super::{Keying, said};
use crate::domain::act::{Deed, NewAct, Private, Subject};
use crate::domain::sheet::FilledSheet;
use crate::forms::finding::{Finding, Severity};
use crate::forms::{Event, Finish};
use crate::model::desk::{NoticeKind, Safety};
use crate::model::effect::{Bell, Effect};
use crate::model::layer::Hand;

impl Keying {
    /// Saves the sheet, or says what is still to do and puts the caret there.
    pub(super) fn finish(&mut self, hand: &mut Hand<'_>) {
        if self.saving.is_some() || self.newcomer.waits.is_some() {
            return;
        }
        let outcome = self.filling.finish();
        let said = self.filling.said();
        said::tell(hand, said);
        match outcome {
            Finish::Ready(_) if self.renumbered(hand) => {}
            Finish::Ready(filled)
                if self.subject() == Some(Subject::New) || self.brings_number(&filled.facts) =>
            {
                self.look_for_same(hand, *filled);
            }
            Finish::Ready(filled) => self.record(hand, *filled),
            Finish::Blocked { findings } => {
                let more = findings.len().saturating_sub(1);
                let first = findings.first().map(Finding::with_box).unwrap_or_default();
                let rest = if more > 0 {
                    format!(" And {more} more.")
                } else {
                    String::new()
                };
                hand.desk.say(NoticeKind::Hard, format!("{first}{rest}"));
                hand.effects.push(Effect::Ring(Bell::Hard));
                self.keep(hand);
            }
            Finish::AskSoft { findings } => {
                let first = findings.first().map(Finding::with_box).unwrap_or_default();
                hand.desk
                    .say(NoticeKind::Soft, format!("{first} Save again keeps it."));
                hand.effects.push(Effect::Ring(Bell::Soft));
                self.keep(hand);
            }
        }
    }

    pub(super) fn subject(&self) -> Option<Subject> {
        let role = self.filling.form().role;
        match self.client {
            Some(client) => Some(Subject::Known(client)),
            None if role.may_bring_new_client() => Some(Subject::New),
            None if role.concerns_client() => None,
            None => Some(Subject::None),
        }
    }

    pub(super) fn record(&mut self, hand: &mut Hand<'_>, filled: FilledSheet) {
        let Some(subject) = self.subject() else {
            hand.desk.say(
                NoticeKind::Hard,
                "Whose sheet is it? Go to the box of the client and choose her.",
            );
            self.keep(hand);
            return;
        };
        let FilledSheet {
            mut head,
            mut facts,
            values,
            mut overrides,
            query,
        } = filled;
        self.decided(&mut facts, &mut overrides);
        head.queried = !query.is_empty();
        let deed = Deed::SheetKeyed {
            head,
            facts,
            draft: Some(self.draft),
            amends: self.amends.is_some(),
            overrides,
        };
        let act = NewAct {
            subject,
            deed,
            private: Private {
                values,
                note: query,
                draft: None,
            },
        };
        hand.desk.safety = Safety::Saving;
        self.saving = Some(hand.ask_and_hold(|ticket| Effect::Record(ticket, vec![act])));
    }

    /// The next box that is wrong or still open, from the caret on and round; nothing is passed by looking.
    pub(super) fn next_finding(&mut self, hand: &mut Hand<'_>) {
        let findings = match self.filling.clone().finish() {
            Finish::Blocked { findings } | Finish::AskSoft { findings } => findings,
            Finish::Ready(_) => {
                hand.desk
                    .say(NoticeKind::Good, "Nothing is missing on this sheet.");
                return;
            }
        };
        let here = self.filling.focus();
        let place = |finding: &Finding| self.filling.form().position(&finding.field).unwrap_or(0);
        let mut placed: Vec<(usize, Finding)> =
            findings.into_iter().map(|f| (place(&f), f)).collect();
        placed.sort_by_key(|(at, _)| (*at <= here, *at));
        for (_, finding) in placed {
            // A computed box cannot be gone to: what decides it is found on the way.
            let Ok(mut events) = self.filling.go_to(&finding.field) else {
                continue;
            };
            let severe = finding.severity == Severity::Hard;
            let sentence = finding.with_box();
            events.retain(|event| !matches!(event, Event::Hard(_)));
            self.after(hand, events);
            hand.desk.say(
                if severe {
                    NoticeKind::Hard
                } else {
                    NoticeKind::Soft
                },
                sentence,
            );
            return;
        }
    }
}
