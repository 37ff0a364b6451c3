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
            let sentence = format!(
                "{code} is no code of the box {}. The codes are {list}.",
                field.label
            );
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
        self.filling.ask_about_unread();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::value::Number;
    use crate::forms::specimen::{around, registry};
    use proptest::prelude::*;
    use rstest::rstest;
    use serde_json::json;

    fn sheet() -> Json {
        json!({
            "sheet": "V-000001", "form": "visit", "version": 1,
            "completed_on": "2012-06-14", "completed_by": "HT03",
            "values": {
                "client": "C-000012", "date": "2012-06-12", "time": "14:00", "attendance": "2",
                "cancelled_on": "2012-06-11", "minutes": 45, "height": 175, "weight": 71.7,
                "bmi": 23.4, "bmi_band": "N", "nhs": {"missing": "illegible"},
                "surname": "O’Brien", "postcode": "LE1 1AA", "disability": ["02", "05"],
                "smoker": true, "worker": "HT04", "case": "2012-0412", "born": "1984-03-14",
                "goal_1_issue": "5", "goal_1_by": {"missing": "declined"}, "notes": "one\ntwo"
            }
        })
    }

    fn read(json: &Json) -> Result<Taken, Vec<Finding>> {
        read_sheet(json, registry(), &|_, _| around())
    }

    #[test]
    fn a_sheet_goes_in_and_comes_out_the_same() {
        let taken = read(&sheet()).unwrap();
        assert_eq!(taken.sheet.to_json(), sheet());
        assert_eq!(taken.findings, vec![]);
    }

    #[test]
    fn a_box_that_cannot_be_read_is_a_question_to_the_trainer() {
        let taken = read(&sheet()).unwrap();
        assert_eq!(taken.sheet.query, "[nhs] illegible");
        assert!(taken.sheet.head.queried);
    }

    #[test]
    fn a_sheet_without_date_and_hand_stays_without() {
        let mut json = sheet();
        json.as_object_mut().unwrap().remove("completed_on");
        json.as_object_mut().unwrap().remove("completed_by");
        assert_eq!(read(&json).unwrap().sheet.to_json(), json);
    }

    #[test]
    fn a_serial_from_elsewhere_stays_as_it_is() {
        let mut json = sheet();
        json["sheet"] = json!("v-7/a");
        assert_eq!(read(&json).unwrap().sheet.to_json(), json);
    }

    #[test]
    fn capitals_stay_as_they_are_given() {
        let mut json = sheet();
        json["values"]["surname"] = json!("de souza");
        let taken = read(&json).unwrap();
        assert_eq!(taken.sheet.to_json(), json);
        assert_eq!(taken.findings, vec![]);
    }

    #[rstest]
    #[case("shoe", json!(1), "shoe", "no such field")]
    #[case("completed_on", json!("2012-06-14"), "completed_on", "no such field")]
    #[case("minutes", json!("45"), "minutes", "must be a number")]
    #[case("minutes", json!(45.1234), "minutes", "must be a number")]
    #[case("minutes", json!(45.5), "minutes", "whole number")]
    #[case("minutes", json!(300), "minutes", "must be 5 to 240")]
    #[case("minutes", json!(null), "minutes", "must be a number")]
    #[case("date", json!("12/06/2012"), "date", "must be a day")]
    #[case("date", json!("2012-06-15"), "date", "in the future")]
    #[case("date", json!({"missing": "declined"}), "date", "must have an answer")]
    #[case("nhs", json!({"missing": "shy"}), "nhs", "must be text")]
    #[case("nhs", json!("9434765918"), "nhs", "")]
    #[case("attendance", json!("9"), "attendance", "is no code")]
    #[case("attendance", json!("att"), "attendance", "is no code")]
    #[case("attendance", json!("5"), "cancelled_on", "must be absent")]
    #[case("disability", json!(["02", "NN"]), "disability", "stands alone")]
    #[case("disability", json!([]), "disability", "must be a list of codes")]
    #[case("smoker", json!("y"), "smoker", "must be true or false")]
    #[case("worker", json!("HT99"), "worker", "No trainer")]
    #[case("bmi", json!(23.5), "bmi", "comes to 23.4")]
    #[case("bmi_band", json!("O"), "bmi_band", "comes to")]
    #[case("surname", json!("Sm\u{202e}ith"), "surname", "hidden character")]
    #[case("born", json!("2012-06-13"), "born", "after the visit")]
    fn what_is_wrong_is_named_with_its_field(
        #[case] key: &str,
        #[case] value: Json,
        #[case] field: &str,
        #[case] says: &str,
    ) {
        let mut json = sheet();
        json["values"][key] = value;
        let findings = read(&json).unwrap_err();
        let named = |f: &Finding| f.field == field && f.sentence.contains(says);
        assert!(findings.iter().any(named), "{findings:?}");
    }

    #[rstest]
    #[case("form", json!("vist"), "no form of this name")]
    #[case("version", json!(7), "no such version")]
    #[case("version", json!("1"), "no such version")]
    #[case("values", json!([]), "values must be an object")]
    #[case("extra", json!(1), "no such part")]
    #[case("sheet", json!(""), "no serial")]
    fn what_is_wrong_with_the_sheet_itself_is_named(
        #[case] key: &str,
        #[case] value: Json,
        #[case] says: &str,
    ) {
        let mut json = sheet();
        json[key] = value;
        let findings = read(&json).unwrap_err();
        assert!(
            findings.iter().any(|f| f.sentence.contains(says)),
            "{findings:?}"
        );
    }

    #[test]
    fn every_wrong_field_is_named_at_once_in_paper_order() {
        let mut json = sheet();
        json["values"]["minutes"] = json!(300);
        json["values"]["time"] = json!(14);
        let keys: Vec<String> = read(&json)
            .unwrap_err()
            .into_iter()
            .map(|f| f.field)
            .collect();
        assert_eq!(keys, ["time", "minutes"]);
    }

    #[test]
    fn soft_findings_are_told_and_kept_as_overrides() {
        let mut json = sheet();
        json["values"]["cancelled_on"] = json!("2012-06-13");
        let taken = read(&json).unwrap();
        assert_eq!(taken.findings[0].check, "cancelled_after");
        assert_eq!(taken.sheet.overrides[0].reason, "import");
        assert_eq!(taken.sheet.to_json(), json);
    }

    #[test]
    fn what_was_brought_into_its_usual_form_is_told() {
        let mut json = sheet();
        json["values"]["disability"] = json!(["05", "02"]);
        json["values"]["postcode"] = json!("le11aa");
        let taken = read(&json).unwrap();
        let keys: Vec<&str> = taken.findings.iter().map(|f| f.field.as_str()).collect();
        assert_eq!(keys, ["postcode", "disability"]);
        assert_eq!(taken.sheet.to_json(), sheet());
    }

    #[test]
    fn a_value_of_thousandths_is_read_exactly() {
        assert_eq!(
            from_json(super::super::Kind::Number, &json!(0.285)),
            Some(Value::Number(Number(285)))
        );
    }

    proptest! {
        #[test]
        fn no_json_makes_it_panic(key in "[a-z_1]{1,12}|weight|date|notes", text in "\\PC{0,12}", n in any::<f64>()) {
            for value in [json!(text), json!(n), json!({"missing": text}), json!([text]), json!([[n]])] {
                let mut json = sheet();
                json["values"][&key] = value.clone();
                if let Ok(taken) = read(&json) {
                    prop_assert!(read(&taken.sheet.to_json()).is_ok());
                }
                json[&key] = value;
                let _ = read(&json);
            }
        }
    }
}
