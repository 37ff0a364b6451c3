//! The NHS number: ten digits, the last a check digit modulo 11.
//!
//! Source: NHS Data Dictionary, NHS NUMBER; check = 11 − (Σ digit × weight 10…2) mod 11, where 11 counts as 0 and 10
//! means that the number was never issued. The check finds every single wrong digit and every swap of two neighbours.

use chrono::NaiveDate;

use super::{IdentifierFault, IdentifierKind, Wrong, typed};

const KIND: IdentifierKind = IdentifierKind::NhsNumber;

/// Ten digits, however they were spaced.
pub(super) fn check(entered: &str, _today: NaiveDate) -> Result<String, IdentifierFault> {
    let number = typed::squeeze(KIND, entered, &['-', '.', '/'])?;
    typed::only_digits(KIND, &number)?;
    if number.len() != 10 {
        let (count, advice) = (number.len(), "Look at the paper again.");
        return Err(IdentifierFault::new(
            KIND,
            Wrong::Length,
            format!("An NHS number has 10 digits; this has {count}. {advice}"),
        ));
    }
    if number.bytes().all(|b| b == number.as_bytes()[0]) {
        return Err(IdentifierFault::new(
            KIND,
            Wrong::NotIssued,
            "One digit ten times is not an NHS number. If the paper says so, key it as not known.",
        ));
    }
    match check_digit(&number) {
        Some(expected) if number.ends_with(expected) => Ok(number),
        Some(_) => Err(wrong_check_digit(&number)),
        None => Err(IdentifierFault::new(
            KIND,
            Wrong::NotIssued,
            "No NHS number starts with these nine digits. Look at the paper again, digit by digit.",
        )),
    }
}

/// In print the digits stand 3-3-4.
pub(super) fn display(stored: &str) -> String {
    match (stored.get(..3), stored.get(3..6), stored.get(6..)) {
        (Some(first), Some(second), Some(last)) if stored.len() == 10 => {
            format!("{first} {second} {last}")
        }
        _ => stored.to_owned(),
    }
}

/// The digit that must follow the first nine, or none where the nine have none.
fn check_digit(number: &str) -> Option<char> {
    let sum: u32 = typed::digits(number)
        .take(9)
        .zip((2..=10).rev())
        .map(|(digit, weight)| digit * weight)
        .sum();
    match 11 - sum % 11 {
        11 => Some('0'),
        10 => None,
        digit => char::from_digit(digit, 10),
    }
}

/// The right digit is not named: any of the ten may be the wrong one, and a "corrected" number would be somebody else's.
fn wrong_check_digit(number: &str) -> IdentifierFault {
    let sentence = if a_swap_would_fit(number) {
        "The check digit does not fit: a digit is wrong, or two neighbours are swapped. Look at the paper again."
    } else {
        "The check digit does not fit: at least one digit is wrong. Look at the paper again."
    };
    IdentifierFault::new(KIND, Wrong::CheckCharacter, sentence)
}

fn a_swap_would_fit(number: &str) -> bool {
    (0..9).any(|place| {
        let mut swapped: Vec<char> = number.chars().collect();
        swapped.swap(place, place + 1);
        let swapped: String = swapped.into_iter().collect();
        check_digit(&swapped).is_some_and(|expected| swapped.ends_with(expected))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<String, IdentifierFault> {
        check(text, NaiveDate::MIN)
    }

    /// A number with its right check digit, unless its nine digits have none or are all alike.
    fn valid() -> impl Strategy<Value = String> {
        (0_u32..1_000_000_000).prop_filter_map("no check digit", |body| {
            let body = format!("{body:09}");
            let number = format!("{body}{}", check_digit(&body)?);
            read(&number).ok()
        })
    }

    #[test]
    fn nine_digits_without_a_check_digit_are_never_issued() {
        for last in 0..10 {
            let fault = read(&format!("999123456{last}")).unwrap_err();
            assert_eq!(fault.wrong, Wrong::NotIssued);
        }
    }

    #[test]
    fn one_digit_ten_times_is_refused_although_its_check_digit_fits() {
        assert_eq!(check_digit("5555555555"), Some('5'));
        assert_eq!(read("5555555555").unwrap_err().wrong, Wrong::NotIssued);
    }

    #[test]
    fn a_swap_is_hinted_at_but_the_right_number_is_not_told() {
        let sentence = read("943 476 9519").unwrap_err().to_string();
        assert!(sentence.contains("swapped"), "{sentence}");
        assert!(!sentence.chars().any(|c| c.is_ascii_digit()), "{sentence}");
    }

    #[test]
    fn a_letter_o_is_taken_for_what_it_looks_like_in_the_sentence_only() {
        let fault = read("4O1 023 2137").unwrap_err();
        assert!(fault.to_string().contains("Is it a zero"), "{fault}");
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_found(number in valid(), place in 0_usize..10, shift in 1_u32..10) {
            let mut digits: Vec<u32> = typed::digits(&number).collect();
            digits[place] = (digits[place] + shift) % 10;
            let wrong: String = digits.iter().map(ToString::to_string).collect();
            prop_assert!(read(&wrong).is_err());
        }

        #[test]
        fn two_swapped_neighbours_are_always_found(number in valid(), place in 0_usize..9) {
            let mut digits: Vec<char> = number.chars().collect();
            digits.swap(place, place + 1);
            let swapped: String = digits.into_iter().collect();
            prop_assume!(swapped != number);
            prop_assert!(read(&swapped).is_err());
        }
    }
}
