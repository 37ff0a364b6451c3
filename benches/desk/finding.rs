//! Finding, each key: queries typed letter by letter, answered as the worker answers them.

use crate::Size;
use crate::figures::{Table, Times};
use crate::people::{DAMAGE, Dice, damaged};
use crate::service::{Service, today};
use caseload::app::answers;
use caseload::search::Person;
use chrono::Datelike;
use std::time::{Duration, Instant};

/// Kinds of damage that the officer's queries suffer most; the search has a bench of its own for all of them.
const USUAL: [&str; 6] = [
    "none",
    "one slip",
    "sounds alike",
    "initial",
    "beginning only",
    "digit in CRN",
];

/// A query for anyone, as somebody may type it.
pub fn query(people: &[Person], dice: &mut Dice) -> String {
    loop {
        let person = &people[dice.below(people.len())];
        let kind = USUAL[dice.below(USUAL.len())];
        assert!(DAMAGE.contains(&kind), "no such damage: {kind}");
        let made = match (dice.below(10), person.born) {
            (0, Some(born)) => Some(format!(
                "{:02}{:02}{:02}",
                born.day(),
                born.month(),
                born.year() % 100
            )),
            (1, _) => Some(person.crn.to_lowercase()).filter(|crn| !crn.is_empty()),
            (2, Some(born)) => Some(format!(
                "{} {:02}",
                person.surname.to_lowercase(),
                born.year() % 100
            )),
            _ => damaged(person, kind, dice),
        };
        if let Some(query) = made {
            return query;
        }
    }
}

/// Types queries.
pub fn measure(size: &Size, service: &Service, people: &[Person], table: &mut Table) {
    let mut store = service.open();
    let index = answers::index(&store).expect("the index cannot be built");
    let mut dice = Dice(11);
    let mut times = Times::default();
    let mut slowest = (Duration::ZERO, String::new());
    let mut nobody = 0;
    for _ in 0..size.queries {
        let query = query(people, &mut dice);
        let mut found = 0;
        for (at, c) in query.char_indices() {
            let typed = &query[..at + c.len_utf8()];
            let begun = Instant::now();
            let (lines, _) =
                answers::find(&mut store, &index, typed, today()).expect("finding failed");
            let took = begun.elapsed();
            times.add(took);
            found = lines.len();
            if took > slowest.0 {
                slowest = (took, typed.to_owned());
            }
        }
        nobody += usize::from(found == 0);
    }
    store.close().expect("the store cannot be closed");
    assert!(
        nobody * 20 <= size.queries,
        "{nobody} of {} queries found nobody",
        size.queries
    );
    table.add(
        "find, each key",
        times.to_string(),
        "p99 ≤ 10 ms",
        times.at(990) <= Duration::from_millis(10),
    );
    println!("slowest find (made-up): {:?}", slowest.1);
}
