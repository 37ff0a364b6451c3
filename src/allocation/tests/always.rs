//! What holds whatever the office.

use super::*;

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
