//! Filled sheets in and out.

use crate::support::{Place, lines, stderr, stdout};
use caseload::demo;
use serde_json::{Value as Json, json};

/// Sheets over all forms, one JSON object a line.
fn sheets(count: usize) -> String {
    let all: Vec<String> = demo::sheets(5, count)
        .iter()
        .map(ToString::to_string)
        .collect();
    all.join("\n") + "\n"
}

fn empty() -> Place {
    let place = Place::bare();
    place.run(&["init", "--service", "Soar Valley"]).code(0);
    place
}

#[test]
fn sheets_of_every_form_come_back_field_for_field() {
    let place = empty();
    let text = sheets(60);
    let file = place.file("sheets.ndjson", &text);
    let verdicts = lines(&place.text(&["sheets", "import", file.to_str().unwrap(), "--json"]));
    assert_eq!(verdicts.len(), 60);
    for (n, verdict) in (1..).zip(&verdicts) {
        assert_eq!(
            (verdict["line"].as_u64(), verdict["ok"].as_bool()),
            (Some(n), Some(true)),
            "{verdict}"
        );
    }
    let back = place.text(&["sheets", "export"]);
    let (sent, back) = (lines(&text), lines(&back));
    for (sent, back) in sent.iter().zip(&back) {
        assert_eq!(sent, back);
    }
    assert_eq!(sent.len(), back.len());
    let again = place
        .run(&["sheets", "import", file.to_str().unwrap(), "--json"])
        .code(1);
    assert!(
        lines(&stdout(&again))
            .iter()
            .all(|verdict| verdict["ok"] == false)
    );
    assert_eq!(place.json(&["audit", "verify", "--json"])["ok"], true);
    let check = stdout(&place.run(&["check", "--json"]));
    assert!(!check.contains("working store"), "{check}");
}

#[test]
fn one_form_may_go_out_as_a_table() {
    let place = empty();
    let file = place.file("sheets.ndjson", sheets(30));
    place
        .run(&["sheets", "import", file.to_str().unwrap()])
        .code(0);
    let out = place.path("sessions.csv");
    place
        .run(&[
            "sheets",
            "export",
            "--form",
            "session",
            "--format",
            "csv",
            "--out",
            out.to_str().unwrap(),
        ])
        .code(0)
        .stdout("");
    let table = std::fs::read_to_string(&out).unwrap();
    assert!(
        table.starts_with("sheet,form,version,completed_on,completed_by,client,date,"),
        "{table}"
    );
    assert_eq!(
        table.lines().count() - 1,
        lines(&place.text(&["sheets", "export", "--form", "session"])).len()
    );
    place.run(&["sheets", "export", "--form", "poem"]).code(1);
}

fn registration() -> Json {
    let all = lines(&sheets(400));
    all.into_iter()
        .find(|sheet| sheet["form"] == "registration" && sheet["values"].get("client").is_none())
        .unwrap_or_else(|| panic!("no registration of somebody new among the sheets"))
}

#[test]
fn a_line_is_taken_whole_or_rejected_with_field_and_reason() {
    let place = Place::without_clients();
    let good = json!({"sheet": "E-000900", "form": "event", "version": 1, "values": {}});
    let wrong = |change: &dyn Fn(&mut Json)| {
        let mut sheet = good.clone();
        change(&mut sheet);
        sheet.to_string()
    };
    let text = [
        "this is no json".to_owned(),
        "[1, 2".to_owned(),
        "42".to_owned(),
        wrong(&|sheet| sheet["form"] = json!("poem")),
        wrong(&|sheet| sheet["version"] = json!(99)),
        wrong(&|sheet| sheet["values"]["shoe_size"] = json!(43)),
        wrong(&|sheet| sheet["completed_on"] = json!("2012-02-31")),
        wrong(&|sheet| sheet["sheet"] = json!("S_!\u{202e}")),
        wrong(&|sheet| sheet["values"]["title"] = json!("a\u{1b}[31m")),
        format!("{{\"sheet\":\"{}\"}}", "x".repeat(2 << 20)),
    ]
    .join("\n");
    let run = place
        .command(&["sheets", "import", "-", "--json"])
        .write_stdin(text)
        .assert()
        .code(1);
    let verdicts = lines(&stdout(&run));
    assert_eq!(verdicts.len(), 10);
    for verdict in &verdicts {
        assert_eq!(verdict["ok"], false, "{verdict}");
        let finding = &verdict["findings"][0];
        assert!(
            finding["field"].is_string()
                && finding["severity"] == "hard"
                && !finding["reason"].as_str().unwrap().is_empty()
        );
    }
    assert!(!stdout(&run).contains(['\u{1b}', '\u{202e}']));
    assert_eq!(verdicts[5]["findings"][0]["field"], "shoe_size");
    let acts = place.json(&["audit", "list", "--json"]);
    assert!(!acts.to_string().contains("E-000900"));
}

#[test]
fn lines_that_follow_each_other_know_each_other() {
    let place = empty();
    let first = registration();
    let crn = first["values"]["crn"].as_str().map(str::to_owned);
    let mut twice = first.clone();
    twice["sheet"] = json!("R-009999");
    let text = format!("{first}\n{first}\n{twice}\n");
    let run = place
        .command(&["sheets", "import", "-", "--json"])
        .write_stdin(text)
        .assert()
        .code(1);
    let verdicts = lines(&stdout(&run));
    assert_eq!(verdicts[0]["ok"], true, "{}", verdicts[0]);
    assert_eq!(
        (
            verdicts[1]["ok"].as_bool(),
            verdicts[1]["findings"][0]["field"].as_str()
        ),
        (Some(false), Some("sheet"))
    );
    if crn.is_some() {
        assert_eq!(verdicts[2]["ok"], true, "{}", verdicts[2]);
        let card = place.json(&["card", "C-000001", "--json"]);
        assert_eq!(card["sheets"].as_array().unwrap().len(), 2);
        place.run(&["card", "C-000002"]).code(1);
    }
}

#[test]
fn a_sheet_of_nobody_and_one_of_somebody_else_are_rejected() {
    let place = empty();
    let first = registration();
    let stranger = json!({"sheet": "S-000001", "form": "session", "version": 1, "values": {"client": "C-000999"}});
    let mut other = first.clone();
    other["sheet"] = json!("R-009998");
    other["values"]["client"] = json!("C-000001");
    other["values"]["crn"] = json!("Z999999");
    other["values"]["dob"] = json!("1950-01-01");
    other["values"]
        .as_object_mut()
        .unwrap()
        .retain(|key, _| !matches!(key.as_str(), "nhs_number" | "pnc" | "cro"));
    let file = place.file("first.ndjson", first.to_string());
    place
        .run(&["sheets", "import", file.to_str().unwrap()])
        .code(0);
    let text = format!("{stranger}\n{other}\n");
    let run = place
        .command(&["sheets", "import", "-", "--json"])
        .write_stdin(text)
        .assert()
        .code(1);
    let verdicts = lines(&stdout(&run));
    let about_client = |at: usize| {
        let all = verdicts[at]["findings"].as_array().unwrap();
        all.iter()
            .find(|f| f["field"] == "client")
            .map(|f| f["reason"].as_str().unwrap().to_owned())
    };
    assert!(about_client(0).unwrap().contains("Nobody on the books"));
    if first["values"]["crn"].is_string() {
        assert!(
            about_client(1).unwrap().contains("another CRN"),
            "{}",
            verdicts[1]
        );
    }
    assert!(stderr(&run).contains("0 sheets taken, 2 rejected"));
}

#[test]
fn a_sheet_that_gives_its_client_the_number_of_somebody_else_is_rejected() {
    let place = Place::without_clients();
    let list = "reference,surname,forenames,dob,crn\nL-1,Wood,Peter,1950-01-01,X320741\nL-2,Zachary,Zoe,1961-02-03,\n";
    let file = place.file("list.csv", list);
    place.text(&["clients", "import", file.to_str().unwrap()]);
    let mut sheet = registration();
    let values = sheet["values"].as_object_mut().unwrap();
    values.retain(|key, _| {
        !matches!(
            key.as_str(),
            "nhs_number" | "pnc" | "cro" | "age_at_first_contact"
        )
    });
    for (key, value) in [
        ("client", "C-000002"),
        ("surname", "Zachary"),
        ("forenames", "Zoe"),
        ("dob", "1961-02-03"),
        ("crn", "X320741"),
    ] {
        values.insert(key.to_owned(), json!(value));
    }
    let run = place
        .command(&["sheets", "import", "-", "--json"])
        .write_stdin(format!("{sheet}\n"))
        .assert()
        .code(1);
    assert!(stderr(&run).contains("0 sheets taken, 1 rejected"));
    let said = stdout(&run);
    assert!(said.contains("on the record of C-000001 already"), "{said}");
    place.run(&["card", "C-000002"]).code(0);
    assert_eq!(
        place.json(&["card", "X320741", "--json"])["client"],
        "C-000001"
    );
}

/// A registration that gives these answers and no other number of its own.
fn registration_of(serial: &str, answers: &[(&str, &str)]) -> Json {
    let mut sheet = registration();
    sheet["sheet"] = json!(serial);
    let values = sheet["values"].as_object_mut().unwrap();
    values.retain(|key, _| {
        let own = [
            "nhs_number",
            "pnc",
            "cro",
            "crn",
            "age_at_first_contact",
            "known_as",
        ];
        !own.contains(&key.as_str())
    });
    for (key, value) in answers {
        values.insert((*key).to_owned(), json!(value));
    }
    sheet
}

#[test]
fn a_crn_alone_does_not_put_a_sheet_onto_somebody_whose_names_and_birth_date_are_others() {
    let place = Place::without_clients();
    let list = "surname,forenames,dob,crn\nRinger,Zoe,1961-02-03,X320741\n";
    let file = place.file("list.csv", list);
    place.text(&["clients", "import", file.to_str().unwrap()]);
    let other = [
        ("surname", "Hoffmann"),
        ("forenames", "Karl"),
        ("dob", "1984-11-29"),
    ];
    let with = |more: &[(&'static str, &'static str)]| [&other[..], more].concat();
    let wrong = registration_of("R-009991", &with(&[("crn", "X320741")]));
    let chosen = registration_of(
        "R-009992",
        &with(&[("crn", "X320741"), ("client", "C-000001")]),
    );
    let married = registration_of(
        "R-009993",
        &[
            ("surname", "Hoffmann"),
            ("forenames", "Zoe"),
            ("dob", "1961-02-03"),
            ("crn", "X320741"),
        ],
    );
    let run = place
        .command(&["sheets", "import", "-"])
        .write_stdin(format!("{wrong}\n{married}\n{chosen}\n"))
        .assert()
        .code(1);
    let said = stdout(&run);
    for part in [
        "R-009991  rejected",
        "CRN X320741 is on the record of C-000001 (Ringer, Zoe)",
        "surname, forename and date of birth",
        "R-009993  taken",
        "though not with the surname of the record",
        "R-009992  taken",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(stderr(&run).contains("2 sheets taken, 1 rejected"));
    place.run(&["card", "C-000002"]).code(1);
}

#[test]
fn somebody_new_is_compared_with_the_books_and_with_the_lines_before() {
    let place = Place::without_clients();
    let list = "surname,forenames,dob\nRinger,Zoe,1961-02-03\n";
    let file = place.file("list.csv", list);
    place.text(&["clients", "import", file.to_str().unwrap()]);
    let of = |serial: &str, surname: &str, forenames: &str, dob: &str| {
        let digits: String = serial.chars().rev().take(3).collect();
        let crn = format!("X{digits}742");
        let answers = [
            ("surname", surname),
            ("forenames", forenames),
            ("dob", dob),
            ("crn", crn.as_str()),
        ];
        let mut sheet = registration_of(serial, &answers);
        let values = sheet["values"].as_object_mut().unwrap();
        for key in ["noms_number", "noms", "address", "postcode", "phone"] {
            if values.contains_key(key) {
                values.insert(key.to_owned(), json!({"missing": "not_asked"}));
            }
        }
        sheet
    };
    let text = [
        of("R-009991", "Ringer", "Zoey", "1961-02-03"),
        of("R-009992", "Vanterpool", "Quentin", "1971-01-30"),
        of("R-009993", "Osei", "Kofi", "1988-05-06"),
        of("R-009994", "Vanterpol", "Quentin", "1971-01-30"),
    ]
    .map(|sheet| format!("{sheet}\n"))
    .concat();
    let file = place.file("sheets.ndjson", &text);
    let told = place.text(&["sheets", "import", file.to_str().unwrap()]);
    for part in [
        "line 1  R-009991  taken",
        "This may be C-000001, who is on the books already (",
        "line 4  R-009994  taken",
        "This may be C-000003, whom line 2 brought (",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert_eq!(told.matches("This may be").count(), 2, "{told}");
}

#[test]
fn keystrokes_are_given_for_each_sheet() {
    let place = empty();
    let file = place.file("sheets.ndjson", sheets(12));
    let before = place.json(&["audit", "verify", "--json"]);
    let keyed = lines(&place.text(&["sheets", "keystrokes", file.to_str().unwrap(), "--json"]));
    assert_eq!(keyed.len(), 12);
    for line in &keyed {
        assert!(
            line["keys"].as_str().unwrap().contains('<') && line["count"].as_u64().unwrap() > 5,
            "{line}"
        );
        assert!(line["sheet"].is_string() && line["form"].is_string());
    }
    assert_eq!(
        place.json(&["audit", "verify", "--json"]),
        before,
        "the store itself is not keyed into"
    );
}

#[test]
fn a_session_that_comes_late_shows_which_sheets_it_makes_count_otherwise() {
    let place = empty();
    let not_asked = json!({"missing": "not_asked"});
    let session = |serial: &str, day: &str| {
        json!({"sheet": serial, "form": "session", "version": 1, "completed_on": day, "completed_by": "HT01",
               "values": {"client": "C-000001", "date": day, "time": "14:00", "minutes": 45, "medium": "1", "attendance": "5",
                          "risk_raised": false, "on_system": false}})
    };
    let signoff = json!({"sheet": "O-000001", "form": "signoff", "version": 1, "completed_on": "2014-06-12", "completed_by": "HT01",
                         "values": {"client": "C-000001", "date": "2014-06-12", "reason": "COMP",
        "no_post_reason": not_asked, "gp_registered": not_asked, "dentist_registered": not_asked}});
    for sheet in [
        registration(),
        session("S-000001", "2014-06-12"),
        signoff,
        session("S-000002", "2014-06-05"),
    ] {
        let file = place.file("one.ndjson", sheet.to_string());
        let said = place.run(&["sheets", "import", file.to_str().unwrap(), "--json"]);
        assert!(stdout(&said).contains("\"ok\":true"), "{}", stdout(&said));
    }
    let run = place.run(&["check", "sheets", "--json"]).code(1);
    let report: Json = serde_json::from_str(&stdout(&run)).unwrap();
    let mut found: Vec<String> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| format!("{} {} {}", f["sheet"], f["field"], f["rule"]).replace('"', ""))
        .collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            "O-000001 sessions_attended computed_mismatch",
            "S-000001 session_no computed_mismatch"
        ]
    );
}
