//! Sentences that several screens share. Names of people appear only where the screen shows a record anyway.

use crate::domain::case::{Case, CaseState};
use crate::domain::dates;
use crate::domain::overview::Overview;
use chrono::{Datelike, NaiveDate};

/// A trainer by the name that colleagues use: `K Patel`; her number where she has no record.
pub fn trainer(overview: &Overview, id: &str) -> String {
    overview
        .trainer(id)
        .filter(|t| !t.name.is_empty())
        .map_or_else(|| id.to_owned(), |t| short_name(&t.name))
}

/// `Kavita Patel` as `K Patel`.
fn short_name(name: &str) -> String {
    match name.split_once(' ') {
        Some((first, rest)) => {
            let initial: String = first.chars().take(1).collect();
            format!("{initial} {rest}")
        }
        None => name.to_owned(),
    }
}

/// How a case stands, for the line on which a client is found: `Type 2, K Patel, next seen 19/06`.
pub fn standing(case: &Case, overview: &Overview, today: NaiveDate) -> String {
    let work = case
        .kind_of_work()
        .map_or_else(|| "type not settled".to_owned(), |w| format!("Type {w}"));
    match case.state() {
        CaseState::ToAllocate => format!("{work}, to allocate"),
        CaseState::NotTaken => "not taken on".to_owned(),
        CaseState::Closed => case.signoff.as_ref().map_or_else(
            || "closed".to_owned(),
            |(on, _)| format!("closed {}", on.format("%m/%Y")),
        ),
        CaseState::Allocated | CaseState::Open => {
            let who = case
                .holder()
                .map_or_else(String::new, |t| format!(", {}", trainer(overview, &t.0)));
            let next = case
                .next_appointment(today)
                .map(|d| format!(", next seen {}", day(d, today)));
            let last = || {
                case.last_seen()
                    .map(|d| format!(", last seen {}", day(d, today)))
            };
            format!("{work}{who}{}", next.or_else(last).unwrap_or_default())
        }
    }
}

/// A day as short as it can be said without doubt: `11/12` in this year, else `11/12/2024`.
pub fn day(on: NaiveDate, today: NaiveDate) -> String {
    if on.year() == today.year() {
        on.format("%d/%m").to_string()
    } else {
        dates::show(on)
    }
}

/// `1 sheet`, `12 sheets`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {many}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shortened_as_colleagues_say_it() {
        assert_eq!(short_name("Kavita Patel"), "K Patel");
        assert_eq!(short_name("Cher"), "Cher");
    }

    #[test]
    fn a_day_of_another_year_is_said_with_its_year() {
        let day_of = |text: &str| day(text.parse().unwrap(), "2026-11-27".parse().unwrap());
        assert_eq!(day_of("2026-12-11"), "11/12");
        assert_eq!(day_of("2024-12-11"), "11/12/2024");
    }

    #[test]
    fn one_is_not_many() {
        assert_eq!(count(1, "sheet", "sheets"), "1 sheet");
        assert_eq!(count(0, "sheet", "sheets"), "0 sheets");
    }
}
