//! F2 to F8: what the work with a client leaves on paper.

use super::{Subject, team};
use crate::demo::cells::{Cells, Paper, day};
use crate::demo::health::Health;
use crate::demo::random::Chance;
use chrono::{Days, NaiveDate};
use serde_json::json;

/// F2 and F6.
pub fn assessment(
    chance: &mut Chance,
    subject: &Subject,
    stage: &str,
    health: &Health,
    on: NaiveDate,
    by: &str,
) -> Paper {
    let mut cells = Cells::new(chance);
    cells.put("date", day(on));
    cells.put("stage", stage);
    let known = cells.ask_often("primary_issue", 30, subject.issue);
    health.fill_in(&mut cells, Some(subject.issue).filter(|_| known));
    let other = if subject.issue == "DIE" { "EXE" } else { "DIE" };
    cells.may("secondary_issues", 30, json!([other]));
    let (importance, readiness) = (cells.chance.between(4, 10), cells.chance.between(3, 10));
    cells.may("importance", 40, importance);
    cells.may("readiness", 40, readiness);
    cells.may("drug_use", 10, "Cannabis at weekends, none for a month.");
    cells.may("medication", 12, "Prescribed an antidepressant by the GP.");
    cells.paper("assessment", on, by)
}

/// F3.
pub fn signposting(
    chance: &mut Chance,
    on: NaiveDate,
    by: &str,
    closed: Option<NaiveDate>,
) -> Paper {
    let mut cells = Cells::new(chance);
    cells.put("date", day(on));
    cells.put("trainer", by);
    let place = cells.one("1:60 2:4 3:12 4:14 5:5 6:3 7:1 8:1");
    cells.put("place", place);
    let services = cells.some(
        &["G", "D", "O", "Y", "S", "W", "A", "U", "M", "H", "B", "E"],
        1,
        3,
    );
    for (n, service) in (1..).zip(services) {
        cells.put(&format!("to_{n}_service"), service);
        let mode = cells.one("I:55 A:30 C:15");
        cells.put(&format!("to_{n}_mode"), mode);
        let result = cells.one("A:40 N:15 D:10 U:35");
        let known = cells.ask(&format!("to_{n}_result"), result);
        if known && result != "U" {
            cells.ask(&format!("to_{n}_result_on"), day(on));
        }
    }
    if let Some(closed) = closed {
        cells.put("closed", day(closed));
    }
    cells.paper("signposting", on, by)
}

/// F4.
pub fn plan(chance: &mut Chance, subject: &Subject, number: u32, on: NaiveDate, by: &str) -> Paper {
    let mut cells = Cells::new(chance);
    cells.put("plan_no", format!("P{number:04}"));
    cells.put("start", day(on));
    let read = on - Days::new(cells.chance.below(14));
    cells.put("risk_plan_read", day(read));
    let sessions = cells.one("8:80 6:10 10:10");
    cells.put("agreed_sessions", sessions.parse::<i64>().unwrap_or(8));
    if subject.danger.is_high() || subject.danger.mappa.is_some() {
        let near_children = ["ARSO", "RCHD"]
            .iter()
            .any(|a| subject.danger.alerts.contains(a));
        let limits = if near_children || subject.danger.mappa.is_some() {
            "C"
        } else {
            "O"
        };
        cells.put("venue_limits", json!([limits]));
    }
    let goals = 1 + cells.chance.below(3);
    let issues = [
        subject.issue,
        if subject.issue == "EXE" { "DIE" } else { "EXE" },
        "LOC",
    ];
    for n in 1..=goals {
        goal(&mut cells, n, issues[n as usize - 1], &subject.health, on);
    }
    cells.put("client_signed", day(on));
    cells.may(
        "if_then",
        60,
        "If I want a cigarette after tea, then I ring my sister first.",
    );
    cells.may(
        "barriers",
        50,
        "Money runs out before the week does. Mates who drink.",
    );
    cells.may(
        "rewards",
        40,
        "A trip to the match at the end of the month.",
    );
    cells.paper("plan", on, by)
}

fn goal(cells: &mut Cells<'_>, n: u64, issue: &'static str, health: &Health, on: NaiveDate) {
    let (words, measure, baseline, target) = match issue {
        "DIE" => (
            "Eat three more portions of fruit and veg on five days a week.",
            "F",
            health.fruit(),
            health.fruit() + 3,
        ),
        "EXE" => (
            "Walk to the centre and back three times a week.",
            "E",
            health.active(),
            health.active() + 3,
        ),
        "SMO" => {
            let now = health.cigarettes().unwrap_or(10);
            (
                "Go down by five cigarettes a day and see the stop smoking clinic.",
                "C",
                now,
                (now - 5).max(0),
            )
        }
        "ALC" => {
            let now = health.units().max(12);
            ("Three days a week without a drink.", "U", now, now - 10)
        }
        "EMO" => (
            "Go to the allotment group every Tuesday.",
            "H",
            health.general(),
            (health.general() + 15).min(100),
        ),
        _ => (
            "Sort out the housing application with the advice centre.",
            "",
            0,
            0,
        ),
    };
    let key = |name: &str| format!("goal_{n}_{name}");
    cells.put(&key("issue"), issue);
    cells.put(&key("text"), words);
    if measure.is_empty() {
        cells.put(&key("measure"), json!({"missing": "not_applicable"}));
    } else if cells.ask(&key("measure"), measure) {
        cells.ask(&key("baseline"), baseline);
        cells.ask(&key("target"), target);
    }
    let weeks = 8 + cells.chance.below(8);
    cells.put(&key("by"), day(on + Days::new(weeks * 7)));
}

/// What happened at one appointment.
pub struct Appointment {
    /// When.
    pub on: NaiveDate,
    /// Attendance code.
    pub attendance: &'static str,
    /// The next one.
    pub next: Option<NaiveDate>,
}

/// What clients undertake until next time; sometimes nothing.
const ACTIONS: &[&str] = &[
    "Keep the food diary until Tuesday.",
    "Ring the surgery and ask to register.",
    "Walk home on the two dry days.",
    "",
];

/// F5.
pub fn session(chance: &mut Chance, subject: &Subject, at: &Appointment, by: &str) -> Paper {
    let mut cells = Cells::new(chance);
    cells.put("date", day(at.on));
    let time = format!(
        "{:02}:{:02}",
        9 + cells.chance.below(8),
        cells.chance.below(4) * 15
    );
    cells.put("time", time);
    let minutes = cells.one("45:45 60:25 30:20 50:10");
    cells.put("minutes", minutes.parse::<i64>().unwrap_or(45));
    let medium = cells.one("1:58 2:5 3:12 4:14 5:2 7:5 8:4");
    let medium = if medium == "2" && subject.danger.is_high() {
        "1"
    } else {
        medium
    };
    cells.put("medium", medium);
    cells.put("attendance", at.attendance);
    if matches!(at.attendance, "2" | "4") {
        let before = at.on - Days::new(cells.chance.below(3));
        cells.ask("cancelled_on", day(before));
    }
    let raised = cells.chance.percent(4);
    if cells.ask("risk_raised", raised) && raised {
        cells.ask("told_om_at", "16:10");
    }
    let on_system = cells.chance.percent(85);
    cells.ask("on_system", on_system);
    if let Some(next) = at.next {
        cells.put("next", day(next));
    }
    if matches!(at.attendance, "5" | "6") {
        let topics = cells.some(&["F", "E", "S", "A", "M", "G", "W", "Z", "H", "B"], 1, 3);
        cells.may("topics", 75, json!(topics));
        let progress = cells.one("B:50 S:35 W:10 R:5");
        cells.may("progress", 60, progress);
    }
    let action = *cells.chance.pick(ACTIONS);
    cells.may("next_action", 60, action);
    cells.paper("session", at.on, by)
}

/// F7, first half. `goals` is how many the plan had, `post` whether there was an assessment at the end.
pub fn signoff(
    chance: &mut Chance,
    reason: &str,
    goals: u64,
    post: bool,
    on: NaiveDate,
    by: &str,
) -> Paper {
    let mut cells = Cells::new(chance);
    cells.put("date", day(on));
    cells.put("reason", reason);
    if !post {
        let why = match reason {
            "LOST" => "L",
            "WITH" => "R",
            "CUST" => "C",
            "DIED" => "D",
            _ if goals == 0 => "S",
            _ => "T",
        };
        cells.put("no_post_reason", why);
    }
    for n in 1..=goals {
        let result = cells.one("F:47 P:23 N:30");
        let result = if reason == "COMP" { result } else { "X" };
        cells.ask(&format!("goal_{n}_result"), result);
    }
    let gp = cells.one("Y:88 N:8 U:4");
    cells.ask("gp_registered", gp);
    let dentist = cells.one("Y:58 N:35 U:7");
    cells.ask("dentist_registered", dentist);
    cells.may("feedback", if reason == "COMP" { 55 } else { 0 }, true);
    cells.may("notes", 8, "Would come back. Likes mornings.");
    cells.paper("signoff", on, by)
}

/// F7, second half.
pub fn followup(
    chance: &mut Chance,
    stage: &str,
    health: &Health,
    on: NaiveDate,
    by: &str,
) -> Paper {
    let mut cells = Cells::new(chance);
    cells.put("stage", stage);
    let contact = cells.one("S:20 P:35 W:5 N:30 D:6 C:4");
    let reached = cells.ask("contact", contact) && matches!(contact, "S" | "P" | "W");
    cells.ask_often("done", 2, day(on));
    if reached {
        let held = cells.one("Y:45 P:30 N:25");
        cells.ask("maintained", held);
        if contact == "S" {
            cells.may("weight", 60, health.weight());
        }
        cells.may("fruit_veg", 50, health.fruit());
        cells.may("active_sessions", 40, health.active());
        if let Some(cigarettes) = health.cigarettes() {
            cells.put("smoker", true);
            cells.may("cigarettes", 80, cigarettes);
        }
        cells.may("general_health", 60, health.general());
    }
    cells.paper("followup", on, by)
}

/// F8.
pub fn event(chance: &mut Chance, number: u32, on: NaiveDate, by: &str) -> Paper {
    let mut cells = Cells::new(chance);
    cells.put("event_no", format!("EV{number:03}"));
    cells.put("date", day(on));
    let hours = cells.one("1:30 2:40 3:20 1.5:10");
    cells.put(
        "hours",
        if hours == "1.5" {
            json!(1.5)
        } else {
            json!(hours.parse::<i64>().unwrap_or(2))
        },
    );
    let office = cells.one("C:40 E:12 W:12 V:10 L:14 H:8 M:4");
    cells.put("venue", team(office));
    cells.put("office", office);
    let kind = cells.one("D:30 P:18 G:16 C:18 H:10 N:5 S:3");
    cells.put("kind", kind);
    let audience = cells.one("U:79 S:9 P:8 G:4");
    cells.put("audience", audience);
    let present = cells.chance.between(6, 25);
    let reached = present + cells.chance.between(0, 10);
    cells.put("attendees", present);
    cells.put("contacts", reached);
    let referrals = cells.chance.between(0, 3);
    cells.put("referrals", referrals);
    cells.may("staff", 60, by);
    cells.may("partner", 20, "Stop smoking service");
    cells.may("theme", 30, "Healthy heart");
    cells.paper("event", on, by)
}
