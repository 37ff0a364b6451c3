//! A worker's sheet under a number that is on the books: whose it is, and what the sheet would change.
//!
//! # Why
//! A worker's sheet states the record whole. Keyed under somebody else's number it would put one person in the place of another, and
//! nothing on the paper says so: only the books do.

use super::Filling;
use crate::domain::sheet::SheetRole;
use crate::domain::text::fold;
use crate::domain::trainer::Trainer;
use crate::forms::finding::{Finding, Severity};

/// The fact that the box of the number states.
const NUMBER: &str = "worker.id";
/// The fact that the box of the name states.
const NAME: &str = "worker.name";

impl Filling {
    /// The question that the name raises where the number is another's.
    pub(super) fn number_of_another(&self, i: usize) -> Option<Finding> {
        if self.form.fields[i].feeds.as_deref() != Some(NAME) {
            return None;
        }
        let (worker, sheet) = self.on_the_books()?;
        let renamed = !sheet.name.is_empty() && fold(&sheet.name) != fold(&worker.name);
        let sentence = format!(
            "{} is the number of {} on the books, and this sheet would put another name in that place. Is the number right?",
            worker.id, worker.name
        );
        renamed.then(|| self.finding(i, "number_of_another", Severity::Soft, sentence))
    }

    /// What the sheet as it stands would change in the record that it takes the place of.
    pub(super) fn changed_record(&self) -> Option<(usize, Finding)> {
        let (worker, sheet) = self.on_the_books()?;
        let changes = worker.changes(&sheet);
        let mut fields = self.form.fields.iter();
        let at = fields.position(|field| field.feeds.as_deref() == Some(NUMBER))?;
        let sentence = format!(
            "{} is {} on the books. Saved, this sheet takes the place of that record and changes: {}. Is that right?",
            worker.id,
            worker.name,
            changes.join(", ")
        );
        let finding = || self.finding(at, "changed_record", Severity::Soft, sentence);
        (!changes.is_empty()).then(|| (at, finding()))
    }

    /// The record under the number of the sheet, and the record that the sheet states.
    fn on_the_books(&self) -> Option<(&Trainer, Trainer)> {
        if self.form.role != SheetRole::Worker || self.around.workers.is_empty() {
            return None;
        }
        let sheet = Trainer::from_facts(&self.facts(), 0)?;
        let mut workers = self.around.workers.iter();
        let worker = workers.find(|worker| worker.id == sheet.id)?;
        Some((worker, sheet))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Event, Finish};
    use super::*;
    use crate::domain::reference::TrainerId;
    use crate::forms::specimen::{around, key};
    use crate::forms::{Around, Registry};
    use std::sync::Arc;

    fn books() -> Around {
        let facts = |name: &str| {
            let mut facts = crate::domain::fact::Facts::default();
            let text = |t: &str| crate::domain::value::Value::Text(t.to_owned());
            facts.set("worker.id", text("HT03"));
            facts.set("worker.name", text(name));
            facts.set("worker.role", text("trainer"));
            facts
        };
        let worker = Trainer::from_facts(&facts("Kiran Patel"), 7).unwrap();
        assert_eq!(worker.id, TrainerId("HT03".into()));
        Around {
            workers: Arc::new(vec![worker]),
            ..around()
        }
    }

    /// A worker's sheet with its number and its name keyed.
    fn keyed(number: &str, name: &str) -> (Filling, Vec<Event>) {
        let form = Registry::shipped().latest("worker").unwrap();
        let mut filling = Filling::new(form, books());
        filling.go_to("worker_id").unwrap();
        key(&mut filling, number);
        filling.next();
        key(&mut filling, name);
        let events = filling.next();
        (filling, events)
    }

    #[test]
    fn another_name_under_a_number_on_the_books_is_asked_about_and_the_same_name_is_not() {
        let (filling, events) = keyed("HT03", "Mary Jones");
        let [Event::SoftAsked(finding)] = events.as_slice() else {
            panic!("nothing was asked: {events:?}");
        };
        assert_eq!(finding.check, "number_of_another");
        assert!(
            finding
                .sentence
                .starts_with("HT03 is the number of Kiran Patel")
        );
        assert_eq!(filling.field().key, "name");
        assert_eq!(keyed("HT03", "kiran patel").0.field().key, "gender");
        assert_eq!(keyed("HT30", "Mary Jones").0.field().key, "gender");
    }

    #[test]
    fn before_a_record_is_replaced_she_is_told_whose_it_is_and_what_changes() {
        let (mut filling, _) = keyed("HT03", "Mary Jones");
        filling.next();
        for (field, typed) in [
            ("sheet", "W-000009"),
            ("completed_on", "140612"),
            ("completed_by", "HT03"),
            ("role", "trainer"),
            ("from", "130409"),
            ("level3", "130410"),
        ] {
            filling.go_to(field).unwrap();
            filling.clear_box();
            key(&mut filling, typed);
            filling.next();
        }
        let Finish::AskSoft { findings } = filling.finish() else {
            panic!("it was saved, or could not be, without a question");
        };
        let [finding] = findings.as_slice() else {
            panic!("{findings:?}");
        };
        assert_eq!(finding.check, "changed_record");
        assert!(
            finding
                .sentence
                .contains("HT03 is Kiran Patel on the books")
        );
        assert!(
            finding
                .sentence
                .contains("changes: name, in post from, role, Level 3."),
            "{}",
            finding.sentence
        );
        assert!(matches!(filling.finish(), Finish::Ready(_)));
    }
}
