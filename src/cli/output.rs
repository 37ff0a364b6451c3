//! Standard output: data only, swept, and a reader who leaves early is no error.
//!
//! # Why
//! Everything printed for people goes through [`sweep`], since a name in a store may have come from anywhere. JSON must give back
//! what was stored to the last character, so there a character that is not text is written as `\uXXXX`: the same data, harmless on a terminal.

use std::io::{self, BufWriter, StdoutLock, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter};

use super::failure::Failure;
use crate::domain::text::{TextKind, clean_char_in, sweep};

/// Standard output of one command.
pub struct Output {
    out: BufWriter<StdoutLock<'static>>,
}

impl Output {
    /// Takes standard output.
    pub fn take() -> Self {
        Self {
            out: BufWriter::with_capacity(1 << 16, io::stdout().lock()),
        }
    }

    /// A line for people.
    ///
    /// # Errors
    /// The reader has gone, or the machine failed.
    pub fn line(&mut self, line: &str) -> Result<(), Failure> {
        writeln!(self.out, "{}", sweep(line).trim_end()).map_err(failed)
    }

    /// A value as one line of JSON.
    ///
    /// # Errors
    /// The reader has gone, or the machine failed.
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        write_json(&mut self.out, value).map_err(failed)
    }

    /// A value as one line of JSON, shown at once: for those who follow line by line.
    ///
    /// # Errors
    /// The reader has gone, or the machine failed.
    pub fn json_now(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        self.json(value)?;
        self.out.flush().map_err(failed)
    }

    /// Ends the output.
    ///
    /// # Errors
    /// The reader has gone, or the machine failed.
    pub fn finish(mut self) -> Result<(), Failure> {
        self.out.flush().map_err(failed)
    }
}

/// Writes a value as one line of JSON.
///
/// # Errors
/// Those of the writer.
pub fn write_json(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    let mut to = serde_json::Serializer::with_formatter(&mut *out, Harmless(CompactFormatter));
    value.serialize(&mut to)?;
    out.write_all(b"\n")
}

/// The failure to write on standard output.
pub fn failed(error: io::Error) -> Failure {
    Failure::machine("Standard output cannot be written")(error)
}

/// Compact JSON in which characters that are not text are written as escapes.
struct Harmless(CompactFormatter);

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let harmful =
            |c: char| !c.is_ascii_graphic() && clean_char_in(TextKind::Notes, c).is_none();
        let mut rest = fragment;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| harmful(*c)) {
            self.0.write_string_fragment(writer, &rest[..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = &rest[at + c.len_utf8()..];
        }
        self.0.write_string_fragment(writer, rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn json(text: &str) -> String {
        let mut line = Vec::new();
        write_json(&mut line, &text).unwrap();
        String::from_utf8(line).unwrap()
    }

    #[test]
    fn what_turns_a_line_round_is_escaped_in_json() {
        assert_eq!(json("a\u{202e}b\u{9b}é\n"), "\"a\\u202eb\\u009bé\\n\"\n");
    }

    proptest! {
        #[test]
        fn json_gives_back_every_text_and_shows_nothing_but_text(text in any::<String>()) {
            let line = json(&text);
            prop_assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
            prop_assert!(line.trim_end().chars().all(|c| clean_char_in(TextKind::Notes, c).is_some()));
        }
    }
}
