//! How often each answer of a list stands in a box: what is rare there is the likelier a slip.
//!
//! # Why
//! A finger that misses lands on any line of a list, while right answers crowd on a few. So of a hundred boxes that say what most say, few
//! are slips; of a hundred that say what hardly anybody says, many are. Only numbers of answers are learnt, never whose they are.

use crate::domain::value::Value;
use crate::forms::{Field, Form, Kind};
use std::collections::HashMap;

/// Fewer answers say nothing about what is usual.
const FEWEST: u32 = 20;
/// How far an answer makes a box more or less likely to be wrong, at most.
const BOUNDS: (f64, f64) = (0.15, 8.0);

/// Answers of boxes that have a list, by form and box.
#[derive(Debug, Default)]
pub struct Answers {
    counts: HashMap<(String, String), HashMap<String, u32>>,
}

impl Answers {
    /// Learns from one answer of a sheet.
    pub(super) fn learn(&mut self, form: &Form, field: &Field, value: &Value) {
        if !field.critical {
            return;
        }
        for answer in answers(value) {
            let place = (form.id.clone(), field.key.clone());
            let of_box = self.counts.entry(place).or_default();
            *of_box.entry(answer).or_default() += 1;
        }
    }

    /// How much likelier than in a box of this kind a slip is, given what stands there: over 1 where that is rare, under 1 where it is usual;
    /// 1 where too little is known.
    pub fn suspicion(&self, form: &str, field: &Field, value: &Value) -> f64 {
        let lines = match (field.kind, &field.codes) {
            (Kind::YesNo, _) => 2,
            (_, Some(list)) => list.codes.len().max(1),
            _ => return 1.0,
        } as f64;
        let place = (form.to_owned(), field.key.clone());
        let Some(counts) = self.counts.get(&place) else {
            return 1.0;
        };
        let all: u32 = counts.values().sum();
        if all < FEWEST {
            return 1.0;
        }
        let of_one = |answer: String| {
            // This very sheet was learnt too.
            let times = counts.get(&answer).copied().unwrap_or(0).saturating_sub(1);
            let share = (f64::from(times) + 0.5) / (f64::from(all - 1) + 0.5 * lines);
            (1.0 / lines / share).clamp(BOUNDS.0, BOUNDS.1)
        };
        answers(value)
            .into_iter()
            .map(of_one)
            .reduce(f64::max)
            .unwrap_or(1.0)
    }
}

/// The answers in a value that come from a list.
fn answers(value: &Value) -> Vec<String> {
    match value {
        Value::Code(code) => vec![code.clone()],
        Value::Codes(codes) => codes.clone(),
        Value::YesNo(yes) => vec![if *yes { "yes" } else { "no" }.to_owned()],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Registry;

    #[test]
    fn what_hardly_anybody_says_is_suspected_and_what_most_say_is_not() {
        let form = Registry::shipped().latest("session").unwrap();
        let field = form.field("attendance").unwrap();
        let mut answers = Answers::default();
        let code = |c: &str| Value::Code(c.to_owned());
        assert!((answers.suspicion("session", field, &code("5")) - 1.0).abs() < 1e-9);
        for n in 0..100 {
            answers.learn(&form, field, &code(if n < 90 { "5" } else { "3" }));
        }
        let of = |c: &str| answers.suspicion("session", field, &code(c));
        assert!(of("5") < 0.5, "{}", of("5"));
        assert!(of("3") > 1.0 && of("3") < of("7"), "{} {}", of("3"), of("7"));
        assert!(of("7") <= BOUNDS.1);
    }

    #[test]
    fn of_several_codes_the_rarest_counts_and_words_are_not_learnt() {
        let form = Registry::shipped().latest("referral").unwrap();
        let alerts = form.field("alerts").unwrap();
        let surname = form.field("surname").unwrap();
        let mut answers = Answers::default();
        let codes = |list: &[&str]| Value::Codes(list.iter().map(|c| (*c).to_owned()).collect());
        for _ in 0..50 {
            answers.learn(&form, alerts, &codes(&["AV2S"]));
            answers.learn(&form, surname, &Value::Text("Smith".into()));
        }
        let usual = answers.suspicion("referral", alerts, &codes(&["AV2S"]));
        let rare = answers.suspicion("referral", alerts, &codes(&["ADVP", "AV2S"]));
        assert!(usual < 1.0 && rare > 1.0, "{usual} {rare}");
        let place = ("referral".to_owned(), "surname".to_owned());
        assert!(!answers.counts.contains_key(&place));
    }
}
