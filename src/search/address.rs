//! How much two addresses agree, letter by letter: the words of an address come run together, cut in two, in another
//! order and misspelt, and an agreement on a rare street tells more than one on the town.

use super::compare::Lexicon;
use super::weights::same_person as w;

/// What two addresses share.
pub(super) struct Shared {
    /// What it tells, in bits.
    pub bits: f32,
    /// Whether most of it is shared.
    pub mostly: bool,
    /// Whether the same address was written with a slip: each has a word that the other has not.
    pub slip: bool,
}

/// Three neighbouring letters and their part of the information in their words.
type Piece = (u32, f32);

/// Words of an address that say that there is none.
const NOWHERE: [&str; 7] = [
    "no", "fixed", "abode", "nfa", "homeless", "unknown", "address",
];

/// Compares the words of two addresses (see [`super::record::Role::Address`]), neither empty.
pub(super) fn shared(lexicon: &Lexicon, a: &[u32], b: &[u32]) -> Shared {
    let (x, y) = (pieces(lexicon, a), pieces(lexicon, b));
    if x.is_empty() || y.is_empty() {
        return Shared {
            bits: 0.0,
            mostly: true,
            slip: false,
        };
    }
    let common = in_both(&x, &y);
    let total = |p: &[Piece]| p.iter().map(|p| p.1).sum::<f32>();
    let least = total(&x).min(total(&y)).max(0.1);
    let part = (common / least).min(1.0);
    let told = (common * w::ADDRESS_SHARE).min(w::MOST_ADDRESS);
    let bits = if part < w::ADDRESS_CHANCE {
        w::OTHER_ADDRESS * (1.0 - part / w::ADDRESS_CHANCE)
    } else {
        told * ((part - w::ADDRESS_CHANCE) / w::ADDRESS_WHOLE).min(1.0)
    };
    let mostly = part >= w::ADDRESS_MOSTLY;
    let slip = mostly && lacks(lexicon, a, b) && lacks(lexicon, b, a);
    Shared { bits, mostly, slip }
}

/// Whether `a` has a telling word that `b` has not.
fn lacks(lexicon: &Lexicon, a: &[u32], b: &[u32]) -> bool {
    a.iter()
        .any(|word| !lexicon.is_common(*word) && !b.contains(word))
}

/// The pieces of an address, ascending. Words that most addresses have are left out.
fn pieces(lexicon: &Lexicon, words: &[u32]) -> Vec<Piece> {
    let mut letters: Vec<(u8, f32)> = Vec::with_capacity(64);
    for &word in words.iter().filter(|t| !lexicon.is_common(**t)) {
        if NOWHERE.contains(&lexicon.text(word)) {
            continue;
        }
        let text = lexicon.text(word).as_bytes();
        let each = lexicon.rarity(word, word) / text.len().max(1) as f32;
        letters.extend(text.iter().map(|b| (*b, each)));
    }
    let Some(last) = letters.last() else {
        return Vec::new();
    };
    let edge = (b' ', last.1);
    letters.extend([edge, edge]);
    let piece = |three: &[(u8, f32)]| {
        let key = three.iter().fold(0, |k, l| k << 8 | u32::from(l.0));
        (key, three.iter().map(|l| l.1).sum::<f32>() / 3.0)
    };
    let mut out: Vec<Piece> = letters.windows(3).map(piece).collect();
    out.sort_unstable_by(|p, q| p.0.cmp(&q.0).then(p.1.total_cmp(&q.1)));
    out
}

/// The information in the pieces that both have: the lesser of the two, since a slip makes a word look rare.
fn in_both(x: &[Piece], y: &[Piece]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some(p), Some(q)) = (x.get(i), y.get(j)) {
        match p.0.cmp(&q.0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += p.1.min(q.1);
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    sum
}
