//! Dates counted from today: `t`, `t-1`, `t+2w`, `yesterday`, `mon`, `+fri`.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::tokens::weekday;
use super::{DateFault, FIRST_YEAR, LAST_YEAR};
use crate::domain::calendar::add_months;

/// The date meant, if `text` (trimmed, lower case) is of this sort at all.
pub(super) fn parse(text: &str, today: NaiveDate) -> Option<Result<NaiveDate, DateFault>> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let found = match text.as_str() {
        "t" | "today" => Some(today),
        "yesterday" => today.pred_opt(),
        "tomorrow" => today.succ_opt(),
        _ => return step(&text, today).or_else(|| named_day(&text, today)),
    };
    Some(in_range(found))
}

fn in_range(date: Option<NaiveDate>) -> Result<NaiveDate, DateFault> {
    date.filter(|date| (FIRST_YEAR..=LAST_YEAR).contains(&date.year()))
        .ok_or(DateFault::TooFar)
}

/// `t+3`, `t-2w`, `t+1m`, `t-1y`: days unless a unit follows.
fn step(text: &str, today: NaiveDate) -> Option<Result<NaiveDate, DateFault>> {
    let rest = text
        .strip_prefix("today")
        .or_else(|| text.strip_prefix('t'))?;
    let (back, rest) = match rest.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, rest.strip_prefix('+')?),
    };
    let digits = rest.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let unit = &rest[digits.len()..];
    // Anything that does not fit into the number is beyond the calendar as well.
    let count: u32 = digits.parse().unwrap_or(u32::MAX);
    Some(in_range(match unit {
        "" | "d" => by_days(today, u64::from(count), back),
        "w" => by_days(today, u64::from(count) * 7, back),
        "m" => by_months(today, count, back),
        "y" => by_months(today, count.saturating_mul(12), back),
        _ => return None,
    }))
}

fn by_days(today: NaiveDate, count: u64, back: bool) -> Option<NaiveDate> {
    if back {
        today.checked_sub_days(Days::new(count))
    } else {
        today.checked_add_days(Days::new(count))
    }
}

fn by_months(today: NaiveDate, count: u32, back: bool) -> Option<NaiveDate> {
    let count = i32::try_from(count).ok()?;
    Some(add_months(today, if back { -count } else { count }))
}

/// `tue` is the last Tuesday before today, `+tue` the first after it: never today itself, which is `t`.
fn named_day(text: &str, today: NaiveDate) -> Option<Result<NaiveDate, DateFault>> {
    if let Some(name) = text.strip_prefix('+') {
        let ahead = days_from(today.weekday(), weekday(name)?);
        return Some(in_range(by_days(today, ahead, false)));
    }
    let day = weekday(text.strip_prefix('-').unwrap_or(text))?;
    let back = days_from(day, today.weekday());
    Some(in_range(by_days(today, back, true)))
}

/// Days from one weekday to the next such other, 1 to 7.
fn days_from(from: Weekday, to: Weekday) -> u64 {
    u64::from((to.num_days_from_monday() + 6 - from.num_days_from_monday()) % 7 + 1)
}
