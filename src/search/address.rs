//! How much two addresses agree, letter by letter: the words of an address come run together, cut in two, in another
//! order and misspelt, and an agreement on a rare street tells more than one on the town.

use super::compare::Lexicon;
use super::edit;
use super::weights::same_person as w;

/// What two addresses share.
pub(super) struct Shared {
    /// What it tells, in bits.
    pub bits: f32,
    /// Whether most of it is shared.
    pub mostly: bool,
    /// Whether the same address was written with a slip: each has a word that the other has not.
    pub slip: bool,
    /// Whether the house is one.
    pub house: House,
}

/// Whether two addresses are of one house, as far as their numbers tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum House {
    /// One has no number.
    Unknown,
    /// A number is the same.
    Same,
    /// The numbers are a slip apart, or neighbours.
    Slip,
    /// No number is the same.
    Other,
}

/// What else two records say where their house numbers differ.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// The postcodes are of two places.
    Elsewhere,
    /// The names are those of two people.
    Neighbours,
    /// One thing is put down in two ways, or the date of birth is one.
    Haste,
    /// The postcode is one.
    OnePostcode,
    /// Nothing.
    Nothing,
}

/// Digits of a house number, from which on one slip in it is told from a neighbour.
const TELLING_DIGITS: usize = 2;
/// Letters of a word from which on two slips in it leave it the same word.
const LONG: usize = 5;

/// Three neighbouring letters and their part of the information in their words.
type Piece = (u32, f32);

/// Words of an address that say nothing of where a home is.
const NOTHING: [&str; 4] = ["no", "fixed", "address", "unknown"];
/// Words of which one says that there is no home: whatever stands beside it is of some office, or of the town.
const NOWHERE: [&str; 8] = [
    "abode",
    "nfa",
    "homeless",
    "probation",
    "rough",
    "sleeper",
    "surfing",
    "roofless",
];

/// Compares the words of two addresses (see [`super::record::Role::Address`]), neither empty. Where what else is said is put down in
/// haste, or the street is, another number is as well a slip as another house; not so elsewhere.
pub(super) fn shared(lexicon: &Lexicon, a: &[u32], b: &[u32], beside: Beside) -> Shared {
    let (x, y) = (pieces(lexicon, a), pieces(lexicon, b));
    if x.is_empty() || y.is_empty() {
        return Shared {
            bits: 0.0,
            mostly: true,
            slip: false,
            house: House::Unknown,
        };
    }
    let house = match house(lexicon, a, b) {
        House::Other if is_number_a_slip(lexicon, a, b, beside) => House::Slip,
        House::Slip if beside == Beside::Neighbours && !is_misspelt(lexicon, a, b) => House::Other,
        house => house,
    };
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
    let bits = match house {
        House::Other => bits.min(w::OTHER_HOUSE),
        House::Slip if bits > 0.0 => bits * w::NEAR_HOUSE,
        _ => bits,
    };
    let mostly = part >= w::ADDRESS_MOSTLY && house != House::Other;
    let slip = mostly && lacks(lexicon, a, b) && lacks(lexicon, b, a);
    Shared {
        bits,
        mostly,
        slip,
        house,
    }
}

/// Compares the numbers in two addresses: of house and flat, whichever comes first.
fn house(lexicon: &Lexicon, a: &[u32], b: &[u32]) -> House {
    let (x, y) = (numbers(lexicon, a), numbers(lexicon, b));
    if x.is_empty() || y.is_empty() {
        return House::Unknown;
    }
    let any = |is: fn(&str, &str) -> bool| x.iter().any(|m| y.iter().any(|n| is(m, n)));
    let near = |m: &str, n: &str| {
        m.len().min(n.len()) >= TELLING_DIGITS
            && edit::slips(m.as_bytes(), n.as_bytes(), 1, false).is_some()
    };
    if any(|m, n| m == n) {
        House::Same
    } else if any(near) {
        House::Slip
    } else {
        House::Other
    }
}

/// The numbers in an address, without the letters that stand with them.
fn numbers<'a>(lexicon: &'a Lexicon, words: &[u32]) -> Vec<&'a str> {
    let all = words.iter().flat_map(|word| {
        let runs = lexicon.text(*word).split(|c: char| !c.is_ascii_digit());
        runs.map(|run| run.trim_start_matches('0'))
    });
    all.filter(|run| !run.is_empty()).collect()
}

/// Whether `a` has a telling word that `b` has not.
fn lacks(lexicon: &Lexicon, a: &[u32], b: &[u32]) -> bool {
    a.iter()
        .any(|word| !lexicon.is_common(*word) && !b.contains(word))
}

/// Whether another number is as well a slip as another house. Neighbours write street and town alike.
fn is_number_a_slip(lexicon: &Lexicon, a: &[u32], b: &[u32], beside: Beside) -> bool {
    let is_word = |word: &&u32| !lexicon.text(**word).bytes().any(|b| b.is_ascii_digit());
    let lacks = |x: &[u32], y: &[u32]| {
        let words = x.iter().filter(is_word).copied().collect::<Vec<_>>();
        lacks(lexicon, &words, y)
    };
    match beside {
        Beside::Elsewhere => false,
        Beside::Haste => true,
        Beside::OnePostcode if lacks(a, b) && lacks(b, a) => true,
        Beside::OnePostcode | Beside::Neighbours | Beside::Nothing => is_misspelt(lexicon, a, b),
    }
}

/// Whether each has a word that the other has with a slip in it.
fn is_misspelt(lexicon: &Lexicon, a: &[u32], b: &[u32]) -> bool {
    let own = |x: &[u32], y: &[u32]| {
        let words = x.iter().filter(|word| !y.contains(word));
        let texts = words.map(|word| lexicon.text(*word));
        texts
            .filter(|text| text.len() >= LONG && !text.bytes().any(|b| b.is_ascii_digit()))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (x, y) = (own(a, b), own(b, a));
    let near = |m: &str, n: &str| edit::slips(m.as_bytes(), n.as_bytes(), 2, false).is_some();
    x.iter().any(|m| y.iter().any(|n| near(m, n)))
}

/// The pieces of an address, ascending. Words that most addresses have are left out.
fn pieces(lexicon: &Lexicon, words: &[u32]) -> Vec<Piece> {
    let mut letters: Vec<(u8, f32)> = Vec::with_capacity(64);
    let is_nowhere = |t: &u32| NOWHERE.contains(&lexicon.text(*t));
    if words.iter().any(is_nowhere) {
        return Vec::new();
    }
    for &word in words.iter().filter(|t| !lexicon.is_common(**t)) {
        if NOTHING.contains(&lexicon.text(word)) {
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
