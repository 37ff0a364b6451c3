//! Our search beside tantivy, SQLite FTS5, fzf and fuzzy-matcher's Skim: the same made-up people, the same queries, one run.
//!
//! `benches/peers.sh` runs it with all peers; `cargo run --release --manifest-path benches/peers/Cargo.toml` with those that are here.
//! It takes 1,000,000 people; a number behind it another size.
//!
//! # Why
//! Each peer is used as a sensible person would use it for this (see its file), on a line that holds everything we search. All get
//! the same queries in the same order; the slow ones stop when their time is up, and are compared with ours on the queries that they
//! had. A query is typed letter by letter for the times of a key; recall is asked of whole queries.

mod fts5;
mod fzf;
mod skim;
mod tantivy_peer;

#[path = "../../desk/figures.rs"]
mod figures;
#[path = "../../../src/search/tests/people.rs"]
mod people;

use caseload::search::{Index, Person, fold};
use chrono::NaiveDate;
use figures::{Table, Times, ms};
use people::{DAMAGE, Dice, Maker, damaged};
use std::time::{Duration, Instant};

/// Time that one peer may take for its keys.
const FOR_KEYS: Duration = Duration::from_secs(90);
/// Time that one peer may take for whole queries.
const FOR_RECALL: Duration = Duration::from_secs(240);
/// Queries typed letter by letter, and whole queries for each kind of damage.
const TYPED: usize = 150;
const EACH_KIND: usize = 40;

/// Somebody who finds people.
pub trait Peer {
    /// What it is and how it is used.
    fn name(&self) -> &'static str;
    /// The first three found.
    fn find(&mut self, query: &str) -> Vec<u32>;
}

struct Ours(Index);

impl Peer for Ours {
    fn name(&self) -> &'static str {
        "ours"
    }

    fn find(&mut self, query: &str) -> Vec<u32> {
        let today = NaiveDate::from_ymd_opt(2012, 6, 1).unwrap_or_default();
        let hits = self.0.find(query, today, 3);
        hits.iter().map(|hit| hit.key).collect()
    }
}

/// Whom a damaged query means.
struct Asked {
    kind: usize,
    key: u32,
    query: String,
}

/// What one peer did: times of a key, and whether each query found its person.
struct Outcome {
    name: &'static str,
    built: Duration,
    keys: Times,
    found: Vec<bool>,
}

fn main() {
    let people = std::env::args().nth(1).map_or(1_000_000, |n| {
        n.parse().expect("the number of people, in digits")
    });
    println!("{people} made-up people; times of a key, and the right person among the first three");
    let everyone: Vec<Person> = Maker::new(7, people).collect();
    let (typed, asked) = (typed(&everyone), asked(&everyone));
    let mut outcomes = vec![measure(
        || Some(Ours(Index::build(everyone.iter().cloned()))),
        &typed,
        &asked,
    )];
    let lines: Vec<String> = everyone.iter().map(line).collect();
    drop(everyone);
    outcomes.push(measure(
        || Some(tantivy_peer::Tantivy::new(&lines)),
        &typed,
        &asked,
    ));
    outcomes.push(measure(|| Some(fts5::Fts5::new(&lines)), &typed, &asked));
    outcomes.push(measure(|| fzf::Fzf::new(&lines), &typed, &asked));
    outcomes.push(measure(
        || Some(skim::Skim::new(lines.clone())),
        &typed,
        &asked,
    ));
    let outcomes: Vec<Outcome> = outcomes.into_iter().flatten().collect();
    by_kind(&outcomes, &asked);
    let missed = verdict(&outcomes, &[fzf::NAME]);
    std::process::exit(i32::from(missed > 0));
}

/// Everything that we search of a person, folded, on one line.
fn line(p: &Person) -> String {
    let born = p
        .born
        .map(|b| b.format("%d %m %Y %y %d%m%y %d%m%Y %B").to_string());
    let parts = [
        &p.forenames,
        &p.surname,
        &p.known_as,
        &p.former_names.join(" "),
        &born.unwrap_or_default(),
        &p.crn,
        &p.pnc,
        &p.cro,
        &p.nhs_number,
        &p.noms,
        &p.postcode,
        &p.postcode.replace(' ', ""),
        &p.address,
        &p.phones.join(" "),
        &p.references.join(" "),
        &p.trainer,
    ];
    fold::fold(&parts.map(String::as_str).join(" "))
}

/// Queries for anyone as they stand after each key, in no order, so that whoever stops early had some of all lengths.
fn typed(everyone: &[Person]) -> Vec<String> {
    let mut dice = Dice(11);
    let mut keys = Vec::new();
    for _ in 0..TYPED {
        let query = loop {
            let person = &everyone[dice.below(everyone.len())];
            let kind = DAMAGE[dice.below(DAMAGE.len())];
            if let Some(query) = damaged(person, kind, &mut dice) {
                break query;
            }
        };
        keys.extend(
            query
                .char_indices()
                .map(|(i, c)| query[..i + c.len_utf8()].to_owned()),
        );
    }
    for i in (1..keys.len()).rev() {
        keys.swap(i, dice.below(i + 1));
    }
    keys
}

/// One query of each kind, then the next of each kind.
fn asked(everyone: &[Person]) -> Vec<Asked> {
    let mut dice = Dice(13);
    let mut all = Vec::new();
    for _ in 0..EACH_KIND {
        for (kind, name) in DAMAGE.iter().enumerate() {
            let found = (0..5000).find_map(|_| {
                let person = &everyone[dice.below(everyone.len())];
                let query = damaged(person, name, &mut dice)?;
                Some(Asked {
                    kind,
                    key: person.key,
                    query,
                })
            });
            all.extend(found);
        }
    }
    all
}

fn measure<P: Peer>(
    make: impl FnOnce() -> Option<P>,
    typed: &[String],
    asked: &[Asked],
) -> Option<Outcome> {
    let start = Instant::now();
    let mut peer = make()?;
    let built = start.elapsed();
    println!("{} is ready after {built:.1?}", peer.name());
    peer.find("warm up");
    let start = Instant::now();
    let mut keys = Times::default();
    for query in typed.iter().take_while(|_| start.elapsed() < FOR_KEYS) {
        let begun = Instant::now();
        std::hint::black_box(peer.find(query));
        keys.add(begun.elapsed());
    }
    let start = Instant::now();
    let found = asked
        .iter()
        .take_while(|_| start.elapsed() < FOR_RECALL)
        .map(|a| peer.find(&a.query).contains(&a.key))
        .collect();
    Some(Outcome {
        name: peer.name(),
        built,
        keys,
        found,
    })
}

/// Recall by kind of damage, a column for each.
fn by_kind(outcomes: &[Outcome], asked: &[Asked]) {
    println!("\nright person among the first three, by kind of damage (of so many queries):");
    for (number, kind) in DAMAGE.iter().enumerate() {
        let mut row = format!("{kind:<24}");
        for outcome in outcomes {
            let mine = outcome
                .found
                .iter()
                .zip(asked)
                .filter(|(_, a)| a.kind == number);
            let (found, all) = mine.fold((0, 0), |(f, n), (hit, _)| (f + usize::from(*hit), n + 1));
            row += &format!(
                "  {} {:>4.0} % of {all:<4}",
                short(outcome.name),
                percent(found, all)
            );
        }
        println!("{row}");
    }
    println!();
}

fn short(name: &str) -> &str {
    name.split([' ', ',']).next().unwrap_or(name)
}

fn percent(found: usize, all: usize) -> f64 {
    100.0 * found as f64 / all.max(1) as f64
}

/// The table: ours ahead of each in p99 and in recall; how many times it is not. Of those that are `wanted` and are not there it
/// says so.
fn verdict(outcomes: &[Outcome], wanted: &[&str]) -> usize {
    let mut table = Table::default();
    let Some((ours, peers)) = outcomes.split_first() else {
        return 0;
    };
    let count = |found: &[bool]| found.iter().filter(|f| **f).count();
    for outcome in outcomes {
        let (n, all) = (count(&outcome.found), outcome.found.len());
        table.note(
            format!("{}: a key", outcome.name),
            format!("{}, ready after {}", outcome.keys, ms(outcome.built)),
        );
        table.note(
            format!("{}: recall", outcome.name),
            format!("{:.2} % of {all} queries", percent(n, all)),
        );
    }
    for peer in peers {
        let times = |of: Duration, to: Duration| of.as_secs_f64() / to.as_secs_f64();
        let ratio = times(peer.keys.at(990), ours.keys.at(990));
        let usual = times(peer.keys.median(), ours.keys.median());
        table.add(
            format!("p99 of {} against ours", short(peer.name)),
            format!("{ratio:.1} times ours (p50 {usual:.1} times)"),
            "more than ours",
            ratio > 1.0,
        );
        let all = peer.found.len();
        let (theirs, same) = (count(&peer.found), count(&ours.found[..all]));
        table.add(
            format!("recall of ours against {}", short(peer.name)),
            format!("{same} to {theirs} of the same {all}"),
            "more than theirs",
            same > theirs,
        );
    }
    for name in wanted {
        if outcomes.iter().all(|outcome| outcome.name != *name) {
            table.note(*name, "not measured");
        }
    }
    table.print()
}
