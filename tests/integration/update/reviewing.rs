//! Looking through records that may be of one person.

use super::people::{SMITH, SMYTH};
use super::seat::Seat;
use caseload::domain::act::Deed;
use caseload::domain::fold;

fn reviewing() -> Seat {
    let mut seat = Seat::open();
    seat.keys("<ctrl-x>v");
    let pair = seat.review().pair().expect("a pair").clone();
    assert_eq!(
        (pair.a.client, pair.b.client),
        (SMITH, SMYTH),
        "the most alike stand first"
    );
    seat
}

#[test]
fn joining_asks_which_stays_and_why_and_says_what_it_does() {
    let mut seat = reviewing();
    seat.keys("m");
    assert!(
        seat.review().two.is_some(),
        "nobody joins what she has not seen"
    );
    seat.keys("m");
    let question = seat.question();
    assert_eq!(question.marked, 2, "Enter joins nobody");
    assert!(question.answers[0].1.starts_with("C-000001 stays"));
    assert!(
        question
            .text
            .iter()
            .any(|line| line.contains("nothing is moved"))
    );
    seat.keys("1");
    assert_eq!((seat.top(), seat.records()), ("prompt", 0));
    seat.keys("one photograph on both<enter>");
    let acts = seat.done();
    let Some(Deed::ClientsMerged { from, into, reason }) = acts.last().map(|act| &act.deed) else {
        panic!("not joined: {}", seat.notice());
    };
    assert_eq!(
        (*from, *into, reason.as_str()),
        (SMYTH, SMITH, "one photograph on both")
    );
}

#[test]
fn each_with_a_number_of_her_own_is_said_before_they_are_joined() {
    let mut seat = reviewing();
    seat.keys("<enter>m");
    let text = seat.question().text.join(" ");
    assert!(text.contains("Mind: CRN differ"), "{text}");
}

#[test]
fn a_joining_undone_parts_them_and_lists_them_again() {
    let mut seat = reviewing();
    let before = seat.review().pairs.len();
    seat.keys("<enter>m1one photograph on both<enter>");
    assert!(seat.review().pairs.len() < before);
    seat.keys("<ctrl-u><enter>");
    assert_eq!(seat.review().pairs.len(), before, "{}", seat.notice());
    let smyth = fold::client(SMYTH, &seat.world.acts).expect("on the books");
    assert_eq!(smyth.merged_into, None);
}

#[test]
fn two_people_are_remembered_and_never_listed_again() {
    let mut seat = reviewing();
    let before = seat.review().pairs.len();
    seat.keys("n");
    assert!(
        seat.review().two.is_some(),
        "nobody decides about whom she has not seen"
    );
    assert_eq!(seat.review().pairs.len(), before);
    seat.keys("n");
    assert_eq!(seat.review().pairs.len(), before - 1);
    let said = seat.saved();
    assert!(
        said.contains("Smith") && said.contains("(C-000001)") && said.contains("are two people"),
        "{said}"
    );
    seat.keys("<esc><ctrl-x>v");
    assert_eq!(seat.review().pairs.len(), before - 1);
    seat.keys("<ctrl-u><enter>");
    assert_eq!(
        seat.review().pairs.len(),
        before,
        "undone, they are asked about again"
    );
}

#[test]
fn a_pair_left_for_later_stands_last_and_the_next_lies_side_by_side() {
    let mut seat = reviewing();
    let first = seat.review().pairs[0].clone();
    let second = seat.review().pairs[1].clone();
    seat.keys("<enter>l");
    assert_eq!(seat.review().pairs.last(), Some(&first));
    let two = seat.review().two.as_ref().map(|two| two.clients);
    assert_eq!(two, Some([second.a.client, second.b.client]));
}

#[test]
fn nothing_is_joined_where_the_disk_refuses() {
    let mut seat = reviewing();
    let before = seat.review().pairs.len();
    seat.world.refuses_records = Some("the disk is full.".to_owned());
    seat.keys("<enter>m1one photograph on both<enter>");
    assert_eq!((seat.review().pairs.len(), seat.done().len()), (before, 0));
    assert!(
        seat.notice().contains("the disk is full"),
        "{}",
        seat.notice()
    );
}
