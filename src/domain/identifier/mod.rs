//! The numbers that stand for a person or a sheet: how each is written, checked, stored and shown.
//!
//! One table, [`IDENTIFIERS`], says everything about each kind; the help, the form engine and the tests read it.
//! A number is stored in one normal form (ten digits, `1981/0000034U`, `LE1 1AA`) so that equal numbers compare equal.

mod check_letter;
mod crn;
mod cro;
mod fault;
mod nhs_number;
mod ni_number;
mod noms;
mod phone;
mod pnc;
pub mod postcode;
pub mod serial;
mod typed;
mod written;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use fault::{IdentifierFault, Wrong};
pub use postcode::{is_no_fixed_abode, local_area, outward};
pub use serial::next_serial;
pub use written::{plain, whole_pnc, written_one_way};

/// The kinds of identifier the program knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// NHS number.
    NhsNumber,
    /// Police National Computer id.
    Pnc,
    /// Criminal Records Office number.
    Cro,
    /// Probation case reference number.
    Crn,
    /// Prison number.
    Noms,
    /// National Insurance number.
    NiNumber,
    /// Postcode, pseudo postcode or forces' address.
    Postcode,
    /// Telephone number.
    Phone,
    /// Serial of a paper sheet.
    Serial,
}

/// Everything about one kind of identifier.
pub struct IdentifierRule {
    /// Which kind.
    pub kind: IdentifierKind,
    /// Its key in form files, columns and JSON.
    pub name: &'static str,
    /// What people call it, as it stands in the middle of a sentence.
    pub label: &'static str,
    /// How it is written, in one sentence, for help.
    pub rule: &'static str,
    /// An example in the stored form, which belongs to nobody.
    pub example: &'static str,
    check: fn(&str, NaiveDate) -> Result<String, IdentifierFault>,
    display: fn(&str) -> String,
}

/// The one table of identifiers, in the order of [`IdentifierKind`].
pub const IDENTIFIERS: &[IdentifierRule] = &[
    IdentifierRule {
        kind: IdentifierKind::NhsNumber,
        name: "nhs_number",
        label: "NHS number",
        rule: "Ten digits, the last a check digit; spaces do not matter.",
        example: "9434765919",
        check: nhs_number::check,
        display: nhs_number::display,
    },
    IdentifierRule {
        kind: IdentifierKind::Pnc,
        name: "pnc",
        label: "PNC id",
        rule: "Year, slash, up to seven digits and a check letter; the slash and leading zeros may be left out.",
        example: "1981/0000034U",
        check: pnc::check,
        display: str::to_owned,
    },
    IdentifierRule {
        kind: IdentifierKind::Cro,
        name: "cro",
        label: "CRO number",
        rule: "Up to six digits, slash, two-digit year and a check letter; or SF, year, slash, digits and a check letter.",
        example: "065656/91H",
        check: cro::check,
        display: str::to_owned,
    },
    IdentifierRule {
        kind: IdentifierKind::Crn,
        name: "crn",
        label: "CRN",
        rule: "One letter and six digits; nothing in it can be checked, so look twice.",
        example: "X320741",
        check: crn::check,
        display: str::to_owned,
    },
    IdentifierRule {
        kind: IdentifierKind::Noms,
        name: "noms",
        label: "NOMS number",
        rule: "A letter, four digits and two letters.",
        example: "A1234BC",
        check: noms::check,
        display: str::to_owned,
    },
    IdentifierRule {
        kind: IdentifierKind::NiNumber,
        name: "ni_number",
        label: "National Insurance number",
        rule: "Two letters, six digits and a letter A to D, which may be left out.",
        example: "AA370773A",
        check: ni_number::check,
        display: ni_number::display,
    },
    IdentifierRule {
        kind: IdentifierKind::Postcode,
        name: "postcode",
        label: "postcode",
        rule: "As on an envelope, the space is put in; ZZ99 3VZ is no fixed abode, ZZ99 3WZ not known.",
        example: "LE1 1AA",
        check: postcode::check,
        display: str::to_owned,
    },
    IdentifierRule {
        kind: IdentifierKind::Phone,
        name: "phone",
        label: "telephone number",
        rule: "Ten or eleven digits starting with 0; +44 is turned into 0.",
        example: "01164960123",
        check: phone::check,
        display: phone::display,
    },
    IdentifierRule {
        kind: IdentifierKind::Serial,
        name: "serial",
        label: "sheet serial",
        rule: "Letter, dash and number as printed on the sheet, with its check letter if it has one; s4417 will do for S-004417.",
        example: "S-004417",
        check: serial::check,
        display: str::to_owned,
    },
];

/// The numbers that are given to one person and never again: nobody is kept under one that somebody else has, unless it is said how it is
/// known that they are two.
pub const HARD: [IdentifierKind; 4] = [
    IdentifierKind::Crn,
    IdentifierKind::NhsNumber,
    IdentifierKind::Pnc,
    IdentifierKind::Cro,
];

/// Whether the kind with this key is one of those.
pub fn is_hard(name: &str) -> bool {
    IdentifierKind::from_name(name).is_some_and(IdentifierKind::is_hard)
}

impl IdentifierKind {
    /// The kind with this key.
    pub fn from_name(name: &str) -> Option<Self> {
        IDENTIFIERS
            .iter()
            .find(|rule| rule.name == name)
            .map(|rule| rule.kind)
    }

    /// Its row of the table.
    pub fn rule(self) -> &'static IdentifierRule {
        &IDENTIFIERS[self as usize]
    }

    /// Its key in form files, columns and JSON.
    pub fn name(self) -> &'static str {
        self.rule().name
    }

    /// Whether it is one person's alone: a postcode and a telephone are a household's, a serial a sheet's.
    pub fn is_of_one_person(self) -> bool {
        !matches!(self, Self::Postcode | Self::Phone | Self::Serial)
    }

    /// Whether it is one of [`HARD`].
    pub fn is_hard(self) -> bool {
        HARD.contains(&self)
    }

    /// The fact that says it of a client.
    pub fn fact(self) -> String {
        format!("client.{}", self.name())
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        self.rule().label
    }
}

/// The stored form of what was typed. `today` decides the century of two-digit years.
///
/// # Errors
/// A sentence that says what is wrong and what to do.
pub fn check(
    kind: IdentifierKind,
    typed: &str,
    today: NaiveDate,
) -> Result<String, IdentifierFault> {
    (kind.rule().check)(typed, today)
}

/// A stored identifier as people read it. Checking what it gives yields the stored form again.
pub fn display(kind: IdentifierKind, stored: &str) -> String {
    (kind.rule().display)(stored)
}

#[cfg(test)]
mod tests;
