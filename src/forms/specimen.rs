//! A form with every kind of field, and a hand that keys it, for tests.

use super::around::Around;
use super::definition::Form;
use super::filling::{Event, Filling};
use super::registry::Registry;
use crate::domain::reference::DraftId;
use crate::domain::sheet::Draft;
use crate::domain::value::Missing;
use chrono::{DateTime, NaiveDate};
use indexmap::IndexMap;
use std::sync::{Arc, OnceLock};

pub(crate) const FORM: &str = r#"
id = "visit"
version = 1
title = "Visit record"
role = "other"
key = "v"
serial_prefix = "V"

[[field]]
key = "client"
box = "1"
label = "Client"
kind = "client"
required = "yes"

[[field]]
key = "date"
box = "2"
label = "Date of visit"
kind = "date"
required = "yes"
not_before = "2009-04-01"
carry = true
feeds = "session.date"

[[field]]
key = "time"
box = "3"
label = "Time"
kind = "time"

[[field]]
key = "attendance"
box = "4"
label = "Attendance"
kind = "code"
codes = "attendance"
required = "yes"

[[field]]
key = "cancelled_on"
box = "5"
label = "Cancelled on"
kind = "date"
required = "yes"
shown_when = "attendance in ['2', '4']"

[[field]]
key = "minutes"
box = "6"
label = "Minutes"
kind = "number"
required = "or_missing"
default = "45"
min = 5
max = 240
soft_max = 120

[[field]]
key = "height"
box = "7"
page = 2
label = "Height"
kind = "measure"
unit = "cm"
units = "feet"
min = 120
max = 220

[[field]]
key = "weight"
box = "8"
page = 2
label = "Weight"
kind = "measure"
unit = "kg"
units = "stone"
decimals = 1
min = 30
max = 250
soft_min = 40
soft_max = 180

[[field]]
key = "bmi"
page = 2
label = "BMI"
kind = "computed"
compute = "bmi(height, weight)"
decimals = 1

[[field]]
key = "bmi_band"
page = 2
label = "BMI band"
kind = "computed"
compute = "band(bmi, 'bands')"
codes = "bands"

[[field]]
key = "nhs"
box = "9"
page = 2
label = "NHS number"
kind = "text"
format = "nhs_number"
required = "or_missing"

[[field]]
key = "surname"
box = "10"
page = 2
label = "Surname"
kind = "text"
case = "title"
length = 35
feeds = "client.surname"

[[field]]
key = "postcode"
box = "11"
page = 2
label = "Postcode"
kind = "text"
format = "postcode"

[[field]]
key = "disability"
box = "12"
page = 2
label = "Disability"
kind = "codes"
codes = "disability"
exclusive = ["NN", "ZZ"]

[[field]]
key = "smoker"
box = "13"
page = 2
label = "Smoker"
kind = "yes_no"

[[field]]
key = "worker"
box = "14"
page = 2
label = "Trainer"
kind = "trainer"

[[field]]
key = "case"
box = "15"
page = 2
label = "Case"
kind = "case"

[[field]]
key = "born"
box = "16"
page = 2
label = "Date of birth"
kind = "date"
window = "birth"

[[group]]
key = "goal"
count = 3
title = "Goal {n}"

[[group.field]]
key = "issue"
box = "17.{n}a"
page = 2
label = "Goal {n}: issue"
kind = "code"
codes = "attendance"

[[group.field]]
key = "by"
box = "17.{n}b"
page = 2
label = "Goal {n}: by"
kind = "date"
future = true
required = "or_missing"
shown_when = "issue != '3'"

[[field]]
key = "notes"
box = "18"
page = 2
label = "Notes"
kind = "notes"

[[check]]
id = "cancelled_after"
level = "soft"
field = "cancelled_on"
wrong_when = "cancelled_on > date"
message = "The cancellation is dated after the visit. Is it right?"

[[check]]
id = "born_after"
level = "hard"
field = "born"
wrong_when = "born > date"
message = "The client cannot be born after the visit."
"#;

pub(crate) const ATTENDANCE: &str = r#"
id = "attendance"
title = "Attendance"
[[code]]
code = "5"
label = "attended on time"
[[code]]
code = "3"
label = "did not attend"
[[code]]
code = "2"
label = "cancelled by the client"
[[code]]
code = "4"
label = "cancelled by us"
"#;

pub(crate) const DISABILITY: &str = r#"
id = "disability"
title = "Disability"
[[code]]
code = "02"
label = "hearing"
[[code]]
code = "05"
label = "mobility"
[[code]]
code = "NN"
label = "none"
[[code]]
code = "ZZ"
label = "not stated"
from = "2010-11-29"
"#;

pub(crate) const BANDS: &str = r#"
id = "bands"
title = "BMI bands"
[[code]]
code = "U"
label = "underweight"
at_least = 0
[[code]]
code = "N"
label = "healthy"
at_least = 18.5
[[code]]
code = "O"
label = "overweight"
at_least = 25
"#;

pub(crate) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2012, 6, 14).unwrap()
}

pub(crate) fn around() -> Around {
    Around {
        trainers: vec![
            ("HT03".into(), "Kiran Patel".into()),
            ("HT04".into(), "Mary Jones".into()),
        ],
        ..Around::on(today())
    }
}

/// A registry of these form files with the specimen's code lists.
pub(crate) fn registry_of(forms: &[(&str, &str)]) -> Registry {
    let lists = [
        ("codes/attendance.toml", ATTENDANCE),
        ("codes/disability.toml", DISABILITY),
        ("codes/bands.toml", BANDS),
    ];
    let (registry, findings) = Registry::of(lists.into_iter().chain(forms.iter().copied()));
    assert_eq!(findings, vec![]);
    registry
}

pub(crate) fn registry() -> &'static Registry {
    static REGISTRY: OnceLock<Registry> = OnceLock::new();
    REGISTRY.get_or_init(|| registry_of(&[("visit/1.toml", FORM)]))
}

pub(crate) fn form() -> Arc<Form> {
    registry().form("visit", 1).unwrap()
}

pub(crate) fn filling() -> Filling {
    Filling::new(form(), around())
}

/// Keys as the desk takes them: `\n` is Enter, `<` Up, the four reasons and nothing else where a box is empty.
pub(crate) fn key(filling: &mut Filling, keys: &str) -> Vec<Event> {
    let mut events = Vec::new();
    for c in keys.chars() {
        let reason = Missing::ALL.into_iter().find(|m| m.key() == c);
        events.extend(match (c, reason) {
            ('\n', _) => filling.pass_by(),
            ('<', _) => filling.previous(),
            (_, Some(reason)) if filling.takes_missing_key() => filling.mark_missing(reason),
            _ => filling.type_char(c),
        });
    }
    events
}

pub(crate) fn at(filling: &Filling) -> &str {
    &filling.field().key
}

pub(crate) fn nobodys_draft() -> Draft {
    Draft {
        id: DraftId(1),
        form: String::new(),
        version: 0,
        client: None,
        client_as_read: String::new(),
        amends: None,
        focus: String::new(),
        caret: 0,
        last_keyed: String::new(),
        parked: false,
        boxes: IndexMap::new(),
        overrides: Vec::new(),
        by: "officer".into(),
        kept_at: DateTime::UNIX_EPOCH,
    }
}
