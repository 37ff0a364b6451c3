//! What the worker tells the desk: found lines, cards, what is known of a client. Used by the command line too.

use super::joined;
use super::lines::{line, lines};
use crate::domain::act::{Act, Deed, NewAct, Private, Subject};
use crate::domain::client::Identity;
use crate::domain::dates;
use crate::domain::dossier::Dossier;
use crate::domain::history;
use crate::domain::identifier::{self, IdentifierKind, written_one_way};
use crate::domain::overview::{Card, Overview};
use crate::domain::reference::{ClientId, Serial};
use crate::domain::sheet::{DraftChange, Sheet};
use crate::model::{
    EarlierSheet, FoundPair, HitLine, Known, Message, PairLine, SheetAbout, Ticket,
};
use crate::search::{Builder, Counted, Hit, Index, Person, Trainers, Why, duplicates};
use crate::store::{Store, StoreError};
use chrono::{DateTime, Local, NaiveDate, NaiveTime, TimeZone as _, Utc};
use std::collections::{HashMap, HashSet};
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

/// The same for a record on the books.
pub fn person_of(dossier: &Dossier) -> Person {
    let cases: Vec<String> = dossier.cases.iter().map(|c| c.no.to_string()).collect();
    let mut person = person(dossier.id, &dossier.identity, &cases);
    let former = dossier.former_identifiers();
    person.former_numbers = former.cloned().collect();
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

/// The index over all records. One that was joined to another is found by all that it says, and leads to the one that stays.
pub fn index(store: &Store) -> Result<Index, StoreError> {
    let mut builder = Builder::default();
    store.clients(&mut |dossier| builder.add(person_of(&dossier)))?;
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
    let root = store.root(client).ok().filter(|root| *root != client);
    for client in [Some(client), root].into_iter().flatten() {
        match store.dossier(client) {
            Ok(Some(dossier)) if !dossier.acts.is_empty() => index.put(&person_of(&dossier)),
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

/// The clients found for a query, as lines, and how many there are.
pub fn find(
    store: &mut Store,
    index: &Index,
    query: &str,
    today: NaiveDate,
) -> Result<(Vec<HitLine>, Counted), StoreError> {
    let mut found = index.look(query, today, HITS);
    let hits = joined::led_to_who_stays(store, found.hits)?;
    found.counted.whole -= hits.twice.min(found.counted.whole);
    Ok((lines(store, hits.hits, query, today)?, found.counted))
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
    let family = joined::family(store, client)?;
    Ok(shared(std::slice::from_ref(person), &family))
}

/// The numbers that only one person has and that both have, how probable it is that they are one, and why. Whoever was found by a
/// number alone is compared here.
pub fn likeness(
    store: &Store,
    person: &Person,
    hit: &Hit,
) -> Result<(String, f32, String), StoreError> {
    let family = joined::family(store, ClientId(hit.key))?;
    let shares = shared(std::slice::from_ref(person), &family);
    if !hit.why.is_empty() || shares.is_empty() {
        return Ok((shares, hit.score, in_words(&hit.why)));
    }
    let compared = Index::build(family.into_iter()).alike(person, 1);
    let found = compared.first().unwrap_or(hit);
    Ok((shares, found.score.max(hit.score), in_words(&found.why)))
}

/// Clients who may be this person, the most probable first.
pub fn alike_in(store: &Store, index: &Index, person: &Person) -> Result<Vec<Hit>, StoreError> {
    let mut hits = index.alike(person, HITS);
    hits.retain(|hit| hit.score >= ALIKE);
    hits = joined::led_to_who_stays(store, hits)?.hits;
    hits.retain(|hit| hit.key != person.key);
    // Whoever has one of her numbers is named, however little else agrees.
    for (kind, number) in numbers(person) {
        for holder in store.holders_of(kind, number)? {
            let key = store.root(holder)?.0;
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

/// The numbers of a person that only one person has, those she had before too, by the kind under which the store knows them.
pub fn numbers(person: &Person) -> impl Iterator<Item = (&'static str, &str)> {
    let all = [
        ("crn", person.crn.as_str()),
        ("pnc", person.pnc.as_str()),
        ("nhs_number", person.nhs_number.as_str()),
        ("cro", person.cro.as_str()),
    ];
    let former = person.former_numbers.iter();
    let former = former.map(|one| (one.kind.name(), one.value.as_str()));
    let all = all
        .into_iter()
        .chain(former.filter(|(kind, _)| identifier::is_hard(kind)));
    all.filter(|(_, number)| !number.is_empty())
}

/// A number as it is compared: in one way of writing, whether a check lets it through or not.
pub fn compared((kind, number): (&'static str, &str)) -> (&'static str, String) {
    let written = IdentifierKind::from_name(kind).map(|kind| written_one_way(kind, number));
    (kind, written.unwrap_or_else(|| number.to_owned()))
}

/// The kinds of such numbers that stand on any record of one person and on any of another, in words.
fn shared(one: &[Person], other: &[Person]) -> String {
    let of = |people: &[Person]| -> Vec<_> {
        let all = people.iter().flat_map(numbers);
        all.map(compared).collect()
    };
    let theirs: HashSet<_> = of(other).into_iter().collect();
    let mut kinds: Vec<&str> = Vec::new();
    for (kind, _) in of(one).into_iter().filter(|n| theirs.contains(n)) {
        let label = IdentifierKind::from_name(kind).map_or(kind, IdentifierKind::label);
        if !kinds.contains(&label) {
            kinds.push(label);
        }
    }
    kinds.join(", ")
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
    let mut said = HashSet::new();
    for pair in pairs {
        let Some((a, b)) = joined::still_two(store, pair.a, pair.b)? else {
            continue;
        };
        if !said.insert((a.id, b.id)) {
            continue;
        }
        let shares = shared(&joined::family(store, a.id)?, &joined::family(store, b.id)?);
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
pub fn known(store: &Store, about: &SheetAbout, today: NaiveDate) -> Result<Known, StoreError> {
    let client = about.client;
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
        same_form: same_form(&card.sheets, &about.form),
        facts: history::known(&card.dossier, &card.sheets, about.amends.as_deref(), today),
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
