//! The National Insurance number: two letters, six digits, and a suffix A to D that older papers leave out.
//!
//! Source: the format rules published by the Department for Work and Pensions. There is no check character.

use chrono::NaiveDate;

use super::{IdentifierFault, IdentifierKind, Wrong, typed};

const KIND: IdentifierKind = IdentifierKind::NiNumber;

const NEVER_FIRST: &str = "DFIQUV";
const NEVER_SECOND: &str = "DFIOQUV";
/// Pairs kept for other uses (administration, temporary numbers, other jurisdictions).
const NEVER_TOGETHER: &[&str] = &["GB", "NK", "TN", "ZZ", "BG", "KN", "NT"];

/// Upper case, without spaces; the suffix is kept if there is one.
pub(super) fn check(entered: &str, _today: NaiveDate) -> Result<String, IdentifierFault> {
    let text = typed::squeeze(KIND, entered, &['-', '/', '.'])?;
    let shape = if text.len() == 8 {
        "AA999999"
    } else {
        "AA999999A"
    };
    typed::match_shape(
        KIND,
        &text,
        shape,
        "two letters, six digits and a letter A to D",
    )?;
    let prefix = &text[..2];
    let never = NEVER_FIRST.contains(&prefix[..1])
        || NEVER_SECOND.contains(&prefix[1..])
        || NEVER_TOGETHER.contains(&prefix);
    if never {
        return Err(IdentifierFault::new(
            KIND,
            Wrong::NotIssued,
            format!("No National Insurance number starts with {prefix}. Look at the paper again."),
        ));
    }
    if let Some(suffix) = text.chars().nth(8).filter(|c| !matches!(c, 'A'..='D')) {
        return Err(IdentifierFault::new(
            KIND,
            Wrong::NotIssued,
            format!(
                "A National Insurance number ends in A, B, C or D, not {suffix}. Look at the paper again."
            ),
        ));
    }
    Ok(text)
}

/// In print the characters stand in pairs, as on the card.
pub(super) fn display(stored: &str) -> String {
    let mut shown = String::with_capacity(13);
    for (place, c) in stored.chars().enumerate() {
        if place > 0 && place % 2 == 0 {
            shown.push(' ');
        }
        shown.push(c);
    }
    shown
}
