//! Two people field by field, then case by case and sheet by sheet.

use crate::domain::client::Identity;
use crate::domain::dates;
use crate::domain::identifier::{self, IdentifierKind};
use crate::domain::overview::Card;
use crate::domain::text::fold;

/// How the two sides of a line stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Both say the same, capitals and accents aside.
    Same,
    /// They differ.
    Differs,
    /// Only one of them says anything.
    One,
    /// Not for comparing: a case, a sheet.
    Apart,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is about; empty where the line above says it.
    pub label: &'static str,
    /// What the left one says.
    pub left: String,
    /// What the right one says.
    pub right: String,
    /// How they stand to each other.
    pub mark: Mark,
}

type Says = fn(&Identity) -> String;

/// What is compared, in the order in which she would ask.
const FIELDS: [(&str, Option<IdentifierKind>, Says); 15] = [
    ("Surname", None, |her| her.surname.clone()),
    ("Forenames", None, |her| her.forenames.clone()),
    ("Known as", None, |her| her.known_as.clone()),
    ("Former names", None, |her| her.former_names.join(", ")),
    ("Born", None, Identity::born_shown),
    ("Gender", None, |her| her.gender.clone()),
    ("CRN", Some(IdentifierKind::Crn), |her| her.crn.clone()),
    ("PNC", Some(IdentifierKind::Pnc), |her| her.pnc.clone()),
    ("CRO", Some(IdentifierKind::Cro), |her| her.cro.clone()),
    ("NHS number", Some(IdentifierKind::NhsNumber), |her| {
        her.nhs_number.clone()
    }),
    ("NOMS number", Some(IdentifierKind::Noms), |her| {
        her.noms.clone()
    }),
    ("Address", None, |her| her.address.clone()),
    ("Postcode", None, |her| her.postcode.clone()),
    ("Phone", None, |her| her.phones.join(", ")),
    ("Reference", None, |her| her.reference.clone()),
];

/// All lines about two people.
pub fn of(a: &Card, b: &Card) -> Vec<Row> {
    let (left, right) = (&a.dossier.identity, &b.dossier.identity);
    let mut rows: Vec<Row> = FIELDS
        .iter()
        .filter_map(|(label, _, says)| compared(label, says(left), says(right)))
        .collect();
    rows.extend(beside(
        "Old numbers",
        &earlier_numbers(a),
        &earlier_numbers(b),
    ));
    rows.extend(compared(
        "Risk",
        a.dossier.risk.words(),
        b.dossier.risk.words(),
    ));
    rows.extend(beside("Cases", &cases(a), &cases(b)));
    rows.extend(beside("Sheets", &sheets(a), &sheets(b)));
    rows
}

/// How many lines there are.
pub fn count(a: &Card, b: &Card) -> usize {
    of(a, b).len()
}

/// The hard identifiers of which each has one of her own.
pub fn numbers_that_differ(a: &Card, b: &Card) -> Vec<&'static str> {
    let (left, right) = (&a.dossier.identity, &b.dossier.identity);
    let hard = FIELDS
        .iter()
        .filter(|(_, kind, _)| kind.is_some_and(IdentifierKind::is_hard));
    hard.filter(|(label, _, says)| {
        compared(label, says(left), says(right)).is_some_and(|row| row.mark == Mark::Differs)
    })
    .map(|(label, ..)| *label)
    .collect()
}

/// A line where at least one says something.
fn compared(label: &'static str, left: String, right: String) -> Option<Row> {
    let mark = match (left.is_empty(), right.is_empty()) {
        (true, true) => return None,
        (false, false) if fold(&left) == fold(&right) => Mark::Same,
        (false, false) => Mark::Differs,
        _ => Mark::One,
    };
    Some(Row {
        label,
        left,
        right,
        mark,
    })
}

/// Two lists beside each other.
fn beside(label: &'static str, left: &[String], right: &[String]) -> Vec<Row> {
    let at = |list: &[String], n: usize| list.get(n).cloned().unwrap_or_default();
    (0..left.len().max(right.len()))
        .map(|n| Row {
            label: if n == 0 { label } else { "" },
            left: at(left, n),
            right: at(right, n),
            mark: Mark::Apart,
        })
        .collect()
}

/// Numbers that a later sheet replaced, each with what it is.
fn earlier_numbers(card: &Card) -> Vec<String> {
    let former = card.dossier.former_identifiers();
    let written = former.map(|one| {
        let shown = identifier::display(one.kind, &one.value);
        format!("{} {shown}", one.kind.label())
    });
    written.collect()
}

/// Her cases, newest first: number, day received, whether open.
fn cases(card: &Card) -> Vec<String> {
    let cases = card.dossier.cases.iter().rev();
    cases
        .map(|case| {
            let received = case.received.map(dates::show).unwrap_or_default();
            let stands = if case.is_open() { "open" } else { "closed" };
            format!("{}  {received}  {stands}", case.no)
        })
        .collect()
}

/// Her sheets, newest first: serial, form, day.
fn sheets(card: &Card) -> Vec<String> {
    let sheets = card.dossier.sheets.iter().rev();
    sheets
        .map(|sheet| {
            let on = sheet.on.map(dates::show).unwrap_or_default();
            format!("{}  {}  {on}", sheet.serial, sheet.form)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_say_whether_the_two_agree() {
        let mark = |left: &str, right: &str| {
            compared("Surname", left.to_owned(), right.to_owned()).map(|row| row.mark)
        };
        assert_eq!(mark("O'Brien", "o'brien"), Some(Mark::Same));
        assert_eq!(mark("Smith", "Smyth"), Some(Mark::Differs));
        assert_eq!(mark("", "Smyth"), Some(Mark::One));
        assert_eq!(mark("", ""), None);
    }

    #[test]
    fn numbers_of_before_stand_beside_each_other_with_what_they_are() {
        use crate::domain::act::Subject;
        use crate::store::tests::{fresh, one, referral};
        let (mut store, _, _) = fresh();
        let her = one(
            &mut store,
            1,
            referral(Subject::New, "F-1", "Wood", "X320741"),
        );
        let her = her.client.unwrap();
        one(
            &mut store,
            2,
            referral(Subject::Known(her), "F-2", "Wood", "X320742"),
        );
        let other = one(
            &mut store,
            3,
            referral(Subject::New, "F-3", "Wood", "X320743"),
        );
        let card = |id| store.card(id).unwrap().unwrap();
        let rows = of(&card(her), &card(other.client.unwrap()));
        let row = rows.iter().find(|row| row.label == "Old numbers").unwrap();
        assert_eq!(
            (row.left.as_str(), row.right.as_str(), row.mark),
            ("CRN X320741", "", Mark::Apart)
        );
    }

    #[test]
    fn lists_of_unequal_length_stand_beside_each_other() {
        let rows = beside(
            "Sheets",
            &["R-1".to_owned()],
            &["R-2".to_owned(), "S-1".to_owned()],
        );
        assert_eq!(
            (rows.len(), rows[1].label, rows[1].left.as_str()),
            (2, "", "")
        );
    }
}
