//! One test for every rule of the table.

use super::*;

#[test]
fn every_rule_of_the_table_has_a_test_of_its_own_and_a_weight_where_it_weighs() {
    let here = include_str!("rules.rs");
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
