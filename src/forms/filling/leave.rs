//! Leaving a box: reading it, checking it, asking about it, settling it.

use super::{AskedBy, Event, Filling};
use crate::domain::sheet::Override;
use crate::domain::value::Value;
use crate::forms::definition::Mode;
use crate::forms::entry::{read_box, read_settled, settled_text};
use crate::forms::finding::{Finding, Severity};

/// Why a question was passed, where she pressed the key again and gave no words of her own.
pub(super) const AS_ON_PAPER: &str = "as on the paper";

/// Whether the caret may go.
pub(super) enum Left {
    /// It may, and this happened.
    Free(Vec<Event>),
    /// It stays, and this is why.
    Held(Vec<Event>),
}

impl Filling {
    /// Reads a box into its value, quietly; a box that cannot be read comes to nothing.
    pub(super) fn read(&mut self, i: usize) {
        self.slots[i].value = self.reading_of(i);
    }

    /// What a box says as it stands, whatever the sheet takes it for until it is left.
    pub(super) fn reading_of(&self, i: usize) -> Option<Value> {
        let (field, kept) = (&self.form.fields[i], &self.slots[i].kept);
        match kept.missing {
            Some(reason) => Some(Value::Missing(reason)),
            None if kept.settled => read_settled(field, &kept.text, &self.around).ok(),
            None => read_box(field, &kept.text, &self.around).ok(),
        }
    }

    /// The box is left: what was typed is its answer from now on, and is kept as such.
    pub(super) fn take(&mut self, i: usize) {
        let before = self.slots[i].value.take();
        self.read(i);
        if self.slots[i].value != before {
            self.unkept.boxes.insert(i);
        }
    }

    /// Leaves the focused box forwards: everything must be in order, or asked and passed.
    pub(super) fn leave_forwards(&mut self) -> Left {
        let i = self.focus;
        self.take_reading_back(i);
        if let Some(fault) = self.fault_of(i) {
            return self.hold(i, fault);
        }
        self.take(i);
        self.recalculate(false);
        if let Some(fault) = self.crossed(i, Severity::Hard).into_iter().next() {
            return self.hold(i, fault);
        }
        if let Some(again) = self.read_again(i) {
            return Left::Held(vec![again]);
        }
        let open = self.unanswered(i);
        if !open.is_empty() && !self.all_asked(&open) {
            return self.ask(i, open);
        }
        let mut events = self.pass(open, AS_ON_PAPER);
        self.settle(i);
        let emptied = self.recalculate(true);
        events.extend(self.tell_emptied(i, emptied));
        Left::Free(events)
    }

    /// Leaves the focused box by Up or a jump: what is wrong stays marked and cannot be saved.
    pub(super) fn leave_anyhow(&mut self) -> Left {
        let i = self.focus;
        self.take_reading_back(i);
        let empty = self.slots[i].is_empty();
        let fault = self.fault_of(i);
        if let Some(fault) = fault.filter(|_| !empty) {
            if self.form.mode == Mode::Strict {
                return self.hold(i, fault);
            }
            // What stood there before is no answer any more.
            self.take(i);
            self.recalculate(false);
            self.slots[i].finding = Some(fault);
            return Left::Free(Vec::new());
        }
        self.take(i);
        self.recalculate(false);
        let mut open = self.crossed(i, Severity::Hard);
        open.extend(self.unanswered(i));
        let first = open.into_iter().next();
        if first.is_none() && !empty {
            self.settle(i);
        }
        self.slots[i].finding = first;
        let emptied = self.recalculate(true);
        Left::Free(self.tell_emptied(i, emptied).into_iter().collect())
    }

    fn hold(&mut self, i: usize, fault: Finding) -> Left {
        self.asked.clear();
        self.slots[i].finding = Some(fault.clone());
        Left::Held(vec![Event::Hard(fault)])
    }

    /// The soft findings that leaving this box brings up and nobody has passed.
    fn unanswered(&self, i: usize) -> Vec<Finding> {
        let mut open: Vec<Finding> = self.question_of(i).into_iter().collect();
        open.extend(self.crossed(i, Severity::Soft));
        open.retain(|finding| !self.is_overridden(finding));
        open
    }

    fn all_asked(&self, open: &[Finding]) -> bool {
        let asked = |f: &Finding| {
            self.asked
                .iter()
                .any(|a| a.field == f.field && a.check == f.check)
        };
        self.asked_by == AskedBy::Leaving && open.iter().all(asked)
    }

    fn ask(&mut self, i: usize, open: Vec<Finding>) -> Left {
        self.slots[i].finding = open.first().cloned();
        self.asked.clone_from(&open);
        self.asked_by = AskedBy::Leaving;
        Left::Held(open.into_iter().map(Event::SoftAsked).collect())
    }

    /// Keeps these soft findings as overrides.
    pub(super) fn pass(&mut self, open: Vec<Finding>, reason: &str) -> Vec<Event> {
        self.asked.clear();
        let mut events = Vec::new();
        for finding in open {
            let passed = Override {
                field: finding.field.clone(),
                check: finding.check.clone(),
                reason: reason.to_owned(),
            };
            self.unkept.overrides.push(passed.clone());
            self.overrides.push(passed);
            events.push(Event::SoftPassed(finding));
        }
        events
    }

    /// The box is in order: its text is put in its lasting form.
    pub(super) fn settle(&mut self, i: usize) {
        let field = &self.form.fields[i];
        let slot = &mut self.slots[i];
        slot.finding = None;
        let mut kept = slot.kept.clone();
        (kept.settled, kept.carried) = (!slot.is_empty(), false);
        kept.readings.clear();
        kept.follows = false;
        if let Some(value) = slot.value.as_ref().filter(|v| v.missing().is_none()) {
            kept.text = settled_text(field, value, &kept.text);
        } else {
            kept.text.clear();
        }
        if kept != slot.kept {
            slot.kept = kept;
            self.unkept.boxes.insert(i);
        }
        if i == self.focus {
            self.caret = self.caret.min(self.text_length());
        }
    }

    pub(super) fn is_overridden(&self, finding: &Finding) -> bool {
        self.overrides
            .iter()
            .any(|o| o.field == finding.field && o.check == finding.check)
    }

    /// Questions about a box that has changed since must be asked again.
    pub(super) fn forget_overrides(&mut self, i: usize) {
        let form = &self.form;
        let key = &form.fields[i].key;
        self.overrides.retain(|o| {
            let reads_it = form
                .checks
                .iter()
                .any(|c| c.id == o.check && c.reads.contains(&i));
            o.field != *key && !reads_it
        });
    }

    /// Passes the questions that wait, with a reason, and goes on where leaving the box asked them.
    pub fn accept_soft(&mut self, reason: &str) -> Vec<Event> {
        let open = std::mem::take(&mut self.asked);
        if open.is_empty() {
            return Vec::new();
        }
        let mut events = self.pass(open, reason);
        if self.asked_by == AskedBy::Leaving {
            events.extend(self.pass_by());
        }
        events
    }
}
