//! Identifiers that words may be: as they are, half typed, or with one character wrong.

use super::codes::Code;
use super::expand::{Reading, Worth, worth, worth_of_one_way};
use super::index::Index;
use super::parts::Part;
use super::why::{How, WAYS};

/// Characters of the inward half of a postcode.
const INWARD: usize = 3;

/// Identifiers that a word may mean.
pub(super) struct CodeRead {
    pub code: Code,
    pub after: Code,
    pub near: Vec<(Code, How)>,
    pub worth: Worth,
}

/// An identifier: those that are it, begin so, or differ in one character; the last only where that is `forgiven`, and not when
/// it is all that is asked (`alone`) and there is one exactly so.
pub(super) fn read(
    index: &Index,
    text: &str,
    last: bool,
    forgiven: bool,
    alone: bool,
) -> Option<CodeRead> {
    let code = Code::pack(text)?;
    let after = code.after_prefix(text.len());
    let count = |from: Code, to: Code| {
        index
            .code_range(from, to)
            .iter()
            .map(|s| s.len())
            .sum::<usize>()
    };
    let mut agreeing = [0; WAYS];
    let exactly = |c: Code| index.codes.count(c, &|e| index.code_of(e));
    agreeing[How::Same as usize] = exactly(code);
    agreeing[How::Begins as usize] = count(code, after) - agreeing[How::Same as usize];
    let exact = agreeing[How::Same as usize] > 0;
    let mut near = Vec::new();
    if (6..=12).contains(&text.len()) && forgiven && !(alone && exact) {
        for (other, how) in one_character_off(text) {
            let Some(other) = Code::pack(&other) else {
                continue;
            };
            let n = exactly(other);
            if n > 0 && other != code {
                agreeing[how as usize] += n;
                near.push((other, how));
            }
        }
        near.sort_unstable();
        near.dedup_by_key(|n| n.0);
    }
    let some = agreeing.iter().sum::<usize>() > 0;
    some.then(|| CodeRead {
        code,
        after,
        near,
        worth: worth(index.people, &agreeing, last || text.len() >= 3),
    })
}

/// Part of an identifier, and who has it.
pub(super) fn part(index: &Index, part: Part) -> Option<Reading> {
    let mut people = Vec::new();
    part.each(index, |entry| people.push(entry >> 8));
    let worth = worth_of_one_way(index, &mut people, How::Ends);
    (!people.is_empty()).then_some(Reading::Part(part, people, worth))
}

/// Spellings of an identifier with one character changed (letter for letter, digit for digit), two neighbours changed
/// over, one left out or one digit put in.
fn one_character_off(text: &str) -> Vec<(String, How)> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut push = |b: Vec<u8>, how| out.extend(String::from_utf8(b).ok().map(|s| (s, how)));
    for i in 0..bytes.len() {
        let all = if bytes[i].is_ascii_digit() {
            b'0'..=b'9'
        } else {
            b'A'..=b'Z'
        };
        for c in all.filter(|c| *c != bytes[i]) {
            let mut b = bytes.to_vec();
            b[i] = c;
            let digits = c.is_ascii_digit()
                && super::dates::look_alike_digits(u32::from(c - b'0'), u32::from(bytes[i] - b'0'));
            push(
                b,
                if digits {
                    How::LooksAlike
                } else {
                    How::OneDigit
                },
            );
        }
        let mut without = bytes.to_vec();
        without.remove(i);
        push(without, How::OneDigit);
        if i + 1 < bytes.len() && bytes[i] != bytes[i + 1] {
            let mut b = bytes.to_vec();
            b.swap(i, i + 1);
            push(b, How::DigitsSwapped);
        }
        for c in b'0'..=b'9' {
            let mut b = bytes.to_vec();
            b.insert(i + 1, c);
            push(b, How::OneDigit);
        }
    }
    out
}

impl CodeRead {
    pub fn mark(&self, index: &Index, wanted: usize, bits: &mut [u64]) {
        let mut all = |from: Code, to: Code| {
            for entry in index.code_range(from, to).into_iter().flatten() {
                let person = entry >> 8;
                bits[(person >> 6) as usize] |= 1 << (person & 63);
            }
        };
        match wanted {
            0 => all(self.code, Code(self.code.0 + 1)),
            1 => all(self.code, self.after),
            _ => self.near.iter().for_each(|(c, _)| all(*c, Code(c.0 + 1))),
        }
    }

    /// Whether what was asked is the whole outward half of a postcode: all but its last three characters.
    pub fn is_outward_of(&self, postcode: Code) -> bool {
        postcode.right_aligned().1 == self.code.right_aligned().1 + INWARD
    }

    /// How a person's code agrees, if it does.
    pub fn agrees(&self, code: Code) -> Option<How> {
        if code == self.code {
            return Some(How::Same);
        }
        if self.code < code && code < self.after {
            return Some(How::Begins);
        }
        self.near
            .binary_search_by_key(&code, |n| n.0)
            .ok()
            .map(|i| self.near[i].1)
    }
}
