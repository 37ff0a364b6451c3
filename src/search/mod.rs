//! Finding a person however the name is misspelt, and saying why.
//!
//! Pure: strings in, ranked and explained numbers out. No file, no clock, no randomness; the same people and the same
//! words give the same hits in the same order.
//!
//! ```text
//! query ─▶ sought (what each word may mean) ─▶ expand (distinct tokens: edits, sounds, short forms, run together)
//!       ─▶ candidates (bitmaps of people, tier by tier) ─▶ rank, explain (weigh each against its record) ─▶ Hit + Why
//! ```
//!
//! An index is built on all cores ([`Builder`]) or comes back from a snapshot ([`Index::from_bytes`]); a save puts one person
//! ([`Index::put`]).
//!
//! # Why
//! Distinct tokens with postings, not a scan of people: a million people share some ten thousands of name tokens, so the
//! forgiving work (edit distance, sound) is done on those, and people only appear as bits. Identifiers are all
//! different, so they are no tokens: each is packed in base 37 inside the person's record and one ordered table of
//! four-byte entries finds them by prefix.

mod address;
mod build;
mod candidates;
mod coded;
mod codes;
mod compare;
mod dates;
pub mod duplicates;
mod edit;
mod evidence;
mod expand;
mod explain;
pub mod fold;
mod forenames;
mod home;
mod index;
mod parts;
pub mod phonetic;
mod postings;
mod rank;
mod record;
mod short_names;
mod snapshot;
mod sought;
#[cfg(test)]
mod tests;
mod trainers;
mod twins;
pub mod weights;
mod why;
mod words;

use crate::domain::client::Identity;
use crate::domain::dossier::Identifier;

pub use build::Builder;
pub use index::{Index, MAX_KEY};
pub use short_names::{ShortNames, ShortNamesError};
pub use snapshot::SnapshotError;
pub use trainers::Trainers;
pub use why::{Field, How, Why};

/// The client's number: dense, from 0 to [`MAX_KEY`].
pub type PersonKey = u32;

/// A person's sex as it is recorded. Nobody is sought by it: two records that differ in it are seldom of one person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sex {
    /// Nothing is recorded, or neither.
    #[default]
    Unknown,
    /// Female.
    Female,
    /// Male.
    Male,
}

impl Sex {
    /// As forms and lists have it: M, F, anything else says nothing.
    pub fn of(code: &str) -> Self {
        match code.trim() {
            "F" | "f" => Self::Female,
            "M" | "m" => Self::Male,
            _ => Self::Unknown,
        }
    }
}

/// Everything about a person that can be searched. An empty string means that nothing is known.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The client's number.
    pub key: PersonKey,
    /// Surname, all parts.
    pub surname: String,
    /// Forenames, separated by spaces.
    pub forenames: String,
    /// What the person likes to be called.
    pub known_as: String,
    /// Earlier surnames and aliases.
    pub former_names: Vec<String>,
    /// Date of birth, when it is a date.
    pub born: Option<chrono::NaiveDate>,
    /// Date of birth as it was read, used when `born` is `None` (`1984-02-31`).
    pub born_as_read: String,
    /// Sex.
    pub sex: Sex,
    /// Case reference number of probation: a letter and six digits.
    pub crn: String,
    /// Police national computer number.
    pub pnc: String,
    /// Criminal records office number.
    pub cro: String,
    /// NHS number.
    pub nhs_number: String,
    /// Prison (NOMS) number.
    pub noms: String,
    /// Numbers of these kinds that were hers before.
    pub former_numbers: Vec<Identifier>,
    /// Address on one line, without the postcode.
    pub address: String,
    /// Postcode.
    pub postcode: String,
    /// Telephone numbers.
    pub phones: Vec<String>,
    /// Client number, imported reference, case numbers, serials of sheets.
    pub references: Vec<String>,
    /// The present trainer, who has an open case of hers.
    pub trainer: String,
    /// The trainer of her last case, where none is open.
    pub last_trainer: String,
}

impl Person {
    /// Somebody as her identity tells, without a number and references.
    pub fn of(identity: &Identity) -> Self {
        Self {
            surname: identity.surname.clone(),
            forenames: identity.forenames.clone(),
            known_as: identity.known_as.clone(),
            former_names: identity.former_names.clone(),
            born: identity.born,
            born_as_read: identity.born_as_read.clone(),
            sex: Sex::of(&identity.gender),
            crn: identity.crn.clone(),
            pnc: identity.pnc.clone(),
            cro: identity.cro.clone(),
            nhs_number: identity.nhs_number.clone(),
            noms: identity.noms.clone(),
            address: identity.address.clone(),
            postcode: identity.postcode.clone(),
            phones: identity.phones.clone(),
            ..Self::default()
        }
    }
}

impl std::fmt::Debug for Person {
    /// Only the number: people's data never reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Person")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// Those found for a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The first of them, most probable first.
    pub hits: Vec<Hit>,
    /// How many there are.
    pub counted: Counted,
}

/// How many a query finds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Those in whom every word is met.
    pub whole: usize,
    /// Those in whom some words are met.
    pub part: usize,
    /// There are more, who were not looked at.
    pub more: bool,
}

/// One person found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Who.
    pub key: PersonKey,
    /// How probable it is that this is the person meant, 0 to 1 (see [`weights`]).
    pub score: f32,
    /// What agreed, in the order of the words asked for.
    pub why: Vec<Why>,
}
