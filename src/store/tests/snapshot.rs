//! What is kept between two starts is given out where it fits, and nowhere else.

use super::*;
use crate::journal::files::faults::{Failing, Fault};
use std::path::Path;

const FILE: &str = "store/search.snapshot";

#[test]
fn it_comes_back_with_the_act_it_stands_for_and_not_in_the_clear() {
    let (store, files, home) = fresh();
    assert_eq!(store.snapshot(), None);
    let bytes = b"Siobhan OBrien ".repeat(40);
    store.keep_snapshot(&bytes).unwrap();
    let act = store.head();
    store.close().unwrap();
    let file = files.read_all(Path::new(FILE)).unwrap();
    assert!(!file.windows(7).any(|w| w == b"Siobhan"));
    let store = reopen(&files, &home);
    let kept = store.snapshot().unwrap();
    assert_eq!((kept.act, kept.bytes), (act, bytes));
}

#[test]
fn no_flipped_bit_and_no_cut_is_given_out() {
    let (store, files, _) = fresh();
    store.keep_snapshot(b"some bytes").unwrap();
    let good = files.read_all(Path::new(FILE)).unwrap();
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 8);
        files.write_new_synced(Path::new(FILE), &bad).unwrap();
        assert_eq!(store.snapshot(), None, "byte {at}");
        files
            .write_new_synced(Path::new(FILE), &good[..at])
            .unwrap();
        assert_eq!(store.snapshot(), None, "cut at {at}");
    }
    files.write_new_synced(Path::new(FILE), &good).unwrap();
    assert!(store.snapshot().is_some());
}

#[test]
fn it_is_none_of_another_store_nor_of_a_journal_that_was_rolled_back() {
    let (mut store, files, _) = fresh();
    let before = files.killed();
    keyed(&mut store);
    store.keep_snapshot(b"with one client").unwrap();
    let snapshot = files.read_all(Path::new(FILE)).unwrap();
    // The same journal without its last acts, and with others in their place.
    before.write_new_synced(Path::new(FILE), &snapshot).unwrap();
    let mut rolled_back = reopen(&before, &InMemory::default());
    assert_eq!(rolled_back.snapshot(), None);
    keyed(&mut rolled_back);
    keyed(&mut rolled_back);
    assert_eq!(rolled_back.snapshot(), None);
    let (mut other, elsewhere, _) = fresh();
    keyed(&mut other);
    elsewhere
        .write_new_synced(Path::new(FILE), &snapshot)
        .unwrap();
    assert_eq!(other.snapshot(), None);
}

/// Every operation of keeping fails once in every way: the store goes on, and gives out the old bytes, the new, or none.
#[test]
fn a_disk_that_fails_while_it_is_kept_harms_nothing() {
    for fault in Fault::ALL {
        for number in 1..40 {
            let (store, files, home) = fresh();
            store.keep_snapshot(b"old").unwrap();
            let head = store.head();
            store.close().unwrap();
            let failing = Arc::new(Failing::once(Arc::new(files.clone()), number, fault));
            let Ok(mut store) = Store::open_at(place(failing, &home), USER, PASS, at(5)) else {
                continue;
            };
            let kept = store.keep_snapshot(b"new").is_ok();
            let found = store.snapshot().map(|s| s.bytes);
            assert!(
                found.is_none() || found == Some(b"old".to_vec()) || found == Some(b"new".to_vec()),
                "{fault:?} at {number}: {kept}"
            );
            keyed(&mut store);
            assert!(store.head() > head);
        }
    }
}

fn keyed(store: &mut Store) {
    let deed = Deed::ClientImported {
        facts: facts(&[("client.surname", "Smith"), ("client.forenames", "John")]),
        reference: String::new(),
        dob_as_read: String::new(),
        overrides: Vec::new(),
    };
    let act = NewAct {
        subject: Subject::New,
        deed,
        private: Private::default(),
    };
    store.record(at(1), vec![act]).unwrap();
}
