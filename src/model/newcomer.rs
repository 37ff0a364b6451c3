//! Somebody new: what the words typed into a find box say about her.

use crate::domain::dates;
use crate::domain::identifier::{self, IdentifierKind};
use crate::domain::value::Value;
use crate::search::Person;
use chrono::NaiveDate;

/// A word that is exactly one identifier, and which fact it states.
const IDENTIFIERS: [(IdentifierKind, &str); 4] = [
    (IdentifierKind::Crn, "client.crn"),
    (IdentifierKind::NhsNumber, "client.nhs_number"),
    (IdentifierKind::Pnc, "client.pnc"),
    (IdentifierKind::Postcode, "client.postcode"),
];

/// Facts that the words state: `wood peter 140384 x123456` is a surname, a forename, a date of birth and a CRN.
///
/// The first word that is neither a date nor an identifier is the surname, the others are forenames; a comma is ignored.
pub fn facts(query: &str, today: NaiveDate) -> Vec<(&'static str, Value)> {
    let mut names: Vec<String> = Vec::new();
    let mut facts: Vec<(&'static str, Value)> = Vec::new();
    let words: Vec<&str> = query.split([' ', ',']).filter(|w| !w.is_empty()).collect();
    let mut rest = words.as_slice();
    while let [word, after @ ..] = rest {
        let known = |name: &str| facts.iter().any(|(n, _)| *n == name);
        let born = born(rest, today).filter(|_| !known("client.dob"));
        rest = after;
        if let Some((fact, normal)) = identifier(word, today).filter(|(fact, _)| !known(fact)) {
            facts.push((fact, Value::Text(normal)));
        } else if let Some((born, words)) = born {
            facts.push(("client.dob", Value::Date(born)));
            rest = &after[words - 1..];
        } else if !word.contains(|c: char| c.is_ascii_digit()) {
            names.push(capitalised(word));
        }
    }
    let mut names = names.into_iter();
    if let Some(surname) = names.next() {
        facts.push(("client.surname", Value::Text(surname)));
    }
    let forenames: Vec<String> = names.collect();
    if !forenames.is_empty() {
        facts.push(("client.forenames", Value::Text(forenames.join(" "))));
    }
    facts
}

/// The fact that a word states which is exactly one identifier.
fn identifier(word: &str, today: NaiveDate) -> Option<(&'static str, String)> {
    if !word.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    IDENTIFIERS
        .iter()
        .find_map(|(kind, fact)| Some((*fact, identifier::check(*kind, word, today).ok()?)))
}

/// The date of birth with which the words begin, and of how many of them it is made: `140384`, or `14th march 1984`.
fn born(words: &[&str], today: NaiveDate) -> Option<(NaiveDate, usize)> {
    let digits = words[0].bytes().filter(u8::is_ascii_digit).count();
    let read = |text: &str| dates::parse(text, today, dates::YearWindow::Birth).ok();
    if digits >= 4 {
        return Some((read(words[0])?, 1));
    }
    let three = words.get(..3).filter(|_| digits > 0)?;
    Some((read(&three.join(" "))?, 3))
}

/// A name typed in lower case gets its capitals; one typed with capitals is kept as typed.
fn capitalised(word: &str) -> String {
    if word.chars().any(char::is_uppercase) {
        return word.to_owned();
    }
    let mut capital = true;
    word.chars()
        .flat_map(|c| {
            let up = std::mem::replace(&mut capital, matches!(c, '-' | '\''));
            if up {
                c.to_uppercase().collect::<Vec<_>>()
            } else {
                vec![c]
            }
        })
        .collect()
}

/// The same as somebody to look for among the clients on the books.
pub fn person(query: &str, today: NaiveDate) -> Person {
    let mut person = Person::default();
    for (fact, value) in facts(query, today) {
        match (fact, value) {
            ("client.surname", Value::Text(text)) => person.surname = text,
            ("client.forenames", Value::Text(text)) => person.forenames = text,
            ("client.crn", Value::Text(text)) => person.crn = text,
            ("client.nhs_number", Value::Text(text)) => person.nhs_number = text,
            ("client.pnc", Value::Text(text)) => person.pnc = text,
            ("client.postcode", Value::Text(text)) => person.postcode = text,
            ("client.dob", Value::Date(born)) => person.born = Some(born),
            _ => {}
        }
    }
    person
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_what_they_are() {
        let today = "2012-06-14".parse().unwrap();
        let her = person("o'neil, siobhan 14/03/84 x123456", today);
        assert_eq!(
            (her.surname.as_str(), her.forenames.as_str()),
            ("O'Neil", "Siobhan")
        );
        assert_eq!(her.crn, "X123456");
        assert_eq!(her.born, "1984-03-14".parse().ok());
        for words in ["14th march 1984", "14 mar 84", "14 03 1984"] {
            let her = person(&format!("wood {words} peter"), today);
            assert_eq!(her.born, "1984-03-14".parse().ok(), "{words}");
            assert_eq!(
                (her.surname.as_str(), her.forenames.as_str()),
                ("Wood", "Peter")
            );
        }
    }
}
