//! Boxes that cannot be read: each is a question to the trainer as long as it is marked so.
//!
//! # Why
//! The mark says that the paper holds an answer which the record lacks. Whoever marks it wants it back, so no second key is to be
//! needed, and none is to be forgotten; a box that is read after all must not be asked about.

use super::{Event, Filling};
use crate::domain::question::{Doubt, with_box, without_box};
use crate::domain::value::Missing;

impl Filling {
    /// Follows the mark of a box from what it was. What she took back herself is not asked again.
    pub(super) fn follow_mark(&mut self, i: usize, before: Option<Missing>) {
        let key = &self.form.fields[i].key;
        let unread = |mark: Option<Missing>| mark == Some(Missing::Illegible);
        let query = match (unread(before), unread(self.slots[i].kept.missing)) {
            (false, true) => with_box(&self.query, key, Doubt::Illegible),
            (true, false) => without_box(&self.query, key, Doubt::Illegible),
            _ => None,
        };
        if let Some(query) = query {
            self.query = query;
            self.unkept.query = true;
        }
    }

    /// A box that must have an answer takes no mark; that it cannot be read is asked all the same.
    pub(super) fn ask_unmarked(&mut self, i: usize, reason: Missing) -> Option<Event> {
        let key = &self.form.fields[i].key;
        if let Some(query) = with_box(&self.query, key, Doubt::Illegible)
            && reason == Missing::Illegible
        {
            self.query = query;
            self.unkept.query = true;
        }
        self.said_of_mark(i, reason)
    }

    /// An answer typed into a box that could not be read is the answer to the question about it. What else she asked she takes back herself.
    pub(super) fn take_answer(&mut self, i: usize) {
        let key = &self.form.fields[i].key;
        let kept = &self.slots[i].kept;
        if kept.carried || kept.text.trim().is_empty() {
            return;
        }
        if let Some(query) = without_box(&self.query, key, Doubt::Illegible) {
            self.query = query;
            self.unkept.query = true;
        }
    }

    /// Asks about every box that a sheet from a file marks as illegible.
    pub(in crate::forms) fn ask_about_unread(&mut self) {
        (0..self.slots.len()).for_each(|i| self.follow_mark(i, None));
    }

    /// What is said when the box has just been marked.
    pub(super) fn said_of_mark(&self, i: usize, reason: Missing) -> Option<Event> {
        let name = self.form.fields[i].name();
        (reason == Missing::Illegible).then_some(Event::TrainerAsked(name))
    }
}
