//! Typing in the focused box.

use super::undo::Edit;
use super::{Event, Filling, Origin};
use crate::domain::sheet::KeptBox;
use crate::domain::text::{TextKind, clean_char_in, refuse_in};
use crate::domain::value::Missing;
use crate::forms::entry::{is_full, leads_nowhere, text_kind};
use crate::forms::finding::Severity;
use crate::forms::kind::Kind;
use unicode_segmentation::UnicodeSegmentation;

/// Most characters typed into a box that has no length of its own.
const SHORT: usize = 60;
const CODES: usize = 240;

/// How an edit stands to the one before.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Run {
    /// A step of its own.
    Alone,
    /// Goes on a run of typing.
    Joins,
    /// Starts a run.
    Starts,
}

impl Filling {
    fn kept(&self) -> &KeptBox {
        &self.slots[self.focus].kept
    }

    /// Whether the next typed character replaces what stands in the box: a carried answer, or one she has come back to
    /// that is no free text.
    fn replaces(&self) -> bool {
        let kept = self.kept();
        let put_back = self.slots[self.focus].taken_back;
        kept.carried || put_back || (kept.settled && !self.field().kind.is_words())
    }

    /// Whether the keys for missing reasons and ditto mean what they mean here: nothing stands in the box, or nothing
    /// that typing would go on.
    pub fn takes_missing_key(&self) -> bool {
        self.kept().text.is_empty() || (self.replaces() && self.stays != Some(self.focus))
    }

    /// Whether an answer that she keyed stands in the focused box, or waits there to be read once more.
    pub fn holds_her_answer(&self) -> bool {
        let kept = self.kept();
        !kept.readings.is_empty() || (kept.settled && !kept.carried && !kept.text.is_empty())
    }

    /// Puts text and mark into the focused box; all that hangs on the old content goes.
    pub(super) fn put(&mut self, text: String, missing: Option<Missing>, caret: usize, run: Run) {
        let readings = match missing {
            Some(_) => Vec::new(),
            None => self.kept().readings.clone(),
        };
        let kept = KeptBox {
            text,
            missing,
            readings,
            ..KeptBox::default()
        };
        self.put_kept(kept, caret, run);
    }

    pub(super) fn put_kept(&mut self, after: KeptBox, caret: usize, run: Run) {
        let i = self.focus;
        self.rest();
        self.slots[i].touched = true;
        self.slots[i].from = Origin::Unsaid;
        self.slots[i].pasted = false;
        self.slots[i].agreed = false;
        self.slots[i].taken_back = false;
        let before = std::mem::replace(&mut self.slots[i].kept, after.clone());
        self.follow_mark(i, before.missing);
        self.take_answer(i);
        self.history.add(Edit {
            position: i,
            before,
            after,
            caret_before: self.caret,
            caret_after: caret,
            joins: run == Run::Joins,
            grows: run != Run::Alone,
        });
        self.caret = caret;
        self.touched();
    }

    fn touched(&mut self) {
        let i = self.focus;
        self.slots[i].finding = None;
        self.asked.clear();
        self.forget_overrides(i);
        self.unkept.boxes.insert(i);
    }

    /// Most characters that may be typed into the focused box.
    fn room(&self) -> usize {
        let field = self.field();
        match field.kind {
            Kind::Text if field.format.is_some() => SHORT,
            Kind::Text | Kind::Notes => field.length.unwrap_or(SHORT),
            Kind::Codes => CODES,
            _ => SHORT,
        }
    }

    /// One typed character. In a one-line box a line break is a space.
    pub fn type_char(&mut self, c: char) -> Vec<Event> {
        let kind = text_kind(self.field());
        let c = match c {
            '\n' | '\r' | '\t' if kind == TextKind::Line => ' ',
            '\r' => '\n',
            _ => c,
        };
        let Some(c) = clean_char_in(kind, c) else {
            let mut buffer = [0; 4];
            return self.refused(c.encode_utf8(&mut buffer));
        };
        if self.stays == Some(self.focus) {
            let full = "This box is full, and the next one is filled already. Enter goes on; Backspace changes this one.";
            return vec![Event::Refused(full.to_owned())];
        }
        if self.ends_the_box_before(c) {
            return Vec::new();
        }
        let fresh = self.replaces();
        if !fresh && self.asks_while_full() {
            return vec![Event::Refused(self.held_words().to_owned())];
        }
        let mut text = if fresh {
            String::new()
        } else {
            self.kept().text.clone()
        };
        let caret = if fresh { 0 } else { self.caret };
        if text.chars().count() >= self.room() {
            return self.no_room();
        }
        text.insert(byte_of(&text, caret), c);
        if !c.is_ascii() && refuse_in(kind, &text).is_err() {
            return self.refused(&text);
        }
        let run = if c.is_whitespace() || fresh {
            Run::Starts
        } else {
            Run::Joins
        };
        self.put(text, None, caret + 1, run);
        let at_end = self.caret == self.text_length();
        let field = self.field();
        if field.auto_advance && at_end && is_full(field, &self.kept().text, &self.around) {
            return self.advance();
        }
        self.nowhere()
    }

    /// Whether a letter is one of the unit behind `84.5 kg`: the number had filled its box, and no number begins with a letter.
    fn ends_the_box_before(&mut self, c: char) -> bool {
        let in_number = matches!(self.field().kind, Kind::Number | Kind::Measure);
        let mut left = self.unit_left.chars();
        let next = left.next();
        let is_next = next.is_some_and(|unit| unit.eq_ignore_ascii_case(&c));
        let left = left.as_str().to_owned();
        let waits = next.is_some() && in_number && self.left_by_itself();
        match (waits, is_next, c) {
            (true, true, _) => self.unit_left = left,
            (true, false, ' ') => {}
            _ => {
                self.unit_left.clear();
                return false;
            }
        }
        true
    }

    /// What is wrong at once with a box that no answer begins like: she looks at the paper, and would key the next boxes into it.
    fn nowhere(&mut self) -> Vec<Event> {
        let i = self.focus;
        if !leads_nowhere(self.field(), &self.kept().text) {
            return Vec::new();
        }
        let Some(fault) = self.fault_of(i) else {
            return Vec::new();
        };
        self.slots[i].finding = Some(fault.clone());
        vec![Event::Hard(fault)]
    }

    /// What is said of a key that a full box does not take.
    fn held_words(&self) -> &'static str {
        let finding = self.slots[self.focus].finding.as_ref();
        match finding.map(|finding| finding.severity) {
            _ if leads_nowhere(self.field(), &self.kept().text) => {
                "Nothing was added: no answer begins so. Backspace puts it right."
            }
            Some(Severity::Hard) => "Nothing was added: the box is full. Backspace puts it right.",
            _ => "Nothing was added. Enter keeps what stands here; Backspace changes it.",
        }
    }

    /// Whether the box was full, went on by itself, and was held by what is wrong or asked: what she types then was meant for the next one.
    fn asks_while_full(&self) -> bool {
        let (field, slot) = (self.field(), &self.slots[self.focus]);
        let held = slot.finding.is_some() && self.caret == self.text_length();
        let full = field.auto_advance && is_full(field, &slot.kept.text, &self.around);
        held && (full || leads_nowhere(field, &slot.kept.text))
    }

    fn refused(&self, text: &str) -> Vec<Event> {
        match refuse_in(text_kind(self.field()), text) {
            Err(fault) => vec![Event::Refused(fault.to_string())],
            Ok(()) => Vec::new(),
        }
    }

    fn no_room(&self) -> Vec<Event> {
        vec![Event::Refused(format!(
            "{} takes at most {} characters.",
            self.field().name(),
            self.room()
        ))]
    }

    /// Pasted text: taken whole or not at all. A line break is text, in a one-line box a space.
    pub fn paste(&mut self, pasted: &str) -> Vec<Event> {
        // Longer than any box, four bytes a character: not worth looking at.
        if pasted.len() > 4 * (self.room() + 1) {
            return self.no_room();
        }
        let kind = text_kind(self.field());
        let pasted = pasted.replace("\r\n", "\n").replace('\r', "\n");
        let mut clean = String::with_capacity(pasted.len());
        for c in pasted.chars() {
            let c = match c {
                '\n' | '\t' if kind == TextKind::Line => ' ',
                _ => c,
            };
            clean.push(clean_char_in(kind, c).unwrap_or(c));
        }
        if refuse_in(kind, &clean).is_err() {
            return self.refused(&clean);
        }
        if kind == TextKind::Line {
            clean = clean.trim().to_owned();
        }
        let fresh = self.replaces();
        let mut text = if fresh {
            String::new()
        } else {
            self.kept().text.clone()
        };
        let caret = if fresh { 0 } else { self.caret };
        let added = clean.chars().count();
        if added == 0 {
            return Vec::new();
        }
        if text.chars().count() + added > self.room() {
            return self.no_room();
        }
        text.insert_str(byte_of(&text, caret), &clean);
        self.put(text, None, caret + added, Run::Alone);
        self.slots[self.focus].pasted = true;
        Vec::new()
    }

    /// Takes away what lies between two carets of the focused box, or the missing mark.
    fn remove(&mut self, from: usize, to: usize) -> Vec<Event> {
        let kept = self.kept();
        if from >= to {
            if kept.missing.is_some() {
                self.put(String::new(), None, 0, Run::Alone);
            }
            return Vec::new();
        }
        let mut text = kept.text.clone();
        text.replace_range(byte_of(&text, from)..byte_of(&text, to), "");
        self.put(text, None, from, Run::Joins);
        Vec::new()
    }

    /// Backspace.
    pub fn backspace(&mut self) -> Vec<Event> {
        self.remove(self.before_caret(), self.caret)
    }

    /// Delete.
    pub fn delete(&mut self) -> Vec<Event> {
        self.remove(self.caret, self.after_caret())
    }

    /// Where the word before the caret starts.
    fn word_before(&self) -> usize {
        let chars: Vec<char> = self.kept().text.chars().take(self.caret).collect();
        let end = chars.iter().rposition(|c| !c.is_whitespace());
        let start = end.and_then(|end| chars[..end].iter().rposition(|c| c.is_whitespace()));
        match (end, start) {
            (Some(_), Some(space)) => space + 1,
            _ => 0,
        }
    }

    /// Takes away the word before the caret.
    pub fn delete_word(&mut self) -> Vec<Event> {
        self.remove(self.word_before(), self.caret)
    }

    /// The caret one word back.
    pub fn word_left(&mut self) -> Vec<Event> {
        self.caret_to(self.word_before())
    }

    /// The caret to the start of the next word.
    pub fn word_right(&mut self) -> Vec<Event> {
        let chars: Vec<char> = self.kept().text.chars().collect();
        let rest = &chars[self.caret.min(chars.len())..];
        let gap = rest.iter().position(|c| c.is_whitespace());
        let word = gap.and_then(|gap| {
            let next = rest[gap..].iter().position(|c| !c.is_whitespace())?;
            Some(self.caret + gap + next)
        });
        self.caret_to(word.unwrap_or(chars.len()))
    }

    /// Empties the box.
    pub fn clear_box(&mut self) -> Vec<Event> {
        if self.reads_again() {
            // Emptied once more: she begins with the first reading.
            self.put_kept(KeptBox::default(), 0, Run::Alone);
        } else if !self.slots[self.focus].is_empty() || !self.kept().text.is_empty() {
            self.put(String::new(), None, 0, Run::Alone);
        }
        Vec::new()
    }

    /// The caret one character back.
    pub fn left(&mut self) -> Vec<Event> {
        self.caret_to(self.before_caret())
    }

    /// The caret one character on.
    pub fn right(&mut self) -> Vec<Event> {
        self.caret_to(self.after_caret())
    }

    /// The caret to the start of the box.
    pub fn start(&mut self) -> Vec<Event> {
        self.caret_to(0)
    }

    /// The caret to the end of the box.
    pub fn end(&mut self) -> Vec<Event> {
        self.caret_to(self.text_length())
    }

    /// Moving in a box means to edit it: the next character no longer replaces it.
    fn caret_to(&mut self, caret: usize) -> Vec<Event> {
        self.history.close();
        self.rest();
        self.caret = caret;
        self.unkept.moved = true;
        let kept = &mut self.slots[self.focus].kept;
        if !kept.text.is_empty() && (kept.settled || kept.carried) {
            (kept.settled, kept.carried) = (false, false);
            self.unkept.boxes.insert(self.focus);
        }
        Vec::new()
    }

    /// The caret before the letter (with its accents) that it stands behind.
    fn before_caret(&self) -> usize {
        let edges = edges(&self.kept().text);
        edges
            .into_iter()
            .rev()
            .find(|e| *e < self.caret)
            .unwrap_or(0)
    }

    fn after_caret(&self) -> usize {
        let edges = edges(&self.kept().text);
        let after = edges.into_iter().find(|e| *e > self.caret);
        after.unwrap_or(self.caret)
    }
}

/// Where letters start and end, in characters.
fn edges(text: &str) -> Vec<usize> {
    let mut at = 0;
    let mut edges = vec![0];
    for letter in text.graphemes(true) {
        at += letter.chars().count();
        edges.push(at);
    }
    edges
}

/// The byte before which a character stands.
fn byte_of(text: &str, characters: usize) -> usize {
    text.char_indices()
        .nth(characters)
        .map_or(text.len(), |(byte, _)| byte)
}
