//! The session of filling one sheet: what stands in each box, where the caret is, what moves it, what is wrong.
//!
//! # Why
//! Everything that a key does to a sheet is decided here and nowhere else, without a screen, a disk or a clock. So the
//! desk, the import and the scripted operator are one validation, and a test of a form is a list of keys.
//!
//! A box is *settled* once it was left with nothing to say against it. Conditions, skips and computed boxes follow what
//! is settled, so that a half-typed code hides nothing. Leaving a box reads and checks it: a hard fault holds the caret
//! (Up still leaves, and the sheet cannot be saved), a soft one asks once and the same key again passes it. What a skip
//! empties is said, and undo brings it back.

mod again;
mod another;
mod audit;
mod finish;
mod given;
mod keep;
mod keys;
mod leave;
mod marks;
mod moves;
mod recheck;
mod skips;
mod undo;
mod unread;
mod view;

#[cfg(test)]
mod journeys;
#[cfg(test)]
mod tests;

pub use again::READ_ONCE;
pub use keep::QUERY_BOX;
pub use recheck::{Rule, Wrong, recheck};
pub use view::{BoxState, BoxView, Event, Finish};

use super::around::Around;
use super::definition::{Field, Form};
use super::entry;
use super::finding::Finding;
use crate::domain::fact::Facts;
use crate::domain::sheet::{Draft, KeptBox, Override, SheetHead};
use crate::domain::value::{Value, Values};
use keep::Unkept;
use std::fmt;
use std::sync::Arc;
use undo::History;

/// One box while it is filled.
#[derive(Clone, Default)]
struct Slot {
    /// What stands in it, as a draft keeps it. Of a computed box: its value as text.
    kept: KeptBox,
    /// What it last came to: its answer when it was last left in order.
    value: Option<Value>,
    /// Whether a skip rule lets it be asked.
    shown: bool,
    /// What was found wrong, or asked, when it was last left.
    finding: Option<Finding>,
    /// Where what stands in it came from before she typed.
    from: Origin,
    /// She has put something into it or taken something out: what is filled beforehand stays away.
    touched: bool,
    /// It was pasted.
    pasted: bool,
    /// Two readings of it agreed.
    agreed: bool,
    /// Its one reading was put back where a second was asked for.
    taken_back: bool,
}

/// Where an answer came from that she has not typed.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Origin {
    /// Nowhere, or it cannot be told any more.
    #[default]
    Unsaid,
    /// What one sheet of the client stated.
    Known,
    /// No sheet: this one's own number, whose it is, the call that is taken, what all sheets together come to.
    Given,
    /// The sheet before, the head of the batch.
    Carried,
    /// Other boxes of this sheet.
    Sheet,
    /// The last sheet with the same answer in the box that this one goes with.
    Companion,
    /// The sheet that she keyed before, at her wish.
    Before,
    /// The client's own sheet before, at her wish.
    Own,
}

impl Slot {
    fn is_empty(&self) -> bool {
        self.kept.text.trim().is_empty() && self.kept.missing.is_none()
    }

    /// Whether the caret has been past it with nothing to say against it, or need not stop.
    fn is_passed(&self) -> bool {
        self.kept.settled || self.kept.carried
    }
}

/// Who put the question that waits for an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AskedBy {
    Leaving,
    Finishing,
}

/// One sheet being filled.
#[derive(Clone)]
pub struct Filling {
    form: Arc<Form>,
    around: Around,
    slots: Vec<Slot>,
    focus: usize,
    caret: usize,
    asked: Vec<Finding>,
    asked_by: AskedBy,
    overrides: Vec<Override>,
    history: History,
    unkept: Unkept,
    query: String,
    serial_as_given: Option<String>,
    said: Vec<Event>,
    /// Whether boxes are filled beforehand: at the desk, never where a file says what stands on the sheet.
    gives: bool,
    /// The field into which she put something last.
    last_keyed: String,
    /// Where the caret stands since a box was full, until the next key.
    went_on: Option<usize>,
    /// What may still be typed of the unit of a measure that was full before its unit.
    unit_left: String,
    /// The box that is full and not left, since the next one is filled already: no further character goes into it.
    stays: Option<usize>,
}

/// Says which form and where; never what is in it.
impl fmt::Debug for Filling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = &self.form.fields[self.focus].key;
        write!(
            f,
            "Filling({} {} at {key})",
            self.form.id, self.form.version
        )
    }
}

impl Filling {
    /// A new sheet: defaults, what is known and what is carried stand in their boxes; the caret is in the first box to key.
    pub fn new(form: Arc<Form>, around: Around) -> Self {
        let mut filling = Self::blank(form, around);
        filling.gives = true;
        filling.give_all();
        filling.recalculate(false);
        filling.start_at(None);
        filling
    }

    /// A sheet with nothing in it, not even defaults.
    pub(super) fn blank(form: Arc<Form>, around: Around) -> Self {
        let slot = Slot {
            shown: true,
            ..Slot::default()
        };
        Self {
            slots: vec![slot; form.fields.len()],
            form,
            around,
            focus: 0,
            caret: 0,
            asked: Vec::new(),
            asked_by: AskedBy::Leaving,
            overrides: Vec::new(),
            history: History::default(),
            unkept: Unkept::default(),
            query: String::new(),
            serial_as_given: None,
            said: Vec::new(),
            gives: false,
            last_keyed: String::new(),
            went_on: None,
            unit_left: String::new(),
            stays: None,
        }
    }

    /// A kept sheet, exactly as it was left: caret, texts, passed questions.
    pub fn resume(form: Arc<Form>, around: Around, draft: &Draft) -> Self {
        let mut filling = Self::blank(form, around);
        filling.take_boxes(&draft.boxes);
        let focus = filling.form.position(&draft.focus);
        // A sheet that is corrected says what it said; nothing is filled into it.
        filling.gives = draft.amends.is_none();
        filling.last_keyed.clone_from(&draft.last_keyed);
        // Nothing is known of the client yet: what follows from that stays in the box under the caret, which is not filled again.
        filling.focus = focus.unwrap_or(0);
        filling.recalculate(false);
        filling.start_at(focus);
        filling.caret = draft.caret.min(filling.text_length());
        filling.take_overrides(&draft.overrides);
        filling
    }

    /// A sheet that was saved before, to be corrected. The caret is in the first box.
    pub fn of_sheet(
        form: Arc<Form>,
        around: Around,
        head: &SheetHead,
        values: &Values,
        overrides: &[Override],
        query: &str,
    ) -> Self {
        let mut filling = Self::blank(form, around);
        filling.state("sheet", &Value::Text(head.serial.clone()));
        if let Some(day) = head.completed_on {
            filling.state("completed_on", &Value::Date(day));
        }
        if let Some(hand) = &head.completed_by {
            filling.state("completed_by", &Value::Reference(hand.clone()));
        }
        for (key, value) in values {
            filling.state(key, value);
        }
        query.clone_into(&mut filling.query);
        filling.serial_as_given = Some(head.serial.clone());
        filling.recalculate(false);
        filling.start_at(Some(0));
        filling.take_overrides(overrides);
        filling
    }

    /// Puts a value into its box as if she had keyed and left it. Nothing happens for a computed box or an unknown key.
    pub(super) fn state(&mut self, key: &str, value: &Value) {
        let Some(i) = self.form.position(key) else {
            return;
        };
        let field = &self.form.fields[i];
        if field.kind.is_computed() {
            return;
        }
        self.slots[i].kept = KeptBox {
            text: entry::settled_text(field, value, &super::kind::in_box(field, value)),
            missing: value.missing(),
            settled: true,
            ..KeptBox::default()
        };
        self.read(i);
    }

    /// Puts another answer into a box that was keyed before, or empties it.
    pub fn correct(&mut self, key: &str, value: Option<&Value>) {
        let place = self.form.position(key);
        let before = place.and_then(|i| self.slots[i].kept.missing);
        match (value, place) {
            (Some(value), _) => self.state(key, value),
            (None, Some(i)) => {
                self.slots[i] = Slot {
                    shown: self.slots[i].shown,
                    ..Slot::default()
                }
            }
            (None, None) => {}
        }
        if let Some(i) = place {
            self.follow_mark(i, before);
        }
        self.recalculate(true);
    }

    /// The form.
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// What is around the sheet.
    pub fn around(&self) -> &Around {
        &self.around
    }

    /// Takes over what is now known of the client.
    pub fn know(&mut self, known: Facts) {
        self.around.known = known;
        let emptied = self.recalculate(false);
        debug_assert!(emptied.is_empty());
    }

    /// Position of the focused box among all boxes of the form.
    pub fn focus(&self) -> usize {
        self.focus
    }

    /// The box into which she put something last.
    pub fn last_keyed(&self) -> Option<BoxView<'_>> {
        Some(self.view(self.form.position(&self.last_keyed)?))
    }

    /// Position of the caret in the focused box, in characters.
    pub fn caret(&self) -> usize {
        self.caret
    }

    /// The focused field.
    pub fn field(&self) -> &Field {
        &self.form.fields[self.focus]
    }

    /// What the box of this key came to when it was last left; nothing where it is blank or skipped.
    pub fn value(&self, key: &str) -> Option<&Value> {
        let slot = &self.slots[self.form.position(key)?];
        slot.value.as_ref().filter(|_| slot.shown)
    }

    /// What a box was read as, shown or not.
    pub(super) fn read_value(&self, position: usize) -> Option<&Value> {
        self.slots[position].value.as_ref()
    }

    pub(super) fn is_shown(&self, position: usize) -> bool {
        self.slots[position].shown
    }

    /// The questions that wait for an answer.
    pub fn asked(&self) -> &[Finding] {
        &self.asked
    }

    /// The open question about the paper.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// Notes an open question about the paper; empty text closes it.
    ///
    /// # Errors
    /// A sentence where the text holds characters that are no text.
    pub fn set_query(&mut self, text: &str) -> Result<(), String> {
        use crate::domain::text::{TextKind, refuse_in, tidy_notes};
        refuse_in(TextKind::Notes, text).map_err(|fault| fault.to_string())?;
        self.query = tidy_notes(text);
        self.unkept.query = true;
        Ok(())
    }

    /// Whether anything was keyed, rather than carried, worked out or standing there from the start.
    pub fn keyed_anything(&self) -> bool {
        let fields = self.form.fields.iter();
        let keyed = fields.zip(&self.slots).any(|(f, s)| {
            let given =
                f.kind.is_computed() || s.kept.carried || f.default.as_ref() == Some(&s.kept.text);
            !given && !s.is_empty()
        });
        keyed || !self.query.is_empty()
    }

    /// All boxes in paper order, head boxes first; skipped and computed ones too.
    pub fn boxes(&self) -> impl Iterator<Item = BoxView<'_>> {
        (0..self.slots.len()).map(|i| self.view(i))
    }

    /// The focused box.
    pub fn focused(&self) -> BoxView<'_> {
        self.view(self.focus)
    }

    /// One box.
    pub fn view(&self, position: usize) -> BoxView<'_> {
        let (field, slot) = (&self.form.fields[position], &self.slots[position]);
        let here = position == self.focus;
        BoxView {
            position,
            field,
            text: if slot.shown { &slot.kept.text } else { "" },
            caret: here.then_some(self.caret),
            meaning: self.meaning(position),
            state: self.box_state(position),
            source: self.source(position),
            finding: slot.finding.as_ref().filter(|_| slot.shown),
        }
    }

    fn meaning(&self, i: usize) -> String {
        let (field, slot) = (&self.form.fields[i], &self.slots[i]);
        if !slot.shown {
            return String::new();
        }
        if let Some(reason) = slot.kept.missing {
            return reason.words().to_owned();
        }
        if self.waits_for_reading(i) {
            return self.waiting_words(i).to_owned();
        }
        let echo = |value: &Value| entry::meaning(field, value, &self.around);
        let shown = if field.kind.is_computed() || slot.kept.settled {
            slot.value.as_ref().map(echo)
        } else {
            entry::read_box(field, &slot.kept.text, &self.around)
                .ok()
                .map(|value| echo(&value))
        };
        shown
            .filter(|meaning| *meaning != slot.kept.text)
            .unwrap_or_default()
    }

    fn box_state(&self, i: usize) -> BoxState {
        let (field, slot) = (&self.form.fields[i], &self.slots[i]);
        if !slot.shown {
            BoxState::Skipped
        } else if field.kind.is_computed() {
            BoxState::Computed
        } else if let Some(reason) = slot.kept.missing {
            BoxState::Missing(reason)
        } else if slot.is_empty() {
            BoxState::Blank
        } else if slot.kept.carried {
            BoxState::Carried
        } else if slot.kept.settled {
            BoxState::Answered
        } else {
            BoxState::Typing
        }
    }

    fn text_length(&self) -> usize {
        self.slots[self.focus].kept.text.chars().count()
    }

    /// Puts the caret at the end of a box, or of the first to key.
    fn start_at(&mut self, position: Option<usize>) {
        let wanted = position.filter(|i| self.may_focus(*i));
        let first = || (0..self.slots.len()).find(|i| self.is_stop(*i));
        let any = || (0..self.slots.len()).find(|i| self.may_focus(*i));
        self.focus = wanted.or_else(first).or_else(any).unwrap_or(0);
        self.caret = self.text_length();
    }
}
