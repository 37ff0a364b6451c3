//! What an act does to a serial: paper in the tray, a keyed sheet, a void one.

use super::Work;
use crate::domain::act::{Act, Deed};
use crate::domain::reference::{ClientId, DraftId, Serial};
use crate::domain::sheet::SheetRole;
use crate::store::error::StoreError;
use crate::store::records::{FormTop, Kind, PaperAt, SerialRecord, SerialRef, SheetAt, Spot, What};
use std::collections::HashSet;

/// What an act's serial means for the clients.
#[derive(Debug, Default)]
pub struct Touched {
    /// Clients whom any keying of the serial named.
    pub clients: Vec<ClientId>,
    /// Whether the serial was keyed before, so that this act takes the place of an earlier one.
    pub again: bool,
}

/// What counts of a serial's acts.
struct Settled {
    paper: Option<SerialRef>,
    sheet: Option<(SerialRef, u64)>,
    void: bool,
    filed: bool,
    rekeyed: bool,
}

impl Work<'_> {
    /// A serial's record, as far as this batch has come.
    pub(super) fn serial(&mut self, serial: &str) -> Result<&mut SerialRecord, StoreError> {
        if !self.serials.contains_key(serial) {
            let found = self.shelf.get(Kind::Serial, serial.as_bytes())?;
            let record = found.unwrap_or_else(|| SerialRecord::new(serial));
            if record.in_tray() {
                self.tray.insert(serial.to_owned());
            }
            if record.lies_on_desk() {
                self.on_desk.insert(serial.to_owned());
            }
            self.serials.insert(serial.to_owned(), record);
        }
        Ok(self
            .serials
            .entry(serial.to_owned())
            .or_insert_with(|| SerialRecord::new(serial)))
    }

    pub(super) fn add_to_serial(&mut self, act: &Act, spot: Spot) -> Result<Touched, StoreError> {
        let Some((serial, what)) = self.serial_of(act)? else {
            return Ok(Touched::default());
        };
        let draft = match &act.deed {
            Deed::SheetKeyed {
                draft: Some(id), ..
            } => self.end_draft(*id)?.map(|from| (*id, from)),
            _ => None,
        };
        let client = act.client.filter(|_| what == What::Keyed);
        let reference = SerialRef {
            spot,
            what,
            client,
            draft,
        };
        let before = self.serial(&serial)?.clone();
        let mut record = before.clone();
        record.acts.push(reference);
        let settled = settle(&record.acts);
        self.materialise(&mut record, &settled, act)?;
        self.count_form(before.form(), record.form(), &serial);
        self.add_to_workers(&before, &record, act, spot)?;
        if let What::Undone(target) = what {
            self.settle_draft(&record, target, spot)?;
        }
        let keyings = record.acts.iter().filter(|r| r.what == What::Keyed);
        let mut clients: Vec<ClientId> = keyings.filter_map(|r| r.client).collect();
        clients.dedup();
        let again = before.acts.iter().any(|r| r.what == What::Keyed);
        self.serials.insert(serial, record);
        Ok(Touched { clients, again })
    }

    /// The serial that an act is about, and what it does to it.
    fn serial_of(&self, act: &Act) -> Result<Option<(Serial, What)>, StoreError> {
        Ok(match &act.deed {
            Deed::Undone { act: target, .. } => match self.base_of(*target)? {
                Some(base) => serial_in(&base).map(|(serial, _)| (serial, What::Undone(*target))),
                None => None,
            },
            _ => serial_in(act),
        })
    }

    /// Brings paper and sheet of a record in line with what counts.
    fn materialise(
        &self,
        record: &mut SerialRecord,
        settled: &Settled,
        act: &Act,
    ) -> Result<(), StoreError> {
        record.void = settled.void;
        (record.filed, record.rekeyed) = (settled.filed, settled.rekeyed);
        let read = |spot: Spot| {
            if spot.seq == act.seq {
                return Ok(Some(act.clone()));
            }
            self.act_at(spot)
        };
        if record.paper.as_ref().map(|p| p.spot) != settled.paper.map(|r| r.spot) {
            record.paper = match settled.paper {
                Some(reference) => read(reference.spot)?.and_then(|a| paper(&a, reference.spot)),
                None => None,
            };
        }
        record.sheet = match (settled.sheet, record.sheet.take()) {
            (Some((reference, first)), Some(sheet)) if sheet.spot == reference.spot => {
                Some(SheetAt { first, ..sheet })
            }
            (Some((reference, first)), _) => {
                read(reference.spot)?.and_then(|a| sheet(&a, reference.spot, first))
            }
            (None, _) => None,
        };
        Ok(())
    }

    fn count_form(&mut self, before: Option<&str>, after: Option<&str>, serial: &str) {
        if before == after {
            return;
        }
        if let Some(top) =
            before.and_then(|form| self.totals.forms.iter_mut().find(|t| t.form == form))
        {
            top.count = top.count.saturating_sub(1);
            top.top.retain(|s| s != serial);
            if top.top.is_empty() && top.count > 0 {
                self.search_top.insert(top.form.clone());
            }
        }
        if let Some(form) = after {
            add_to_top(&mut self.totals.forms, form, serial);
        }
        self.totals.forms.retain(|t| t.count > 0);
    }

    /// Finds the highest serials again of forms whose remembered ones were all undone.
    pub(super) fn search_tops(&mut self) -> Result<(), StoreError> {
        let forms = std::mem::take(&mut self.search_top);
        let lost = |top: &&mut FormTop| forms.contains(&top.form);
        if !self.totals.forms.iter_mut().any(|t| lost(&t)) {
            return Ok(());
        }
        for top in self.totals.forms.iter_mut().filter(lost) {
            (top.count, top.top) = (0, Vec::new());
        }
        let (here, tops) = (&self.serials, &mut self.totals.forms);
        let mut note = |record: &SerialRecord| {
            if let Some(form) = record.form().filter(|form| forms.contains(*form)) {
                add_to_top(tops, form, &record.serial);
            }
        };
        here.values().for_each(&mut note);
        self.shelf.each(Kind::Serial, &mut |record: SerialRecord| {
            if !here.contains_key(&record.serial) {
                note(&record);
            }
            Ok(())
        })
    }
}

/// The serial that an act names.
fn serial_in(act: &Act) -> Option<(Serial, What)> {
    match &act.deed {
        Deed::PaperReceived { serial, .. } => Some((serial.clone(), What::Received)),
        Deed::SheetKeyed { head, .. } => Some((head.serial.clone(), What::Keyed)),
        Deed::SheetVoided { serial, .. } => Some((serial.clone(), What::Voided)),
        Deed::SheetFiled { serial } => Some((serial.clone(), What::Filed)),
        Deed::BoxRekeyed { serial, .. } => Some((serial.clone(), What::BoxRekeyed)),
        Deed::SheetRekeyed { serial, .. } => Some((serial.clone(), What::Rekeyed)),
        _ => None,
    }
}

fn paper(act: &Act, spot: Spot) -> Option<PaperAt> {
    let Deed::PaperReceived { form, .. } = &act.deed else {
        return None;
    };
    Some(PaperAt {
        spot,
        form: form.clone(),
        client: act.client,
    })
}

fn sheet(act: &Act, spot: Spot, first: u64) -> Option<SheetAt> {
    let Deed::SheetKeyed { head, draft, .. } = &act.deed else {
        return None;
    };
    Some(SheetAt {
        spot,
        first,
        form: head.form.clone(),
        role: head.role,
        client: act.client,
        queried: head.queried,
        at_desk: draft.is_some(),
    })
}

/// The acts of a serial that a later one, itself not undone, says count no longer.
pub fn undone(acts: &[SerialRef]) -> HashSet<u64> {
    let mut undone = HashSet::new();
    for reference in acts.iter().rev() {
        if let What::Undone(target) = reference.what
            && !undone.contains(&reference.spot.seq)
        {
            undone.insert(target);
        }
    }
    undone
}

fn settle(acts: &[SerialRef]) -> Settled {
    let undone = undone(acts);
    let mut settled = Settled {
        paper: None,
        sheet: None,
        void: false,
        filed: false,
        rekeyed: false,
    };
    for reference in acts.iter().filter(|r| !undone.contains(&r.spot.seq)) {
        match reference.what {
            What::Received => settled.paper = Some(*reference),
            What::Keyed => {
                let first = settled.sheet.map_or(reference.spot.seq, |(_, first)| first);
                if settled.sheet.is_none() {
                    (settled.filed, settled.rekeyed) = (false, false);
                }
                settled.sheet = Some((*reference, first));
                settled.void = false;
            }
            What::Voided => (settled.sheet, settled.void) = (None, true),
            What::Filed => settled.filed = true,
            What::Rekeyed => settled.rekeyed = true,
            What::Undone(_) | What::BoxRekeyed => {}
        }
    }
    settled
}

/// Serials in the order in which they are printed: a longer one is higher than a shorter one.
pub fn rank(serial: &str) -> (usize, &str) {
    (serial.len(), serial)
}

fn add_to_top(forms: &mut Vec<FormTop>, form: &str, serial: &str) {
    let place = match forms.binary_search_by(|t| t.form.as_str().cmp(form)) {
        Ok(place) => place,
        Err(place) => {
            let top = FormTop {
                form: form.to_owned(),
                count: 0,
                top: Vec::new(),
            };
            forms.insert(place, top);
            place
        }
    };
    let top = &mut forms[place];
    let knows_all = top.count == top.top.len() as u64;
    top.count += 1;
    let higher = top.top.partition_point(|s| rank(s) > rank(serial));
    // Lower than all that is remembered, with others unknown between: it has no place in the list.
    if higher < top.top.len() || knows_all {
        top.top.insert(higher, serial.to_owned());
        top.top.truncate(FormTop::MOST);
    }
}

/// Whether a record says something of a worker: who she is, or what event she held.
pub fn is_of_workers(record: &SerialRecord) -> bool {
    let role = record.sheet.as_ref().map(|sheet| sheet.role);
    matches!(role, Some(SheetRole::Worker | SheetRole::Event))
}

/// The half-keyed sheet that the keying `seq` ended.
pub fn draft_of(record: &SerialRecord, seq: u64) -> Option<(DraftId, Spot)> {
    let keyed = record.acts.iter().find(|r| r.spot.seq == seq);
    keyed.and_then(|r| r.draft)
}
