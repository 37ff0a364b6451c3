//! The pretend tray: keyed as the papers read it ends well, and a slip is told where it stands.

use super::terminal::{Desk, Service};
use crate::update::seat::fixed;
use caseload::app::operator::Operator;
use caseload::cli::tutorial::{PASSPHRASE, lay_out};
use caseload::command::Command as C;
use caseload::demo::OFFICER;
use caseload::domain::value::{Missing, Number, Value};
use caseload::forms::{Registry, Required, entry};
use caseload::model::course::Course;
use caseload::model::{Layer, OpenDesk, State};
use caseload::paper::lessons::{Lessons, Paper};
use caseload::store::Store;
use chrono::{Local, Utc};
use std::sync::Arc;

/// The pretend tray with a scripted operator before it.
struct Tray {
    _folder: tempfile::TempDir,
    lessons: Arc<Lessons>,
    operator: Operator,
}

fn tray() -> Tray {
    let folder = tempfile::tempdir().unwrap();
    let forms = Registry::shipped();
    let lessons = Arc::new(Lessons::shipped(&forms, Local::now().date_naive()).unwrap());
    let place = folder.path().join("store");
    lay_out(&place, &lessons, &forms).unwrap();
    let store = Store::open(&place, OFFICER, PASSPHRASE, Utc::now()).unwrap();
    let operator = Operator::sit_down_to_learn(store, fixed("default"), lessons.clone());
    Tray {
        _folder: folder,
        lessons,
        operator,
    }
}

fn desk(operator: &Operator) -> &OpenDesk {
    match &operator.model().state {
        State::Open(open) => open,
        State::Locked(_) => panic!("the desk is locked"),
    }
}

fn course(operator: &Operator) -> &Course {
    desk(operator).desk.course.as_ref().unwrap()
}

fn said(operator: &Operator) -> String {
    desk(operator).lesson().unwrap().join(" ")
}

#[test]
fn all_five_keyed_as_they_read_are_right_and_every_lesson_ends() {
    let Tray {
        lessons,
        mut operator,
        ..
    } = tray();
    assert!(
        said(&operator).contains("0 of 5 sheets are right"),
        "{}",
        said(&operator)
    );
    let yesterday = Local::now().date_naive().pred_opt().unwrap();
    operator.begin_pile("HT03", yesterday).unwrap();
    for (n, paper) in (1..).zip(&lessons.tray) {
        let serial = &paper.sheet.head.serial;
        let wanted = operator.read(&paper.object).unwrap();
        operator
            .key(&wanted)
            .unwrap_or_else(|stuck| panic!("{serial}: {stuck}"));
        assert_eq!(course(&operator).sheets().0, n, "{serial}");
        assert_eq!(course(&operator).wrong(), []);
    }
    assert!(
        said(&operator).contains("All five are right"),
        "{}",
        said(&operator)
    );
    operator.type_text("okorro").unwrap();
    operator.give(C::OpenHit).unwrap();
    for command in [
        C::GoHome,
        C::AllocateReferral,
        C::TakeFirst,
        C::GoHome,
        C::CloseDay,
        C::EndDay,
    ] {
        assert!(
            !course(&operator).is_over(),
            "{command:?}: {}",
            said(&operator)
        );
        operator.give(command).unwrap();
    }
    assert!(course(&operator).is_over(), "{}", said(&operator));
    assert!(said(&operator).contains("the day is closed"));
}

#[test]
fn a_slip_is_told_with_what_the_paper_says_and_its_box_lies_open() {
    let Tray {
        lessons,
        mut operator,
        ..
    } = tray();
    let mut wrong = operator.read(&lessons.tray[0].object).unwrap();
    let minutes = Value::Number(Number::whole(54));
    wrong.values.insert("minutes".to_owned(), minutes);
    // She finds her sheet open again instead of home, and leaves it there.
    operator.key(&wrong).unwrap_err();
    assert_eq!(course(&operator).sheets().0, 0);
    let words = &course(&operator).wrong()[0].words;
    assert_eq!(words, "Box 4 Minutes: the paper says 45, keyed was 54.");
    // Keyed again as it reads, it is right.
    let right = operator.read(&lessons.tray[0].object).unwrap();
    let serial = &right.head.serial;
    assert_eq!(
        operator.sheet(serial).unwrap().values.unwrap()["minutes"],
        Value::Number(Number::whole(54))
    );
    operator.give(C::GoHome).unwrap();
    let left = "S-000101 is saved, but not as its paper reads: Ctrl-X G lists it, and Enter there opens it.";
    assert!(said(&operator).contains(left), "{}", said(&operator));
}

/// One key of a lesson, or text.
enum Does {
    Give(C),
    Type(&'static str),
}

/// What stood on the sheet before.
const SAME: &[Does] = &[Does::Give(C::CarryLast), Does::Give(C::NextBox)];
/// What stood on the client's own sheet before.
const SAME_OF_HERS: &[Does] = &[
    Does::Give(C::CarryLast),
    Does::Give(C::CarryLast),
    Does::Give(C::NextBox),
];

/// What the lessons say of boxes in which they name keys of their own, key by key.
const TOLD: &[(&str, &str, &[Does])] = &[
    ("S-000101", "time", &[Does::Type("1400")]),
    ("S-000101", "risk_raised", &[Does::Give(C::MarkNotAsked)]),
    (
        "S-000101",
        "topics",
        &[Does::Type("fe"), Does::Give(C::NextBox)],
    ),
    ("S-000102", "time", SAME),
    ("S-000102", "medium", SAME),
    (
        "S-000102",
        "attendance",
        &[
            Does::Give(C::OpenList),
            Does::Type("not att"),
            Does::Give(C::PickCode),
        ],
    ),
    (
        "A-000101",
        "primary_issue",
        &[
            Does::Type("x"),
            Does::Give(C::UndoTyping),
            Does::Type("die"),
            Does::Give(C::NextBox),
        ],
    ),
    (
        "A-000101",
        "general_health",
        &[
            Does::Give(C::MarkIllegible),
            Does::Give(C::QueryBox),
            Does::Give(C::QueryBox),
        ],
    ),
    ("A-000101", "who5_1", &[Does::Give(C::MarkNotAsked)]),
    ("A-000101", "gse_1", &[Does::Give(C::MarkNotAsked)]),
    (
        "T-000101",
        "to_2_service",
        &[Does::Type("6"), Does::Give(C::JumpToBox)],
    ),
    ("S-000103", "time", SAME),
    ("S-000103", "minutes", SAME_OF_HERS),
    ("S-000103", "medium", SAME),
    ("S-000103", "attendance", SAME_OF_HERS),
    ("S-000103", "topics", SAME_OF_HERS),
];

fn does(operator: &mut Operator, steps: &[Does]) {
    for step in steps {
        match step {
            Does::Give(command) => operator.give(*command).unwrap(),
            Does::Type(text) => operator.type_text(text).unwrap(),
        }
    }
}

/// A box without a hint of its own: what the paper says; where it says nothing, what the band says of such a box.
fn as_it_reads(operator: &mut Operator, paper: &Paper) {
    let keying = operator.keying().unwrap();
    let (field, around) = (keying.field().clone(), keying.filling.around().clone());
    let required = keying.filling.required(keying.filling.focus());
    let hint = said(operator);
    match paper.sheet.values.get(&field.key) {
        None | Some(Value::Missing(Missing::NotAsked)) if required == Required::OrMissing => {
            assert!(hint.contains(". says not asked"), "{}: {hint}", field.key);
            operator.give(C::MarkNotAsked).unwrap();
        }
        None => {
            assert!(hint.contains("Tab"), "{}: {hint}", field.key);
            operator.give(C::SkipBox).unwrap();
        }
        Some(value) => {
            let typed = entry::typed_form(&field, value, &around);
            operator.type_text(&typed).unwrap();
            let still = operator.keying().is_ok_and(|k| k.field().key == field.key);
            if still {
                operator.give(C::NextBox).unwrap();
            }
        }
    }
}

/// The box under the caret, by the keys that its hint names, or as the paper reads.
fn as_told(operator: &mut Operator, paper: &Paper) {
    let key = operator.keying().unwrap().field().key.clone();
    let of = paper.sheet.head.serial.as_str();
    let told = TOLD
        .iter()
        .find(|(sheet, at, _)| *sheet == of && *at == key);
    match told {
        Some((.., steps)) => does(operator, steps),
        None => as_it_reads(operator, paper),
    }
}

/// Takes the marked paper from the tray and keys it as the lessons say, box after box, until home is shown again.
fn play(operator: &mut Operator, paper: &Paper) {
    let serial = paper.sheet.head.serial.as_str();
    operator.give(C::OpenTray).unwrap();
    operator.give(C::OpenLine).unwrap();
    let mut pressed = 0;
    while matches!(desk(operator).top(), Layer::Keying(_)) {
        let keying = operator.keying().unwrap();
        assert_eq!(keying.from_tray.as_deref(), Some(serial));
        let key = keying.field().key.clone();
        as_told(operator, paper);
        if let Ok(keying) = operator.keying() {
            let value = keying.filling.value(&key);
            assert_eq!(value, paper.sheet.values.get(&key), "{serial} {key}");
        }
        pressed += 1;
        assert!(pressed < 60, "{serial}: stuck in {key}");
    }
}

#[test]
fn keyed_key_by_key_as_the_lessons_say_each_hint_gives_what_its_paper_says() {
    let Tray {
        lessons,
        mut operator,
        ..
    } = tray();
    let yesterday = Local::now().date_naive().pred_opt().unwrap();
    operator.begin_pile("HT03", yesterday).unwrap();
    for (n, paper) in (1..).zip(&lessons.tray) {
        play(&mut operator, paper);
        let serial = &paper.sheet.head.serial;
        assert_eq!(course(&operator).wrong(), [], "{serial}");
        assert_eq!(
            course(&operator).sheets().0,
            n,
            "{serial}: {}",
            said(&operator)
        );
        for (of, key, _) in TOLD.iter().filter(|(of, ..)| of == serial) {
            assert!(paper.hints.contains_key(*key), "{of} {key} has no hint");
        }
    }
    let queried = operator.sheet("A-000101").unwrap().query;
    assert_eq!(queried, "[general_health] illegible");
    let late = operator.sheet("S-000103").unwrap().values.unwrap();
    assert_eq!(late["date"], lessons.tray[4].sheet.values["date"]);
}

#[test]
fn what_should_be_blank_is_emptied_with_the_key_that_is_named() {
    let Tray {
        lessons,
        mut operator,
        ..
    } = tray();
    let yesterday = Local::now().date_naive().pred_opt().unwrap();
    operator.begin_pile("HT03", yesterday).unwrap();
    let paper = lessons.paper("A-000101").unwrap();
    operator.give(C::OpenTray).unwrap();
    operator.give(C::NextListLine).unwrap();
    operator.give(C::NextListLine).unwrap();
    operator.give(C::OpenLine).unwrap();
    while matches!(desk(&operator).top(), Layer::Keying(k) if k.amends.is_none()) {
        match operator.keying().unwrap().field().key.as_str() {
            "moderate_sessions" => operator.give(C::MarkNotAsked).unwrap(),
            _ => as_told(&mut operator, paper),
        }
    }
    let hint = said(&operator);
    assert!(hint.contains("Ctrl-D empties the box"), "{hint}");
    assert_eq!(operator.keying().unwrap().field().key, "moderate_sessions");
    operator.give(C::ClearBox).unwrap();
    operator.give(C::SaveSheet).unwrap();
    assert_eq!(course(&operator).wrong(), []);
    assert_eq!(course(&operator).sheets().0, 1, "{}", said(&operator));
}

#[test]
fn the_desk_is_left_for_the_pretend_tray_and_opens_again_afterwards() {
    let service = Service::empty();
    let mut desk = Desk::open(&service);
    desk.wait_for("Soar Valley");
    desk.keys("<ctrl-x>z");
    desk.wait_for("0 of 5 sheets are right");
    desk.wait_for("5 sheets to key");
    desk.keys("<ctrl-x>z");
    desk.wait_for("pretend tray already");
    desk.keys("<ctrl-q>");
    desk.wait_for("Soar Valley");
    assert!(!desk.text().contains("sheets are right"));
    assert_eq!(desk.quit(), 0);
}

#[test]
fn in_plain_lines_the_tutorial_says_what_to_do_next() {
    let service = Service::empty();
    let mut desk = Desk::start_with(&service, &["tutorial", "--linear"]);
    desk.wait_for("0 of 5 sheets are right");
    desk.wait_for("F3");
    desk.keys("<f3>");
    desk.wait_for("Trainer 3");
    desk.keys("<esc><ctrl-q>");
}
