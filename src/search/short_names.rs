//! Short forms and other spellings of names, read from a file that a service can extend.

use super::phonetic;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

/// What comes with the program.
const SHIPPED: &str = include_str!("../../settings/short_names.toml");

/// Which names stand for which.
#[derive(Clone, Debug, Default)]
pub struct ShortNames {
    related: HashMap<String, Vec<(String, Relation)>>,
    /// By how a spelling sounds, the names for which it is heard.
    heard: HashMap<u64, Vec<String>>,
}

/// What another name is to the one asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// The name of which this is a short form.
    Full,
    /// A short form of this name.
    Short,
    /// Another short form of the same name, or another spelling.
    Beside,
}

/// A file of short names that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error(
    "The file of short names cannot be read: {0} Mend that line or remove the file; the names that come with the program then serve."
)]
pub struct ShortNamesError(String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    short: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    heard: BTreeMap<String, Vec<String>>,
}

impl ShortNames {
    /// The names that come with the program.
    #[must_use]
    pub fn shipped() -> Self {
        Self::default().with(SHIPPED).unwrap_or_default()
    }

    /// Every name that stands for another, in small letters.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.related.keys().map(String::as_str)
    }

    /// These and those of a service's own file (TOML with the tables `short` and `heard`).
    ///
    /// # Errors
    /// When `text` is not such a file; the message names the line.
    pub fn with(mut self, text: &str) -> Result<Self, ShortNamesError> {
        let file: File = toml::from_str(text).map_err(|e| ShortNamesError(e.to_string()))?;
        for (full, shorts) in &file.short {
            for (i, short) in shorts.iter().enumerate() {
                self.relate(short, full, Relation::Full);
                self.relate(full, short, Relation::Short);
                for other in shorts[..i].iter().chain(&shorts[i + 1..]) {
                    self.relate(short, other, Relation::Beside);
                }
            }
        }
        for (name, others) in &file.heard {
            for (i, other) in others.iter().enumerate() {
                self.relate(name, other, Relation::Beside);
                self.relate(other, name, Relation::Beside);
                for third in others[..i].iter().chain(&others[i + 1..]) {
                    self.relate(other, third, Relation::Beside);
                }
            }
            self.hear(name, others);
        }
        Ok(self)
    }

    fn relate(&mut self, from: &str, to: &str, relation: Relation) {
        let list = self.related.entry(from.to_owned()).or_default();
        match list.iter_mut().find(|(name, _)| name == to) {
            Some((_, known)) if relation != Relation::Beside => *known = relation,
            Some(_) => {}
            None => list.push((to.to_owned(), relation)),
        }
    }

    fn hear(&mut self, name: &str, others: &[String]) {
        let all = || others.iter().map(String::as_str).chain([name]);
        for key in all().flat_map(phonetic::keys) {
            let names = self.heard.entry(key).or_default();
            for name in all()
                .filter(|name| !names.iter().any(|n| n == name))
                .collect::<Vec<_>>()
            {
                names.push(name.to_owned());
            }
        }
    }

    /// Names that are heard as something that sounds like `word`: *keeran* sounds as Kieran does, which is heard for Ciarán.
    pub(super) fn heard_as(&self, word: &str) -> impl Iterator<Item = &str> {
        phonetic::keys(word)
            .into_iter()
            .filter_map(|key| self.heard.get(&key))
            .flatten()
            .map(String::as_str)
    }

    /// Names related to a folded name.
    pub(super) fn of(&self, name: &str) -> &[(String, Relation)] {
        self.related.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether one name stands for the other, or for another spelling of the other: Mo for Muhammad, which is Mohammed.
    pub(super) fn alike(&self, a: &str, b: &str) -> bool {
        self.of(a).iter().any(|(name, _)| name == b)
            || self.is_short_for_spelling(a, b)
            || self.is_short_for_spelling(b, a)
    }

    /// Whether it is short for some name.
    pub(super) fn is_short(&self, name: &str) -> bool {
        self.of(name).iter().any(|r| r.1 == Relation::Full)
    }

    fn is_short_for_spelling(&self, short: &str, other: &str) -> bool {
        let full = self.of(short).iter().filter(|r| r.1 == Relation::Full);
        full.into_iter().any(|(full, _)| {
            let spelling = |r: &(String, Relation)| r.1 == Relation::Beside && r.0 == other;
            self.of(full).iter().any(spelling) || phonetic::is_one_name(full, other)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_reads_and_knows_bill_and_mo() {
        assert!(ShortNames::default().with(SHIPPED).is_ok());
        let names = ShortNames::shipped();
        assert!(
            names
                .of("bill")
                .contains(&("william".into(), Relation::Full))
        );
        assert!(
            names
                .of("mo")
                .contains(&("mohammed".into(), Relation::Full))
        );
        assert!(names.alike("will", "bill") && names.alike("shivaun", "siobhan"));
        assert!(names.heard_as("keeran").any(|name| name == "ciaran"));
        assert!(names.heard_as("smith").next().is_none());
    }

    #[test]
    fn a_service_adds_its_own_and_a_broken_file_is_named_by_line() {
        let names = ShortNames::shipped()
            .with("[short]\nignatius = [\"iggy\"]")
            .unwrap();
        assert!(names.alike("iggy", "ignatius") && names.alike("bill", "william"));
        let wrong = ShortNames::shipped()
            .with("[short]\nignatius = iggy")
            .unwrap_err()
            .to_string();
        assert!(wrong.contains("line 2"), "{wrong}");
    }
}
