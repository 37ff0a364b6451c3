//! Reading a whole date.

use std::cmp::Ordering;

use chrono::{Datelike, NaiveDate};

use super::tokens::Token::{Month, Number};
use super::tokens::tokens;
use super::{DateFault, FIRST_YEAR, LAST_YEAR, relative};

/// Into which hundred years a two-digit year falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearWindow {
    /// A date of birth: the latest such date that is not in the future.
    Birth,
    /// Anything that happened to a case: up to nineteen years ahead, else in the past. Without its year, the latest up to today.
    Event,
    /// Anything that may be to come: two digits as for an event. Without its year, the nearest to today, before or after.
    Coming,
}

/// Reads a date as officers write it.
///
/// `ddmmyy`, `ddmmyyyy`, `dd/mm/yyyy` and `d/m/yy` with `/`, `.`, `-` or spaces, `yyyy-mm-dd`, `14 mar 84`, `14mar1984`,
/// `1403` and `14/3` (see [`YearWindow`]; never a date of birth), `t`, `t-1`, `t+3`, `t-2w`, `t+1m`, `today`, `yesterday`, `tomorrow`, a weekday (the last one
/// before today) and a weekday after `+` (the next one after today).
///
/// # Errors
/// A [`DateFault`] that says what is wrong and what to do.
pub fn parse(typed: &str, today: NaiveDate, window: YearWindow) -> Result<NaiveDate, DateFault> {
    let text = typed.trim().to_lowercase();
    if text.is_empty() {
        return Err(DateFault::Empty);
    }
    if let Some(found) = relative::parse(&text, today) {
        return found;
    }
    match *tokens(&text).ok_or(DateFault::Unreadable)? {
        [Number(value, 6)] => {
            Year(value % 100, 2).with(value / 10_000, value / 100 % 100, today, window)
        }
        [Number(value, 8)] => {
            Year(value % 10_000, 4).with(value / 1_000_000, value / 10_000 % 100, today, window)
        }
        [Number(value, 4), Number(month, 1 | 2), Number(day, 1 | 2)] => {
            Year(value, 4).with(day, month, today, window)
        }
        [
            Number(day, 1 | 2),
            Number(month, 1 | 2) | Month(month),
            Number(value, digits),
        ] => Year(value, digits).with(day, month, today, window),
        [Number(value, 4)] => without_year(value / 100, value % 100, today, window),
        [Number(day, 1 | 2), Number(month, 1 | 2) | Month(month)] => {
            without_year(day, month, today, window)
        }
        _ => Err(DateFault::Unreadable),
    }
}

/// A year as typed: its value and how many digits stood there.
struct Year(u32, usize);

impl Year {
    fn with(
        &self,
        day: u32,
        month: u32,
        today: NaiveDate,
        window: YearWindow,
    ) -> Result<NaiveDate, DateFault> {
        if !(1..=12).contains(&month) {
            return Err(DateFault::NoSuchMonth { day, month });
        }
        let year = match self.1 {
            2 => full_year(self.0 as i32, day, month, today, window),
            4 => self.0 as i32,
            _ => return Err(DateFault::YearDigits),
        };
        if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
            return Err(DateFault::YearOutside { year });
        }
        NaiveDate::from_ymd_opt(year, month, day).ok_or(DateFault::NoSuchDay {
            day,
            month,
            year: Some(year),
        })
    }
}

/// The year meant by two digits. It compares numbers rather than dates, so that 29/02/00 gets its century before it is
/// found not to exist.
fn full_year(short: i32, day: u32, month: u32, today: NaiveDate, window: YearWindow) -> i32 {
    let next_century = today.year().div_euclid(100) * 100 + 100;
    let is_possible = |year: i32| match window {
        YearWindow::Birth => order(year, month, day, today) != Ordering::Greater,
        YearWindow::Event | YearWindow::Coming => year < today.year() + 20,
    };
    // Of three hundred years around today the last is always possible.
    let years = [0, 100, 200].map(|back| next_century + short - back);
    years
        .into_iter()
        .find(|&year| is_possible(year))
        .unwrap_or(years[2])
}

fn order(year: i32, month: u32, day: u32, date: NaiveDate) -> Ordering {
    (year, month, day).cmp(&(date.year(), date.month(), date.day()))
}

/// The day meant where no year stands there; a 29 February may be up to eight years away.
fn without_year(
    day: u32,
    month: u32,
    today: NaiveDate,
    window: YearWindow,
) -> Result<NaiveDate, DateFault> {
    if window == YearWindow::Birth {
        return Err(DateFault::BirthYear);
    }
    if !(1..=12).contains(&month) {
        return Err(DateFault::NoSuchMonth { day, month });
    }
    let ahead = if window == YearWindow::Coming { 8 } else { 0 };
    (-8..=ahead)
        .rev()
        .filter_map(|years| NaiveDate::from_ymd_opt(today.year() + years, month, day))
        .filter(|date| *date <= today || window == YearWindow::Coming)
        .min_by_key(|date| (*date - today).num_days().abs())
        .ok_or(DateFault::NoSuchDay {
            day,
            month,
            year: None,
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::domain::dates::show;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date")
    }

    /// A Thursday.
    fn today() -> NaiveDate {
        day(2012, 6, 14)
    }

    #[rstest]
    #[case("140384")]
    #[case("14031984")]
    #[case("14/03/1984")]
    #[case("14/3/84")]
    #[case("14.3.84")]
    #[case("14-03-84")]
    #[case("14 03 84")]
    #[case(" 14 / 3 / 84 ")]
    #[case("1984-03-14")]
    #[case("1984/3/14")]
    #[case("14 mar 84")]
    #[case("14mar1984")]
    #[case("14 March 1984")]
    #[case("14th MAR, 84")]
    fn every_written_form_of_a_date_is_read(#[case] typed: &str) {
        assert_eq!(
            parse(typed, today(), YearWindow::Birth),
            Ok(day(1984, 3, 14))
        );
        assert_eq!(
            parse(typed, today(), YearWindow::Event),
            Ok(day(1984, 3, 14))
        );
    }

    #[rstest]
    #[case("t", day(2012, 6, 14))]
    #[case("T - 1", day(2012, 6, 13))]
    #[case("t+3", day(2012, 6, 17))]
    #[case("t-2w", day(2012, 5, 31))]
    #[case("t+1m", day(2012, 7, 14))]
    #[case("t-1y", day(2011, 6, 14))]
    #[case("Today", day(2012, 6, 14))]
    #[case("yesterday", day(2012, 6, 13))]
    #[case("tomorrow", day(2012, 6, 15))]
    #[case("mon", day(2012, 6, 11))]
    #[case("tuesday", day(2012, 6, 12))]
    #[case("weds", day(2012, 6, 13))]
    #[case("thurs", day(2012, 6, 7))]
    #[case("fri", day(2012, 6, 8))]
    #[case("+mon", day(2012, 6, 18))]
    #[case("+thu", day(2012, 6, 21))]
    #[case("+ fri", day(2012, 6, 15))]
    #[case("14/3", day(2012, 3, 14))]
    #[case("14/6", day(2012, 6, 14))]
    #[case("15/6", day(2011, 6, 15))]
    #[case("29 feb", day(2012, 2, 29))]
    #[case("1403", day(2012, 3, 14))]
    #[case("1506", day(2011, 6, 15))]
    fn a_date_may_be_counted_from_today(#[case] typed: &str, #[case] date: NaiveDate) {
        assert_eq!(parse(typed, today(), YearWindow::Event), Ok(date));
    }

    #[test]
    fn a_leap_day_without_a_year_is_found_across_the_gap_of_a_century() {
        assert_eq!(
            parse("29/2", day(1904, 2, 28), YearWindow::Event),
            Ok(day(1896, 2, 29))
        );
    }

    #[rstest]
    #[case("2106", day(2012, 6, 21))]
    #[case("21/6", day(2012, 6, 21))]
    #[case("3005", day(2012, 5, 30))]
    #[case("0301", day(2012, 1, 3))]
    #[case("1512", day(2011, 12, 15))]
    #[case("1412", day(2012, 12, 14))]
    #[case("2902", day(2012, 2, 29))]
    fn what_may_be_to_come_is_the_nearest_such_day(#[case] typed: &str, #[case] date: NaiveDate) {
        assert_eq!(parse(typed, today(), YearWindow::Coming), Ok(date));
    }

    #[rstest]
    #[case("1403")]
    #[case("14/3")]
    #[case("14 mar")]
    fn a_date_of_birth_needs_its_year(#[case] typed: &str) {
        assert_eq!(
            parse(typed, today(), YearWindow::Birth),
            Err(DateFault::BirthYear)
        );
    }

    #[test]
    fn a_two_digit_year_of_birth_is_never_in_the_future() {
        let birth = |typed, today| parse(typed, today, YearWindow::Birth);
        assert_eq!(birth("140612", today()), Ok(day(2012, 6, 14)));
        assert_eq!(birth("150612", today()), Ok(day(1912, 6, 15)));
        assert_eq!(birth("010113", today()), Ok(day(1913, 1, 1)));
        assert_eq!(
            birth("290200", day(1999, 12, 31)),
            Err(DateFault::NoSuchDay {
                day: 29,
                month: 2,
                year: Some(1900)
            })
        );
    }

    #[test]
    fn a_two_digit_year_of_an_event_reaches_nineteen_years_ahead() {
        let event = |typed| parse(typed, today(), YearWindow::Event).map(|date| date.year());
        assert_eq!(event("010131"), Ok(2031));
        assert_eq!(event("010132"), Ok(1932));
        assert_eq!(event("010199"), Ok(1999));
        assert_eq!(
            parse("010105", day(2095, 1, 1), YearWindow::Event),
            Err(DateFault::YearOutside { year: 2105 })
        );
    }

    #[rstest]
    #[case("31/02/2012", "31/02/2012 is not a day: February 2012 has 29 days.")]
    #[case("290211", "29/02/2011 is not a day: February 2011 has 28 days.")]
    #[case("31/4", "31/04 is not a day: April has 30 days at most.")]
    #[case(
        "00/03/2012",
        "00 is not a day: days start at 01. Look at the paper again."
    )]
    #[case(
        "03/15/1984",
        "15 is not a month; is it day 15 month 03 the other way round?"
    )]
    #[case(
        "031584",
        "15 is not a month; is it day 15 month 03 the other way round?"
    )]
    #[case(
        "40/15/1984",
        "15 is not a month: months run from 01 to 12. Look at the paper again."
    )]
    #[case(
        "14/00/1984",
        "00 is not a month: months run from 01 to 12. Look at the paper again."
    )]
    #[case(
        "14/03/0984",
        "The year 0984 is not between 1900 and 2100. Look at the paper again."
    )]
    #[case(
        "14/03/984",
        "The year needs 2 or 4 digits, as in 14/03/12 or 14/03/2012."
    )]
    #[case(
        "t-99999999999999999999",
        "That is too far from today. Type the date itself, as 14/03/2012."
    )]
    #[case(
        "t+4000y",
        "That is too far from today. Type the date itself, as 14/03/2012."
    )]
    #[case("  ", "The date is empty. Type it, or say why it is missing.")]
    fn a_wrong_date_is_told_in_words(#[case] typed: &str, #[case] sentence: &str) {
        assert_eq!(
            parse(typed, today(), YearWindow::Event)
                .unwrap_err()
                .to_string(),
            sentence
        );
    }

    #[rstest]
    #[case("d")]
    #[case("t-")]
    #[case("t3")]
    #[case("140")]
    #[case("14")]
    #[case("smith")]
    #[case("14/03/1984/2")]
    #[case("14 mar mar")]
    #[case("mar")]
    #[case("me")]
    #[case("１４/03/1984")]
    fn what_is_no_date_is_said_to_be_none(#[case] typed: &str) {
        assert_eq!(
            parse(typed, today(), YearWindow::Event),
            Err(DateFault::Unreadable)
        );
    }

    proptest! {
        #[test]
        fn every_shown_date_reads_back_on_any_day(
            offset in 0_u64..73_414, now in 0_u64..73_414,
        ) {
            let first = day(1900, 1, 1);
            let (date, now) = (first + chrono::Days::new(offset), first + chrono::Days::new(now));
            for window in [YearWindow::Birth, YearWindow::Event, YearWindow::Coming] {
                prop_assert_eq!(parse(&show(date), now, window), Ok(date));
                prop_assert_eq!(parse(&date.to_string(), now, window), Ok(date));
            }
            let short = date.format("%d%m%y").to_string();
            if let Ok(born) = parse(&short, now, YearWindow::Birth) {
                prop_assert!(born <= now);
            }
        }

        #[test]
        fn no_text_makes_it_panic(
            typed in "\\PC*|[tT]?[+-]?[0-9a-z/. -]{0,24}",
            offset in 0_u64..73_414,
        ) {
            let now = day(1900, 1, 1) + chrono::Days::new(offset);
            let _ = parse(&typed, now, YearWindow::Birth);
            let _ = parse(&typed, NaiveDate::MAX, YearWindow::Event);
            let _ = parse(&typed, NaiveDate::MAX, YearWindow::Coming);
            let _ = parse(&typed, NaiveDate::MIN, YearWindow::Birth);
        }
    }
}
