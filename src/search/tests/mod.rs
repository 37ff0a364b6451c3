//! Recall by kind of damage, reasons, order, and that a changed index is like a fresh one.

mod asked;
mod likeness;
mod neighbours;
mod people;
mod snapshot;
mod traps;

use super::{Index, Person, fold};
use chrono::NaiveDate;
use people::{DAMAGE, Dice, Maker, damaged};
use proptest::prelude::*;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2012, 6, 1).unwrap()
}

fn person(key: u32, forenames: &str, surname: &str, born: &str) -> Person {
    Person {
        key,
        surname: surname.into(),
        forenames: forenames.into(),
        born: born.parse().ok(),
        born_as_read: born.into(),
        ..Person::default()
    }
}

fn few() -> Vec<Person> {
    let mut all = vec![
        person(1, "John", "Smith", "1984-03-14"),
        person(2, "Peter", "Wood", "1971-12-05"),
        person(3, "Siobhán", "O'Brien", "1990-02-28"),
        person(4, "Łukasz", "Kowalski", "1985-07-01"),
        person(5, "William", "Smith-Jones", "1984-02-31"),
        person(6, "Mohammed", "Ali", "1979-09-09"),
        person(7, "Jane", "Smyth", "1984-06-02"),
        person(8, "Maria", "de Souza", "1966-04-03"),
        person(9, "Wood", "Peterson", "1955-04-03"),
    ];
    all[0].crn = "X320741".into();
    all[0].postcode = "LE2 7AB".into();
    all[1].crn = "X320749".into();
    all[1].pnc = "81/34U".into();
    all[2].nhs_number = "943 476 5919".into();
    all[3].references = vec!["C-000004".into(), "2012-0412".into()];
    all[6].postcode = "LE2 1XX".into();
    all[6].phones = vec!["+44 7700 900123".into()];
    all[7].address = "14 Evington Road, Leicester".into();
    all[7].trainer = "Dale Marsh".into();
    all
}

fn index() -> Index {
    Index::build(few().into_iter())
}

fn top(query: &str) -> (u32, String) {
    let hits = index().find(query, today(), 5);
    hits.first().map_or((0, String::new()), |h| {
        (
            h.key,
            h.why
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(" · "),
        )
    })
}

#[test]
fn each_form_of_query_finds_its_person_and_says_why() {
    for (query, key, why) in [
        (
            "smyth 84 le2",
            7,
            "surname · year of birth · postcode begins",
        ),
        (
            "smythe 84 le2",
            7,
            "surname sounds alike · year of birth · postcode begins",
        ),
        ("x320741", 1, "CRN"),
        ("peter wood", 2, "forename · surname"),
        ("wood peter", 2, "surname · forename"),
        ("140384", 1, "date of birth"),
        ("14/03/1984", 1, "date of birth"),
        ("march 84", 1, "month and year of birth"),
        ("2012-0412", 4, "reference"),
        ("c-000004", 4, "reference"),
        ("c4", 4, "reference"),
        ("obrien", 3, "surname"),
        ("o brien", 3, "surname spaced otherwise"),
        ("O’Brien", 3, "surname"),
        ("lukasz", 4, "forename"),
        ("siobhan", 3, "forename"),
        ("shivaun", 3, "forename, short form"),
        ("johnsmith", 1, "names run together"),
        ("smithjohn", 1, "names run together"),
        ("moham ali", 6, "forename begins · surname"),
        ("mo ali", 6, "short form of Mohammed · surname"),
        ("bill smith", 5, "short form of William · surname"),
        ("desouza", 8, "names spaced otherwise"),
        ("d souza", 8, "surname begins · surname"),
        ("snith john", 1, "surname one letter off · forename"),
        ("wood 5/12/71", 2, "surname · date of birth"),
        (
            "wood 12/05/1971",
            2,
            "surname · date of birth, day and month swapped",
        ),
        ("wood 1972", 2, "surname · year of birth one off"),
        ("smith 31/02/1984", 5, "surname · date of birth"),
        ("81/34u", 2, "PNC"),
        ("1981/0000034u", 2, "PNC"),
        ("9434765919", 3, "NHS number"),
        ("943 476 5919", 3, "NHS number"),
        ("9434765819", 3, "NHS number, one digit differs"),
        ("x320747 smith", 1, "CRN, look-alike characters · surname"),
        ("07700 900123", 7, "phone"),
        ("07700900123", 7, "phone"),
        ("le2 7ab", 1, "postcode"),
        ("evington souza", 8, "address · surname"),
        ("marsh souza", 8, "trainer · surname"),
        ("14 evington", 8, "address"),
    ] {
        assert_eq!(top(query), (key, why.to_owned()), "{query}");
    }
}

#[test]
fn results_are_sensible_after_each_key() {
    let index = index();
    for (query, from) in [
        ("smith john", 3),
        ("x320741", 2),
        ("kowalski", 2),
        ("siobhan obrien", 3),
        ("14/03/1984", 5),
    ] {
        for end in from..=query.len() {
            let hits = index.find(&query[..end], today(), 3);
            let key = top(query).0;
            assert!(
                hits.iter().any(|h| h.key == key),
                "{} of {query}: {hits:?}",
                &query[..end]
            );
        }
    }
}

#[test]
fn an_exact_identifier_comes_first_whatever_else_resembles_it() {
    let hits = index().find("x320741", today(), 5);
    assert_eq!(hits[0].key, 1);
    assert!(hits[0].score > 0.4);
    let wrong = index().find("x320742", today(), 5);
    assert!(
        wrong.iter().any(|h| h.key == 1)
            && wrong[0].why[0].to_string() == "CRN, one character differs"
    );
}

#[test]
fn nothing_is_found_for_nothing_and_hostile_text_does_no_harm() {
    let index = index();
    for query in [
        "",
        "   ",
        "\u{202e}",
        "////",
        "zzzzqqqq",
        &"9".repeat(500),
        &"ab ".repeat(1000),
        "%_*?[",
        "ß\u{301}",
    ] {
        let hits = index.find(query, today(), 5);
        assert!(hits.len() <= 5);
    }
    assert!(index.find("zzzzqqqqx", today(), 5).is_empty());
    assert!(Index::new().find("smith", today(), 5).is_empty());
}

fn made(n: usize) -> Vec<Person> {
    Maker::new(7, n).collect()
}

#[test]
fn each_kind_of_damage_is_forgiven() {
    let people = made(2000);
    let index = Index::build(people.iter().cloned());
    let mut dice = Dice(99);
    for kind in DAMAGE {
        let (mut asked, mut found) = (0, 0);
        while asked < 25 {
            let person = &people[dice.below(people.len())];
            let Some(query) = damaged(person, kind, &mut dice) else {
                continue;
            };
            asked += 1;
            found += usize::from(
                index
                    .find(&query, today(), 3)
                    .iter()
                    .any(|h| h.key == person.key),
            );
        }
        assert!(found * 100 >= asked * 96, "{kind}: {found} of {asked}");
    }
}

#[test]
fn equal_input_gives_equal_order_and_ties_go_by_number() {
    let people = made(1000);
    let index = Index::build(people.iter().cloned());
    let mut back: Vec<Person> = people.clone();
    back.reverse();
    let other = Index::build(back.into_iter());
    for query in [
        "smith",
        "john 84",
        "patel le3",
        "mo ali",
        "a",
        "1984",
        "kowalsky piotr",
    ] {
        let hits = index.find(query, today(), 50);
        assert_eq!(hits, other.find(query, today(), 50), "{query}");
        assert!(hits.windows(2).all(|w| w[0].score > w[1].score
            || (w[0].score <= w[1].score && w[0].key < w[1].key)
            || w[0].score >= w[1].score));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn an_index_that_was_changed_is_like_one_built_afresh(
        acts in prop::collection::vec((0u32..40, 0usize..120, any::<bool>()), 1..80),
    ) {
        let pool = made(120);
        let mut now = std::collections::BTreeMap::new();
        let mut changed = Index::new();
        for (key, which, put) in acts {
            if put {
                let person = Person { key, ..pool[which].clone() };
                changed.put(&person);
                now.insert(key, person);
            } else {
                changed.remove(key);
                now.remove(&key);
            }
        }
        let fresh = Index::build(now.values().cloned());
        prop_assert_eq!(changed.len(), fresh.len());
        for person in now.values().take(5) {
            let outward = person.postcode.split(' ').next().unwrap_or("").to_owned();
            for query in [person.surname.clone(), format!("{} {outward}", person.forenames), person.crn.clone(), "evington".into(), "198".into()] {
                prop_assert_eq!(changed.find(&query, today(), 20), fresh.find(&query, today(), 20), "{}", query);
            }
        }
    }
}

#[test]
fn a_person_being_registered_is_recognised_with_reasons() {
    let index = index();
    let mut again = person(99, "Jon", "Smyth", "1984-03-14");
    again.postcode = "LE2 7AB".into();
    let hits = index.alike(&again, 3);
    assert_eq!(hits[0].key, 1);
    assert!(hits[0].score > 0.9, "{hits:?}");
    let why: Vec<String> = hits[0].why.iter().map(ToString::to_string).collect();
    assert_eq!(
        why,
        [
            "surname sounds alike",
            "forename, short form",
            "date of birth",
            "postcode"
        ]
    );
    let swapped = index.alike(&person(99, "Wood", "Peter", "1971-05-12"), 3);
    assert_eq!(swapped[0].key, 2);
    assert!(
        swapped[0]
            .why
            .iter()
            .any(|w| w.to_string() == "names swapped")
    );
    assert!(
        index
            .alike(&person(99, "Quentin", "Vanterpool", "1961-01-30"), 3)
            .is_empty()
    );
}

/// Same name, same home, another life.
#[test]
fn twins_and_father_and_son_are_not_merged_by_the_score_alone() {
    let home = |mut p: Person| {
        p.address = "12 Narborough Road, Leicester".into();
        p.postcode = "LE3 0BU".into();
        p.phones = vec!["0116 496 0123".into()];
        p
    };
    let mut people = made(500);
    let twin = home(person(5000, "Imran", "Quaresma", "1985-05-05"));
    let other = home(person(5001, "Adeel", "Quaresma", "1985-05-05"));
    let father = home(person(5002, "Derek", "Haverstock", "1955-06-07"));
    let son = home(person(5003, "Derek", "Haverstock", "1983-09-11"));
    let mut reused = person(5004, "Blessing", "Oyelaran", "1990-10-10");
    reused.nhs_number = "9434765919".into();
    let mut stranger = person(5005, "Gordon", "Pettifer", "1947-02-03");
    stranger.nhs_number = "9434765919".into();
    people.extend([twin, other, father, son, reused, stranger]);
    let found = super::duplicates::pairs(&people, 0.5);
    assert!(found.iter().all(|p| p.a < 5000 || p.b < 5000), "{found:?}");
}

/// A street of families: nobody of them is another, however much they share.
#[test]
#[allow(clippy::too_many_lines)] // one line a family
fn households_are_told_from_one_person_written_twice() {
    let home = |key, forenames: &str, born: &str| Person {
        address: "12 Narborough Road, Leicester".into(),
        postcode: "LE3 0BU".into(),
        phones: vec!["0116 496 0123".into()],
        ..person(key, forenames, "Quaresma", born)
    };
    let score = |a: Person, b: Person| {
        let mut people = made(500);
        people.extend([a, b]);
        let found = super::duplicates::pairs(&people, 0.0);
        let pair = found.iter().find(|p| p.a == 5000 && p.b == 5001);
        pair.map_or(0.0, |p| p.score)
    };
    let review = super::duplicates::REVIEW;
    for (what, a, b, least, most) in [
        (
            "brothers",
            ("Imran", "1985-05-05"),
            ("Adeel", "1988-01-30"),
            0.0,
            0.05,
        ),
        (
            "mother and son",
            ("Rosa", "1955-06-07"),
            ("Imran", "1985-05-05"),
            0.0,
            0.05,
        ),
        (
            "father and son",
            ("Derek", "1955-06-07"),
            ("Derek", "1983-09-11"),
            0.0,
            0.25,
        ),
        (
            "twins",
            ("Imran", "1985-05-05"),
            ("Adeel", "1985-05-05"),
            0.0,
            0.45,
        ),
        (
            "twins, one second name",
            ("Imran Ali", "1985-05-05"),
            ("Adeel Ali", "1985-05-05"),
            0.0,
            0.45,
        ),
        (
            "twins much alike",
            ("Hassan", "1985-05-05"),
            ("Hussain", "1985-05-05"),
            0.0,
            0.45,
        ),
        (
            "a slip",
            ("Imran", "1985-05-05"),
            ("Irman", "1985-05-05"),
            review,
            1.0,
        ),
        (
            "a short form",
            ("William", "1985-05-05"),
            ("Bill", "1985-05-05"),
            0.9,
            1.0,
        ),
        (
            "an initial",
            ("Imran", "1985-05-05"),
            ("I", "1985-05-05"),
            0.5,
            1.0,
        ),
        (
            "day and month",
            ("Imran", "1985-05-04"),
            ("Imran", "1985-04-05"),
            0.9,
            1.0,
        ),
        (
            "an impossible date",
            ("Imran", "1985-02-31"),
            ("Imran", "1985-02-31"),
            0.9,
            1.0,
        ),
    ] {
        let found = score(home(5000, a.0, a.1), home(5001, b.0, b.1));
        assert!((least..=most).contains(&found), "{what}: {found}");
    }
}

#[test]
fn one_slip_more_among_slips_is_still_one_person() {
    let mut careful = person(5000, "Imran", "Quaresma", "1985-05-05");
    careful.address = "12 Narborough Road, Leicester".into();
    careful.postcode = "LE3 0BU".into();
    let mut careless = careful.clone();
    careless.key = 5001;
    careless.forenames = "Adeel".into();
    careless.surname = "Quarezma".into();
    careless.address = "12 Narboruogh Road, Leicester".into();
    let mut people = made(500);
    people.extend([careful, careless]);
    let found = super::duplicates::pairs(&people, super::duplicates::REVIEW);
    assert!(found.iter().any(|p| (p.a, p.b) == (5000, 5001)));
}

#[test]
fn two_with_hard_numbers_of_their_own_are_two_whatever_else_they_share() {
    let mut people = made(500);
    let mut twin = person(5000, "Imran", "Quaresma", "1985-05-05");
    twin.crn = "X320741".into();
    let mut other = person(5001, "Adeel", "Quaresma", "1985-05-05");
    other.crn = "D118204".into();
    people.extend([twin, other]);
    let review = super::duplicates::REVIEW;
    let found = super::duplicates::pairs(&people, review);
    assert!(found.iter().all(|p| p.a < 5000), "{found:?}");
}

#[test]
fn damaged_copies_are_found_as_pairs_and_strangers_are_not() {
    let mut people = made(1500);
    let mut dice = Dice(5);
    let mut copies = Vec::new();
    for i in 0..200u32 {
        let mut copy = people[dice.below(1500)].clone();
        copies.push((copy.key, 10_000 + i));
        copy.key = 10_000 + i;
        copy.references.clear();
        match i % 5 {
            0 => std::mem::swap(&mut copy.surname, &mut copy.forenames),
            1 => copy.surname.insert(2, 'e'),
            2 => {
                copy.born = copy
                    .born
                    .and_then(|b| b.checked_add_days(chrono::Days::new(366)));
            }
            3 => copy.address.clear(),
            _ => copy.forenames = copy.forenames.split(' ').next().unwrap_or("").to_owned(),
        }
        (copy.crn, copy.nhs_number, copy.pnc) = (String::new(), String::new(), String::new());
        people.push(copy);
    }
    let found = super::duplicates::pairs(&people, 0.5);
    let hit = copies
        .iter()
        .filter(|c| found.iter().any(|p| (p.a, p.b) == **c))
        .count();
    assert!(hit >= 190, "{hit} of 200");
    let wrong = found.iter().filter(|p| p.b < 10_000).count();
    assert!(wrong <= 4, "{wrong} wrong of {}", found.len());
}
