//! The condition language of form files and of a service's own allocation rules: small, three-valued, without side effects.
//!
//! # Why a room of its own
//! Forms and allocation may not know each other, and a service should not have to learn two languages.
//!
//! # Why three values
//! A comparison with a box that is blank or marked missing is *unknown*, not false: a check fires only on what is known
//! to be wrong, and an average of what was not asked is no number. Unknown goes up through everything except `and`
//! with a false and `or` with a true side.

mod evaluate;
mod functions;
mod lex;
mod parse;

#[cfg(test)]
mod tests;

pub use evaluate::{Datum, Scope};
pub use functions::{FUNCTIONS, Function, FunctionRule};
pub use parse::{Names, parse};

use crate::domain::codes::CodeList;
use chrono::NaiveDate;
use std::sync::Arc;

/// An operator between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// Either.
    Or,
    /// Both.
    And,
    /// Equal.
    Equal,
    /// Not equal.
    NotEqual,
    /// Less, earlier.
    Less,
    /// Less or equal.
    AtMost,
    /// Greater, later.
    Greater,
    /// Greater or equal.
    AtLeast,
    /// Is one of a list.
    In,
    /// A box of several codes has this one.
    Contains,
    /// Sum; a day and a number of days.
    Plus,
    /// Difference; of two days the days between them.
    Minus,
    /// Product.
    Times,
    /// Quotient; unknown when dividing by zero.
    Over,
}

/// An expression with its names found.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// `'text'`.
    Text(String),
    /// `12.5`.
    Number(f64),
    /// `d'2009-04-01'`.
    Date(NaiveDate),
    /// `true`, `false`.
    Bool(bool),
    /// `['a', 'b']`, only on the right of `in`.
    List(Vec<Expression>),
    /// A box of the form, by position.
    Field(usize),
    /// Something known from outside, `client.gender`.
    Known(String),
    /// `not x`.
    Not(Box<Expression>),
    /// `-x`.
    Negative(Box<Expression>),
    /// `a op b`.
    Binary(Operator, Box<Expression>, Box<Expression>),
    /// `name(…)`.
    Call(Function, Vec<Expression>),
    /// `band(x, 'list')`: the code of the band of that list in which x lies.
    Band(Box<Expression>, Arc<CodeList>),
}

/// What is wrong with an expression, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ExpressionFault {
    /// Characters before the mistake.
    pub at: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl ExpressionFault {
    fn new(at: usize, message: impl Into<String>) -> Self {
        Self {
            at,
            message: message.into(),
        }
    }
}

/// Names known from outside the sheet besides the facts of the client (`domain::fact`), with what they are.
pub const OUTSIDE: &[(&str, &str)] = &[
    ("history.work", "type of the case, 1 or 2"),
    ("history.trainer", "trainer of the case"),
    (
        "history.referral_received",
        "day on which the referral was received",
    ),
    ("history.registered_on", "day of the registration"),
    ("history.first_contact", "day of the first contact"),
    (
        "history.sessions_attended",
        "sessions attended in this case",
    ),
    (
        "history.attended_on",
        "days of the sessions attended in all cases, with the sheet of each",
    ),
    (
        "history.received_on",
        "days on which the referrals of all cases were received",
    ),
    (
        "history.sessions_missed",
        "sessions not attended without warning in this case",
    ),
    (
        "history.sessions_cancelled",
        "sessions cancelled in this case",
    ),
    (
        "history.dna_in_a_row",
        "sessions in a row not attended, up to now",
    ),
    ("history.last_session_on", "day of the last session"),
    ("history.last_seen", "day on which the client was last seen"),
    ("history.has_pre", "whether there is a first assessment"),
    ("history.has_post", "whether there is a final assessment"),
    ("history.pre_assessment_on", "day of the first assessment"),
    ("history.post_assessment_on", "day of the final assessment"),
    (
        "history.primary_issue",
        "primary issue of the first assessment",
    ),
    ("history.last_weight", "last weight measured, kg"),
    ("history.last_height", "last height measured, cm"),
    ("history.last_bmi", "last body mass index"),
    ("history.has_plan", "whether there is a health plan"),
    ("history.plan_start", "day on which the plan started"),
    ("history.plan_sessions", "sessions agreed in the plan"),
    ("history.goals", "goals of the plan"),
    ("history.signoff_on", "day of the sign-off"),
    ("history.signoff_reason", "reason of the sign-off"),
    ("batch.office", "office at the head of the batch"),
    (
        "trainer.id",
        "number of the trainer who filled in the sheet",
    ),
    ("trainer.role", "her role on the day"),
    ("trainer.from", "first day in post"),
    ("trainer.to", "last day in post"),
    ("trainer.level2", "day on which she passed Level 2"),
    ("trainer.level3", "day on which she passed Level 3"),
    ("trainer.lone_working", "day of her lone-working training"),
];

/// Whether a dotted name may be used in conditions.
pub fn is_outside_name(name: &str) -> bool {
    OUTSIDE.iter().any(|(known, _)| *known == name) || crate::domain::fact::is_known(name)
}

impl Expression {
    /// Calls `see` with this expression and all within it.
    pub fn walk<'a>(&'a self, see: &mut impl FnMut(&'a Expression)) {
        see(self);
        match self {
            Self::List(parts) | Self::Call(_, parts) => parts.iter().for_each(|p| p.walk(see)),
            Self::Not(inner) | Self::Negative(inner) | Self::Band(inner, _) => inner.walk(see),
            Self::Binary(_, left, right) => {
                left.walk(see);
                right.walk(see);
            }
            _ => {}
        }
    }

    /// The positions of the boxes that it reads, each once.
    pub fn fields(&self) -> Vec<usize> {
        let mut fields = Vec::new();
        self.walk(&mut |e| {
            if let Self::Field(i) = e
                && !fields.contains(i)
            {
                fields.push(*i);
            }
        });
        fields
    }
}
