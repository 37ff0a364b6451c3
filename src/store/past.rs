//! Records as they stood at an earlier moment, and records as they would stand after an undoing.

use super::Store;
use super::error::StoreError;
use super::projection::{held, holding};
use super::reading::ACTS_ON_CARD;
use super::records::Spot;
use crate::domain::act::{Act, Deed};
use crate::domain::dossier::Dossier;
use crate::domain::fold;
use crate::domain::foreseen::{AlsoHeld, Change, Foreseen};
use crate::domain::identifier;
use crate::domain::overview::Card;
use crate::domain::past;
use crate::domain::reference::ClientId;
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// Later acts that are told of.
const LATER: usize = 50;

impl Store {
    /// The answer card of a client as it stood just before a moment: only acts before it are folded, and who was joined to whom is as it was
    /// then. `None` when she was not on the books yet.
    pub fn card_at(&self, id: ClientId, before: DateTime<Utc>) -> Result<Option<Card>, StoreError> {
        let (about, acts) = self.kin(id, before)?;
        let records: Vec<ClientId> = about.keys().copied().collect();
        let acts: Vec<Act> = acts.into_values().collect();
        let Some(stood) = past::stood(id, &records, &acts) else {
            return Ok(None);
        };
        let numbers: BTreeSet<u64> = stood
            .members
            .iter()
            .filter_map(|member| about.get(member))
            .flatten()
            .copied()
            .collect();
        let with = |seq: u64| acts.iter().find(|act| act.seq == seq).cloned();
        let sheets = stood.dossier.sheets.iter();
        let sheets = sheets.filter_map(|line| with(line.act).and_then(Act::into_sheet));
        let latest = numbers.iter().rev().take(ACTS_ON_CARD);
        Ok(Some(Card {
            sheets: sheets.collect(),
            acts: latest.filter_map(|seq| with(*seq)).collect(),
            dossier: Dossier {
                acts: numbers.into_iter().collect(),
                ..stood.dossier
            },
        }))
    }

    /// All acts before a moment about a record and about all that were ever joined with it by then; the numbers of those about each.
    #[allow(clippy::type_complexity)]
    fn kin(
        &self,
        id: ClientId,
        before: DateTime<Utc>,
    ) -> Result<(BTreeMap<ClientId, BTreeSet<u64>>, BTreeMap<u64, Act>), StoreError> {
        let mut work = self.work()?;
        let (mut about, mut acts) = (BTreeMap::new(), BTreeMap::new());
        let mut open = vec![id];
        while let Some(record) = open.pop() {
            if about.contains_key(&record) {
                continue;
            }
            let mut numbers = BTreeSet::new();
            for spot in work.listed(&[record])? {
                let Some(act) = self.book.read(spot)?.filter(|act| act.at < before) else {
                    continue;
                };
                if let Deed::ClientsMerged { from, into, .. } = &act.deed {
                    open.extend([*from, *into]);
                }
                numbers.insert(act.seq);
                acts.insert(act.seq, act);
            }
            about.insert(record, numbers);
        }
        Ok((about, acts))
    }

    /// What undoing an act would change. Refused, in words, just as undoing it would be.
    pub fn foresee_undo(&self, now: DateTime<Utc>, act: u64) -> Result<Foreseen, StoreError> {
        let mut targets = self.done_with(act)?;
        targets.push(act);
        let mut work = self.work()?.with_hints(self.glance.hints());
        let base = work.base_of(act)?.ok_or(StoreError::UnknownAct(act))?;
        for (place, target) in targets.iter().enumerate() {
            let (client, deed) = self.undoing(*target, "")?;
            let undoing = Act {
                seq: self.head() + 1 + place as u64,
                at: now,
                by: self.user.clone(),
                client,
                deed,
                private: None,
            };
            work.suppose(undoing)?;
        }
        let changes = work.supposed()?;
        let clients: Vec<ClientId> = changes.iter().map(|change| change.client).collect();
        Ok(Foreseen {
            later: self.later_than(base.seq, &clients, &targets)?,
            act: base,
            together: targets.len() - 1,
            held: self.also_held(&changes)?,
            changes,
        })
    }

    /// Numbers of one person that a record gets back though somebody else has them by now.
    fn also_held(&self, changes: &[Change]) -> Result<Vec<AlsoHeld>, StoreError> {
        let mut also = Vec::new();
        for change in changes {
            let Some(after) = &change.after else { continue };
            let had = change.before.as_ref().map(held).unwrap_or_default();
            let back: Vec<String> = held(after).difference(&had).cloned().collect();
            let own = self.root(change.client)?;
            for key in &back {
                let Some((kind, number)) = key.split_once(':') else {
                    continue;
                };
                if !identifier::is_hard(kind) {
                    continue;
                }
                let mut hers = after.identifiers.iter();
                let as_written = hers.find(|one| holding(one.kind.name(), &one.value) == *key);
                for holder in self.holders_of(kind, number)? {
                    if holder == own || holder == change.client {
                        continue;
                    }
                    let name = self.dossier(holder)?.map(|her| her.identity.name());
                    also.push(AlsoHeld {
                        kind: kind.to_owned(),
                        number: as_written.map_or(number, |one| &one.value).to_owned(),
                        holder,
                        name: name.unwrap_or_default(),
                    });
                }
            }
        }
        Ok(also)
    }

    /// Undoable acts about these clients that came after an act, still count, and are not among those undone with it.
    fn later_than(
        &self,
        seq: u64,
        clients: &[ClientId],
        targets: &[u64],
    ) -> Result<Vec<Act>, StoreError> {
        let spots: Vec<Spot> = self.work()?.listed(clients)?;
        let later = spots.into_iter().filter(|spot| spot.seq > seq);
        let later = self.book.read_all(later)?;
        let undone = fold::undone(&later);
        let stays = |act: &Act| {
            act.deed.kind().undoable
                && !matches!(act.deed, Deed::Undone { .. })
                && !undone.contains(&act.seq)
                && !targets.contains(&act.seq)
        };
        Ok(later.into_iter().rev().filter(stays).take(LATER).collect())
    }

    /// All clients whom an act is about: both of two that were joined, and those of the act that an undoing is about.
    pub fn clients_of(&self, act: &Act) -> Result<Vec<ClientId>, StoreError> {
        let work = self.work()?.with_hints(self.glance.hints());
        let mut clients = BTreeSet::new();
        work.concerned(act, &mut clients)?;
        Ok(clients.into_iter().collect())
    }
}
