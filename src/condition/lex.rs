//! Characters → tokens.

use super::ExpressionFault;
use chrono::NaiveDate;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Name(String),
    Text(String),
    Number(f64),
    Date(NaiveDate),
    Symbol(&'static str),
}

const SYMBOLS: &[&str] = &[
    "!=", "<=", ">=", "=", "<", ">", "(", ")", "[", "]", ",", "+", "-", "*", "/",
];

/// The tokens with the number of characters before each.
pub(super) fn tokens(text: &str) -> Result<Vec<(usize, Token)>, ExpressionFault> {
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    let mut found = Vec::new();
    while at < chars.len() {
        if chars[at].is_whitespace() {
            at += 1;
            continue;
        }
        let (token, end) = one(&chars, at)?;
        found.push((at, token));
        at = end;
    }
    Ok(found)
}

fn one(chars: &[char], at: usize) -> Result<(Token, usize), ExpressionFault> {
    let c = chars[at];
    if c == 'd' && chars.get(at + 1) == Some(&'\'') {
        let (text, end) = quoted(chars, at + 1)?;
        let date = NaiveDate::parse_from_str(&text, "%Y-%m-%d").map_err(|_| {
            ExpressionFault::new(at, format!("d'{text}' is no day. Write d'2009-04-01'."))
        })?;
        return Ok((Token::Date(date), end));
    }
    if c == '\'' {
        let (text, end) = quoted(chars, at)?;
        return Ok((Token::Text(text), end));
    }
    let run = |belongs: fn(char) -> bool| {
        let end = chars[at..]
            .iter()
            .position(|c| !belongs(*c))
            .map_or(chars.len(), |n| at + n);
        (chars[at..end].iter().collect::<String>(), end)
    };
    if c.is_ascii_digit() {
        let (digits, end) = run(|c| c.is_ascii_digit() || c == '.');
        let number = digits
            .parse()
            .map_err(|_| ExpressionFault::new(at, format!("{digits} is no number.")))?;
        return Ok((Token::Number(number), end));
    }
    if c.is_ascii_alphabetic() || c == '_' {
        let (name, end) = run(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
        return Ok((Token::Name(name), end));
    }
    symbol(chars, at)
}

fn symbol(chars: &[char], at: usize) -> Result<(Token, usize), ExpressionFault> {
    let rest: String = chars[at..].iter().take(2).collect();
    SYMBOLS
        .iter()
        .find(|s| rest.starts_with(**s))
        .map(|s| (Token::Symbol(s), at + s.len()))
        .ok_or_else(|| {
            ExpressionFault::new(
                at,
                format!(
                    "{} has no meaning here. Text stands in single quotes, names in small letters.",
                    chars[at]
                ),
            )
        })
}

/// The text between the quote at `at` and the next, and where it goes on.
fn quoted(chars: &[char], at: usize) -> Result<(String, usize), ExpressionFault> {
    let close = chars[at + 1..]
        .iter()
        .position(|c| *c == '\'')
        .ok_or_else(|| {
            ExpressionFault::new(at, "The text that starts here has no closing quote.")
        })?;
    let end = at + 1 + close;
    Ok((chars[at + 1..end].iter().collect(), end + 1))
}
