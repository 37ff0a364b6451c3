//! What the worker tells the desk: found lines, cards, what is known of a client. Used by the command line too.

use crate::domain::act::{Act, Deed, NewAct, Private, Subject};
use crate::domain::client::Identity;
use crate::domain::dates;
use crate::domain::dossier::Dossier;
use crate::domain::history;
use crate::domain::identifier::{self, IdentifierKind};
use crate::domain::overview::{Card, Overview};
use crate::domain::reference::{ClientId, Serial};
use crate::domain::sheet::DraftChange;
use crate::model::{HitLine, Known, Message, Ticket, words};
use crate::search::{Hit, Index, Person};
use crate::store::{Store, StoreError};
use chrono::{DateTime, Local, NaiveDate, NaiveTime, TimeZone as _, Utc};
use std::collections::HashMap;

/// Hits that are looked up for one query.
const HITS: usize = 9;
/// From this score on somebody new is first compared with a client on the books.
pub const ALIKE: f32 = 0.15;

/// One client as the search index knows her.
pub fn person(client: ClientId, identity: &Identity, cases: &[String]) -> Person {
    let mut references = vec![client.to_string()];
    if !identity.reference.is_empty() {
        references.push(identity.reference.clone());
    }
    references.extend(cases.iter().cloned());
    Person {
        key: client.0,
        references,
        ..Person::of(identity)
    }
}

fn person_of(dossier: &Dossier) -> Person {
    let cases: Vec<String> = dossier.cases.iter().map(|c| c.no.to_string()).collect();
    let mut person = person(dossier.id, &dossier.identity, &cases);
    let holder = dossier.current_case().and_then(|c| c.holder());
    person.trainer = holder.map(|t| t.0.clone()).unwrap_or_default();
    person
}

/// The index over all clients on the books; a record joined to another one is found through that one.
pub fn index(store: &Store) -> Result<Index, StoreError> {
    let mut people = Vec::new();
    store.clients(&mut |dossier| {
        if dossier.merged_into.is_none() {
            people.push(person_of(&dossier));
        }
    })?;
    Ok(Index::build(people.into_iter()))
}

/// Brings the index up to date with one act.
pub fn reindex(store: &Store, index: &mut Index, act: &Act) {
    let touched = store
        .clients_of(act)
        .unwrap_or_else(|_| act.client.into_iter().collect());
    for client in touched {
        match store.dossier(client) {
            Ok(Some(dossier)) if dossier.merged_into.is_none() && !dossier.acts.is_empty() => {
                index.put(&person_of(&dossier));
            }
            _ => index.remove(client.0),
        }
    }
}

/// Whether a change to a draft shows on home.
pub fn changes_overview(change: &DraftChange) -> bool {
    matches!(
        change,
        DraftChange::Stated(_) | DraftChange::Parked(_) | DraftChange::Ended
    )
}

/// The clients found for a query, as lines.
pub fn find(
    store: &mut Store,
    index: &Index,
    query: &str,
    today: NaiveDate,
) -> Result<Vec<HitLine>, StoreError> {
    let hits = index.find(query, today, HITS);
    lines(store, hits, query, today)
}

/// Clients who may be this person, as lines.
pub fn alike(
    store: &mut Store,
    index: &Index,
    person: &Person,
    today: NaiveDate,
) -> Result<Vec<HitLine>, StoreError> {
    let hits = index
        .alike(person, HITS)
        .into_iter()
        .filter(|hit| hit.score >= ALIKE)
        .collect();
    lines(store, hits, "", today)
}

fn lines(
    store: &mut Store,
    hits: Vec<Hit>,
    query: &str,
    today: NaiveDate,
) -> Result<Vec<HitLine>, StoreError> {
    let overview = store.overview(today)?;
    let mut lines = Vec::with_capacity(hits.len());
    for hit in hits {
        if let Some(dossier) = store.dossier(ClientId(hit.key))? {
            lines.push(line(&dossier, &hit, &overview, query, today));
        }
    }
    Ok(lines)
}

fn line(
    dossier: &Dossier,
    hit: &Hit,
    overview: &Overview,
    query: &str,
    today: NaiveDate,
) -> HitLine {
    let id = dossier.id.to_string();
    let case = dossier.current_case();
    HitLine {
        client: dossier.id,
        name: dossier.identity.name(),
        born: dossier.identity.born_shown(),
        crn: dossier.identity.crn_or(&id).to_owned(),
        standing: case.map_or_else(
            || "no case".to_owned(),
            |case| words::standing(case, overview, today),
        ),
        flag: dossier.risk.words(),
        why: hit
            .why
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", "),
        score: hit.score,
        exact: exact(&dossier.identity, dossier.id, query, today),
    }
}

/// What the paper calls her, where the query is exactly one of her identifiers.
fn exact(identity: &Identity, client: ClientId, query: &str, today: NaiveDate) -> Option<String> {
    let query = query.trim();
    if ClientId::parse(query) == Some(client) {
        return Some(client.to_string());
    }
    let hers = [
        (IdentifierKind::Crn, &identity.crn),
        (IdentifierKind::NhsNumber, &identity.nhs_number),
        (IdentifierKind::Pnc, &identity.pnc),
        (IdentifierKind::Cro, &identity.cro),
        (IdentifierKind::Noms, &identity.noms),
    ];
    let same = |(kind, hers): &&(IdentifierKind, &String)| {
        !hers.is_empty()
            && identifier::check(*kind, query, today).is_ok_and(|typed| typed == **hers)
    };
    hers.iter().find(same).map(|(_, hers)| (*hers).clone())
}

/// The moment at which a day ends on the office's clock.
fn end_of(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.succ_opt().unwrap_or(day).and_time(NaiveTime::MIN);
    // Midnight is never skipped where the service works; were it, the hour after it would do.
    let local = Local.from_local_datetime(&midnight).earliest();
    local.map_or_else(|| midnight.and_utc(), |local| local.with_timezone(&Utc))
}

/// A card as it stood at the end of a day, logged as a view before it is shown.
pub fn card_at(
    store: &mut Store,
    client: ClientId,
    day: NaiveDate,
) -> Result<Option<Card>, StoreError> {
    let Some(card) = store.card_at(client, end_of(day))? else {
        return Ok(None);
    };
    view(store, client, format!("card as at {}", dates::show(day)))?;
    Ok(Some(card))
}

/// What undoing an act would change, or why it cannot be undone.
pub fn foreseen(store: &Store, ticket: Ticket, act: u64) -> Message {
    let found = store.foresee_undo(Utc::now(), act);
    Message::UndoForeseen(
        ticket,
        found.map(Box::new).map_err(|fault| fault.to_string()),
    )
}

fn view(store: &mut Store, client: ClientId, door: String) -> Result<(), StoreError> {
    let deed = Deed::Viewed { door };
    let act = NewAct {
        subject: Subject::Known(client),
        deed,
        private: Private::default(),
    };
    store.record(Utc::now(), vec![act]).map(drop)
}

/// A card, logged as a view before it is shown.
pub fn card(store: &mut Store, client: ClientId) -> Result<Option<Card>, StoreError> {
    let Some(client) = store
        .dossier(client)?
        .map(|d| d.merged_into.unwrap_or(client))
    else {
        return Ok(None);
    };
    view(store, client, "card".to_owned())?;
    store.card(client)
}

/// What is known before a sheet is keyed.
pub fn known(
    store: &Store,
    client: Option<ClientId>,
    form: &str,
    today: NaiveDate,
) -> Result<Known, StoreError> {
    let Some(card) = client
        .map(|client| store.card(client))
        .transpose()?
        .flatten()
    else {
        return Ok(Known::default());
    };
    let identity = &card.dossier.identity;
    let id = card.dossier.id.to_string();
    let who = format!(
        "{}  {}  {}",
        identity.name(),
        identity.born_shown(),
        identity.crn_or(&id)
    );
    let last = card
        .sheets
        .iter()
        .rev()
        .find(|sheet| sheet.head.form == form);
    Ok(Known {
        client,
        facts: history::known(&card.dossier, &card.sheets, today),
        who,
        flag: card.dossier.risk.words(),
        last_same_form: last
            .and_then(|sheet| sheet.values.clone())
            .unwrap_or_default(),
        last_mine: crate::domain::value::Values::new(),
    })
}

/// The latest listed acts, newest first.
pub fn latest_acts(store: &Store, most: usize) -> Result<Vec<Act>, StoreError> {
    let mut latest = std::collections::VecDeque::new();
    store.acts(1, &mut |act| {
        if act.deed.kind().listed {
            if latest.len() == most {
                latest.pop_front();
            }
            latest.push_back(act);
        }
    })?;
    Ok(latest.into_iter().rev().collect())
}

/// What this user keyed last on each form today, among the acts that she may undo.
pub fn last_mine(
    store: &Store,
    overview: &Overview,
    today: NaiveDate,
) -> HashMap<String, (NaiveDate, Serial)> {
    let mut last = HashMap::new();
    for undoable in overview.undoable.iter().rev() {
        let Ok(Some(act)) = store.act(undoable.act) else {
            continue;
        };
        let keyed_today = act.at.with_timezone(&Local).date_naive() == today;
        if let (true, Deed::SheetKeyed { head, .. }) = (keyed_today, act.deed) {
            last.insert(head.form, (today, head.serial));
        }
    }
    last
}
