//! Half-keyed sheets as the desk knows them: each change is taken in at once and sent to be kept.
//!
//! # Why
//! The disk answers later. A sheet parked and taken up again within a few milliseconds must lie there with every key, so the desk does
//! not wait for the store to tell it what it asked for itself. And where something could not be kept (a full disk), the whole
//! sheet is stated again with the next key or the next second, until the store has it.

use super::desk::Desk;
use super::effect::Effect;
use crate::domain::overview::Overview;
use crate::domain::reference::{ClientId, DraftId};
use crate::domain::sheet::{Draft, DraftChange};
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

/// What is on its way to the store, and what did not get there.
#[derive(Debug, Default)]
pub struct Drafts {
    /// Changes that are not answered yet, oldest first: whose, and whether the whole was stated.
    on_the_way: VecDeque<(DraftId, bool)>,
    /// Drafts of which the store lacks something.
    unkept: BTreeSet<DraftId>,
    /// Drafts whose sheets lie on the desk, covered or not.
    pub open: Vec<DraftId>,
}

impl Drafts {
    /// Whether the store lacks something that was typed.
    pub fn any_unkept(&self) -> bool {
        !self.unkept.is_empty()
    }

    fn is_ahead(&self, id: DraftId) -> bool {
        self.unkept.contains(&id) || self.on_the_way.iter().any(|(other, _)| *other == id)
    }
}

impl Desk {
    /// Takes a change in and gives the wish to keep it.
    pub fn keep(
        &mut self,
        draft: DraftId,
        client: Option<ClientId>,
        change: DraftChange,
        sync: bool,
    ) -> Effect {
        let after = self.change(draft, change.clone());
        // After something was not kept, single changes would leave a gap.
        let lacks = self.drafts.unkept.contains(&draft);
        let change = match after {
            Some(whole) if lacks => DraftChange::Stated(Box::new(whole)),
            _ => change,
        };
        self.send(draft, client, change, sync)
    }

    fn send(
        &mut self,
        draft: DraftId,
        client: Option<ClientId>,
        change: DraftChange,
        sync: bool,
    ) -> Effect {
        let whole = matches!(change, DraftChange::Stated(_) | DraftChange::Ended);
        self.drafts.on_the_way.push_back((draft, whole));
        Effect::Keep {
            draft,
            client,
            change,
            sync,
        }
    }

    /// Changes the desk's own list; the draft last touched stands last.
    fn change(&mut self, id: DraftId, change: DraftChange) -> Option<Draft> {
        let now = self.now;
        let drafts = Arc::make_mut(&mut self.overview.drafts);
        let before = drafts
            .iter()
            .position(|d| d.id == id)
            .map(|at| drafts.remove(at));
        let after = match (before, change) {
            (_, DraftChange::Stated(whole)) => Some(Draft {
                kept_at: now,
                ..*whole
            }),
            (Some(draft), change) => draft.after(change, now),
            (None, _) => None,
        };
        drafts.extend(after.clone());
        after
    }

    /// The oldest change on its way is kept.
    pub(super) fn heard_kept(&mut self) {
        if let Some((id, true)) = self.drafts.on_the_way.pop_front() {
            self.drafts.unkept.remove(&id);
        }
    }

    /// The oldest change on its way is not kept.
    pub(super) fn heard_not_kept(&mut self) {
        if let Some((id, _)) = self.drafts.on_the_way.pop_front() {
            self.drafts.unkept.insert(id);
        }
    }

    /// Sends again what was not kept, once nothing else is on its way.
    pub(super) fn keep_again(&mut self) -> Vec<Effect> {
        if !self.drafts.on_the_way.is_empty() {
            return Vec::new();
        }
        let lacking: Vec<DraftId> = self.drafts.unkept.iter().copied().collect();
        lacking
            .into_iter()
            .map(|id| match self.overview.draft(id).cloned() {
                Some(draft) => {
                    self.send(id, draft.client, DraftChange::Stated(Box::new(draft)), true)
                }
                None => self.send(id, None, DraftChange::Ended, true),
            })
            .collect()
    }

    /// A sheet was recorded: its draft is no more.
    pub(super) fn end_draft(&mut self, id: DraftId) {
        self.drafts.unkept.remove(&id);
        if self.overview.draft(id).is_some() {
            self.change(id, DraftChange::Ended);
        }
    }

    /// The store's overview, with what it cannot know yet: changes on their way, and numbers given to sheets not yet stated.
    pub(super) fn take_overview(&mut self, overview: &Overview) {
        let before = std::mem::replace(&mut self.overview, overview.clone());
        self.overview.next_draft = self.overview.next_draft.max(before.next_draft);
        let ahead = |draft: &&Draft| self.drafts.is_ahead(draft.id);
        let ours: Vec<Draft> = before.drafts.iter().filter(ahead).cloned().collect();
        let stale = self
            .overview
            .drafts
            .iter()
            .any(|d| self.drafts.is_ahead(d.id));
        if stale || !ours.is_empty() {
            let theirs = self
                .overview
                .drafts
                .iter()
                .filter(|d| !self.drafts.is_ahead(d.id));
            self.overview.drafts = Arc::new(theirs.cloned().chain(ours).collect());
        }
    }
}
