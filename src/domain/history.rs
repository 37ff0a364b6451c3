//! What is known of a client when a sheet of hers is keyed: for prefilling, and for checks against her own history.

use super::case::Case;
use super::client::{Identity, Risk};
use super::dates;
use super::dossier::Dossier;
use super::fact::Facts;
use super::overview::CaseLine;
use super::sheet::{Sheet, SheetRole};
use super::trainer::Trainer;
use super::value::{Number, Value};
use chrono::NaiveDate;

/// Days of the sessions attended, each with its sheet.
const ATTENDED_ON: &str = "history.attended_on";

/// What a sign-off counts.
const COUNTS: [&str; 3] = [
    "history.sessions_attended",
    "history.sessions_missed",
    "history.sessions_cancelled",
];

/// The facts `client.*`, `risk.*` and `history.*` of a client; her sheets stand oldest first. For a sheet that is put right (`amends`, its
/// number) the case is the one it belongs to, whatever is open now.
pub fn known(dossier: &Dossier, sheets: &[Sheet], amends: Option<&str>, today: NaiveDate) -> Facts {
    let mut facts = Facts::default();
    identity(&mut facts, &dossier.identity, today);
    risk(&mut facts, &dossier.risk);
    let keyed = amends.and_then(|serial| sheets.iter().find(|s| s.head.serial == serial));
    let its = keyed.and_then(|sheet| case_of(dossier, sheet));
    if let Some(case) = its.or_else(|| dossier.current_case()) {
        of_case(&mut facts, case);
        of_plan(&mut facts, case, sheets);
        of_referral(&mut facts, case, sheets);
    }
    of_all_cases(&mut facts, &dossier.cases);
    of_sheets(&mut facts, sheets);
    set_date(&mut facts, "history.last_seen", dossier.last_seen());
    facts
}

/// The facts `client.*`, `risk.*` and `history.*` as far as a line of the desk's overview tells them, without her sheets.
pub fn of_line(line: &CaseLine, today: NaiveDate) -> Facts {
    let mut facts = Facts::default();
    identity(&mut facts, &line.identity, today);
    risk(&mut facts, &line.risk);
    of_case(&mut facts, &line.case);
    facts
}

/// The facts `trainer.*` of the trainer who filled in a sheet.
pub fn of_trainer(facts: &mut Facts, trainer: &Trainer, on: NaiveDate) {
    set_text(facts, "trainer.id", &trainer.id.0);
    set_text(facts, "trainer.role", trainer.role_on(on));
    set_date(facts, "trainer.from", trainer.from);
    set_date(facts, "trainer.to", trainer.to);
    set_date(facts, "trainer.level2", trainer.level2);
    set_date(facts, "trainer.level3", trainer.level3);
    set_date(facts, "trainer.lone_working", trainer.lone_working);
}

fn set_text(facts: &mut Facts, name: &str, text: &str) {
    if !text.is_empty() {
        facts.set(name, Value::Text(text.to_owned()));
    }
}

fn set_code(facts: &mut Facts, name: &str, code: &str) {
    if !code.is_empty() {
        facts.set(name, Value::Code(code.to_owned()));
    }
}

fn set_date(facts: &mut Facts, name: &str, date: Option<NaiveDate>) {
    if let Some(date) = date {
        facts.set(name, Value::Date(date));
    }
}

fn set_count(facts: &mut Facts, name: &str, count: usize) {
    facts.set(name, Value::Number(Number::whole(count as i64)));
}

fn identity(facts: &mut Facts, her: &Identity, today: NaiveDate) {
    let words = [
        ("client.title", &her.title),
        ("client.surname", &her.surname),
        ("client.forenames", &her.forenames),
        ("client.known_as", &her.known_as),
        ("client.crn", &her.crn),
        ("client.pnc", &her.pnc),
        ("client.cro", &her.cro),
        ("client.nhs_number", &her.nhs_number),
        ("client.noms", &her.noms),
        ("client.ni_number", &her.ni_number),
        ("client.address", &her.address),
        ("client.postcode", &her.postcode),
        ("client.offender_manager", &her.offender_manager),
    ];
    for (name, text) in words {
        set_text(facts, name, text);
    }
    for (name, code) in [
        ("client.gender", &her.gender),
        ("client.trainer_gender", &her.trainer_gender),
        ("client.language", &her.language),
        ("client.office", &her.office),
    ] {
        set_code(facts, name, code);
    }
    if let Some(phone) = her.phones.last() {
        set_text(facts, "client.phone", phone);
    }
    set_date(facts, "client.dob", her.born);
    if let Some(born) = her.born.filter(|born| *born <= today) {
        set_count(facts, "client.age", dates::age_on(born, today) as usize);
    }
    if let Some(consent) = her.consent {
        facts.set("client.consent", Value::YesNo(consent));
    }
}

fn risk(facts: &mut Facts, risk: &Risk) {
    for (name, code) in [
        ("risk.rosh", &risk.rosh),
        ("risk.mappa_category", &risk.mappa_category),
        ("risk.mappa_level", &risk.mappa_level),
    ] {
        set_code(facts, name, code.as_deref().unwrap_or_default());
    }
    if !risk.alerts.is_empty() {
        facts.set("risk.alerts", Value::Codes(risk.alerts.clone()));
    }
    if let Some(tier) = risk.tier {
        facts.set("risk.tier", Value::Code(tier.to_string()));
    }
    set_date(facts, "risk.checked_on", risk.checked_on);
}

fn of_case(facts: &mut Facts, case: &Case) {
    if let Some(work) = case.kind_of_work() {
        set_count(facts, "history.work", usize::from(work));
    }
    if let Some(trainer) = case.holder() {
        set_text(facts, "history.trainer", &trainer.0);
    }
    set_date(facts, "history.referral_received", case.received);
    set_date(facts, "history.first_contact", case.first_contact);
    set_count(facts, "history.sessions_attended", case.attended());
    set_count(
        facts,
        "history.sessions_missed",
        case.contacts.iter().filter(|c| c.was_missed()).count(),
    );
    let cancelled = |attendance: &str| matches!(attendance, "2" | "4");
    set_count(
        facts,
        "history.sessions_cancelled",
        case.contacts
            .iter()
            .filter(|c| cancelled(&c.attendance))
            .count(),
    );
    set_count(facts, "history.dna_in_a_row", case.missed_in_a_row());
    set_date(
        facts,
        "history.last_session_on",
        case.contacts.iter().map(|c| c.on).max(),
    );
    let staged = |stage: &str| case.assessments.iter().rev().find(|(s, _)| s == stage);
    facts.set("history.has_pre", Value::YesNo(staged("PRE").is_some()));
    facts.set("history.has_post", Value::YesNo(staged("POST").is_some()));
    set_date(
        facts,
        "history.pre_assessment_on",
        staged("PRE").and_then(|(_, on)| *on),
    );
    set_date(
        facts,
        "history.post_assessment_on",
        staged("POST").and_then(|(_, on)| *on),
    );
    facts.set("history.has_plan", Value::YesNo(case.plan.is_some()));
    if let Some(plan) = &case.plan {
        set_date(facts, "history.plan_start", plan.start);
        set_count(facts, "history.plan_sessions", plan.sessions as usize);
    }
    if let Some((on, reason)) = &case.signoff {
        set_date(facts, "history.signoff_on", Some(*on));
        set_code(facts, "history.signoff_reason", reason);
    }
}

/// When she was seen, and when each case began: a session has its number by its day, in whatever order the sheets are keyed.
fn of_all_cases(facts: &mut Facts, cases: &[Case]) {
    let contacts = cases.iter().flat_map(|case| &case.contacts);
    let attended = contacts.filter(|c| c.was_seen());
    let attended = attended.map(|c| format!("{} {}", c.on, c.serial)).collect();
    facts.set(ATTENDED_ON, Value::Codes(attended));
    let received = cases.iter().filter_map(|case| case.received);
    let received = received.map(|day| day.to_string()).collect();
    facts.set("history.received_on", Value::Codes(received));
}

/// The case that a keyed sheet tells of, as far as cases remember their sheets: its referral, its plan, its contacts, its sign-off.
fn case_of<'d>(dossier: &'d Dossier, sheet: &Sheet) -> Option<&'d Case> {
    let serial = &sheet.head.serial;
    let ended = sheet.facts.date("signoff.date");
    dossier.cases.iter().rev().find(|case| {
        let signed_off = case.signoff.as_ref().map(|(day, _)| *day);
        case.serial == *serial
            || case.plan.as_ref().is_some_and(|p| p.serial == *serial)
            || case.contacts.iter().any(|c| c.serial == *serial)
            || (ended.is_some() && signed_off == ended)
    })
}

/// What of her history holds on any day, for looking a keyed sheet over: when she was seen, but for this sheet, and for a sign-off what its
/// case has come to.
pub fn lasting(dossier: &Dossier, sheet: &Sheet) -> Facts {
    let mut facts = Facts::default();
    of_all_cases(&mut facts, &dossier.cases);
    let facts = without(facts, &sheet.head.serial);
    match case_of(dossier, sheet) {
        Some(case) if sheet.head.role == SheetRole::Signoff => with_counts(facts, case),
        _ => facts,
    }
}

fn with_counts(mut facts: Facts, case: &Case) -> Facts {
    let mut all = Facts::default();
    of_case(&mut all, case);
    for name in COUNTS {
        if let Some(value) = all.get(name) {
            facts.set(name, value.clone());
        }
    }
    facts
}

/// The same facts without what a sheet itself says, for putting that sheet right: a session is not counted twice.
pub fn without(mut facts: Facts, serial: &str) -> Facts {
    let attended = facts.codes(ATTENDED_ON).unwrap_or_default();
    let others = attended.into_iter().filter(|entry| {
        let (_, sheet) = entry.split_once(' ').unwrap_or_default();
        sheet != serial
    });
    let others = Value::Codes(others.collect());
    facts.set(ATTENDED_ON, others);
    facts
}

/// Measures of the last sheet that has them, and the day of the registration.
fn of_sheets(facts: &mut Facts, sheets: &[Sheet]) {
    for (name, key) in [
        ("history.last_weight", "weight"),
        ("history.last_height", "height"),
        ("history.last_bmi", "bmi"),
    ] {
        let number = sheets
            .iter()
            .rev()
            .filter_map(|sheet| sheet.values.as_ref()?.get(key));
        if let Some(value) = number
            .into_iter()
            .find(|value| matches!(value, Value::Number(_)))
        {
            facts.set(name, value.clone());
        }
    }
    let last = |role: SheetRole| sheets.iter().rev().find(|sheet| sheet.head.role == role);
    if let Some(sheet) = last(SheetRole::Registration) {
        set_date(facts, "history.registered_on", sheet.head.completed_on);
    }
    if let Some(issue) =
        last(SheetRole::Assessment).and_then(|s| s.facts.text("assessment.primary_issue"))
    {
        set_code(facts, "history.primary_issue", issue);
    }
}

/// What the referral of this case said, and the orders as the newest sheet since then has them.
fn of_referral(facts: &mut Facts, case: &Case, sheets: &[Sheet]) {
    let Some(start) = sheets.iter().position(|s| s.head.serial == case.serial) else {
        return;
    };
    for (name, value) in &sheets[start].facts.0 {
        if name.starts_with("referral.") {
            facts.set(name, value.clone());
        }
    }
    let orders = sheets[start..]
        .iter()
        .flat_map(|sheet| &sheet.facts.0)
        .filter(|(name, value)| name.starts_with("order.") && value.missing().is_none());
    for (name, value) in orders {
        facts.set(name, value.clone());
    }
}

/// How many goals the plan of this case has; a plan of an earlier case says nothing of it.
fn of_plan(facts: &mut Facts, case: &Case, sheets: &[Sheet]) {
    let plan = case.plan.as_ref();
    let sheet = plan.and_then(|plan| sheets.iter().find(|sheet| sheet.head.serial == plan.serial));
    if let Some(values) = sheet.and_then(|sheet| sheet.values.as_ref()) {
        let goals = (1..=9)
            .filter(|n| values.contains_key(&format!("goal_{n}_issue")))
            .count();
        set_count(facts, "history.goals", goals);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::{Contact, Plan};
    use crate::domain::reference::{CaseNo, ClientId};
    use crate::domain::sheet::SheetHead;
    use crate::domain::value::Values;
    use chrono::Utc;

    fn case(number: u32, plan: Option<&str>) -> Case {
        let mut case = Case::new(CaseNo { year: 2012, number });
        case.plan = plan.map(|serial| Plan {
            serial: serial.to_owned(),
            start: None,
            sessions: 8,
        });
        case
    }

    fn plan_sheet(serial: &str, goals: usize) -> Sheet {
        let goal = |n: usize| (format!("goal_{n}_issue"), Value::Code("D".to_owned()));
        Sheet {
            head: SheetHead {
                serial: serial.to_owned(),
                form: "plan".to_owned(),
                version: 1,
                role: SheetRole::Plan,
                completed_on: None,
                completed_by: None,
                queried: false,
            },
            client: Some(ClientId(1)),
            facts: Facts::default(),
            values: Some((1..=goals).map(goal).collect::<Values>()),
            overrides: Vec::new(),
            query: String::new(),
            act: 1,
            keyed_by: "officer".to_owned(),
            keyed_at: Utc::now(),
        }
    }

    fn goals_known(cases: Vec<Case>) -> Option<Number> {
        let mut dossier = Dossier::new(ClientId(1));
        dossier.cases = cases;
        let sheets = [plan_sheet("P-000001", 3), plan_sheet("P-000002", 2)];
        let today = NaiveDate::from_ymd_opt(2012, 6, 14).unwrap();
        known(&dossier, &sheets, None, today).number("history.goals")
    }

    #[test]
    fn the_goals_are_those_of_the_present_case_and_of_no_earlier_one() {
        let earlier = case(1, Some("P-000001"));
        let now = |plan| goals_known(vec![earlier.clone(), case(2, plan)]);
        assert_eq!(now(Some("P-000002")), Some(Number::whole(2)));
        assert_eq!(now(Some("P-000001")), Some(Number::whole(3)));
        assert_eq!(now(None), None);
    }

    #[test]
    fn a_sheet_that_is_put_right_knows_the_history_of_its_own_case() {
        let day = |d| NaiveDate::from_ymd_opt(2012, 3, d).unwrap();
        let mut dossier = Dossier::new(ClientId(1));
        let mut earlier = case(1, Some("P-000001"));
        earlier.signoff = Some((day(20), "COMP".to_owned()));
        earlier.received = Some(day(1));
        earlier.contacts = vec![Contact {
            serial: "S-000001".to_owned(),
            on: day(8),
            attendance: "5".to_owned(),
            next: None,
        }];
        let mut newer = case(2, None);
        newer.received = Some(day(28));
        dossier.cases = vec![earlier, newer];
        let with_role = |serial: &str, role| {
            let mut sheet = plan_sheet(serial, 2);
            sheet.head.role = role;
            sheet
        };
        let mut signoff = with_role("Z-000001", SheetRole::Signoff);
        signoff.facts.set("signoff.date", Value::Date(day(20)));
        let sheets = [
            with_role("P-000001", SheetRole::Plan),
            with_role("S-000001", SheetRole::Session),
            signoff.clone(),
        ];
        let attended = |amends| {
            let facts = known(&dossier, &sheets, amends, day(30));
            facts.number("history.sessions_attended")
        };
        assert_eq!(attended(None), Some(Number::whole(0)));
        for serial in ["P-000001", "S-000001", "Z-000001"] {
            assert_eq!(attended(Some(serial)), Some(Number::whole(1)), "{serial}");
        }
        assert_eq!(
            attended(Some("S-000009")),
            Some(Number::whole(0)),
            "of nobody's"
        );
        let counted = lasting(&dossier, &signoff);
        assert_eq!(
            counted.number("history.sessions_attended"),
            Some(Number::whole(1))
        );
    }
}
