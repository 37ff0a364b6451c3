//! Clients in bulk, records of one person, and undoing.

use crate::support::{Place, lines, stderr, stdout};
use serde_json::Value as Json;

const LIST: &str = "\
reference,surname,forenames,known_as,dob,gender,crn,pnc,nhs_number,address,postcode,phone
L-1,O’Brien,Siobhán Mary,Shiv,1984-03-14,F,X320741,1981/0000034U,9434765919,\"1 High Street, Leicester\",LE1 1AA,01164960123
L-2,O'Brian,Siobhan,,1984-03-14,F,,,,,,
L-3,Wood,Peter,,31/02/1984,M,,,,,ZZ99 3VZ,
";

fn import(place: &Place, text: &str) -> Json {
    let list = place.file("list.csv", text);
    place.json(&["clients", "import", list.to_str().unwrap(), "--json"])
}

/// The second client joined to the first, for this reason.
fn merged(place: &Place, reason: &str) -> Json {
    place.json(&[
        "clients", "merge", "C-000002", "into", "C-000001", "--reason", reason, "--json",
    ])
}

#[test]
fn a_list_goes_out_as_it_came_in_and_both_are_in_the_journal() {
    let place = Place::without_clients();
    let report = import(&place, LIST);
    assert_eq!(report["imported"], 3);
    assert_eq!(report["marked"][0]["line"], 4);
    assert_eq!(report["marked"][0]["column"], "dob");
    assert_eq!(place.text(&["clients", "export"]), LIST);
    let acts = place.json(&["audit", "list", "--limit", "1", "--json"]);
    assert_eq!(acts[0]["words"], "records exported: clients, 3");
}

#[test]
fn columns_may_be_absent_and_stand_in_any_order() {
    let place = Place::without_clients();
    assert_eq!(
        import(&place, "dob,surname\n1984-03-14,Wood\n,Smith\n")["imported"],
        2
    );
    let out = place.text(&["clients", "export"]);
    assert!(out.contains("C-000001,Wood,,,1984-03-14,"), "{out}");
}

#[test]
fn a_file_that_is_no_list_of_clients_is_refused_whole() {
    let place = Place::without_clients();
    let files: [(&[u8], &str); 5] = [
        (b"surname,shoe_size\nWood,43\n", "shoe_size"),
        (b"surname,dob\nWood,1984-03-14\nSmith\n", "line 3"),
        (b"surname\nW\xfcst\n", "line 2"),
        (b"\x00\x01\x02\xff\xfe", "UTF-8"),
        (b"", "empty"),
    ];
    for (bytes, named) in files {
        let list = place.file("list.csv", bytes);
        let run = place
            .run(&["clients", "import", list.to_str().unwrap()])
            .code(1);
        assert!(stderr(&run).contains(named), "{named}: {}", stderr(&run));
        assert_eq!(stderr(&run).lines().count(), 1);
    }
    place.run(&["clients", "import", "not-there.csv"]).code(2);
    assert_eq!(place.text(&["clients", "export"]).lines().count(), 1);
}

#[test]
fn a_bad_line_is_named_and_does_not_hold_up_the_others() {
    let place = Place::without_clients();
    let list = place.file(
        "list.csv",
        "reference,surname\nL-1,Wood\nL-2,Sm\u{1b}[31mith\nL-1,Wood again\nL-4,\nL-5,Khan\nL-6,\"Mirza\nL-7,Lad\n",
    );
    let run = place
        .run(&["clients", "import", list.to_str().unwrap(), "--json"])
        .code(1);
    let report: Json = serde_json::from_str(&stdout(&run)).unwrap();
    let bad: Vec<u64> = report["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["line"].as_u64().unwrap())
        .collect();
    assert_eq!(
        (report["imported"].as_u64(), bad),
        (Some(2), vec![3, 4, 5, 7])
    );
    assert!(!stderr(&run).contains('\u{1b}'));
}

#[test]
fn the_books_own_list_brings_nobody_twice() {
    let place = Place::without_clients();
    // Nobody has a number or a reference that would tell her from others.
    import(&place, "surname,forenames\nWood,Peter\nKhan,Amina\n");
    let own = place.text(&["clients", "export"]);
    assert!(own.contains("\nC-000002,Khan"), "{own}");
    let list = place.file("own.csv", &own);
    let run = place
        .run(&["clients", "import", list.to_str().unwrap()])
        .code(1);
    let said = stderr(&run);
    assert!(
        said.contains("line 3, reference: C-000002 is the number of a client on the books"),
        "{said}"
    );
    assert_eq!(place.text(&["clients", "export"]), own);
    // On other books they are the list's own references.
    let elsewhere = Place::without_clients();
    import(&elsewhere, &own);
    assert_eq!(elsewhere.text(&["clients", "export"]), own);
}

#[test]
fn two_records_of_one_person_are_found_joined_and_parted_again() {
    let place = Place::without_clients();
    import(&place, LIST);
    let pairs = lines(&place.text(&["clients", "duplicates", "--json"]));
    assert_eq!(pairs.len(), 1);
    assert_eq!(
        (
            pairs[0]["a_reference"].as_str(),
            pairs[0]["b_reference"].as_str()
        ),
        (Some("L-1"), Some("L-2"))
    );
    assert!(lines(&place.text(&["clients", "duplicates", "--min", "1.0", "--json"])).len() <= 1);
    let joined = merged(&place, "one person");
    assert_eq!(
        place.json(&["card", "x320741", "--json"])["client"],
        "C-000001"
    );
    assert!(lines(&place.text(&["clients", "duplicates", "--json"])).is_empty());
    place
        .run(&[
            "clients", "merge", "C-000002", "INTO", "C-000001", "--reason", "again",
        ])
        .code(1);
    place.run(&["undo", &joined["act"].to_string()]).code(0);
    assert_eq!(
        lines(&place.text(&["clients", "duplicates", "--json"])).len(),
        1
    );
    place
        .run(&[
            "clients", "merge", "C-000002", "C-000099", "--reason", "no such",
        ])
        .code(1);
    place.run(&["undo", "999999"]).code(1);
    place.run(&["undo", "1"]).code(1);
}

#[test]
fn hostile_names_never_reach_the_terminal() {
    let place = Place::without_clients();
    let run = place.run(&["find", "\u{1b}]0;owned\u{7}"]).code(1);
    assert!(!stdout(&run).contains('\u{1b}') && !stderr(&run).contains('\u{1b}'));
    let run = place.run(&["card", "C-\u{1b}[2J\u{202e}"]).code(1);
    assert!(!stderr(&run).contains(['\u{1b}', '\u{202e}']));
}

const AGAIN: &str = "\
reference,surname,forenames,dob,crn,nhs_number,postcode
M-1,OBrien,Siobhan,1984-03-14,,943 476 5919,
M-2,Woods,Peter,31/02/1984,,,ZZ99 3VZ
M-3,Vanterpool,Quentin,1961-01-30,,943 476 5919,
M-4,Zebedee,Ann,1990-10-10,D118204,,
M-5,Zebedee,Anne,1990-10-10,D118204,,
M-6,Quaresma,Otto,1955-05-05,D118204,,
";

/// Of each remark, its line.
fn lines_of(remarks: &Json) -> Vec<u64> {
    let each = remarks.as_array().unwrap().iter();
    each.map(|remark| remark["line"].as_u64().unwrap())
        .collect()
}

#[test]
fn a_number_that_somebody_has_is_not_taken_twice_wherever_she_came_from_and_a_likeness_is_told() {
    let place = Place::without_clients();
    import(&place, LIST);
    let again = place.file("again.csv", AGAIN);
    let run = place
        .run(&["clients", "import", again.to_str().unwrap(), "--json"])
        .code(1);
    let report: Json = serde_json::from_str(&stdout(&run)).unwrap();
    assert_eq!(report["imported"], 2, "{report}");
    assert_eq!(lines_of(&report["rejected"]), [2, 4, 6, 7], "{report}");
    let reason = |at: usize| report["rejected"][at]["reason"].as_str().unwrap();
    assert_eq!(report["rejected"][0]["column"], "nhs_number");
    assert_eq!(report["rejected"][2]["column"], "crn");
    for (at, parts) in [
        (0, ["C-000001", "NHS number", "surely the same person"]),
        (1, ["C-000001", "NHS number", "--different-people"]),
        (2, ["C-000005 (line 5)", "CRN", "surely the same person"]),
        (3, ["C-000005 (line 5)", "CRN", "--different-people"]),
    ] {
        for part in parts {
            assert!(reason(at).contains(part), "{part}: {}", reason(at));
        }
    }
    assert_eq!(lines_of(&report["possible"]), [3], "{report}");
    assert_eq!(report["possible"][0]["client"], "C-000003");
}

#[test]
fn two_lines_of_one_list_that_may_be_one_person_are_both_taken_and_told() {
    let place = Place::without_clients();
    let list = "surname,forenames,dob,postcode\nVanterpool,Quentin,1961-01-30,LE1 1AA\nMarsh,Ann,1970-07-07,\nVanterpol,Quentin,1961-01-30,LE1 1AA\n";
    let report = import(&place, list);
    assert_eq!(report["imported"], 3, "{report}");
    let [possible] = report["possible"].as_array().unwrap().as_slice() else {
        panic!("{report}");
    };
    assert_eq!(
        (&possible["line"], &possible["other_line"]),
        (&4.into(), &2.into())
    );
    assert_eq!(possible["client"], "C-000001");
    let file = place.file("again.csv", list);
    let run = place
        .run(&["clients", "import", file.to_str().unwrap()])
        .code(0);
    let said = stderr(&run);
    assert!(
        said.contains("line 4: taken; may be C-000004 of line 2 ("),
        "{said}"
    );
    assert!(
        said.contains("3 may be on the books already; 1 may be somebody of another line"),
        "{said}"
    );
}

#[test]
fn the_officer_may_say_that_people_of_one_number_are_two_and_what_she_said_is_kept() {
    let place = Place::without_clients();
    import(&place, LIST);
    let again = place.file("again.csv", AGAIN);
    let list = again.to_str().unwrap();
    place
        .run(&["clients", "import", list, "--different-people", " "])
        .code(1);
    let two = "both lists were looked through with the prison";
    let report = place.json(&[
        "clients",
        "import",
        list,
        "--different-people",
        two,
        "--json",
    ]);
    assert_eq!(report["imported"], 6, "{report}");
    assert_eq!(lines_of(&report["possible"]), [2, 3, 4, 6, 7], "{report}");
    let ambiguous = place.run(&["card", "D118204"]).code(1);
    assert!(stderr(&ambiguous).contains("C-000007"));
    let pairs = lines(&place.text(&["clients", "duplicates", "--json"]));
    let asked_again = pairs
        .iter()
        .any(|p| p["a"] == "C-000007" && p["b"] == "C-000008");
    assert!(!asked_again, "{pairs:?}");
}

#[test]
fn a_joined_record_is_found_by_either_number_and_undone_by_its_own_again() {
    let place = Place::without_clients();
    import(&place, LIST);
    let merged = merged(&place, "one photograph");
    let found = |query: &str| {
        let found = place.json(&["find", query, "--json"]);
        found["hits"][0]["client"].as_str().map(str::to_owned)
    };
    assert_eq!(found("C-000002").as_deref(), Some("C-000001"));
    place.text(&["undo", &merged["act"].to_string()]);
    assert_eq!(found("C-000002").as_deref(), Some("C-000002"));
}

#[test]
fn joining_two_whose_numbers_differ_says_so() {
    let place = Place::without_clients();
    let list =
        "surname,forenames,dob,crn\nWood,Peter,1950-01-01,X320741\nKhan,Amina,1961-02-03,X320742\n";
    import(&place, list);
    let run = place
        .run(&[
            "clients",
            "merge",
            "C-000002",
            "into",
            "C-000001",
            "--reason",
            "one person",
        ])
        .code(0);
    let said = stderr(&run);
    assert!(
        said.contains("each has another CRN, another date of birth."),
        "{said}"
    );
}

#[test]
fn two_forenames_under_one_number_are_not_surely_one_person() {
    let place = Place::without_clients();
    let head = "surname,forenames,dob,nhs_number,postcode\n";
    let list = format!(
        "{head}Dean,Brenda,1970-01-01,9434765919,LE1 1AA\nDean,Betty,1971-01-01,9434765919,LE1 1AA\n"
    );
    let path = place.file("list.csv", &list);
    let run = place
        .run(&["clients", "import", path.to_str().unwrap()])
        .code(1);
    let said = stderr(&run);
    assert!(
        said.contains("forename differs") && said.contains("--different-people"),
        "{said}"
    );
}
