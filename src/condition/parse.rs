//! Tokens → expression, with every name looked up.

use super::lex::{Token, tokens};
use super::{Expression, ExpressionFault, Function, Operator};
use crate::domain::codes::CodeList;
use crate::domain::value::Missing;
use std::sync::Arc;

/// Where the parser finds what names stand for.
pub struct Names<'a> {
    /// Position of the box of this key.
    pub field: &'a dyn Fn(&str) -> Option<usize>,
    /// The code list of this name.
    pub list: &'a dyn Fn(&str) -> Option<Arc<CodeList>>,
    /// Whether this dotted name stands for something known from outside.
    pub known: &'a dyn Fn(&str) -> bool,
}

/// Reads a whole expression.
///
/// # Errors
/// The first mistake, with its place.
pub fn parse(text: &str, names: &Names<'_>) -> Result<Expression, ExpressionFault> {
    let tokens = tokens(text)?;
    if let Some((at, _)) = tokens.get(LONGEST) {
        return Err(ExpressionFault::new(
            *at,
            "The condition is too long. Split it into several checks.",
        ));
    }
    let mut parser = Parser {
        tokens,
        next: 0,
        depth: 0,
        end: text.chars().count(),
        names,
    };
    let expression = parser.or()?;
    match parser.tokens.get(parser.next) {
        None => Ok(expression),
        Some((at, _)) => Err(ExpressionFault::new(
            *at,
            "The condition should end here. Join two conditions with and, or.",
        )),
    }
}

/// More words and signs than any person writes in one condition.
const LONGEST: usize = 600;

/// Deeper nesting than any person writes.
const DEEPEST: usize = 60;

const COMPARISONS: &[(&str, Operator)] = &[
    ("=", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("<=", Operator::AtMost),
    (">=", Operator::AtLeast),
    ("<", Operator::Less),
    (">", Operator::Greater),
];

struct Parser<'a> {
    tokens: Vec<(usize, Token)>,
    next: usize,
    depth: usize,
    end: usize,
    names: &'a Names<'a>,
}

type Parsed = Result<Expression, ExpressionFault>;

fn binary(operator: Operator, left: Expression, right: Expression) -> Expression {
    Expression::Binary(operator, Box::new(left), Box::new(right))
}

impl Parser<'_> {
    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |(at, _)| *at)
    }

    fn symbol(&mut self, wanted: &str) -> bool {
        let here =
            matches!(self.tokens.get(self.next), Some((_, Token::Symbol(s))) if *s == wanted);
        self.next += usize::from(here);
        here
    }

    fn word(&mut self, wanted: &str) -> bool {
        let here = matches!(self.tokens.get(self.next), Some((_, Token::Name(n))) if n == wanted);
        self.next += usize::from(here);
        here
    }

    fn expect(&mut self, wanted: &str) -> Result<(), ExpressionFault> {
        let at = self.at();
        if self.symbol(wanted) {
            return Ok(());
        }
        Err(ExpressionFault::new(
            at,
            format!("{wanted} is missing here."),
        ))
    }

    fn or(&mut self) -> Parsed {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(ExpressionFault::new(
                self.at(),
                "The condition is nested too deeply. Split it into several checks.",
            ));
        }
        let mut left = self.and()?;
        while self.word("or") {
            left = binary(Operator::Or, left, self.and()?);
        }
        self.depth -= 1;
        Ok(left)
    }

    fn and(&mut self) -> Parsed {
        let mut left = self.not()?;
        while self.word("and") {
            left = binary(Operator::And, left, self.not()?);
        }
        Ok(left)
    }

    fn not(&mut self) -> Parsed {
        let mut negated = false;
        while self.word("not") {
            negated = !negated;
        }
        let inner = self.comparison()?;
        Ok(if negated {
            Expression::Not(Box::new(inner))
        } else {
            inner
        })
    }

    fn comparison(&mut self) -> Parsed {
        let left = self.sum()?;
        if self.word("in") {
            return Ok(binary(Operator::In, left, self.list()?));
        }
        if self.word("contains") {
            return Ok(binary(Operator::Contains, left, self.sum()?));
        }
        for (symbol, operator) in COMPARISONS {
            if self.symbol(symbol) {
                return Ok(binary(*operator, left, self.sum()?));
            }
        }
        Ok(left)
    }

    fn list(&mut self) -> Parsed {
        self.expect("[")?;
        let mut parts = vec![self.sum()?];
        while self.symbol(",") {
            parts.push(self.sum()?);
        }
        self.expect("]")?;
        Ok(Expression::List(parts))
    }

    fn sum(&mut self) -> Parsed {
        let mut left = self.product()?;
        loop {
            let operator = if self.symbol("+") {
                Operator::Plus
            } else if self.symbol("-") {
                Operator::Minus
            } else {
                return Ok(left);
            };
            left = binary(operator, left, self.product()?);
        }
    }

    fn product(&mut self) -> Parsed {
        let mut left = self.single()?;
        loop {
            let operator = if self.symbol("*") {
                Operator::Times
            } else if self.symbol("/") {
                Operator::Over
            } else {
                return Ok(left);
            };
            left = binary(operator, left, self.single()?);
        }
    }

    fn single(&mut self) -> Parsed {
        if self.symbol("(") {
            let inner = self.or()?;
            self.expect(")")?;
            return Ok(inner);
        }
        if self.symbol("-") {
            return Ok(Expression::Negative(Box::new(self.operand()?)));
        }
        self.operand()
    }

    fn operand(&mut self) -> Parsed {
        let at = self.at();
        let token = self.tokens.get(self.next).map(|(_, token)| token.clone());
        self.next += 1;
        match token {
            Some(Token::Text(text)) => Ok(Expression::Text(text)),
            Some(Token::Number(number)) => Ok(Expression::Number(number)),
            Some(Token::Date(date)) => Ok(Expression::Date(date)),
            Some(Token::Name(name)) => self.name(&name, at),
            _ => Err(ExpressionFault::new(
                at,
                "A box, a value or a function is missing here.",
            )),
        }
    }

    fn name(&mut self, name: &str, at: usize) -> Parsed {
        if self.symbol("(") {
            return self.call(name, at);
        }
        match name {
            "true" => return Ok(Expression::Bool(true)),
            "false" => return Ok(Expression::Bool(false)),
            _ => {}
        }
        if let Some(position) = (self.names.field)(name) {
            return Ok(Expression::Field(position));
        }
        if name.contains('.') && (self.names.known)(name) {
            return Ok(Expression::Known(name.to_owned()));
        }
        let message = if name.contains('.') {
            format!(
                "{name} is not among the things known about a client, case or trainer. See the list in the documentation of forms."
            )
        } else {
            format!("There is no box with the key {name}. Text values stand in quotes: '{name}'.")
        };
        Err(ExpressionFault::new(at, message))
    }

    fn call(&mut self, name: &str, at: usize) -> Parsed {
        let rule = Function::from_name(name)
            .ok_or_else(|| ExpressionFault::new(at, format!("There is no function {name}.")))?;
        let mut arguments = Vec::new();
        if !self.symbol(")") {
            arguments.push(self.or()?);
            while self.symbol(",") {
                arguments.push(self.or()?);
            }
            self.expect(")")?;
        }
        if !(rule.least..=rule.most).contains(&arguments.len()) {
            let wanted = if rule.least == rule.most {
                rule.least.to_string()
            } else {
                format!("{} or more", rule.least)
            };
            return Err(ExpressionFault::new(
                at,
                format!(
                    "{name} takes {wanted} arguments, here are {}.",
                    arguments.len()
                ),
            ));
        }
        self.checked_call(rule.function, arguments, at)
    }

    fn checked_call(
        &self,
        function: Function,
        mut arguments: Vec<Expression>,
        at: usize,
    ) -> Parsed {
        let is_box = |e: &Expression| matches!(e, Expression::Field(_) | Expression::Known(_));
        match function {
            Function::Answered
            | Function::Blank
            | Function::Missing
            | Function::CountAnswered
            | Function::IsMissing
                if !is_box(&arguments[0]) =>
            {
                Err(ExpressionFault::new(
                    at,
                    "This function asks about a box: put the key of a box in the brackets.",
                ))
            }
            Function::IsMissing => match &arguments[1] {
                Expression::Text(name) if Missing::from_name(name).is_some() => {
                    Ok(Expression::Call(function, arguments))
                }
                _ => Err(ExpressionFault::new(
                    at,
                    "is_missing takes one of 'not_asked', 'illegible', 'declined', 'not_applicable'.",
                )),
            },
            Function::Band => {
                let list = arguments.pop();
                let number = arguments.pop();
                let (Some(Expression::Text(list)), Some(number)) = (list, number) else {
                    return Err(ExpressionFault::new(
                        at,
                        "band takes a number and the name of a code list in quotes.",
                    ));
                };
                let list = (self.names.list)(&list)
                    .filter(|list| list.codes.iter().all(|code| code.at_least.is_some()))
                    .ok_or_else(|| {
                        ExpressionFault::new(
                            at,
                            format!(
                                "{list} is not a code list of bands: each of its codes needs at_least = number."
                            ),
                        )
                    })?;
                Ok(Expression::Band(Box::new(number), list))
            }
            _ => Ok(Expression::Call(function, arguments)),
        }
    }
}
