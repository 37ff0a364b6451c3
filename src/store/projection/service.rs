//! What an act does to trainers and to what a user may undo.

use super::Work;
use super::serials::is_of_workers;
use crate::domain::act::{Act, Deed};
use crate::domain::fact::Facts;
use crate::domain::fold::in_order;
use crate::domain::reference::{CaseNo, ClientId};
use crate::domain::sheet::{SheetHead, SheetRole};
use crate::domain::trainer::Trainer;
use crate::store::error::StoreError;
use crate::store::records::{Hand, Kind, Recent, SerialRecord, Spot, UserRecord, Workers};
use chrono::NaiveDate;

impl Work<'_> {
    fn workers(&mut self) -> Result<&mut Workers, StoreError> {
        if self.workers.is_none() {
            self.workers = Some(self.shelf.get(Kind::Workers, &[])?.unwrap_or_default());
        }
        Ok(self.workers.get_or_insert_default())
    }

    /// A worker's or an event's sheet was keyed, or something happened to one.
    pub(super) fn add_to_workers(
        &mut self,
        before: &SerialRecord,
        after: &SerialRecord,
        act: &Act,
        spot: Spot,
    ) -> Result<(), StoreError> {
        if !is_of_workers(before) && !is_of_workers(after) {
            return Ok(());
        }
        let is_first = before
            .acts
            .iter()
            .all(|r| r.what == crate::store::records::What::Received);
        let workers = self.workers()?;
        workers.acts.push(spot);
        let added = is_first && add_sheet(&mut workers.trainers, act);
        self.fold_workers |= !added;
        Ok(())
    }

    /// Folds the trainers again, where something could not simply be added.
    pub(super) fn settle_workers(&mut self) -> Result<(), StoreError> {
        if !std::mem::take(&mut self.fold_workers) {
            return Ok(());
        }
        let spots = self.workers()?.acts.clone();
        let acts = self.acts_at(spots.into_iter())?;
        self.workers()?.trainers = trainers_of(&acts);
        Ok(())
    }

    /// Notes an act among its user's latest, and what it undoes.
    pub(super) fn add_to_user(&mut self, act: &Act, spot: Spot) -> Result<(), StoreError> {
        self.note_numbers(act);
        if !act.deed.kind().undoable {
            return Ok(());
        }
        let mut words = act.words_with_client();
        if let Deed::Undone { act: target, .. } = act.deed {
            let depth = self.turn(target)?;
            let Some(base) = self.base_of(target)? else {
                return Ok(());
            };
            if depth % 2 == 0 {
                return self.bring_back(&base, &act.by);
            }
            words = format!("{}: {}", act.deed.kind().name, base.words_with_client());
        }
        let recent = Recent {
            spot,
            words,
            undone: false,
            hand: self.hand(act)?,
        };
        self.push_recent(&act.by, recent)
    }

    /// Head of the batch that is begun, or date and hand of a keyed sheet. A sheet belongs to the batch that its user began last that
    /// day, and the head of that batch stays what she said that it is.
    fn hand(&mut self, act: &Act) -> Result<Option<Hand>, StoreError> {
        let keyed = act.at.date_naive();
        Ok(match &act.deed {
            Deed::BatchBegun { head } => Some(Hand {
                on: head.on,
                by: head.by.clone(),
                office: head.office.clone(),
                batch: act.seq,
                keyed,
            }),
            Deed::SheetKeyed {
                head,
                amends: false,
                ..
            } => {
                let recent = &self.user(&act.by)?.recent;
                let before = recent.iter().rev().filter(|r| !r.undone);
                let batch = before
                    .filter_map(|r| r.hand.as_ref())
                    .find(|hand| hand.batch > 0)
                    .filter(|hand| hand.keyed == keyed);
                let alone = || Hand {
                    on: head.completed_on,
                    by: head.completed_by.clone(),
                    office: None,
                    batch: 0,
                    keyed,
                };
                Some(batch.cloned().unwrap_or_else(alone))
            }
            _ => None,
        })
    }

    /// An undoing was undone: what it had undone is the latest thing done again, under its own number and words.
    fn bring_back(&mut self, base: &Act, by: &str) -> Result<(), StoreError> {
        let earlier = self.user(&base.by)?;
        // Only among those that are kept when the list is trimmed, so that it does not matter when that happens. What is longer ago
        // is still offered by the audit.
        let kept = earlier.recent.len().saturating_sub(UserRecord::MOST);
        let found = earlier.recent[kept..]
            .iter()
            .position(|r| r.spot.seq == base.seq);
        let Some(place) = found.map(|place| place + kept) else {
            return Ok(());
        };
        let recent = earlier.recent.remove(place);
        self.push_recent(by, recent)
    }

    fn push_recent(&mut self, by: &str, recent: Recent) -> Result<(), StoreError> {
        let user = self.user(by)?;
        user.recent.push(recent);
        // Trimmed now and then while a long list is taken in, and once more at the end.
        if user.recent.len() >= 4 * UserRecord::MOST {
            trim(user);
        }
        Ok(())
    }

    /// An act was undone: so it is, and what it undid counts again, and so on. Gives how many acts that is, the first one among them:
    /// an even number means that the first one counts again.
    fn turn(&mut self, target: u64) -> Result<usize, StoreError> {
        let mut next = Some(target);
        let mut undone = true;
        let mut depth = 0;
        while let Some(seq) = next {
            let Some(act) = self.act_of(seq)? else { break };
            depth += 1;
            let user = self.user(&act.by)?;
            if let Some(recent) = user.recent.iter_mut().find(|r| r.spot.seq == seq) {
                recent.undone = undone;
            }
            undone = !undone;
            next = match act.deed {
                Deed::Undone { act, .. } => Some(act),
                _ => None,
            };
        }
        Ok(depth)
    }

    fn user(&mut self, name: &str) -> Result<&mut UserRecord, StoreError> {
        if !self.users.contains_key(name) {
            let found = self.shelf.get(Kind::User, name.as_bytes())?;
            let record = found.unwrap_or_else(|| UserRecord {
                name: name.to_owned(),
                recent: Vec::new(),
            });
            self.users.insert(name.to_owned(), record);
        }
        Ok(self
            .users
            .entry(name.to_owned())
            .or_insert_with(|| UserRecord {
                name: name.to_owned(),
                recent: Vec::new(),
            }))
    }

    /// Numbers are given once, whatever is undone.
    fn note_numbers(&mut self, act: &Act) {
        if let Some(ClientId(number)) = act.client {
            self.totals.last_client = self.totals.last_client.max(number);
        }
        let Deed::SheetKeyed { head, facts, .. } = &act.deed else {
            return;
        };
        if matches!(head.role, SheetRole::Referral | SheetRole::Registration)
            && let Some(no) = facts.text("referral.no").and_then(CaseNo::parse)
        {
            note_case(&mut self.totals.last_cases, no);
        }
    }
}

/// Notes a case number as given.
pub fn note_case(last: &mut Vec<(u16, u32)>, no: CaseNo) {
    match last.binary_search_by_key(&no.year, |(year, _)| *year) {
        Ok(place) => last[place].1 = last[place].1.max(no.number),
        Err(place) => last.insert(place, (no.year, no.number)),
    }
}

/// Keeps the latest only.
pub fn trim(user: &mut UserRecord) {
    let surplus = user.recent.len().saturating_sub(UserRecord::MOST);
    user.recent.drain(..surplus);
}

/// Adds what a new sheet says, where that is all there is to do: events of somebody unknown wait in the acts for her sheet.
fn add_sheet(trainers: &mut Vec<Trainer>, act: &Act) -> bool {
    let Deed::SheetKeyed { head, facts, .. } = &act.deed else {
        return false;
    };
    if head.role == SheetRole::Event {
        if let Some((by, on)) = event(head, facts) {
            hold(trainers, by, on);
        }
        return true;
    }
    let Some(trainer) = Trainer::from_facts(facts, act.seq) else {
        return true;
    };
    let is_known = trainers.iter().any(|t| t.id == trainer.id);
    state(trainers, trainer);
    is_known
}

/// Who held an event, and when.
fn event<'a>(head: &'a SheetHead, facts: &Facts) -> Option<(&'a str, NaiveDate)> {
    head.completed_by.as_deref().zip(facts.date("event.date"))
}

fn hold(trainers: &mut [Trainer], by: &str, on: NaiveDate) {
    if let Some(trainer) = trainers.iter_mut().find(|t| t.id.0 == by) {
        trainer.held(on);
    }
}

/// All trainers as their sheets state them, with the events that they held.
fn trainers_of(acts: &[Act]) -> Vec<Trainer> {
    let mut trainers = Vec::new();
    let mut events = Vec::new();
    for act in in_order(acts, |_| true) {
        let Deed::SheetKeyed { head, facts, .. } = &act.deed else {
            continue;
        };
        match head.role {
            SheetRole::Worker => {
                if let Some(trainer) = Trainer::from_facts(facts, act.seq) {
                    state(&mut trainers, trainer);
                }
            }
            SheetRole::Event => events.extend(event(head, facts)),
            _ => {}
        }
    }
    for (by, on) in events {
        hold(&mut trainers, by, on);
    }
    trainers
}

fn state(trainers: &mut Vec<Trainer>, mut trainer: Trainer) {
    match trainers.binary_search_by(|t| t.id.cmp(&trainer.id)) {
        Ok(place) => {
            trainer.events = std::mem::take(&mut trainers[place].events);
            trainers[place] = trainer;
        }
        Err(place) => trainers.insert(place, trainer),
    }
}
