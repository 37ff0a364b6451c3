//! From a meaning to what the index holds of it: tokens, dates and identifiers, each with how it agrees and how much
//! that tells.

use super::coded::{self, CodeRead};
use super::dates::DateSought;
use super::index::{Index, once_of};
use super::parts::Part;
use super::sought::Meaning;
use super::why::{How, WAYS};
use super::{edit, phonetic, weights};
use crate::search::short_names::Relation;

/// Worth of each way of agreeing, in bits.
pub(super) type Worth = [f32; WAYS];

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
    /// Part of an identifier: the part, those who have it, and what it is worth.
    Part(Part, Vec<u32>, Worth),
    Trainers(Trained),
}

/// Tokens that a word may mean, ascending.
pub(super) struct Name {
    pub text: String,
    pub tokens: Vec<(u32, How)>,
    pub worth: Worth,
}

/// Trainers that words may mean: the tokens of those with an open case of theirs, and of those whose case is closed.
pub(super) struct Trained {
    pub now: Vec<(u32, How)>,
    pub once: Vec<(u32, How)>,
    pub worth: Worth,
}

/// The tier of a way of agreeing: 0 the same, 1 short for it or beginning so, 2 forgiven.
pub(super) fn tier(how: How) -> usize {
    match how {
        How::Same => 0,
        How::ShortForm | How::Begins | How::Ends => 1,
        _ => 2,
    }
}

/// Worth of each way from how many people agree in it: the information in agreeing so well or better, less its cost.
pub(super) fn worth(people: usize, agreeing: &[usize; WAYS], last: bool) -> Worth {
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
        Meaning::Joined(text, parts) => {
            let mut name = name(index, text, true, last);
            // One of the two is the name, and the other is nothing to it.
            let is_part = |t: &(u32, How)| parts.iter().any(|p| p == index.words.text(t.0));
            name.tokens.retain(|t| !is_part(t));
            if !name.tokens.is_empty() {
                out.push(Reading::Name(name));
            }
        }
        Meaning::Name(text) => {
            let name = name(index, text, false, last);
            let usual = |t: &(u32, How)| t.1 == How::Same && index.words.people(t.0) >= USUAL;
            if !name.tokens.iter().any(usual) {
                out.extend(together(index, &name.text, last));
            }
            out.push(Reading::Name(name));
        }
        Meaning::Trainer(words) => out.extend(trained(index, &words, last)),
        Meaning::Date(sought) => {
            let mut agreeing = [0; WAYS];
            let mut dates = Vec::new();
            for (i, born) in index.births.dates.iter().enumerate() {
                // A day on which nobody is born any more is none.
                let people = index.births.postings[i].len();
                if let Some((_, how)) = sought.agrees(*born).filter(|_| people > 0) {
                    dates.push((i as u32, how));
                    agreeing[how as usize] += people;
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
        Meaning::Code { text, guess } => {
            let forgiven = !guess && !dated;
            out.extend(coded::read(index, &text, last, forgiven, alone).map(Reading::Code));
        }
        Meaning::Part(part) => out.extend(coded::part(index, part)),
    }
}

/// What a number may be is never worth more than the date that it may be: `84` is a year before it is a house or a client.
pub(super) fn dates_first(readings: &mut [Reading]) {
    let dated = readings.iter().filter_map(|r| match r {
        Reading::Date { worth, .. } => Some(worth[How::Same as usize]),
        _ => None,
    });
    let Some(most) = dated.reduce(f32::max).map(|most| most - weights::NO_DATE) else {
        return;
    };
    for reading in readings {
        let worth = match reading {
            Reading::Name(name) if name.text.bytes().all(|b| b.is_ascii_digit()) => &mut name.worth,
            Reading::Part(_, _, worth) => worth,
            // An identifier in full is no year: a police number only begins with one.
            Reading::Code(read) => {
                let same = read.worth[How::Same as usize];
                cap(&mut read.worth, most);
                read.worth[How::Same as usize] = same;
                continue;
            }
            _ => continue,
        };
        cap(worth, most);
    }
}

fn cap(worth: &mut Worth, most: f32) {
    for bits in worth {
        *bits = bits.min(most);
    }
}

/// A trainer's name that is half typed says next to nothing where people's own names begin so, lest her clients come and go in the
/// list between two keys.
pub(super) fn names_first(readings: &mut [Reading]) {
    let begins = |r: &Reading| matches!(r, Reading::Name(name) if name.tokens.iter().any(|t| t.1 == How::Begins));
    if !readings.iter().any(begins) {
        return;
    }
    for reading in readings {
        if let Reading::Trainers(trained) = reading {
            let bits = &mut trained.worth[How::Begins as usize];
            *bits = bits.min(weights::HALF_A_TRAINER);
        }
    }
}

/// The trainers whom words name.
fn trained(index: &Index, words: &[String], last: bool) -> Option<Reading> {
    let (mut now, mut once) = (Vec::new(), Vec::new());
    let mut agreeing = [0; WAYS];
    for (number, how) in index.trainers.named(words, last) {
        for (list, word) in [(&mut now, number), (&mut once, &*once_of(number))] {
            let token = index.words.get(word);
            if let Some(token) = token.filter(|t| index.words.people(*t) > 0) {
                list.push((token, how));
            }
        }
    }
    let some = !now.is_empty() || !once.is_empty();
    // However many she had, it is those whom she has now who are told apart by her name.
    let counted = if now.is_empty() { &once } else { &now };
    for (token, how) in counted {
        agreeing[*how as usize] += index.words.people(*token);
    }
    let worth = worth(index.people, &agreeing, last);
    some.then_some(Reading::Trainers(Trained { now, once, worth }))
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
            let spelt = |t: &u32| phonetic::is_one_name(other, index.words.text(*t));
            found.extend(
                sounds
                    .into_iter()
                    .filter(spelt)
                    .map(|t| (t, How::ShortForm)),
            );
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
    let worth = worth_of_one_way(index, &mut people, How::RunTogether);
    (!people.is_empty()).then_some(Reading::Together(pairs, people, worth))
}

/// What it tells that one of these people is meant, all of whom agree in one way. Puts them in order, each once.
pub(super) fn worth_of_one_way(index: &Index, people: &mut Vec<u32>, how: How) -> Worth {
    people.sort_unstable();
    people.dedup();
    let mut agreeing = [0; WAYS];
    agreeing[how as usize] = people.len();
    worth(index.people, &agreeing, true)
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

impl Reading {
    /// Sets the bits of the people who agree in `wanted` tier.
    pub fn mark(&self, index: &Index, wanted: usize, bits: &mut [u64]) {
        match self {
            Self::Name(name) => {
                for (token, _) in name.tokens.iter().filter(|t| tier(t.1) == wanted) {
                    index.words.postings(*token).mark(bits);
                }
            }
            Self::Together(_, people, _) if wanted == 2 => set(people, bits),
            Self::Part(_, people, _) if wanted == tier(How::Ends) => set(people, bits),
            Self::Together(..) | Self::Part(..) => {}
            Self::Date { dates, .. } => {
                for (date, _) in dates.iter().filter(|d| tier(d.1) == wanted) {
                    index.births.postings[*date as usize].mark(bits);
                }
            }
            Self::Code(read) => read.mark(index, wanted, bits),
            Self::Trainers(trained) => {
                for (token, how) in &trained.now {
                    if tier(*how) == wanted {
                        index.words.postings(*token).mark(bits);
                    }
                }
                for (token, _) in trained.once.iter().filter(|_| wanted == 2) {
                    index.words.postings(*token).mark(bits);
                }
            }
        }
    }
}

fn set(people: &[u32], bits: &mut [u64]) {
    for p in people {
        bits[(p >> 6) as usize] |= 1 << (p & 63);
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
