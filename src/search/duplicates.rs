//! Pairs of records that may be of one person, over everybody.
//!
//! Pairs are proposed when two records share one of several keys (date of birth, an identifier, how two names sound, a
//! name with a year or with a day and month, a name at an address), so that no single damaged field hides a
//! pair; each is then weighed by [`super::weights::same_person`].

use super::compare::Lexicon;
use super::dates::Born;
use super::evidence::weigh;
use super::index::Index;
use super::record::{Role, Unpacked};
use super::weights::same_person as w;
use super::words::Words;
use super::{Person, PersonKey, Why};

/// A key that more people share than this proposes no pairs.
const MOST_SHARING: usize = 120;

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

/// See [`Index::pairs`].
pub(super) fn pairs_in(index: &Index, min: f32) -> Vec<Pair> {
    let lexicon = Lexicon {
        base: &index.words,
        extra: Words::default(),
        short: &index.short,
        people: index.people.max(w::FEWEST_PEOPLE),
    };
    let (mut a, mut b) = (Unpacked::default(), Unpacked::default());
    let mut out = Vec::new();
    let mut read = None;
    for pair in proposed(index) {
        let (x, y) = ((pair >> 32) as u32, pair as u32);
        if read != Some(x) {
            a.read(index.records.get(x));
            read = Some(x);
        }
        b.read(index.records.get(y));
        let (score, why) = weigh(&lexicon, &a, &b);
        if score >= min {
            out.push(Pair {
                a: x,
                b: y,
                score,
                why,
            });
        }
    }
    out.sort_by(|p, q| {
        q.score
            .total_cmp(&p.score)
            .then((p.a, p.b).cmp(&(q.a, q.b)))
    });
    out
}

/// Pairs worth weighing, ascending: the lower number in the upper half.
fn proposed(index: &Index) -> Vec<u64> {
    let mut keys: Vec<(u64, u32)> = Vec::new();
    let mut record = Unpacked::default();
    for person in 0..index.records.bound() as u32 {
        let bytes = index.records.get(person);
        if !bytes.is_empty() {
            record.read(bytes);
            blocks(index, &record, |key| keys.push((key, person)));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    let mut out = Vec::new();
    for group in keys
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|g| g.len() > 1 && g.len() <= MOST_SHARING)
    {
        for (i, x) in group.iter().enumerate() {
            out.extend(
                group[i + 1..]
                    .iter()
                    .map(|y| u64::from(x.1) << 32 | u64::from(y.1)),
            );
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Mixes numbers to a key.
fn mix(parts: &[u64]) -> u64 {
    parts.iter().fold(0x9e37_79b9_7f4a_7c15, |h, p| {
        (h ^ p).wrapping_mul(0xff51_afd7_ed55_8ccd).rotate_left(29)
    })
}

/// The keys under which a record meets others.
fn blocks(index: &Index, record: &Unpacked, mut key: impl FnMut(u64)) {
    let born = Born(record.born);
    if born.0 != 0 {
        key(mix(&[1, u64::from(born.0)]));
    }
    for (kind, code) in record.codes.iter().filter(|c| c.0 != 7) {
        key(mix(&[2, u64::from(*kind), code.0]));
    }
    let names: Vec<u32> = record
        .tokens
        .iter()
        .filter(|t| t.1.is_name() && t.1 != Role::Joined)
        .map(|t| t.0)
        .collect();
    let home: Vec<u32> = record
        .tokens
        .iter()
        .filter(|t| t.1 == Role::Address)
        .map(|t| t.0)
        .collect();
    // The last key that a word has is our own; a word that has none stands for itself.
    let sound = |t: u32| {
        index
            .words
            .keys(t)
            .into_iter()
            .rfind(|k| *k != 0)
            .unwrap_or(u64::from(t))
    };
    for (i, &x) in names.iter().enumerate() {
        for &y in &names[i + 1..] {
            let (p, q) = (sound(x).min(sound(y)), sound(x).max(sound(y)));
            key(mix(&[3, p, q]));
        }
        if born.0 != 0 {
            key(mix(&[4, sound(x), u64::from(born.year())]));
            let (d, m) = (born.day(), born.month());
            key(mix(&[
                5,
                sound(x),
                u64::from(d.min(m)),
                u64::from(d.max(m)),
            ]));
        }
        for &h in &home {
            key(mix(&[6, sound(x), u64::from(h)]));
        }
    }
    for pair in home.windows(2) {
        key(mix(&[7, u64::from(pair[0]), u64::from(pair[1])]));
    }
}
