//! What a day brings: wrong keys, hostile paste, a window of no size, a second instance.

use super::terminal::{Desk, Service};

#[test]
fn a_second_instance_is_told_why_it_cannot_open() {
    let service = Service::empty();
    let first = Desk::open(&service);
    let out = service.command(&["referrals"]).output().unwrap();
    assert_eq!(out.status.code(), Some(5));
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(said.contains("open"), "{said}");
    first.kill();
}

#[test]
fn pasted_control_characters_are_refused_and_the_screen_stays_whole() {
    let service = Service::empty();
    let mut desk = Desk::open(&service);
    desk.paste("smith\x1b]0;owned\x07\u{202e}evil");
    let screen = desk.wait_until("a refusal", |screen| screen.contains("control character"));
    assert!(!screen.contains("evil"), "{screen}");
    desk.keys("after");
    desk.wait_for("after");
    desk.kill();
}

#[test]
fn a_window_shrunk_to_nothing_and_back_loses_nothing() {
    let service = Service::empty();
    let mut desk = Desk::open(&service);
    desk.keys("zephaniah");
    desk.wait_for("zephaniah");
    for (rows, cols) in [(1, 1), (2, 3), (5, 10), (24, 80)] {
        desk.resize(rows, cols);
        std::thread::sleep(std::time::Duration::from_millis(30));
    }
    desk.wait_for("zephaniah");
    desk.keys("x");
    desk.wait_for("zephaniahx");
    desk.kill();
}

#[test]
fn ten_thousand_keys_in_one_burst_all_arrive_in_order() {
    let service = Service::empty();
    let mut desk = Desk::open(&service);
    // The find box holds 200 characters; each round types as many, then empties it.
    let digits: String = (0..190)
        .map(|n| char::from(b'a' + (n % 26) as u8))
        .collect();
    for _ in 0..52 {
        desk.keys(&digits);
        desk.bytes(b"\x02");
    }
    desk.keys("the end");
    desk.wait_for("the end");
    desk.kill();
}
