//! What is found wrong: in a form file ([`FileFinding`]) or on a sheet ([`Finding`]).

use std::fmt;

/// A mistake in a form or code list file. `Display` is `file:line:column: message`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFinding {
    /// The file as it was given: `forms/session/1.toml`.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for FileFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}:{}: {}",
            self.file, self.line, self.column, self.message
        )
    }
}

/// Whether a finding blocks, asks, or only tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The sheet cannot be saved like this.
    Hard,
    /// Asked once; passing it is kept with who and why.
    Soft,
}

impl Severity {
    /// `hard` or `soft`, as in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Soft => "soft",
        }
    }
}

/// Something wrong with, or asked about, one box of a sheet. Sentences never quote what people typed of themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The field's key.
    pub field: String,
    /// Its box number on the paper, with its label: `12 Time`.
    pub label: String,
    /// The check: an id of the form file, or one of `value`, `required`, `hard_range`, `soft_range`, `future`, `hidden` …
    pub check: String,
    /// Hard or soft.
    pub severity: Severity,
    /// What is wrong and what to do, for people.
    pub sentence: String,
}

impl Finding {
    /// The box and what is wrong with it: `Box 5.1a: Goal 1: result is empty.` A label with which the sentence begins is not said twice.
    pub fn with_box(&self) -> String {
        let (number, label) = self.label.split_once(' ').unwrap_or_default();
        let named = !label.is_empty() && self.sentence.starts_with(label);
        let name = if named { number } else { &self.label };
        format!("Box {name}: {}", self.sentence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_not_said_twice() {
        let finding = |sentence: &str| Finding {
            field: "result_1".into(),
            label: "5.1a Goal 1: result".into(),
            check: "required".into(),
            severity: Severity::Hard,
            sentence: sentence.into(),
        };
        let empty = finding("Goal 1: result is empty.");
        assert_eq!(empty.with_box(), "Box 5.1a: Goal 1: result is empty.");
        let other = finding("Check both dates.");
        assert_eq!(
            other.with_box(),
            "Box 5.1a Goal 1: result: Check both dates."
        );
    }
}
