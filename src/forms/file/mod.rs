//! Form files: TOML → checked definition. Every mistake is named with file, line, column and what to do; a file with
//! mistakes gives no form, and never stops another.

mod beforehand;
mod checks;
mod field;
mod form;
mod lint;
mod list;
mod order;
mod section;

#[cfg(test)]
mod tests;

pub use form::read_form;
pub use list::read_list;

use crate::domain::codes::CodeList;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The code lists at hand, by name.
pub type Lists = BTreeMap<String, Arc<CodeList>>;

/// `attendance` of `forms/codes/attendance.toml`.
fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_suffix(".toml").unwrap_or(name)
}
