//! Keeping a sheet as it is keyed: what changed, and the whole as a draft.

use super::Filling;
use crate::domain::sheet::{Draft, DraftChange, KeptBox, Override, is_beside};
use indexmap::IndexMap;
use std::collections::BTreeSet;

/// Under this name a draft keeps the open question about the paper; no field can be called so.
pub const QUERY_BOX: &str = "?query";

/// What has changed since it was last asked for.
#[derive(Clone, Default)]
pub(super) struct Unkept {
    pub boxes: BTreeSet<usize>,
    pub moved: bool,
    pub query: bool,
    pub overrides: Vec<Override>,
}

impl Filling {
    /// What changed since this was last called; applied in order to the draft as it was, it makes [`Filling::draft`].
    ///
    /// The first draft of a sheet must be stated whole ([`DraftChange::Stated`]), with what is carried and prefilled.
    pub fn changes(&mut self) -> Vec<DraftChange> {
        let unkept = std::mem::take(&mut self.unkept);
        let mut changes = Vec::new();
        let others = unkept.boxes.iter().filter(|i| **i != self.focus);
        for &i in others {
            changes.push(self.box_change(i, 0));
        }
        if unkept.query {
            changes.push(DraftChange::Box {
                field: QUERY_BOX.to_owned(),
                kept: self.query_box(),
                caret: 0,
            });
        }
        if unkept.boxes.contains(&self.focus) {
            changes.push(self.box_change(self.focus, self.caret));
        } else if unkept.moved || !changes.is_empty() {
            changes.push(DraftChange::Moved {
                field: self.field().key.clone(),
                caret: self.caret,
            });
        }
        for change in &changes {
            if let DraftChange::Box { field, kept, .. } = change
                && kept.is_keyed()
                && !is_beside(field)
            {
                self.last_keyed.clone_from(field);
            }
        }
        let passed = unkept.overrides.into_iter();
        changes.extend(passed.map(DraftChange::Overrode));
        changes
    }

    fn box_change(&self, i: usize, caret: usize) -> DraftChange {
        DraftChange::Box {
            field: self.form.fields[i].key.clone(),
            kept: self.kept_of(i),
            caret,
        }
    }

    fn kept_of(&self, i: usize) -> KeptBox {
        let slot = &self.slots[i];
        let unread = slot.value != self.reading_of(i);
        KeptBox {
            unread,
            stood: slot.value.clone().filter(|_| unread),
            ..slot.kept.clone()
        }
    }

    fn query_box(&self) -> KeptBox {
        KeptBox {
            text: self.query.clone(),
            settled: true,
            ..KeptBox::default()
        }
    }

    /// The sheet as it stands, for keeping: `identity` says whose draft it is; form, boxes, caret and overrides are set here.
    pub fn draft(&self, identity: Draft) -> Draft {
        let mut boxes = IndexMap::new();
        for (i, (field, slot)) in self.form.fields.iter().zip(&self.slots).enumerate() {
            // A box that she emptied stays empty: nothing is filled in again after a crash.
            let keeps = slot.kept != KeptBox::default() || slot.touched;
            if !field.kind.is_computed() && keeps {
                boxes.insert(field.key.clone(), self.kept_of(i));
            }
        }
        if !self.query.is_empty() {
            boxes.insert(QUERY_BOX.to_owned(), self.query_box());
        }
        Draft {
            form: self.form.id.clone(),
            version: self.form.version,
            focus: self.field().key.clone(),
            caret: self.caret,
            last_keyed: self.last_keyed.clone(),
            boxes,
            overrides: self.overrides.clone(),
            ..identity
        }
    }

    /// The boxes as they were kept. What was half typed is no answer yet, though it may look like one (1206 of 120612): the sheet goes
    /// by what stood there before, as it did.
    pub(super) fn take_boxes(&mut self, boxes: &IndexMap<String, KeptBox>) {
        for (key, kept) in boxes {
            if key == QUERY_BOX {
                self.query.clone_from(&kept.text);
            }
            if let Some(i) = self.form.position(key) {
                let slot = &mut self.slots[i];
                slot.kept = kept.clone();
                (slot.kept.unread, slot.kept.stood) = (false, None);
                slot.touched = !kept.carried;
                self.remember_source(i);
                self.slots[i].value = if kept.unread {
                    kept.stood.clone()
                } else {
                    self.reading_of(i)
                };
            }
        }
    }

    /// Takes over questions that were passed, unless a box that decides them was being changed when the draft was kept.
    pub(super) fn take_overrides(&mut self, overrides: &[Override]) {
        for passed in overrides {
            let own = self.form.position(&passed.field);
            let check = self.form.checks.iter().find(|c| c.id == passed.check);
            let reads = check.map(|c| c.reads.as_slice()).unwrap_or_default();
            let decided = own.iter().chain(reads).all(|i| {
                let computed = self.form.fields[*i].kind.is_computed();
                computed || self.slots[*i].is_passed() || self.slots[*i].is_empty()
            });
            if decided {
                self.overrides.push(passed.clone());
            }
        }
    }
}
