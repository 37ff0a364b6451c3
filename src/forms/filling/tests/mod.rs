//! Filling a sheet, key by key.

mod again;
mod any_keys;
mod asking;
mod flow;
mod typing;
mod unread;

use super::*;
use crate::domain::value::{Missing, Number};
use crate::forms::entry::read_box;
use crate::forms::finding::Severity;
use crate::forms::specimen::{around, at, filling, form, key, nobodys_draft, registry_of, today};
use chrono::NaiveDate;
use proptest::prelude::*;

/// Keys the head and the first two boxes: the caret stands in `time`.
fn begun() -> Filling {
    let mut f = filling();
    key(&mut f, "1\n140612ht3\nc12\n120612");
    assert_eq!(at(&f), "time");
    f
}

/// Keys everything that must be there: the caret stands in `notes`.
fn keyed() -> Filling {
    let mut f = begun();
    key(&mut f, "\n5\n\n\n\n.\n\n\n\n\n\n\n\n");
    assert_eq!(at(&f), "notes");
    f
}

fn ready(f: &mut Filling) -> crate::domain::sheet::FilledSheet {
    match f.finish() {
        Finish::Ready(sheet) => *sheet,
        other => panic!("not ready: {other:?}"),
    }
}
