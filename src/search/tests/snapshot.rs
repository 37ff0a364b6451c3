//! A snapshot gives back what went in, and nothing that is not as it was written.

use super::{made, today};
use crate::search::{Builder, Index, SnapshotError};
use proptest::prelude::*;
use std::sync::LazyLock;

static INDEX: LazyLock<Index> = LazyLock::new(|| Index::build(made(700).into_iter()));
static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| INDEX.to_bytes());

/// Queries of every kind for some of the people.
fn queries() -> Vec<String> {
    let some = made(700).into_iter().step_by(97);
    some.flat_map(|p| {
        let born = p.born.map(|b| b.format("%d%m%y").to_string());
        [
            p.surname.to_lowercase(),
            format!("{}x {}", p.surname, p.forenames),
            p.crn,
            p.postcode,
            born.unwrap_or_default(),
        ]
    })
    .collect()
}

fn same(a: &Index, b: &Index) {
    assert_eq!(a.len(), b.len());
    for query in queries() {
        assert_eq!(
            a.find(&query, today(), 20),
            b.find(&query, today(), 20),
            "{query}"
        );
    }
}

#[test]
fn what_comes_back_finds_the_same_and_can_be_written_again() {
    let back = Index::from_bytes(&BYTES).unwrap();
    same(&back, &INDEX);
    assert_eq!(back.to_bytes(), *BYTES);
    let nobody = Index::from_bytes(&Index::new().to_bytes()).unwrap();
    assert!(nobody.is_empty());
}

#[test]
fn a_loaded_index_takes_changes_as_one_that_was_never_away() {
    let people = made(760);
    let mut back = Index::from_bytes(&BYTES).unwrap();
    for person in &people[700..] {
        back.put(person);
    }
    back.remove(31);
    let mut moved = people[7].clone();
    moved.key = 5;
    back.put(&moved);
    let mut now = people;
    now[5] = moved;
    now.remove(31);
    let fresh = Index::build(now.into_iter());
    same(&back, &fresh);
    same(&Index::from_bytes(&back.to_bytes()).unwrap(), &fresh);
}

#[test]
fn a_crowded_index_comes_back_too() {
    // Enough people for lists in blocks and as bits.
    let people = made(9_000);
    let index = Index::build(people.into_iter());
    same(&Index::from_bytes(&index.to_bytes()).unwrap(), &index);
}

#[test]
fn another_version_is_refused_as_such() {
    let mut bytes = BYTES.clone();
    bytes[8] += 1;
    assert_eq!(
        Index::from_bytes(&bytes).unwrap_err(),
        SnapshotError::OtherVersion
    );
}

#[test]
fn however_many_cores_build_it_the_same_is_found() {
    let mut people = made(9_000);
    // In any order, and one number twice: the last counts.
    people.reverse();
    people.push(crate::search::Person {
        key: 3,
        ..people[40].clone()
    });
    let built = |cores| {
        let mut builder = Builder::on_cores(cores);
        people.iter().cloned().for_each(|p| builder.add(p));
        builder.finish()
    };
    let one = built(1);
    assert_eq!(one.len(), 9_000);
    same(&built(3), &one);
    let mut put = Index::new();
    for person in &people {
        put.put(person);
    }
    same(&put, &one);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn every_damage_is_refused(at in any::<prop::sample::Index>(), bit in 0u8..8, cut in any::<prop::sample::Index>()) {
        let mut bytes = BYTES.clone();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(Index::from_bytes(&bytes).is_err());
        prop_assert!(Index::from_bytes(&BYTES[..cut.index(BYTES.len())]).is_err());
    }

    /// A digest that is right over wrong bytes: whatever is made of them, nothing panics.
    #[test]
    fn no_damage_under_a_mended_digest_ends_in_a_panic(at in any::<prop::sample::Index>(), new in any::<u8>()) {
        let mut bytes = BYTES.clone();
        let end = bytes.len() - 32;
        bytes[at.index(end)] = new;
        let digest = *blake3::hash(&bytes[..end]).as_bytes();
        bytes[end..].copy_from_slice(&digest);
        if let Ok(index) = Index::from_bytes(&bytes) {
            for query in queries().iter().take(6) {
                prop_assert!(index.find(query, today(), 5).len() <= 5);
            }
        }
    }
}
