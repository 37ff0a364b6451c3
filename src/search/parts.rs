//! Identifiers of which only a part is given: the end of a phone number or of a PNC, the inward half of a postcode, a CRN or NOMS
//! number without its letters, a client's number without its `C-000`.
//!
//! # Why
//! Ends are found in a second table of the same entries, ordered by the identifier read backwards, for the kinds whose end people
//! give; a lost letter is tried in its place, which needs no table.

use super::codes::{Code, code_without};
use super::index::Index;
use super::record::CODE_FIELDS;
use super::why::Field;

/// Digits of a CRN, and of a NOMS number.
const CRN_DIGITS: usize = 6;
const NOMS_DIGITS: usize = 4;
/// Digits of a client's number as it is shown.
const CLIENT_DIGITS: usize = 6;
/// So many digits at least are the end of a phone number or a PNC, and at most.
const END: std::ops::RangeInclusive<usize> = 4..=9;
/// Digits of the serial of a PNC.
const SERIAL_DIGITS: usize = 7;

/// Whether the kind is in the table of ends.
pub(super) fn has_end(field: Field) -> bool {
    matches!(field, Field::Pnc | Field::Postcode | Field::Phone)
}

/// Part of an identifier, as it was given: capitals and digits.
pub(super) struct Part {
    text: String,
    /// Digits alone, digits and a letter, or the inward half of a postcode.
    shape: Shape,
}

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Digits,
    Serial,
    Inward,
}

impl Part {
    /// Of what may be part of an identifier.
    pub fn of(text: &str) -> Option<Self> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let letters = text[digits..].bytes().all(|b| b.is_ascii_alphabetic());
        let shape = match text.len() - digits {
            0 => Shape::Digits,
            1 if (2..=SERIAL_DIGITS).contains(&digits) => Shape::Serial,
            2 if digits == 1 => Shape::Inward,
            _ => return None,
        };
        let text = text.to_owned();
        (letters && digits > 0).then_some(Self { text, shape })
    }

    /// Whether `code` of this kind has the part where people take it from.
    pub fn is_of(&self, field: Field, code: Code) -> bool {
        let len = self.text.len();
        let (value, whole) = code.right_aligned();
        let ends = |dropped: usize, with: usize| {
            whole == len + with && code_without(value, dropped, len) == self.value()
        };
        match (field, self.shape) {
            (Field::Crn, Shape::Digits) => len == CRN_DIGITS && ends(0, 1),
            (Field::Noms, Shape::Digits) => len == NOMS_DIGITS && ends(2, 3),
            (Field::Reference, Shape::Digits) => self.client().is_some_and(|c| c == code),
            (Field::Phone, Shape::Digits) => {
                END.contains(&len) && whole > len && ends(0, whole - len)
            }
            (Field::Pnc, Shape::Digits) => {
                (*END.start()..=SERIAL_DIGITS).contains(&len) && whole > len && ends(1, whole - len)
            }
            (Field::Pnc, Shape::Serial) | (Field::Postcode, Shape::Inward) => {
                whole > len && ends(0, whole - len)
            }
            _ => false,
        }
    }

    fn value(&self) -> u64 {
        Code::pack(&self.text).map_or(0, |code| code.right_aligned().0)
    }

    /// The client of whom this is the number.
    fn client(&self) -> Option<Code> {
        let number = self.text.trim_start_matches('0');
        let is_one = !number.is_empty() && number.len() <= CLIENT_DIGITS;
        let code = Code::pack(&format!("C{number:0>CLIENT_DIGITS$}"));
        code.filter(|_| is_one && self.shape == Shape::Digits)
    }

    /// Calls `each` with the entries of all who have an identifier with this part.
    pub fn each(&self, index: &Index, mut each: impl FnMut(u32)) {
        let mut all = |entries: Vec<&[u32]>| {
            for &entry in entries.into_iter().flatten() {
                let (kind, code) = index.kind_and_code_of(entry);
                if self.is_of(CODE_FIELDS[usize::from(kind)], code) {
                    each(entry);
                }
            }
        };
        let len = self.text.len();
        if let Some(client) = self.client() {
            all(index.code_range(client, Code(client.0 + 1)));
        }
        if self.shape == Shape::Digits && matches!(len, CRN_DIGITS | NOMS_DIGITS) {
            for letter in b'A'..=b'Z' {
                let text = format!("{}{}", char::from(letter), self.text);
                if let Some(code) = Code::pack(&text) {
                    all(index.code_range(code, code.after_prefix(text.len())));
                }
            }
        }
        if self.shape != Shape::Digits || END.contains(&len) {
            all(index.ending(&self.text));
        }
        if self.shape == Shape::Digits && (*END.start()..=SERIAL_DIGITS).contains(&len) {
            for letter in b'A'..=b'Z' {
                all(index.ending(&format!("{}{}", self.text, char::from(letter))));
            }
        }
    }
}
