//! What the desk knows at a glance of the invented people: drafts, tray, queue, those who are found.

use super::people::{SMITH, SMYTH, local, now, referred, smith, smyth, trainers};
use caseload::domain::foreseen::{Change, Foreseen};
use caseload::domain::overview::{CaseLine, Overview, Paper};
use caseload::domain::reference::{ClientId, DraftId};
use caseload::domain::sheet::{Draft, KeptBox};
use caseload::domain::value::{Missing, Value, Values};
use caseload::model::message::{HitLine, Known, PairLine};
use std::sync::Arc;

/// What a half-keyed sheet holds in one box.
pub fn kept(words: &str) -> KeptBox {
    KeptBox {
        text: words.to_owned(),
        settled: true,
        ..KeptBox::default()
    }
}

/// A draft of a form with these boxes, the caret in the last of them.
pub fn draft(form: &str, boxes: &[(&str, KeptBox)], parked: bool) -> Draft {
    let (focus, last) = boxes.last().cloned().unwrap_or_default();
    Draft {
        id: DraftId(7),
        form: form.to_owned(),
        version: 1,
        client: (!matches!(form, "event" | "worker")).then_some(SMITH),
        client_as_read: "X123456".to_owned(),
        amends: None,
        focus: focus.to_owned(),
        caret: last.text.chars().count(),
        last_keyed: String::new(),
        parked,
        boxes: boxes
            .iter()
            .map(|(key, kept)| ((*key).to_owned(), kept.clone()))
            .collect(),
        overrides: Vec::new(),
        by: "jofficer".to_owned(),
        kept_at: now(),
    }
}

/// A session sheet keyed as far as the attendance.
pub fn session_draft() -> Draft {
    let carried = |words: &str| KeptBox {
        text: words.to_owned(),
        carried: true,
        ..KeptBox::default()
    };
    let boxes = [
        ("sheet", kept("S-004417")),
        ("completed_on", kept("12/06/2012")),
        ("completed_by", kept("HT02")),
        ("client", kept("X123456")),
        ("date", kept("12/06/2012")),
        ("time", kept("14:00")),
        ("minutes", carried("45")),
        (
            "medium",
            KeptBox {
                missing: Some(Missing::Illegible),
                settled: true,
                ..KeptBox::default()
            },
        ),
        (
            "attendance",
            KeptBox {
                text: "3".to_owned(),
                unread: true,
                ..KeptBox::default()
            },
        ),
    ];
    draft("session", &boxes, false)
}

const PAPER: &str = "SESSION RECORD   sheet S-004417
     D  Date .............................. 12/06/2012
     H  Filled in by ...................... HT02
     1  Client ............................ X123456  Smith, Dale
     2  Date of session ................... 12/06/2012
     3  Time .............................. 14:00
     4  Minutes ........................... 45
     5  Medium ............................ (a blot)
     6  Attendance ........................ 3  did not attend, no warning
     8  Risk or safeguarding raised ....... no
    15  Next action ....................... Write to him; the third time it is sign-off.
";

fn tray() -> Vec<Paper> {
    let forms = [
        ("S-004417", "session"),
        ("S-004418", "session"),
        ("A-000201", "assessment"),
        ("P-000107", "plan"),
        ("F-000018", "followup"),
    ];
    let paper = |(serial, form): &(&str, &str)| Paper {
        serial: (*serial).to_owned(),
        form: (*form).to_owned(),
        client: (*serial != "A-000201").then_some(SMITH),
        text: if *serial == "S-004417" {
            PAPER.to_owned()
        } else {
            String::new()
        },
        act: 90,
    };
    forms.iter().map(paper).collect()
}

/// What the desk knows at a glance.
pub fn overview(drafts: Vec<Draft>) -> Overview {
    let mut cards = referred();
    cards.extend([smith(), smyth()]);
    let mut cases: Vec<CaseLine> = cards
        .iter()
        .flat_map(|card| CaseLine::of(&card.dossier))
        .collect();
    cases.sort_by_key(|line| line.case.received);
    Overview {
        service: "Leicestershire & Rutland Health Trainers".to_owned(),
        tray: Arc::new(tray()),
        drafts: Arc::new(drafts),
        cases: Arc::new(cases),
        trainers: Arc::new(trainers()),
        queried: Arc::new(vec![("S-004102".to_owned(), SMITH)]),
        clients: 314,
        next_draft: 8,
        head: 250,
        ..Overview::default()
    }
}

/// Those who are found for a few letters.
pub fn hits() -> Vec<HitLine> {
    let hit = |client, name: &str, born: &str, crn: &str, standing: &str, flag: &str, why: &str| {
        HitLine {
            client,
            name: name.to_owned(),
            born: born.to_owned(),
            crn: crn.to_owned(),
            standing: standing.to_owned(),
            flag: flag.to_owned(),
            why: why.to_owned(),
            names_her: true,
            score: 0.9,
            exact: None,
            shares: String::new(),
            open_case: None,
        }
    };
    let mut hits = vec![
        hit(
            SMITH,
            "Smith, Dale",
            "14/03/1984",
            "X123456",
            "Type 2, K Patel, next seen 19/06",
            "RoSH high, MAPPA 1/1, RCHD",
            "surname sounds alike, year of birth",
        ),
        hit(
            SMYTH,
            "Smyth, Adrian",
            "02/11/1984",
            "X118204",
            "closed 03/2012",
            "",
            "surname, year of birth",
        ),
        hit(
            ClientId(551),
            "Smythe-Featherstonehaugh, Maximilian",
            "30/09/1984",
            "C-000551",
            "Type 1, M Jones, last seen 01/06",
            "",
            "surname begins so",
        ),
    ];
    for n in 0..8 {
        let name = format!(
            "Smith, {}",
            ["Ann", "Bob", "Cara", "Dan", "Eve", "Finn", "Gail", "Hal"][n]
        );
        let id = 600 + n as u32;
        hits.push(hit(
            ClientId(id),
            &name,
            "01/01/1984",
            &format!("X30{id}7"),
            "closed 01/2011",
            "",
            "surname sounds alike",
        ));
    }
    hits
}

/// What is known of Dale Smith.
pub fn known() -> Known {
    let card = smith();
    let mut facts =
        caseload::domain::history::known(&card.dossier, &card.sheets, None, local().date());
    facts.set("client.crn", Value::Text("X123456".to_owned()));
    Known {
        client: Some(SMITH),
        facts,
        who: "Smith, Dale  14/03/1984  X123456".to_owned(),
        flag: card.dossier.risk.words(),
        stated_on: "F-000123 of 11/05/2012".to_owned(),
        same_form: Vec::new(),
        last_mine: Values::new(),
    }
}

/// Records that may be of one person.
pub fn pairs() -> Vec<PairLine> {
    let hits = hits();
    let pair = |a: usize, b: usize, score, why: &str| PairLine {
        a: hits[a].clone(),
        b: hits[b].clone(),
        score,
        why: why.to_owned(),
    };
    vec![
        pair(
            0,
            1,
            0.97,
            "surname sounds alike, forename differs: perhaps twins, year of birth, address, postcode",
        ),
        pair(1, 2, 0.62, "surname begins, year of birth"),
        pair(0, 4, 0.4, "surname, date of birth"),
    ]
}

/// What is wrong with two keyed sheets.
pub fn wrong() -> Vec<caseload::model::WrongSheet> {
    use caseload::forms::filling::{Rule, Wrong};
    let wrong = |serial: &str, rule, field: &str, name: &str| caseload::model::WrongSheet {
        serial: serial.to_owned(),
        form: "session".to_owned(),
        client: Some(SMITH),
        wrong: Wrong {
            rule,
            field: field.to_owned(),
            name: name.to_owned(),
            sentence: String::new(),
        },
    };
    vec![
        wrong("S-004410", Rule::BlankRequired, "minutes", "4 Minutes"),
        wrong(
            "S-004410",
            Rule::HiddenFilled,
            "cancelled_on",
            "7 Cancelled on",
        ),
        wrong("A-000199", Rule::ComputedMismatch, "bmi", "6s BMI"),
    ]
}

/// What undoing the referral of Dale Smith would change.
pub fn foreseen() -> Foreseen {
    let smith = smith();
    let mut after = smith.dossier.clone();
    after.cases.clear();
    let mut acts = smith.acts.clone();
    acts.sort_by_key(|act| act.seq);
    let act = acts.remove(0);
    acts.reverse();
    Foreseen {
        held: Vec::new(),
        act,
        together: 0,
        changes: vec![Change {
            client: SMITH,
            before: Some(smith.dossier),
            after: Some(after),
        }],
        later: acts,
    }
}
