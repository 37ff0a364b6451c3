//! What belonged to which record before the records were joined.
//!
//! # Why
//! Two records that turn out to be one person have cases that overlap. A sheet keyed for one of them belongs to the case that stood on that
//! record, not to whatever was open on the other at the time: else a case that was signed off would be open again once they are joined.
//! From the joining on they are one.

use super::act::{Act, Deed};
use super::case::Case;
use super::dossier::Dossier;
use super::fold;
use super::reference::{CaseNo, ClientId};
use std::collections::HashMap;

/// The cases of each record, and when records were joined.
pub struct Lives<'a> {
    /// The record on which each case began.
    begun_on: HashMap<CaseNo, ClientId>,
    /// Joinings that count: when, and of which two.
    joined: Vec<(u64, ClientId, ClientId)>,
    /// When each sheet was first keyed.
    first: HashMap<&'a str, u64>,
}

impl<'a> Lives<'a> {
    /// Of the acts about a family; `is_ours` as in [`fold::in_order`].
    pub fn of(acts: &'a [Act], is_ours: impl Fn(&Act) -> bool) -> Self {
        let joined = fold::counting(acts).into_iter();
        let joined = joined.filter_map(|act| match &act.deed {
            Deed::ClientsMerged { from, into, .. } => Some((act.seq, *from, *into)),
            _ => None,
        });
        Self {
            begun_on: HashMap::new(),
            joined: joined.collect(),
            first: fold::first_keyed(acts, is_ours),
        }
    }

    /// Applies one act that counts, to the cases that its record had on that day.
    pub fn apply(&mut self, dossier: &mut Dossier, members: &[ClientId], act: &Act) {
        let (Deed::SheetKeyed { head, .. }, Some(client)) = (&act.deed, act.client) else {
            return fold::apply(dossier, members, act);
        };
        let at = self.first.get(head.serial.as_str()).copied();
        let one = self.one_with(client, at.unwrap_or(act.seq));
        let is_hers = |case: &Case| {
            let begun_on = self.begun_on.get(&case.no);
            begun_on.is_none_or(|record| one.contains(record))
        };
        let order: Vec<CaseNo> = dossier.cases.iter().map(|case| case.no).collect();
        let mut others = Vec::new();
        // Of a record on which no case began, a sheet goes where it may.
        if dossier.cases.iter().any(is_hers) {
            let all = std::mem::take(&mut dossier.cases);
            (dossier.cases, others) = all.into_iter().partition(is_hers);
        }
        fold::apply(dossier, members, act);
        for case in &dossier.cases {
            self.begun_on.entry(case.no).or_insert(client);
        }
        dossier.cases.append(&mut others);
        let place = |case: &Case| order.iter().position(|no| *no == case.no);
        dossier
            .cases
            .sort_by_key(|case| place(case).unwrap_or(usize::MAX));
    }

    /// The records that were one with this one at that time.
    fn one_with(&self, client: ClientId, at: u64) -> Vec<ClientId> {
        let mut one = vec![client];
        let before = || self.joined.iter().filter(|(seq, ..)| *seq < at);
        let mut grows = true;
        while grows {
            grows = false;
            for (_, from, into) in before() {
                if one.contains(from) != one.contains(into) {
                    one.push(if one.contains(from) { *into } else { *from });
                    grows = true;
                }
            }
        }
        one
    }
}
