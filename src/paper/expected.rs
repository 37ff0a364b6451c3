//! Paper that should be here by now, by rules that a service may change: each is a line of [`RULES`] that `settings/paper.toml` names.
//!
//! # Why
//! A rule says only what a case itself shows: a day that an earlier sheet named, a plan's number of sessions, a sign-off. So nothing is
//! expected of anybody of whom the office has heard nothing.

use super::settings::{Rule, Settings};
use crate::domain::calendar::Calendar;
use crate::domain::case::{Case, CaseState};
use crate::domain::ledger::{LedgerLine, SheetState};
use crate::domain::overview::CaseLine;
use chrono::{Days, NaiveDate};

/// A day on which paper came into being, and why it is expected.
type Owed = (NaiveDate, String);

/// One rule: its name in the settings, what it means, and what it finds in a case.
pub type RuleLine = (&'static str, &'static str, fn(&Case) -> Vec<Owed>);

/// All rules that the program knows.
pub const RULES: [RuleLine; 6] = [
    (
        "appointment",
        "an earlier sheet named an appointment on that day",
        appointments,
    ),
    ("registration", "the client was seen", registration),
    ("first_assessment", "Type 2, and seen", first_assessment),
    ("plan", "Type 2, and seen", plan),
    (
        "plan_sessions",
        "signed off with fewer sessions than the plan agreed",
        plan_sessions,
    ),
    (
        "last_assessment",
        "signed off as completed after a plan",
        last_assessment,
    ),
];

/// What is expected of all cases by a day: lines of the ledger without serials, the oldest first.
pub fn expected(
    cases: &[CaseLine],
    settings: &Settings,
    calendar: &Calendar,
    today: NaiveDate,
) -> Vec<LedgerLine> {
    let mut found: Vec<LedgerLine> = Vec::new();
    let first = today
        .checked_sub_days(Days::new(u64::from(settings.closing.expected_days)))
        .unwrap_or(NaiveDate::MIN);
    for rule in settings.expected.iter().filter(|rule| rule.on) {
        let Some((_, _, owes)) = RULES.iter().find(|(name, ..)| *name == rule.rule) else {
            continue;
        };
        for line in cases {
            let late =
                |(on, _): &Owed| *on >= first && calendar.add_working_days(*on, rule.grace) < today;
            let owed = owes(&line.case).into_iter().filter(late);
            found.extend(owed.map(|(on, why)| one(line, rule, on, why)));
        }
    }
    found.sort_by(|a, b| (a.on, &a.trainer, &a.form).cmp(&(b.on, &b.trainer, &b.form)));
    found
}

fn one(line: &CaseLine, rule: &Rule, on: NaiveDate, why: String) -> LedgerLine {
    // Whoever had the case on that day filled in the paper.
    let spells = &line.case.spells;
    let then = spells
        .iter()
        .rev()
        .find(|s| s.from <= on && s.to.is_none_or(|to| on < to));
    LedgerLine {
        serial: String::new(),
        form: rule.form.clone(),
        state: SheetState::Expected,
        client: Some(line.client),
        trainer: then.or(spells.last()).map(|s| s.trainer.clone()),
        on: Some(on),
        keyed: None,
        why,
    }
}

/// Whether any sheet tells of a contact on this day, or of one put off to a later day.
fn is_told(case: &Case, day: NaiveDate) -> bool {
    let met = case.contacts.iter().any(|c| c.on == day);
    met || case.signposted.contains(&day)
}

/// Appointments that earlier sheets named, and of which no sheet tells. One that a later contact has overtaken was moved, and is not
/// asked for.
fn appointments(case: &Case) -> Vec<Owed> {
    let named = case.contacts.iter().filter_map(|c| {
        let next = c.next?;
        let overtaken = case
            .contacts
            .iter()
            .any(|later| later.on > c.on && later.on != next);
        let ended = case.signoff.as_ref().is_some_and(|(end, _)| *end <= next);
        (!overtaken && !ended && !is_told(case, next)).then_some(next)
    });
    let mut days: Vec<NaiveDate> = named.collect();
    days.sort_unstable();
    days.dedup();
    days.into_iter()
        .map(|day| (day, "appointment named on the last sheet".to_owned()))
        .collect()
}

/// The first day anybody saw her, where work goes on or went on.
fn first_seen(case: &Case) -> Option<NaiveDate> {
    let seen = case.contacts.iter().filter(|c| c.was_seen()).map(|c| c.on);
    let is_worked = matches!(case.state(), CaseState::Open | CaseState::Closed);
    seen.chain(case.signposted.iter().copied())
        .min()
        .filter(|_| is_worked)
}

fn owed_since(day: Option<NaiveDate>, is_there: bool, why: &str) -> Vec<Owed> {
    let day = day.filter(|_| !is_there);
    day.map(|day| (day, why.to_owned())).into_iter().collect()
}

fn registration(case: &Case) -> Vec<Owed> {
    // A registration says when the first contact was.
    owed_since(
        first_seen(case),
        case.first_contact.is_some(),
        "seen, and never registered",
    )
}

fn type_two_seen(case: &Case) -> Option<NaiveDate> {
    first_seen(case).filter(|_| case.kind_of_work() == Some(2))
}

fn first_assessment(case: &Case) -> Vec<Owed> {
    owed_since(
        type_two_seen(case),
        !case.assessments.is_empty(),
        "Type 2 without a first assessment",
    )
}

fn plan(case: &Case) -> Vec<Owed> {
    owed_since(
        type_two_seen(case),
        case.plan.is_some(),
        "Type 2 without a health plan",
    )
}

/// Reasons of sign-off that say the plan was finished. Source: casework reference, sign-off form.
const FINISHED: [&str; 2] = ["COMP", "completed"];

/// When the work was signed off as finished. Whoever is lost, moved away or died owes nothing more.
fn finished(case: &Case) -> Option<NaiveDate> {
    let (end, reason) = case.signoff.as_ref()?;
    FINISHED.contains(&reason.as_str()).then_some(*end)
}

fn plan_sessions(case: &Case) -> Vec<Owed> {
    let (Some(end), Some(plan)) = (finished(case), &case.plan) else {
        return Vec::new();
    };
    let told = case.contacts.len() as u32;
    if told >= plan.sessions {
        return Vec::new();
    }
    let why = format!("signed off, {told} of {} sessions told of", plan.sessions);
    vec![(end, why)]
}

fn last_assessment(case: &Case) -> Vec<Owed> {
    let is_there = case.assessments.iter().any(|(stage, _)| stage == "POST");
    owed_since(
        finished(case).filter(|_| case.plan.is_some()),
        is_there,
        "signed off without a last assessment",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::{Contact, Plan};
    use crate::domain::client::{Identity, Risk};
    use crate::domain::reference::{CaseNo, ClientId, TrainerId};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn case() -> Case {
        let mut case = Case::new(CaseNo {
            year: 2012,
            number: 1,
        });
        case.give(TrainerId("HT03".into()), day("2012-05-01"), "", 1);
        case.first_contact = Some(day("2012-05-08"));
        case
    }

    fn meet(case: &mut Case, on: &str, next: Option<&str>) {
        case.contacts.push(Contact {
            serial: "S-000001".into(),
            on: day(on),
            attendance: "5".into(),
            next: next.map(day),
        });
    }

    fn owed(case: Case, today: &str) -> Vec<(String, String)> {
        let line = CaseLine {
            client: ClientId(1),
            identity: Identity::default().into(),
            risk: Risk::default().into(),
            case: case.into(),
            earlier: Vec::new(),
            also: Vec::new(),
            conflicts: Vec::new(),
        };
        let settings = Settings::shipped();
        let lines = expected(&[line], &settings, &Calendar::england(), day(today));
        assert!(
            lines
                .iter()
                .all(|l| l.state == SheetState::Expected && l.serial.is_empty())
        );
        lines
            .into_iter()
            .map(|l| (l.form, l.on.unwrap().to_string()))
            .collect()
    }

    #[test]
    fn an_appointment_that_an_earlier_sheet_named_is_expected_after_its_grace() {
        let mut case = case();
        meet(&mut case, "2012-05-08", Some("2012-05-15"));
        assert_eq!(owed(case.clone(), "2012-05-18"), []);
        let missing = [("session".to_owned(), "2012-05-15".to_owned())];
        assert_eq!(owed(case.clone(), "2012-05-21"), missing);
        meet(&mut case, "2012-05-15", None);
        assert_eq!(owed(case, "2012-05-21"), []);
    }

    #[test]
    fn an_appointment_that_was_moved_is_not_expected() {
        let mut case = case();
        meet(&mut case, "2012-05-08", Some("2012-05-15"));
        meet(&mut case, "2012-05-17", Some("2012-05-24"));
        assert_eq!(owed(case, "2012-05-24"), []);
    }

    #[test]
    fn a_plan_signed_off_as_finished_owes_its_sessions_and_a_last_assessment() {
        let mut case = case();
        meet(&mut case, "2012-05-08", None);
        case.assessments = vec![("PRE".into(), Some(day("2012-05-08")))];
        case.plan = Some(Plan {
            serial: "P-000001".into(),
            start: Some(day("2012-05-08")),
            sessions: 8,
        });
        case.signoff = Some((day("2012-07-02"), "COMP".into()));
        let forms: Vec<String> = owed(case.clone(), "2012-07-20")
            .into_iter()
            .map(|o| o.0)
            .collect();
        assert_eq!(forms, ["assessment", "session"]);
        case.signoff = Some((day("2012-07-02"), "LOST".into()));
        assert_eq!(
            owed(case, "2012-07-20"),
            [],
            "nobody can send what never was"
        );
    }

    #[test]
    fn a_case_nobody_was_seen_for_owes_no_paper() {
        let mut case = case();
        case.first_contact = None;
        assert_eq!(owed(case, "2013-01-01"), []);
    }
}
