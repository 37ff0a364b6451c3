//! What the worker tells the desk: found lines, cards, what is known of a client. Used by the command line too.

use super::lines::{line, lines};
use crate::domain::act::{Act, Deed, NewAct, Private, Subject};
use crate::domain::client::Identity;
use crate::domain::dates;
use crate::domain::dossier::Dossier;
use crate::domain::history;
use crate::domain::identifier::IdentifierKind;
use crate::domain::overview::{Card, Overview};
use crate::domain::reference::{ClientId, Serial};
use crate::domain::sheet::{DraftChange, Sheet};
use crate::model::{EarlierSheet, FoundPair, HitLine, Known, Message, PairLine, Ticket};
use crate::search::{Builder, Counted, Hit, Index, Person, Trainers, Why, duplicates};
use crate::store::{Store, StoreError};
use chrono::{DateTime, Local, NaiveDate, NaiveTime, TimeZone as _, Utc};
use std::collections::HashMap;
use std::sync::Arc;

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

/// The same with what stands on records that were joined to hers: their numbers and names go on finding her.
pub fn person_joined(store: &Store, dossier: &Dossier) -> Result<Person, StoreError> {
    let mut person = person_of(dossier);
    let mut joined = dossier.merged_from.clone();
    let mut at = 0;
    while let Some(id) = joined.get(at).copied() {
        at += 1;
        let Some(other) = store.dossier(id)? else {
            continue;
        };
        joined.extend(
            other
                .merged_from
                .iter()
                .filter(|id| !joined.contains(id))
                .copied()
                .collect::<Vec<_>>(),
        );
        let theirs = person_of(&other);
        person.former_names.push(theirs.surname.clone());
        person.former_names.extend(theirs.former_names.clone());
        let numbers = numbers(&theirs).map(|(_, number)| number.to_owned());
        person.references.extend(numbers.collect::<Vec<_>>());
        person.references.extend(theirs.references);
        person.phones.extend(theirs.phones);
    }
    Ok(person)
}

fn person_of(dossier: &Dossier) -> Person {
    let cases: Vec<String> = dossier.cases.iter().map(|c| c.no.to_string()).collect();
    let mut person = person(dossier.id, &dossier.identity, &cases);
    if let Some(case) = dossier.current_case() {
        if case.is_open() {
            person.trainer = case.holder().map(|t| t.0.clone()).unwrap_or_default();
        } else {
            // Whoever had it last, also where it was taken from her when it was closed.
            let last = case.spells.last().map(|spell| spell.trainer.0.clone());
            person.last_trainer = last.unwrap_or_default();
        }
    }
    person
}

/// The index over all clients on the books; a record joined to another one is found through that one.
pub fn index(store: &Store) -> Result<Index, StoreError> {
    let mut builder = Builder::default();
    let mut joined = Vec::new();
    store.clients(&mut |dossier| {
        if dossier.merged_into.is_none() && dossier.merged_from.is_empty() {
            builder.add(person_of(&dossier));
        } else if dossier.merged_into.is_none() {
            joined.push(dossier);
        }
    })?;
    for dossier in joined {
        builder.add(person_joined(store, &dossier)?);
    }
    let mut index = builder.finish();
    name_trainers(store, &mut index);
    Ok(index)
}

/// Tells the index what the trainers are called.
pub fn name_trainers(store: &Store, index: &mut Index) {
    if let Some(trainers) = trainers_unlike(store, index) {
        index.set_trainers(trainers);
    }
}

/// The trainers, where the index knows others.
pub fn trainers_unlike(store: &Store, index: &Index) -> Option<Arc<Trainers>> {
    let all = store.trainers();
    let now = Trainers::of(all.iter().map(|t| (t.id.0.as_str(), t.name.as_str())));
    (now != **index.trainers()).then(|| Arc::new(now))
}

/// Brings the index up to date with what is now on the books of one client, and of the record that hers was joined to.
pub fn reindex(store: &Store, index: &mut Index, client: ClientId) {
    for client in [Some(client), root(store, client)].into_iter().flatten() {
        match store.dossier(client) {
            Ok(Some(dossier)) if dossier.merged_into.is_none() && !dossier.acts.is_empty() => {
                match person_joined(store, &dossier) {
                    Ok(person) => index.put(&person),
                    Err(_) => index.put(&person_of(&dossier)),
                }
            }
            _ => index.remove(client.0),
        }
    }
}

/// The record that stays, for one that was joined.
fn root(store: &Store, client: ClientId) -> Option<ClientId> {
    let mut at = client;
    for _ in 0..100 {
        match store.dossier(at).ok()??.merged_into {
            Some(next) => at = next,
            None => return Some(at),
        }
    }
    None
}

/// Whether a change to a draft shows on home.
pub fn changes_overview(change: &DraftChange) -> bool {
    matches!(
        change,
        DraftChange::Stated(_) | DraftChange::Parked(_) | DraftChange::Ended
    )
}

/// The clients found for a query, as lines, and how many there are.
pub fn find(
    store: &mut Store,
    index: &Index,
    query: &str,
    today: NaiveDate,
) -> Result<(Vec<HitLine>, Counted), StoreError> {
    let found = index.look(query, today, HITS);
    Ok((lines(store, found.hits, query, today)?, found.counted))
}

/// Clients who may be this person, as lines.
pub fn alike(
    store: &mut Store,
    index: &Index,
    person: &Person,
    today: NaiveDate,
) -> Result<Vec<HitLine>, StoreError> {
    let hits = alike_in(store, index, person)?;
    let mut lines = lines(store, hits, "", today)?;
    for line in &mut lines {
        line.shares = shares(store, person, line.client)?;
        if line.why.is_empty() {
            line.why = format!("same {}", line.shares);
        }
    }
    Ok(lines)
}

/// The numbers that only one person has, and that stand on a client's record as well, in words.
pub fn shares(store: &Store, person: &Person, client: ClientId) -> Result<String, StoreError> {
    let dossier = store.dossier(client)?;
    Ok(dossier.map_or_else(String::new, |d| shared(person, &Person::of(&d.identity))))
}

/// The numbers that only one person has and that both have, how probable it is that they are one, and why. Whoever was found by a
/// number alone is compared here.
pub fn likeness(
    store: &Store,
    person: &Person,
    hit: &Hit,
) -> Result<(String, f32, String), StoreError> {
    let Some(dossier) = store.dossier(ClientId(hit.key))? else {
        return Ok((String::new(), hit.score, in_words(&hit.why)));
    };
    let other = person_of(&dossier);
    let shares = shared(person, &other);
    if !hit.why.is_empty() || shares.is_empty() {
        return Ok((shares, hit.score, in_words(&hit.why)));
    }
    let compared = Index::build(std::iter::once(other)).alike(person, 1);
    let found = compared.first().unwrap_or(hit);
    Ok((shares, found.score.max(hit.score), in_words(&found.why)))
}

/// Clients who may be this person, the most probable first.
pub fn alike_in(store: &Store, index: &Index, person: &Person) -> Result<Vec<Hit>, StoreError> {
    let mut hits = index.alike(person, HITS);
    hits.retain(|hit| hit.score >= ALIKE);
    // Whoever has one of her numbers is named, however little else agrees.
    for (kind, number) in numbers(person) {
        for holder in store.holders_of(kind, number)? {
            let key = holder.0;
            if key != person.key && hits.iter().all(|hit| hit.key != key) {
                hits.push(Hit {
                    key,
                    score: ALIKE,
                    why: Vec::new(),
                });
            }
        }
    }
    Ok(hits)
}

/// The person whom a list brings.
pub fn person_in(deed: &Deed) -> Person {
    let Deed::ClientImported {
        facts, dob_as_read, ..
    } = deed
    else {
        return Person::default();
    };
    let mut identity = Identity::default();
    identity.learn(facts);
    dob_as_read.clone_into(&mut identity.born_as_read);
    Person::of(&identity)
}

/// The numbers of a person that only one person has, by the kind under which the store knows them.
pub fn numbers(person: &Person) -> impl Iterator<Item = (&'static str, &str)> {
    let all = [
        ("crn", person.crn.as_str()),
        ("pnc", person.pnc.as_str()),
        ("nhs_number", person.nhs_number.as_str()),
        ("cro", person.cro.as_str()),
    ];
    all.into_iter().filter(|(_, number)| !number.is_empty())
}

/// The kinds of such numbers that two people share, in words.
fn shared(one: &Person, other: &Person) -> String {
    let same = numbers(one).filter(|mine| numbers(other).any(|theirs| theirs == *mine));
    let kinds =
        same.map(|(kind, _)| IdentifierKind::from_name(kind).map_or(kind, IdentifierKind::label));
    kinds.collect::<Vec<_>>().join(", ")
}

/// The pairs of a whole store that may be of one person, the most probable first.
pub fn pairs(index: &Index) -> Vec<FoundPair> {
    let found = index.pairs(duplicates::REVIEW).into_iter();
    found
        .map(|pair| FoundPair {
            a: ClientId(pair.a),
            b: ClientId(pair.b),
            score: pair.score,
            why: in_words(&pair.why),
        })
        .collect()
}

/// Whom pairs are of; those known to be two people, and those joined meanwhile, are left out.
pub fn pair_lines(
    store: &mut Store,
    pairs: &[FoundPair],
    today: NaiveDate,
) -> Result<Vec<PairLine>, StoreError> {
    let overview = store.overview(today)?;
    let mut lines = Vec::new();
    for pair in pairs {
        let (Some(a), Some(b)) = (store.dossier(pair.a)?, store.dossier(pair.b)?) else {
            continue;
        };
        if !may_be_one(&a, &b) {
            continue;
        }
        let shares = shared(&Person::of(&a.identity), &Person::of(&b.identity));
        let half = |dossier: &Dossier| -> Result<HitLine, StoreError> {
            let hit = Hit {
                key: dossier.id.0,
                score: pair.score,
                why: Vec::new(),
            };
            Ok(HitLine {
                shares: shares.clone(),
                ..line(store, dossier, &hit, &overview, "", today)?
            })
        };
        lines.push(PairLine {
            a: half(&a)?,
            b: half(&b)?,
            score: pair.score,
            why: pair.why.clone(),
        });
    }
    Ok(lines)
}

/// Whether nobody has said yet what two records are to each other.
pub fn may_be_one(a: &Dossier, b: &Dossier) -> bool {
    let is_open = |one: &Dossier, other: &Dossier| {
        one.merged_into.is_none() && !one.apart_from.contains(&other.id)
    };
    is_open(a, b) && is_open(b, a)
}

/// Reasons as one text.
pub fn in_words(why: &[Why]) -> String {
    why.iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ")
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
    let stated = card.sheets.iter().rev();
    let stated = stated.clone().find(|s| s.head.role.may_bring_new_client());
    Ok(Known {
        client,
        stated_on: stated.map(said_of).unwrap_or_default(),
        same_form: same_form(&card.sheets, form),
        facts: history::known(&card.dossier, &card.sheets, today),
        who,
        flag: card.dossier.risk.words(),
        last_mine: crate::domain::value::Values::new(),
    })
}

/// Most sheets of one form that `==` looks through: a year of weekly sessions.
const MOST_SAME_FORM: usize = 52;

/// Her sheets of one form by the day on them, newest first; of one day the one keyed last comes first.
fn same_form(sheets: &[Sheet], form: &str) -> Vec<EarlierSheet> {
    let mut same: Vec<&Sheet> = sheets.iter().filter(|s| s.head.form == form).collect();
    same.sort_by_key(|sheet| std::cmp::Reverse((sheet.head.completed_on, sheet.act)));
    let earlier = same.into_iter().take(MOST_SAME_FORM);
    let earlier = earlier.map(|sheet| EarlierSheet {
        serial: sheet.head.serial.clone(),
        on: sheet.head.completed_on,
        said: said_of(sheet),
        values: sheet.values.clone().unwrap_or_default(),
    });
    earlier.collect()
}

/// A sheet by its serial and the day on it, so that its age is seen: `F-000123 of 01/06/2012`.
fn said_of(sheet: &Sheet) -> String {
    match sheet.head.completed_on {
        Some(day) => format!("{} of {}", sheet.head.serial, dates::show(day)),
        None => sheet.head.serial.clone(),
    }
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
        if matches!(act.deed, Deed::BatchBegun { .. }) {
            last.clear();
        }
        let keyed_today = act.at.with_timezone(&Local).date_naive() == today;
        if let (true, Deed::SheetKeyed { head, .. }) = (keyed_today, act.deed) {
            last.insert(head.form, (today, head.serial));
        }
    }
    last
}
