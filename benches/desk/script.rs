//! What is keyed: made-up sheets over all forms, and the keys that key them, from the program's own scripted operator.

use crate::Size;
use crate::service::Service;
use caseload::demo;
use caseload::domain::reference::ClientId;
use caseload::keymap::{Key, notation};
use serde_json::Value as Json;
use std::process::Command;

/// One sheet and its keys.
pub struct Task {
    /// What the export is to say.
    pub sheet: Json,
    /// Its serial.
    pub serial: String,
    /// The keys, from home until it is saved; the last one saves it.
    pub keys: Vec<Key>,
}

/// Sheets that go on where the service's own end, with their keys.
pub fn written(size: &Size, service: &Service) -> Vec<Task> {
    let made = demo::sheets(20_120_614, size.sheets);
    let sheets: Vec<Json> = made
        .into_iter()
        .map(|sheet| moved(sheet, service))
        .collect();
    let lines: String = sheets.iter().map(|sheet| format!("{sheet}\n")).collect();
    let file = service.folder().join("sheets.ndjson");
    std::fs::write(&file, lines).expect("the sheets cannot be written");
    let asked = Command::new(env!("CARGO_BIN_EXE_caseload"))
        .arg("--store")
        .arg(service.store())
        .args(["--user", demo::OFFICER, "--passphrase-file"])
        .arg(service.passphrase_file())
        .args(["sheets", "keystrokes", "--json"])
        .arg(&file)
        .env("TMPDIR", service.folder())
        .env("HOME", service.folder())
        .output()
        .expect("the program cannot be started");
    let said = String::from_utf8_lossy(&asked.stderr);
    assert!(
        asked.status.success(),
        "the operator cannot key every sheet: {said}"
    );
    let keys = String::from_utf8_lossy(&asked.stdout).into_owned();
    let tasks: Vec<Task> = sheets
        .into_iter()
        .zip(keys.lines())
        .map(|(sheet, line)| task(sheet, line))
        .collect();
    assert_eq!(tasks.len(), size.sheets, "{said}");
    tasks
}

fn task(sheet: Json, line: &str) -> Task {
    let keyed: Json = serde_json::from_str(line).expect("the keys of a sheet are one JSON object");
    let serial = keyed["sheet"].as_str().unwrap_or_default().to_owned();
    assert_eq!(
        sheet["sheet"], keyed["sheet"],
        "keys come in the order of the sheets"
    );
    let keys = notation::read(keyed["keys"].as_str().unwrap_or_default())
        .expect("keys are in the notation of keys");
    Task {
        sheet,
        serial,
        keys,
    }
}

/// The sheet with serials and client numbers that follow those of the service.
fn moved(mut sheet: Json, service: &Service) -> Json {
    let form = sheet["form"].as_str().unwrap_or_default().to_owned();
    let last = service.serials.get(&form).copied().unwrap_or(0);
    if let Some((prefix, number)) = sheet["sheet"]
        .as_str()
        .and_then(|serial| serial.rsplit_once('-'))
    {
        let number: u32 = number.parse().expect("a serial ends in a number");
        sheet["sheet"] = format!("{prefix}-{:06}", number + last).into();
    }
    if let Some(values) = sheet["values"].as_object_mut() {
        for value in values.values_mut() {
            let client = value
                .as_str()
                .filter(|text| text.starts_with("C-"))
                .and_then(ClientId::parse);
            if let Some(ClientId(id)) = client {
                *value = ClientId(id + service.clients).to_string().into();
            }
        }
    }
    sheet
}
