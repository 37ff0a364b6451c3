//! Serials of paper sheets: `S-004417`, or `S-004417K` with a check letter.
//!
//! Pads printed by the service carry a prefix for the form, a running number and a check letter. Older pads and
//! sheets from elsewhere carry what they carry, and anything short made of letters, digits, `-` and `/` is kept.
//!
//! # Why
//! The check letter is the number modulo 17 over letters that no hand confuses with a digit or another letter
//! (no B D's twin O, no I L, G Q, S Z, U). 17 is a prime above 9, so every single wrong digit and every swap is found.

use chrono::NaiveDate;

use super::{IdentifierFault, IdentifierKind, Wrong, typed};

const KIND: IdentifierKind = IdentifierKind::Serial;

/// Characters at most.
const LONGEST: usize = 20;

/// Serials so far above the next lower one do not belong to the same run. A service fills in some 3,000 sheets a year.
const FAR: u64 = 10_000;

/// Digits to which the running number is padded.
const DIGITS: usize = 6;

const ALPHABET: &[u8; 17] = b"ACDEFHJKMNPRTVWXY";

/// Makes the specimen printed on the pads, number 4417 of the session sheet, end in K.
const OFFSET: u64 = 12;

/// A serial of the service's own style.
struct House<'a> {
    prefix: &'a str,
    number: u64,
    width: usize,
    letter: Option<char>,
}

/// What is typed at the desk: upper case, the dash put in, the number padded, the check letter (where there is one) right.
///
/// Serials in other styles are kept, in upper case.
pub(super) fn check(entered: &str, _today: NaiveDate) -> Result<String, IdentifierFault> {
    let text = typed::squeeze(KIND, entered, &[])?;
    accept_characters(&text)?;
    let Some(house) = House::read(&text) else {
        return match meant(&text) {
            Some(serial) => Err(IdentifierFault::new(
                KIND,
                Wrong::Shape,
                format!(
                    "A letter stands where a digit belongs. Is it {serial}? Look at the sheet again."
                ),
            )),
            None => Ok(text),
        };
    };
    if let Some(letter) = house.letter {
        let expected = check_letter(house.prefix, house.number);
        if letter != expected {
            return Err(IdentifierFault::new(
                KIND,
                Wrong::CheckCharacter,
                format!(
                    "The check letter should be {expected} for {}. Look at the sheet again.",
                    house.write(None)
                ),
            ));
        }
    }
    Ok(house.write(house.letter))
}

/// The serial of the house style that was meant, where letters stand for the digits that they look like.
fn meant(text: &str) -> Option<String> {
    let (prefix, rest) = text.split_once('-').or_else(|| {
        let prefix = text.len()
            - text
                .trim_start_matches(|c: char| c.is_ascii_uppercase())
                .len();
        (prefix > 0).then(|| text.split_at(1))
    })?;
    let digits: String = rest
        .char_indices()
        .map(|(at, c)| if at < DIGITS { digit_alike(c) } else { c })
        .collect();
    let written = format!("{prefix}-{digits}");
    let house = House::read(&written).filter(|_| rest.bytes().any(|b| b.is_ascii_digit()))?;
    let is_right = house
        .letter
        .is_none_or(|letter| letter == check_letter(house.prefix, house.number));
    (rest.len() >= DIGITS && is_right).then(|| house.write(house.letter))
}

/// The digit that a letter looks like.
fn digit_alike(c: char) -> char {
    match c {
        'O' | 'Q' => '0',
        'I' | 'L' => '1',
        'Z' => '2',
        'S' => '5',
        'G' => '6',
        'B' => '8',
        c => c,
    }
}

/// The prefix and the running number of a serial in the house style, and whether it carries a check letter.
pub fn parts(serial: &str) -> Option<(&str, u64, bool)> {
    House::read(serial).map(|house| (house.prefix, house.number, house.letter.is_some()))
}

/// A serial of the house style with its check letter.
pub fn with_letter(serial: &str) -> Option<String> {
    let house = House::read(serial)?;
    Some(house.write(Some(check_letter(house.prefix, house.number))))
}

/// Whether a serial that no check letter vouches for lies at least so many sheets from another one of its prefix.
pub fn is_far(serial: &str, from: &str, far: u64) -> bool {
    match (parts(serial), parts(from)) {
        (Some((prefix, number, false)), Some((other, near, _))) => {
            far > 0 && prefix == other && number.abs_diff(near) >= far
        }
        _ => false,
    }
}

/// All serials from `first` to `last`, in the style of `first`; none where they are not of one pad, or more than `most`.
pub fn between(first: &str, last: &str, most: usize) -> Option<Vec<String>> {
    let (from, to) = (parts(first)?, parts(last)?);
    let count = to.1.checked_sub(from.1)?.checked_add(1)?;
    if from.0 != to.0 || from.2 != to.2 || count > most as u64 {
        return None;
    }
    let mut all = vec![first.to_owned()];
    while (all.len() as u64) < count {
        let next = next_serial(all.last()?)?;
        all.push(next);
    }
    (all.last().map(String::as_str) == Some(last)).then_some(all)
}

/// The serial after which the service goes on, of the highest in use, highest first. One that lies far above the next lower of its
/// prefix is of other people's paper, or misread: whoever goes on after it would leave a gap that is asked for ever after.
pub fn last_in_use(highest: &[String]) -> Option<&String> {
    let goes_on = |pair: &[String]| match (parts(&pair[0]), parts(&pair[1])) {
        (Some(high), Some(low)) if high.0 == low.0 => high.1.abs_diff(low.1) < FAR,
        _ => true,
    };
    let pairs = highest.windows(2).position(goes_on);
    highest.get(pairs.unwrap_or(highest.len().saturating_sub(1)))
}

/// What comes in a file from elsewhere: kept exactly as it is, so that it goes out again the same.
///
/// # Errors
/// Only for nothing, more than 20 characters, or characters other than letters, digits, `-` and `/`.
pub fn as_given(serial: &str) -> Result<String, IdentifierFault> {
    if serial.is_empty() {
        return Err(IdentifierFault::new(
            KIND,
            Wrong::Empty,
            "The sheet has no serial. Give it one.",
        ));
    }
    accept_characters(serial)?;
    Ok(serial.to_owned())
}

/// The check letter of a serial with this prefix and number.
pub fn check_letter(prefix: &str, number: u64) -> char {
    let lead = prefix.bytes().fold(0, |sum, b| {
        (sum * 31 + u64::from(b.to_ascii_uppercase())) % 17
    });
    char::from(ALPHABET[((number % 17 + lead + OFFSET) % 17) as usize])
}

/// The serial after this one, in its own style; none where it does not end in a number or would grow too long.
pub fn next_serial(serial: &str) -> Option<String> {
    if accept_characters(serial).is_err() {
        return None;
    }
    if let Some(house) = House::read(serial).filter(|house| house.letter.is_some()) {
        let letter = check_letter(house.prefix, house.number);
        if house.letter != Some(letter) {
            return None;
        }
        let next = House {
            number: house.number + 1,
            ..house
        };
        let written = next.write(Some(check_letter(next.prefix, next.number)));
        return Some(written).filter(|text| text.len() <= LONGEST);
    }
    let stem = serial.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &serial[stem.len()..];
    let next = digits.parse::<u64>().ok()?.checked_add(1)?;
    Some(format!("{stem}{next:0width$}", width = digits.len())).filter(|text| text.len() <= LONGEST)
}

impl<'a> House<'a> {
    /// One to three capital letters, perhaps a dash, one to nine digits, perhaps one capital letter.
    fn read(text: &'a str) -> Option<Self> {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let prefix = &text[..text.len() - rest.len()];
        let rest = rest.strip_prefix('-').unwrap_or(rest);
        let digits = rest.trim_end_matches(|c: char| c.is_ascii_uppercase());
        let letter = match &rest.as_bytes()[digits.len()..] {
            [] => None,
            [letter] => Some(char::from(*letter)),
            _ => return None,
        };
        let all_digits = digits.bytes().all(|b| b.is_ascii_digit());
        if !(1..=3).contains(&prefix.len()) || !(1..=9).contains(&digits.len()) || !all_digits {
            return None;
        }
        Some(Self {
            prefix,
            number: digits.parse().ok()?,
            width: digits.len().max(DIGITS),
            letter,
        })
    }

    fn write(&self, letter: Option<char>) -> String {
        let mut text = format!(
            "{}-{:0width$}",
            self.prefix,
            self.number,
            width = self.width
        );
        text.extend(letter);
        text
    }
}

fn accept_characters(text: &str) -> Result<(), IdentifierFault> {
    if text.chars().count() > LONGEST {
        return Err(IdentifierFault::new(
            KIND,
            Wrong::Length,
            format!("A sheet serial has at most {LONGEST} characters. Look at the sheet again."),
        ));
    }
    if text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/'))
    {
        return Ok(());
    }
    Err(IdentifierFault::new(
        KIND,
        Wrong::Shape,
        "A sheet serial has only letters, digits, - and /. Look at the sheet again.",
    ))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<String, IdentifierFault> {
        check(text, NaiveDate::MIN)
    }

    #[test]
    fn a_serial_is_padded_dashed_and_capitalised() {
        for text in ["s4417", "S-4417", "s 004417", "S-004417"] {
            assert_eq!(read(text).unwrap(), "S-004417", "{text}");
        }
        assert_eq!(read("s4417k").unwrap(), "S-004417K");
        assert_eq!(read("s1234567").unwrap(), "S-1234567");
    }

    #[test]
    fn a_wrong_check_letter_is_refused_and_the_right_one_named() {
        let fault = read("S-004417M").unwrap_err();
        assert_eq!(fault.wrong, Wrong::CheckCharacter);
        assert_eq!(
            fault.to_string(),
            "The check letter should be K for S-004417. Look at the sheet again."
        );
    }

    #[test]
    fn serials_of_other_styles_are_kept() {
        for text in ["2012/0044", "ABCD-12", "7", "X", "A-1-B", "12-34"] {
            assert_eq!(read(text).unwrap(), text);
            assert_eq!(as_given(text).unwrap(), text);
        }
        assert_eq!(as_given("s-12").unwrap(), "s-12");
        for text in ["", "S_1", "S-00441700441700441700", "S\u{202e}1", "é"] {
            assert!(read(text).is_err() && as_given(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_letter_where_a_digit_belongs_is_named() {
        for (typed, meant) in [("S-OO4417", "S-004417"), ("S-0O44I7K", "S-004417K")] {
            let said = read(typed).unwrap_err().to_string();
            assert!(said.contains(&format!("Is it {meant}?")), "{typed}: {said}");
        }
        for text in ["ABCD-12", "A-1-B", "S-OOOOOO"] {
            assert!(read(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn the_serials_of_a_pad_are_all_those_between_its_ends() {
        let all = between("S-000009", "S-000011", 50).unwrap();
        assert_eq!(all, ["S-000009", "S-000010", "S-000011"]);
        let first = format!("S-000009{}", check_letter("S", 9));
        let last = format!("S-000011{}", check_letter("S", 11));
        assert_eq!(between(&first, &last, 50).unwrap().len(), 3);
        for (first, last) in [
            ("S-000011", "S-000009"),
            ("S-000001", "A-000002"),
            ("S-000001", "S-000002K"),
            ("S-000001", "S-009000"),
            ("2012/1", "2012/2"),
        ] {
            assert_eq!(between(first, last, 500), None, "{first} {last}");
        }
    }

    #[test]
    fn the_next_serial_keeps_its_style() {
        assert_eq!(next_serial("S-004417").as_deref(), Some("S-004418"));
        assert_eq!(next_serial("S-999999").as_deref(), Some("S-1000000"));
        assert_eq!(next_serial("2012/0099").as_deref(), Some("2012/0100"));
        assert_eq!(next_serial("AB-X"), None);
        assert_eq!(next_serial("S-004417M"), None);
        let next = next_serial("S-004417K").unwrap();
        assert_eq!(next, format!("S-004418{}", check_letter("S", 4418)));
        assert_eq!(read(&next).unwrap(), next);
        assert_eq!(next_serial("99999999999999999999"), None);
    }

    proptest! {
        #[test]
        fn one_wrong_digit_or_swap_is_always_found(number in 0_u64..1_000_000, place in 0_usize..6, shift in 1_u32..10) {
            let letter = check_letter("S", number);
            let body = format!("{number:06}");
            let mut digits: Vec<u32> = typed::digits(&body).collect();
            digits[place] = (digits[place] + shift) % 10;
            let wrong: String = digits.iter().map(ToString::to_string).collect();
            let typed = format!("S-{wrong}{letter}");
            prop_assert!(read(&typed).is_err());

            let mut swapped: Vec<char> = body.chars().collect();
            swapped.swap(place, (place + 1).min(5));
            let swapped: String = swapped.into_iter().collect();
            let typed = format!("S-{swapped}{letter}");
            prop_assert_eq!(read(&typed).is_ok(), swapped == body);
        }

        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let _ = (read(&text), as_given(&text), next_serial(&text));
        }
    }

    #[test]
    fn the_service_goes_on_after_its_own_run_and_not_after_a_serial_far_ahead() {
        let of = |list: &[&str]| {
            let list: Vec<String> = list.iter().map(ToString::to_string).collect();
            last_in_use(&list).cloned().unwrap_or_default()
        };
        assert_eq!(of(&["R-000123", "R-000122"]), "R-000123");
        assert_eq!(of(&["R-900000", "R-000123", "R-000122"]), "R-000123");
        assert_eq!(of(&["R-900000", "R-800000", "R-000123"]), "R-000123");
        assert_eq!(of(&["R-900001", "R-900000", "R-000123"]), "R-900001");
        // The next pad of another hundred, and whatever is no serial of ours.
        assert_eq!(of(&["R-004401", "R-000123"]), "R-004401");
        assert_eq!(of(&["2012/17", "R-000123"]), "2012/17");
        assert_eq!(of(&["R-900000"]), "R-900000");
        assert_eq!(of(&[]), "");
    }
}
