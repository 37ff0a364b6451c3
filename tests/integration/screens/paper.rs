//! Paper as the store would tell the desk of it: a pad with a gap, a question, and yesterday's sheets.

use super::people::{SMITH, day, smith};
use caseload::domain::ledger::{LedgerLine, SheetState};
use caseload::domain::question::Asked;
use caseload::domain::reference::TrainerId;
use caseload::domain::sheet::Sheet;
use caseload::model::PaperOnDesk;
use caseload::paper::rekey::{Material, Recheck};

fn line(serial: &str, state: SheetState) -> LedgerLine {
    LedgerLine {
        serial: serial.to_owned(),
        form: "session".to_owned(),
        state,
        client: None,
        trainer: Some(TrainerId("HT02".to_owned())),
        on: None,
        keyed: None,
        why: String::new(),
    }
}

fn keyed(serial: &str, state: SheetState) -> LedgerLine {
    let at = day("2012-06-13").and_hms_opt(10, 20, 0).unwrap().and_utc();
    LedgerLine {
        client: Some(SMITH),
        on: Some(day("2012-06-12")),
        keyed: Some((at, "jofficer".to_owned())),
        ..line(serial, state)
    }
}

/// What lies on the desk.
pub fn on_desk() -> PaperOnDesk {
    let mut gap = line("S-004104", SheetState::Expected);
    "a later sheet of the pad came".clone_into(&mut gap.why);
    PaperOnDesk {
        ledger: vec![
            keyed("S-004102", SheetState::Queried),
            keyed("S-004103", SheetState::Keyed),
            gap,
            line("S-004105", SheetState::InTray),
            line("S-004106", SheetState::Issued),
            keyed("S-004101", SheetState::Rekeyed),
        ],
        asked: vec![Asked {
            serial: "S-004102".to_owned(),
            form: "session".to_owned(),
            version: 1,
            on: Some(day("2012-06-12")),
            trainer: Some(TrainerId("HT02".to_owned())),
            client: Some(SMITH),
            initials: "D.S.".to_owned(),
            name: "Smith, Dale".to_owned(),
            query: "[attendance] illegible\nIs the next appointment on the 19th or the 29th?"
                .to_owned(),
            draft: None,
        }],
    }
}

/// Yesterday's session sheets of Dale Smith.
pub fn material() -> Material {
    let is_session = |sheet: &&Sheet| sheet.head.form == "session";
    let card = smith();
    let sheets = card.sheets.iter().filter(is_session).map(|sheet| Recheck {
        sheet: sheet.clone(),
        keyer: "jofficer".to_owned(),
        keyed: day("2012-06-13").and_hms_opt(10, 20, 0).unwrap(),
        done: Vec::new(),
        confirmed: Vec::new(),
        suspected: Vec::new(),
    });
    Material {
        sheets: sheets.collect(),
        slips: vec![("session".to_owned(), "attendance".to_owned())],
    }
}
