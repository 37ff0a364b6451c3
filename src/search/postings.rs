//! The people who have a token: a sorted list in four bytes each while short, else two bytes each in blocks of 65,536
//! people, and bits where a block is crowded. A save moves at most 8 KiB whatever the token.

use super::PersonKey;
use super::snapshot::{Cursor, ascends, put_list};

/// Above this length a list is kept in blocks.
const FEW: usize = 512;
/// Above this length a block is kept as bits (8 KiB, the size of as many two-byte entries).
const CROWDED: usize = 4096;
const WORDS: usize = 65_536 / 64;
/// In a snapshot: not a plain list but blocks, or bits.
const MANY: u32 = 1 << 31;

/// A sorted set of people.
#[derive(Clone)]
pub(super) enum Postings {
    Few(Vec<u32>),
    Many { blocks: Vec<(u16, Block)>, len: u32 },
}

#[derive(Clone)]
pub(super) enum Block {
    Sparse(Vec<u16>),
    Bits(Box<[u64; WORDS]>, u32),
}

impl Default for Postings {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

impl Postings {
    /// From people in ascending order, without repeats.
    pub fn from_sorted(people: &[u32]) -> Self {
        if people.len() <= FEW {
            return Self::Few(people.to_vec());
        }
        let blocks = people
            .chunk_by(|a, b| a >> 16 == b >> 16)
            .map(|same| {
                let mut block = Block::Sparse(same.iter().map(|&p| p as u16).collect());
                block.settle();
                ((same[0] >> 16) as u16, block)
            })
            .collect();
        Self::Many {
            blocks,
            len: people.len() as u32,
        }
    }

    /// How many people.
    pub fn len(&self) -> usize {
        match self {
            Self::Few(list) => list.len(),
            Self::Many { len, .. } => *len as usize,
        }
    }

    pub fn insert(&mut self, person: PersonKey) {
        match self {
            Self::Few(list) => {
                if let Err(at) = list.binary_search(&person) {
                    list.insert(at, person);
                    if list.len() > FEW {
                        *self = Self::from_sorted(&std::mem::take(list));
                    }
                }
            }
            Self::Many { blocks, len } => {
                let high = (person >> 16) as u16;
                let at = blocks
                    .binary_search_by_key(&high, |b| b.0)
                    .unwrap_or_else(|at| {
                        blocks.insert(at, (high, Block::Sparse(Vec::new())));
                        at
                    });
                *len += u32::from(blocks[at].1.insert(person as u16));
            }
        }
    }

    pub fn remove(&mut self, person: PersonKey) {
        match self {
            Self::Few(list) => {
                if let Ok(at) = list.binary_search(&person) {
                    list.remove(at);
                }
            }
            Self::Many { blocks, len } => {
                if let Ok(at) = blocks.binary_search_by_key(&((person >> 16) as u16), |b| b.0) {
                    *len -= u32::from(blocks[at].1.remove(person as u16));
                }
            }
        }
    }

    /// Everyone, in ascending order.
    pub fn each(&self, mut f: impl FnMut(u32)) {
        match self {
            Self::Few(list) => list.iter().for_each(|&p| f(p)),
            Self::Many { blocks, .. } => {
                for (high, block) in blocks {
                    let base = u32::from(*high) << 16;
                    match block {
                        Block::Sparse(list) => list.iter().for_each(|&p| f(base | u32::from(p))),
                        Block::Bits(words, _) => each_bit(&words[..], |p| f(base | p)),
                    }
                }
            }
        }
    }

    /// Sets the bit of everyone in `bits` (one bit a person).
    pub fn mark(&self, bits: &mut [u64]) {
        if let Self::Many { blocks, .. } = self {
            for (high, block) in blocks {
                let from = usize::from(*high) * WORDS;
                match block {
                    Block::Sparse(list) => {
                        for &p in list {
                            bits[from + usize::from(p >> 6)] |= 1 << (p & 63);
                        }
                    }
                    Block::Bits(words, _) => {
                        bits[from..]
                            .iter_mut()
                            .zip(words.iter())
                            .for_each(|(to, w)| *to |= w);
                    }
                }
            }
        } else {
            self.each(|p| bits[(p >> 6) as usize] |= 1 << (p & 63));
        }
    }

    /// Whether everyone's number is below `bound`.
    pub fn is_below(&self, bound: u32) -> bool {
        match self {
            Self::Few(list) => list.last().is_none_or(|last| *last < bound),
            Self::Many { blocks, .. } => blocks.last().is_none_or(|(high, block)| {
                (u32::from(*high) << 16 | u32::from(block.last())) < bound
            }),
        }
    }

    /// Writes the list for [`Postings::read`].
    pub fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Few(list) => {
                out.extend((list.len() as u32).to_le_bytes());
                put_list(out, list, u32::to_le_bytes);
            }
            Self::Many { blocks, .. } => {
                out.extend((MANY | blocks.len() as u32).to_le_bytes());
                for (high, block) in blocks {
                    out.extend(high.to_le_bytes());
                    block.write(out);
                }
            }
        }
    }

    /// What [`Postings::write`] wrote; `None` where that cannot be.
    pub fn read(from: &mut Cursor) -> Option<Self> {
        let head = from.u32()?;
        if head & MANY == 0 {
            let list = from.list(head as usize, u32::from_le_bytes)?;
            return ascends(&list).then_some(Self::Few(list));
        }
        let mut blocks = Vec::new();
        let mut len = 0;
        for _ in 0..head & !MANY {
            let high = from.u16()?;
            let block = Block::read(from)?;
            len += block.len();
            blocks.push((high, block));
        }
        blocks
            .windows(2)
            .all(|w| w[0].0 < w[1].0)
            .then_some(Self::Many { blocks, len })
    }

    /// Bytes on the heap.
    pub fn memory(&self) -> usize {
        match self {
            Self::Few(list) => list.capacity() * 4,
            Self::Many { blocks, .. } => {
                let inside = |b: &Block| match b {
                    Block::Sparse(list) => list.capacity() * 2,
                    Block::Bits(..) => WORDS * 8,
                };
                blocks.capacity() * size_of::<(u16, Block)>()
                    + blocks.iter().map(|b| inside(&b.1)).sum::<usize>()
            }
        }
    }
}

impl Block {
    fn len(&self) -> u32 {
        match self {
            Self::Sparse(list) => list.len() as u32,
            Self::Bits(_, len) => *len,
        }
    }

    /// The highest number; 0 where nobody is left.
    fn last(&self) -> u16 {
        match self {
            Self::Sparse(list) => list.last().copied().unwrap_or(0),
            Self::Bits(words, _) => words.iter().rposition(|w| *w != 0).map_or(0, |at| {
                (at as u32 * 64 + 63 - words[at].leading_zeros()) as u16
            }),
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Sparse(list) => {
                out.extend((list.len() as u32).to_le_bytes());
                put_list(out, list, u16::to_le_bytes);
            }
            Self::Bits(words, _) => {
                out.extend(MANY.to_le_bytes());
                put_list(out, &words[..], u64::to_le_bytes);
            }
        }
    }

    fn read(from: &mut Cursor) -> Option<Self> {
        let head = from.u32()?;
        if head != MANY {
            let list = from.list(head as usize, u16::from_le_bytes)?;
            return ascends(&list).then_some(Self::Sparse(list));
        }
        let words: Box<[u64; WORDS]> = from
            .list(WORDS, u64::from_le_bytes)?
            .into_boxed_slice()
            .try_into()
            .ok()?;
        let len = words.iter().map(|w| w.count_ones()).sum();
        Some(Self::Bits(words, len))
    }

    /// Takes the cheaper of the two shapes.
    fn settle(&mut self) {
        if let Self::Sparse(list) = self
            && list.len() > CROWDED
        {
            let mut words = Box::new([0u64; WORDS]);
            for &p in list.iter() {
                words[usize::from(p >> 6)] |= 1 << (p & 63);
            }
            *self = Self::Bits(words, list.len() as u32);
        }
    }

    fn insert(&mut self, low: u16) -> bool {
        let new = match self {
            Self::Sparse(list) => list
                .binary_search(&low)
                .map_err(|at| list.insert(at, low))
                .is_err(),
            Self::Bits(words, len) => {
                let word = &mut words[usize::from(low >> 6)];
                let new = *word & (1 << (low & 63)) == 0;
                *word |= 1 << (low & 63);
                *len += u32::from(new);
                new
            }
        };
        self.settle();
        new
    }

    fn remove(&mut self, low: u16) -> bool {
        match self {
            Self::Sparse(list) => list.binary_search(&low).map(|at| list.remove(at)).is_ok(),
            Self::Bits(words, len) => {
                let word = &mut words[usize::from(low >> 6)];
                let there = *word & (1 << (low & 63)) != 0;
                *word &= !(1 << (low & 63));
                *len -= u32::from(there);
                there
            }
        }
    }
}

/// Calls `f` with the number of each set bit, ascending.
pub(super) fn each_bit(words: &[u64], mut f: impl FnMut(u32)) {
    for (at, &word) in words.iter().enumerate() {
        let mut w = word;
        while w != 0 {
            f(at as u32 * 64 + w.trailing_zeros());
            w &= w - 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn postings_hold_what_a_plain_set_holds(
            start in prop::collection::btree_set(0u32..140_000, 0..6000),
            acts in prop::collection::vec((any::<bool>(), 0u32..140_000), 0..900),
        ) {
            let mut plain: BTreeSet<u32> = start;
            let sorted: Vec<u32> = plain.iter().copied().collect();
            let mut postings = Postings::from_sorted(&sorted);
            for (put, p) in acts {
                if put { plain.insert(p); postings.insert(p); } else { plain.remove(&p); postings.remove(p); }
            }
            let mut seen = Vec::new();
            postings.each(|p| seen.push(p));
            prop_assert_eq!(&seen, &plain.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!(postings.len(), plain.len());
            let mut bits = vec![0u64; 3 * 1024];
            postings.mark(&mut bits);
            let mut marked = Vec::new();
            each_bit(&bits, |p| marked.push(p));
            prop_assert_eq!(marked, seen);
        }
    }

    #[test]
    fn a_crowded_block_is_kept_as_bits_and_still_takes_changes() {
        let all: Vec<u32> = (0..10_000).collect();
        let mut postings = Postings::from_sorted(&all);
        assert!(postings.memory() < 10_000);
        postings.remove(77);
        postings.insert(20_000);
        assert_eq!(postings.len(), 10_000);
    }
}
