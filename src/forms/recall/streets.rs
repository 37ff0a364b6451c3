//! The street of an address: what is left when everything that could tell whose address it is has gone.
//!
//! # Why
//! Postcode first, then only the house number: that saves most of the longest box on the registration. What is offered is the name of a
//! street that clients on the books gave with this very postcode, never a number, a flat, or who lives there.

/// Words before the number of a flat.
const FLATS: [&str; 6] = ["flat", "apartment", "apt", "unit", "room", "rm"];

/// The street of an address that begins with a house number: `12a Mill Lane, Coalville` → `Mill Lane, Coalville`. Nothing where the
/// address does not begin so, or where more figures or a person follow.
pub fn street_of(address: &str) -> Option<&str> {
    let rest = after_number(address)?.trim_start_matches([',', ' ']);
    let lower = rest.to_lowercase();
    let tells = lower.contains("c/o") || lower.contains("care of") || lower.contains('(');
    let figures = rest.contains(|c: char| c.is_ascii_digit());
    (rest.chars().count() >= 4 && !tells && !figures).then_some(rest)
}

/// Whether this is a house number and nothing else yet: `12`, `12a`, `Flat 3, 12`.
pub fn is_number(typed: &str) -> bool {
    after_number(typed.trim()).is_some_and(str::is_empty)
}

/// What follows the house number.
fn after_number(address: &str) -> Option<&str> {
    let mut rest = address.trim();
    let (first, more) = word(rest);
    if FLATS.contains(&first.to_lowercase().as_str()) {
        let (number, street) = word(more);
        // `Flat 3 Mill Court` has no number of the house: what follows may be a house of one family.
        if !is_figure(number) {
            return None;
        }
        rest = street;
    }
    let (number, street) = word(rest);
    is_figure(number).then_some(street)
}

/// The first word, without the comma behind it, and what follows.
fn word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let end = text.find([' ', ',']).unwrap_or(text.len());
    (&text[..end], text[end..].trim_start_matches([',', ' ']))
}

/// `12`, `12a`, `12-14`.
fn is_figure(word: &str) -> bool {
    let part = |part: &str| {
        let digits = part.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        !digits.is_empty()
            && part.len() - digits.len() <= 1
            && digits.bytes().all(|b| b.is_ascii_digit())
    };
    word.split('-').all(part)
}

/// The street that most of these addresses have; each comes with the names of who lives there, whose street is left out where it
/// holds one of them and nobody else has it.
pub fn commonest<'a>(lived: impl Iterator<Item = (&'a str, Vec<String>)>) -> Option<String> {
    let mut streets: Vec<(String, usize, bool)> = Vec::new();
    for (address, names) in lived {
        let Some(street) = street_of(address) else {
            continue;
        };
        let words: Vec<String> = street
            .split(|c: char| !c.is_alphabetic())
            .map(str::to_lowercase)
            .collect();
        let named = names
            .iter()
            .flat_map(|name| name.split(|c: char| !c.is_alphabetic()))
            .any(|name| name.chars().count() > 1 && words.contains(&name.to_lowercase()));
        match streets
            .iter_mut()
            .find(|(known, ..)| known.eq_ignore_ascii_case(street))
        {
            Some((_, count, personal)) => {
                *count += 1;
                *personal = false;
            }
            None => streets.push((street.to_owned(), 1, named)),
        }
    }
    streets.retain(|(.., personal)| !personal);
    streets
        .into_iter()
        .max_by_key(|(_, count, _)| *count)
        .map(|(street, ..)| street)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_street_is_left_of_an_address() {
        assert_eq!(
            street_of("12 Mill Lane, Coalville"),
            Some("Mill Lane, Coalville")
        );
        assert_eq!(street_of("12a, Mill Lane"), Some("Mill Lane"));
        assert_eq!(street_of("Flat 3, 12 Mill Lane"), Some("Mill Lane"));
        for tells in [
            "Mill Lane",
            "Rose Cottage, Mill Lane",
            "c/o 12 Mill Lane",
            "12 c/o Mrs Harris, Mill Lane",
            "12 Mill Lane (mother's)",
            "Flat 3 Mill Court",
            "12 Room 4, Mill Lane",
            "12",
        ] {
            assert_eq!(street_of(tells), None, "{tells}");
        }
    }

    #[test]
    fn a_house_number_is_known_as_one() {
        for number in ["1", "12", "12a", "12-14", "flat 3, 12", "Flat 3 12b "] {
            assert!(is_number(number), "{number}");
        }
        for other in ["", "12 M", "flat 3", "abc", "12ab"] {
            assert!(!is_number(other), "{other}");
        }
    }

    #[test]
    fn the_commonest_street_is_offered_and_none_that_names_who_lives_there() {
        let lived = |list: Vec<(&'static str, &str)>| {
            commonest(list.into_iter().map(|(a, n)| (a, vec![n.to_owned()])))
        };
        let offered = lived(vec![
            ("1 High Street", "Ann"),
            ("9 Mill Lane", "Bea"),
            ("12 mill lane", "Carl"),
        ]);
        assert_eq!(offered.as_deref(), Some("Mill Lane"));
        assert_eq!(lived(vec![("4 Harris Farm", "Dale Harris")]), None);
        let two = lived(vec![
            ("4 Harris Close", "Dale Harris"),
            ("6 Harris Close", "Mo Khan"),
        ]);
        assert_eq!(two.as_deref(), Some("Harris Close"));
    }
}
