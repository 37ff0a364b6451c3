//! What happened in one case, from the referral to the last follow-up, and which sheets tell of it.

use super::cells::Paper;
use super::papers::{self, Appointment, Subject};
use super::random::Chance;
use crate::domain::calendar::{Calendar, add_months};
use chrono::{Days, NaiveDate};

/// A sheet and the day on which it could be keyed at the earliest.
pub type Told = (NaiveDate, Paper);

/// What happened after a case was given to a trainer.
pub struct Story {
    /// The sheets, in the order in which things happened.
    pub sheets: Vec<Told>,
    /// The day on which the case ended, or would have ended had the demo gone on.
    pub ended: NaiveDate,
    /// Nobody was ever reached: the day on which that was given up.
    pub never_met: Option<NaiveDate>,
}

/// Tells stories.
pub struct Teller<'a> {
    /// Chance.
    pub chance: &'a mut Chance,
    /// Working days.
    pub calendar: &'a Calendar,
    /// The last day of the demo.
    pub today: NaiveDate,
}

impl Teller<'_> {
    /// So many working days later.
    fn later(&mut self, from: NaiveDate, least: i64, most: i64) -> NaiveDate {
        let days = self.chance.between(least, most) as u32;
        self.calendar.add_working_days(from, days)
    }

    /// The day itself where offices are open, else the next on which they are.
    fn open_day(&self, on: NaiveDate) -> NaiveDate {
        if self.calendar.is_working_day(on) {
            on
        } else {
            self.calendar.add_working_days(on, 1)
        }
    }

    /// The case of a client, from its allocation on. `plan` is the number of her health plan for Type 2.
    pub fn tell(
        &mut self,
        subject: &Subject,
        by: &str,
        from: NaiveDate,
        plan: Option<u32>,
    ) -> Story {
        if self.chance.percent(4) {
            let given_up = self.later(from, 12, 18);
            return Story {
                sheets: Vec::new(),
                ended: given_up,
                never_met: Some(given_up),
            };
        }
        let met = self.later(from, 1, 5);
        let mut sheets = Vec::new();
        if self.chance.percent(96) {
            sheets.push((met, papers::registration(self.chance, subject, met, by)));
        }
        let ended = match plan {
            Some(number) => self.health_plan(subject, by, met, number, &mut sheets),
            None => self.signposting(subject, by, met, &mut sheets),
        };
        sheets.retain(|(on, _)| *on <= self.today);
        Story {
            sheets,
            ended,
            never_met: None,
        }
    }

    fn signposting(
        &mut self,
        subject: &Subject,
        by: &str,
        met: NaiveDate,
        sheets: &mut Vec<Told>,
    ) -> NaiveDate {
        if self.chance.percent(12) {
            let paper = papers::assessment(self.chance, subject, "PRE", &subject.health, met, by);
            sheets.push((met, paper));
        }
        let sent = self.later(met, 0, 5);
        let closed = self.open_day(sent + Days::new(28));
        let by_itself = self.chance.percent(60);
        let written = Some(closed).filter(|_| !by_itself && closed <= self.today);
        let paper = papers::signposting(self.chance, sent, by, written);
        sheets.push((written.unwrap_or(sent), paper));
        if self.chance.percent(97) {
            let reason = self.chance.weighted(&[
                (78, "COMP"),
                (14, "LOST"),
                (4, "WITH"),
                (2, "MOVE"),
                (2, "INAP"),
            ]);
            let paper = papers::signoff(self.chance, reason, 0, false, closed, by);
            sheets.push((closed, paper));
        }
        closed
    }

    fn health_plan(
        &mut self,
        subject: &Subject,
        by: &str,
        met: NaiveDate,
        number: u32,
        sheets: &mut Vec<Told>,
    ) -> NaiveDate {
        if self.chance.percent(15) {
            let paper = papers::signposting(self.chance, met, by, None);
            sheets.push((met, paper));
        }
        let measured = self.later(met, 0, 4);
        if self.chance.percent(93) {
            let paper =
                papers::assessment(self.chance, subject, "PRE", &subject.health, measured, by);
            sheets.push((measured, paper));
        }
        let agreed = self.later(measured, 0, 5);
        let mut goals = 0;
        if self.chance.percent(95) {
            let paper = papers::plan(self.chance, subject, number, agreed, by);
            goals = (1..=3)
                .filter(|n| paper.values.contains_key(&format!("goal_{n}_issue")))
                .count() as u64;
            sheets.push((agreed, paper));
        }
        let (last, lost) = self.sessions(subject, by, agreed, sheets);
        self.ending(subject, by, (last, lost, goals), sheets)
    }

    /// Weekly appointments until the plan is through, the client is lost, or the work breaks off.
    fn sessions(
        &mut self,
        subject: &Subject,
        by: &str,
        agreed: NaiveDate,
        sheets: &mut Vec<Told>,
    ) -> (NaiveDate, bool) {
        let wanted = if self.chance.percent(45) {
            6
        } else {
            self.chance.between(1, 4)
        };
        let mut on = self.open_day(agreed + Days::new(7));
        let (mut seen, mut missed) = (0, 0);
        loop {
            let kept = &[(62, "5"), (7, "6"), (1, "7"), (6, "2"), (20, "3"), (4, "4")];
            let attendance = self.chance.weighted(kept);
            missed = if attendance == "3" { missed + 1 } else { 0 };
            seen += i64::from(matches!(attendance, "5" | "6"));
            let over = seen >= wanted || missed >= 3;
            let next = self.open_day(on + Days::new(7));
            let appointment = Appointment {
                on,
                attendance,
                next: Some(next).filter(|_| !over && self.chance.percent(85)),
            };
            sheets.push((on, papers::session(self.chance, subject, &appointment, by)));
            if over || on > self.today {
                return (on, missed >= 3);
            }
            on = next;
        }
    }

    fn ending(
        &mut self,
        subject: &Subject,
        by: &str,
        (last, lost, goals): (NaiveDate, bool, u64),
        sheets: &mut Vec<Told>,
    ) -> NaiveDate {
        let ends = self.later(last, 1, 8);
        let reason = if lost {
            "LOST"
        } else {
            self.chance.weighted(&[
                (70, "COMP"),
                (10, "WITH"),
                (8, "LOST"),
                (6, "CUST"),
                (3, "MOVE"),
                (1, "DIED"),
                (2, "TRAN"),
            ])
        };
        let after = subject.health.later(self.chance);
        let post = reason == "COMP" && self.chance.percent(62);
        if post {
            let paper = papers::assessment(self.chance, subject, "POST", &after, ends, by);
            sheets.push((ends, paper));
        }
        if !self.chance.percent(98) {
            return ends;
        }
        let paper = papers::signoff(self.chance, reason, goals, post, ends, by);
        sheets.push((ends, paper));
        if reason != "DIED" {
            self.followups(by, &after, ends, sheets);
        }
        ends
    }

    fn followups(
        &mut self,
        by: &str,
        health: &super::health::Health,
        ends: NaiveDate,
        sheets: &mut Vec<Told>,
    ) {
        for (stage, months, share) in [("3", 3, 55), ("6", 6, 35), ("12", 12, 22)] {
            if self.chance.percent(share) {
                let due = add_months(ends, months);
                let late = self.chance.below(24);
                let done = self.open_day(due + Days::new(late));
                let later = health.later(self.chance);
                sheets.push((done, papers::followup(self.chance, stage, &later, done, by)));
            }
        }
    }
}
