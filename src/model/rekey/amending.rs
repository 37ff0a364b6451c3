//! Putting a sheet right after two readings agree against it.

use crate::domain::act::{Act, Deed, NewAct, Private, Subject};
use crate::domain::sheet::{FilledSheet, Sheet};
use crate::forms::{Around, Filling, Finish};
use crate::model::desk::Desk;
use crate::paper::compare::Reading;

/// The sheet with another answer in one box, if the form has nothing against it.
pub(super) fn corrected(
    desk: &Desk,
    sheet: &Sheet,
    around: Around,
    key: &str,
    reading: &Reading,
) -> Option<FilledSheet> {
    let form = desk
        .fixed
        .forms
        .form(&sheet.head.form, sheet.head.version)?;
    let values = sheet.values.as_ref()?;
    let mut filling = Filling::of_sheet(
        form,
        around,
        &sheet.head,
        values,
        &sheet.overrides,
        &sheet.query,
    );
    filling.correct(key, reading.as_ref());
    for _ in 0..2 {
        // A soft check asks once; the paper was read twice.
        if let Finish::Ready(filled) = filling.finish() {
            return Some(*filled);
        }
    }
    None
}

/// The act that amends a sheet.
pub(super) fn amendment(desk: &mut Desk, sheet: &Sheet, filled: FilledSheet) -> NewAct {
    let mut head = filled.head;
    head.queried = !filled.query.is_empty();
    NewAct {
        subject: sheet.client.map_or(Subject::None, Subject::Known),
        deed: Deed::SheetKeyed {
            head,
            facts: filled.facts,
            draft: Some(crate::model::keying::next_draft(desk)),
            amends: true,
            overrides: filled.overrides,
        },
        private: Private {
            values: filled.values,
            note: filled.query,
            draft: None,
        },
    }
}

/// Brings a sheet in line with the act that amended it.
pub(super) fn take_amendment(sheet: &mut Sheet, act: &Act) {
    let Some(now) = act.clone().into_sheet().filter(|now| now.values.is_some()) else {
        return;
    };
    *sheet = Sheet {
        client: sheet.client,
        act: sheet.act,
        keyed_by: sheet.keyed_by.clone(),
        keyed_at: sheet.keyed_at,
        ..now
    };
}
