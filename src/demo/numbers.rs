//! Made-up identifiers with the right check letters.
//!
//! # Why
//! The desk refuses a number whose check letter is wrong, so made-up ones must be right; and they must belong to nobody.
//! NHS numbers are taken from the 999 range, which is never issued; phones from the ranges kept free for drama.

use super::random::Chance;

/// The letters of PNC ids and CRO numbers, by remainder modulo 23.
const LETTERS: &[u8; 23] = b"ZABCDEFGHJKLMNPQRTUVWXY";

/// The inward letters that postcodes use.
const INWARD: &[u8] = b"ABDEFGHJLNPQRSTUWXYZ";

/// A case reference number: a letter and six digits. Each `n` below 14 million has its own. None begins with C, which
/// a reader may take for one of the service's own client numbers.
pub fn crn(n: u32) -> String {
    // Multiplying by a number prime to the modulus spreads neighbours without ever meeting.
    let spread = (u64::from(n) * 8_675_309 + 424_242) % 14_000_000;
    let letter = char::from(b"XDABEFGHJKLMNP"[(spread / 1_000_000) as usize]);
    format!("{letter}{:06}", spread % 1_000_000)
}

/// An NHS number of the range that is never issued; none where the ten digits would have no check digit.
/// Each `n` below a million has its own; beyond it there is none left.
pub fn nhs_number(n: u32) -> Option<String> {
    if n >= 1_000_000 {
        return None;
    }
    let body = 999_000_000 + (u64::from(n) * 618_033 + 271_828) % 1_000_000;
    let digits = body.to_string();
    let sum: u64 = digits
        .bytes()
        .zip((2..=10).rev())
        .map(|(digit, weight)| u64::from(digit - b'0') * weight)
        .sum();
    match 11 - sum % 11 {
        10 => None,
        check => Some(format!("{body}{}", check % 11)),
    }
}

/// A PNC id of a year in its long form. Each `n` below ten million has its own.
pub fn pnc(n: u32, year: i32) -> String {
    let serial = (u64::from(n) * 7_654_321 + 98_765) % 10_000_000;
    let rest = (year.rem_euclid(100) as u64 * 10_000_000 + serial) % 23;
    format!("{year}/{serial:07}{}", char::from(LETTERS[rest as usize]))
}

/// A CRO number of a year.
pub fn cro(chance: &mut Chance, year: i32) -> String {
    let serial = chance.between(1_000, 199_999) as u64;
    let year = year.rem_euclid(100) as u64;
    let rest = (year * 1_000_000 + serial) % 23;
    format!(
        "{serial:06}/{year:02}{}",
        char::from(LETTERS[rest as usize])
    )
}

/// A National Insurance number with a prefix that is not issued to people.
pub fn ni_number(chance: &mut Chance) -> String {
    let suffix = char::from(*chance.pick(b"ABCD"));
    format!("AA{:06}{suffix}", chance.below(1_000_000))
}

/// A prison number.
pub fn noms(chance: &mut Chance) -> String {
    let number = chance.below(10_000);
    let (first, second) = (*chance.pick(INWARD), *chance.pick(INWARD));
    format!("A{number:04}{}{}", char::from(first), char::from(second))
}

/// A postcode in this district.
pub fn postcode(chance: &mut Chance, outward: &str) -> String {
    let inward = chance.below(10);
    let (first, second) = (*chance.pick(INWARD), *chance.pick(INWARD));
    format!(
        "{outward} {inward}{}{}",
        char::from(first),
        char::from(second)
    )
}

/// A mobile number of the range kept for drama (07700 900000 to 900999).
pub fn mobile(chance: &mut Chance) -> String {
    format!("07700900{:03}", chance.below(1000))
}

/// A Leicester number of the range kept for drama (0116 496 0000 to 0999).
pub fn landline(chance: &mut Chance) -> String {
    format!("01164960{:03}", chance.below(1000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::identifier::{self, IdentifierKind};
    use chrono::NaiveDate;
    use std::collections::HashSet;

    #[test]
    fn made_up_numbers_pass_the_checks_of_real_ones_in_their_normal_form() {
        let mut chance = Chance::new(11);
        let today = NaiveDate::from_ymd_opt(2012, 12, 31).unwrap();
        for n in 0..300 {
            let made = [
                (IdentifierKind::Crn, crn(n)),
                (IdentifierKind::Pnc, pnc(n, 1999)),
                (IdentifierKind::Cro, cro(&mut chance, 2004)),
                (IdentifierKind::NiNumber, ni_number(&mut chance)),
                (IdentifierKind::Noms, noms(&mut chance)),
                (IdentifierKind::Postcode, postcode(&mut chance, "LE11")),
                (IdentifierKind::Phone, mobile(&mut chance)),
                (IdentifierKind::Phone, landline(&mut chance)),
            ];
            let nhs = nhs_number(n).map(|text| (IdentifierKind::NhsNumber, text));
            for (kind, text) in made.into_iter().chain(nhs) {
                assert_eq!(identifier::check(kind, &text, today), Ok(text));
            }
        }
    }

    #[test]
    fn no_two_clients_share_a_crn() {
        let seen: HashSet<String> = (0..50_000).map(crn).collect();
        assert_eq!(seen.len(), 50_000);
    }
}
