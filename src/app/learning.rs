//! What is learnt from sheets that were keyed before, and what is offered from it.

use crate::domain::act::{Act, Deed};
use crate::domain::client::Identity;
use crate::domain::reference::ClientId;
use crate::forms::Registry;
use crate::forms::recall::{Offer, Recall, streets};
use crate::model::Begun;
use crate::search::{Index, ShortNames};
use crate::store::{Store, StoreError};
use chrono::NaiveDate;

/// Acts that are looked through when the store is opened, half-keyed boxes among them: the work of some weeks.
const ACTS: u64 = 20_000;
/// Clients of one postcode whose addresses are looked at.
const NEIGHBOURS: usize = 40;

/// What this user's latest sheets teach.
pub fn learnt(store: &Store, forms: &Registry) -> Result<Recall, StoreError> {
    let mut recall = Recall::default();
    recall.phrases.know_names(ShortNames::shipped().names());
    for trainer in store.trainers() {
        recall.phrases.know_names([trainer.name.as_str()]);
    }
    // One by one: all of them at once would fill the memory.
    store.acts(store.head().saturating_sub(ACTS) + 1, &mut |act| {
        if act.by == store.user() {
            learn(store, forms, &mut recall, &act);
        }
    })?;
    Ok(recall)
}

/// Learns from one act, where it is a keyed sheet about a client.
pub fn learn(store: &Store, forms: &Registry, recall: &mut Recall, act: &Act) {
    let (Deed::SheetKeyed { head, facts, .. }, Some(client), Some(private)) =
        (&act.deed, act.client, &act.private)
    else {
        return;
    };
    let Some(form) = forms.form(&head.form, head.version) else {
        return;
    };
    let names = [
        "client.surname",
        "client.forenames",
        "client.known_as",
        "client.former_names",
    ];
    recall
        .phrases
        .know_names(names.iter().filter_map(|name| facts.text(name)));
    if let Ok(Some(dossier)) = store.dossier(client) {
        recall
            .phrases
            .know_names(names_of(&dossier.identity).iter().map(String::as_str));
    }
    recall.learn(&form, &private.values, client.0);
    recall.answers.learn(&form, head, &private.values);
}

fn names_of(identity: &Identity) -> Vec<String> {
    let mut names = identity.former_names.clone();
    names.extend([
        identity.surname.clone(),
        identity.forenames.clone(),
        identity.known_as.clone(),
    ]);
    names
}

/// What may complete what is typed.
pub fn offer(
    store: &Store,
    index: &Index,
    recall: &Recall,
    begun: &Begun,
    today: NaiveDate,
) -> Result<Option<Offer>, StoreError> {
    if !begun.postcode.is_empty() {
        let street = street(store, index, &begun.postcode, today)?;
        return Ok(street.map(|street| Offer {
            text: format!("{} {street}", begun.before.trim().trim_end_matches(',')),
            whole: true,
            companions: Vec::new(),
        }));
    }
    let answer = recall.answer(&begun.form, &begun.field, &begun.before);
    Ok(answer.or_else(|| {
        let text = recall.phrases.after(&begun.before)?;
        Some(Offer {
            text,
            ..Offer::default()
        })
    }))
}

/// The street that clients of this postcode live in. Codes that stand for no place have none.
fn street(
    store: &Store,
    index: &Index,
    postcode: &str,
    today: NaiveDate,
) -> Result<Option<String>, StoreError> {
    if postcode.starts_with("ZZ99") {
        return Ok(None);
    }
    let mut lived = Vec::new();
    for hit in index.find(postcode, today, NEIGHBOURS) {
        if let Some(dossier) = store.dossier(ClientId(hit.key))? {
            let identity = dossier.identity;
            if identity.postcode == postcode {
                let names = names_of(&identity);
                lived.push((identity.address, names));
            }
        }
    }
    Ok(streets::commonest(
        lived
            .iter()
            .map(|(address, names)| (address.as_str(), names.clone())),
    ))
}
