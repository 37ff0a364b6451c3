//! The index as plain bytes and back, so that a start need not read everybody again.
//!
//! ```text
//! "CLINDEX\n" | version u32 | rules 16 | people u64 | words | births | records | codes | ends | BLAKE3 of all before, 32
//! ```
//! Numbers are little-endian. Lists of people lie as they lie in memory, so that loading is copying. What can be worked out
//! (letters, sounds' table, lookup) is left out.
//!
//! # Why
//! Whoever keeps the bytes seals them; the digest is for the disk that lies. A snapshot is never worth a repair: whatever
//! is wrong with it, it is refused as a whole and the index is built anew. What the digest vouches for is checked all the
//! same as far as a wrong number could end in a panic.

use super::index::{Births, Index};
use super::phonetic;
use super::postings::Postings;
use super::record::Records;
use super::words::Words;

const MAGIC: &[u8; 8] = b"CLINDEX\n";
/// Raised with each change of the layout, of the folding or of what is kept of a person.
const VERSION: u32 = 4;
const DIGEST: usize = 32;

/// Why bytes are no snapshot of an index. Nothing is lost by it: an index is built from the people themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    /// Another version of the program wrote it.
    #[error("The snapshot of the search index is of another version of the program.")]
    OtherVersion,
    /// It is not whole, or not as it was written.
    #[error("The snapshot of the search index is damaged.")]
    Damaged,
}

impl Index {
    /// The whole index as bytes, for [`Index::from_bytes`].
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.memory());
        out.extend(MAGIC);
        out.extend(VERSION.to_le_bytes());
        out.extend(rules());
        out.extend((self.people as u64).to_le_bytes());
        self.words.write(&mut out);
        self.births.write(&mut out);
        self.records.write(&mut out);
        self.codes.write(&mut out);
        self.ends.write(&mut out);
        let digest = blake3::hash(&out);
        out.extend(digest.as_bytes());
        out
    }

    /// The index that [`Index::to_bytes`] wrote, with the short names that come with the program.
    ///
    /// # Errors
    /// When another version wrote it, or a single byte is not as it was written.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SnapshotError> {
        let head = MAGIC.len() + 4;
        let version = bytes.get(..head).ok_or(SnapshotError::Damaged)?;
        if &version[..MAGIC.len()] != MAGIC {
            return Err(SnapshotError::Damaged);
        }
        if version[MAGIC.len()..] != VERSION.to_le_bytes() {
            return Err(SnapshotError::OtherVersion);
        }
        let (body, digest) = bytes
            .split_last_chunk::<DIGEST>()
            .ok_or(SnapshotError::Damaged)?;
        if blake3::hash(body) != *digest {
            return Err(SnapshotError::Damaged);
        }
        let mut from = Cursor(&body[head.min(body.len())..]);
        if from.bytes(16).ok_or(SnapshotError::Damaged)? != rules() {
            return Err(SnapshotError::OtherVersion);
        }
        Self::read(&mut from).ok_or(SnapshotError::Damaged)
    }

    fn read(from: &mut Cursor) -> Option<Self> {
        let people = from.u64()? as usize;
        let words = Words::read(from)?;
        let births = Births::read(from)?;
        let records = Records::read(from)?;
        let held = records.counted(words.count())?;
        let codes = super::codes::CodeTable::read(from, &held.codes)?;
        let ends = super::codes::CodeTable::read(from, &held.codes)?;
        let bound = records.bound() as u32;
        let fits = held.people == people
            && from.0.is_empty()
            && words.all_below(bound)
            && births.postings.iter().all(|p| p.is_below(bound));
        fits.then(|| Self {
            words,
            records,
            codes,
            ends,
            births,
            people,
            ..Self::new()
        })
    }
}

/// What the rules of folding and hearing make of some names: a snapshot keeps what they made, so one written under other
/// rules is refused even where nobody thought of raising [`VERSION`].
fn rules() -> [u8; 16] {
    const SAMPLE: &str = "Siobhán O’Brien Łukasz Krzysztof Wójcik Mohammed Qureshi Choudhury Nguyen Xu Hsu Okafor \
                          Oluwaseun Schwartz Wright Knight MacDonald McKenzie Szczepański Zhang Đoković Søren Phillips";
    let mut hasher = blake3::Hasher::new();
    for word in super::fold::fold(SAMPLE).split(' ') {
        hasher.update(word.as_bytes());
        for key in phonetic::slots(word) {
            hasher.update(&key.to_le_bytes());
        }
    }
    let mut out = [0; 16];
    out.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    out
}

/// Reads from the front; `None` where too little is left. No length is believed before the bytes are there.
pub(super) struct Cursor<'a>(pub &'a [u8]);

impl<'a> Cursor<'a> {
    pub fn bytes(&mut self, len: usize) -> Option<&'a [u8]> {
        let (front, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(front)
    }

    pub fn u8(&mut self) -> Option<u8> {
        self.bytes(1).map(|b| b[0])
    }

    pub fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    pub fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (front, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*front)
    }

    /// So many numbers, made of `N` bytes each.
    pub fn list<const N: usize, T>(&mut self, len: usize, of: fn([u8; N]) -> T) -> Option<Vec<T>> {
        let bytes = self.bytes(len.checked_mul(N)?)?;
        let (chunks, _) = bytes.as_chunks::<N>();
        Some(chunks.iter().map(|c| of(*c)).collect())
    }
}

/// Whether numbers ascend without repeats.
pub(super) fn ascends<T: PartialOrd>(list: &[T]) -> bool {
    list.windows(2).all(|w| w[0] < w[1])
}

/// Writes numbers one after the other.
pub(super) fn put_list<const N: usize, T: Copy>(
    out: &mut Vec<u8>,
    list: &[T],
    bytes: fn(T) -> [u8; N],
) {
    out.reserve(list.len() * N);
    for v in list {
        out.extend_from_slice(&bytes(*v));
    }
}

impl Births {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.dates.len() as u32).to_le_bytes());
        for (date, people) in self.dates.iter().zip(&self.postings) {
            out.extend(date.0.to_le_bytes());
            people.write(out);
        }
    }

    fn read(from: &mut Cursor) -> Option<Self> {
        let mut births = Self::default();
        for before in 0..from.u32()? {
            births.set(from.u32()?, Postings::read(from)?);
            if births.dates.len() != before as usize + 1 {
                return None;
            }
        }
        Some(births)
    }
}
