//! Boxes that cannot be read are questions to the trainer.

use super::*;
use crate::domain::question::{Doubt, turn};

const TIME: &str = "[time] illegible";

fn marked() -> Filling {
    let mut f = begun();
    let events = f.mark_missing(Missing::Illegible);
    let asked = |event: &Event| matches!(event, Event::TrainerAsked(name) if name.contains("Time"));
    assert!(events.iter().any(asked), "{events:?}");
    assert_eq!(f.query(), TIME);
    f
}

#[test]
fn a_mark_asks_and_what_takes_the_mark_away_takes_the_question_away() {
    let mut f = marked();
    f.undo();
    assert_eq!(f.query(), "");
    f.redo();
    assert_eq!(f.query(), TIME);
    f.go_to("time").unwrap();
    assert_eq!(at(&f), "time");
    key(&mut f, "1430\n");
    assert_eq!(f.query(), "", "it is read after all");
    f.go_to("time").unwrap();
    for reason in [Missing::Declined, Missing::Illegible, Missing::NotAsked] {
        f.mark_missing(reason);
        let asks = reason == Missing::Illegible;
        assert_eq!(f.query(), if asks { TIME } else { "" }, "{reason:?}");
        f.go_to("time").unwrap();
    }
}

#[test]
fn a_box_that_must_have_an_answer_is_asked_about_until_it_has_one() {
    let mut f = begun();
    f.go_to("attendance").unwrap();
    let events = f.mark_missing(Missing::Illegible);
    assert!(
        matches!(events.as_slice(), [Event::Hard(_), Event::TrainerAsked(_)]),
        "{events:?}"
    );
    assert_eq!(
        (at(&f), f.query()),
        ("attendance", "[attendance] illegible")
    );
    f.mark_missing(Missing::Declined);
    assert_eq!(f.query(), "[attendance] illegible");
    key(&mut f, "5\n");
    assert_eq!(f.query(), "");
}

#[test]
fn what_is_typed_answers_no_question_that_she_asked_herself() {
    let mut f = begun();
    f.set_query("[time] missing\n[attendance] contradictory")
        .unwrap();
    key(&mut f, "1430\n5\n");
    assert_eq!(f.query(), "[time] missing\n[attendance] contradictory");
}

#[test]
fn a_question_that_she_took_back_stays_away_and_her_own_words_stay() {
    let mut f = marked();
    let (without, asks) = turn(f.query(), "time", Doubt::Illegible);
    assert!(!asks);
    f.set_query(&without).unwrap();
    f.set_query("Whose hand is it?").unwrap();
    key(&mut f, "5\n");
    assert_eq!(f.query(), "Whose hand is it?");
    f.go_to("time").unwrap();
    f.clear_box();
    assert_eq!(f.query(), "Whose hand is it?");
}

#[test]
fn a_box_that_a_skip_empties_is_not_asked_about() {
    let mut f = begun();
    f.go_to("goal_1_issue").unwrap();
    key(&mut f, "5\n");
    f.go_to("goal_1_by").unwrap();
    f.mark_missing(Missing::Illegible);
    assert_eq!(f.query(), "[goal_1_by] illegible");
    f.go_to("goal_1_issue").unwrap();
    key(&mut f, "3\n");
    assert_eq!(f.query(), "", "it is hidden");
    f.undo();
    assert_eq!(f.query(), "[goal_1_by] illegible");
}

#[test]
fn the_question_is_kept_with_the_half_keyed_sheet_and_asked_once() {
    let f = marked();
    let draft = f.draft(nobodys_draft());
    let again = Filling::resume(form(), around(), &draft);
    assert_eq!(again.query(), TIME);
}

#[test]
fn a_correction_that_reads_the_box_closes_the_question() {
    let mut f = marked();
    f.correct("time", Some(&Value::Missing(Missing::Illegible)));
    assert_eq!(f.query(), TIME);
    f.correct("time", None);
    assert_eq!(f.query(), "");
}
