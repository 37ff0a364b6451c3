//! Bad stores and bad machines: one plain sentence, the promised exit code, and nothing saved is touched.

use crate::support::{Place, copy, program, stderr};
use std::path::Path;

/// Runs a command that must fail with this code, one sentence and no output; gives the sentence.
#[track_caller]
fn refused(place: &Place, arguments: &[&str], code: i32) -> String {
    let run = place.run(arguments).code(code).stdout("");
    let said = stderr(&run);
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(
        said.starts_with("caseload: ") && said.trim_end().ends_with('.'),
        "{said}"
    );
    said
}

fn bytes_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder.join("journal")).unwrap() {
        let path = entry.unwrap().path();
        found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
    }
    found.sort();
    found
}

#[test]
fn nobody_is_let_in_without_the_right_passphrase() {
    let place = Place::without_clients();
    let wrong = place.file("wrong", "not this one\n");
    let run = place
        .command_as("officer", &wrong)
        .arg("referrals")
        .assert()
        .code(3)
        .stdout("");
    assert!(stderr(&run).contains("passphrase"));
    place
        .command_as("stranger", &wrong)
        .arg("referrals")
        .assert()
        .code(3);
    let empty = place.file("empty", "\n");
    place
        .command_as("officer", &empty)
        .arg("referrals")
        .assert()
        .code(3);
    place
        .command_as("officer", &place.path("no such file"))
        .arg("referrals")
        .assert()
        .code(2);
    let none = program(&place.path(""))
        .arg("--store")
        .arg(place.store())
        .arg("referrals")
        .assert()
        .code(3)
        .stdout("");
    assert!(stderr(&none).contains("--passphrase-file"));
}

#[test]
fn a_store_may_be_named_by_the_environment() {
    let place = Place::without_clients();
    let run = program(&place.path(""))
        .env("CASELOAD_STORE", place.store())
        .env("CASELOAD_USER", "officer")
        .env(
            "CASELOAD_PASSPHRASE_FILE",
            place.store().join("demo-passphrase"),
        )
        .args(["users", "list"])
        .assert();
    run.code(0);
}

#[test]
fn a_folder_without_a_store_is_named() {
    let place = Place::bare();
    let said = refused(&place, &["referrals"], 2);
    assert!(said.contains("caseload init"), "{said}");
}

#[test]
fn a_foreign_and_a_newer_store_are_refused_and_not_touched() {
    let foreign = Place::without_clients();
    for name in ["store.hdr", "store.hdr.b"] {
        std::fs::write(
            foreign.store().join(name),
            b"SQLite format 3\0 and so on, and on, and on",
        )
        .unwrap();
    }
    let before = bytes_of(&foreign.store());
    refused(&foreign, &["referrals"], 4);
    assert_eq!(bytes_of(&foreign.store()), before);

    let other = Place::without_clients();
    let stranger = Place::bare();
    stranger.run(&["init", "--service", "Elsewhere"]).code(0);
    std::fs::remove_dir_all(other.store().join("journal")).unwrap();
    copy(
        &stranger.store().join("journal"),
        &other.store().join("journal"),
    );
    refused(&other, &["referrals"], 4);
}

#[test]
fn a_store_of_a_newer_version_is_named_as_such_and_not_touched() {
    let place = Place::without_clients();
    for name in ["store.hdr", "store.hdr.b"] {
        let path = place.store().join(name);
        let mut bytes = std::fs::read(&path).unwrap();
        // The format stands behind the eight letters of the magic; the digest of all before it is the file's end.
        bytes[8] = 9;
        let end = bytes.len() - 32;
        let digest = blake3::hash(&bytes[..end]);
        bytes[end..].copy_from_slice(digest.as_bytes());
        std::fs::write(&path, bytes).unwrap();
    }
    let before = bytes_of(&place.store());
    let said = refused(&place, &["referrals"], 4);
    assert!(said.contains("newer"), "{said}");
    assert_eq!(bytes_of(&place.store()), before);
}

/// Writing fails at some point, as on a full disk: the shell lets no file grow beyond some blocks of 1,024 bytes.
#[cfg(unix)]
#[test]
fn a_disk_that_takes_no_more_is_the_machines_fault_and_loses_nothing() {
    let place = Place::without_clients();
    let list: String = std::iter::once("surname,forenames\n".to_owned())
        .chain((0..3_000).map(|n| format!("Wood{n},Peter Paul\n")))
        .collect();
    let list = place.file("list.csv", list);
    let passphrase = place.store().join("demo-passphrase");
    let words = [
        assert_cmd::cargo::cargo_bin("caseload").into_os_string(),
        "--store".into(),
        place.store().into(),
        "--user".into(),
        "officer".into(),
        "--passphrase-file".into(),
        passphrase.into(),
        "clients".into(),
        "import".into(),
        list.into(),
    ];
    let journal = place.store().join("journal/0001.jrn");
    let blocks = std::fs::metadata(&journal).unwrap().len() / 1024 + 200;
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
    let run = assert_cmd::Command::new("bash")
        .args(["-c", &script, "bash"])
        .args(words)
        .env_clear()
        .env("HOME", place.path(""))
        .assert()
        .code(5);
    let said = stderr(&run);
    assert!(said.contains("Nothing") || said.contains("safe"), "{said}");
    place.run(&["audit", "verify"]).code(0);
    place.run(&["check"]).code(0);
}

#[test]
fn a_damaged_journal_is_refused_and_not_touched() {
    let place = Place::without_clients();
    let segment = place.store().join("journal/0001.jrn");
    let mut bytes = std::fs::read(&segment).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    std::fs::write(&segment, bytes).unwrap();
    std::fs::remove_dir_all(place.store().join("work")).unwrap();
    let before = bytes_of(&place.store());
    let said = refused(&place, &["referrals"], 4);
    assert!(said.contains("Nothing was changed"), "{said}");
    let run = place.run(&["audit", "verify", "--json"]).code(4);
    let proof: serde_json::Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
    assert_eq!(proof["ok"], false);
    assert!(proof["first_break"]["act"].as_u64().unwrap() > 1);
    assert_eq!(bytes_of(&place.store()), before);
}

/// The working store stands as it was, so opening alone would not look at the acts before the last.
#[test]
fn an_act_changed_long_ago_stops_every_command_that_builds_on_it() {
    let place = Place::without_clients();
    place.run(&["referrals"]);
    let segment = place.store().join("journal/0001.jrn");
    let mut bytes = std::fs::read(&segment).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    std::fs::write(&segment, bytes).unwrap();
    let journal = std::fs::read(&segment).unwrap();
    for command in [&["referrals"][..], &["find", "smith"], &["undo", "3"]] {
        let said = refused(&place, command, 4);
        assert!(said.contains("restore the last backup"), "{said}");
    }
    assert_eq!(
        std::fs::read(&segment).unwrap(),
        journal,
        "nothing is added"
    );
    place.run(&["check"]).code(1);
}

#[test]
fn a_store_that_lost_its_header_is_damaged_and_no_new_one_is_made_in_it() {
    let place = Place::without_clients();
    for name in ["store.hdr", "store.hdr.b"] {
        std::fs::remove_file(place.store().join(name)).unwrap();
    }
    let before = bytes_of(&place.store());
    let said = refused(&place, &["referrals"], 4);
    assert!(said.contains("Restore the last backup"), "{said}");
    refused(&place, &["init", "--service", "Another"], 4);
    assert_eq!(bytes_of(&place.store()), before);
}

#[test]
fn a_restore_that_fails_leaves_nothing_and_can_be_tried_again() {
    let place = Place::without_clients();
    let backups = place.store().with_file_name("backups");
    let there = backups.display().to_string();
    place.run(&["backup", "--to", &there]).code(0);
    let names: Vec<_> = std::fs::read_dir(&backups).unwrap().collect();
    assert_eq!(names.len(), 1, "nothing but the backup is left");
    let backup = names[0].as_ref().unwrap().path();
    let bad = backups.join("bad");
    std::fs::create_dir_all(bad.join("journal")).unwrap();
    for name in [
        "store.hdr",
        "store.hdr.b",
        "clientkeys",
        "clientkeys.b",
        "journal/0001.jrn",
    ] {
        std::fs::copy(backup.join(name), bad.join(name)).unwrap();
    }
    let mut bytes = std::fs::read(bad.join("journal/0001.jrn")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(bad.join("journal/0001.jrn"), bytes).unwrap();
    let to = place
        .store()
        .with_file_name("restored")
        .display()
        .to_string();
    let bad = bad.display().to_string();
    refused(&place, &["restore", &bad, "--to", &to], 4);
    std::fs::remove_file(backups.join("bad/clientkeys")).unwrap();
    refused(&place, &["restore", &bad, "--to", &to], 4);
    let said = refused(&place, &["restore", &there, "--to", &to], 2);
    assert!(said.contains("no backup"), "{said}");
    let good = backup.display().to_string();
    place.run(&["restore", &good, "--to", &to]).code(0);
    let inside = place.store().join("journal").display().to_string();
    let said = refused(&place, &["backup", "--to", &inside], 1);
    assert!(said.contains("inside the store"), "{said}");
}

#[test]
fn an_older_journal_in_place_of_the_newest_is_noticed() {
    let place = Place::without_clients();
    copy(&place.store().join("journal"), &place.path("older"));
    place.run(&["card", "nobody"]).code(1);
    let list = place.file("list.csv", "surname\nWood\n");
    place
        .run(&["clients", "import", list.to_str().unwrap()])
        .code(0);
    copy(&place.path("older"), &place.store().join("journal"));
    let said = refused(&place, &["referrals"], 4);
    assert!(said.contains("rolled back"), "{said}");
}

#[test]
fn a_store_that_another_process_holds_is_not_opened() {
    let place = Place::without_clients();
    let passphrase = std::fs::read_to_string(place.store().join("demo-passphrase")).unwrap();
    let held = caseload::store::Store::open(
        &place.store(),
        "officer",
        passphrase.trim(),
        chrono::Utc::now(),
    )
    .unwrap();
    let said = refused(&place, &["referrals"], 5);
    assert!(said.contains("another"), "{said}");
    held.close().unwrap();
    place.run(&["referrals"]).code(0);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_the_machines_fault() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::bare();
    let locked = place.path("locked");
    std::fs::create_dir(&locked).unwrap();
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o500)).unwrap();
    // Whoever may write everywhere cannot be shown a folder that cannot be written.
    if std::fs::write(locked.join("probe"), "x").is_err() {
        place
            .run(&[
                "--store",
                locked.join("store").to_str().unwrap(),
                "init",
                "--service",
                "S",
            ])
            .code(5);
    }
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_folder_that_is_a_file_is_the_machines_fault() {
    let place = Place::bare();
    let file = place.file("a file", "x");
    let below = file.join("store");
    let run = place
        .run(&["--store", below.to_str().unwrap(), "init", "--service", "S"])
        .code(5);
    assert_eq!(stderr(&run).lines().count(), 1);
}

#[test]
fn mistakes_in_the_users_own_files_are_told_and_not_fatal() {
    let place = Place::without_clients();
    let own = place.own_folder();
    std::fs::write(own.join("settings.toml"), "thema = \"mono\"\n").unwrap();
    std::fs::write(own.join("allocation.toml"), "[load]\ntype2 = = 3\n").unwrap();
    std::fs::write(own.join("bank_holidays.toml"), "never = 1\n").unwrap();
    std::fs::write(own.join("keymap.toml"), "[form]\nq = \n").unwrap();
    let run = place.run(&["referrals", "--json"]).code(0).stdout("[]\n");
    for name in [
        "settings.toml",
        "allocation.toml",
        "bank_holidays.toml",
        "keymap.toml",
    ] {
        assert!(stderr(&run).contains(name), "{name}: {}", stderr(&run));
    }
}
