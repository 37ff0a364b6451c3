//! What became of one line of a file of sheets.

use crate::forms::Severity;
use serde_json::{Value as Json, json};

/// What became of one line.
pub(super) struct Verdict {
    /// Its number in the file.
    pub line: u64,
    /// The serial that it gives.
    pub sheet: Option<String>,
    /// Whether the sheet is taken.
    pub ok: bool,
    /// What is said about it.
    pub findings: Vec<Said>,
}

/// Field, severity and sentence.
pub(super) type Said = (String, &'static str, String);

impl Verdict {
    /// A line that is not taken.
    pub(super) fn rejected(line: u64, field: &str, reason: String) -> Self {
        let finding = (field.to_owned(), Severity::Hard.name(), reason);
        Self {
            line,
            sheet: None,
            ok: false,
            findings: vec![finding],
        }
    }

    /// One thing stands twice in the line, and nobody can say which is meant.
    pub(super) fn of_two(line: u64, key: &str, object: &Json) -> Self {
        let reason = "This stands twice in the line. Take one out and import it again.";
        Self {
            sheet: object["sheet"].as_str().map(str::to_owned),
            ..Self::rejected(line, key, reason.to_owned())
        }
    }

    /// What is told where nobody asked for JSON: everything that stands against a line that is not taken; of one that is, doubts about
    /// whose it is.
    pub(super) fn tells(&self, (field, severity, _): &Said) -> bool {
        if self.ok {
            field == "client"
        } else {
            *severity == Severity::Hard.name()
        }
    }

    /// The line as it is told in JSON.
    pub(super) fn as_json(&self) -> Json {
        let findings = self.findings.iter();
        let findings = findings.map(|(field, severity, reason)| json!({"field": field, "severity": severity, "reason": reason}));
        json!({"line": self.line, "sheet": self.sheet, "ok": self.ok, "findings": findings.collect::<Vec<_>>()})
    }
}
