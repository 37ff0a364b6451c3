//! Bulk clients: as many as one likes, fast, for figures and for finding one's way in a large store.

use super::people::{People, Person};
use crate::domain::act::{Deed, NewAct, Private, Subject};
use crate::domain::fact::Facts;
use crate::domain::value::Value;
use chrono::NaiveDate;
use std::collections::VecDeque;

/// Share of records that are a second record of somebody, per mille.
const SECOND_RECORDS: u64 = 25;

/// How many people back a second record may reach.
const REACH: usize = 4096;

/// Numbers of bulk people start here, so that they never share an identifier with those of the made-up service.
const FIRST: u32 = 50_000;

/// Bulk clients of a seed, one act each, in an order that never changes.
///
/// References are `L-0000001`; a second record of a person carries that person's reference and `/2`, so that whoever
/// measures the finding of duplicates knows the truth.
pub struct Bulk {
    people: People,
    recent: VecDeque<(Person, String)>,
    made: u32,
    wanted: u32,
}

impl Bulk {
    /// `wanted` clients.
    pub fn new(seed: u64, wanted: u32, today: NaiveDate) -> Self {
        Self {
            people: People::new(seed, "bulk", today),
            recent: VecDeque::with_capacity(REACH),
            made: 0,
            wanted,
        }
    }

    fn second_record(&mut self) -> Option<(Person, String)> {
        if self.recent.len() < 64 || !self.people.chance().per_mille(SECOND_RECORDS) {
            return None;
        }
        let place = self.people.chance().below(self.recent.len() as u64) as usize;
        let (person, reference) = self.recent.swap_remove_back(place)?;
        let other = self.people.slipped(&person);
        Some((other, format!("{reference}/2")))
    }

    fn first_record(&mut self) -> (Person, String) {
        let person = self.people.person(FIRST + self.made);
        let reference = format!("L-{:07}", self.made);
        if self.recent.len() == REACH {
            self.recent.pop_front();
        }
        if self.made.is_multiple_of(8) {
            self.recent.push_back((person.clone(), reference.clone()));
        }
        (person, reference)
    }
}

impl Iterator for Bulk {
    type Item = NewAct;

    fn next(&mut self) -> Option<NewAct> {
        if self.made >= self.wanted {
            return None;
        }
        self.made += 1;
        let (person, reference) = self.second_record().unwrap_or_else(|| self.first_record());
        Some(NewAct {
            subject: Subject::New,
            deed: Deed::ClientImported {
                facts: facts(person),
                reference,
                dob_as_read: String::new(),
                overrides: Vec::new(),
            },
            private: Private::default(),
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = (self.wanted - self.made) as usize;
        (left, Some(left))
    }
}

impl ExactSizeIterator for Bulk {}

/// What a list says of a person.
fn facts(person: Person) -> Facts {
    let gender = person.gender();
    let words = [
        ("client.surname", person.surname),
        ("client.forenames", person.forenames),
        ("client.known_as", person.known_as),
        ("client.crn", person.crn),
        ("client.pnc", person.pnc),
        ("client.nhs_number", person.nhs_number),
        ("client.address", person.address),
        ("client.postcode", person.postcode),
        ("client.phone", person.phone),
    ];
    let mut facts = Facts::default();
    facts.0.reserve(words.len() + 2);
    for (name, text) in words {
        if !text.is_empty() {
            facts.set(name, Value::Text(text));
        }
    }
    facts.set("client.dob", Value::Date(person.born));
    facts.set("client.gender", Value::Code(gender.to_owned()));
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_stands_on_two_records() {
        let today = NaiveDate::from_ymd_opt(2012, 6, 14).unwrap();
        let mut seen = std::collections::HashSet::new();
        for act in Bulk::new(7, 40_000, today) {
            let Deed::ClientImported { facts, .. } = &act.deed else {
                continue;
            };
            for name in ["client.crn", "client.pnc", "client.nhs_number"] {
                let number = facts.text(name).unwrap_or_default().to_owned();
                assert!(
                    number.is_empty() || seen.insert(number),
                    "{name} stands twice"
                );
            }
        }
    }

    #[test]
    fn bulk_clients_repeat_for_the_same_seed_and_hold_two_to_three_second_records_in_a_hundred() {
        let today = NaiveDate::from_ymd_opt(2012, 12, 31).unwrap();
        let some: Vec<NewAct> = Bulk::new(1, 10_000, today).collect();
        assert!(some == Bulk::new(1, 10_000, today).collect::<Vec<_>>());
        let second = some.iter().filter(|act| {
            matches!(&act.deed, Deed::ClientImported { reference, .. } if reference.ends_with("/2"))
        });
        assert!((200..300).contains(&second.count()));
    }
}
