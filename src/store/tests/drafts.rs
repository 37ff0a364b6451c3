//! Half-keyed sheets when a saving is undone, and counts again.

use super::journeys::kept;
use super::*;
use crate::domain::sheet::DraftChange;

#[test]
fn undoing_a_save_brings_the_half_keyed_sheet_back() {
    let (mut store, files, _) = fresh();
    let her = one(&mut store, 1, referral(Subject::New, "R-1", "Smith", ""))
        .client
        .unwrap();
    store
        .keep(
            at(2),
            DraftId(1),
            None,
            DraftChange::Stated(Box::new(draft(1, "S-1"))),
            false,
        )
        .unwrap();
    store
        .keep(at(3), DraftId(1), Some(her), kept("13"), true)
        .unwrap();
    // It lies parked: nobody is told that she left off there.
    let mut before = Vec::clone(&overview(&mut store).drafts);
    (before[0].parked, before[0].kept_at) = (true, at(5));
    let keyed = one(
        &mut store,
        4,
        saving(
            sheet(Subject::Known(her), "S-1", SheetRole::Session, &[]),
            1,
        ),
    );
    assert!(overview(&mut store).drafts.is_empty());
    store.undo(at(5), keyed.seq, "").unwrap();
    assert_eq!(*overview(&mut store).drafts, before);
    assert_eq!(*overview(&mut rebuilt(&files)).drafts, before);
    store
        .keep(at(6), DraftId(1), None, DraftChange::Ended, true)
        .unwrap();
    assert!(overview(&mut store).drafts.is_empty());
    assert!(overview(&mut rebuilt(&files)).drafts.is_empty());
}

#[test]
fn a_save_that_counts_again_takes_its_half_keyed_sheet_with_it_and_what_was_typed_since_comes_back_with_it()
 {
    let (mut store, files, _) = fresh();
    let whole = || DraftChange::Stated(Box::new(draft(1, "S-1")));
    store.keep(at(1), DraftId(1), None, whole(), false).unwrap();
    let keyed = saving(sheet(Subject::New, "S-1", SheetRole::Referral, &[]), 1);
    let keyed = one(&mut store, 2, keyed);
    let undone = store.undo(at(3), keyed.seq, "").unwrap();
    // Taken up again, stated whole and typed into.
    store.keep(at(4), DraftId(1), None, whole(), false).unwrap();
    store
        .keep(at(5), DraftId(1), None, kept("13"), true)
        .unwrap();
    let counts_again = store.undo(at(6), undone.seq, "").unwrap();
    assert!(overview(&mut store).drafts.is_empty());
    assert!(overview(&mut rebuilt(&files)).drafts.is_empty());
    store.undo(at(7), counts_again.seq, "").unwrap();
    for mut store in [store, rebuilt(&files)] {
        let drafts = overview(&mut store).drafts;
        let texts: Vec<&str> = drafts[0].boxes.values().map(|b| b.text.as_str()).collect();
        assert_eq!((drafts.len(), texts), (1, vec!["13"]));
    }
}
