//! One function for each form about a client: what such a sheet says of a made-up person.

use super::cells::{Cells, Paper, day};
use super::health::Health;
use super::people::Person;
use super::random::Chance;
use chrono::{Days, NaiveDate};
use serde_json::json;

/// What the offender manager says of risk; the same on every sheet of a client.
#[derive(Debug, Clone)]
pub struct Danger {
    /// Risk of serious harm.
    pub rosh: &'static str,
    /// MAPPA category and level.
    pub mappa: Option<(&'static str, &'static str)>,
    /// Alerts in the order of the register.
    pub alerts: Vec<&'static str>,
}

impl Danger {
    /// Mostly low or medium; one in seven high.
    pub fn made_up(chance: &mut Chance) -> Self {
        let rosh = *chance.weighted(&[(45, "L"), (38, "M"), (14, "H"), (3, "V")]);
        let mut cells = Cells::new(chance);
        const MAPPA: &[(u32, Option<(&str, &str)>)] = &[
            (91, None),
            (4, Some(("1", "1"))),
            (2, Some(("1", "2"))),
            (2, Some(("2", "1"))),
            (1, Some(("3", "2"))),
        ];
        let mappa = *cells.chance.weighted(MAPPA);
        let mut alerts = match cells.chance.below(100) {
            0..70 => Vec::new(),
            70..94 => cells.some(
                &["ALSH", "RCCO", "ADVP", "ADVV", "AMHL", "APPO", "IIOM"],
                1,
                1,
            ),
            _ => cells.some(
                &["AV2S", "ALSH", "RCHD", "ADVP", "IMAR", "AMHL", "LRND"],
                1,
                3,
            ),
        };
        if mappa.is_some_and(|(category, _)| category == "1") {
            alerts = vec!["ARSO"];
        }
        Self {
            rosh,
            mappa,
            alerts,
        }
    }

    fn fill_in(&self, cells: &mut Cells<'_>) {
        cells.ask("rosh", self.rosh);
        match self.mappa {
            Some((category, level)) => {
                cells.put("mappa_category", category);
                cells.ask("mappa_level", level);
            }
            None => cells.put("mappa_category", json!({"missing": "not_applicable"})),
        }
        if self.alerts.is_empty() {
            cells.put("alerts", json!({"missing": "not_applicable"}));
        } else {
            cells.put("alerts", json!(self.alerts));
        }
    }

    fn is_high(&self) -> bool {
        matches!(self.rosh, "H" | "V") || !self.alerts.is_empty()
    }
}

/// A client as the service sees her through one case.
pub struct Subject {
    /// Who.
    pub person: Person,
    /// Risk.
    pub danger: Danger,
    /// Health before the work.
    pub health: Health,
    /// Primary issue, where anybody wrote it down.
    pub issue: &'static str,
    /// Orders.
    pub orders: Vec<&'static str>,
    /// The order ends.
    pub order_end: NaiveDate,
    /// Offender manager.
    pub manager: String,
    /// Surgery.
    pub surgery: String,
}

/// The head of a referral.
pub struct Request {
    /// Received on.
    pub on: NaiveDate,
    /// Case number.
    pub case: String,
    /// Type of work asked for.
    pub work: u8,
    /// Outcome code.
    pub outcome: &'static str,
    /// Asks for a worker of this gender; empty for no wish.
    pub wish: &'static str,
    /// Result of the duplicate check.
    pub duplicate: &'static str,
    /// Nothing on risk and identity is missing: a referral that waits must show what counts.
    pub whole: bool,
}

/// F0.
pub fn referral(chance: &mut Chance, subject: &Subject, request: &Request) -> Paper {
    let person = &subject.person;
    let mut cells = Cells::new(chance);
    let gaps = if request.whole { 0 } else { 7 };
    cells.put("received", day(request.on));
    let at = format!(
        "{:02}:{:02}",
        9 + cells.chance.below(8),
        cells.chance.below(12) * 5
    );
    cells.ask_often("received_time", gaps * 3, at);
    let route = cells.one(&[
        (50, "E"),
        (28, "P"),
        (10, "V"),
        (7, "S"),
        (4, "D"),
        (1, "C"),
    ]);
    cells.put("route", route);
    if route == "S" {
        cells.put(
            "referrer_name",
            format!("{} {}", person.forenames, person.surname),
        );
        cells.put("referrer_role", "I");
    } else {
        cells.put("referrer_name", subject.manager.as_str());
        cells.ask("referrer_role", if route == "C" { "C" } else { "M" });
    }
    cells.ask("referrer_team", team(&person.office));
    cells.ask(
        "referrer_phone",
        format!("01164960{:03}", 500 + person.n % 100),
    );
    cells.put("surname", person.surname.as_str());
    cells.put("forenames", person.forenames.as_str());
    cells.ask_often("crn", gaps, person.crn.as_str());
    cells.ask_often("pnc", gaps, person.pnc.as_str());
    cells.ask_often("dob", gaps / 2, day(person.born));
    cells.ask_often("gender", gaps / 3, person.gender());
    cells.ask_often("phone", gaps, person.phone.as_str());
    let text_ok = cells.chance.percent(80);
    cells.ask("text_ok", text_ok);
    let reasons = reasons(&mut cells, subject.issue);
    cells.put("reasons", json!(reasons));
    subject.danger.fill_in(&mut cells);
    if subject.danger.is_high() {
        cells.put("safety_note", safety_note(&subject.danger));
    }
    orders(&mut cells, subject, request.on);
    cells.put("duplicate_check", request.duplicate);
    cells.put("outcome", request.outcome);
    if matches!(request.outcome, "D" | "R") {
        cells.put(
            "outcome_reason",
            "Needs more than a trainer can give; sent on to the community mental health team.",
        );
    }
    cells.put("referral_no", request.case.as_str());
    cells.may("known_as", 100, person.known_as.as_str());
    cells.put("type_asked", if request.work == 2 { "2" } else { "1" });
    cells.may("urgent", 6, true);
    let tier = cells.one(&[(15, "1"), (40, "2"), (38, "3"), (7, "4")]);
    cells.may("tier", 40, tier);
    cells.put("office", person.office.as_str());
    cells.may("evenings", 6, true);
    cells.may("trainer_gender", 100, request.wish);
    if cells.may("language", 100, person.language.as_str()) {
        cells.may("interpreter", 50, true);
    }
    cells.may(
        "notes",
        5,
        "Best rung after eleven. Works nights at present.",
    );
    cells.paper("referral", request.on, "")
}

fn team(office: &str) -> &'static str {
    match office {
        "L" => "Loughborough probation office",
        "H" => "Hinckley probation office",
        "V" => "Coalville probation office",
        "M" => "Melton probation office",
        "E" => "City east probation office",
        "W" => "City west probation office",
        _ => "City probation centre",
    }
}

fn reasons(cells: &mut Cells<'_>, issue: &str) -> Vec<&'static str> {
    let mut reasons = cells.some(&["G", "D", "O", "Y", "U", "X", "Z", "W"], 0, 2);
    let own = match issue {
        "DIE" => "F",
        "EXE" => "E",
        "SMO" => "S",
        "ALC" => "A",
        "EMO" => "M",
        _ => "L",
    };
    reasons.push(own);
    let order = |code: &&str| "GDOYFESAUMXZWL".find(*code);
    reasons.sort_by_key(order);
    reasons
}

fn safety_note(danger: &Danger) -> &'static str {
    match danger.alerts.first() {
        Some(&"AV2S") => "Two members of staff, office only, panic alarm.",
        Some(&"ALSH") => "Low mood and self-harm last year. Ring me after each appointment.",
        Some(&("ARSO" | "RCHD")) => {
            "Not near schools, nurseries or youth clubs. No school run times."
        }
        Some(&"ADVP") => "Partner must not be seen together with him. No home visits alone.",
        _ => "See at the office. Ring me first.",
    }
}

fn orders(cells: &mut Cells<'_>, subject: &Subject, on: NaiveDate) {
    if !cells.ask("order_types", json!(subject.orders)) {
        cells.ask("order_end", day(subject.order_end));
        return;
    }
    cells.ask("order_end", day(subject.order_end));
    if subject.orders.contains(&"L") || subject.orders.contains(&"P") {
        let release = on - Days::new(cells.chance.below(90));
        cells.ask("release", day(release));
    }
}

/// F1, filled in at the first contact.
pub fn registration(chance: &mut Chance, subject: &Subject, on: NaiveDate, by: &str) -> Paper {
    let person = &subject.person;
    let mut cells = Cells::new(chance);
    cells.ask("crn", person.crn.as_str());
    cells.put("forenames", person.forenames.as_str());
    cells.put("surname", person.surname.as_str());
    cells.put("dob", day(person.born));
    cells.put("gender", person.gender());
    let ethnicity = match cells.chance.below(100) {
        0..4 => "99",
        4..7 => "Z",
        _ => person.ethnicity.as_str(),
    };
    cells.ask("ethnicity", ethnicity);
    cells.ask("address", person.address.as_str());
    if person.is_homeless() {
        cells.put("postcode", person.postcode.as_str());
    } else {
        cells.ask("postcode", person.postcode.as_str());
    }
    let gp = cells.one(&[(75, "Y"), (20, "N"), (5, "U")]);
    if cells.ask("gp_registered", gp) && gp == "Y" {
        cells.ask("gp_practice", subject.surgery.as_str());
    }
    let dentist = cells.one(&[(40, "Y"), (50, "N"), (10, "U")]);
    cells.ask("dentist_registered", dentist);
    let work = cells.one(&[
        (15, "01"),
        (45, "02"),
        (5, "03"),
        (22, "04"),
        (3, "05"),
        (4, "06"),
        (3, "07"),
        (2, "08"),
        (1, "ZZ"),
    ]);
    cells.ask("employment", work);
    let home = cells.one(&[
        (52, "A01"),
        (4, "A02"),
        (10, "A03"),
        (12, "A04"),
        (2, "A06"),
        (20, "A07"),
    ]);
    cells.put(
        "accommodation",
        if person.is_homeless() { "A05" } else { home },
    );
    let disability = disability(&mut cells);
    cells.ask("disability", json!(disability));
    supervision(&mut cells, subject, on);
    let checked = on - Days::new(cells.chance.below(60));
    cells.ask("risk_checked_on", day(checked));
    let source = cells.one(&[
        (80, "M"),
        (7, "I"),
        (3, "H"),
        (4, "E"),
        (3, "T"),
        (2, "C"),
        (1, "G"),
    ]);
    cells.put("referral_source", source);
    let consent = cells.chance.percent(94);
    cells.put("consent", consent);
    if consent {
        cells.put("consent_signed_on", day(on));
    }
    cells.put("first_contact", day(on));
    cells.put("trainer", by);
    optional_details(&mut cells, person);
    cells.paper("registration", on, by)
}

fn disability(cells: &mut Cells<'_>) -> Vec<&'static str> {
    match cells.chance.below(100) {
        0..66 => vec!["NN"],
        66..70 => vec!["ZZ"],
        _ => cells.some(&["01", "02", "04", "05", "08", "09"], 1, 2),
    }
}

fn supervision(cells: &mut Cells<'_>, subject: &Subject, on: NaiveDate) {
    cells.ask("order_types", json!(subject.orders));
    let began = on - Days::new(20 + cells.chance.below(200));
    cells.ask("order_start", day(began));
    cells.ask("order_end", day(subject.order_end));
    let tier = cells.one(&[(15, "1"), (40, "2"), (38, "3"), (7, "4")]);
    cells.ask("tier", tier);
    cells.ask("offender_manager", subject.manager.as_str());
    cells.ask("office", subject.person.office.as_str());
    subject.danger.fill_in(cells);
}

fn optional_details(cells: &mut Cells<'_>, person: &Person) {
    let title = if person.man { "Mr" } else { "Ms" };
    cells.may("title", 60, title);
    cells.may("known_as", 100, person.known_as.as_str());
    cells.may("nhs_number", 100, person.nhs_number.as_str());
    cells.may("pnc", 60, person.pnc.as_str());
    let quintile = cells.one(&[
        (48, "1"),
        (24, "2"),
        (13, "3"),
        (8, "4"),
        (5, "5"),
        (2, "U"),
    ]);
    let quintile = if person.is_homeless() { "U" } else { quintile };
    if cells.may("quintile", 70, quintile) {
        cells.put("imd_edition", "10");
    }
    cells.may(
        "mobile",
        70,
        Some(person.phone.as_str())
            .filter(|p| p.starts_with("07"))
            .unwrap_or_default(),
    );
    let (text_ok, message_ok) = (cells.chance.percent(80), cells.chance.percent(70));
    cells.may("text_ok", 60, text_ok);
    cells.may("message_ok", 60, message_ok);
    let contact = cells.one(&[(40, "P"), (45, "T"), (10, "L"), (5, "M")]);
    cells.may("preferred_contact", 40, contact);
    let relationship = cells.one(&[
        (50, "H01"),
        (10, "H02"),
        (8, "H03"),
        (1, "H04"),
        (3, "H05"),
        (10, "H06"),
        (15, "H07"),
        (3, "H09"),
    ]);
    cells.may("relationship", 60, relationship);
    cells.may("dependants", 25, json!(["I01"]));
    let religion = cells.one(&[
        (20, "COFE"),
        (6, "RC"),
        (6, "CHRST"),
        (6, "HIND"),
        (8, "MOS"),
        (4, "SIKH"),
        (40, "NIL"),
        (6, "TPRNTS"),
        (4, "OTH"),
    ]);
    cells.may("religion", 50, religion);
    let orientation = cells.one(&[(90, "01"), (3, "02"), (2, "03"), (5, "ND")]);
    cells.may("orientation", 40, orientation);
    if cells.may("language", 100, person.language.as_str()) {
        cells.may("interpreter", 50, true);
    }
    cells.may("literacy_help", 25, true);
    let heard = cells.one(&[(80, "M"), (8, "F"), (6, "P"), (6, "E")]);
    cells.may("how_heard", 30, heard);
}

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
    let place = cells.one(&[
        (60, "1"),
        (4, "2"),
        (12, "3"),
        (14, "4"),
        (5, "5"),
        (3, "6"),
        (1, "7"),
        (1, "8"),
    ]);
    cells.put("place", place);
    let services = cells.some(
        &["G", "D", "O", "Y", "S", "W", "A", "U", "M", "H", "B", "E"],
        1,
        3,
    );
    for (n, service) in (1..).zip(services) {
        cells.put(&format!("to_{n}_service"), service);
        let mode = cells.one(&[(55, "I"), (30, "A"), (15, "C")]);
        cells.put(&format!("to_{n}_mode"), mode);
        let result = cells.one(&[(40, "A"), (15, "N"), (10, "D"), (35, "U")]);
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
    let sessions = cells.one(&[(80, "8"), (10, "6"), (10, "10")]);
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
    let minutes = cells.one(&[(45, "45"), (25, "60"), (20, "30"), (10, "50")]);
    cells.put("minutes", minutes.parse::<i64>().unwrap_or(45));
    let medium = cells.one(&[
        (58, "1"),
        (5, "2"),
        (12, "3"),
        (14, "4"),
        (2, "5"),
        (5, "7"),
        (4, "8"),
    ]);
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
        let progress = cells.one(&[(50, "B"), (35, "S"), (10, "W"), (5, "R")]);
        cells.may("progress", 60, progress);
    }
    let action = cells.one(&[
        (1, "Keep the food diary until Tuesday."),
        (1, "Ring the surgery and ask to register."),
        (1, "Walk home on the two dry days."),
        (1, ""),
    ]);
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
        let result = cells.one(&[(47, "F"), (23, "P"), (30, "N")]);
        let result = if reason == "COMP" { result } else { "X" };
        cells.ask(&format!("goal_{n}_result"), result);
    }
    let gp = cells.one(&[(88, "Y"), (8, "N"), (4, "U")]);
    cells.ask("gp_registered", gp);
    let dentist = cells.one(&[(58, "Y"), (35, "N"), (7, "U")]);
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
    let contact = cells.one(&[
        (20, "S"),
        (35, "P"),
        (5, "W"),
        (30, "N"),
        (6, "D"),
        (4, "C"),
    ]);
    let reached = cells.ask("contact", contact) && matches!(contact, "S" | "P" | "W");
    cells.ask_often("done", 2, day(on));
    if reached {
        let held = cells.one(&[(45, "Y"), (30, "P"), (25, "N")]);
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
    let hours = cells.one(&[(30, "1"), (40, "2"), (20, "3"), (10, "1.5")]);
    cells.put(
        "hours",
        if hours == "1.5" {
            json!(1.5)
        } else {
            json!(hours.parse::<i64>().unwrap_or(2))
        },
    );
    let office = cells.one(&[
        (40, "C"),
        (12, "E"),
        (12, "W"),
        (10, "V"),
        (14, "L"),
        (8, "H"),
        (4, "M"),
    ]);
    cells.put("venue", team(office));
    cells.put("office", office);
    let kind = cells.one(&[
        (30, "D"),
        (18, "P"),
        (16, "G"),
        (18, "C"),
        (10, "H"),
        (5, "N"),
        (3, "S"),
    ]);
    cells.put("kind", kind);
    let audience = cells.one(&[(79, "U"), (9, "S"), (8, "P"), (4, "G")]);
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
