//! How a case may go from one state to the next: one table, which the store keeps to and a test holds against the fold.
//!
//! Source: casework reference, section 3.6 (statuses; a proposal).
//!
//! # Why
//! What an officer does to a case is refused where it makes no sense: a case that is over is given to nobody. Paper is
//! never refused for its order: it tells what happened, and it comes late. Undoing is always allowed, since everything is
//! folded again without what was undone.

use super::act::Deed;
use super::case::{Case, CaseState};
use super::reference::CaseNo;

/// What may be done to a case, from which states, and where that leads.
pub struct Transition {
    /// The kind of act, as in the table of acts.
    pub act: &'static str,
    /// States in which it may be done.
    pub from: &'static [CaseState],
    /// States in which the case may be afterwards.
    pub to: &'static [CaseState],
    /// What stands against it all the same.
    pub unless: fn(&Case) -> bool,
    /// What is said where it may not.
    pub otherwise: &'static str,
}

/// Nothing stands against it.
fn nothing(_: &Case) -> bool {
    false
}

/// Somebody has seen the client: work was done.
fn was_seen(case: &Case) -> bool {
    case.last_seen().is_some()
}

use CaseState::{Allocated, Closed, NotTaken, Open, ToAllocate};

/// The table.
pub const TRANSITIONS: &[Transition] = &[
    Transition {
        act: "case allocated",
        from: &[ToAllocate, Allocated, Open],
        to: &[Allocated, Open],
        unless: nothing,
        otherwise: "a case that is over is given to nobody",
    },
    Transition {
        act: "case returned",
        from: &[Allocated, Open],
        to: &[ToAllocate],
        unless: nothing,
        otherwise: "nobody has this case, so nobody can hand it back",
    },
    Transition {
        act: "case covered",
        from: &[Allocated, Open],
        to: &[Allocated, Open],
        unless: nothing,
        otherwise: "nobody has this case, so nobody can stand in for her",
    },
    Transition {
        act: "case put on hold",
        from: &[ToAllocate, Allocated, Open],
        to: &[ToAllocate, Allocated, Open],
        unless: nothing,
        otherwise: "a case that is over does not wait for anything",
    },
    Transition {
        act: "case resumed",
        from: &[ToAllocate, Allocated, Open],
        to: &[ToAllocate, Allocated, Open],
        unless: nothing,
        otherwise: "a case that is over is not taken up again: key a new referral",
    },
    Transition {
        act: "trainer told",
        from: &[Allocated, Open],
        to: &[Allocated, Open],
        unless: nothing,
        otherwise: "nobody has this case, so there is nobody to tell",
    },
    Transition {
        act: "referral closed",
        from: &[ToAllocate, Allocated, Open],
        to: &[NotTaken],
        unless: was_seen,
        otherwise: "work was done on this case, or it is over: work ends with a sign-off",
    },
];

/// Why a deed may not be done to a case as it stands; `None` where it may.
pub fn refusal(deed: &Deed, case: &Case) -> Option<&'static str> {
    let name = deed.kind().name;
    let line = TRANSITIONS.iter().find(|t| t.act == name)?;
    let may = line.from.contains(&case.state()) && !(line.unless)(case);
    (!may).then_some(line.otherwise)
}

/// A state in words: `signed off`.
pub fn words(state: CaseState) -> &'static str {
    match state {
        ToAllocate => "waits for a trainer",
        Allocated => "is allocated",
        Open => "is open",
        Closed => "is signed off",
        NotTaken => "was not taken on",
    }
}

impl Deed {
    /// The case that it is done to; sheets find their case by their day.
    pub fn case(&self) -> Option<CaseNo> {
        match self {
            Self::Allocated { case, .. }
            | Self::ReferralClosed { case, .. }
            | Self::CaseReturned { case, .. }
            | Self::CaseCovered { case, .. }
            | Self::CaseHeld { case, .. }
            | Self::CaseResumed { case, .. }
            | Self::TrainerTold { case, .. } => Some(*case),
            _ => None,
        }
    }
}

/// What begins the sentences of hard rules that were passed, among those shown.
pub const PASSED: &str = "passed ";

fn passed(shown: &[String]) -> Vec<String> {
    let rules = shown.iter().filter_map(|s| s.strip_prefix(PASSED));
    rules.map(str::to_owned).collect()
}

impl Case {
    /// Takes over what was done to it.
    pub fn take(&mut self, act: u64, deed: &Deed) {
        match deed {
            Deed::Allocated {
                trainer,
                work,
                shown,
                reason,
                told,
                on,
                ..
            } => {
                self.give(trainer.clone(), *on, reason, act);
                self.begin_work(*work, *on);
                if let Some(spell) = self.spells.last_mut() {
                    spell.passed = passed(shown);
                    spell.told.clone_from(told);
                }
            }
            Deed::CaseReturned {
                how, reason, on, ..
            } => {
                let words = [how.as_str(), reason.as_str()];
                let said: Vec<&str> = words.into_iter().filter(|w| !w.is_empty()).collect();
                self.take_back(*on, &said.join(": "));
            }
            Deed::CaseCovered {
                trainer,
                until,
                reason,
                told,
                on,
                ..
            } => self.covers.push(super::case::Cover {
                trainer: trainer.clone(),
                from: *on,
                to: *until,
                reason: reason.clone(),
                told: told.clone(),
                act,
            }),
            Deed::CaseHeld {
                reason, until, on, ..
            } => self.hold(*on, *until, reason),
            Deed::CaseResumed { on, .. } => self.resume(*on),
            Deed::TrainerTold { trainer, told, .. } => self.tell(trainer, told),
            Deed::ReferralClosed { outcome, .. } => self.outcome.clone_from(outcome),
            _ => {}
        }
    }

    /// A trainer is told of flags, where she has the case or stands in.
    pub fn tell(&mut self, trainer: &super::reference::TrainerId, told: &[String]) {
        let spell = self.spells.last_mut().filter(|s| s.trainer == *trainer);
        let cover = self.covers.last_mut().filter(|c| c.trainer == *trainer);
        let places = spell.map(|s| &mut s.told).into_iter();
        for known in places.chain(cover.map(|c| &mut c.told)) {
            for flag in told {
                if !known.contains(flag) {
                    known.push(flag.clone());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::reference::TrainerId;
    use chrono::NaiveDate;

    const ALL: [CaseState; 5] = [ToAllocate, Allocated, Open, Closed, NotTaken];

    fn no() -> CaseNo {
        CaseNo {
            year: 2012,
            number: 1,
        }
    }

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2012, 6, n).unwrap()
    }

    fn her() -> TrainerId {
        TrainerId("HT01".into())
    }

    fn case_in(state: CaseState) -> Case {
        let mut case = Case::new(no());
        if state != ToAllocate && state != NotTaken {
            case.give(her(), day(1), "", 1);
        }
        match state {
            Open => case.first_contact = Some(day(2)),
            Closed => case.signoff = Some((day(3), "COMP".into())),
            NotTaken => case.outcome = "D".into(),
            _ => {}
        }
        assert_eq!(case.state(), state);
        case
    }

    fn deeds() -> Vec<Deed> {
        let (case, trainer, on) = (no(), her(), day(4));
        let text = String::new;
        vec![
            Deed::Allocated {
                case,
                trainer: trainer.clone(),
                work: 1,
                rank: 1,
                shown: vec!["passed A1: Type 2 needs Level 3".into()],
                reason: text(),
                told: vec!["rosh:V".into()],
                on,
            },
            Deed::CaseReturned {
                case,
                trainer: trainer.clone(),
                how: "declined".into(),
                reason: "too far".into(),
                on,
            },
            Deed::CaseCovered {
                case,
                trainer: trainer.clone(),
                until: day(9),
                shown: Vec::new(),
                reason: text(),
                told: Vec::new(),
                on,
            },
            Deed::CaseHeld {
                case,
                reason: "custody".into(),
                until: None,
                on,
            },
            Deed::CaseResumed { case, on },
            Deed::TrainerTold {
                case,
                trainer,
                told: vec!["alert:AV2S".into()],
                on,
            },
            Deed::ReferralClosed {
                case,
                outcome: "D".into(),
                reason: text(),
            },
        ]
    }

    #[test]
    fn every_line_of_the_table_is_what_the_fold_does_and_nothing_else_is_allowed() {
        let deeds = deeds();
        assert_eq!(deeds.len(), TRANSITIONS.len());
        for deed in &deeds {
            let name = deed.kind().name;
            let line = TRANSITIONS.iter().find(|t| t.act == name).expect(name);
            for state in ALL {
                let mut case = case_in(state);
                let may = line.from.contains(&state) && !(line.unless)(&case);
                let said = refusal(deed, &case);
                assert_eq!(said.is_none(), may, "{name} where it {}", words(state));
                if may {
                    case.take(9, deed);
                    assert!(line.to.contains(&case.state()), "{name}");
                }
            }
        }
    }

    #[test]
    fn a_case_is_closed_without_work_while_nobody_was_seen_and_not_afterwards() {
        let mut case = case_in(Allocated);
        let close = deeds().pop().unwrap();
        case.contacts.push(crate::domain::case::Contact {
            serial: "S-1".into(),
            on: day(2),
            attendance: "3".into(),
            next: None,
        });
        assert_eq!((case.state(), refusal(&close, &case)), (Open, None));
        case.contacts[0].attendance = "5".into();
        assert!(refusal(&close, &case).unwrap().contains("a sign-off"));
    }

    #[test]
    fn what_was_passed_told_and_given_back_stays_with_the_spell() {
        let mut case = case_in(ToAllocate);
        let deeds = deeds();
        case.take(1, &deeds[0]);
        case.take(2, &deeds[5]);
        case.take(3, &deeds[1]);
        let spell = &case.spells[0];
        assert_eq!(spell.passed, ["A1: Type 2 needs Level 3"]);
        assert_eq!(spell.told, ["rosh:V", "alert:AV2S"]);
        assert_eq!(spell.ended, "declined: too far");
        assert_eq!(case.holder(), None);
    }

    #[test]
    fn cover_ends_by_itself_and_when_the_case_changes_hands() {
        let mut case = case_in(Open);
        let other = TrainerId("HT02".into());
        case.covers.push(super::super::case::Cover {
            trainer: other.clone(),
            from: day(4),
            to: day(9),
            reason: String::new(),
            told: Vec::new(),
            act: 2,
        });
        assert_eq!(case.worker_on(day(9)), Some(&other));
        assert_eq!(case.worker_on(day(10)), Some(&her()));
        case.give(TrainerId("HT03".into()), day(6), "", 3);
        assert_eq!(case.worker_on(day(8)), Some(&TrainerId("HT03".into())));
        assert_eq!(case.covers[0].to, day(5));
        case.covers[0].from = day(6);
        assert_eq!(case.cover_on(day(6)), None, "it ended on its first day");
    }

    #[test]
    fn a_hold_ends_on_its_day_or_when_work_goes_on() {
        let mut case = case_in(Open);
        case.hold(day(4), Some(day(20)), "custody");
        assert!(case.is_on_hold(day(19)) && !case.is_on_hold(day(20)));
        case.resume(day(10));
        assert!(case.is_on_hold(day(9)) && !case.is_on_hold(day(10)));
    }

    #[test]
    fn type_1_becomes_type_2_and_both_keep_their_days() {
        let mut case = case_in(Open);
        case.begin_work(1, day(1));
        case.begin_work(1, day(3));
        case.begin_work(2, day(8));
        let works: Vec<(u8, NaiveDate)> = case.works.iter().map(|w| (w.kind, w.from)).collect();
        assert_eq!(works, [(1, day(1)), (2, day(8))]);
        assert_eq!(case.kind_of_work(), Some(2));
    }
}
