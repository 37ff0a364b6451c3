//! The pretend tray: `settings/tutorial.toml` as papers, lessons and what was keyed otherwise than the paper reads.
//!
//! # Why
//! The papers are data, because a service with forms of its own teaches with papers of its own. They are read by the very validation that
//! reads every other sheet, so that a paper that no form takes is found by a test and not by a beginner.

use super::compare::agree;
use crate::domain::sheet::{FilledSheet, SheetHead};
use crate::domain::value::{Value, Values};
use crate::forms::import::read_sheet;
use crate::forms::{Around, Field, Form, Registry, entry};
use chrono::{Days, NaiveDate};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

const SHIPPED: &str = include_str!("../../settings/tutorial.toml");

/// All of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Lessons {
    /// What is on file already.
    pub earlier: Vec<Paper>,
    /// Cases that a trainer has already.
    pub given: Vec<Given>,
    /// The tray.
    pub tray: Vec<Paper>,
    /// What to do, one after the other.
    pub steps: Vec<Step>,
}

/// One sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// What it says.
    pub sheet: FilledSheet,
    /// The client's number; none for a sheet about nobody, or one that brings the next client.
    pub whose: Option<u32>,
    /// Name, date of birth and CRN as they stand at its head.
    pub name: String,
    /// What is said while a box has the caret, by the box's key.
    pub hints: BTreeMap<String, String>,
    /// The paper as a file would bring it.
    pub object: Json,
}

/// A case that a trainer has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Whose: the client's number.
    pub whose: u32,
    /// Who has it.
    pub trainer: String,
    /// Type 1 or 2.
    pub work: u8,
    /// Since when.
    pub on: NaiveDate,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What to do, with commands between braces.
    pub say: String,
    /// The sheet to which it belongs: it is passed over once that one is right.
    pub of: Option<String>,
    /// What ends it.
    pub until: Until,
}

/// What ends a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Until {
    /// A command of this name was given.
    Command(String),
    /// An act of this kind was recorded.
    Act(String),
    /// This sheet was saved as the paper reads.
    Sheet(String),
    /// Nothing: it is the last.
    Never,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    earlier: Vec<FileSheet>,
    given: Vec<FileGiven>,
    sheet: Vec<FileSheet>,
    step: Vec<FileStep>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileSheet {
    sheet: String,
    form: String,
    completed_on: String,
    completed_by: String,
    whose: Option<u32>,
    #[serde(default)]
    name: String,
    values: Map<String, Json>,
    #[serde(default)]
    hints: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileGiven {
    whose: u32,
    trainer: String,
    work: u8,
    on: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileStep {
    say: String,
    of: Option<String>,
    command: Option<String>,
    act: Option<String>,
    sheet: Option<String>,
}

impl Lessons {
    /// Those that come with the program, as of a day.
    ///
    /// # Errors
    /// What no form takes, in words: a service's own forms may differ from the shipped ones.
    pub fn shipped(forms: &Registry, today: NaiveDate) -> Result<Self, String> {
        Self::read(SHIPPED, forms, today)
    }

    /// From the text of a file.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn read(text: &str, forms: &Registry, today: NaiveDate) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|fault| fault.message().to_owned())?;
        let papers = |sheets: Vec<FileSheet>| {
            let papers = sheets.into_iter().map(|sheet| paper(sheet, forms, today));
            papers.collect::<Result<Vec<_>, _>>()
        };
        let given = |given: FileGiven| {
            let on = day(&given.on, today);
            Ok::<_, String>(Given {
                on: on.ok_or_else(|| format!("“{}” is no day", given.on))?,
                whose: given.whose,
                trainer: given.trainer,
                work: given.work,
            })
        };
        Ok(Self {
            earlier: papers(file.earlier)?,
            given: file
                .given
                .into_iter()
                .map(given)
                .collect::<Result<_, _>>()?,
            tray: papers(file.sheet)?,
            steps: file.step.into_iter().map(step).collect(),
        })
    }

    /// The paper of a serial.
    pub fn paper(&self, serial: &str) -> Option<&Paper> {
        self.tray.iter().find(|p| p.sheet.head.serial == serial)
    }
}

fn step(step: FileStep) -> Step {
    let until = match (step.command, step.act, step.sheet) {
        (Some(command), ..) => Until::Command(command),
        (_, Some(act), _) => Until::Act(act),
        (.., Some(sheet)) => Until::Sheet(sheet),
        _ => Until::Never,
    };
    Step {
        say: step.say,
        of: step.of,
        until,
    }
}

fn paper(file: FileSheet, forms: &Registry, today: NaiveDate) -> Result<Paper, String> {
    let mut object = json!({
        "sheet": file.sheet, "form": file.form, "version": forms.latest(&file.form).map_or(1, |f| f.version),
        "completed_on": file.completed_on, "completed_by": file.completed_by, "values": file.values,
    });
    date_all(&mut object, today);
    let taken = read_sheet(&object, forms, &|_, _| Around::on(today));
    let taken = taken.map_err(|findings| {
        let said = findings
            .iter()
            .map(|f| format!("{}: {}", f.label, f.sentence));
        format!("{}: {}", file.sheet, said.collect::<Vec<_>>().join(" "))
    })?;
    Ok(Paper {
        sheet: taken.sheet,
        whose: file.whose,
        name: file.name,
        hints: file.hints,
        object,
    })
}

/// Puts days in the place of `3 days ago` and `in 6 days`.
fn date_all(json: &mut Json, today: NaiveDate) {
    match json {
        Json::String(text) => {
            if let Some(day) = day(text, today) {
                *text = day.format("%Y-%m-%d").to_string();
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| date_all(item, today)),
        Json::Object(map) => map.values_mut().for_each(|item| date_all(item, today)),
        _ => {}
    }
}

fn day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let days = |n: &str| n.parse().ok().map(Days::new);
    match (text.strip_suffix(" days ago"), text.strip_prefix("in ")) {
        (Some(n), _) => today.checked_sub_days(days(n)?),
        (None, Some(rest)) => today.checked_add_days(days(rest.strip_suffix(" days")?)?),
        _ => None,
    }
}

/// One box in which the paper says something else than what was keyed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The box's key.
    pub field: String,
    /// The whole of it in a sentence.
    pub words: String,
    /// The paper leaves it blank: nothing can be keyed over what stands there.
    pub blank: bool,
}

/// Where a sheet as it was keyed differs from its paper, in the order of the paper.
pub fn differences(
    form: &Form,
    paper: &FilledSheet,
    head: &SheetHead,
    values: &Values,
) -> Vec<Difference> {
    let mut found = Vec::new();
    for field in form.fields.iter().filter(|f| !f.kind.is_computed()) {
        // What the paper calls the client and how the desk names her are two names of one person.
        if field.key == "sheet" || field.kind == crate::forms::Kind::Client {
            continue;
        }
        let wanted = on_sheet(field, &paper.head, &paper.values);
        let keyed = on_sheet(field, head, values);
        if !agree(&wanted, &keyed) {
            let words = format!(
                "Box {}: the paper says {}, keyed was {}.",
                field.name(),
                in_words(field, wanted.as_ref()),
                in_words(field, keyed.as_ref())
            );
            found.push(Difference {
                field: field.key.clone(),
                words,
                blank: wanted.is_none(),
            });
        }
    }
    found
}

/// Whether a box now says what the paper says.
pub fn is_right(field: &Field, paper: &FilledSheet, now: Option<&Value>) -> bool {
    agree(&on_sheet(field, &paper.head, &paper.values), &now.cloned())
}

fn on_sheet(field: &Field, head: &SheetHead, values: &Values) -> Option<Value> {
    match field.key.as_str() {
        "completed_on" if field.is_head => head.completed_on.map(Value::Date),
        "completed_by" if field.is_head => head.completed_by.clone().map(Value::Reference),
        key => values.get(key).cloned(),
    }
}

/// `3 (did not attend, no warning)`, `nothing`, `not asked`.
fn in_words(field: &Field, value: Option<&Value>) -> String {
    let Some(value) = value else {
        return "nothing".to_owned();
    };
    if let Some(missing) = value.missing() {
        return missing.words().to_owned();
    }
    let around = Around::default();
    let meaning = entry::meaning(field, value, &around);
    let typed = entry::typed_form(field, value, &around);
    match field.codes.as_ref().filter(|_| !meaning.is_empty()) {
        Some(_) => format!("{typed} ({meaning})"),
        None => entry::settled_text(field, value, &typed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Datelike;

    fn lessons(today: NaiveDate) -> Lessons {
        Lessons::shipped(&Registry::shipped(), today).unwrap()
    }

    #[test]
    fn the_shipped_papers_are_taken_by_the_forms_on_every_day_of_a_year() {
        let mut day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        while day.year() < 2027 {
            let lessons = lessons(day);
            assert_eq!(lessons.tray.len(), 5, "five sheets");
            day = day + Days::new(9);
        }
    }

    #[test]
    fn every_step_but_the_last_ends_and_every_sheet_has_a_step() {
        let lessons = lessons(NaiveDate::from_ymd_opt(2026, 6, 1).unwrap());
        let (last, others) = lessons.steps.split_last().unwrap();
        assert_eq!(last.until, Until::Never);
        assert!(others.iter().all(|s| s.until != Until::Never));
        for paper in &lessons.tray {
            let serial = &paper.sheet.head.serial;
            assert!(
                others
                    .iter()
                    .any(|s| s.until == Until::Sheet(serial.clone()))
            );
        }
        for step in &lessons.steps {
            if let Some(of) = &step.of {
                assert!(lessons.paper(of).is_some(), "{of}");
            }
        }
    }

    #[test]
    fn a_hint_belongs_to_a_box_of_its_form() {
        let forms = Registry::shipped();
        for paper in lessons(NaiveDate::from_ymd_opt(2026, 6, 1).unwrap()).tray {
            let form = forms.latest(&paper.sheet.head.form).unwrap();
            for key in paper.hints.keys() {
                assert!(form.field(key).is_some(), "{} {key}", form.id);
            }
        }
    }

    #[test]
    fn what_differs_is_said_by_box_with_what_the_paper_says() {
        let forms = Registry::shipped();
        let lessons = lessons(NaiveDate::from_ymd_opt(2026, 6, 1).unwrap());
        let paper = &lessons.paper("S-000102").unwrap().sheet;
        let form = forms.latest("session").unwrap();
        assert_eq!(differences(&form, paper, &paper.head, &paper.values), []);
        let mut values = paper.values.clone();
        values.insert("attendance".to_owned(), Value::Code("2".into()));
        values.shift_remove("next_action");
        let found = differences(&form, paper, &paper.head, &values);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].field, "attendance");
        assert_eq!(
            found[0].words,
            "Box 6 Attendance: the paper says 3 (did not attend, no warning), keyed was 2 (cancelled by or for the client)."
        );
        assert!(
            found[1].words.ends_with("keyed was nothing."),
            "{}",
            found[1].words
        );
        let attendance = form.field("attendance").unwrap();
        assert!(!is_right(attendance, paper, values.get("attendance")));
        assert!(is_right(attendance, paper, paper.values.get("attendance")));
        assert!(!is_right(attendance, paper, None), "emptied is not right");
    }

    #[test]
    fn days_are_counted_from_today() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        assert_eq!(day("1 days ago", today), today.pred_opt());
        assert_eq!(day("in 2 days", today), NaiveDate::from_ymd_opt(2026, 3, 3));
        assert_eq!(day("two days ago", today), None);
    }
}
