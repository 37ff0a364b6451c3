//! A date that came in a file and is kept as it was read, possible or not.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::read::{YearWindow, parse};
use super::words::{show, show_parts};

/// Midnight, as spreadsheets write it behind a day.
const MIDNIGHT: [&str; 4] = ["00:00:00.000", "00:00:00", "00:00", "0:00"];

/// A date from elsewhere. Whatever was written is kept, because an impossible date (31/02/1984, 00/00/1984) still tells
/// two people apart and still finds a client; only a real day has `date`.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReadDate {
    /// The text exactly as it was read.
    pub as_read: String,
    /// The day, if it is one that ever was or will be between 1800 and 2200.
    pub date: Option<NaiveDate>,
}

impl ReadDate {
    /// Reads `yyyy-mm-dd`, `dd/mm/yyyy` (with `/`, `-` or `.`) and `yyyymmdd`; any other text is kept without a date.
    pub fn read(text: &str) -> Self {
        let date = parts(text)
            .filter(|(year, ..)| (1800..=2200).contains(year))
            .and_then(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day));
        Self {
            as_read: text.to_owned(),
            date,
        }
    }

    /// The same of a date of birth, and every way besides in which the desk reads one (`14/03/84`, `14 March 1984`, `14031984`), with
    /// the time of midnight that spreadsheets put behind it.
    pub fn read_born(text: &str, today: NaiveDate) -> Self {
        let plain = Self::read(text);
        let trimmed = text.trim();
        let day = MIDNIGHT.iter().find_map(|time| trimmed.strip_suffix(time));
        let day = day.unwrap_or(trimmed).trim_end_matches([' ', 'T']);
        // Words of the desk, as `t` for today, are no dates of birth in a list.
        if plain.date.is_some() || !day.starts_with(|c: char| c.is_ascii_digit()) {
            return plain;
        }
        let date = Self::read(day).date;
        let typed = || parse(day, today, YearWindow::Birth).ok();
        Self {
            date: date.or_else(typed),
            ..plain
        }
    }

    /// The year, month and day as numbers, even where they make no day; none where the text is in no known form.
    pub fn parts(&self) -> Option<(i32, u32, u32)> {
        parts(&self.as_read)
    }

    /// Whether something was read that is no day.
    pub fn is_impossible(&self) -> bool {
        self.date.is_none() && !self.as_read.trim().is_empty()
    }

    /// As dd/mm/yyyy where its numbers are known, else the text as it was read.
    pub fn show(&self) -> String {
        match (self.date, self.parts()) {
            (Some(date), _) => show(date),
            (None, Some((year, month, day))) => show_parts(year, month, day),
            (None, None) => self.as_read.clone(),
        }
    }
}

impl From<NaiveDate> for ReadDate {
    fn from(date: NaiveDate) -> Self {
        Self {
            as_read: date.to_string(),
            date: Some(date),
        }
    }
}

/// Leaves the date out: mostly it is somebody's date of birth.
impl fmt::Debug for ReadDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadDate")
            .field("is_a_day", &self.date.is_some())
            .finish_non_exhaustive()
    }
}

fn parts(text: &str) -> Option<(i32, u32, u32)> {
    let text = text.trim();
    let pieces: Vec<&str> = text.split(['/', '-', '.']).collect();
    let all_digits = |piece: &str| !piece.is_empty() && piece.bytes().all(|b| b.is_ascii_digit());
    if !pieces.iter().all(|piece| all_digits(piece)) {
        return None;
    }
    let (year, month, day) = match *pieces.as_slice() {
        [whole] if whole.len() == 8 => (&whole[..4], &whole[4..6], &whole[6..]),
        [year, month, day] if year.len() == 4 => (year, month, day),
        [day, month, year] if year.len() == 4 => (year, month, day),
        _ => return None,
    };
    if month.len() > 2 || day.len() > 2 {
        return None;
    }
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_real_day_is_known_in_each_form() {
        let date = NaiveDate::from_ymd_opt(1984, 3, 14);
        for text in [
            "1984-03-14",
            "14/03/1984",
            "19840314",
            "14.3.1984",
            " 1984-3-14 ",
        ] {
            let read = ReadDate::read(text);
            assert_eq!(read.date, date, "{text}");
            assert_eq!(read.as_read, text);
            assert_eq!(read.show(), "14/03/1984");
            assert!(!read.is_impossible());
        }
    }

    #[test]
    fn a_date_of_birth_in_a_list_is_read_as_the_desk_reads_it() {
        let today = NaiveDate::from_ymd_opt(2012, 6, 14).unwrap();
        let date = NaiveDate::from_ymd_opt(1984, 3, 14);
        for text in [
            "14/03/84",
            "14-Mar-84",
            "14 March 1984",
            "14031984",
            "140384",
            "1984-03-14 00:00:00",
            "1984-03-14T00:00:00",
            "14/03/1984 00:00",
            "19840314",
        ] {
            let read = ReadDate::read_born(text, today);
            assert_eq!(read.date, date, "{text}");
            assert_eq!(read.as_read, text);
        }
        for text in [
            "t",
            "mon",
            "yesterday",
            "31/02/84",
            "1403",
            "30755",
            "",
            "19841403",
        ] {
            assert_eq!(ReadDate::read_born(text, today).date, None, "{text}");
        }
    }

    #[test]
    fn an_impossible_day_keeps_its_text_and_its_numbers() {
        for (text, numbers, shown) in [
            ("19811133", Some((1981, 11, 33)), "33/11/1981"),
            ("1984-02-31", Some((1984, 2, 31)), "31/02/1984"),
            ("00/00/1984", Some((1984, 0, 0)), "00/00/1984"),
            ("0984-03-14", Some((984, 3, 14)), "14/03/0984"),
            ("about 1984", None, "about 1984"),
            ("14/03/84", None, "14/03/84"),
            ("1984-003-1", None, "1984-003-1"),
        ] {
            let read = ReadDate::read(text);
            assert_eq!(read.date, None, "{text}");
            assert_eq!(read.parts(), numbers, "{text}");
            assert_eq!(read.show(), shown);
            assert!(read.is_impossible());
        }
        assert!(!ReadDate::read("").is_impossible());
    }

    #[test]
    fn its_debug_tells_no_date_of_birth() {
        assert!(!format!("{:?}", ReadDate::read("1984-03-14")).contains("84"));
    }

    proptest! {
        #[test]
        fn whatever_was_read_is_kept_and_comes_back_from_json(text in "\\PC*|[0-9/.-]{0,12}") {
            let read = ReadDate::read(&text);
            prop_assert_eq!(&read.as_read, &text);
            let json = serde_json::to_string(&read).expect("json");
            prop_assert!(serde_json::from_str::<ReadDate>(&json).expect("back") == read);
        }
    }
}
