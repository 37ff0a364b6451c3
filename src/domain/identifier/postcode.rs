//! Postcodes: the patterns of BS 7666, the pseudo postcodes of the NHS, and forces' addresses.
//!
//! Outward A9, A99, A9A, AA9, AA99 or AA9A, then a space, then 9AA, with letters that never occur in certain
//! positions. `ZZ99 3VZ` (no fixed abode) and its kind break those rules and are allowed as they are; so are BFPO
//! numbers. Typists leave the space out, so it is put in before the last three characters.
//! Source: NHS Data Dictionary, POSTCODE and its default codes; BS 7666.

use chrono::NaiveDate;

use super::{IdentifierFault, IdentifierKind, Wrong, typed};

const KIND: IdentifierKind = IdentifierKind::Postcode;

/// The pseudo postcode of somebody without a fixed abode.
pub const NO_FIXED_ABODE: &str = "ZZ99 3VZ";

/// The pseudo postcode of an address that is not known.
pub const NOT_KNOWN: &str = "ZZ99 3WZ";

const NEVER_FIRST: &str = "QVX";
const NEVER_SECOND: &str = "IJZ";
const THIRD_AFTER_A9: &str = "ABCDEFGHJKSTUW";
const FOURTH_AFTER_AA9: &str = "ABEHMNPRVWXY";
const NEVER_INWARD: &str = "CIKMOV";

/// Upper case with one space in the right place.
pub(super) fn check(entered: &str, _today: NaiveDate) -> Result<String, IdentifierFault> {
    let text = typed::squeeze(KIND, entered, &['-', '.', ','])?;
    if let Some(number) = text.strip_prefix("BFPO") {
        return forces(number);
    }
    if let Some(odd) = text.chars().find(|c| !c.is_ascii_alphanumeric()) {
        return Err(shape(format!(
            "{odd} does not belong in a postcode. Type it again."
        )));
    }
    if !(5..=7).contains(&text.len()) {
        return Err(IdentifierFault::new(
            KIND,
            Wrong::Length,
            format!(
                "A postcode has 5 to 7 letters and digits, as LE1 1AA; this has {}. Look at the paper again.",
                text.len()
            ),
        ));
    }
    let (outward, inward) = text.split_at(text.len() - 3);
    if outward == "ZZ99" {
        pseudo(inward)?;
    } else {
        check_inward(inward)?;
        check_outward(outward)?;
    }
    Ok(format!("{outward} {inward}"))
}

/// Whether a stored or typed postcode says "no fixed abode".
pub fn is_no_fixed_abode(postcode: &str) -> bool {
    same(postcode, NO_FIXED_ABODE)
}

/// Whether a stored or typed postcode is one of the pseudo postcodes: it names no place that could be visited.
pub fn is_pseudo(postcode: &str) -> bool {
    outward(postcode) == "ZZ99"
}

/// The part before the space: the postal district, upper case. Empty for anything too short to have one.
pub fn outward(postcode: &str) -> String {
    let squeezed: String = letters_and_digits(postcode).collect();
    if squeezed.starts_with("BFPO") {
        return "BFPO".to_owned();
    }
    squeezed
        .len()
        .checked_sub(3)
        .and_then(|end| squeezed.get(..end))
        .unwrap_or_default()
        .to_owned()
}

/// Whether the postal district is one of `districts` ("LE1", "LE67", "CV13"), compared whole: LE1 does not cover LE11.
///
/// Pseudo postcodes count as local: a person without an address is not "out of area". Only ever a soft warning.
pub fn local_area(postcode: &str, districts: &[impl AsRef<str>]) -> bool {
    let own = outward(postcode);
    own == "ZZ99"
        || districts
            .iter()
            .any(|district| district.as_ref().trim().eq_ignore_ascii_case(&own))
}

fn letters_and_digits(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
}

fn same(left: &str, right: &str) -> bool {
    letters_and_digits(left).eq(letters_and_digits(right))
}

fn forces(number: &str) -> Result<String, IdentifierFault> {
    let written = number.trim_start_matches('0');
    if written.is_empty() || written.len() > 4 || !written.bytes().all(|b| b.is_ascii_digit()) {
        return Err(shape(
            "A BFPO address is BFPO and a number of up to four digits, as BFPO 57. Look at the paper again.".to_owned(),
        ));
    }
    Ok(format!("BFPO {written}"))
}

/// ZZ99 with a digit, a letter and Z: the countries of the United Kingdom, unknown, no fixed abode, and overseas.
fn pseudo(inward: &str) -> Result<(), IdentifierFault> {
    let places = inward.as_bytes();
    if places[0].is_ascii_digit() && places[1].is_ascii_uppercase() && places[2] == b'Z' {
        return Ok(());
    }
    Err(shape(format!(
        "ZZ99 {inward} is none of the pseudo postcodes. No fixed abode is {NO_FIXED_ABODE}, not known is {NOT_KNOWN}."
    )))
}

fn check_inward(inward: &str) -> Result<(), IdentifierFault> {
    let places: Vec<char> = inward.chars().collect();
    if !places[0].is_ascii_digit() {
        return Err(shape(format!(
            "The second half of a postcode is a digit and two letters, as 1AA; {inward} is not. Look at the paper again."
        )));
    }
    for &letter in &places[1..] {
        if !letter.is_ascii_uppercase() || NEVER_INWARD.contains(letter) {
            return Err(shape(format!(
                "{letter} never stands at the end of a postcode ({inward}). Look at the paper again."
            )));
        }
    }
    Ok(())
}

fn check_outward(outward: &str) -> Result<(), IdentifierFault> {
    let pattern: String = outward
        .chars()
        .map(|c| if c.is_ascii_digit() { '9' } else { 'A' })
        .collect();
    let places: Vec<char> = outward.chars().collect();
    let allowed_end = match pattern.as_str() {
        "A9" | "A99" | "AA9" | "AA99" => None,
        "A9A" => Some(THIRD_AFTER_A9),
        "AA9A" => Some(FOURTH_AFTER_AA9),
        _ => {
            return Err(shape(format!(
                "A postcode starts as LE1, LE11, B1 or SW1A do; {outward} does not. Look at the paper again."
            )));
        }
    };
    if NEVER_FIRST.contains(places[0]) {
        return Err(shape(format!(
            "No postcode starts with {}. Look at the paper again.",
            places[0]
        )));
    }
    if NEVER_SECOND.contains(places[1]) {
        return Err(shape(format!(
            "{} is never the second letter of a postcode ({outward}). Look at the paper again.",
            places[1]
        )));
    }
    let last = places[places.len() - 1];
    match allowed_end {
        Some(allowed) if !allowed.contains(last) => Err(shape(format!(
            "{last} never ends the first half of such a postcode ({outward}). Look at the paper again."
        ))),
        _ => Ok(()),
    }
}

fn shape(sentence: String) -> IdentifierFault {
    IdentifierFault::new(KIND, Wrong::Shape, sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, IdentifierFault> {
        check(text, NaiveDate::MIN)
    }

    #[test]
    fn every_letter_that_never_stands_in_its_place_is_refused() {
        let bad = [
            "Q1 1AA", "V1 1AA", "X1 1AA", // first
            "LI1 1AA", "LJ1 1AA", "LZ1 1AA", // second
            "W1I 1AA", "W1L 1AA", "W1Z 1AA", // third of A9A
            "SW1C 1AA", "SW1I 1AA", "SW1Z 1AA", // fourth of AA9A
            "LE1 1CA", "LE1 1AI", "LE1 1KA", "LE1 1AM", "LE1 1OA", "LE1 1AV", // inward
        ];
        for text in bad {
            assert!(read(text).is_err(), "{text}");
        }
        for text in [
            "M1 1AA", "B33 8TH", "W1A 1HQ", "CR2 6XH", "DN55 1PT", "EC1A 1BB",
        ] {
            assert_eq!(read(text).unwrap(), text);
        }
    }

    #[test]
    fn the_space_goes_before_the_last_three_characters() {
        assert_eq!(read("sw112az").unwrap(), "SW11 2AZ");
        assert_eq!(read(" le 11aa ").unwrap(), "LE1 1AA");
    }

    #[test]
    fn pseudo_and_forces_postcodes_pass_and_their_neighbours_do_not() {
        for text in [
            "ZZ99 3VZ", "ZZ99 3WZ", "ZZ99 3CZ", "ZZ99 3GZ", "ZZ99 1WZ", "ZZ99 2WZ", "ZZ99 6VZ",
        ] {
            assert_eq!(read(text).unwrap(), text);
        }
        assert_eq!(read("bfpo057").unwrap(), "BFPO 57");
        for text in [
            "ZZ99 3VA",
            "ZZ98 3VZ",
            "ZZ99 VVZ",
            "BFPO",
            "BFPO 12345",
            "BFPO X",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn no_fixed_abode_is_known_in_any_spelling() {
        assert!(is_no_fixed_abode("zz993vz"));
        assert!(!is_no_fixed_abode(NOT_KNOWN));
        assert!(is_pseudo(NOT_KNOWN));
        assert!(!is_pseudo("LE1 1AA"));
    }

    #[test]
    fn a_district_is_compared_whole() {
        assert!(local_area("LE1 1AA", &["LE1", "LE67"]));
        assert!(!local_area("LE11 2TT", &["LE1", "LE67"]));
        assert!(local_area("ZZ99 3VZ", &["LE1"]));
        assert_eq!(outward("le113aa"), "LE11");
        assert_eq!(outward(""), "");
        assert_eq!(outward("é1"), "");
    }
}
