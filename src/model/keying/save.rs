//! Finishing a sheet: nothing half-filled is saved, and only what is on stable storage is called saved.

use super::Keying;
use crate::domain::act::{Deed, NewAct, Private, Subject};
use crate::domain::sheet::FilledSheet;
use crate::forms::Finish;
use crate::model::desk::{NoticeKind, Safety};
use crate::model::effect::{Bell, Effect};
use crate::model::layer::Hand;

impl Keying {
    /// Saves the sheet, or says what is still to do and puts the caret there.
    pub(super) fn finish(&mut self, hand: &mut Hand<'_>) {
        if self.saving.is_some() {
            return;
        }
        match self.filling.finish() {
            Finish::Ready(filled) => self.record(hand, *filled),
            Finish::Blocked { findings } => {
                let more = findings.len().saturating_sub(1);
                let first = findings
                    .first()
                    .map(|f| format!("Box {}: {}", f.label, f.sentence))
                    .unwrap_or_default();
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
                let first = findings
                    .first()
                    .map(|f| format!("Box {}: {}", f.label, f.sentence))
                    .unwrap_or_default();
                hand.desk
                    .say(NoticeKind::Soft, format!("{first} Save again keeps it."));
                hand.effects.push(Effect::Ring(Bell::Soft));
                self.keep(hand);
            }
        }
    }

    fn subject(&self) -> Option<Subject> {
        let role = self.filling.form().role;
        match self.client {
            Some(client) => Some(Subject::Known(client)),
            None if role.may_bring_new_client() => Some(Subject::New),
            None if role.concerns_client() => None,
            None => Some(Subject::None),
        }
    }

    fn record(&mut self, hand: &mut Hand<'_>, filled: FilledSheet) {
        let Some(subject) = self.subject() else {
            hand.desk.say(
                NoticeKind::Hard,
                "Whose sheet is it? Go to box 1 and choose the client.",
            );
            return;
        };
        let FilledSheet {
            mut head,
            facts,
            values,
            overrides,
            query,
        } = filled;
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

    /// The next box that is wrong or still open.
    pub(super) fn next_finding(&mut self, hand: &mut Hand<'_>) {
        match self.filling.finish() {
            Finish::Blocked { findings } | Finish::AskSoft { findings } => {
                let first = findings
                    .first()
                    .map(|f| format!("Box {}: {}", f.label, f.sentence))
                    .unwrap_or_default();
                hand.desk.say(NoticeKind::Info, first);
            }
            Finish::Ready(_) => hand
                .desk
                .say(NoticeKind::Good, "Nothing is missing on this sheet."),
        }
        self.keep(hand);
    }
}
