//! Cases that nobody, two people or the wrong person has, and flags that whoever has one was not told of. A healthy store
//! has none.
//!
//! # Why
//! A case can go wrong without anybody touching it: its trainer leaves, falls ill, a conflict or a flag turns up later, a
//! client is joined to one with a conflict. So this looks at every open case, every time, and not only at the moment of
//! allocation. What was passed with a reason when the case was given is no breach.

use super::Scene;
use super::judging::in_conflict;
use super::risk;
use super::words::day;
use crate::domain::case::Case;
use crate::domain::overview::CaseLine;
use crate::domain::reference::{CaseNo, ClientId, TrainerId};
use crate::domain::trainer::{Leave, Trainer};

/// The rule that somebody, and only one, has each case.
pub const ONE_HOLDER: &str = "one holder";
/// The rule that whoever has a case was told all about safety.
pub const TOLD: &str = "told";

/// Something that is wrong with who has a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Which case.
    pub case: CaseNo,
    /// Whose.
    pub client: ClientId,
    /// Who has it, or stands in.
    pub trainer: Option<TrainerId>,
    /// The rule: `A1`, `A2`, `A3`, [`ONE_HOLDER`], [`TOLD`].
    pub rule: &'static str,
    /// In words, without names.
    pub sentence: String,
    /// What puts it right, in words.
    pub remedy: &'static str,
    /// Whether this very rule was passed with a reason when the case was given.
    pub passed: bool,
}

/// Everything that is wrong with who has which open case, rules that were passed with a reason among it.
pub fn everything(scene: &Scene) -> Vec<Breach> {
    let open = scene.cases.iter().filter(|line| line.case.is_open());
    open.flat_map(|line| of(scene, line)).collect()
}

/// Everything that is wrong and that nobody passed with a reason.
pub fn breaches(scene: &Scene) -> Vec<Breach> {
    let mut found = everything(scene);
    found.retain(|b| !b.passed);
    found
}

fn of(scene: &Scene, line: &CaseLine) -> Vec<Breach> {
    let mut found = Vec::new();
    let holder = line.case.holder();
    let mut breach = |who: Option<&TrainerId>, rule, sentence: String, remedy| {
        let spell = line.case.spells.last();
        let begins = format!("{rule}:");
        let is_passed = |passed: &String| passed.starts_with(&begins);
        found.push(Breach {
            case: line.case.no,
            client: line.client,
            trainer: who.cloned(),
            rule,
            sentence,
            remedy,
            passed: who == holder && spell.is_some_and(|s| s.passed.iter().any(is_passed)),
        });
    };
    if overlapping(&line.case) {
        let said = "two trainers have the case at once".to_owned();
        breach(holder, ONE_HOLDER, said, GIVE);
    }
    let Some(holder) = holder else {
        if !line.waits() {
            let said = "work goes on and nobody has the case".to_owned();
            breach(None, ONE_HOLDER, said, GIVE);
        }
        return found;
    };
    let cover = line.case.cover_on(scene.today).map(|c| &c.trainer);
    for who in std::iter::once(holder).chain(cover) {
        let is_away = who != holder || cover.is_none();
        match scene.trainers.iter().find(|t| t.id == *who) {
            None => {
                let said = format!("{who} has the case and is not on the roster");
                breach(Some(who), ONE_HOLDER, said, GIVE);
            }
            Some(trainer) => {
                for (rule, sentence, remedy) in wrong_with(scene, line, trainer, is_away) {
                    breach(Some(who), rule, sentence, remedy);
                }
            }
        }
    }
    found
}

const GIVE: &str = "give the case to somebody";
const ANOTHER: &str = "give it to somebody else";
const STAND_IN: &str = "let somebody stand in, or give it to somebody else";
const TELL: &str = "tell the trainer, and note it here";

type Wrong = (&'static str, String, &'static str);

/// What is wrong with this trainer for this case. `works` is false where somebody stands in for her.
fn wrong_with(scene: &Scene, line: &CaseLine, trainer: &Trainer, works: bool) -> Vec<Wrong> {
    let today = scene.today;
    let mut found: Vec<Wrong> = Vec::new();
    if let Some(to) = trainer.to.filter(|to| *to < today) {
        found.push(("A2", format!("left on {}", day(to)), ANOTHER));
    } else if !trainer.in_post(today) {
        found.push(("A2", "not in post yet".to_owned(), ANOTHER));
    } else if let Some(leave) = trainer
        .leave_on(today)
        .filter(|l| works && too_long(scene, l))
    {
        found.push(("A2", absence(leave), STAND_IN));
    }
    if in_conflict(scene.settings, trainer, line) {
        let said = "a conflict with the client is on file".to_owned();
        found.push(("A3", said, ANOTHER));
    }
    let allowed = match line.case.kind_of_work() {
        Some(2) => trainer.has_level3(today),
        _ => trainer.has_level2(today),
    };
    if !allowed || trainer.role_on(today) == "champion" {
        let said = "may not do this type of work alone".to_owned();
        found.push(("A1", said, ANOTHER));
    }
    let untold = risk::untold(line, &trainer.id, today);
    if !untold.is_empty() {
        let words: Vec<String> = untold
            .iter()
            .map(|flag| risk::words_of_flag(flag))
            .collect();
        found.push((TOLD, format!("not told yet: {}", words.join("; ")), TELL));
    }
    found
}

/// Whether an absence is so long that somebody must stand in: nobody knows its end, or the settings say so.
fn too_long(scene: &Scene, leave: &Leave) -> bool {
    let longest = i64::from(scene.settings.people.cover_after);
    leave
        .to
        .is_none_or(|to| (to - leave.from).num_days() >= longest)
}

/// Of somebody away no more is said than since when and until when.
fn absence(leave: &Leave) -> String {
    let since = day(leave.from);
    match leave.to {
        Some(to) => format!("away from {since} to {}, nobody stands in", day(to)),
        None => format!("away since {since}, nobody knows until when, nobody stands in"),
    }
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
    use crate::domain::case::Cover;
    use crate::domain::dossier::Declared;

    fn rules(office: &Office) -> Vec<&'static str> {
        breaches(&office.scene()).iter().map(|b| b.rule).collect()
    }

    fn sound() -> Office {
        let mut office = Office::on("2012-06-14");
        office.staff(testing::trainer("HT01", "2010-04-01"));
        office.open_case("HT01", 2);
        office.referral("2012-06-12", 1);
        assert_eq!(rules(&office), Vec::<&str>::new());
        office
    }

    #[test]
    fn a_case_is_sound_until_its_trainer_leaves_or_a_conflict_turns_up() {
        let mut office = sound();
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
        assert_eq!(rules(&office), [ONE_HOLDER, ONE_HOLDER]);
    }

    #[test]
    fn a_rule_passed_with_a_reason_is_no_breach_and_no_other_rule_is_passed_by_it() {
        let mut office = sound();
        testing::set_conflict(&mut office.staff[0], "C-000001");
        office.cases[0].case.spells[0].passed = vec!["A3: conflict on file".into()];
        assert_eq!(rules(&office), Vec::<&str>::new());
        assert_eq!(everything(&office.scene()).len(), 1);
        office.staff[0].level3 = None;
        assert_eq!(rules(&office), ["A1"]);
    }

    #[test]
    fn a_flag_that_came_later_is_a_breach_until_the_trainer_is_told() {
        let mut office = sound();
        office.cases[0].risk.alerts = vec!["AV2S".into()];
        let found = breaches(&office.scene());
        assert_eq!(found[0].rule, TOLD);
        assert_eq!(
            found[0].sentence,
            "not told yet: risk to staff: office only, two workers"
        );
        let flags = office.cases[0].risk.flags();
        office.cases[0].case.tell(&id("HT01"), &flags);
        assert_eq!(rules(&office), Vec::<&str>::new());
    }

    #[test]
    fn a_long_absence_needs_somebody_who_stands_in_and_she_is_held_to_the_same_rules() {
        let mut office = sound();
        office.staff(testing::trainee("HT02", "2012-01-09"));
        testing::set_leave(&mut office.staff[0], "2012-06-11", "2012-06-15", "L");
        assert_eq!(rules(&office), Vec::<&str>::new(), "five days");
        office.staff[0].leave[0].to = Some(day("2012-06-29"));
        assert_eq!(rules(&office), ["A2"]);
        office.cases[0].case.covers.push(Cover {
            trainer: id("HT02"),
            from: day("2012-06-11"),
            to: day("2012-06-29"),
            reason: "leave".into(),
            told: Vec::new(),
            act: 1,
        });
        assert_eq!(rules(&office), ["A1"], "a trainee stands in for a Type 2");
        office.staff[1].level3 = Some(day("2012-01-01"));
        assert_eq!(rules(&office), Vec::<&str>::new());
        office.today = day("2012-06-30");
        assert_eq!(rules(&office), Vec::<&str>::new(), "it ends by itself");
    }

    #[test]
    fn a_conflict_declared_about_the_client_or_about_a_record_joined_to_hers_is_found() {
        let mut office = sound();
        testing::set_conflict(&mut office.staff[0], "C-000777");
        assert_eq!(rules(&office), Vec::<&str>::new());
        office.cases[0].also = vec!["C-000777".into()];
        assert_eq!(rules(&office), ["A3"]);
        office.cases[0].also = vec!["X999999".into()];
        office.staff[0].conflicts[0].client = "x999999".into();
        assert_eq!(rules(&office), ["A3"]);
        office.staff[0].conflicts.clear();
        let declared = |kind: &str| Declared {
            trainer: id("HT01"),
            kind: kind.into(),
            on: day("2012-06-13"),
            act: 9,
        };
        office.cases[0].conflicts = vec![declared("D")];
        assert_eq!(rules(&office), Vec::<&str>::new(), "this kind only warns");
        office.cases[0].conflicts = vec![declared("X")];
        assert_eq!(rules(&office), ["A3"]);
    }
}
