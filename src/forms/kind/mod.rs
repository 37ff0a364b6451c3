//! ONE table of field kinds: name, sentence, reading, showing, the shortest way to type it, JSON.
//!
//! # Why
//! A new kind is a new row and nothing else; whatever lists kinds (help, file checks, docs) reads this table.

mod json;
mod read;
pub(super) use read::names_one_trainer;
mod show;
pub(super) use show::in_box;
mod typed;

use super::around::Around;
use super::definition::Field;
use crate::domain::value::Value;
use serde_json::Value as Json;

/// The kinds of answer that a box takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// One line of words, or an identifier.
    Text,
    /// Several lines of words.
    Notes,
    /// A number.
    Number,
    /// A number with a unit.
    Measure,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// One code.
    Code,
    /// Several codes.
    Codes,
    /// Yes or no.
    YesNo,
    /// A client.
    Client,
    /// A trainer.
    Trainer,
    /// A case.
    Case,
    /// Worked out from other boxes.
    Computed,
}

/// Why what was typed is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct Fault {
    /// Which check: `value`, `hard_range`, `future`, `not_before`, `length`, `exclusive`.
    pub check: &'static str,
    /// What is wrong and what to do; never quotes words that were typed.
    pub sentence: String,
}

impl Fault {
    pub(super) fn new(check: &'static str, sentence: impl Into<String>) -> Self {
        Self {
            check,
            sentence: sentence.into(),
        }
    }

    /// What cannot be read at all.
    pub(super) fn value(sentence: impl Into<String>) -> Self {
        Self::new("value", sentence)
    }
}

type Read = fn(&Field, &str, &Around) -> Result<Value, Fault>;
type Show = fn(&Field, &Value, &Around) -> String;
type Typed = fn(&Field, &Value) -> Vec<String>;
type FromJson = fn(&Json) -> Option<Value>;

/// One row of the table of kinds.
pub struct KindRule {
    /// Which kind.
    pub kind: Kind,
    /// Its name in form files.
    pub name: &'static str,
    /// What it takes, for help.
    pub sentence: &'static str,
    /// What a file must give: `text`, `a number` …
    pub json_is: &'static str,
    /// The range of the text is checked elsewhere; this only reads.
    pub(super) read: Read,
    /// What is echoed beside the box.
    pub(super) show: Show,
    /// Ways to type a value, shortest first.
    pub(super) typed: Typed,
    /// A value from a file, its shape only.
    pub(super) from_json: FromJson,
}

/// The one table of kinds, in the order of [`Kind`].
pub const KINDS: &[KindRule] = &[
    KindRule {
        kind: Kind::Text,
        name: "text",
        sentence: "One line, as it is written.",
        json_is: "text",
        read: read::text,
        show: show::text,
        typed: typed::text,
        from_json: json::text,
    },
    KindRule {
        kind: Kind::Notes,
        name: "notes",
        sentence: "Words on several lines.",
        json_is: "text",
        read: read::notes,
        show: show::nothing,
        typed: typed::plain,
        from_json: json::text,
    },
    KindRule {
        kind: Kind::Number,
        name: "number",
        sentence: "A number in digits.",
        json_is: "a number",
        read: read::number,
        show: show::unit,
        typed: typed::plain,
        from_json: json::number,
    },
    KindRule {
        kind: Kind::Measure,
        name: "measure",
        sentence: "A number in the unit of the box, or as the paper has it (11st 4, 5ft 9).",
        json_is: "a number",
        read: read::measure,
        show: show::unit,
        typed: typed::plain,
        from_json: json::number,
    },
    KindRule {
        kind: Kind::Date,
        name: "date",
        sentence: "A day as 140684, 14/06/1984, t for today, t-1, tue.",
        json_is: "a day as \"2012-06-14\"",
        read: read::date,
        show: show::date,
        typed: typed::date,
        from_json: json::date,
    },
    KindRule {
        kind: Kind::Time,
        name: "time",
        sentence: "A time as 1400, 14:00, 2pm.",
        json_is: "a time as \"14:00\"",
        read: read::time,
        show: show::nothing,
        typed: typed::time,
        from_json: json::time,
    },
    KindRule {
        kind: Kind::Code,
        name: "code",
        sentence: "One code of the list, or the start of its meaning.",
        json_is: "a code as text",
        read: read::code,
        show: show::code,
        typed: typed::plain,
        from_json: json::code,
    },
    KindRule {
        kind: Kind::Codes,
        name: "codes",
        sentence: "Codes of the list with spaces between them.",
        json_is: "a list of codes",
        read: read::codes,
        show: show::code,
        typed: typed::codes,
        from_json: json::codes,
    },
    KindRule {
        kind: Kind::YesNo,
        name: "yes_no",
        sentence: "y or n.",
        json_is: "true or false",
        read: read::yes_no,
        show: show::yes_no,
        typed: typed::plain,
        from_json: json::yes_no,
    },
    KindRule {
        kind: Kind::Client,
        name: "client",
        sentence: "A client's number (C-000123) or CRN.",
        json_is: "text",
        read: read::client,
        show: show::nothing,
        typed: typed::client,
        from_json: json::reference,
    },
    KindRule {
        kind: Kind::Trainer,
        name: "trainer",
        sentence: "A trainer's number (HT03, or 3) or the start of a name.",
        json_is: "text",
        read: read::trainer,
        show: show::trainer,
        typed: typed::plain,
        from_json: json::reference,
    },
    KindRule {
        kind: Kind::Case,
        name: "case",
        sentence: "A case number as 2012-0412.",
        json_is: "text",
        read: read::case,
        show: show::nothing,
        typed: typed::case,
        from_json: json::reference,
    },
    KindRule {
        kind: Kind::Computed,
        name: "computed",
        sentence: "Worked out from other boxes; nothing is typed.",
        json_is: "a number, text, day or true or false",
        read: read::nothing,
        show: show::computed,
        typed: typed::plain,
        from_json: json::nothing,
    },
];

impl Kind {
    /// Its row of the table.
    pub fn rule(self) -> &'static KindRule {
        &KINDS[self as usize]
    }

    /// Its name in form files.
    pub fn name(self) -> &'static str {
        self.rule().name
    }

    /// The kind of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        KINDS
            .iter()
            .find(|rule| rule.name == name)
            .map(|rule| rule.kind)
    }

    /// Whether the box takes free words, in which a typed character never replaces what stands there.
    pub fn is_words(self) -> bool {
        matches!(self, Self::Text | Self::Notes)
    }

    /// Whether nothing is ever typed into it.
    pub fn is_computed(self) -> bool {
        self == Self::Computed
    }
}

/// The value of a JSON answer of this kind, its shape only; `{"missing": …}` is a value of every kind.
pub(super) fn from_json(kind: Kind, json: &Json) -> Option<Value> {
    if let Some(reason) = json.get("missing").and_then(Json::as_str) {
        let alone = json.as_object().is_some_and(|o| o.len() == 1);
        return crate::domain::value::Missing::from_name(reason)
            .filter(|_| alone)
            .map(Value::Missing);
    }
    (kind.rule().from_json)(json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_stands_in_the_order_of_the_kinds_and_names_are_unique() {
        for (position, rule) in KINDS.iter().enumerate() {
            assert_eq!(rule.kind as usize, position, "{}", rule.name);
            assert_eq!(Kind::from_name(rule.name), Some(rule.kind));
        }
    }
}
