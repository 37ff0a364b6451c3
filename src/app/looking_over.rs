//! The whole store looked over by the rules of its forms.

use crate::domain::history;
use crate::domain::reference::ClientId;
use crate::domain::sheet::{Sheet, SheetRole};
use crate::forms::filling::{Rule, Wrong, recheck};
use crate::forms::{Around, Registry};
use crate::model::WrongSheet;
use crate::store::{Store, StoreError};
use chrono::NaiveDate;
use std::collections::HashSet;
use std::ops::ControlFlow;

/// How many sheets were looked over, and what is wrong with them, in the order keyed.
pub fn over(
    store: &Store,
    forms: &Registry,
    today: NaiveDate,
) -> Result<(usize, Vec<WrongSheet>), StoreError> {
    let mut clients = HashSet::new();
    store.clients(&mut |dossier| {
        clients.insert(dossier.id);
    })?;
    let (mut count, mut found) = (0, Vec::new());
    store.sheets(&mut |sheet| {
        count += 1;
        let wrong = one(store, &sheet, forms, &clients, today);
        found.extend(wrong.into_iter().map(|wrong| WrongSheet {
            serial: sheet.head.serial.clone(),
            form: sheet.head.form.clone(),
            client: sheet.client,
            wrong,
        }));
        ControlFlow::Continue(())
    })?;
    Ok((count, found))
}

fn one(
    store: &Store,
    sheet: &Sheet,
    forms: &Registry,
    clients: &HashSet<ClientId>,
    today: NaiveDate,
) -> Vec<Wrong> {
    let orphan = |sentence: String| Wrong {
        rule: Rule::Orphaned,
        field: "sheet".to_owned(),
        name: "S Sheet number".to_owned(),
        sentence,
    };
    let mut found = Vec::new();
    if sheet.head.role.concerns_client() && sheet.client.is_none_or(|id| !clients.contains(&id)) {
        found.push(orphan(
            "The sheet is about a client who is not on the books.".to_owned(),
        ));
    }
    match forms.form(&sheet.head.form, sheet.head.version) {
        Some(form) => found.extend(recheck(&form, sheet, around(store, sheet, today))),
        None => found.push(orphan(format!(
            "There is no file for version {} of its form.",
            sheet.head.version
        ))),
    }
    found
}

/// The day, and what of the client's history holds on any day. Of records that were joined nothing is said: which of them a sheet counted
/// when it was keyed is not on it.
fn around(store: &Store, sheet: &Sheet, today: NaiveDate) -> Around {
    let counts = matches!(sheet.head.role, SheetRole::Session | SheetRole::Signoff);
    let hers = sheet.client.filter(|_| counts);
    let hers = hers.and_then(|id| store.dossier(id).ok().flatten());
    let alone = hers.filter(|d| d.merged_into.is_none() && d.merged_from.is_empty());
    Around {
        known: alone.map_or_else(Default::default, |d| history::lasting(&d, sheet)),
        ..Around::on(today)
    }
}
