//! The command line, end to end: what scripts and tests rely on.

mod cases;
mod clients;
mod duties;
mod figures;
mod forms;
mod found_again;
mod joined;
mod journal;
mod sheets;
mod terminal;
mod trouble;
mod users;

use crate::support::{Place, lines, program, stderr, stdout};
use predicates::prelude::*;
use serde_json::json;

#[test]
fn init_makes_a_store_and_prints_the_recovery_key_once() {
    let place = Place::bare();
    let made = place.run(&["init", "--service", "Soar Valley"]).code(0);
    let key = stdout(&made);
    assert_eq!(key.lines().count(), 1, "{key}");
    assert!(key.trim().len() > 20);
    assert_eq!(
        place.json(&["users", "list", "--json"]),
        json!([{"user": "officer", "role": "officer", "revoked": false}])
    );
    let again = place.run(&["init", "--service", "Soar Valley"]).code(2);
    assert!(stderr(&again).contains("already"));
    let acts = place.json(&["audit", "list", "--json"]);
    assert_eq!(acts[0]["kind"], "service opened");
}

#[test]
fn a_demo_is_the_same_for_its_seed_and_is_opened_as_it_was_left() {
    let place = Place::bare();
    let demo = |name: &str| {
        let folder = place.path(name);
        let run = program(&place.path(""))
            .args([
                "demo",
                "--clients",
                "0",
                "--seed",
                "7",
                "--no-desk",
                "--dir",
            ])
            .arg(folder)
            .assert()
            .code(0);
        serde_json::from_str::<serde_json::Value>(&stdout(&run)).unwrap()
    };
    let sheets = |made: &serde_json::Value| {
        let text = |key: &str| made[key].as_str().unwrap().to_owned();
        let run = program(&place.path(""))
            .args([
                "--store",
                &text("store"),
                "--user",
                &text("user"),
                "--passphrase-file",
                &text("passphrase_file"),
            ])
            .args(["sheets", "export"])
            .assert()
            .code(0);
        stdout(&run)
    };
    let (one, other) = (demo("one"), demo("other"));
    assert_eq!(sheets(&one), sheets(&other));
    assert_eq!(demo("one"), one);
    program(&place.path(""))
        .args(["demo", "--seed", "8", "--no-desk", "--dir"])
        .arg(place.path("one"))
        .assert()
        .code(2);
}

#[test]
fn a_demo_never_touches_a_folder_that_holds_something_else() {
    let place = Place::bare();
    place.run(&["init", "--service", "Soar Valley"]).code(0);
    let said = program(&place.path(""))
        .args(["demo", "--no-desk", "--dir"])
        .arg(place.store())
        .assert()
        .code(2);
    assert!(stderr(&said).contains("not touched"));
    assert_eq!(place.json(&["audit", "verify", "--json"])["acts"], 2);
}

#[test]
fn the_key_table_is_the_one_of_the_keymap_that_was_asked_for() {
    let place = Place::bare();
    let rows = place.json(&["keys", "--json"]);
    assert!(
        rows.as_array()
            .unwrap()
            .iter()
            .all(|row| row["keys"].is_array() && row["command"].is_string())
    );
    let plain = place.text(&["--keymap", "plain", "keys"]);
    assert!(!plain.contains(" F1"), "{plain}");
    let own = place.file(
        "mine.toml",
        "[form]\nctrl-b = \"form.park_sheet\"\nf6 = \"form.fly\"\n",
    );
    let run = place
        .run(&["--keymap", own.to_str().unwrap(), "keys", "--json"])
        .code(1);
    assert!(stderr(&run).contains("mine.toml:3:"), "{}", stderr(&run));
    assert!(stdout(&run).contains("Ctrl-B"));
}

#[test]
fn a_reader_who_leaves_early_is_no_error() {
    let place = Place::bare();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_caseload"))
        .args(["keys", "--json"])
        .env_clear()
        .env("HOME", place.path(""))
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(
        (
            ended.status.code(),
            String::from_utf8_lossy(&ended.stderr).as_ref()
        ),
        (Some(0), "")
    );
}

#[test]
fn the_command_line_says_what_is_wrong_with_it() {
    let place = Place::bare();
    for wrong in [
        &["fly"][..],
        &["find"],
        &["undo", "0"],
        &["allocate"],
        &["sheets", "export", "--format", "csv"],
        &["init"],
        &["find", "x", "--limit", "0"],
    ] {
        let run = place.run(wrong).code(2);
        assert_eq!(stdout(&run), "", "{wrong:?}");
        assert!(!stderr(&run).is_empty());
    }
    place
        .run(&["--help"])
        .code(0)
        .stdout(predicate::str::contains("Exit codes"));
    place.run(&["--version"]).code(0);
}

#[test]
fn without_a_terminal_the_desk_says_so() {
    let place = Place::without_clients();
    let run = place.run(&[]).code(2);
    assert!(stderr(&run).contains("terminal"));
}

#[test]
fn queries_of_a_file_are_answered_one_object_a_line() {
    let place = Place::without_clients();
    let list = place.file("list.csv", "reference,surname,forenames,dob,crn\nL-1,Łukasz,Ann,1984-03-14,X320741\nL-2,Wood,Peter,31/02/1984,\n");
    place
        .run(&["clients", "import", list.to_str().unwrap()])
        .code(0);
    let queries = place.file(
        "queries.txt",
        "lukasz\r\nwood peter\n\nnobody of this name\nx320741\n",
    );
    let run = place
        .run(&["find", "--queries", queries.to_str().unwrap(), "--json"])
        .code(0);
    let answers = lines(&stdout(&run));
    let first = |at: usize| {
        answers[at]["hits"][0]["client"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(answers.len(), 5);
    assert_eq!(
        (answers[0]["query"].as_str(), first(0).as_str()),
        (Some("lukasz"), "C-000001")
    );
    assert_eq!(
        (first(1).as_str(), first(4).as_str()),
        ("C-000002", "C-000001")
    );
    assert_eq!(answers[1]["hits"][0]["dob"], "31/02/1984");
    assert!(answers[2]["hits"].as_array().unwrap().is_empty());
    assert!(
        answers[0]["ms"].is_number()
            && !answers[0]["hits"][0]["why"].as_array().unwrap().is_empty()
    );
    place.run(&["find", "zzzzzz", "qqqqqq"]).code(1).stdout("");
}
