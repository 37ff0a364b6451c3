//! Made-up people: who they are, where they live, by which numbers they go.

use super::names::{Names, Pool};
use super::numbers;
use super::random::Chance;
use chrono::{Datelike, Days, NaiveDate};
use std::fmt;

/// Postcode of somebody without a fixed abode.
pub const NO_FIXED_ABODE: &str = "ZZ99 3VZ";

/// Somebody who does not exist.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// Which of the made-up people; two with the same number are the same person.
    pub n: u32,
    /// Surname.
    pub surname: String,
    /// Forenames.
    pub forenames: String,
    /// The name among friends; empty for none.
    pub known_as: String,
    /// A man, else a woman.
    pub man: bool,
    /// Date of birth.
    pub born: NaiveDate,
    /// Ethnic category.
    pub ethnicity: String,
    /// Language spoken better than English; empty for none.
    pub language: String,
    /// Case reference number; empty where somebody wrote none.
    pub crn: String,
    /// PNC id; empty for none.
    pub pnc: String,
    /// NHS number; empty for none.
    pub nhs_number: String,
    /// Address on one line.
    pub address: String,
    /// Postcode.
    pub postcode: String,
    /// Office that serves the district.
    pub office: String,
    /// Phone number; empty for none.
    pub phone: String,
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Person({})", self.n)
    }
}

impl Person {
    /// M or F.
    pub fn gender(&self) -> &'static str {
        if self.man { "M" } else { "F" }
    }

    /// Whether this person sleeps where there is room.
    pub fn is_homeless(&self) -> bool {
        self.postcode == NO_FIXED_ABODE
    }
}

/// Makes people up.
pub struct People {
    names: Names,
    pools: Vec<(u32, usize)>,
    districts: Vec<(u32, usize)>,
    chance: Chance,
    today: NaiveDate,
}

impl People {
    /// People of this seed, as old as they are `today`.
    pub fn new(seed: u64, purpose: &str, today: NaiveDate) -> Self {
        let names = Names::shipped();
        let pools = names.pool.iter().enumerate();
        let districts = names.district.iter().enumerate();
        Self {
            pools: pools.map(|(i, pool)| (pool.share, i)).collect(),
            districts: districts.map(|(i, d)| (d.share, i)).collect(),
            chance: Chance::for_purpose(seed, purpose),
            names,
            today,
        }
    }

    /// A new person with this number.
    pub fn person(&mut self, n: u32) -> Person {
        let chance = &mut self.chance;
        let pool = &self.names.pool[chance.weighted(&self.pools)];
        let man = chance.percent(85);
        let forename = chance.pick(if man { &pool.men } else { &pool.women });
        let family = family(&self.names, &self.pools, pool, chance);
        let surname = chance.pick(&family.surnames);
        let forenames = if chance.percent(25) {
            let second = chance.pick(if man { &pool.men } else { &pool.women });
            format!("{forename} {second}")
        } else {
            forename.clone()
        };
        let among_friends = chance.percent(40);
        let mut short = self.names.short_names.iter();
        let short = short.find(|(long, _)| among_friends && long == forename);
        let known_as = short.map_or_else(String::new, |(_, short)| short.clone());
        let born = born(chance, self.today);
        let language = if chance.percent(20) {
            pool.language.clone()
        } else {
            String::new()
        };
        let mut person = Person {
            n,
            surname: surname.clone(),
            forenames,
            known_as,
            man,
            born,
            ethnicity: chance.pick(&pool.ethnicity).clone(),
            language,
            crn: numbers::crn(n),
            pnc: String::new(),
            nhs_number: String::new(),
            address: String::new(),
            postcode: String::new(),
            office: String::new(),
            phone: String::new(),
        };
        self.fill_in(&mut person);
        person
    }

    fn fill_in(&mut self, person: &mut Person) {
        let chance = &mut self.chance;
        if chance.percent(85) {
            let year = person.born.year() + chance.between(14, 30) as i32;
            person.pnc = numbers::pnc(person.n, year.min(self.today.year() - 3));
        }
        if chance.percent(45) {
            person.nhs_number = numbers::nhs_number(person.n).unwrap_or_default();
        }
        if chance.percent(90) {
            person.phone = if chance.percent(80) {
                numbers::mobile(chance)
            } else {
                numbers::landline(chance)
            };
        }
        self.settle(person);
    }

    /// Gives a person a new home, or none.
    pub fn settle(&mut self, person: &mut Person) {
        let chance = &mut self.chance;
        let district = &self.names.district[chance.weighted(&self.districts)];
        person.office.clone_from(&district.office);
        if chance.percent(6) {
            "No fixed abode".clone_into(&mut person.address);
            NO_FIXED_ABODE.clone_into(&mut person.postcode);
            return;
        }
        let (street, kind) = (
            chance.pick(&self.names.streets),
            chance.pick(&self.names.street_kinds),
        );
        let house = chance.between(1, 240);
        let town = &district.town;
        person.address = format!("{house} {street} {kind}, {town}");
        person.postcode = numbers::postcode(chance, &district.outward);
    }

    /// The same person as somebody else wrote her down: the number of the record, and one or two slips.
    pub fn slipped(&mut self, of: &Person) -> Person {
        let mut person = of.clone();
        let slips = if self.chance.percent(60) { 1 } else { 2 };
        let mut kinds = [0_u8, 1, 2, 3, 4];
        self.chance.shuffle(&mut kinds);
        for kind in &kinds[..slips] {
            self.slip(*kind, &mut person);
        }
        let known_by = |p: &Person| (p.surname.clone(), p.forenames.clone(), p.born);
        if known_by(&person) == known_by(of) {
            person.surname = misspelt(&mut self.chance, &self.names, &person.surname);
        }
        // Nobody is put on the books a second time under a number: hers would be seen, and a misread one may be somebody else's.
        person.crn.clear();
        if !self.chance.percent(70) {
            person.known_as.clear();
        }
        person.pnc.clear();
        person.nhs_number.clear();
        if self.chance.percent(50) {
            person.phone.clear();
        }
        if self.chance.percent(40) {
            self.settle(&mut person);
        }
        person
    }

    fn slip(&mut self, kind: u8, person: &mut Person) {
        let chance = &mut self.chance;
        match kind {
            0 => person.surname = misspelt(chance, &self.names, &person.surname),
            1 => person.forenames = misspelt(chance, &self.names, &person.forenames),
            2 => person.born = other_day(chance, person.born),
            3 if !person.known_as.is_empty() => person.forenames.clone_from(&person.known_as),
            3 => {
                let first = person.forenames.split(' ').next().unwrap_or_default();
                person.forenames = first.to_owned();
            }
            _ if chance.percent(30) => {
                std::mem::swap(&mut person.surname, &mut person.forenames);
            }
            _ => person.surname = misspelt(chance, &self.names, &person.surname),
        }
    }

    /// The stream of chance that the people came from.
    pub fn chance(&mut self) -> &mut Chance {
        &mut self.chance
    }

    /// A surgery.
    pub fn surgery(&mut self) -> String {
        self.chance.pick(&self.names.surgeries).clone()
    }
}

/// Where the surname comes from: the same pool in nine of ten cases.
fn family<'a>(
    names: &'a Names,
    pools: &[(u32, usize)],
    own: &'a Pool,
    chance: &mut Chance,
) -> &'a Pool {
    if chance.percent(92) {
        own
    } else {
        &names.pool[chance.weighted(pools)]
    }
}

/// Ages about 35, spread 12, from 18 to 75 at any time in the two years before `today`.
fn born(chance: &mut Chance, today: NaiveDate) -> NaiveDate {
    let years = chance.around(35.0, 12.0).clamp(20.6, 75.0);
    let days = (years * 365.25) as u64 + chance.below(300);
    today - Days::new(days)
}

/// Another spelling where one is known, else a letter doubled, dropped, swapped or changed.
fn misspelt(chance: &mut Chance, names: &Names, name: &str) -> String {
    let known = names.other_spellings.iter().find_map(|(a, b)| {
        if a == name {
            Some(b)
        } else if b == name {
            Some(a)
        } else {
            None
        }
    });
    if let Some(other) = known {
        return other.clone();
    }
    let mut letters: Vec<char> = name.chars().collect();
    if letters.len() < 4 {
        letters.push('e');
        return letters.into_iter().collect();
    }
    let place = chance.between(1, letters.len() as i64 - 2) as usize;
    match chance.below(4) {
        0 => letters.insert(place, letters[place]),
        1 => {
            letters.remove(place);
        }
        2 if letters[place] != letters[place + 1] => letters.swap(place, place + 1),
        _ => letters[place] = if letters[place] == 'a' { 'e' } else { 'a' },
    }
    letters.into_iter().collect()
}

/// Day and month the wrong way round where that is a day, else one digit out.
fn other_day(chance: &mut Chance, day: NaiveDate) -> NaiveDate {
    let turned = NaiveDate::from_ymd_opt(day.year(), day.day(), day.month());
    turned
        .filter(|other| *other != day && chance.percent(50))
        .or_else(|| day.with_year(day.year() - 1))
        .unwrap_or(day + Days::new(10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_the_same_for_the_same_seed_and_others_for_another() {
        let today = NaiveDate::from_ymd_opt(2012, 12, 31).unwrap();
        let some = |seed| {
            let mut people = People::new(seed, "test", today);
            (0..200).map(|n| people.person(n)).collect::<Vec<_>>()
        };
        assert!(some(1) == some(1));
        assert!(some(1) != some(2));
    }

    #[test]
    fn people_are_as_the_published_service_describes_its_own() {
        let today = NaiveDate::from_ymd_opt(2012, 12, 31).unwrap();
        let mut people = People::new(4, "test", today);
        let all: Vec<Person> = (0..4000).map(|n| people.person(n)).collect();
        let share =
            |f: &dyn Fn(&Person) -> bool| all.iter().filter(|p| f(p)).count() * 100 / all.len();
        assert!((82..=88).contains(&share(&|p| p.man)));
        assert!((4..=8).contains(&share(&Person::is_homeless)));
        let age = |p: &Person| (today - p.born).num_days() as f64 / 365.25;
        let mean = all.iter().map(age).sum::<f64>() / all.len() as f64;
        assert!((33.0..38.5).contains(&mean), "{mean}");
        assert!(all.iter().all(|p| (20.0..77.0).contains(&age(p))));
    }

    #[test]
    fn a_slipped_record_differs_and_is_still_about_the_same_person() {
        let today = NaiveDate::from_ymd_opt(2012, 12, 31).unwrap();
        let mut people = People::new(5, "test", today);
        for n in 0..300 {
            let person = people.person(n);
            let other = people.slipped(&person);
            assert!(other != person && other.n == n);
        }
    }
}
