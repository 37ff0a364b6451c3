//! The definitions of the forms.

use crate::support::{Place, stderr, stdout};

#[test]
fn every_form_is_described_with_its_boxes() {
    let place = Place::bare();
    let list = place.json(&["forms", "list", "--json"]);
    let ids: Vec<&str> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|form| form["id"].as_str().unwrap())
        .collect();
    for id in [
        "referral",
        "registration",
        "assessment",
        "signposting",
        "plan",
        "session",
        "signoff",
        "followup",
        "event",
        "worker",
    ] {
        assert!(ids.contains(&id), "{id}");
        let form = place.json(&["forms", "show", id, "--version", "1", "--json"]);
        assert_eq!(
            (form["id"].as_str(), form["version"].as_u64()),
            (Some(id), Some(1))
        );
        for field in form["fields"].as_array().unwrap() {
            assert!(
                ["key", "label", "kind", "required", "box"]
                    .iter()
                    .all(|key| field[*key].is_string()),
                "{field}"
            );
            assert!(field["page"].is_u64());
        }
    }
    assert!(
        place
            .text(&["forms", "show", "session"])
            .contains("Date of session")
    );
    assert!(place.text(&["forms", "list"]).contains("session"));
    place.run(&["forms", "show", "poem"]).code(1);
    place
        .run(&["forms", "show", "session", "--version", "99"])
        .code(1);
    place.run(&["forms", "check"]).code(0).stdout("");
}

#[test]
fn a_mistake_in_a_form_file_is_named_with_its_place_and_stops_nothing() {
    let place = Place::bare();
    let broken = place.file(
        "forms/visit/1.toml",
        "id = \"visit\"\nversion = 1\ntitel = \"Visit\"\n",
    );
    let run = place
        .run(&["forms", "check", broken.to_str().unwrap()])
        .code(1);
    let told = stdout(&run);
    assert!(
        told.lines().all(|line| line.contains("visit/1.toml:")),
        "{told}"
    );
    assert!(told.contains(":3:1: "), "{told}");
    let own = place.own_folder().join("forms/visit");
    std::fs::create_dir_all(&own).unwrap();
    std::fs::copy(&broken, own.join("1.toml")).unwrap();
    let run = place.run(&["forms", "list"]).code(0);
    assert!(stderr(&run).contains("visit/1.toml"));
    let missing = place.run(&["forms", "check", "not-there.toml"]).code(2);
    assert!(stderr(&missing).contains("not-there.toml"));
    place
        .run(&[
            "forms",
            "check",
            place.file("junk.toml", b"\xff\x00= [").to_str().unwrap(),
        ])
        .code(1);
}
