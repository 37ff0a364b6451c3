//! One line of text with a caret: every box in which she types, sheets included.

use crate::command::Command;
use unicode_segmentation::UnicodeSegmentation;

/// Text and caret. The caret counts user-visible characters (grapheme clusters) from the left.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Line {
    text: String,
    caret: usize,
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Line(caret {})", self.caret)
    }
}

impl Line {
    /// A line holding `text`, the caret at its end.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let caret = text.graphemes(true).count();
        Self { text, caret }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The caret, in characters.
    pub fn caret(&self) -> usize {
        self.caret
    }

    /// Text before the caret.
    pub fn before(&self) -> &str {
        &self.text[..self.byte_at(self.caret)]
    }

    /// Whether nothing stands here.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Empties it.
    pub fn clear(&mut self) {
        self.text.clear();
        self.caret = 0;
    }

    /// Types one character.
    pub fn insert(&mut self, c: char) {
        let at = self.byte_at(self.caret);
        self.text.insert(at, c);
        // A combining mark joins the character before it: the caret stays behind the joined pair.
        self.caret = self.text[..at + c.len_utf8()].graphemes(true).count();
    }

    /// Types several characters at once.
    pub fn insert_text(&mut self, typed: &str) {
        let at = self.byte_at(self.caret);
        self.text.insert_str(at, typed);
        self.caret = self.text[..at + typed.len()].graphemes(true).count();
    }

    /// Deletes the character before the caret; false when there is none.
    pub fn backspace(&mut self) -> bool {
        if self.caret == 0 {
            return false;
        }
        self.caret -= 1;
        self.delete()
    }

    /// Deletes the character under the caret; false when there is none.
    pub fn delete(&mut self) -> bool {
        let (from, to) = (self.byte_at(self.caret), self.byte_at(self.caret + 1));
        self.text.replace_range(from..to, "");
        // What stood apart may now be one character with its mark.
        self.caret = self.caret.min(self.count());
        from < to
    }

    /// Deletes the word before the caret.
    pub fn delete_word(&mut self) {
        let to = self.byte_at(self.caret);
        let kept = self.text[..to].trim_end();
        let from = after_last_blank(kept);
        self.caret = self.text[..from].graphemes(true).count();
        self.text.replace_range(from..to, "");
    }

    /// One character to the left.
    pub fn left(&mut self) {
        self.caret = self.caret.saturating_sub(1);
    }

    /// One character to the right.
    pub fn right(&mut self) {
        self.caret = (self.caret + 1).min(self.count());
    }

    /// One word to the left.
    pub fn word_left(&mut self) {
        let kept = self.before().trim_end();
        let from = after_last_blank(kept);
        self.caret = self.text[..from].graphemes(true).count();
    }

    /// One word to the right.
    pub fn word_right(&mut self) {
        let at = self.byte_at(self.caret);
        let rest = &self.text[at..];
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let gap = rest[word..]
            .find(|c: char| !c.is_whitespace())
            .unwrap_or(rest.len() - word);
        self.caret = self.text[..at + word + gap].graphemes(true).count();
    }

    /// To the start.
    pub fn start(&mut self) {
        self.caret = 0;
    }

    /// To the end.
    pub fn end(&mut self) {
        self.caret = self.count();
    }

    /// Does what an editing command says; false when it is not one.
    pub fn edit(&mut self, command: Command) -> bool {
        match command {
            Command::MoveLeft => self.left(),
            Command::MoveRight => self.right(),
            Command::MoveWordLeft => self.word_left(),
            Command::MoveWordRight => self.word_right(),
            Command::MoveToStart => self.start(),
            Command::MoveToEnd => self.end(),
            Command::DeleteBack => drop(self.backspace()),
            Command::DeleteForward => drop(self.delete()),
            Command::DeleteWord => self.delete_word(),
            _ => return false,
        }
        true
    }

    /// Types what was pasted, whole or not at all: a line break becomes a blank, and the line holds `most` characters.
    ///
    /// # Errors
    /// A sentence where there is too much of it, or a character that is no text.
    pub fn paste(&mut self, text: &str, most: usize) -> Result<(), String> {
        // A character has four bytes at most: a longer text is not worth looking at.
        let too_long = || format!("That is longer than {most} characters; nothing was pasted.");
        if text.len() > 4 * most + 4 {
            return Err(too_long());
        }
        let flat: String = text
            .trim()
            .chars()
            .map(|c| {
                if matches!(c, '\n' | '\r' | '\t') {
                    ' '
                } else {
                    c
                }
            })
            .collect();
        if flat.chars().count() + self.text.chars().count() > most {
            return Err(too_long());
        }
        crate::domain::text::refuse(&flat).map_err(|fault| fault.to_string())?;
        self.insert_text(&flat);
        Ok(())
    }

    fn count(&self) -> usize {
        self.text.graphemes(true).count()
    }

    fn byte_at(&self, caret: usize) -> usize {
        self.text
            .grapheme_indices(true)
            .nth(caret)
            .map_or(self.text.len(), |(i, _)| i)
    }
}

/// Where the last word begins, in bytes.
fn after_last_blank(text: &str) -> usize {
    let blank = text.char_indices().rev().find(|(_, c)| c.is_whitespace());
    blank.map_or(0, |(at, c)| at + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_combining_mark_joins_its_letter() {
        let mut line = Line::default();
        for c in "e\u{301}x".chars() {
            line.insert(c);
        }
        assert_eq!(line.caret(), 2);
        line.left();
        assert!(line.backspace());
        assert_eq!(line.text(), "x");
    }

    #[test]
    fn a_word_is_deleted_with_the_blanks_behind_it() {
        let mut line = Line::new("14 High Street ");
        line.delete_word();
        assert_eq!(line.text(), "14 High ");
    }

    proptest! {
        #[test]
        fn no_key_puts_the_caret_outside(keys in proptest::collection::vec(0..10_u8, 0..60), typed in "\\PC{0,12}") {
            let mut line = Line::new(typed);
            for key in keys {
                match key {
                    0 => line.left(),
                    1 => line.right(),
                    2 => { line.backspace(); }
                    3 => { line.delete(); }
                    4 => line.delete_word(),
                    5 => line.word_left(),
                    6 => line.word_right(),
                    7 => line.insert('é'),
                    8 => line.insert('\u{301}'),
                    _ => line.start(),
                }
                prop_assert!(line.caret() <= line.text().graphemes(true).count());
            }
        }
    }
}
