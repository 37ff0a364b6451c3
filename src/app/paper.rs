//! What the worker tells the desk of paper: the ledger with its questions, and what may be keyed again. Used by the command line too.
//!
//! # Why
//! Whether a box needs a second look depends on what else says the same: another sheet of the client, another client's name. Only the
//! store can know that, and it says it by fact, so that the plan stays a pure function.

use crate::domain::act::{Act, Deed};
use crate::domain::client::Identity;
use crate::domain::ledger::SheetState;
use crate::domain::question::Asked;
use crate::domain::reference::{ClientId, TrainerId};
use crate::domain::sheet::Sheet;
use crate::domain::text::fold;
use crate::domain::value::Value;
use crate::forms::Registry;
use crate::forms::recall::answers::Answers;
use crate::model::PaperOnDesk;
use crate::model::rekey::SLIP;
use crate::paper::chase;
use crate::paper::compare::Slip;
use crate::paper::rekey::{Material, Recheck};
use crate::search::Index;
use crate::store::{OnDesk, Store, StoreError};
use chrono::{Local, NaiveDate};

/// Hits that are looked at for one name.
const HITS: usize = 5;

/// The ledger and its questions.
pub fn on_desk(store: &Store) -> Result<PaperOnDesk, StoreError> {
    let ledger = store.ledger()?;
    let mut asked = Vec::new();
    let queried = ledger
        .iter()
        .filter(|l| l.state == SheetState::Queried && l.keyed.is_some());
    for line in queried {
        if let Some(sheet) = store.sheet(&line.serial)? {
            asked.push(question(store, sheet)?);
        }
    }
    Ok(PaperOnDesk { ledger, asked })
}

fn question(store: &Store, sheet: Sheet) -> Result<Asked, StoreError> {
    let dossier = match sheet.client {
        Some(client) => store.dossier(client)?,
        None => None,
    };
    Ok(Asked {
        serial: sheet.head.serial,
        form: sheet.head.form,
        version: sheet.head.version,
        on: sheet.head.completed_on,
        trainer: sheet.head.completed_by.map(TrainerId),
        client: sheet.client,
        initials: dossier
            .as_ref()
            .map_or_else(String::new, |d| chase::initials(&d.identity)),
        name: dossier.map_or_else(String::new, |d| d.identity.name()),
        query: sheet.query,
        draft: None,
    })
}

/// What may be keyed again: all sheets that lie on the desk, or one sheet.
pub fn material(
    store: &Store,
    index: &Index,
    usual: (&Registry, &Answers),
    serial: Option<&str>,
    today: NaiveDate,
) -> Result<Material, StoreError> {
    let found = match serial {
        Some(serial) => store.rekeyed(serial)?.into_iter().collect(),
        None => store.on_desk()?,
    };
    let mut sheets = Vec::with_capacity(found.len());
    for one in found {
        let mut recheck = recheck(store, index, one, today)?;
        recheck.suspected = suspected(&recheck.sheet, usual);
        sheets.push(recheck);
    }
    Ok(Material {
        sheets,
        slips: slips(store, today)?,
    })
}

fn recheck(
    store: &Store,
    index: &Index,
    one: OnDesk,
    today: NaiveDate,
) -> Result<Recheck, StoreError> {
    let keyed = one.keyed_at.with_timezone(&Local).naive_local();
    // What was keyed today is not looked at again today by the same eyes.
    let confirmed = if keyed.date() < today {
        confirmed(store, index, &one.sheet, today)?
    } else {
        Vec::new()
    };
    Ok(Recheck {
        sheet: one.sheet,
        keyer: one.keyer,
        keyed,
        done: one.boxes,
        confirmed,
        suspected: Vec::new(),
    })
}

/// Boxes of a sheet in which what stands there makes a slip more or less likely, and how much.
fn suspected(sheet: &Sheet, (forms, answers): (&Registry, &Answers)) -> Vec<(String, f64)> {
    let head = &sheet.head;
    let (Some(form), Some(values)) = (forms.form(&head.form, head.version), &sheet.values) else {
        return Vec::new();
    };
    let critical = form.body().filter(|field| field.critical);
    let suspected = critical.filter_map(|field| {
        let times = answers.suspicion(&form, head, values, field);
        ((times - 1.0).abs() > f64::EPSILON).then(|| (field.key.clone(), times))
    });
    suspected.collect()
}

/// Facts of a sheet of which another sheet of the client, or another client's record, says the same.
fn confirmed(
    store: &Store,
    index: &Index,
    sheet: &Sheet,
    today: NaiveDate,
) -> Result<Vec<String>, StoreError> {
    let Some(client) = sheet.client else {
        return Ok(Vec::new());
    };
    let mut facts = Vec::new();
    let others = store
        .card(client)?
        .map_or_else(Vec::new, |card| card.sheets);
    for (name, value) in &sheet.facts.0 {
        if others.iter().any(|other| says(other, sheet, name, value)) {
            facts.push(name.clone());
            continue;
        }
        let is_name = matches!(name.as_str(), "client.surname" | "client.forenames");
        if let (true, Some(words)) = (is_name, value.as_text()) {
            let surname = name == "client.surname";
            if is_known_name(store, index, client, words, surname, today)? {
                facts.push(name.clone());
            }
        }
    }
    Ok(facts)
}

/// Whether another sheet says the same: by the same fact, or by naming the client so.
fn says(other: &Sheet, sheet: &Sheet, name: &str, value: &Value) -> bool {
    if other.head.serial == sheet.head.serial || value.missing().is_some() {
        return false;
    }
    if !(name.starts_with("client.") || name.starts_with("risk.")) {
        return false;
    }
    let names_her = || {
        let named = other.values.as_ref().and_then(|v| v.get("client"));
        name == "client.crn" && named.and_then(Value::as_text) == value.as_text()
    };
    other.facts.get(name) == Some(value) || names_her()
}

/// Whether every word of a name is borne by another client: a slip seldom makes one name into another that is known.
fn is_known_name(
    store: &Store,
    index: &Index,
    client: ClientId,
    words: &str,
    surname: bool,
    today: NaiveDate,
) -> Result<bool, StoreError> {
    let borne = |identity: &Identity, word: &str| {
        let whole = if surname {
            &identity.surname
        } else {
            &identity.forenames
        };
        fold(whole).split(' ').any(|w| w == word)
    };
    let words = fold(words);
    for word in words.split_whitespace() {
        let mut found = false;
        for hit in index.find(word, today, HITS) {
            let other = ClientId(hit.key);
            if other != client
                && let Some(dossier) = store.dossier(other)?
            {
                found |= borne(&dossier.identity, word);
            }
        }
        if !found {
            return Ok(false);
        }
    }
    Ok(!words.trim().is_empty())
}

/// Boxes in which the keyer slipped before today.
fn slips(store: &Store, today: NaiveDate) -> Result<Vec<(String, String)>, StoreError> {
    let before = |act: &Act| act.at.with_timezone(&Local).date_naive() < today;
    let slipped = |act: &Act| {
        let values = act.private.as_ref().map(|p| &p.values);
        let code = values.and_then(|v| v.get(SLIP)).and_then(Value::as_text);
        code.and_then(Slip::from_name) == Some(Slip::Keyer)
    };
    let acts = store.rekeyings()?;
    let found = acts.into_iter().filter(|a| before(a) && slipped(a));
    let boxes = found.filter_map(|act| match act.deed {
        Deed::BoxRekeyed { form, field, .. } => Some((form, field)),
        _ => None,
    });
    Ok(boxes.collect())
}
