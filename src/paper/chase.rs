//! The note to a trainer: what the office asks her about sheets, and which sheets never came. Plain text, to print or to mail.
//!
//! # Why
//! A note leaves the building. It names sheets and boxes, clients by initials and reference, and nothing that any box says.

use crate::domain::client::Identity;
use crate::domain::ledger::LedgerLine;
use crate::domain::question::{Asked, Doubt, Question, read};
use crate::forms::{Form, Registry};
use chrono::NaiveDate;
use std::fmt::Write as _;

/// What a note is made from.
pub struct Note<'a> {
    /// Whom it is for, as colleagues call her; empty where nobody knows.
    pub to: &'a str,
    /// Who asks.
    pub from: &'a str,
    /// The service.
    pub service: &'a str,
    /// The day.
    pub on: NaiveDate,
    /// Sheets with questions.
    pub asked: Vec<&'a Asked>,
    /// Sheets that never came, each with the client's initials.
    pub missing: Vec<(&'a LedgerLine, String)>,
}

impl Note<'_> {
    /// The note.
    pub fn write(&self, forms: &Registry) -> String {
        let to = if self.to.is_empty() {
            "whoever filled in these sheets"
        } else {
            self.to
        };
        let mut text = format!(
            "To {to}\nFrom {}, {}\n{}\n",
            self.from,
            self.service,
            day(self.on)
        );
        if !self.asked.is_empty() {
            text.push_str("\nWe have a question about these sheets. Please write the answer beside it and send this back.\n");
        }
        for asked in &self.asked {
            self.sheet(&mut text, asked, forms);
        }
        if !self.missing.is_empty() {
            text.push_str("\nThese sheets have not reached us. Please send them, or tell us why there is none.\n");
        }
        for (line, initials) in &self.missing {
            missing(&mut text, line, initials, forms);
        }
        if self.asked.is_empty() && self.missing.is_empty() {
            text.push_str("\nNothing is open. Thank you.\n");
        }
        text
    }

    #[expect(clippy::unused_self, reason = "one part of writing the note")]
    fn sheet(&self, text: &mut String, asked: &Asked, forms: &Registry) {
        let form = forms.form(&asked.form, asked.version);
        let title = form
            .as_ref()
            .map_or(asked.form.as_str(), |f| f.title.as_str());
        let on = asked
            .on
            .map(|on| format!(" of {}", day(on)))
            .unwrap_or_default();
        let whose = whose(&asked.initials, asked.client.map(|c| c.to_string()));
        let _ = writeln!(text, "\n  {title}{on}, sheet {}{whose}", asked.serial);
        for question in read(&asked.query) {
            let _ = writeln!(
                text,
                "    {}: ______________________",
                in_words(&question, form.as_deref())
            );
        }
    }
}

/// A question as a trainer reads it: `box 7 Attendance: we cannot read this box`.
pub fn in_words(question: &Question, form: Option<&Form>) -> String {
    match question {
        Question::Sheet(words) => words.clone(),
        Question::Box(key, doubt) => {
            format!("box {}: {}", box_name(form, key), Doubt::words(*doubt))
        }
    }
}

/// Number and label of a box.
pub fn box_name(form: Option<&Form>, key: &str) -> String {
    form.and_then(|form| form.field(key))
        .map_or_else(|| key.to_owned(), crate::forms::Field::name)
}

fn missing(text: &mut String, line: &LedgerLine, initials: &str, forms: &Registry) {
    let title = forms
        .latest(&line.form)
        .map_or_else(|| line.form.clone(), |form| form.title.clone());
    let on = line
        .on
        .map(|on| format!(" of {}", day(on)))
        .unwrap_or_default();
    let serial = if line.serial.is_empty() {
        String::new()
    } else {
        format!(", sheet {}", line.serial)
    };
    let whose = whose(initials, line.client.map(|c| c.to_string()));
    let _ = writeln!(text, "  {title}{on}{serial}{whose}: {}", line.why);
}

fn whose(initials: &str, reference: Option<String>) -> String {
    match reference {
        Some(reference) => format!(", {initials} {reference}").replace("  ", " "),
        None => String::new(),
    }
}

fn day(on: NaiveDate) -> String {
    on.format("%A %d/%m/%Y").to_string()
}

/// `D.S.`
pub fn initials(identity: &Identity) -> String {
    let words = identity
        .forenames
        .split_whitespace()
        .chain(identity.surname.split_whitespace());
    words
        .filter_map(|word| word.chars().next())
        .fold(String::new(), |all, c| {
            format!("{all}{}.", c.to_uppercase())
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ledger::SheetState;
    use crate::domain::reference::{ClientId, TrainerId};

    fn asked() -> Asked {
        Asked {
            serial: "S-004417".into(),
            form: "session".into(),
            version: 1,
            on: "2012-06-12".parse().ok(),
            trainer: Some(TrainerId("HT03".into())),
            client: Some(ClientId(412)),
            initials: "D.S.".into(),
            name: "Smith, Dale".into(),
            query: "[attendance] illegible\nWho was the interpreter?".into(),
            draft: None,
        }
    }

    #[test]
    fn a_note_names_sheets_and_boxes_and_clients_by_initials_and_reference_only() {
        let asked = asked();
        let line = LedgerLine {
            serial: String::new(),
            form: "session".into(),
            state: SheetState::Expected,
            client: Some(ClientId(7)),
            trainer: Some(TrainerId("HT03".into())),
            on: "2012-06-05".parse().ok(),
            keyed: None,
            why: "appointment named on the last sheet".into(),
        };
        let note = Note {
            to: "Wayne Bell",
            from: "J Officer",
            service: "Rutland",
            on: "2012-06-14".parse().unwrap(),
            asked: vec![&asked],
            missing: vec![(&line, "A.K.".to_owned())],
        };
        let text = note.write(&Registry::shipped());
        assert!(text.starts_with("To Wayne Bell\n"), "{text}");
        assert!(text.contains("sheet S-004417, D.S. C-000412"), "{text}");
        assert!(
            text.contains("Attendance: we cannot read this box"),
            "{text}"
        );
        assert!(text.contains("Who was the interpreter?"), "{text}");
        assert!(text.contains("Tuesday 05/06/2012, A.K. C-000007"), "{text}");
    }

    #[test]
    fn initials_are_all_a_note_knows_of_a_name() {
        let identity = Identity {
            surname: "Smith".into(),
            forenames: "Dale Marie".into(),
            ..Identity::default()
        };
        assert_eq!(initials(&identity), "D.M.S.");
        assert_eq!(initials(&Identity::default()), "");
    }
}
