//! What the index keeps of each person: date of birth, identifiers and token numbers, some eighty bytes, thirty-two people
//! to a page so that a save rewrites one page and nothing is ever compacted.
//!
//! Layout of a record: date (4 bytes, little-endian), a byte with the sex in its two upper bits and the number of codes in
//! the others, one head byte a code (kind in the upper half, length in characters in the lower), the codes right-aligned
//! in as few bytes as their length needs, then one varint a token (token number × 8 + role).

use super::codes::{Code, LONGEST_CODE};
use super::snapshot::{Cursor, ascends, put_list};
use super::why::Field;
use super::{MAX_KEY, PersonKey, Sex};

const PAGE: usize = 32;
/// Bytes for a code of so many characters: ceil(length × log2(37) / 8).
const WIDTH: [usize; 16] = [0, 1, 2, 2, 3, 4, 4, 5, 6, 6, 7, 8, 8, 8, 8, 8];
/// Most codes that one person can have in the index (they are counted in six bits of a record).
pub(super) const MOST_CODES: usize = 63;
/// In which bits of the byte with the number of codes the sex stands.
const SEX: u32 = 6;

/// The number of codes, from the byte that the sex stands in too.
fn codes_in(byte: u8) -> usize {
    usize::from(byte) & MOST_CODES
}

fn sex_in(byte: u8) -> Sex {
    match byte >> SEX {
        1 => Sex::Female,
        2 => Sex::Male,
        _ => Sex::Unknown,
    }
}

/// What a token is to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Surname,
    Forename,
    KnownAs,
    Former,
    /// A surname of several parts written as one.
    Joined,
    Address,
    Trainer,
    /// The trainer of a case that is closed.
    LastTrainer,
}

pub(super) const ROLES: [Role; 8] = [
    Role::Surname,
    Role::Forename,
    Role::KnownAs,
    Role::Former,
    Role::Joined,
    Role::Address,
    Role::Trainer,
    Role::LastTrainer,
];

impl Role {
    pub fn is_name(self) -> bool {
        !matches!(self, Self::Address | Self::Trainer | Self::LastTrainer)
    }

    pub fn field(self) -> Field {
        match self {
            Self::Surname => Field::Surname,
            Self::Forename => Field::Forename,
            Self::KnownAs => Field::KnownAs,
            Self::Former => Field::FormerName,
            Self::Joined => Field::Names,
            Self::Address => Field::Address,
            Self::Trainer => Field::Trainer,
            Self::LastTrainer => Field::LastTrainer,
        }
    }
}

/// The number in a record of a postcode, among [`CODE_FIELDS`].
pub(super) const POSTCODE: u8 = 5;
/// The number of a telephone.
pub(super) const PHONE: u8 = 6;
/// The number of a reference.
pub(super) const REFERENCE: u8 = 7;

/// The number of an identifier that was hers before.
pub(super) const FORMER_NUMBER: u8 = 8;

/// Kinds of identifier, in the order of their number in a record.
pub(super) const CODE_FIELDS: [Field; 9] = [
    Field::Crn,
    Field::Pnc,
    Field::Cro,
    Field::Nhs,
    Field::Noms,
    Field::Postcode,
    Field::Phone,
    Field::Reference,
    Field::FormerNumber,
];

/// A record taken apart.
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Unpacked {
    /// Date of birth as [`super::dates::Born`] packs it, 0 when unknown.
    pub born: u32,
    pub sex: Sex,
    pub codes: Vec<(u8, Code)>,
    pub tokens: Vec<(u32, Role)>,
}

impl Unpacked {
    pub fn clear(&mut self) {
        self.born = 0;
        self.sex = Sex::Unknown;
        self.codes.clear();
        self.tokens.clear();
    }

    /// Writes the record at the end of `out`.
    pub fn write(&self, out: &mut Vec<u8>) {
        let codes = &self.codes[..self.codes.len().min(MOST_CODES)];
        out.extend(self.born.to_le_bytes());
        out.push(codes.len() as u8 | (self.sex as u8) << SEX);
        out.extend(
            codes
                .iter()
                .map(|(kind, code)| kind << 4 | code.right_aligned().1 as u8),
        );
        for (_, code) in codes {
            let (value, len) = code.right_aligned();
            out.extend(&value.to_le_bytes()[..WIDTH[len]]);
        }
        for &(token, role) in &self.tokens {
            let mut v = u64::from(token) << 3 | role as u64;
            while v >= 0x80 {
                out.push(v as u8 | 0x80);
                v >>= 7;
            }
            out.push(v as u8);
        }
    }

    /// Takes `record` apart into `self`.
    pub fn read(&mut self, record: &[u8]) {
        self.clear();
        let Some((born, rest)) = record.split_first_chunk::<4>() else {
            return;
        };
        self.born = u32::from_le_bytes(*born);
        let Some((&n, rest)) = rest.split_first() else {
            return;
        };
        self.sex = sex_in(n);
        let (heads, mut rest) = rest.split_at(codes_in(n));
        for head in heads {
            let len = usize::from(head & 15);
            let (value, after) = rest.split_at(WIDTH[len]);
            self.codes.push((head >> 4, little_endian(value, len)));
            rest = after;
        }
        let (mut v, mut shift) = (0u64, 0);
        for &b in rest {
            v |= u64::from(b & 0x7f) << shift;
            shift += 7;
            if b < 0x80 {
                self.tokens.push(((v >> 3) as u32, ROLES[(v & 7) as usize]));
                (v, shift) = (0, 0);
            }
        }
    }
}

fn little_endian(bytes: &[u8], len: usize) -> Code {
    Code::from_right_aligned(unsigned(bytes), len.min(LONGEST_CODE))
}

fn unsigned(bytes: &[u8]) -> u64 {
    let mut value = [0u8; 8];
    value[..bytes.len()].copy_from_slice(bytes);
    u64::from_le_bytes(value)
}

/// The code at `place` in a record.
pub(super) fn code_at(record: &[u8], place: usize) -> Code {
    kind_and_code_at(record, place).1
}

/// The same with its kind.
pub(super) fn kind_and_code_at(record: &[u8], place: usize) -> (u8, Code) {
    let n = codes_in(record[4]);
    let heads = &record[5..5 + n];
    let from = 5
        + n
        + heads[..place]
            .iter()
            .map(|h| WIDTH[usize::from(h & 15)])
            .sum::<usize>();
    let len = usize::from(heads[place] & 15);
    (
        heads[place] >> 4,
        little_endian(&record[from..from + WIDTH[len]], len),
    )
}

#[derive(Clone)]
pub(super) struct Page {
    ends: [u32; PAGE],
    bytes: Box<[u8]>,
}

impl Page {
    /// This page with the records of another, whose people all come after those here.
    fn followed_by(&self, other: &Self) -> Self {
        Self {
            ends: std::array::from_fn(|i| self.ends[i] + other.ends[i]),
            bytes: [&self.bytes[..], &other.bytes[..]].concat().into(),
        }
    }
}

/// Pages with their numbers, ascending.
pub(super) type Pages = Vec<(usize, Box<Page>)>;

/// Writes pages from records that come in order.
#[derive(Default)]
pub(super) struct PageWriter {
    pages: Pages,
    number: usize,
    ends: [u32; PAGE],
    bytes: Vec<u8>,
}

impl PageWriter {
    /// Takes the record of the next person, whose number is higher than all before.
    pub fn add(&mut self, person: PersonKey, record: &[u8]) {
        let number = person as usize / PAGE;
        if number != self.number {
            self.turn();
            self.number = number;
        }
        self.bytes.extend_from_slice(record);
        self.ends[person as usize % PAGE..].fill(self.bytes.len() as u32);
    }

    fn turn(&mut self) {
        if !self.bytes.is_empty() {
            let page = Page {
                ends: self.ends,
                bytes: self.bytes[..].into(),
            };
            self.pages.push((self.number, Box::new(page)));
            self.ends = [0; PAGE];
            self.bytes.clear();
        }
    }

    pub fn finish(mut self) -> Pages {
        self.turn();
        self.pages
    }
}

/// How many people there are, and how many codes each of them has.
pub(super) struct Held {
    pub people: usize,
    pub codes: Vec<u8>,
}

/// The number of codes of a record that can be read; `None` for one that cannot.
fn sound(record: &[u8], words: usize) -> Option<u8> {
    let mut from = Cursor(record);
    from.u32()?;
    let n = codes_in(from.u8()?);
    for head in from.bytes(n)? {
        let len = usize::from(head & 15);
        let value = from.bytes(WIDTH[len])?;
        let is_known = usize::from(head >> 4) < CODE_FIELDS.len();
        (is_known && Code::is_right_aligned(unsigned(value), len)).then_some(())?;
    }
    let (mut token, mut shift) = (0u64, 0);
    for byte in from.0 {
        (shift <= 35).then_some(())?;
        token |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        if *byte < 0x80 {
            ((token >> 3) < words as u64).then_some(())?;
            (token, shift) = (0, 0);
        }
    }
    (shift == 0).then_some(n as u8)
}

/// All records. A person who is not there has an empty one.
#[derive(Clone, Default)]
pub(super) struct Records {
    pages: Vec<Option<Box<Page>>>,
}

impl Records {
    /// The record of `person`, empty when there is none.
    pub fn get(&self, person: PersonKey) -> &[u8] {
        let Some(Some(page)) = self.pages.get(person as usize / PAGE) else {
            return &[];
        };
        let i = person as usize % PAGE;
        let from = if i == 0 { 0 } else { page.ends[i - 1] as usize };
        &page.bytes[from..page.ends[i] as usize]
    }

    /// Puts `record` (empty: none) in the place of `person`.
    pub fn set(&mut self, person: PersonKey, record: &[u8]) {
        let at = person as usize / PAGE;
        if at >= self.pages.len() {
            self.pages.resize_with(at + 1, || None);
        }
        let slot = &mut self.pages[at];
        let Some(page) = slot else {
            let mut ends = [0; PAGE];
            ends[person as usize % PAGE..].fill(record.len() as u32);
            *slot = Some(Box::new(Page {
                ends,
                bytes: record.into(),
            }));
            return;
        };
        let i = person as usize % PAGE;
        let from = if i == 0 { 0 } else { page.ends[i - 1] as usize };
        let to = page.ends[i] as usize;
        page.bytes = [&page.bytes[..from], record, &page.bytes[to..]]
            .concat()
            .into();
        for end in &mut page.ends[i..] {
            *end = (*end as usize + record.len() - (to - from)) as u32;
        }
    }

    /// From the pages of one stretch of people after the other; where two stretches meet a page may come from both.
    pub fn of_pages(stretches: Vec<Pages>) -> Self {
        let mut records = Self::default();
        for (number, page) in stretches.into_iter().flatten() {
            if number >= records.pages.len() {
                records.pages.resize_with(number + 1, || None);
            }
            let slot = &mut records.pages[number];
            *slot = Some(match slot.take() {
                Some(before) => Box::new(before.followed_by(&page)),
                None => page,
            });
        }
        records.pages.shrink_to_fit();
        records
    }

    /// One more than the highest number that may be there.
    pub fn bound(&self) -> usize {
        self.pages.len() * PAGE
    }

    /// Writes all pages for [`Records::read`].
    pub fn write(&self, out: &mut Vec<u8>) {
        let pages = || {
            (0u32..)
                .zip(&self.pages)
                .filter_map(|(n, p)| Some((n, p.as_ref()?)))
        };
        out.extend((pages().count() as u32).to_le_bytes());
        for (number, page) in pages() {
            out.extend(number.to_le_bytes());
            put_list(out, &page.ends, u32::to_le_bytes);
            out.extend(&*page.bytes);
        }
    }

    /// What [`Records::write`] wrote; `None` where that cannot be. What is in the records is for [`Records::counted`].
    pub fn read(from: &mut Cursor) -> Option<Self> {
        let mut pages = Vec::new();
        for _ in 0..from.u32()? {
            let number = from.u32()? as usize;
            let ends: [u32; PAGE] = from.list(PAGE, u32::from_le_bytes)?.try_into().ok()?;
            let bytes = from.bytes(ends[PAGE - 1] as usize)?.into();
            let fits = number <= MAX_KEY as usize / PAGE && ends.is_sorted();
            pages.push((number, Box::new(fits.then_some(Page { ends, bytes })?)));
        }
        let numbers: Vec<usize> = pages.iter().map(|p| p.0).collect();
        ascends(&numbers).then(|| Self::of_pages(vec![pages]))
    }

    /// Counts people, and each one's codes; `None` when a record is not as [`Unpacked::write`] writes it or names a word
    /// that is not among `words`.
    pub fn counted(&self, words: usize) -> Option<Held> {
        let mut held = Held {
            people: 0,
            codes: vec![0; self.bound()],
        };
        for (key, codes) in (0u32..).zip(&mut held.codes) {
            let record = self.get(key);
            if !record.is_empty() {
                *codes = sound(record, words)?;
                held.people += 1;
            }
        }
        Some(held)
    }

    /// Bytes on the heap.
    pub fn memory(&self) -> usize {
        let page = |p: &Page| size_of::<Page>() + p.bytes.len();
        self.pages.capacity() * 8 + self.pages.iter().flatten().map(|p| page(p)).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_numbers_of_identifiers_are_their_places() {
        for (number, field) in [
            (POSTCODE, Field::Postcode),
            (PHONE, Field::Phone),
            (REFERENCE, Field::Reference),
            (FORMER_NUMBER, Field::FormerNumber),
        ] {
            assert!(CODE_FIELDS[usize::from(number)] == field);
        }
    }

    fn unpacked() -> impl Strategy<Value = Unpacked> {
        let codes = prop::collection::vec((0u8..8, "[0-9A-Z]{1,12}"), 0..6);
        let tokens = prop::collection::vec((0u32..5_000_000, 0usize..7), 0..6);
        (any::<u32>(), 0u8..3, codes, tokens).prop_map(|(born, sex, codes, tokens)| Unpacked {
            born,
            sex: sex_in(sex << SEX),
            codes: codes
                .into_iter()
                .map(|(k, c)| (k, Code::pack(&c).unwrap()))
                .collect(),
            tokens: tokens.into_iter().map(|(t, r)| (t, ROLES[r])).collect(),
        })
    }

    proptest! {
        #[test]
        fn records_come_back_as_they_went_in(all in prop::collection::vec((0u32..100, unpacked()), 1..40)) {
            let mut records = Records::default();
            let mut plain = std::collections::BTreeMap::new();
            for (person, u) in &all {
                let mut bytes = Vec::new();
                u.write(&mut bytes);
                records.set(*person, &bytes);
                plain.insert(*person, u);
            }
            for (person, u) in plain {
                let mut back = Unpacked::default();
                back.read(records.get(person));
                prop_assert!(back == *u);
                for (i, c) in u.codes.iter().enumerate() {
                    prop_assert_eq!(code_at(records.get(person), i), c.1);
                }
            }
            prop_assert!(records.get(5000).is_empty());
        }
    }
}
