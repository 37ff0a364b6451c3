//! One way of writing for each number, also of one that no check lets through: what a list brought is compared as the number it is
//! meant to be, however it was spaced.

use super::IdentifierKind;

/// Capitals and digits only, with what people leave out put in (`02/73319Z` → `20020073319Z`, `65656/91H` → `06565691H`).
pub fn written_one_way(kind: IdentifierKind, text: &str) -> String {
    let plain = plain(text);
    match kind {
        IdentifierKind::Pnc => whole_pnc(text).unwrap_or(plain),
        IdentifierKind::Cro => whole_cro(text).unwrap_or(plain),
        _ => plain,
    }
}

/// Capitals and digits only.
pub fn plain(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// A police number: four-digit year, seven digits, letter. Two-digit years above 30 are of the last century (the file
/// holds no serial before 1931 and the register ended long before 2030).
pub fn whole_pnc(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.replace(['-', '\\'], "/");
    let (year, rest) = if let Some((y, r)) = text.split_once('/') {
        (y, r)
    } else if text.len() >= 5 && text.is_ascii() {
        text.split_at(if text.len() >= 12 { 4 } else { 2 })
    } else {
        return None;
    };
    let letter = rest.chars().last().filter(char::is_ascii_alphabetic)?;
    let serial = &rest[..rest.len() - 1];
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(year) || !digits(serial) || serial.len() > 7 {
        return None;
    }
    let year: u32 = match year.len() {
        2 => year
            .parse()
            .map(|y: u32| if y > 30 { 1900 + y } else { 2000 + y })
            .ok()?,
        4 => year.parse().ok()?,
        _ => return None,
    };
    Some(format!("{year}{serial:0>7}{}", letter.to_ascii_uppercase()))
}

/// A criminal records number: six digits, two of the year, letter; `SF` numbers stay as they are.
fn whole_cro(text: &str) -> Option<String> {
    let (serial, rest) = text.trim().split_once(['/', '-', '\\'])?;
    let ok = !serial.is_empty() && serial.len() <= 6 && serial.bytes().all(|b| b.is_ascii_digit());
    ok.then(|| format!("{serial:0>6}{}", plain(rest)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use IdentifierKind::{Crn, Cro, NhsNumber, Pnc};

    #[test]
    fn a_number_is_one_however_it_is_spaced_and_whether_its_check_letter_is_right_or_not() {
        for (kind, spellings) in [
            (
                Pnc,
                &["81/34V", "1981/0000034V", "81-34v", "1981 / 34V", "81\\34V"][..],
            ),
            (Cro, &["65656/91H", "065656/91H", "65656-91h"]),
            (NhsNumber, &["943 476 5918", "943-476-5918", "9434765918"]),
            (Crn, &["x-320741", "X320741"]),
        ] {
            let one: Vec<String> = spellings.iter().map(|s| written_one_way(kind, s)).collect();
            assert!(one.windows(2).all(|two| two[0] == two[1]), "{one:?}");
        }
        assert_ne!(
            written_one_way(Pnc, "81/34V"),
            written_one_way(Pnc, "81/34W")
        );
    }
}
