//! Many cases at once: proposed, changed by hand, given out and taken back as one act.

use super::seat::Seat;
use caseload::domain::act::Deed;
use caseload::domain::reference::TrainerId;

/// Who has which of the cases that waited.
fn holders(seat: &Seat) -> Vec<(u32, Option<TrainerId>)> {
    let cases = &seat.desk().desk.overview.cases;
    let waited = cases
        .iter()
        .filter(|l| (402..=404).contains(&l.case.no.number));
    waited
        .map(|l| (l.case.no.number, l.case.holder().cloned()))
        .collect()
}

fn proposed(seat: &Seat) -> Vec<(u32, Option<TrainerId>)> {
    let cases = &seat.desk().desk.overview.cases;
    let lines = seat.share().plan.lines.iter();
    let mut all: Vec<_> = lines
        .map(|l| (cases[l.case].case.no.number, l.trainer.clone()))
        .collect();
    all.sort_by_key(|(number, _)| *number);
    all
}

#[test]
fn the_whole_queue_is_given_out_and_taken_back_as_one_act() {
    let mut seat = Seat::open();
    let before = holders(&seat);
    seat.keys("<f5>w");
    let wanted = proposed(&seat);
    assert!(wanted.iter().filter(|(_, t)| t.is_some()).count() > 1);
    seat.keys("<enter>");
    assert!(seat.question().title.starts_with("Give "));
    assert_eq!(holders(&seat), before, "nothing is given yet");
    seat.keys("y");
    let mut after = holders(&seat);
    after.sort_by_key(|(number, _)| *number);
    assert_eq!(after, wanted);
    assert!(seat.says_saved());
    let shared = seat.done().into_iter().next_back().unwrap();
    let count = wanted.iter().filter(|(_, t)| t.is_some()).count();
    assert!(
        matches!(&shared.deed, Deed::CasesShared { count: n, from } if *n as usize == count && from.is_empty())
    );
    seat.keys("<ctrl-u>");
    assert!(seat.question().text[0].starts_with("cases shared out"));
    seat.keys("y");
    assert_eq!(holders(&seat), before);
}

#[test]
fn enter_alone_at_the_question_gives_nothing() {
    let mut seat = Seat::open();
    let before = holders(&seat);
    seat.keys("<f5>w<enter><enter>");
    assert_eq!((seat.top(), holders(&seat)), ("share", before));
}

#[test]
fn a_line_is_changed_or_left_before_anything_is_given() {
    let mut seat = Seat::open();
    seat.keys("<f5>w-");
    let left = proposed(&seat);
    assert_eq!(left[0], (402, None));
    seat.keys("<enter>y");
    let after = holders(&seat);
    assert!(after.contains(&(402, None)));
    assert!(after.iter().any(|(_, t)| t.is_some()));
}

#[test]
fn somebody_barred_is_asked_for_and_kept_with_the_case() {
    let ways = (0..3).flat_map(|line| (1..=9).map(move |digit| (line, digit)));
    let barred = ways.into_iter().find_map(|(line, digit)| {
        let mut trial = Seat::open();
        trial.keys("<f5>w").keys(&"<down>".repeat(line));
        let staff = trial.share().plan.staff.clone();
        trial.keys(&digit.to_string());
        (trial.top() == "prompt").then(|| (trial, staff[digit - 1].trainer.clone()))
    });
    let (mut seat, her) = barred.expect("a trainee may not take Type 2");
    seat.keys("short<enter>");
    assert_eq!(seat.top(), "prompt", "ten characters are asked for");
    seat.keys(" and now long enough<enter>");
    let line = &seat.share().plan.lines[seat.share().marked];
    assert_eq!(line.trainer.as_ref(), Some(&her));
    let no = seat.desk().desk.overview.cases[line.case].case.no;
    seat.keys("<enter>y");
    let done = seat.done();
    let given = done.iter().find_map(|act| match &act.deed {
        Deed::Allocated {
            case: which,
            trainer,
            reason,
            rank,
            shown,
            ..
        } if *which == no => Some((trainer.clone(), reason.clone(), *rank, shown.clone())),
        _ => None,
    });
    let (trainer, reason, rank, shown) = given.expect("given");
    assert_eq!((trainer, rank), (her, 0));
    assert_eq!(reason, "short and now long enough");
    assert!(shown.iter().any(|s| s.starts_with("passed A")));
}

#[test]
fn a_leavers_caseload_goes_to_the_others_in_one_act() {
    let mut seat = Seat::open();
    seat.keys("<f5>");
    let at = seat
        .allocate()
        .candidates
        .iter()
        .position(|c| c.trainer.0 == "HT01")
        .expect("listed");
    seat.keys(&"<down>".repeat(at)).keys("lw");
    let hers = |seat: &Seat| {
        let cases = &seat.desk().desk.overview.cases;
        let open = cases.iter().filter(|l| l.case.is_open());
        open.filter(|l| l.case.holder().is_some_and(|t| t.0 == "HT01"))
            .count()
    };
    let had = hers(&seat);
    assert_eq!(seat.share().plan.lines.len(), had);
    assert!(had > 0);
    let given = seat
        .share()
        .plan
        .lines
        .iter()
        .filter(|l| l.trainer.is_some());
    let given = given.count();
    assert!(given > 0);
    seat.keys("<enter>y");
    assert_eq!(hers(&seat), had - given);
    seat.keys("<f12><ctrl-u>y");
    assert_eq!(hers(&seat), had);
}
