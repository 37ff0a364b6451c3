//! An officer's own figures: no command knows them, no copy of the store carries them.

use crate::support::{Place, stdout};
use caseload::domain::figures::Figures;
use caseload::store::Store;
use chrono::{Local, Utc};

/// A box that no form has: where it is read, it came out of the figures.
const MARK: &str = "zebra_crossing";

fn with_figures() -> Place {
    let place = Place::of_the_demo();
    let passphrase = std::fs::read_to_string(place.store().join("demo-passphrase")).unwrap();
    let store = Store::open(&place.store(), "officer", passphrase.trim(), Utc::now()).unwrap();
    let mut figures = Figures::default();
    let today = Local::now().date_naive();
    figures.hour(today, 9).keys = 4242;
    figures.slips(today, MARK, MARK).caught = 4242;
    store.keep_figures(&figures).unwrap();
    assert_eq!(store.figures().unwrap(), Some(figures));
    store.close().unwrap();
    place
}

/// Every file below a folder that has to do with figures.
fn of_figures(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "fig") {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn no_command_prints_them_and_no_backup_carries_them() {
    let place = with_figures();
    let files = of_figures(&place.store());
    assert_eq!(files.len(), 1);
    let sealed = std::fs::read(&files[0]).unwrap();
    assert!(!sealed.windows(5).any(|w| w == &MARK.as_bytes()[..5]));
    let safe = place.path("safe");
    let to = safe.to_str().unwrap();
    for arguments in [
        &["sheets", "export"][..],
        &["clients", "export"],
        &["audit", "list", "--json"],
        &["audit", "verify"],
        &["sheets", "ledger"],
        &["users", "list", "--json"],
        &["check", "--json"],
        &["roster", "--json"],
        &["due", "--json"],
        &["backup", "--to", to, "--json"],
    ] {
        let run = place.run(arguments);
        let printed = stdout(&run);
        assert!(
            !printed.contains(MARK) && !printed.contains(".fig"),
            "{arguments:?}"
        );
    }
    assert_eq!(of_figures(&safe), [] as [std::path::PathBuf; 0]);
}

#[test]
fn the_check_says_the_same_with_and_without_them() {
    let place = with_figures();
    let with = place.json(&["check", "--json"]);
    for file in of_figures(&place.store()) {
        std::fs::remove_file(file).unwrap();
    }
    assert_eq!(place.json(&["check", "--json"]), with);
}
