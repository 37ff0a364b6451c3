//! What an act does to pads of numbered paper, and to the memory of boxes keyed again.

use super::Work;
use crate::domain::act::{Act, Deed};
use crate::domain::ledger::Pad;
use crate::store::error::StoreError;
use crate::store::records::{Kind, PadRef, Pads, Rekeyings, Spot};

impl Work<'_> {
    pub(super) fn add_to_paper(&mut self, act: &Act, spot: Spot) -> Result<(), StoreError> {
        match &act.deed {
            Deed::BoxRekeyed { .. } => self.rekeyings()?.spots.push(spot),
            Deed::PaperIssued { .. } => {
                let pad = Pad::of(&act.deed);
                self.note_pad(spot, pad, None)?;
            }
            Deed::Undone { act: target, .. } => {
                let base = self.base_of(*target)?;
                if base.is_some_and(|b| matches!(b.deed, Deed::PaperIssued { .. })) {
                    self.note_pad(spot, None, Some(*target))?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn note_pad(
        &mut self,
        spot: Spot,
        pad: Option<Pad>,
        undoes: Option<u64>,
    ) -> Result<(), StoreError> {
        let seq = spot.seq;
        self.pads()?.acts.push(PadRef { seq, pad, undoes });
        Ok(())
    }

    fn pads(&mut self) -> Result<&mut Pads, StoreError> {
        if self.pads.is_none() {
            self.pads = Some(self.shelf.get(Kind::Pads, &[])?.unwrap_or_default());
        }
        Ok(self.pads.get_or_insert_default())
    }

    fn rekeyings(&mut self) -> Result<&mut Rekeyings, StoreError> {
        if self.rekeyings.is_none() {
            let found = self.shelf.get(Kind::Rekeyings, &[])?;
            self.rekeyings = Some(found.unwrap_or_default());
        }
        Ok(self.rekeyings.get_or_insert_default())
    }
}
