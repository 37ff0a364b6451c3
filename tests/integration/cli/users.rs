//! Officers and supervisors.

use crate::support::{Place, stderr};
use serde_json::json;

#[test]
fn a_supervisor_looks_up_and_changes_nothing() {
    let place = Place::without_clients();
    let list = place.file("list.csv", "reference,surname,dob\nL-1,Wood,1984-03-14\n");
    place
        .run(&["clients", "import", list.to_str().unwrap()])
        .code(0);
    let hers = place.file("hers", "look but do not touch\n");
    let hers = hers.to_str().unwrap();
    place
        .run(&[
            "users",
            "add",
            "manager",
            "--role",
            "supervisor",
            "--new-passphrase-file",
            hers,
        ])
        .code(0);
    place
        .run(&["users", "add", "Manager", "--new-passphrase-file", hers])
        .code(2);
    let as_supervisor = |arguments: &[&str]| {
        let mut command = place.command_as("manager", &place.path("hers"));
        command.args(arguments).assert()
    };
    for looks in [
        &["find", "wood"][..],
        &["card", "L-1"],
        &["referrals"],
        &["users", "list"],
        &["audit", "list"],
        &["audit", "verify"],
    ] {
        as_supervisor(looks).code(0);
    }
    let list = list.to_str().unwrap();
    let sheets = place.file("sheets.ndjson", "{}");
    let sheets = sheets.to_str().unwrap();
    let changes: [&[&str]; 11] = [
        &["clients", "import", list],
        &["clients", "export"],
        &["clients", "merge", "C-000001", "C-000001", "--reason", "x"],
        &["sheets", "import", sheets],
        &["sheets", "export"],
        &["undo", "2"],
        &["allocate", "2012-0001", "--to", "HT01"],
        &["users", "add", "other", "--new-passphrase-file", hers],
        &["users", "revoke", "officer"],
        &["backup"],
        &["check", "--fix"],
    ];
    for change in changes {
        let run = as_supervisor(change).code(3).stdout("");
        assert_eq!(
            stderr(&run).lines().count(),
            1,
            "{change:?}: {}",
            stderr(&run)
        );
        assert!(
            stderr(&run).contains("officer"),
            "{change:?}: {}",
            stderr(&run)
        );
    }
    let views = place.json(&["audit", "viewed", "L-1", "--json"]);
    assert_eq!(views["views"][0]["by"], "manager");
}

#[test]
fn a_changed_passphrase_counts_at_once_and_a_revoked_user_stays_out() {
    let place = Place::without_clients();
    let (old, new) = (
        place.file("old", "first passphrase\n"),
        place.file("new", "second passphrase\n"),
    );
    let (old_name, new_name) = (old.to_str().unwrap(), new.to_str().unwrap());
    place
        .run(&[
            "users",
            "add",
            "second",
            "--role",
            "officer",
            "--new-passphrase-file",
            old_name,
        ])
        .code(0);
    let second = |file: &std::path::Path, arguments: &[&str]| {
        place.command_as("second", file).args(arguments).assert()
    };
    second(
        &old,
        &["users", "passphrase", "--new-passphrase-file", new_name],
    )
    .code(0);
    second(&old, &["referrals"]).code(3);
    second(&new, &["referrals"]).code(0);
    place
        .run(&[
            "users",
            "passphrase",
            "second",
            "--new-passphrase-file",
            old_name,
        ])
        .code(0);
    second(&old, &["referrals"]).code(0);
    place.run(&["users", "revoke", "second"]).code(0);
    let out = second(&old, &["referrals"]).code(3);
    assert_eq!(stderr(&out).lines().count(), 1);
    let listed = place.json(&["users", "list", "--json"]);
    assert_eq!(
        listed[1],
        json!({"user": "second", "role": "officer", "revoked": true})
    );
    let last = place.run(&["users", "revoke", "officer"]);
    assert!(stderr(&last.failure()).contains("last officer"));
    place.run(&["users", "revoke", "nobody"]).failure();
}
