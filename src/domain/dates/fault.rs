//! What is wrong with a typed date or time, in words.

use super::tokens::month_name;
use super::{FIRST_YEAR, LAST_YEAR};
use crate::domain::calendar::days_in_month;

/// A date that cannot be taken as typed; `Display` says what is wrong and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateFault {
    /// Nothing was typed.
    #[error("The date is empty. Type it, or say why it is missing.")]
    Empty,
    /// No form of date that is known.
    #[error("That is not a date. Type 140312, 1403, 14/03/2012 or 14 mar 12, or t for today.")]
    Unreadable,
    /// A date of birth without its year.
    #[error("A date of birth needs its year. Type it as 140384.")]
    BirthYear,
    /// The year has one, three or more than four digits.
    #[error("The year needs 2 or 4 digits, as in 14/03/12 or 14/03/2012.")]
    YearDigits,
    /// A month number outside 1 to 12.
    #[error("{}", no_such_month(*.day, *.month))]
    NoSuchMonth {
        /// The day as typed.
        day: u32,
        /// The month as typed.
        month: u32,
    },
    /// A day that its month has not.
    #[error("{}", no_such_day(*.day, *.month, *.year))]
    NoSuchDay {
        /// The day as typed.
        day: u32,
        /// The month, 1 to 12.
        month: u32,
        /// The year, if one was typed.
        year: Option<i32>,
    },
    /// A year far from anybody's life.
    #[error(
        "The year {year:04} is not between {FIRST_YEAR} and {LAST_YEAR}. Look at the paper again."
    )]
    YearOutside {
        /// The year as typed.
        year: i32,
    },
    /// A step from today that leaves the years 1900 to 2100.
    #[error("That is too far from today. Type the date itself, as 14/03/2012.")]
    TooFar,
}

/// A time of day that cannot be taken as typed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimeFault {
    /// Nothing was typed.
    #[error("The time is empty. Type it, or say why it is missing.")]
    Empty,
    /// No form of time that is known.
    #[error("That is not a time. Type it as 1400, 14:00 or 2pm.")]
    Unreadable,
    /// An hour that the day has not.
    #[error("There is no hour {0}: hours run from 0 to 23, or 1 to 12 with am or pm.")]
    NoSuchHour(u32),
    /// A minute that the hour has not.
    #[error("There is no minute {0}: minutes run from 00 to 59.")]
    NoSuchMinute(u32),
}

fn no_such_month(day: u32, month: u32) -> String {
    if (1..=12).contains(&day) && (13..=31).contains(&month) {
        format!("{month} is not a month; is it day {month:02} month {day:02} the other way round?")
    } else {
        format!("{month:02} is not a month: months run from 01 to 12. Look at the paper again.")
    }
}

fn no_such_day(day: u32, month: u32, year: Option<i32>) -> String {
    let name = month_name(month);
    if day == 0 {
        return "00 is not a day: days start at 01. Look at the paper again.".to_owned();
    }
    match year {
        Some(year) => format!(
            "{day:02}/{month:02}/{year:04} is not a day: {name} {year} has {} days.",
            days_in_month(year, month)
        ),
        // 2000 is a leap year: the most days that the month ever has.
        None => format!(
            "{day:02}/{month:02} is not a day: {name} has {} days at most.",
            days_in_month(2000, month)
        ),
    }
}
