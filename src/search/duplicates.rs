//! Pairs of records that may be of one person, over everybody.
//!
//! ```text
//! records ─▶ keys (date, identifiers, how two names sound, a name with a year …) ─▶ people who share a rare key, or two
//!         ─▶ weigh (fields, their dependence) ─▶ settle (what the store itself says of twins and of fathers and sons) ─▶ Pair
//! ```
//!
//! # Why
//! Several keys, so that no single damaged field hides a pair. What a key tells is the information in it: one that few
//! people share is enough to weigh a pair, a common one only together with another, so that a million people cost
//! some minutes and not days.
//!
//! Two records that differ in the forename alone are of twins or of one person. Where sex, telephone or numbers are kept, one person
//! whose forename was put down quite wrongly mostly agrees in one of them, and the pair scores the same in every store. In a bare list
//! nothing else can agree, and the two say nothing about which they are. The store does: where a tenth of all records is doubled, a forename
//! put down wrongly is met far more often than twins; in a store without doubles it is never met. So each kind of doubt between bare
//! records gets its share of true pairs from how many pairs of the store leave no doubt, and from how many there are of its own kind; it is
//! never more than even.

use super::codes::is_no_postcode;
use super::compare::Lexicon;
use super::dates::Born;
use super::evidence::weigh;
use super::index::Index;
use super::record::{Role, Unpacked};
use super::twins::Doubt;
use super::weights::same_person as w;
use super::words::Words;
use super::{Person, PersonKey, Why};
use std::num::NonZero;
use std::thread;

/// A key that more people share than this proposes no pairs.
const MOST_SHARING: usize = 120;
/// A key that at most so many people share is enough to weigh a pair.
const FEW_SHARING: f32 = 12.0;
/// People that one thread takes at a time.
const STRIDE: usize = 4096;
/// Threads at most.
const MOST_THREADS: usize = 4;

/// The score from which pairs are worth a review when nobody chooses another (see [`super::weights::same_person`]).
pub const REVIEW: f32 = w::REVIEW;

/// Two records that may be of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The lower number.
    pub a: PersonKey,
    /// The higher number.
    pub b: PersonKey,
    /// How probable it is that they are one person, 0 to 1.
    pub score: f32,
    /// What agrees.
    pub why: Vec<Why>,
}

/// Pairs among `people` with a score of at least `min`, most probable first; equal input gives equal order.
#[must_use]
pub fn pairs(people: &[Person], min: f32) -> Vec<Pair> {
    Index::build(people.iter().cloned()).pairs(min)
}

/// A pair whose score is not settled yet.
struct Found {
    pair: Pair,
    doubt: Option<Doubt>,
    clean: bool,
}

/// See [`Index::pairs`].
pub(super) fn pairs_in(index: &Index, min: f32) -> Vec<Pair> {
    let shared = Shared::of(index);
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = threads.min(MOST_THREADS);
    let mut found: Vec<Found> = thread::scope(|scope| {
        let shared = &shared;
        let parts: Vec<_> = (0..threads)
            .map(|part| scope.spawn(move || weighed(index, shared, (part, threads), min)))
            .collect();
        parts
            .into_iter()
            .flat_map(|part| part.join().unwrap_or_else(|e| std::panic::resume_unwind(e)))
            .collect()
    });
    settle(&mut found, index.people);
    let mut out: Vec<Pair> = found.into_iter().map(|found| found.pair).collect();
    out.retain(|pair| pair.score >= min);
    out.sort_by(|p, q| {
        q.score
            .total_cmp(&p.score)
            .then((p.a, p.b).cmp(&(q.a, q.b)))
    });
    out
}

/// The pairs of every `of`-th stride of people that score at least `min`, and all that are needed to settle doubts.
fn weighed(index: &Index, shared: &Shared, (part, of): (usize, usize), min: f32) -> Vec<Found> {
    let lexicon = Lexicon {
        index,
        base: &index.words,
        births: &index.births,
        extra: Words::default(),
        short: &index.short,
        people: index.people.max(w::FEWEST_PEOPLE),
    };
    let (mut a, mut b) = (Unpacked::default(), Unpacked::default());
    let mut near = Near::new(index.records.bound());
    let mut out = Vec::new();
    let bound = index.records.bound();
    for start in (part * STRIDE..bound).step_by(of * STRIDE) {
        for person in start as u32..(start + STRIDE).min(bound) as u32 {
            let bytes = index.records.get(person);
            if bytes.is_empty() {
                continue;
            }
            a.read(bytes);
            for &other in near.find(index, shared, person, &a) {
                b.read(index.records.get(other));
                let found = weigh(&lexicon, &a, &b);
                if found.plain >= min.min(w::SURE) {
                    // What a bare list leaves in doubt the whole store settles.
                    let (doubt, clean) = (found.doubt.filter(|_| found.bare), found.clean);
                    let score = if found.bare {
                        found.plain
                    } else {
                        found.score()
                    };
                    let pair = Pair {
                        a: person,
                        b: other,
                        score,
                        why: found.why,
                    };
                    out.push(Found { pair, doubt, clean });
                }
            }
        }
    }
    out
}

/// Gives pairs in doubt the score that the whole store lends them.
///
/// Among pairs without a slip, one person whose forename or date of birth was put down wrongly is expected for a known part
/// of the pairs that leave no doubt; all others are families. Families are met among pairs with slips too, as much more
/// often as pairs without a doubt are: what there is beyond them is of one person.
fn settle(found: &mut [Found], people: usize) {
    let count = |least: f32, doubt: Option<Doubt>, clean: bool| {
        let is_one = |f: &&Found| f.doubt == doubt && f.clean == clean && f.pair.score >= least;
        found.iter().filter(is_one).count() as f32
    };
    let (careful, hasty) = (count(w::SURE, None, true), count(w::SURE, None, false));
    let haste = (hasty / careful.max(1.0)).min(w::MOST_HASTE);
    let share = |doubt: Doubt| {
        let (slips, families) = w::doubt(doubt);
        let slips = slips * (careful + hasty);
        let expected = slips + families * people as f32;
        let met = count(w::EVEN, Some(doubt), true);
        let clean = slips / met.max(expected);
        let families = met.max(families * people as f32) * (1.0 - clean) * haste;
        let met = count(w::EVEN, Some(doubt), false);
        [(1.0 - families / met.max(1.0)).max(0.0), clean]
    };
    let doubts = [
        Doubt::Twins,
        Doubt::AlikeTwins,
        Doubt::Generations,
        Doubt::OneDay,
        Doubt::Strangers,
    ];
    let shares = doubts.map(share);
    for Found { pair, doubt, clean } in found {
        if let Some(doubt) = doubt {
            let share = shares[*doubt as usize][usize::from(*clean)];
            let least = w::least_in(*doubt);
            let most = (w::IN_DOUBT_SHARE * share).clamp(least, w::MOST_IN_DOUBT);
            pair.score = pair.score.min(most);
        }
    }
}

/// Which people share a key: the key in the upper half, the person in the lower, ascending.
struct Shared {
    entries: Vec<u64>,
    people: f32,
}

impl Shared {
    fn of(index: &Index) -> Self {
        let mut record = Unpacked::default();
        let mut each = |then: &mut dyn FnMut(u32, u32)| {
            for person in 0..index.records.bound() as u32 {
                let bytes = index.records.get(person);
                if !bytes.is_empty() {
                    record.read(bytes);
                    blocks(index, &record, |key| then(person, key));
                }
            }
        };
        // Counted first: a list that grows by doubling would need half as much again.
        let mut count = 0;
        each(&mut |_, _| count += 1);
        let mut entries = Vec::with_capacity(count);
        each(&mut |person, key| entries.push(u64::from(key) << 32 | u64::from(person)));
        entries.sort_unstable();
        entries.dedup();
        keep_shared(&mut entries);
        Self {
            entries,
            people: index.people.max(1) as f32,
        }
    }

    /// The people who share a key, with the key.
    fn group(&self, key: u32) -> &[u64] {
        let (from, to) = (u64::from(key) << 32, u64::from(key) << 32 | 0xffff_ffff);
        let start = self.entries.partition_point(|e| *e < from);
        let len = self.entries[start..]
            .iter()
            .take_while(|e| **e <= to)
            .count();
        &self.entries[start..start + len]
    }
}

/// Leaves out keys that one person has, and those that too many have.
fn keep_shared(entries: &mut Vec<u64>) {
    let (mut from, mut kept) = (0, 0);
    while from < entries.len() {
        let key = entries[from] >> 32;
        let mut to = from + 1;
        while entries.get(to).is_some_and(|e| e >> 32 == key) {
            to += 1;
        }
        if (2..=MOST_SHARING).contains(&(to - from)) {
            entries.copy_within(from..to, kept);
            kept += to - from;
        }
        from = to;
    }
    entries.truncate(kept);
}

/// The people worth weighing against one person.
struct Near {
    /// What the shared keys tell of each person, in bits; all 0 between two people.
    told: Vec<f32>,
    people: Vec<u32>,
}

impl Near {
    fn new(bound: usize) -> Self {
        Self {
            told: vec![0.0; bound],
            people: Vec::new(),
        }
    }

    /// People of a higher number who share with `person` a key that few have, or several.
    fn find(&mut self, index: &Index, shared: &Shared, person: u32, record: &Unpacked) -> &[u32] {
        let Self { told, people } = self;
        people.clear();
        let mut keys = Vec::with_capacity(40);
        blocks(index, record, |key| keys.push(key));
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            let group = shared.group(key);
            let bits = (shared.people / group.len().max(1) as f32).log2().max(0.1);
            for other in group.iter().map(|e| *e as u32).filter(|o| *o > person) {
                let told = &mut told[other as usize];
                if *told <= 0.0 {
                    people.push(other);
                }
                *told += bits;
            }
        }
        let enough = (shared.people / FEW_SHARING).log2();
        people.retain(|other| std::mem::take(&mut told[*other as usize]) >= enough);
        people.sort_unstable();
        people
    }
}

/// Mixes numbers to a key. Two keys may fall together: the pair is weighed all the same.
fn mix(parts: &[u64]) -> u32 {
    let mixed = parts.iter().fold(0x9e37_79b9_7f4a_7c15u64, |h, p| {
        (h ^ p).wrapping_mul(0xff51_afd7_ed55_8ccd).rotate_left(29)
    });
    (mixed ^ mixed >> 32) as u32
}

/// The keys under which a record meets others.
fn blocks(index: &Index, record: &Unpacked, mut key: impl FnMut(u32)) {
    let born = Born(record.born);
    let (d, m) = (u64::from(born.day()), u64::from(born.month()));
    let (year, day) = (u64::from(born.year()), [d.min(m), d.max(m)]);
    let is_day = born.0 != 0 && !born.is_year_only();
    if is_day {
        key(mix(&[1, year, day[0], day[1]]));
    }
    for (kind, code) in record
        .codes
        .iter()
        .filter(|c| c.0 != 7 && !is_no_postcode(c.1))
    {
        key(mix(&[2, u64::from(*kind), code.0]));
    }
    let of = |is: fn(Role) -> bool| {
        let tokens = record.tokens.iter().filter(move |t| is(t.1));
        tokens.map(|t| t.0).collect::<Vec<u32>>()
    };
    let names = of(|role| role.is_name() && role != Role::Joined);
    let home = of(|role| role == Role::Address);
    let sounds: Vec<u64> = names.iter().map(|name| sound(index, *name)).collect();
    for (i, &x) in sounds.iter().enumerate() {
        for &y in &sounds[i + 1..] {
            key(mix(&[3, x.min(y), x.max(y)]));
        }
        if born.0 != 0 {
            key(mix(&[4, x, year]));
        }
        if is_day {
            key(mix(&[5, x, day[0], day[1]]));
        }
        for &h in &home {
            key(mix(&[6, x, u64::from(h)]));
        }
    }
    for pair in home.windows(2) {
        key(mix(&[7, u64::from(pair[0]), u64::from(pair[1])]));
    }
}

/// How a name sounds: the last key that a word has is our own; a word that has none stands for itself.
fn sound(index: &Index, name: u32) -> u64 {
    let mut keys = index.words.keys(name).into_iter();
    keys.rfind(|k| *k != 0).unwrap_or(u64::from(name))
}
