//! Cases that nobody, two people or the wrong person has. A healthy store has none.
//!
//! # Why
//! A case can go wrong without anybody touching it: its trainer leaves, falls ill for an unknown time, or declares a
//! conflict later. So this looks at every open case, every time, and not only at the moment of allocation.

use super::Scene;
use super::judging::in_conflict;
use super::words::day;
use crate::domain::case::Case;
use crate::domain::overview::CaseLine;
use crate::domain::reference::{CaseNo, ClientId, TrainerId};
use crate::domain::trainer::Trainer;

/// Something that is wrong with who has a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Which case.
    pub case: CaseNo,
    /// Whose.
    pub client: ClientId,
    /// Who has it.
    pub trainer: Option<TrainerId>,
    /// The rule: `A1`, `A2`, `A3`, or `one holder`.
    pub rule: &'static str,
    /// In words, without names.
    pub sentence: String,
    /// Whether a reason was written down when the case was given, which may be the reason for passing this very rule.
    pub reason_on_file: bool,
}

/// Everything that is wrong with who has which open case.
pub fn breaches(scene: &Scene) -> Vec<Breach> {
    scene
        .cases
        .iter()
        .filter(|line| line.case.is_open())
        .flat_map(|line| of(scene, line))
        .collect()
}

fn of(scene: &Scene, line: &CaseLine) -> Vec<Breach> {
    let mut found = Vec::new();
    let mut breach = |rule: &'static str, sentence: String| {
        let reason = line.case.spells.last().map(|s| s.reason.as_str());
        found.push(Breach {
            case: line.case.no,
            client: line.client,
            trainer: line.case.holder().cloned(),
            rule,
            sentence,
            reason_on_file: reason.is_some_and(super::rank::may_override),
        });
    };
    if overlapping(&line.case) {
        breach(
            "one holder",
            "two trainers have the case at once".to_owned(),
        );
    }
    let Some(holder) = line.case.holder() else {
        if !line.waits() {
            breach(
                "one holder",
                "work goes on and nobody has the case".to_owned(),
            );
        }
        return found;
    };
    match scene.trainers.iter().find(|t| t.id == *holder) {
        None => breach(
            "one holder",
            format!("{holder} has the case and is not on the roster"),
        ),
        Some(trainer) => {
            for (rule, sentence) in wrong_with(scene, line, trainer) {
                breach(rule, sentence);
            }
        }
    }
    found
}

fn wrong_with(scene: &Scene, line: &CaseLine, trainer: &Trainer) -> Vec<(&'static str, String)> {
    let today = scene.today;
    let mut found = Vec::new();
    if let Some(to) = trainer.to.filter(|to| *to < today) {
        found.push(("A2", format!("the trainer left on {}", day(to))));
    } else if !trainer.in_post(today) {
        found.push(("A2", "the trainer is not in post yet".to_owned()));
    } else if let Some(leave) = trainer.leave_on(today).filter(|l| l.to.is_none()) {
        found.push((
            "A2",
            format!(
                "the trainer is away since {}, nobody knows until when",
                day(leave.from)
            ),
        ));
    }
    if in_conflict(trainer, line) {
        found.push(("A3", "a conflict with the trainer is on file".to_owned()));
    }
    let allowed = match line.case.kind_of_work() {
        Some(2) => trainer.has_level3(today),
        _ => trainer.has_level2(today),
    };
    if !allowed || trainer.role_on(today) == "champion" {
        found.push((
            "A1",
            "the trainer may not do this type of work alone".to_owned(),
        ));
    }
    found
}

/// Whether two spells share a day, or one before the last is still open.
fn overlapping(case: &Case) -> bool {
    case.spells
        .windows(2)
        .any(|pair| pair[0].to.is_none_or(|to| to > pair[1].from))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{self, Office, day, id};
    use super::*;

    fn rules(office: &Office) -> Vec<&'static str> {
        breaches(&office.scene()).iter().map(|b| b.rule).collect()
    }

    #[test]
    fn a_case_is_sound_until_its_trainer_leaves_or_a_conflict_turns_up() {
        let mut office = Office::on("2012-06-14");
        office.staff(testing::trainer("HT01", "2010-04-01"));
        office.open_case("HT01", 2);
        office.referral("2012-06-12", 1);
        assert_eq!(rules(&office), Vec::<&str>::new());
        testing::set_conflict(&mut office.staff[0], "C-000001");
        assert_eq!(rules(&office), ["A3"]);
        office.staff[0].to = Some(day("2012-06-13"));
        assert_eq!(rules(&office), ["A2", "A3"]);
        office.staff[0].level3 = None;
        assert_eq!(rules(&office), ["A2", "A3", "A1"]);
    }

    #[test]
    fn two_holders_and_an_unknown_one_are_found() {
        let mut office = Office::on("2012-06-14");
        office.staff(testing::trainer("HT01", "2010-04-01"));
        let n = office.open_case("HT01", 2);
        office.cases[n]
            .case
            .give(id("HT09"), day("2012-06-01"), "", 2);
        office.cases[n].case.spells[0].to = None;
        let found = breaches(&office.scene());
        assert_eq!(found.len(), 2);
        assert!(
            found
                .iter()
                .all(|b| b.rule == "one holder" && !b.reason_on_file)
        );
    }
}
