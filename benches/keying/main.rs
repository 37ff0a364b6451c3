//! The figures of keying: what a sheet costs, what survives an office, what slips are caught, how soon a key is seen.
//!
//! `cargo bench --bench keying` takes the whole measure; `CASELOAD_BENCH=smoke` does the same with few sheets and few clients in
//! seconds. `CASELOAD_BENCH_PART=reference` (or `pile`, `slips`, `latency`) takes one part.
//!
//! - [`reference`]: keys of the reference sheets beside the targets and a Tab-driven form.
//! - [`pile`]: 2,000 made-up sheets amid parks, undos, jumps, phone calls and kills; the export beside the paper.
//! - [`slips`]: slips put into what is keyed, and how many are caught on the spot.
//! - [`latency`]: key to frame on the keying screens with a million clients on the books.

#![allow(
    clippy::type_complexity,
    clippy::format_collect,
    clippy::match_wild_err_arm
)]

#[path = "../desk/figures.rs"]
#[allow(dead_code)] // each bench uses its own part of the table
mod figures;
#[path = "../desk/keyboard.rs"]
mod keyboard;
mod latency;
mod paper;
mod pile;
mod reference;
mod service;
mod slips;
#[path = "../desk/terminal.rs"]
#[allow(dead_code)] // the bare peer belongs to the other bench
mod terminal;

use figures::Table;
use std::time::Instant;

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Made-up sheets keyed amid interruptions.
    pub sheets: usize,
    /// Of these, sheets during which the program in a terminal is killed.
    pub killed: usize,
    /// Slips put in.
    pub slips: usize,
    /// Clients on the books where keys are timed.
    pub clients: u32,
    /// Keys timed.
    pub keys: usize,
}

const FULL: Size = Size {
    sheets: 2000,
    killed: 60,
    slips: 6000,
    clients: 1_000_000,
    keys: 2000,
};

const SMOKE: Size = Size {
    sheets: 60,
    killed: 2,
    slips: 300,
    clients: 300,
    keys: 120,
};

fn main() {
    let size = match std::env::var("CASELOAD_BENCH").as_deref() {
        Ok("smoke") => SMOKE,
        _ => FULL,
    };
    let part = std::env::var("CASELOAD_BENCH_PART").unwrap_or_default();
    let parts: [(&str, fn(&Size, &mut Table)); 4] = [
        ("reference", reference::measure),
        ("pile", pile::measure),
        ("slips", slips::measure),
        ("latency", latency::measure),
    ];
    let mut table = Table::default();
    for (name, measure) in parts {
        if part.is_empty() || part == name {
            let begun = Instant::now();
            measure(&size, &mut table);
            println!("{name}: {:.1?}", begun.elapsed());
        }
    }
    println!();
    let missed = table.print();
    println!("\n{missed} not met");
}
