//! Records that were joined, as search and look-alikes see them.
//!
//! # Why
//! What a joined record says goes on being true of her: a name, a birth date or an address that stands there alone must still find her, and
//! a list that brings it must not make her anew. So each record stays in the index for itself, where its own name and date support one
//! another, and whoever is found by it is led to the record that stays.

use super::answers::{numbers, person_of};
use crate::domain::dossier::Dossier;
use crate::domain::reference::ClientId;
use crate::search::{Hit, Person};
use crate::store::{Store, StoreError};
use std::collections::HashSet;

/// Hits of records that stay.
pub struct Led {
    /// Each person once, the best first.
    pub hits: Vec<Hit>,
    /// How many were found by two of their records.
    pub twice: usize,
}

/// Leads hits of joined records to the record that stays; who is found by two of hers stands where the better one stood.
pub fn led_to_who_stays(store: &Store, found: Vec<Hit>) -> Result<Led, StoreError> {
    let (mut seen, mut hits) = (HashSet::new(), Vec::with_capacity(found.len()));
    let all = found.len();
    for mut hit in found {
        hit.key = store.root(ClientId(hit.key))?.0;
        if seen.insert(hit.key) {
            hits.push(hit);
        }
    }
    let twice = all - hits.len();
    Ok(Led { hits, twice })
}

/// What each record of a person says, the one that stays first.
pub fn family(store: &Store, client: ClientId) -> Result<Vec<Person>, StoreError> {
    let records = store.records_of(client)?;
    Ok(records.iter().map(person_of).collect())
}

/// One person with the numbers and surnames of all her records, to hold a sheet against.
pub fn person_joined(store: &Store, dossier: &Dossier) -> Result<Person, StoreError> {
    let mut family = family(store, dossier.id)?.into_iter();
    let mut person = family.next().unwrap_or_else(|| person_of(dossier));
    for theirs in family {
        person.former_names.push(theirs.surname.clone());
        person.former_names.extend(theirs.former_names.clone());
        let numbers = numbers(&theirs).map(|(_, number)| number.to_owned());
        person.references.extend(numbers.collect::<Vec<_>>());
        person.references.extend(theirs.references);
        person.phones.extend(theirs.phones);
    }
    Ok(person)
}

/// The records that stay of two that look alike, where those are two and nobody has said yet what they are to each other.
pub fn still_two(
    store: &Store,
    a: ClientId,
    b: ClientId,
) -> Result<Option<(Dossier, Dossier)>, StoreError> {
    let (a, b) = (store.root(a)?, store.root(b)?);
    let (a, b) = (a.min(b), a.max(b));
    if a == b {
        return Ok(None);
    }
    if store.are_apart(a, b)? {
        return Ok(None);
    }
    Ok(store.dossier(a)?.zip(store.dossier(b)?))
}
