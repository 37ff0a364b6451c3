//! What happens to the details of one person between two pieces of paper, other than in the tests of search: lives change, forms are
//! filled in by others, and copies are read by machines.

use super::origins::{CALLED, surname, usual};
use super::others::{Somebody, forenames_of, home};
use super::people::Dice;

/// What a mishap does; false where it can do nothing to her.
type Change = fn(&mut Somebody, &mut Dice) -> bool;

/// Each mishap, how often it is met of all, and what it does.
const MISHAPS: &[(usize, &str, Change)] = &[
    (8, "called otherwise", called),
    (6, "married", married),
    (4, "two surnames", hyphened),
    (14, "moved house", moved),
    (4, "day and month swapped", day_and_month),
    (6, "another digit in the date", date_digit),
    (3, "another year", year_off),
    (4, "no date of birth", no_date),
    (3, "only the year", year_only),
    (5, "postcode misread", postcode),
    (4, "no postcode", no_postcode),
    (4, "no address", no_address),
    (7, "address put otherwise", address_otherwise),
    (4, "names swapped", names_swapped),
    (10, "surname by ear", surname_by_ear),
    (7, "forename by ear", forename_by_ear),
    (6, "surname misread", surname_misread),
    (4, "forename misread", forename_misread),
    (6, "second forename", second_forename),
    (3, "initial", initial),
    (4, "letters changed over", changed_over),
];

/// One mishap; its name, or nothing where it can do nothing to her.
pub fn mishap(her: &mut Somebody, dice: &mut Dice) -> Option<&'static str> {
    let all: usize = MISHAPS.iter().map(|m| m.0).sum();
    let mut at = dice.below(all);
    for (often, name, change) in MISHAPS {
        match at.checked_sub(*often) {
            Some(left) => at = left,
            None => return change(her, dice).then_some(*name),
        }
    }
    None
}

fn called(her: &mut Somebody, dice: &mut Dice) -> bool {
    let first = her.person.forenames.split(' ').next().unwrap_or("");
    let Some((_, short)) = CALLED.iter().find(|(name, _)| *name == first) else {
        return second_forename(her, dice);
    };
    her.person.forenames = dice.of(short).to_owned();
    true
}

fn married(her: &mut Somebody, dice: &mut Dice) -> bool {
    if !her.is_woman {
        return moved(her, dice);
    }
    her.person.surname = surname(her.origin, dice);
    // Who marries often moves.
    dice.percent(50).then(|| moved(her, dice));
    true
}

fn hyphened(her: &mut Somebody, dice: &mut Dice) -> bool {
    let parts: Vec<&str> = her.person.surname.split(['-', ' ']).collect();
    let between = dice.of(&["-", " "]).to_owned();
    her.person.surname = match (parts.as_slice(), dice.percent(50)) {
        ([one, _, ..], true) => (*one).to_owned(),
        ([_, .., last], false) => (*last).to_owned(),
        (_, true) => format!(
            "{}{between}{}",
            her.person.surname,
            surname(her.origin, dice)
        ),
        (_, false) => format!(
            "{}{between}{}",
            surname(her.origin, dice),
            her.person.surname
        ),
    };
    true
}

fn moved(her: &mut Somebody, dice: &mut Dice) -> bool {
    (her.person.address, her.person.postcode) = home(dice);
    true
}

/// Year, month and day, where all are there.
fn date_of(her: &Somebody) -> Option<[usize; 3]> {
    let mut parts = her.person.born_as_read.split('-').map(str::parse);
    match [parts.next(), parts.next(), parts.next()] {
        [Some(Ok(y)), Some(Ok(m)), Some(Ok(d))] => Some([y, m, d]),
        _ => None,
    }
}

fn say_date(her: &mut Somebody, [y, m, d]: [usize; 3]) -> bool {
    her.person.born_as_read = format!("{y}-{m:02}-{d:02}");
    true
}

fn day_and_month(her: &mut Somebody, _: &mut Dice) -> bool {
    match date_of(her) {
        Some([y, m, d]) if d <= 12 && d != m => say_date(her, [y, d, m]),
        _ => false,
    }
}

fn date_digit(her: &mut Somebody, dice: &mut Dice) -> bool {
    let Some([y, m, d]) = date_of(her) else {
        return false;
    };
    let another = |old: usize, least: usize, most: usize, dice: &mut Dice| loop {
        let new = least + dice.below(most - least + 1);
        if new != old {
            break new;
        }
    };
    let date = match dice.below(4) {
        0 => [y - y % 10 + another(y % 10, 0, 9, dice), m, d],
        1 => [y, another(m, 1, 12, dice), d],
        2 => [y, m, d - d % 10 + another(d % 10, 0, 9, dice).min(8)],
        _ => [y, m, (d % 10).max(1) + 10 * another(d / 10, 0, 2, dice)],
    };
    say_date(her, date)
}

fn year_off(her: &mut Somebody, dice: &mut Dice) -> bool {
    let by = if dice.percent(70) { 1 } else { 10 };
    match date_of(her) {
        Some([y, m, d]) if dice.percent(50) => say_date(her, [y + by, m, d]),
        Some([y, m, d]) => say_date(her, [y - by, m, d]),
        None => false,
    }
}

fn no_date(her: &mut Somebody, _: &mut Dice) -> bool {
    her.person.born_as_read.clear();
    true
}

fn year_only(her: &mut Somebody, _: &mut Dice) -> bool {
    match date_of(her) {
        Some([y, ..]) => {
            her.person.born_as_read = y.to_string();
            true
        }
        None => false,
    }
}

/// One letter or digit read as another that looks like it, or two changed over.
fn postcode(her: &mut Somebody, dice: &mut Dice) -> bool {
    let code = &her.person.postcode;
    if code.len() < 5 {
        return false;
    }
    let last = code.len() - 1;
    let mut letters: Vec<char> = code.chars().collect();
    match dice.below(4) {
        0 => letters.swap(last - 1, last),
        1 => letters.retain(|c| *c != ' '),
        2 => letters[last - 2] = char::from(b'1' + dice.below(9) as u8),
        _ => {
            letters[last - dice.below(2)] = *b"BDHNPTUW"
                .map(char::from)
                .get(dice.below(8))
                .unwrap_or(&'B');
        }
    }
    her.person.postcode = letters.into_iter().collect();
    true
}

fn no_postcode(her: &mut Somebody, dice: &mut Dice) -> bool {
    let code = &mut her.person.postcode;
    match code.split_once(' ') {
        Some((outward, _)) if dice.percent(30) => *code = outward.to_owned(),
        _ => code.clear(),
    }
    true
}

fn no_address(her: &mut Somebody, _: &mut Dice) -> bool {
    her.person.address.clear();
    true
}

/// Short words for long ones, without the district or the flat, or the number with its letter.
fn address_otherwise(her: &mut Somebody, dice: &mut Dice) -> bool {
    let address = &mut her.person.address;
    match dice.below(4) {
        0 => {
            for (long, short) in [
                ("Road", "Rd"),
                ("Street", "St"),
                ("Avenue", "Ave"),
                ("Close", "Cl"),
                ("Crescent", "Cres"),
                ("Gardens", "Gdns"),
                ("Drive", "Dr"),
            ] {
                *address = address.replace(long, short);
            }
        }
        1 => *address = address.rsplit_once(',').map_or("", |a| a.0).to_owned(),
        2 => {
            if let Some((flat, rest)) = address.split_once(", ")
                && flat.starts_with("Flat")
            {
                *address = rest.to_owned();
            } else {
                *address = format!("{address}, Nottingham");
            }
        }
        _ => *address = misread(address, dice),
    }
    true
}

fn names_swapped(her: &mut Somebody, _: &mut Dice) -> bool {
    std::mem::swap(&mut her.person.surname, &mut her.person.forenames);
    true
}

/// Letters that are heard as others.
const BY_EAR: &[(&str, &str)] = &[
    ("ph", "f"),
    ("f", "ph"),
    ("ck", "k"),
    ("c", "k"),
    ("k", "c"),
    ("ie", "y"),
    ("y", "ie"),
    ("ee", "ea"),
    ("ea", "ee"),
    ("ou", "u"),
    ("oo", "u"),
    ("u", "oo"),
    ("ei", "i"),
    ("i", "y"),
    ("th", "t"),
    ("t", "tt"),
    ("ll", "l"),
    ("l", "ll"),
    ("nn", "n"),
    ("n", "nn"),
    ("ss", "s"),
    ("z", "s"),
    ("w", "v"),
    ("sz", "sh"),
    ("cz", "ch"),
    ("ł", "l"),
    ("sh", "ch"),
    ("kh", "k"),
    ("gh", "g"),
    ("dh", "d"),
    ("er", "a"),
    ("a", "er"),
    ("on", "en"),
    ("en", "on"),
    ("an", "en"),
    ("aw", "or"),
    ("or", "aw"),
    ("j", "g"),
    ("qu", "kw"),
    ("x", "ks"),
    ("e", "a"),
    ("a", "e"),
    ("o", "u"),
    ("h", ""),
    ("ey", "y"),
    ("rr", "r"),
    ("mc", "mac"),
    ("mac", "mc"),
];
/// Letters that are read as others, by people and by machines.
const BY_EYE: &[(&str, &str)] = &[
    ("rn", "m"),
    ("m", "rn"),
    ("cl", "d"),
    ("d", "cl"),
    ("u", "n"),
    ("n", "u"),
    ("h", "b"),
    ("b", "h"),
    ("e", "c"),
    ("c", "e"),
    ("a", "o"),
    ("o", "a"),
    ("w", "vv"),
    ("i", "l"),
    ("l", "i"),
    ("li", "h"),
    ("t", "f"),
    ("f", "t"),
    ("g", "q"),
    ("y", "v"),
    ("v", "r"),
    ("nn", "m"),
    ("ri", "n"),
    ("tt", "ll"),
    ("s", "5"),
    ("o", "0"),
    ("l", "1"),
    ("k", "h"),
    ("r", "v"),
];

/// Exchanges one place of a text, where any is there.
fn exchange(text: &str, table: &[(&str, &str)], dice: &mut Dice) -> String {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return text.to_owned();
    }
    let mut places = Vec::new();
    for (from, to) in table {
        places.extend(lower.match_indices(from).map(|(at, _)| (at, *from, *to)));
    }
    if places.is_empty() {
        return text.to_owned();
    }
    let (at, from, to) = places[dice.below(places.len())];
    format!("{}{to}{}", &text[..at], &text[at + from.len()..])
}

fn misread(text: &str, dice: &mut Dice) -> String {
    exchange(text, BY_EYE, dice)
}

fn surname_by_ear(her: &mut Somebody, dice: &mut Dice) -> bool {
    for _ in 0..=dice.below(2) {
        her.person.surname = exchange(&her.person.surname, BY_EAR, dice);
    }
    true
}

fn forename_by_ear(her: &mut Somebody, dice: &mut Dice) -> bool {
    for _ in 0..=dice.below(2) {
        her.person.forenames = exchange(&her.person.forenames, BY_EAR, dice);
    }
    true
}

fn surname_misread(her: &mut Somebody, dice: &mut Dice) -> bool {
    her.person.surname = misread(&her.person.surname, dice);
    true
}

fn forename_misread(her: &mut Somebody, dice: &mut Dice) -> bool {
    her.person.forenames = misread(&her.person.forenames, dice);
    true
}

/// The second forename alone, the first alone, both the other way about, or one more.
fn second_forename(her: &mut Somebody, dice: &mut Dice) -> bool {
    let parts: Vec<String> = her.person.forenames.split(' ').map(str::to_owned).collect();
    her.person.forenames = match (parts.as_slice(), dice.below(4)) {
        ([first, _, ..], 0 | 1) => first.clone(),
        ([_, second, ..], 2) => second.clone(),
        ([first, second, ..], _) => format!("{second} {first}"),
        ([first], _) => format!(
            "{first} {}",
            usual(forenames_of(her.origin, her.is_woman), dice)
        ),
        ([], _) => return false,
    };
    true
}

fn initial(her: &mut Somebody, _: &mut Dice) -> bool {
    her.person.forenames = her.person.forenames.chars().take(1).collect();
    true
}

fn changed_over(her: &mut Somebody, dice: &mut Dice) -> bool {
    let name = if dice.percent(60) {
        &mut her.person.surname
    } else {
        &mut her.person.forenames
    };
    let mut letters: Vec<char> = name.chars().collect();
    if letters.len() < 4 {
        return false;
    }
    let at = 1 + dice.below(letters.len() - 2);
    letters.swap(at, at + 1);
    *name = letters.into_iter().collect();
    true
}
