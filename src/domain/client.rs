//! Who a client is, and what her case worker must know before meeting her.

use super::alert;
use super::fact::Facts;
use super::identifier::IdentifierKind;
use super::value::Value;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Who she is. `Debug` never prints it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Title.
    pub title: String,
    /// Surname as it is written.
    pub surname: String,
    /// Forenames as they are written.
    pub forenames: String,
    /// The name she goes by.
    pub known_as: String,
    /// Surnames she had before.
    pub former_names: Vec<String>,
    /// Date of birth.
    pub born: Option<NaiveDate>,
    /// Date of birth as a list gave it, where it is no day of the calendar.
    pub born_as_read: String,
    /// M, F or N.
    pub gender: String,
    /// Case reference number, `X123456`.
    pub crn: String,
    /// PNC id in long form.
    pub pnc: String,
    /// CRO number.
    pub cro: String,
    /// NHS number, ten digits.
    pub nhs_number: String,
    /// NOMS number.
    pub noms: String,
    /// National Insurance number.
    pub ni_number: String,
    /// Address, one line.
    pub address: String,
    /// Postcode with its space.
    pub postcode: String,
    /// Phone numbers, digits only.
    pub phones: Vec<String>,
    /// Reference under which a list brought her.
    pub reference: String,
    /// Asks for a worker of this gender (M, F), else empty.
    pub trainer_gender: String,
    /// First language, where it is not English.
    pub language: String,
    /// Needs an interpreter.
    pub interpreter: bool,
    /// Consents to storing and sharing.
    pub consent: Option<bool>,
    /// Probation office.
    pub office: String,
    /// Offender manager.
    pub offender_manager: String,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(…)")
    }
}

impl Identity {
    /// `Smith, Dale`.
    pub fn name(&self) -> String {
        match (self.surname.is_empty(), self.forenames.is_empty()) {
            (false, false) => format!("{}, {}", self.surname, self.forenames),
            (false, true) => self.surname.clone(),
            (true, false) => self.forenames.clone(),
            (true, true) => "(no name)".to_owned(),
        }
    }

    /// Date of birth as dd/mm/yyyy, or as read, or blank.
    pub fn born_shown(&self) -> String {
        self.born.map_or_else(
            || self.born_as_read.clone(),
            |d| d.format("%d/%m/%Y").to_string(),
        )
    }

    /// The reference on the paper: CRN where there is one.
    pub fn crn_or<'a>(&'a self, other: &'a str) -> &'a str {
        if self.crn.is_empty() {
            other
        } else {
            &self.crn
        }
    }

    /// The numbers that are hers alone, each with its kind; empty where nobody knows it.
    pub fn identifiers(&self) -> [(IdentifierKind, &str); 6] {
        use IdentifierKind::{Crn, Cro, NhsNumber, NiNumber, Noms, Pnc};
        [
            (Crn, &self.crn),
            (Pnc, &self.pnc),
            (Cro, &self.cro),
            (NhsNumber, &self.nhs_number),
            (Noms, &self.noms),
            (NiNumber, &self.ni_number),
        ]
    }

    /// Takes over what a sheet or a list says. An answer replaces the earlier one; silence and *missing* change nothing.
    pub fn learn(&mut self, facts: &Facts) {
        for (name, place) in self.words() {
            if let Some(text) = facts.text(name) {
                text.clone_into(place);
            }
        }
        self.learn_names(facts);
        self.learn_the_rest(facts);
    }

    /// The same, but what is known already of these facts stays: the sheet fills in only what nobody knew. Another surname is kept among
    /// the former ones, so that she is found by it.
    pub fn learn_beside(&mut self, facts: &Facts, stays: &[&str]) {
        if stays.is_empty() {
            return self.learn(facts);
        }
        let before = self.clone();
        self.learn(facts);
        for name in stays {
            match *name {
                "client.surname" => self.stay_called(&before.surname),
                "client.dob" if before.born.is_some() => self.born = before.born,
                name => self.stay(name, &before),
            }
        }
    }

    fn stay_called(&mut self, surname: &str) {
        if surname.is_empty() || surname == self.surname {
            return;
        }
        let other = std::mem::replace(&mut self.surname, surname.to_owned());
        self.former_names.retain(|name| name != surname);
        if !self.former_names.contains(&other) {
            self.former_names.push(other);
        }
    }

    fn stay(&mut self, name: &str, before: &Self) {
        let mut was = before.clone();
        let (now, was) = (self.words(), was.words());
        let mut both = now.into_iter().zip(was);
        if let Some(((_, now), (_, was))) = both.find(|((it, _), _)| *it == name)
            && !was.is_empty()
        {
            now.clone_from(was);
        }
    }

    /// The facts that are words, with where each stands.
    fn words(&mut self) -> [(&'static str, &mut String); 16] {
        [
            ("client.title", &mut self.title),
            ("client.forenames", &mut self.forenames),
            ("client.known_as", &mut self.known_as),
            ("client.gender", &mut self.gender),
            ("client.crn", &mut self.crn),
            ("client.pnc", &mut self.pnc),
            ("client.cro", &mut self.cro),
            ("client.nhs_number", &mut self.nhs_number),
            ("client.noms", &mut self.noms),
            ("client.ni_number", &mut self.ni_number),
            ("client.address", &mut self.address),
            ("client.postcode", &mut self.postcode),
            ("client.trainer_gender", &mut self.trainer_gender),
            ("client.language", &mut self.language),
            ("client.office", &mut self.office),
            ("client.offender_manager", &mut self.offender_manager),
        ]
    }

    fn learn_names(&mut self, facts: &Facts) {
        if let Some(new) = facts.text("client.surname") {
            let old = std::mem::replace(&mut self.surname, new.to_owned());
            if !old.is_empty() && old != new && !self.former_names.contains(&old) {
                self.former_names.push(old);
            }
        }
        if let Some(former) = facts.text("client.former_names") {
            for name in former
                .split([',', ';', '/'])
                .map(str::trim)
                .filter(|n| !n.is_empty())
            {
                if !self.former_names.iter().any(|known| known == name) {
                    self.former_names.push(name.to_owned());
                }
            }
        }
        for name in ["client.phone", "client.mobile"] {
            if let Some(phone) = facts
                .text(name)
                .filter(|p| !self.phones.iter().any(|known| known == p))
            {
                self.phones.push(phone.to_owned());
            }
        }
    }

    fn learn_the_rest(&mut self, facts: &Facts) {
        if let Some(born) = facts.date("client.dob") {
            self.born = Some(born);
            self.born_as_read.clear();
        }
        self.interpreter = facts.yes("client.interpreter").unwrap_or(self.interpreter);
        self.consent = facts.yes("client.consent").or(self.consent);
    }
}

/// What may hurt somebody. Blank is not Low: every part may be unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {
    /// Risk of serious harm: L, M, H, V.
    pub rosh: Option<String>,
    /// MAPPA category, 1 to 3.
    pub mappa_category: Option<String>,
    /// MAPPA level, 1 to 3.
    pub mappa_level: Option<String>,
    /// Alert codes of the register.
    pub alerts: Vec<String>,
    /// When this was last checked with the offender manager.
    pub checked_on: Option<NaiveDate>,
    /// Tier 1 to 4.
    pub tier: Option<u8>,
    /// The offender manager's words on safety.
    pub safety_note: String,
    /// Venue limits that a plan laid down.
    pub venue_limits: Vec<String>,
}

impl Risk {
    /// Takes over what a sheet says; a *missing* answer leaves what was known.
    pub fn learn(&mut self, facts: &Facts, on: Option<NaiveDate>) {
        let said = |name: &str| facts.text(name).map(str::to_owned);
        let touched = ["risk.rosh", "risk.mappa_category", "risk.alerts"]
            .iter()
            .any(|f| facts.get(f).is_some());
        self.rosh = said("risk.rosh").or(self.rosh.take());
        self.mappa_category = said("risk.mappa_category").or(self.mappa_category.take());
        self.mappa_level = said("risk.mappa_level").or(self.mappa_level.take());
        self.tier = said("risk.tier").and_then(|t| t.parse().ok()).or(self.tier);
        if let Some(alerts) = facts.codes("risk.alerts") {
            self.alerts = alerts;
        }
        if let Some(limits) = facts.codes("plan.venue_limits") {
            self.venue_limits = limits;
        }
        if let Some(Value::Text(note)) = facts.get("risk.safety_note") {
            self.safety_note.clone_from(note);
        }
        self.checked_on = facts
            .date("risk.checked_on")
            .or(if touched { on } else { None })
            .or(self.checked_on);
    }

    /// Whether anything must be seen before somebody meets her.
    pub fn is_flagged(&self) -> bool {
        let high = matches!(self.rosh.as_deref(), Some("H" | "V"));
        high || self.mappa_category.is_some()
            || !self.alerts.is_empty()
            || self.limits_of_the_plan().next().is_some()
    }

    /// Everything that whoever meets her must have been told, one mark each: `rosh:V`, `mappa:1`, `alert:AV2S`, `venue:O`,
    /// `note:…`. Marks and not sentences, so that a reworded sentence does not make anybody untold.
    pub fn flags(&self) -> Vec<String> {
        let mut flags = Vec::new();
        if let Some(level @ ("H" | "V")) = self.rosh.as_deref() {
            flags.push(format!("rosh:{level}"));
        }
        flags.extend(self.mappa_category.iter().map(|c| format!("mappa:{c}")));
        flags.extend(self.alerts.iter().map(|code| format!("alert:{code}")));
        flags.extend(
            self.limits_of_the_plan()
                .map(|code| format!("venue:{code}")),
        );
        let note = self.safety_note.trim();
        if !note.is_empty() {
            flags.push(format!("note:{note}"));
        }
        flags
    }

    /// Venue limits that a plan laid down, without the code that says that there are none.
    pub fn limits_of_the_plan(&self) -> impl Iterator<Item = &str> {
        let limits = self.venue_limits.iter().map(String::as_str);
        limits.filter(|code| !matches!(*code, "" | "N"))
    }

    /// Whether what is said of her risk lays down this venue limit already: the line is short.
    fn implies(&self, limit: &str) -> bool {
        let has = |code: &str| self.alerts.iter().any(|a| a == code);
        match limit {
            "C" => self.mappa_category.as_deref() == Some("1") || has("ARSO") || has("RCHD"),
            "O" | "T" => self.rosh.as_deref() == Some("V") || has("AV2S"),
            _ => false,
        }
    }

    /// In a few words, for the line on which her name stands; empty when nothing is flagged.
    pub fn words(&self) -> String {
        let mut words = Vec::new();
        match self.rosh.as_deref() {
            Some("V") => words.push("RoSH very high".to_owned()),
            Some("H") => words.push("RoSH high".to_owned()),
            _ => {}
        }
        if let Some(category) = &self.mappa_category {
            let level = self
                .mappa_level
                .as_deref()
                .map_or(String::new(), |l| format!("/{l}"));
            words.push(format!("MAPPA {category}{level}"));
        }
        words.extend(
            self.alerts
                .iter()
                .map(|code| alert::words_of(code).to_owned()),
        );
        let unsaid = self.limits_of_the_plan().filter(|code| !self.implies(code));
        words.extend(unsaid.map(venue_words));
        words.join(", ")
    }
}

/// A venue limit in a few words.
fn venue_words(code: &str) -> String {
    match code {
        "C" => "no children's venue".to_owned(),
        "O" => "office only".to_owned(),
        "T" => "two workers".to_owned(),
        other => format!("venue limit {other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::value::Missing;

    #[test]
    fn a_missing_answer_changes_nothing_and_a_new_surname_keeps_the_old_one_findable() {
        let mut her = Identity {
            surname: "Wood".into(),
            crn: "X123456".into(),
            ..Identity::default()
        };
        let mut facts = Facts::default();
        facts.set("client.crn", Value::Missing(Missing::Illegible));
        facts.set("client.surname", Value::Text("Marsh".into()));
        her.learn(&facts);
        assert_eq!(
            (her.crn.as_str(), her.surname.as_str()),
            ("X123456", "Marsh")
        );
        assert_eq!(her.former_names, ["Wood"]);
    }

    #[test]
    fn blank_risk_is_unknown_and_not_low() {
        let mut risk = Risk::default();
        let mut facts = Facts::default();
        facts.set("risk.rosh", Value::Missing(Missing::NotAsked));
        risk.learn(&facts, None);
        assert_eq!(risk.rosh, None);
        assert!(!risk.is_flagged());
    }

    #[test]
    fn a_plan_that_says_no_limits_flags_nothing_and_any_other_limit_is_in_words() {
        let mut risk = Risk {
            venue_limits: vec!["N".into()],
            ..Risk::default()
        };
        assert!(!risk.is_flagged());
        assert_eq!(risk.words(), "");
        risk.venue_limits = vec!["O".into(), "T".into(), "C".into()];
        assert!(risk.is_flagged());
        assert_eq!(
            risk.words(),
            "office only, two workers, no children's venue"
        );
        risk.alerts = vec!["AV2S".into(), "ARSO".into()];
        assert_eq!(risk.words(), "risk to staff, registered sex offender");
    }

    #[test]
    fn alerts_are_said_in_words_and_an_unknown_code_as_it_is() {
        let risk = Risk {
            alerts: vec!["AV2S".into(), "RCHD".into(), "ZZZZ".into()],
            ..Risk::default()
        };
        assert_eq!(risk.words(), "risk to staff, risk to children, ZZZZ");
    }
}
