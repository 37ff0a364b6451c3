//! What a sheet and a record say of one person besides numbers: names and birth date.
//!
//! # Why
//! A number is keyed wrongly too, and then it is somebody else's. Where a sheet and the record that has its number agree in nothing else,
//! the number is no reason to put the sheet there.

use chrono::NaiveDate;

use crate::search::{Index, Person};

/// Which of surname, forename and birth date agree, and which differ. What one of the two does not know is in neither.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agreement {
    /// The same, or as near as a slip, a short form or a name spelt by ear.
    pub agree: Vec<&'static str>,
    /// Something else altogether.
    pub differ: Vec<&'static str>,
}

impl Agreement {
    /// Compares what a sheet says with a record. A name agrees where the record would be found by it, in whatever place it stands there.
    pub fn between(said: &Person, record: &Person, today: NaiveDate) -> Self {
        let mut agreement = Self::default();
        let names = Person {
            surname: record.surname.clone(),
            forenames: record.forenames.clone(),
            known_as: record.known_as.clone(),
            former_names: record.former_names.clone(),
            ..Person::default()
        };
        let named = !names.surname.is_empty() || !names.forenames.is_empty();
        let finds = |person: Person, query: &str| {
            let index = Index::build(std::iter::once(person));
            !index.find(query, today, 1).is_empty()
        };
        for (what, name) in [("surname", &said.surname), ("forename", &said.forenames)] {
            if named && !name.trim().is_empty() {
                let mut parts = name.split_whitespace();
                let found = parts.any(|part| finds(names.clone(), part));
                agreement.note(what, found);
            }
        }
        if let (Some(mine), Some(_)) = (said.born, record.born) {
            let born = Person {
                born: record.born,
                ..Person::default()
            };
            let query = mine.format("%d/%m/%Y").to_string();
            agreement.note("date of birth", finds(born, &query));
        }
        agreement
    }

    fn note(&mut self, what: &'static str, agrees: bool) {
        let side = if agrees {
            &mut self.agree
        } else {
            &mut self.differ
        };
        side.push(what);
    }

    /// Whether so much differs that only a number makes them one: two of the three, or all that can be compared.
    pub fn is_of_two(&self) -> bool {
        let differing = self.differ.len();
        differing >= 2 || (differing == 1 && self.agree.is_empty())
    }

    /// What differs, in words: `surname and date of birth`.
    pub fn differing(&self) -> String {
        match self.differ.as_slice() {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [all @ .., last] => format!("{} and {last}", all.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(forenames: &str, surname: &str, born: &str) -> Person {
        Person {
            surname: surname.into(),
            forenames: forenames.into(),
            born: born.parse().ok(),
            ..Person::default()
        }
    }

    fn between(said: &Person, record: &Person) -> Agreement {
        Agreement::between(said, record, "2012-06-14".parse().unwrap())
    }

    #[test]
    fn a_slip_a_short_form_a_new_surname_or_fields_changed_about_are_still_one_person() {
        let record = person("William", "Mohammed", "1984-03-14");
        for said in [
            person("Bill", "Mohamed", "1984-03-14"),
            person("Wiliam", "Muhammad", "1984-03-15"),
            person("William", "Marsh", "1984-03-14"),
            person("Mohammed", "William", "1984-03-14"),
            person("", "", "1984-03-14"),
            person("Bill", "", ""),
            Person::default(),
        ] {
            let found = between(&said, &record);
            assert!(!found.is_of_two(), "{found:?}");
        }
    }

    #[test]
    fn two_of_three_or_all_that_is_known_make_two_people() {
        let record = person("Zoe", "Ringer", "1961-02-03");
        let two = between(&person("Karl", "Hoffmann", "1984-11-29"), &record);
        assert_eq!(two.differing(), "surname, forename and date of birth");
        assert!(two.is_of_two());
        assert!(between(&person("Zoe", "Hoffmann", "1984-11-29"), &record).is_of_two());
        assert!(between(&person("", "Hoffmann", ""), &record).is_of_two());
        assert!(!between(&person("Zoe", "Hoffmann", ""), &record).is_of_two());
    }
}
