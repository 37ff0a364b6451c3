//! Two of one street, and one person whose house number was put down wrongly: what tells them apart.

use super::super::duplicates::REVIEW;
use super::likeness::{at, score, why};
use super::{Person, person};

/// Somebody of a street in which many live.
fn of_house(number: &str, forename: &str, surname: &str, born: &str) -> Person {
    let address = format!("{number} Kenneth Plaza, Coalville");
    at(&address, "LE67 3FF", person(0, forename, surname, born))
}

#[test]
fn neighbours_who_share_a_birthday_are_nobody() {
    let one = of_house("68", "Tom", "Nash", "1984-10-03");
    for number in ["45", "69", "6", "68B Flat 2"] {
        let other = of_house(number, "Aaron", "Bird", "1984-10-03");
        let found = score(one.clone(), other);
        assert_eq!(
            found >= REVIEW,
            number.starts_with("68"),
            "{number}: {found}"
        );
    }
    let nameless = of_house("45", "", "Bird", "1984-10-03");
    assert!(score(one, nameless) < REVIEW);
}

#[test]
fn neighbours_of_one_forename_born_about_then_are_nobody() {
    let one = || of_house("81", "Glenn", "Arnold", "1966-10-20");
    for born in ["1966-10-21", "1962-10-20", "1965-10-20", "1969-03-11", ""] {
        let other = of_house("26", "Glenn", "Sheppard", born);
        let found = score(one(), other);
        assert!(found < REVIEW, "{born}: {found}");
    }
}

#[test]
fn the_next_house_is_a_neighbour_s() {
    let one = || of_house("15", "David", "Crisp", "1970-07-13");
    for (number, born) in [
        ("16", "1971-07-13"),
        ("25", "1970-07-31"),
        ("17", "1970-07-13"),
    ] {
        let found = score(one(), of_house(number, "David", "Mould", born));
        assert_eq!(
            found >= REVIEW,
            born == "1970-07-13",
            "{number} {born}: {found}"
        );
    }
}

#[test]
fn whoever_agrees_in_name_and_birthday_is_one_in_another_house_of_the_street_too() {
    let one = || of_house("81", "Glenn", "Arnold", "1966-10-20");
    let other = || of_house("18", "Glenn", "Arnold", "1966-10-20");
    assert!(score(one(), other()) > 0.9);
    let said = why(one(), other());
    assert!(said.contains("address resembles"), "{said}");
    let same = why(one(), of_house("81", "Glen", "Arnold", "1966-10-20"));
    assert!(same.contains("address, postcode"), "{same}");
    assert!(score(one(), of_house("26", "Glen", "Arnold", "1966-10-20")) > 0.9);
    assert!(score(one(), of_house("26", "Glenn", "Arnold", "1966-10-29")) > 0.9);
}

#[test]
fn twins_are_named_only_where_all_but_the_forename_agrees() {
    let one = || of_house("81", "Glenn", "Arnold", "1966-10-20");
    let twin = why(one(), of_house("81", "Rebecca", "Arnold", "1966-10-20"));
    assert!(twin.contains("forename differs: perhaps twins"), "{twin}");
    let lodger = why(one(), of_house("81", "Rebecca", "Sheppard", "1966-10-20"));
    assert!(lodger.contains("forename differs"), "{lodger}");
    assert!(!lodger.contains("twins"), "{lodger}");
}

#[test]
fn a_name_in_the_other_s_place_is_seen_where_the_second_is_missing() {
    let whole = || of_house("81", "Danny Kieran", "Winterbourne", "1959-10-22");
    let forename_only = of_house("81", "", "Danny", "1959-10-22");
    assert!(score(whole(), forename_only) > 0.9);
    let surname_only = of_house("81", "Winterborne", "", "1959-10-22");
    assert!(score(whole(), surname_only) > 0.9);
    // A word that begins alike tells nothing of the kind.
    let vanessa = of_house("81", "Vanessa", "Ravnoy", "1959-10-22");
    let van = person(0, "", "van de Kamp", "1959-10-22");
    let stranger = at("4 Rylah Crescent, Oakham", "LE15 9QX", van);
    assert!(score(vanessa, stranger) < REVIEW);
}

#[test]
fn a_letter_left_out_of_a_short_name_is_a_slip() {
    let whole = of_house("81", "Ben Joseph", "Roberts", "1991-03-08");
    assert!(score(whole, of_house("81", "en", "Roberts", "1991-03-08")) > 0.9);
    let twins = (
        of_house("81", "Sam", "Roberts", "1991-03-08"),
        of_house("81", "Al", "Roberts", "1991-03-08"),
    );
    assert!(score(twins.0, twins.1) < REVIEW);
}

#[test]
fn day_and_month_changed_over_in_a_table_are_one_date_of_birth() {
    let whole = || of_house("26", "Bradley", "Morgan", "1987-06-20");
    let table = || Person {
        born: None,
        born_as_read: "19872006".to_owned(),
        ..whole()
    };
    assert!(score(whole(), table()) > 0.9);
    let said = why(whole(), table());
    assert!(said.contains("day and month swapped"), "{said}");
}
