//! Keying a sheet: marks, checks, skips, lists, and going away and coming back.

use super::people::{self, SMITH};
use super::seat::{SESSION, Seat};
use caseload::domain::act::Deed;
use caseload::domain::value::Missing;
use caseload::forms::BoxState;
use caseload::model::call::Call;
use caseload::model::{Bell, Effect, Message, NoticeKind};

fn rang(seat: &Seat, bell: Bell) -> bool {
    seat.wished
        .iter()
        .any(|effect| *effect == Effect::Ring(bell))
}

#[test]
fn one_sign_marks_an_empty_box_and_goes_on() {
    let signs = [
        ('.', Missing::NotAsked),
        ('?', Missing::Illegible),
        ('-', Missing::Declined),
        ('/', Missing::NotApplicable),
    ];
    for (sign, missing) in signs {
        let mut seat = Seat::session();
        seat.keys(&format!("<ctrl-g>8<enter>{sign}"));
        assert_eq!(
            (seat.state("risk_raised"), seat.at()),
            (BoxState::Missing(missing), "on_system"),
            "{sign}"
        );
    }
}

#[test]
fn the_same_signs_are_text_once_typing_has_begun() {
    let mut seat = Seat::session();
    seat.keys("<ctrl-g>15<enter>Was it him?-/.=");
    assert_eq!(seat.text("next_action"), "Was it him?-/.=");
}

#[test]
fn a_mark_may_be_given_whatever_stands_in_the_box() {
    let mut seat = Seat::session();
    seat.keys("<ctrl-g>8<enter>y14<alt-?>");
    assert_eq!(
        seat.state("told_om_at"),
        BoxState::Missing(Missing::Illegible)
    );
}

#[test]
fn a_box_that_must_have_an_answer_takes_no_mark() {
    let mut seat = Seat::session();
    seat.keys("<ctrl-g>3<enter>?");
    assert_eq!((seat.at(), seat.state("time")), ("time", BoxState::Blank));
    assert!(seat.notice().contains("must have an answer") && rang(&seat, Bell::Hard));
}

#[test]
fn the_next_key_is_text_where_it_would_mark_and_only_the_next_one() {
    let mut seat = Seat::session();
    seat.keys("<ctrl-g>15<enter><alt-i>.");
    assert_eq!(seat.text("next_action"), ".");
    seat.keys("<ctrl-d><alt-i><up><down>.");
    assert_eq!(
        seat.state("next_action"),
        BoxState::Missing(Missing::NotAsked),
        "another command in between ends it"
    );
}

#[test]
fn what_a_skip_empties_is_said_and_undo_brings_it_back() {
    let mut seat = Seat::session();
    seat.keys("<ctrl-g>6<enter>2110612");
    assert_eq!(seat.text("cancelled_on"), "11/06/2012");
    seat.keys("<ctrl-g>6<enter>5");
    assert_eq!(
        seat.notice(),
        "Emptied, because they are skipped now: 7 Cancelled on."
    );
    assert_eq!(seat.state("cancelled_on"), BoxState::Skipped);
    seat.keys("<ctrl-z>");
    assert_eq!(seat.text("cancelled_on"), "11/06/2012");
}

#[test]
fn what_a_skip_empties_is_said_also_where_the_page_turns_or_the_sheet_ends() {
    let mut seat = Seat::session();
    seat.keys(SESSION)
        .keys("<ctrl-g>13<enter><f3><enter><ctrl-g>6<enter>3");
    assert!(
        seat.notice().contains("Emptied") && seat.notice().contains("13 Topics"),
        "{}",
        seat.notice()
    );
}

#[test]
fn a_hard_fault_holds_the_caret_and_up_still_leaves() {
    let mut seat = Seat::session();
    seat.keys("<ctrl-g>2<enter>31022012<enter>");
    assert_eq!((seat.at(), seat.text("date")), ("date", "31022012"));
    assert!(
        rang(&seat, Bell::Hard)
            && seat
                .desk()
                .desk
                .notice
                .as_ref()
                .is_some_and(|n| n.kind == NoticeKind::Hard)
    );
    seat.keys("<up>");
    assert_eq!((seat.at(), seat.text("date")), ("client", "31022012"));
    seat.keys("<ctrl-s>");
    assert_eq!(seat.records(), 0);
}

#[test]
fn a_soft_check_asks_once_and_the_same_key_keeps_it() {
    let mut seat = Seat::session();
    seat.keys("<ctrl-g>4<enter>130");
    assert_eq!(seat.at(), "minutes");
    assert!(seat.notice().ends_with("Enter again keeps it.") && rang(&seat, Bell::Soft));
    seat.keys("<enter>");
    assert_eq!(seat.at(), "minutes", "that was the Enter of the full box");
    assert!(seat.notice().ends_with("Enter again keeps it."));
    seat.keys("<enter>");
    assert_eq!(
        (seat.at(), seat.keying().filling.value("minutes").is_some()),
        ("medium", true)
    );
}

#[test]
fn a_value_kept_against_a_check_is_kept_with_the_reason() {
    let mut seat = Seat::session();
    seat.keys("1206121<enter>14<enter>130<ctrl-a>a group<enter>15n?190612<tab><enter><enter>");
    let done = seat.done();
    let Some(Deed::SheetKeyed { overrides, .. }) = done.first().map(|act| &act.deed) else {
        panic!("not saved: {}", seat.notice())
    };
    assert_eq!(
        overrides
            .iter()
            .map(|o| (o.field.as_str(), o.reason.as_str()))
            .collect::<Vec<_>>(),
        [("minutes", "a group")]
    );
}

#[test]
fn nothing_is_asked_about_a_box_that_no_check_asks_about() {
    let mut seat = Seat::session();
    seat.keys("<ctrl-a>");
    assert_eq!(
        (seat.top(), seat.notice()),
        ("keying", "No check asks about this box.")
    );
}

#[test]
fn a_box_is_reached_by_its_number_and_a_wrong_number_says_so() {
    let mut seat = Seat::session();
    seat.keys("<ctrl-g>6<enter>");
    assert_eq!(seat.at(), "attendance");
    seat.keys("<ctrl-g>99<enter>");
    assert_eq!(
        (seat.at(), seat.notice()),
        ("attendance", "There is no box 99 on this form.")
    );
    seat.keys("<ctrl-g>7<enter>");
    assert!(seat.notice().contains("is skipped"), "{}", seat.notice());
    seat.keys("<ctrl-g><enter><esc>");
    assert_eq!((seat.top(), seat.at()), ("keying", "attendance"));
}

#[test]
fn ditto_takes_the_last_sheet_keyed_and_pressed_again_the_last_of_this_client() {
    let mut seat = Seat::session();
    seat.keys(SESSION).keys("<enter><ctrl-k>sx123456<enter>");
    seat.keys("<ctrl-g>5<enter>=");
    assert_eq!(
        (seat.text("medium"), seat.state("medium")),
        ("1", BoxState::Carried)
    );
    seat.keys("<enter>");
    assert_eq!(
        (seat.text("medium"), seat.state("medium")),
        ("1", BoxState::Answered)
    );
}

#[test]
fn ditto_says_where_nothing_was_keyed_and_pressed_again_takes_this_clients_last() {
    let mut seat = Seat::session();
    seat.keys("<ctrl-g>3<enter>=");
    assert!(
        seat.notice()
            .contains("No sheet of this form was keyed before this one")
    );
    seat.keys("=");
    assert_eq!(seat.text("time"), "14:00");
    seat.keys("<ctrl-g>9<enter><ctrl-g>12<enter>==");
    assert!(
        seat.notice().contains("no earlier sheet"),
        "{}",
        seat.notice()
    );
}

#[test]
fn ditto_in_the_client_box_asks_whose_sheet_it_is() {
    let mut seat = Seat::session();
    seat.keys(SESSION).keys("<enter><ctrl-k>sx300400<enter>");
    seat.keys("<ctrl-g>1<enter>=");
    assert_eq!(seat.find_for().find.query.text(), "X123456");
    seat.keys("<enter>");
    assert_eq!(seat.keying().client, Some(SMITH));
}

#[test]
fn nothing_of_another_clients_sheet_is_carried_where_no_pile_was_begun() {
    let mut seat = Seat::session();
    seat.keys(SESSION).keys("<enter><ctrl-k>sx300400<enter>");
    let boxes = ["completed_on", "completed_by", "date", "minutes"];
    assert_eq!(boxes.map(|key| seat.text(key).to_owned()), ["", "", "", ""]);
    assert_eq!(seat.at(), "completed_on");
}

#[test]
fn a_sheet_that_says_otherwise_changes_nothing_in_the_head_of_its_pile() {
    let mut seat = Seat::open();
    seat.keys("<f3>1<enter>120612<enter>v<enter>");
    seat.keys("x123456<ctrl-k>s<ctrl-g>d<enter>110612<ctrl-g>3<enter>14<enter>4515n?190612<tab><enter><enter>");
    assert_eq!(seat.layers(), ["home"], "{}", seat.notice());
    seat.keys("x300400<ctrl-k>s");
    assert_eq!(
        (seat.text("completed_on"), seat.text("minutes"), seat.at()),
        ("12/06/2012", "", "time")
    );
}

#[test]
fn a_code_list_narrows_and_enter_picks_and_goes_one_box_on() {
    let mut seat = Seat::session();
    seat.keys("<ctrl-g>5<enter><f3>pho");
    let list = seat.keying().list.as_ref().expect("a list");
    assert_eq!(list.fitting, [("4".to_owned(), "phone".to_owned())]);
    seat.keys("<enter>");
    assert_eq!((seat.text("medium"), seat.at()), ("4", "attendance"));
    assert!(seat.keying().list.is_none());
}

#[test]
fn a_list_in_which_nothing_fits_stays_open_and_says_so() {
    let mut seat = Seat::session();
    seat.keys("<ctrl-g>5<enter><f3>zzz<enter>");
    assert!(seat.keying().list.is_some() && seat.notice().starts_with("No code fits"));
    seat.keys("<esc>");
    assert_eq!((seat.at(), seat.text("medium")), ("medium", ""));
}

#[test]
fn a_list_of_several_codes_ticks_and_enter_goes_on() {
    let mut seat = Seat::session();
    seat.keys(SESSION)
        .keys("<ctrl-g>13<enter><f3><insert><down><insert>");
    let ticked = seat.text("topics").to_owned();
    assert_eq!(ticked.split(' ').count(), 2, "{ticked}");
    seat.keys("<enter>");
    assert_eq!(
        (seat.text("topics"), seat.at()),
        (ticked.as_str(), "progress")
    );
    seat.keys("<up><f3><insert><esc>");
    assert_eq!(
        seat.text("topics"),
        ticked,
        "closing leaves the box as it was"
    );
}

#[test]
fn trainers_and_yes_or_no_are_picked_from_a_list_too() {
    let mut seat = Seat::session();
    seat.keys("120612<f3>jones<enter>");
    assert_eq!(
        (seat.text("completed_by"), seat.at()),
        ("HT02", "time"),
        "{}",
        seat.notice()
    );
    seat.keys("<ctrl-g>8<enter><f3>no<enter>");
    assert_eq!(
        (seat.text("risk_raised"), seat.at()),
        ("n", "on_system"),
        "{}",
        seat.notice()
    );
}

#[test]
fn what_works_everywhere_works_over_an_open_list_and_nothing_reaches_the_sheet_below() {
    let mut seat = Seat::session();
    seat.keys("120612<ctrl-g>5<enter><f3><f10><ctrl-g>");
    assert!(
        seat.keying().list.is_some(),
        "saving and jumping are the sheet's own"
    );
    seat.keys("<f4>");
    assert_eq!(seat.layers(), ["home", "keying", "find"]);
    seat.keys("<esc>");
    assert!(seat.keying().list.is_some(), "the list is where it was");
    seat.keys("<ctrl-l>");
    assert!(seat.is_locked());
}

#[test]
fn a_phone_referral_from_home_lies_over_nothing() {
    let mut seat = Seat::open();
    seat.keys("<f4>");
    assert_eq!(seat.find_for().call, Call::AtHome);
    seat.keys("nowak jan<enter>");
    assert_eq!(seat.keying().call, Call::AtHome);
    assert_eq!(seat.text("route"), "P", "it came by phone all the same");
}

#[test]
fn a_phone_referral_lies_over_the_sheet_and_goes_back_to_the_same_caret() {
    let mut seat = Seat::session();
    seat.keys("1206121<enter>143<left>");
    let before = super::seat::sheet_in_words(seat.keying());
    seat.keys("<f4>nowak jan<enter>1306121<enter>");
    assert_eq!(seat.keying().call, Call::OverWork);
    assert_eq!(seat.layers(), ["home", "keying", "keying"]);
    seat.keys("<esc>");
    assert_eq!(super::seat::sheet_in_words(seat.keying()), before);
    assert!(
        seat.world
            .drafts
            .values()
            .any(|d| d.form == "referral" && d.parked)
    );
}

#[test]
fn a_phone_referral_that_is_saved_goes_back_too() {
    let mut seat = Seat::session();
    seat.keys("1206121<enter><f4>nowak jan<enter>");
    assert_eq!(
        seat.text("route"),
        "P",
        "what a phone referral is stands there"
    );
    seat.keys("J Marsh<enter>.??");
    assert_eq!(
        seat.at(),
        "crn",
        "her name stands there from what was typed"
    );
    seat.keys("..130380m..<f3><insert><enter>l.....<ctrl-s>");
    assert_eq!(seat.layers(), ["home", "keying"], "{}", seat.notice());
    assert_eq!((seat.at(), seat.keyed().len()), ("time", 1));
    let new = seat.done().first().and_then(|act| act.client);
    assert_eq!(new.map(|c| c.0), Some(5));
}

#[test]
fn parked_sheets_are_listed_and_taken_up_where_they_were_left() {
    let mut seat = Seat::session();
    seat.keys("1206121<enter>14<esc>");
    assert_eq!(
        seat.notice(),
        "Parked: Session record S-000021, at box 3 Time. Nothing is lost."
    );
    seat.keys("<ctrl-k>sx300400<enter>110612<f12>");
    assert_eq!(seat.layers(), ["home"]);
    seat.keys("<ctrl-x>p<down><enter>");
    assert_eq!((seat.at(), seat.text("time")), ("time", "14"));
    assert!(
        seat.notice()
            .starts_with("You left off here: Session record")
    );
    seat.keys("<f12><ctrl-r>");
    assert_eq!(seat.keying().client, Some(SMITH), "parked last");
}

#[test]
fn the_next_finding_goes_round_and_passes_nothing() {
    let mut seat = Seat::session();
    seat.keys("1206121<enter>14<enter>130<up><ctrl-e>");
    assert_eq!(seat.at(), "medium", "{}", seat.notice());
    seat.keys("15n?<ctrl-e>");
    assert_eq!(
        seat.at(),
        "minutes",
        "what is only asked about comes when nothing is missing"
    );
    seat.keys("<ctrl-e><ctrl-e><ctrl-e><ctrl-s>");
    assert_eq!(
        seat.records(),
        0,
        "looking is not answering: {}",
        seat.notice()
    );
    seat.keys("<ctrl-s>");
    assert_eq!(seat.keyed().len(), 1);
}

#[test]
fn an_open_question_about_the_paper_is_saved_with_the_sheet() {
    let mut seat = Seat::session();
    seat.keys("<ctrl-r>Which clinic?<enter>")
        .keys(SESSION)
        .keys("<enter>");
    let sheets = seat.world.sheets();
    let sheet = sheets
        .iter()
        .find(|s| s.head.serial == "S-000021")
        .expect("saved");
    assert_eq!(
        (sheet.head.queried, sheet.query.as_str()),
        (true, "Which clinic?\n[on_system] illegible")
    );
}

#[test]
fn a_box_marked_as_illegible_is_asked_about_until_the_question_is_taken_back() {
    let mut seat = Seat::session();
    seat.keys("1206121<enter>14<enter>4515n?");
    assert!(
        seat.notice().contains("The trainer will be asked about"),
        "{}",
        seat.notice()
    );
    assert_eq!(seat.keying().filling.query(), "[on_system] illegible");
    seat.keys("<f5>");
    assert!(seat.notice().starts_with("No longer asked about box"));
    assert_eq!(seat.keying().filling.query(), "");
}

#[test]
fn a_keyed_sheet_is_put_right_under_its_own_serial() {
    let mut seat = Seat::open();
    seat.keys("x123456<enter>e");
    assert_eq!(
        (seat.keying().amends.as_deref(), seat.text("time")),
        (Some("S-000010"), "14:00")
    );
    seat.keys("<ctrl-g>4<enter>30<ctrl-s>");
    assert_eq!(seat.layers(), ["home", "card"], "{}", seat.notice());
    let done = seat.done();
    assert!(
        matches!(&done[0].deed, Deed::SheetKeyed { head, amends: true, .. } if head.serial == "S-000010")
    );
    assert_eq!(
        seat.card().card.as_ref().map(|c| c.sheets.len()),
        Some(2),
        "the card knows at once"
    );
}

#[test]
fn typing_is_undone_and_done_again_across_boxes() {
    let mut seat = Seat::session();
    seat.keys("1206121<enter>14<enter><ctrl-z>");
    assert_eq!((seat.at(), seat.text("time")), ("time", ""));
    seat.keys("<ctrl-z><ctrl-z>");
    assert_eq!((seat.at(), seat.text("completed_on")), ("completed_on", ""));
    seat.keys("<ctrl-y><ctrl-y><ctrl-y>");
    assert_eq!((seat.text("completed_by"), seat.text("time")), ("1", "14"));
}

#[test]
fn what_a_pile_has_in_common_is_keyed_once_and_carried_to_every_form() {
    let mut seat = Seat::open();
    seat.keys("<f3>1<enter>120612<enter>v<enter>");
    assert_eq!(seat.layers(), ["home"], "{}", seat.notice());
    seat.keys("x300400<ctrl-k>s");
    assert_eq!(
        (
            seat.text("completed_on"),
            seat.text("completed_by"),
            seat.text("date"),
            seat.at()
        ),
        ("12/06/2012", "HT01", "12/06/2012", "time")
    );
    assert_eq!(
        seat.view("completed_by").source,
        "as at the head of the pile"
    );
    assert_eq!(seat.view("date").source, "as above");
    seat.keys("<esc><ctrl-k>rnowak jan<enter>");
    assert_eq!(
        (seat.text("office"), seat.text("first_contact")),
        ("V", "12/06/2012")
    );
    assert_eq!(seat.view("office").source, "as at the head of the pile");
}

#[test]
fn a_new_pile_forgets_what_was_carried_before_it() {
    let mut seat = Seat::session();
    seat.keys(SESSION)
        .keys("<enter><f3>2<enter>110612<enter><enter>");
    seat.keys("x300400<ctrl-k>s");
    assert_eq!(
        (seat.text("completed_on"), seat.text("completed_by")),
        ("11/06/2012", "HT02")
    );
}

#[test]
fn a_wrong_head_of_a_pile_is_said_and_esc_goes_back_box_by_box() {
    let mut seat = Seat::open();
    seat.keys("<f3>nobody<enter>");
    assert!(seat.notice().contains("No trainer"), "{}", seat.notice());
    seat.keys(
        "<backspace><backspace><backspace><backspace><backspace><backspace>1<enter><esc><esc>",
    );
    assert_eq!((seat.layers(), seat.records()), (vec!["home"], 0));
}

#[test]
fn a_number_and_the_jump_key_go_to_that_box_and_leave_the_one_she_was_in_as_it_was() {
    let mut seat = Seat::session();
    seat.keys("1206121<enter>12<ctrl-g>");
    assert_eq!((seat.at(), seat.text("time")), ("next", ""));
    seat.keys("<ctrl-g>4<enter>");
    assert_eq!(seat.at(), "minutes");
    seat.keys("45<ctrl-g>3<enter>");
    assert_eq!(
        (seat.at(), seat.text("minutes")),
        ("time", "45"),
        "there is no box 45"
    );
}

#[test]
fn double_ditto_says_how_old_it_is() {
    let mut seat = Seat::session();
    seat.keys("1206121<enter>==");
    assert!(
        seat.notice().starts_with("This is as on S-0000") && seat.notice().contains("/2012"),
        "{}",
        seat.notice()
    );
}

#[test]
fn after_a_pause_the_card_says_where_she_was_and_the_next_key_does_what_it_does() {
    let mut seat = Seat::session();
    seat.keys("1206121<enter>14");
    let later = |minutes: i64| {
        let span = chrono::TimeDelta::minutes(minutes);
        Message::Ticked(people::now() + span, people::local() + span)
    };
    seat.tell(later(2));
    assert!(seat.keying().returned.is_none());
    seat.tell(later(5));
    assert!(seat.keying().returned.is_some());
    let last = seat
        .keying()
        .filling
        .last_keyed()
        .map(|view| view.field.key.clone());
    assert_eq!(last.as_deref(), Some("time"));
    seat.keys("30");
    assert!(seat.keying().returned.is_none());
    assert_eq!((seat.text("time"), seat.at()), ("14:30", "minutes"));
}

#[test]
fn after_a_crash_the_card_says_what_was_keyed_last() {
    let mut seat = Seat::session();
    seat.keys("1206121<enter>1430");
    let after = seat.killed();
    assert!(after.keying().returned.is_some());
    let last = after
        .keying()
        .filling
        .last_keyed()
        .map(|view| view.field.key.clone());
    assert_eq!((last.as_deref(), after.at()), (Some("time"), "minutes"));
}

#[test]
fn what_is_wrong_with_a_keyed_sheet_is_one_key_from_its_box() {
    let mut seat = Seat::open();
    seat.keys("<ctrl-x>m");
    assert!(seat.notice().contains("looked over"), "{}", seat.notice());
    let lines = match seat.desk().top() {
        caseload::model::Layer::List(list) => list.lines.clone(),
        _ => panic!("no list"),
    };
    let first = lines.first().expect("something is wrong in this office");
    let Some(caseload::model::lists::Target::Sheet(serial, field)) = first.target.clone() else {
        panic!("a line leads to a box");
    };
    seat.keys("<enter>");
    assert_eq!(seat.keying().amends.as_deref(), Some(serial.as_str()));
    assert_eq!(seat.at(), field);
}

#[test]
fn a_worker_record_under_a_number_on_the_books_says_whose_it_is_and_what_it_would_change() {
    let mut seat = Seat::open();
    seat.keys("<ctrl-k>w<ctrl-g>1<enter>ht02<enter>Somebody Else<enter>");
    let name = seat.world.trainers[1].name.clone();
    assert_eq!(seat.world.trainers[1].id.0, "HT02");
    assert!(
        seat.notice()
            .starts_with(&format!("HT02 is the number of {name} on the books")),
        "{}",
        seat.notice()
    );
    assert_eq!(seat.at(), "name", "nothing goes on before she has answered");
    seat.keys("<enter>mtrainer010409");
    seat.keys("<ctrl-home>W-000009<enter>120612.<ctrl-s>");
    let asked = seat.notice().to_owned();
    assert!(
        asked.contains("changes: name") && asked.contains("Save again"),
        "{asked}"
    );
    assert_eq!(seat.records(), 0);
    seat.keys("<ctrl-s>");
    assert_eq!(seat.records(), 1);
}

#[test]
fn a_session_has_its_number_by_its_day_and_not_by_the_order_of_keying() {
    let mut seat = Seat::open();
    let mut numbers = Vec::new();
    for (day, attendance) in [("120612", '5'), ("050612", '6'), ("080612", '3')] {
        seat.keys("<ctrl-k>sX123456<enter>");
        seat.keys(&format!(
            "<ctrl-g>D<enter><ctrl-d>120612<ctrl-g>H<enter><ctrl-d>1<enter><ctrl-g>2<enter>{day}14<enter>"
        ));
        seat.keys(&format!("<ctrl-g>4<enter><ctrl-d>45<enter>1{attendance}"));
        numbers.push(seat.keying().filling.value("session_no").cloned());
        seat.keys("<ctrl-g>8<enter>nn<ctrl-s><ctrl-s><ctrl-s>");
        assert_eq!(seat.top(), "home", "{day}: {}", seat.notice());
    }
    let before = numbers[0].clone();
    assert!(before.is_some());
    assert_ne!(numbers[0], None);
    assert_eq!(
        numbers[0], numbers[1],
        "the earlier session comes before the later one"
    );
    assert_eq!(
        numbers[2], None,
        "a session that did not take place has no number"
    );
    seat.keys("X123456<enter>");
    let later = seat.card().card.as_ref().and_then(|card| {
        let sheet = card.sheets.iter().find(|s| {
            s.values
                .as_ref()
                .is_some_and(|v| v.get("session_no") == before.as_ref())
        })?;
        Some(sheet.head.serial.clone())
    });
    assert!(later.is_some());
}

#[test]
fn a_ticked_code_shows_its_tick_at_once_and_the_mark_stays_on_it() {
    let mut seat = Seat::session();
    seat.keys(SESSION)
        .keys("<ctrl-g>13<enter><f3><down><down><insert>");
    let list = seat.keying().list.as_ref().expect("a list");
    let code = list.fitting[2].0.clone();
    assert_eq!(list.marked, 2, "the mark stays where she ticked");
    assert_eq!(seat.keying().filling.ticked(), [code]);
    seat.keys("<insert>");
    assert!(seat.keying().filling.ticked().is_empty());
}

#[test]
fn a_wrong_check_digit_cannot_be_kept_for_a_reason_and_that_is_said() {
    let mut seat = Seat::open();
    seat.keys("<ctrl-k>rnowak jan<enter>");
    let nhs = seat
        .keying()
        .filling
        .form()
        .field("nhs_number")
        .expect("a box");
    let number = nhs.box_no.clone();
    seat.keys(&format!("<ctrl-g>{number}<enter>9434765918<enter><ctrl-a>"));
    assert!(
        seat.notice()
            .starts_with("This cannot be kept as it stands:"),
        "{}",
        seat.notice()
    );
}

#[test]
fn back_from_the_help_of_a_box_is_back_to_the_sheet() {
    let mut seat = Seat::session();
    seat.keys("<f2>");
    assert!(seat.keying().explained);
    seat.keys("<esc>");
    assert_eq!(seat.top(), "keying");
    assert!(!seat.keying().explained);
    seat.keys("<esc>");
    assert_eq!(seat.top(), "home");
}

#[test]
fn a_key_of_home_on_a_sheet_says_how_to_get_there() {
    let mut seat = Seat::session();
    seat.keys("<ctrl-k>");
    assert!(
        seat.notice()
            .starts_with("Not while a sheet is open: Key a form from paper."),
        "{}",
        seat.notice()
    );
}

#[test]
fn a_phone_referral_does_not_ask_for_what_stands_on_paper() {
    let mut seat = Seat::open();
    seat.keys("<f4>nowak jan<enter>");
    let field = seat.keying().field();
    assert!(!field.is_head, "{}", field.key);
    assert_eq!(
        seat.state("completed_by"),
        BoxState::Missing(Missing::NotApplicable)
    );
}

#[test]
fn a_sheet_put_right_from_a_card_leads_back_to_the_card() {
    let mut seat = Seat::open();
    seat.keys("X123456<enter>");
    assert_eq!(seat.card().client, SMITH);
    seat.keys("e");
    assert_eq!(seat.top(), "keying", "{}", seat.notice());
    seat.keys("<ctrl-s><ctrl-s><ctrl-s>");
    assert_eq!(seat.layers(), ["home", "card"], "{}", seat.notice());
}

/// An assessment with the caret in its first box that one digit fills, of a row of them: 20 to 22.
fn in_a_row_of_digits() -> Seat {
    let mut seat = Seat::open();
    seat.keys("<ctrl-k>ax123456<enter><ctrl-g>20<enter>");
    assert_eq!(seat.at(), "audit_1");
    seat
}

#[test]
fn digits_of_a_box_number_that_became_answers_are_taken_back_by_the_jump_at_her_wish() {
    let mut seat = in_a_row_of_digits();
    seat.keys("23<ctrl-g>");
    let hint = "Enter: 23, and the answers before are taken back";
    assert_eq!(seat.prompt().hint(), hint);
    seat.keys("<enter>");
    assert_eq!(seat.at(), "general_health");
    assert_eq!((seat.text("audit_1"), seat.text("audit_2")), ("", ""));
    // She meant them: she says another number, or none.
    let mut seat = in_a_row_of_digits();
    seat.keys("23<ctrl-g>7<enter>");
    assert_eq!(seat.at(), "fruit_veg");
    assert_eq!((seat.text("audit_1"), seat.text("audit_2")), ("2", "3"));
    let mut seat = in_a_row_of_digits();
    seat.keys("23<ctrl-g><esc>");
    assert_eq!(
        (seat.at(), seat.text("audit_1"), seat.text("audit_2")),
        ("audit_3", "2", "3")
    );
}

#[test]
fn digits_with_another_key_between_are_no_box_number() {
    for (keys, offered) in [
        ("2<tab><up>3<ctrl-g>", Some("3")),
        ("23<left><ctrl-g>", None),
        ("<ctrl-g>", None),
    ] {
        let mut seat = in_a_row_of_digits();
        seat.keys(keys);
        let found = seat.prompt().offered.as_ref();
        assert_eq!(found.map(|o| o.0.as_str()), offered, "{keys}");
    }
    // Of three answers the last two are the number.
    let mut seat = in_a_row_of_digits();
    seat.keys("123<ctrl-g><enter>");
    assert_eq!(
        (
            seat.at(),
            seat.text("audit_1"),
            seat.text("audit_2"),
            seat.text("audit_3")
        ),
        ("general_health", "1", "", "")
    );
}

#[test]
fn a_digit_that_filled_a_box_and_one_that_stands_in_the_next_are_a_number_together() {
    let mut seat = in_a_row_of_digits();
    seat.keys("<ctrl-g>22<enter>23");
    assert_eq!(
        (seat.at(), seat.text("general_health")),
        ("general_health", "3")
    );
    seat.keys("<ctrl-g>");
    assert_eq!(
        seat.prompt().offered.as_ref().map(|o| o.0.as_str()),
        Some("23")
    );
    seat.keys("<enter>");
    assert_eq!(
        (seat.at(), seat.text("audit_3"), seat.text("general_health")),
        ("general_health", "", "")
    );
}

#[test]
fn the_unit_behind_a_number_that_filled_its_box_is_no_answer_of_the_next() {
    for typed in ["175.5cm84.5kg2", "175.5 CM84.5 Kg2", "175.584.52"] {
        let mut seat = Seat::open();
        seat.keys("<ctrl-k>ax123456<enter><ctrl-g>5<enter>")
            .keys(typed);
        let boxes = ["height", "weight", "fruit_veg"].map(|key| seat.text(key).to_owned());
        assert_eq!(boxes, ["175.5", "84.5", "2"], "{typed}");
    }
    // No letter of it, or typed after another key, or once more: it is what it is anywhere else.
    for (typed, stands) in [("175.5x", "x"), ("175.5<tab><up>c", "c"), ("175.5cmc", "c")] {
        let mut seat = Seat::open();
        seat.keys("<ctrl-k>ax123456<enter><ctrl-g>5<enter>")
            .keys(typed);
        assert_eq!(seat.text("weight"), stands, "{typed}");
    }
}
