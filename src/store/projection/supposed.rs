//! Acts that have not happened: what they would make of the clients whom they touch. Nothing of it is written.

use super::Work;
use super::people::Person;
use crate::domain::act::Act;
use crate::domain::foreseen::Change;
use crate::domain::reference::ClientId;
use crate::store::book::Leaf;
use crate::store::error::StoreError;
use crate::store::records::{ClientRecord, Kind, Spot};

impl Work<'_> {
    /// Takes in an act as if it had happened.
    pub fn suppose(&mut self, act: Act) -> Result<(), StoreError> {
        // It is never read from its place: whatever folds it finds it among the acts of this batch.
        let spot = Spot {
            seq: act.seq,
            segment: 0,
            offset: 0,
        };
        self.add(Leaf {
            spot,
            key: None,
            act: Some(act),
            ends_draft: false,
        })
    }

    /// The records that would change, as they stand and as they would stand.
    pub fn supposed(mut self) -> Result<Vec<Change>, StoreError> {
        self.settle_people()?;
        let touched = |(id, person): (&ClientId, &Person)| person.touched.then_some(*id);
        let ids: Vec<ClientId> = self.people.iter().filter_map(touched).collect();
        let mut changes = Vec::with_capacity(ids.len());
        for id in ids {
            let stands: Option<ClientRecord> = self.shelf.of_client(Kind::Client, id)?;
            let before = stands.and_then(ClientRecord::into_dossier);
            let after = self.person(id)?.record.clone().into_dossier();
            changes.push(Change {
                client: id,
                before,
                after,
            });
        }
        Ok(changes)
    }
}
