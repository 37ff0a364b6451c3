//! The prison (NOMS) number: `A1234BC`, without any check character.

use chrono::NaiveDate;

use super::{IdentifierFault, IdentifierKind, typed};

const KIND: IdentifierKind = IdentifierKind::Noms;

/// Upper case, without spaces.
pub(super) fn check(entered: &str, _today: NaiveDate) -> Result<String, IdentifierFault> {
    let text = typed::squeeze(KIND, entered, &['-', '/'])?;
    typed::match_shape(
        KIND,
        &text,
        "A9999AA",
        "a letter, four digits and two letters",
    )?;
    Ok(text)
}
