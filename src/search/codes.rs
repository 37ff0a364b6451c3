//! Identifiers: how each is written down in one way, packed in 64 bits, and found by its beginning.
//!
//! A code is up to twelve capital letters and digits in base 37, left-aligned, so that numeric order is alphabetical order
//! and everything that begins alike lies together. Longer ones take part with their first twelve characters.

use super::snapshot::{Cursor, put_list};
use super::why::Field;
use crate::domain::identifier::{IdentifierKind, plain, written_one_way};

/// Characters of an identifier that take part in search.
pub(super) const LONGEST_CODE: usize = 12;
/// Entries in one stretch of the table before it is cut in two.
const STRETCH: usize = 512;
/// Entries in a stretch of a table built at once: room for some before the first cut.
const FILLED: usize = 400;

const POWERS: [u64; LONGEST_CODE + 1] = {
    let mut p = [1u64; LONGEST_CODE + 1];
    let mut i = 1;
    while i <= LONGEST_CODE {
        p[i] = p[i - 1] * 37;
        i += 1;
    }
    p
};

/// A packed identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Code(pub u64);

impl Code {
    /// Packs the letters and digits of `text`; `None` when it has none.
    pub fn pack(text: &str) -> Option<Self> {
        let mut value = 0u64;
        let mut n = 0;
        for b in text
            .bytes()
            .filter(u8::is_ascii_alphanumeric)
            .take(LONGEST_CODE)
        {
            value = value * 37 + digit(b);
            n += 1;
        }
        (n > 0).then(|| Self(value * POWERS[LONGEST_CODE - n]))
    }

    /// The first code after all that begin with `self`, which has `len` characters.
    pub fn after_prefix(self, len: usize) -> Self {
        Self(self.0 + POWERS[LONGEST_CODE - len.min(LONGEST_CODE)])
    }

    /// Right-aligned value and number of characters, for storing.
    pub fn right_aligned(self) -> (u64, usize) {
        let mut len = LONGEST_CODE;
        let mut value = self.0;
        while len > 0 && value.is_multiple_of(37) {
            value /= 37;
            len -= 1;
        }
        (value, len)
    }

    /// The same read backwards, so that those with one end lie together.
    pub fn reversed(self) -> Self {
        let (mut value, len) = self.right_aligned();
        let mut back = 0;
        for _ in 0..len {
            back = back * 37 + value % 37;
            value /= 37;
        }
        Self(back * POWERS[LONGEST_CODE - len])
    }

    /// Whether the first characters are these.
    pub fn begins(self, text: &str) -> bool {
        Self::pack(text).is_some_and(|from| (from..from.after_prefix(text.len())).contains(&self))
    }

    /// Whether one character is changed, or two neighbours are changed over.
    pub fn is_one_off(self, other: Self) -> bool {
        let (mut x, mut y) = (self.0, other.0);
        let mut differ = 0;
        let mut pairs = [(0, 0); 2];
        while x != y {
            if x % 37 != y % 37 {
                if let Some(pair) = pairs.get_mut(differ) {
                    *pair = (x % 37, y % 37);
                }
                differ += 1;
            }
            x /= 37;
            y /= 37;
        }
        differ == 1 || (differ == 2 && pairs[0].0 == pairs[1].1 && pairs[0].1 == pairs[1].0)
    }

    /// Whether [`Code::right_aligned`] can give this.
    pub fn is_right_aligned(value: u64, len: usize) -> bool {
        (1..=LONGEST_CODE).contains(&len) && value < POWERS[len]
    }

    /// From what [`Code::right_aligned`] gave.
    pub fn from_right_aligned(value: u64, len: usize) -> Self {
        Self(value * POWERS[LONGEST_CODE - len.min(LONGEST_CODE)])
    }
}

/// The last `len` characters of a right-aligned value, after `dropped` of them were taken off.
pub(super) fn code_without(value: u64, dropped: usize, len: usize) -> u64 {
    value / POWERS[dropped.min(LONGEST_CODE)] % POWERS[len.min(LONGEST_CODE)]
}

/// What the health service and others put down in the place of a postcode (`ZZ99 3VZ`: no fixed abode) begins so.
const NO_POSTCODE: &str = "ZZ99";

/// Whether a postcode is one that stands for none.
pub(super) fn is_no_postcode(code: Code) -> bool {
    code.begins(NO_POSTCODE)
}

fn digit(b: u8) -> u64 {
    match b {
        b'0'..=b'9' => u64::from(b - b'0') + 1,
        _ => u64::from(b.to_ascii_uppercase() - b'A') + 11,
    }
}

/// One way of writing for each kind of identifier: capitals and digits only, with what people leave out put in
/// (`02/73319Z` → `20020073319Z`, `+44 7700 …` → `07700…`).
pub(super) fn canonical(field: Field, text: &str) -> String {
    let plain = plain(text);
    match field {
        Field::Pnc => written_one_way(IdentifierKind::Pnc, text),
        Field::Cro => written_one_way(IdentifierKind::Cro, text),
        Field::Phone => match plain
            .strip_prefix("0044")
            .or_else(|| plain.strip_prefix("44"))
        {
            // With a + in front it is the country however little has been typed after it.
            Some(rest) if plain.len() > 11 || text.trim_start().starts_with('+') => {
                format!("0{}", rest.strip_prefix('0').unwrap_or(rest))
            }
            _ => plain,
        },
        _ => plain,
    }
}

/// All codes of all people in order: four bytes each (person and place among the person's codes), in stretches so that
/// one save moves at most two kilobytes. What an entry's code is, the records know.
#[derive(Clone, Default)]
pub(super) struct CodeTable {
    stretches: Vec<Vec<u32>>,
}

impl CodeTable {
    /// From entries in order of code and entry.
    pub fn from_sorted(entries: &[(Code, u32)]) -> Self {
        Self {
            stretches: entries
                .chunks(FILLED)
                .map(|c| c.iter().map(|e| e.1).collect())
                .collect(),
        }
    }

    /// Where `(code, entry)` stands or would stand.
    fn place(&self, code: Code, entry: u32, of: &impl Fn(u32) -> Code) -> (usize, usize) {
        let want = (code, entry);
        let s = self
            .stretches
            .partition_point(|s| s.first().is_some_and(|&e| (of(e), e) <= want))
            .max(1)
            - 1;
        let at = self
            .stretches
            .get(s)
            .map_or(0, |s| s.partition_point(|&e| (of(e), e) < want));
        (s, at)
    }

    pub fn insert(&mut self, code: Code, entry: u32, of: &impl Fn(u32) -> Code) {
        if self.stretches.is_empty() {
            self.stretches.push(Vec::new());
        }
        let (s, at) = self.place(code, entry, of);
        let stretch = &mut self.stretches[s];
        stretch.insert(at, entry);
        if stretch.len() > STRETCH {
            let right = stretch.split_off(STRETCH / 2);
            self.stretches.insert(s + 1, right);
        }
    }

    pub fn remove(&mut self, code: Code, entry: u32, of: &impl Fn(u32) -> Code) {
        if self.stretches.is_empty() {
            return;
        }
        let (s, at) = self.place(code, entry, of);
        let stretch = &mut self.stretches[s];
        if stretch.get(at) == Some(&entry) {
            stretch.remove(at);
            if stretch.is_empty() {
                self.stretches.remove(s);
            }
        }
    }

    /// How many entries have exactly this code.
    pub fn count(&self, code: Code, of: &impl Fn(u32) -> Code) -> usize {
        if self.stretches.is_empty() {
            return 0;
        }
        let (s, at) = self.place(code, 0, of);
        let rest = self.stretches[s][at..]
            .iter()
            .chain(self.stretches[s + 1..].iter().flatten());
        rest.take_while(|e| of(**e) == code).count()
    }

    /// Entries with `from <= code < to`, in order, as slices.
    pub fn range<'a>(&'a self, from: Code, to: Code, of: &impl Fn(u32) -> Code) -> Vec<&'a [u32]> {
        if self.stretches.is_empty() {
            return Vec::new();
        }
        let (s, at) = self.place(from, 0, of);
        let (s2, at2) = self.place(to, 0, of);
        let cut = |i: usize| {
            let stretch = &self.stretches[i][..];
            let end = if i == s2 { at2 } else { stretch.len() };
            &stretch[if i == s { at.min(end) } else { 0 }..end]
        };
        (s..=s2).map(cut).filter(|c| !c.is_empty()).collect()
    }

    /// Writes all entries for [`CodeTable::read`].
    pub fn write(&self, out: &mut Vec<u8>) {
        let count: usize = self.stretches.iter().map(Vec::len).sum();
        out.extend((count as u32).to_le_bytes());
        self.stretches
            .iter()
            .for_each(|s| put_list(out, s, u32::to_le_bytes));
    }

    /// What [`CodeTable::write`] wrote; `None` where that cannot be. `held` is the number of codes of each person.
    pub fn read(from: &mut Cursor, held: &[u8]) -> Option<Self> {
        let mut left = from.u32()? as usize;
        let mut stretches = Vec::with_capacity(from.0.len() / (4 * FILLED) + 1);
        let there = |e: &u32| {
            held.get((e >> 8) as usize)
                .is_some_and(|n| (e & 255) < u32::from(*n))
        };
        while left > 0 {
            let stretch = from.list(left.min(FILLED), u32::from_le_bytes)?;
            left -= stretch.len();
            stretches.push(stretch.iter().all(there).then_some(stretch)?);
        }
        Some(Self { stretches })
    }

    /// Bytes on the heap.
    pub fn memory(&self) -> usize {
        self.stretches.capacity() * size_of::<Vec<u32>>()
            + self
                .stretches
                .iter()
                .map(|s| s.capacity() * 4)
                .sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn identifiers_have_one_way_of_writing() {
        for (field, from, to) in [
            (Field::Pnc, "81/34U", "19810000034U"),
            (Field::Pnc, "02/73319Z", "20020073319Z"),
            (Field::Pnc, "2003/0000003Y", "20030000003Y"),
            (Field::Pnc, "20030000003Y", "20030000003Y"),
            (Field::Cro, "65656/91H", "06565691H"),
            (Field::Cro, "SF05/482703J", "SF05482703J"),
            (Field::Phone, "+44 7700 900123", "07700900123"),
            (Field::Nhs, "943 476 5919", "9434765919"),
            (Field::Postcode, "le2 7ab", "LE27AB"),
        ] {
            assert_eq!(canonical(field, from), to);
        }
    }

    proptest! {
        #[test]
        fn packed_order_is_alphabetical_order_and_storing_loses_nothing(a in "[0-9A-Z]{1,12}", b in "[0-9A-Z]{1,12}") {
            let (x, y) = (Code::pack(&a).unwrap(), Code::pack(&b).unwrap());
            prop_assert_eq!(x.cmp(&y), a.cmp(&b));
            let (value, len) = x.right_aligned();
            prop_assert_eq!(Code::from_right_aligned(value, len), x);
            prop_assert_eq!(b.starts_with(&a), x <= y && y < x.after_prefix(a.len()));
            let back = |s: &str| s.chars().rev().collect::<String>();
            prop_assert_eq!(Some(x.reversed()), Code::pack(&back(&a)));
            prop_assert_eq!(b.ends_with(&a), code_without(y.right_aligned().0, 0, a.len()) == x.right_aligned().0 && b.len() >= a.len());
        }

        #[test]
        fn the_table_gives_what_a_sorted_list_gives(
            codes in prop::collection::vec("[0-3]{1,3}", 1..40),
            acts in prop::collection::vec((any::<bool>(), any::<prop::sample::Index>()), 0..60),
            ask in "[0-3]{1,2}",
        ) {
            let codes: Vec<Code> = codes.iter().map(|c| Code::pack(c).unwrap()).collect();
            let of = |e: u32| codes[e as usize];
            let mut plain = std::collections::BTreeSet::new();
            let mut table = CodeTable::default();
            for (put, which) in acts {
                let e = which.index(codes.len()) as u32;
                if put {
                    if plain.insert((of(e), e)) { table.insert(of(e), e, &of); }
                } else if plain.remove(&(of(e), e)) { table.remove(of(e), e, &of); }
            }
            let from = Code::pack(&ask).unwrap();
            let to = from.after_prefix(ask.len());
            let got: Vec<u32> = table.range(from, to, &of).concat();
            let want: Vec<u32> = plain.range((from, 0)..(to, 0)).map(|e| e.1).collect();
            prop_assert_eq!(got, want);
        }
    }
}
