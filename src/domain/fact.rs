//! What a sheet says about the casework, apart from how the paper asks it.
//!
//! # Why
//! A form file says of a box `feeds = "client.surname"`. When the sheet is saved, the answers of such boxes are its
//! *facts*. The casework is folded from facts alone, so a changed national form needs no Rust; and facts are the part
//! of a sheet that a supervisor may see (identity, risk, status), while the answers themselves stay with the officers.

use super::value::{Missing, Number, Value};
use chrono::{NaiveDate, NaiveTime};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// Facts by name. The names are those of [`FACTS`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts(pub IndexMap<String, Value>);

/// Every fact that a form may feed, with what it means. A name ending in `*` stands for numbered ones (`worker.hours.2`).
pub const FACTS: &[(&str, &str)] = &[
    ("client.title", "title"),
    ("client.surname", "surname"),
    ("client.forenames", "forenames"),
    ("client.known_as", "known as"),
    ("client.former_names", "former names"),
    ("client.dob", "date of birth"),
    ("client.gender", "gender, M F N"),
    ("client.crn", "case reference number"),
    ("client.pnc", "PNC id"),
    ("client.cro", "CRO number"),
    ("client.nhs_number", "NHS number"),
    ("client.noms", "NOMS number"),
    ("client.ni_number", "National Insurance number"),
    ("client.address", "address"),
    ("client.postcode", "postcode"),
    ("client.phone", "phone"),
    ("client.mobile", "mobile phone"),
    ("client.text_ok", "may be texted"),
    ("client.message_ok", "a message may be left"),
    ("client.trainer_gender", "asks for a worker of this gender"),
    ("client.language", "first language"),
    ("client.interpreter", "needs an interpreter"),
    ("client.literacy_help", "wants help with reading"),
    ("client.consent", "consents to storing and sharing"),
    ("client.office", "probation office"),
    ("client.offender_manager", "offender manager"),
    ("risk.rosh", "risk of serious harm L M H V"),
    ("risk.mappa_category", "MAPPA category"),
    ("risk.mappa_level", "MAPPA level"),
    ("risk.alerts", "alerts"),
    ("risk.checked_on", "risk checked on"),
    ("risk.tier", "tier 1 to 4"),
    ("risk.safety_note", "safety note of the offender manager"),
    ("order.types", "orders"),
    ("order.end", "order ends"),
    ("order.release", "release or licence date"),
    ("referral.no", "referral number"),
    ("referral.received", "received on"),
    ("referral.time", "received at"),
    ("referral.route", "route"),
    ("referral.referrer", "who refers"),
    ("referral.referrer_role", "role of who refers"),
    ("referral.office", "office asked for"),
    ("referral.reasons", "reasons"),
    ("referral.type_asked", "type asked, 1 2 U"),
    ("referral.urgent", "urgent"),
    ("referral.evenings", "can only come in the evening"),
    ("referral.duplicate_check", "result of the duplicate check"),
    ("referral.outcome", "outcome of the referral"),
    ("referral.allocated_to", "allocated to, as the paper says"),
    ("referral.allocated_on", "allocated on, as the paper says"),
    (
        "referral.override_reason",
        "reason for going past a rule, as the paper says",
    ),
    ("case.trainer", "trainer"),
    ("case.first_contact", "first contact"),
    ("assessment.date", "assessed on"),
    ("assessment.stage", "stage of the assessment"),
    ("assessment.primary_issue", "primary issue"),
    ("signposting.date", "signposted on"),
    ("signposting.closed", "signposting closed on"),
    ("plan.no", "plan number"),
    ("plan.start", "plan started on"),
    ("plan.sessions", "sessions agreed"),
    ("plan.venue_limits", "venue limits"),
    ("plan.risk_plan_read", "OASys risk plan read on"),
    ("session.date", "session on"),
    ("session.time", "session at"),
    ("session.minutes", "minutes"),
    ("session.medium", "medium"),
    ("session.attendance", "attendance code"),
    ("session.next", "next appointment"),
    ("signoff.date", "signed off on"),
    ("signoff.reason", "sign-off reason"),
    ("followup.stage", "follow-up 3, 6 or 12 months"),
    ("followup.done", "follow-up done on"),
    ("followup.contact", "result of the contact"),
    ("event.no", "event number"),
    ("event.date", "event on"),
    ("event.kind", "kind of event"),
    ("event.contacts", "people reached"),
    ("worker.id", "worker number"),
    ("worker.name", "name"),
    ("worker.gender", "gender"),
    ("worker.role", "role"),
    ("worker.from", "in post from"),
    ("worker.to", "in post to"),
    ("worker.level2", "Level 2 passed on"),
    ("worker.level3", "Level 3 passed on"),
    ("worker.languages", "languages"),
    ("worker.language_from.*", "languages from"),
    ("worker.languages.*", "languages then"),
    ("worker.lone_working", "lone-working training on"),
    ("worker.role_from.*", "role from"),
    ("worker.role.*", "role then"),
    ("worker.hours_from.*", "hours from"),
    ("worker.hours.*", "weekly hours then"),
    ("worker.office_from.*", "offices from"),
    ("worker.offices.*", "offices then"),
    ("worker.leave_from.*", "leave from"),
    ("worker.leave_to.*", "leave to"),
    ("worker.leave_kind.*", "kind of leave"),
    ("worker.conflict.*", "conflict with this client"),
    ("worker.conflict_kind.*", "kind of conflict"),
];

/// Whether forms may feed a fact of this name.
pub fn is_known(name: &str) -> bool {
    FACTS
        .iter()
        .any(|(known, _)| match known.strip_suffix('*') {
            Some(stem) => name
                .strip_prefix(stem)
                .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit())),
            None => *known == name,
        })
}

impl Facts {
    /// The value of a fact, missing reasons included.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Sets a fact.
    pub fn set(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    /// The words of a text, code or reference.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)
            .and_then(Value::as_text)
            .filter(|t| !t.is_empty())
    }

    /// The day of a date.
    pub fn date(&self, name: &str) -> Option<NaiveDate> {
        match self.get(name)? {
            Value::Date(d) => Some(*d),
            _ => None,
        }
    }

    /// The time of a time.
    pub fn time(&self, name: &str) -> Option<NaiveTime> {
        match self.get(name)? {
            Value::Time(t) => Some(*t),
            _ => None,
        }
    }

    /// The number, where it is one.
    pub fn number(&self, name: &str) -> Option<Number> {
        match self.get(name)? {
            Value::Number(n) => Some(*n),
            _ => None,
        }
    }

    /// The codes of a multi-code box; a single code counts as one.
    pub fn codes(&self, name: &str) -> Option<Vec<String>> {
        match self.get(name)? {
            Value::Codes(codes) => Some(codes.clone()),
            Value::Code(code) => Some(vec![code.clone()]),
            _ => None,
        }
    }

    /// Yes or no.
    pub fn yes(&self, name: &str) -> Option<bool> {
        match self.get(name)? {
            Value::YesNo(yes) => Some(*yes),
            _ => None,
        }
    }

    /// Why there is no answer, where the paper says so.
    pub fn missing(&self, name: &str) -> Option<Missing> {
        self.get(name).and_then(Value::missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_facts_are_known_and_strange_ones_are_not() {
        assert!(is_known("client.surname"));
        assert!(is_known("worker.hours.2"));
        assert!(!is_known("worker.hours.x"));
        assert!(!is_known("worker.hours."));
        assert!(!is_known("client.shoe_size"));
    }
}
