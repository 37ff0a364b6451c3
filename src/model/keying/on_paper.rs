//! What the text of a paper says of a box, where the tray holds it: never to fill a box, only to keep a wrong answer out.
//!
//! # Why
//! What a pile has in common is true of most of its papers. Where one of them can be read and says otherwise, nothing is carried into
//! that box, so that the caret stops there and the paper is keyed. So it is with a day that follows from the day on the paper: of one that
//! came late it would be wrong, and nobody would see it.

use crate::forms::{BoxState, BoxView, Field, Filling, Kind};
use chrono::{Datelike, NaiveDate};

/// Whether the paper may say this in the box: it says so, or the text has no such box.
pub(super) fn may_say(paper: &str, field: &Field, answer: &str) -> bool {
    let Some(written) = written(paper, &field.box_no) else {
        return true;
    };
    let answer = answer.trim();
    let ways = NaiveDate::parse_from_str(answer, "%d/%m/%Y")
        .map_or_else(|_| vec![answer.to_lowercase()], ways_of);
    let mut words = written.split_whitespace().map(str::to_lowercase);
    words.any(|word| ways.contains(&word))
}

/// The boxes of days into which something follows from others that the paper denies: it came late, and is of another day.
pub(super) fn denied(paper: Option<&str>, filling: &Filling) -> Vec<String> {
    let follows = |view: &BoxView<'_>| {
        let is_day = view.field.kind == Kind::Date && view.field.prefill.is_some();
        is_day && view.state == BoxState::Carried
    };
    let boxes = filling.boxes().filter(follows);
    let denied = boxes.filter(|view| paper.is_some_and(|p| !may_say(p, view.field, view.text)));
    denied.map(|view| view.field.key.clone()).collect()
}

/// What is written behind the dots of the line that begins with this box number.
fn written<'a>(paper: &'a str, number: &str) -> Option<&'a str> {
    let mut lines = paper.lines();
    let line = lines.find(|line| {
        let first = line.split_whitespace().next();
        first.is_some_and(|first| first.eq_ignore_ascii_case(number)) && line.contains("..")
    })?;
    line.rsplit_once("..")
        .map(|(_, written)| written.trim_start_matches('.'))
}

/// How a day is written: with noughts and without, the year whole or short.
fn ways_of(day: NaiveDate) -> Vec<String> {
    let (d, m, y) = (day.day(), day.month(), day.year());
    let short = y.rem_euclid(100);
    let mut ways = Vec::new();
    for sign in ["/", ".", "-"] {
        for year in [y.to_string(), format!("{short:02}")] {
            ways.push(format!("{d:02}{sign}{m:02}{sign}{year}"));
            ways.push(format!("{d}{sign}{m}{sign}{year}"));
        }
    }
    ways.push(day.to_string());
    ways
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Registry;

    const PAPER: &str = "SESSION RECORD   sheet S-004417
     D  Date .............................. 3/4/12
     H  Filled in by ...................... HT03 K Patel
     5  Office ............................ V  City
";

    fn says(key: &str, answer: &str) -> bool {
        let form = Registry::shipped().latest("session").unwrap();
        may_say(PAPER, form.field(key).unwrap(), answer)
    }

    #[test]
    fn a_day_is_the_same_however_it_is_written_and_another_day_is_not() {
        assert!(says("completed_on", "03/04/2012"));
        assert!(!says("completed_on", "04/03/2012") && !says("completed_on", "13/04/2012"));
    }

    #[test]
    fn a_trainer_is_the_one_whose_number_stands_there() {
        assert!(says("completed_by", "HT03") && !says("completed_by", "HT04"));
    }

    #[test]
    fn a_box_that_the_text_does_not_have_may_say_anything() {
        assert!(says("minutes", "45"));
    }
}
