//! What is wrong with a file of settings, and where.

use std::fmt;

/// One mistake in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what would be right.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// The line on which a byte of a text stands, from 1.
pub(super) fn line_of(text: &str, byte: usize) -> usize {
    let upto = text.get(..byte).unwrap_or(text);
    1 + upto.matches('\n').count()
}
