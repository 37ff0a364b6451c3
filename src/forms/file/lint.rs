//! What can be seen wrong in a form before anybody keys it.

use super::form::Place;
use super::section::{Section, Text};
use crate::condition::{Expression, Function, Operator};
use crate::forms::around::Around;
use crate::forms::definition::Form;
use crate::forms::entry::read_box;
use crate::forms::kind::Kind;
use chrono::NaiveDate;

/// Boxes: pages and numbers in order, numbers once, defaults that can be read.
pub(super) fn boxes(form: &Form, places: &[Option<Place<'_, '_>>]) {
    let mut page = 1;
    let mut number = 0;
    for (i, place) in places.iter().enumerate() {
        let (field, Some(place)) = (&form.fields[i], place) else {
            continue;
        };
        if field.page < page {
            place.section.say(
                "page",
                format!("The boxes stand in paper order, and page {page} came before. Move the box or change its page."),
            );
        }
        page = page.max(field.page);
        let here = leading_number(&field.box_no);
        if field.group.is_none() {
            if here.is_some_and(|n| n < number) {
                place.section.say(
                    "box",
                    format!("Box {number} came before. Put the boxes in the order of the paper."),
                );
            }
            number = here.unwrap_or(number).max(number);
        }
        let same =
            |f: &crate::forms::definition::Field| f.box_no.eq_ignore_ascii_case(&field.box_no);
        if !field.box_no.is_empty() && form.fields[..i].iter().any(same) {
            place.section.say(
                "box",
                format!("There are two boxes numbered {}.", field.box_no),
            );
        }
        default(form, place, i);
    }
}

fn leading_number(box_no: &str) -> Option<u32> {
    let end = box_no
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(box_no.len());
    box_no[..end].parse().ok()
}

fn default(form: &Form, place: &Place<'_, '_>, i: usize) {
    let field = &form.fields[i];
    let Some(text) = &field.default else { return };
    // A day late enough for every default that is a day of the service.
    let around = Around::on(NaiveDate::from_ymd_opt(2013, 3, 31).unwrap_or_default());
    if let Err(fault) = read_box(field, text, &around) {
        place.section.say(
            "default",
            format!("The default cannot stand in the box. {fault}"),
        );
    }
}

/// Literals beside a code box must be codes of its list, in quotes.
pub(super) fn condition(form: &Form, section: &Section<'_, '_>, text: &Text, whole: &Expression) {
    whole.walk(&mut |e| {
        let Expression::Binary(operator, left, right) = e else {
            return;
        };
        let joins = matches!(
            operator,
            Operator::And | Operator::Or | Operator::Plus | Operator::Minus | Operator::Times
        );
        if joins || *operator == Operator::Over {
            return;
        }
        for (one, other) in [(left, right), (right, left)] {
            if let Expression::Field(i) = **one {
                codes(form, section, text, i, other);
                days(form, section, text, i, other);
                hours(form, section, text, i, other);
                manner(form, section, text, i, *operator);
            }
        }
    });
}

/// A box of several codes is asked with `contains`, a box of one with `=` or `in`.
fn manner(form: &Form, section: &Section<'_, '_>, text: &Text, i: usize, operator: Operator) {
    let field = &form.fields[i];
    if field.kind == Kind::Codes && operator != Operator::Contains {
        section.source.say(
            text.start,
            format!(
                "{} holds several codes. Ask {} contains 'code'.",
                field.key, field.key
            ),
        );
    }
}

fn codes(form: &Form, section: &Section<'_, '_>, text: &Text, i: usize, other: &Expression) {
    let field = &form.fields[i];
    let Some(list) = &field.codes else { return };
    let mut strange = None;
    other.walk(&mut |e| {
        if let Expression::Text(code) = e
            && list.stored(code).is_none()
        {
            strange = Some(code.clone());
        }
    });
    if let Some(code) = strange {
        let at = text.text.find(&format!("'{code}'")).unwrap_or(0);
        let at = text.text[..at].chars().count();
        section.source.say_at(
            text.start,
            at,
            format!(
                "'{code}' is no code of {}, which {} takes: {}.",
                list.id,
                field.key,
                list.sample()
            ),
        );
    }
}

/// A day beside anything that is not a day is never known to be equal.
fn days(form: &Form, section: &Section<'_, '_>, text: &Text, i: usize, other: &Expression) {
    let field = &form.fields[i];
    if field.kind == Kind::Date && matches!(other, Expression::Text(_) | Expression::Number(_)) {
        section.source.say(
            text.start,
            format!(
                "{} is a day. Compare it with a day: d'2009-04-01'.",
                field.key
            ),
        );
    }
}

/// A time of day is compared with one of four digits in quotes.
fn hours(form: &Form, section: &Section<'_, '_>, text: &Text, i: usize, other: &Expression) {
    let field = &form.fields[i];
    let is_hour = match other {
        Expression::Text(hour) => hour.len() == 5 && hour.parse::<chrono::NaiveTime>().is_ok(),
        Expression::Number(_) => false,
        _ => true,
    };
    if field.kind == Kind::Time && !is_hour {
        section.source.say(
            text.start,
            format!(
                "{} is a time of day. Compare it with one: '07:30'.",
                field.key
            ),
        );
    }
}

/// A condition must come to true or false.
pub(super) fn decides(form: &Form, section: &Section<'_, '_>, text: &Text, whole: &Expression) {
    let may = match whole {
        Expression::Bool(_) | Expression::Known(_) | Expression::Not(_) => true,
        Expression::Field(i) => matches!(form.fields[*i].kind, Kind::YesNo | Kind::Computed),
        Expression::Binary(operator, ..) => !matches!(
            operator,
            Operator::Plus | Operator::Minus | Operator::Times | Operator::Over
        ),
        Expression::Call(function, _) => matches!(
            function,
            Function::Answered
                | Function::Blank
                | Function::Missing
                | Function::IsMissing
                | Function::Any
                | Function::All
                | Function::If
        ),
        _ => false,
    };
    if !may {
        section.source.say(
            text.start,
            "This comes to a value, not to true or false. Compare it with something, or ask answered(…).",
        );
    }
}
