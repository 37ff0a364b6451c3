//! A record as it stood at an earlier moment: the fold of the acts up to then.
//!
//! # Why
//! Nothing in the journal is ever overwritten, so the past needs no copies. Which records were one person was itself an act, so the
//! family is worked out from the same acts and not from how the books stand today.

use super::act::Act;
use super::dossier::Dossier;
use super::fold;
use super::reference::ClientId;
use std::collections::BTreeMap;

/// Longest chain of joined records that is followed; a ring cannot be made, and would end here.
const LONGEST_CHAIN: usize = 1000;

/// A client as she stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stood {
    /// The records that were one person, the one that stayed first.
    pub members: Vec<ClientId>,
    /// What they added up to.
    pub dossier: Dossier,
}

/// The client of record `id` after `acts`, which are all acts about these records, oldest first. `None` when she was not on the books.
pub fn stood(id: ClientId, records: &[ClientId], acts: &[Act]) -> Option<Stood> {
    let plain: BTreeMap<ClientId, Dossier> = records
        .iter()
        .filter_map(|record| Some((*record, fold::client(*record, acts)?)))
        .collect();
    plain.get(&id)?;
    let joined = |record: ClientId| plain.get(&record).and_then(|d| d.merged_into);
    let mut root = id;
    for _ in 0..LONGEST_CHAIN {
        match joined(root) {
            Some(next) => root = next,
            None => break,
        }
    }
    let mut members = vec![root];
    let mut place = 0;
    while let Some(record) = members.get(place).copied() {
        let others = plain.get(&record).map_or(&[][..], |d| &d.merged_from);
        for other in others {
            if !members.contains(other) && joined(*other) == Some(record) {
                members.push(*other);
            }
        }
        place += 1;
    }
    let dossier = fold::family(root, &members, acts)?;
    Some(Stood { members, dossier })
}
