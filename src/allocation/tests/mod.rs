//! One test for every rule, one for every edge of the staff, and what must hold whatever the scene.

mod always;
mod edges;
mod rules;

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
