//! The ledger of paper, and what is keyed again.

use super::Store;
use super::error::StoreError;
use super::records::{Kind, Pads, Rekeyings, SerialRecord, SerialRef, What};
use crate::domain::act::{Act, Deed};
use crate::domain::ledger::{LedgerLine, Pad, SheetState, overtaken};
use crate::domain::reference::{Serial, UserName};
use crate::domain::sheet::Sheet;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// Why a sheet of a pad is expected.
const OVERTAKEN: &str = "a later sheet of the pad came";

/// A keyed sheet whose paper lies on the desk.
#[derive(Debug, Clone, PartialEq)]
pub struct OnDesk {
    /// The sheet as it stands.
    pub sheet: Sheet,
    /// Who keyed it first.
    pub keyer: UserName,
    /// When.
    pub keyed_at: DateTime<Utc>,
    /// Boxes of it that were keyed again since.
    pub boxes: Vec<String>,
}

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
            if let Some(line) = lines.get_mut(&record.serial) {
                // Noted on two pads by mistake: what either of them expects is expected.
                if line.state == SheetState::Issued && at < before {
                    line.state = SheetState::Expected;
                    OVERTAKEN.clone_into(&mut line.why);
                }
                continue;
            }
            let mut line = self.line(&record, at < before)?;
            if line.form.is_empty() {
                line.form.clone_from(&pad.form);
            }
            line.trainer = line.trainer.or_else(|| Some(pad.trainer.clone()));
            if line.state == SheetState::Expected {
                OVERTAKEN.clone_into(&mut line.why);
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

    /// The sheets that were keyed at this desk and whose paper still lies there, in the order keyed.
    pub fn on_desk(&self) -> Result<Vec<OnDesk>, StoreError> {
        let mut records: Vec<SerialRecord> = Vec::new();
        self.shelf()?
            .each(Kind::OnDesk, &mut |record: SerialRecord| {
                // What came in by a file lies here only for its questions.
                if record.sheet.as_ref().is_some_and(|sheet| sheet.at_desk) {
                    records.push(record);
                }
                Ok(())
            })?;
        records.sort_by_key(|record| record.sheet.as_ref().map(|s| s.first));
        let mut found = Vec::new();
        for record in records {
            found.extend(self.with_rekeyed(&record)?);
        }
        Ok(found)
    }

    /// A keyed sheet with the boxes of it that were keyed again.
    pub fn rekeyed(&self, serial: &str) -> Result<Option<OnDesk>, StoreError> {
        match self.serial(serial)? {
            Some(record) => self.with_rekeyed(&record),
            None => Ok(None),
        }
    }

    fn with_rekeyed(&self, record: &SerialRecord) -> Result<Option<OnDesk>, StoreError> {
        let Some(at) = &record.sheet else {
            return Ok(None);
        };
        let first = record.acts.iter().find(|r| r.spot.seq == at.first);
        let first = match first {
            Some(reference) => self.book.read(reference.spot)?,
            None => None,
        };
        let (Some(sheet), Some(first)) = (self.sheet(&record.serial)?, first) else {
            return Ok(None);
        };
        let mut boxes = Vec::new();
        let again = |r: &&SerialRef| r.what == What::BoxRekeyed && r.spot.seq > at.first;
        for reference in record.acts.iter().filter(again) {
            if let Some(Act {
                deed: Deed::BoxRekeyed { field, .. },
                ..
            }) = self.book.read(reference.spot)?
            {
                boxes.push(field);
            }
        }
        Ok(Some(OnDesk {
            sheet,
            keyer: first.by,
            keyed_at: first.at,
            boxes,
        }))
    }

    /// The latest boxes that were keyed again, oldest first, with what came of it where the reader may know.
    pub fn rekeyings(&self) -> Result<Vec<Act>, StoreError> {
        let found: Option<Rekeyings> = self.shelf()?.get(Kind::Rekeyings, &[])?;
        let spots = found.unwrap_or_default().spots;
        self.book.read_all(spots.into_iter())
    }
}
