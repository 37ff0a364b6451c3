//! The edges of the staff: each with its place and its sentence.

use super::*;

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
