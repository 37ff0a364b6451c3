//! The best way to explain the words of a query by the fields of one person.
//!
//! # Why
//! Each word may mean several of her fields, and each field explains one word only: `a akinola` is the initial and the surname, though
//! both words begin the surname. So the words are given to the fields as serves all of them best, whatever their order: for the words up
//! to each place the best few ways are kept, one for each choice of fields that are used up.

use super::candidates::Span;
use super::coded::CodeRead;
use super::dates::Born;
use super::expand::{self, Name, Reading, Trained, Worth};
use super::index::Index;
use super::parts::Part;
use super::record::{CODE_FIELDS, Role, Unpacked};
use super::weights;
use super::why::{Field, How};

/// The bit of [`Explained::used`] for the date of birth; tokens and codes have those below.
const DATE: u64 = 1 << 63;
/// Ways kept for the words up to one place: more than the fields that two words of a name can both mean.
const MOST_WAYS: usize = 8;

/// How one run of words is explained.
#[derive(Clone, Copy)]
pub(super) struct Explained {
    pub field: Field,
    pub how: How,
    pub token: Option<u32>,
    bits: f32,
    /// Which tokens and codes of the person are used up.
    used: u64,
}

/// One way to explain the words up to some place.
#[derive(Clone, Copy)]
struct Way {
    bits: f32,
    used: u64,
    /// The place before the last run of words, and which of the ways to there this one goes on from.
    from: usize,
    before: usize,
    by: Option<Explained>,
}

/// One run of words in the best way, and what explains it.
#[derive(Clone, Copy)]
pub(super) struct Step {
    pub from: usize,
    pub by: Option<Explained>,
}

/// The ways to explain the first 0, 1, 2 … words by one person; kept from one person to the next for its room.
#[derive(Default)]
pub(super) struct Ways {
    places: Vec<Vec<Way>>,
    options: Vec<Explained>,
    words: usize,
}

impl Ways {
    /// Finds the best ways for `record`; what the best of all is worth.
    pub fn best(&mut self, index: &Index, spans: &[Span], words: usize, record: &Unpacked) -> f32 {
        self.words = words;
        self.places.resize_with(words + 1, Vec::new);
        self.places.iter_mut().for_each(Vec::clear);
        self.places[0].push(Way {
            bits: 0.0,
            used: 0,
            from: 0,
            before: 0,
            by: None,
        });
        for to in 1..=words {
            let (before, rest) = self.places.split_at_mut(to);
            let place = &mut rest[0];
            for (at, way) in before[to - 1].iter().enumerate() {
                let bits = way.bits + weights::UNEXPLAINED;
                put(place, next(way, bits, (to - 1, at), None));
            }
            for span in spans.iter().filter(|s| s.to == to) {
                self.options.clear();
                for reading in &span.readings {
                    reading.explained(index, record, &mut self.options);
                }
                for by in &self.options {
                    for (at, way) in before[span.from].iter().enumerate() {
                        if way.used & by.used == 0 {
                            let bits = way.bits + by.bits;
                            put(place, next(way, bits, (span.from, at), Some(*by)));
                        }
                    }
                }
            }
        }
        self.places[words][0].bits
    }

    /// The steps of the best way, the last word first.
    pub fn steps(&self) -> impl Iterator<Item = Step> {
        let (mut place, mut at) = (self.words, 0);
        std::iter::from_fn(move || {
            let way = self.places.get(place).filter(|_| place > 0)?.get(at)?;
            (place, at) = (way.from, way.before);
            let (from, by) = (way.from, way.by);
            Some(Step { from, by })
        })
    }
}

fn next(way: &Way, bits: f32, (from, before): (usize, usize), by: Option<Explained>) -> Way {
    let used = way.used | by.map_or(0, |by| by.used);
    Way {
        bits,
        used,
        from,
        before,
        by,
    }
}

/// Puts a way in its order, best first; of those that use up the same the best is kept, of equal ones the first.
fn put(place: &mut Vec<Way>, way: Way) {
    if let Some(same) = place.iter().position(|w| w.used == way.used) {
        if place[same].bits >= way.bits {
            return;
        }
        place.remove(same);
    }
    let at = place.partition_point(|w| w.bits >= way.bits);
    if at < MOST_WAYS {
        place.truncate(MOST_WAYS - 1);
        place.insert(at, way);
    }
}

impl Reading {
    /// Adds every way in which a field of the person agrees.
    fn explained(&self, index: &Index, record: &Unpacked, out: &mut Vec<Explained>) {
        match self {
            Self::Name(name) => {
                let had = out.len();
                out.extend(name.explained(index, record));
                if out.len() == had {
                    out.extend(name.resembling(index, record));
                }
                out.extend(name.of_any_address(index, record));
            }
            Self::Together(pairs, people, worth) if !people.is_empty() => {
                let both = |(a, b): &(Name, Name)| {
                    let of_a = a.explained(index, record);
                    of_a.flat_map(|x| b.explained(index, record).map(move |y| x.used & y.used))
                        .any(|shared| shared == 0)
                };
                let (field, how) = (Field::Names, How::RunTogether);
                let bits = worth[how as usize];
                out.extend(pairs.iter().any(both).then_some(Explained {
                    field,
                    how,
                    token: None,
                    bits,
                    used: 0,
                }));
            }
            Self::Together(..) => {}
            Self::Date { sought, worth, .. } => {
                let agrees = sought.agrees(Born(record.born));
                out.extend(agrees.map(|(field, how)| Explained {
                    field,
                    how,
                    token: None,
                    bits: worth[how as usize],
                    used: DATE,
                }));
            }
            Self::Code(read) => out.extend(codes_explained(read, record)),
            Self::Part(part, _, worth) => out.extend(parts_explained(part, worth, record)),
            Self::Trainers(trained) => out.extend(trained.explained(record)),
        }
    }
}

fn codes_explained(read: &CodeRead, record: &Unpacked) -> impl Iterator<Item = Explained> {
    let codes = record.codes.iter().enumerate();
    codes.filter_map(|(i, (kind, code))| {
        let how = read.agrees(*code)?;
        let field = CODE_FIELDS[usize::from(*kind)];
        let mut bits = read.worth[how as usize] - weights::field_cost(field);
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
    })
}

fn parts_explained(
    part: &Part,
    worth: &Worth,
    record: &Unpacked,
) -> impl Iterator<Item = Explained> {
    let codes = record.codes.iter().enumerate();
    codes.filter_map(|(i, (kind, code))| {
        let field = CODE_FIELDS[usize::from(*kind)];
        let how = How::Ends;
        part.is_of(field, *code).then_some(Explained {
            field,
            how,
            token: None,
            bits: worth[how as usize],
            used: 1 << (32 + i.min(30)),
        })
    })
}

impl Trained {
    fn explained(&self, record: &Unpacked) -> impl Iterator<Item = Explained> {
        let tokens = record.tokens.iter().enumerate();
        tokens.filter_map(|(i, &(token, role))| {
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
        })
    }
}

impl Name {
    /// A word that most addresses have, in hers: it finds nobody, and is no sign of somebody whose name is much like it.
    fn of_any_address(&self, index: &Index, record: &Unpacked) -> Option<Explained> {
        let mut tokens = record.tokens.iter().enumerate();
        let (i, (token, role)) = tokens.find(|(_, (token, role))| {
            let common = *role == Role::Address && index.words.is_common(*token);
            common && index.words.text(*token) == self.text
        })?;
        Some(Explained {
            field: role.field(),
            how: How::Same,
            token: Some(*token),
            bits: 0.0,
            used: 1 << i.min(31),
        })
    }

    fn explained(&self, index: &Index, record: &Unpacked) -> impl Iterator<Item = Explained> {
        let tokens = record.tokens.iter().enumerate();
        tokens.filter_map(|(i, &(token, role))| {
            // Their words are no names, however they sound.
            (role != Role::LastTrainer).then_some(())?;
            let at = self.tokens.binary_search_by_key(&token, |t| t.0).ok()?;
            let mut how = self.tokens[at].1;
            // The Al of Al-Hassan is nobody's Alexander.
            let is_surname = matches!(role, Role::Surname | Role::Former);
            if is_surname && how == How::ShortForm && index.words.text(token).len() <= 2 {
                return None;
            }
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
        })
    }

    /// The first name that resembles the word.
    fn resembling(&self, index: &Index, record: &Unpacked) -> Option<Explained> {
        let how = How::Resembles;
        let mut tokens = record.tokens.iter().enumerate();
        tokens.find_map(|(i, &(token, role))| {
            let near = role.is_name() && expand::resembles(&self.text, index.words.text(token));
            near.then(|| Explained {
                field: role.field(),
                how,
                token: Some(token),
                bits: -weights::cost(how),
                used: 1 << i.min(31),
            })
        })
    }
}
