//! Undoing an act: a new act that says the earlier one counts no longer.

use super::Store;
use super::error::StoreError;
use super::opening::about_nobody;
use super::projection::undone;
use super::records::SerialRecord;
use crate::domain::act::{Act, Deed};
use crate::domain::fold;
use crate::domain::reference::ClientId;
use chrono::{DateTime, Utc};
use std::collections::HashSet;
use std::ops::{ControlFlow, Range};

impl Store {
    /// Undoes an act. Everything is then as if it had not happened, whatever happened since; the undoing may itself be undone.
    /// Refused, in words, where the table of acts says so, or where the act counts no longer already.
    /// Acts that were done together are undone together.
    pub fn undo(&mut self, now: DateTime<Utc>, act: u64, reason: &str) -> Result<Act, StoreError> {
        let done = self.undo_together(now, act, reason)?;
        done.into_iter().last().ok_or(StoreError::UnknownAct(act))
    }

    /// The same, giving all acts that did it; that about `act` itself comes last.
    pub fn undo_together(
        &mut self,
        now: DateTime<Utc>,
        act: u64,
        reason: &str,
    ) -> Result<Vec<Act>, StoreError> {
        let mut targets = self.done_with(act)?;
        targets.push(act);
        let deeds = targets.into_iter().map(|act| {
            about_nobody(Deed::Undone {
                act,
                reason: reason.to_owned(),
            })
        });
        self.record(now, deeds.collect())
    }

    /// The acts that fall with this one: those of a sharing, or those that undid them with it. What was undone or done again
    /// on its own meanwhile stays as it is.
    pub(super) fn done_with(&self, act: u64) -> Result<Vec<u64>, StoreError> {
        let base = self.work()?.with_hints(self.glance.hints()).base_of(act)?;
        let Some((base, count)) = base.and_then(|base| match base.deed {
            Deed::CasesShared { count, .. } => Some((base.seq, u64::from(count))),
            _ => None,
        }) else {
            return Ok(Vec::new());
        };
        let first = base.saturating_sub(count);
        let falls: HashSet<u64> = if act == base {
            (first..base).collect()
        } else {
            self.undoings_before(act, first..base)?
        };
        let undone = self.undone_since(first)?;
        let mut falls: Vec<u64> = falls.into_iter().filter(|n| !undone.contains(n)).collect();
        falls.sort_unstable();
        Ok(falls)
    }

    /// The unbroken row of undoings just before an undoing, of the same moment, that are about the acts of the same sharing.
    fn undoings_before(&self, act: u64, members: Range<u64>) -> Result<HashSet<u64>, StoreError> {
        let mut row = HashSet::new();
        let moment = self.act(act)?.map(|a| a.at);
        for before in (members.end + 1..act).rev() {
            let found = self.act(before)?;
            let is_one = found
                .is_some_and(|a| Some(a.at) == moment && matches!(a.deed, Deed::Undone { .. }));
            let base = self.work()?.base_of(before)?;
            if !is_one || !base.is_some_and(|b| members.contains(&b.seq)) {
                break;
            }
            row.insert(before);
        }
        Ok(row)
    }

    /// The acts from a number on that count no longer.
    fn undone_since(&self, first: u64) -> Result<HashSet<u64>, StoreError> {
        let mut acts = Vec::new();
        self.book.scan(first, |leaf| {
            let undoing = leaf
                .act
                .filter(|act| matches!(act.deed, Deed::Undone { .. }));
            acts.extend(undoing);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(fold::undone(&acts))
    }

    /// The deed of undoing an act, and whom it concerns, or why it cannot be.
    pub(super) fn undoing(
        &self,
        target: u64,
        reason: &str,
    ) -> Result<(Option<ClientId>, Deed), StoreError> {
        let act = self.act(target)?.ok_or(StoreError::UnknownAct(target))?;
        let kind = act.deed.kind();
        if !kind.undoable {
            let why = format!("\"{}\" is a fact that stays on record", kind.name);
            return Err(StoreError::CannotUndo(target, why));
        }
        let mut work = self.work()?.with_hints(self.glance.hints());
        let base = work
            .base_of(target)?
            .ok_or(StoreError::UnknownAct(target))?;
        let is_undone = if matches!(
            base.deed,
            Deed::CasesShared { .. } | Deed::PaperIssued { .. }
        ) {
            self.undone_since(base.seq)?.contains(&target)
        } else if let Some(serial) = serial_of(&base) {
            let record = self.serial(serial)?;
            record.is_some_and(|r: SerialRecord| undone(&r.acts).contains(&target))
        } else {
            let members: Vec<ClientId> = base.client.into_iter().collect();
            let spots = work.listed(&members)?;
            fold::undone(&self.book.read_all(spots.into_iter())?).contains(&target)
        };
        if is_undone {
            let why = "it was undone already".to_owned();
            return Err(StoreError::CannotUndo(target, why));
        }
        if let Deed::ClientsMerged { from, into, .. } = &base.deed
            && self.counts_again(&act)?
        {
            self.may_join_again(target, *from, *into)?;
        }
        let deed = Deed::Undone {
            act: target,
            reason: reason.to_owned(),
        };
        Ok((base.client, deed))
    }

    /// Whether the first of the acts that this one undoes, one after the other, counts again once this one is undone.
    fn counts_again(&self, act: &Act) -> Result<bool, StoreError> {
        let mut again = false;
        let mut deed = act.deed.clone();
        while let Deed::Undone { act: before, .. } = deed {
            again = !again;
            let before = self.act(before)?.ok_or(StoreError::UnknownAct(before))?;
            deed = before.deed;
        }
        Ok(again)
    }

    /// Undoing the undoing of a merge joins again: not where that would close a ring, or join a record that is joined already.
    fn may_join_again(
        &self,
        target: u64,
        from: ClientId,
        into: ClientId,
    ) -> Result<(), StoreError> {
        if self.root(from)? == from && self.root(into)? != from {
            return Ok(());
        }
        let why = format!("{from} and {into} were joined in another way since; undo that first");
        Err(StoreError::CannotUndo(target, why))
    }
}

fn serial_of(act: &Act) -> Option<&str> {
    match &act.deed {
        Deed::PaperReceived { serial, .. }
        | Deed::SheetVoided { serial, .. }
        | Deed::SheetFiled { serial }
        | Deed::SheetRekeyed { serial, .. } => Some(serial),
        Deed::SheetKeyed { head, .. } => Some(&head.serial),
        _ => None,
    }
}
