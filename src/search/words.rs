//! The distinct tokens: text, letters, sound, and who has them.

use super::edit;
use super::fold::LONGEST_WORD;
use super::phonetic;
use super::postings::Postings;
use super::record::Role;
use super::snapshot::{Cursor, put_list};
use std::collections::HashMap;

/// Words of addresses that too many people share to be worth a list; they count when another word has found the person.
const COMMON: [&str; 12] = [
    "road", "street", "avenue", "close", "lane", "drive", "way", "court", "the", "flat", "rd", "st",
];

/// A quick hash for short words: eight bytes at a time, multiplied and turned. Words come from one service's own paper, so
/// that a defence against chosen collisions is not worth a second of every start.
#[derive(Clone, Copy, Default)]
pub(super) struct QuickHash(u64);
pub(super) type Quick = std::hash::BuildHasherDefault<QuickHash>;

impl std::hash::Hasher for QuickHash {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            self.write_u64(head(chunk));
        }
    }

    fn write_u64(&mut self, v: u64) {
        self.0 = (self.0.rotate_left(5) ^ v).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_u8(&mut self, v: u8) {
        self.write_u64(u64::from(v));
    }

    fn write_u32(&mut self, v: u32) {
        self.write_u64(u64::from(v));
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 29
    }
}

/// All distinct tokens of names, addresses and trainers.
#[derive(Clone, Default)]
pub(super) struct Words {
    texts: String,
    ends: Vec<u32>,
    heads: Vec<u64>,
    signatures: Vec<u64>,
    postings: Vec<Postings>,
    lens: Vec<u8>,
    common: Vec<bool>,
    lookup: HashMap<Box<str>, u32, Quick>,
    sounds: HashMap<u64, Vec<u32>, Quick>,
    keys: Vec<[u64; 3]>,
}

/// The first eight bytes, big-endian, so that a prefix test is a mask.
fn head(word: &[u8]) -> u64 {
    let mut bytes = [0u8; 8];
    let n = word.len().min(8);
    bytes[..n].copy_from_slice(&word[..n]);
    u64::from_be_bytes(bytes)
}

impl Words {
    pub fn text(&self, token: u32) -> &str {
        let i = token as usize;
        let from = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.texts[from..self.ends[i] as usize]
    }

    /// The keys of how a token sounds, 0 where there are fewer.
    pub fn keys(&self, token: u32) -> [u64; 3] {
        self.keys[token as usize]
    }

    pub fn count(&self) -> usize {
        self.ends.len()
    }

    pub fn get(&self, word: &str) -> Option<u32> {
        self.lookup.get(word).copied()
    }

    /// How many people have the token.
    pub fn people(&self, token: u32) -> usize {
        self.postings[token as usize].len()
    }

    pub fn postings(&self, token: u32) -> &Postings {
        &self.postings[token as usize]
    }

    /// The number of `word`, new if it must be.
    pub fn intern(&mut self, word: &str) -> u32 {
        if let Some(&token) = self.lookup.get(word) {
            return token;
        }
        let token = self.count() as u32;
        self.lookup.insert(word.into(), token);
        self.push(word, phonetic::slots(word));
        token
    }

    /// The words of a building: each text with its number (`lookup` has the same), and how each sounds.
    pub fn of(
        texts: &[Box<str>],
        lookup: HashMap<Box<str>, u32, Quick>,
        sounds: impl Iterator<Item = [u64; 3]>,
    ) -> Self {
        let mut words = Self {
            lookup,
            ..Self::default()
        };
        for (word, keys) in texts.iter().zip(sounds) {
            words.push(word, keys);
        }
        words
    }

    /// One word more, except in `lookup`.
    fn push(&mut self, word: &str, keys: [u64; 3]) {
        let token = self.count() as u32;
        self.texts.push_str(word);
        self.ends.push(self.texts.len() as u32);
        self.heads.push(head(word.as_bytes()));
        self.signatures.push(edit::signature(word.as_bytes()));
        self.postings.push(Postings::default());
        self.lens.push(word.len() as u8);
        self.common.push(COMMON.contains(&word));
        for key in keys.into_iter().filter(|key| *key != 0) {
            self.sounds.entry(key).or_default().push(token);
        }
        self.keys.push(keys);
    }

    /// Whether a word is one that most addresses have.
    pub fn is_common(&self, token: u32) -> bool {
        self.common[token as usize]
    }

    /// Whether a person who has the token in this role is listed under it.
    pub fn is_listed(&self, token: u32, role: Role) -> bool {
        role.is_name() || !self.common[token as usize]
    }

    pub fn add(&mut self, token: u32, person: u32) {
        self.postings[token as usize].insert(person);
    }

    pub fn take(&mut self, token: u32, person: u32) {
        self.postings[token as usize].remove(person);
    }

    /// Takes the lists of all words at once, for building.
    pub fn set_all_postings(&mut self, postings: Vec<Postings>) {
        self.postings = postings;
    }

    fn is_number(&self, i: usize) -> bool {
        ((self.heads[i] >> 56) as u8).is_ascii_digit()
    }

    /// Living tokens that begin with `word`.
    pub fn beginning(&self, word: &str) -> Vec<u32> {
        let want = head(word.as_bytes());
        let mask = if word.len() >= 8 {
            !0
        } else {
            !(!0u64 >> (8 * word.len()))
        };
        let mut out = Vec::new();
        for (i, h) in self.heads.iter().enumerate() {
            if (h ^ want) & mask == 0 {
                let token = i as u32;
                if (word.len() <= 8 || self.text(token).starts_with(word)) && self.people(token) > 0
                {
                    out.push(token);
                }
            }
        }
        out
    }

    /// Living words within `most` slips of `word`, with how many; the word itself left out.
    pub fn near(&self, word: &str, most: usize) -> Vec<(u32, usize)> {
        let pattern = edit::Pattern::new(word.as_bytes());
        let sig = edit::signature(word.as_bytes());
        let reach = 2 * most as u32;
        let lens = (word.len().saturating_sub(most) as u8)..=((word.len() + most) as u8);
        let mut out = Vec::new();
        for (i, (s, len)) in self.signatures.iter().zip(&self.lens).enumerate() {
            if (s ^ sig).count_ones() <= reach && lens.contains(len) && !self.is_number(i) {
                let token = i as u32;
                let found = pattern.slips(self.text(token).as_bytes(), most, false);
                if let Some(d) = found.filter(|d| *d > 0)
                    && self.people(token) > 0
                {
                    out.push((token, d));
                }
            }
        }
        out
    }

    /// Living words that begin with `word` but for one slip.
    pub fn beginning_nearly(&self, word: &str) -> Vec<u32> {
        let pattern = edit::Pattern::new(word.as_bytes());
        let sig = edit::signature(word.as_bytes());
        let mut out = Vec::new();
        for (i, s) in self.signatures.iter().enumerate() {
            if (sig & !s).count_ones() <= 1 && !self.is_number(i) {
                let token = i as u32;
                if pattern
                    .slips(self.text(token).as_bytes(), 1, true)
                    .is_some()
                    && self.people(token) > 0
                {
                    out.push(token);
                }
            }
        }
        out
    }

    /// Living names that sound like `word`.
    pub fn sounding(&self, word: &str) -> Vec<u32> {
        let mut out: Vec<u32> = phonetic::keys(word)
            .iter()
            .filter_map(|key| self.sounds.get(key))
            .flatten()
            .copied()
            .filter(|&t| self.people(t) > 0)
            .collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Whether everyone who has a word has a number below `bound`.
    pub fn all_below(&self, bound: u32) -> bool {
        self.postings.iter().all(|p| p.is_below(bound))
    }

    /// Writes texts, sounds and lists for [`Words::read`].
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.count() as u32).to_le_bytes());
        out.extend(&self.lens);
        out.extend(self.texts.as_bytes());
        for keys in &self.keys {
            put_list(out, keys, u64::to_le_bytes);
        }
        self.postings.iter().for_each(|p| p.write(out));
    }

    /// What [`Words::write`] wrote; `None` where that cannot be.
    pub fn read(from: &mut Cursor) -> Option<Self> {
        let count = from.u32()? as usize;
        let lens = from.bytes(count)?;
        let fits = lens
            .iter()
            .all(|l| (1..=LONGEST_WORD).contains(&usize::from(*l)));
        let texts = from.bytes(lens.iter().map(|l| usize::from(*l)).sum())?;
        let mut rest = std::str::from_utf8(texts).ok().filter(|_| fits)?;
        let mut words = Self::default();
        words.lookup.reserve(count);
        for len in lens {
            let (word, after) = rest.split_at_checked(usize::from(*len))?;
            rest = after;
            let keys = [from.u64()?, from.u64()?, from.u64()?];
            let number = words.count() as u32;
            if words.lookup.insert(word.into(), number).is_some() {
                return None;
            }
            words.push(word, keys);
        }
        for postings in &mut words.postings {
            *postings = Postings::read(from)?;
        }
        Some(words)
    }

    /// Bytes on the heap, about.
    pub fn memory(&self) -> usize {
        let each = 4 + 8 + 8 + 1 + 1 + 24 + size_of::<Postings>();
        let looked_up = self.lookup.capacity() * (size_of::<(Box<str>, u32)>() + 1)
            + self.texts.len()
            + 16 * self.count();
        let sounds = self.sounds.capacity() * 33
            + self
                .sounds
                .values()
                .map(|v| v.capacity() * 4)
                .sum::<usize>();
        self.texts.capacity()
            + self.ends.capacity() * each
            + self.postings.iter().map(Postings::memory).sum::<usize>()
            + looked_up
            + sounds
    }
}
