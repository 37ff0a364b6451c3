//! Finishing a sheet: the last look at everything, and the sheet as it is saved.

use super::{AskedBy, Event, Filling, Finish};
use crate::domain::fact::Facts;
use crate::domain::sheet::{FilledSheet, Override, SheetHead};
use crate::domain::value::{Value, Values};
use crate::forms::finding::{Finding, Severity};

impl Filling {
    /// Looks at the whole sheet. Ready, or the caret goes to the first box that stands against it.
    ///
    /// Asking twice passes soft findings, as Enter does in a box.
    pub fn finish(&mut self) -> Finish {
        (0..self.slots.len()).for_each(|i| self.take_reading_back(i));
        self.take_focused();
        let faults = (0..self.slots.len()).filter_map(|i| self.fault_of(i).map(|f| (i, f)));
        let faults: Vec<_> = faults.collect();
        if faults.is_empty() {
            self.take_all();
        }
        let open = self.open_findings();
        let hard = |(_, f): &&(usize, Finding)| f.severity == Severity::Hard;
        let blocking: Vec<_> = open.iter().filter(hard).cloned().collect();
        if !blocking.is_empty() {
            let findings = self.show(blocking);
            return Finish::Blocked { findings };
        }
        if !open.is_empty() && !self.all_asked_at_end(&open) {
            let findings = self.show(open);
            self.asked.clone_from(&findings);
            self.asked_by = AskedBy::Finishing;
            return Finish::AskSoft { findings };
        }
        let passed = open.into_iter().map(|(_, f)| f).collect();
        let events = self.pass(passed, super::leave::AS_ON_PAPER);
        self.said.extend(events);
        Finish::Ready(Box::new(self.filled()))
    }

    /// What finishing did besides: boxes that a last edit made a skip empty, questions passed.
    pub fn said(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.said)
    }

    /// The box under the caret is left by saving: boxes that its last change skips are no longer missing.
    fn take_focused(&mut self) {
        let i = self.focus;
        if self.slots[i].kept.settled || self.fault_of(i).is_some() {
            return;
        }
        self.take(i);
        let emptied = self.recalculate(true);
        let event = self.tell_emptied(i, emptied);
        self.said.extend(event);
    }

    /// Reads and settles every box; all can be read.
    fn take_all(&mut self) {
        for i in 0..self.slots.len() {
            if self.may_focus(i) && !self.slots[i].kept.settled {
                self.read(i);
            }
        }
        let focus = self.focus;
        let emptied = self.recalculate(true);
        let event = self.tell_emptied(focus, emptied);
        self.said.extend(event);
        let passed = self.read_once(focus).is_none();
        if passed && !self.slots[focus].is_empty() && !self.slots[focus].kept.settled {
            self.settle(focus);
        }
    }

    fn all_asked_at_end(&self, open: &[(usize, Finding)]) -> bool {
        let asked = |f: &Finding| {
            self.asked
                .iter()
                .any(|a| a.field == f.field && a.check == f.check)
        };
        self.asked_by == AskedBy::Finishing && open.iter().all(|(_, f)| asked(f))
    }

    /// Marks the boxes and goes to the first of them.
    fn show(&mut self, findings: Vec<(usize, Finding)>) -> Vec<Finding> {
        if let Some((first, _)) = findings.first() {
            let target = self.focusable_for(*first);
            if target != self.focus {
                self.go(target);
            }
        }
        for (i, finding) in findings.iter().rev() {
            self.slots[*i].finding = Some(finding.clone());
        }
        findings.into_iter().map(|(_, f)| f).collect()
    }

    /// Passes every question with one reason, and gives all that is found: for sheets from files.
    pub(in crate::forms) fn pass_all(&mut self, reason: &str) -> Vec<Finding> {
        let findings: Vec<Finding> = self.audit().into_iter().map(|(_, f)| f).collect();
        let soft = findings.iter().filter(|f| f.severity == Severity::Soft);
        let soft: Vec<Finding> = soft.filter(|f| !self.is_overridden(f)).cloned().collect();
        self.pass(soft, reason);
        findings
    }

    /// The sheet as it stands.
    pub(in crate::forms) fn filled(&self) -> FilledSheet {
        FilledSheet {
            head: self.head(),
            facts: self.facts(),
            values: self.values(),
            overrides: self.passed_questions(),
            query: self.query.clone(),
        }
    }

    /// Every answer on the sheet as it stands, in paper order.
    pub fn values(&self) -> Values {
        let answers = self.form.body().filter_map(|field| {
            let value = self.value(&field.key)?;
            Some((field.key.clone(), value.clone()))
        });
        answers.collect()
    }

    /// What the sheet says for the casework as it stands.
    pub fn facts(&self) -> Facts {
        let mut facts = Facts::default();
        for field in self.form.body() {
            if let (Some(name), Some(value)) = (&field.feeds, self.value(&field.key)) {
                facts.set(name, value.clone());
            }
        }
        facts
    }

    fn head(&self) -> SheetHead {
        let text = |key: &str| match self.value(key) {
            Some(Value::Text(t) | Value::Reference(t)) => Some(t.clone()),
            _ => None,
        };
        let read = text("sheet").unwrap_or_default();
        SheetHead {
            serial: self.serial(read),
            form: self.form.id.clone(),
            version: self.form.version,
            role: self.form.role,
            completed_on: match self.value("completed_on") {
                Some(Value::Date(day)) => Some(*day),
                _ => None,
            },
            completed_by: text("completed_by"),
            queried: !self.query.is_empty(),
        }
    }

    /// A serial from elsewhere stays as it was given, as long as nobody keys another.
    fn serial(&self, read: String) -> String {
        let text = &self.slots[0].kept.text;
        match &self.serial_as_given {
            Some(given) if given == text => given.clone(),
            _ => read,
        }
    }

    /// The overrides whose question still stands.
    fn passed_questions(&self) -> Vec<Override> {
        let asked = self.audit();
        let mut passed: Vec<Override> = Vec::new();
        for o in self.overrides.iter().rev() {
            let same = |p: &Override| p.field == o.field && p.check == o.check;
            let stands = asked
                .iter()
                .any(|(_, f)| f.field == o.field && f.check == o.check);
            if stands && !passed.iter().any(same) {
                passed.push(o.clone());
            }
        }
        passed.reverse();
        passed
    }
}
