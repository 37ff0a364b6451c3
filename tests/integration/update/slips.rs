//! Slips of the hand that must not cost an answer, make a second sheet, or leave an old picture on the desk.

use super::people::SMITH;
use super::seat::Seat;
use caseload::forms::BoxState;
use caseload::model::{Bell, Effect, Layer};

fn rang(seat: &Seat, bell: Bell) -> bool {
    let rung = |effect: &Effect| *effect == Effect::Ring(bell);
    seat.wished.iter().any(rung)
}

/// The card of Dale Smith, his last session sheet opened to be put right.
fn put_right() -> Seat {
    let mut seat = Seat::open();
    seat.keys("x123456<enter>e");
    assert_eq!(seat.keying().amends.as_deref(), Some("S-000010"));
    seat
}

#[test]
fn the_number_of_a_sheet_that_is_put_right_stays() {
    let mut seat = put_right();
    let before = seat.keyed();
    seat.keys("<ctrl-g>s<enter><ctrl-d>S000099<enter>");
    assert!(
        seat.notice().contains("its number stays") && rang(&seat, Bell::Hard),
        "{}",
        seat.notice()
    );
    assert_eq!(seat.at(), "sheet");
    seat.keys("<ctrl-s><ctrl-s>");
    assert_eq!(seat.keyed(), before, "no second sheet is saved");
    seat.keys("<ctrl-d>S000010<ctrl-s><ctrl-s>");
    assert_eq!(seat.top(), "card", "{}", seat.notice());
}

#[test]
fn a_box_number_and_the_jump_key_leave_free_text_as_it_was() {
    let mut seat = put_right();
    let at = seat.at().to_owned();
    let before = seat.text(&at).to_owned();
    seat.keys("4<ctrl-g>");
    assert_eq!((seat.top(), seat.at()), ("keying", "minutes"));
    assert_eq!(seat.text(&at), before);
    seat.keys("<ctrl-g>15<enter>he came<up><ctrl-g>15<enter>4<ctrl-g>");
    assert_eq!(
        (seat.at(), seat.text("next_action")),
        ("minutes", "he came")
    );
}

#[test]
fn a_mark_does_not_wipe_an_answer_unless_it_is_pressed_again() {
    let mut seat = put_right();
    seat.keys("<ctrl-g>12<enter><ctrl-d>190612<up><ctrl-g>12<enter>");
    let before = seat.text("next").to_owned();
    assert!(!before.is_empty());
    seat.keys(".");
    assert_eq!((seat.at(), seat.text("next")), ("next", before.as_str()));
    assert!(
        seat.notice().contains("press . once more"),
        "{}",
        seat.notice()
    );
    seat.keys("<up><down>.");
    assert_eq!(seat.text("next"), before, "another key came between");
    seat.keys(".");
    assert_ne!(seat.state("next"), BoxState::Answered);
}

#[test]
fn a_wrong_key_in_a_code_box_is_said_at_once_and_takes_nothing_more() {
    let mut seat = Seat::session();
    seat.keys("<ctrl-g>5<enter>e");
    assert_eq!((seat.at(), seat.text("medium")), ("medium", "e"));
    assert!(rang(&seat, Bell::Hard), "{}", seat.notice());
    seat.keys("5140612");
    assert_eq!(
        seat.text("medium"),
        "e",
        "the next boxes are not keyed into this one"
    );
    assert!(seat.notice().contains("no answer begins so"));
    seat.keys("<backspace>1");
    assert_eq!((seat.text("medium"), seat.at()), ("1", "attendance"));
}

#[test]
fn a_sheet_moved_to_somebody_else_leaves_the_card_it_was_on() {
    let mut seat = put_right();
    seat.keys("<ctrl-g>1<enter>x300400<enter><ctrl-s><ctrl-s><ctrl-s>");
    assert_eq!(
        (seat.top(), seat.card().client),
        ("card", SMITH),
        "{}",
        seat.notice()
    );
    let sheets = seat.card().card.as_ref().map(|card| card.sheets.clone());
    let serials: Vec<String> = sheets
        .into_iter()
        .flatten()
        .map(|s| s.head.serial)
        .collect();
    assert!(!serials.contains(&"S-000010".to_owned()), "{serials:?}");
}

#[test]
fn ditto_takes_nothing_from_a_sheet_later_than_the_paper_and_passes_sheets_without_an_answer() {
    let mut seat = Seat::open();
    for (day, action) in [("050612", "Go on"), ("080612", ""), ("120612", "Sign off")] {
        seat.keys("<ctrl-k>sX123456<enter>");
        seat.keys(&format!(
            "<ctrl-g>D<enter><ctrl-d>{day}<ctrl-g>H<enter><ctrl-d>1<enter>"
        ));
        seat.keys(&format!(
            "<ctrl-g>2<enter><ctrl-d>{day}14<enter><ctrl-g>4<enter><ctrl-d>45<enter>15nn"
        ));
        seat.keys(&format!(
            "<ctrl-g>15<enter>{action}<ctrl-s><ctrl-s><ctrl-s>"
        ));
        assert_eq!(seat.top(), "home", "{day}: {}", seat.notice());
    }
    seat.keys("<ctrl-k>sX123456<enter><ctrl-g>D<enter><ctrl-d>100612<ctrl-g>15<enter>==");
    assert_eq!(seat.text("next_action"), "Go on", "{}", seat.notice());
}

#[test]
fn a_box_emptied_just_before_saving_asks_for_nothing_that_hangs_on_it() {
    let mut seat = Seat::open();
    seat.keys("<ctrl-k>tx123456<enter><ctrl-g>D<enter>120612<ctrl-g>H<enter>1<enter>");
    seat.keys("<ctrl-g>4<enter>1<ctrl-g>5.1a<enter>diu<ctrl-g>5.2a<enter>d");
    assert_eq!(seat.at(), "to_2_mode");
    seat.keys("<up><ctrl-d><ctrl-s>");
    assert!(!seat.notice().contains("must have"), "{}", seat.notice());
}

#[test]
fn enter_on_a_surname_heard_on_the_phone_asks_about_all_whom_it_finds() {
    let mut seat = Seat::open();
    seat.keys("<f4>smit<enter>");
    assert_eq!(seat.top(), "question", "{:?}", seat.layers());
    let Layer::Question(question) = seat.desk().top() else {
        panic!("no question")
    };
    let answers: Vec<&str> = question.answers.iter().map(|(_, a)| a.as_str()).collect();
    assert!(answers[0].contains("Smith, Dale"), "{answers:?}");
}

#[test]
fn the_list_of_forms_says_for_whom_by_name() {
    let mut seat = Seat::open();
    seat.keys("x123456<enter>k");
    let Layer::Forms(picker) = seat.desk().top() else {
        panic!("no list of forms")
    };
    assert_eq!(picker.heading(), "Key which form for Smith, Dale?");
}

#[test]
fn ditto_takes_no_risk_and_no_birthday_from_the_sheet_of_somebody_else() {
    let mut seat = super::finding::smith_as_somebody_new();
    seat.keys("d<f4>nowak jan<enter>");
    let last = seat.keying().known.last_mine.clone();
    assert!(
        last.contains_key("rosh") && last.contains_key("dob"),
        "{last:?}"
    );
    for (number, key) in [("12", "dob"), ("17", "rosh")] {
        seat.keys(&format!("<ctrl-g>{number}<enter>="));
        assert_eq!((seat.at(), seat.text(key)), (key, ""));
        assert!(seat.notice().contains("somebody else"), "{}", seat.notice());
    }
}

#[test]
fn an_open_pile_stands_on_home_until_it_is_over() {
    let mut seat = Seat::open();
    let shown = |seat: &Seat| {
        crate::screens::picture::picture(&seat.model, &caseload::ui::Theme::standard(), (80, 24))
    };
    assert!(!shown(&seat).contains("Pile"), "{}", shown(&seat));
    seat.keys("<f3>ht02<enter>120612<enter><ctrl-s><f12>");
    assert!(shown(&seat).contains("Pile     HT02"), "{}", shown(&seat));
}

#[test]
fn the_only_one_found_by_every_word_is_taken_however_she_is_spelt() {
    let mut seat = Seat::open();
    seat.keys("smyht adriann");
    let find = seat.home_find();
    assert_eq!((find.counted.whole, find.means_first()), (1, true));
    seat.keys("<enter>");
    assert_eq!(seat.top(), "card", "{}", seat.notice());
}

#[test]
fn the_pointer_stands_only_before_whom_enter_takes() {
    let mut seat = Seat::open();
    let shown = |seat: &Seat| {
        crate::screens::picture::picture(&seat.model, &caseload::ui::Theme::standard(), (80, 24))
    };
    seat.keys("smith");
    assert!(shown(&seat).contains("▸1"), "{}", shown(&seat));
    seat.keys("<esc>qwertz smyt");
    let only_near = shown(&seat);
    assert!(
        only_near.contains(" 1"),
        "somebody comes close: {only_near}"
    );
    assert!(!only_near.contains("▸1"), "{only_near}");
    seat.keys("<enter>");
    assert_eq!(seat.top(), "home", "and Enter takes nobody");
}

#[test]
fn a_sheet_opened_from_its_question_has_its_caret_kept_at_once() {
    let mut seat = Seat::open_before(super::world::World::new());
    seat.keys("<ctrl-k>sx123456<enter><ctrl-x>wis it kg<enter><f12><ctrl-x>w<end><enter>");
    assert_eq!((seat.top(), seat.at()), ("keying", "date"));
    super::drafts::lies_there_again(&seat).unwrap();
}

#[test]
fn a_risk_that_nobody_has_named_is_said_above_the_sheet() {
    let shown = |seat: &Seat| {
        crate::screens::picture::picture(&seat.model, &caseload::ui::Theme::standard(), (80, 24))
    };
    for (crn, is_unknown) in [("x123456", false), ("x200300", true)] {
        let mut seat = Seat::open();
        seat.keys(&format!("<ctrl-k>s{crn}<enter>"));
        let shown = shown(&seat);
        assert_eq!(shown.contains("RoSH not known: ask"), is_unknown, "{shown}");
    }
}
