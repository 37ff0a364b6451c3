//! Whether two readings of one box agree, and which of three wins.

use crate::domain::value::Value;

/// What somebody read in a box; nothing where it was left blank.
pub type Reading = Option<Value>;

/// Who slipped, as it is kept in the private part of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// Both read the same.
    Nobody,
    /// Whoever keyed the sheet.
    Keyer,
    /// Whoever keyed it again.
    Verifier,
}

impl Slip {
    /// Each with its code.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::Nobody, "nobody"),
        (Self::Keyer, "keyer"),
        (Self::Verifier, "verifier"),
    ];

    /// The code under which it is kept.
    pub fn name(self) -> &'static str {
        let found = Self::ALL.iter().find(|(slip, _)| *slip == self);
        found.map_or("nobody", |(_, name)| name)
    }

    /// The slip of this code.
    pub fn from_name(name: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, n)| *n == name);
        found.map(|(slip, _)| *slip)
    }
}

/// Whether two readings say the same. Capitals and blanks of words do not matter: nobody re-keys them.
pub fn agree(a: &Reading, b: &Reading) -> bool {
    match (a, b) {
        (Some(Value::Text(a)), Some(Value::Text(b))) => same_words(a, b),
        (Some(Value::Reference(a)), Some(Value::Reference(b))) => a.eq_ignore_ascii_case(b),
        (Some(Value::Codes(a)), Some(Value::Codes(b))) => {
            let sorted = |codes: &[String]| {
                let mut codes = codes.to_vec();
                codes.sort_unstable();
                codes
            };
            sorted(a) == sorted(b)
        }
        (a, b) => a == b,
    }
}

fn same_words(a: &str, b: &str) -> bool {
    let words = |text: &str| {
        let plain = text.to_lowercase().replace('’', "'");
        plain
            .split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    words(a) == words(b)
}

/// What comes of a reading, given the value on file and the readings before it on this day.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It stands as it was keyed.
    Stands(Slip),
    /// Two readings agree against what was keyed.
    Changes(Reading),
    /// Nothing wins yet: the paper is asked for once more.
    Again,
}

/// Two of three win; of more than three any two that agree.
pub fn outcome(on_file: &Reading, before: &[Reading], now: &Reading) -> Outcome {
    if agree(on_file, now) {
        let slip = if before.is_empty() {
            Slip::Nobody
        } else {
            Slip::Verifier
        };
        return Outcome::Stands(slip);
    }
    if before.iter().any(|earlier| agree(earlier, now)) {
        return Outcome::Changes(now.clone());
    }
    Outcome::Again
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[expect(clippy::unnecessary_wraps, reason = "a reading may be none")]
    fn text(words: &str) -> Reading {
        Some(Value::Text(words.to_owned()))
    }

    #[test]
    fn capitals_and_blanks_make_no_slip() {
        assert!(agree(&text("McDonald"), &text("mcdonald")));
        assert!(agree(&text("Mary  Ann"), &text("Mary Ann")));
        assert!(!agree(&text("Smith"), &text("Smyth")));
        let codes =
            |list: &[&str]| Some(Value::Codes(list.iter().map(|c| (*c).to_owned()).collect()));
        assert!(agree(&codes(&["02", "05"]), &codes(&["05", "02"])));
        assert!(!agree(&None, &text("x")));
    }

    #[test]
    fn two_of_three_win_and_who_slipped_is_told_apart() {
        let file = text("12");
        assert_eq!(
            outcome(&file, &[], &text("12")),
            Outcome::Stands(Slip::Nobody)
        );
        assert_eq!(outcome(&file, &[], &text("21")), Outcome::Again);
        assert_eq!(
            outcome(&file, &[text("21")], &text("12")),
            Outcome::Stands(Slip::Verifier)
        );
        assert_eq!(
            outcome(&file, &[text("21")], &text("21")),
            Outcome::Changes(text("21"))
        );
        assert_eq!(outcome(&file, &[text("21")], &text("13")), Outcome::Again);
    }

    proptest! {
        #[test]
        fn whatever_wins_was_read_twice(file in 0..4_u8, readings in proptest::collection::vec(0..4_u8, 1..8)) {
            let word = |n: u8| text(&n.to_string());
            let mut before: Vec<Reading> = Vec::new();
            for n in readings {
                let now = word(n);
                match outcome(&word(file), &before, &now) {
                    Outcome::Stands(_) => { prop_assert_eq!(n, file); return Ok(()); }
                    Outcome::Changes(value) => {
                        prop_assert!(n != file && before.contains(&value));
                        return Ok(());
                    }
                    Outcome::Again => before.push(now),
                }
            }
        }
    }
}
