//! Telephone numbers of the United Kingdom: 0 and nine or ten more digits.
//!
//! `+44` and `0044` are folded to 0. Numbers of other countries and extensions belong in the notes, where they are dialled by hand.

use chrono::NaiveDate;

use super::{IdentifierFault, IdentifierKind, Wrong, typed};

const KIND: IdentifierKind = IdentifierKind::Phone;

/// Digits only, starting with 0.
pub(super) fn check(entered: &str, _today: NaiveDate) -> Result<String, IdentifierFault> {
    let text = typed::squeeze(KIND, entered, &['-', '.', '/', '(', ')'])?;
    let number = match text
        .strip_prefix("+44")
        .or_else(|| text.strip_prefix("0044"))
    {
        Some(rest) => format!("0{}", rest.strip_prefix('0').unwrap_or(rest)),
        None => text,
    };
    if number.starts_with('+') || number.starts_with("00") {
        return Err(IdentifierFault::new(
            KIND,
            Wrong::Shape,
            "Only numbers of the United Kingdom fit here. Put a number abroad into the notes.",
        ));
    }
    typed::only_digits(KIND, &number)?;
    if !number.starts_with('0') {
        return Err(IdentifierFault::new(
            KIND,
            Wrong::Shape,
            "A telephone number starts with 0 or +44. Put the area code in front, as 0116.",
        ));
    }
    if !matches!(number.len(), 10 | 11) {
        return Err(IdentifierFault::new(
            KIND,
            Wrong::Length,
            format!(
                "A telephone number has 10 or 11 digits with its 0; this has {}. Look at the paper again.",
                number.len()
            ),
        ));
    }
    Ok(number)
}

/// Spaced as people read it out: after the area code, then in the middle of eight or seven digits.
pub(super) fn display(stored: &str) -> String {
    let split = stored.split_at_checked(area_code_length(stored));
    let Some((area, local)) = split.filter(|_| stored.is_ascii()) else {
        return stored.to_owned();
    };
    match local.len() {
        7 => format!("{area} {} {}", &local[..3], &local[3..]),
        8 => format!("{area} {} {}", &local[..4], &local[4..]),
        _ => format!("{area} {local}"),
    }
}

/// How many digits the area code has, by Ofcom's numbering plan in its broad strokes.
fn area_code_length(number: &str) -> usize {
    let digits = number.as_bytes();
    match (digits.get(1), digits.get(2), digits.get(3)) {
        (Some(b'2'), ..) => 3,
        (Some(b'1'), Some(b'1'), _)
        | (Some(b'1'), _, Some(b'1'))
        | (Some(b'3' | b'8' | b'9'), ..) => 4,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, IdentifierFault> {
        check(text, NaiveDate::MIN)
    }

    #[test]
    fn every_usual_way_of_writing_comes_to_the_same_digits() {
        for text in [
            "0116 496 0123",
            "+44 116 496 0123",
            "0044 116 4960123",
            "+44 (0)116 496-0123",
            "01164960123",
        ] {
            assert_eq!(read(text).unwrap(), "01164960123", "{text}");
        }
        assert_eq!(read("0800 123456").unwrap(), "0800123456");
    }

    #[test]
    fn short_long_foreign_and_lettered_numbers_are_refused() {
        for text in [
            "116 496 0123",
            "0116 496 01",
            "0116 496 01234",
            "+353 1 496 0123",
            "0116 496 O123",
            "+44",
            "0",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn numbers_are_spaced_as_they_are_read_out() {
        let spaced = [
            ("01164960123", "0116 496 0123"),
            ("02079460123", "020 7946 0123"),
            ("01509123456", "01509 123456"),
            ("07700900123", "07700 900123"),
            ("0800123456", "0800 123456"),
            ("08001234567", "0800 123 4567"),
            ("01", "01"),
        ];
        for (stored, shown) in spaced {
            assert_eq!(display(stored), shown);
        }
    }
}
