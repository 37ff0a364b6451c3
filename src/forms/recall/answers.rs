//! How often each answer of a list stands in a box, and how often a day stands on its sheet twice: what is rare is the likelier a slip.
//!
//! # Why
//! A finger or an eye that misses lands on the line beside or on any line of a list, while right answers crowd on a few. So of a hundred boxes
//! that say what most say, few are slips; of a hundred that say what hardly anybody says, many are. With days it is the same: where a day
//! nearly always is that of another box of its sheet, one that stands alone is suspect. Only numbers are learnt, never whose they are.

use crate::domain::sheet::SheetHead;
use crate::domain::value::{Value, Values};
use crate::forms::{Field, Form, Kind};
use std::collections::HashMap;

/// Fewer answers say nothing about what is usual.
const FEWEST: u32 = 20;
/// How far an answer makes a box more or less likely to be wrong, at most.
const BOUNDS: (f64, f64) = (0.1, 10.0);
/// Of slips in a list, how many land on the line beside; the others land anywhere.
const BESIDE: f64 = 0.5;

/// What was learnt, by form and box.
#[derive(Debug, Default)]
pub struct Answers {
    counts: HashMap<(String, String), HashMap<String, u32>>,
    /// Days that another box of the sheet says too, and all days.
    days: HashMap<(String, String), (u32, u32)>,
}

impl Answers {
    /// Learns from a sheet.
    pub fn learn(&mut self, form: &Form, head: &SheetHead, values: &Values) {
        for field in form.body().filter(|field| field.critical) {
            let Some(value) = values.get(&field.key) else {
                continue;
            };
            let place = (form.id.clone(), field.key.clone());
            if matches!(value, Value::Date(_)) {
                let (twice, all) = self.days.entry(place).or_default();
                *twice += u32::from(stands_twice(form, head, values, field, value));
                *all += 1;
                continue;
            }
            for answer in answers(value) {
                let of_box = self.counts.entry(place.clone()).or_default();
                *of_box.entry(answer).or_default() += 1;
            }
        }
    }

    /// How much likelier than in a box of this kind a slip is, given what stands there: over 1 where that is rare, under 1 where it is usual;
    /// 1 where too little is known.
    pub fn suspicion(&self, form: &Form, head: &SheetHead, values: &Values, field: &Field) -> f64 {
        let Some(value) = values.get(&field.key) else {
            return 1.0;
        };
        let place = (form.id.clone(), field.key.clone());
        if matches!(value, Value::Date(_)) {
            let (twice, all) = self.days.get(&place).copied().unwrap_or_default();
            if all < FEWEST || stands_twice(form, head, values, field, value) {
                return 1.0;
            }
            // A slip leaves a day alone; so does every paper on which it stood alone from the beginning.
            let alone = (f64::from(all - twice) + 0.5) / (f64::from(all) + 1.0);
            return (1.0 / alone).clamp(BOUNDS.0, BOUNDS.1);
        }
        let lines = lines(field);
        let Some(counts) = self.counts.get(&place).filter(|_| !lines.is_empty()) else {
            return 1.0;
        };
        let all: u32 = counts.values().sum();
        if all < FEWEST {
            return 1.0;
        }
        let least = 0.5;
        let share = |answer: &str| {
            let times = counts.get(answer).copied().unwrap_or(0);
            (f64::from(times) + least) / (f64::from(all) + least * lines.len() as f64)
        };
        let of_one = |answer: String| {
            let beside = beside(&lines, &answer).into_iter().map(share).sum::<f64>() / 2.0;
            let slipped = (1.0 - BESIDE) / lines.len() as f64 + BESIDE * beside;
            (slipped / share(&answer)).clamp(BOUNDS.0, BOUNDS.1)
        };
        answers(value)
            .into_iter()
            .map(of_one)
            .reduce(f64::max)
            .unwrap_or(1.0)
    }
}

/// Whether the day stands on the sheet once more: at its head, or in another box.
fn stands_twice(
    form: &Form,
    head: &SheetHead,
    values: &Values,
    field: &Field,
    value: &Value,
) -> bool {
    let Value::Date(day) = value else {
        return false;
    };
    let same = |other: &Field| {
        other.kind == Kind::Date && other.key != field.key && values.get(&other.key) == Some(value)
    };
    head.completed_on == Some(*day) || form.body().any(same)
}

/// The lines that an answer may come from.
fn lines(field: &Field) -> Vec<String> {
    match (field.kind, &field.codes) {
        (Kind::YesNo, _) => vec!["yes".to_owned(), "no".to_owned()],
        (_, Some(list)) => list.codes.iter().map(|c| c.code.clone()).collect(),
        _ => Vec::new(),
    }
}

/// The lines above and below an answer.
fn beside<'l>(lines: &'l [String], answer: &str) -> Vec<&'l str> {
    let Some(at) = lines.iter().position(|line| line == answer) else {
        return Vec::new();
    };
    let around = [at.checked_sub(1), Some(at + 1)];
    let around = around.into_iter().flatten();
    around
        .filter_map(|at| lines.get(at).map(String::as_str))
        .collect()
}

/// The answers in a value: lines of a list, or the mark that says why there is none.
fn answers(value: &Value) -> Vec<String> {
    match value {
        Value::Code(code) => vec![code.clone()],
        Value::Codes(codes) => codes.clone(),
        Value::YesNo(yes) => vec![if *yes { "yes" } else { "no" }.to_owned()],
        Value::Missing(reason) => vec![reason.words().to_owned()],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sheet::SheetRole;
    use crate::domain::value::Missing;
    use crate::forms::Registry;
    use chrono::NaiveDate;

    fn head() -> SheetHead {
        SheetHead {
            serial: "S-000001".to_owned(),
            form: "session".to_owned(),
            version: 1,
            role: SheetRole::Session,
            completed_on: NaiveDate::from_ymd_opt(2012, 6, 12),
            completed_by: None,
            queried: false,
        }
    }

    fn of(key: &str, value: Value) -> Values {
        std::iter::once((key.to_owned(), value)).collect()
    }

    fn code(c: &str) -> Value {
        Value::Code(c.to_owned())
    }

    #[test]
    fn what_hardly_anybody_says_is_suspected_and_what_most_say_is_not() {
        let form = Registry::shipped().latest("session").unwrap();
        let field = form.field("attendance").unwrap();
        let mut answers = Answers::default();
        let of_code = |answers: &Answers, c: &str| {
            answers.suspicion(&form, &head(), &of("attendance", code(c)), field)
        };
        assert!(
            (of_code(&answers, "5") - 1.0).abs() < 1e-9,
            "nothing is known"
        );
        for n in 0..100 {
            let said = code(if n < 90 { "5" } else { "3" });
            answers.learn(&form, &head(), &of("attendance", said));
        }
        let (usual, seldom) = (of_code(&answers, "5"), of_code(&answers, "3"));
        let (never, beside) = (of_code(&answers, "4"), of_code(&answers, "6"));
        assert!(
            usual < 0.5 && seldom > usual && never > seldom,
            "{usual} {seldom} {never}"
        );
        assert!(beside >= never && beside <= BOUNDS.1, "{beside} {never}");
    }

    #[test]
    fn a_usual_mark_is_not_suspected_and_of_several_codes_the_rarest_counts() {
        let form = Registry::shipped().latest("referral").unwrap();
        let alerts = form.field("alerts").unwrap();
        let mut answers = Answers::default();
        let codes = |list: &[&str]| Value::Codes(list.iter().map(|c| (*c).to_owned()).collect());
        let none = Value::Missing(Missing::NotApplicable);
        for n in 0..50 {
            let said = if n < 30 {
                none.clone()
            } else {
                codes(&["AV2S"])
            };
            answers.learn(&form, &head(), &of("alerts", said));
        }
        let of = |value: Value| answers.suspicion(&form, &head(), &of("alerts", value), alerts);
        assert!(of(none) < 0.5);
        assert!(of(codes(&["ADVP", "AV2S"])) > of(codes(&["AV2S"])));
    }

    #[test]
    fn a_day_that_stands_alone_is_suspected_where_it_hardly_ever_does() {
        let form = Registry::shipped().latest("session").unwrap();
        let field = form.field("date").unwrap();
        let day = |d: u32| Value::Date(NaiveDate::from_ymd_opt(2012, 6, d).unwrap());
        let mut answers = Answers::default();
        for n in 0..40 {
            let said = day(if n == 0 { 1 } else { 12 });
            answers.learn(&form, &head(), &of("date", said));
        }
        let of = |d: u32| answers.suspicion(&form, &head(), &of("date", day(d)), field);
        assert!((of(12) - 1.0).abs() < 1e-9);
        assert!(of(5) > 5.0, "{}", of(5));
    }
}
