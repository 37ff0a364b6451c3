//! Bringing the working store up to the journal: some acts after a crash, or all of them from the first.

use super::book::{Book, Leaf};
use super::error::StoreError;
use super::projection::Work;
use super::records::Spot;
use super::shelf::Shelf;
use std::collections::HashMap;
use std::ops::ControlFlow;

/// Acts taken in at a time: each record is written once for all of them.
const WINDOW: usize = 4000;

/// Takes in all acts from number `from` on. How many there were.
pub fn catch_up(shelf: &mut Shelf, book: &Book, from: u64) -> Result<u64, StoreError> {
    let head = book.head();
    let mut count = 0;
    let mut window = Vec::new();
    let mut hints = HashMap::new();
    if from <= head.seq {
        book.scan(from, |mut leaf| {
            if let Some(act) = &mut leaf.act {
                act.private = None;
            }
            count += 1;
            window.push(leaf);
            if window.len() == WINDOW {
                let leaves = std::mem::take(&mut window);
                let changes = project(shelf, book, leaves, &mut hints)?;
                shelf.apply_unfinished(changes)?;
            }
            Ok(ControlFlow::Continue(()))
        })?;
    }
    let changes = project(shelf, book, window, &mut hints)?;
    shelf.apply(changes, &head)?;
    Ok(count)
}

fn project(
    shelf: &Shelf,
    book: &Book,
    leaves: Vec<Leaf>,
    hints: &mut HashMap<u64, Spot>,
) -> Result<Vec<super::engine::Change>, StoreError> {
    let mut work = Work::new(shelf, book)?.with_hints(std::mem::take(hints));
    for leaf in leaves {
        work.add(leaf)?;
    }
    let outcome = work.finish()?;
    *hints = outcome.hints;
    Ok(outcome.changes)
}
