//! The table of functions.

/// A function of the condition language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// Holds an answer.
    Answered,
    /// Holds nothing at all.
    Blank,
    /// Holds a missing reason.
    Missing,
    /// Holds this missing reason.
    IsMissing,
    /// Days from one day to another.
    Days,
    /// Whole years from one day to another.
    Years,
    /// The day so many months later.
    AddMonths,
    /// The day of keying.
    Today,
    /// The time of keying.
    Now,
    /// Sum.
    Sum,
    /// Sum, made up for what is missing.
    ProratedSum,
    /// How many hold an answer.
    CountAnswered,
    /// How many days of a list lie on or before a day.
    CountUpTo,
    /// How many days of a list are this day.
    CountOn,
    /// Least, earliest.
    Min,
    /// Greatest, latest.
    Max,
    /// Rounded.
    Round,
    /// Any true.
    Any,
    /// All true.
    All,
    /// One or the other.
    If,
    /// Body mass index.
    Bmi,
    /// Band of a code list.
    Band,
}

/// One row of the table of functions.
pub struct FunctionRule {
    /// Which function.
    pub function: Function,
    /// Its name.
    pub name: &'static str,
    /// Fewest arguments.
    pub least: usize,
    /// Most arguments.
    pub most: usize,
    /// What it gives.
    pub sentence: &'static str,
}

const MANY: usize = 64;

const fn rule(
    function: Function,
    name: &'static str,
    least: usize,
    most: usize,
    sentence: &'static str,
) -> FunctionRule {
    FunctionRule {
        function,
        name,
        least,
        most,
        sentence,
    }
}

/// All functions.
pub const FUNCTIONS: &[FunctionRule] = &[
    rule(
        Function::Answered,
        "answered",
        1,
        1,
        "the box holds an answer",
    ),
    rule(
        Function::Blank,
        "blank",
        1,
        1,
        "the box holds neither an answer nor a missing reason",
    ),
    rule(
        Function::Missing,
        "missing",
        1,
        1,
        "the box holds one of the four missing reasons",
    ),
    rule(
        Function::IsMissing,
        "is_missing",
        2,
        2,
        "the box holds this missing reason: 'not_asked', 'illegible', 'declined', 'not_applicable'",
    ),
    rule(
        Function::Days,
        "days",
        2,
        2,
        "days from the first day to the second",
    ),
    rule(
        Function::Years,
        "years",
        2,
        2,
        "whole years from the first day to the second; an age",
    ),
    rule(
        Function::AddMonths,
        "add_months",
        2,
        2,
        "the day so many months after the first",
    ),
    rule(
        Function::Today,
        "today",
        0,
        0,
        "the day of keying; not in computed boxes",
    ),
    rule(
        Function::Now,
        "now",
        0,
        0,
        "the time of day while it is keyed, unknown ever after; not in computed boxes",
    ),
    rule(
        Function::Sum,
        "sum",
        1,
        MANY,
        "sum of all; unknown if any has no answer",
    ),
    rule(
        Function::ProratedSum,
        "prorated_sum",
        2,
        MANY,
        "sum of the rest with each missing one taken as the mean of those answered; the first argument says how many may be missing",
    ),
    rule(
        Function::CountAnswered,
        "count_answered",
        1,
        MANY,
        "how many of the boxes hold an answer",
    ),
    rule(
        Function::CountUpTo,
        "count_up_to",
        2,
        3,
        "how many days of a list lie on or before a day; with a second list, since the latest of its days that is not later",
    ),
    rule(
        Function::CountOn,
        "count_on",
        2,
        2,
        "how many days of a list are this day",
    ),
    rule(
        Function::Min,
        "min",
        1,
        MANY,
        "the least or earliest; unknown if any has no answer",
    ),
    rule(
        Function::Max,
        "max",
        1,
        MANY,
        "the greatest or latest; unknown if any has no answer",
    ),
    rule(
        Function::Round,
        "round",
        1,
        2,
        "rounded to so many decimals, halves away from zero",
    ),
    rule(Function::Any, "any", 1, MANY, "any of them is true"),
    rule(Function::All, "all", 1, MANY, "all of them are true"),
    rule(
        Function::If,
        "if",
        3,
        3,
        "the second if the first is true, the third if it is false",
    ),
    rule(
        Function::Bmi,
        "bmi",
        2,
        2,
        "kg by square metre from cm and kg, one decimal",
    ),
    rule(
        Function::Band,
        "band",
        2,
        2,
        "the code of the band, in the code list named, in which the number lies",
    ),
];

impl Function {
    /// The row of the function of this name.
    pub fn from_name(name: &str) -> Option<&'static FunctionRule> {
        FUNCTIONS.iter().find(|rule| rule.name == name)
    }
}
