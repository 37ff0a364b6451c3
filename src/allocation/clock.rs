//! Clocks: how long a referral has waited, and what its case owes when.
//!
//! Sources: allocation within 3 working days, 1 for tier 4, as in the National Standards of 2007; first contact, first
//! session, follow-up windows and sign-off are proposals (casework reference, sections 3.4 and 3.6).

use super::Scene;
use super::words;
use crate::domain::case::Case;
use crate::domain::overview::CaseLine;
use chrono::{Days, Months, NaiveDate};

/// How long a referral may still wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// The last day on time.
    pub due: NaiveDate,
    /// Working days left; below zero when it is late.
    pub working_days_left: i64,
    /// Past the last day, or received on a day that nobody wrote down.
    pub late: bool,
    /// `2 days left`, `due today`, `3 days late` (working days); `no date` where the day of receipt is not known.
    pub words: String,
}

/// A referral in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// Its place in the scene's list of cases.
    pub line: usize,
    /// Its clock.
    pub clock: Clock,
}

/// Whether the short clock holds: tier 4, or marked urgent.
pub fn is_urgent(line: &CaseLine) -> bool {
    line.case.urgent || line.risk.tier == Some(4)
}

/// The clock of one referral.
pub fn clock(scene: &Scene, line: &CaseLine) -> Clock {
    let clocks = &scene.settings.clock;
    let days = if is_urgent(line) {
        clocks.allocate_urgent
    } else {
        clocks.allocate
    };
    let Some(received) = line.case.received else {
        return Clock {
            due: scene.today,
            working_days_left: 0,
            late: true,
            words: "no date".to_owned(),
        };
    };
    let due = scene.calendar.add_working_days(received, days);
    let left = scene.calendar.working_days_between(scene.today, due);
    let late = scene.today > due;
    // A day that is late by a weekend only is still late.
    let left = if late { left.min(-1) } else { left };
    let words = match left {
        _ if late => format!("{} late", words::count(-left, "day")),
        0 => "due today".to_owned(),
        n => format!("{} left", words::count(n, "day")),
    };
    Clock {
        due,
        working_days_left: left,
        late,
        words,
    }
}

/// The referrals that wait, the most pressing first.
pub fn queue(scene: &Scene) -> Vec<Queued> {
    let waiting = scene.cases.iter().enumerate().filter(|(_, l)| l.waits());
    let mut queue: Vec<Queued> = waiting
        .map(|(line, l)| Queued {
            line,
            clock: clock(scene, l),
        })
        .collect();
    queue.sort_by_key(|q| {
        let line = &scene.cases[q.line];
        let dated = line.case.received.is_some();
        (
            dated,
            q.clock.due,
            !is_urgent(line),
            line.case.received,
            line.case.no.year,
            line.case.no.number,
        )
    });
    queue
}

/// A follow-up that a closed case owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Followup {
    /// 3, 6 or 12.
    pub months: u8,
    /// The day on which it is due.
    pub due: NaiveDate,
    /// First day of its window.
    pub opens: NaiveDate,
    /// Last day of its window.
    pub closes: NaiveDate,
}

/// The follow-up that is next, open or missed: a missed one gives way as soon as the window of the next opens, and is
/// forgotten some time after its own has closed. None for the dead.
pub fn followup(scene: &Scene, case: &Case) -> Option<Followup> {
    let (end, reason) = case.signoff.as_ref()?;
    if reason == "DIED" {
        return None;
    }
    let clocks = &scene.settings.clock;
    let owed = [3_u8, 6, 12]
        .into_iter()
        .filter(|m| !case.followups.iter().any(|(done, _)| done == m))
        .filter_map(|months| {
            let due = end.checked_add_months(Months::new(u32::from(months)))?;
            Some(Followup {
                months,
                due,
                opens: due.checked_sub_days(Days::new(u64::from(clocks.window_before)))?,
                closes: due.checked_add_days(Days::new(u64::from(clocks.window_after)))?,
            })
        });
    let mut next = None;
    for each in owed {
        let begun = each.opens <= scene.today;
        let kept = Days::new(u64::from(clocks.followup_kept));
        let forgotten = each
            .closes
            .checked_add_days(kept)
            .is_some_and(|d| d < scene.today);
        if forgotten {
            continue;
        }
        if begun || next.is_none() {
            next = Some(each);
        }
    }
    next
}

/// The day by which the sign-off of finished work should have come: all sessions of the plan kept, or signposted and
/// no plan. None while work goes on.
pub fn signoff_due(scene: &Scene, case: &Case) -> Option<NaiveDate> {
    if !case.is_open() || case.holder().is_none() {
        return None;
    }
    let finished = match &case.plan {
        Some(plan) => plan.sessions > 0 && case.sessions_to_come() == 0,
        None => case.kind_of_work() != Some(2) && !case.signposted.is_empty(),
    };
    let after = Days::new(u64::from(scene.settings.clock.signoff));
    let seen = case.last_seen().filter(|_| finished)?;
    seen.checked_add_days(after)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Office, day};
    use super::*;

    fn words_on(today: &str, received: &str, urgent: bool) -> String {
        let mut office = Office::on(today);
        let n = office.referral(received, 1);
        office.cases[n].case.urgent = urgent;
        clock(&office.scene(), &office.cases[n]).words
    }

    #[test]
    fn three_working_days_pass_over_weekends_and_bank_holidays() {
        // Friday 1 June 2012; Monday 4 and Tuesday 5 June were bank holidays.
        assert_eq!(words_on("2012-06-01", "2012-06-01", false), "3 days left");
        assert_eq!(words_on("2012-06-07", "2012-06-01", false), "1 day left");
        assert_eq!(words_on("2012-06-08", "2012-06-01", false), "due today");
        assert_eq!(words_on("2012-06-09", "2012-06-01", false), "1 day late");
        assert_eq!(words_on("2012-06-13", "2012-06-01", false), "3 days late");
    }

    #[test]
    fn urgent_and_tier_4_referrals_have_one_day() {
        assert_eq!(words_on("2012-06-13", "2012-06-12", true), "due today");
        let mut office = Office::on("2012-06-13");
        let n = office.referral("2012-06-12", 1);
        office.cases[n].risk.tier = Some(4);
        assert_eq!(
            clock(&office.scene(), &office.cases[n]).due,
            day("2012-06-13")
        );
    }

    #[test]
    fn the_queue_runs_by_the_clock_and_a_referral_without_a_date_stands_first() {
        let mut office = Office::on("2012-06-14");
        let later = office.referral("2012-06-13", 1);
        let earlier = office.referral("2012-06-12", 1);
        let urgent = office.referral("2012-06-14", 1);
        office.cases[urgent].case.urgent = true;
        let undated = office.referral("2012-06-14", 1);
        office.cases[undated].case.received = None;
        let order: Vec<usize> = queue(&office.scene()).iter().map(|q| q.line).collect();
        assert_eq!(order, [undated, urgent, earlier, later]);
    }

    #[test]
    fn a_missed_follow_up_gives_way_to_the_next_and_is_forgotten_in_time() {
        let mut office = Office::on("2012-04-20");
        let n = office.open_case("HT01", 1);
        office.cases[n].case.signoff = Some((day("2012-01-31"), "COMP".into()));
        let months =
            |office: &Office| followup(&office.scene(), &office.cases[n].case).map(|f| f.months);
        assert_eq!(months(&office), Some(3));
        office.today = day("2012-06-30");
        assert_eq!(
            months(&office),
            Some(3),
            "missed, and the next is not open yet"
        );
        office.today = day("2012-07-17");
        assert_eq!(months(&office), Some(6));
        office.cases[n]
            .case
            .followups
            .push((6, Some(day("2012-07-20"))));
        office.today = day("2013-01-20");
        assert_eq!(months(&office), Some(12));
        office.today = day("2013-06-30");
        assert_eq!(months(&office), None);
        office.cases[n].case.signoff = Some((day("2013-06-01"), "DIED".into()));
        assert_eq!(months(&office), None);
    }
}
