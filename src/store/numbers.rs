//! Numbers that only one person has: nobody gets one that somebody else has, unless the act says how it is known that they are two.
//!
//! # Why
//! The desk asks, and the import refuses, before it comes to this. Whatever comes to the store by another door is held to the same
//! rule here, where nothing goes past.

use super::Store;
use super::error::StoreError;
use super::projection::holding;
use super::records::{Holders, Kind};
use crate::domain::act::Deed;
use crate::domain::fact::Facts;
use crate::domain::identifier::{HARD, IdentifierKind};
use crate::domain::reference::ClientId;
use crate::domain::sheet::{DIFFERENT_PERSON, Override};
use std::collections::HashMap;

/// Who gets which number in one group of acts.
#[derive(Default)]
pub struct Numbers(HashMap<String, Vec<ClientId>>);

impl Numbers {
    /// Refuses an act that gives a client a number which somebody else has; of those whom it says she is not, none is held
    /// against it.
    pub fn check(
        &mut self,
        store: &Store,
        client: Option<ClientId>,
        deed: &Deed,
    ) -> Result<(), StoreError> {
        let (Some(client), Some((facts, said))) = (client, said_of_her(deed)) else {
            return Ok(());
        };
        for hard in HARD {
            let Some(number) = facts.text(&hard.fact()).filter(|number| !number.is_empty()) else {
                continue;
            };
            let key = holding(hard.name(), number);
            let found: Option<Holders> = store.shelf()?.get(Kind::Holders, key.as_bytes())?;
            let mut holders = found.unwrap_or_default().clients;
            let given = self.0.entry(key).or_default();
            holders.extend(given.iter().copied());
            if holders.is_empty() {
                given.push(client);
            } else if !holders.contains(&client) {
                given.push(client);
                refuse(store, client, &holders, hard, said)?;
            }
        }
        Ok(())
    }
}

/// What an act says of its client, and whom it says she is not.
fn said_of_her(deed: &Deed) -> Option<(&Facts, &[Override])> {
    match deed {
        Deed::SheetKeyed {
            facts, overrides, ..
        }
        | Deed::ClientImported {
            facts, overrides, ..
        } => Some((facts, overrides)),
        Deed::ClientAmended { facts } => Some((facts, &[])),
        _ => None,
    }
}

fn refuse(
    store: &Store,
    client: ClientId,
    holders: &[ClientId],
    kind: IdentifierKind,
    said: &[Override],
) -> Result<(), StoreError> {
    let own = store.root(client)?;
    let with_reason = |o: &&Override| o.check == DIFFERENT_PERSON && !o.reason.trim().is_empty();
    let others = said.iter().filter(with_reason);
    let mut apart = Vec::new();
    for other in others.filter_map(|o| ClientId::parse(&o.field)) {
        apart.push(store.root(other)?);
    }
    for holder in holders {
        let root = store.root(*holder)?;
        if root != own && !apart.contains(&root) {
            return Err(StoreError::NumberTaken(kind.label(), root));
        }
    }
    Ok(())
}
