//! Dates of birth: packed so that impossible ones stay as they were read, and every usual way of asking for one.

use super::Person;
use super::why::{Field, How};
use chrono::{Datelike, NaiveDate};

/// A date of birth as eight decimal digits, four bits each (`0x1984_0231`); 0 when unknown, month and day 0 when only
/// the year is known. It can hold 31 February.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Born(pub u32);

impl Born {
    pub fn new(year: u32, month: u32, day: u32) -> Self {
        let two = |v: u32| ((v / 10 % 10) << 4) | (v % 10);
        Self(two(year / 100) << 24 | two(year % 100) << 16 | two(month) << 8 | two(day))
    }

    pub fn of(person: &Person) -> Self {
        match person.born {
            Some(d) => Self::from(d),
            None => Self::as_read(&person.born_as_read).unwrap_or(Self(0)),
        }
    }

    /// What can be made of a date as it was read; `None` when nothing.
    pub fn as_read(text: &str) -> Option<Self> {
        let groups: Vec<&str> = text
            .split(|c: char| !c.is_ascii_digit())
            .filter(|g| !g.is_empty())
            .collect();
        let n = |s: &str| s.parse::<u32>().ok();
        match groups[..] {
            [y, m, d] if y.len() == 4 && m.len() <= 2 && d.len() <= 2 => {
                Some(Self::new(n(y)?, n(m)?, n(d)?))
            }
            [d, m, y] if d.len() <= 2 && m.len() <= 2 && (y.len() == 4 || y.len() == 2) => {
                Some(Self::new(century(n(y)?, 2030), n(m)?, n(d)?))
            }
            [all] if all.len() == 8 => Some(eight_digits(n(&all[..4])?, n(&all[4..])?)),
            [all] if all.len() == 6 => Some(Self::new(
                century(n(&all[4..])?, 2030),
                n(&all[2..4])?,
                n(&all[..2])?,
            )),
            [y] if y.len() == 4 => Some(Self::new(n(y)?, 0, 0)),
            _ => None,
        }
    }

    pub fn year(self) -> u32 {
        let v = self.0;
        (v >> 28) * 1000 + (v >> 24 & 15) * 100 + (v >> 20 & 15) * 10 + (v >> 16 & 15)
    }

    pub fn month(self) -> u32 {
        (self.0 >> 12 & 15) * 10 + (self.0 >> 8 & 15)
    }

    pub fn day(self) -> u32 {
        (self.0 >> 4 & 15) * 10 + (self.0 & 15)
    }

    /// Whether nothing but the year is known.
    pub fn is_year_only(self) -> bool {
        self.0 != 0 && self.0.trailing_zeros() >= 16
    }

    /// What keeps it from being a date: a year in which nobody was born counts for most, a month and a day that are right when they
    /// change places for least.
    fn wrong_parts(self) -> u32 {
        let is_year = (1850..2100).contains(&self.year());
        let wrong = |month: u32, day: u32| {
            u32::from(!(1..=12).contains(&month)) + u32::from(!(1..=31).contains(&day))
        };
        let (stands, turned) = (
            wrong(self.month(), self.day()),
            wrong(self.day(), self.month()),
        );
        let swapped = stands > 0 && turned == 0;
        8 * u32::from(!is_year) + if swapped { 1 } else { 2 * stands }
    }

    fn swapped(self) -> Self {
        Self(self.0 & 0xffff_0000 | (self.0 & 0xff) << 8 | self.0 >> 8 & 0xff)
    }

    /// How this whole date agrees with `other`, if it does.
    pub fn agrees(self, other: Self) -> Option<How> {
        if self == other {
            return Some(How::Same);
        }
        if other.0 == 0 {
            return None;
        }
        if other == self.swapped() {
            return Some(How::Swapped);
        }
        if self.0 & 0xffff == other.0 & 0xffff && self.year().abs_diff(other.year()) == 1 {
            return Some(How::YearOff);
        }
        digits_agree(self.0, other.0)
    }
}

impl From<NaiveDate> for Born {
    fn from(d: NaiveDate) -> Self {
        Self::new(d.year().unsigned_abs(), d.month(), d.day())
    }
}

/// Eight digits without a break, four and four: year first, as tables have it, unless day first makes more of a date.
fn eight_digits(first: u32, last: u32) -> Born {
    let year_first = Born::new(first, last / 100, last % 100);
    let day_first = Born::new(last, first % 100, first / 100);
    if day_first.wrong_parts() < year_first.wrong_parts() {
        day_first
    } else {
        year_first
    }
}

/// Two-digit years become the latest year up to `this_year`; others stay.
fn century(year: u32, this_year: u32) -> u32 {
    match year {
        100.. => year,
        _ if 2000 + year <= this_year => 2000 + year,
        _ => 1900 + year,
    }
}

/// The year of the same two digits in the other of the two centuries.
fn other_century(year: u32) -> u32 {
    if year < 2000 { year + 100 } else { year - 100 }
}

/// One digit different, or two neighbours changed places.
fn digits_agree(a: u32, b: u32) -> Option<How> {
    let diff = a ^ b;
    let low = diff.trailing_zeros() / 4 * 4;
    if diff >> low < 16 {
        let (x, y) = (a >> low & 15, b >> low & 15);
        return Some(if look_alike_digits(x, y) {
            How::LooksAlike
        } else {
            How::OneDigit
        });
    }
    let pair = |v: u32| v >> low & 0xff;
    let turned = |v: u32| (v & 15) << 4 | v >> 4;
    (low < 28 && diff >> low < 256 && pair(a) == turned(pair(b))).then_some(How::DigitsSwapped)
}

/// 1/7, 4/9, 0/6, and 3/8, 5/6 which copies blur.
pub(super) fn look_alike_digits(a: u32, b: u32) -> bool {
    matches!((a.min(b), a.max(b)), (1, 7) | (4, 9) | (0 | 5, 6) | (3, 8))
}

/// A date, or part of one, that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum DateSought {
    Whole(Born),
    /// Year from – to, month, day; what is missing is not asked for.
    Part {
        years: Option<(u32, u32)>,
        month: Option<u32>,
        day: Option<u32>,
    },
}

impl DateSought {
    /// How `born` agrees with what is asked for.
    pub fn agrees(&self, born: Born) -> Option<(Field, How)> {
        if born.0 == 0 {
            return None;
        }
        match *self {
            Self::Whole(q) => q.agrees(born).map(|how| (Field::Born, how)),
            Self::Part {
                years: Some((y, to)),
                month: None,
                day: None,
            } if y == to => year_agrees(y, born.year()).map(|how| (Field::BornYear, how)),
            Self::Part {
                years: Some((y, to)),
                month: Some(m),
                day: None,
            } if y == to && m == born.month() => {
                year_agrees(y, born.year()).map(|how| (Field::BornMonthYear, how))
            }
            Self::Part {
                years: None,
                month: Some(m),
                day: Some(d),
            } => {
                let how = match (born.month(), born.day()) {
                    (bm, bd) if (bm, bd) == (m, d) => How::Same,
                    (bm, bd) if (bd, bm) == (m, d) => How::Swapped,
                    _ => return None,
                };
                Some((Field::BornDay, how))
            }
            Self::Part {
                years: None,
                month: Some(m),
                day: None,
            } => (m == born.month()).then_some((Field::BornMonth, How::Same)),
            Self::Part {
                years: Some((from, to)),
                month,
                day,
            } => {
                let fits = (from..=to).contains(&born.year())
                    && month.is_none_or(|m| m == born.month())
                    && day.is_none_or(|d| d == born.day());
                fits.then_some((Field::Born, How::Begins))
            }
            Self::Part { .. } => None,
        }
    }
}

fn year_agrees(sought: u32, born: u32) -> Option<How> {
    if sought == born {
        return Some(How::Same);
    }
    if sought.abs_diff(born) == 1 {
        return Some(How::YearOff);
    }
    digits_agree(Born::new(sought, 0, 0).0, Born::new(born, 0, 0).0)
        .filter(|how| *how != How::OneDigit)
}

/// Nobody on the books is younger, in years.
const YOUNGEST: u32 = 10;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn month_named(word: &str) -> Option<u32> {
    let found = MONTHS
        .iter()
        .position(|m| word.len() >= 3 && (m.starts_with(word) || word == "sept"));
    found.map(|i| if word == "sept" { 9 } else { i as u32 + 1 })
}

/// Every date that the words, taken together, may ask for. `words` are lower-case and may hold `/`, `-` and `.`.
pub(super) fn read(words: &[&str], today: NaiveDate) -> Vec<DateSought> {
    let this_year = today.year().unsigned_abs();
    let groups: Vec<&str> = words
        .iter()
        .flat_map(|w| w.split(['/', '-', '.']))
        .collect();
    let separated = groups.len() > words.len();
    match groups[..] {
        [one] => read_one(one, this_year),
        _ if words.len() > 1 && separated => Vec::new(),
        [a, b] => read_two(a, b, separated, this_year),
        [a, b, c] => read_three(a, b, c, separated, this_year)
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

fn number(text: &str, longest: usize) -> Option<u32> {
    ((1..=longest).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

/// A day, also as it is said over the telephone: 14th.
fn day_of(text: &str) -> Option<u32> {
    let mut endings = ["st", "nd", "rd", "th"].iter();
    let said = endings.find_map(|ending| text.strip_suffix(ending));
    number(said.unwrap_or(text), 2).filter(|d| (1..=31).contains(d))
}

fn month_of(text: &str) -> Option<u32> {
    month_named(text).or_else(|| number(text, 2).filter(|m| (1..=31).contains(m)))
}

fn year_of(text: &str, this_year: u32) -> Option<u32> {
    match text.len() {
        2 => number(text, 2).map(|y| century(y, this_year)),
        4 => number(text, 4).filter(|y| (1880..=this_year).contains(y)),
        _ => None,
    }
}

fn part(years: Option<(u32, u32)>, month: Option<u32>, day: Option<u32>) -> DateSought {
    DateSought::Part { years, month, day }
}

fn read_one(word: &str, this_year: u32) -> Vec<DateSought> {
    if let Some(m) = month_named(word) {
        return vec![part(None, Some(m), None)];
    }
    if !word.bytes().all(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let mut out = Vec::new();
    let year = year_of(word, this_year);
    out.extend(year.map(|y| part(Some((y, y)), None, None)));
    // So young nobody is on the books: as it was read, it is a year of the century before.
    let too_young = year.filter(|y| word.len() == 2 && y + YOUNGEST > this_year);
    out.extend(too_young.map(|y| part(Some((y - 100, y - 100)), None, None)));
    if word.len() >= 4
        && word.len() <= 8
        && let (Some(d), Some(m)) = (day_of(&word[..2]), month_of(&word[2..4]))
    {
        out.extend(with_year_begun(d, m, &word[4..], this_year));
    }
    if out.is_empty() && matches!(word.len(), 6 | 8) {
        out.extend(slipped(&word[..2], &word[2..4], &word[4..], this_year));
    }
    if word.len() == 8
        && let (Some(y), Some(m), Some(d)) = (
            year_of(&word[..4], this_year),
            month_of(&word[4..6]),
            day_of(&word[6..]),
        )
    {
        out.push(DateSought::Whole(Born::new(y, m, d)));
    }
    out
}

/// A date that is none, for a slip in one digit: kept as it was typed and compared digit by digit.
fn slipped(day: &str, month: &str, year: &str, this_year: u32) -> Option<DateSought> {
    let (d, m, y) = (number(day, 2)?, number(month, 2)?, number(year, 4)?);
    matches!(year.len(), 2 | 4).then(|| DateSought::Whole(Born::new(century(y, this_year), m, d)))
}

/// A day and month with as much of the year as has been typed.
fn with_year_begun(day: u32, month: u32, year: &str, this_year: u32) -> Vec<DateSought> {
    if year.is_empty() {
        return vec![part(None, Some(month), Some(day))];
    }
    let Some(y) = number(year, 4) else {
        return Vec::new();
    };
    let within = |from: u32, to: u32| part(Some((from, to)), Some(month), Some(day));
    match year.len() {
        1 => {
            let decade = century(y * 10, this_year);
            let mut out = vec![within(decade, decade + 9)];
            if y == 1 || y == 2 {
                let hundreds = 1800 + y * 100;
                out.push(within(hundreds, hundreds + 99));
            }
            out
        }
        2 => {
            // In the other century it is nobody's year, and a slip from somebody's: 13 for 73.
            let year = century(y, this_year);
            let years = [year, other_century(year)];
            let whole = |year| DateSought::Whole(Born::new(year, month, day));
            let mut out: Vec<DateSought> = years.into_iter().map(whole).collect();
            if y == 19 || y == 20 {
                out.push(within(y * 100, y * 100 + 99));
            }
            out
        }
        3 => vec![within(y * 10, y * 10 + 9)],
        _ => vec![DateSought::Whole(Born::new(y, month, day))],
    }
}

fn read_two(a: &str, b: &str, separated: bool, this_year: u32) -> Vec<DateSought> {
    let mut out = Vec::new();
    let named = month_named(a).is_some() || month_named(b).is_some();
    if !separated && !named {
        return out;
    }
    if let (Some(m), Some(y)) = (month_of(a).filter(|m| *m <= 12), year_of(b, this_year)) {
        out.push(part(Some((y, y)), Some(m), None));
    }
    if let (Some(y), Some(m)) = (year_of(a, this_year), month_of(b).filter(|m| *m <= 12))
        && (a.len() == 4 || month_named(b).is_some())
    {
        out.push(part(Some((y, y)), Some(m), None));
    }
    if let (Some(d), Some(m)) = (day_of(a), month_of(b)) {
        out.push(part(None, Some(m), Some(d)));
    } else if let (Some(d), true) = (day_of(a), separated && b.is_empty()) {
        out.extend((1..=12).contains(&d).then(|| part(None, Some(d), None)));
    }
    out
}

fn read_three(a: &str, b: &str, last: &str, separated: bool, this_year: u32) -> Vec<DateSought> {
    if number(a, 4).is_some() && a.len() == 4 {
        return slipped(last, b, a, this_year).into_iter().collect();
    }
    if !separated && last.len() < 2 {
        return Vec::new();
    }
    let said = month_named(a).and_then(|month| Some((day_of(b)?, month)));
    match day_of(a).zip(month_of(b)).or(said) {
        Some((day, month)) => with_year_begun(day, month, last, this_year),
        None if separated => slipped(a, b, last, this_year).into_iter().collect(),
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(text: &str) -> Vec<DateSought> {
        let words: Vec<&str> = text.split(' ').collect();
        read(&words, NaiveDate::from_ymd_opt(2012, 6, 1).unwrap())
    }

    #[test]
    fn of_eight_digits_that_are_no_date_the_likelier_half_is_the_year() {
        for (text, date) in [
            ("19840314", Born::new(1984, 3, 14)),
            ("14031984", Born::new(1984, 3, 14)),
            ("19841403", Born::new(1984, 14, 3)),
            ("19872006", Born::new(1987, 20, 6)),
            ("19521903", Born::new(1952, 19, 3)),
            ("31021984", Born::new(1984, 2, 31)),
            ("20131984", Born::new(1984, 13, 20)),
            ("20051988", Born::new(1988, 5, 20)),
            ("19701924", Born::new(1970, 19, 24)),
            ("19535713", Born::new(1953, 57, 13)),
        ] {
            assert_eq!(Born::as_read(text), Some(date), "{text}");
        }
        let (read, other) = (Born::as_read("19872006").unwrap(), Born::new(1987, 6, 20));
        assert_eq!(read.agrees(other), Some(How::Swapped));
    }

    #[test]
    fn every_usual_way_of_writing_a_date_is_read() {
        let whole = DateSought::Whole(Born::new(1984, 3, 14));
        for text in [
            "140384",
            "14031984",
            "14/03/1984",
            "14/3/84",
            "14.03.84",
            "1984-03-14",
            "14 march 1984",
            "14-mar-84",
            "19840314",
            "14 3 84",
        ] {
            assert!(ask(text).contains(&whole), "{text}");
        }
        assert!(ask("march 84").contains(&part(Some((1984, 1984)), Some(3), None)));
        assert!(ask("84").contains(&part(Some((1984, 1984)), None, None)));
        assert!(ask("14th march").contains(&part(None, Some(3), Some(14))));
        assert_eq!(ask("14th march 1984"), ask("14 march 1984"));
        assert_eq!(ask("1st april 84"), ask("1 april 84"));
        assert_eq!(ask("th march 84"), []);
        assert_eq!(ask("march 14 1984"), ask("14 march 1984"));
        assert_eq!(ask("mar 14th 84"), ask("14 mar 84"));
        assert!(ask("1403").contains(&part(None, Some(3), Some(14))));
        assert!(ask("14/03/198").contains(&part(Some((1980, 1989)), Some(3), Some(14))));
        assert!(ask("2012-0412").is_empty());
        assert!(ask("march").contains(&part(None, Some(3), None)));
    }

    #[test]
    fn slips_in_a_date_are_told_apart() {
        let q = Born::new(1984, 3, 12);
        for (other, how) in [
            ((1984, 3, 12), Some(How::Same)),
            ((1984, 12, 3), Some(How::Swapped)),
            ((1985, 3, 12), Some(How::YearOff)),
            ((1984, 3, 72), Some(How::LooksAlike)),
            ((1984, 3, 15), Some(How::OneDigit)),
            ((1948, 3, 12), Some(How::DigitsSwapped)),
            ((1984, 3, 21), Some(How::DigitsSwapped)),
            ((1971, 3, 14), None),
        ] {
            assert_eq!(
                q.agrees(Born::new(other.0, other.1, other.2)),
                how,
                "{other:?}"
            );
        }
    }

    #[test]
    fn an_impossible_date_is_kept_as_it_was_read() {
        assert_eq!(Born::as_read("1984-02-31"), Some(Born::new(1984, 2, 31)));
        assert_eq!(Born::as_read("31/15/1984"), Some(Born::new(1984, 15, 31)));
        assert_eq!(Born::as_read("19841531"), Some(Born::new(1984, 15, 31)));
        assert_eq!(Born::as_read("illegible"), None);
    }
}
