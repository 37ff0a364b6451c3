//! Undo and redo of typing: for the whole sheet, without limit, across moves.

use super::skips::Emptied;
use super::{Event, Filling};
use crate::domain::sheet::KeptBox;

/// One box before and after.
#[derive(Clone)]
struct Change {
    position: usize,
    before: KeptBox,
    after: KeptBox,
}

/// What one undo takes back: a run of typing with the skips that it caused.
#[derive(Clone)]
struct Step {
    /// The edited box first, then those that skips emptied.
    changes: Vec<Change>,
    caret_before: usize,
    caret_after: usize,
    /// A run of typing that goes on with the next character.
    grows: bool,
}

/// All steps, and those taken back.
#[derive(Clone, Default)]
pub(super) struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

/// One edit of one box.
pub(super) struct Edit {
    pub position: usize,
    pub before: KeptBox,
    pub after: KeptBox,
    pub caret_before: usize,
    pub caret_after: usize,
    /// Whether it goes on a run of typing.
    pub joins: bool,
    /// Whether the next one may go on it.
    pub grows: bool,
}

impl History {
    /// The caret went elsewhere: the run of typing is over.
    pub fn close(&mut self) {
        if let Some(step) = self.done.last_mut() {
            step.grows = false;
        }
    }

    pub fn add(&mut self, edit: Edit) {
        self.undone.clear();
        if let Some(step) = self.done.last_mut()
            && edit.joins
            && step.grows
            && let [change] = step.changes.as_mut_slice()
            && change.position == edit.position
        {
            change.after = edit.after;
            step.caret_after = edit.caret_after;
            step.grows = edit.grows;
            return;
        }
        self.done.push(Step {
            changes: vec![Change {
                position: edit.position,
                before: edit.before,
                after: edit.after,
            }],
            caret_before: edit.caret_before,
            caret_after: edit.caret_after,
            grows: edit.grows,
        });
    }

    /// Joins what skips emptied to the edit of the box that caused it.
    pub fn add_emptied(&mut self, cause: usize, caret: usize, emptied: Vec<Emptied>) {
        let changes = emptied.into_iter().map(|e| Change {
            position: e.position,
            before: e.before,
            after: KeptBox::default(),
        });
        match self.done.last_mut() {
            Some(step) if step.changes.first().is_some_and(|c| c.position == cause) => {
                step.changes.extend(changes);
                step.grows = false;
            }
            _ => self.done.push(Step {
                changes: changes.collect(),
                caret_before: caret,
                caret_after: caret,
                grows: false,
            }),
        }
    }
}

impl Filling {
    /// What was typed into the focused box since the caret came there, where that is one run of typing that is still going on. Free text
    /// that stood there is gone on with, anything else was replaced.
    pub(super) fn just_typed(&self) -> Option<&str> {
        let step = self.history.done.last().filter(|step| step.grows)?;
        let [change] = step.changes.as_slice() else {
            return None;
        };
        let began = change.before.text.is_empty() || change.before.settled || change.before.carried;
        if change.position != self.focus || !began {
            return None;
        }
        let text = self.slots[self.focus].kept.text.as_str();
        let goes_on = self.field().kind.is_words() && !change.before.carried;
        if goes_on {
            text.strip_prefix(change.before.text.as_str())
        } else {
            Some(text)
        }
    }

    /// Takes back the last run of typing, with what it made skips empty; the caret goes where it was typed.
    pub fn undo(&mut self) -> Vec<Event> {
        let Some(step) = self.history.done.pop() else {
            return vec![Event::Refused(
                "There is nothing to undo on this sheet.".into(),
            )];
        };
        let boxes = step.changes.iter().rev();
        let boxes: Vec<_> = boxes.map(|c| (c.position, c.before.clone())).collect();
        let (position, caret) = (step.changes.first().map(|c| c.position), step.caret_before);
        self.history.undone.push(step);
        self.restore(boxes, position, caret)
    }

    /// Does again what was undone last.
    pub fn redo(&mut self) -> Vec<Event> {
        let Some(step) = self.history.undone.pop() else {
            return vec![Event::Refused("There is nothing to do again.".into())];
        };
        let boxes = step.changes.iter();
        let boxes: Vec<_> = boxes.map(|c| (c.position, c.after.clone())).collect();
        let (position, caret) = (step.changes.first().map(|c| c.position), step.caret_after);
        self.history.done.push(step);
        self.history.close();
        self.restore(boxes, position, caret)
    }

    fn restore(
        &mut self,
        boxes: Vec<(usize, KeptBox)>,
        position: Option<usize>,
        caret: usize,
    ) -> Vec<Event> {
        for (i, kept) in boxes {
            let before = std::mem::replace(&mut self.slots[i].kept, kept);
            self.follow_mark(i, before.missing);
            self.slots[i].finding = None;
            self.read(i);
            self.unkept.boxes.insert(i);
            self.forget_overrides(i);
        }
        self.recalculate(false);
        let events = match position.filter(|i| self.may_focus(*i)) {
            Some(i) if i != self.focus => self.go(i),
            _ => Vec::new(),
        };
        if !self.may_focus(self.focus) {
            self.start_at(None);
        }
        self.asked.clear();
        self.caret = caret.min(self.text_length());
        self.unkept.moved = true;
        events
    }
}
