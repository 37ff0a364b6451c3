//! The distinct tokens: text, letters, sound, and who has them.

use super::edit;
use super::phonetic;
use super::postings::Postings;
use super::record::Role;
use std::collections::HashMap;

/// Words of addresses that too many people share to be worth a list; they count when another word has found the person.
const COMMON: [&str; 12] = [
    "road", "street", "avenue", "close", "lane", "drive", "way", "court", "the", "flat", "rd", "st",
];

/// All distinct tokens of names, addresses and trainers.
#[derive(Clone, Default)]
pub(super) struct Words {
    texts: String,
    ends: Vec<u32>,
    heads: Vec<u64>,
    signatures: Vec<u64>,
    postings: Vec<Postings>,
    common: Vec<bool>,
    lookup: HashMap<Box<str>, u32>,
    sounds: HashMap<u64, Vec<u32>>,
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
        let token = self.ends.len() as u32;
        self.texts.push_str(word);
        self.ends.push(self.texts.len() as u32);
        self.heads.push(head(word.as_bytes()));
        self.signatures.push(edit::signature(word.as_bytes()));
        self.postings.push(Postings::default());
        self.common.push(COMMON.contains(&word));
        self.lookup.insert(word.into(), token);
        let mut keys = [0; 3];
        for (slot, key) in keys.iter_mut().zip(phonetic::keys(word)) {
            *slot = key;
            self.sounds.entry(key).or_default().push(token);
        }
        self.keys.push(keys);
        token
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

    /// Takes a whole list at once, for building.
    pub fn set_postings(&mut self, token: u32, people: &[u32]) {
        self.postings[token as usize] = Postings::from_sorted(people);
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

    /// Living names within `most` slips of `word`, with how many; exact ones left out.
    pub fn near(&self, word: &str, most: usize) -> Vec<(u32, usize)> {
        let sig = edit::signature(word.as_bytes());
        let reach = 2 * most as u32;
        let mut out = Vec::new();
        for (i, s) in self.signatures.iter().enumerate() {
            if (s ^ sig).count_ones() <= reach && !self.is_number(i) {
                let token = i as u32;
                let found = edit::slips(word.as_bytes(), self.text(token).as_bytes(), most, false);
                if let Some(d) = found.filter(|d| *d > 0)
                    && self.people(token) > 0
                {
                    out.push((token, d));
                }
            }
        }
        out
    }

    /// Living names that begin with `word` but for one slip.
    pub fn beginning_nearly(&self, word: &str) -> Vec<u32> {
        let sig = edit::signature(word.as_bytes());
        let mut out = Vec::new();
        for (i, s) in self.signatures.iter().enumerate() {
            if (sig & !s).count_ones() <= 1 && !self.is_number(i) {
                let token = i as u32;
                if edit::slips(word.as_bytes(), self.text(token).as_bytes(), 1, true).is_some()
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

    /// Bytes on the heap, about.
    pub fn memory(&self) -> usize {
        let each = 4 + 8 + 8 + 1 + 24 + size_of::<Postings>();
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
