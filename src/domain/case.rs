//! One referral and all that came of it.

use super::fact::Facts;
use super::reference::{CaseNo, Serial, TrainerId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One time with one trainer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spell {
    /// With whom.
    pub trainer: TrainerId,
    /// From this day.
    pub from: NaiveDate,
    /// To the day before this one; open while she has the case.
    pub to: Option<NaiveDate>,
    /// Why it was given, where a reason was asked.
    pub reason: String,
    /// Hard rules that were passed to give it, as they stood on the screen: `A1: Type 2 needs Level 3`.
    pub passed: Vec<String>,
    /// What about safety went with the case, then or since: the flags ([`super::client::Risk::flags`]) that she was told of.
    pub told: Vec<String>,
    /// How and why it was taken back; empty where it was given on, or is still with her.
    pub ended: String,
    /// The act that gave it.
    pub act: u64,
}

/// Somebody stands in for whoever has the case, up to a day. It ends by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    /// Who stands in.
    pub trainer: TrainerId,
    /// From this day.
    pub from: NaiveDate,
    /// The last day; from the day after it the case is again with whoever has it. A day before the first where it ended on
    /// the day on which it began.
    pub to: NaiveDate,
    /// Why.
    pub reason: String,
    /// The flags that she was told of.
    pub told: Vec<String>,
    /// The act that arranged it.
    pub act: u64,
}

/// A case that waits for the client: custody, hospital.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// From this day.
    pub from: NaiveDate,
    /// The first day on which work goes on again; open where nobody knows.
    pub to: Option<NaiveDate>,
    /// Why.
    pub reason: String,
}

/// One kind of work in a case, from a day on. A Type 1 may become a Type 2: then there are two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// 1 or 2.
    pub kind: u8,
    /// From this day.
    pub from: NaiveDate,
}

/// One contact, kept or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The sheet that tells of it.
    pub serial: Serial,
    /// When.
    pub on: NaiveDate,
    /// Attendance code: 5 on time, 6 late and seen, 7 late and not seen, 2 cancelled by client, 3 did not attend,
    /// 4 cancelled by us, 0 in future. Source: NHS data dictionary, ATTENDED OR DID NOT ATTEND.
    pub attendance: String,
    /// Next appointment.
    pub next: Option<NaiveDate>,
}

impl Contact {
    /// Whether she was seen.
    pub fn was_seen(&self) -> bool {
        matches!(self.attendance.as_str(), "5" | "6")
    }

    /// Whether she stayed away without warning.
    pub fn was_missed(&self) -> bool {
        self.attendance == "3"
    }
}

/// A health plan as far as the casework needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The sheet.
    pub serial: Serial,
    /// Started on.
    pub start: Option<NaiveDate>,
    /// Sessions agreed; eight unless the paper says otherwise.
    pub sessions: u32,
}

/// How a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CaseState {
    /// Waits for a trainer.
    ToAllocate,
    /// A trainer has it, nobody has met yet.
    Allocated,
    /// Work goes on.
    Open,
    /// Signed off.
    Closed,
    /// Declined, refused, duplicate or no contact: no work was done.
    NotTaken,
}

/// One case. `Debug` prints numbers and dates only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its number; number 0 where no referral is on file.
    pub no: CaseNo,
    /// The referral sheet, where there is one.
    pub serial: Serial,
    /// Received on.
    pub received: Option<NaiveDate>,
    /// Route code E P V S D C.
    pub route: String,
    /// Office asked for.
    pub office: String,
    /// Reason codes.
    pub reasons: Vec<String>,
    /// Type asked for: 1, 2, or unsure.
    pub type_asked: Option<u8>,
    /// Tier 4 or marked urgent.
    pub urgent: bool,
    /// Can only come in the evening.
    pub evenings: bool,
    /// Release date, for those still inside.
    pub release: Option<NaiveDate>,
    /// Outcome code, where the referral was not simply accepted.
    pub outcome: String,
    /// Who had it when, oldest first.
    pub spells: Vec<Spell>,
    /// Who stood in for whom, oldest first.
    pub covers: Vec<Cover>,
    /// When it waited for the client, oldest first.
    pub holds: Vec<Hold>,
    /// Type of work given by the last allocation or shown by a plan.
    pub work: Option<u8>,
    /// Each type of work with the day on which it began.
    pub works: Vec<Work>,
    /// First contact.
    pub first_contact: Option<NaiveDate>,
    /// Contacts in the order keyed.
    pub contacts: Vec<Contact>,
    /// Days of signposting.
    pub signposted: Vec<NaiveDate>,
    /// The plan.
    pub plan: Option<Plan>,
    /// Assessments: stage and day.
    pub assessments: Vec<(String, Option<NaiveDate>)>,
    /// Sign-off day and reason code.
    pub signoff: Option<(NaiveDate, String)>,
    /// Follow-ups done: months (3, 6, 12) and day.
    pub followups: Vec<(u8, Option<NaiveDate>)>,
}

impl Case {
    /// A case known by its number only.
    pub fn new(no: CaseNo) -> Self {
        Self {
            no,
            serial: Serial::new(),
            received: None,
            route: String::new(),
            office: String::new(),
            reasons: Vec::new(),
            type_asked: None,
            urgent: false,
            evenings: false,
            release: None,
            outcome: String::new(),
            spells: Vec::new(),
            covers: Vec::new(),
            holds: Vec::new(),
            work: None,
            works: Vec::new(),
            first_contact: None,
            contacts: Vec::new(),
            signposted: Vec::new(),
            plan: None,
            assessments: Vec::new(),
            signoff: None,
            followups: Vec::new(),
        }
    }

    /// Takes over what the referral sheet says.
    pub fn refer(&mut self, serial: &str, facts: &Facts) {
        serial.clone_into(&mut self.serial);
        self.received = facts.date("referral.received").or(self.received);
        facts
            .text("referral.route")
            .unwrap_or_default()
            .clone_into(&mut self.route);
        facts
            .text("referral.office")
            .unwrap_or_default()
            .clone_into(&mut self.office);
        self.reasons = facts.codes("referral.reasons").unwrap_or_default();
        self.type_asked = facts
            .text("referral.type_asked")
            .and_then(|t| t.parse().ok());
        let tier_four = facts.text("risk.tier") == Some("4");
        self.urgent = facts.yes("referral.urgent").unwrap_or(false) || tier_four;
        self.evenings = facts.yes("referral.evenings").unwrap_or(false);
        self.release = facts.date("order.release");
        let outcome = facts.text("referral.outcome").unwrap_or_default();
        if outcome != "accepted" && outcome != "A" {
            outcome.clone_into(&mut self.outcome);
        }
    }

    /// How it stands.
    pub fn state(&self) -> CaseState {
        if !self.outcome.is_empty() {
            CaseState::NotTaken
        } else if self.signoff.is_some() {
            CaseState::Closed
        } else if self.holder().is_none() {
            CaseState::ToAllocate
        } else if self.first_contact.is_none()
            && self.contacts.is_empty()
            && self.signposted.is_empty()
        {
            CaseState::Allocated
        } else {
            CaseState::Open
        }
    }

    /// Whether work on it is still to be done.
    pub fn is_open(&self) -> bool {
        !matches!(self.state(), CaseState::Closed | CaseState::NotTaken)
    }

    /// Who has it now.
    pub fn holder(&self) -> Option<&TrainerId> {
        self.spells
            .last()
            .filter(|s| s.to.is_none())
            .map(|s| &s.trainer)
    }

    /// Who works on it on a day: whoever stands in then, else who has it.
    pub fn worker_on(&self, on: NaiveDate) -> Option<&TrainerId> {
        let holder = self.holder()?;
        Some(self.cover_on(on).map_or(holder, |cover| &cover.trainer))
    }

    /// The cover of a day. The one arranged last counts.
    pub fn cover_on(&self, on: NaiveDate) -> Option<&Cover> {
        let mut covers = self.covers.iter().rev();
        covers.find(|c| c.from <= on && on <= c.to)
    }

    /// Whether it waits for the client on a day: put on hold, or she is not released yet.
    pub fn is_on_hold(&self, on: NaiveDate) -> bool {
        let mut holds = self.holds.iter();
        holds.any(|h| h.from <= on && h.to.is_none_or(|to| on < to))
            || self.release.is_some_and(|release| release > on)
    }

    /// Gives it to somebody from a day on.
    pub fn give(&mut self, trainer: TrainerId, from: NaiveDate, reason: &str, act: u64) {
        self.end_covers(from);
        if let Some(last) = self.spells.last_mut() {
            last.to.get_or_insert(from);
        }
        self.spells.push(Spell {
            trainer,
            from,
            to: None,
            reason: reason.to_owned(),
            passed: Vec::new(),
            told: Vec::new(),
            ended: String::new(),
            act,
        });
    }

    /// Takes it from whoever has it: nobody has it from this day on, and it waits again.
    pub fn take_back(&mut self, on: NaiveDate, why: &str) {
        self.end_covers(on);
        if let Some(last) = self.spells.last_mut().filter(|s| s.to.is_none()) {
            last.to = Some(on.max(last.from));
            why.clone_into(&mut last.ended);
        }
    }

    /// Nobody stands in any more from a day on: it has changed hands.
    fn end_covers(&mut self, from: NaiveDate) {
        let Some(last) = from.pred_opt() else { return };
        for cover in &mut self.covers {
            cover.to = cover.to.min(last);
        }
    }

    /// Work of a type begins; the same type again is the same work.
    pub fn begin_work(&mut self, kind: u8, from: NaiveDate) {
        self.work = Some(kind);
        if self.works.last().is_none_or(|w| w.kind != kind) {
            self.works.push(Work { kind, from });
        }
    }

    /// Puts it on hold, or says anew until when.
    pub fn hold(&mut self, from: NaiveDate, to: Option<NaiveDate>, reason: &str) {
        self.resume(from);
        self.holds.push(Hold {
            from,
            to,
            reason: reason.to_owned(),
        });
    }

    /// Work goes on from a day on.
    pub fn resume(&mut self, on: NaiveDate) {
        for hold in &mut self.holds {
            hold.to = Some(hold.to.map_or(on, |to| to.min(on)).max(hold.from));
        }
    }

    /// The type of work: given, shown by a plan, or asked for.
    pub fn kind_of_work(&self) -> Option<u8> {
        self.work
            .or(self.plan.as_ref().map(|_| 2))
            .or(self.type_asked)
    }

    /// Sessions attended.
    pub fn attended(&self) -> usize {
        self.contacts.iter().filter(|c| c.was_seen()).count()
    }

    /// Sessions still to come under the plan; a case without a plan yet counts eight for Type 2 and one for Type 1.
    pub fn sessions_to_come(&self) -> u32 {
        let agreed = self
            .plan
            .as_ref()
            .map_or(if self.kind_of_work() == Some(2) { 8 } else { 1 }, |p| {
                p.sessions
            });
        agreed.saturating_sub(self.attended() as u32)
    }

    /// The last time anybody saw her.
    pub fn last_seen(&self) -> Option<NaiveDate> {
        let met = self.contacts.iter().filter(|c| c.was_seen()).map(|c| c.on);
        met.chain(self.signposted.iter().copied())
            .chain(self.first_contact)
            .max()
    }

    /// The next appointment on or after `today`.
    pub fn next_appointment(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.contacts
            .iter()
            .filter_map(|c| c.next)
            .filter(|d| *d >= today)
            .min()
    }

    /// Appointments missed in a row, newest first.
    pub fn missed_in_a_row(&self) -> usize {
        let mut by_day: Vec<&Contact> = self.contacts.iter().collect();
        by_day.sort_by_key(|c| c.on);
        by_day.iter().rev().take_while(|c| c.was_missed()).count()
    }

    /// Whether a follow-up at three, six or twelve months is not done yet; the dead owe none. Which one is next, and
    /// until when, depends on the day: the allocation's clocks say.
    pub fn owes_follow_up(&self) -> bool {
        let Some((_, reason)) = &self.signoff else {
            return false;
        };
        let is_done = |months: &u8| self.followups.iter().any(|(done, _)| done == months);
        reason != "DIED" && ![3, 6, 12].iter().all(is_done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_case_has_one_holder_at_a_time() {
        let mut case = Case::new(CaseNo {
            year: 2012,
            number: 1,
        });
        assert_eq!(case.state(), CaseState::ToAllocate);
        case.give(TrainerId("HT01".into()), day("2012-06-01"), "", 1);
        case.give(TrainerId("HT02".into()), day("2012-06-10"), "left", 2);
        assert_eq!(case.holder(), Some(&TrainerId("HT02".into())));
        assert_eq!(case.spells[0].to, Some(day("2012-06-10")));
        assert_eq!(case.state(), CaseState::Allocated);
    }

    #[test]
    fn follow_ups_are_owed_until_all_three_are_done_and_never_by_the_dead() {
        let mut case = Case::new(CaseNo {
            year: 2012,
            number: 1,
        });
        assert!(!case.owes_follow_up());
        case.signoff = Some((day("2012-01-31"), "COMP".into()));
        case.followups = vec![(3, None), (6, None)];
        assert!(case.owes_follow_up());
        case.followups.push((12, None));
        assert!(!case.owes_follow_up());
        case.followups.clear();
        case.signoff = Some((day("2012-01-31"), "DIED".into()));
        assert!(!case.owes_follow_up());
    }
}
