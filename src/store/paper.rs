//! The ledger of paper, and what is keyed again.

use super::Store;
use super::error::StoreError;
use super::records::{Kind, Pads, Rekeyings, SerialRecord, What};
use crate::domain::act::{Act, Deed};
use crate::domain::ledger::{LedgerLine, Pad, SheetState, overtaken};
use crate::domain::reference::Serial;
use crate::domain::sheet::Sheet;
use std::collections::BTreeMap;

impl Store {
    /// The pads that trainers have, oldest first.
    pub fn pads(&self) -> Result<Vec<Pad>, StoreError> {
        let pads: Option<Pads> = self.shelf()?.get(Kind::Pads, &[])?;
        Ok(pads.unwrap_or_default().counting())
    }

    /// Every sheet that is not done with, and every serial of every pad. What is half keyed, and what is expected without a serial, is
    /// not known here.
    pub fn ledger(&self) -> Result<Vec<LedgerLine>, StoreError> {
        let mut lines: BTreeMap<Serial, LedgerLine> = BTreeMap::new();
        let mut records: Vec<SerialRecord> = Vec::new();
        for kind in [Kind::Tray, Kind::OnDesk] {
            self.shelf()?.each(kind, &mut |record: SerialRecord| {
                records.push(record);
                Ok(())
            })?;
        }
        for record in records {
            let line = self.line(&record, false)?;
            lines.insert(record.serial, line);
        }
        for pad in self.pads()? {
            self.add_pad(&pad, &mut lines)?;
        }
        Ok(lines.into_values().collect())
    }

    fn add_pad(
        &self,
        pad: &Pad,
        lines: &mut BTreeMap<Serial, LedgerLine>,
    ) -> Result<(), StoreError> {
        let mut records = Vec::new();
        for serial in pad.serials() {
            let record = self.serial(&serial)?;
            records.push(record.unwrap_or_else(|| SerialRecord::new(&serial)));
        }
        let seen: Vec<bool> = records.iter().map(|r| r.trace().is_seen()).collect();
        let before = overtaken(&seen);
        for (at, record) in records.into_iter().enumerate() {
            if lines.contains_key(&record.serial) {
                continue;
            }
            let mut line = self.line(&record, at < before)?;
            if line.form.is_empty() {
                line.form.clone_from(&pad.form);
            }
            line.trainer = line.trainer.or_else(|| Some(pad.trainer.clone()));
            if line.state == SheetState::Expected {
                line.why = "a later sheet of the pad came".to_owned();
            }
            lines.insert(record.serial, line);
        }
        Ok(())
    }

    fn line(&self, record: &SerialRecord, overtaken: bool) -> Result<LedgerLine, StoreError> {
        let state = record.trace().state(overtaken);
        let paper = record.paper.as_ref();
        let mut line = LedgerLine {
            serial: record.serial.clone(),
            form: record.form().unwrap_or_default().to_owned(),
            state,
            client: paper.and_then(|p| p.client),
            trainer: None,
            on: None,
            keyed: None,
            why: String::new(),
        };
        let keyed = match &record.sheet {
            Some(sheet) => self.book.read(sheet.spot)?,
            None => None,
        };
        if let Some(Act {
            at,
            by,
            client,
            deed: Deed::SheetKeyed { head, .. },
            ..
        }) = keyed
        {
            line.client = client;
            line.trainer = head.completed_by.map(crate::domain::reference::TrainerId);
            line.on = head.completed_on;
            line.keyed = Some((at, by));
        }
        Ok(line)
    }

    /// The keyed sheets whose paper lies on the desk, with the boxes of each that were keyed again since it was keyed, oldest first.
    pub fn on_desk(&self) -> Result<Vec<(Sheet, Vec<String>)>, StoreError> {
        let mut records: Vec<SerialRecord> = Vec::new();
        self.shelf()?
            .each(Kind::OnDesk, &mut |record: SerialRecord| {
                records.push(record);
                Ok(())
            })?;
        let mut found = Vec::new();
        for record in records {
            found.extend(self.with_rekeyed(&record)?);
        }
        found.sort_by_key(|(first, ..)| *first);
        Ok(found.into_iter().map(|(_, sheet, boxes)| (sheet, boxes)).collect())
    }

    /// A keyed sheet with the boxes of it that were keyed again since it was first keyed.
    pub fn rekeyed(&self, serial: &str) -> Result<Option<(Sheet, Vec<String>)>, StoreError> {
        let Some(record) = self.serial(serial)? else {
            return Ok(None);
        };
        let found = self.with_rekeyed(&record)?;
        Ok(found.map(|(_, sheet, boxes)| (sheet, boxes)))
    }

    fn with_rekeyed(
        &self,
        record: &SerialRecord,
    ) -> Result<Option<(u64, Sheet, Vec<String>)>, StoreError> {
        let Some(at) = &record.sheet else {
            return Ok(None);
        };
        let Some(sheet) = self.sheet(&record.serial)? else {
            return Ok(None);
        };
        let mut boxes = Vec::new();
        let again = record
            .acts
            .iter()
            .filter(|r| r.what == What::BoxRekeyed && r.spot.seq > at.first);
        for reference in again {
            if let Some(Act {
                deed: Deed::BoxRekeyed { field, .. },
                ..
            }) = self.book.read(reference.spot)?
            {
                boxes.push(field);
            }
        }
        Ok(Some((at.first, sheet, boxes)))
    }

    /// The latest boxes that were keyed again, oldest first, with what came of it where the reader may know.
    pub fn rekeyings(&self) -> Result<Vec<Act>, StoreError> {
        let found: Option<Rekeyings> = self.shelf()?.get(Kind::Rekeyings, &[])?;
        let spots = found.unwrap_or_default().spots;
        self.book.read_all(spots.into_iter())
    }
}
