//! Are these two one person? And: is it one of these, while a person is being registered.
//!
//! Fellegi–Sunter over whole records, with the guards that sums lack: what a household shares is capped, and twins, or
//! father and son of one name, are never taken for one person by the sum alone.

use super::codes::{Code, is_no_postcode};
use super::dates::Born;
use super::evidence::weigh;
use super::expand::{self, Reading};
use super::index::{Births, Index, codes_of, each_token};
use super::postings::each_bit;
use super::record::{Role, Unpacked};
use super::short_names::ShortNames;
use super::sought::Meaning;
use super::weights::{self, same_person as w};
use super::why::How;
use super::words::Words;
use super::{Hit, Person, edit};

/// People weighed at most for one person who is being registered.
const MOST_WEIGHED: usize = 3000;

/// The words of the index, and those of a person who is not in it.
pub(super) struct Lexicon<'a> {
    pub index: &'a Index,
    pub base: &'a Words,
    pub births: &'a Births,
    pub extra: Words,
    pub short: &'a ShortNames,
    pub people: usize,
}

impl Lexicon<'_> {
    pub fn text(&self, token: u32) -> &str {
        match (token as usize).checked_sub(self.base.count()) {
            None => self.base.text(token),
            Some(over) => self.extra.text(over as u32),
        }
    }

    pub fn keys(&self, token: u32) -> [u64; 3] {
        match (token as usize).checked_sub(self.base.count()) {
            None => self.base.keys(token),
            Some(over) => self.extra.keys(over as u32),
        }
    }

    pub fn is_common(&self, token: u32) -> bool {
        (token as usize) < self.base.count() && self.base.is_common(token)
    }

    /// How many people have a word.
    pub fn count(&self, token: u32) -> usize {
        if (token as usize) < self.base.count() {
            self.base.people(token)
        } else {
            1
        }
    }

    /// What two dates of birth tell that agree so, in bits: less where many people have one of them, and where it is one that is
    /// put down for many.
    pub fn told_by_date(&self, a: Born, b: Born, how: How) -> f32 {
        let expected = (self.people as f32 / w::DATES).max(1.0);
        let usual = |born: Born| {
            let met = self.births.people(born) as f32;
            (met / (expected * w::FEW_OF_ONE_DATE)).log2().max(0.0)
        };
        let new_year = |born: Born| (born.month(), born.day()) == (1, 1);
        let cost = match (new_year(a) && new_year(b), how) {
            (true, How::Same) => w::NEW_YEAR,
            // Only the year is near.
            (true, _) => w::born(how).max(0.0),
            (false, _) => 0.0,
        };
        let told = w::born(how);
        told - usual(a).max(usual(b)).max(cost).min(told.max(0.0))
    }

    /// The information in sharing a word: the more usual of the two counts.
    pub fn rarity(&self, a: u32, b: u32) -> f32 {
        (self.people as f32 / self.count(a).max(self.count(b)).max(1) as f32)
            .log2()
            .clamp(0.5, w::MOST_NAME)
    }
}

/// How two words of names agree.
pub(super) fn words_agree(lexicon: &Lexicon, a: u32, b: u32) -> Option<How> {
    if a == b {
        return Some(How::Same);
    }
    let (x, y) = (lexicon.text(a), lexicon.text(b));
    if lexicon.short.alike(x, y) {
        return Some(How::ShortForm);
    }
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    if (short.len() == 1 || short.len() >= 3) && long.starts_with(short) {
        // One letter more at the end is a slip of the finger, not a shorter form.
        let slip = short.len() >= 4 && long.len() == short.len() + 1;
        return Some(if slip { How::OneSlip } else { How::Begins });
    }
    let keys = lexicon.keys(b);
    let heard = lexicon.keys(a).iter().any(|k| *k != 0 && keys.contains(k));
    let most = match (short.len(), long.len()) {
        (5.., _) => 2,
        // A letter left out of Ben or Sam.
        (3.., _) | (2, 3) => 1,
        _ => 0,
    };
    match (edit::slips(x.as_bytes(), y.as_bytes(), most, false), heard) {
        (Some(..=1), true) => Some(How::SoundsAlike),
        (Some(..=1), false) => Some(How::OneSlip),
        (_, true) => Some(How::SoundsFar),
        (Some(_), false) => Some(How::TwoSlips),
        (None, false) => (strsim::jaro_winkler(x, y) >= 0.85).then_some(How::Resembles),
    }
}

/// The best agreement between two sets of words, in bits, with how.
pub(super) fn sets_agree(lexicon: &Lexicon, a: &[u32], b: &[u32]) -> Option<(f32, How)> {
    let mut best: Option<(f32, How)> = None;
    for &x in a {
        for &y in b {
            let Some(how) = words_agree(lexicon, x, y) else {
                continue;
            };
            let is_initial = lexicon.text(x).len().min(lexicon.text(y).len()) == 1;
            let most = if is_initial {
                w::INITIAL
            } else {
                w::most_told(how)
            };
            let bits = lexicon.rarity(x, y).min(most) - weights::cost(how);
            if best.is_none_or(|(most, _)| bits > most) {
                best = Some((bits, how));
            }
        }
    }
    best
}

/// The words of a record in some roles.
pub(super) fn of_role(record: &Unpacked, roles: &[Role]) -> Vec<u32> {
    record
        .tokens
        .iter()
        .filter(|(_, r)| roles.contains(r))
        .map(|(t, _)| *t)
        .collect()
}

/// See [`Index::alike`].
pub(super) fn alike(index: &Index, person: &Person, limit: usize) -> Vec<Hit> {
    let mut lexicon = Lexicon {
        index,
        base: &index.words,
        births: &index.births,
        extra: Words::default(),
        short: &index.short,
        people: index.people.max(w::FEWEST_PEOPLE),
    };
    let mut record = Unpacked {
        born: Born::of(person).0,
        sex: person.sex,
        ..Unpacked::default()
    };
    codes_of(person, &mut record.codes);
    each_token(person, |word, role| {
        let known = index.words.get(word);
        let token =
            known.unwrap_or_else(|| index.words.count() as u32 + lexicon.extra.intern(word));
        record.tokens.push((token, role));
    });
    let mut other = Unpacked::default();
    let mut hits = Vec::new();
    for key in near_people(index, person, &record) {
        if key == person.key {
            continue;
        }
        other.read(index.records.get(key));
        let found = weigh(&lexicon, &record, &other);
        let score = found.score();
        if score >= w::WORTH_SHOWING {
            let why = found.why;
            hits.push(Hit { key, score, why });
        }
    }
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.key.cmp(&b.key)));
    hits.truncate(limit);
    hits
}

/// People worth weighing: an identifier shared, or two of surname, forename, date of birth and household.
fn near_people(index: &Index, person: &Person, record: &Unpacked) -> Vec<u32> {
    let size = index.records.bound().div_ceil(64);
    let mut sets: [Vec<u64>; 4] = std::array::from_fn(|_| vec![0; size]);
    let mut hard = vec![0u64; size];
    let read = |meaning: Meaning, bits: &mut Vec<u64>| {
        let mut readings: Vec<Reading> = Vec::new();
        expand::read(index, meaning, false, false, &mut readings);
        for tier in 0..3 {
            for reading in &readings {
                reading.mark(index, tier, bits);
            }
        }
    };
    each_token(person, |word, role| {
        let set = match role {
            Role::Surname | Role::Former => 0,
            Role::Forename | Role::KnownAs => 1,
            _ => return,
        };
        if word.len() > 1 {
            read(Meaning::Name(word.to_owned()), &mut sets[set]);
        }
    });
    if record.born != 0 {
        read(
            Meaning::Date(super::dates::DateSought::Whole(Born(record.born))),
            &mut sets[2],
        );
    }
    for (kind, code) in record.codes.iter().filter(|c| !is_no_postcode(c.1)) {
        let set = if matches!(kind, 5 | 6) {
            &mut sets[3]
        } else {
            &mut hard
        };
        for entry in index
            .code_range(*code, Code(code.0 + 1))
            .into_iter()
            .flatten()
        {
            set[(entry >> 14) as usize] |= 1 << (entry >> 8 & 63);
        }
    }
    let [surname, forename, born, home] = sets;
    let mut out = Vec::new();
    each_bit(&hard, |p| out.push(p));
    for (i, h) in hard.iter().enumerate() {
        let (s, f, b, o) = (surname[i], forename[i], born[i], home[i]);
        let two = (s | f) & (b | o) | b & o | s & f;
        if out.len() < MOST_WEIGHED {
            each_bit(&[two & !h], |p| out.push(i as u32 * 64 + p));
        }
    }
    out
}
