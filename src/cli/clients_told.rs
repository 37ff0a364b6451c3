//! What is told of an import of clients: lines not taken, values kept as read, and whom a line that was taken may be.

use serde_json::{Value as Json, json};

use super::args::Format;
use super::columns::Remark;
use super::failure::{Failure, tell};
use super::find;
use super::output::Output;
use crate::domain::identifier::IdentifierKind;
use crate::domain::reference::ClientId;
use crate::model::words::count;

/// From this probability on somebody with the same number is the same person.
const SURE: f32 = 0.9;
/// Remarks of a kind that are told one by one where nobody asked for JSON.
const TOLD: usize = 20;
/// Numbers that only one person has, by the column that brings each.
const NUMBERS: [(IdentifierKind, &str); 4] = [
    (IdentifierKind::Crn, "crn"),
    (IdentifierKind::Pnc, "pnc"),
    (IdentifierKind::NhsNumber, "nhs_number"),
    (IdentifierKind::Cro, "cro"),
];

/// A line that was not taken, or a value that was kept as read.
pub struct LineRemark {
    /// Line of the file.
    pub line: u64,
    /// What about it.
    pub remark: Remark,
}

impl LineRemark {
    fn as_json(&self) -> Json {
        json!({"line": self.line, "column": self.remark.column, "reason": self.remark.sentence})
    }

    fn tell(&self) {
        tell(&format!(
            "line {}, {}: {}",
            self.line, self.remark.column, self.remark.sentence
        ));
    }
}

/// A line that was taken though it may be about somebody on the books, or about whom another line of the list is.
pub struct Possible {
    /// Line of the file.
    pub line: u64,
    /// Whom it may be about.
    pub client: ClientId,
    /// The line that brought that client, where this list did.
    pub other_line: Option<u64>,
    /// How probable that is.
    pub score: f32,
    /// What agrees, in words.
    pub why: String,
}

impl Possible {
    fn as_json(&self) -> Json {
        let (client, score) = (self.client.to_string(), find::score(self.score));
        let mut object =
            json!({"line": self.line, "client": client, "score": score, "why": self.why});
        if let Some(line) = self.other_line {
            object["other_line"] = json!(line);
        }
        object
    }

    fn tell(&self) {
        let (line, client, why) = (self.line, self.client, &self.why);
        let of_list = self
            .other_line
            .map_or(String::new(), |other| format!(" of line {other}"));
        tell(&format!(
            "line {line}: taken; may be {client}{of_list} ({why})"
        ));
    }
}

/// Who has a number that a line brings.
pub struct Holder {
    /// Who.
    pub client: ClientId,
    /// The line that brought her, where this list did.
    pub line: Option<u64>,
}

impl Holder {
    /// Why the line is not taken, and what to do about it.
    pub fn remark(&self, shares: &str, score: f32, why: &str) -> Remark {
        let from = self
            .line
            .map_or(String::new(), |line| format!(" (line {line})"));
        let has = format!("{}{from} is on the books with this {shares}", self.client);
        // Two sisters may have one number by a slip: another forename speaks against it however high the score.
        let sentence = if score >= SURE && !why.contains("differs") {
            format!(
                "{has}: surely the same person ({why}). Leave the line out; what it has besides is keyed at the desk."
            )
        } else {
            format!(
                "{has} ({why}). If it is the same person, leave the line out; if not, import it again with --different-people and how that is known."
            )
        };
        let of_kind = |kind: &IdentifierKind| shares.split(", ").any(|label| label == kind.label());
        let column = NUMBERS.iter().find(|(kind, _)| of_kind(kind));
        Remark {
            column: column.map_or("surname", |(_, column)| column),
            sentence,
        }
    }
}

/// Everything that is told of one import.
#[derive(Default)]
pub struct Told {
    /// Lines not taken.
    pub rejected: Vec<LineRemark>,
    /// Values kept as read.
    pub marked: Vec<LineRemark>,
    /// Lines taken that may be about somebody who is on the books, or about one person.
    pub possible: Vec<Possible>,
    /// The list is too long for its lines to have been compared with one another.
    pub not_compared: bool,
}

impl Told {
    /// Tells it.
    ///
    /// # Errors
    /// Standard output takes no more.
    pub fn report(&self, format: Format, imported: u64) -> Result<(), Failure> {
        if format.json {
            let all = |remarks: &[LineRemark]| {
                remarks.iter().map(LineRemark::as_json).collect::<Vec<_>>()
            };
            let mut out = Output::take();
            out.json(&json!({
                "imported": imported,
                "rejected": all(&self.rejected),
                "marked": all(&self.marked),
                "possible": self.possible.iter().map(Possible::as_json).collect::<Vec<_>>(),
            }))?;
            out.finish()?;
        } else {
            some(&self.rejected, "lines not taken", LineRemark::tell);
            some(&self.marked, "values kept as read", LineRemark::tell);
            some(&self.possible, "that may be on the books", Possible::tell);
        }
        let (of_books, of_list) = self
            .possible
            .iter()
            .partition::<Vec<_>, _>(|p| p.other_line.is_none());
        tell(&format!(
            "{} imported; {} not taken; {} kept as read and marked as impossible; {} may be on the books already; {} may be somebody of another line.",
            count(imported as usize, "client", "clients"),
            count(self.rejected.len(), "line", "lines"),
            count(self.marked.len(), "value", "values"),
            of_books.len(),
            of_list.len(),
        ));
        if self.not_compared {
            tell(
                "The list is too long for its lines to be compared with one another: `caseload clients duplicates` does that.",
            );
        }
        Ok(())
    }
}

/// Tells the first ones of a kind, and how many more there are.
fn some<T>(all: &[T], what: &str, tell_one: fn(&T)) {
    all.iter().take(TOLD).for_each(tell_one);
    if let Some(more) = all.len().checked_sub(TOLD).filter(|more| *more > 0) {
        tell(&format!("and {more} more {what}; --json lists all."));
    }
}
