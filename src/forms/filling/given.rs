//! What stands in a box before she types: what is known of the client, what is carried, what follows from boxes before it.
//!
//! # Why
//! What was keyed once is never keyed again, and never passed off as new: each such answer says where it comes from until she has
//! passed it, and what she has typed, taken out or passed is never filled over.

use super::{Filling, Origin};
use crate::condition::Expression;
use crate::domain::sheet::KeptBox;
use crate::domain::value::Value;
use crate::forms::around::says_who;
use crate::forms::compute::computed;
use crate::forms::definition::Field;
use crate::forms::entry::read_box;
use crate::forms::kind::{Kind, in_box};

impl Filling {
    /// Fills every box that something is known, carried or given for.
    pub(super) fn give_all(&mut self) {
        for i in 0..self.slots.len() {
            let field = &self.form.fields[i];
            let find = |list: &[(String, String)]| {
                let mut found = list.iter().filter(|(key, _)| *key == field.key);
                found.next().map(|(_, text)| text.clone())
            };
            let known = find(&self.around.prefill).map(|text| (text, self.stated(field)));
            let carried = || {
                let text = field.carry.then(|| find(&self.around.carried)).flatten();
                text.map(|text| (text, Origin::Carried))
            };
            let usual = || Some((field.default.clone()?, Origin::Unsaid));
            let given = known
                .or_else(carried)
                .or_else(usual)
                .filter(|(text, _)| !text.is_empty() && !field.kind.is_computed());
            if let Some((text, from)) = given {
                self.give(i, text, from);
                if from == Origin::Given && self.form.fields[i].twice {
                    self.give_reading(i);
                }
            }
        }
    }

    /// Whether what stands in a box beforehand was stated by the sheet that says who the client is.
    fn stated(&self, field: &Field) -> Origin {
        let fact = field.feeds.as_deref().filter(|fact| says_who(fact));
        match fact.and_then(|fact| self.around.known.get(fact)) {
            Some(_) => Origin::Known,
            None => Origin::Given,
        }
    }

    fn give(&mut self, i: usize, text: String, from: Origin) {
        let slot = &mut self.slots[i];
        slot.kept = KeptBox {
            text,
            carried: true,
            ..KeptBox::default()
        };
        slot.from = from;
        self.read(i);
    }

    /// Whether what follows from other boxes may still be put into this one: she has not been there, and nothing better stands in it.
    fn may_be_given(&self, i: usize) -> bool {
        let slot = &self.slots[i];
        let follows = slot.kept.carried && slot.kept.follows;
        let is_default = self.form.fields[i].default.as_ref() == Some(&slot.kept.text);
        let free = slot.kept == KeptBox::default() || follows || (slot.kept.carried && is_default);
        self.gives && free && !slot.touched && i != self.focus
    }

    /// Where what a kept box says came from, as far as the form tells.
    pub(super) fn remember_source(&mut self, i: usize) {
        let prefill = &self.form.fields[i].prefill;
        if let Some(prefill) = prefill.as_ref().filter(|_| self.slots[i].kept.follows) {
            self.slots[i].from = origin(&prefill.expression);
        }
    }

    /// Puts into a box what follows from others, where it has not been reached.
    pub(super) fn follow(&mut self, i: usize) {
        let form = std::sync::Arc::clone(&self.form);
        let field = &form.fields[i];
        let Some(prefill) = &field.prefill else {
            return;
        };
        if !self.may_be_given(i) {
            return;
        }
        let value = computed(&prefill.expression, field, &self.seen());
        let text = value
            .and_then(|value| as_kind(field, value))
            .map(|value| in_box(field, &value))
            .filter(|text| read_box(field, text, &self.around).is_ok());
        match text {
            Some(text) if text == self.slots[i].kept.text => {}
            Some(text) => {
                self.give(i, text, origin(&prefill.expression));
                self.slots[i].kept.follows = true;
                self.unkept.boxes.insert(i);
            }
            None if self.slots[i].kept.carried && self.slots[i].kept.follows => {
                self.slots[i].kept = KeptBox::default();
                self.read(i);
                self.unkept.boxes.insert(i);
            }
            None => {}
        }
    }

    /// Fills boxes that go with another one, as they stood on the sheet that had the same answer there; what she has keyed stays.
    pub fn give_companions(&mut self, answers: &[(String, String)]) {
        for (key, text) in answers {
            let Some(i) = self.form.position(key) else {
                continue;
            };
            let field = &self.form.fields[i];
            let free = self.slots[i].kept == KeptBox::default() && !self.slots[i].touched;
            if free && i >= self.focus && read_box(field, text, &self.around).is_ok() {
                self.give(i, text.clone(), Origin::Companion);
                self.unkept.boxes.insert(i);
            }
        }
        let emptied = self.recalculate(false);
        debug_assert!(emptied.is_empty());
    }

    /// Takes out of a box what follows from others, for good: the paper says otherwise. The caret goes to the first box to key.
    pub fn keep_away(&mut self, key: &str) {
        let Some(i) = self.form.position(key) else {
            return;
        };
        self.slots[i].kept = KeptBox::default();
        self.slots[i].touched = true;
        self.read(i);
        let emptied = self.recalculate(false);
        debug_assert!(emptied.is_empty());
        self.start_at(None);
    }

    /// Where an answer filled beforehand comes from, in words.
    pub(super) fn source(&self, i: usize) -> &str {
        let slot = &self.slots[i];
        if !slot.kept.carried || !slot.shown {
            return "";
        }
        match slot.from {
            Origin::Unsaid | Origin::Given => "",
            Origin::Known => &self.around.known_from,
            Origin::Carried => &self.around.carried_from,
            Origin::Sheet => "as above",
            Origin::Companion => "as last time",
            Origin::Before => "as on the sheet before",
            Origin::Own => "as on the client’s last sheet",
        }
    }
}

/// Where what an expression comes to is from: boxes of the sheet, the head of the batch, or what is known of the client.
fn origin(expression: &Expression) -> Origin {
    if !expression.fields().is_empty() {
        return Origin::Sheet;
    }
    let mut from = Origin::Known;
    expression.walk(&mut |e| {
        if let Expression::Known(name) = e {
            match name.split('.').next() {
                Some("batch") => from = Origin::Carried,
                Some("history") => from = Origin::Given,
                _ => {}
            }
        }
    });
    from
}

/// What an expression came to, as an answer of a box.
fn as_kind(field: &Field, value: Value) -> Option<Value> {
    Some(match (field.kind, value) {
        (Kind::Code, Value::Text(text)) if !text.is_empty() => Value::Code(text),
        (Kind::Trainer | Kind::Client | Kind::Case, Value::Text(text)) => Value::Reference(text),
        (_, Value::Text(text)) if text.is_empty() => return None,
        (_, value) => value,
    })
}
