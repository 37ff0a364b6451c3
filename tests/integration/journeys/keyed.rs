//! Paper in, records out: what the scripted operator types into the program is what the export gives back.

use super::terminal::{Desk, Service};
use serde_json::Value as Json;

fn sheets(count: usize) -> Vec<Json> {
    caseload::demo::sheets(20_120_614, count)
}

fn as_lines(sheets: &[Json]) -> String {
    let lines: Vec<String> = sheets.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

fn exported(service: &Service) -> Vec<Json> {
    let lines = service.run(&["sheets", "export", "--format", "ndjson"]);
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Types the sheets into the program and compares what it then exports.
fn key_and_compare(service: &Service, sheets: &[Json]) {
    let before = exported(service).len();
    let file = service.folder().join("sheets.ndjson");
    std::fs::write(&file, as_lines(sheets)).unwrap();
    let keys = service.run(&[
        "sheets",
        "keystrokes",
        &file.display().to_string(),
        "--json",
    ]);
    let mut desk = Desk::open(service);
    for line in keys.lines() {
        let keyed: Json = serde_json::from_str(line).unwrap();
        let written = keyed["keys"]
            .as_str()
            .unwrap_or_else(|| panic!("no keys: {line}"));
        desk.keys(written);
    }
    desk.wait_until("home after the last sheet", |screen| {
        screen.contains("Saved") && screen.contains("Find")
    });
    assert_eq!(desk.quit(), 0);
    let after = exported(service);
    for (paper, record) in sheets.iter().zip(&after[before..]) {
        assert_eq!(paper, record);
    }
    assert_eq!(after.len() - before, sheets.len());
}

#[test]
fn two_hundred_sheets_over_all_forms_are_recorded_as_the_paper_reads() {
    let service = Service::new();
    let sheets = sheets(200);
    let forms: std::collections::BTreeSet<&str> = sheets
        .iter()
        .filter_map(|sheet| sheet["form"].as_str())
        .collect();
    assert_eq!(forms.len(), 10, "{forms:?}");
    key_and_compare(&service, &sheets);
}
