//! One test for every rule, one for every edge of the staff, and what must hold whatever the scene.

use super::rank::Candidate;
use super::rules::{Force, RULES};
use super::settings::Labels;
use super::testing::{self, Office, day, id, twenty_points};
use super::{Settings, may_override, rank, work_asked};
use crate::domain::trainer::Trainer;
use proptest::prelude::*;

const TODAY: &str = "2012-06-14";

/// An office with two trainers at the city centre and one referral, number 0.
fn office(work: u8) -> Office {
    let mut office = Office::on(TODAY);
    office.staff(testing::trainer("HT01", "2010-04-01"));
    office.staff(testing::trainer("HT02", "2010-04-01"));
    office.referral("2012-06-12", work);
    office
}

fn ranked(office: &Office) -> Vec<Candidate> {
    let line = &office.cases[0];
    rank(&office.scene(), line, work_asked(line))
}

fn of(office: &Office, trainer: &str) -> Candidate {
    let all = ranked(office);
    all.into_iter()
        .find(|c| c.trainer == id(trainer))
        .expect("listed")
}

/// The number of a rule of the table.
fn number(rule: &str) -> &'static str {
    super::rules::rule(rule).expect("of the table").id
}

fn bars(office: &Office, trainer: &str) -> Vec<(&'static str, String)> {
    let her = of(office, trainer);
    assert_eq!(her.eligible, her.blocked_by.is_empty());
    her.blocked_by
        .into_iter()
        .map(|b| (number(&b.rule), b.sentence))
        .collect()
}

fn weight(office: &Office, trainer: &str, rule: &str) -> Option<(f64, String)> {
    let her = of(office, trainer);
    her.why
        .into_iter()
        .find(|r| r.rule == rule)
        .map(|r| (r.weight, r.sentence))
}

fn order(office: &Office) -> Vec<String> {
    ranked(office).into_iter().map(|c| c.trainer.0).collect()
}

fn with(mut office: Office, change: impl Fn(&mut Trainer)) -> Office {
    change(&mut office.staff[0]);
    office
}

#[test]
fn every_rule_of_the_table_has_a_test_of_its_own_and_a_weight_where_it_weighs() {
    let here = include_str!("tests.rs");
    let ids: Vec<&str> = RULES.iter().map(|r| r.id).collect();
    assert_eq!(
        ids,
        [
            "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "A11"
        ]
    );
    for rule in RULES {
        assert!(
            here.contains(&format!("\nfn {}()", rule.test)),
            "{}",
            rule.id
        );
        let weighs = matches!(rule.force, Force::Soft | Force::SoftThenHard);
        assert_eq!(rule.weight.is_some(), weighs, "{}", rule.id);
        assert!(
            rule.weight.is_none_or(|w| w(&Settings::shipped()) > 0.0),
            "{}",
            rule.id
        );
    }
}

#[test]
fn a1_type_2_needs_level_3_type_1_level_2_and_a_champion_works_alongside() {
    let trainee = |work| with(office(work), |t| t.level3 = None);
    assert_eq!(
        bars(&trainee(2), "HT01"),
        [("A1", "Type 2 needs Level 3".to_owned())]
    );
    assert_eq!(bars(&trainee(1), "HT01"), []);
    let on_the_day = with(office(2), |t| t.level3 = Some(day(TODAY)));
    assert_eq!(bars(&on_the_day, "HT01"), []);
    let the_day_after = with(office(2), |t| t.level3 = Some(day("2012-06-15")));
    assert_eq!(bars(&the_day_after, "HT01").len(), 1);
    let neither = with(office(1), |t| (t.level2, t.level3) = (None, None));
    assert_eq!(
        bars(&neither, "HT01"),
        [("A1", "Type 1 needs Level 2".to_owned())]
    );
    let champion = with(office(1), |t| {
        testing::set_role(t, "2012-01-01", "champion");
    });
    assert_eq!(
        bars(&champion, "HT01"),
        [("A1", "champion: only alongside a trainer".to_owned())]
    );
}

#[test]
fn a2_nobody_absent_is_offered_and_leaving_soon_counts_against() {
    let barred = |change: fn(&mut Trainer)| {
        let office = with(office(1), change);
        let bar = of(&office, "HT01").blocked_by.remove(0);
        (number(&bar.rule), bar.sentence, bar.override_allowed)
    };
    let leave = |t: &mut Trainer| testing::set_leave(t, "2012-06-14", "2012-06-20", "L");
    assert_eq!(
        barred(leave),
        ("A2", "on leave until 20/06/2012".into(), true)
    );
    let sick = |t: &mut Trainer| testing::set_leave(t, "2012-06-01", "", "S");
    assert_eq!(
        barred(sick),
        ("A2", "away, nobody knows until when".into(), false)
    );
    let suspended = |t: &mut Trainer| testing::set_leave(t, "2012-06-01", "2012-07-01", "U");
    assert_eq!(
        barred(suspended),
        ("A2", "away until 01/07/2012".into(), false)
    );
    assert_eq!(
        barred(|t| t.to = Some(day("2012-06-13"))),
        ("A2", "left on 13/06/2012".into(), false)
    );
    assert_eq!(
        barred(|t| t.from = Some(day("2012-06-18"))),
        ("A2", "starts on 18/06/2012".into(), false)
    );
    let leaver = with(office(1), |t| t.to = Some(day("2012-07-14")));
    assert_eq!(order(&leaver), ["HT02", "HT01"]);
    let (taken, sentence) = weight(&leaver, "HT01", "A2").unwrap();
    assert!(taken < -9.0 && taken > -10.0, "{taken}");
    assert_eq!(sentence, "leaves in 4 weeks, 14/07/2012");
    let later = with(office(1), |t| t.to = Some(day("2012-08-10")));
    assert_eq!(
        weight(&later, "HT01", "A2"),
        None,
        "57 days ahead nobody minds"
    );
}

#[test]
fn a3_a_declared_conflict_bars_with_the_least_detail() {
    for named in ["C-000001", "c1", "X000001", "x000001"] {
        let office = with(office(1), |t| testing::set_conflict(t, named));
        assert_eq!(
            bars(&office, "HT01"),
            [("A3", "conflict on file".to_owned())],
            "{named}"
        );
    }
    let mut other = with(office(1), |t| testing::set_conflict(t, "C-000002"));
    assert_eq!(bars(&other, "HT01"), []);
    testing::set_conflict(&mut other.staff[0], "");
    other.cases[0].identity.crn.clear();
    assert_eq!(bars(&other, "HT01"), [], "no CRN is nobody's CRN");
    let mut warned = with(office(1), |t| testing::set_conflict(t, "C-000001"));
    warned.staff[0].conflicts[0].kind = "D".into();
    assert_eq!(bars(&warned, "HT01"), [], "this kind only warns");
    assert_eq!(
        weight(&warned, "HT01", "A3"),
        Some((-5.0, "a tie is on file".to_owned()))
    );
}

#[test]
fn a4_risk_binds_the_place_and_bars_nobody() {
    let mut office = with(office(1), |t| t.lone_working = None);
    office.cases[0].risk.rosh = Some("V".into());
    office.cases[0].risk.alerts = vec!["ALSH".into()];
    let limits = [
        "RoSH very high: office only, two workers",
        "suicide or self-harm: no home visit alone",
        "read the OASys risk plan beforehand",
    ];
    assert_eq!(of(&office, "HT02").cautions, limits);
    let untrained = of(&office, "HT01");
    assert!(untrained.eligible);
    assert_eq!(
        untrained.cautions[0],
        "no lone-working training on file: not alone"
    );
    assert_eq!(untrained.cautions[1..], limits);
}

#[test]
fn a5_childrens_venues_are_named_with_every_trainer() {
    let mut office = office(1);
    office.cases[0].risk.mappa_category = Some("1".into());
    for her in ranked(&office) {
        assert!(her.eligible);
        assert_eq!(
            her.cautions,
            [
                "MAPPA 1: no children's venue",
                "read the OASys risk plan beforehand"
            ]
        );
    }
    office.cases[0].risk.mappa_category = Some("2".into());
    assert_eq!(
        of(&office, "HT01").cautions,
        ["MAPPA 2: read the OASys risk plan beforehand"]
    );
    office.cases[0].risk.mappa_category = None;
    office.cases[0].risk.safety_note = "not before noon".into();
    office.cases[0].risk.rosh = None;
    let said = of(&office, "HT01").cautions;
    assert_eq!(said[0], "safety note: not before noon");
    assert!(said.contains(&"risk unknown: ask before allocating".to_owned()));
}

#[test]
fn a6_a_wish_for_a_woman_or_a_man_is_kept() {
    let mut office = with(office(1), |t| t.gender = "F".into());
    office.staff(testing::trainer("HT03", "2010-04-01"));
    office.staff[2].gender = "N".into();
    office.cases[0].identity.trainer_gender = "F".into();
    assert_eq!(bars(&office, "HT01"), []);
    assert_eq!(
        bars(&office, "HT02"),
        [("A6", "he asks for a woman".to_owned())]
    );
    assert_eq!(bars(&office, "HT03").len(), 1, "unknown is not a match");
    office.cases[0].identity.gender = String::new();
    assert_eq!(bars(&office, "HT02")[0].1, "the client asks for a woman");
    office.cases[0].identity.trainer_gender = "M".into();
    assert_eq!(
        (bars(&office, "HT01").len(), bars(&office, "HT02").len()),
        (1, 0)
    );
}

#[test]
fn a7_the_clients_language_counts() {
    let mut office = office(1);
    testing::set_languages(&mut office.staff[1], "2010-04-01", &["GU"]);
    office.cases[0].identity.language = "GU".into();
    office.cases[0].identity.interpreter = true;
    office.settings = twenty_points().with_labels(Labels::Language, [("GU", "Gujarati")]);
    assert_eq!(order(&office), ["HT02", "HT01"]);
    assert_eq!(
        weight(&office, "HT02", "A7"),
        Some((5.0, "speaks Gujarati".to_owned()))
    );
    assert_eq!(
        of(&office, "HT01").cautions,
        ["book an interpreter: Gujarati"]
    );
    assert_eq!(of(&office, "HT02").cautions, Vec::<String>::new());
    office.cases[0].identity.language = "XX".into();
    testing::set_languages(&mut office.staff[1], "2010-04-02", &["XX"]);
    assert_eq!(
        weight(&office, "HT02", "A7"),
        None,
        "two other languages need not be the same"
    );
}

#[test]
fn a8_the_same_office_counts() {
    let mut office = office(1);
    testing::set_offices(&mut office.staff[0], &["V", "L"]);
    office.settings =
        twenty_points().with_labels(Labels::Office, [("C", "City"), ("V", "Coalville")]);
    assert_eq!(order(&office), ["HT02", "HT01"]);
    assert_eq!(
        weight(&office, "HT02", "A8"),
        Some((6.0, "same office".to_owned()))
    );
    assert_eq!(
        weight(&office, "HT01", "A8"),
        Some((0.0, "other office".to_owned()))
    );
    assert_eq!(
        (of(&office, "HT02").office, of(&office, "HT01").office),
        ("City".into(), "Coalville, L".into())
    );
    office.cases[0].case.office = String::new();
    office.cases[0].identity.office = "L".into();
    assert_eq!(
        order(&office),
        ["HT01", "HT02"],
        "the client's own office, where the referral names none"
    );
    office.cases[0].identity.office = String::new();
    assert_eq!(weight(&office, "HT01", "A8"), None);
}

#[test]
fn a9_the_trainer_who_knows_the_client_counts() {
    let mut office = office(1);
    office.cases[0].earlier = vec![id("HT02")];
    assert_eq!(order(&office), ["HT02", "HT01"]);
    assert_eq!(
        weight(&office, "HT02", "A9"),
        Some((4.0, "knows him: an earlier case".to_owned()))
    );
    let old = office.open_case("HT02", 2);
    office.plan(old, "2011-03-01");
    office.cases[old].client = office.cases[0].client;
    office.cases[old].case.signoff = Some((day("2011-09-01"), "COMP".into()));
    assert_eq!(
        of(&office, "HT02").in_words(),
        "same office, knows him: plan 2011, lowest load"
    );
    office.cases[0].identity.gender = "F".into();
    assert_eq!(
        weight(&office, "HT02", "A9").unwrap().1,
        "knows her: plan 2011"
    );
}

#[test]
fn a10_free_room_counts_and_nobody_goes_over_the_cap() {
    let mut office = office(2);
    for _ in 0..5 {
        office.open_case("HT01", 2);
    }
    assert_eq!(order(&office), ["HT02", "HT01"]);
    let (counts, sentence) = weight(&office, "HT01", "A10").unwrap();
    assert!((counts - 4.0 * 3.0 * (1.0 - 0.825)).abs() < 1e-9);
    assert_eq!(sentence, "load 75% → 90%");
    office.open_case("HT01", 1);
    office.open_case("HT01", 1);
    assert_eq!(
        bars(&office, "HT01"),
        [],
        "17 and 3 are 20: full, and not over"
    );
    office.open_case("HT01", 1);
    assert_eq!(
        bars(&office, "HT01"),
        [(
            "A10",
            "full: 18 of 20 points, this case counts 3".to_owned()
        )]
    );
    assert!(of(&office, "HT01").blocked_by[0].override_allowed);
    assert_eq!(order(&office), ["HT02", "HT01"]);
}

#[test]
fn a11_a_trainer_who_is_there_before_the_release_comes_first() {
    let mut office = with(office(1), |t| {
        testing::set_leave(t, "2012-06-15", "2012-06-29", "L");
    });
    testing::set_leave(&mut office.staff[0], "2012-06-14", "2012-06-14", "O");
    office.cases[0].case.release = Some(day("2012-06-25"));
    let away = of(&office, "HT01");
    assert!(
        away.cautions
            .contains(&"not there before the release on 25/06/2012".to_owned())
    );
    assert_eq!(weight(&office, "HT01", "A11"), None);
    assert_eq!(
        weight(&office, "HT02", "A11"),
        Some((
            2.0,
            "can meet him before the release (7 working days)".to_owned()
        ))
    );
    office.cases[0].case.release = Some(day(TODAY));
    assert_eq!(weight(&office, "HT02", "A11"), None, "released already");
}

#[test]
fn a_new_starter_without_a_case_is_ranked_and_not_forgotten() {
    let mut office = office(1);
    office.open_case("HT01", 2);
    office.open_case("HT02", 2);
    office.staff(testing::trainer("HT03", TODAY));
    let all = ranked(&office);
    assert_eq!(all[0].trainer, id("HT03"));
    assert!(all[0].load_before.abs() < 1e-9 && all[0].eligible);
    assert_eq!(all[0].in_words(), "same office, lowest load");
}

#[test]
fn somebody_on_leave_today_stands_barred_below_everybody_who_is_there() {
    let mut office = with(office(1), |t| testing::set_leave(t, TODAY, TODAY, "L"));
    for _ in 0..6 {
        office.open_case("HT02", 2);
    }
    assert_eq!(order(&office), ["HT02", "HT01"]);
    assert_eq!(
        of(&office, "HT01").in_words(),
        "barred: on leave until 14/06/2012"
    );
    office.today = day("2012-06-15");
    assert_eq!(order(&office), ["HT01", "HT02"]);
}

#[test]
fn somebody_who_leaves_tomorrow_is_eligible_and_last() {
    let mut office = with(office(1), |t| t.to = Some(day("2012-06-15")));
    for _ in 0..6 {
        office.open_case("HT02", 2);
    }
    assert_eq!(order(&office), ["HT02", "HT01"]);
    let her = of(&office, "HT01");
    assert!(her.eligible);
    assert_eq!(her.cautions, ["leaves tomorrow, 15/06/2012"]);
}

#[test]
fn a_trainee_takes_type_1_within_a_small_room_and_never_type_2() {
    let mut office = office(1);
    office.staff(testing::trainee("HT03", "2012-05-01"));
    let her = of(&office, "HT03");
    assert!(
        her.eligible && (her.load_after - 0.25).abs() < 1e-9,
        "one of 4 points"
    );
    assert_eq!(her.role_words, "trainee L2");
    office.cases[0].case.type_asked = Some(2);
    let all = ranked(&office);
    assert_eq!(
        (all[2].trainer.0.as_str(), all[2].in_words()),
        ("HT03", "barred: Type 2 needs Level 3".into())
    );
}

#[test]
fn a_champion_is_shown_last_for_any_work() {
    let mut office = office(1);
    office.staff(testing::trainer("HC01", "2010-04-01"));
    testing::set_role(&mut office.staff[2], "2010-04-01", "champion");
    let all = ranked(&office);
    assert_eq!(
        all[2].in_words(),
        "barred: champion: only alongside a trainer"
    );
    assert_eq!(all[2].role_words, "champion L3");
}

#[test]
fn zero_hours_bar_and_hours_not_on_file_bar_with_their_own_sentence() {
    let zero = with(office(1), |t| testing::set_hours(t, "2012-06-01", 0.0));
    assert_eq!(
        bars(&zero, "HT01"),
        [("A10", "no hours this week".to_owned())]
    );
    let blank = with(office(1), |t| t.hours.clear());
    assert_eq!(
        bars(&blank, "HT01"),
        [("A10", "no weekly hours on file".to_owned())]
    );
    assert!(
        ranked(&blank)
            .iter()
            .all(|c| c.score.is_finite() && c.load_after.is_finite())
    );
}

#[test]
fn where_all_are_barred_all_are_shown_the_nearest_first() {
    let mut office = with(office(2), |t| t.level3 = None);
    testing::set_leave(&mut office.staff[1], TODAY, "2012-06-20", "L");
    testing::set_conflict(&mut office.staff[1], "C-000001");
    let all = ranked(&office);
    assert!(all.iter().all(|c| !c.eligible));
    assert_eq!(all[0].trainer, id("HT01"), "one bar before two");
    assert_eq!(all[1].blocked_by.len(), 2);
}

#[test]
fn officers_and_managers_are_never_listed_and_nobody_else_is_hidden() {
    let mut office = office(1);
    for (number, role) in [("AO01", "admin"), ("SP01", "manager")] {
        office.staff(testing::trainer(number, "2010-04-01"));
        let last = office.staff.len() - 1;
        office.staff[last].roles[0].what = role.to_owned();
    }
    office.staff(testing::trainer("HT05", "2010-04-01"));
    office.staff[4].roles.clear();
    let mut gone = testing::trainer("HT06", "2010-04-01");
    gone.to = Some(day("2011-12-31"));
    office.staff(gone);
    assert_eq!(order(&office), ["HT01", "HT02", "HT05"]);
    assert_eq!(
        bars(&office, "HT05"),
        [("A1", "no role on file for today".to_owned())]
    );
    office.cases[0].earlier = vec![id("HT06")];
    assert_eq!(
        bars(&office, "HT06"),
        [("A2", "left on 31/12/2011".to_owned())],
        "the client may ask for her"
    );
}

#[test]
fn the_case_itself_does_not_count_against_the_trainer_who_has_it() {
    let mut office = office(2);
    let n = office.open_case("HT01", 2);
    office.cases.swap(0, n);
    let her = of(&office, "HT01");
    assert!(her.load_before.abs() < 1e-9 && (her.load_after - 0.15).abs() < 1e-9);
    assert_eq!(weight(&office, "HT01", "A9").unwrap().1, "has the case now");
}

#[test]
fn a_plan_means_type_2_and_unsure_means_type_1() {
    let mut office = office(1);
    assert_eq!(work_asked(&office.cases[0]), 1);
    office.cases[0].case.type_asked = None;
    assert_eq!(work_asked(&office.cases[0]), 1);
    office.plan(0, "2012-06-01");
    assert_eq!(work_asked(&office.cases[0]), 2);
}

#[test]
fn a_reason_has_ten_characters_and_blanks_do_not_count_for_more() {
    assert!(may_override("no one else"));
    assert!(!may_override("only one"));
    assert!(!may_override("     a      b     "));
    assert!(may_override("ö".repeat(10).as_str()));
}

#[test]
fn the_screen_of_the_sketch_comes_out_as_drawn() {
    let mut office = office(2);
    for (holder, cases) in [("HT01", 4), ("HT02", 5), ("HT03", 3)] {
        for _ in 0..cases {
            office.open_case(holder, 2);
        }
    }
    office.cases[0].earlier = vec![id("HT01")];
    office.staff(testing::trainer("HT03", "2010-04-01"));
    testing::set_offices(&mut office.staff[2], &["V"]);
    office.staff(testing::trainee("HT04", "2012-01-01"));
    office.staff(testing::trainer("HT05", "2010-04-01"));
    testing::set_conflict(&mut office.staff[4], "X000001");
    let words: Vec<(String, String)> = ranked(&office)
        .iter()
        .map(|c| (c.trainer.0.clone(), c.in_words()))
        .collect();
    let expected = [
        ("HT01", "same office, knows him: an earlier case"),
        ("HT02", "same office"),
        ("HT03", "lowest load, other office"),
        ("HT05", "barred: conflict on file"),
        ("HT04", "barred: Type 2 needs Level 3"),
    ];
    assert_eq!(
        words,
        expected.map(|(who, why)| (who.to_owned(), why.to_owned()))
    );
}

/// A trainer of any kind, from a handful of small choices.
fn any_trainer(number: usize) -> impl Strategy<Value = Trainer> {
    let choices = (
        0_u8..5,
        0_u8..3,
        0_u8..4,
        0_u8..4,
        any::<bool>(),
        any::<bool>(),
    );
    choices.prop_map(move |(role, level, hours, away, conflict, woman)| {
        let mut t = testing::trainer(&format!("HT{number:02}"), "2012-01-09");
        t.roles[0].what =
            ["trainer", "trainer", "trainee", "champion", ""][role as usize].to_owned();
        t.level3 = (level == 2).then(|| day("2012-02-01"));
        t.level2 = (level > 0).then(|| day("2012-01-20"));
        testing::set_hours(&mut t, "2012-01-09", [0.0, 7.4, 18.5, 37.0][hours as usize]);
        match away {
            1 => testing::set_leave(&mut t, "2012-06-10", "2012-06-20", "L"),
            2 => t.to = Some(day("2012-06-20")),
            3 => t.to = Some(day("2012-06-10")),
            _ => {}
        }
        if conflict {
            testing::set_conflict(&mut t, "C-000001");
        }
        t.gender = if woman { "F" } else { "M" }.to_owned();
        t
    })
}

fn any_office() -> impl Strategy<Value = Office> {
    let staff = (0..6_usize).map(any_trainer).collect::<Vec<_>>();
    let held = prop::collection::vec((0..7_usize, 1..=2_u8), 0..30);
    (
        staff,
        held,
        1..=2_u8,
        prop::sample::select(vec!["", "F", "M"]),
    )
        .prop_map(|(staff, held, work, wish)| {
            let mut office = Office::on(TODAY);
            office.staff = staff;
            office.referral("2012-06-12", work);
            office.cases[0].identity.trainer_gender = wish.to_owned();
            for (holder, work) in held {
                office.open_case(&format!("HT{holder:02}"), work);
            }
            office
        })
}

proptest! {
    #[test]
    fn no_barred_trainer_ever_stands_before_an_eligible_one_and_scores_fall(office in any_office()) {
        let all = ranked(&office);
        for pair in all.windows(2) {
            prop_assert!(pair[0].eligible || !pair[1].eligible);
            if pair[0].eligible && pair[1].eligible {
                prop_assert!(pair[0].score >= pair[1].score);
            }
        }
        for c in &all {
            prop_assert_eq!(c.eligible, c.blocked_by.is_empty());
            prop_assert!((c.score - c.why.iter().map(|r| r.weight).sum::<f64>()).abs() < 1e-9);
            prop_assert!(!c.eligible || c.load_after <= 1.0 + 1e-9);
        }
    }

    #[test]
    fn the_order_does_not_hang_on_the_order_of_staff_or_cases(office in any_office(), turn in 0..6_usize) {
        let before = ranked(&office);
        let mut other = office.clone();
        other.staff.rotate_left(turn);
        other.cases[1..].reverse();
        prop_assert_eq!(before, ranked(&other));
    }
}
