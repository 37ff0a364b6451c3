//! Records as they stood, and as they would stand.

use super::random::{attempt, begun, tries};
use super::*;
use crate::domain::overview::Card;
use proptest::prelude::*;

fn cards(store: &Store) -> Vec<Option<Card>> {
    (1..=9).map(|n| store.card(ClientId(n)).unwrap()).collect()
}

fn cards_at(store: &Store, before: DateTime<Utc>) -> Vec<Option<Card>> {
    let at = |n| store.card_at(ClientId(n), before).unwrap();
    (1..=9).map(at).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_card_of_the_past_is_the_card_of_a_store_whose_journal_ends_there(
        tries in tries(),
        which in any::<prop::sample::Index>(),
    ) {
        let (mut store, files, _) = begun();
        let day = which.index(tries.len() + 1);
        let mut then = None;
        for (minute, one) in tries.iter().enumerate() {
            if minute == day {
                then = Some((cards(&store), files.killed()));
            }
            attempt(&mut store, minute as i64 + 1, *one);
        }
        prop_assert_eq!(cards_at(&store, at(1000)), cards(&store), "as at today it is the card");
        let (then, journal) = then.unwrap_or_else(|| (cards(&store), files.killed()));
        prop_assert_eq!(&cards_at(&store, at(day as i64 + 1)), &then);
        let ended = reopen(&journal, &InMemory::default());
        prop_assert_eq!(&cards(&ended), &then, "as the journal that ends there makes it");
    }

    #[test]
    fn what_is_foreseen_of_an_undoing_is_what_it_does(tries in tries(), which in any::<prop::sample::Index>()) {
        let (mut store, _, _) = begun();
        for (minute, one) in tries.into_iter().enumerate() {
            attempt(&mut store, minute as i64, one);
        }
        let target = 3 + which.index(store.head() as usize - 2) as u64;
        let head = store.head();
        let foreseen = store.foresee_undo(at(100), target);
        prop_assert_eq!(store.head(), head, "nothing is written");
        let done = store.undo(at(100), target, "");
        match (foreseen, done) {
            (Ok(foreseen), Ok(_)) => {
                let clients: Vec<ClientId> = foreseen.changes.iter().map(|c| c.client).collect();
                for change in foreseen.changes {
                    prop_assert_eq!(store.dossier(change.client).unwrap(), change.after);
                }
                prop_assert!(foreseen.act.client.is_none_or(|c| clients.contains(&c)));
            }
            (Err(foreseen), Err(done)) => prop_assert_eq!(foreseen.to_string(), done.to_string()),
            (foreseen, done) => prop_assert!(false, "{foreseen:?} and {done:?}"),
        }
    }
}

#[test]
fn a_merge_undone_since_still_stands_in_the_past() {
    let (mut store, _, _) = begun();
    let merge = one(&mut store, 10, merged(ClientId(2), ClientId(1)));
    store.undo(at(20), merge.seq, "").unwrap();
    let sheets = |minute| {
        let card = store.card_at(ClientId(2), at(minute)).unwrap().unwrap();
        (card.dossier.id, card.sheets.len())
    };
    assert_eq!(sheets(5), (ClientId(2), 1), "before");
    assert_eq!(sheets(15), (ClientId(1), 2), "while they were one");
    assert_eq!(sheets(25), (ClientId(2), 1), "after");
}

#[test]
fn both_records_of_a_merge_undone_are_to_be_found_again() {
    let (mut store, _, _) = begun();
    let merge = one(&mut store, 10, merged(ClientId(2), ClientId(1)));
    let undoing = store.undo(at(20), merge.seq, "").unwrap();
    let clients = store.clients_of(&undoing).unwrap();
    assert_eq!(clients, [ClientId(1), ClientId(2)]);
}

#[test]
fn a_merge_that_was_undone_does_not_come_back_where_it_would_close_a_ring() {
    let (mut store, files, _) = begun();
    let third = one(&mut store, 9, referral(Subject::New, "R-90", "Khan", "X90")).client;
    let first = one(&mut store, 10, merged(ClientId(2), ClientId(1)));
    let undoing = store.undo(at(11), first.seq, "").unwrap();
    let other_way = one(&mut store, 12, merged(ClientId(1), ClientId(2)));
    let refused = store.undo(at(13), undoing.seq, "").unwrap_err().to_string();
    assert!(refused.contains("undo that first"), "{refused}");
    assert!(store.foresee_undo(at(13), undoing.seq).is_err());
    store.undo(at(14), other_way.seq, "").unwrap();
    // Joined to somebody else meanwhile: a record has one place.
    let elsewhere = one(&mut store, 15, merged(ClientId(2), third.unwrap()));
    assert!(store.undo(at(16), undoing.seq, "").is_err());
    store.undo(at(17), elsewhere.seq, "").unwrap();
    let joined_again = store.undo(at(18), undoing.seq, "").unwrap();
    assert_eq!(store.root(ClientId(2)).unwrap(), ClientId(1));
    assert_eq!(rebuilt(&files).root(ClientId(2)).unwrap(), ClientId(1));
    // Joining again is undone as joining is: it parts them, whatever joins them now.
    store.undo(at(19), joined_again.seq, "").unwrap();
    assert_eq!(store.root(ClientId(2)).unwrap(), ClientId(2));
}
