//! What an expression comes to on a sheet: a datum, or unknown (`None`).

use super::{Expression, Function, Operator};
use crate::domain::calendar::add_months;
use crate::domain::dates::age_on;
use crate::domain::value::{Missing, Value};
use chrono::{Days, NaiveDate, NaiveTime};
use std::borrow::Cow;
use std::cmp::Ordering;

/// What an expression reads from.
pub trait Scope {
    /// What stands in the box at this position; nothing where it is blank or hidden.
    fn field(&self, position: usize) -> Option<&Value>;
    /// Something known from outside.
    fn known(&self, name: &str) -> Option<&Value>;
    /// The day of keying.
    fn today(&self) -> NaiveDate;
    /// The time of keying, where somebody is keying.
    fn now(&self) -> Option<NaiveTime> {
        None
    }
}

/// A known result.
#[derive(Debug, Clone, PartialEq)]
pub enum Datum<'a> {
    /// Words or a code.
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// A day.
    Date(NaiveDate),
    /// A time of day.
    Time(NaiveTime),
    /// Yes or no.
    Bool(bool),
    /// Several codes.
    Codes(&'a [String]),
}

impl<'a> Datum<'a> {
    fn of(value: &'a Value) -> Option<Self> {
        Some(match value {
            Value::Text(t) | Value::Code(t) | Value::Reference(t) => Self::Text(Cow::Borrowed(t)),
            Value::Number(n) => Self::Number(n.to_f64()),
            Value::Date(d) => Self::Date(*d),
            Value::Time(t) => Self::Time(*t),
            Value::Codes(codes) => Self::Codes(codes),
            Value::YesNo(yes) => Self::Bool(*yes),
            Value::Missing(_) => return None,
        })
    }

    /// As a number: codes that are numbers count as such, yes is 1 and no 0.
    fn number(&self) -> Option<f64> {
        match self {
            Self::Number(n) => Some(*n),
            Self::Bool(yes) => Some(f64::from(u8::from(*yes))),
            Self::Text(text) => text.parse().ok().filter(|n: &f64| n.is_finite()),
            _ => None,
        }
    }

    fn date(&self) -> Option<NaiveDate> {
        match self {
            Self::Date(day) => Some(*day),
            _ => None,
        }
    }
}

/// Numbers closer than this are equal; boxes hold thousandths.
const NEAR: f64 = 1e-6;

/// The time of day that a text in quotes stands for, `'07:30'`.
fn hour(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

fn compare(left: &Datum<'_>, right: &Datum<'_>) -> Option<Ordering> {
    match (left, right) {
        (Datum::Text(a), Datum::Text(b)) => Some(a.cmp(b)),
        (Datum::Date(a), Datum::Date(b)) => Some(a.cmp(b)),
        (Datum::Time(a), Datum::Time(b)) => Some(a.cmp(b)),
        (Datum::Time(a), Datum::Text(b)) => Some(a.cmp(&hour(b)?)),
        (Datum::Text(a), Datum::Time(b)) => Some(hour(a)?.cmp(b)),
        (Datum::Bool(a), Datum::Bool(b)) => Some(a.cmp(b)),
        (Datum::Number(_), _) | (_, Datum::Number(_)) => {
            let (a, b) = (left.number()?, right.number()?);
            if (a - b).abs() < NEAR {
                Some(Ordering::Equal)
            } else {
                a.partial_cmp(&b)
            }
        }
        _ => None,
    }
}

impl Expression {
    /// What it comes to; `None` is unknown.
    pub fn evaluate<'a>(&'a self, scope: &'a impl Scope) -> Option<Datum<'a>> {
        match self {
            Self::Text(text) => Some(Datum::Text(Cow::Borrowed(text))),
            Self::Number(number) => Some(Datum::Number(*number)),
            Self::Date(day) => Some(Datum::Date(*day)),
            Self::Bool(yes) => Some(Datum::Bool(*yes)),
            Self::List(_) => None,
            Self::Field(position) => scope.field(*position).and_then(Datum::of),
            Self::Known(name) => scope.known(name).and_then(Datum::of),
            Self::Not(inner) => inner.truth(scope).map(|yes| Datum::Bool(!yes)),
            Self::Negative(inner) => Some(Datum::Number(-inner.evaluate(scope)?.number()?)),
            Self::Binary(operator, left, right) => operate(*operator, left, right, scope),
            Self::Call(function, arguments) => call(*function, arguments, scope),
            Self::Band(number, list) => {
                let number = number.evaluate(scope)?.number()?;
                let inside = |least: crate::domain::value::Number| number > least.to_f64() - NEAR;
                let band = list.codes.iter().filter(|c| c.at_least.is_some_and(inside));
                let band = band.max_by_key(|code| code.at_least)?;
                Some(Datum::Text(Cow::Borrowed(&band.code)))
            }
        }
    }

    /// Whether it is true or false; `None` is unknown.
    pub fn truth(&self, scope: &impl Scope) -> Option<bool> {
        match self.evaluate(scope)? {
            Datum::Bool(yes) => Some(yes),
            _ => None,
        }
    }

    fn value<'a>(&self, scope: &'a impl Scope) -> Option<&'a Value> {
        match self {
            Self::Field(position) => scope.field(*position),
            Self::Known(name) => scope.known(name),
            _ => None,
        }
    }

    fn is_answered(&self, scope: &impl Scope) -> bool {
        self.value(scope).is_some_and(|v| v.missing().is_none())
    }
}

fn operate<'a>(
    operator: Operator,
    left: &'a Expression,
    right: &'a Expression,
    scope: &'a impl Scope,
) -> Option<Datum<'a>> {
    match operator {
        Operator::And => either(false, [left, right].into_iter(), scope).map(Datum::Bool),
        Operator::Or => either(true, [left, right].into_iter(), scope).map(Datum::Bool),
        Operator::In => is_in(&left.evaluate(scope)?, right, scope).map(Datum::Bool),
        Operator::Contains => contains(&left.evaluate(scope)?, &right.evaluate(scope)?),
        Operator::Plus | Operator::Minus | Operator::Times | Operator::Over => {
            reckon(operator, &left.evaluate(scope)?, &right.evaluate(scope)?)
        }
        _ => {
            let order = compare(&left.evaluate(scope)?, &right.evaluate(scope)?)?;
            Some(Datum::Bool(match operator {
                Operator::Equal => order.is_eq(),
                Operator::NotEqual => order.is_ne(),
                Operator::Less => order.is_lt(),
                Operator::AtMost => order.is_le(),
                Operator::Greater => order.is_gt(),
                _ => order.is_ge(),
            }))
        }
    }
}

/// `decides` if any part is that; its opposite if all parts are; else unknown.
fn either<'a>(
    decides: bool,
    parts: impl Iterator<Item = &'a Expression>,
    scope: &impl Scope,
) -> Option<bool> {
    let mut result = Some(!decides);
    for part in parts {
        match part.truth(scope) {
            Some(truth) if truth == decides => return Some(decides),
            Some(_) => {}
            None => result = None,
        }
    }
    result
}

fn is_in(sought: &Datum<'_>, list: &Expression, scope: &impl Scope) -> Option<bool> {
    let Expression::List(parts) = list else {
        return None;
    };
    let mut result = Some(false);
    for part in parts {
        match part.evaluate(scope).and_then(|p| compare(sought, &p)) {
            Some(Ordering::Equal) => return Some(true),
            Some(_) => {}
            None => result = None,
        }
    }
    result
}

fn contains<'a>(whole: &Datum<'_>, part: &Datum<'_>) -> Option<Datum<'a>> {
    match (whole, part) {
        (Datum::Codes(codes), Datum::Text(code)) => Some(Datum::Bool(
            codes.iter().any(|c| c.as_str() == code.as_ref()),
        )),
        (Datum::Text(only), Datum::Text(code)) => Some(Datum::Bool(only == code)),
        _ => None,
    }
}

fn shift(day: NaiveDate, days: f64) -> Option<NaiveDate> {
    let count = days.abs().round() as u64;
    if days < 0.0 {
        day.checked_sub_days(Days::new(count))
    } else {
        day.checked_add_days(Days::new(count))
    }
}

fn reckon<'a>(operator: Operator, left: &Datum<'_>, right: &Datum<'_>) -> Option<Datum<'a>> {
    if let Datum::Date(day) = left {
        return match (operator, right) {
            (Operator::Minus, Datum::Date(other)) => {
                Some(Datum::Number((*day - *other).num_days() as f64))
            }
            (Operator::Plus, Datum::Number(n)) => shift(*day, *n).map(Datum::Date),
            (Operator::Minus, Datum::Number(n)) => shift(*day, -n).map(Datum::Date),
            _ => None,
        };
    }
    let (a, b) = (left.number()?, right.number()?);
    let result = match operator {
        Operator::Plus => a + b,
        Operator::Minus => a - b,
        Operator::Times => a * b,
        _ if b.abs() < NEAR => return None,
        _ => a / b,
    };
    result.is_finite().then_some(Datum::Number(result))
}

fn call<'a>(
    function: Function,
    arguments: &'a [Expression],
    scope: &'a impl Scope,
) -> Option<Datum<'a>> {
    let argument = |n: usize| arguments.get(n);
    let number = |n: usize| argument(n)?.evaluate(scope)?.number();
    let day = |n: usize| argument(n)?.evaluate(scope)?.date();
    let answered = || arguments.iter().filter(|a| a.is_answered(scope));
    match function {
        Function::Answered => Some(Datum::Bool(argument(0)?.is_answered(scope))),
        Function::Blank => Some(Datum::Bool(argument(0)?.value(scope).is_none())),
        Function::Missing => {
            let reason = argument(0)?.value(scope).and_then(Value::missing);
            Some(Datum::Bool(reason.is_some()))
        }
        Function::IsMissing => {
            let Expression::Text(name) = argument(1)? else {
                return None;
            };
            let reason = argument(0)?.value(scope).and_then(Value::missing);
            Some(Datum::Bool(
                reason.is_some() && reason == Missing::from_name(name),
            ))
        }
        Function::Days => Some(Datum::Number((day(1)? - day(0)?).num_days() as f64)),
        Function::Years => {
            let (from, to) = (day(0)?, day(1)?);
            (from <= to).then(|| Datum::Number(f64::from(age_on(from, to))))
        }
        Function::AddMonths => Some(Datum::Date(add_months(day(0)?, number(1)?.round() as i32))),
        Function::Today => Some(Datum::Date(scope.today())),
        Function::Now => scope.now().map(Datum::Time),
        Function::Sum => total(arguments, scope).map(Datum::Number),
        Function::ProratedSum => prorated(number(0)?, &arguments[1..], scope).map(Datum::Number),
        Function::CountAnswered => Some(Datum::Number(answered().count() as f64)),
        Function::CountUpTo => count_up_to(arguments, day(1)?, scope).map(Datum::Number),
        Function::CountOn => Some(Datum::Number(count_on(argument(0)?, day(1)?, scope))),
        Function::Min => extreme(arguments, Ordering::Less, scope),
        Function::Max => extreme(arguments, Ordering::Greater, scope),
        Function::Round => {
            let scale = 10_f64.powf(argument(1).map_or(Some(0.0), |_| number(1))?.round());
            // A hair is added so that 0.285, which is a little less as a binary fraction, still rounds up.
            let scaled = number(0)? * scale;
            Some(Datum::Number(
                (scaled + scaled.signum() * 1e-9).round() / scale,
            ))
        }
        Function::Any => either(true, arguments.iter(), scope).map(Datum::Bool),
        Function::All => either(false, arguments.iter(), scope).map(Datum::Bool),
        Function::If => {
            let chosen = if argument(0)?.truth(scope)? { 1 } else { 2 };
            argument(chosen)?.evaluate(scope)
        }
        Function::Bmi => bmi(number(0)?, number(1)?).map(Datum::Number),
        Function::Band => None,
    }
}

/// The days of a list known from outside: each of its entries begins with one, as in files. An unknown list has none.
fn days_of(list: &Expression, scope: &impl Scope) -> Vec<NaiveDate> {
    let Some(Datum::Codes(entries)) = list.evaluate(scope) else {
        return Vec::new();
    };
    let day = |entry: &String| entry.split(' ').next()?.parse().ok();
    entries.iter().filter_map(day).collect()
}

/// How many days of the first list lie on or before `last`, and on or after the latest day of the third that does.
fn count_up_to(arguments: &[Expression], last: NaiveDate, scope: &impl Scope) -> Option<f64> {
    let starts = arguments.get(2).map(|starts| days_of(starts, scope));
    let starts = starts.into_iter().flatten().filter(|start| *start <= last);
    let first = starts.max().unwrap_or(NaiveDate::MIN);
    let days = days_of(arguments.first()?, scope);
    let counted = days.into_iter().filter(|d| (first..=last).contains(d));
    Some(counted.count() as f64)
}

/// How many days of the list are this one.
fn count_on(list: &Expression, wanted: NaiveDate, scope: &impl Scope) -> f64 {
    let same = days_of(list, scope).into_iter().filter(|d| *d == wanted);
    same.count() as f64
}

fn total(arguments: &[Expression], scope: &impl Scope) -> Option<f64> {
    arguments.iter().map(|a| a.evaluate(scope)?.number()).sum()
}

/// The sum with each missing item taken as the mean of those answered; unknown beyond `most_missing`.
fn prorated(most_missing: f64, items: &[Expression], scope: &impl Scope) -> Option<f64> {
    let known: Vec<f64> = items
        .iter()
        .filter_map(|a| a.evaluate(scope)?.number())
        .collect();
    let missing = items.len() - known.len();
    if known.is_empty() || missing as f64 > most_missing {
        return None;
    }
    Some(known.iter().sum::<f64>() * items.len() as f64 / known.len() as f64)
}

fn extreme<'a>(
    arguments: &'a [Expression],
    wanted: Ordering,
    scope: &'a impl Scope,
) -> Option<Datum<'a>> {
    let mut best = arguments.first()?.evaluate(scope)?;
    for argument in &arguments[1..] {
        let next = argument.evaluate(scope)?;
        if compare(&next, &best)? == wanted {
            best = next;
        }
    }
    Some(best)
}

/// Kilograms by square metre, one decimal. Source: the usual definition; thresholds stand in a code list.
fn bmi(height_cm: f64, weight_kg: f64) -> Option<f64> {
    if height_cm < 1.0 {
        return None;
    }
    let metres = height_cm / 100.0;
    Some((weight_kg / (metres * metres) * 10.0).round() / 10.0)
}
