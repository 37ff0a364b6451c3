//! Audit, check, backup, restore.

use crate::support::{Place, stderr};
use predicates::prelude::*;
use serde_json::json;

#[test]
fn the_journal_proves_itself_and_lists_what_was_done() {
    let place = Place::without_clients();
    let proof = place.json(&["audit", "verify", "--json"]);
    assert_eq!(
        (proof["ok"].as_bool(), &proof["first_break"]),
        (Some(true), &json!(null))
    );
    assert!(proof["acts"].as_u64().unwrap() > 2 && proof["head"].as_str().unwrap().len() == 64);
    let acts = place.json(&["audit", "list", "--limit", "2", "--json"]);
    assert_eq!(acts.as_array().unwrap().len(), 2);
    assert_eq!(acts[1]["act"], proof["acts"]);
    assert_eq!(
        place.text(&["audit", "list"]).lines().count() as u64,
        proof["acts"].as_u64().unwrap()
    );
    let check = place.json(&["check", "--json"]);
    assert_eq!(check, json!({"ok": true, "findings": [], "fixed": []}));
    place.run(&["check", "--fix"]).code(0);
}

#[test]
fn a_backup_becomes_the_same_store_elsewhere() {
    let place = Place::without_clients();
    let made = place.json(&[
        "backup",
        "--to",
        place.path("safe").to_str().unwrap(),
        "--json",
    ]);
    let backup = made["backup"].as_str().unwrap();
    let to = place.path("restored");
    let restored = place.json(&["restore", backup, "--to", to.to_str().unwrap(), "--json"]);
    assert!(restored["acts"].as_u64() >= made["acts"].as_u64());
    let sheets = place.text(&["sheets", "export"]);
    let elsewhere = place.text(&["--store", to.to_str().unwrap(), "sheets", "export"]);
    assert_eq!(sheets, elsewhere);
    place
        .run(&["restore", backup, "--to", to.to_str().unwrap()])
        .code(2);
    place
        .run(&[
            "restore",
            place.path("nothing").to_str().unwrap(),
            "--to",
            place.path("new").to_str().unwrap(),
        ])
        .code(2);
    let again = place.run(&["backup"]).code(0);
    assert!(stderr(&again).contains("same disk"));
}

#[test]
fn a_restored_backup_that_was_changed_is_refused() {
    let place = Place::without_clients();
    let made = place.json(&[
        "backup",
        "--to",
        place.path("safe").to_str().unwrap(),
        "--json",
    ]);
    let backup = std::path::PathBuf::from(made["backup"].as_str().unwrap());
    let segment = backup.join("journal/0001.jrn");
    let mut bytes = std::fs::read(&segment).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&segment, bytes).unwrap();
    let to = place.path("restored");
    place
        .run(&[
            "restore",
            backup.to_str().unwrap(),
            "--to",
            to.to_str().unwrap(),
        ])
        .code(4)
        .stdout("")
        .stderr(predicate::str::contains("damaged"));
}
