//! Half-keyed sheets: only where their changes are, for what they say is sealed for officers.

use super::Work;
use super::serials::{draft_of, undone};
use crate::domain::act::Deed;
use crate::domain::reference::DraftId;
use crate::store::error::StoreError;
use crate::store::records::{DraftRecord, Kind, SerialRecord, Spot, What};
use std::ops::ControlFlow;

impl Work<'_> {
    fn draft(&mut self, id: DraftId) -> Result<&mut Option<DraftRecord>, StoreError> {
        if !self.drafts.contains_key(&id.0) {
            let found = self.shelf.get(Kind::Draft, &id.0.to_le_bytes())?;
            self.drafts.insert(id.0, found);
        }
        Ok(self.drafts.entry(id.0).or_default())
    }

    /// A box was kept, or all of it thrown away.
    pub(super) fn keep_draft(
        &mut self,
        id: DraftId,
        spot: Spot,
        ends: bool,
    ) -> Result<(), StoreError> {
        self.totals.last_draft = self.totals.last_draft.max(id.0);
        let draft = self.draft(id)?;
        if ends {
            *draft = None;
            return Ok(());
        }
        let record = draft.get_or_insert_with(|| DraftRecord {
            id,
            acts: Vec::new(),
        });
        record.acts.push(spot);
        Ok(())
    }

    /// The sheet was saved; the first act of its half-keyed form, in case the saving is undone.
    pub(super) fn end_draft(&mut self, id: DraftId) -> Result<Option<Spot>, StoreError> {
        let ended = self.draft(id)?.take();
        Ok(ended.and_then(|record| record.acts.first().copied()))
    }

    /// A keying was undone, or counts again: its half-keyed sheet comes back, or goes.
    pub(super) fn settle_draft(
        &mut self,
        record: &SerialRecord,
        target: u64,
        now: Spot,
    ) -> Result<(), StoreError> {
        let mut keying = target;
        while let Some(earlier) = record.acts.iter().find(|r| r.spot.seq == keying) {
            match earlier.what {
                What::Undone(further) => keying = further,
                _ => break,
            }
        }
        let Some((id, first)) = draft_of(record, keying) else {
            return Ok(());
        };
        let comes_back = undone(&record.acts).contains(&keying);
        let found = if comes_back {
            self.draft_acts(id, first, now)?
        } else {
            None
        };
        self.drafts.insert(id.0, found);
        Ok(())
    }

    fn draft_acts(
        &self,
        id: DraftId,
        first: Spot,
        now: Spot,
    ) -> Result<Option<DraftRecord>, StoreError> {
        let mut acts = Vec::new();
        self.book.scan(first.seq, |leaf| {
            if leaf.spot.seq >= now.seq {
                return Ok(ControlFlow::Break(()));
            }
            let is_of_it =
                matches!(leaf.act, Some(ref act) if act.deed == Deed::DraftKept { draft: id });
            if is_of_it && leaf.ends_draft {
                acts.clear();
            } else if is_of_it {
                acts.push(leaf.spot);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        if acts.is_empty() {
            return Ok(None);
        }
        // The undoing is the last thing that happened to it: by that it lies parked.
        acts.push(now);
        Ok(Some(DraftRecord { id, acts }))
    }
}
