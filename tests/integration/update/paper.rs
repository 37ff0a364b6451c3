//! Paper at the desk: questions about boxes, the ledger, pads, filing, the chase note, the end of the day, and keying again.

use super::people;
use super::seat::Seat;
use caseload::domain::act::Deed;
use caseload::domain::identifier::serial;
use caseload::domain::ledger::{SheetState, fold};
use caseload::domain::sheet::Sheet;
use caseload::domain::value::Value;
use caseload::model::rekey::{RekeyScreen, SLIP};
use caseload::model::{Effect, Layer, Message, NoticeKind};
use chrono::TimeDelta;

/// Keys of a whole session sheet of Dale Smith from home, attended.
const SESSION: &str = "<ctrl-k>sX123456<enter>";

fn said(seat: &Seat) -> String {
    seat.desk()
        .desk
        .notice
        .as_ref()
        .map(|n| n.text.clone())
        .unwrap_or_default()
}

fn said_hard(seat: &Seat) -> bool {
    seat.desk()
        .desk
        .notice
        .as_ref()
        .is_some_and(|n| n.kind == NoticeKind::Hard)
}

fn cells(seat: &Seat) -> Vec<Vec<String>> {
    match seat.desk().top() {
        Layer::List(list) => list.lines.iter().map(|l| l.cells.clone()).collect(),
        other => panic!("no list lies on top: {other:?}"),
    }
}

/// The screen on which boxes are keyed again.
pub fn rekey(seat: &Seat) -> &RekeyScreen {
    match seat.desk().top() {
        Layer::Rekey(screen) => screen,
        other => panic!("nothing is keyed again: {other:?}"),
    }
}

fn sheet(seat: &Seat, serial: &str) -> Sheet {
    let sheets = seat.world.sheets();
    sheets
        .into_iter()
        .find(|s| s.head.serial == serial)
        .expect("a keyed sheet")
}

/// Keys a session sheet; `attendance` is its code.
fn key_session(seat: &mut Seat, attendance: &str) -> String {
    seat.keys(SESSION);
    let keying = seat.keying();
    let serial = keying
        .filling
        .value("sheet")
        .and_then(Value::as_text)
        .unwrap()
        .to_owned();
    let boxes = [
        ("completed_on", "120612"),
        ("completed_by", "HT01"),
        ("date", "110612"),
        ("time", "1400"),
        ("minutes", "45"),
        ("medium", "1"),
        ("attendance", attendance),
    ];
    for (key, text) in boxes {
        let place = seat
            .keying()
            .filling
            .form()
            .field(key)
            .map(|f| f.box_no.clone())
            .unwrap();
        seat.keys(&format!("<ctrl-g>{place}<enter><ctrl-d>{text}"));
        if seat.keying().field().key == key {
            seat.keys("<enter>");
        }
    }
    for _ in 0..6 {
        if seat.top() == "keying" {
            mark_what_is_missing(seat);
            seat.keys("<ctrl-s>");
        }
    }
    assert_eq!(seat.top(), "home", "{}", said(seat));
    serial
}

/// Boxes that must say something are not asked.
fn mark_what_is_missing(seat: &mut Seat) {
    for _ in 0..20 {
        seat.keys("<ctrl-e>");
        let empty = seat.keying().filling.focused().text.is_empty();
        if said(seat).starts_with("Nothing is missing") || !empty {
            return;
        }
        seat.keys(".");
    }
}

/// It is the next morning at half past nine.
fn next_morning(seat: &mut Seat) {
    let later = TimeDelta::hours(20);
    seat.tell(Message::Ticked(
        people::now() + later,
        people::local() + later,
    ));
}

/// A session sheet of yesterday, and the screen on which its boxes are keyed again.
pub fn second_look() -> Seat {
    let mut seat = Seat::open();
    key_session(&mut seat, "5");
    key_session(&mut seat, "5");
    next_morning(&mut seat);
    seat.keys("<ctrl-x>k");
    seat
}

#[test]
fn one_key_asks_about_a_box_and_the_same_key_takes_it_back() {
    let mut seat = Seat::session();
    seat.keys("<ctrl-g>D<enter><f5>");
    assert!(seat.keying().filling.query().starts_with("[completed_on] "));
    seat.keys("<f5>");
    assert_eq!(seat.keying().filling.query(), "");
    seat.keys("<ctrl-x>b");
    assert!(said(&seat).contains("Asked about box"), "{}", said(&seat));
}

#[test]
fn words_about_the_sheet_leave_the_questions_about_its_boxes() {
    let mut seat = Seat::session();
    seat.keys("<ctrl-g>D<enter><f5><ctrl-r>whose is this?<enter>");
    let query = seat.keying().filling.query().to_owned();
    assert!(
        query.contains("[completed_on]") && query.ends_with("whose is this?"),
        "{query}"
    );
    seat.keys("<ctrl-r>");
    match seat.desk().top() {
        Layer::Prompt(prompt) => assert_eq!(prompt.line.text(), "whose is this?"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_parked_sheet_with_a_question_is_queried_and_its_line_leads_to_the_box() {
    let mut seat = Seat::session();
    seat.keys("<ctrl-g>D<enter>120612<enter><ctrl-g>D<enter><f5><esc><ctrl-x>w");
    let lines = cells(&seat);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0][3].contains("please check this box"), "{lines:?}");
    seat.keys("<enter>");
    assert_eq!(seat.keying().field().key, "completed_on");
}

#[test]
fn the_chase_note_names_the_sheet_and_is_copied_by_one_key() {
    let mut seat = Seat::session();
    seat.keys("<ctrl-g>D<enter>120612<enter>ht01<enter><ctrl-g>D<enter><f5><esc><ctrl-x>wcc");
    let copied = seat.wished.iter().rev().find_map(|e| match e {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    });
    let note = copied.expect("a note was copied");
    assert!(note.contains("please check this box"), "{note}");
    assert!(!note.contains("Smith"), "{note}");
}

#[test]
fn a_line_without_a_trainer_leads_to_the_note_about_sheets_of_nobody_knows_whom() {
    let mut seat = Seat::session();
    seat.keys("<ctrl-g>D<enter>120612<enter>ht01<enter><ctrl-g>D<enter><f5><esc>");
    seat.keys("<ctrl-k>sx123456<enter><ctrl-g>D<enter>120612<enter><ctrl-g>D<enter><f5><esc>");
    seat.keys("<ctrl-x>w");
    let lines = cells(&seat);
    assert_eq!(lines.len(), 2, "{lines:?}");
    let whom = [lines[0][0].as_str(), lines[1][0].as_str()];
    assert_eq!(whom, ["K Patel", "none named"]);
    seat.keys("<down>cc");
    let copied = seat.wished.iter().rev().find_map(|e| match e {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    });
    let note = copied.expect("a note was copied");
    assert!(
        note.contains(&lines[1][1]) && !note.contains(&lines[0][1]),
        "{note}"
    );
}

#[test]
fn a_serial_of_another_form_is_said_at_once_and_holds_the_caret() {
    let mut seat = Seat::session();
    let place = seat
        .keying()
        .filling
        .form()
        .field("sheet")
        .unwrap()
        .box_no
        .clone();
    seat.keys(&format!(
        "<ctrl-g>{place}<enter><ctrl-d>O-000012<enter><enter>"
    ));
    assert!(
        said_hard(&seat) && said(&seat).contains("number of another form"),
        "{}",
        said(&seat)
    );
    assert_eq!(seat.keying().field().key, "sheet");
}

#[test]
fn where_the_pad_has_check_letters_they_are_offered_and_wanted() {
    let printed = |number: &str| serial::with_letter(number).expect("a serial");
    let mut seat = Seat::open();
    let (first, last) = (printed("S-000021"), printed("S-000070"));
    seat.keys(&format!("<ctrl-x>gn{first} {last} ht01<enter><esc>"));
    seat.keys("<ctrl-k>sx123456<enter>");
    assert_eq!(
        seat.text("sheet"),
        first,
        "the desk offers it as it is printed"
    );
    let form = seat.keying().filling.form();
    let place = form.field("sheet").unwrap().box_no.clone();
    seat.keys(&format!("<ctrl-g>{place}<enter><ctrl-d>S-000032<enter>"));
    assert!(
        said_hard(&seat) && said(&seat).contains("check letters"),
        "{}",
        said(&seat)
    );
    assert!(
        !said(&seat).contains(&printed("S-000032")),
        "the letter comes from the paper"
    );
    assert_eq!(seat.keying().field().key, "sheet");
    seat.keys(&format!("<ctrl-d>{}<enter>", printed("S-000032")));
    assert_ne!(seat.keying().field().key, "sheet", "{}", said(&seat));
}

#[test]
fn a_serial_that_was_keyed_before_is_said_at_once_with_two_ways_out() {
    let mut seat = Seat::session();
    let place = seat
        .keying()
        .filling
        .form()
        .field("sheet")
        .unwrap()
        .box_no
        .clone();
    seat.keys(&format!("<ctrl-g>{place}<enter><ctrl-d>S-000010<enter>"));
    assert!(
        seat.question()
            .title
            .starts_with("This number was keyed before")
    );
    seat.keys("n");
    assert_eq!(seat.keying().field().key, "sheet");
    seat.keys("<ctrl-d>S-000010<enter>y");
    assert_eq!(seat.keying().amends.as_deref(), Some("S-000010"));
}

#[test]
fn a_pad_is_noted_and_a_gap_in_it_is_expected() {
    let mut seat = Seat::open();
    seat.keys("<ctrl-x>gns8 s12 ht01<enter>");
    assert!(seat.says_saved(), "{}", said(&seat));
    let states = fold(&seat.world.acts);
    let of = |serial: &str| states.get(serial).copied();
    assert_eq!(
        of("S-000009"),
        Some(SheetState::Expected),
        "S-000010 was keyed"
    );
    assert_eq!(of("S-000012"), Some(SheetState::Issued));
    let shown = cells(&seat);
    assert!(
        shown
            .iter()
            .any(|c| c[0] == "expected" && c[1] == "S-000009"),
        "{shown:?}"
    );
    assert!(
        !shown.iter().any(|c| c[1] == "S-000012"),
        "unused paper is not shown unasked"
    );
    seat.keys("<ctrl-u>");
    assert!(
        seat.question().text[0].starts_with("paper issued"),
        "{:?}",
        seat.question().text
    );
}

#[test]
fn a_pad_that_is_none_is_refused_in_words() {
    let mut seat = Seat::open();
    seat.keys("<ctrl-x>gns20 s11 ht01<enter>");
    assert!(
        said_hard(&seat) && said(&seat).contains("not the ends of one pad"),
        "{}",
        said(&seat)
    );
}

#[test]
fn closing_the_day_counts_each_thing_and_one_digit_opens_it() {
    let mut seat = Seat::open();
    seat.keys("<ctrl-x>c");
    let lines = cells(&seat);
    assert_eq!(lines.len(), 8);
    assert!(lines[0][1].ends_with("to key"), "{lines:?}");
    seat.keys("1");
    assert!(cells(&seat)[0][0].contains('-'), "the tray lies on top");
    seat.keys("<esc>a");
    assert_eq!(seat.top(), "home");
    let closed = seat.done().into_iter().next_back().unwrap();
    assert!(
        matches!(&closed.deed, Deed::DayClosed { open, .. } if !open.is_empty()),
        "{closed:?}"
    );
    assert!(!closed.deed.kind().undoable);
}

#[test]
fn what_was_keyed_today_is_not_keyed_again_today() {
    let mut seat = Seat::open();
    let serial = key_session(&mut seat, "5");
    seat.keys("<ctrl-x>k");
    assert_eq!(seat.top(), "home");
    assert!(
        said(&seat).contains("Nothing is to be keyed again"),
        "{}",
        said(&seat)
    );
    seat.keys("<ctrl-x>gx");
    assert!(said(&seat).contains("wait for tomorrow"), "{}", said(&seat));
    assert_eq!(
        fold(&seat.world.acts).get(&serial),
        Some(&SheetState::Keyed)
    );
}

#[test]
fn in_the_morning_home_names_the_boxes_and_agreement_leaves_the_sheet() {
    let mut seat = Seat::open();
    let serial = key_session(&mut seat, "5");
    next_morning(&mut seat);
    let boxes = seat.desk().desk.rekey.plan.open().count();
    assert!(boxes > 0);
    assert!(
        seat.desk()
            .desk
            .rekey
            .words(people::local().date() + TimeDelta::days(1))
            .ends_with("of yesterday")
    );
    seat.keys("<ctrl-x>k");
    let before = sheet(&seat, &serial);
    while seat.top() == "rekey" {
        let planned = rekey(&seat).planned().unwrap().clone();
        let keys = if planned.field == "attendance" {
            "5"
        } else {
            "110612"
        };
        seat.keys(keys);
    }
    assert!(said(&seat).contains("all stand"), "{}", said(&seat));
    assert_eq!(sheet(&seat, &serial).act, before.act, "nothing was amended");
    assert_eq!(
        fold(&seat.world.acts).get(&serial),
        Some(&SheetState::Rekeyed)
    );
    seat.keys("<ctrl-x>gx");
    assert_eq!(
        fold(&seat.world.acts).get(&serial),
        Some(&SheetState::Filed)
    );
}

/// Presses what the box wants until the attendance is asked.
fn to_attendance(seat: &mut Seat) {
    seat.keys("<ctrl-x>k");
    while rekey(seat).planned().unwrap().field != "attendance" {
        seat.keys("110612");
    }
}

#[test]
fn on_a_mismatch_neither_value_is_shown_and_two_of_three_win() {
    let mut seat = Seat::open();
    let serial = key_session(&mut seat, "6");
    next_morning(&mut seat);
    to_attendance(&mut seat);
    seat.keys("5");
    assert!(
        said(&seat).contains("differ") && !said(&seat).contains('6'),
        "{}",
        said(&seat)
    );
    assert!(rekey(&seat).line.is_empty());
    seat.keys("5");
    let now = sheet(&seat, &serial);
    assert_eq!(
        now.values.unwrap().get("attendance"),
        Some(&Value::Code("5".to_owned()))
    );
    let acts = seat.done();
    let slip = acts.iter().rev().find_map(|act| match &act.deed {
        Deed::BoxRekeyed { field, .. } if field == "attendance" => act
            .private
            .as_ref()
            .and_then(|p| p.values.get(SLIP).cloned()),
        _ => None,
    });
    assert_eq!(slip, Some(Value::Code("keyer".to_owned())));
    assert!(
        acts.iter()
            .any(|a| matches!(a.deed, Deed::SheetKeyed { amends: true, .. }))
    );
}

#[test]
fn a_slip_of_the_second_look_changes_nothing_and_is_told_apart() {
    let mut seat = Seat::open();
    let serial = key_session(&mut seat, "5");
    next_morning(&mut seat);
    to_attendance(&mut seat);
    seat.keys("65");
    let act = seat
        .done()
        .into_iter()
        .rev()
        .find(|a| matches!(&a.deed, Deed::BoxRekeyed { field, .. } if field == "attendance"));
    let slip = act
        .and_then(|a| a.private.clone())
        .and_then(|p| p.values.get(SLIP).cloned());
    assert_eq!(slip, Some(Value::Code("verifier".to_owned())));
    assert_eq!(
        sheet(&seat, &serial).values.unwrap().get("attendance"),
        Some(&Value::Code("5".to_owned()))
    );
}

#[test]
fn an_interrupted_second_look_goes_on_where_it_was() {
    let mut seat = second_look();
    let all = rekey(&seat).boxes.clone();
    assert!(all.len() > 1);
    seat.keys(if all[0].field == "attendance" {
        "5"
    } else {
        "110612"
    });
    let mut after = seat.killed();
    next_morning(&mut after);
    after.keys("<ctrl-x>k");
    assert_eq!(rekey(&after).boxes, all[1..]);
}

#[test]
fn the_trainer_is_asked_about_a_box_that_cannot_be_read() {
    let mut seat = Seat::open();
    let serial = key_session(&mut seat, "5");
    next_morning(&mut seat);
    to_attendance(&mut seat);
    seat.keys("<f5>");
    assert!(
        sheet(&seat, &serial)
            .query
            .contains("[attendance] illegible")
    );
    assert_eq!(
        fold(&seat.world.acts).get(&serial),
        Some(&SheetState::Queried)
    );
}

#[test]
fn nothing_that_was_keyed_is_drawn_while_it_is_keyed_again() {
    let mut seat = Seat::open();
    key_session(&mut seat, "5");
    next_morning(&mut seat);
    seat.keys("<ctrl-x>k");
    let theme = caseload::ui::Theme::standard();
    let shown = crate::screens::picture::picture(&seat.model, &theme, (80, 24));
    for never in ["11/06/2012", "110612", "attended on time", "Smith"] {
        assert!(!shown.contains(never), "{never} is shown:\n{shown}");
    }
}

#[test]
fn one_who_keyed_a_sheet_today_cannot_verify_it_whole_before_tomorrow() {
    let mut seat = Seat::open();
    let serial = key_session(&mut seat, "5");
    seat.keys("<ctrl-x>g");
    let place = cells(&seat).iter().position(|c| c[1] == serial).unwrap();
    for _ in 0..place {
        seat.keys("<down>");
    }
    seat.keys("v");
    assert!(
        said(&seat).contains("from tomorrow morning"),
        "{}",
        said(&seat)
    );
    next_morning(&mut seat);
    seat.keys("v");
    assert!(rekey(&seat).boxes.len() > 5, "every box is asked");
}

#[test]
fn from_the_questions_a_sheet_opens_with_its_question_and_the_key_that_ends_it() {
    let mut seat = Seat::open();
    let about_box = key_session(&mut seat, "<f5>5");
    seat.keys("<ctrl-x>w");
    let line = cells(&seat)
        .into_iter()
        .find(|c| c[1] == about_box)
        .unwrap();
    assert_eq!(line[2], "Smith, Dale", "by name");
    seat.keys("<enter>");
    assert_eq!(seat.keying().field().key, "attendance");
    assert!(said(&seat).starts_with("Asked: box 6"), "{}", said(&seat));
    assert!(
        said(&seat).ends_with("F5 takes the question back."),
        "{}",
        said(&seat)
    );
    let theme = caseload::ui::Theme::standard();
    seat.keys("<right>");
    let shown = crate::screens::picture::picture(&seat.model, &theme, (80, 24));
    assert!(shown.contains("? queried"), "{shown}");
    assert!(
        shown.contains("Asked: "),
        "it stays while she is in the box:\n{shown}"
    );
}

#[test]
fn a_question_about_a_whole_sheet_opens_it_in_no_box_of_its_head() {
    let mut seat = Seat::open();
    let serial = key_session(&mut seat, "5<ctrl-r>Is it signed?<enter>");
    seat.keys("<ctrl-x>w");
    let place = cells(&seat).iter().position(|c| c[1] == serial).unwrap();
    for _ in 0..place {
        seat.keys("<down>");
    }
    seat.keys("<enter>");
    assert_eq!(seat.keying().field().key, "date");
    assert!(
        said(&seat).starts_with("Asked: Is it signed? "),
        "{}",
        said(&seat)
    );
    assert!(
        said(&seat).contains("Ctrl-R opens the question"),
        "{}",
        said(&seat)
    );
}

#[test]
fn a_question_about_a_paper_of_no_trainer_is_counted_at_the_end_of_the_day_and_said_so() {
    let mut seat = Seat::open();
    key_session(&mut seat, "<f5>5");
    seat.keys("<f4>nowak jan<enter>J Marsh<enter>.??..130380m..<f3><insert><enter>l.....<ctrl-s>");
    assert!(seat.says_saved(), "{}", seat.notice());
    seat.keys("<ctrl-x>c");
    let lines = cells(&seat);
    let line = lines.iter().find(|c| c[1] == "2 sheets await an answer");
    let line = line.unwrap_or_else(|| panic!("{lines:?}"));
    assert!(
        line[2].ends_with(", no trainer named") && !line[2].starts_with(','),
        "{}",
        line[2]
    );
}
