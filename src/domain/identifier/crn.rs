//! The probation case reference number: one letter and six digits, without any check character.
//!
//! A slip of the finger here gives another person's reference, so the desk shows the name next to it.

use chrono::NaiveDate;

use super::{IdentifierFault, IdentifierKind, typed};

const KIND: IdentifierKind = IdentifierKind::Crn;

/// Upper case, without spaces.
pub(super) fn check(entered: &str, _today: NaiveDate) -> Result<String, IdentifierFault> {
    let text = typed::squeeze(KIND, entered, &['-', '/'])?;
    typed::match_shape(KIND, &text, "A999999", "one letter and six digits")?;
    Ok(text)
}
