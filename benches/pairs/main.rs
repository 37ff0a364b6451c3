//! Pairs of records of one person: what a million people cost, and what is found in damaged sets of our own making.
//!
//! `cargo bench --bench pairs` prints time and peak memory over 1,000,000 people, then sets whose names and damage are not those
//! of Febrl (which `benches/febrl.sh` tries, beside its peers): light damage, heavy damage, light damage among families, among
//! families that are hard to tell apart (twins of each sex, parent and child of one birthday), and the set of other names
//! ([`others`]). The wrong and missed pairs of these sets were read while the model was made, so their figures say less than
//! those of a set that nobody has seen. For each set it says what was missed by the kind of damage, and who was
//! listed that is two people. `CASELOAD_BENCH=smoke` does the same with few people in seconds; `CASELOAD_BENCH=<people>` takes so many
//! instead of a million; `CASELOAD_BENCH=0` does the sets alone.

mod mishaps;
mod origins;
mod others;
#[allow(dead_code)] // queries are asked elsewhere
#[allow(unused_imports)] // the search damages queries with it too
#[path = "../../src/search/tests/people.rs"]
mod people;

#[allow(unused_imports)] // what `people` takes from here
use caseload::search::{Index, Person, Sex, duplicates, fold};
use people::{Dice, Maker};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Instant;

fn main() {
    let asked = std::env::var("CASELOAD_BENCH").unwrap_or_default();
    let (many, originals) = match asked.as_str() {
        "smoke" => (5_000, 400),
        n => (n.parse().unwrap_or(1_000_000), 4_000),
    };
    if many > 0 {
        over_many(many);
    }
    let set = |name, families, damage, seed| {
        let set = Set::new(originals, families, damage, seed, Kin::Usual);
        own(name, &set);
    };
    set("light damage", 0, (1, 3), 101);
    set("heavy damage", 0, (2, 6), 102);
    set("light damage, families among them", 20, (0, 3), 103);
    own(
        "light damage, families hard to tell apart among them",
        &Set::new(originals, 20, (0, 3), 104, Kin::Close),
    );
    own(
        "other names, other damage, families",
        &others::set(2 * originals, 1),
    );
}

/// Time and peak memory of the pairs of so many people.
fn over_many(people: usize) {
    let start = Instant::now();
    let index = Index::build(Maker::new(7, people));
    println!("{people} people, index built in {:.1?}", start.elapsed());
    let start = Instant::now();
    let pairs = index.pairs(duplicates::REVIEW);
    let took = start.elapsed();
    let peak = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = peak.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.map_or_else(|| "unknown".to_owned(), |p| p.trim().to_owned());
    println!(
        "  {} pairs in {took:.1?}, peak memory of the program {peak}",
        pairs.len()
    );
}

/// People, of whom some are there several times.
#[derive(Default)]
struct Set {
    people: Vec<Person>,
    /// Who each record is of.
    of: Vec<usize>,
    /// What happened to each record.
    hurt: Vec<Vec<&'static str>>,
    /// Two who are not one, and what they are to each other.
    kin: Vec<(usize, usize, &'static str)>,
}

impl Set {
    /// `families` per cent have somebody who is not them: `kin` says who.
    fn new(
        originals: usize,
        families: usize,
        (least, most): (usize, usize),
        seed: u64,
        kin: Kin,
    ) -> Self {
        let mut dice = Dice(seed * 31);
        let mut pool: Vec<Person> = Maker::new(seed, 2 * originals).map(|p| plain(&p)).collect();
        if kin == Kin::Close {
            let of = |n: usize| [Sex::Male, Sex::Female][n % 2];
            (0..).zip(&mut pool).for_each(|(n, p)| p.sex = of(n));
        }
        let mut set = Self::default();
        let mut singles = Vec::new();
        for n in 0..originals {
            if dice.percent(families) {
                let (her, stranger) = (&pool[n], &pool[originals + n]);
                let (other, kin) = match kin {
                    Kin::Usual => usual_kin(her, stranger, &mut dice),
                    Kin::Close => close_kin(her, &mut dice),
                };
                set.kin.push((singles.len(), singles.len() + 1, kin));
                singles.push(other);
            }
            singles.push(pool[n].clone());
        }
        for (who, person) in singles.iter().enumerate() {
            set.push(person.clone(), who, Vec::new());
            let copies = if dice.percent(35) {
                1 + dice.below(3)
            } else {
                0
            };
            for _ in 0..copies {
                let times = least + dice.below(most - least + 1);
                let stranger = &pool[originals + dice.below(originals)];
                let (mut copy, mut what) = (person.clone(), Vec::new());
                for _ in 0..times {
                    what.push(hurt(&mut copy, stranger, &mut dice));
                }
                set.push(copy, who, what);
            }
        }
        set
    }

    fn push(&mut self, person: Person, who: usize, hurt: Vec<&'static str>) {
        let key = self.people.len() as u32;
        self.people.push(Person { key, ..person });
        self.of.push(who);
        self.hurt.push(hurt);
    }
}

/// What a bare list says of people: names, date of birth as read, address, postcode.
fn plain(p: &Person) -> Person {
    Person {
        surname: p.surname.clone(),
        forenames: p.forenames.clone(),
        born_as_read: p.born.map(|b| b.to_string()).unwrap_or_default(),
        address: p.address.clone(),
        postcode: p.postcode.clone(),
        ..Person::default()
    }
}

/// What families there are among the people of a set.
#[derive(Clone, Copy, PartialEq)]
enum Kin {
    Usual,
    /// Those hardest to tell apart; of everybody the sex is recorded.
    Close,
}

/// A twin of the other sex whose name is made of hers, or a parent or child of one name with one birthday.
fn close_kin(her: &Person, dice: &mut Dice) -> (Person, &'static str) {
    let mut other = her.clone();
    if dice.percent(50) {
        let first = her.forenames.split(' ').next().unwrap_or_default();
        other.forenames = format!("{first}{}", ["ia", "elle", "ina"][dice.below(3)]);
        other.sex = match her.sex {
            Sex::Male => Sex::Female,
            _ => Sex::Male,
        };
        return (other, "twins of each sex, names alike");
    }
    let born = &her.born_as_read;
    if let (Some(Ok(year)), Some(day)) = (born.get(..4).map(str::parse::<usize>), born.get(4..)) {
        other.born_as_read = format!("{}{day}", year + 20 + 10 * dice.below(3));
    }
    (other, "parent and child of one name and birthday")
}

/// A twin, a parent or child of one name, a brother or sister, or somebody of one name and year.
fn usual_kin(her: &Person, stranger: &Person, dice: &mut Dice) -> (Person, &'static str) {
    let day = |p: &Person| p.born_as_read.get(5..).unwrap_or("01-01").to_owned();
    let year = her
        .born_as_read
        .get(..4)
        .and_then(|y| y.parse().ok())
        .unwrap_or(1960);
    let born = |year: usize| format!("{year}-{}", day(stranger));
    let mut other = her.clone();
    let what = match dice.below(4) {
        0 => {
            other.forenames.clone_from(&stranger.forenames);
            "twins"
        }
        1 => {
            other.born_as_read = born(year + 18 + dice.below(20));
            "parent and child of one name"
        }
        2 => {
            other.forenames.clone_from(&stranger.forenames);
            other.born_as_read.clone_from(&stranger.born_as_read);
            "brothers or sisters"
        }
        _ => {
            other.address.clone_from(&stranger.address);
            other.postcode.clone_from(&stranger.postcode);
            other.born_as_read = born(year);
            "one name and year"
        }
    };
    (other, what)
}

/// One thing goes wrong; what it was.
fn hurt(p: &mut Person, stranger: &Person, dice: &mut Dice) -> &'static str {
    match dice.below(20) {
        0..=3 => {
            p.surname = slip(&p.surname, dice);
            "slip in the surname"
        }
        4..=6 => {
            p.forenames = slip(&p.forenames, dice);
            "slip in the forename"
        }
        7..=8 => {
            p.born_as_read = digit(&p.born_as_read, dice);
            "another digit in the date"
        }
        9 => {
            let b = &p.born_as_read;
            if b.len() == 10 {
                p.born_as_read = format!("{}-{}-{}", &b[..4], &b[8..], &b[5..7]);
            }
            "day and month swapped"
        }
        10 => {
            p.born_as_read.clear();
            "no date of birth"
        }
        11..=12 => {
            p.address = slip(&p.address, dice);
            "slip in the address"
        }
        13 => {
            p.address.clear();
            "no address"
        }
        14 => {
            p.postcode = digit(&p.postcode, dice);
            "another digit in the postcode"
        }
        15 => {
            p.address.clone_from(&stranger.address);
            p.postcode.clone_from(&stranger.postcode);
            "moved house"
        }
        16 => {
            p.forenames = p.forenames.split(' ').next().unwrap_or("").to_owned();
            "first forename only"
        }
        17 => {
            p.forenames = p.forenames.chars().take(1).collect();
            "initial"
        }
        18 => {
            std::mem::swap(&mut p.surname, &mut p.forenames);
            "names swapped"
        }
        _ => {
            p.surname.clone_from(&stranger.surname);
            "another surname"
        }
    }
}

/// A letter more, less, changed, or changed over with the next.
fn slip(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() < 3 {
        return text.to_owned();
    }
    let at = dice.below(letters.len() - 1);
    let any = char::from(b'a' + dice.below(26) as u8);
    match dice.below(4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, any),
        2 => letters.swap(at, at + 1),
        _ => letters[at] = any,
    }
    letters.into_iter().collect()
}

/// Another digit.
fn digit(text: &str, dice: &mut Dice) -> String {
    let places: Vec<usize> = text
        .char_indices()
        .filter(|(_, c)| c.is_ascii_digit())
        .map(|(at, _)| at)
        .collect();
    if places.is_empty() {
        return text.to_owned();
    }
    let at = places[dice.below(places.len())];
    format!("{}{}{}", &text[..at], dice.below(10), &text[at + 1..])
}

/// What is found in a set, what is missed and what is listed wrongly.
fn own(name: &str, set: &Set) {
    let mut groups = BTreeMap::<usize, Vec<u32>>::new();
    for person in &set.people {
        let who = set.of[person.key as usize];
        groups.entry(who).or_default().push(person.key);
    }
    let ones = |keys: &Vec<u32>| keys.len() * (keys.len() - 1) / 2;
    let truth: usize = groups.values().map(ones).sum();
    let pairs = duplicates::pairs(&set.people, 0.0);
    let is_one = |p: &&duplicates::Pair| set.of[p.a as usize] == set.of[p.b as usize];
    let reached = pairs.iter().filter(is_one).count() as f64 / truth as f64;
    println!(
        "{name}: {} records, {truth} pairs of one person, proposed {reached:.4}",
        set.people.len()
    );
    for min in [duplicates::REVIEW, 0.5, 0.9] {
        let found: Vec<_> = pairs.iter().filter(|p| p.score >= min).collect();
        let right = found.iter().copied().filter(|p| is_one(p)).count() as f64;
        let (precision, recall) = (right / found.len() as f64, right / truth as f64);
        let f1 = 2.0 * precision * recall / (precision + recall);
        println!("  at {min}: precision {precision:.4}  recall {recall:.4}  F1 {f1:.4}");
    }
    let scores: HashMap<(u32, u32), f32> = pairs.iter().map(|p| ((p.a, p.b), p.score)).collect();
    missed(set, &groups, &scores);
    listed(set, &pairs);
}

/// By the kind of damage: pairs that have it, and how many of them are not listed.
fn missed(set: &Set, groups: &BTreeMap<usize, Vec<u32>>, scores: &HashMap<(u32, u32), f32>) {
    let mut kinds = BTreeMap::<&str, (usize, usize)>::new();
    for keys in groups.values() {
        for (i, &a) in keys.iter().enumerate() {
            for &b in &keys[i + 1..] {
                let is_missed = scores.get(&(a, b)).is_none_or(|s| *s < duplicates::REVIEW);
                let both = set.hurt[a as usize].iter().chain(&set.hurt[b as usize]);
                for kind in both.copied().collect::<BTreeSet<_>>() {
                    let (all, gone) = kinds.entry(kind).or_default();
                    (*all, *gone) = (*all + 1, *gone + usize::from(is_missed));
                }
            }
        }
    }
    for (kind, (all, gone)) in kinds {
        let part = 100.0 * gone as f64 / all as f64;
        println!("    with {kind:<28} {all:>6} pairs, missed {gone:>5} ({part:.1} %)");
    }
}

/// By what they are to each other: two people of whom there are so many, how many are listed, and how many of them above even.
fn listed(set: &Set, pairs: &[duplicates::Pair]) {
    let kin: HashMap<(usize, usize), &str> =
        set.kin.iter().map(|(a, b, kin)| ((*a, *b), *kin)).collect();
    let mut kinds = BTreeMap::<&str, [BTreeSet<(usize, usize)>; 3]>::new();
    for (a, b, kin) in &set.kin {
        kinds.entry(kin).or_default()[0].insert((*a, *b));
    }
    for pair in pairs.iter().filter(|p| p.score >= duplicates::REVIEW) {
        let (x, y) = (set.of[pair.a as usize], set.of[pair.b as usize]);
        let two = (x.min(y), x.max(y));
        if x != y {
            let entry = kinds
                .entry(kin.get(&two).unwrap_or(&"strangers"))
                .or_default();
            entry[1].insert(two);
            if pair.score > 0.5 {
                entry[2].insert(two);
            }
        }
    }
    for (kind, [all, listed, above]) in kinds {
        let all = if all.is_empty() {
            String::new()
        } else {
            format!(" of {}", all.len())
        };
        let (listed, above) = (listed.len(), above.len());
        println!("    two people: {kind:<30} listed {listed}{all}, above even {above}");
    }
}
