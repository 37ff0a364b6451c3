//! Boxes that are read twice.

use super::*;
use crate::domain::identifier::serial;
use crate::domain::sheet::{Draft, KeptBox};
use crate::forms::{Around, Registry};

/// A referral with the caret in this box.
pub(super) fn referral(at: &str) -> Filling {
    let form = Registry::shipped().latest("referral").unwrap().clone();
    let mut filling = Filling::new(form, Around::on(today()));
    filling.go_to(at).unwrap();
    filling
}

fn text(f: &Filling, key: &str) -> String {
    f.view(f.form().position(key).unwrap()).text.to_owned()
}

fn said(f: &Filling, key: &str) -> Option<String> {
    let value = f.value(key)?;
    Some(match value {
        Value::Text(text) => text.clone(),
        other => format!("{:?}", other.to_json()),
    })
}

#[test]
fn a_number_without_a_check_letter_is_emptied_and_asked_for_once_more() {
    let mut f = referral("crn");
    let events = key(&mut f, "X140286");
    assert!(
        matches!(events.as_slice(), [.., Event::ReadAgain(why)] if why.contains("once more")),
        "{events:?}"
    );
    assert_eq!((at(&f), text(&f, "crn").as_str()), ("crn", ""));
    assert!(f.reads_again() && f.focused().meaning.contains("once more"));
    assert_eq!(said(&f, "crn"), None, "one reading is no answer yet");
    key(&mut f, "x140286");
    assert_eq!(at(&f), "pnc");
    assert_eq!(said(&f, "crn").as_deref(), Some("X140286"));
    assert!(!f.reads_again());
}

#[test]
fn of_three_readings_the_two_that_agree_win() {
    let mut f = referral("crn");
    key(&mut f, "X140268");
    let events = key(&mut f, "X140286");
    assert!(
        matches!(events.as_slice(), [.., Event::Differs { field, .. }] if field == "crn"),
        "{events:?}"
    );
    assert!(text(&f, "crn").is_empty(), "neither is shown");
    key(&mut f, "X140286");
    assert_eq!(at(&f), "pnc");
    assert_eq!(said(&f, "crn").as_deref(), Some("X140286"));
}

#[test]
fn the_enter_of_a_full_box_is_not_taken_for_one_reading() {
    let mut f = referral("crn");
    key(&mut f, "X140286");
    f.next();
    assert!(f.reads_again() && f.asked().is_empty());
    key(&mut f, "X140286");
    f.next();
    assert_eq!(at(&f), "pnc");
}

#[test]
fn enter_in_the_emptied_box_keeps_the_one_reading_after_a_question() {
    let mut f = referral("crn");
    key(&mut f, "X140286");
    f.pass_by();
    let [asked] = f.asked() else {
        panic!("nothing is asked")
    };
    assert_eq!(
        (asked.check.as_str(), asked.field.as_str()),
        (READ_ONCE, "crn")
    );
    assert_eq!(text(&f, "crn"), "X140286");
    f.pass_by();
    assert_eq!(at(&f), "pnc");
    assert_eq!(said(&f, "crn").as_deref(), Some("X140286"));
    let passed = f.filled().overrides;
    assert!(
        passed
            .iter()
            .any(|o| o.check == READ_ONCE && o.field == "crn")
    );
}

#[test]
fn what_is_typed_after_the_question_replaces_the_one_reading() {
    let mut f = referral("crn");
    key(&mut f, "X140286");
    f.pass_by();
    key(&mut f, "X140268");
    assert!(f.reads_again());
    key(&mut f, "X140268");
    assert_eq!(said(&f, "crn").as_deref(), Some("X140268"));
}

#[test]
fn a_box_left_after_one_reading_keeps_it_and_is_asked_about_at_the_end() {
    let mut f = referral("crn");
    key(&mut f, "X140286");
    f.go_to("pnc").unwrap();
    assert_eq!(text(&f, "crn"), "X140286", "nothing keyed is lost");
    let open = f.open_findings();
    assert!(open.iter().any(|(_, f)| f.check == READ_ONCE), "{open:?}");
}

#[test]
fn a_sheet_finished_with_the_caret_in_a_box_read_once_is_asked_about_it() {
    let mut f = referral("crn");
    key(&mut f, "X140286");
    f.finish();
    assert_eq!(text(&f, "crn"), "X140286");
    assert!(f.open_findings().iter().any(|(_, f)| f.check == READ_ONCE));
    assert_ne!(
        f.view(f.form().position("crn").unwrap()).state,
        BoxState::Answered
    );
}

#[test]
fn what_something_else_vouches_for_is_read_once() {
    let mut f = referral("crn");
    f.paste("X140286");
    f.pass_by();
    assert_eq!(at(&f), "pnc", "a copy of a message is no reading");
    let mut f = referral("crn");
    f.around
        .known
        .set("client.crn", Value::Text("X140286".into()));
    key(&mut f, "X140286");
    assert_eq!(at(&f), "pnc", "it is on the books");
    let mut f = referral("crn");
    key(&mut f, "X140286X140286");
    f.go_to("crn").unwrap();
    f.pass_by();
    assert_eq!(at(&f), "pnc", "two readings agreed before");
}

#[test]
fn a_day_is_read_twice_only_where_day_and_month_could_change_places() {
    for (typed, twice) in [
        ("050384", true),
        ("130384", false),
        ("050584", false),
        ("311284", false),
    ] {
        let mut f = referral("dob");
        key(&mut f, typed);
        assert_eq!(f.reads_again(), twice, "{typed}");
    }
    let mut f = referral("dob");
    key(&mut f, "050384030584");
    assert!(f.reads_again(), "turned round at the second reading");
    key(&mut f, "050384");
    assert_eq!(at(&f), "gender");
}

#[test]
fn a_changed_answer_is_read_twice_again_and_a_missing_one_is_not() {
    let mut f = referral("crn");
    key(&mut f, "X140286X140286");
    f.go_to("crn").unwrap();
    f.clear_box();
    key(&mut f, "X140287");
    assert!(f.reads_again());
    f.mark_missing(Missing::NotAsked);
    assert_eq!(at(&f), "pnc");
    assert_eq!(f.value("crn"), Some(&Value::Missing(Missing::NotAsked)));
}

#[test]
fn emptying_the_emptied_box_begins_with_the_first_reading() {
    let mut f = referral("crn");
    key(&mut f, "X140286");
    f.clear_box();
    assert!(!f.reads_again());
    key(&mut f, "X140287X140287");
    assert_eq!(said(&f, "crn").as_deref(), Some("X140287"));
}

#[test]
fn undo_brings_the_first_reading_back() {
    let mut f = referral("crn");
    key(&mut f, "X140286");
    f.undo();
    assert_eq!(text(&f, "crn"), "X140286");
}

#[test]
fn a_kept_sheet_still_waits_for_the_second_reading() {
    let mut f = referral("crn");
    key(&mut f, "X140286X14");
    let draft: Draft = f.draft(nobodys_draft());
    let kept: &KeptBox = &draft.boxes["crn"];
    assert_eq!((kept.text.as_str(), kept.readings.len()), ("X14", 1));
    let mut again = Filling::resume(f.form().clone(), Around::on(today()), &draft);
    key(&mut again, "0286");
    assert_eq!(at(&again), "pnc");
    assert_eq!(said(&again, "crn").as_deref(), Some("X140286"));
}

#[test]
fn a_day_typed_to_find_somebody_new_is_the_first_reading_however_it_was_typed() {
    let form = Registry::shipped().latest("referral").unwrap().clone();
    let around = Around {
        prefill: vec![("dob".into(), "050384".into())],
        ..Around::on(today())
    };
    let mut f = Filling::new(form, around);
    f.go_to("dob").unwrap();
    assert!(f.reads_again());
    key(&mut f, "5/3/84\n");
    assert_eq!(at(&f), "gender");
}

#[test]
fn a_number_typed_to_find_somebody_new_is_the_first_reading() {
    let form = Registry::shipped().latest("referral").unwrap().clone();
    let around = Around {
        prefill: vec![
            ("crn".into(), "X140286".into()),
            ("dob".into(), "13/03/1984".into()),
        ],
        ..Around::on(today())
    };
    let mut f = Filling::new(form, around);
    assert!(
        f.is_stop(f.form().position("crn").unwrap()),
        "it is stopped at"
    );
    assert!(
        !f.is_stop(f.form().position("dob").unwrap()),
        "nothing to doubt"
    );
    f.go_to("crn").unwrap();
    assert!(f.reads_again());
    key(&mut f, "X140268");
    assert!(f.reads_again(), "another number than the one looked for");
    key(&mut f, "X140286");
    assert_eq!(said(&f, "crn").as_deref(), Some("X140286"));
}

/// A session whose form saw this serial last.
fn session_after(last: &str) -> Filling {
    let form = Registry::shipped().latest("session").unwrap().clone();
    let around = Around {
        last_serials: std::sync::Arc::new(vec![("session".into(), last.into())]),
        serial_far: 200,
        ..Around::on(today())
    };
    let mut f = Filling::new(form, around);
    f.go_to("sheet").unwrap();
    f
}

#[test]
fn a_serial_far_from_the_last_one_is_read_twice_unless_a_check_letter_vouches_for_it() {
    let mut f = session_after("S-001085");
    let events = key(&mut f, "S-001801\n");
    assert_eq!(at(&f), "sheet");
    let far = |event: &Event| matches!(event, Event::ReadAgain(words) if words.contains("far from the last one"));
    assert!(events.iter().any(far), "{events:?}");
    key(&mut f, "s1810\n");
    assert_eq!(at(&f), "sheet", "the readings differ");
    key(&mut f, "s1081\n");
    assert_eq!(
        said(&f, "sheet").as_deref(),
        Some("S-001081"),
        "a near one needs no second reading"
    );
    assert_ne!(at(&f), "sheet");
    let vouched = serial::with_letter("S-001801").unwrap() + "\n";
    for near in ["S-001086\n", "S-000900\n", "2012/7\n", &vouched] {
        let mut f = session_after("S-001085");
        key(&mut f, near);
        assert_ne!(at(&f), "sheet", "{near}");
    }
    // Enter alone keeps the one reading, asked once.
    let mut f = session_after("S-001085");
    key(&mut f, "S-001801\n\n");
    assert_eq!(at(&f), "sheet");
    key(&mut f, "\n");
    assert_ne!(at(&f), "sheet");
    assert!(
        f.overrides
            .iter()
            .any(|o| o.check == READ_ONCE && o.field == "sheet")
    );
}
