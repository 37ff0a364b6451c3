//! Why a box is skipped, in words that can be checked against the paper: `(skipped: only if box 6 is 2 or 4)`.
//!
//! # Why
//! A condition of a form file names fields; she knows boxes by their numbers. Conditions of the few shapes that forms are full of are
//! put into words; of any other it is only said that the box is skipped, which is always true.

use crate::forms::{Field, Form};

/// The words for a skipped box.
pub fn why_skipped(form: &Form, field: &Field) -> String {
    let text = field
        .shown_when
        .as_ref()
        .map(|condition| condition.text.as_str());
    text.and_then(|text| in_words(form, field, text))
        .map_or_else(
            || "(skipped)".to_owned(),
            |words| format!("(skipped: only if box {words})"),
        )
}

fn in_words(form: &Form, field: &Field, condition: &str) -> Option<String> {
    if let Some((one, other)) = condition.split_once(" or ") {
        let (one, other) = (in_words(form, field, one)?, in_words(form, field, other)?);
        let begins = |words: &str| words.rfind(' ').map(|at| words[..=at].to_owned());
        // The same box twice, `22 has L or P`: it is named once.
        let same = begins(&one).filter(|begin| begins(&other).as_ref() == Some(begin));
        return Some(
            match same.and_then(|begin| other.strip_prefix(&begin).map(str::to_owned)) {
                Some(last) => format!("{one} or {last}"),
                None => format!("{one}, or {other}"),
            },
        );
    }
    let parts: Option<Vec<String>> = condition
        .split(" and ")
        .map(|part| simple(form, field, part.trim()))
        .collect();
    parts.map(|parts| parts.join(" and "))
}

/// One comparison.
fn simple(form: &Form, field: &Field, condition: &str) -> Option<String> {
    let number = |key: &str| box_of(form, field, key.trim());
    if let Some(key) = call(condition, "answered(") {
        return Some(format!("{} is answered", number(key)?));
    }
    if let Some(arguments) = call(condition, "not is_missing(") {
        let (key, reason) = arguments.split_once(',')?;
        return (reason.trim() == "'not_asked'")
            .then(|| number(key))
            .flatten()
            .map(|n| format!("{n} was asked"));
    }
    if let Some((key, list)) = condition.split_once(" in [") {
        let codes: Option<Vec<&str>> = list
            .strip_suffix(']')?
            .split(',')
            .map(|code| quoted(code.trim()))
            .collect();
        return Some(format!("{} is {}", number(key)?, one_of(&codes?)));
    }
    if let Some((key, code)) = condition.split_once(" contains ") {
        return Some(format!("{} has {}", number(key)?, quoted(code.trim())?));
    }
    let (key, value) = condition.split_once(" = ")?;
    let value = match value.trim() {
        "true" => "yes",
        "false" => "no",
        code => quoted(code)?,
    };
    Some(format!("{} is {value}", number(key)?))
}

/// What stands between the brackets of a call.
fn call<'a>(condition: &'a str, name: &str) -> Option<&'a str> {
    condition
        .strip_prefix(name)?
        .strip_suffix(')')
        .filter(|inside| !inside.contains('('))
}

fn quoted(code: &str) -> Option<&str> {
    code.strip_prefix('\'')?.strip_suffix('\'')
}

fn one_of(codes: &[&str]) -> String {
    match codes {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [all @ .., last] => format!("{} or {last}", all.join(", ")),
    }
}

/// The printed number of the box with this key; within a group a plain key means the sibling.
fn box_of(form: &Form, field: &Field, key: &str) -> Option<String> {
    let sibling = field
        .group
        .as_ref()
        .map(|group| format!("{}_{}_{key}", group.group, group.n));
    let found = form.field(key).or_else(|| form.field(&sibling?));
    found.map(|field| field.box_no.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Registry;

    fn why(form: &str, key: &str) -> String {
        let form = Registry::shipped().latest(form).unwrap();
        why_skipped(&form, form.field(key).unwrap())
    }

    #[test]
    fn conditions_of_the_shipped_forms_are_put_into_words() {
        assert_eq!(
            why("session", "cancelled_on"),
            "(skipped: only if box 6 is 2 or 4)"
        );
        assert_eq!(
            why("referral", "release"),
            "(skipped: only if box 22 has L or P)"
        );
        assert_eq!(
            why("session", "told_om_at"),
            "(skipped: only if box 8 is yes)"
        );
        assert_eq!(
            why("referral", "mappa_level"),
            "(skipped: only if box 18 is answered)"
        );
    }

    #[test]
    fn what_cannot_be_put_into_words_is_still_said_to_be_skipped() {
        assert_eq!(why("session", "date"), "(skipped)");
    }
}
