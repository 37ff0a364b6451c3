//! The store on a real disk, with a real sled under it.

use super::*;
use crate::store::{StoreError, restore};
use std::path::Path;

fn create(dir: &Path) -> Store {
    let at_place = At::on_disk(dir).without_ballast();
    Store::create_at(at_place, options()).unwrap().0
}

fn open(dir: &Path) -> Store {
    let at_place = At::on_disk(dir).without_ballast();
    Store::open_at(at_place, USER, PASS, at(90)).unwrap()
}

fn filled(dir: &Path) -> Overview {
    let mut store = create(dir);
    let acts = (1..=40).map(|n| {
        referral(
            Subject::New,
            &format!("R-{n:03}"),
            "Smith",
            &format!("X{n}"),
        )
    });
    store.record(at(1), acts.collect()).unwrap();
    store.undo(at(2), 10, "").unwrap();
    let seen = overview(&mut store);
    store.close().unwrap();
    seen
}

fn same(store: &mut Store, seen: &Overview) {
    let now = overview(store);
    let head = seen.head;
    assert_eq!(&Overview { head, ..now }, seen);
}

#[test]
fn a_working_store_that_is_gone_or_garbled_is_built_anew_with_the_same_outcome() {
    let folder = tempfile::tempdir().unwrap();
    let seen = filled(folder.path());
    let mut store = open(folder.path());
    same(&mut store, &seen);
    assert_eq!(store.notices(), &[] as &[String]);
    store.close().unwrap();
    let work = folder.path().join("work");
    std::fs::remove_dir_all(&work).unwrap();
    same(&mut open(folder.path()), &seen);
    for garble in [b"garbage".to_vec(), vec![0; 4096], vec![0xFF; 100_000]] {
        for file in ["db", "conf"] {
            std::fs::write(work.join(file), &garble).unwrap();
            let mut store = open(folder.path());
            same(&mut store, &seen);
            store.close().unwrap();
        }
    }
    assert!(folder.path().join("quarantine/work-1").exists());
}

#[test]
fn a_session_that_ends_without_closing_is_taken_up_from_the_journal() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let mut store = open(folder.path());
    one(
        &mut store,
        91,
        referral(Subject::New, "R-900", "Khan", "X900"),
    );
    let seen = overview(&mut store);
    // What a kill leaves: the files as they are, copied while the store is open.
    let copy = tempfile::tempdir().unwrap();
    copy_tree(folder.path(), copy.path());
    let mut again = open(copy.path());
    same(&mut again, &seen);
    assert!(
        again
            .check(false)
            .unwrap()
            .findings
            .iter()
            .all(|f| !f.what.contains("working store"))
    );
}

fn copy_tree(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_tree(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

/// Every file of a folder, with what is in it and when it was written.
fn as_it_lies(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>, std::time::SystemTime)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let written = path.metadata().unwrap().modified().unwrap();
                files.push((path.clone(), std::fs::read(&path).unwrap(), written));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn an_opening_that_is_refused_leaves_the_working_store_as_it_lies() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let work = folder.path().join("work");
    let before = as_it_lies(&work);
    let at_place = || At::on_disk(folder.path()).without_ballast();
    let refused = |pass: &str| match Store::open_at(at_place(), USER, pass, at(90)) {
        Ok(_) => panic!("it was opened"),
        Err(error) => error.exit_code(),
    };
    assert_eq!(refused("wrong horse"), 3);
    assert!(as_it_lies(&work) == before, "after a wrong passphrase");
    let journal = folder.path().join("journal/0001.jrn");
    let whole = std::fs::read(&journal).unwrap();
    // In the chain of the last act.
    let mut bytes = whole.clone();
    bytes[whole.len() - 80] ^= 1;
    std::fs::write(&journal, bytes).unwrap();
    assert_eq!(refused(PASS), 4);
    assert!(as_it_lies(&work) == before, "after damage of the journal");
    std::fs::write(&journal, &whole[..whole.len() - 200]).unwrap();
    assert_eq!(refused(PASS), 4);
    assert!(
        as_it_lies(&work) == before,
        "after the journal was rolled back"
    );
    std::fs::write(&journal, whole).unwrap();
    // While it is open it writes to its files itself, whenever it likes: what it holds must be whole.
    let mut held = open(folder.path());
    let before = overview(&mut held);
    assert_eq!(refused(PASS), 5);
    assert_eq!(held.check(true).unwrap().findings, []);
    held.close().unwrap();
    let mut again = open(folder.path());
    let after = overview(&mut again);
    assert_eq!((after.head, after.cases), (before.head, before.cases));
}

#[test]
fn names_are_nowhere_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = create(folder.path());
    one(
        &mut store,
        1,
        referral(Subject::New, "R-77123", "Featherstonehaugh", "X998877"),
    );
    store.close().unwrap();
    let mut seen = 0;
    let mut folders = vec![folder.path().to_path_buf()];
    while let Some(dir) = folders.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            seen += bytes.len();
            for word in ["Featherstonehaugh", "X998877", "R-77123"] {
                let found = bytes.windows(word.len()).any(|w| w == word.as_bytes());
                assert!(!found, "{word} in {}", path.display());
            }
        }
    }
    assert!(seen > 1000);
}

#[test]
fn a_backup_is_proved_and_restores_to_the_same_store() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    let seen = filled(&place("store"));
    let mut store = open(&place("store"));
    let report = store.backup(&place("backups")).unwrap();
    assert!(report.path.exists());
    assert_eq!(report.acts, store.head());
    assert!(matches!(
        store.backup(&place("backups")),
        Err(StoreError::Refused(_))
    ));
    restore(&report.path, &place("restored")).unwrap();
    assert!(
        restore(&report.path, &place("restored")).is_err(),
        "not over a store"
    );
    let mut restored = open(&place("restored"));
    same(&mut restored, &seen);
    assert!(restored.verify().unwrap().ok);
    drop(store);
    let damaged = report.path.join("journal/0001.jrn");
    let mut bytes = std::fs::read(&damaged).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&damaged, bytes).unwrap();
    restore(&report.path, &place("bad")).unwrap();
    let at_place = At::on_disk(&place("bad")).without_ballast();
    let refused = Store::open_at(at_place, USER, PASS, at(99)).map(|s| s.verify().unwrap().ok);
    assert!(matches!(refused, Err(_) | Ok(false)));
}

#[test]
fn a_check_finds_a_case_with_nobody_in_post_and_repairs_what_is_safe_to_repair() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = create(folder.path());
    let her = one(&mut store, 1, referral(Subject::New, "R-1", "Smith", ""))
        .client
        .unwrap();
    one(&mut store, 2, worker("W-1", "HT03"));
    one(&mut store, 3, allocated(her, case(1), "HT03"));
    assert!(store.check(false).unwrap().ok);
    one(&mut store, 4, allocated(her, case(1), "HT99"));
    let report = store.check(true).unwrap();
    assert!(!report.ok);
    assert_eq!(report.findings.len(), 1);
    assert!(
        report.findings[0]
            .what
            .contains("HT99, of whom there is no record")
    );
    assert_eq!(report.findings[0].place, "case 2012-0001 of C-000001");
}

#[test]
fn a_store_that_takes_in_much_holds_the_same_when_it_is_closed_and_when_it_is_stopped_half_way() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = create(folder.path());
    store.expect_much().unwrap();
    for group in 0..20 {
        let acts = (0..10).map(|n| {
            let n = group * 10 + n;
            let crn = format!("X{n}");
            referral(Subject::New, &format!("R-{n:03}"), "Smith", &crn)
        });
        store.record(at(1), acts.collect()).unwrap();
        one(
            &mut store,
            2,
            referral(
                Subject::Known(ClientId(3)),
                &format!("S-{group}"),
                "Smith",
                "X2",
            ),
        );
    }
    let seen = overview(&mut store);
    // What a kill leaves: the files as they are, copied while much of it waits in memory.
    let copy = tempfile::tempdir().unwrap();
    copy_tree(folder.path(), copy.path());
    store.close().unwrap();
    let mut closed = open(folder.path());
    assert_eq!(closed.notices(), &[] as &[String]);
    same(&mut closed, &seen);
    let mut stopped = open(copy.path());
    same(&mut stopped, &seen);
    for store in [&mut closed, &mut stopped] {
        assert_eq!(store.check(false).unwrap().findings, []);
    }
}
