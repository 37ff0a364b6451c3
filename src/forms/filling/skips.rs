//! Which boxes are asked, and what computed ones come to.

use super::{Event, Filling, Slot};
use crate::condition::Scope;
use crate::domain::sheet::KeptBox;
use crate::domain::value::Value;
use crate::forms::around::Around;
use crate::forms::compute::compute;
use crate::forms::definition::Condition;
use chrono::{NaiveDate, NaiveTime};
use std::sync::Arc;

/// The sheet as conditions see it.
pub(super) struct Seen<'a> {
    pub slots: &'a [Slot],
    pub around: &'a Around,
}

impl Scope for Seen<'_> {
    fn field(&self, position: usize) -> Option<&Value> {
        let slot = self.slots.get(position)?;
        slot.value.as_ref().filter(|_| slot.shown)
    }

    fn known(&self, name: &str) -> Option<&Value> {
        self.around.known.get(name)
    }

    fn today(&self) -> NaiveDate {
        self.around.today
    }

    fn now(&self) -> Option<NaiveTime> {
        self.around.now
    }
}

/// A box that a skip emptied, with what stood in it.
pub(in crate::forms) struct Emptied {
    pub position: usize,
    pub before: KeptBox,
}

impl Filling {
    pub(super) fn seen(&self) -> Seen<'_> {
        Seen {
            slots: &self.slots,
            around: &self.around,
        }
    }

    pub(super) fn holds(&self, condition: &Condition) -> bool {
        condition.expression.truth(&self.seen()) == Some(true)
    }

    /// Works out, in the order of the form, what is shown and what is computed. With `reset`, boxes that a skip hides are
    /// emptied; what came from elsewhere and was never passed stays in them unseen.
    pub(in crate::forms) fn recalculate(&mut self, reset: bool) -> Vec<Emptied> {
        let form = Arc::clone(&self.form);
        let mut emptied = Vec::new();
        for &i in &form.order {
            let field = &form.fields[i];
            let shown = field.shown_when.as_ref().is_none_or(|c| self.holds(c));
            let appears = shown && !self.slots[i].shown;
            self.slots[i].shown = shown;
            if field.kind.is_computed() {
                let value = shown.then(|| compute(field, &self.seen())).flatten();
                let slot = &mut self.slots[i];
                slot.kept.text = value
                    .as_ref()
                    .map(|v| crate::forms::kind::in_box(field, v))
                    .unwrap_or_default();
                slot.value = value;
            } else if shown && field.prefill.is_some() {
                self.follow(i);
                if appears && self.slots[i].is_empty() && field.default.is_some() {
                    self.put_default(i);
                }
            } else if appears && self.slots[i].is_empty() && field.default.is_some() {
                self.put_default(i);
            } else if !shown && reset && !self.slots[i].is_empty() && !self.slots[i].kept.carried {
                let slot = &mut self.slots[i];
                let before = std::mem::take(&mut slot.kept);
                (slot.value, slot.finding) = (None, None);
                self.follow_mark(i, before.missing);
                self.unkept.boxes.insert(i);
                emptied.push(Emptied {
                    position: i,
                    before,
                });
            }
        }
        emptied
    }

    fn put_default(&mut self, i: usize) {
        let text = self.form.fields[i].default.clone().unwrap_or_default();
        self.slots[i].kept = KeptBox {
            text,
            carried: true,
            ..KeptBox::default()
        };
        self.unkept.boxes.insert(i);
        self.read(i);
    }

    /// What skips emptied, as it is said; remembered for undo with the edit of `cause`.
    pub(super) fn tell_emptied(&mut self, cause: usize, emptied: Vec<Emptied>) -> Option<Event> {
        if emptied.is_empty() {
            return None;
        }
        let boxes = emptied
            .iter()
            .map(|e| self.form.fields[e.position].name())
            .collect();
        let caret = self.caret;
        self.history.add_emptied(cause, caret, emptied);
        Some(Event::SkipReset { boxes })
    }
}
