//! Phrases that she wrote several times, learnt from her own notes.
//!
//! # Why
//! A phrase is offered only where it stands in the notes of at least three clients, has at least three words, and holds no figure and no
//! name: neither of a client whose notes were read, nor of a trainer, nor a word written with a capital inside a sentence, nor a
//! forename of the shipped list at its start. So what is offered could have been written of anybody.

use std::collections::{BTreeMap, HashSet};

/// Clients in whose notes a phrase must stand.
const FEWEST_CLIENTS: usize = 3;
/// Words of a phrase.
const FEWEST_WORDS: usize = 3;
const MOST_WORDS: usize = 14;
/// Letters that must be typed before anything is offered, and letters that taking it must save.
const FEWEST_TYPED: usize = 2;
const FEWEST_SAVED: usize = 4;
/// Words that are names now and then and words nearly always.
const ORDINARY: [&str; 4] = ["will", "may", "more", "day"];

#[derive(Debug, Clone, Default)]
struct Written {
    /// As she wrote it last.
    text: String,
    clients: Vec<u32>,
    times: u32,
}

/// Every run of words that she wrote, and the names that must never be offered.
#[derive(Default)]
pub struct Phrases {
    runs: BTreeMap<String, Written>,
    names: HashSet<String>,
}

impl std::fmt::Debug for Phrases {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Phrases({} runs)", self.runs.len())
    }
}

impl Phrases {
    /// Words that are somebody's name: no phrase with one of them is ever offered.
    pub fn know_names<'a>(&mut self, names: impl IntoIterator<Item = &'a str>) {
        let words = names
            .into_iter()
            .flat_map(|name| name.split(|c: char| !c.is_alphabetic()));
        let words = words
            .map(str::to_lowercase)
            .filter(|w| w.chars().count() > 1);
        self.names
            .extend(words.filter(|w| !ORDINARY.contains(&w.as_str())));
    }

    /// Learns from the notes of one client.
    pub fn learn(&mut self, notes: &str, client: u32) {
        for sentence in notes.split(['.', ';', '!', '?', ':', '\n']) {
            let words: Vec<&str> = sentence.split_whitespace().collect();
            for start in 0..words.len() {
                let mut end = start;
                while end < words.len()
                    && end - start < MOST_WORDS
                    && may_be_offered(words[end], end == 0)
                {
                    end += 1;
                    if end - start >= FEWEST_WORDS {
                        self.note(&words[start..end], client);
                    }
                }
            }
        }
    }

    fn note(&mut self, words: &[&str], client: u32) {
        let text = words.join(" ");
        let text = text.trim_end_matches(',').to_owned();
        let written = self.runs.entry(text.to_lowercase()).or_default();
        written.text = text;
        written.times += 1;
        super::note(&mut written.clients, client);
    }

    /// What would follow the caret if what stands before it began a phrase of hers.
    pub fn after(&self, before: &str) -> Option<String> {
        let sentence = before.rsplit(['.', ';', '!', '?', ':', '\n']).next()?;
        let sentence = sentence.trim_start();
        let starts = sentence.char_indices().filter(|(at, c)| {
            !c.is_whitespace()
                && sentence[..*at]
                    .chars()
                    .last()
                    .is_none_or(char::is_whitespace)
        });
        starts
            .map(|(at, _)| &sentence[at..])
            .filter(|typed| typed.chars().count() >= FEWEST_TYPED)
            .find_map(|typed| self.going_on(typed))
    }

    fn going_on(&self, typed: &str) -> Option<String> {
        let start = typed.to_lowercase();
        let length = typed.chars().count();
        let saved = |written: &Written| written.text.chars().count().saturating_sub(length);
        let fits = self
            .runs
            .range(start.clone()..)
            .take_while(|(text, _)| text.starts_with(&start))
            .map(|(_, written)| written)
            .filter(|w| w.clients.len() >= FEWEST_CLIENTS && saved(w) >= FEWEST_SAVED)
            .filter(|w| !self.names_somebody(&w.text));
        let best = fits.max_by_key(|w| w.times as usize * saved(w))?;
        Some(best.text.chars().skip(length).collect())
    }

    fn names_somebody(&self, text: &str) -> bool {
        text.split(|c: char| !c.is_alphabetic())
            .any(|word| self.names.contains(&word.to_lowercase()))
    }
}

/// A word of letters; a capital may stand only at the start of the sentence.
fn may_be_offered(word: &str, starts: bool) -> bool {
    let letters = word.trim_end_matches(',');
    let plain = letters
        .chars()
        .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '/'));
    let small = !letters
        .chars()
        .skip(usize::from(starts))
        .any(char::is_uppercase);
    !letters.is_empty() && plain && small
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn learnt(notes: &[(&str, u32)]) -> Phrases {
        let mut phrases = Phrases::default();
        phrases.know_names(["Harris", "Dale", "Priya Nair", "Will May"]);
        for (note, client) in notes {
            phrases.learn(note, *client);
        }
        phrases
    }

    const WALK: &str = "Walk to work on three days a week";

    #[test]
    fn a_phrase_of_three_clients_goes_on_from_its_first_letters() {
        let phrases = learnt(&[
            (WALK, 1),
            (WALK, 2),
            ("will walk to work on three days a week", 3),
        ]);
        assert_eq!(
            phrases.after("wa").as_deref(),
            Some("lk to work on three days a week")
        );
        assert_eq!(
            phrases.after("Will try. Walk to w").as_deref(),
            Some("ork on three days a week")
        );
        assert_eq!(
            phrases.after("She says she will walk t").as_deref(),
            Some("o work on three days a week")
        );
        assert_eq!(phrases.after("w"), None, "one letter is no beginning");
        assert_eq!(
            phrases.after("walk to work on three days a we"),
            None,
            "nothing would be saved"
        );
    }

    #[test]
    fn what_stands_in_one_clients_notes_is_never_offered() {
        let own = "lives above the shop with his uncle";
        let phrases = learnt(&[(own, 1), (own, 1), (own, 1), (own, 1), (own, 2)]);
        for start in ["li", "lives above", "above the", "with his", "his un"] {
            assert_eq!(phrases.after(start), None, "{start}");
        }
    }

    #[test]
    fn no_phrase_holds_a_name_or_a_figure() {
        let notes = [
            "ring Dale before the next session",
            "ring dale before the next session",
            "dale rings before the next session",
            "ask Sandra about the gym",
            "eat 5 portions of fruit a day",
            "meet at LE1 every week on time",
        ];
        let all: Vec<(&str, u32)> = notes
            .iter()
            .flat_map(|n| (1..5).map(move |c| (*n, c)))
            .collect();
        let phrases = learnt(&all);
        for written in phrases
            .runs
            .values()
            .filter(|w| !phrases.names_somebody(&w.text))
        {
            let folded = written.text.to_lowercase();
            assert!(
                !folded.contains("dale") && !folded.contains("sandra"),
                "{folded}"
            );
            assert!(!folded.contains(|c: char| c.is_ascii_digit()), "{folded}");
        }
        assert_eq!(phrases.after("ring d"), None);
        assert_eq!(phrases.after("ask"), None);
        assert_eq!(
            phrases.after("before t").as_deref(),
            Some("he next session")
        );
        assert_eq!(
            phrases.after("portions").as_deref(),
            Some(" of fruit a day")
        );
    }

    proptest! {
        #[test]
        fn whatever_is_written_and_typed_what_is_offered_stands_in_three_clients_notes(
            notes in prop::collection::vec(("[a-dA-D0-9 .,]{0,40}", 0_u32..4), 0..12),
            typed in "[a-dA-D .]{0,8}",
        ) {
            let mut phrases = Phrases::default();
            for (note, client) in &notes {
                phrases.learn(note, *client);
            }
            if let Some(rest) = phrases.after(&typed) {
                let tail = rest.to_lowercase();
                let tail: String = tail.split_whitespace().collect::<Vec<_>>().join(" ");
                let mut clients: Vec<u32> = notes.iter().filter(|(note, _)| {
                    note.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ").contains(&tail)
                }).map(|(_, client)| *client).collect();
                clients.sort_unstable();
                clients.dedup();
                prop_assert!(clients.len() >= FEWEST_CLIENTS);
                prop_assert!(!rest.contains(|c: char| c.is_ascii_digit()));
            }
        }
    }
}
