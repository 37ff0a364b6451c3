//! What makes two records one person's, where a sum of agreements would be wrong: names that go together, days that are put down for
//! many, homes that many share, and details of which only a part is known.

use super::super::Sex;
use super::super::duplicates::{REVIEW, pairs};
use super::{Person, made, person};

/// Why two may be one, in words.
pub(super) fn why(a: Person, b: Person) -> String {
    let mut people = made(500);
    people.extend([Person { key: 5000, ..a }, Person { key: 5001, ..b }]);
    let found = pairs(&people, 0.0);
    let pair = found.iter().find(|p| (p.a, p.b) == (5000, 5001));
    let why = pair.map(|p| p.why.iter().map(ToString::to_string).collect::<Vec<_>>());
    why.unwrap_or_default().join(", ")
}

fn of_sex(code: &str, p: Person) -> Person {
    let sex = Sex::of(code);
    Person { sex, ..p }
}

/// How probable it is that two are one, among some hundred others.
pub(super) fn score(a: Person, b: Person) -> f32 {
    score_among(made(500), a, b)
}

fn score_among(mut people: Vec<Person>, a: Person, b: Person) -> f32 {
    people.extend([Person { key: 5000, ..a }, Person { key: 5001, ..b }]);
    let found = pairs(&people, 0.0);
    let pair = found.iter().find(|p| (p.a, p.b) == (5000, 5001));
    pair.map_or(0.0, |p| p.score)
}

pub(super) fn at(address: &str, postcode: &str, p: Person) -> Person {
    Person {
        address: address.into(),
        postcode: postcode.into(),
        ..p
    }
}

const HERE: (&str, &str) = ("12 Narborough Road, Leicester", "LE3 0BU");
const THERE: (&str, &str) = ("71 Tannery Walk, Oakham", "LE15 9QX");

fn here(p: Person) -> Person {
    at(HERE.0, HERE.1, p)
}

fn there(p: Person) -> Person {
    at(THERE.0, THERE.1, p)
}

#[test]
fn a_rare_name_alone_is_nobody() {
    let known = || person(0, "Thaddeus Ignatius", "Quaresma", "1985-05-05");
    let without = || Person {
        born_as_read: String::new(),
        born: None,
        ..known()
    };
    assert!(score(without(), without()) < REVIEW);
    assert!(score(here(known()), there(without())) < REVIEW);
    assert!(score(here(known()), there(known())) > 0.9, "one who moved");
    assert!(score(here(known()), here(without())) > 0.9);
}

#[test]
fn one_name_and_year_at_two_homes_are_two() {
    let one = here(person(0, "Robert Luke", "Yarmoby", "1967-07-17"));
    let other = there(person(0, "Robert Luke", "Yarmoby", "1967-02-19"));
    assert!(score(one, other) < 0.1);
}

#[test]
fn of_a_date_the_year_alone_counts_too() {
    let whole = || here(person(0, "Shahid", "Quaresma", "1960-10-08"));
    let year = |y: &str| here(person(0, "Shahid", "Quaresma", y));
    assert!(score(whole(), year("1960")) > 0.9);
    assert!(score(whole(), year("1960")) > score(whole(), year("1987")));
}

#[test]
fn the_first_of_january_is_put_down_for_many() {
    let born = |day: &str, surname: &str| there(person(0, "Farah", surname, day));
    let usual = score(
        here(person(0, "Farah", "Guled", "1975-01-01")),
        born("1976-01-01", "Guled"),
    );
    let other = score(
        here(person(0, "Farah", "Guled", "1975-04-09")),
        born("1976-04-09", "Guled"),
    );
    assert!(usual < REVIEW && usual < other, "{usual} {other}");
}

#[test]
fn two_of_a_hostel_are_not_one_for_living_there() {
    let hostel = |key: u32| here(person(key, "Somebody", "Else", "1970-02-02"));
    let mut people = made(500);
    people.extend((600..620).map(|key| Person {
        surname: format!("Resident{key}"),
        forenames: format!("Guest{key}"),
        born_as_read: format!("19{}-03-04", key - 540),
        born: None,
        ..hostel(key)
    }));
    let one = here(person(0, "Adam", "Sutton", "1973-02-14"));
    let other = here(person(0, "Adam", "Baxter", "1988-08-04"));
    assert!(score_among(people.clone(), one, other) < REVIEW);
    let one = here(person(0, "George", "Copplecombe", "1983-02-15"));
    let other = here(person(0, "Charlotte", "Gardiner", "1982-02-15"));
    assert!(score_among(people, one, other) < REVIEW);
}

#[test]
fn a_home_of_many_tells_little() {
    let one = || of_sex("M", here(person(0, "Kevin", "Robarts", "")));
    let other = || of_sex("M", here(person(0, "Kevin", "Greenaway", "1967-12-02")));
    let crowd = (600..640).map(|key| here(person(key, "Some", &format!("Guest{key}"), "")));
    let mut people = made(500);
    people.extend(crowd);
    let (few, many) = (score(one(), other()), score_among(people, one(), other()));
    assert!(many < few && many < 0.1, "{few} {many}");
}

#[test]
fn no_fixed_abode_is_no_home_that_two_share() {
    let nowhere = |p: Person| at("No fixed abode", "", p);
    let one = || person(0, "Bharat", "Quaresma", "1955-01-26");
    let other = || person(0, "Bharat", "Quaresma", "1971-09-03");
    let shared = score(nowhere(one()), nowhere(other()));
    assert!((shared - score(one(), other())).abs() < 1e-6);
}

#[test]
fn a_grandfather_and_one_whose_year_is_none_are_in_doubt() {
    for (a, b) in [("2005-05-12", "1931-11-04"), ("1989-08-19", "2418-07-20")] {
        let one = here(person(0, "Daniel", "Quaresma", a));
        let other = here(person(0, "Daniel", "Quaresma", b));
        let score = score(one, other);
        assert!(score < REVIEW, "{a} {b}: {score}");
    }
}

#[test]
fn names_changed_over_are_seen_where_one_of_them_has_slips() {
    let one = here(person(0, "Jxes", "Magdalena", "1973-04-14"));
    let other = here(person(0, "Magdalena", "Jones", "1973-04-14"));
    let nobody = here(person(0, "Beatrix", "Jones", "1973-04-14"));
    let swapped = score(one.clone(), other);
    assert!(swapped > score(one, nobody));
    // What is left over may be a twin's name: more than a doubt it never is.
    assert!(swapped < 0.5, "{swapped}");
}

#[test]
fn an_initial_tells_little_and_a_second_forename_less_than_the_first() {
    let whole = || person(0, "John", "Smith", "1980-06-14");
    let score = |forenames: &str, other: &str| {
        let slip = Person {
            born_as_read: "1980-06-17".into(),
            born: None,
            ..whole()
        };
        score(
            there(Person {
                forenames: forenames.into(),
                ..whole()
            }),
            here(Person {
                forenames: other.into(),
                ..slip
            }),
        )
    };
    assert!(score("John", "J") < score("John", "John"));
    assert!(score("John", "Ignatius John") < score("John", "John"));
}

#[test]
fn twins_of_each_sex_are_in_doubt_however_alike_their_names() {
    for (he, she) in [("Daniel", "Danielle"), ("Victor", "Victoria")] {
        let at_home = |name, sex| of_sex(sex, here(person(0, name, "Quaresma", "1985-05-05")));
        let (one, other) = (at_home(he, "M"), at_home(she, "F"));
        assert!(score(one.clone(), other.clone()) < 0.5, "{he}");
        assert!(why(one, other).ends_with("sex differs"));
        // Neither said: they are two names all the same.
        let (one, other) = (at_home(he, "N"), at_home(she, "F"));
        assert!(score(one.clone(), other.clone()) < REVIEW, "{he}");
        assert!(!why(one, other).contains("sex"));
    }
}

#[test]
fn another_sex_is_evidence_against_and_no_more() {
    let with = |sex| of_sex(sex, here(person(0, "Imran", "Quaresma", "1985-05-05")));
    let moved = |sex| of_sex(sex, there(person(0, "Imran", "Quaresma", "1985-05-05")));
    assert!(score(with("M"), with("F")) > 0.9, "put down wrongly");
    let (same, other) = (score(with("M"), moved("M")), score(with("M"), moved("F")));
    assert!(other < same, "{other} {same}");
}

#[test]
fn a_birthday_a_generation_apart_is_a_question_and_other_slips_in_the_year_are_slips() {
    let born = |date| here(person(0, "Derek", "Haverstock", date));
    for (one, other, least, most) in [
        ("1958-03-03", "1978-03-03", REVIEW, 0.5),
        ("1955-06-07", "1985-06-07", REVIEW, 0.5),
        // Too near, or too far, for parent and child.
        ("1978-03-03", "1988-03-03", 0.9, 1.0),
        ("1978-03-03", "1976-03-03", 0.9, 1.0),
        ("1919-03-03", "1989-03-03", 0.9, 1.0),
    ] {
        let found = score(born(one), born(other));
        assert!((least..=most).contains(&found), "{one} {other}: {found}");
    }
    let said = why(born("1958-03-03"), born("1978-03-03"));
    assert!(said.contains("date of birth, look-alike") || said.contains("one digit differs"));
    assert!(said.contains("perhaps parent and child"), "{said}");
    let number = |date| Person {
        nhs_number: "9434765919".into(),
        ..born(date)
    };
    assert!(score(number("1958-03-03"), number("1978-03-03")) > 0.9);
}

#[test]
fn parent_and_child_are_named_only_where_the_years_allow_it() {
    let born = |date| here(person(0, "John", "Haverstock", date));
    let near = why(born("1978-03-25"), born("1979-11-16"));
    assert!(near.contains("date of birth differs"), "{near}");
    assert!(!near.contains("parent"), "{near}");
    let far = why(born("1958-03-25"), born("1979-11-16"));
    assert!(far.contains("perhaps parent and child"), "{far}");
}

fn with(crn: &str, phone: &str, p: Person) -> Person {
    Person {
        crn: crn.into(),
        phones: Some(phone.to_owned())
            .filter(|p| !p.is_empty())
            .into_iter()
            .collect(),
        ..p
    }
}

/// Two who are one person, or who are not, with what they are.
#[expect(clippy::too_many_lines, reason = "one pair after the other")]
fn known_pairs() -> Vec<(&'static str, bool, Person, Person)> {
    let home = |forenames: &str, born: &str| here(person(0, forenames, "Quaresma", born));
    let of = |surname: &str, forenames: &str, born: &str| person(0, forenames, surname, born);
    let (born, phone) = ("1985-05-05", "07700 900123");
    let gate = |house: &str, p: Person| {
        let address = format!("{house} Belgrave Gate, Leicester");
        at(&address, "LE1 4YT", p)
    };
    vec![
        (
            "spellings of one name",
            true,
            home("Graham", born),
            home("Graeme", born),
        ),
        (
            "spellings, a year off",
            true,
            home("Stephen", born),
            home("Steven", "1986-05-05"),
        ),
        (
            "like names, one mobile",
            true,
            with("", phone, of("Quaresma", "Kelly", born)),
            with("", phone, home("Kerry", born)),
        ),
        (
            "like names, a slip in the CRN",
            true,
            with("X820587", "", home("Joanne", born)),
            with("X820584", "", home("Joanna", born)),
        ),
        (
            "no name, a slip",
            true,
            home("Fraser", born),
            home("Fraer", born),
        ),
        (
            "Mo is Muhammad",
            true,
            home("Mo", born),
            home("Muhammad", born),
        ),
        (
            "like names, CRNs of their own",
            false,
            with("D514435", "", home("Joanne", born)),
            with("P790417", "", home("Joanna", born)),
        ),
        (
            "like names, one mobile, CRNs of their own",
            false,
            with("D514435", phone, home("Kelly", born)),
            with("P790417", phone, home("Kerry", born)),
        ),
        (
            "twins of like names",
            false,
            home("Kelly", born),
            home("Kerry", born),
        ),
        (
            "rarer names",
            false,
            home("Gurpreet", born),
            home("Gurjeet", born),
        ),
        (
            "Hassan and Hussain",
            false,
            home("Hassan", born),
            home("Hussain", born),
        ),
        (
            "father and son",
            false,
            of_sex("M", home("Usman", "1958-01-12")),
            of_sex("M", home("Usman", "1983-10-18")),
        ),
        (
            "twins of each sex",
            false,
            of_sex("M", home("Victor", born)),
            of_sex("F", home("Victoria", born)),
        ),
        (
            "one first name, other second names, CRNs of their own",
            false,
            with("D514435", "", home("Mohammed Ali", born)),
            with("P790417", "", home("Mohammed Umar", born)),
        ),
        (
            "the second name of a twin, CRNs of their own",
            false,
            with("D514435", "", home("Clive Michael", born)),
            with("P790417", "", home("Michael", born)),
        ),
        (
            "names in another order, CRNs of their own",
            true,
            with("D514435", "", home("Clive Michael", born)),
            with("P790417", "", home("Michael Clive", born)),
        ),
        (
            "neighbours of one forename",
            false,
            gate("75", of("Oluwaseun", "Emeka", "1994-12-23")),
            gate("76", of("Adebayo", "Emeka", "1994-10-11")),
        ),
        (
            "brothers of one name in one street",
            false,
            gate("71", of("Quaresma", "Piotr", "1980-12-09")),
            gate("Flat 13, 63", of("Quaresma", "Piotr", "1984-06-28")),
        ),
        (
            "one street's name in two towns",
            false,
            at(
                "161 Ross Walk, Melton Mowbray",
                "LE13 8BT",
                with("L577614", "", of("Quaresma", "Beryl", "1984-08-10")),
            ),
            at(
                "81 Ross Walk, Wigston",
                "LE18 2GZ",
                with("M556046", "", of("Quaresma", "Beryl", "1981-08-10")),
            ),
        ),
    ]
}

#[test]
fn one_pair_is_one_or_is_not_in_every_store() {
    let pairs_known = known_pairs();
    for others in [0, 500, 5000] {
        let mut people = made(others);
        for (n, (_, _, a, b)) in (10_000..).step_by(2).zip(&pairs_known) {
            // Each in a town of its own, so that no home is a crowd.
            let of = |key: u32, p: &Person| Person {
                key,
                surname: p.surname.replace("Quaresma", &format!("Qua{n}resma")),
                postcode: p.postcode.replace("LE", &format!("B{}", n % 89)),
                address: p.address.replace("Narborough", &format!("Nar{n}borough")),
                phones: p.phones.iter().map(|f| format!("{f}{n}")).collect(),
                crn: p
                    .crn
                    .replace('X', &char::from(b'A' + (n % 26) as u8).to_string()),
                ..p.clone()
            };
            people.extend([of(n, a), of(n + 1, b)]);
        }
        let found = pairs(&people, 0.0);
        for (n, (what, is_one, ..)) in (10_000..).step_by(2).zip(&pairs_known) {
            let pair = found.iter().find(|p| (p.a, p.b) == (n, n + 1));
            let score = pair.map_or(0.0, |p| p.score);
            assert_eq!(score >= REVIEW, *is_one, "{what} among {others}: {score}");
        }
    }
}

#[test]
fn a_postcode_that_stands_for_none_is_no_home() {
    let nowhere = |address: &str, p: Person| at(address, "ZZ99 3VZ", p);
    let one = || person(0, "Ebrima", "Quaresma", "1979-04-08");
    let other = || person(0, "Ebrima", "Quaresma", "1990-09-27");
    let apart = score(one(), other());
    for address in [
        "",
        "NFA",
        "No fixed abode, Leicester",
        "no fixed address",
        "Homeless",
        "c/o Probation Office, 38 Friar Lane, Leicester",
    ] {
        let shared = score(nowhere(address, one()), nowhere(address, other()));
        assert!((shared - apart).abs() < 1e-6, "{address}: {shared} {apart}");
    }
}
