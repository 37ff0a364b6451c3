//! What becomes of what is typed in a box.

use super::*;

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
fn nothing_of_what_is_typed_is_printed_by_debug() {
    let mut f = keyed();
    f.go_to("surname").unwrap();
    key(&mut f, "Smith\n");
    assert!(!format!("{f:?}{:?}", f.finish()).contains("Smith"));
    assert_eq!(f.around().today, today());
    assert!(read_box(&f.form().fields[1], "rubbish", f.around()).is_err());
    assert_eq!(Severity::Soft.name(), "soft");
}
