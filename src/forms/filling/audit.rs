//! What is wrong with, or asked about, a box or the whole sheet.

use super::Filling;
use crate::domain::value::{Missing, Value};
use crate::forms::definition::{Check, Required};
use crate::forms::entry::read_box;
use crate::forms::finding::{Finding, Severity};
use crate::forms::validate;
use chrono::NaiveDate;

/// Days after which paper is asked about.
const OLD_PAPER: i64 = 92;

impl Filling {
    pub(super) fn finding(
        &self,
        i: usize,
        check: &str,
        severity: Severity,
        sentence: impl Into<String>,
    ) -> Finding {
        let field = &self.form.fields[i];
        Finding {
            field: field.key.clone(),
            label: field.name(),
            check: check.to_owned(),
            severity,
            sentence: sentence.into(),
        }
    }

    /// What the box must hold now.
    pub fn required(&self, position: usize) -> Required {
        let field = &self.form.fields[position];
        match &field.required_when {
            None => field.required,
            Some(condition) if self.holds(condition) => match field.required {
                Required::Yes => Required::Yes,
                _ => Required::OrMissing,
            },
            Some(_) => Required::No,
        }
    }

    /// What is hard wrong with a box by itself.
    pub(super) fn fault_of(&self, i: usize) -> Option<Finding> {
        let (field, slot) = (&self.form.fields[i], &self.slots[i]);
        if !slot.shown || field.kind.is_computed() {
            return None;
        }
        if slot.kept.missing.is_some() {
            return (self.required(i) == Required::Yes).then(|| self.needs_answer(i, true));
        }
        if slot.is_empty() {
            return match self.required(i) {
                Required::No => None,
                Required::Yes => Some(self.needs_answer(i, false)),
                Required::OrMissing => Some(self.finding(
                    i,
                    "required",
                    Severity::Hard,
                    format!(
                        "{} is empty. Key what stands there, or say why nothing does: {}.",
                        field.label,
                        Missing::ALL
                            .map(|m| format!("{} {}", m.key(), m.words()))
                            .join(", ")
                    ),
                )),
            };
        }
        let fault = read_box(field, &slot.kept.text, &self.around).err()?;
        Some(self.finding(i, fault.check, Severity::Hard, fault.sentence))
    }

    /// A box must have an answer, and has none, or a mark in its place.
    pub(super) fn needs_answer(&self, i: usize, marked: bool) -> Finding {
        let label = &self.form.fields[i].label;
        let mark = if marked {
            ": a mark is not enough here"
        } else {
            ""
        };
        self.finding(
            i,
            "required",
            Severity::Hard,
            format!(
                "{label} must have an answer{mark}. If the paper has none, park the sheet and ask."
            ),
        )
    }

    /// The day on the paper, or else today.
    fn paper_day(&self) -> NaiveDate {
        match self.value("completed_on") {
            Some(Value::Date(day)) => *day,
            _ => self.around.today,
        }
    }

    /// The soft limit of its own that a box breaks, passed or not.
    pub(super) fn question_of(&self, i: usize) -> Option<Finding> {
        let (field, slot) = (&self.form.fields[i], &self.slots[i]);
        let value = slot.value.as_ref().filter(|_| slot.shown)?;
        if let Some(old) = self.old_paper(i, value) {
            return Some(old);
        }
        if let Some(once) = self.read_once(i) {
            return Some(once);
        }
        match validate::soft(field, value, self.paper_day()) {
            Some(fault) => Some(self.finding(i, fault.check, Severity::Soft, fault.sentence)),
            None => self.number_of_another(i),
        }
    }

    /// A date on the paper that she has keyed, and that lies long ago: day and month may be swapped. What is carried was asked about
    /// when it was keyed.
    fn old_paper(&self, i: usize, value: &Value) -> Option<Finding> {
        let Value::Date(day) = value else { return None };
        let asked = self.gives && self.form.fields[i].is_head && !self.slots[i].kept.carried;
        let old = asked && (self.around.today - *day).num_days() > OLD_PAPER;
        old.then(|| {
            let sentence = "This paper is more than three months old. Are day and month right?";
            self.finding(i, "old_paper", Severity::Soft, sentence)
        })
    }

    /// The checks over several boxes that leaving this one brings up, passed or not.
    pub(super) fn crossed(&self, i: usize, level: Severity) -> Vec<Finding> {
        let checks = self.form.checks.iter();
        let brought_up = checks.filter(|c| c.level == level && self.is_brought_up(c, i));
        brought_up.filter_map(|c| self.wrong(c)).collect()
    }

    /// A check comes up at its own box, or at a later one that it reads; never before all that it reads was reached.
    fn is_brought_up(&self, check: &Check, i: usize) -> bool {
        let at = check.field;
        let reached = |r: usize| r <= i || !self.slots[r].shown || self.slots[r].is_passed();
        let computed = self.form.fields[at].kind.is_computed();
        let concerns =
            at == i || (check.reads.contains(&i) && (computed || self.slots[at].is_passed()));
        concerns && check.reads.iter().all(|r| *r == i || reached(*r))
    }

    fn wrong(&self, check: &Check) -> Option<Finding> {
        let asked = self.slots[check.field].shown;
        (asked && self.holds(&check.wrong_when))
            .then(|| self.finding(check.field, &check.id, check.level, check.message.clone()))
    }

    /// Everything that is found on the sheet as it stands, in paper order, each with its box; passed questions too.
    pub(super) fn audit(&self) -> Vec<(usize, Finding)> {
        let mut found: Vec<(usize, Finding)> = Vec::new();
        for i in 0..self.slots.len() {
            match self.fault_of(i) {
                Some(fault) => found.push((i, fault)),
                None => found.extend(self.question_of(i).map(|f| (i, f))),
            }
        }
        let checks = self.form.checks.iter();
        found.extend(checks.filter_map(|c| self.wrong(c).map(|f| (c.field, f))));
        found.extend(self.changed_record());
        found.sort_by_key(|(i, _)| *i);
        found
    }

    /// What still stands against saving: everything hard, and what is soft and not passed.
    pub(super) fn open_findings(&self) -> Vec<(usize, Finding)> {
        let mut found = self.audit();
        found.retain(|(_, f)| f.severity == Severity::Hard || !self.is_overridden(f));
        found
    }

    /// How many boxes still stand against saving.
    pub fn open_boxes(&self) -> usize {
        let mut boxes: Vec<usize> = self.open_findings().into_iter().map(|(i, _)| i).collect();
        boxes.dedup();
        boxes.len()
    }
}
