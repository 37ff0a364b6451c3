//! From the first box to the last, and to the boxes that are passed by.

use super::*;

#[test]
fn a_sheet_is_keyed_and_finished_from_the_last_box() {
    let mut f = keyed();
    assert!(f.at_last_box());
    assert_eq!(f.next(), vec![Event::Filled]);
    let sheet = ready(&mut f);
    assert_eq!(sheet.head.serial, "V-000001");
    assert_eq!(sheet.head.completed_by.as_deref(), Some("HT03"));
    assert_eq!(
        sheet.to_json()["values"],
        serde_json::json!({
            "client": "C-000012", "date": "2012-06-12", "attendance": "5", "minutes": 45,
            "nhs": {"missing": "not_asked"}
        })
    );
    assert_eq!(
        sheet.facts.date("session.date"),
        NaiveDate::from_ymd_opt(2012, 6, 12)
    );
}

#[test]
fn the_caret_leaves_a_full_code_a_day_of_six_digits_and_an_identifier_of_fixed_width() {
    let mut f = begun();
    key(&mut f, "\n3");
    assert_eq!(at(&f), "attendance", "the next box is filled already");
    let refused = key(&mut f, "1");
    assert!(matches!(refused.as_slice(), [Event::Refused(_)]));
    key(&mut f, "\n");
    assert_eq!((at(&f), f.view(6).text), ("minutes", "3"));
    f.go_to("nhs").unwrap();
    key(&mut f, "943 476 5919");
    assert_eq!(at(&f), "surname");
    assert_eq!(
        f.view(f.form().position("nhs").unwrap()).text,
        "943 476 5919"
    );
}

#[test]
fn a_day_that_may_still_get_a_year_of_four_digits_is_not_left() {
    let mut f = begun();
    f.go_to("born").unwrap();
    key(&mut f, "140319");
    assert_eq!(at(&f), "born");
    key(&mut f, "84");
    assert_eq!(at(&f), "goal_1_issue");
    assert_eq!(
        f.value("born"),
        Some(&Value::Date(NaiveDate::from_ymd_opt(1984, 3, 14).unwrap()))
    );
}

#[test]
fn a_missing_reason_goes_on_and_a_box_that_must_be_answered_refuses_it() {
    let mut f = begun();
    f.mark_missing(Missing::Illegible);
    assert_eq!(at(&f), "attendance");
    assert_eq!(f.value("time"), Some(&Value::Missing(Missing::Illegible)));
    assert!(matches!(
        f.mark_missing(Missing::Declined).as_slice(),
        [Event::Hard(_)]
    ));
    assert_eq!(at(&f), "attendance");
}

#[test]
fn enter_on_the_last_box_of_a_half_filled_sheet_goes_to_the_first_open_box_and_says_so() {
    let mut f = begun();
    f.last();
    let events = f.next();
    assert_eq!(at(&f), "attendance");
    assert!(
        matches!(events.last(), Some(Event::Open(s)) if s.starts_with("2 boxes are still open. 4 Attendance")),
        "{events:?}"
    );
}

#[test]
fn carried_and_known_boxes_are_passed_by_and_stay_within_reach() {
    let mut around = around();
    around.prefill = vec![("client".into(), "c7".into())];
    around.carried = vec![
        ("date".into(), "120612".into()),
        ("completed_by".into(), "ht04".into()),
        ("surname".into(), "Smith".into()),
    ];
    around.pile = true;
    let mut f = Filling::new(form(), around);
    key(&mut f, "5\n140612");
    assert_eq!(at(&f), "time");
    assert!(f.value("surname").is_none(), "only boxes that carry do");
    f.previous();
    assert_eq!((at(&f), f.focused().state), ("date", BoxState::Carried));
    key(&mut f, "110612");
    assert_eq!(at(&f), "time");
    assert_eq!(f.view(4).text, "11/06/2012");
}

#[test]
fn a_box_names_the_sheet_behind_its_answer_only_where_that_sheet_stated_it() {
    let mut around = around();
    around.known_from = "R-000441 of 16/10/2026".into();
    around.known.set("session.date", Value::Date(today()));
    around.prefill = vec![
        ("client".into(), "c7".into()),
        ("sheet".into(), "1".into()),
        ("date".into(), "120612".into()),
        ("surname".into(), "Wood".into()),
    ];
    around
        .known
        .set("client.surname", Value::Text("Wood".into()));
    let f = Filling::new(form(), around);
    let source = |key: &str| f.boxes().find(|b| b.field.key == key).map(|b| b.source);
    assert_eq!(source("surname"), Some("R-000441 of 16/10/2026"));
    assert_eq!(source("date"), Some(""), "that sheet had a day of its own");
    assert_eq!(source("client"), Some(""), "she chose the client herself");
    assert_eq!(source("sheet"), Some(""), "it is this paper's own number");
}

#[test]
fn outside_a_pile_the_caret_stands_in_a_carried_box() {
    let mut around = around();
    around.carried = vec![("completed_by".into(), "ht04".into())];
    let mut f = Filling::new(form(), around);
    key(&mut f, "5\n140612");
    assert_eq!(
        (at(&f), f.focused().state),
        ("completed_on", BoxState::Answered)
    );
    f.next();
    assert_eq!(
        (at(&f), f.focused().state),
        ("completed_by", BoxState::Carried)
    );
}

#[test]
fn enter_after_a_box_that_went_on_by_itself_is_the_enter_of_that_box() {
    let mut f = begun();
    assert!(f.left_by_itself(), "the day was full");
    f.next();
    assert_eq!(at(&f), "time");
    f.next();
    assert_eq!(at(&f), "attendance", "the second leaves the box blank");
    f.go_to("date").unwrap();
    key(&mut f, "110612");
    f.pass_by();
    assert_eq!(at(&f), "attendance", "Tab passes at once");
}

#[test]
fn enter_after_a_full_box_does_not_pass_the_question_that_it_brought_up() {
    let mut f = begun();
    key(&mut f, "\n2130612");
    assert!(!f.asked().is_empty());
    let again = f.next();
    assert!(
        matches!(again.as_slice(), [Event::SoftAsked(_)]),
        "{again:?}"
    );
    assert!(f.overrides.is_empty());
    f.next();
    assert_eq!(f.overrides.len(), 1);
}

#[test]
fn a_carried_answer_that_is_wrong_today_is_stopped_at() {
    let mut around = around();
    around.carried = vec![("date".into(), "15/06/2012".into())];
    let mut f = Filling::new(form(), around);
    key(&mut f, "1\n140612ht3\nc12\n");
    assert_eq!(at(&f), "date");
}

#[test]
fn ditto_is_seen_before_it_is_passed_and_typing_replaces_it() {
    let mut f = begun();
    f.ditto("1400");
    assert_eq!((at(&f), f.focused().state), ("time", BoxState::Carried));
    assert!(f.takes_missing_key(), "ditto again takes another");
    f.ditto("1530");
    f.next();
    assert_eq!(f.view(5).text, "15:30");
    f.previous();
    f.ditto("9");
    key(&mut f, "10\n");
    assert_eq!(f.view(5).text, "10:00");
}

#[test]
fn a_box_is_found_by_its_printed_number() {
    let mut f = keyed();
    f.jump_to_box("6").unwrap();
    assert_eq!(at(&f), "minutes");
    f.jump_to_box("s").unwrap();
    assert_eq!(at(&f), "sheet");
    f.jump_to_box("17").unwrap();
    assert_eq!(at(&f), "goal_1_issue");
    assert!(f.jump_to_box("5").unwrap_err().contains("skipped"));
    assert!(f.jump_to_box("99").is_err());
    assert!(f.jump_to_box("").is_err());
    f.first();
    assert_eq!(f.next_page(), vec![Event::Advanced, Event::PageTurned(2)]);
    assert_eq!(at(&f), "height");
    f.previous_page();
    assert_eq!(at(&f), "sheet");
}

#[test]
fn the_question_about_the_paper_goes_with_the_sheet_and_its_draft() {
    let mut f = keyed();
    f.set_query("Which Tuesday?").unwrap();
    assert!(f.set_query("\u{7}").is_err());
    let resumed = Filling::resume(form(), around(), &f.draft(nobodys_draft()));
    assert_eq!(resumed.query(), "Which Tuesday?");
    let sheet = ready(&mut f);
    assert!(sheet.head.queried);
    assert_eq!(sheet.query, "Which Tuesday?");
}

#[test]
fn what_follows_from_other_boxes_is_passed_by_and_follows_on_after_a_crash() {
    let registration = crate::forms::Registry::shipped()
        .latest("registration")
        .unwrap()
        .clone();
    let mut f = Filling::new(registration, around());
    f.go_to("completed_by").unwrap();
    key(&mut f, "HT03\n");
    let trainer = f.form().position("trainer").unwrap();
    let seen = |f: &Filling| {
        let view = f.view(trainer);
        (
            view.text.to_owned(),
            view.source.to_owned(),
            f.is_stop(trainer),
        )
    };
    assert_eq!(seen(&f), ("HT03".to_owned(), "as above".to_owned(), false));
    let draft = f.draft(nobodys_draft());
    let mut resumed = Filling::resume(f.form().clone(), around(), &draft);
    assert_eq!(seen(&resumed), seen(&f));
    resumed.go_to("completed_by").unwrap();
    resumed.clear_box();
    key(&mut resumed, "HT04\n");
    assert_eq!(seen(&resumed).0, "HT04");
}

#[test]
fn a_saved_sheet_is_opened_to_be_corrected_and_saved_the_same() {
    let mut f = keyed();
    f.go_to("weight").unwrap();
    key(&mut f, "200\n\n");
    let sheet = ready(&mut f);
    let mut head = sheet.head.clone();
    head.serial = "OLD/7".into();
    let mut again = Filling::of_sheet(
        form(),
        around(),
        &head,
        &sheet.values,
        &sheet.overrides,
        &sheet.query,
    );
    let saved = ready(&mut again);
    assert_eq!(
        (saved.values, saved.overrides),
        (sheet.values, sheet.overrides)
    );
    assert_eq!(saved.head, head);
}

#[test]
fn a_newcomer_form_is_keyed_with_no_line_of_rust() {
    let text = r#"
id = "sleep"
version = 3
title = "Sleep diary"
role = "other"
key = "z"
serial_prefix = "SL"
[[field]]
key = "hours"
box = "1"
label = "Hours slept"
kind = "number"
required = "or_missing"
min = 0
max = 9
auto_advance = true
[[field]]
key = "woke"
box = "2"
label = "Woke in the night"
kind = "yes_no"
shown_when = "hours > 0"
[[field]]
key = "bad"
label = "Bad night"
kind = "computed"
compute = "hours < 5 or woke"
"#;
    let (registry, findings) =
        crate::forms::Registry::load(&[("sleep/3.toml".to_owned(), text.to_owned())]);
    assert_eq!(findings, vec![]);
    let mut f = Filling::new(registry.by_key('z').unwrap(), around());
    key(&mut f, "12\nt\n3\n7n");
    assert_eq!(f.next(), vec![Event::Filled]);
    let sheet = ready(&mut f);
    assert_eq!(
        sheet.to_json(),
        serde_json::json!({
            "sheet": "SL-000012", "form": "sleep", "version": 3, "completed_on": "2012-06-14",
            "completed_by": "HT03", "values": {"hours": 7, "woke": false, "bad": false}
        })
    );
}

#[test]
fn down_leaves_a_box_open_for_later_and_enter_at_the_end_comes_back_to_it() {
    let mut f = begun();
    key(&mut f, "\n");
    assert_eq!(at(&f), "attendance");
    f.down();
    assert_eq!((at(&f), f.open_boxes()), ("minutes", 2));
    f.last();
    f.next();
    assert_eq!(at(&f), "attendance");
}

#[test]
fn the_serial_of_another_form_is_asked_about() {
    let mut f = filling();
    let events = key(&mut f, "s12\n");
    assert!(
        matches!(events.last(), Some(Event::SoftAsked(q)) if q.check == "serial_prefix"),
        "{events:?}"
    );
    key(&mut f, "\n");
    assert_eq!(at(&f), "completed_on");
}

#[test]
fn what_is_learnt_of_the_client_changes_what_is_asked() {
    let text = crate::forms::specimen::FORM.replacen(
        "label = \"Time\"",
        "label = \"Time\"\nshown_when = \"client.gender = 'F'\"",
        1,
    );
    let registry = registry_of(&[("visit/1.toml", &text)]);
    let mut f = Filling::new(registry.latest("visit").unwrap(), around());
    key(&mut f, "1\n140612ht3\nc12\n120612");
    assert_eq!(at(&f), "attendance");
    let mut known = Facts::default();
    known.set("client.gender", Value::Code("F".into()));
    f.know(known);
    f.previous();
    assert_eq!(at(&f), "time");
}

#[test]
fn ditto_of_an_earlier_sheet_stands_in_full_and_says_which_sheet() {
    let mut f = begun();
    f.ditto_from("14", false);
    let seen = f.focused();
    assert_eq!(
        (seen.text, seen.source),
        ("14:00", "as on the sheet before")
    );
    f.ditto_from("1530", true);
    let seen = f.focused();
    assert_eq!(
        (seen.text, seen.source),
        ("15:30", "as on the client’s last sheet")
    );
    f.next();
    assert_eq!((f.view(5).text, f.view(5).source), ("15:30", ""));
}

#[test]
fn a_blank_box_that_must_have_an_answer_is_not_told_of_a_mark() {
    use crate::forms::Event;
    let said = |events: Vec<Event>| match events.into_iter().next() {
        Some(Event::Hard(finding)) => finding.sentence,
        other => panic!("{other:?}"),
    };
    let session = crate::forms::Registry::shipped().latest("session").unwrap();
    let mut f = Filling::new(session, around());
    f.go_to("time").unwrap();
    let blank = f.fault_of(f.focus()).unwrap().sentence;
    assert!(blank.contains("must have an answer.") && !blank.contains("mark"));
    assert!(
        said(f.mark_missing(crate::domain::value::Missing::NotAsked))
            .contains("a mark is not enough")
    );
}

#[test]
fn what_follows_from_her_history_stays_in_the_box_under_the_caret_after_a_crash() {
    use crate::domain::value::Value;
    let assessment = crate::forms::Registry::shipped()
        .latest("assessment")
        .unwrap();
    let mut known = around();
    known.known.set("history.has_pre", Value::YesNo(false));
    let mut f = Filling::new(assessment.clone(), known.clone());
    f.go_to("stage").unwrap();
    assert_eq!((f.focused().text, f.caret()), ("PRE", 3));
    let mut again = Filling::resume(assessment, around(), &f.draft(nobodys_draft()));
    again.know(known.known);
    assert_eq!(
        (at(&again), again.focused().text, again.caret()),
        ("stage", "PRE", 3)
    );
}
