//! Every key is kept: a sheet lies there again after a crash, a lock, a failing disk.

use super::seat::{SESSION, Seat, sheet_in_words};
use caseload::domain::overview::UNCLEAN;
use caseload::domain::sheet::DraftChange;
use caseload::keymap::notation;
use caseload::model::keying::Keying;
use caseload::model::{Effect, Layer, Message};
use proptest::test_runner::TestCaseError;

fn sheets(seat: &Seat) -> Vec<&Keying> {
    let layers = seat.desk().layers.iter();
    let keyed = layers.filter_map(|layer| match layer {
        Layer::Keying(keying) => Some(keying.as_ref()),
        _ => None,
    });
    keyed.filter(|keying| keying.stated).collect()
}

/// The sheets on the desk are those that a new start finds in the world: the same boxes, caret and texts.
pub fn lies_there_again(seat: &Seat) -> Result<(), TestCaseError> {
    let again = seat.killed();
    let mut before: Vec<String> = sheets(seat).into_iter().map(sheet_in_words).collect();
    let mut after: Vec<String> = sheets(&again).into_iter().map(sheet_in_words).collect();
    if before.len() < after.len() {
        // Sheets that were parked stay parked; an undone keying brings its half-keyed sheet back.
        after.retain(|sheet| before.contains(sheet));
    }
    before.sort_unstable();
    after.sort_unstable();
    proptest::prop_assert_eq!(before, after);
    Ok(())
}

/// Kills the program after each key of a script and looks whether the sheet lies there again.
fn killed_after_each_key(begin: Seat, script: &str) {
    let mut seat = begin;
    for (at, key) in notation::read(script)
        .expect("keys")
        .into_iter()
        .enumerate()
    {
        seat.press(key);
        lies_there_again(&seat)
            .unwrap_or_else(|fault| panic!("after key {at} of {script}: {fault}"));
    }
}

#[test]
fn after_a_crash_the_card_says_where_she_was_and_nothing_says_so_again() {
    let unclean = format!("{UNCLEAN} Nothing is lost: the last 3 things done were read again.");
    let other = "One copy of the store's header was written anew.";
    let mut seat = Seat::session();
    seat.keys("120612");
    seat.world.notices = vec![unclean.clone(), other.to_owned()];
    let again = seat.killed();
    assert!(again.keying().returned.is_some());
    assert!(!again.notice().contains(UNCLEAN), "{}", again.notice());
    assert!(again.notice().contains(other), "{}", again.notice());
    // Where no sheet lay open there is no card, and it is said.
    let mut seat = Seat::open();
    seat.world.notices = vec![unclean.clone()];
    assert_eq!(seat.killed().notice(), unclean);
}

#[test]
fn a_session_sheet_survives_a_crash_after_any_key() {
    killed_after_each_key(Seat::session(), SESSION);
}

#[test]
fn a_box_typed_anew_decides_as_it_did_before_until_it_is_left() {
    // The box says "not known", and so the next pair of days is asked for; half a day typed over it must not hide them.
    killed_after_each_key(
        Seat::open(),
        "<ctrl-k>w<page-down>?1<up>1<backspace>010212<enter>",
    );
}

#[test]
fn a_sheet_with_moves_marks_skips_undo_and_questions_survives_a_crash_after_any_key() {
    let script = "1206121<enter>14<enter>130<enter><enter>12120612y1430<enter>y<enter><up><up><up><up><up><up>5<enter>\
                  <ctrl-z><ctrl-z><ctrl-y><ctrl-g>12<enter>190612<alt-.><page-down><f3><insert><down><insert><enter>\
                  <ctrl-end>Café <left><left>x<ctrl-w><ctrl-r>Who was it<enter><home><delete><ctrl-d>\
                  <ctrl-g>8<enter>-<up><ctrl-d><esc>";
    killed_after_each_key(Seat::session(), script);
}

#[test]
fn a_referral_of_somebody_new_survives_a_crash_after_any_key() {
    let mut seat = Seat::open();
    seat.keys("<f4>nowak jan 120380<enter>");
    let script =
        ".J Marsh<enter>.??X999999X999999.<enter>m07700900123<enter>y<f3><insert><enter>l/";
    killed_after_each_key(seat, script);
}

#[test]
fn a_phone_referral_over_a_half_keyed_sheet_survives_with_the_sheet_below() {
    let mut seat = Seat::session();
    seat.keys("1206121<enter><f4>nowak<enter>1306122");
    assert_eq!(seat.layers(), ["home", "keying", "keying"]);
    let again = seat.killed();
    assert_eq!(again.layers(), ["home", "keying", "keying"]);
    assert_eq!(again.keying().filling.form().id, "referral");
    assert_eq!(
        sheet_in_words(again.keying()),
        sheet_in_words(seat.keying())
    );
}

#[test]
fn nothing_is_kept_before_the_first_key() {
    let mut seat = Seat::session();
    seat.keys("<f2><up><esc>");
    assert!(seat.world.drafts.is_empty());
    assert_eq!(seat.layers(), ["home"]);
}

#[test]
fn a_box_that_she_leaves_is_kept_on_stable_storage_and_one_that_she_is_typing_in_is_only_kept() {
    let mut seat = Seat::session();
    seat.keys("1206121");
    seat.wished.clear();
    seat.keys("14");
    let synced = |seat: &Seat| {
        seat.wished
            .iter()
            .any(|e| matches!(e, Effect::Keep { sync: true, .. }))
    };
    assert!(!synced(&seat) && seat.wished.iter().any(|e| matches!(e, Effect::Keep { .. })));
    seat.keys("<enter>");
    assert!(synced(&seat));
}

#[test]
fn what_could_not_be_kept_is_stated_whole_with_the_next_key() {
    let mut seat = Seat::session();
    seat.keys("1206121<enter>");
    seat.world.refuses_boxes = Some("The disk is full.".to_owned());
    seat.keys("14");
    assert_eq!(seat.not_saved(), "The disk is full.");
    seat.world.refuses_boxes = None;
    seat.keys("<enter>");
    assert_eq!(seat.not_saved(), "");
    lies_there_again(&seat).unwrap();
    seat.wished.clear();
    seat.keys("45");
    let whole = |e: &Effect| {
        matches!(
            e,
            Effect::Keep {
                change: DraftChange::Stated(_),
                ..
            }
        )
    };
    assert!(!seat.wished.iter().any(whole), "once is enough");
}

#[test]
fn what_could_not_be_kept_is_kept_within_a_second_of_the_disk_having_room() {
    let mut seat = Seat::session();
    seat.world.refuses_boxes = Some("The disk is full.".to_owned());
    seat.keys("1206121<enter>14<esc>");
    assert_eq!(seat.layers(), ["home"], "parked, and remembered here");
    seat.tick();
    assert!(seat.world.drafts.is_empty());
    seat.world.refuses_boxes = None;
    seat.tick();
    assert_eq!(seat.world.drafts.len(), 1);
    let mut again = seat.killed();
    again.keys("<ctrl-r>");
    assert_eq!((again.at(), again.text("time")), ("time", "14"));
}

#[test]
fn a_sheet_parked_while_the_disk_is_full_can_be_taken_up_again() {
    let mut seat = Seat::session();
    seat.keys("120612");
    seat.world.refuses_boxes = Some("The disk is full.".to_owned());
    seat.keys("1<enter>14<esc><ctrl-x>p");
    assert_eq!(seat.top(), "list");
    seat.keys("<enter>");
    assert_eq!(seat.text("time"), "14");
}

#[test]
fn leaving_while_something_could_not_be_kept_asks_first() {
    let mut seat = Seat::session();
    seat.world.refuses_boxes = Some("The disk is full.".to_owned());
    seat.keys("120612<ctrl-q>");
    assert_eq!(seat.question().title, "Leave and lose it?");
    seat.keys("<enter>");
    assert_eq!(
        (seat.at(), seat.model.ended),
        ("completed_by", false),
        "Enter alone changes nothing"
    );
    seat.keys("<ctrl-l>n<ctrl-q>y");
    assert!(seat.model.ended);
}

#[test]
fn two_sheets_open_at_once_are_two_drafts_whatever_the_store_says_in_between() {
    let mut seat = Seat::session();
    seat.keys("120612<esc><ctrl-k>sx300400<enter>");
    // The sheet on top has its number, but the store has not heard of it.
    let overview = seat.world.overview();
    seat.tell(Message::OverviewStated(Box::new(overview)));
    seat.keys("<f4>nowak<enter>130612<esc>120612");
    let drafts: Vec<&str> = seat
        .world
        .drafts
        .values()
        .map(|d| d.form.as_str())
        .collect();
    assert_eq!(drafts.len(), 3, "{drafts:?}");
}

#[test]
fn a_sheet_that_lies_open_is_not_offered_among_the_parked_ones() {
    let mut seat = Seat::session();
    seat.keys("120612<f7>x123456<enter><ctrl-x>a<ctrl-x>p");
    assert_eq!(seat.layers(), ["home", "keying", "card", "list", "list"]);
    seat.keys("<enter>");
    assert_eq!(seat.layers().iter().filter(|l| **l == "keying").count(), 1);
}

#[test]
fn a_parked_sheet_of_somebody_new_is_listed_with_its_serial_and_her_name() {
    let mut seat = Seat::open();
    seat.keys("<f4>ringer zoe 120380<enter>.J Marsh<enter><esc><ctrl-x>p");
    let Some(Layer::List(list)) = seat.desk().layers.last() else {
        panic!("{:?}", seat.layers());
    };
    let cells = &list.lines[0].cells;
    assert!(cells[0].starts_with("F-"), "{cells:?}");
    assert!(
        cells[2].starts_with("new: ") && cells[2].to_lowercase().contains("ringer"),
        "{cells:?}"
    );
}

#[test]
fn a_second_sheet_of_a_form_takes_the_serial_after_that_of_the_parked_one() {
    let mut seat = Seat::session();
    seat.keys("120612<esc><ctrl-k>sx123456<enter>");
    assert_eq!(seat.text("sheet"), "S-000022");
}

#[test]
fn throwing_a_sheet_away_asks_and_leaves_nothing() {
    let mut seat = Seat::session();
    seat.keys("120612<ctrl-x><delete><enter>");
    assert_eq!(seat.top(), "keying", "Enter alone keeps it");
    seat.keys("<ctrl-x><delete>y");
    assert_eq!(seat.layers(), ["home"]);
    assert!(seat.world.drafts.is_empty());
    seat.keys("<ctrl-r>");
    assert_eq!(seat.notice(), "Nothing is parked.");
}

#[test]
fn a_question_half_typed_lies_open_again_after_a_crash_a_lock_and_an_evening() {
    let mut seat = Seat::session();
    seat.keys("120612<ctrl-r>Which cl");
    let mut again = seat.killed();
    assert_eq!(again.layers(), ["home", "keying", "prompt"]);
    assert_eq!(again.prompt().line.text(), "Which cl");
    again.keys("in");
    assert_eq!(again.killed().prompt().line.text(), "Which clin");
    again.keys("<f12>");
    again.keys("<f6>");
    assert_eq!(
        again.layers(),
        ["home", "keying", "prompt"],
        "parked and taken up again"
    );
    again.keys("ic?<enter>");
    assert_eq!(again.keying().filling.query(), "Which clinic?");
    let done = again.killed();
    assert_eq!(done.layers(), ["home", "keying"], "answered once");
    assert_eq!(done.keying().filling.query(), "Which clinic?");
    assert_eq!(
        sheet_in_words(done.keying()),
        sheet_in_words(again.keying())
    );
}

#[test]
fn a_question_left_without_an_answer_is_gone() {
    let mut seat = Seat::session();
    seat.keys("120612<ctrl-r>Which cl<esc>");
    let mut again = seat.killed();
    assert_eq!(again.layers(), ["home", "keying"]);
    again.keys("<ctrl-r>");
    assert_eq!(again.prompt().line.text(), "");
    // Nothing but these words had been keyed: no empty sheet stays behind.
    let mut seat = Seat::session();
    seat.keys("<ctrl-r>Whose");
    assert_eq!(seat.world.drafts.len(), 1);
    assert_eq!(seat.killed().prompt().line.text(), "Whose");
    seat.keys("<esc>");
    assert_eq!(seat.world.drafts.len(), 0);
}

#[test]
fn a_reason_half_typed_stands_in_its_line_when_it_is_asked_for_again() {
    let mut seat = Seat::session();
    seat.keys("1206121<enter>14<enter>130<enter>");
    assert!(!seat.keying().filling.asked().is_empty());
    seat.keys("<ctrl-a>two clie");
    let mut again = seat.killed();
    assert_eq!(again.layers(), ["home", "keying"]);
    again.keys("<enter><ctrl-a>");
    assert_eq!(again.prompt().line.text(), "two clie");
    again.keys("nts came<enter>");
    again.keys("<ctrl-r>");
    assert_eq!(again.prompt().line.text(), "", "another line");
    again.keys("Which cl");
    assert_eq!(
        again.killed().prompt().line.text(),
        "Which cl",
        "one answered before hides no other"
    );
}

#[test]
fn the_phone_is_answered_over_a_question_and_the_words_wait_below() {
    let mut seat = Seat::session();
    seat.keys("120612<ctrl-r>Which cl<f4>nowak jan<enter>J Marsh<enter>");
    assert_eq!(seat.layers(), ["home", "keying", "prompt", "keying"]);
    let again = seat.killed();
    assert_eq!(again.layers(), ["home", "keying", "keying"]);
    seat.keys("<esc>");
    assert_eq!(seat.layers(), ["home", "keying", "prompt"]);
    seat.keys("inic?<enter>");
    assert_eq!(seat.keying().filling.query(), "Which clinic?");
    let mut again = again;
    again.keys("<esc>");
    assert_eq!(again.layers(), ["home", "keying", "prompt"]);
    assert_eq!(again.prompt().line.text(), "Which cl");
}

#[test]
fn the_phone_is_answered_while_something_is_asked_and_it_is_asked_again() {
    let mut seat = Seat::session();
    seat.keys("120612<ctrl-x><delete><f4>");
    assert_eq!(seat.layers(), ["home", "keying", "find"]);
    seat.keys("<esc>");
    assert_eq!(seat.layers(), ["home", "keying"], "nothing was thrown away");
}

#[test]
fn the_caret_that_goes_back_to_a_number_keyed_before_is_kept_there() {
    let mut seat = Seat::open();
    seat.keys("<f4>nowak jan<enter><page-up><backspace>1<enter>");
    assert!(
        seat.question()
            .title
            .starts_with("This number was keyed before"),
    );
    seat.keys("<enter>");
    assert_eq!((seat.at(), seat.text("sheet")), ("sheet", "F-000401"));
    lies_there_again(&seat).expect("the same after a crash");
}

#[test]
fn a_call_that_is_put_down_before_its_first_box_is_parked_with_the_name() {
    for keys in [
        "<f4>quigley bernadette 030581<ctrl-n>",
        "<ctrl-k>fquigley bernadette 030581<ctrl-n>",
    ] {
        let mut seat = Seat::open();
        seat.keys(keys);
        assert_eq!(seat.top(), "keying", "{}", seat.notice());
        lies_there_again(&seat).expect("the same after a crash");
        let serial = seat.text("sheet").to_owned();
        seat.keys("<esc>");
        assert!(
            seat.notice()
                .starts_with(&format!("Parked: Referral slip {serial}")),
            "{}",
            seat.notice()
        );
        seat.keys("<f6>");
        assert_eq!(
            (seat.text("surname"), seat.text("sheet")),
            ("Quigley", serial.as_str())
        );
    }
    // A paper begun for somebody on the books in which nothing is keyed leaves nothing behind.
    let mut seat = Seat::open();
    seat.keys("<ctrl-k>sx123456<enter><esc>");
    assert!(seat.world.drafts.is_empty());
}

#[test]
fn a_second_sheet_of_one_form_is_begun_with_a_word_about_the_first() {
    let mut seat = Seat::session();
    seat.keys("1206121<esc>");
    seat.keys("<ctrl-k>sx123456<enter>");
    let said = "Session record S-000021 of the same client is half keyed already, under Parked.";
    assert_eq!(seat.notice(), said);
    seat.keys("<f12><ctrl-k>ax123456<enter>");
    assert!(
        !seat.notice().contains("half keyed"),
        "another form: {}",
        seat.notice()
    );
}
