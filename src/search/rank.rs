//! Weighing people against a query: the best way to explain its words by the fields of each.

use super::candidates::{Span, candidates};
use super::coded::CodeRead;
use super::expand::{self, Name, Reading, Trained, Worth};
use super::index::Index;
use super::parts::Part;
use super::record::{CODE_FIELDS, Role, Unpacked};
use super::sought::{self, Asked, MOST_WORDS};
use super::why::{Field, How, Why};
use super::{Counted, Found, Hit, dates::Born, weights};
use chrono::NaiveDate;

/// The bit of [`Explained::used`] for the date of birth; tokens and codes have those below.
const DATE: u64 = 1 << 63;

/// How one run of words is explained.
#[derive(Clone, Copy)]
struct Explained {
    field: Field,
    how: How,
    token: Option<u32>,
    bits: f32,
    /// Which tokens and codes of the person are used up.
    used: u64,
}

/// The best explanation of the words up to some place.
#[derive(Clone, Copy)]
struct Best {
    bits: f32,
    used: u64,
    from: usize,
    by: Option<Explained>,
}

/// See [`Index::find`].
pub(super) fn find(index: &Index, query: &str, today: NaiveDate, limit: usize) -> Found {
    let words = sought::words(query);
    if words.is_empty() || limit == 0 || index.is_empty() {
        return Found::default();
    }
    let spans = spans(index, &words, today);
    let mut record = Unpacked::default();
    let mut ranked: Vec<(f32, u32)> = Vec::new();
    let nothing = weights::UNEXPLAINED * words.len() as f32;
    let mut whole = 0;
    let candidates = candidates(index, &spans, words.len());
    for person in candidates.people {
        record.read(index.records.get(person));
        let steps = explain(index, &spans, &words, &record);
        let best = steps[words.len()].bits;
        if best > nothing {
            ranked.push((best, person));
            whole += usize::from(is_whole(&steps[..=words.len()]));
        }
    }
    ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let counted = Counted {
        whole,
        part: ranked.len() - whole,
        more: candidates.more,
    };
    ranked.truncate(limit);
    let hit = |(bits, key): (f32, u32)| {
        let mut record = Unpacked::default();
        record.read(index.records.get(key));
        let why = reasons(index, &words, &explain(index, &spans, &words, &record));
        Hit {
            key,
            score: weights::probability(bits, index.people),
            why,
        }
    };
    Found {
        hits: ranked.into_iter().map(hit).collect(),
        counted,
    }
}

/// Whether each word is explained.
fn is_whole(steps: &[Best]) -> bool {
    let mut to = steps.len() - 1;
    while to > 0 && steps[to].by.is_some() {
        to = steps[to].from;
    }
    to == 0
}

fn spans(index: &Index, words: &[Asked], today: NaiveDate) -> Vec<Span> {
    let mut out = Vec::new();
    for from in 0..words.len() {
        for to in from + 1..=words.len().min(from + 3) {
            let last = to == words.len();
            let alone = last && from == 0;
            let mut readings = Vec::new();
            for meaning in sought::meanings(&words[from..to], today) {
                expand::read(index, meaning, last, alone, &mut readings);
            }
            expand::dates_first(&mut readings);
            if !readings.is_empty() {
                out.push(Span { from, to, readings });
            }
        }
    }
    out
}

/// The best explanations of the first 0, 1, 2 … words by `record`.
fn explain(
    index: &Index,
    spans: &[Span],
    words: &[Asked],
    record: &Unpacked,
) -> [Best; MOST_WORDS + 1] {
    let nothing = Best {
        bits: 0.0,
        used: 0,
        from: 0,
        by: None,
    };
    let mut best = [nothing; MOST_WORDS + 1];
    for to in 1..=words.len() {
        best[to] = Best {
            bits: best[to - 1].bits + weights::UNEXPLAINED,
            from: to - 1,
            ..best[to - 1]
        };
        best[to].by = None;
        for span in spans.iter().filter(|s| s.to == to) {
            let before = best[span.from];
            for reading in &span.readings {
                let Some(found) = reading.explained(index, record, before.used) else {
                    continue;
                };
                if before.bits + found.bits > best[to].bits {
                    let used = before.used | found.used;
                    best[to] = Best {
                        bits: before.bits + found.bits,
                        used,
                        from: span.from,
                        by: Some(found),
                    };
                }
            }
        }
    }
    best
}

impl Reading {
    fn explained(&self, index: &Index, record: &Unpacked, used: u64) -> Option<Explained> {
        match self {
            Self::Name(name) => name
                .explained(record, used)
                .or_else(|| name.resembling(index, record, used)),
            Self::Together(pairs, people, worth) => {
                let found = !people.is_empty()
                    && pairs.iter().any(|(a, b)| {
                        a.explained(record, used)
                            .is_some_and(|x| b.explained(record, used | x.used).is_some())
                    });
                let how = How::RunTogether;
                let bits = worth[how as usize];
                found.then_some(Explained {
                    field: Field::Names,
                    how,
                    token: None,
                    bits,
                    used: 0,
                })
            }
            Self::Date { .. } if used & DATE != 0 => None,
            Self::Date { sought, worth, .. } => {
                sought
                    .agrees(Born(record.born))
                    .map(|(field, how)| Explained {
                        field,
                        how,
                        token: None,
                        bits: worth[how as usize],
                        used: DATE,
                    })
            }
            Self::Code(read) => code_explained(read, record, used),
            Self::Part(part, _, worth) => part_explained(part, worth, record, used),
            Self::Trainers(trained) => trained.explained(record, used),
        }
    }
}

fn code_explained(read: &CodeRead, record: &Unpacked, used: u64) -> Option<Explained> {
    let found = |(i, (kind, code)): (usize, &(u8, super::codes::Code))| {
        let how = read.agrees(*code)?;
        let field = CODE_FIELDS[usize::from(*kind)];
        let mut bits = read.worth[how as usize];
        if field == Field::Postcode && how == How::Begins && read.is_outward_of(*code) {
            bits += weights::WHOLE_OUTWARD;
        }
        Some(Explained {
            field,
            how,
            token: None,
            bits,
            used: 1 << (32 + i.min(30)),
        })
    };
    best_of(
        record
            .codes
            .iter()
            .enumerate()
            .filter_map(found)
            .filter(|e| e.used & used == 0),
    )
}

fn part_explained(part: &Part, worth: &Worth, record: &Unpacked, used: u64) -> Option<Explained> {
    let codes = record.codes.iter().enumerate();
    let mut found = codes.filter_map(|(i, (kind, code))| {
        let field = CODE_FIELDS[usize::from(*kind)];
        let how = How::Ends;
        part.is_of(field, *code).then_some(Explained {
            field,
            how,
            token: None,
            bits: worth[how as usize],
            used: 1 << (32 + i.min(30)),
        })
    });
    found.find(|e| e.used & used == 0)
}

impl Trained {
    fn explained(&self, record: &Unpacked, used: u64) -> Option<Explained> {
        let found = |(i, &(token, role)): (usize, &(u32, Role))| {
            let list = match role {
                Role::Trainer => &self.now,
                Role::LastTrainer => &self.once,
                _ => return None,
            };
            let (_, how) = *list.iter().find(|t| t.0 == token)?;
            let field = role.field();
            Some(Explained {
                field,
                how,
                token: Some(token),
                bits: self.worth[how as usize] - weights::field_cost(field),
                used: 1 << i.min(31),
            })
        };
        let tokens = record.tokens.iter().enumerate();
        best_of(tokens.filter_map(found).filter(|e| e.used & used == 0))
    }
}

/// The first of those worth most.
fn best_of(all: impl Iterator<Item = Explained>) -> Option<Explained> {
    all.reduce(|best, next| if next.bits > best.bits { next } else { best })
}

impl Name {
    fn explained(&self, record: &Unpacked, used: u64) -> Option<Explained> {
        let found = |(i, &(token, role)): (usize, &(u32, Role))| {
            // Their words are no names, however they sound.
            (role != Role::LastTrainer).then_some(())?;
            let at = self.tokens.binary_search_by_key(&token, |t| t.0).ok()?;
            let mut how = self.tokens[at].1;
            if role == Role::Joined && how == How::Same {
                how = How::Spacing;
            }
            let field = role.field();
            let mut bits = self.worth[how as usize] - weights::field_cost(field);
            let before = i.checked_sub(1).map(|before| record.tokens[before].1);
            if role == Role::Forename && before == Some(Role::Forename) {
                bits -= weights::LATER_FORENAME;
            }
            Some(Explained {
                field,
                how,
                token: Some(token),
                bits,
                used: 1 << i.min(31),
            })
        };
        let tokens = record.tokens.iter().enumerate();
        best_of(tokens.filter_map(found).filter(|e| e.used & used == 0))
    }

    fn resembling(&self, index: &Index, record: &Unpacked, used: u64) -> Option<Explained> {
        let how = How::Resembles;
        let found = |(i, &(token, role)): (usize, &(u32, Role))| {
            let near = role.is_name()
                && used & 1 << i.min(31) == 0
                && expand::resembles(&self.text, index.words.text(token));
            near.then(|| Explained {
                field: role.field(),
                how,
                token: Some(token),
                bits: -weights::cost(how),
                used: 1 << i.min(31),
            })
        };
        record.tokens.iter().enumerate().find_map(found)
    }
}

/// The reasons, in the order of the words.
fn reasons(index: &Index, words: &[Asked], best: &[Best; MOST_WORDS + 1]) -> Vec<Why> {
    let mut out = Vec::new();
    let mut to = words.len();
    while to > 0 {
        let step = best[to];
        if let Some(by) = step.by {
            let of = (by.how == How::ShortForm)
                .then(|| full_form(index, &words[step.from].text, by.token))
                .flatten();
            let why = Why {
                field: by.field,
                how: by.how,
                of,
            };
            if !out.contains(&why) {
                out.push(why);
            }
        }
        to = step.from;
    }
    out.reverse();
    out
}

/// The full name behind a short form, with a capital: the one that the other is short for.
fn full_form(index: &Index, asked: &str, token: Option<u32>) -> Option<String> {
    use super::short_names::Relation;
    let held = index.words.text(token?);
    let relation = index
        .short
        .of(asked)
        .iter()
        .find(|(name, _)| name == held)
        .map_or(Relation::Full, |r| r.1);
    let full = match relation {
        Relation::Full => held,
        Relation::Short => asked,
        Relation::Beside => return None,
    };
    let mut letters = full.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
}
