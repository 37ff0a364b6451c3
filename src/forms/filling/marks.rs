//! One key for a whole box: a missing reason, ditto, a code from the list.

use super::keys::Run;
use super::{Event, Filling, Origin};
use crate::domain::sheet::KeptBox;
use crate::domain::text::refuse_in;
use crate::domain::value::{Missing, Value};
use crate::forms::definition::Required;
use crate::forms::entry::{read_box, settled_text, text_kind};
use crate::forms::kind::Kind;

impl Filling {
    /// Marks the focused box with the reason why it holds no answer, and goes on. A box that must have an answer says so.
    pub fn mark_missing(&mut self, reason: Missing) -> Vec<Event> {
        if self.required(self.focus) == Required::Yes {
            let finding = self.needs_answer(self.focus, true);
            self.slots[self.focus].finding = Some(finding.clone());
            let asked = self.ask_unmarked(self.focus, reason);
            return std::iter::once(Event::Hard(finding)).chain(asked).collect();
        }
        let marked = self.focus;
        self.put(String::new(), Some(reason), 0, Run::Alone);
        let mut events = self.advance();
        events.extend(self.said_of_mark(marked, reason));
        events
    }

    /// The box that was marked with the last key and left by itself, where the one under the caret is still empty.
    pub fn just_marked(&self) -> Option<usize> {
        let marked = self.form.position(&self.last_keyed)?;
        let left =
            self.left_by_itself() && marked != self.focus && self.slots[self.focus].is_empty();
        (left && self.slots[marked].kept.missing.is_some()).then_some(marked)
    }

    /// Takes over a value as it would be typed. The caret stays, so that she sees what she took; the box shows it as
    /// carried until she goes on, and typing replaces it.
    pub fn ditto(&mut self, typed: &str) -> Vec<Event> {
        if let Err(fault) = refuse_in(text_kind(self.field()), typed) {
            return vec![Event::Refused(fault.to_string())];
        }
        let text = typed.trim().to_owned();
        let caret = text.chars().count();
        let carried = !text.is_empty();
        self.put_kept(
            KeptBox {
                text,
                carried,
                ..KeptBox::default()
            },
            caret,
            Run::Alone,
        );
        Vec::new()
    }

    /// The same with what stood on an earlier sheet, as it would stand there once left: on the client's own, or on the one keyed before.
    pub fn ditto_from(&mut self, typed: &str, own: bool) -> Vec<Event> {
        let field = self.field();
        let value = read_box(field, typed, &self.around);
        let text = value.map_or_else(|_| typed.to_owned(), |v| settled_text(field, &v, typed));
        let refused = self.ditto(&text);
        if refused.is_empty() {
            self.slots[self.focus].from = if own { Origin::Own } else { Origin::Before };
        }
        refused
    }

    fn fill(&mut self, text: &str) -> Vec<Event> {
        self.put(text.to_owned(), None, text.chars().count(), Run::Alone);
        self.advance()
    }

    /// Puts the whole answer that was offered into the focused box, and goes on.
    pub fn complete(&mut self, text: &str) -> Vec<Event> {
        if let Err(fault) = refuse_in(text_kind(self.field()), text) {
            return vec![Event::Refused(fault.to_string())];
        }
        self.fill(text)
    }

    /// The box number that she has just typed into a box that is no answer of hers yet: it is taken out again, so that the box is as it
    /// was. Nothing where no box has that number.
    pub fn take_typed_number(&mut self) -> Option<String> {
        let number = self.just_typed()?.trim().to_owned();
        let begins = number.starts_with(|c: char| c.is_ascii_digit());
        if !self.has_box(&number) || !begins {
            return None;
        }
        self.undo();
        Some(number)
    }

    /// Whether a box has this number.
    pub fn has_box(&self, number: &str) -> bool {
        let mut fields = self.form.fields.iter();
        fields.any(|field| field.box_no.eq_ignore_ascii_case(number))
    }

    /// The digits that she has just typed into the focused box, where it is digits alone that she typed.
    pub fn typed_digits(&self) -> Option<&str> {
        let typed = self.just_typed()?;
        let digits = !typed.is_empty() && typed.bytes().all(|b| b.is_ascii_digit());
        digits.then_some(typed)
    }

    /// Takes a code from the list into the focused box, and goes on.
    pub fn choose_code(&mut self, code: &str) -> Vec<Event> {
        let listed = self.field().codes.as_ref().and_then(|l| l.stored(code));
        if listed.is_none() {
            return vec![Event::Refused(format!(
                "{} does not take this code.",
                self.field().name()
            ))];
        }
        let events = self.fill(code);
        // The key that picked it was the Enter of this box.
        self.went_on = None;
        events
    }

    /// Says of a box, before she types, that it has no answer and why; the caret goes to the first box to key.
    pub fn give_missing(&mut self, key: &str, reason: Missing) {
        let Some(i) = self.form.position(key) else {
            return;
        };
        self.slots[i].kept = KeptBox {
            missing: Some(reason),
            carried: true,
            ..KeptBox::default()
        };
        self.read(i);
        self.start_at(None);
    }

    /// The codes that stand in the box under the caret, as it is typed: what a list shows as ticked.
    pub fn ticked(&self) -> Vec<String> {
        let typed = &self.slots[self.focus].kept.text;
        match read_box(self.field(), typed, &self.around) {
            Ok(Value::Codes(codes)) => codes,
            _ => Vec::new(),
        }
    }

    /// Puts a code of the list into a box of several, or takes it out; the caret stays.
    pub fn toggle_code(&mut self, code: &str) -> Vec<Event> {
        let field = self.field();
        let Some(list) = field.codes.clone().filter(|_| field.kind == Kind::Codes) else {
            return self.choose_code(code);
        };
        if list.stored(code).is_none() {
            return self.choose_code(code);
        }
        let mut codes = self.ticked();
        match codes.iter().position(|c| c == code) {
            Some(there) => {
                codes.remove(there);
            }
            None if field.exclusive.iter().any(|e| e == code) => codes = vec![code.to_owned()],
            None => {
                codes.retain(|c| !field.exclusive.contains(c));
                codes.push(code.to_owned());
            }
        }
        codes.sort_by_key(|c| list.position(c));
        let text = codes.join(" ");
        let caret = text.chars().count();
        self.put(text, None, caret, Run::Alone);
        Vec::new()
    }
}
