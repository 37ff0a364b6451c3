//! Who is worth weighing: people as bits, first those who agree in every word exactly, then by beginnings, then with
//! every forgiveness, then those with one word that nothing explains.

use super::expand::Reading;
use super::index::Index;
use super::postings::each_bit;

/// A run of words from `from` to before `to`, and what it may mean.
pub(super) struct Span {
    pub from: usize,
    pub to: usize,
    pub readings: Vec<Reading>,
}

/// People weighed at most with every word explained, and at most with one word unexplained.
const MOST_WHOLE: usize = 1200;
/// So many in one tier, and the next is not looked at: nobody is told apart by such a query.
const ENOUGH: usize = 300;
const MOST_PARTIAL: usize = 1000;
/// Enough to show.
const A_FEW: usize = 100;

/// Those to weigh.
pub(super) struct Candidates {
    pub people: Vec<u32>,
    /// There are more whom the words find.
    pub more: bool,
}

/// People to weigh, each once. `count` is the number of words.
pub(super) fn candidates(index: &Index, spans: &[Span], count: usize) -> Candidates {
    let size = index.records.bound().div_ceil(64);
    let mut words: Vec<Vec<u64>> = vec![vec![0; size]; count];
    let mut seen = vec![0u64; size];
    let mut out = Vec::new();
    for tier in 0..3 {
        for span in spans {
            mark(index, span, tier, &mut words);
        }
        let all = intersect(&words, size);
        take(&all, &mut seen, MOST_WHOLE, &mut out);
        if out.len() >= ENOUGH {
            return Candidates {
                people: out,
                more: true,
            };
        }
    }
    let mut more = false;
    for missing in 1..count.min(3) {
        let some = all_but(&words, size, missing);
        let how_many: u32 = some.iter().map(|w| w.count_ones()).sum();
        // So many are no answer; a few of them are shown when there is nothing better.
        let most = if how_many as usize <= MOST_PARTIAL {
            MOST_PARTIAL
        } else {
            A_FEW.saturating_sub(out.len())
        };
        more |= how_many as usize > most;
        let most = out.len() + most;
        take(&some, &mut seen, most, &mut out);
        if out.len() >= A_FEW {
            break;
        }
    }
    Candidates { people: out, more }
}

fn mark(index: &Index, span: &Span, tier: usize, words: &mut [Vec<u64>]) {
    let (first, rest) = words[span.from..span.to].split_at_mut(1);
    if rest.is_empty() {
        span.readings
            .iter()
            .for_each(|r| r.mark(index, tier, &mut first[0]));
        return;
    }
    let mut bits = vec![0u64; first[0].len()];
    span.readings
        .iter()
        .for_each(|r| r.mark(index, tier, &mut bits));
    for word in first.iter_mut().chain(rest) {
        word.iter_mut().zip(&bits).for_each(|(to, b)| *to |= b);
    }
}

fn intersect(words: &[Vec<u64>], size: usize) -> Vec<u64> {
    let mut all = vec![!0u64; size];
    for word in words {
        all.iter_mut().zip(word).for_each(|(to, w)| *to &= w);
    }
    all
}

/// People whom all words but exactly `missing` (1 or 2) find.
fn all_but(words: &[Vec<u64>], size: usize, missing: usize) -> Vec<u64> {
    let mut out = vec![0u64; size];
    for (i, to) in out.iter_mut().enumerate() {
        let (mut none, mut one, mut two) = (!0u64, 0u64, 0u64);
        for word in words {
            let w = word[i];
            two = two & w | one & !w;
            one = one & w | none & !w;
            none &= w;
        }
        *to = if missing == 1 { one } else { two };
    }
    out
}

/// Adds people not yet seen, up to `most` in all, ascending.
fn take(bits: &[u64], seen: &mut [u64], most: usize, out: &mut Vec<u32>) {
    for (i, (new, old)) in bits.iter().zip(seen.iter_mut()).enumerate() {
        let fresh = new & !*old;
        if fresh == 0 {
            continue;
        }
        *old |= fresh;
        each_bit(&[fresh], |p| out.push(i as u32 * 64 + p));
        if out.len() >= most {
            out.truncate(most);
            return;
        }
    }
}
