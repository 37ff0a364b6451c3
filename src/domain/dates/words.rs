//! Dates in words: how they are shown, and what is echoed beside a box so that a slip is seen at once.

use chrono::{Datelike, NaiveDate};

use crate::domain::calendar::whole_months_between;

/// `14/03/1984`.
pub fn show(date: NaiveDate) -> String {
    show_parts(date.year(), date.month(), date.day())
}

/// `31/02/1984`: the same for numbers that need not be a day.
pub fn show_parts(year: i32, month: u32, day: u32) -> String {
    format!("{day:02}/{month:02}/{year:04}")
}

/// `Tuesday, 2 days ago`: the weekday and the distance from today as one would say it.
pub fn echo(date: NaiveDate, today: NaiveDate) -> String {
    format!("{}, {}", weekday_name(date), distance(date, today))
}

/// Completed years of age. A person born on 29 February completes a year on 1 March where there is no such day.
/// 0 before birth.
pub fn age_on(birth: NaiveDate, on: NaiveDate) -> u32 {
    let had_birthday = (on.month(), on.day()) >= (birth.month(), birth.day());
    let years = on.year() - birth.year() - i32::from(!had_birthday);
    u32::try_from(years).unwrap_or(0)
}

/// `aged 28`, or a plain word that the date cannot be one of birth.
pub fn echo_birth(birth: NaiveDate, today: NaiveDate) -> String {
    if birth > today {
        return "not born yet".to_owned();
    }
    format!("aged {}", age_on(birth, today))
}

fn weekday_name(date: NaiveDate) -> &'static str {
    match date.weekday() {
        chrono::Weekday::Mon => "Monday",
        chrono::Weekday::Tue => "Tuesday",
        chrono::Weekday::Wed => "Wednesday",
        chrono::Weekday::Thu => "Thursday",
        chrono::Weekday::Fri => "Friday",
        chrono::Weekday::Sat => "Saturday",
        chrono::Weekday::Sun => "Sunday",
    }
}

fn distance(date: NaiveDate, today: NaiveDate) -> String {
    let days = date.signed_duration_since(today).num_days();
    let (earlier, later) = if days < 0 {
        (date, today)
    } else {
        (today, date)
    };
    let months = whole_months_between(earlier, later);
    let (count, unit) = match days.unsigned_abs() {
        0 => return "today".to_owned(),
        1 if days < 0 => return "yesterday".to_owned(),
        1 => return "tomorrow".to_owned(),
        days @ 2..14 => (days, "days"),
        days if months < 2 => (days / 7, "weeks"),
        _ if months < 24 => (u64::from(months), "months"),
        _ => (u64::from(months / 12), "years"),
    };
    if days < 0 {
        format!("{count} {unit} ago")
    } else {
        format!("in {count} {unit}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date")
    }

    #[test]
    fn the_echo_says_the_distance_as_she_would() {
        let today = day(2012, 6, 14);
        let said = [
            (day(2012, 6, 14), "Thursday, today"),
            (day(2012, 6, 13), "Wednesday, yesterday"),
            (day(2012, 6, 15), "Friday, tomorrow"),
            (day(2012, 6, 12), "Tuesday, 2 days ago"),
            (day(2012, 6, 17), "Sunday, in 3 days"),
            (day(2012, 5, 31), "Thursday, 2 weeks ago"),
            (day(2012, 4, 15), "Sunday, 8 weeks ago"),
            (day(2012, 4, 14), "Saturday, 2 months ago"),
            (day(2010, 6, 15), "Tuesday, 23 months ago"),
            (day(1984, 3, 14), "Wednesday, 28 years ago"),
            (day(2014, 6, 14), "Saturday, in 2 years"),
        ];
        for (date, words) in said {
            assert_eq!(echo(date, today), words);
        }
        assert!(echo(NaiveDate::MIN, NaiveDate::MAX).ends_with("years ago"));
    }

    #[test]
    fn age_changes_on_the_birthday_and_on_the_first_of_march_for_leap_days() {
        assert_eq!(age_on(day(1984, 6, 14), day(2012, 6, 13)), 27);
        assert_eq!(age_on(day(1984, 6, 14), day(2012, 6, 14)), 28);
        assert_eq!(age_on(day(1992, 2, 29), day(2010, 2, 28)), 17);
        assert_eq!(age_on(day(1992, 2, 29), day(2010, 3, 1)), 18);
        assert_eq!(age_on(day(2020, 1, 1), day(2012, 1, 1)), 0);
        assert_eq!(echo_birth(day(1984, 3, 14), day(2012, 6, 14)), "aged 28");
        assert_eq!(
            echo_birth(day(2012, 6, 15), day(2012, 6, 14)),
            "not born yet"
        );
    }
}
