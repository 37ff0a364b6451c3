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

impl Store {
    /// Undoes an act. Everything is then as if it had not happened, whatever happened since; the undoing may itself be undone.
    /// Refused, in words, where the table of acts says so, or where the act counts no longer already.
    pub fn undo(&mut self, now: DateTime<Utc>, act: u64, reason: &str) -> Result<Act, StoreError> {
        let deed = Deed::Undone {
            act,
            reason: reason.to_owned(),
        };
        let done = self.record(now, vec![about_nobody(deed)])?;
        done.into_iter().next().ok_or(StoreError::UnknownAct(act))
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
        let is_undone = if let Some(serial) = serial_of(&base) {
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
        let deed = Deed::Undone {
            act: target,
            reason: reason.to_owned(),
        };
        Ok((base.client, deed))
    }
}

fn serial_of(act: &Act) -> Option<&str> {
    match &act.deed {
        Deed::PaperReceived { serial, .. } | Deed::SheetVoided { serial, .. } => Some(serial),
        Deed::SheetKeyed { head, .. } => Some(&head.serial),
        _ => None,
    }
}
