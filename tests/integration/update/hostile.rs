//! Hostile text, huge pastes, and clocks that jump.

use super::people;
use super::seat::Seat;
use caseload::keymap::Key;
use caseload::model::Message;
use std::time::{Duration, Instant};

/// Control characters, an escape sequence, marks that turn text round or hide it, a pile of accents.
const HOSTILE: &[&str] = &[
    "a\u{7}b",
    "a\u{1b}[2Jb",
    "a\u{202e}b",
    "a\u{200b}b",
    "a\u{feff}b",
    "a\u{0}b",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}b",
];

#[test]
fn hostile_text_pasted_into_a_box_is_refused_whole_with_a_sentence() {
    for text in HOSTILE {
        let mut seat = Seat::session();
        seat.keys("<ctrl-g>15<enter>").paste(text);
        assert_eq!(seat.text("next_action"), "", "{text:?}");
        assert!(
            seat.notice().ends_with("Type the text by hand."),
            "{text:?}: {}",
            seat.notice()
        );
    }
}

#[test]
fn hostile_text_pasted_into_any_other_box_is_refused_too() {
    for (keys, text) in ["", "<ctrl-k>s", "<f4>"]
        .iter()
        .flat_map(|keys| HOSTILE.iter().map(move |text| (keys, text)))
    {
        let mut seat = Seat::open();
        seat.keys(keys).paste(text);
        assert!(
            seat.notice().ends_with("Type the text by hand."),
            "{keys}{text:?}: {}",
            seat.notice()
        );
    }
    let mut seat = Seat::session();
    seat.keys("<ctrl-r>").paste(HOSTILE[1]);
    assert!(seat.prompt().line.is_empty());
}

#[test]
fn characters_that_no_text_holds_are_not_typed() {
    let mut seat = Seat::session();
    seat.keys("<ctrl-g>15<enter>");
    for c in ['\u{200b}', '\u{e000}', '\u{fe0f}', '\u{ad}'] {
        let Some(key) = Key::typing(c) else { continue };
        seat.press(key);
        assert_eq!(
            (seat.text("next_action"), seat.notice()),
            ("", "That character cannot be kept; nothing was typed."),
            "{c:?}"
        );
    }
}

#[test]
fn line_breaks_pasted_are_blanks_in_a_line_and_lines_in_notes_and_never_press_enter() {
    let mut seat = Seat::open();
    seat.paste("smith\r\ndale\n");
    assert_eq!(
        (seat.home_find().query.text(), seat.top()),
        ("smith  dale", "home")
    );
    let mut seat = Seat::session();
    seat.keys("<ctrl-g>15<enter>").paste("one\r\ntwo");
    assert_eq!(seat.text("next_action"), "one\ntwo");
}

/// A net for a desk that hangs, not a measurement: who works through a huge text letter by letter takes longer than this.
const HANGS: Duration = Duration::from_secs(5);

#[test]
fn ten_megabytes_pasted_are_refused_in_a_sentence_at_once() {
    let huge = "é\n".repeat(10 * 1024 * 1024 / 3);
    let places: [fn() -> Seat; 6] = [
        Seat::open,
        Seat::session,
        || reached("<ctrl-k>f"),
        || reached("<ctrl-k>sx123456<enter><ctrl-g>1<enter>"),
        || reached("<ctrl-k>sx123456<enter><ctrl-r>"),
        || reached("<f5>2"),
    ];
    for place in places {
        let mut seat = place();
        let before = seat.whole();
        let pasted = huge.clone();
        let started = Instant::now();
        seat.tell(Message::Pasted(pasted));
        let took = started.elapsed();
        assert!(seat.notice().contains("characters"), "{}", seat.notice());
        assert!(took < HANGS, "{took:?} in {}", seat.top());
        if seat.top() != "find" {
            assert_eq!(seat.whole(), before);
        }
    }
}

fn reached(keys: &str) -> Seat {
    let mut seat = Seat::open();
    seat.keys(keys);
    seat
}

#[test]
fn a_huge_paste_at_the_lock_is_refused_and_shown_nowhere() {
    let mut seat = Seat::locked();
    let started = Instant::now();
    seat.paste(&"x".repeat(10 * 1024 * 1024));
    assert!(started.elapsed() < HANGS);
    let caseload::model::State::Locked(lock) = &seat.model.state else {
        panic!("open")
    };
    assert!(
        lock.passphrase.is_empty()
            && lock
                .refusal
                .as_deref()
                .is_some_and(|why| why.contains("nothing was pasted"))
    );
}

#[test]
fn a_paste_ends_a_pair_of_keys_that_was_begun() {
    let mut seat = Seat::open();
    seat.keys("<ctrl-x>").paste("smith").keys("t");
    assert_eq!(
        (seat.home_find().query.text(), seat.top()),
        ("smitht", "home")
    );
}

#[test]
fn a_pair_of_keys_that_means_nothing_types_nothing() {
    let mut seat = Seat::session();
    seat.keys("<ctrl-g>15<enter><ctrl-x>j");
    assert_eq!(
        (seat.text("next_action"), seat.notice()),
        ("", "These two keys do nothing here.")
    );
}

#[test]
fn a_find_box_takes_no_more_than_fits_however_often_one_pastes() {
    let mut seat = Seat::open();
    for _ in 0..5 {
        seat.paste(&"smith ".repeat(20));
    }
    assert!(seat.home_find().query.text().chars().count() <= 200);
    assert!(seat.notice().contains("nothing was pasted"));
}

#[test]
fn a_clock_that_jumps_back_harms_nothing() {
    let mut seat = Seat::session();
    seat.keys("1206121<enter>");
    let back = people::day("1999-12-31")
        .and_hms_opt(23, 59, 59)
        .expect("a time");
    seat.tell(Message::Ticked(back.and_utc(), back));
    assert_eq!(seat.desk().desk.today(), people::day("1999-12-31"));
    seat.keys("14<enter>4515n?190612<tab><enter><enter>");
    assert_eq!(seat.keyed(), ["S-000021"]);
    seat.keys("<f5><esc><ctrl-x>d<esc>x123456<enter>");
    assert_eq!(seat.top(), "card");
}
