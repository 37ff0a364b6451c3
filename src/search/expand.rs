//! From a meaning to what the index holds of it: tokens, dates and identifiers, each with how it agrees and how much
//! that tells.

use super::codes::Code;
use super::dates::DateSought;
use super::index::Index;
use super::sought::Meaning;
use super::why::{How, WAYS};
use super::{edit, weights};
use crate::search::short_names::Relation;

/// Worth of each way of agreeing, in bits.
pub(super) type Worth = [f32; WAYS];

/// Characters of the inward half of a postcode.
const INWARD: usize = 3;

/// A word that so many people have is not taken for two names run together.
const USUAL: usize = 50;

/// A meaning looked up.
pub(super) enum Reading {
    Name(Name),
    /// Two names keyed as one word: what may be the one, what may be the other.
    Together(Vec<(Name, Name)>, Vec<u32>, Worth),
    Date {
        sought: DateSought,
        dates: Vec<(u32, How)>,
        worth: Worth,
    },
    Code(CodeRead),
}

/// Tokens that a word may mean, ascending.
pub(super) struct Name {
    pub text: String,
    pub tokens: Vec<(u32, How)>,
    pub worth: Worth,
}

/// Identifiers that a word may mean.
pub(super) struct CodeRead {
    pub code: Code,
    pub after: Code,
    pub near: Vec<(Code, How)>,
    pub worth: Worth,
}

/// The tier of a way of agreeing: 0 the same, 1 short for it or beginning so, 2 forgiven.
pub(super) fn tier(how: How) -> usize {
    match how {
        How::Same => 0,
        How::ShortForm | How::Begins => 1,
        _ => 2,
    }
}

/// Worth of each way from how many people agree in it: the information in agreeing so well or better, less its cost.
fn worth(people: usize, agreeing: &[usize; WAYS], last: bool) -> Worth {
    let mut sum = 0;
    let mut out = [0.0; WAYS];
    for (i, (how, cost)) in weights::COST.iter().enumerate() {
        sum += agreeing[i];
        let more = if *how == How::Begins && !last {
            weights::NOT_LAST
        } else {
            0.0
        };
        out[i] = weights::information(people, sum.min(people)) - cost - more;
    }
    out
}

/// Looks a meaning up; `last`: the words end the query, so that the last may be half typed; `alone`: nothing else is asked.
pub(super) fn read(
    index: &Index,
    meaning: Meaning,
    last: bool,
    alone: bool,
    out: &mut Vec<Reading>,
) {
    let dated = out.iter().any(|r| matches!(r, Reading::Date { .. }));
    match meaning {
        Meaning::Name { text, joined } => {
            let name = name(index, text, joined, last);
            let usual = |t: &(u32, How)| t.1 == How::Same && index.words.people(t.0) >= USUAL;
            if !joined && !name.tokens.iter().any(usual) {
                out.extend(together(index, &name.text, last));
            }
            if !name.tokens.is_empty() || !joined {
                out.push(Reading::Name(name));
            }
        }
        Meaning::Date(sought) => {
            let mut agreeing = [0; WAYS];
            let mut dates = Vec::new();
            for (i, born) in index.births.dates.iter().enumerate() {
                if let Some((_, how)) = sought.agrees(*born) {
                    dates.push((i as u32, how));
                    agreeing[how as usize] += index.births.postings[i].len();
                }
            }
            if !dates.is_empty() {
                out.push(Reading::Date {
                    sought,
                    dates,
                    worth: worth(index.people, &agreeing, true),
                });
            }
        }
        Meaning::Code(text) => {
            out.extend(code(index, &text, last, dated, alone).map(Reading::Code));
        }
    }
}

/// Tokens for a word of a name.
fn name(index: &Index, text: String, joined: bool, last: bool) -> Name {
    let words = &index.words;
    let mut found: Vec<(u32, How)> = Vec::new();
    let same = if joined { How::Spacing } else { How::Same };
    found.extend(
        words
            .get(&text)
            .filter(|t| words.people(*t) > 0)
            .map(|t| (t, same)),
    );
    let is_word = text.bytes().all(|b| !b.is_ascii_digit());
    if !joined && is_word {
        found.extend(words.beginning(&text).into_iter().map(|t| (t, How::Begins)));
        short_forms(index, &text, &mut found);
        for other in edit::look_alikes(&text) {
            found.extend(
                words
                    .get(&other)
                    .filter(|t| words.people(*t) > 0)
                    .map(|t| (t, How::LooksAlike)),
            );
        }
        if last && text.len() >= 4 {
            found.extend(
                words
                    .beginning_nearly(&text)
                    .into_iter()
                    .map(|t| (t, How::BeginsOneSlip)),
            );
        }
    }
    if is_word {
        let sounds = if joined {
            Vec::new()
        } else {
            words.sounding(&text)
        };
        let most = if joined { 1 } else { most_slips(text.len()) };
        for (token, slips) in if most > 0 {
            words.near(&text, most)
        } else {
            Vec::new()
        } {
            let heard = sounds.binary_search(&token).is_ok();
            found.push((token, slip_way(slips, heard)));
        }
        found.extend(sounds.into_iter().map(|t| (t, How::SoundsFar)));
    }
    finish(index, text, found, last)
}

fn finish(index: &Index, text: String, mut found: Vec<(u32, How)>, last: bool) -> Name {
    found.sort_unstable();
    found.dedup_by_key(|f| f.0);
    let mut agreeing = [0; WAYS];
    for (token, how) in &found {
        agreeing[*how as usize] += index.words.people(*token);
    }
    Name {
        text,
        tokens: found,
        worth: worth(index.people, &agreeing, last),
    }
}

/// How many slips are forgiven in a word of so many letters.
fn most_slips(len: usize) -> usize {
    match len {
        0..=2 => 0,
        3..=4 => 1,
        _ => 2,
    }
}

fn slip_way(slips: usize, heard: bool) -> How {
    match (slips, heard) {
        (..=1, true) => How::SoundsAlike,
        (..=1, false) => How::OneSlip,
        (_, true) => How::SoundsFar,
        (_, false) => How::TwoSlips,
    }
}

fn short_forms(index: &Index, text: &str, found: &mut Vec<(u32, How)>) {
    for (other, relation) in index.short.of(text) {
        found.extend(
            index
                .words
                .get(other)
                .filter(|t| index.words.people(*t) > 0)
                .map(|t| (t, How::ShortForm)),
        );
        // Mo is short for every spelling of Mohammed.
        if *relation == Relation::Full {
            let sounds = index.words.sounding(other);
            found.extend(sounds.into_iter().map(|t| (t, How::ShortForm)));
        }
    }
    for other in index.short.heard_as(text) {
        let held = index.words.get(other);
        found.extend(
            held.filter(|t| index.words.people(*t) > 0)
                .map(|t| (t, How::SoundsFar)),
        );
    }
}

/// Two names run together: every place where the one part is a name and the other a name, nearly one, or half typed.
fn together(index: &Index, text: &str, last: bool) -> Option<Reading> {
    if text.len() < 5 || !text.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let mut pairs = Vec::new();
    let mut people = Vec::new();
    for at in 2..=text.len() - 2 {
        let (a, b) = text.split_at(at);
        let known = |w: &str| {
            index
                .words
                .get(w)
                .is_some_and(|t| index.words.people(t) > 0)
        };
        // A rare name may itself be a slip for another.
        let rare = |w: &str| {
            w.len() >= 5
                && index
                    .words
                    .get(w)
                    .is_some_and(|t| index.words.people(t) < USUAL)
        };
        let (left, right) = match (known(a), known(b)) {
            (true, true) => (
                whole(index, a, rare(a), false),
                whole(index, b, rare(b), last),
            ),
            (true, false) if a.len() >= 3 && b.len() >= 3 => {
                (whole(index, a, false, false), whole(index, b, true, last))
            }
            (false, true) if a.len() >= 3 && b.len() >= 3 => {
                (whole(index, a, true, false), whole(index, b, false, false))
            }
            (true, false) if last => (whole(index, a, false, false), whole(index, b, false, true)),
            _ => continue,
        };
        if left.tokens.is_empty() || right.tokens.is_empty() {
            continue;
        }
        people.extend(who_have_both(index, &left, &right));
        pairs.push((left, right));
    }
    people.sort_unstable();
    people.dedup();
    let mut agreeing = [0; WAYS];
    agreeing[How::RunTogether as usize] = people.len();
    let worth = worth(index.people, &agreeing, true);
    (!people.is_empty()).then_some(Reading::Together(pairs, people, worth))
}

/// A part of a word run together.
fn whole(index: &Index, text: &str, nearly: bool, begins: bool) -> Name {
    let mut found: Vec<(u32, How)> = index
        .words
        .get(text)
        .map(|t| (t, How::Same))
        .into_iter()
        .collect();
    if nearly {
        found.extend(
            index
                .words
                .near(text, 1)
                .into_iter()
                .map(|(t, _)| (t, How::OneSlip)),
        );
    }
    if begins {
        found.extend(
            index
                .words
                .beginning(text)
                .into_iter()
                .map(|t| (t, How::Begins)),
        );
    }
    finish(index, text.to_owned(), found, begins)
}

/// Those who have a token of the one and a token of the other.
fn who_have_both(index: &Index, a: &Name, b: &Name) -> Vec<u32> {
    let count = |n: &Name| {
        n.tokens
            .iter()
            .map(|t| index.words.people(t.0))
            .sum::<usize>()
    };
    let (few, many) = if count(a) <= count(b) { (a, b) } else { (b, a) };
    let mut bits = vec![0u64; index.records.bound().div_ceil(64)];
    for (token, _) in &many.tokens {
        index.words.postings(*token).mark(&mut bits);
    }
    let mut out = Vec::new();
    for (token, _) in &few.tokens {
        index.words.postings(*token).each(|p| {
            if bits[(p >> 6) as usize] & 1 << (p & 63) != 0 {
                out.push(p);
            }
        });
    }
    out
}

/// An identifier: those that are it, begin so, or differ in one character; the last not when the word is a date (`dated`)
/// or when it is all that is asked (`alone`) and there is one exactly so.
fn code(index: &Index, text: &str, last: bool, dated: bool, alone: bool) -> Option<CodeRead> {
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
    if (6..=12).contains(&text.len()) && !dated && !(alone && exact) {
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

impl Reading {
    /// Sets the bits of the people who agree in `wanted` tier.
    pub fn mark(&self, index: &Index, wanted: usize, bits: &mut [u64]) {
        match self {
            Self::Name(name) => {
                for (token, _) in name.tokens.iter().filter(|t| tier(t.1) == wanted) {
                    index.words.postings(*token).mark(bits);
                }
            }
            Self::Together(_, people, _) if wanted == 2 => {
                for p in people {
                    bits[(p >> 6) as usize] |= 1 << (p & 63);
                }
            }
            Self::Together(..) => {}
            Self::Date { dates, .. } => {
                for (date, _) in dates.iter().filter(|d| tier(d.1) == wanted) {
                    index.births.postings[*date as usize].mark(bits);
                }
            }
            Self::Code(read) => read.mark(index, wanted, bits),
        }
    }
}

impl CodeRead {
    fn mark(&self, index: &Index, wanted: usize, bits: &mut [u64]) {
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

/// Words so different that no list holds them, yet nearer than chance: weighed only on people found by other words.
pub(super) fn resembles(a: &str, b: &str) -> bool {
    let most = (a.len().max(b.len()) / 3).clamp(1, 3);
    a.len().min(b.len()) >= 2
        && edit::slips(
            a.as_bytes(),
            b.as_bytes(),
            most.max(usize::from(a.len() >= 3) * 2),
            false,
        )
        .is_some()
}
