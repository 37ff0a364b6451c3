//! Folding a client's acts, alone or with those of records that were joined to hers.
//!
//! # Why
//! State is the fold of the acts that count, and [`counting`] says which those are. Two things are added. A correction of a sheet stands where the sheet was first keyed:
//! a referral that is amended after the allocation would otherwise begin its case anew and lose who has it. And a sheet that was
//! keyed for the wrong client and amended to the right one is among the acts about both; it shapes only the one it names.

use super::act::{Act, Deed};
use super::dossier::Dossier;
use super::lives::Lives;
use super::reference::ClientId;
use std::collections::{HashMap, HashSet};

/// The acts among `acts` that count: not undone, not superseded by a later keying of the same serial, not void.
pub fn counting(acts: &[Act]) -> Vec<&Act> {
    let mut undone = HashSet::new();
    let mut settled: HashSet<&str> = HashSet::new();
    let mut kept: Vec<&Act> = Vec::new();
    for act in acts.iter().rev() {
        if undone.contains(&act.seq) {
            continue;
        }
        match &act.deed {
            Deed::Undone { act, .. } => {
                undone.insert(*act);
            }
            Deed::SheetKeyed { head, .. } if !settled.insert(&head.serial) => {}
            Deed::SheetVoided { serial, .. } => {
                settled.insert(serial);
            }
            _ => kept.push(act),
        }
    }
    kept.reverse();
    kept
}

/// The acts that count, in the order in which they are to be applied. `is_ours` tells keyings that shape what is folded from those
/// that only take a sheet away from it: where a sheet stood in somebody else's record does not matter.
pub fn in_order(acts: &[Act], is_ours: impl Fn(&Act) -> bool) -> Vec<&Act> {
    let mut kept = counting(acts);
    let first = first_keyed(acts, is_ours);
    kept.sort_by_key(|act| match &act.deed {
        Deed::SheetKeyed { head, .. } => {
            first.get(head.serial.as_str()).copied().unwrap_or(act.seq)
        }
        _ => act.seq,
    });
    kept
}

/// The act that first keyed each serial since it was last void, among those that count.
pub(super) fn first_keyed(acts: &[Act], is_ours: impl Fn(&Act) -> bool) -> HashMap<&str, u64> {
    let undone = undone(acts);
    let mut first = HashMap::new();
    for act in acts.iter().filter(|act| !undone.contains(&act.seq)) {
        match &act.deed {
            Deed::SheetKeyed { head, .. } if is_ours(act) => {
                first.entry(head.serial.as_str()).or_insert(act.seq);
            }
            Deed::SheetVoided { serial, .. } => {
                first.remove(serial.as_str());
            }
            _ => {}
        }
    }
    first
}

/// The acts that a later act, itself not undone, says count no longer.
pub fn undone(acts: &[Act]) -> HashSet<u64> {
    let mut undone = HashSet::new();
    for act in acts.iter().rev() {
        if let Deed::Undone { act: target, .. } = &act.deed
            && !undone.contains(&act.seq)
        {
            undone.insert(*target);
        }
    }
    undone
}

/// What the acts say of one client; `None` when none that counts brings her. The list of acts stays empty.
pub fn client(id: ClientId, acts: &[Act]) -> Option<Dossier> {
    family(id, &[id], acts)
}

/// The same over the acts of several records that are one person, of whom `id` is the one that stays.
pub fn family(id: ClientId, members: &[ClientId], acts: &[Act]) -> Option<Dossier> {
    let mut dossier = Dossier::new(id);
    let mut is_brought = false;
    let is_ours = |act: &Act| act.client.is_some_and(|c| members.contains(&c));
    let mut lives = Lives::of(acts, is_ours);
    dossier.unnamed = members.len() > 1;
    for act in in_order(acts, is_ours) {
        is_brought |= brings(act) && is_ours(act);
        if members.len() > 1 {
            lives.apply(&mut dossier, members, act);
        } else {
            apply(&mut dossier, members, act);
        }
        dossier.unnamed &= !(brings(act) && act.client == Some(id));
    }
    dossier.unnamed = false;
    dossier.acts.clear();
    is_brought.then_some(dossier)
}

/// Whether an act makes its client known to the service.
pub fn brings(act: &Act) -> bool {
    matches!(
        act.deed,
        Deed::SheetKeyed { .. } | Deed::ClientImported { .. } | Deed::ClientAmended { .. }
    )
}

/// Applies one act that counts to the dossier of a family.
pub fn apply(dossier: &mut Dossier, members: &[ClientId], act: &Act) {
    let inside = |id: &ClientId| members.contains(id);
    match &act.deed {
        Deed::ClientsMerged { from, into, .. } if inside(into) || *from == dossier.id => {
            dossier.apply(act);
        }
        Deed::ClientsMerged { .. } => {}
        Deed::ClientsKeptApart { a, b, .. } => match (inside(a), inside(b)) {
            (true, false) => note_apart(dossier, *b),
            (false, true) => note_apart(dossier, *a),
            _ => {}
        },
        _ if act.client.as_ref().is_some_and(inside) => dossier.apply(act),
        _ => {}
    }
}

fn note_apart(dossier: &mut Dossier, other: ClientId) {
    if !dossier.apart_from.contains(&other) {
        dossier.apart_from.push(other);
    }
}
