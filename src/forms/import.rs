//! Filled sheets from files, through the very validation of the desk: a [`Filling`] is built from the values in paper
//! order and looked at as when a sheet is finished.

use super::around::Around;
use super::definition::{Field, Form};
use super::filling::Filling;
use super::finding::{Finding, Severity};
use super::kind::from_json;
use super::registry::Registry;
use crate::domain::identifier::serial;
use crate::domain::sheet::FilledSheet;
use crate::domain::value::{Missing, Value};
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// The reason kept with questions that a file passed.
const REASON: &str = "import";

/// A sheet that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The sheet.
    pub sheet: FilledSheet,
    /// What was asked and is kept as an override, and what was brought into its usual form.
    pub findings: Vec<Finding>,
}

/// Reads one sheet from JSON. `around_for` is given the form and the whole object, to find the client and the history.
///
/// # Errors
/// Everything that stands against taking it, in paper order. Nothing is taken in part.
pub fn read_sheet(
    json: &Json,
    registry: &Registry,
    around_for: &dyn Fn(&Form, &Json) -> Around,
) -> Result<Taken, Vec<Finding>> {
    let object = json
        .as_object()
        .ok_or_else(|| vec![about("sheet", "A sheet is one JSON object on one line.")])?;
    let form = form_of(object, registry)?;
    let around = around_for(&form, json);
    let mut reading = Reading {
        filling: Filling::blank(Arc::clone(&form), around),
        form,
        findings: Vec::new(),
    };
    reading.head(object);
    reading.values(object);
    reading.finish(object)
}

/// A finding about the object rather than a box.
fn about(field: &str, sentence: impl Into<String>) -> Finding {
    Finding {
        field: field.to_owned(),
        label: field.to_owned(),
        check: "file".to_owned(),
        severity: Severity::Hard,
        sentence: sentence.into(),
    }
}

fn form_of(object: &Map<String, Json>, registry: &Registry) -> Result<Arc<Form>, Vec<Finding>> {
    let id = object.get("form").and_then(Json::as_str);
    let id = id.ok_or_else(|| vec![about("form", "The sheet does not say which form it is.")])?;
    let known = registry.latest(id);
    let latest = known.ok_or_else(|| {
        let ids: Vec<String> = registry.newest().iter().map(|f| f.id.clone()).collect();
        let sentence = format!(
            "There is no form of this name. The forms are {}.",
            ids.join(", ")
        );
        vec![about("form", sentence)]
    })?;
    let Some(version) = object.get("version") else {
        return Err(vec![about(
            "version",
            "The sheet does not say which version of the form it is.",
        )]);
    };
    let version = version.as_u64().and_then(|v| u32::try_from(v).ok());
    version
        .and_then(|version| registry.form(id, version))
        .ok_or_else(|| {
            let sentence = format!(
                "There is no such version of the form {id}. The newest is {}.",
                latest.version
            );
            vec![about("version", sentence)]
        })
}

struct Reading {
    form: Arc<Form>,
    filling: Filling,
    findings: Vec<Finding>,
}

impl Reading {
    fn find(
        &mut self,
        field: &Field,
        check: &str,
        severity: Severity,
        sentence: impl Into<String>,
    ) {
        self.findings.push(Finding {
            field: field.key.clone(),
            label: field.name(),
            check: check.to_owned(),
            severity,
            sentence: sentence.into(),
        });
    }

    fn head(&mut self, object: &Map<String, Json>) {
        let known = [
            "sheet",
            "form",
            "version",
            "completed_on",
            "completed_by",
            "values",
        ];
        for name in object.keys().filter(|n| !known.contains(&n.as_str())) {
            let sentence = format!("A sheet has no such part. It has {}.", known.join(", "));
            self.findings.push(about(name, sentence));
        }
        let form = Arc::clone(&self.form);
        for field in form.fields.iter().filter(|f| f.is_head) {
            match object.get(&field.key).filter(|json| !json.is_null()) {
                Some(json) => self.answer(field, json),
                // The head has no place for a reason; a sheet without a date is one whose paper has none.
                None if field.key != "sheet" => {
                    let reason = Value::Missing(Missing::NotAsked);
                    self.filling.state(&field.key, &reason);
                }
                None => {}
            }
        }
        if let Some(given) = object.get("sheet").and_then(Json::as_str)
            && let Err(fault) = serial::as_given(given)
        {
            self.findings.push(about("sheet", fault.to_string()));
        }
    }

    fn values(&mut self, object: &Map<String, Json>) {
        let empty = Map::new();
        let values = match object.get("values") {
            Some(Json::Object(values)) => values,
            Some(_) => {
                self.findings.push(about(
                    "values",
                    "values must be an object of answers by field.",
                ));
                &empty
            }
            None => &empty,
        };
        let form = Arc::clone(&self.form);
        for key in values.keys() {
            if form.field(key).is_none_or(|f| f.is_head) {
                let sentence = format!("The form {} has no such field.", form.id);
                self.findings.push(about(key, sentence));
            }
        }
        for field in form.body().filter(|f| !f.kind.is_computed()) {
            if let Some(json) = values.get(&field.key) {
                self.answer(field, json);
            }
        }
        self.filling.recalculate(false);
        for field in form.body() {
            match values.get(&field.key) {
                json if field.kind.is_computed() => self.compare(field, json),
                Some(_) => self.check_shown(field),
                None => {}
            }
        }
    }

    /// Puts one answer into its box, if it has the shape of one.
    fn answer(&mut self, field: &Field, json: &Json) {
        let Some(value) = from_json(field.kind, json) else {
            self.find(
                field,
                "shape",
                Severity::Hard,
                format!(
                    "{} must be {}, or {{\"missing\": reason}}.",
                    field.label,
                    field.kind.rule().json_is
                ),
            );
            return;
        };
        if let Some(code) = strange_code(field, &value) {
            let list = field.codes.as_ref().map(|l| l.sample()).unwrap_or_default();
            let sentence = format!("{code} is no code of {}: {list}.", field.label);
            self.find(field, "value", Severity::Hard, sentence);
            return;
        }
        self.filling.state(&field.key, &value);
        let position = self.form.position(&field.key).unwrap_or_default();
        let read = self.filling.read_value(position);
        let usual = read.is_none_or(|read| *read == value) || field.key == "sheet";
        if !usual {
            let sentence = format!("{} was brought into its usual form.", field.label);
            self.find(field, "form", Severity::Soft, sentence);
        }
    }

    fn check_shown(&mut self, field: &Field) {
        let position = self.form.position(&field.key).unwrap_or_default();
        if !self.filling.is_shown(position) {
            self.find(
                field,
                "hidden",
                Severity::Hard,
                format!(
                    "{} is skipped because of what stands in other boxes, so it must be absent.",
                    field.label
                ),
            );
        }
    }

    /// What the file says of a computed box must be what it comes to.
    fn compare(&mut self, field: &Field, json: Option<&Json>) {
        let value = self.filling.value(&field.key).map(Value::to_json);
        let Some(json) = json else {
            return;
        };
        if value.as_ref().is_some_and(|value| same(value, json)) {
            return;
        }
        let sentence = match value {
            Some(value) => format!("{} comes to {value}, the file says otherwise.", field.label),
            None => format!("{} cannot be worked out from this sheet.", field.label),
        };
        self.find(field, "computed", Severity::Hard, sentence);
    }

    fn finish(mut self, object: &Map<String, Json>) -> Result<Taken, Vec<Finding>> {
        let told: Vec<String> = self.findings.iter().map(|f| f.field.clone()).collect();
        for finding in self.filling.pass_all(REASON) {
            // A box whose answer had no right shape is empty only because of that.
            if finding.check != "required" || !told.contains(&finding.field) {
                self.findings.push(finding);
            }
        }
        let form = Arc::clone(&self.form);
        self.findings
            .sort_by_key(|f| form.position(&f.field).map_or(0, |i| i + 1));
        if self.findings.iter().any(|f| f.severity == Severity::Hard) {
            return Err(self.findings);
        }
        let mut sheet = self.filling.filled();
        if let Some(given) = object.get("sheet").and_then(Json::as_str) {
            given.clone_into(&mut sheet.head.serial);
        }
        Ok(Taken {
            sheet,
            findings: self.findings,
        })
    }
}

/// Numbers alike whether written 82 or 82.0; everything else as it is.
fn same(a: &Json, b: &Json) -> bool {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-9,
        _ => a == b,
    }
}

/// A code that is not in the list exactly as written.
fn strange_code(field: &Field, value: &Value) -> Option<String> {
    let list = field.codes.as_ref()?;
    let codes = match value {
        Value::Code(code) => std::slice::from_ref(code),
        Value::Codes(codes) => codes.as_slice(),
        _ => return None,
    };
    let strange = codes.iter().find(|code| list.stored(code).is_none())?;
    // Not repeated where it is no code at all: it may be anything.
    let plain = strange.len() <= 8 && strange.bytes().all(|b| b.is_ascii_alphanumeric());
    Some(if plain { strange } else { "This" }.to_owned())
}
