//! What lies on the desk in the morning: paper to key, as words, and sheets that were set aside half keyed.

use super::OFFICER;
use super::service::{Entry, What};
use crate::domain::reference::{ClientId, DraftId};
use crate::domain::sheet::{Draft, FilledSheet, KeptBox};
use crate::domain::text::width;
use crate::domain::value::{Missing, Value};
use crate::forms::entry::{meaning, settled_text};
use crate::forms::{Around, BoxState, Field, Filling, Form};
use chrono::{DateTime, NaiveDate, Utc};
use indexmap::IndexMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// How much paper lies in the tray.
const IN_THE_TRAY: usize = 12;

/// How many sheets were set aside.
const PARKED: usize = 2;

/// Which kinds of paper lie there at least, where any wait.
const KINDS: [&str; 8] = [
    "session",
    "assessment",
    "signposting",
    "plan",
    "signoff",
    "followup",
    "registration",
    "event",
];

/// Paper of the morning.
pub(super) struct Waiting {
    /// To be keyed.
    pub tray: Vec<Entry>,
    /// Begun and set aside.
    pub parked: Vec<Entry>,
}

/// Without sign-offs that say less until another waiting sheet of the same client is keyed.
fn in_any_order(waiting: Vec<Entry>) -> Vec<Entry> {
    let measured: Vec<_> = waiting
        .iter()
        .filter(|entry| form_of(entry) == "assessment")
        .map(|entry| entry.record)
        .collect();
    let stands_alone =
        |entry: &Entry| form_of(entry) != "signoff" || !measured.contains(&entry.record);
    waiting.into_iter().filter(stands_alone).collect()
}

fn form_of(entry: &Entry) -> &str {
    match &entry.what {
        What::Sheet(paper, _) => paper.form,
        _ => "",
    }
}

/// Of all paper that waits, one of each kind first, then the oldest.
pub(super) fn choose(waiting: Vec<Entry>) -> Waiting {
    let mut waiting = in_any_order(waiting);
    let mut tray: Vec<Entry> = Vec::new();
    for kind in KINDS {
        if let Some(place) = waiting.iter().position(|entry| form_of(entry) == kind) {
            tray.push(waiting.remove(place));
        }
    }
    let mut parked = Vec::new();
    for kind in [
        "assessment",
        "session",
        "session",
        "signposting",
        "followup",
    ] {
        let of_kind = |entry: &Entry| form_of(entry) == kind && entry.record.is_some();
        if parked.len() < PARKED
            && let Some(place) = waiting.iter().position(of_kind)
        {
            parked.push(waiting.remove(place));
        }
    }
    let more = IN_THE_TRAY.saturating_sub(tray.len()).min(waiting.len());
    tray.extend(waiting.drain(..more));
    tray.sort_by_key(|entry| entry.on);
    Waiting { tray, parked }
}

/// What is written in a box that was left blank.
const NOTHING: &str = "(nothing)";

/// The paper as one reads it: box, label, what is written there.
pub fn words(form: &Arc<Form>, sheet: &FilledSheet, name: &str, today: NaiveDate) -> String {
    let around = Around::on(today);
    let mut text = format!(
        "{}   sheet {}\n",
        form.title.to_uppercase(),
        sheet.head.serial
    );
    let mut page = 1;
    let head = &sheet.head;
    let on = head.completed_on.map(|d| d.format("%d/%m/%Y").to_string());
    line(&mut text, "D", "Date", &on.unwrap_or_default());
    line(
        &mut text,
        "H",
        "Filled in by",
        head.completed_by.as_deref().unwrap_or_default(),
    );
    let as_keyed = Filling::of_sheet(
        form.clone(),
        Around::on(today),
        head,
        &sheet.values,
        &[],
        "",
    );
    for view in as_keyed.boxes().filter(|view| !view.field.is_head) {
        let (field, value) = (view.field, sheet.values.get(&view.field.key));
        let on_it = !matches!(view.state, BoxState::Skipped | BoxState::Computed);
        if !on_it && (value.is_none() || field.kind.is_computed()) {
            continue;
        }
        if field.page != page {
            page = field.page;
            let _ = writeln!(text, "--- page {page} ---");
        }
        let written = match value {
            None => NOTHING.to_owned(),
            Some(value) if field.key == "client" => {
                format!("{}  {name}", value.as_text().unwrap_or_default())
            }
            Some(value) => written(field, value, &around),
        };
        line(&mut text, &field.box_no, &field.label, &written);
    }
    text
}

fn line(text: &mut String, box_no: &str, label: &str, written: &str) {
    let dots = ".".repeat(34_usize.saturating_sub(width(label)).max(2));
    let _ = writeln!(text, "{box_no:>6}  {label} {dots} {written}");
}

/// What stands in the box on paper: a ticked code with its meaning, a struck-out box, a blot.
fn written(field: &Field, value: &Value, around: &Around) -> String {
    match value {
        Value::Missing(Missing::NotAsked) => NOTHING.to_owned(),
        Value::Missing(Missing::Illegible) => "(a blot)".to_owned(),
        Value::Missing(Missing::Declined) => "would not say".to_owned(),
        Value::Missing(Missing::NotApplicable) => "n/a".to_owned(),
        Value::Text(words) => words.clone(),
        Value::Code(code) => {
            let label = field.codes.as_ref().and_then(|list| list.label(code));
            format!("{code}  {}", label.unwrap_or_default())
        }
        Value::Codes(codes) => {
            let label = |code: &String| {
                let label = field.codes.as_ref().and_then(|list| list.label(code));
                format!("{code} {}", label.unwrap_or_default())
            };
            codes.iter().map(label).collect::<Vec<_>>().join(", ")
        }
        Value::Number(number) if field.unit.is_empty() => number.to_string(),
        Value::Number(number) => format!("{number} {}", field.unit),
        Value::Date(day) => day.format("%d/%m/%Y").to_string(),
        Value::Time(time) => time.format("%H:%M").to_string(),
        Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Reference(_) => settled(field, value, around),
    }
}

fn settled(field: &Field, value: &Value, around: &Around) -> String {
    settled_text(field, value, &meaning(field, value, around))
}

/// A box that was keyed and left.
fn kept(field: &Field, value: &Value, around: &Around) -> KeptBox {
    let missing = value.missing();
    let text = match missing {
        Some(_) => String::new(),
        None => settled(field, value, around),
    };
    KeptBox {
        text,
        missing,
        settled: true,
        carried: false,
        follows: false,
        unread: false,
        stood: None,
        readings: Vec::new(),
    }
}

/// A draft with the first half of the boxes keyed and the caret in the next.
pub(super) fn half_keyed(
    form: &Form,
    sheet: &FilledSheet,
    (number, client): (u64, ClientId),
    when: DateTime<Utc>,
) -> Draft {
    let around = Around::on(when.date_naive());
    let mut boxes = IndexMap::new();
    let mut keep = |field: &Field, value: &Value| {
        boxes.insert(field.key.clone(), kept(field, value, &around));
    };
    for field in form.fields.iter().filter(|field| field.is_head) {
        let value = match field.key.as_str() {
            "sheet" => Some(Value::Text(sheet.head.serial.clone())),
            "completed_on" => sheet.head.completed_on.map(Value::Date),
            _ => sheet.head.completed_by.clone().map(Value::Reference),
        };
        if let Some(value) = value {
            keep(field, &value);
        }
    }
    let answered: Vec<&Field> = form
        .body()
        .filter(|field| !field.kind.is_computed() && sheet.values.contains_key(&field.key))
        .collect();
    let half = answered.len() / 2;
    for field in &answered[..half] {
        keep(field, &sheet.values[&field.key]);
    }
    let focus = answered
        .get(half)
        .map_or_else(String::new, |field| field.key.clone());
    Draft {
        id: DraftId(number),
        form: form.id.clone(),
        version: form.version,
        client: Some(client),
        client_as_read: client.to_string(),
        amends: None,
        focus,
        caret: 0,
        last_keyed: String::new(),
        parked: true,
        boxes,
        overrides: Vec::new(),
        by: OFFICER.to_owned(),
        kept_at: when,
    }
}
