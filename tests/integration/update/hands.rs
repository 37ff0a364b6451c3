//! A case changes hands or waits: handed back, stood in for, on hold; conflicts and flags that come up later.

use super::people::{SMITH, day};
use super::seat::Seat;
use crate::screens::people as cards;
use caseload::domain::act::{Act, Deed, NewAct, Private, Subject};
use caseload::domain::case::Case;
use caseload::domain::fact::Facts;
use caseload::domain::reference::TrainerId;
use caseload::domain::value::Value;
use caseload::model::lists::ListLine;
use caseload::model::{Effect, Layer, Message};

const CARD: &str = "x123456<enter>";

fn at(keys: &str) -> Seat {
    let mut seat = Seat::open();
    seat.keys(keys);
    seat
}

/// The case of Dale Smith as the desk has it.
fn smiths(seat: &Seat) -> Case {
    let cases = &seat.desk().desk.overview.cases;
    let line = cases.iter().find(|l| l.client == SMITH);
    Case::clone(&line.expect("open").case)
}

fn last(seat: &Seat) -> Act {
    seat.done()
        .into_iter()
        .next_back()
        .cloned()
        .expect("an act")
}

fn lines(seat: &Seat) -> Vec<ListLine> {
    match seat.desk().top() {
        Layer::List(list) => list.lines.clone(),
        _ => panic!("{}", seat.top()),
    }
}

/// The digit of the first trainer who may have the case and does not have it.
fn another(seat: &Seat) -> (usize, TrainerId) {
    let holder = seat
        .allocate()
        .line()
        .and_then(|l| l.case.holder().cloned());
    let mut all = seat.allocate().candidates.iter().enumerate();
    let found = all.find(|(_, c)| c.eligible && Some(&c.trainer) != holder.as_ref());
    found
        .map(|(n, c)| (n + 1, c.trainer.clone()))
        .expect("somebody")
}

#[test]
fn a_trainer_declines_and_the_case_waits_again_with_its_history() {
    let mut seat = at(&format!("{CARD}bdn"));
    let case = smiths(&seat);
    assert_eq!(case.holder(), None);
    assert_eq!(case.spells[0].ended, "declined by the trainer: no room");
    assert!(
        matches!(&last(&seat).deed, Deed::CaseReturned { how, .. } if how == "declined by the trainer")
    );
    assert!(seat.says_saved());
    seat.keys("<f12><ctrl-u>y");
    assert_eq!(smiths(&seat).holder().map(|t| t.0.as_str()), Some("HT01"));
}

#[test]
fn going_back_from_any_question_about_a_change_of_hands_changes_nothing() {
    let before = smiths(&Seat::open());
    for keys in [
        "b<esc>", "bd<esc>", "br<esc>", "h<esc>", "hc<esc>", "v<esc>",
    ] {
        let seat = at(&format!("{CARD}{keys}"));
        assert_eq!(smiths(&seat), before, "{keys}");
    }
}

#[test]
fn somebody_stands_in_up_to_a_day_and_then_the_case_is_where_it_was() {
    let mut seat = at(&format!("{CARD}v"));
    let (digit, other) = another(&seat);
    seat.keys(&format!("{digit}l"));
    assert!(seat.prompt().title.starts_with("Up to which day?"));
    seat.keys("1/6/2012<enter>");
    assert!(seat.notice().contains("is over"), "{}", seat.notice());
    seat.keys("29/6<enter>");
    let case = smiths(&seat);
    assert_eq!(case.holder().map(|t| t.0.as_str()), Some("HT01"));
    assert_eq!(case.worker_on(day("2012-06-29")), Some(&other));
    assert_eq!(
        case.worker_on(day("2012-06-30")).map(|t| t.0.as_str()),
        Some("HT01")
    );
    assert_eq!(case.covers[0].reason, "leave");
}

#[test]
fn a_case_waits_and_goes_on() {
    let mut seat = at(&format!("{CARD}hc<enter>"));
    let held = smiths(&seat);
    assert!(held.is_on_hold(day("2013-06-14")) && held.holds[0].reason == "custody");
    seat.keys("h");
    assert!(!smiths(&seat).is_on_hold(day("2012-06-14")));
    assert!(matches!(last(&seat).deed, Deed::CaseResumed { .. }));
}

#[test]
fn a_conflict_noted_bars_at_once_and_keeps_only_its_kind() {
    let mut seat = at("<f5>");
    let first = seat.allocate().candidates[0].trainer.clone();
    seat.keys("xc");
    let her = seat
        .allocate()
        .candidates
        .iter()
        .find(|c| c.trainer == first);
    let her = her.expect("still listed");
    assert_eq!(her.in_words(), "barred: conflict on file");
    assert!(
        matches!(&last(&seat).deed, Deed::ConflictDeclared { trainer, kind, .. } if *trainer == first && kind == "C")
    );
    seat.keys("<f12><ctrl-x>j");
    let cells: Vec<String> = lines(&seat)[0].cells.clone();
    assert_eq!(cells[2..4], ["Co-defendant", "bars"]);
}

/// A flag that comes up after the case was given.
fn flagged() -> Seat {
    let mut seat = Seat::open();
    let mut facts = Facts::default();
    facts.set("risk.alerts", Value::Codes(vec!["AV2S".to_owned()]));
    let act = NewAct {
        subject: Subject::Known(SMITH),
        deed: Deed::ClientAmended { facts },
        private: Private::default(),
    };
    for message in seat.world.answer(&Effect::Record(999, vec![act])) {
        seat.tell(message);
    }
    let overview = seat.world.overview();
    seat.tell(Message::OverviewStated(Box::new(overview)));
    seat
}

#[test]
fn a_flag_that_came_later_stands_on_the_list_until_the_trainer_was_told() {
    let mut seat = flagged();
    seat.keys("<ctrl-x>e");
    let words = lines(&seat)[0].cells[3].clone();
    assert!(
        words.starts_with("not told yet: risk to staff: office only, two workers"),
        "{words}"
    );
    seat.keys("t");
    assert!(seat.question().title.starts_with("Was K Patel told this"));
    seat.keys("y");
    assert!(matches!(&last(&seat).deed, Deed::TrainerTold { told, .. } if told == &["alert:AV2S"]));
    assert_eq!(lines(&seat), []);
}

#[test]
fn somebody_on_leave_is_stood_in_for_in_all_her_cases_as_one_act() {
    let mut seat = at("<f5>");
    let listed = seat.allocate().candidates.iter();
    let at = listed
        .clone()
        .position(|c| c.trainer.0 == "HT01")
        .expect("listed");
    seat.keys(&"<down>".repeat(at))
        .keys("lwv29/6<enter><enter>");
    assert!(
        seat.question().title.contains("up to 29/06/2012"),
        "{}",
        seat.question().title
    );
    seat.keys("y");
    let case = smiths(&seat);
    assert_eq!(case.holder().map(|t| t.0.as_str()), Some("HT01"));
    assert!(case.cover_on(day("2012-06-20")).is_some());
    seat.keys("<f12><ctrl-u>y");
    assert_eq!(smiths(&seat).covers, []);
}

#[test]
fn the_timeline_goes_by_the_day_that_a_sheet_tells_of_however_late_it_was_keyed() {
    let mut card = cards::smith();
    let wanted: Vec<String> = card
        .timeline()
        .iter()
        .map(|s| s.head.serial.clone())
        .collect();
    assert_eq!(wanted[0], "S-004377");
    // The newest was keyed before all others, as when the sheet before it came late.
    let newest = card.sheets.pop().unwrap();
    card.sheets.insert(0, newest);
    let serials = card.timeline().into_iter().map(|s| s.head.serial.clone());
    assert_eq!(serials.collect::<Vec<_>>(), wanted);
}

#[test]
fn a_closed_case_is_with_nobody_and_its_sign_off_answers_for_the_final_assessment() {
    use caseload::model::card::answers;
    let seat = Seat::open();
    let desk = &seat.desk().desk;
    let closed = cards::smyth().dossier;
    let said = answers(desk, &closed);
    let of = |asked: &str| said.iter().find(|(what, _)| *what == asked);
    assert!(of("Who has the case").is_none(), "{said:?}");
    assert_eq!(of("Who had it last").unwrap().1, "K Patel");
    let mut planned = closed;
    let case = planned.cases.last_mut().unwrap();
    case.plan = cards::smith().dossier.cases.last().unwrap().plan.clone();
    assert!(case.plan.is_some());
    let missing = caseload::model::card::missing_paper(&planned).unwrap_or_default();
    assert!(!missing.contains("final assessment"), "{missing}");
    let open = answers(desk, &cards::smith().dossier);
    assert_eq!(open[0].0, "Who has the case");
}

#[test]
fn in_large_letters_a_day_that_stands_in_its_box_is_shown_with_its_year() {
    let mut seat = at("<ctrl-k>sx123456<enter>");
    seat.keys("<ctrl-g>12<enter>190612<ctrl-g>12<enter>");
    assert_eq!(seat.text("next"), "19/06/2012");
    let large = |seat: &Seat, theme: &caseload::ui::Theme| {
        crate::screens::picture::picture(&seat.model, theme, (80, 24))
    };
    let theme = caseload::ui::Theme::of(caseload::model::Look::Large, false, false);
    let shown = large(&seat, &theme);
    assert!(shown.contains("1 9 / 0 6 / 2 0 1 2"), "{shown}");
}
