//! Conditions, read and evaluated.

use super::*;
use crate::domain::value::{Missing, Number, Value};
use crate::forms::specimen::registry;
use rstest::rstest;

/// Boxes a, b (numbers), c (blank), d (missing), code, list, day, yes.
struct Sheet(Vec<Option<Value>>);

const NAMES: [&str; 8] = ["a", "b", "c", "d", "code", "list", "day", "yes"];

impl Scope for Sheet {
    fn field(&self, position: usize) -> Option<&Value> {
        self.0[position].as_ref()
    }
    fn known(&self, name: &str) -> Option<&Value> {
        (name == "client.gender").then_some(self.0[4].as_ref())?
    }
    fn today(&self) -> NaiveDate {
        day(2012, 6, 14)
    }
}

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

fn sheet() -> Sheet {
    Sheet(vec![
        Some(Value::Number(Number(12_500))),
        Some(Value::Number(Number::whole(3))),
        None,
        Some(Value::Missing(Missing::Declined)),
        Some(Value::Code("2".into())),
        Some(Value::Codes(vec!["02".into(), "05".into()])),
        Some(Value::Date(day(2012, 2, 29))),
        Some(Value::YesNo(true)),
    ])
}

fn read(text: &str) -> Result<Expression, ExpressionFault> {
    parse(
        text,
        &Names {
            field: &|name| NAMES.iter().position(|n| *n == name),
            list: &|name| registry().lists().get(name).cloned(),
            known: &is_outside_name,
        },
    )
}

#[rstest]
#[case("a = 12.5 and b < 4", Some(true))]
#[case("a + b * 2 = 18.5", Some(true))]
#[case("(a + b) * 2 = 31", Some(true))]
#[case("-b < 0 and a / b > 4", Some(true))]
#[case("a / 0 = 1", None)]
#[case("c > 1", None)]
#[case("d > 1", None)]
#[case("c > 1 and b = 4", Some(false))]
#[case("c > 1 or b = 3", Some(true))]
#[case("not (c > 1)", None)]
#[case("not not yes", Some(true))]
#[case("code in ['2', '4']", Some(true))]
#[case("code in ['3', c]", None)]
#[case("code != '3'", Some(true))]
#[case("code > 1", Some(true))]
#[case("client.gender = '2'", Some(true))]
#[case("history.last_weight > 3", None)]
#[case("list contains '05'", Some(true))]
#[case("list contains 'NN'", Some(false))]
#[case("blank(c) and missing(d) and answered(a)", Some(true))]
#[case("answered(d) or blank(d)", Some(false))]
#[case("is_missing(d, 'declined')", Some(true))]
#[case("is_missing(a, 'declined')", Some(false))]
#[case("days(day, d'2012-03-01') = 1", Some(true))]
#[case("day + 1 = d'2012-03-01' and day - 29 = d'2012-01-31'", Some(true))]
#[case("today() - day = 106", Some(true))]
#[case("years(d'1984-03-14', day) = 27", Some(true))]
#[case("years(day, d'1984-03-14') = 1", None)]
#[case("add_months(day, 12) = d'2013-02-28'", Some(true))]
#[case("sum(a, b) = 15.5", Some(true))]
#[case("sum(a, c) = 12.5", None)]
#[case("prorated_sum(1, b, b, c) = 9", Some(true))]
#[case("prorated_sum(1, b, c, d) = 9", None)]
#[case("count_answered(a, b, c, d) = 2", Some(true))]
#[case("min(a, b) = 3 and max(day, d'2012-01-01') = day", Some(true))]
#[case(
    "round(0.285, 2) = 0.29 and round(2.5) = 3 and round(-2.5) = -3",
    Some(true)
)]
#[case("any(c > 1, yes)", Some(true))]
#[case("all(c > 1, yes)", None)]
#[case("if(yes, 1, c) = 1", Some(true))]
#[case("bmi(175, 71.7) = 23.4", Some(true))]
#[case("band(18.5, 'bands') = 'N'", Some(true))]
#[case("band(18.4, 'bands') = 'U'", Some(true))]
#[case("0.1 + 0.2 = 0.3", Some(true))]
fn a_condition_is_true_false_or_unknown(#[case] text: &str, #[case] truth: Option<bool>) {
    assert_eq!(read(text).unwrap().truth(&sheet()), truth, "{text}");
}

#[rstest]
#[case("a >", 3, "missing here")]
#[case("a = 1 b", 6, "should end here")]
#[case("shoe = 1", 0, "no box with the key shoe")]
#[case("a = 1 and client.shoe = 2", 10, "client.shoe is not among")]
#[case("a = 'x", 4, "no closing quote")]
#[case("day = d'2012-02-30'", 6, "is no day")]
#[case("frob(a)", 0, "no function frob")]
#[case("answered(1)", 0, "asks about a box")]
#[case("is_missing(d, 'shy')", 0, "is_missing takes")]
#[case("bmi(a)", 0, "bmi takes 2 arguments")]
#[case("band(a, 'attendance')", 0, "not a code list of bands")]
#[case("code in '2'", 8, "[ is missing")]
#[case("a == 1", 3, "missing here")]
#[case("a ; b", 2, "; has no meaning")]
fn a_mistake_is_named_with_its_place(#[case] text: &str, #[case] at: usize, #[case] says: &str) {
    let fault = read(text).unwrap_err();
    assert!(fault.message.contains(says), "{text}: {}", fault.message);
    assert_eq!(fault.at, at, "{text}");
}

#[test]
fn deep_nesting_is_refused_rather_than_overflowing() {
    assert!(read(&format!("{}a{}", "(".repeat(9000), ")".repeat(9000))).is_err());
    assert!(read(&"not ".repeat(9000)).is_err());
    assert!(read(&format!("a{}", " and a".repeat(9000))).is_err());
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,40}|[a-d0-9'()\\[\\],=<>! +*/.-]{0,40}") {
        if let Ok(expression) = read(&text) {
            expression.truth(&sheet());
        }
    }
}
