//! Typing ahead: nothing is lost, nothing overtakes.

use super::anything::words;
use super::people::SMITH;
use super::seat::{SESSION, Seat};
use super::world::{PASSPHRASE, World};
use caseload::model::{Effect, Message, State};
use proptest::prelude::*;

#[test]
fn what_is_typed_while_the_store_opens_is_played_to_the_desk_in_order() {
    let mut seat = Seat::locked();
    seat.late = true;
    seat.keys(&format!("{PASSPHRASE}<enter>smy"))
        .paste("th")
        .keys("e<backspace>");
    assert!(seat.is_locked());
    seat.answer_all();
    assert_eq!(seat.home_find().query.text(), "smyth");
}

#[test]
fn what_is_typed_behind_a_wrong_passphrase_is_not_played() {
    let mut seat = Seat::locked();
    seat.late = true;
    seat.keys("wrong<enter>smith<enter>");
    seat.answer_all();
    let State::Locked(lock) = &seat.model.state else {
        panic!("it opened")
    };
    assert_eq!(
        (lock.passphrase.text(), lock.user.text(), lock.waiting),
        ("", "jofficer", false)
    );
    assert!(
        lock.refusal
            .as_deref()
            .is_some_and(|why| why.contains("passphrase"))
    );
}

#[test]
fn a_key_that_locks_typed_while_the_store_opens_locks_before_what_follows() {
    let mut seat = Seat::locked();
    seat.late = true;
    seat.keys(&format!("{PASSPHRASE}<enter>smith<ctrl-l>abc"));
    seat.answer_all();
    let State::Locked(lock) = &seat.model.state else {
        panic!("it is open")
    };
    assert_eq!(
        lock.passphrase.text(),
        "abc",
        "what is typed after the lock is typed into the lock"
    );
}

#[test]
fn enter_on_a_name_that_is_not_found_yet_waits_for_it() {
    let mut seat = Seat::open();
    seat.late = true;
    seat.keys("x123456<enter>");
    assert_eq!(seat.top(), "home");
    seat.answer_all();
    assert_eq!(seat.card().client, SMITH);
}

#[test]
fn down_into_a_list_that_is_not_there_yet_waits_for_it() {
    let mut seat = Seat::open();
    seat.late = true;
    seat.keys("x123456<down><enter>");
    seat.answer_all();
    assert_eq!(seat.card().client, SMITH);
}

#[test]
fn a_whole_sheet_may_be_typed_before_the_first_answer_comes() {
    let mut seat = Seat::open();
    seat.late = true;
    seat.keys(&format!("<ctrl-k>sx123456<enter>{SESSION}<enter>smyth"));
    seat.answer_all();
    assert_eq!(seat.keyed(), ["S-000021"]);
    assert_eq!(seat.home_find().query.text(), "smyth");
    assert!(seat.says_saved());
}

#[test]
fn keys_typed_while_a_sheet_is_saved_go_to_what_comes_after_it() {
    let mut seat = Seat::session();
    seat.keys(SESSION);
    seat.late = true;
    seat.keys("<enter>wood<enter>k");
    assert_eq!(seat.top(), "keying", "the sheet stays until it is saved");
    seat.answer_all();
    assert_eq!(seat.layers(), ["home", "card", "forms"]);
    assert_eq!(seat.keyed().len(), 1);
}

#[test]
fn keys_typed_behind_a_save_that_fails_are_typed_into_the_sheet() {
    let mut seat = Seat::session();
    seat.keys(SESSION);
    seat.world.refuses_records = Some("the disk is full.".to_owned());
    seat.late = true;
    seat.keys("<enter>later");
    seat.answer_all();
    assert_eq!(seat.text("next_action"), "later");
}

#[test]
fn a_question_that_cannot_be_answered_lets_the_keys_go_on() {
    let mut seat = Seat::open();
    seat.world.refuses_questions = Some("The store cannot be read.".to_owned());
    seat.keys("smith<enter>");
    assert_eq!(seat.top(), "home");
    seat.world.refuses_questions = None;
    seat.keys("<ctrl-w>x123456<enter>");
    assert_eq!(
        seat.card().client,
        SMITH,
        "nothing is remembered of the Enter before"
    );
}

#[test]
fn a_card_that_cannot_be_read_is_taken_away_again() {
    let mut seat = Seat::open();
    seat.keys("x123456");
    seat.world.refuses_questions = Some("The store cannot be read.".to_owned());
    seat.keys("<enter>");
    assert_eq!(seat.layers(), ["home"]);
    assert_eq!(seat.notice(), "The store cannot be read.");
}

#[test]
fn a_failure_of_something_else_does_not_release_keys_that_wait_for_a_save() {
    let mut seat = Seat::session();
    seat.keys(SESSION);
    seat.late = true;
    seat.keys("<enter>wood");
    seat.tell(Message::Failed(
        None,
        "The overview cannot be read.".to_owned(),
    ));
    assert_eq!(seat.text("next_action"), "");
    seat.answer_all();
    assert_eq!(seat.home_find().query.text(), "wood");
}

#[test]
fn a_sheet_of_whose_client_nothing_can_be_read_is_laid_out_all_the_same() {
    let mut seat = Seat::open();
    seat.keys("<ctrl-k>sx123456");
    seat.world.refuses_questions = Some("The store cannot be read.".to_owned());
    seat.keys("<enter>");
    seat.world.refuses_questions = None;
    assert_eq!(
        (seat.text("sheet"), seat.text("client")),
        ("S-000021", "X123456")
    );
    seat.keys(SESSION).keys("<enter>");
    assert_eq!(seat.keyed(), ["S-000021"]);
}

#[test]
fn a_sheet_parked_and_taken_up_again_at_once_has_every_key() {
    let mut seat = Seat::session();
    seat.late = true;
    seat.keys("1206121<enter>14<esc><ctrl-r>");
    assert_eq!(seat.text("time"), "14", "without any answer");
    seat.answer_all();
    assert_eq!((seat.at(), seat.text("time")), ("time", "14"));
}

#[test]
fn enter_on_the_list_of_wrong_sheets_waits_until_they_are_looked_over_and_leaving_it_does_not() {
    let mut seat = Seat::open();
    seat.late = true;
    seat.keys("<ctrl-x>m<down><enter>");
    assert_eq!(seat.top(), "list");
    seat.answer_all();
    assert_eq!(seat.top(), "keying", "the second line is opened");
    let mut seat = Seat::open();
    seat.late = true;
    seat.keys("<ctrl-x>m<esc>");
    assert_eq!(seat.top(), "home");
}

/// Plays words with so many answers given after each key.
fn played(words: &[&str], answers: &[u8]) -> String {
    let mut seat = Seat::open_before(World::new());
    seat.late = !answers.is_empty();
    let mut pauses = answers.iter().cycle();
    for word in words {
        for key in caseload::keymap::notation::read(word).expect("keys") {
            if seat.is_locked() {
                break;
            }
            seat.press(key);
            for _ in 0..pauses.next().copied().unwrap_or(0) {
                seat.answer_one();
            }
        }
    }
    seat.answer_all();
    if seat.is_locked() {
        // What was typed ahead of it stands in the lock; here nothing is typed any more once it is seen.
        return "locked".to_owned();
    }
    seat.whole()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]
    #[test]
    fn any_delay_of_the_answers_ends_as_if_they_came_at_once(
        words in proptest::collection::vec(words(), 1..14),
        answers in proptest::collection::vec(0..3_u8, 1..8),
    ) {
        prop_assert_eq!(played(&words, &[]), played(&words, &answers));
    }
}

#[test]
fn a_store_that_does_not_answer_holds_nobody_at_the_desk() {
    for (key, leaves) in [("<ctrl-q>", Effect::Quit), ("<ctrl-l>", Effect::Lock)] {
        let mut seat = Seat::session();
        seat.keys(super::seat::SESSION);
        seat.late = true;
        seat.keys("<enter>xy");
        seat.keys(key);
        assert!(!seat.wished.contains(&leaves), "keys wait for the answer");
        seat.tell(Message::StoreStalled);
        assert!(seat.notice().contains("not answered"), "{}", seat.notice());
        seat.keys(key);
        assert!(seat.notice().contains("3 keys"), "{}", seat.notice());
        assert!(!seat.wished.contains(&leaves), "it is asked once");
        seat.keys(key);
        assert!(seat.wished.contains(&leaves));
    }
}

#[test]
fn a_store_that_answers_after_all_plays_what_was_typed() {
    let mut seat = Seat::session();
    seat.keys(super::seat::SESSION);
    seat.late = true;
    seat.keys("<enter>");
    seat.tell(Message::StoreStalled);
    seat.keys("<ctrl-q>kha");
    seat.answer_all();
    assert_eq!(seat.top(), "home");
    assert_eq!(seat.home_find().query.text(), "kha");
    seat.keys("<ctrl-l>");
    assert!(seat.is_locked(), "one press is enough again");
}
