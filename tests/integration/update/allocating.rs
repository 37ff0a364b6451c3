//! Allocating: the first by Enter, another with a reason, somebody barred with ten characters, risk asked first.

use super::people::{KHAN, SMITH, SMYTH, WOOD, case, day};
use super::seat::Seat;
use caseload::domain::act::Deed;
use caseload::domain::trainer::Leave;
use caseload::model::Message;

/// The last allocation: case, trainer, rank, reason.
fn given(seat: &Seat) -> Option<(u32, String, u8, String)> {
    seat.done().iter().rev().find_map(|act| match &act.deed {
        Deed::Allocated {
            case,
            trainer,
            rank,
            reason,
            ..
        } => Some((case.number, trainer.0.clone(), *rank, reason.clone())),
        _ => None,
    })
}

#[test]
fn enter_gives_the_referral_that_waits_longest_to_the_first_and_the_next_one_lies_there() {
    let mut seat = Seat::open();
    seat.keys("<f5>");
    assert_eq!(
        seat.allocate().line().map(|l| (l.client, l.case.no)),
        Some((SMYTH, case(402)))
    );
    let first = seat.allocate().candidates[0].trainer.0.clone();
    seat.keys("<enter>");
    assert_eq!(given(&seat), Some((402, first, 1, String::new())));
    assert_eq!(seat.allocate().line().map(|l| l.client), Some(KHAN));
    assert!(seat.says_saved());
}

#[test]
fn the_first_of_the_queue_takes_two_keys() {
    let mut seat = Seat::open();
    seat.keys("<f5><enter>");
    assert!(given(&seat).is_some());
}

#[test]
fn a_digit_takes_another_and_asks_a_reason_by_one_key() {
    let mut seat = Seat::open();
    seat.keys("<f5>");
    let second = seat.allocate().candidates[1].trainer.0.clone();
    seat.keys("2");
    assert_eq!(seat.prompt().title, "Why Tess Bell, and not the first?");
    seat.keys("k");
    assert_eq!(
        given(&seat),
        Some((402, second, 2, "knows the client".to_owned()))
    );
}

#[test]
fn going_back_from_the_reason_gives_nothing() {
    let mut seat = Seat::open();
    seat.keys("<f5>2<esc>");
    assert_eq!((given(&seat), seat.top()), (None, "allocate"));
    seat.keys("<enter>");
    assert_eq!(
        given(&seat).map(|g| g.2),
        Some(1),
        "and the choice is forgotten"
    );
}

#[test]
fn the_marked_trainer_is_taken_by_enter() {
    let mut seat = Seat::open();
    seat.keys("<f5><down>");
    let marked = seat.allocate().candidates[1].trainer.0.clone();
    seat.keys("<enter>t");
    assert_eq!(given(&seat).map(|g| g.1), Some(marked));
}

#[test]
fn somebody_barred_needs_ten_characters_of_reason() {
    let mut seat = Seat::open();
    seat.keys("<f5><right>");
    let barred = seat
        .allocate()
        .candidates
        .iter()
        .position(|c| !c.eligible)
        .expect("the trainee may not take Type 2");
    seat.keys(&format!("{}y", barred + 1));
    assert!(
        seat.prompt().title.contains("Level 3"),
        "{}",
        seat.prompt().title
    );
    seat.keys("too   short<ctrl-w><enter>");
    assert!(
        seat.notice().contains("Too short") && seat.notice().contains("at least 10 characters"),
        "{}",
        seat.notice()
    );
    seat.keys("one of us sits with her<enter>");
    let (number, trainer, rank, _) = given(&seat).expect("given");
    assert_eq!((number, trainer.as_str(), rank), (403, "HT04", 0));
}

#[test]
fn somebody_who_cannot_be_given_a_case_at_all_is_not() {
    let mut seat = Seat::open();
    seat.world.trainers[1].leave.push(Leave {
        from: day("2012-06-01"),
        to: None,
        kind: "S".to_owned(),
    });
    let overview = seat.world.overview();
    seat.tell(Message::OverviewStated(Box::new(overview)));
    seat.keys("<f5>");
    let barred = seat
        .allocate()
        .candidates
        .iter()
        .position(|c| c.trainer.0 == "HT02")
        .expect("she is listed");
    seat.keys(&(barred + 1).to_string());
    assert_eq!(seat.top(), "allocate");
    assert!(
        seat.notice().contains("cannot be given this case"),
        "{}",
        seat.notice()
    );
}

#[test]
fn what_is_not_known_about_risk_is_asked_first_and_no_is_marked() {
    let mut seat = Seat::open();
    seat.keys("<f5><right>");
    assert_eq!(seat.allocate().line().map(|l| l.client), Some(KHAN));
    seat.keys("<enter>");
    assert_eq!(seat.question().title, "Something is not known. Ask first?");
    assert!(
        seat.question().text[0].contains("risk of serious harm"),
        "{:?}",
        seat.question().text
    );
    seat.keys("<enter>");
    assert_eq!((given(&seat), seat.top()), (None, "allocate"));
    assert!(seat.notice().starts_with("Not allocated"));
    seat.keys("<enter>y");
    assert_eq!(given(&seat).map(|g| g.0), Some(403));
}

#[test]
fn a_case_is_given_to_somebody_else_from_its_card_with_a_reason() {
    let mut seat = Seat::open();
    seat.keys("x123456<enter>a");
    assert!(seat.allocate().again);
    let holder = seat
        .allocate()
        .line()
        .and_then(|l| l.case.holder().cloned());
    let candidates = seat.allocate().candidates.iter();
    let is_other = |c: &caseload::allocation::Candidate| Some(&c.trainer) != holder.as_ref();
    let (has_it, other) = (
        candidates
            .clone()
            .position(|c| !is_other(c))
            .expect("listed"),
        candidates
            .clone()
            .position(|c| c.eligible && is_other(c))
            .expect("somebody"),
    );
    seat.keys(&(has_it + 1).to_string());
    assert!(seat.notice().contains("has the case already"));
    seat.keys(&(other + 1).to_string());
    assert_eq!(
        seat.prompt().title,
        "Why is the case given to somebody else?"
    );
    seat.keys("l");
    assert_eq!(
        given(&seat).map(|g| (g.0, g.3)),
        Some((401, "load".to_owned()))
    );
    assert_eq!(seat.layers(), ["home", "card"]);
    let spells = seat.world.dossier(SMITH).map(|d| d.cases[0].spells.len());
    assert_eq!(spells, Some(2), "the case itself is the same");
}

#[test]
fn a_referral_allocated_from_its_card_goes_back_to_the_card() {
    let mut seat = Seat::open();
    seat.keys("wood<enter>a");
    assert_eq!(seat.allocate().queue.len(), 1);
    seat.keys("<enter>");
    assert_eq!(
        (given(&seat).map(|g| g.0), seat.layers()),
        (Some(404), vec!["home", "card"])
    );
    assert_eq!(seat.card().client, WOOD);
}

#[test]
fn news_from_the_store_moves_neither_referral_nor_trainer_under_her_eyes() {
    let mut seat = Seat::open();
    seat.keys("wood<enter>a<down>?");
    let marked = |seat: &Seat| {
        let screen = seat.allocate();
        let trainer = screen.candidates[screen.marked].trainer.0.clone();
        (
            screen.line().map(|l| l.client),
            trainer,
            screen.explained.is_some(),
            screen.queue.len(),
        )
    };
    let before = marked(&seat);
    let overview = seat.world.overview();
    seat.tell(Message::OverviewStated(Box::new(overview)));
    assert_eq!(marked(&seat), before);
    assert_eq!(before.0, Some(WOOD));
}

#[test]
fn a_refused_allocation_says_so_and_can_be_done_again() {
    let mut seat = Seat::open();
    seat.world.refuses_records = Some("the disk is full.".to_owned());
    seat.keys("<f5><enter>");
    assert_eq!(
        (given(&seat), seat.notice()),
        (None, "Not saved: the disk is full.")
    );
    seat.world.refuses_records = None;
    seat.keys("<enter>");
    assert_eq!(given(&seat).map(|g| g.0), Some(402));
}

#[test]
fn enter_pressed_twice_gives_one_case() {
    let mut seat = Seat::open();
    seat.keys("<f5><enter><enter>");
    assert_eq!(seat.done().len(), 1);
    assert!(
        seat.notice().starts_with("This is the next case: "),
        "{}",
        seat.notice()
    );
    seat.keys("<enter>");
    assert_eq!(seat.question().title, "Something is not known. Ask first?");
}

#[test]
fn the_queue_ends_on_home_when_nothing_waits_any_more() {
    let mut seat = Seat::open();
    for keys in ["<f5><enter>", "<enter>y", "<enter>"] {
        seat.keys(keys).tick();
    }
    assert_eq!(seat.layers(), ["home"]);
    seat.keys("<f5>");
    assert_eq!(seat.notice(), "No referral waits for a trainer.");
}

#[test]
fn the_type_of_work_may_be_settled_here() {
    let mut seat = Seat::open();
    seat.keys("<f5>t");
    assert_eq!(seat.allocate().work, 2);
    assert!(
        seat.allocate().candidates.iter().any(|c| !c.eligible),
        "the trainee is barred from Type 2"
    );
}
