//! The pretend tray: keyed as the papers read it ends well, and a slip is told where it stands.

use super::terminal::{Desk, Service};
use crate::update::seat::fixed;
use caseload::app::operator::Operator;
use caseload::cli::tutorial::{PASSPHRASE, lay_out};
use caseload::command::Command;
use caseload::demo::OFFICER;
use caseload::domain::value::{Number, Value};
use caseload::forms::Registry;
use caseload::model::course::Course;
use caseload::model::{OpenDesk, State};
use caseload::paper::lessons::Lessons;
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
    operator.give(Command::OpenHit).unwrap();
    for command in [
        Command::GoHome,
        Command::AllocateReferral,
        Command::TakeFirst,
        Command::GoHome,
        Command::CloseDay,
        Command::EndDay,
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
