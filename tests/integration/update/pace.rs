//! The quiet line that says a break is due.

use super::people;
use super::seat::Seat;
use caseload::model::Message;
use chrono::TimeDelta;

/// Lets a minute go by, and types a letter or not.
fn minute(seat: &mut Seat, at: i64, types: bool) {
    let by = TimeDelta::minutes(at);
    seat.tell(Message::Ticked(people::now() + by, people::local() + by));
    if types {
        seat.keys("s<backspace>");
    }
}

fn told(seat: &Seat) -> bool {
    seat.desk()
        .desk
        .notice
        .as_ref()
        .is_some_and(|n| n.text.contains("short break"))
}

#[test]
fn after_fifty_minutes_at_the_keys_one_line_says_so_once() {
    let mut seat = Seat::open();
    let mut times = 0;
    for at in 0..70 {
        minute(&mut seat, at, false);
        times += i32::from(told(&seat));
        assert!(!told(&seat) || at >= 50, "at {at}");
        seat.keys("s<backspace>");
    }
    assert_eq!(times, 1);
    assert_eq!(seat.layers(), ["home"], "nothing is asked");
}

#[test]
fn a_pause_begins_a_new_stretch() {
    let mut seat = Seat::open();
    for at in (0..45).chain(51..95) {
        minute(&mut seat, at, true);
        assert!(!told(&seat), "at {at}");
    }
}

#[test]
fn it_can_be_switched_off() {
    let mut seat = Seat::open();
    if let caseload::model::State::Open(open) = &mut seat.model.state {
        open.desk.comfort.break_after = 0;
    }
    for at in 0..70 {
        minute(&mut seat, at, false);
        assert!(!told(&seat), "at {at}");
        seat.keys("s<backspace>");
    }
}
