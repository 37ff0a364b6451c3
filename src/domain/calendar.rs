//! Working days in England and Wales, and months.
//!
//! The clocks of the service (allocate within 3 working days, first contact within 5) count days on which offices are
//! open. The day of receipt does not count: day 1 is the next working day.
//!
//! # Why
//! Bank holidays are data, `settings/bank_holidays.toml`, because governments add and move them (2011, 2012, 2020, 2022,
//! 2023). In years that the data do not cover, the standing rules are computed, so that a clock never stops: Easter,
//! the three bank holiday Mondays, Christmas and New Year with their substitute days.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::Deserialize;

const ENGLAND: &str = include_str!("../../settings/bank_holidays.toml");

/// The bank holidays of one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    first_year: i32,
    last_year: i32,
    holidays: BTreeMap<NaiveDate, String>,
}

/// A file of bank holidays that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarFault {
    /// Not TOML, or not of the expected shape; the text names line and column.
    #[error(
        "The file of bank holidays cannot be read: {0} Put it right, or go back to the shipped one."
    )]
    Unreadable(String),
    /// The years covered are turned round.
    #[error(
        "The file of bank holidays starts in {first} and ends in {last}: first_year must not be after last_year."
    )]
    YearsTurned {
        /// The first year covered.
        first: i32,
        /// The last year covered.
        last: i32,
    },
    /// A key that is no date.
    #[error("{0:?} in the file of bank holidays is not a day. Write it as 2012-06-05.")]
    NotADay(String),
    /// A holiday in a year that the file does not claim to cover.
    #[error(
        "The bank holiday {0} lies outside the years that its file covers. Widen first_year and last_year."
    )]
    OutsideYears(NaiveDate),
    /// A year that the file claims to cover but says nothing about: every clock in it would run too fast.
    #[error(
        "The file of bank holidays covers {0} but names no holiday in it. Add them, or narrow its years."
    )]
    EmptyYear(i32),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    first_year: i32,
    last_year: i32,
    holidays: BTreeMap<String, String>,
}

impl Calendar {
    /// Reads a file like `settings/bank_holidays.toml`.
    ///
    /// # Errors
    /// A [`CalendarFault`] that names the line or the entry.
    pub fn from_toml(text: &str) -> Result<Self, CalendarFault> {
        let file: File = toml::from_str(text)
            .map_err(|error| CalendarFault::Unreadable(in_one_line(text, &error)))?;
        let (first, last) = (file.first_year, file.last_year);
        if first > last {
            return Err(CalendarFault::YearsTurned { first, last });
        }
        let mut holidays = BTreeMap::new();
        for (key, name) in file.holidays {
            let Ok(date) = NaiveDate::parse_from_str(&key, "%Y-%m-%d") else {
                return Err(CalendarFault::NotADay(key));
            };
            if !(first..=last).contains(&date.year()) {
                return Err(CalendarFault::OutsideYears(date));
            }
            holidays.insert(date, name);
        }
        let empty = (first..=last).find(|year| !holidays.keys().any(|date| date.year() == *year));
        if let Some(year) = empty {
            return Err(CalendarFault::EmptyYear(year));
        }
        Ok(Self {
            first_year: first,
            last_year: last,
            holidays,
        })
    }

    /// The shipped calendar of England and Wales.
    ///
    /// # Panics
    /// Never: the file is compiled in and a test reads it.
    pub fn england() -> Self {
        Self::from_toml(ENGLAND).expect("the shipped bank holidays are checked by a test")
    }

    /// The name of the bank holiday on this day.
    pub fn holiday(&self, date: NaiveDate) -> Option<&str> {
        if (self.first_year..=self.last_year).contains(&date.year()) {
            return self.holidays.get(&date).map(String::as_str);
        }
        by_rule(date)
    }

    /// Monday to Friday, and not a bank holiday.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) && self.holiday(date).is_none()
    }

    /// The `count`-th working day after `from`; with 0 `from` itself, working day or not.
    pub fn add_working_days(&self, from: NaiveDate, count: u32) -> NaiveDate {
        let mut date = from;
        let mut left = count;
        while left > 0 {
            let Some(next) = date.succ_opt() else {
                return date;
            };
            date = next;
            left -= u32::from(self.is_working_day(date));
        }
        date
    }

    /// How many working days lie after `from` up to and including `to`; below zero where `to` comes first.
    ///
    /// The n-th working day after a day is n working days from it.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        if to < from {
            return -self.working_days_between(to, from);
        }
        let days = from.iter_days().skip(1).take_while(|date| *date <= to);
        days.filter(|date| self.is_working_day(*date)).count() as i64
    }
}

/// The same day of the month `count` months on (back if below zero), or the last day of a month that has no such day.
///
/// Stays at the calendar's end where the result lies beyond it.
pub fn add_months(date: NaiveDate, count: i32) -> NaiveDate {
    let months = Months::new(count.unsigned_abs());
    if count < 0 {
        date.checked_sub_months(months).unwrap_or(NaiveDate::MIN)
    } else {
        date.checked_add_months(months).unwrap_or(NaiveDate::MAX)
    }
}

/// Completed months from `from` to `to`; 0 where `to` comes first.
pub fn whole_months_between(from: NaiveDate, to: NaiveDate) -> u32 {
    let months = (i64::from(to.year()) - i64::from(from.year())) * 12 + i64::from(to.month())
        - i64::from(from.month());
    let begun = i64::from(to.day() < from.day().min(days_in_month(to.year(), to.month())));
    u32::try_from(months - begun).unwrap_or(0)
}

/// Days in a month, 1 to 12; 0 for any other number.
pub fn days_in_month(year: i32, month: u32) -> u32 {
    (28..=31)
        .rev()
        .find(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some())
        .unwrap_or(0)
}

/// Easter Sunday of the Gregorian calendar, by the anonymous algorithm (Meeus, *Astronomical Algorithms*, chapter 8).
fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let (golden, century, in_century) = (
        year.rem_euclid(19),
        year.div_euclid(100),
        year.rem_euclid(100),
    );
    let skipped_leaps = century.div_euclid(4);
    let moon_correction = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let epact = (19 * golden + century - skipped_leaps - moon_correction + 15).rem_euclid(30);
    let to_sunday = (32 + 2 * century.rem_euclid(4) + 2 * in_century.div_euclid(4)
        - epact
        - in_century.rem_euclid(4))
    .rem_euclid(7);
    let late = (golden + 11 * epact + 22 * to_sunday).div_euclid(451);
    let days = epact + to_sunday - 7 * late + 114;
    NaiveDate::from_ymd_opt(
        year,
        days.div_euclid(31) as u32,
        days.rem_euclid(31) as u32 + 1,
    )
}

/// The bank holiday that the standing rules put on this day.
fn by_rule(date: NaiveDate) -> Option<&'static str> {
    let weekday = date.weekday();
    let is_monday = weekday == Weekday::Mon;
    match (date.month(), date.day()) {
        (1, 1) if !matches!(weekday, Weekday::Sat | Weekday::Sun) => Some("New Year's Day"),
        (1, 2 | 3) if is_monday => Some("New Year's Day (substitute day)"),
        (5, 1..=7) if is_monday => Some("Early May bank holiday"),
        (5, 25..=31) if is_monday => Some("Spring bank holiday"),
        (8, 25..=31) if is_monday => Some("Summer bank holiday"),
        (12, 25) if !matches!(weekday, Weekday::Sat | Weekday::Sun) => Some("Christmas Day"),
        (12, 26) if !matches!(weekday, Weekday::Sat | Weekday::Sun) => Some("Boxing Day"),
        (12, 27) if matches!(weekday, Weekday::Mon | Weekday::Tue) => {
            Some("Christmas Day (substitute day)")
        }
        (12, 28) if matches!(weekday, Weekday::Mon | Weekday::Tue) => {
            Some("Boxing Day (substitute day)")
        }
        (3 | 4, _) => around_easter(date),
        _ => None,
    }
}

fn around_easter(date: NaiveDate) -> Option<&'static str> {
    let sunday = easter_sunday(date.year())?;
    if date.checked_add_days(Days::new(2)) == Some(sunday) {
        Some("Good Friday")
    } else if date.pred_opt() == Some(sunday) {
        Some("Easter Monday")
    } else {
        None
    }
}

/// The message of the reader without its picture of the line, with the place in front.
fn in_one_line(text: &str, error: &toml::de::Error) -> String {
    let message = error.message().trim_end_matches('.').replace('\n', ", ");
    match error.span().and_then(|span| text.get(..span.start)) {
        Some(before) => {
            let line = before.matches('\n').count() + 1;
            format!("line {line}: {message}.")
        }
        None => format!("{message}."),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date")
    }

    /// What proclamations changed: (taken away, put in).
    fn proclaimed() -> (Vec<NaiveDate>, Vec<NaiveDate>) {
        let moved_away = vec![day(2012, 5, 28), day(2020, 5, 4), day(2022, 5, 30)];
        let put_in = vec![
            day(2011, 4, 29),
            day(2012, 6, 4),
            day(2012, 6, 5),
            day(2020, 5, 8),
            day(2022, 6, 2),
            day(2022, 6, 3),
            day(2022, 9, 19),
            day(2023, 5, 8),
        ];
        (moved_away, put_in)
    }

    #[test]
    fn the_shipped_data_are_the_standing_rules_and_the_proclamations() {
        let calendar = Calendar::england();
        let (moved_away, put_in) = proclaimed();
        for date in day(2009, 1, 1)
            .iter_days()
            .take_while(|date| *date <= day(2030, 12, 31))
        {
            let ruled = by_rule(date).is_some() && !moved_away.contains(&date);
            assert_eq!(
                calendar.holiday(date).is_some(),
                ruled || put_in.contains(&date),
                "{date}"
            );
        }
    }

    #[test]
    fn holidays_of_the_published_lists_are_closed_days() {
        let calendar = Calendar::england();
        // As gov.uk and Directgov printed them.
        let closed = [
            (2009, 12, 28),
            (2010, 1, 1),
            (2010, 4, 2),
            (2010, 4, 5),
            (2010, 5, 3),
            (2010, 5, 31),
            (2010, 8, 30),
            (2010, 12, 27),
            (2010, 12, 28),
            (2011, 1, 3),
            (2011, 4, 22),
            (2011, 4, 25),
            (2011, 5, 2),
            (2011, 5, 30),
            (2011, 8, 29),
            (2011, 12, 26),
            (2011, 12, 27),
            (2012, 1, 2),
            (2012, 4, 6),
            (2012, 4, 9),
            (2012, 5, 7),
            (2012, 8, 27),
            (2012, 12, 25),
            (2012, 12, 26),
            (2013, 1, 1),
            (2013, 3, 29),
            (2013, 4, 1),
            (2016, 12, 27),
            (2020, 12, 28),
            (2021, 12, 27),
            (2021, 12, 28),
            (2022, 1, 3),
            (2022, 12, 27),
            (2023, 1, 2),
            (2024, 3, 29),
        ];
        for (year, month, of_month) in closed {
            assert!(
                !calendar.is_working_day(day(year, month, of_month)),
                "{year}-{month}-{of_month}"
            );
        }
        for open in [
            day(2012, 5, 28),
            day(2011, 12, 28),
            day(2012, 1, 3),
            day(2009, 12, 29),
        ] {
            assert!(calendar.is_working_day(open), "{open}");
        }
    }

    #[test]
    fn years_beyond_the_data_follow_the_rules() {
        let calendar = Calendar::england();
        assert_eq!(calendar.holiday(day(2038, 4, 26)), Some("Easter Monday"));
        assert_eq!(
            calendar.holiday(day(2033, 12, 27)),
            Some("Christmas Day (substitute day)")
        );
        assert_eq!(calendar.holiday(day(2033, 12, 26)), Some("Boxing Day"));
        assert_eq!(calendar.holiday(day(2008, 3, 21)), Some("Good Friday"));
        assert_eq!(easter_sunday(1818), Some(day(1818, 3, 22)));
        assert_eq!(easter_sunday(1943), Some(day(1943, 4, 25)));
    }

    #[test]
    fn the_day_after_receipt_is_day_one_and_holidays_do_not_count() {
        let calendar = Calendar::england();
        // Thursday before the jubilee weekend; Monday 4 and Tuesday 5 June are holidays.
        let received = day(2012, 5, 31);
        assert_eq!(calendar.add_working_days(received, 1), day(2012, 6, 1));
        assert_eq!(calendar.add_working_days(received, 3), day(2012, 6, 7));
        assert_eq!(
            calendar.add_working_days(day(2012, 6, 2), 0),
            day(2012, 6, 2)
        );
        assert_eq!(
            calendar.add_working_days(day(2012, 6, 2), 1),
            day(2012, 6, 6)
        );
        assert_eq!(calendar.working_days_between(received, day(2012, 6, 7)), 3);
        assert_eq!(calendar.working_days_between(day(2012, 6, 7), received), -3);
        assert_eq!(calendar.working_days_between(received, received), 0);
    }

    #[test]
    fn months_end_where_the_month_ends() {
        assert_eq!(add_months(day(2012, 1, 31), 1), day(2012, 2, 29));
        assert_eq!(add_months(day(2011, 11, 30), 3), day(2012, 2, 29));
        assert_eq!(add_months(day(2012, 2, 29), -12), day(2011, 2, 28));
        assert_eq!(add_months(day(2012, 2, 29), i32::MIN), NaiveDate::MIN);
        assert_eq!(whole_months_between(day(2012, 1, 31), day(2012, 2, 28)), 0);
        assert_eq!(whole_months_between(day(2012, 1, 31), day(2012, 2, 29)), 1);
        assert_eq!(whole_months_between(day(2012, 2, 1), day(2012, 1, 1)), 0);
        assert_eq!(
            (
                days_in_month(1900, 2),
                days_in_month(2000, 2),
                days_in_month(2012, 13)
            ),
            (28, 29, 0)
        );
    }

    #[test]
    fn a_wrong_file_is_told_in_words_with_its_place() {
        let fault = |text: &str| Calendar::from_toml(text).expect_err("refused").to_string();
        let turned = fault("first_year = 2012\nlast_year = 2011\n[holidays]\n");
        assert!(turned.contains("must not be after"), "{turned}");
        let unreadable = fault("first_year = 2012\nlast_year = twelve\n");
        assert!(unreadable.contains("line 2"), "{unreadable}");
        let head = "first_year = 2012\nlast_year = 2012\n[holidays]\n";
        let no_day = fault(&format!("{head}2012-02-31 = \"x\"\n"));
        assert!(no_day.contains("2012-02-31"), "{no_day}");
        let outside = fault(&format!("{head}2013-01-01 = \"x\"\n"));
        assert!(outside.contains("2013-01-01"), "{outside}");
        assert!(fault(head).contains("names no holiday"));
        let twice = fault(&format!("{head}2012-01-02 = \"x\"\n2012-01-02 = \"y\"\n"));
        assert!(twice.contains("line 5"), "{twice}");
    }

    proptest! {
        #[test]
        fn the_nth_working_day_is_a_working_day_n_away(offset in 0_u64..12_000, count in 1_u32..60) {
            let calendar = Calendar::england();
            let from = day(2005, 1, 1) + Days::new(offset);
            let to = calendar.add_working_days(from, count);
            prop_assert!(calendar.is_working_day(to));
            prop_assert_eq!(calendar.working_days_between(from, to), i64::from(count));
        }

        #[test]
        fn months_added_are_months_between(offset in 0_u64..40_000, count in 0_i32..600) {
            let from = day(1950, 1, 1) + Days::new(offset);
            prop_assert_eq!(whole_months_between(from, add_months(from, count)), count as u32);
        }
    }
}
