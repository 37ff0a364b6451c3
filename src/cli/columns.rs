//! The columns of a list of clients, in and out: one table.
//!
//! # Why
//! A list comes from somebody else's system and is as right as that was. What is in it is somebody's only record of a person, so a
//! value that cannot be right (31/02/1984, an NHS number with a wrong check digit) is kept as it was read and marked, never dropped;
//! only what is not text at all is refused. Right values are brought into the one form in which equal ones compare equal.

use chrono::NaiveDate;

use crate::domain::act::{Deed, NewAct, Private, Subject};
use crate::domain::client::Identity;
use crate::domain::dates::ReadDate;
use crate::domain::fact::Facts;
use crate::domain::identifier::{self, IdentifierKind};
use crate::domain::reference::ClientId;
use crate::domain::text::{TextFault, refuse, tidy};
use crate::domain::value::Value;

/// Most characters of one value.
const LONGEST: usize = 500;

/// How the values of a column are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The list's own name for the client.
    Reference,
    Words,
    DateOfBirth,
    Gender,
    Number(IdentifierKind),
}

/// One column.
pub struct Column {
    /// Its name in the first line of the file.
    pub name: &'static str,
    kind: Kind,
    /// The fact that it states; empty where it states none.
    fact: &'static str,
    out: fn(&Identity) -> String,
}

/// Every column that a list may have, in the order in which lists are given out.
pub const COLUMNS: &[Column] = &[
    column("reference", Kind::Reference, "", |her| {
        her.reference.clone()
    }),
    column("surname", Kind::Words, "client.surname", |her| {
        her.surname.clone()
    }),
    column("forenames", Kind::Words, "client.forenames", |her| {
        her.forenames.clone()
    }),
    column("known_as", Kind::Words, "client.known_as", |her| {
        her.known_as.clone()
    }),
    column("dob", Kind::DateOfBirth, "client.dob", date_of_birth),
    column("gender", Kind::Gender, "client.gender", |her| {
        her.gender.clone()
    }),
    column(
        "crn",
        Kind::Number(IdentifierKind::Crn),
        "client.crn",
        |her| her.crn.clone(),
    ),
    column(
        "pnc",
        Kind::Number(IdentifierKind::Pnc),
        "client.pnc",
        |her| her.pnc.clone(),
    ),
    column(
        "nhs_number",
        Kind::Number(IdentifierKind::NhsNumber),
        "client.nhs_number",
        |her| her.nhs_number.clone(),
    ),
    column("address", Kind::Words, "client.address", |her| {
        her.address.clone()
    }),
    column(
        "postcode",
        Kind::Number(IdentifierKind::Postcode),
        "client.postcode",
        |her| her.postcode.clone(),
    ),
    column(
        "phone",
        Kind::Number(IdentifierKind::Phone),
        "client.phone",
        |her| her.phones.first().cloned().unwrap_or_default(),
    ),
];

const fn column(
    name: &'static str,
    kind: Kind,
    fact: &'static str,
    out: fn(&Identity) -> String,
) -> Column {
    Column {
        name,
        kind,
        fact,
        out,
    }
}

/// The date of birth in ISO form, or as it was read.
pub fn date_of_birth(her: &Identity) -> String {
    her.born
        .map_or_else(|| her.born_as_read.clone(), |day| day.to_string())
}

/// A remark about one value of a list; it never quotes the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The column's name.
    pub column: &'static str,
    /// What is wrong with it.
    pub sentence: String,
}

/// The first line of a file, understood: which of [`COLUMNS`] stands where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading(Vec<usize>);

impl Heading {
    /// Reads the first line.
    ///
    /// # Errors
    /// One sentence that names every column that is unknown or stands twice.
    pub fn read<'a>(names: impl Iterator<Item = &'a str>) -> Result<Self, String> {
        let mut places = Vec::new();
        let mut unknown: Vec<String> = Vec::new();
        for name in names.map(|name| name.trim().to_lowercase()) {
            match COLUMNS.iter().position(|column| column.name == name) {
                Some(place) if places.contains(&place) => {
                    return Err(format!(
                        "The column {name} stands twice. Take one of them out; nothing was imported."
                    ));
                }
                Some(place) => places.push(place),
                None => unknown.push(shown(&name)),
            }
        }
        if unknown.is_empty() {
            return Ok(Self(places));
        }
        let known: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
        let (noun, them) = if unknown.len() == 1 {
            ("column", "it")
        } else {
            ("columns", "them")
        };
        Err(format!(
            "Unknown {noun} {}. Known ones are {}. Rename {them} or take {them} out; nothing was imported.",
            unknown.join(", "),
            known.join(", ")
        ))
    }
}

/// A heading as a sentence may quote it.
fn shown(name: &str) -> String {
    let swept = tidy(name);
    match swept.chars().count() {
        0 => "with no name".to_owned(),
        1..=40 => format!("“{swept}”"),
        _ => format!("“{}…”", swept.chars().take(40).collect::<String>()),
    }
}

/// One line of a list, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The act that brings the client.
    pub act: NewAct,
    /// The list's own name for the client; empty where it gives none.
    pub reference: String,
    /// Values that were kept as read although they cannot be right.
    pub marked: Vec<Remark>,
}

impl Row {
    /// Reads one line.
    ///
    /// # Errors
    /// Why the line is not taken.
    pub fn read<'a>(
        heading: &Heading,
        values: impl Iterator<Item = &'a str>,
        today: NaiveDate,
    ) -> Result<Self, Remark> {
        let mut reader = Reader {
            today,
            ..Reader::default()
        };
        for (place, value) in heading.0.iter().zip(values) {
            reader.take(&COLUMNS[*place], value)?;
        }
        if reader.facts.0.is_empty() && reader.dob_as_read.is_empty() {
            let sentence = "Neither a name nor a number stands in the line.".to_owned();
            return Err(Remark {
                column: "surname",
                sentence,
            });
        }
        let deed = Deed::ClientImported {
            facts: reader.facts,
            reference: reader.reference.clone(),
            dob_as_read: reader.dob_as_read,
            overrides: Vec::new(),
        };
        let act = NewAct {
            subject: Subject::New,
            deed,
            private: Private::default(),
        };
        Ok(Self {
            act,
            reference: reader.reference,
            marked: reader.marked,
        })
    }
}

#[derive(Default)]
struct Reader {
    today: NaiveDate,
    facts: Facts,
    reference: String,
    dob_as_read: String,
    marked: Vec<Remark>,
}

impl Reader {
    fn take(&mut self, column: &'static Column, value: &str) -> Result<(), Remark> {
        let remark = |sentence: String| Remark {
            column: column.name,
            sentence,
        };
        let value = value.trim();
        refuse(value).map_err(|fault| {
            remark(match fault {
                TextFault::LineBreak => {
                    "There is a line break in the value. Is a quotation mark missing?".to_owned()
                }
                fault => fault.to_string(),
            })
        })?;
        if value.chars().count() > LONGEST {
            return Err(remark(format!(
                "More than {LONGEST} characters. Is a quotation mark missing?"
            )));
        }
        let value = tidy(value);
        if value.is_empty() {
            return Ok(());
        }
        match column.kind {
            Kind::Reference => self.reference = value,
            Kind::Words => self.facts.set(column.fact, Value::Text(value)),
            Kind::DateOfBirth => self.take_date_of_birth(column, value),
            Kind::Gender => self.take_gender(column, value),
            Kind::Number(kind) => {
                let kept = identifier::check(kind, &value, self.today).unwrap_or_else(|fault| {
                    self.mark(column, fault.to_string());
                    value
                });
                self.facts.set(column.fact, Value::Text(kept));
            }
        }
        Ok(())
    }

    fn take_date_of_birth(&mut self, column: &'static Column, value: String) {
        let read = ReadDate::read_born(&value, self.today);
        match read.date {
            Some(day) if day <= self.today => self.facts.set(column.fact, Value::Date(day)),
            Some(_) => {
                self.mark(column, "The date of birth lies in the future.".to_owned());
                self.dob_as_read = value;
            }
            None => {
                let sentence = if is_day_number(&value) {
                    "The date of birth is no day of the calendar. It may be a spreadsheet's day number: show the column as dates there \
                     and save the list again."
                } else {
                    "The date of birth is no day of the calendar."
                };
                self.mark(column, sentence.to_owned());
                self.dob_as_read = value;
            }
        }
    }

    fn take_gender(&mut self, column: &'static Column, value: String) {
        let code = match value.to_lowercase().as_str() {
            "m" | "male" => "M".to_owned(),
            "f" | "female" => "F".to_owned(),
            "n" => "N".to_owned(),
            _ => {
                self.mark(column, "The gender is none of M, F and N.".to_owned());
                value
            }
        };
        self.facts.set(column.fact, Value::Code(code));
    }

    fn mark(&mut self, column: &'static Column, sentence: String) {
        self.marked.push(Remark {
            column: column.name,
            sentence,
        });
    }
}

/// Whether these are five digits, as a spreadsheet gives them of a column that it does not show as dates. What they mean is not guessed:
/// a date with digits missing has as many.
fn is_day_number(value: &str) -> bool {
    value.len() == 5 && value.bytes().all(|b| b.is_ascii_digit())
}

/// A client as one line of a list; who came by no list goes by her number.
pub fn line_out(id: ClientId, her: &Identity) -> impl Iterator<Item = String> {
    COLUMNS.iter().map(move |column| match (column.out)(her) {
        empty if empty.is_empty() && column.kind == Kind::Reference => id.to_string(),
        text => text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2012, 6, 14).unwrap()
    }

    fn read(line: &[(&str, &str)]) -> Result<Row, Remark> {
        let heading = Heading::read(line.iter().map(|(name, _)| *name)).unwrap();
        Row::read(&heading, line.iter().map(|(_, value)| *value), today())
    }

    fn identity(row: &Row) -> Identity {
        let Deed::ClientImported {
            facts,
            reference,
            dob_as_read,
            ..
        } = &row.act.deed
        else {
            panic!("not an import")
        };
        let mut her = Identity {
            reference: reference.clone(),
            born_as_read: dob_as_read.clone(),
            ..Identity::default()
        };
        her.learn(facts);
        her
    }

    #[test]
    fn a_line_goes_out_as_it_came_in() {
        let line = [
            ("reference", "L-1"),
            ("surname", "O’Brien"),
            ("forenames", "Siobhán"),
            ("known_as", "Shiv"),
            ("dob", "1984-03-14"),
            ("gender", "F"),
            ("crn", "X320741"),
            ("pnc", "1981/0000034U"),
            ("nhs_number", "9434765919"),
            ("address", "1 High Street, Leicester"),
            ("postcode", "LE1 1AA"),
            ("phone", "01164960123"),
        ];
        let row = read(&line).unwrap();
        assert_eq!(row.marked, []);
        let out: Vec<String> = line_out(ClientId(1), &identity(&row)).collect();
        assert_eq!(out, line.map(|(_, value)| value));
    }

    #[test]
    fn what_cannot_be_right_is_kept_as_read_and_marked() {
        let row = read(&[
            ("surname", "Wood"),
            ("dob", "31/02/1984"),
            ("nhs_number", "9434765918"),
            ("gender", "X"),
        ])
        .unwrap();
        let her = identity(&row);
        assert_eq!((her.born, her.born_as_read.as_str()), (None, "31/02/1984"));
        assert_eq!(her.nhs_number, "9434765918");
        let columns: Vec<&str> = row.marked.iter().map(|remark| remark.column).collect();
        assert_eq!(columns, ["dob", "nhs_number", "gender"]);
        assert!(
            row.marked
                .iter()
                .all(|remark| !remark.sentence.contains("1984"))
        );
    }

    #[test]
    fn five_digits_are_kept_as_read_and_said_to_be_perhaps_a_spreadsheets_number() {
        let row = read(&[("surname", "Wood"), ("dob", "30755")]).unwrap();
        let her = identity(&row);
        assert_eq!((her.born, her.born_as_read.as_str()), (None, "30755"));
        assert!(row.marked[0].sentence.contains("spreadsheet"));
        let row = read(&[("surname", "Wood"), ("dob", "31/02/1984")]).unwrap();
        assert!(!row.marked[0].sentence.contains("spreadsheet"));
    }

    #[test]
    fn hostile_text_and_empty_lines_are_not_taken() {
        assert_eq!(
            read(&[("surname", "Wo\u{202e}od")]).unwrap_err().column,
            "surname"
        );
        assert_eq!(
            read(&[("address", "a\u{1b}[2J")]).unwrap_err().column,
            "address"
        );
        assert!(read(&[("surname", " "), ("reference", "L-1")]).is_err());
    }

    #[test]
    fn unknown_and_double_columns_are_named() {
        let heading = |names: &[&str]| Heading::read(names.iter().copied());
        let said = heading(&["surname", "shoe size", "hat"]).unwrap_err();
        assert!(said.contains("“shoe size”, “hat”"), "{said}");
        assert!(heading(&["dob", "DOB"]).unwrap_err().contains("twice"));
        assert!(heading(&["Surname", " dob "]).is_ok());
    }

    #[test]
    fn who_came_by_no_list_goes_out_under_her_number() {
        assert_eq!(
            line_out(ClientId(7), &Identity::default())
                .next()
                .as_deref(),
            Some("C-000007")
        );
    }
}
