//! Boxes that are read twice on the spot, where nothing else can vouch for what was keyed.
//!
//! # Why
//! A CRN has no check letter, and 05/03 is as good a day as 03/05: a slip in them is seen by nobody until the wrong person is found by it. Such
//! a box (`twice = true` in the form file) is emptied once it was keyed, and asked for once more; two readings that agree settle it, and of three
//! the two that agree. So is a serial without a check letter that lies far from the last one of its form. A box is not asked for again where something vouches for it: another box says the same, or what is known of the client;
//! a day only where day and month could change places and would still be a day that the box takes. What was pasted is no reading of hers.
//! Enter in the emptied box keeps the one reading; that is asked, and kept with who passed it.

use super::keys::Run;
use super::{Event, Filling};
use crate::domain::identifier::serial;
use crate::domain::ledger::SERIAL_BOX;
use crate::domain::sheet::KeptBox;
use crate::domain::value::Value;
use crate::forms::definition::Field;
use crate::forms::finding::{Finding, Severity};
use crate::forms::kind::in_box;
use crate::forms::validate;
use chrono::{Datelike, NaiveDate};

/// The check that is passed where a box was read only once.
pub const READ_ONCE: &str = "read_once";

impl Filling {
    /// Whether the box under the caret has been read, and waits for the second reading.
    pub fn reads_again(&self) -> bool {
        self.waits_for_reading(self.focus)
    }

    /// Whether a box was emptied to be read once more.
    pub(super) fn waits_for_reading(&self, i: usize) -> bool {
        let slot = &self.slots[i];
        slot.shown && slot.is_empty() && !slot.kept.readings.is_empty()
    }

    /// What is said beside a box that waits.
    pub(super) fn waiting_words(&self, i: usize) -> &'static str {
        match self.slots[i].kept.readings.len() {
            1 => "read again, key once more",
            _ => "readings differ: once more",
        }
    }

    /// Whether nothing vouches for an answer of hers.
    pub(super) fn is_in_doubt(&self, i: usize) -> bool {
        let (field, slot) = (&self.form.fields[i], &self.slots[i]);
        let hers = slot.shown && !slot.kept.carried && !slot.pasted;
        let Some(value) = slot.value.as_ref().filter(|_| hers) else {
            return false;
        };
        if field.key == SERIAL_BOX {
            return self.is_far(value);
        }
        if !field.twice {
            return false;
        }
        let known = field.feeds.as_deref();
        let known = known.and_then(|fact| self.around.known.get(fact));
        match value {
            Value::Date(day) => known != Some(value) && self.may_be_turned(field, *day),
            Value::Text(text) => known != Some(value) && !self.stands_elsewhere(i, text),
            _ => false,
        }
    }

    /// Whether a serial without a check letter lies far from the one keyed last on this form.
    fn is_far(&self, value: &Value) -> bool {
        let mut last = self.around.last_serials.iter();
        let last = last.find(|(form, _)| *form == self.form.id);
        let typed = value.as_text().unwrap_or_default();
        last.is_some_and(|(_, last)| serial::is_far(typed, last, self.around.serial_far))
    }

    /// Whether day and month could change places and the box would still take it.
    fn may_be_turned(&self, field: &Field, day: NaiveDate) -> bool {
        let turned = NaiveDate::from_ymd_opt(day.year(), day.day(), day.month());
        turned.is_some_and(|other| {
            other != day && validate::hard(field, &Value::Date(other), &self.around).is_none()
        })
    }

    fn stands_elsewhere(&self, i: usize, text: &str) -> bool {
        let mut others = self.slots.iter().enumerate();
        others.any(|(at, slot)| {
            let said = slot.value.as_ref().and_then(Value::as_text);
            at != i && slot.shown && said == Some(text)
        })
    }

    /// The box was left with an answer in it: whether it must be read once more, which empties it.
    pub(super) fn read_again(&mut self, i: usize) -> Option<Event> {
        let slot = &self.slots[i];
        let passed = slot.kept.settled || slot.agreed || slot.taken_back;
        if passed || !self.is_in_doubt(i) {
            return None;
        }
        let field = &self.form.fields[i];
        let reading = slot.value.as_ref().map(|value| in_box(field, value))?;
        let mut readings = slot.kept.readings.clone();
        if readings.contains(&reading) {
            self.slots[i].agreed = true;
            self.slots[i].kept.readings.clear();
            self.unkept.boxes.insert(i);
            return None;
        }
        readings.push(reading);
        let event = self.once_more(i, readings.len());
        let emptied = KeptBox {
            readings,
            ..KeptBox::default()
        };
        self.put_kept(emptied, 0, Run::Alone);
        self.read(i);
        self.recalculate(false);
        Some(event)
    }

    fn once_more(&self, i: usize, readings: usize) -> Event {
        let field = &self.form.fields[i];
        if readings > 1 {
            return Event::Differs {
                field: field.key.clone(),
                sentence: format!(
                    "The readings of {} differ. Read it again and key it once more.",
                    field.label
                ),
            };
        }
        let why = match self.slots[i].value {
            _ if field.key == SERIAL_BOX => "This number is far from the last one of its form",
            Some(Value::Date(_)) => "Day and month could change places here",
            _ => "No check letter guards this number",
        };
        Event::ReadAgain(format!(
            "{why}: read it again and key it once more. Enter alone keeps the one reading."
        ))
    }

    /// A number typed where somebody new was looked for: the first reading of its box.
    pub(super) fn give_reading(&mut self, i: usize) {
        let field = &self.form.fields[i];
        let slot = &mut self.slots[i];
        let reading = slot.value.as_ref().map(|value| in_box(field, value));
        slot.kept.carried = false;
        match reading.filter(|_| self.is_in_doubt(i)) {
            Some(reading) => {
                self.slots[i].kept.text.clear();
                self.slots[i].kept.readings = vec![reading];
                self.read(i);
            }
            None => self.slots[i].kept.carried = true,
        }
    }

    /// The box is left, or the sheet finished, without a second reading: the last one stands there again, and is asked about.
    pub(super) fn take_reading_back(&mut self, i: usize) {
        if !self.waits_for_reading(i) {
            return;
        }
        let slot = &mut self.slots[i];
        slot.kept.text = slot.kept.readings.pop().unwrap_or_default();
        slot.kept.readings.clear();
        slot.taken_back = true;
        self.unkept.boxes.insert(i);
        self.read(i);
        if i == self.focus {
            self.caret = self.text_length();
        }
    }

    /// The question about a box that was read only once, passed or not.
    pub(super) fn read_once(&self, i: usize) -> Option<Finding> {
        let field = &self.form.fields[i];
        let slot = &self.slots[i];
        let passed = || {
            let mut overrides = self.overrides.iter();
            overrides.any(|o| o.check == READ_ONCE && o.field == field.key)
        };
        let may = field.twice || field.key == SERIAL_BOX;
        let open = may && !slot.agreed && (passed() || !slot.kept.settled);
        (open && self.is_in_doubt(i)).then(|| {
            let sentence = format!("{} was read only once. Is it right?", field.label);
            self.finding(i, READ_ONCE, Severity::Soft, sentence)
        })
    }
}
