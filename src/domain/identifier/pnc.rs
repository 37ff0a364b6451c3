//! The Police National Computer id: year, serial of up to seven digits, check letter; stored as `1981/0000034U`.
//!
//! The check letter is of the last two digits of the year followed by the seven-digit serial. The century is not
//! covered by it: `1981/34` and `2081/34` share a letter, which is why a year in the future is refused.

use chrono::{Datelike, NaiveDate};

use super::{IdentifierFault, IdentifierKind, Wrong, check_letter, typed};

const KIND: IdentifierKind = IdentifierKind::Pnc;

/// Digits of the serial in the stored form.
const SERIAL_DIGITS: usize = 7;

/// Earliest year of a person on the PNC: paper records were taken over, none from before 1900.
const FIRST_YEAR: i32 = 1900;

/// The two numbers of a PNC id, before the check letter is looked at.
struct Parts {
    year: i32,
    serial: u64,
}

impl Parts {
    fn letter(&self) -> char {
        check_letter::for_number(
            u64::from(self.year.unsigned_abs() % 100) * 10_000_000 + self.serial,
        )
    }
}

/// Accepts `81/34U`, `1981/0000034U`, `8134U`, any case and spacing.
pub(super) fn check(entered: &str, today: NaiveDate) -> Result<String, IdentifierFault> {
    let text = typed::squeeze(KIND, entered, &[])?.replace(['-', '\\'], "/");
    let (body, letter) = split_letter(&text)?;
    let (year, serial) = split_year(body)?;
    let parts = read_parts(year, serial, today)?;
    let expected = parts.letter();
    if letter == expected {
        return Ok(format!("{}/{:07}{letter}", parts.year, parts.serial));
    }
    if let Some(sentence) = slash_left_out(body, letter, today) {
        return Err(IdentifierFault::new(KIND, Wrong::CheckCharacter, sentence));
    }
    Err(IdentifierFault::new(
        KIND,
        Wrong::CheckCharacter,
        format!(
            "The check letter should be {expected} for {year}/{}. Look at the paper again.",
            parts.serial
        ),
    ))
}

fn split_letter(text: &str) -> Result<(&str, char), IdentifierFault> {
    let Some(letter) = text.chars().last().filter(char::is_ascii_uppercase) else {
        return Err(IdentifierFault::new(
            KIND,
            Wrong::Shape,
            "A PNC id ends in a check letter, as in 81/34U; this one has none. Look at the paper again.",
        ));
    };
    Ok((&text[..text.len() - 1], letter))
}

/// Year and serial, by the slash or, without one, by length: only ten or eleven digits can begin with a full year.
fn split_year(body: &str) -> Result<(&str, &str), IdentifierFault> {
    let (year, serial) = match body.split_once('/') {
        Some(both) => both,
        None if body.len() > 2 + SERIAL_DIGITS => body.split_at_checked(4).unwrap_or((body, "")),
        None => body.split_at_checked(2).unwrap_or((body, "")),
    };
    typed::only_digits(KIND, year)?;
    typed::only_digits(KIND, serial)?;
    if !matches!(year.len(), 2 | 4) || serial.is_empty() || serial.len() > SERIAL_DIGITS {
        return Err(IdentifierFault::new(
            KIND,
            Wrong::Length,
            "A PNC id is a year of 2 or 4 digits, a slash, up to 7 digits and a letter, as in 81/34U. Look at the paper again.",
        ));
    }
    Ok((year, serial))
}

fn read_parts(year: &str, serial: &str, today: NaiveDate) -> Result<Parts, IdentifierFault> {
    let number =
        |text: &str| typed::digits(text).fold(0_u64, |sum, digit| sum * 10 + u64::from(digit));
    let short = year.len() == 2;
    let mut year = number(year) as i32;
    if short {
        let century = today.year().div_euclid(100) * 100;
        year += if century + year > today.year() {
            century - 100
        } else {
            century
        };
    }
    if year > today.year() || year < FIRST_YEAR {
        return Err(IdentifierFault::new(
            KIND,
            Wrong::Year,
            format!(
                "No PNC id is of the year {year:04}: the years run from {FIRST_YEAR} to {}. Look at the paper again.",
                today.year()
            ),
        ));
    }
    Ok(Parts {
        year,
        serial: number(serial),
    })
}

/// `200134U` is read as 20/0134; where only 2001/34 would fit the letter, the slash is asked for rather than guessed.
fn slash_left_out(body: &str, letter: char, today: NaiveDate) -> Option<String> {
    if body.contains('/') || body.len() < 5 {
        return None;
    }
    let (year, serial) = body.split_at_checked(4)?;
    let parts = read_parts(year, serial, today).ok()?;
    (parts.letter() == letter).then(|| {
        format!("Without a slash this reads as a two-digit year. If it is {year}/{serial}{letter}, type the slash.")
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2012, 6, 14).expect("a date")
    }

    #[test]
    fn a_wrong_letter_names_the_right_one_and_the_way_out() {
        assert_eq!(
            check("81/34T", today()).unwrap_err().to_string(),
            "The check letter should be U for 81/34. Look at the paper again."
        );
    }

    #[test]
    fn a_two_digit_year_up_to_this_year_is_of_this_century() {
        let letter = Parts {
            year: 2012,
            serial: 5,
        }
        .letter();
        assert_eq!(
            check(&format!("12/5{letter}"), today()).unwrap(),
            format!("2012/0000005{letter}")
        );
        let letter = Parts {
            year: 1913,
            serial: 5,
        }
        .letter();
        assert_eq!(
            check(&format!("13/5{letter}"), today()).unwrap(),
            format!("1913/0000005{letter}")
        );
    }

    #[test]
    fn a_year_in_the_future_is_refused() {
        assert_eq!(check("2081/34U", today()).unwrap_err().wrong, Wrong::Year);
        assert_eq!(check("1899/34U", today()).unwrap_err().wrong, Wrong::Year);
    }

    #[test]
    fn a_full_year_without_its_slash_is_asked_for_not_guessed() {
        let letter = Parts {
            year: 1981,
            serial: 34,
        }
        .letter();
        let fault = check(&format!("198134{letter}"), today()).unwrap_err();
        assert!(fault.to_string().contains("type the slash"), "{fault}");
    }

    proptest! {
        #[test]
        fn one_wrong_digit_or_swap_in_year_or_serial_is_always_found(
            yy in 0_u32..100, serial in 0_u32..10_000_000, place in 0_usize..9, shift in 1_u32..10,
        ) {
            let body = format!("{yy:02}{serial:07}");
            let letter = check_letter::for_number(body.parse().unwrap());
            let typed = format!("{body}{letter}");
            prop_assert!(check(&typed, today()).is_ok());

            let mut digits: Vec<u32> = typed::digits(&body).collect();
            digits[place] = (digits[place] + shift) % 10;
            let wrong: String = digits.iter().map(ToString::to_string).collect();
            let typed = format!("{wrong}{letter}");
            prop_assert!(check(&typed, today()).is_err());

            let mut swapped: Vec<char> = body.chars().collect();
            swapped.swap(place, (place + 1).min(8));
            let swapped: String = swapped.into_iter().collect();
            let typed = format!("{swapped}{letter}");
            prop_assert_eq!(check(&typed, today()).is_ok(), swapped == body);
        }
    }
}
