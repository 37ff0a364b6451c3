//! Are these two one person? And: is it one of these, while a person is being registered.
//!
//! Fellegi–Sunter over whole records, with the guards that sums lack: what a household shares is capped, and twins, or
//! father and son of one name, are never taken for one person by the sum alone.

use super::codes::Code;
use super::dates::Born;
use super::expand::{self, Reading};
use super::index::{Index, codes_of, each_token};
use super::postings::each_bit;
use super::record::{CODE_FIELDS, Role, Unpacked};
use super::short_names::ShortNames;
use super::sought::Meaning;
use super::weights::{self, same_person as w};
use super::why::{Field, How, Why};
use super::words::Words;
use super::{Hit, Person, edit};

/// People weighed at most for one person who is being registered.
const MOST_WEIGHED: usize = 3000;

/// The words of the index, and those of a person who is not in it.
pub(super) struct Lexicon<'a> {
    pub base: &'a Words,
    pub extra: Words,
    pub short: &'a ShortNames,
    pub people: usize,
}

impl Lexicon<'_> {
    fn text(&self, token: u32) -> &str {
        match (token as usize).checked_sub(self.base.count()) {
            None => self.base.text(token),
            Some(over) => self.extra.text(over as u32),
        }
    }

    fn keys(&self, token: u32) -> [u64; 3] {
        match (token as usize).checked_sub(self.base.count()) {
            None => self.base.keys(token),
            Some(over) => self.extra.keys(over as u32),
        }
    }

    fn is_common(&self, token: u32) -> bool {
        (token as usize) < self.base.count() && self.base.is_common(token)
    }

    /// The information in sharing a word: the more usual of the two counts.
    fn rarity(&self, a: u32, b: u32) -> f32 {
        let count = |t: u32| {
            if (t as usize) < self.base.count() {
                self.base.people(t)
            } else {
                1
            }
        };
        (self.people as f32 / count(a).max(count(b)).max(1) as f32)
            .log2()
            .clamp(0.5, w::MOST_NAME)
    }
}

/// How two words of names agree.
fn words_agree(lexicon: &Lexicon, a: u32, b: u32) -> Option<How> {
    if a == b {
        return Some(How::Same);
    }
    let (x, y) = (lexicon.text(a), lexicon.text(b));
    if lexicon.short.alike(x, y) {
        return Some(How::ShortForm);
    }
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    if (short.len() == 1 || short.len() >= 3) && long.starts_with(short) {
        return Some(How::Begins);
    }
    let keys = lexicon.keys(b);
    let heard = lexicon.keys(a).iter().any(|k| *k != 0 && keys.contains(k));
    let most = if short.len() >= 5 {
        2
    } else {
        usize::from(short.len() >= 3)
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
fn sets_agree(lexicon: &Lexicon, a: &[u32], b: &[u32]) -> Option<(f32, How)> {
    let mut best: Option<(f32, How)> = None;
    for &x in a {
        for &y in b {
            let Some(how) = words_agree(lexicon, x, y) else {
                continue;
            };
            let bits = lexicon.rarity(x, y).min(w::most_told(how)) - weights::cost(how);
            if best.is_none_or(|(most, _)| bits > most) {
                best = Some((bits, how));
            }
        }
    }
    best
}

/// The words of a record in some roles.
fn of_role(record: &Unpacked, roles: &[Role]) -> Vec<u32> {
    record
        .tokens
        .iter()
        .filter(|(_, r)| roles.contains(r))
        .map(|(t, _)| *t)
        .collect()
}

/// What has been found about two records.
#[derive(Default)]
struct Evidence {
    bits: f32,
    why: Vec<Why>,
    forename_differs: bool,
    born_differs: bool,
    hard: bool,
    conflict: bool,
}

impl Evidence {
    fn add(&mut self, bits: f32, field: Field, how: How) {
        self.bits += bits;
        self.why.push(Why {
            field,
            how,
            of: None,
        });
    }
}

/// How probable it is that two records are of one person, with the reasons.
pub(super) fn weigh(lexicon: &Lexicon, a: &Unpacked, b: &Unpacked) -> (f32, Vec<Why>) {
    let mut found = Evidence::default();
    names(lexicon, a, b, &mut found);
    born(a, b, &mut found);
    identifiers(a, b, &mut found);
    household(lexicon, a, b, &mut found);
    let score = weights::probability(found.bits, lexicon.people);
    let doubt = match (
        found.forename_differs || found.born_differs,
        found.hard,
        found.conflict,
    ) {
        (true, false, true) => w::TOLD_APART,
        (true, false, false) => w::IN_DOUBT,
        _ => 1.0,
    };
    (score * doubt, found.why)
}

fn names(lexicon: &Lexicon, a: &Unpacked, b: &Unpacked, found: &mut Evidence) {
    const SURNAMES: &[Role] = &[Role::Surname, Role::Joined];
    const FORENAMES: &[Role] = &[Role::Forename, Role::KnownAs];
    let (sa, sb) = (of_role(a, SURNAMES), of_role(b, SURNAMES));
    let (fa, fb) = (of_role(a, FORENAMES), of_role(b, FORENAMES));
    let surname = sets_agree(lexicon, &sa, &sb);
    let forename = sets_agree(lexicon, &fa, &fb);
    let value = |x: Option<(f32, How)>| x.map_or(w::OTHER_SURNAME, |x| x.0);
    if let (Some(x), Some(y)) = (sets_agree(lexicon, &sa, &fb), sets_agree(lexicon, &fa, &sb))
        && x.0 + y.0 - weights::cost(How::Swapped) > value(surname) + value(forename)
    {
        return found.add(
            x.0 + y.0 - weights::cost(How::Swapped),
            Field::Names,
            How::Swapped,
        );
    }
    match surname {
        Some((bits, how)) => found.add(bits, Field::Surname, how),
        None if !sa.is_empty() && !sb.is_empty() => former(lexicon, a, b, &sa, &sb, found),
        None => {}
    }
    match forename {
        Some((bits, how)) => found.add(bits + other_forenames(lexicon, a, b), Field::Forename, how),
        None if !fa.is_empty() && !fb.is_empty() => {
            found.add(w::OTHER_FORENAME, Field::Forename, How::Differs);
            found.forename_differs = true;
        }
        None => {}
    }
}

/// What second forenames add when both have them: each of the shorter list is looked for in the other.
fn other_forenames(lexicon: &Lexicon, a: &Unpacked, b: &Unpacked) -> f32 {
    let (x, y) = (of_role(a, &[Role::Forename]), of_role(b, &[Role::Forename]));
    let (few, many) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    if few.len() < 2 {
        return 0.0;
    }
    let agreeing = few
        .iter()
        .filter(|t| sets_agree(lexicon, &[**t], &many).is_some())
        .count();
    if agreeing == few.len() {
        w::MORE_FORENAMES
    } else {
        w::OTHER_FORENAMES
    }
}

/// Surnames differ: is the one a former name of the other?
fn former(
    lexicon: &Lexicon,
    a: &Unpacked,
    b: &Unpacked,
    sa: &[u32],
    sb: &[u32],
    found: &mut Evidence,
) {
    let (ea, eb) = (of_role(a, &[Role::Former]), of_role(b, &[Role::Former]));
    match sets_agree(lexicon, sa, &eb).or_else(|| sets_agree(lexicon, &ea, sb)) {
        Some((bits, how)) => found.add(
            bits - weights::field_cost(Field::FormerName),
            Field::FormerName,
            how,
        ),
        None => found.add(w::OTHER_SURNAME, Field::Surname, How::Differs),
    }
}

fn born(a: &Unpacked, b: &Unpacked, found: &mut Evidence) {
    let (x, y) = (Born(a.born), Born(b.born));
    if a.born == 0 || b.born == 0 {
        return;
    }
    if let Some(how) = x.agrees(y) {
        return found.add(w::born(how), Field::Born, how);
    }
    if two_digits_off(x, y) {
        return found.add(w::born(How::Resembles), Field::Born, How::Resembles);
    }
    found.born_differs = true;
    let apart = x.year().abs_diff(y.year());
    let bits = if apart >= w::GENERATION_YEARS {
        w::GENERATION
    } else {
        w::OTHER_BORN
    };
    found.add(bits, Field::Born, How::Differs);
}

/// Two of the eight digits differ.
fn two_digits_off(a: Born, b: Born) -> bool {
    let diff = a.0 ^ b.0;
    (0..8).filter(|i| diff >> (4 * i) & 15 != 0).count() <= 2
}

fn identifiers(a: &Unpacked, b: &Unpacked, found: &mut Evidence) {
    for kind in 0..5u8 {
        let of = |r: &Unpacked| r.codes.iter().find(|c| c.0 == kind).map(|c| c.1);
        let (Some(x), Some(y)) = (of(a), of(b)) else {
            continue;
        };
        let field = CODE_FIELDS[usize::from(kind)];
        let (same, near, other) = w::identifier(field);
        if x == y {
            found.hard = true;
            found.add(same, field, How::Same);
        } else if one_off(x, y) {
            found.add(near, field, How::OneDigit);
        } else {
            found.bits += other;
            found.conflict = true;
        }
    }
}

/// One character changed, or two neighbours changed over.
fn one_off(a: Code, b: Code) -> bool {
    let (mut x, mut y) = (a.0, b.0);
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

/// What a household shares: address, postcode, phone.
fn household(lexicon: &Lexicon, a: &Unpacked, b: &Unpacked, found: &mut Evidence) {
    const POSTCODE: u8 = 5;
    const PHONE: u8 = 6;
    let mut bits = address(lexicon, a, b, found);
    let code = |r: &Unpacked, kind: u8| r.codes.iter().find(|c| c.0 == kind).map(|c| c.1);
    if let (Some(x), Some(y)) = (code(a, POSTCODE), code(b, POSTCODE)) {
        if x == y {
            bits += w::POSTCODE;
            found.why.push(Why {
                field: Field::Postcode,
                how: How::Same,
                of: None,
            });
        } else if one_off(x, y) {
            bits += w::POSTCODE / 2.0;
            found.why.push(Why {
                field: Field::Postcode,
                how: How::OneDigit,
                of: None,
            });
        } else {
            bits += w::OTHER_POSTCODE;
        }
    }
    let phones = |r: &Unpacked| {
        r.codes
            .iter()
            .filter(|c| c.0 == PHONE)
            .map(|c| c.1)
            .collect::<Vec<_>>()
    };
    if phones(a).iter().any(|p| phones(b).contains(p)) {
        bits += w::PHONE;
        found.why.push(Why {
            field: Field::Phone,
            how: How::Same,
            of: None,
        });
    }
    found.bits += bits.min(w::MOST_HOUSEHOLD);
}

fn address(lexicon: &Lexicon, a: &Unpacked, b: &Unpacked, found: &mut Evidence) -> f32 {
    let (x, y) = (of_role(a, &[Role::Address]), of_role(b, &[Role::Address]));
    if x.is_empty() || y.is_empty() {
        return 0.0;
    }
    let mut bits = 0.0;
    for &word in x.iter().filter(|t| !lexicon.is_common(**t)) {
        if let Some((worth, _)) = sets_agree(lexicon, &[word], &y) {
            bits += (worth * w::ADDRESS_SHARE).max(0.0);
        }
    }
    if bits < 1.0 {
        return w::OTHER_ADDRESS;
    }
    if bits >= w::MOST_ADDRESS / 2.0 {
        found.why.push(Why {
            field: Field::Address,
            how: How::Same,
            of: None,
        });
    }
    bits.min(w::MOST_ADDRESS)
}

/// See [`Index::alike`].
pub(super) fn alike(index: &Index, person: &Person, limit: usize) -> Vec<Hit> {
    let mut lexicon = Lexicon {
        base: &index.words,
        extra: Words::default(),
        short: &index.short,
        people: index.people.max(w::FEWEST_PEOPLE),
    };
    let mut record = Unpacked {
        born: Born::of(person).0,
        codes: codes_of(person),
        tokens: Vec::new(),
    };
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
        let (score, why) = weigh(&lexicon, &record, &other);
        if score >= w::WORTH_SHOWING {
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
            read(
                Meaning::Name {
                    text: word.to_owned(),
                    joined: false,
                },
                &mut sets[set],
            );
        }
    });
    if record.born != 0 {
        read(
            Meaning::Date(super::dates::DateSought::Whole(Born(record.born))),
            &mut sets[2],
        );
    }
    for (kind, code) in &record.codes {
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
