//! A form as the program knows it: checked, groups expanded, fields in paper order, head boxes first.

use super::finding::Severity;
use super::kind::Kind;
use super::units::Units;
use crate::condition::Expression;
use crate::domain::codes::CodeList;
use crate::domain::dates::YearWindow;
use crate::domain::identifier::IdentifierKind;
use crate::domain::sheet::SheetRole;
use crate::domain::value::Number;
use chrono::NaiveDate;
use serde_json::{Value as Json, json};
use std::collections::HashMap;
use std::sync::Arc;

/// How strictly the desk holds her in a box with a hard fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// She may leave it backwards or by jumping; the sheet cannot be saved before it is put right.
    Officer,
    /// Typed rubbish holds the caret whatever she presses; only emptying the box lets her go back.
    Strict,
}

/// Whether a box must hold something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// An answer; no missing reason will do.
    Yes,
    /// An answer or one of the four missing reasons.
    OrMissing,
    /// May be blank.
    No,
}

impl Required {
    /// The word in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::OrMissing => "or_missing",
            Self::No => "no",
        }
    }
}

/// How letters typed into a text box are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// As typed.
    Keep,
    /// In capitals.
    Upper,
    /// The first letter of each word a capital, where all were typed small.
    Title,
}

/// Bounds of a number or measure, inclusive, in its unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bounds {
    /// Hard lower bound.
    pub min: Option<Number>,
    /// Hard upper bound.
    pub max: Option<Number>,
    /// Below it she is asked.
    pub soft_min: Option<Number>,
    /// Above it she is asked.
    pub soft_max: Option<Number>,
}

/// What a date may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateRule {
    /// May lie after today.
    pub future: bool,
    /// May not lie before this day.
    pub not_before: Option<NaiveDate>,
    /// How two-digit years are read.
    pub window: YearWindow,
}

/// An entry of a group that a field belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupEntry {
    /// The group's key, `goal`.
    pub group: String,
    /// Which entry, from 1.
    pub n: u32,
    /// Its title, `Goal 1`.
    pub title: String,
    /// Index of the entry's first field in [`Form::fields`].
    pub first: usize,
}

/// A condition with its text in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// As written.
    pub text: String,
    /// As understood.
    pub expression: Expression,
}

/// One box of the paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its key; `sheet`, `completed_on`, `completed_by` for the head.
    pub key: String,
    /// Its printed number, `4a`; empty for a computed box that does not stand on the paper.
    pub box_no: String,
    /// Its page, from 1.
    pub page: u32,
    /// Its label, at most 32 columns.
    pub label: String,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// Whether it is one of the three head boxes, which become the sheet's head and not values.
    pub is_head: bool,
    /// Whether it must hold something.
    pub required: Required,
    /// If given, it must hold something only where this holds: an answer if `required` is [`Required::Yes`], else an
    /// answer or a missing reason.
    pub required_when: Option<Condition>,
    /// It is asked only if this holds (and what a group's `needs_first` adds).
    pub shown_when: Option<Condition>,
    /// Text: most characters. Always set for text and notes.
    pub length: Option<usize>,
    /// Text: fewest characters.
    pub shortest: Option<usize>,
    /// Text: the identifier it must be.
    pub format: Option<IdentifierKind>,
    /// Text: what becomes of small letters.
    pub case: Case,
    /// Code, codes and computed: the code list.
    pub codes: Option<Arc<CodeList>>,
    /// Codes that stand alone.
    pub exclusive: Vec<String>,
    /// Number, measure: bounds.
    pub bounds: Bounds,
    /// Number, measure, computed: decimals, 0 to 3.
    pub decimals: u8,
    /// The unit stored and shown, `kg`; empty for none.
    pub unit: String,
    /// The other way of writing a measure.
    pub units: Option<Units>,
    /// Date: what it may be.
    pub date: DateRule,
    /// What stands there unless she types another, as she would type it.
    pub default: Option<String>,
    /// Prefilled from the last sheet of the same form.
    pub carry: bool,
    /// What stands there beforehand: worked out from what is known, or from boxes before it.
    pub prefill: Option<Condition>,
    /// Stopped at though it was filled beforehand: what may have changed since, and hurts.
    pub confirm: bool,
    /// Text: what earlier sheets of several clients have here completes what is typed.
    pub recall: bool,
    /// Text: filled as on the last sheet that had the same answer in the box of this key.
    pub with: Option<String>,
    /// Text: an address whose street is known from the postcode in the box of this key.
    pub street_of: Option<String>,
    /// The caret leaves the box when it is full.
    pub auto_advance: bool,
    /// Keyed again blind later.
    pub critical: bool,
    /// Read twice on the spot where nothing else vouches for it.
    pub twice: bool,
    /// The fact that it feeds.
    pub feeds: Option<String>,
    /// Computed: how.
    pub compute: Option<Condition>,
    /// Letters put before a serial typed as digits alone.
    pub prefix: String,
    /// What belongs here, in plain words.
    pub help: String,
    /// The group entry it is part of.
    pub group: Option<GroupEntry>,
}

impl Field {
    /// Number and label as findings name it: `12 Time`.
    pub fn name(&self) -> String {
        format!("{} {}", self.box_no, self.label)
            .trim_start()
            .to_owned()
    }
}

/// A check over several boxes.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Its id, kept with overrides.
    pub id: String,
    /// Hard or soft.
    pub level: Severity,
    /// Index of the field where the caret goes.
    pub field: usize,
    /// True means wrong; unknown means nothing found.
    pub wrong_when: Condition,
    /// What she reads.
    pub message: String,
    /// The boxes that decide it, through computed ones too, `field` not included unless it is mentioned.
    pub reads: Vec<usize>,
}

/// A form, one version of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Its id, `session`.
    pub id: String,
    /// Its version, from 1.
    pub version: u32,
    /// Its title on the paper.
    pub title: String,
    /// What its sheets do in the casework.
    pub role: SheetRole,
    /// The one key that picks it from the list.
    pub key: char,
    /// The letters before the dash of its serials, `S`.
    pub serial_prefix: String,
    /// How strictly it is keyed.
    pub mode: Mode,
    /// Where its design comes from.
    pub source: String,
    /// Head boxes, then the boxes in paper order.
    pub fields: Vec<Field>,
    /// Checks over several boxes.
    pub checks: Vec<Check>,
    pub(super) order: Vec<usize>,
    pub(super) index: HashMap<String, usize>,
}

impl Form {
    /// The position of a field.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.index.get(key).copied()
    }

    /// The field of this key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.position(key).map(|i| &self.fields[i])
    }

    /// The fields that become values, in paper order.
    pub fn body(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| !field.is_head)
    }

    /// The last page.
    pub fn pages(&self) -> u32 {
        self.fields.iter().map(|f| f.page).max().unwrap_or(1)
    }

    /// The form as `forms show --json` prints it.
    pub fn describe(&self) -> Json {
        json!({
            "id": self.id,
            "version": self.version,
            "title": self.title,
            "role": SheetRole::ALL.iter().find(|(role, _)| *role == self.role).map(|(_, name)| *name),
            "key": self.key.to_string(),
            "serial_prefix": self.serial_prefix,
            "source": self.source,
            "fields": self.body().map(describe_field).collect::<Vec<_>>(),
        })
    }
}

/// One field of [`Form::describe`]: the promised keys always, the others where they say something.
fn describe_field(field: &Field) -> Json {
    let mut object = json!({
        "key": field.key,
        "label": field.label,
        "kind": field.kind.name(),
        "required": field.required.name(),
        "box": field.box_no,
        "page": field.page,
    });
    let mut say = |name: &str, value: Json| {
        object[name] = value;
    };
    if let Some(list) = &field.codes {
        let codes = list
            .codes
            .iter()
            .map(|c| json!({"code": c.code, "label": c.label}));
        say("codes", codes.collect());
    }
    let conditions = [
        ("required_when", &field.required_when),
        ("shown_when", &field.shown_when),
        ("compute", &field.compute),
    ];
    for (name, condition) in conditions {
        if let Some(condition) = condition {
            say(name, json!(condition.text));
        }
    }
    let bounds = [
        ("min", field.bounds.min),
        ("max", field.bounds.max),
        ("soft_min", field.bounds.soft_min),
        ("soft_max", field.bounds.soft_max),
    ];
    for (name, bound) in bounds {
        if let Some(bound) = bound {
            say(name, crate::domain::value::Value::Number(bound).to_json());
        }
    }
    if let Some(length) = field.length {
        say("length", json!(length));
    }
    if let Some(format) = field.format {
        say("format", json!(format.name()));
    }
    for (name, text) in [("unit", &field.unit), ("help", &field.help)] {
        if !text.is_empty() {
            say(name, json!(text));
        }
    }
    if let Some(feeds) = &field.feeds {
        say("feeds", json!(feeds));
    }
    object
}
