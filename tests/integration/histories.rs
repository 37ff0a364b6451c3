//! Random histories, a few hundred of the ten thousand that `cargo bench --bench allocation` runs.

#[path = "../../benches/allocation/histories.rs"]
mod simulated;

#[test]
fn no_random_history_breaks_a_hard_rule_without_a_reason_or_loses_a_case_or_an_undoing() {
    let tally = simulated::run(150);
    assert!(tally.is_clean(), "{tally:#?}");
    assert!(
        tally.given > 300 && tally.passed > 10 && tally.undone > 150 && tally.found > 100,
        "the histories exercise what they should: {tally:#?}"
    );
}
