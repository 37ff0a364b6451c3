//! The search index as the program holds it: loaded or built, kept up to date with each act, and left behind for the next start.
//!
//! # Why
//! Building reads everybody's record; a snapshot spares that. It is only ever a copy: what does not fit (another version, another store, a
//! journal that was rolled back, a damaged file) is passed over in silence and the index is built from the records. It is written
//! when the desk is locked or left, and in a quiet minute after the index was built, never while somebody types.

use super::answers;
use crate::domain::act::{Act, Deed};
use crate::domain::reference::ClientId;
use crate::search::{Index, ShortNames};
use crate::store::{Store, StoreError};
use std::collections::BTreeSet;
use std::sync::Arc;

/// After so many acts a snapshot is written anew though nothing in it changed, so that the next start has few acts to look through.
const MANY_ACTS: u64 = 2000;

/// The index of an open store.
#[derive(Debug)]
pub struct Finder {
    /// Shared with whoever looks for pairs: a save meanwhile goes into a copy.
    index: Arc<Index>,
    /// The last act in the snapshot that lies beside the store, 0 without one.
    kept: u64,
    /// Whether the index is other than that snapshot.
    changed: bool,
}

impl Finder {
    /// The index of everybody on the books, from the snapshot where that fits, with the service's own short names.
    ///
    /// # Errors
    /// The records cannot be read.
    pub fn open(store: &Store, short: &Arc<ShortNames>) -> Result<Self, StoreError> {
        let mut finder = match Self::loaded(store)? {
            Some(finder) => finder,
            None => Self {
                index: Arc::new(answers::index(store)?),
                kept: 0,
                changed: true,
            },
        };
        Arc::make_mut(&mut finder.index).set_short_names(Arc::clone(short));
        Ok(finder)
    }

    /// An index of nobody, for a store that cannot be read.
    pub fn empty() -> Self {
        Self {
            index: Arc::new(Index::new()),
            kept: 0,
            changed: false,
        }
    }

    fn loaded(store: &Store) -> Result<Option<Self>, StoreError> {
        let Some(snapshot) = store.snapshot() else {
            return Ok(None);
        };
        let Ok(mut index) = Index::from_bytes(&snapshot.bytes) else {
            return Ok(None);
        };
        let kept = snapshot.act;
        drop(snapshot);
        // Looking through more acts than there are people takes longer than reading the people.
        if store.head() - kept > MANY_ACTS.max(index.len() as u64) {
            return Ok(None);
        }
        let mut touched = BTreeSet::new();
        let mut failed = None;
        store.acts(kept + 1, &mut |act| match changed_by(store, &act) {
            Ok(clients) => touched.extend(clients),
            Err(fault) => failed = Some(fault),
        })?;
        if let Some(fault) = failed {
            return Err(fault);
        }
        let changed = !touched.is_empty();
        for client in touched {
            answers::reindex(store, &mut index, client);
        }
        answers::name_trainers(store, &mut index);
        Ok(Some(Self {
            index: Arc::new(index),
            kept,
            changed,
        }))
    }

    /// The index.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The index, for a thread of its own.
    pub fn shared(&self) -> Arc<Index> {
        Arc::clone(&self.index)
    }

    /// Whether no snapshot lies beside the store that the next start could use.
    pub fn is_new(&self) -> bool {
        self.kept == 0 && self.changed
    }

    /// Takes in an act that was recorded.
    pub fn take(&mut self, store: &Store, act: &Act) {
        // What cannot be looked up now is looked up at the next start.
        for client in changed_by(store, act).unwrap_or_default() {
            answers::reindex(store, Arc::make_mut(&mut self.index), client);
            self.changed = true;
        }
        // What is not about a client may be about a trainer.
        if act.client.is_none()
            && let Some(trainers) = answers::trainers_unlike(store, &self.index)
        {
            Arc::make_mut(&mut self.index).set_trainers(trainers);
        }
    }

    /// Leaves a snapshot for the next start where the last one is not as good. That the disk does not take it harms nobody.
    pub fn keep(&mut self, store: &Store) {
        let old = store.head() - self.kept.min(store.head()) > MANY_ACTS;
        if (self.changed || old) && store.keep_snapshot(&self.index.to_bytes()).is_ok() {
            self.kept = store.head();
            self.changed = false;
        }
    }
}

/// The clients whose lines in the index an act may have changed; whom it is about says `Store::clients_of`.
fn changed_by(store: &Store, act: &Act) -> Result<Vec<ClientId>, StoreError> {
    let mut clients: Vec<ClientId> = act.client.into_iter().collect();
    match &act.deed {
        Deed::Viewed { .. } | Deed::DraftKept { .. } => clients.clear(),
        Deed::ClientsMerged { from, into, .. } => clients.extend([*from, *into]),
        Deed::CasesShared { count, .. } => {
            for before in act.seq.saturating_sub(u64::from(*count))..act.seq {
                clients.extend(store.act(before)?.and_then(|act| act.client));
            }
        }
        Deed::Undone { act: undone, .. } => {
            if let Some(undone) = store.act(*undone)? {
                clients.extend(changed_by(store, &undone)?);
            }
        }
        _ => {}
    }
    Ok(clients)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::act::NewAct;
    use crate::domain::act::Subject;
    use crate::store::tests::{allocated, case, fresh, one, referral, today, worker};

    #[test]
    fn a_trainer_who_is_told_of_while_the_desk_is_open_is_found_by_name_at_once() {
        let (mut store, _, _) = fresh();
        let mut finder = Finder::open(&store, &Arc::default()).unwrap();
        let record = |store: &mut Store, finder: &mut Finder, at: i64, act: NewAct| {
            let act = one(store, at, act);
            finder.take(store, &act);
            act.client
        };
        let her = referral(Subject::New, "R-1", "Palmer", "X1");
        let her = record(&mut store, &mut finder, 1, her).unwrap();
        record(&mut store, &mut finder, 2, allocated(her, case(1), "HT03"));
        let found = |finder: &Finder| finder.index().find("k patel", today(), 9).len();
        assert_eq!(found(&finder), 0);
        record(&mut store, &mut finder, 3, worker("W-1", "HT03"));
        assert_eq!(found(&finder), 1);
        let again = Finder::open(&store, &Arc::default()).unwrap();
        assert_eq!(found(&again), 1);
    }
}
