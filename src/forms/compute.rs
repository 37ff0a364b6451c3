//! What a computed box comes to.

use super::definition::Field;
use crate::condition::{Datum, Expression, Scope};
use crate::domain::value::{Number, Value};

/// The value of a computed box on a sheet; nothing where it is unknown.
pub fn compute(field: &Field, scope: &impl Scope) -> Option<Value> {
    computed(&field.compute.as_ref()?.expression, field, scope)
}

/// What an expression comes to as an answer of a box; nothing where it is unknown.
pub fn computed(expression: &Expression, field: &Field, scope: &impl Scope) -> Option<Value> {
    let datum = expression.evaluate(scope)?;
    Some(match datum {
        Datum::Number(n) => Value::Number(rounded(n, field.decimals)?),
        Datum::Text(text) => Value::Text(text.into_owned()),
        Datum::Date(day) => Value::Date(day),
        Datum::Time(time) => Value::Time(time),
        Datum::Bool(yes) => Value::YesNo(yes),
        Datum::Codes(codes) => Value::Codes(codes.to_vec()),
    })
}

/// To so many decimals, as the box says; a box that says nothing keeps up to three.
fn rounded(n: f64, decimals: u8) -> Option<Number> {
    if decimals == 0 {
        return Number::from_f64(n);
    }
    let power = 10_f64.powi(i32::from(decimals));
    Number::from_f64((n * power).round() / power)
}
