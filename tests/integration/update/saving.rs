//! Saving: only what the world says is on stable storage is called saved.

use super::seat::{SESSION, Seat};
use caseload::model::{Message, Safety};

#[test]
fn saved_is_said_only_when_the_world_says_so() {
    let mut seat = Seat::session();
    seat.keys(SESSION);
    seat.late = true;
    seat.keys("<enter>");
    assert_eq!(seat.desk().desk.safety, Safety::Saving);
    while !seat
        .answers
        .iter()
        .all(|m| matches!(m, Message::Recorded(..)))
    {
        seat.answer_one();
        assert!(!seat.says_saved());
    }
    assert_eq!(
        seat.desk().desk.safety,
        Safety::Saving,
        "boxes that are kept meanwhile do not say so either"
    );
    seat.answer_all();
    assert!(seat.says_saved());
}

#[test]
fn a_save_that_is_refused_keeps_the_typing_and_can_be_done_again() {
    let mut seat = Seat::session();
    seat.world.refuses_records = Some("the disk is full. Make room and save again.".to_owned());
    seat.keys(SESSION).keys("<enter>");
    assert_eq!(
        seat.notice(),
        "Not saved: the disk is full. Make room and save again. Your typing is kept."
    );
    assert!(seat.not_saved().starts_with("the disk is full."));
    assert_eq!((seat.text("time"), seat.records()), ("14:00", 1));
    super::drafts::lies_there_again(&seat).unwrap();
    seat.world.refuses_records = None;
    seat.keys("<ctrl-s>");
    assert_eq!((seat.keyed().len(), seat.layers()), (1, vec!["home"]));
    assert!(
        seat.world.drafts.is_empty(),
        "a saved sheet is no draft any more"
    );
}

#[test]
fn a_sheet_is_asked_to_be_recorded_once_however_often_save_is_pressed() {
    let mut seat = Seat::session();
    seat.keys(SESSION);
    seat.late = true;
    seat.keys("<ctrl-s><ctrl-s><ctrl-s>");
    seat.answer_all();
    assert_eq!((seat.records(), seat.keyed().len()), (1, 1));
}

#[test]
fn save_with_boxes_still_open_goes_to_the_first_and_says_how_many_more() {
    let mut seat = Seat::session();
    seat.keys("1206121<enter><ctrl-s>");
    assert_eq!(seat.at(), "time");
    assert!(
        seat.notice().starts_with("Box 3") && seat.notice().contains("more."),
        "{}",
        seat.notice()
    );
    assert_eq!(seat.records(), 0);
}

#[test]
fn a_serial_keyed_before_is_refused_with_the_sheet_still_there() {
    let mut seat = Seat::session();
    seat.keys(SESSION)
        .keys("<ctrl-home><ctrl-d>S-000010<enter>n<ctrl-s>");
    assert!(seat.notice().contains("keyed before"), "{}", seat.notice());
    assert_eq!((seat.top(), seat.text("time")), ("keying", "14:00"));
}

#[test]
fn after_a_paper_of_the_tray_the_tray_lies_there_with_the_next_one() {
    let mut seat = Seat::open();
    seat.keys("<ctrl-x>t<enter>").keys(SESSION).keys("<enter>");
    assert_eq!(seat.keyed(), ["S-000020"]);
    assert_eq!(seat.layers(), ["home", "list"]);
    assert_eq!(seat.world.tray.len(), 1);
    seat.keys("<enter>");
    assert_eq!(seat.find_for().title, "Signposting record: who is it for?");
}

#[test]
fn a_save_that_comes_through_while_something_lies_on_top_takes_the_sheet_and_nothing_else() {
    let mut seat = Seat::session();
    seat.keys(SESSION);
    seat.late = true;
    seat.keys("<enter>");
    // Only something from outside can lie on top of a sheet that is being saved.
    let help = caseload::model::Layer::Help(caseload::model::help::Help::over(Vec::new()));
    if let caseload::model::State::Open(open) = &mut seat.model.state {
        open.layers.push(help);
    }
    seat.answer_all();
    assert_eq!(seat.layers(), ["home", "help"]);
}

fn said(seat: &Seat) -> &str {
    match &seat.desk().desk.safety {
        Safety::Saved(what, _) => what,
        other => panic!("not saved: {other:?}"),
    }
}

#[test]
fn what_was_saved_is_said_with_the_form_and_the_name_and_so_is_what_was_undone() {
    let mut seat = Seat::session();
    seat.keys(SESSION).keys("<enter>");
    assert_eq!(said(&seat), "session record S-000021 for Dale Smith");
    seat.keys("<ctrl-u><enter>");
    assert_eq!(said(&seat), "undone, sheet keyed S-000021 for Dale Smith");
    seat.keys("<ctrl-x>y");
    assert_eq!(seat.question().text[0], "sheet keyed S-000021 (no. 8)");
    seat.keys("<enter>");
    assert_eq!(
        said(&seat),
        "done again, sheet keyed S-000021 for Dale Smith"
    );
}

#[test]
fn what_was_saved_for_one_client_is_not_said_under_the_record_of_another() {
    let mut seat = Seat::session();
    seat.keys(SESSION).keys("<enter>wood<enter>");
    assert_eq!(seat.top(), "card");
    assert_eq!(said(&seat), "");
}

#[test]
fn after_a_phone_referral_its_number_is_said() {
    let mut seat = Seat::session();
    seat.keys("1206121<enter><f4>nowak jan<enter>J Marsh<enter>.??..130380m..<f3><insert><enter>l.....<ctrl-s>");
    assert_eq!(seat.layers(), ["home", "keying"], "{}", seat.notice());
    assert!(
        said(&seat).contains("for Jan Nowak, referral number 2012-"),
        "{}",
        said(&seat)
    );
}

#[test]
fn whose_sheet_was_saved_is_said_by_name_though_her_case_is_closed() {
    let mut seat = Seat::open();
    seat.keys("x118204<ctrl-k>s")
        .keys(SESSION)
        .keys("<ctrl-s><ctrl-s><ctrl-s>");
    assert!(said(&seat).contains("for Adrian Smyth"), "{}", said(&seat));
}
