//! The desk's figures: what the whole program promises, each beside its target.
//!
//! `cargo bench --bench desk` measures on 20,000 clients and 100,000 sheets; `CASELOAD_BENCH=smoke` does the same with 300 clients in
//! seconds and is for finding what is wrong (lost keys, missing saves), never what is slow. Other work on the machine shows in
//! the times: the load is printed with them, and the bare peers (an append, an echo) ran in the same minutes.

#![allow(
    clippy::type_complexity,
    clippy::filter_map_next,
    clippy::format_collect,
    clippy::match_wild_err_arm
)]

mod counts;
mod figures;
mod finding;
mod keyboard;
mod opening;
mod pattern;
mod script;
mod service;
#[allow(dead_code)] // killing the program belongs to the other bench
mod terminal;
mod typing;

#[allow(dead_code)] // the search makes its own people
#[path = "../../src/search/tests/people.rs"]
mod people;

// What the borrowed file finds around it.
use caseload::search::{Person, fold};

use figures::Table;
use service::Service;
use std::time::{Duration, Instant};

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Clients on the books; each has about five sheets.
    pub clients: u32,
    /// Those among them whose case is open.
    pub open: u32,
    /// Openings of the store.
    pub openings: usize,
    /// Queries typed letter by letter.
    pub queries: usize,
    /// Keys timed on each screen.
    pub keys: usize,
    /// Sheets whose saving is timed.
    pub saves: usize,
    /// Sheets keyed, those of the bursts among them.
    pub sheets: usize,
    /// A program that wrote nothing for this long has come to rest.
    pub quiet: Duration,
}

const FULL: Size = Size {
    clients: 20_000,
    open: 300,
    openings: 20,
    queries: 1000,
    keys: 2000,
    saves: 120,
    sheets: 420,
    quiet: Duration::from_millis(15),
};

const SMOKE: Size = Size {
    clients: 300,
    open: 60,
    openings: 3,
    queries: 40,
    keys: 80,
    saves: 4,
    sheets: 24,
    quiet: Duration::from_millis(10),
};

fn main() {
    if std::env::var_os(terminal::ECHO).is_some() {
        return terminal::echo();
    }
    let size = match std::env::var("CASELOAD_BENCH").as_deref() {
        Ok("smoke") => SMOKE,
        _ => FULL,
    };
    let mut table = Table::default();
    let begun = Instant::now();
    let service = Service::made(&size);
    let people = service.people();
    step("opening", || opening::measure(&size, &service, &mut table));
    step("finding", || {
        finding::measure(&size, &service, &people, &mut table);
    });
    step("counting keys", || {
        counts::measure(&size, &service, &people, &mut table);
    });
    let tasks = step("writing the script", || script::written(&size, &service));
    step("typing", || {
        typing::measure(&size, &service, &people, &tasks, &mut table);
    });
    println!();
    let missed = table.print();
    println!(
        "\n{missed} not met; the whole run took {:.0?}{}",
        begun.elapsed(),
        load()
    );
}

fn step<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let done = work();
    println!("{name}: {:.1?}{}", begun.elapsed(), load());
    done
}

/// How busy the machine is, where it says so.
fn load() -> String {
    let said = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    said.split(' ')
        .next()
        .filter(|load| !load.is_empty())
        .map_or_else(String::new, |load| {
            format!(" (load {load} on {cores} cores)")
        })
}
