//! Building an index at once, on all cores.
//!
//! Three steps: readers take batches of people apart, each with a dictionary of its own; the dictionaries become one; then
//! each core writes the records and lists of one stretch of people, and the stretches are laid end to end.
//!
//! # Why
//! Most of the time goes into folding and looking words up, which needs no agreement between cores when each has its own
//! numbers for words. The order of the numbers depends on how many cores there are; nothing that is found does.

use super::codes::{Code, CodeTable};
use super::dates::Born;
use super::index::{Births, Index, MAX_KEY, codes_of, each_token};
use super::parts::has_end;
use super::phonetic;
use super::postings::Postings;
use super::record::{CODE_FIELDS, PageWriter, Pages, ROLES, Records, Role, Unpacked};
use super::words::{Quick, Words};
use super::{Person, PersonKey, Sex};
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// People handed to a reader at once.
const BATCH: usize = 4096;
/// Batches that may wait for a reader.
const WAITING: usize = 2;
/// More cores than this gain nothing: the last steps are bound by memory.
const MOST_CORES: usize = 8;

/// Takes people, in any order, and makes an index of them. A number that comes twice keeps the last.
pub struct Builder {
    batch: Vec<Person>,
    sent: usize,
    hands: Vec<Hand>,
    cores: usize,
}

/// A reader on a thread of its own.
struct Hand {
    work: SyncSender<(usize, Vec<Person>)>,
    thread: JoinHandle<Reader>,
}

impl Default for Builder {
    fn default() -> Self {
        Self::on_cores(std::thread::available_parallelism().map_or(1, usize::from))
    }
}

impl std::fmt::Debug for Builder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Builder")
            .field("batches", &self.sent)
            .finish_non_exhaustive()
    }
}

impl Builder {
    /// A builder that uses so many cores (at least one, at most eight).
    #[must_use]
    pub fn on_cores(cores: usize) -> Self {
        Self {
            batch: Vec::new(),
            sent: 0,
            hands: Vec::new(),
            cores: cores.clamp(1, MOST_CORES),
        }
    }

    /// One person more. A number above [`MAX_KEY`] is left out.
    pub fn add(&mut self, person: Person) {
        if person.key > MAX_KEY {
            return;
        }
        self.batch.push(person);
        if self.batch.len() == BATCH {
            self.send();
        }
    }

    fn send(&mut self) {
        if self.hands.len() < self.cores {
            let (work, inbox) = sync_channel(WAITING);
            let thread = std::thread::spawn(move || Reader::serve(&inbox));
            self.hands.push(Hand { work, thread });
        }
        let batch = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        let hand = &self.hands[self.sent % self.cores];
        // A reader that is gone has panicked: the join says so.
        let _ = hand.work.send((self.sent, batch));
        self.sent += 1;
    }

    /// The index of all who were added.
    #[must_use]
    pub fn finish(mut self) -> Index {
        let mut readers = Vec::new();
        if self.hands.is_empty() {
            let mut reader = Reader::default();
            reader.read(0, &self.batch);
            readers.push(reader);
        } else {
            self.send();
            let hands = std::mem::take(&mut self.hands);
            let (work, threads): (Vec<_>, Vec<_>) =
                hands.into_iter().map(|h| (h.work, h.thread)).unzip();
            drop(work);
            for thread in threads {
                match thread.join() {
                    Ok(reader) => readers.push(reader),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
        }
        assemble(readers)
    }
}

/// People taken apart, with one reader's numbers for words.
#[derive(Default)]
struct Reader {
    lookup: HashMap<Box<str>, u32, Quick>,
    batches: Vec<Batch>,
}

#[derive(Default)]
struct Batch {
    number: usize,
    keys: Vec<PersonKey>,
    born: Vec<u32>,
    sex: Vec<Sex>,
    codes: Vec<(u8, Code)>,
    /// Number of the word × 8 + role.
    tokens: Vec<u32>,
    /// Where the codes and the tokens of each person end.
    ends: Vec<(u32, u32)>,
}

impl Reader {
    fn serve(inbox: &Receiver<(usize, Vec<Person>)>) -> Self {
        let mut reader = Self::default();
        for (number, people) in inbox {
            reader.read(number, &people);
        }
        reader
    }

    fn read(&mut self, number: usize, people: &[Person]) {
        let mut batch = Batch {
            number,
            keys: Vec::with_capacity(people.len()),
            codes: Vec::with_capacity(people.len() * 8),
            tokens: Vec::with_capacity(people.len() * 12),
            ..Batch::default()
        };
        for person in people {
            batch.keys.push(person.key);
            batch.born.push(Born::of(person).0);
            batch.sex.push(person.sex);
            codes_of(person, &mut batch.codes);
            each_token(person, |word, role| {
                let word = number_of(&mut self.lookup, word);
                batch.tokens.push(word << 3 | role as u32);
            });
            batch
                .ends
                .push((batch.codes.len() as u32, batch.tokens.len() as u32));
        }
        self.batches.push(batch);
    }
}

fn number_of(lookup: &mut HashMap<Box<str>, u32, Quick>, word: &str) -> u32 {
    if let Some(&number) = lookup.get(word) {
        return number;
    }
    let number = lookup.len() as u32;
    lookup.insert(word.into(), number);
    number
}

/// Everyone read, in order of their numbers.
struct Everyone<'a> {
    batches: &'a [(usize, Batch)],
    /// What the words of each reader are called in the index.
    names: &'a [Vec<u32>],
    words: &'a Words,
    /// Number of the person, batch, place in it.
    order: Vec<(PersonKey, u32, u32)>,
}

impl Everyone<'_> {
    fn codes(&self, batch: u32, place: u32) -> &[(u8, Code)] {
        let (batch, place) = (&self.batches[batch as usize].1, place as usize);
        let from = place
            .checked_sub(1)
            .map_or(0, |before| batch.ends[before].0);
        &batch.codes[from as usize..batch.ends[place].0 as usize]
    }

    fn tokens(&self, batch: u32, place: u32) -> impl Iterator<Item = (u32, Role)> {
        let (reader, batch) = &self.batches[batch as usize];
        let place = place as usize;
        let from = place
            .checked_sub(1)
            .map_or(0, |before| batch.ends[before].1);
        let names = &self.names[*reader];
        batch.tokens[from as usize..batch.ends[place].1 as usize]
            .iter()
            .map(|t| (names[(t >> 3) as usize], ROLES[(t & 7) as usize]))
    }
}

fn assemble(readers: Vec<Reader>) -> Index {
    let cores = readers.len();
    let (mut dictionaries, mut batches) = (Vec::new(), Vec::new());
    for (number, reader) in readers.into_iter().enumerate() {
        dictionaries.push(reader.lookup);
        batches.extend(reader.batches.into_iter().map(|batch| (number, batch)));
    }
    batches.sort_unstable_by_key(|(_, batch)| batch.number);
    let (mut words, names) = one_dictionary(dictionaries, cores);
    let everyone = Everyone {
        order: in_order(&batches),
        batches: &batches,
        names: &names,
        words: &words,
    };
    let size = everyone.order.len().div_ceil(cores).max(1);
    let stretches = on_cores(everyone.order.chunks(size), |people| {
        Stretch::of(&everyone, people)
    });
    let people = everyone.order.len();
    let mut index = Index::new();
    index.people = people;
    index.births = births(&everyone);
    drop(batches);
    let (mut codes, mut ends, mut pages) = (Vec::new(), Vec::new(), Vec::new());
    let mut lists: Vec<Lists> = Vec::new();
    for stretch in stretches {
        codes.push(stretch.codes);
        ends.push(stretch.ends);
        pages.push(stretch.pages);
        lists.push(stretch.lists);
    }
    std::thread::scope(|scope| {
        let table = |lists| CodeTable::from_sorted(&merged(lists));
        let sorting = scope.spawn(move || (table(codes), table(ends)));
        words.set_all_postings(postings(&lists, words.count(), cores));
        index.records = Records::of_pages(pages);
        (index.codes, index.ends) = sorting
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    });
    index.words = words;
    index
}

/// Everyone's number with where she is, ascending; of those with one number the last that came.
fn in_order(batches: &[(usize, Batch)]) -> Vec<(PersonKey, u32, u32)> {
    let mut order: Vec<(PersonKey, u32, u32)> = (0..)
        .zip(batches)
        .flat_map(|(b, (_, batch))| (0..).zip(&batch.keys).map(move |(i, key)| (*key, b, i)))
        .collect();
    // Nearly always sorted already, which this finds in one pass.
    order.sort_unstable();
    order.reverse();
    order.dedup_by_key(|(key, ..)| *key);
    order.reverse();
    order
}

/// One dictionary of all, and what each reader's words are called in it.
fn one_dictionary(
    dictionaries: Vec<HashMap<Box<str>, u32, Quick>>,
    cores: usize,
) -> (Words, Vec<Vec<u32>>) {
    let mut all: HashMap<Box<str>, u32, Quick> = HashMap::default();
    let mut texts: Vec<Box<str>> = Vec::new();
    let mut names = Vec::new();
    for dictionary in dictionaries {
        let mut words = vec![Box::<str>::default(); dictionary.len()];
        for (word, number) in dictionary {
            words[number as usize] = word;
        }
        let mut called = Vec::with_capacity(words.len());
        for word in words {
            let next = texts.len() as u32;
            let number = *all.entry(word.clone()).or_insert(next);
            if number == next {
                texts.push(word);
            }
            called.push(number);
        }
        names.push(called);
    }
    let size = texts.len().div_ceil(cores).max(1);
    let sounds = on_cores(texts.chunks(size), |part| {
        part.iter()
            .map(|word| phonetic::slots(word))
            .collect::<Vec<_>>()
    });
    (Words::of(&texts, all, sounds.into_iter().flatten()), names)
}

/// What one core makes of a stretch of people.
struct Stretch {
    pages: Pages,
    codes: Vec<(Code, u32)>,
    ends: Vec<(Code, u32)>,
    lists: Lists,
}

/// People by word, one list after the other.
struct Lists {
    ends: Vec<u32>,
    people: Vec<PersonKey>,
}

impl Stretch {
    fn of(everyone: &Everyone, people: &[(PersonKey, u32, u32)]) -> Self {
        let lists = Lists::of(everyone, people);
        let mut pages = PageWriter::default();
        let (mut codes, mut ends) = (Vec::new(), Vec::new());
        let mut record = Unpacked::default();
        let mut bytes = Vec::with_capacity(128);
        for &(key, batch, place) in people {
            record.clear();
            let read = &everyone.batches[batch as usize].1;
            record.born = read.born[place as usize];
            record.sex = read.sex[place as usize];
            record.codes.extend(everyone.codes(batch, place));
            record.tokens.extend(everyone.tokens(batch, place));
            bytes.clear();
            record.write(&mut bytes);
            pages.add(key, &bytes);
            codes.extend(
                (0u32..)
                    .zip(&record.codes)
                    .map(|(i, c)| (c.1, key << 8 | i)),
            );
            let with_end = (0u32..)
                .zip(&record.codes)
                .filter(|(_, c)| has_end(CODE_FIELDS[usize::from(c.0)]));
            ends.extend(with_end.map(|(i, c)| (c.1.reversed(), key << 8 | i)));
        }
        codes.sort_unstable();
        ends.sort_unstable();
        Self {
            pages: pages.finish(),
            codes,
            ends,
            lists,
        }
    }
}

impl Lists {
    /// Counted first, so that each list is laid down once where it stays.
    fn of(everyone: &Everyone, people: &[(PersonKey, u32, u32)]) -> Self {
        let count = everyone.words.count();
        let mut ends = vec![0u32; count];
        let mut seen = vec![PersonKey::MAX; count];
        let mut each_new = |each: &mut dyn FnMut(usize, PersonKey)| {
            seen.fill(PersonKey::MAX);
            for &(key, batch, place) in people {
                for (token, role) in everyone.tokens(batch, place) {
                    let at = token as usize;
                    if seen[at] != key && everyone.words.is_listed(token, role) {
                        seen[at] = key;
                        each(at, key);
                    }
                }
            }
        };
        each_new(&mut |token, _| ends[token] += 1);
        let mut total = 0;
        let mut next: Vec<u32> = Vec::with_capacity(count);
        for end in &mut ends {
            next.push(total);
            total += *end;
            *end = total;
        }
        let mut all = vec![0; total as usize];
        each_new(&mut |token, key| {
            all[next[token] as usize] = key;
            next[token] += 1;
        });
        Self { ends, people: all }
    }

    fn get(&self, token: usize) -> &[PersonKey] {
        let from = token.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.people[from as usize..self.ends[token] as usize]
    }
}

/// The lists of all stretches, word by word; each core takes every so-manieth word, since the common ones come first.
fn postings(lists: &[Lists], count: usize, cores: usize) -> Vec<Postings> {
    let mut parts: Vec<_> = on_cores(0..cores, |core| {
        let mut room = Vec::new();
        let mut out = Vec::with_capacity(count / cores + 1);
        for token in (core..count).step_by(cores) {
            room.clear();
            for list in lists {
                room.extend_from_slice(list.get(token));
            }
            out.push(Postings::from_sorted(&room));
        }
        out
    })
    .into_iter()
    .map(Vec::into_iter)
    .collect();
    (0..count)
        .filter_map(|token| parts[token % cores].next())
        .collect()
}

fn births(everyone: &Everyone) -> Births {
    let born = |&(key, batch, place): &(PersonKey, u32, u32)| {
        let date = everyone.batches[batch as usize].1.born[place as usize];
        (date, key)
    };
    let mut all: Vec<(u32, PersonKey)> = everyone.order.iter().map(born).collect();
    all.retain(|(date, _)| *date != 0);
    all.sort_unstable();
    let mut births = Births::default();
    let mut people = Vec::new();
    for same in all.chunk_by(|a, b| a.0 == b.0) {
        people.clear();
        people.extend(same.iter().map(|(_, key)| *key));
        births.set(same[0].0, Postings::from_sorted(&people));
    }
    births
}

/// Lists that are each in order, as one.
fn merged(lists: Vec<Vec<(Code, u32)>>) -> Vec<(Code, u32)> {
    let mut lists = lists.into_iter();
    let mut all = lists.next().unwrap_or_default();
    all.reserve_exact(lists.as_slice().iter().map(Vec::len).sum());
    lists.for_each(|list| all.extend(list));
    // Finds the stretches that are in order already and merges them.
    all.sort();
    all
}

/// Does one thing a core, and gives what came of it in the same order.
fn on_cores<I: Send, T: Send>(
    parts: impl Iterator<Item = I>,
    work: impl Fn(I) -> T + Sync,
) -> Vec<T> {
    let work = &work;
    std::thread::scope(|scope| {
        let hands: Vec<_> = parts.map(|part| scope.spawn(move || work(part))).collect();
        hands
            .into_iter()
            .map(|hand| {
                hand.join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    })
}
