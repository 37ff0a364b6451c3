//! A keyed sheet looked over again by the rules of its own form.
//!
//! # Why
//! What the desk saves is in order when it is saved; a list that was imported, a corrected trainer or a corrected form file may leave something
//! behind that is not, and a paper that comes late changes what another one counts. Rules that ask what was known of the client on that day are
//! left out, but for what holds on any day (the days she was seen): that day is over, and its answer is not on the sheet.

use super::Filling;
use crate::condition::Expression;
use crate::domain::sheet::Sheet;
use crate::domain::value::Values;
use crate::forms::around::Around;
use crate::forms::definition::{Condition, Form};
use crate::forms::kind;
use std::sync::Arc;

/// What may be wrong with a keyed sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// A box that must hold something is blank.
    BlankRequired,
    /// A box that a skip rule hides holds something.
    HiddenFilled,
    /// An answer is none that the box takes: out of range, no code, no day.
    OutOfRange,
    /// A worked-out box says otherwise than the boxes that it follows from.
    ComputedMismatch,
    /// An answer, a sheet or a form that belongs to nothing.
    Orphaned,
}

impl Rule {
    /// Each rule with its name in files and what it says of itself.
    pub const ALL: [(Self, &'static str, &'static str); 5] = [
        (
            Self::BlankRequired,
            "blank_required",
            "blank, and must be answered",
        ),
        (Self::HiddenFilled, "hidden_filled", "filled, and skipped"),
        (
            Self::OutOfRange,
            "out_of_range",
            "no answer that the box takes",
        ),
        (
            Self::ComputedMismatch,
            "computed_mismatch",
            "worked out otherwise",
        ),
        (Self::Orphaned, "orphaned", "belongs to nothing"),
    ];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(rule, ..)| *rule == self)
            .map_or("", |(_, name, _)| name)
    }

    /// What it says of itself, in a few words.
    pub fn words(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(rule, ..)| *rule == self)
            .map_or("", |(.., words)| words)
    }
}

/// One thing that is wrong with a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Which rule.
    pub rule: Rule,
    /// The box's key.
    pub field: String,
    /// Its number and label.
    pub name: String,
    /// What is wrong, in a sentence without the answer.
    pub sentence: String,
}

/// Everything that is wrong with a keyed sheet, in paper order.
pub fn recheck(form: &Arc<Form>, sheet: &Sheet, around: Around) -> Vec<Wrong> {
    let none = Values::new();
    let values = sheet.values.as_ref().unwrap_or(&none);
    let filling = Filling::of_sheet(Arc::clone(form), around, &sheet.head, values, &[], "");
    let mut found: Vec<Wrong> = (0..form.fields.len())
        .filter_map(|i| filling.wrong_with(i, values))
        .collect();
    let strange = values.keys().filter(|key| form.position(key).is_none());
    found.extend(strange.map(|key| Wrong {
        rule: Rule::Orphaned,
        field: key.clone(),
        name: key.clone(),
        sentence: "The form has no such box; the answer belongs to nothing.".to_owned(),
    }));
    found
}

impl Filling {
    fn wrong_with(&self, i: usize, values: &Values) -> Option<Wrong> {
        let field = &self.form.fields[i];
        let wrong = |rule: Rule, sentence: String| {
            Some(Wrong {
                rule,
                field: field.key.clone(),
                name: field.name(),
                sentence,
            })
        };
        let stated = values.get(&field.key);
        if field.kind.is_computed() {
            let mut seen = Vec::new();
            if self.asks_outside(i, &mut seen) || stated == self.value(&field.key) {
                return None;
            }
            let now = self
                .value(&field.key)
                .map(|value| kind::in_box(field, value));
            let now = now.unwrap_or_else(|| "nothing".to_owned());
            return wrong(
                Rule::ComputedMismatch,
                format!(
                    "What it is worked out from comes to {now}. Open the sheet and save it to work it out again."
                ),
            );
        }
        let hidden_for_sure = !self.slots[i].shown && !self.asks(field.shown_when.as_ref());
        if hidden_for_sure && stated.is_some() {
            return wrong(
                Rule::HiddenFilled,
                "It holds an answer, and other boxes say that it is skipped.".to_owned(),
            );
        }
        if stated.is_some() && self.slots[i].shown && self.slots[i].value.is_none() {
            let fault = self.fault_of(i).map(|fault| fault.sentence);
            return wrong(
                Rule::OutOfRange,
                fault.unwrap_or_else(|| "It takes no such answer.".to_owned()),
            );
        }
        let fault = self.fault_of(i)?;
        let known = self.asks(field.shown_when.as_ref()) || self.asks(field.required_when.as_ref());
        let blank = fault.check == "required";
        // The head has no place for a reason: date or hand that a sheet has not were passed when it was keyed or came in.
        if blank && field.is_head {
            return None;
        }
        match (blank, known) {
            (true, true) => None,
            (true, false) => wrong(Rule::BlankRequired, fault.sentence),
            (false, _) => wrong(Rule::OutOfRange, fault.sentence),
        }
    }

    /// Whether what a box comes to follows from what was known on the day, through other boxes too.
    fn asks_outside(&self, i: usize, seen: &mut Vec<usize>) -> bool {
        if seen.contains(&i) {
            return false;
        }
        seen.push(i);
        let field = &self.form.fields[i];
        let own = self.asks(field.compute.as_ref()) || self.asks(field.shown_when.as_ref());
        let reads = field.compute.iter().chain(&field.shown_when);
        let mut reads = reads.flat_map(|condition| condition.expression.fields());
        own || reads.any(|read| self.asks_outside(read, seen))
    }

    /// Whether a condition asks for anything that is neither on the sheet nor known to hold on any day.
    fn asks(&self, condition: Option<&Condition>) -> bool {
        let mut outside = false;
        if let Some(condition) = condition {
            condition.expression.walk(&mut |e| {
                if let Expression::Known(name) = e {
                    outside |= self.around.known.get(name).is_none();
                }
            });
        }
        outside
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fact::Facts;
    use crate::domain::sheet::{SheetHead, SheetRole};
    use crate::domain::value::{Missing, Number, Value};
    use crate::forms::specimen::{form, today};
    use chrono::Utc;
    use rstest::rstest;

    fn sheet(change: impl FnOnce(&mut Values)) -> Sheet {
        let mut values: Values = [
            ("client".to_owned(), Value::Reference("X123456".into())),
            ("date".to_owned(), Value::Date(today())),
            ("attendance".to_owned(), Value::Code("5".into())),
            ("minutes".to_owned(), Value::Number(Number::whole(45))),
            ("height".to_owned(), Value::Number(Number::whole(180))),
            ("weight".to_owned(), Value::Number(Number::whole(81))),
            ("bmi".to_owned(), Value::Number(Number::whole(25))),
            ("bmi_band".to_owned(), Value::Text("O".into())),
            ("nhs".to_owned(), Value::Missing(Missing::NotAsked)),
        ]
        .into_iter()
        .collect();
        change(&mut values);
        Sheet {
            head: SheetHead {
                serial: "V-000001".into(),
                form: "visit".into(),
                version: 1,
                role: SheetRole::Other,
                completed_on: Some(today()),
                completed_by: Some("HT03".into()),
                queried: false,
            },
            client: None,
            facts: Facts::default(),
            values: Some(values),
            overrides: Vec::new(),
            query: String::new(),
            act: 1,
            keyed_by: "officer".into(),
            keyed_at: Utc::now(),
        }
    }

    fn found(sheet: &Sheet) -> Vec<(Rule, String)> {
        let found = recheck(&form(), sheet, Around::on(today()));
        found
            .into_iter()
            .map(|wrong| (wrong.rule, wrong.field))
            .collect()
    }

    /// What the specimen says of a sheet as it should be, so that each test adds one thing.
    fn usual() -> Vec<(Rule, String)> {
        found(&sheet(|_| {}))
    }

    #[rstest]
    #[case(Rule::BlankRequired, "attendance", |v: &mut Values| { v.shift_remove("attendance"); })]
    #[case(Rule::HiddenFilled, "cancelled_on", |v: &mut Values| { v.insert("cancelled_on".into(), Value::Date(today())); })]
    #[case(Rule::OutOfRange, "minutes", |v: &mut Values| { v.insert("minutes".into(), Value::Number(Number::whole(900))); })]
    #[case(Rule::ComputedMismatch, "bmi", |v: &mut Values| { v.insert("bmi".into(), Value::Number(Number::whole(31))); })]
    #[case(Rule::Orphaned, "shoe_size", |v: &mut Values| { v.insert("shoe_size".into(), Value::Number(Number::whole(9))); })]
    fn each_rule_finds_its_own(
        #[case] rule: Rule,
        #[case] field: &str,
        #[case] change: fn(&mut Values),
    ) {
        let found = found(&sheet(change));
        assert!(found.contains(&(rule, field.to_owned())), "{found:?}");
        assert!(!usual().contains(&(rule, field.to_owned())));
    }

    #[test]
    fn a_sheet_whose_paper_has_no_date_and_no_hand_is_in_order_as_it_was_when_it_came_in() {
        let mut bare = sheet(|_| {});
        (bare.head.completed_on, bare.head.completed_by) = (None, None);
        assert_eq!(recheck(&form(), &bare, Around::on(today())), vec![]);
    }

    #[test]
    fn a_sheet_in_order_has_nothing_wrong_with_it() {
        assert_eq!(usual(), []);
    }

    #[test]
    fn every_rule_has_its_own_name() {
        let mut names: Vec<&str> = Rule::ALL.iter().map(|(rule, ..)| rule.name()).collect();
        names.dedup();
        assert_eq!(names.len(), Rule::ALL.len());
    }
}
