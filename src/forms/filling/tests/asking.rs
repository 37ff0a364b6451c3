//! What stops her, what asks once, and what a skip empties.

use super::*;

#[test]
fn a_hard_fault_holds_enter_but_not_up_and_cannot_be_saved() {
    let mut f = begun();
    let events = key(&mut f, "25:00\n");
    assert!(matches!(events.last(), Some(Event::Hard(_))), "{events:?}");
    assert_eq!(at(&f), "time");
    f.previous();
    assert_eq!(at(&f), "date");
    let Finish::Blocked { findings } = f.finish() else {
        panic!("saved a sheet with a fault")
    };
    assert_eq!(findings[0].field, "time");
    assert_eq!(at(&f), "time");
}

#[test]
fn a_strict_form_holds_typed_rubbish_whatever_she_presses_but_lets_an_empty_box_go() {
    let text = crate::forms::specimen::FORM.replace("role =", "mode = \"strict\"\nrole =");
    let registry = registry_of(&[("visit/1.toml", &text)]);
    let mut f = Filling::new(registry.latest("visit").unwrap(), around());
    key(&mut f, "1\n140612ht3\nc12\n120612");
    key(&mut f, "25:00");
    assert!(matches!(f.previous().as_slice(), [Event::Hard(_)]));
    assert_eq!(at(&f), "time");
    f.clear_box();
    f.previous();
    assert_eq!(at(&f), "date");
}

#[test]
fn a_soft_question_is_asked_once_and_the_second_enter_keeps_it() {
    let mut f = begun();
    key(&mut f, "\n5\n");
    let asked = key(&mut f, "130\n");
    assert!(
        matches!(asked.last(), Some(Event::SoftAsked(_))),
        "{asked:?}"
    );
    assert_eq!(at(&f), "minutes");
    let passed = f.next();
    assert!(matches!(passed.first(), Some(Event::SoftPassed(_))));
    assert_eq!(at(&f), "height");
    key(&mut f, "<");
    key(&mut f, "\n");
    assert_eq!(at(&f), "height", "a passed question is not asked again");
    key(&mut f, "<125\n");
    assert_eq!(at(&f), "minutes", "a changed answer is asked about again");
}

#[test]
fn an_override_is_saved_with_its_reason_and_only_while_its_question_stands() {
    let mut f = keyed();
    f.go_to("minutes").unwrap();
    key(&mut f, "130\n");
    f.accept_soft("two sessions in one");
    assert_eq!(at(&f), "height");
    let sheet = ready(&mut f);
    assert_eq!(sheet.overrides.len(), 1);
    assert_eq!(sheet.overrides[0].check, "soft_range");
    assert_eq!(sheet.overrides[0].reason, "two sessions in one");
    f.go_to("minutes").unwrap();
    key(&mut f, "60\n");
    assert_eq!(ready(&mut f).overrides, vec![]);
}

#[test]
fn a_skip_empties_what_it_hides_says_so_and_undo_brings_it_back() {
    let mut f = begun();
    key(&mut f, "\n2100612\n");
    assert_eq!(at(&f), "minutes");
    f.go_to("attendance").unwrap();
    let events = key(&mut f, "5");
    assert_eq!(
        events[0],
        Event::SkipReset {
            boxes: vec!["5 Cancelled on".into()]
        }
    );
    assert_eq!(f.value("cancelled_on"), None);
    f.undo();
    assert_eq!(at(&f), "attendance");
    assert_eq!(
        f.value("cancelled_on"),
        Some(&Value::Date(NaiveDate::from_ymd_opt(2012, 6, 10).unwrap()))
    );
    f.redo();
    assert_eq!(f.value("cancelled_on"), None);
}

#[test]
fn a_check_over_two_boxes_is_asked_where_the_last_of_them_is_left() {
    let mut f = begun();
    let events = key(&mut f, "\n2130612");
    let Some(Event::SoftAsked(finding)) = events.last() else {
        panic!("{events:?}")
    };
    assert_eq!(finding.check, "cancelled_after");
    key(&mut f, "\n");
    assert_eq!(at(&f), "minutes");
    f.go_to("date").unwrap();
    let events = key(&mut f, "110612");
    assert!(
        matches!(events.last(), Some(Event::SoftAsked(q)) if q.field == "cancelled_on"),
        "{events:?}"
    );
}

#[test]
fn a_code_from_after_the_paper_is_asked_about() {
    let mut f = keyed();
    f.go_to("completed_on").unwrap();
    key(&mut f, "011010");
    f.go_to("disability").unwrap();
    let events = key(&mut f, "zz\n");
    assert!(
        matches!(events.last(), Some(Event::SoftAsked(q)) if q.check == "code_dates"),
        "{events:?}"
    );
}

#[test]
fn a_full_box_that_asks_takes_nothing_that_was_typed_ahead() {
    let form = crate::forms::Registry::shipped().latest("session").unwrap();
    let mut f = Filling::new(form, Around::on(today()));
    f.go_to("time").unwrap();
    // The hour is impossible: the box is full, held, and what follows was meant for the next one.
    let events = key(&mut f, "2500130");
    assert!(
        matches!(events.last(), Some(Event::Refused(_))),
        "{events:?}"
    );
    let is_hard = |event: &Event| matches!(event, Event::Refused(words) if words.contains("Backspace puts it right"));
    assert!(
        events.iter().any(is_hard),
        "Enter keeps nothing that is impossible"
    );
    assert_eq!((at(&f), f.focused().text), ("time", "2500"));
    f.backspace();
    f.backspace();
    f.backspace();
    f.backspace();
    key(&mut f, "1400");
    assert_ne!(at(&f), "time");
}

#[test]
fn a_session_later_today_that_was_attended_is_asked_about_once() {
    let at_ten = |time: &str, attended: &str| {
        let form = crate::forms::Registry::shipped().latest("session").unwrap();
        let around = Around {
            now: chrono::NaiveTime::from_hms_opt(10, 0, 0),
            ..Around::on(today())
        };
        let mut f = Filling::new(form, around);
        f.go_to("date").unwrap();
        key(&mut f, &format!("{}{time}", today().format("%d%m%y")));
        f.go_to("attendance").unwrap();
        let events = key(&mut f, &format!("{attended}\n"));
        events.iter().any(
            |event| matches!(event, Event::SoftAsked(finding) if finding.check == "later_today"),
        )
    };
    assert!(at_ten("1400", "5"));
    assert!(!at_ten("0930", "5"), "it is over");
    assert!(!at_ten("1400", "2"), "it was cancelled beforehand");
}

#[test]
fn a_session_at_night_is_asked_about_once() {
    let asked = |time: &str| {
        let form = crate::forms::Registry::shipped().latest("session").unwrap();
        let mut f = Filling::new(form, Around::on(today()));
        f.go_to("time").unwrap();
        let events = key(&mut f, &format!("{time}\n"));
        events
            .iter()
            .any(|event| matches!(event, Event::SoftAsked(finding) if finding.check == "hour"))
    };
    for (time, at_night) in [
        ("2.30", true),
        ("23", true),
        ("0000", true),
        ("2.30pm", false),
        ("0930", false),
    ] {
        assert_eq!(asked(time), at_night, "{time}");
    }
}
