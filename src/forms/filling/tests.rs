//! Filling a sheet, key by key.

use super::*;
use crate::domain::value::{Missing, Number};
use crate::forms::entry::read_box;
use crate::forms::finding::Severity;
use crate::forms::specimen::{around, at, filling, form, key, nobodys_draft, registry_of, today};
use chrono::NaiveDate;
use proptest::prelude::*;

/// Keys the head and the first two boxes: the caret stands in `time`.
fn begun() -> Filling {
    let mut f = filling();
    key(&mut f, "1\n140612ht3\nc12\n120612");
    assert_eq!(at(&f), "time");
    f
}

/// Keys everything that must be there: the caret stands in `notes`.
fn keyed() -> Filling {
    let mut f = begun();
    key(&mut f, "\n5\n\n\n\n.\n\n\n\n\n\n\n\n");
    assert_eq!(at(&f), "notes");
    f
}

fn ready(f: &mut Filling) -> crate::domain::sheet::FilledSheet {
    match f.finish() {
        Finish::Ready(sheet) => *sheet,
        other => panic!("not ready: {other:?}"),
    }
}

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
fn a_typed_character_replaces_an_answer_she_came_back_to_but_adds_to_words() {
    let mut f = keyed();
    f.go_to("attendance").unwrap();
    key(&mut f, "3");
    assert_eq!(f.value("attendance"), Some(&Value::Code("3".into())));
    f.go_to("surname").unwrap();
    key(&mut f, "smith\n<");
    key(&mut f, "son\n");
    assert_eq!(f.value("surname"), Some(&Value::Text("Smithson".into())));
}

#[test]
fn a_relative_day_stands_in_the_box_as_the_day_it_meant() {
    let mut f = begun();
    f.go_to("date").unwrap();
    key(&mut f, "t-1\n");
    assert_eq!(f.view(4).text, "13/06/2012");
    assert_eq!(f.view(4).meaning, "Wednesday, yesterday");
}

#[test]
fn computed_boxes_follow_and_are_never_stopped_at() {
    let mut f = keyed();
    f.go_to("height").unwrap();
    key(&mut f, "5ft 9\n11st 4\n");
    assert_eq!(at(&f), "nhs");
    assert_eq!(f.value("bmi"), Some(&Value::Number(Number(23_400))));
    let band = f.view(f.form().position("bmi_band").unwrap());
    assert_eq!((band.text, band.meaning.as_str()), ("N", "healthy"));
    assert_eq!(
        f.view(f.form().position("weight").unwrap()).meaning,
        "71.7 kg"
    );
    assert!(f.go_to("bmi").is_err());
    key(&mut f, "<.");
    assert_eq!(f.value("bmi"), None);
}

#[test]
fn entries_of_a_group_appear_one_after_the_other() {
    let mut f = keyed();
    f.go_to("goal_1_issue").unwrap();
    assert!(f.go_to("goal_2_issue").is_err());
    key(&mut f, "5010712");
    assert_eq!(at(&f), "goal_2_issue");
    key(&mut f, "3");
    assert_eq!(at(&f), "goal_3_issue", "3 has no day");
    key(&mut f, "\n");
    assert_eq!(at(&f), "notes");
    f.jump_to_box("17.1a").unwrap();
    f.clear_box();
    f.next();
    assert_eq!(f.value("goal_2_issue"), None);
}

#[test]
fn hostile_text_is_refused_and_a_pasted_line_break_is_text() {
    let mut f = keyed();
    f.go_to("surname").unwrap();
    assert!(matches!(
        f.type_char('\u{1b}').as_slice(),
        [Event::Refused(_)]
    ));
    assert!(matches!(
        f.paste("Sm\u{202e}ith").as_slice(),
        [Event::Refused(_)]
    ));
    assert!(matches!(
        f.paste(&"x".repeat(10_000_000)).as_slice(),
        [Event::Refused(_)]
    ));
    assert_eq!(f.focused().text, "");
    f.paste("Smith\r\nJones\n");
    assert_eq!(f.focused().text, "Smith Jones");
    f.last();
    f.paste("one\r\ntwo");
    assert_eq!(f.focused().text, "one\ntwo");
}

#[test]
fn a_box_takes_no_more_than_its_length() {
    let mut f = keyed();
    f.go_to("surname").unwrap();
    key(&mut f, &"a".repeat(35));
    assert!(matches!(f.type_char('a').as_slice(), [Event::Refused(_)]));
    assert_eq!(f.focused().text.len(), 35);
}

#[test]
fn the_caret_moves_by_whole_letters_and_edits_within() {
    let mut f = keyed();
    f.go_to("surname").unwrap();
    key(&mut f, "Lukasz");
    f.paste("e\u{301}");
    f.backspace();
    assert_eq!(f.focused().text, "Lukasz");
    f.start();
    f.delete();
    f.type_char('Ł');
    assert_eq!((f.focused().text, f.caret()), ("Łukasz", 1));
    f.end();
    key(&mut f, " van der");
    f.delete_word();
    assert_eq!(f.focused().text, "Łukasz van ");
    f.left();
    f.right();
    assert_eq!(f.caret(), 11);
    f.word_left();
    assert_eq!(f.caret(), 7);
    f.word_left();
    f.word_right();
    assert_eq!(f.caret(), 7);
}

#[test]
fn undo_takes_back_all_typing_step_by_step_and_redo_brings_it_again() {
    let mut f = keyed();
    let mut steps = 0;
    while !matches!(f.undo().as_slice(), [Event::Refused(_)]) {
        steps += 1;
    }
    assert!(steps >= 7, "{steps}");
    assert!(!f.keyed_anything());
    for _ in 0..steps {
        f.redo();
    }
    assert!(matches!(f.redo().as_slice(), [Event::Refused(_)]));
    assert!(matches!(f.finish(), Finish::Ready(_)));
}

#[test]
fn codes_are_taken_from_the_list_and_one_that_stands_alone_does() {
    let mut f = keyed();
    f.go_to("disability").unwrap();
    f.toggle_code("05");
    f.toggle_code("02");
    assert_eq!(f.focused().text, "02 05");
    f.toggle_code("NN");
    assert_eq!(f.focused().text, "NN");
    f.clear_box();
    assert!(matches!(
        key(&mut f, "02 nn\n").as_slice(),
        [Event::Hard(_)]
    ));
    f.clear_box();
    key(&mut f, "0502\n");
    assert_eq!(
        f.value("disability"),
        Some(&Value::Codes(vec!["02".into(), "05".into()]))
    );
    f.go_to("attendance").unwrap();
    f.choose_code("4");
    assert_eq!(at(&f), "cancelled_on");
}

#[test]
fn a_code_may_be_given_by_the_start_of_its_meaning() {
    let mut f = begun();
    key(&mut f, "\ndid\n");
    assert_eq!(f.value("attendance"), Some(&Value::Code("3".into())));
    f.go_to("attendance").unwrap();
    let events = key(&mut f, "canc\n");
    assert!(
        matches!(events.last(), Some(Event::Hard(h)) if h.sentence.contains("4 cancelled by us")),
        "{events:?}"
    );
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

/// Any key that the desk might pass on.
#[derive(Debug, Clone)]
enum Press {
    Type(char),
    Mark(usize),
    Do(u8),
    Paste(String),
    Jump(u8),
}

fn press() -> impl Strategy<Value = Press> {
    prop_oneof![
        6 => "[0-9a-z /'.]".prop_map(|s| Press::Type(s.chars().next().unwrap_or('x'))),
        1 => any::<char>().prop_map(Press::Type),
        1 => (0_usize..4).prop_map(Press::Mark),
        6 => (0_u8..20).prop_map(Press::Do),
        1 => "\\PC{0,6}".prop_map(Press::Paste),
        2 => any::<u8>().prop_map(Press::Jump),
    ]
}

fn do_press(f: &mut Filling, press: &Press) {
    match press {
        Press::Type(c) => f.type_char(*c),
        Press::Mark(n) => f.mark_missing(Missing::ALL[*n]),
        Press::Paste(text) => f.paste(text),
        Press::Jump(n) => {
            let keys = f.form().fields.iter().map(|field| field.key.clone());
            let keys: Vec<_> = keys.collect();
            f.go_to(&keys[usize::from(*n) % keys.len()])
                .unwrap_or_default()
        }
        Press::Do(n) => match n {
            0 => f.backspace(),
            1 => f.delete(),
            2 => f.delete_word(),
            3 => f.clear_box(),
            4 => f.left(),
            5 => f.right(),
            6 => f.start(),
            7 => f.end(),
            8 => f.previous(),
            9 => f.undo(),
            10 => f.redo(),
            11 => f.first(),
            12 => f.last(),
            13 => f.next_page(),
            14 => f.accept_soft("so it says"),
            15 => f.toggle_code("02"),
            16 => f.ditto("5"),
            _ => f.next(),
        },
    };
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is pressed: no panic, the caret stands in a box that is asked, the changes make the very draft, and a
    /// draft is resumed exactly; what finishes is read back as the same sheet.
    #[test]
    fn any_keys_leave_a_sheet_whole(presses in prop::collection::vec(press(), 0..120)) {
        let mut f = keyed();
        f.changes();
        let mut kept = f.draft(nobodys_draft());
        for (n, press) in presses.iter().enumerate() {
            do_press(&mut f, press);
            prop_assert!(f.may_focus(f.focus), "{press:?}");
            prop_assert!(f.caret <= f.text_length(), "{press:?}");
            for change in f.changes() {
                kept = kept.after(change, chrono::DateTime::UNIX_EPOCH).unwrap();
            }
            if n % 8 != 0 { continue; }
            let draft = f.draft(nobodys_draft());
            let resumed = Filling::resume(form(), around(), &kept);
            prop_assert_eq!((&kept.focus, kept.caret), (&draft.focus, draft.caret));
            for (key, kept_box) in &draft.boxes {
                prop_assert!(kept.boxes.get(key) == Some(kept_box), "{} {:?}", key, press);
            }
            prop_assert_eq!((resumed.focus, resumed.caret), (f.focus, f.caret));
        }
        if let Finish::Ready(sheet) = f.finish() {
            let taken = crate::forms::import::read_sheet(
                &sheet.to_json(), crate::forms::specimen::registry(), &|_, _| around());
            prop_assert_eq!(taken.map(|t| t.sheet.to_json()), Ok(sheet.to_json()));
        }
    }

    /// Undoing everything and doing it again ends where it began.
    #[test]
    fn undo_then_redo_is_nothing(presses in prop::collection::vec(press(), 0..60)) {
        let mut f = filling();
        for press in &presses {
            do_press(&mut f, press);
        }
        f.history.close();
        let texts = |f: &Filling| -> Vec<_> {
            f.slots.iter().map(|s| (s.value.clone().map(|v| v.to_json()), s.shown)).collect()
        };
        for _ in 0..3 { f.redo(); }
        // What is typed and not left has not been read yet.
        for i in 0..f.slots.len() { f.read(i); }
        f.recalculate(false);
        let before = texts(&f);
        let mut steps = 0;
        while !matches!(f.undo().as_slice(), [Event::Refused(_)]) { steps += 1; }
        for _ in 0..steps { f.redo(); }
        prop_assert_eq!(texts(&f), before);
    }
}

#[test]
fn nothing_of_what_is_typed_is_printed_by_debug() {
    let mut f = keyed();
    f.go_to("surname").unwrap();
    key(&mut f, "Smith\n");
    assert!(!format!("{f:?}{:?}", f.finish()).contains("Smith"));
    assert_eq!(f.around().today, today());
    assert!(read_box(&f.form().fields[1], "rubbish", f.around()).is_err());
    assert_eq!(Severity::Soft.name(), "soft");
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
