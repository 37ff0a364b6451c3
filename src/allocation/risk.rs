//! What limits the place and the choice, and what must be asked first.
//!
//! # Why
//! Rules A4 and A5 bind the place and not the trainer: nobody is barred by them, everybody must read them. And blank is
//! not low: a risk that is not on file, or was last checked longer ago than the register's review period, is a question
//! to the offender manager before anybody is sent.
//!
//! The alerts of the register, with their review periods, are [`crate::domain::alert::ALERTS`].

use super::Scene;
use super::settings::Labels;
use super::words::{self, day};
use crate::domain::alert::{ALERTS, words_of};
use crate::domain::client::Risk;
use crate::domain::overview::CaseLine;
use crate::domain::reference::TrainerId;
use chrono::{Months, NaiveDate};

/// Months after which the risk of serious harm must be reviewed.
const ROSH_REVIEW: u32 = 6;
/// Months after which MAPPA management must be reviewed.
const MAPPA_REVIEW: u32 = 3;

/// One limit, with the rule that lays it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// `A4`, `A5`; empty for what is no rule of the table.
    pub rule: &'static str,
    /// In words: `MAPPA 1: no children's venue`.
    pub sentence: String,
}

fn limit(rule: &'static str, sentence: impl Into<String>) -> Limit {
    Limit {
        rule,
        sentence: sentence.into(),
    }
}

fn has(risk: &Risk, code: &str) -> bool {
    risk.alerts.iter().any(|a| a == code)
}

/// The MAPPA category as a digit, however the register writes it (`1`, `M1`).
fn mappa(risk: &Risk) -> Option<char> {
    let code = risk.mappa_category.as_deref()?;
    code.chars()
        .find(char::is_ascii_digit)
        .filter(|c| matches!(c, '1'..='3'))
}

/// Whether nobody may meet this client alone.
pub fn two_workers(risk: &Risk) -> bool {
    risk.rosh.as_deref() == Some("V")
        || has(risk, "AV2S")
        || risk.venue_limits.iter().any(|l| l == "T")
}

/// Rule A4: where and by how many a client may be met.
pub fn meeting_limits(risk: &Risk) -> Vec<Limit> {
    let mut limits = Vec::new();
    if risk.rosh.as_deref() == Some("V") {
        limits.push(limit("A4", "RoSH very high: office only, two workers"));
    }
    if has(risk, "AV2S") {
        limits.push(limit("A4", "risk to staff: office only, two workers"));
    }
    if risk.rosh.as_deref() == Some("H") {
        limits.push(limit("A4", "RoSH high: no home visit alone"));
    }
    for code in ["ADVP", "ALSH"] {
        if has(risk, code) {
            limits.push(limit(
                "A4",
                format!("{}: no home visit alone", words_of(code)),
            ));
        }
    }
    limits
}

/// Rule A5: venues to keep away from.
pub fn venue_limits(risk: &Risk) -> Vec<Limit> {
    let mut limits = Vec::new();
    if mappa(risk) == Some('1') {
        limits.push(limit("A5", "MAPPA 1: no children's venue"));
    }
    for code in ["ARSO", "RCHD"] {
        if has(risk, code) {
            limits.push(limit(
                "A5",
                format!("{}: no children's venue", words_of(code)),
            ));
        }
    }
    for code in &risk.venue_limits {
        match code.as_str() {
            "C" => limits.push(limit("A5", "plan: no children's venue")),
            "O" => limits.push(limit("A4", "plan: office only")),
            "T" => limits.push(limit("A4", "plan: two workers")),
            "N" | "" => {}
            other => limits.push(limit("A5", format!("plan: venue limit {other}"))),
        }
    }
    limits
}

/// What is on file beyond the limits above and must be read before the first meeting.
fn to_read(risk: &Risk) -> Vec<Limit> {
    const SAID_ABOVE: [&str; 5] = ["AV2S", "ADVP", "ALSH", "ARSO", "RCHD"];
    let mut limits = Vec::new();
    if let Some(category) = mappa(risk).filter(|c| *c != '1') {
        limits.push(limit(
            "",
            format!("MAPPA {category}: read the OASys risk plan beforehand"),
        ));
    }
    let others = risk
        .alerts
        .iter()
        .filter(|a| !SAID_ABOVE.contains(&a.as_str()));
    let others: Vec<&str> = others.map(|a| words_of(a)).collect();
    if !others.is_empty() {
        limits.push(limit("", format!("alerts: {}", others.join(", "))));
    }
    if !risk.safety_note.trim().is_empty() {
        limits.push(limit(
            "",
            format!("safety note: {}", risk.safety_note.trim()),
        ));
    }
    limits
}

/// Everything about safety that goes with the allocation: places, alerts, what to read first. Nothing is left out for
/// being said elsewhere.
pub fn safety(risk: &Risk) -> Vec<Limit> {
    let mut limits = meeting_limits(risk);
    limits.extend(venue_limits(risk));
    limits.extend(to_read(risk));
    if !limits.is_empty() && !limits.iter().any(|l| l.sentence.contains("OASys")) {
        limits.push(limit("", "read the OASys risk plan beforehand"));
    }
    if risk.rosh.is_none() {
        limits.push(limit("", "risk unknown: ask before allocating"));
    }
    limits
}

/// A flag ([`Risk::flags`]) in words, with the limits that it lays down.
pub fn words_of_flag(flag: &str) -> String {
    let (kind, what) = flag.split_once(':').unwrap_or((flag, ""));
    let mut only = Risk::default();
    match kind {
        "rosh" => only.rosh = Some(what.to_owned()),
        "mappa" => only.mappa_category = Some(what.to_owned()),
        "alert" => only.alerts = vec![what.to_owned()],
        "venue" => only.venue_limits = vec![what.to_owned()],
        _ => what.clone_into(&mut only.safety_note),
    }
    let mut limits = meeting_limits(&only);
    limits.extend(venue_limits(&only));
    limits.extend(to_read(&only));
    let said: Vec<String> = limits.into_iter().map(|l| l.sentence).collect();
    if said.is_empty() {
        flag.to_owned()
    } else {
        said.join(", ")
    }
}

/// The flags of a case that this trainer, who has it or stands in, was not told of.
pub fn untold(line: &CaseLine, trainer: &TrainerId, today: NaiveDate) -> Vec<String> {
    let spell = line.case.spells.last().filter(|s| s.trainer == *trainer);
    let cover = line.case.cover_on(today).filter(|c| c.trainer == *trainer);
    let told: Vec<&String> = spell
        .iter()
        .flat_map(|s| &s.told)
        .chain(cover.iter().flat_map(|c| &c.told))
        .collect();
    let mut flags = line.risk.flags();
    flags.retain(|flag| !told.contains(&flag));
    flags
}

/// What limits the choice and the place, in words, safety first.
pub fn limits(scene: &Scene, line: &CaseLine) -> Vec<String> {
    let mut all: Vec<String> = safety(&line.risk).into_iter().map(|l| l.sentence).collect();
    let her = words::client(&line.identity.gender);
    match line.identity.trainer_gender.as_str() {
        "F" => all.push("asks for a woman".to_owned()),
        "M" => all.push("asks for a man".to_owned()),
        _ => {}
    }
    if let Some(language) = language(line) {
        all.push(format!(
            "speaks {}",
            scene.settings.label(Labels::Language, language)
        ));
    }
    if line.identity.interpreter {
        all.push("needs an interpreter".to_owned());
    }
    if line.case.evenings {
        all.push("evenings only".to_owned());
    }
    if let Some(release) = line.case.release.filter(|d| *d > scene.today) {
        all.push(format!(
            "{} release is on {}: meet {} before",
            her.possessive,
            day(release),
            her.object
        ));
    }
    all
}

/// The client's language, where it is one that a trainer could have.
pub(super) fn language(line: &CaseLine) -> Option<&str> {
    Some(line.identity.language.as_str()).filter(|l| !matches!(*l, "" | "XX" | "EN"))
}

/// Something to ask before allocating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Whom to ask: `offender manager`, `referrer`.
    pub whom: &'static str,
    /// What, in words.
    pub sentence: String,
}

/// What must be asked before this case is given to anybody: risk that is blank or out of date, and a type that nobody
/// named. Empty when nothing is unknown.
pub fn questions(scene: &Scene, line: &CaseLine) -> Vec<Question> {
    let mut asked = Vec::new();
    if line.risk.rosh.is_none() {
        asked.push("The risk of serious harm is not on file. Blank is not low.".to_owned());
    }
    asked.extend(stale(&line.risk, scene.today));
    let mut questions: Vec<Question> = asked
        .into_iter()
        .map(|sentence| Question {
            whom: "offender manager",
            sentence,
        })
        .collect();
    if line.case.kind_of_work().is_none() {
        questions.push(Question {
            whom: "referrer",
            sentence: "The referral does not say which type; it is taken as Type 1.".to_owned(),
        });
    }
    questions
}

/// Entries of the register that are past their review.
fn stale(risk: &Risk, today: NaiveDate) -> Vec<String> {
    let mut entries: Vec<(String, u32)> = Vec::new();
    if risk.rosh.is_some() {
        entries.push(("The risk of serious harm".to_owned(), ROSH_REVIEW));
    }
    if let Some(category) = mappa(risk) {
        entries.push((format!("MAPPA {category}"), MAPPA_REVIEW));
    }
    for code in &risk.alerts {
        let months = ALERTS
            .iter()
            .find(|a| a.code == code)
            .map_or(ROSH_REVIEW, |a| a.review_months);
        entries.push((format!("The alert \"{}\"", words_of(code)), months));
    }
    let checked = risk.checked_on;
    entries
        .into_iter()
        .filter_map(|(what, months)| match checked {
            None => Some(format!("{what} is on file, but not when it was checked.")),
            Some(on) => {
                let until = on.checked_add_months(Months::new(months))?;
                (until < today).then(|| {
                    format!(
                        "{what} was checked on {} and is reviewed every {months} months.",
                        day(on)
                    )
                })
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Office, day};
    use super::*;

    fn risk(rosh: &str, alerts: &[&str]) -> Risk {
        Risk {
            rosh: Some(rosh.to_owned()).filter(|r| !r.is_empty()),
            alerts: alerts.iter().map(|a| (*a).to_owned()).collect(),
            checked_on: Some(day("2012-05-01")),
            ..Risk::default()
        }
    }

    fn sentences(risk: &Risk) -> Vec<String> {
        safety(risk).into_iter().map(|l| l.sentence).collect()
    }

    #[test]
    fn very_high_risk_or_risk_to_staff_means_office_only_and_two_workers() {
        assert_eq!(
            sentences(&risk("V", &[]))[0],
            "RoSH very high: office only, two workers"
        );
        assert_eq!(
            sentences(&risk("L", &["AV2S"]))[0],
            "risk to staff: office only, two workers"
        );
        assert!(two_workers(&risk("L", &["AV2S"])));
        assert!(!two_workers(&risk("H", &[])));
    }

    #[test]
    fn high_risk_abuse_and_self_harm_mean_no_home_visit_alone() {
        assert_eq!(
            sentences(&risk("H", &[]))[0],
            "RoSH high: no home visit alone"
        );
        assert_eq!(
            sentences(&risk("M", &["ALSH"]))[0],
            "suicide or self-harm: no home visit alone"
        );
        assert_eq!(
            sentences(&risk("M", &["ADVP"]))[0],
            "domestic abuse, perpetrator: no home visit alone"
        );
    }

    #[test]
    fn mappa_1_registered_offenders_and_risk_to_children_keep_away_from_childrens_venues() {
        let mut him = risk("M", &["ARSO", "RCHD"]);
        him.mappa_category = Some("1".into());
        assert_eq!(
            sentences(&him)[..3],
            [
                "MAPPA 1: no children's venue",
                "registered sex offender: no children's venue",
                "risk to children: no children's venue"
            ]
        );
    }

    #[test]
    fn no_alert_is_ever_left_out_of_the_words() {
        for alert in ALERTS {
            let said = sentences(&risk("M", &[alert.code])).join("; ");
            assert!(said.contains(alert.words), "{}: {said}", alert.code);
        }
        assert!(sentences(&risk("M", &["ZZZZ"])).join("; ").contains("ZZZZ"));
    }

    #[test]
    fn every_flag_has_words_of_its_own() {
        let mut him = risk("V", &["AV2S", "ZZZZ"]);
        him.mappa_category = Some("2".into());
        him.venue_limits = vec!["O".into(), "N".into()];
        him.safety_note = "never after dark".into();
        let words: Vec<String> = him.flags().iter().map(|f| words_of_flag(f)).collect();
        assert_eq!(
            words,
            [
                "RoSH very high: office only, two workers",
                "MAPPA 2: read the OASys risk plan beforehand",
                "risk to staff: office only, two workers",
                "alerts: ZZZZ",
                "plan: office only",
                "safety note: never after dark"
            ]
        );
        for alert in ALERTS {
            let said = words_of_flag(&format!("alert:{}", alert.code));
            assert!(said.contains(alert.words), "{said}");
        }
    }

    #[test]
    fn no_limits_in_the_plan_is_no_limit() {
        let mut him = risk("M", &[]);
        him.venue_limits = vec!["N".into()];
        assert_eq!(sentences(&him), Vec::<String>::new());
        him.venue_limits = vec!["O".into(), "T".into()];
        assert_eq!(
            sentences(&him)[..2],
            ["plan: office only", "plan: two workers"]
        );
    }

    #[test]
    fn risk_that_is_blank_or_past_its_review_is_asked_about_and_fresh_risk_is_not() {
        let mut office = Office::on("2012-06-14");
        let n = office.referral("2012-06-12", 1);
        assert_eq!(questions(&office.scene(), &office.cases[n]), vec![]);
        office.cases[n].risk.rosh = None;
        office.cases[n].risk.checked_on = None;
        let asked = questions(&office.scene(), &office.cases[n]);
        assert_eq!(
            asked[0].sentence,
            "The risk of serious harm is not on file. Blank is not low."
        );
        assert!(
            limits(&office.scene(), &office.cases[n])
                .contains(&"risk unknown: ask before allocating".to_owned())
        );
        *office.cases[n].risk = risk("M", &["RCHD", "INLL"]);
        office.cases[n].risk.checked_on = Some(day("2012-03-13"));
        let asked = questions(&office.scene(), &office.cases[n]);
        assert_eq!(asked.len(), 1);
        assert_eq!(
            asked[0].sentence,
            "The alert \"risk to children\" was checked on 13/03/2012 and is reviewed every 3 months."
        );
        office.cases[n].risk.checked_on = Some(day("2012-03-14"));
        assert_eq!(
            questions(&office.scene(), &office.cases[n]),
            vec![],
            "three months to the day"
        );
        office.cases[n].risk.checked_on = None;
        assert_eq!(questions(&office.scene(), &office.cases[n]).len(), 3);
    }

    #[test]
    fn wishes_stand_after_safety() {
        let mut office = Office::on("2012-06-14");
        let n = office.referral("2012-06-12", 1);
        let line = &mut office.cases[n];
        line.risk.rosh = Some("H".into());
        line.identity.gender = "F".into();
        line.identity.trainer_gender = "F".into();
        line.case.evenings = true;
        line.case.release = Some(day("2012-07-02"));
        assert_eq!(
            limits(&office.scene(), &office.cases[n]),
            [
                "RoSH high: no home visit alone",
                "read the OASys risk plan beforehand",
                "asks for a woman",
                "evenings only",
                "her release is on 02/07/2012: meet her before"
            ]
        );
    }
}
