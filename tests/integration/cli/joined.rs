//! Records that were joined: all that either says goes on finding her, and is not brought anew by a list.

use crate::support::{Place, lines, stderr, stdout};
use serde_json::Value as Json;

const TWO: &str = "\
reference,surname,forenames,known_as,dob,crn,address,postcode
M1,Zielinska,Bronislawa,Bronia,1984-03-14,X320741,12 Vulcan Road,LE5 3EF
M2,Hargreaves,Dorothy,,1984-04-13,X320742,3 High Street,LE1 1AA
M3,Wood,Peter,,1970-01-01,,9 Low Lane,NG1 1AA
";

/// The first joined to the second.
fn joined() -> Place {
    let place = Place::without_clients();
    let list = place.file("list.csv", TWO);
    place.json(&["clients", "import", list.to_str().unwrap(), "--json"]);
    place.json(&[
        "clients", "merge", "C-000001", "into", "C-000002", "--reason", "married", "--json",
    ]);
    place
}

fn first(place: &Place, query: &str) -> Json {
    place.json(&["find", query, "--json"])["hits"][0].clone()
}

#[test]
fn every_name_date_and_address_of_a_joined_record_finds_her() {
    let place = joined();
    for query in [
        "zielinska bronislawa",
        "bronislawa",
        "bronia",
        "140384",
        "vulcan",
        "le5 3ef",
        "x320741",
        "zielinska 140384",
        "hargreaves dorothy",
        "130484",
        "C-000001",
    ] {
        assert_eq!(first(&place, query)["client"], "C-000002", "{query}");
    }
    let hits = place.json(&["find", "1984", "--json"])["hits"].clone();
    assert_eq!(hits.as_array().map(Vec::len), Some(1), "she is found once");
}

#[test]
fn a_list_that_brings_a_joined_record_again_is_told_of_or_refused_and_holds_up_nobody() {
    let place = joined();
    let list = place.file(
        "again.csv",
        "\
reference,surname,forenames,dob,crn,address,postcode
M7,Zielinska,Bronislawa,1984-03-14,,12 Vulcan Road,LE5 3EF
M9,Zielinska,Bronka,1984-03-14,X320741,,
M8,Nobody,Atall,1990-01-01,,,
",
    );
    let run = place.run(&["clients", "import", list.to_str().unwrap(), "--json"]);
    let report: Json = serde_json::from_str(&stdout(&run)).expect("a report");
    assert_eq!(report["imported"], 2, "{report}");
    assert_eq!(report["rejected"][0]["line"], 3);
    assert_eq!(report["possible"][0]["client"], "C-000002");
    assert!(report["possible"][0]["score"].as_f64().unwrap() > 0.9);
    let list = place.file(
        "two.csv",
        "reference,surname,forenames,dob,crn\nM10,Other,Person,1955-05-05,X320741\n",
    );
    let path = list.to_str().unwrap();
    let taken = place.json(&[
        "clients",
        "import",
        path,
        "--different-people",
        "both were seen",
        "--json",
    ]);
    assert_eq!(taken["imported"], 1);
    let pairs = place.text(&["clients", "duplicates", "--json"]);
    let pairs = lines(&pairs);
    assert!(
        pairs
            .iter()
            .all(|pair| pair["a"] != "C-000001" && pair["b"] != "C-000001"),
        "{pairs:?}"
    );
    assert!(
        pairs.iter().any(|pair| pair["a"] == "C-000002"),
        "{pairs:?}"
    );
}

#[test]
fn two_who_are_not_one_stay_two_whatever_one_of_them_is_joined_to() {
    let place = Place::without_clients();
    let person = "surname,forenames,dob,nhs_number\nPatel,Ravi Kumar,1985-03-04,9434765919\n";
    let third = "surname,forenames,dob\nPatel,Ravi,1985-03-04\n";
    let bring = |name: &str, text: &str, more: &[&str]| {
        let list = place.file(name, text);
        let words = ["clients", "import", list.to_str().unwrap(), "--json"];
        place.json(&[&words[..], more].concat())
    };
    bring("a.csv", person, &[]);
    bring(
        "b.csv",
        person,
        &["--different-people", "seen both at once"],
    );
    bring("c.csv", third, &[]);
    let join = |from: &str, into: &str| {
        place.run(&[
            "clients",
            "merge",
            from,
            "into",
            into,
            "--reason",
            "one person",
        ])
    };
    let _joined = join("C-000002", "C-000003").success();
    let refused = join("C-000001", "C-000003").code(1);
    let said = stderr(&refused);
    assert!(said.contains("were marked as two people"), "{said}");
    assert_eq!(stdout(&place.run(&["clients", "duplicates", "--json"])), "");
}

#[test]
fn doing_an_import_again_names_who_has_her_number_by_now() {
    let place = Place::without_clients();
    let bring = |name: &str, who: &str| {
        let list = place.file(name, format!("surname,forenames,crn\n{who},X320741\n"));
        place.json(&["clients", "import", list.to_str().unwrap(), "--json"])
    };
    bring("wood.csv", "Wood,Ann");
    let acts = place.json(&["audit", "list", "--json"]);
    let last = acts
        .as_array()
        .and_then(|acts| acts.last())
        .expect("an act");
    let brought = last["act"].clone();
    let undone = place.json(&["undo", &brought.to_string(), "--reason", "wrong", "--json"]);
    bring("green.csv", "Green,Bob");
    let again = undone["act"].to_string();
    let said = place.json(&["undo", &again, "--preview", "--json"])["changes"].to_string();
    assert!(said.contains("Wood, Ann is on the books again"), "{said}");
    assert!(
        said.contains("Green, Bob (C-000002) has the CRN X320741 too"),
        "{said}"
    );
}

#[test]
fn a_number_written_in_two_ways_holds_up_its_own_line_and_real_days_are_days() {
    let place = Place::without_clients();
    let list = place.file(
        "list.csv",
        "\
surname,forenames,dob,nhs_number\r
Wood,Ann,14/03/84,\r
Green,Bob,14 March 1985,943 476 5918\r
Hall,Cy,1986-03-14 00:00:00,9434765918\r
Hill,Di,31/02/1984,\r
",
    );
    let run = place.run(&["clients", "import", list.to_str().unwrap(), "--json"]);
    let report: Json = serde_json::from_str(&stdout(&run)).expect("a report");
    assert_eq!(report["imported"], 3, "{report}");
    assert_eq!(report["rejected"][0]["line"], 4, "{report}");
    let why = report["rejected"][0]["reason"].to_string();
    assert!(why.contains("C-000002 (line 3) is on the books"), "{why}");
    let marked: Vec<(&Json, &Json)> = report["marked"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|mark| (&mark["line"], &mark["column"]))
        .collect();
    assert!(
        marked
            .iter()
            .all(|(line, column)| **column != "dob" || **line == 5),
        "{report}"
    );
    assert_eq!(first(&place, "140385")["client"], "C-000002");
}
