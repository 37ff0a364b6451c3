//! Saving: append, wait for the disk, working store, glance.

use super::Store;
use super::book::{Leaf, ends_draft};
use super::error::StoreError;
use super::opening::about_nobody;
use super::preparing::{Prepared, Preparing};
use super::projection::{Outcome, Work};
use super::records::{ClientRecord, Kind, Spot};
use crate::domain::act::{Act, Deed, NewAct, Private, Role};
use crate::domain::overview::Overview;
use crate::domain::reference::{ClientId, DraftId};
use crate::domain::sheet::DraftChange;
use crate::journal::ClientKeyId;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::collections::HashMap;

/// Who is told of acts and of what the desk then sees, on which day; nobody any more once it was told.
type Tell<'a> = Option<(
    NaiveDate,
    &'a mut dyn FnMut(&[Act], Result<Overview, StoreError>),
)>;

/// Kept boxes that may wait for the disk together.
const MOST_PENDING: usize = 200;

impl Store {
    /// Records a group of acts: all of them or none, with one wait for the disk. Returns them with their numbers, the client numbers
    /// and referral numbers that were given. When this returns `Ok` they are on stable storage.
    pub fn record(
        &mut self,
        now: DateTime<Utc>,
        acts: Vec<NewAct>,
    ) -> Result<Vec<Act>, StoreError> {
        self.may_record(&acts)?;
        self.record_freely(now, acts, &mut None)
    }

    /// Records as [`Store::record`] does, and tells of it as soon as it is true: when the acts are on stable storage and seen at a
    /// glance. The working store takes them in while whoever heard of it goes on. Told exactly once where this returns `Ok`.
    pub fn record_and_tell(
        &mut self,
        now: DateTime<Utc>,
        acts: Vec<NewAct>,
        today: NaiveDate,
        mut tell: impl FnMut(&[Act], Result<Overview, StoreError>),
    ) -> Result<Vec<Act>, StoreError> {
        self.may_record(&acts)?;
        let mut tell: Tell<'_> = Some((today, &mut tell));
        let acts = self.record_freely(now, acts, &mut tell)?;
        if let Some((today, tell)) = tell {
            tell(&acts, self.overview(today));
        }
        Ok(acts)
    }

    /// From here until it is closed the store takes in much: acts are saved as ever, and the working store is complete at the end.
    /// Whoever is stopped before has it built anew at the next opening.
    pub fn expect_much(&mut self) -> Result<(), StoreError> {
        self.shelf.as_mut().ok_or(StoreError::Stopped)?.gather()
    }

    /// Records deeds about nobody in particular, whoever is at the desk.
    pub(super) fn save_deeds(
        &mut self,
        now: DateTime<Utc>,
        deeds: Vec<Deed>,
    ) -> Result<Vec<Act>, StoreError> {
        let acts = deeds.into_iter().map(about_nobody).collect();
        self.record_freely(now, acts, &mut None)
    }

    fn record_freely(
        &mut self,
        now: DateTime<Utc>,
        acts: Vec<NewAct>,
        tell: &mut Tell<'_>,
    ) -> Result<Vec<Act>, StoreError> {
        if self.stopped {
            return Err(StoreError::Stopped);
        }
        if acts.is_empty() {
            return Ok(Vec::new());
        }
        let at = self.moment(now);
        let prepared = self.prepare(at, acts)?;
        self.save(prepared, tell)
    }

    fn prepare(&mut self, at: DateTime<Utc>, acts: Vec<NewAct>) -> Result<Prepared, StoreError> {
        let prepared = Preparing::new(self, at).and_then(|preparing| preparing.all(acts));
        let mut prepared = match prepared {
            Err(error) if error.is_of_the_working_store() => {
                self.draw_again(&error.doubt())?;
                return Err(StoreError::Refused(
                    "Not saved: the working store failed and was built anew. Save once more."
                        .to_owned(),
                ));
            }
            prepared => prepared?,
        };
        if let Err(error) = prepared.make_keys(self.sealer.clients()) {
            let error = StoreError::from(error);
            let had_room_made = error.is_full_disk() && self.ballast.give_up();
            self.recover()?;
            if !had_room_made {
                return Err(error);
            }
            self.note_ballast();
            prepared.make_keys(self.sealer.clients())?;
        }
        Ok(prepared)
    }

    fn save(&mut self, prepared: Prepared, tell: &mut Tell<'_>) -> Result<Vec<Act>, StoreError> {
        let (mut acts, keys) = prepared.sealed_with();
        let spots = match self.book.append(&mut acts, &keys) {
            Ok(spots) => spots,
            Err(error) => self.append_again(&mut acts, &keys, error)?,
        };
        self.durable = self.book.head();
        let leaves = spots.into_iter().zip(&keys).zip(&acts);
        let leaves = leaves
            .map(|((spot, key), act)| bare_leaf(spot, *key, act))
            .collect();
        self.take_up(leaves, &acts, tell);
        Ok(acts)
    }

    /// After a failed append: makes room where that helps, opens the journal again where it stopped, and finds out what it holds.
    fn append_again(
        &mut self,
        acts: &mut [Act],
        keys: &[Option<ClientKeyId>],
        error: StoreError,
    ) -> Result<Vec<Spot>, StoreError> {
        let had_room_made = error.is_full_disk() && self.ballast.give_up();
        if self.book.journal().is_stopped() {
            let first = self.durable.seq + 1;
            self.recover()?;
            if let Some(spots) = self.found_saved(first, acts)? {
                return Ok(spots);
            }
        }
        if had_room_made {
            self.note_ballast();
            return self.book.append(acts, keys);
        }
        Err(error)
    }

    /// Whether the journal, opened again, holds these very acts from number `first` on (after kept boxes, if any).
    fn found_saved(
        &mut self,
        first: u64,
        acts: &mut [Act],
    ) -> Result<Option<Vec<Spot>>, StoreError> {
        let head = self.book.head().seq;
        let count = acts.len() as u64;
        if head < first || head + 1 < first + count {
            return Ok(None);
        }
        let start = head + 1 - count;
        let mut spots = Vec::with_capacity(acts.len());
        let mut same = true;
        self.book.scan(start, |leaf| {
            let expected = acts.get(spots.len());
            same &= leaf.act.as_ref().zip(expected).is_some_and(|(found, act)| {
                found.deed == act.deed && found.client == act.client && found.at == act.at
            });
            spots.push(leaf.spot);
            Ok(std::ops::ControlFlow::Continue(()))
        })?;
        if !same || spots.len() != acts.len() {
            return Ok(None);
        }
        for (act, spot) in acts.iter_mut().zip(&spots) {
            act.seq = spot.seq;
        }
        Ok(Some(spots))
    }

    /// Takes durable acts into the working store and the glance. What is in the journal is saved, whatever happens here: a working
    /// store that fails is built anew.
    fn take_up(&mut self, leaves: Vec<Leaf>, acts: &[Act], tell: &mut Tell<'_>) {
        let carried = self.carried;
        let mut all = std::mem::take(&mut self.pending);
        all.extend(leaves.into_iter().filter(|leaf| leaf.spot.seq > carried));
        if all.is_empty() {
            return;
        }
        if let Err(error) = self.take_in(all, acts, tell)
            && let Err(worse) = self.draw_again(&error.doubt())
        {
            self.stopped = true;
            self.notices
                .push(format!("{worse} What was saved so far is safe."));
        }
    }

    fn take_in(
        &mut self,
        leaves: Vec<Leaf>,
        acts: &[Act],
        tell: &mut Tell<'_>,
    ) -> Result<(), StoreError> {
        let head = self.book.head();
        let shelf = self.shelf.as_mut().ok_or(StoreError::Stopped)?;
        let hints: HashMap<u64, Spot> = self.glance.hints();
        let mut work = Work::new(shelf, &self.book)?.with_hints(hints);
        for leaf in leaves {
            work.add(leaf)?;
        }
        let Outcome { changes, delta, .. } = work.finish()?;
        self.glance.take(delta, &self.book, head.seq)?;
        let glance = &mut self.glance;
        if let Some((day, tell)) = tell.take_if(|(day, _)| glance.needs_no_shelf(*day)) {
            tell(acts, glance.overview(shelf, &self.book, day));
        }
        shelf.apply(changes, &head)?;
        self.carried = head.seq;
        Ok(())
    }

    /// Keeps one change of a half-keyed sheet: written at once; with `sync`, on stable storage when this returns.
    pub fn keep(
        &mut self,
        now: DateTime<Utc>,
        draft: DraftId,
        client: Option<ClientId>,
        change: DraftChange,
        sync: bool,
    ) -> Result<(), StoreError> {
        if self.role != Role::Officer {
            return Err(StoreError::OfficersOnly("keying a sheet"));
        }
        if self.stopped {
            return Err(StoreError::Stopped);
        }
        let key = self.key_of(client)?;
        let mut act = Act {
            seq: 0,
            at: self.moment(now),
            by: self.user.clone(),
            client,
            deed: Deed::DraftKept { draft },
            private: Some(Private {
                draft: Some(change.clone()),
                ..Private::default()
            }),
        };
        let spot = match self.book.append_unsynced(&mut act, key) {
            Ok(spot) => spot,
            Err(error) if error.is_full_disk() && self.ballast.give_up() => {
                self.note_ballast();
                if self.book.journal().is_stopped() {
                    self.recover()?;
                }
                self.book.append_unsynced(&mut act, key)?
            }
            Err(error) => {
                if self.book.journal().is_stopped() {
                    self.recover()?;
                }
                return Err(error);
            }
        };
        self.pending.push(bare_leaf(spot, key, &act));
        self.glance.keep(&act, draft, change);
        if sync || self.pending.len() >= MOST_PENDING {
            self.settle()?;
        }
        Ok(())
    }

    /// Waits until all kept boxes are on stable storage.
    ///
    /// # Errors
    /// They are written, and it is not certain that they would survive a power cut.
    pub fn sync_kept(&mut self) -> Result<(), StoreError> {
        self.settle()
    }

    /// Waits until all kept boxes are on the disk, and takes them into the working store.
    pub(super) fn settle(&mut self) -> Result<(), StoreError> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let wanted = self.book.head().seq;
        if let Err(error) = self.book.sync() {
            self.recover()?;
            // Opening wrote again, and synced, what it found: that is what counts.
            return if self.book.head().seq >= wanted {
                Ok(())
            } else {
                Err(error)
            };
        }
        self.durable = self.book.head();
        self.take_up(Vec::new(), &[], &mut None);
        Ok(())
    }

    /// The key under which acts about a client are sealed.
    fn key_of(&self, client: Option<ClientId>) -> Result<Option<ClientKeyId>, StoreError> {
        let Some(id) = client else { return Ok(None) };
        let record: Option<ClientRecord> = self.shelf()?.of_client(Kind::Client, id)?;
        let record = record.ok_or(StoreError::UnknownClient(id))?;
        Ok(record.key.and_then(ClientKeyId::from_bytes))
    }

    fn may_record(&self, acts: &[NewAct]) -> Result<(), StoreError> {
        let only_views = acts.iter().all(|a| matches!(a.deed, Deed::Viewed { .. }));
        if self.role == Role::Officer || only_views {
            return Ok(());
        }
        Err(StoreError::OfficersOnly("changing what is in the store"))
    }

    /// The time of an act: never before the last one, to the millisecond.
    fn moment(&mut self, now: DateTime<Utc>) -> DateTime<Utc> {
        let now = now.timestamp_millis();
        if now + TimeDelta::minutes(1).num_milliseconds() < self.last_at && !self.clock_noted {
            self.clock_noted = true;
            self.notices.push(
                "The machine's clock is behind the last act in the journal. Acts carry that act's time until the clock has caught up. Check the clock.".to_owned(),
            );
        }
        self.last_at = self.last_at.max(now);
        DateTime::from_timestamp_millis(self.last_at).unwrap_or_default()
    }

    fn note_ballast(&mut self) {
        self.notices.push(
            "The disk is full. The reserve was given up to finish this save. Free some space before going on.".to_owned(),
        );
    }
}

/// An act without its private part, which no record holds.
fn bare_leaf(spot: Spot, key: Option<ClientKeyId>, act: &Act) -> Leaf {
    let ends_draft = ends_draft(act);
    let act = Act {
        seq: spot.seq,
        at: act.at,
        by: act.by.clone(),
        client: act.client,
        deed: act.deed.clone(),
        private: None,
    };
    Leaf {
        spot,
        key: key.map(ClientKeyId::to_bytes),
        act: Some(act),
        ends_draft,
    }
}
