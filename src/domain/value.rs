//! What stands in a box: an answer, or the reason why there is none.
//!
//! # Why
//! Missing is a value. *Not asked*, *illegible*, *declined* and *not applicable* are four different answers; none of
//! them is an empty string or a zero, and a box that is simply blank has no entry in [`Values`] at all.

use chrono::{NaiveDate, NaiveTime};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a box holds no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Missing {
    /// Nobody asked, or it could not be asked.
    NotAsked,
    /// Something is written, and it cannot be read.
    Illegible,
    /// Asked, and the client would not say.
    Declined,
    /// The question does not apply to this person.
    NotApplicable,
}

impl Missing {
    /// All four, in the order of their keys on the desk.
    pub const ALL: [Self; 4] = [
        Self::NotAsked,
        Self::Illegible,
        Self::Declined,
        Self::NotApplicable,
    ];

    /// The name in files: `not_asked`, `illegible`, `declined`, `not_applicable`.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotAsked => "not_asked",
            Self::Illegible => "illegible",
            Self::Declined => "declined",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// The words on the screen.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotAsked => "not asked",
            Self::Illegible => "illegible",
            Self::Declined => "declined",
            Self::NotApplicable => "not applicable",
        }
    }

    /// The key that marks an empty box with it.
    pub fn key(self) -> char {
        match self {
            Self::NotAsked => '.',
            Self::Illegible => '?',
            Self::Declined => '-',
            Self::NotApplicable => '/',
        }
    }

    /// The reason that goes by this name in files.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.name() == name)
    }
}

/// A number as read from paper, kept exactly in thousandths (`82.5` is 82 500).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Number(pub i64);

impl Number {
    /// Thousandths in one.
    pub const SCALE: i64 = 1000;

    /// A whole number.
    pub fn whole(n: i64) -> Self {
        Self(n.saturating_mul(Self::SCALE))
    }

    /// The nearest thousandth to `x`; `None` when it is not finite or too large.
    pub fn from_f64(x: f64) -> Option<Self> {
        let scaled = (x * 1000.0).round();
        (scaled.is_finite() && scaled.abs() < 9.0e15).then_some(Self(scaled as i64))
    }

    /// As a floating-point number, for arithmetic.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// The whole part where there is no fraction.
    pub fn as_whole(self) -> Option<i64> {
        (self.0 % Self::SCALE == 0).then_some(self.0 / Self::SCALE)
    }

    /// Reads `45`, `82.5`, `-3`; at most three decimals, no exponents, no separators.
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        let written = !whole.is_empty() || !fraction.is_empty();
        if !written
            || !all_digits(whole)
            || !all_digits(fraction)
            || fraction.len() > 3
            || whole.len() > 12
        {
            return None;
        }
        let whole: i64 = if whole.is_empty() {
            0
        } else {
            whole.parse().ok()?
        };
        let fraction: i64 = format!("{fraction:0<3}").parse().ok()?;
        Some(Self(sign * (whole * Self::SCALE + fraction)))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = (self.0.abs() / Self::SCALE, self.0.abs() % Self::SCALE);
        let sign = if self.0 < 0 { "-" } else { "" };
        if fraction == 0 {
            write!(f, "{sign}{whole}")
        } else {
            write!(
                f,
                "{sign}{whole}.{}",
                format!("{fraction:03}").trim_end_matches('0')
            )
        }
    }
}

/// What one box holds. `Debug` never prints an answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// Words, a name, an identifier in its normal form, or free notes.
    Text(String),
    /// A number or a measure in the unit of the form.
    Number(Number),
    /// A day.
    Date(NaiveDate),
    /// A time of day, to the minute.
    Time(NaiveTime),
    /// One code of a code list.
    Code(String),
    /// Several codes, in the order of the code list.
    Codes(Vec<String>),
    /// Yes or no.
    YesNo(bool),
    /// A client, trainer or case as the paper names it (`C-000123`, `X123456`, `HT03`, `2012-0412`).
    Reference(String),
    /// No answer, and why.
    Missing(Missing),
}

impl Value {
    /// The text of a text, code or reference.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(t) | Self::Code(t) | Self::Reference(t) => Some(t),
            _ => None,
        }
    }

    /// The reason, where there is no answer.
    pub fn missing(&self) -> Option<Missing> {
        match self {
            Self::Missing(m) => Some(*m),
            _ => None,
        }
    }

    /// The value as files carry it: dates in ISO, missing as `{"missing": …}`.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::{Value as Json, json};
        match self {
            Self::Text(t) | Self::Code(t) | Self::Reference(t) => json!(t),
            Self::Number(n) => n.as_whole().map_or_else(|| json!(n.to_f64()), |w| json!(w)),
            Self::Date(d) => json!(d.format("%Y-%m-%d").to_string()),
            Self::Time(t) => json!(t.format("%H:%M").to_string()),
            Self::Codes(codes) => Json::Array(codes.iter().map(|c| json!(c)).collect()),
            Self::YesNo(yes) => json!(yes),
            Self::Missing(m) => json!({"missing": m.name()}),
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(…)",
            Self::Number(_) => "Number(…)",
            Self::Date(_) => "Date(…)",
            Self::Time(_) => "Time(…)",
            Self::Code(_) => "Code(…)",
            Self::Codes(_) => "Codes(…)",
            Self::YesNo(_) => "YesNo(…)",
            Self::Reference(_) => "Reference(…)",
            Self::Missing(_) => "Missing(…)",
        })
    }
}

/// Answers by the key of their field, in paper order. A blank box has no entry.
pub type Values = IndexMap<String, Value>;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_is_read_as_written_and_nothing_else_is() {
        assert_eq!(Number::parse("82.5"), Some(Number(82_500)));
        assert_eq!(Number::parse("-3"), Some(Number(-3_000)));
        assert_eq!(Number::parse(".5"), Some(Number(500)));
        for bad in ["", ".", "-", "1e3", "1,5", "1.2345", "12 ", "٣"] {
            assert_eq!(Number::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn debug_never_prints_an_answer() {
        assert!(!format!("{:?}", Value::Text("Smith".into())).contains("Smith"));
    }

    proptest! {
        #[test]
        fn a_number_survives_being_written(n in -1_000_000_000_i64..1_000_000_000) {
            prop_assert_eq!(Number::parse(&Number(n).to_string()), Some(Number(n)));
        }
    }
}
