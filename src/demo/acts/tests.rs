//! The made-up acts, from end to end.

use super::*;
use crate::domain::calendar::Calendar;
use crate::domain::overview::CaseLine;
use crate::domain::value::{Missing, Value};
use std::collections::BTreeSet;
use std::sync::LazyLock;

fn last_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2012, 12, 31).unwrap()
}

fn desk(seed: u64, today: NaiveDate) -> Desk {
    let service = Service::made_up(seed, today);
    let last_day = service.yesterday();
    let mut desk = Desk::new(today);
    desk.key(service.entries, service.workers, last_day);
    let waiting = tray::choose(service.waiting);
    desk.receive(waiting.tray, last_day);
    desk.park(waiting.parked, last_day);
    desk
}

/// The service that most of these tests look at.
static DESK: LazyLock<Desk> = LazyLock::new(|| desk(1, last_day()));

fn deeds() -> impl Iterator<Item = &'static Deed> {
    DESK.acts.iter().map(|(_, act)| &act.deed)
}

fn keyed(form: &str) -> impl Iterator<Item = &'static NewAct> {
    let of_form = move |act: &&NewAct| matches!(&act.deed, Deed::SheetKeyed { head, .. } if head.form == form);
    DESK.acts.iter().map(|(_, act)| act).filter(of_form)
}

fn refused(desk: &Desk) -> BTreeSet<String> {
    let told = |f: &Finding| format!("{} {}: {}", f.field, f.check, f.sentence);
    let all = desk.refused.iter().flat_map(|(_, findings)| findings);
    all.map(told).collect()
}

#[test]
fn no_sheet_is_refused_by_its_form_on_any_last_day() {
    assert_eq!(refused(&DESK), BTreeSet::new());
    let today = NaiveDate::from_ymd_opt(2026, 3, 4).unwrap();
    assert_eq!(refused(&desk(7, today)), BTreeSet::new());
}

#[test]
fn the_same_recipe_gives_the_same_acts_and_time_never_runs_back() {
    let recipe = Recipe {
        seed: 1,
        clients: Some(50),
        today: last_day(),
    };
    let all: Vec<Dated> = acts(&recipe).collect();
    assert!(all[..DESK.acts.len()] == DESK.acts[..]);
    assert_eq!(all.len(), DESK.acts.len() + 50);
    assert!(all.windows(2).all(|pair| pair[0].0 <= pair[1].0));
    assert!(all.iter().all(|(at, _)| at.date_naive() < last_day()));
}

#[test]
fn the_volumes_are_those_of_the_published_service() {
    let year = last_day() - chrono::Days::new(365);
    let accepted = keyed("referral").filter(|act| {
        let Deed::SheetKeyed { facts, .. } = &act.deed else {
            return false;
        };
        facts.text("referral.outcome") == Some("A")
            && facts.date("referral.received").unwrap() >= year
    });
    assert_eq!(accepted.count(), 314 + 3);
    let sheets = deeds()
        .filter(|deed| matches!(deed, Deed::SheetKeyed { .. }))
        .count();
    assert!((2_700..3_700).contains(&sheets), "{sheets}");
    let second = ["clients merged", "clients kept apart"];
    assert!(
        second
            .iter()
            .all(|kind| deeds().any(|deed| deed.kind().name == *kind))
    );
}

#[test]
fn three_referrals_wait_and_one_is_past_its_clock() {
    let lines = DESK.memory.dossiers().flat_map(CaseLine::of);
    let waiting: Vec<CaseLine> = lines.filter(CaseLine::waits).collect();
    assert_eq!(waiting.len(), 3);
    let calendar = Calendar::england();
    let late = |line: &&CaseLine| {
        calendar.working_days_between(line.case.received.unwrap(), last_day()) > 3
    };
    assert_eq!(waiting.iter().filter(late).count(), 1);
}

#[test]
fn a_dozen_sheets_lie_in_the_tray_as_words_and_two_are_parked() {
    let paper: Vec<&NewAct> = DESK
        .acts
        .iter()
        .map(|(_, act)| act)
        .filter(|act| matches!(act.deed, Deed::PaperReceived { .. }))
        .collect();
    assert_eq!(paper.len(), 12);
    assert!(paper.iter().all(|act| act.private.note.lines().count() > 5));
    let parked = deeds().filter(|deed| matches!(deed, Deed::DraftKept { .. }));
    assert_eq!(parked.count(), 2);
    let queried =
        deeds().filter(|deed| matches!(deed, Deed::SheetKeyed { head, .. } if head.queried));
    assert!((5..60).contains(&queried.count()));
}

#[test]
fn five_to_ten_cells_in_a_hundred_are_missing_and_every_mark_is_used() {
    let (mut answered, mut marks) = (0_usize, [0_usize; 4]);
    for act in keyed("registration")
        .chain(keyed("assessment"))
        .chain(keyed("referral"))
    {
        for value in act.private.values.values() {
            match value {
                Value::Missing(m) => marks[Missing::ALL.iter().position(|x| x == m).unwrap()] += 1,
                _ => answered += 1,
            }
        }
    }
    // Risk that does not apply (no MAPPA, no alerts) is no gap.
    let gaps = marks[..3].iter().sum::<usize>() * 100 / (answered + marks.iter().sum::<usize>());
    assert!((3..=10).contains(&gaps), "{gaps} {marks:?}");
    assert!(marks.iter().all(|n| *n > 50));
}

#[test]
fn a_service_without_clients_has_its_trainers() {
    let recipe = Recipe {
        seed: 1,
        clients: Some(0),
        today: last_day(),
    };
    let all: Vec<Dated> = acts(&recipe).collect();
    let worker =
        |act: &Dated| matches!(&act.1.deed, Deed::SheetKeyed { head, .. } if head.form == "worker");
    assert!(all.iter().all(worker) && all.len() > 20);
}
