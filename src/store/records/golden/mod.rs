//! Golden bytes: each record as each released version wrote it, read by the version of today.
//!
//! `tests/golden/<record>.v<version>.hex` holds the bytes of one sample. When a test here fails, a stored shape was changed: keep the
//! file, freeze the old shape in `records`, raise `VERSION`, write `from_older`, and add a file for the new version.

mod acts;
mod clients;
mod service;

use super::*;
use crate::domain::act::Deed;
use crate::domain::case::{Case, Contact, Cover, Hold, Plan, Spell, Work};
use crate::domain::client::{Identity, Risk};
use crate::domain::dossier::{Declared, Dossier, SheetLine};
use crate::domain::fact::Facts;
use crate::domain::figures::{Figures, Tally};
use crate::domain::ledger::Pad;
use crate::domain::reference::{CaseNo, ClientId, DraftId, TrainerId};
use crate::domain::sheet::{
    BatchHead, Draft, DraftChange, KeptBox, Override, SheetHead, SheetRole,
};
use crate::domain::trainer::{Conflict, From, Leave, Trainer};
use crate::domain::value::{Missing, Number, Value, Values};
use crate::store::codec::{Record, decode, encode};
use chrono::NaiveDate;
use indexmap::IndexMap;
use std::fmt::Write as _;
use std::path::PathBuf;

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2012, 6, number).unwrap()
}

fn spot(seq: u64) -> Spot {
    Spot {
        seq,
        segment: 2,
        offset: 70_000 + seq,
    }
}

fn file(name: &str, version: u16) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.join("tests/golden")
        .join(format!("{name}.v{version}.hex"))
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for line in bytes.chunks(32) {
        for byte in line {
            write!(text, "{byte:02x}").unwrap();
        }
        text.push('\n');
    }
    text
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    let pairs = digits
        .chunks(2)
        .map(|pair| std::str::from_utf8(pair).unwrap());
    pairs
        .map(|pair| u8::from_str_radix(pair, 16).unwrap())
        .collect()
}

/// Today's program writes the golden bytes of today's version, and reads those of every version there was.
fn check<R: Record + PartialEq + std::fmt::Debug>(name: &str, sample: &R) {
    let written = encode(sample).unwrap();
    let path = file(name, R::VERSION);
    // Before a first release a shape may change: `CASELOAD_WRITE=1 cargo test golden` then makes the bytes anew.
    if std::env::var_os("CASELOAD_WRITE").is_some() {
        std::fs::write(&path, hex(&written)).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        hex(&written) == golden,
        "{name} is written otherwise than before:\n{}",
        hex(&written)
    );
    for version in 1..=R::VERSION {
        let bytes = unhex(&std::fs::read_to_string(file(name, version)).unwrap());
        let read: R = decode(&bytes).unwrap_or_else(|e| panic!("{name} version {version}: {e}"));
        if version == R::VERSION {
            assert_eq!(
                &read, sample,
                "{name} is read otherwise than it was written"
            );
        }
    }
}
