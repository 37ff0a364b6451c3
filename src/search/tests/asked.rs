//! What is asked at the desk beside names and dates: trainers by name, parts of identifiers, and what a bare number means first.

use super::super::{Field, Found, Trainers};
use super::{Index, Person, made, person, today};
use crate::domain::dossier::Identifier;
use crate::domain::identifier::IdentifierKind;
use std::sync::Arc;

/// Some clients of two trainers among others, with identifiers.
fn index() -> Index {
    let mut people = made(400);
    // Nobody else has a trainer of the made-up ones, nor a number that is asked for.
    for p in &mut people {
        p.trainer.clear();
        p.phones.clear();
        p.noms.clear();
    }
    let number = |key: u32| vec![format!("C-{key:06}")];
    let client = |key, forenames: &str, surname: &str, trainer: &str| Person {
        trainer: trainer.into(),
        references: number(key),
        ..person(key, forenames, surname, "1961-01-30")
    };
    let mut one = client(421, "Thaddeus", "Quaresma", "HT01");
    one.crn = "J827506".into();
    one.pnc = "2002/0073319Z".into();
    one.noms = "A6471BC".into();
    one.phones = vec!["07700 955217".into()];
    one.postcode = "LE2 3DU".into();
    people.push(one);
    people.push(client(500, "Sue", "Orton", "HT02"));
    people.push(client(501, "Blessing", "Oyelaran", "HT01"));
    people.push(client(502, "Gordon", "Pettifer", "HT02"));
    // Closed cases have the lower numbers, and there are more of them than lines.
    people.extend((401..415).map(|key| Person {
        last_trainer: "HT01".into(),
        ..client(key, "Ivo", "Vanterpool", "")
    }));
    let mut index = Index::build(people.into_iter());
    let trainers = [("HT01", "Darren Orton"), ("HT02", "Shirley Akhtar")];
    index.set_trainers(Arc::new(Trainers::of(trainers.into_iter())));
    index
}

fn why(found: &Found, at: usize) -> String {
    let why = found.hits[at].why.iter().map(ToString::to_string);
    why.collect::<Vec<_>>().join(", ")
}

#[test]
fn a_trainers_name_finds_her_clients_and_those_with_an_open_case_come_first() {
    let index = index();
    for (query, said) in [
        ("darren orton", "trainer"),
        ("orton darren", "trainer"),
        ("d orton", "trainer begins"),
        ("ht01", "trainer"),
        ("HT 01", "trainer"),
    ] {
        let found = index.look(query, today(), 9);
        let first: Vec<u32> = found.hits.iter().map(|h| h.key).take(2).collect();
        assert_eq!(first, [421, 501], "{query}");
        assert_eq!(why(&found, 0), said, "{query}");
        let closed = found.hits.iter().skip(2);
        assert!(closed.clone().count() >= 7, "{query}");
        assert!(
            closed
                .into_iter()
                .all(|h| (401..415).contains(&h.key) || h.key == 500),
            "{query}"
        );
    }
    assert!(why(&index.look("ht01", today(), 9), 2).ends_with("trainer of a closed case"));
    // Somebody of that surname comes before the clients of somebody of that name.
    let found = index.look("orton", today(), 3);
    assert_eq!((found.hits[0].key, why(&found, 0)), (500, "surname".into()));
    assert_eq!(found.hits[1].key, 421);
    let with_name = index.look("oyelaran orton", today(), 3);
    assert_eq!(why(&with_name, 0), "surname, trainer");
}

#[test]
fn a_surname_that_is_the_same_is_not_called_one_letter_off() {
    let mut index = index();
    index.set_trainers(Arc::default());
    let found = index.look("d orton", today(), 3);
    assert_eq!((found.hits[0].key, why(&found, 0)), (500, "surname".into()));
}

#[test]
fn part_of_an_identifier_finds_whoever_has_it() {
    for (query, said) in [
        ("J827506", "CRN"),
        ("J 827506", "CRN"),
        ("j 827 506", "CRN"),
        ("827506", "CRN without its letter"),
        ("J8275O6", "CRN"),
        ("82750", ""),
        ("955217", "phone ends"),
        ("5217", "phone ends"),
        ("95 5217", "phone ends"),
        ("7700955217", "phone"),
        ("7700 955217", "phone"),
        ("+44 7700 955217", "phone"),
        ("+44 7700 955", "phone begins"),
        ("O77OO 9552I7", "phone"),
        ("73319Z", "PNC ends"),
        ("73319", "PNC ends"),
        ("02/73319", "PNC begins"),
        ("0273319", "PNC begins"),
        ("20020073319", "PNC begins"),
        ("3du", "postcode ends"),
        ("LE2 3DU", "postcode"),
        ("A 6471 BC", "NOMS number"),
        ("6471", "NOMS number without its letters"),
        ("421", "client number"),
        ("0421", "client number"),
        ("c-421", "reference"),
    ] {
        let found = index().look(query, today(), 9);
        let her = found.hits.iter().position(|h| h.key == 421);
        match (her, said.is_empty()) {
            (Some(at), false) => assert_eq!(why(&found, at), said, "{query}"),
            (None, true) => {}
            (at, _) => panic!("{query}: {at:?}"),
        }
        assert!(said.is_empty() || her.is_some_and(|at| at < 3), "{query}");
    }
}

#[test]
fn parts_are_kept_up_with_changes_and_with_the_snapshot() {
    let mut index = index();
    let her = |index: &Index, query: &str| {
        let found = index.find(query, today(), 3);
        found.iter().any(|h| h.key == 421)
    };
    let mut changed = person(421, "Dale", "Quaresma", "1961-01-30");
    changed.phones = vec!["07700 944816".into()];
    index.put(&changed);
    let kept = Index::from_bytes(&index.to_bytes()).unwrap();
    for index in [&index, &kept] {
        assert!(her(index, "944816"));
        assert!(!her(index, "955217") && !her(index, "3du") && !her(index, "73319Z"));
    }
    index.remove(421);
    assert!(!her(&index, "944816"));
}

#[test]
fn a_short_number_is_a_year_of_birth_before_it_is_a_house_or_a_client() {
    let mut people = made(400);
    people.push(Person {
        address: "84 Tannery Walk, Oakham".into(),
        ..person(500, "Blessing", "Oyelaran", "1961-01-30")
    });
    people.push(person(501, "Gordon", "Pettifer", "1984-02-03"));
    let index = Index::build(people.into_iter());
    let found = index.look("84", today(), 400);
    let place = |key| found.hits.iter().position(|h| h.key == key).unwrap();
    assert_eq!(why(&found, 0), "year of birth");
    assert_eq!(why(&found, place(500)), "address");
    assert!(place(501) < place(84) && place(501) < place(500));
    assert_eq!(why(&found, place(84)), "client number");
}

#[test]
fn a_name_that_is_a_month_too_is_worth_what_any_name_is() {
    let mut people = made(400);
    people.push(person(500, "Jun", "Oyelaran", "1961-01-30"));
    people.push(person(501, "Gordon", "Pettifer", "1961-06-30"));
    let found = Index::build(people.into_iter()).look("jun", today(), 1);
    assert_eq!(why(&found, 0), "forename");
}

#[test]
fn how_many_were_found_is_known_beyond_those_shown() {
    let index = Index::build(made(400).into_iter());
    let found = index.look("smith", today(), 3);
    let all = index.find("smith", today(), 400).len();
    assert_eq!((found.hits.len(), found.counted.whole), (3, all));
    assert!(!found.counted.more && found.counted.part == 0);
    let two = index.look("smith qqqq", today(), 3).counted;
    assert!(two.whole == 0 && two.part > 3);
    let index = Index::build(made(8000).into_iter());
    let many = index.look("leicester", today(), 9).counted;
    assert!(many.more && many.whole >= 300);
}

/// Some who are asked for beside the made-up ones.
fn at_the_desk() -> Index {
    let mut people = made(400);
    people.retain(|p| !["akinola", "mirza"].contains(&p.surname.to_lowercase().as_str()));
    let of =
        |key, forenames: &str, surname: &str, born: &str| person(key, forenames, surname, born);
    people.push(Person {
        postcode: "LE4 7QX".into(),
        ..of(500, "Adebayo", "Akinola", "1976-04-03")
    });
    people.push(of(501, "Muhammad", "Mirza", "1995-05-31"));
    people.push(of(502, "Maurice", "Mirza", "1995-05-30"));
    people.push(Person {
        pnc: "1969/0273319Z".into(),
        ..of(503, "Imtiaz", "Quershire", "1955-02-07")
    });
    people.push(of(504, "Imtiaz", "Quershire", "1969-11-30"));
    people.push(of(505, "Stuart", "Thompkinson", "1973-07-14"));
    people.push(of(506, "Stuart", "Thompkinson", "1965-06-05"));
    people.push(Person {
        address: "14 Greenhill Road, Leicester".into(),
        ..of(507, "Ryan", "Davenport", "1981-01-30")
    });
    Index::build(people.into_iter())
}

#[test]
fn words_find_the_same_in_any_order_though_both_begin_one_name() {
    let index = at_the_desk();
    for (query, turned, key) in [
        ("a akinola 1976 le4", "akinola a 1976 le4", 500),
        ("a akinola", "akinola a", 500),
        ("ad akinola 76", "akinola ad 76", 500),
        ("mo mirza 310595", "mirza mo 310595", 501),
        ("greenhill road ryan", "ryan greenhill road", 507),
    ] {
        let found = index.look(query, today(), 3);
        assert_eq!(found.hits[0].key, key, "{query}");
        let other = index.look(turned, today(), 3);
        assert_eq!(other.hits[0].key, key, "{turned}");
    }
    let mo = index.look("mo mirza 310595", today(), 3);
    assert_eq!(
        why(&mo, 0),
        "short form of Muhammad, surname, date of birth"
    );
}

#[test]
fn a_year_is_a_year_of_birth_before_a_police_number_begins_so() {
    let index = at_the_desk();
    for query in ["quershire imtiaz 1969", "1969 quershire"] {
        let found = index.look(query, today(), 3);
        assert_eq!(found.hits[0].key, 504, "{query}");
        assert!(why(&found, 0).contains("year of birth"), "{query}");
    }
    let number = index.look("1969/0273319Z", today(), 3);
    assert_eq!((number.hits[0].key, why(&number, 0)), (503, "PNC".into()));
}

#[test]
fn a_decade_read_wrongly_is_found_though_nobody_is_so_young() {
    let index = at_the_desk();
    for (query, key, said) in [
        ("stuart thompkinson 140713", 505, "look-alike characters"),
        ("stuart thompkinson 14/07/13", 505, "look-alike characters"),
        ("stuart thompkinson 050605", 506, "look-alike characters"),
        ("stuart thompkinson 140703", 505, "one digit differs"),
        ("stuart thompkinson 13", 505, "look-alike characters"),
    ] {
        let found = index.look(query, today(), 3);
        assert_eq!(found.hits[0].key, key, "{query}");
        assert!(why(&found, 0).contains(said), "{query}: {}", why(&found, 0));
    }
}

#[test]
fn the_list_does_not_jump_for_a_trainer_whose_name_only_begins_so() {
    let mut people = made(400);
    for p in &mut people {
        (p.trainer, p.last_trainer) = (String::new(), String::new());
    }
    people.push(Person {
        trainer: "HT01".into(),
        ..person(500, "Emma", "Quennell", "1971-01-30")
    });
    people.push(Person {
        last_trainer: "HT01".into(),
        ..person(501, "Ruth", "Quennell", "1972-01-30")
    });
    people.push(person(502, "Daniel", "Quenell", "1981-01-30"));
    let mut index = Index::build(people.into_iter());
    let trainers = [("HT01", "Darren Orton")];
    index.set_trainers(Arc::new(Trainers::of(trainers.into_iter())));
    for query in ["quennell d", "quennell da", "quennell dan"] {
        let found = index.look(query, today(), 3);
        assert_eq!(found.hits[0].key, 502, "{query}");
    }
    let found = index.look("quennell darren", today(), 3);
    assert_eq!(found.hits[0].key, 500, "her trainer, in full");
}

#[test]
fn words_that_are_nobodys_find_nobody() {
    let index = at_the_desk();
    let found = index.look("hello world qqqq", today(), 9);
    let all_count = found.hits.iter().all(|h| h.score >= 0.005);
    assert!(all_count, "{:?}", found.hits);
    // One word that is met, or nearly, keeps its people, however little the rest is: nobody is made twice for a wrong year.
    for query in ["thompkinson qqqq", "zzxyw akimola"] {
        assert!(!index.look(query, today(), 9).hits.is_empty(), "{query}");
    }
}

#[test]
fn a_street_is_found_by_its_whole_name_before_people_whose_names_are_like_a_word_of_it() {
    let at = |key, forenames: &str, surname: &str, address: &str| Person {
        address: address.into(),
        ..person(key, forenames, surname, "1961-01-30")
    };
    let mut people: Vec<Person> = (1..7)
        .map(|key| at(key, "Wayne", "Read", "3 High Street"))
        .collect();
    people.push(at(20, "Kai", "Chapman", "184 Clover Way, Leicester"));
    people.push(at(21, "Jo", "Hussein", "76 Clover Way, Leicester"));
    people.push(at(22, "Lee", "Akhtar", "9 Clover Road, Leicester"));
    let index = Index::build(people.into_iter());
    for (query, first) in [("clover way", vec![20, 21]), ("clover road", vec![22])] {
        let found = index.look(query, today(), 9);
        let keys: Vec<u32> = found.hits.iter().map(|hit| hit.key).collect();
        assert_eq!(&keys[..first.len()], first, "{query}: {keys:?}");
        assert_eq!(found.counted.whole, first.len(), "{query}");
    }
}

#[test]
fn whom_one_word_finds_by_ear_stays_where_the_second_leaves_nobody() {
    let mut people = made(300);
    people.push(person(900, "Bartosz", "Żukowski", "1980-05-06"));
    let index = Index::build(people.into_iter());
    let keys = |query| -> Vec<u32> {
        let found = index.look(query, today(), 9);
        found.hits.iter().map(|hit| hit.key).collect()
    };
    assert!(keys("zukovsky").contains(&900));
    assert!(keys("zukovsky qwertz").contains(&900));
}

#[test]
fn a_number_of_before_finds_her_after_whoever_has_it_now_and_says_so() {
    let former = |kind, value: &str| Identifier {
        kind,
        value: value.to_owned(),
    };
    let mut people = made(400);
    let mut once = person(501, "Thaddeus", "Quaresma", "1961-01-30");
    once.crn = "J827507".into();
    once.former_numbers = vec![
        former(IdentifierKind::Crn, "J827506"),
        former(IdentifierKind::Pnc, "2002/0073319Z"),
    ];
    let mut now = person(502, "Gordon", "Pettifer", "1970-05-06");
    now.crn = "J827506".into();
    people.extend([once, now]);
    let index = Index::build(people.into_iter());
    let found = index.look("j827506", today(), 9);
    let keys: Vec<u32> = found.hits.iter().map(|hit| hit.key).take(2).collect();
    assert_eq!(keys, [502, 501]);
    assert_eq!(
        (why(&found, 0), why(&found, 1)),
        ("CRN".into(), "earlier number".into())
    );
    let found = index.look("02/73319z", today(), 9);
    assert_eq!(
        (found.hits[0].key, why(&found, 0)),
        (501, "earlier number".into())
    );
}

#[test]
fn two_records_of_which_one_has_the_number_that_the_other_had_are_paired() {
    let of = |key, crn: &str| Person {
        crn: crn.into(),
        ..person(key, "Thaddeus", "Quaresma", "1961-01-30")
    };
    let mut people = made(400);
    let one = of(501, "J827507");
    people.extend([one.clone(), of(502, "B114411")]);
    let score = |people: &[Person]| {
        let index = Index::build(people.iter().cloned());
        let pair = index
            .pairs(0.01)
            .into_iter()
            .find(|pair| (pair.a, pair.b) == (501, 502));
        pair.map(|pair| {
            (
                pair.score,
                pair.why.iter().any(|why| why.field == Field::FormerNumber),
            )
        })
    };
    let apart = score(&people);
    let at = people.len() - 1;
    people[at].former_numbers = vec![Identifier {
        kind: IdentifierKind::Crn,
        value: "J827507".into(),
    }];
    let paired = score(&people).unwrap();
    assert!(paired.1);
    assert!(
        apart.is_none_or(|(score, said)| score < paired.0 && !said),
        "{apart:?} {paired:?}"
    );
}

#[test]
fn the_al_of_a_surname_is_nobodys_short_form() {
    let mut people = made(400);
    people.push(person(501, "Omar", "Al-Hassan", "1961-01-30"));
    people.push(person(502, "Alexander", "Vanterpool", "1962-01-30"));
    people.push(person(503, "Al", "Pettifer", "1963-01-30"));
    let index = Index::build(people.into_iter());
    for query in ["alex", "alexander"] {
        let found = index.look(query, today(), 400);
        let place = |key: u32| found.hits.iter().position(|hit| hit.key == key);
        assert!(place(502).is_some() && place(503).is_some(), "{query}");
        let other = place(501);
        assert!(
            other.is_none_or(|other| Some(other) > place(503)),
            "{query}"
        );
    }
    assert_eq!(index.look("al hassan", today(), 9).hits[0].key, 501);
}
