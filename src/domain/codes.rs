//! Code lists: the answers that a code box takes, in the order of the paper.

use crate::domain::value::Number;
use chrono::NaiveDate;

/// One code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// As stored, `02`.
    pub code: String,
    /// What it means.
    pub label: String,
    /// More about it.
    pub help: String,
    /// First day on which it was in use.
    pub from: Option<NaiveDate>,
    /// Last day on which it was in use.
    pub to: Option<NaiveDate>,
    /// Where the list is one of bands: the least number of this band.
    pub at_least: Option<Number>,
}

impl Code {
    /// Whether it was in use on that day.
    pub fn is_in_use(&self, on: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= on) && self.to.is_none_or(|to| on <= to)
    }
}

/// A code list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeList {
    /// Its name, `attendance`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it comes from.
    pub source: String,
    /// The codes in the order of the paper; never empty.
    pub codes: Vec<Code>,
}

impl CodeList {
    /// The code that is exactly this, small and capital letters alike.
    pub fn exact(&self, typed: &str) -> Option<&Code> {
        self.codes
            .iter()
            .find(|c| c.code == typed)
            .or_else(|| self.codes.iter().find(|c| same(&c.code, typed)))
    }

    /// The code of this text as stored.
    pub fn stored(&self, code: &str) -> Option<&Code> {
        self.codes.iter().find(|c| c.code == code)
    }

    /// The label of a code as stored.
    pub fn label(&self, code: &str) -> Option<&str> {
        self.stored(code).map(|c| c.label.as_str())
    }

    /// Whether the text is a code and no longer code starts with it.
    pub fn is_full(&self, typed: &str) -> bool {
        self.exact(typed).is_some()
            && !self
                .codes
                .iter()
                .any(|c| c.code.len() > typed.len() && starts(&c.code, typed))
    }

    /// Whether any code, or any label, is or begins with the text.
    pub fn begins(&self, typed: &str) -> bool {
        let code = |c: &Code| starts(&c.code, typed);
        self.exact(typed).is_some()
            || self.codes.iter().any(code)
            || !self.by_label(typed).is_empty()
    }

    /// The codes whose label starts with the text; one alone where the text is the whole label.
    pub fn by_label(&self, typed: &str) -> Vec<&Code> {
        let sought = crate::domain::text::fold(typed);
        if sought.is_empty() {
            return Vec::new();
        }
        let folded = |c: &&Code| crate::domain::text::fold(&c.label);
        let whole: Vec<&Code> = self
            .codes
            .iter()
            .filter(|c| folded(c).starts_with(&sought))
            .collect();
        if whole.len() > 1 {
            let exact: Vec<&Code> = whole
                .iter()
                .copied()
                .filter(|c| folded(c) == sought)
                .collect();
            return if exact.len() == 1 { exact } else { whole };
        }
        whole
    }

    /// Where the code stands in the list.
    pub fn position(&self, code: &str) -> Option<usize> {
        self.codes.iter().position(|c| c.code == code)
    }

    /// The number of characters of every code, where all have the same.
    pub fn width(&self) -> Option<usize> {
        let width = self.codes.first()?.code.len();
        self.codes
            .iter()
            .all(|c| c.code.len() == width)
            .then_some(width)
    }

    /// The codes for a sentence: `1, 2, 3`, shortened where there are many.
    pub fn sample(&self) -> String {
        let mut codes: Vec<&str> = self.codes.iter().map(|c| c.code.as_str()).collect();
        let more = codes.len() > 12;
        codes.truncate(12);
        let mut text = codes.join(", ");
        if more {
            text.push_str(" …");
        }
        text
    }
}

fn same(code: &str, typed: &str) -> bool {
    code.eq_ignore_ascii_case(typed)
}

fn starts(code: &str, typed: &str) -> bool {
    code.get(..typed.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(typed))
}
