//! F0, the referral slip.

use super::{Danger, Subject, team};
use crate::demo::cells::{Cells, Paper, day};
use crate::demo::random::Chance;
use chrono::{Days, NaiveDate};
use serde_json::json;

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
    referrer(&mut cells, subject);
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
    second_page(&mut cells, subject, request);
    cells.paper("referral", request.on, "")
}

fn referrer(cells: &mut Cells<'_>, subject: &Subject) {
    let person = &subject.person;
    let route = cells.one("E:50 P:28 V:10 S:7 D:4 C:1");
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
}

fn second_page(cells: &mut Cells<'_>, subject: &Subject, request: &Request) {
    let person = &subject.person;
    cells.may("known_as", 100, person.known_as.as_str());
    cells.put("type_asked", if request.work == 2 { "2" } else { "1" });
    cells.may("urgent", 6, true);
    let tier = cells.one("1:15 2:40 3:38 4:7");
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
