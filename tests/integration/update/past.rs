//! A record as it stood at the end of a day: read, marked, and never changed.

use super::seat::{SESSION, Seat};
use caseload::domain::dates;
use caseload::model::Layer;

fn past(seat: &Seat) -> Option<String> {
    match seat.desk().top() {
        Layer::Card(card) => card.past.as_ref().map(|past| dates::show(past.day)),
        _ => None,
    }
}

fn sheets(seat: &Seat) -> usize {
    seat.card()
        .card
        .as_ref()
        .map_or(0, |card| card.sheets.len())
}

#[test]
fn the_card_of_an_earlier_day_has_only_what_was_there_by_then() {
    let mut seat = Seat::session();
    seat.keys(SESSION).keys("<enter>x123456<enter>");
    assert_eq!(sheets(&seat), 3);
    seat.keys("dt-1<enter>");
    assert_eq!(past(&seat).as_deref(), Some("13/06/2012"));
    assert_eq!(sheets(&seat), 2);
    seat.keys("<esc>");
    assert_eq!((past(&seat), sheets(&seat)), (None, 3), "back to today");
}

#[test]
fn nothing_of_the_past_can_be_changed() {
    let mut seat = Seat::session();
    seat.keys(SESSION).keys("<enter>x123456<enter>dt-1<enter>");
    let acts = seat.world.acts.len();
    for key in ["e", "k", "a", "u", "<ctrl-k>", "<f5>"] {
        seat.keys(key);
        assert!(
            seat.notice().contains("can only be read"),
            "{key}: {}",
            seat.notice()
        );
        assert_eq!(past(&seat).as_deref(), Some("13/06/2012"), "{key}");
    }
    assert_eq!(seat.world.acts.len(), acts);
}

#[test]
fn a_day_that_is_none_or_is_to_come_is_refused() {
    let mut seat = Seat::open();
    seat.keys("x123456<enter>d310212<enter>");
    assert!(past(&seat).is_none() && !seat.notice().is_empty());
    seat.keys("dt+1<enter>");
    assert_eq!(seat.notice(), "That day is still to come.");
    seat.keys("d010180<enter>");
    assert!(
        seat.notice().contains("was not on the books yet"),
        "{}",
        seat.notice()
    );
    seat.keys("d<esc>");
    assert!(past(&seat).is_none());
}

#[test]
fn what_is_saved_meanwhile_leaves_the_past_as_it_was() {
    let mut seat = Seat::open();
    seat.keys("x123456<enter>dt<enter>");
    let before = sheets(&seat);
    seat.keys("<ctrl-f>x123456<enter>k").keys("<esc>");
    while past(&seat).is_none() {
        seat.keys("<esc>");
    }
    assert_eq!(sheets(&seat), before);
}
