//! What is typed into one box: reading it, echoing what was understood, and the shortest way to type a value.

use super::around::Around;
use super::definition::Field;
use super::kind::Kind;
use super::validate;
use crate::domain::identifier::IdentifierKind;
use crate::domain::text::{TextKind, refuse_in};
use crate::domain::value::{Missing, Value};

pub use super::kind::Fault;

/// The key that takes over what the last sheet had.
pub const DITTO: char = '=';

/// Reads what stands in a box, hard limits of the box included.
///
/// # Errors
/// One sentence: what is wrong and what to do. It never quotes words that were typed.
pub fn read_box(field: &Field, typed: &str, around: &Around) -> Result<Value, Fault> {
    refuse_in(text_kind(field), typed).map_err(|fault| Fault::value(fault.to_string()))?;
    let trimmed = typed.trim();
    if trimmed.is_empty() {
        return Err(Fault::value("Nothing stands in the box."));
    }
    let text = if field.kind == Kind::Notes {
        typed
    } else {
        trimmed
    };
    let value = (field.kind.rule().read)(field, text, around)?;
    match validate::hard(field, &value, around) {
        Some(fault) => Err(fault),
        None => Ok(value),
    }
}

/// Whether the box has lines.
pub fn text_kind(field: &Field) -> TextKind {
    if field.kind == Kind::Notes {
        TextKind::Notes
    } else {
        TextKind::Line
    }
}

/// What is echoed beside the box: `Tuesday, 2 days ago`, `82.5 kg`, `aged 28`, `did not attend`.
pub fn meaning(field: &Field, value: &Value, around: &Around) -> String {
    match value {
        Value::Missing(reason) => reason.words().to_owned(),
        _ => (field.kind.rule().show)(field, value, around),
    }
}

/// The shortest text that a person types to get this value; never one that means another thing tomorrow (`t`).
///
/// A missing reason has no text: its key is [`Missing::key`]. Text that starts with one of those keys, or with
/// [`DITTO`], gets a space before it, since the keys mean what they mean only in an empty box.
pub fn typed_form(field: &Field, value: &Value, around: &Around) -> String {
    let mut ways = (field.kind.rule().typed)(field, value)
        .into_iter()
        .map(guarded);
    let reads_back =
        |way: &String| (field.kind.rule().read)(field, way.trim(), around).as_ref() == Ok(value);
    let fallback = super::kind::in_box(field, value);
    ways.find(|way| field.kind == Kind::Notes || reads_back(way))
        .unwrap_or_else(|| guarded(fallback))
}

fn guarded(way: String) -> String {
    let first = way.chars().next();
    let is_key = |c: char| c == DITTO || Missing::ALL.iter().any(|m| m.key() == c);
    if first.is_some_and(is_key) {
        format!(" {way}")
    } else {
        way
    }
}

/// What stands in the box once it is left: days in full, whole codes, identifiers as people read them.
pub fn settled_text(field: &Field, value: &Value, typed: &str) -> String {
    let keeps_its_units = field.kind == Kind::Measure && field.units.is_some();
    if keeps_its_units || field.kind == Kind::Number {
        return typed.trim().to_owned();
    }
    super::kind::in_box(field, value)
}

/// Whether nothing can sensibly be added to what stands in the box, so that the caret may leave it by itself.
pub fn is_full(field: &Field, typed: &str) -> bool {
    let text = typed.trim();
    let digits = text.len();
    let all_digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match field.kind {
        Kind::Code => field.codes.as_ref().is_some_and(|list| list.is_full(text)),
        Kind::YesNo => matches!(text, "y" | "Y" | "n" | "N"),
        // 140319 may be the start of 14031984: only a year that cannot be the start of 19.. or 20.. is whole.
        Kind::Date => {
            all_digits && (digits == 8 || (digits == 6 && !matches!(&text[4..], "19" | "20")))
        }
        Kind::Time => all_digits && digits == 4,
        Kind::Number if field.decimals == 0 && all_digits => number_is_full(field, text),
        Kind::Text => match field.format {
            Some(format) => identifier_is_full(format, text),
            None => field
                .length
                .is_some_and(|most| text.chars().count() >= most),
        },
        _ => false,
    }
}

/// Whether every further digit would go beyond the hard upper bound.
fn number_is_full(field: &Field, digits: &str) -> bool {
    if field.length.is_some_and(|width| digits.len() >= width) {
        return true;
    }
    let most = field.bounds.max.map(|max| max.0 / 1000);
    match (most, digits.parse::<i64>()) {
        (_, Ok(0)) => true,
        (Some(most), Ok(n)) => n * 10 > most,
        _ => false,
    }
}

/// Characters of identifiers that always have the same number of them; spaces do not count.
fn identifier_is_full(format: IdentifierKind, text: &str) -> bool {
    let width = match format {
        IdentifierKind::NhsNumber => 10,
        IdentifierKind::Crn | IdentifierKind::Noms => 7,
        IdentifierKind::NiNumber => 9,
        _ => return false,
    };
    text.chars().filter(|c| !c.is_whitespace()).count() == width
}
