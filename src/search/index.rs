//! The index: tokens with their people, dates with theirs, identifiers in order, and a small record of each person.

use super::build::Builder;
use super::codes::{Code, CodeTable, canonical};
use super::dates::Born;
use super::duplicates::{self, Pair};
use super::fold::each_word;
use super::parts::has_end;
use super::postings::Postings;
use super::record::{CODE_FIELDS, MOST_CODES, Records, Role, Unpacked, code_at, kind_and_code_at};
use super::short_names::ShortNames;
use super::trainers::Trainers;
use super::why::Field;
use super::words::Words;
use super::{Found, Hit, Person, PersonKey, compare, rank};
use crate::domain::identifier::written_one_way;
use std::collections::HashMap;
use std::sync::Arc;

/// The highest number that a person can have in the index (an entry of the identifier table counts people in 24 bits).
pub const MAX_KEY: PersonKey = (1 << 24) - 1;

/// Everyone who can be found.
#[derive(Clone)]
pub struct Index {
    pub(super) words: Words,
    pub(super) records: Records,
    pub(super) codes: CodeTable,
    /// The entries of kinds that are found by their end (see [`super::parts`]), in the order of the codes read backwards.
    pub(super) ends: CodeTable,
    pub(super) births: Births,
    pub(super) people: usize,
    pub(super) short: Arc<ShortNames>,
    pub(super) trainers: Arc<Trainers>,
}

/// The distinct dates of birth and who was born on each.
#[derive(Clone, Default)]
pub(super) struct Births {
    lookup: HashMap<u32, u32, super::words::Quick>,
    pub dates: Vec<Born>,
    pub postings: Vec<Postings>,
}

impl Births {
    fn place(&mut self, born: u32) -> usize {
        let next = self.dates.len() as u32;
        let place = *self.lookup.entry(born).or_insert(next);
        if place == next {
            self.dates.push(Born(born));
            self.postings.push(Postings::default());
        }
        place as usize
    }

    /// How many people were born on a day.
    pub fn people(&self, born: Born) -> usize {
        let place = self.lookup.get(&born.0);
        place.map_or(0, |place| self.postings[*place as usize].len())
    }

    /// Takes all who were born on a day at once, for building.
    pub fn set(&mut self, born: u32, people: Postings) {
        let place = self.place(born);
        self.postings[place] = people;
    }

    fn memory(&self) -> usize {
        self.lookup.capacity() * 9
            + self.dates.capacity() * 4
            + self.postings.capacity() * size_of::<Postings>()
            + self.postings.iter().map(Postings::memory).sum::<usize>()
    }
}

impl Default for Index {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("people", &self.people)
            .finish_non_exhaustive()
    }
}

impl Index {
    /// An index of nobody, with the short names that come with the program.
    #[must_use]
    pub fn new() -> Self {
        Self {
            words: Words::default(),
            records: Records::default(),
            codes: CodeTable::default(),
            ends: CodeTable::default(),
            births: Births::default(),
            people: 0,
            short: Arc::new(ShortNames::shipped()),
            trainers: Arc::default(),
        }
    }

    /// The index of `people`, in any order. A number that comes twice keeps the last.
    #[must_use]
    pub fn build(people: impl Iterator<Item = Person>) -> Self {
        let mut builder = Builder::default();
        people.for_each(|person| builder.add(person));
        builder.finish()
    }

    /// Uses these short names from now on.
    pub fn set_short_names(&mut self, names: Arc<ShortNames>) {
        self.short = names;
    }

    /// Who the trainers are from now on, so that their names find their clients.
    pub fn set_trainers(&mut self, trainers: Arc<Trainers>) {
        self.trainers = trainers;
    }

    /// Who the trainers are.
    pub fn trainers(&self) -> &Arc<Trainers> {
        &self.trainers
    }

    /// How many people.
    pub fn len(&self) -> usize {
        self.people
    }

    /// Whether nobody is there.
    pub fn is_empty(&self) -> bool {
        self.people == 0
    }

    /// Takes a person in, or takes what is new of one who is there. A number above [`MAX_KEY`] is left out.
    pub fn put(&mut self, person: &Person) {
        if person.key > MAX_KEY {
            return;
        }
        let new = self.unpack(person);
        self.change(person.key, Some(&new));
    }

    /// Takes a person out.
    pub fn remove(&mut self, key: PersonKey) {
        self.change(key, None);
    }

    /// The people meant by `query`, most probable first, at most `limit`; `today` settles what a two-digit year is.
    /// Equal input gives equal order: ties go by number.
    #[must_use]
    pub fn find(&self, query: &str, today: chrono::NaiveDate, limit: usize) -> Vec<Hit> {
        self.look(query, today, limit).hits
    }

    /// The same, and how many there are in all.
    #[must_use]
    pub fn look(&self, query: &str, today: chrono::NaiveDate, limit: usize) -> Found {
        rank::find(self, query, today, limit)
    }

    /// People in the index who may be the same as `person` (whose own number is left out), most probable first.
    #[must_use]
    pub fn alike(&self, person: &Person, limit: usize) -> Vec<Hit> {
        compare::alike(self, person, limit)
    }

    /// Pairs of people in the index who may be one person, with at least this score, most probable first.
    #[must_use]
    pub fn pairs(&self, min: f32) -> Vec<Pair> {
        duplicates::pairs_in(self, min)
    }

    /// Bytes in use, about.
    pub fn memory(&self) -> usize {
        self.words.memory()
            + self.records.memory()
            + self.codes.memory()
            + self.ends.memory()
            + self.births.memory()
    }

    /// The code of an entry of the code table.
    pub(super) fn code_of(&self, entry: u32) -> Code {
        code_at(self.records.get(entry >> 8), (entry & 255) as usize)
    }

    /// Entries of the code table from one code to another.
    pub(super) fn code_range(&self, from: Code, to: Code) -> Vec<&[u32]> {
        self.codes.range(from, to, &|e| self.code_of(e))
    }

    /// The code of an entry with its kind.
    pub(super) fn kind_and_code_of(&self, entry: u32) -> (u8, Code) {
        kind_and_code_at(self.records.get(entry >> 8), (entry & 255) as usize)
    }

    /// Entries of the table of ends that end so.
    pub(super) fn ending(&self, text: &str) -> Vec<&[u32]> {
        let back: String = text.chars().rev().collect();
        let Some(from) = Code::pack(&back) else {
            return Vec::new();
        };
        let to = from.after_prefix(back.len());
        self.ends.range(from, to, &|e| self.code_of(e).reversed())
    }

    fn change(&mut self, key: PersonKey, new: Option<&Unpacked>) {
        let mut old = Unpacked::default();
        let was_there = !self.records.get(key).is_empty();
        old.read(self.records.get(key));
        let empty = Unpacked::default();
        let to = new.unwrap_or(&empty);
        self.change_codes(key, &old.codes, &to.codes, false);
        let mut bytes = Vec::with_capacity(96);
        if let Some(new) = new {
            new.write(&mut bytes);
        }
        if was_there || new.is_some() {
            self.records.set(key, &bytes);
        }
        self.change_codes(key, &to.codes, &old.codes, true);
        let (had, has) = (listed(&self.words, &old), listed(&self.words, to));
        for token in had.iter().filter(|t| has.binary_search(t).is_err()) {
            self.words.take(*token, key);
        }
        for token in has.iter().filter(|t| had.binary_search(t).is_err()) {
            self.words.add(*token, key);
        }
        if old.born != to.born {
            if old.born != 0 {
                let place = self.births.place(old.born);
                self.births.postings[place].remove(key);
            }
            if to.born != 0 {
                let place = self.births.place(to.born);
                self.births.postings[place].insert(key);
            }
        }
        self.people = self.people + usize::from(new.is_some()) - usize::from(was_there);
    }

    /// Takes out of the table (or puts in) those of `codes` that do not stand at the same place in `others`.
    fn change_codes(
        &mut self,
        key: PersonKey,
        codes: &[(u8, Code)],
        others: &[(u8, Code)],
        put: bool,
    ) {
        for (place, (kind, code)) in codes.iter().enumerate().take(MOST_CODES) {
            if others.get(place) == Some(&(*kind, *code)) {
                continue;
            }
            let entry = key << 8 | place as u32;
            let records = &self.records;
            let of = |e: u32| code_at(records.get(e >> 8), (e & 255) as usize);
            if put {
                self.codes.insert(*code, entry, &of);
            } else {
                self.codes.remove(*code, entry, &of);
            }
            if has_end(CODE_FIELDS[usize::from(*kind)]) {
                let back = |e: u32| of(e).reversed();
                if put {
                    self.ends.insert(code.reversed(), entry, &back);
                } else {
                    self.ends.remove(code.reversed(), entry, &back);
                }
            }
        }
    }

    /// A person's record, with new tokens taken in.
    fn unpack(&mut self, person: &Person) -> Unpacked {
        let words = &mut self.words;
        let mut out = Unpacked {
            born: Born::of(person).0,
            sex: person.sex,
            codes: Vec::with_capacity(8),
            tokens: Vec::with_capacity(12),
        };
        codes_of(person, &mut out.codes);
        each_token(person, |word, role| {
            out.tokens.push((words.intern(word), role));
        });
        out
    }
}

/// The tokens under which a person is listed, ascending.
fn listed(words: &Words, of: &Unpacked) -> Vec<u32> {
    let mut out: Vec<u32> = of
        .tokens
        .iter()
        .filter(|(t, role)| words.is_listed(*t, *role))
        .map(|(t, _)| *t)
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// Calls `each` with every folded word of a person and what it is. Forenames are not joined to one: two names that are
/// keyed as one word are found by their parts.
pub(super) fn each_token(person: &Person, mut each: impl FnMut(&str, Role)) {
    let (mut joined, mut room) = (String::new(), String::new());
    let mut name = |text: &str, role: Role, as_one: Option<Role>| {
        joined.clear();
        let mut n = 0;
        each_word(text, &mut room, |w| {
            each(w, role);
            joined.push_str(w);
            n += 1;
        });
        if let (2.., Some(as_one)) = (n, as_one) {
            each(super::fold::cut(&joined), as_one);
        }
    };
    name(&person.surname, Role::Surname, Some(Role::Joined));
    name(&person.forenames, Role::Forename, None);
    name(&person.known_as, Role::KnownAs, None);
    for former in &person.former_names {
        name(former, Role::Former, Some(Role::Joined));
    }
    each_word(&person.address, &mut room, |w| each(w, Role::Address));
    each_word(&person.trainer, &mut room, |w| each(w, Role::Trainer));
    each_word(&person.last_trainer, &mut room, |w| {
        each(&once_of(w), Role::LastTrainer);
    });
}

/// The word under which those are listed whose case with a trainer is closed: beside hers, so that the open ones come first
/// however many there are, and none that can be typed.
pub(super) fn once_of(trainer: &str) -> String {
    super::fold::cut(&format!("9~{trainer}")).to_owned()
}

/// Puts a person's identifiers, packed, at the end of `out`.
pub(super) fn codes_of(person: &Person, out: &mut Vec<(u8, Code)>) {
    let before = out.len();
    let mut code = |field: Field, text: &str| {
        let packed = match field {
            _ if text.is_empty() => None,
            Field::Pnc | Field::Cro => Code::pack(&canonical(field, text)),
            // Only a number with the country in front is written otherwise.
            Field::Phone if !text.starts_with("07") => Code::pack(&canonical(field, text)),
            _ => Code::pack(text),
        };
        if let Some(code) = packed {
            let kind = CODE_FIELDS.iter().position(|f| *f == field).unwrap_or(7) as u8;
            out.push((kind, code));
        }
    };
    code(Field::Crn, &person.crn);
    code(Field::Pnc, &person.pnc);
    code(Field::Cro, &person.cro);
    code(Field::Nhs, &person.nhs_number);
    code(Field::Noms, &person.noms);
    for former in &person.former_numbers {
        let written = written_one_way(former.kind, &former.value);
        code(Field::FormerNumber, &written);
    }
    code(Field::Postcode, &person.postcode);
    person.phones.iter().for_each(|p| code(Field::Phone, p));
    person
        .references
        .iter()
        .for_each(|r| code(Field::Reference, r));
    out.truncate(before + MOST_CODES);
}
