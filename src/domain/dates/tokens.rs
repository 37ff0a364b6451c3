//! Typed text cut into numbers and words, and the names of months and weekdays.

use chrono::Weekday;

/// More characters than any written date has; beyond it something else was pasted.
const LONGEST: usize = 40;

/// One piece of a written date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// Digits: their value and how many stood there.
    Number(u32, usize),
    /// The name of a month, 1 to 12.
    Month(u32),
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

/// The English name of a month, 1 to 12; empty for any other number.
pub(super) fn month_name(month: u32) -> &'static str {
    (month as usize)
        .checked_sub(1)
        .and_then(|at| MONTHS.get(at))
        .copied()
        .unwrap_or_default()
}

/// A month by its name or any beginning of it of three letters or more.
fn month_number(word: &str) -> Option<u32> {
    let at = MONTHS.iter().position(|name| begins(name, word))?;
    Some(at as u32 + 1)
}

/// A weekday by its name or any beginning of it of three letters or more; `weds` too.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    if word == "weds" {
        return Some(Weekday::Wed);
    }
    WEEKDAYS
        .iter()
        .find(|(name, _)| begins(name, word))
        .map(|&(_, day)| day)
}

fn begins(name: &str, word: &str) -> bool {
    word.len() >= 3
        && name
            .get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Cuts `text` into at most three tokens; none if it holds anything that no date holds.
pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    if text.len() > LONGEST {
        return None;
    }
    let mut found = Vec::with_capacity(3);
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        if matches!(first, ' ' | '/' | '.' | '-' | ',') {
            rest = &rest[1..];
            continue;
        }
        let same_sort =
            |c: char| c.is_ascii_digit() == first.is_ascii_digit() && c.is_ascii_alphanumeric();
        let end = rest.find(|c: char| !same_sort(c)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        if is_ordinal_ending(piece, found.last()) {
            continue;
        }
        found.push(token(piece)?);
        if found.len() > 3 {
            return None;
        }
    }
    Some(found)
}

fn token(piece: &str) -> Option<Token> {
    if piece.starts_with(|c: char| c.is_ascii_digit()) {
        let value = piece.parse().ok()?;
        return Some(Token::Number(value, piece.len()));
    }
    month_number(piece).map(Token::Month)
}

/// The "th" of "14th".
fn is_ordinal_ending(piece: &str, before: Option<&Token>) -> bool {
    let after_a_day = matches!(before, Some(Token::Number(_, 1 | 2)));
    after_a_day
        && ["st", "nd", "rd", "th"]
            .iter()
            .any(|ending| piece.eq_ignore_ascii_case(ending))
}
