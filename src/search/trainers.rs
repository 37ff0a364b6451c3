//! Who the trainers are: the index holds their numbers, people type their names.
//!
//! # Why
//! A trainer's name is looked up when it is asked for and stands in no client's record, so that a new trainer or another name costs
//! nothing in the index.

use super::edit;
use super::fold::{cut, fold};
use super::why::How;

/// A word shorter than this is no name of a trainer when it stands alone.
const SHORTEST: usize = 2;
/// From this length on one slip in a name is forgiven.
const FORGIVEN: usize = 4;

/// The trainers' numbers and names.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Trainers {
    each: Vec<Trainer>,
}

#[derive(Debug, PartialEq, Eq)]
struct Trainer {
    number: String,
    names: Vec<String>,
}

impl Trainers {
    /// Of each the number and the name.
    pub fn of<'a>(all: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let one = |(number, name): (&str, &str)| Trainer {
            number: cut(&fold(number).replace(' ', "")).to_owned(),
            names: fold(name).split_whitespace().map(str::to_owned).collect(),
        };
        Self {
            each: all.map(one).filter(|t| !t.number.is_empty()).collect(),
        }
    }

    /// The numbers of those whom all of `words` name, and how; the last word may be half typed where `last` says so.
    pub(super) fn named(&self, words: &[String], last: bool) -> Vec<(&str, How)> {
        let how = |t: &Trainer| t.by_number(words, last).or_else(|| t.by_name(words, last));
        self.each
            .iter()
            .filter_map(|t| Some((t.number.as_str(), how(t)?)))
            .collect()
    }
}

impl Trainer {
    fn by_number(&self, words: &[String], last: bool) -> Option<How> {
        let asked = words.concat();
        if asked == self.number {
            return Some(How::Same);
        }
        let begins = last && asked.len() > SHORTEST && self.number.starts_with(&asked);
        begins.then_some(How::Begins)
    }

    /// The worst agreement of the words, each with a part of the name of its own.
    fn by_name(&self, words: &[String], last: bool) -> Option<How> {
        if let [one] = words
            && one.len() < SHORTEST
        {
            return None;
        }
        let mut left: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let mut worst = How::Same;
        for (i, word) in words.iter().enumerate() {
            let half = word.len() == 1 || last && i + 1 == words.len();
            let ways = left.iter().enumerate();
            let (how, at) = ways
                .filter_map(|(at, name)| Some((agrees(word, name, half)?, at)))
                .min()?;
            left.remove(at);
            worst = worst.max(how);
        }
        Some(worst)
    }
}

fn agrees(word: &str, name: &str, half: bool) -> Option<How> {
    if word == name {
        return Some(How::Same);
    }
    if half && name.starts_with(word) {
        return Some(How::Begins);
    }
    let near = word.len() >= FORGIVEN && name.len() >= FORGIVEN;
    let slips = || edit::slips(word.as_bytes(), name.as_bytes(), 1, false);
    (near && slips().is_some()).then_some(How::OneSlip)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trainer_is_named_by_number_by_either_name_and_by_an_initial_with_the_surname() {
        let all = [("HT01", "Darren Orton"), ("HT02", "Shirley Akhtar")];
        let all = Trainers::of(all.into_iter());
        let named = |query: &str, last| {
            let words: Vec<String> = query.split(' ').map(str::to_owned).collect();
            all.named(&words, last).first().copied()
        };
        for (query, how) in [
            ("ht01", How::Same),
            ("ht 01", How::Same),
            ("orton", How::Same),
            ("darren orton", How::Same),
            ("orton darren", How::Same),
            ("d orton", How::Begins),
            ("orton d", How::Begins),
            ("darren ort", How::Begins),
            ("orten", How::OneSlip),
        ] {
            assert_eq!(
                named(query, true),
                Some(("HT01".to_lowercase().as_str(), how)),
                "{query}"
            );
        }
        for query in ["d", "o d x", "s orton", "darren darren"] {
            assert_eq!(named(query, true), None, "{query}");
        }
        assert_eq!(
            named("ort", false),
            None,
            "only the last word is half typed"
        );
    }
}
