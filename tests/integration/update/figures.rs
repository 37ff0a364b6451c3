//! Her own figures at the desk: what is counted, when it is kept, what is shown.

use super::people;
use super::seat::{SESSION, Seat};
use caseload::domain::figures::Figures;
use caseload::model::{Effect, Layer, Message, State};
use chrono::TimeDelta;

fn seat() -> Seat {
    let mut seat = Seat::open();
    seat.tell(Message::FiguresRead(Box::default()));
    seat
}

fn goes_on(seat: &mut Seat, seconds: i64) {
    let by = TimeDelta::seconds(seconds);
    seat.tell(Message::Ticked(people::now() + by, people::local() + by));
}

fn figures(seat: &Seat) -> &Figures {
    &seat.desk().desk.figures.all
}

fn kept(seat: &Seat) -> usize {
    let keeps = |e: &&Effect| matches!(e, Effect::KeepFigures(_));
    seat.wished.iter().filter(keeps).count()
}

fn shown(seat: &Seat) -> Vec<Vec<String>> {
    match seat.desk().top() {
        Layer::List(list) => list.lines.iter().map(|l| l.cells.clone()).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn keys_on_sheets_are_counted_and_pauses_are_not() {
    let mut seat = seat();
    seat.keys("smyth<esc>");
    assert!(figures(&seat).is_empty(), "finding somebody is no keying");
    seat.keys("<ctrl-k>sX123456<enter>");
    goes_on(&mut seat, 10);
    seat.keys("12");
    goes_on(&mut seat, 30);
    seat.keys("06");
    // The telephone: six minutes.
    goes_on(&mut seat, 400);
    seat.keys("1");
    goes_on(&mut seat, 405);
    seat.keys("2");
    let today = figures(&seat).since(people::local().date());
    assert_eq!(today.keys, 6);
    // Ten seconds since the key that opened the sheet, twenty, then five.
    assert_eq!(today.seconds, 10 + 20 + 5);
}

#[test]
fn a_sheet_counts_once_it_is_saved_and_a_slip_where_a_check_refuses_it() {
    let mut seat = seat();
    seat.keys("<ctrl-k>sX123456<enter>");
    seat.keys(SESSION).keys("<enter>");
    assert!(seat.says_saved());
    let today = figures(&seat).since(people::local().date());
    assert_eq!((today.sheets, today.caught), (1, 0));
    seat.keys("<ctrl-k>sX123456<enter>9");
    seat.keys("9<enter>");
    let today = figures(&seat).since(people::local().date());
    assert_eq!((today.sheets, today.caught), (1, 1));
    assert_eq!(figures(&seat).by_box().len(), 1);
}

#[test]
fn a_second_reading_that_differs_has_caught_a_slip() {
    let mut seat = seat();
    seat.keys("<ctrl-k>fzzyzx dale<ctrl-n><ctrl-g>10<enter>");
    seat.keys("X140268");
    let today = |seat: &Seat| figures(seat).since(people::local().date()).caught;
    assert_eq!(today(&seat), 0, "to be asked again is no slip");
    seat.keys("X140286");
    assert_eq!(today(&seat), 1);
    let (place, _) = figures(&seat).by_box().swap_remove(0);
    assert_eq!(place, ("referral".to_owned(), "crn".to_owned()));
}

#[test]
fn they_are_kept_within_a_minute_and_when_she_locks_or_leaves() {
    for leave in ["<ctrl-l>", "<ctrl-q>"] {
        let mut seat = seat();
        seat.keys("<ctrl-k>sX123456<enter>12");
        goes_on(&mut seat, 30);
        assert_eq!(kept(&seat), 0);
        goes_on(&mut seat, 60);
        assert_eq!(kept(&seat), 1, "a crash loses at most the last minute");
        goes_on(&mut seat, 180);
        assert_eq!(kept(&seat), 1, "nothing new, nothing written");
        seat.keys("06");
        seat.keys(leave);
        assert_eq!(kept(&seat), 2);
        let at = |wanted: fn(&Effect) -> bool| seat.wished.iter().rposition(wanted);
        let figures = at(|e| matches!(e, Effect::KeepFigures(_)));
        let left = at(|e| matches!(e, Effect::Lock | Effect::Quit));
        assert!(figures < left, "kept while the store is open still");
    }
}

#[test]
fn nothing_is_written_before_what_was_kept_was_heard_and_both_are_added() {
    let mut seat = Seat::open();
    seat.keys("<ctrl-k>sX123456<enter>12");
    goes_on(&mut seat, 120);
    assert_eq!(kept(&seat), 0);
    let mut before = Figures::default();
    before.hour(people::local().date(), 8).keys = 100;
    seat.tell(Message::FiguresRead(Box::new(before)));
    goes_on(&mut seat, 121);
    assert_eq!(kept(&seat), 1);
    assert_eq!(figures(&seat).since(people::local().date()).keys, 102);
}

#[test]
fn one_screen_shows_them_and_she_can_wipe_them() {
    let mut seat = seat();
    seat.keys("<ctrl-k>sX123456<enter>");
    seat.keys(SESSION).keys("<enter>");
    seat.keys("<ctrl-x>i");
    let lines = shown(&seat);
    assert_eq!((lines[0][0].as_str(), lines[0][1].as_str()), ("Today", "1"));
    seat.keys("z");
    assert_eq!(seat.top(), "question");
    seat.keys("y");
    assert_eq!(shown(&seat), Vec::<Vec<String>>::new());
    assert!(seat.wished.contains(&Effect::WipeFigures));
    assert!(figures(&seat).is_empty());
    goes_on(&mut seat, 100);
    assert_eq!(kept(&seat), 0, "nothing of them comes back");
}

#[test]
fn where_no_days_are_kept_nothing_is_counted() {
    let mut seat = seat();
    if let State::Open(open) = &mut seat.model.state {
        open.desk.comfort.figures_days = 0;
    }
    seat.keys("<ctrl-k>sX123456<enter>12");
    assert!(figures(&seat).is_empty());
}

#[test]
fn the_line_about_breaks_is_switched_off_and_on_at_the_desk() {
    let mut seat = Seat::open();
    seat.keys("<ctrl-x>'");
    assert_eq!(seat.desk().desk.comfort.break_after, 0);
    seat.keys("<ctrl-x>'");
    assert_eq!(seat.desk().desk.comfort.break_after, 50);
}

#[test]
fn no_log_of_the_makers_shows_them() {
    let mut seat = seat();
    seat.keys("<ctrl-k>sX123456<enter>12");
    goes_on(&mut seat, 70);
    let keep = seat
        .wished
        .iter()
        .find(|e| matches!(e, Effect::KeepFigures(_)));
    assert_eq!(format!("{:?}", keep.unwrap()), "KeepFigures(Figures(…))");
}
