//! Pieces of a date in a search: a year, a month of a year, a day of a month, or a whole date.

use chrono::{Datelike, NaiveDate};

use super::tokens::Token::{Month, Number};
use super::tokens::tokens;

/// What is known of a date. The numbers need not make a day: an impossible date of birth is searched for as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateFragment {
    /// Day of the month, 1 to 31.
    pub day: Option<u8>,
    /// Month, 1 to 12.
    pub month: Option<u8>,
    /// Year, 1800 to 2100.
    pub year: Option<i32>,
}

impl DateFragment {
    /// Whether day, month and year are all known.
    pub fn is_whole(&self) -> bool {
        self.day.is_some() && self.month.is_some() && self.year.is_some()
    }

    /// The day, if it is whole and a real one.
    pub fn date(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year?, u32::from(self.month?), u32::from(self.day?))
    }

    /// Whether every known piece agrees with these numbers.
    pub fn agrees_with(&self, year: i32, month: u32, day: u32) -> bool {
        self.year.is_none_or(|known| known == year)
            && self.month.is_none_or(|known| u32::from(known) == month)
            && self.day.is_none_or(|known| u32::from(known) == day)
    }
}

/// Reads `84`, `1984`, `mar 84`, `march 1984`, `03/84`, `14/03`, `14 mar`, and a whole date in any written form.
///
/// A two-digit year is the latest that is not in the future; where two numbers could be either, they are day and month.
/// A month or a weekday by itself is none: they are names of people, too.
pub fn parse_fragment(text: &str, today: NaiveDate) -> Option<DateFragment> {
    let pieces = tokens(text)?;
    match *pieces {
        [Number(value, 8)] => eight_digits(value, today),
        [Number(value, 6)] => {
            let year = short_year(value % 100, today);
            fragment(Some(value / 10_000), Some(value / 100 % 100), Some(year))
        }
        [Number(value, digits)] => fragment(None, None, Some(year(value, digits, today)?)),
        [Month(month), Number(value, digits)] => {
            fragment(None, Some(month), Some(year(value, digits, today)?))
        }
        [Number(value, 1 | 2), Month(month)] => fragment(Some(value), Some(month), None),
        [Number(first, a), Number(second, b)] => two_numbers((first, a), (second, b), today),
        [Number(value, 4), Number(month, 1 | 2), Number(day, 1 | 2)] => {
            fragment(Some(day), Some(month), Some(year(value, 4, today)?))
        }
        [
            Number(day, 1 | 2),
            Number(month, 1 | 2) | Month(month),
            Number(value, digits),
        ] => fragment(Some(day), Some(month), Some(year(value, digits, today)?)),
        _ => None,
    }
}

/// `14031984` as it is keyed, or `19840314` as files have it.
fn eight_digits(value: u32, today: NaiveDate) -> Option<DateFragment> {
    let keyed = || {
        let year = year(value % 10_000, 4, today)?;
        fragment(
            Some(value / 1_000_000),
            Some(value / 10_000 % 100),
            Some(year),
        )
    };
    let filed = || {
        fragment(
            Some(value % 100),
            Some(value / 100 % 100),
            Some(year(value / 10_000, 4, today)?),
        )
    };
    keyed().or_else(filed)
}

/// `14/03` is day and month; `03/84`, `03/1984` and `1984-03` are month and year.
fn two_numbers(
    (first, a): (u32, usize),
    (second, b): (u32, usize),
    today: NaiveDate,
) -> Option<DateFragment> {
    if a == 4 {
        return fragment(None, Some(second), Some(year(first, a, today)?)).filter(|_| b <= 2);
    }
    if a > 2 {
        return None;
    }
    if b <= 2 && (1..=12).contains(&second) {
        return fragment(Some(first), Some(second), None);
    }
    fragment(None, Some(first), Some(year(second, b, today)?))
}

fn fragment(day: Option<u32>, month: Option<u32>, year: Option<i32>) -> Option<DateFragment> {
    let day_fits = day.is_none_or(|day| (1..=31).contains(&day));
    let month_fits = month.is_none_or(|month| (1..=12).contains(&month));
    (day_fits && month_fits).then(|| DateFragment {
        day: day.map(|day| day as u8),
        month: month.map(|month| month as u8),
        year,
    })
}

fn year(value: u32, digits: usize, today: NaiveDate) -> Option<i32> {
    match digits {
        2 => Some(short_year(value, today)),
        4 => Some(value as i32).filter(|year| (1800..=2100).contains(year)),
        _ => None,
    }
}

fn short_year(value: u32, today: NaiveDate) -> i32 {
    let year = today.year().div_euclid(100) * 100 + value as i32;
    if year > today.year() {
        year - 100
    } else {
        year
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2012, 6, 14).expect("a date")
    }

    #[rstest]
    #[case("84", (None, None, Some(1984)))]
    #[case("1984", (None, None, Some(1984)))]
    #[case("12", (None, None, Some(2012)))]
    #[case("13", (None, None, Some(1913)))]
    #[case("mar 84", (None, Some(3), Some(1984)))]
    #[case("March 1984", (None, Some(3), Some(1984)))]
    #[case("mar84", (None, Some(3), Some(1984)))]
    #[case("03/84", (None, Some(3), Some(1984)))]
    #[case("3/1984", (None, Some(3), Some(1984)))]
    #[case("1984-03", (None, Some(3), Some(1984)))]
    #[case("14/03", (Some(14), Some(3), None))]
    #[case("3/4", (Some(3), Some(4), None))]
    #[case("14 mar", (Some(14), Some(3), None))]
    #[case("140384", (Some(14), Some(3), Some(1984)))]
    #[case("14031984", (Some(14), Some(3), Some(1984)))]
    #[case("19840314", (Some(14), Some(3), Some(1984)))]
    #[case("14/3/84", (Some(14), Some(3), Some(1984)))]
    #[case("1984-03-14", (Some(14), Some(3), Some(1984)))]
    #[case("14mar1984", (Some(14), Some(3), Some(1984)))]
    #[case("31/02/1984", (Some(31), Some(2), Some(1984)))]
    fn a_piece_of_a_date_is_read(
        #[case] text: &str,
        #[case] wanted: (Option<u8>, Option<u8>, Option<i32>),
    ) {
        let found = parse_fragment(text, today()).expect("a fragment");
        assert_eq!((found.day, found.month, found.year), wanted);
    }

    #[rstest]
    #[case("may")]
    #[case("t")]
    #[case("mon")]
    #[case("smith 84")]
    #[case("1")]
    #[case("1799")]
    #[case("45/03/84")]
    #[case("320741")]
    #[case("9434765919")]
    #[case("")]
    fn what_is_no_date_is_none(#[case] text: &str) {
        assert_eq!(parse_fragment(text, today()), None);
    }

    #[test]
    fn a_fragment_agrees_with_every_date_that_has_its_pieces() {
        let march = parse_fragment("mar 84", today()).expect("a fragment");
        assert!(march.agrees_with(1984, 3, 31));
        assert!(!march.agrees_with(1984, 4, 1));
        assert!(!march.is_whole());
        assert_eq!(march.date(), None);
        let whole = parse_fragment("14/03/84", today()).expect("a fragment");
        assert!(whole.is_whole());
        assert_eq!(whole.date(), NaiveDate::from_ymd_opt(1984, 3, 14));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC*|[0-9a-z/. -]{0,16}") {
            let _ = parse_fragment(&text, today()).map(|found| found.date());
        }
    }
}
