//! An officer's own figures: kept, hers alone, gone when she wants.

use super::*;
use crate::domain::act::Role;
use crate::domain::figures::Figures;
use crate::store::StoreError;
use std::path::Path;

const SECOND: (&str, &str) = ("S Econd", "another horse");
const VISOR: (&str, &str) = ("S Visor", "look only");

fn opened(files: &Memory, home: &InMemory, (user, passphrase): (&str, &str)) -> Store {
    let at_place = place(Arc::new(files.clone()), home);
    Store::open_at(at_place, user, passphrase, at(600)).unwrap()
}

fn some() -> Figures {
    let mut figures = Figures::default();
    figures.hour(today(), 9).keys = 700;
    figures.slips(today(), "session", "date").caught = 3;
    figures
}

/// An officer with figures, another officer and a supervisor.
fn three() -> (Store, Memory, InMemory) {
    let (mut store, files, home) = fresh();
    store
        .add_user(at(1), SECOND.0, Role::Officer, SECOND.1)
        .unwrap();
    store
        .add_user(at(1), VISOR.0, Role::Supervisor, VISOR.1)
        .unwrap();
    store.keep_figures(&some()).unwrap();
    (store, files, home)
}

fn own_files(files: &Memory) -> Vec<String> {
    let names = files.list(Path::new("store")).unwrap().into_iter();
    names.filter(|name| name.starts_with("own-")).collect()
}

#[test]
fn they_are_there_again_after_a_crash_and_after_she_changed_her_passphrase() {
    let (mut store, files, home) = three();
    assert_eq!(rebuilt(&files).figures().unwrap(), Some(some()));
    store.change_passphrase(at(2), USER, "a new one").unwrap();
    store.close().unwrap();
    let store = opened(&files, &home, (USER, "a new one"));
    assert_eq!(store.figures().unwrap(), Some(some()));
}

#[test]
fn another_officer_and_a_supervisor_read_nothing_of_them() {
    let (store, files, home) = three();
    store.close().unwrap();
    let second = opened(&files, &home, SECOND);
    assert_eq!(second.figures().unwrap(), Some(Figures::default()));
    // Not even when her file is put in the place of the other's.
    let names = own_files(&files);
    assert_eq!(names.len(), 1, "{names:?}");
    assert!(
        names[0]
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-.".contains(c))
    );
    let bytes = files.read_all(&Path::new("store").join(&names[0])).unwrap();
    second.keep_figures(&Figures::default()).unwrap();
    let other = own_files(&files)
        .into_iter()
        .find(|n| *n != names[0])
        .unwrap();
    files
        .write_new_synced(&Path::new("store").join(other), &bytes)
        .unwrap();
    let refused = second.figures().unwrap_err();
    assert!(matches!(refused, StoreError::Refused(_)), "{refused}");
    second.close().unwrap();
    let visor = opened(&files, &home, VISOR);
    assert_eq!(visor.figures().unwrap(), None);
    visor.keep_figures(&some()).unwrap();
    assert_eq!(own_files(&files).len(), 2, "a supervisor keeps none");
}

#[test]
fn whoever_sets_her_passphrase_or_takes_her_access_away_opens_nothing_and_the_file_goes() {
    let (store, files, home) = three();
    store.close().unwrap();
    let mut second = opened(&files, &home, SECOND);
    second
        .change_passphrase(at(700), USER, "set for her")
        .unwrap();
    second.close().unwrap();
    assert_eq!(own_files(&files), [] as [String; 0]);
    let store = opened(&files, &home, (USER, "set for her"));
    assert_eq!(store.figures().unwrap(), Some(Figures::default()));
    store.keep_figures(&some()).unwrap();
    store.close().unwrap();
    let mut second = opened(&files, &home, SECOND);
    second.revoke(at(800), USER).unwrap();
    assert_eq!(own_files(&files), [] as [String; 0]);
}

#[test]
fn she_wipes_them_and_nothing_is_noted_of_it() {
    let (store, files, _) = three();
    let head = store.head();
    store.wipe_figures().unwrap();
    store.wipe_figures().unwrap();
    assert_eq!(store.figures().unwrap(), Some(Figures::default()));
    assert_eq!(own_files(&files), [] as [String; 0]);
    assert_eq!(store.head(), head, "no act tells of it");
}

#[test]
fn the_check_and_the_proof_of_the_journal_say_the_same_with_and_without_them() {
    let (mut store, files, _) = three();
    let said = |store: &mut Store| format!("{:?} {:?}", store.check(false).unwrap(), store.head());
    let with = said(&mut store);
    store.wipe_figures().unwrap();
    assert_eq!(said(&mut store), with);
    assert_eq!(own_files(&files), [] as [String; 0]);
}
