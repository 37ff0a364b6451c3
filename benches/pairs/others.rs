//! A set with other names, other damage, and families. Its wrong pairs were read while the model was made; no weight is a number that was
//! searched for on it.
//!
//! A third of the people are on the books two to four times; one in eight shares much with somebody who is not her.

use super::mishaps::mishap;
use super::origins::{Origin, origin, surname, usual};
use super::people::Dice;
use super::{Person, Set};

/// Of a hundred people, how many have a trap beside them.
const TRAPPED: usize = 12;
/// Of a hundred people, how many are there more than once.
const DOUBLED: usize = 33;
/// People who live in one hostel at one time or another.
const HOSTELS: usize = 6;

/// What somebody is to another, of the same name or home, who is not her.
pub const KIN: [&str; 8] = [
    "twins",
    "parent and child of one name",
    "brothers or sisters",
    "couple",
    "one name and year",
    "parent and child, one initial",
    "cousins of one name",
    "one date, first of January",
];

/// Somebody, with what her mishaps need to know of her.
#[derive(Clone)]
pub struct Somebody {
    pub person: Person,
    pub origin: &'static Origin,
    pub is_woman: bool,
}

const STREETS: &str = "Bramble Chestnut Larch Rowan Hawthorn Kestrel Plover Curlew Wharf Quarry Tannery Foundry Chapel Abbey Priory \
Castle Market Bridge Meadow Orchard Manor Windmill Cemetery Hospital Gladstone Disraeli Wellington Nelson Alma Inkerman Balmoral Sandringham \
Windsor Lincoln Durham Exeter Salisbury Carlisle Dovedale Wensleydale Swaledale Coniston Ullswater Derwent Kendal Beech Holly Ivy Cedar Poplar";
const KINDS: &str = "Road Street Avenue Close Drive Crescent Lane Walk Terrace Gardens Grove Rise";
const DISTRICTS: &str = "Northgate Eastfield Southmoor Westcotes Broadheath Thurmaston Wigston Oadby Beeston Sneinton Bulwell Arnold \
Normanton Sinfin Allestree Corby Kettering Rothwell";

/// A set of so many people, each as often as she is on the books, with whoever is beside her.
pub fn set(people: usize, seed: u64) -> Set {
    let mut dice = Dice(seed * 7919);
    let mut set = Set::default();
    let hostels: Vec<(String, String)> = (0..HOSTELS).map(|_| home(&mut dice)).collect();
    for _ in 0..people {
        let her = somebody(&mut dice, &hostels);
        let kin = dice.percent(TRAPPED).then(|| dice.below(KIN.len()));
        let who = set.of.last().map_or(0, |w| w + 1);
        enter(&mut set, who, &her, &mut dice);
        if let Some(kin) = kin {
            let other = beside(&her, kin, &mut dice, &hostels);
            set.kin.push((who, who + 1, KIN[kin]));
            enter(&mut set, who + 1, &other, &mut dice);
        }
    }
    set
}

/// Puts somebody on the books, once or more often.
fn enter(set: &mut Set, who: usize, her: &Somebody, dice: &mut Dice) {
    let times = if dice.percent(DOUBLED) {
        2 + usize::from(dice.percent(30)) + usize::from(dice.percent(10))
    } else {
        1
    };
    for time in 0..times {
        let (mut copy, mut hurt) = (her.clone(), Vec::new());
        if time > 0 {
            let mishaps = 1 + [50, 30, 25]
                .iter()
                .take_while(|p| dice.percent(**p))
                .count();
            for _ in 0..mishaps {
                hurt.extend(mishap(&mut copy, dice));
            }
        }
        set.push(copy.person, who, hurt);
    }
}

/// Somebody new.
pub fn somebody(dice: &mut Dice, hostels: &[(String, String)]) -> Somebody {
    let origin = origin(dice);
    let is_woman = dice.percent(30);
    let mut surname = surname(origin, dice);
    if dice.percent(4) {
        surname = format!("{surname}-{}", self::surname(origin, dice));
    }
    let list = forenames_of(origin, is_woman);
    let mut forenames = usual(list, dice).to_owned();
    if dice.percent(40) {
        forenames = format!("{forenames} {}", usual(list, dice));
    }
    let (mut address, mut postcode) = if dice.percent(4) {
        hostels[dice.below(hostels.len())].clone()
    } else {
        home(dice)
    };
    if dice.percent(7) {
        address = if dice.percent(50) {
            "No fixed abode".to_owned()
        } else {
            String::new()
        };
        postcode.clear();
    } else if dice.percent(6) {
        postcode.clear();
    }
    let person = Person {
        surname,
        forenames,
        born_as_read: if dice.percent(97) {
            born(origin, dice)
        } else {
            String::new()
        },
        address,
        postcode,
        ..Person::default()
    };
    Somebody {
        person,
        origin,
        is_woman,
    }
}

pub fn forenames_of(origin: &Origin, is_woman: bool) -> &'static str {
    if is_woman { origin.women } else { origin.men }
}

/// A date of birth; where no register was kept, the first of January of a year.
fn born(origin: &Origin, dice: &mut Dice) -> String {
    let year = 1950 + dice.below(30) + dice.below(18);
    if origin.percent < 11 && dice.percent(15) {
        return format!("{year}-01-01");
    }
    format!("{year}-{:02}-{:02}", 1 + dice.below(12), 1 + dice.below(28))
}

/// An address and its postcode.
pub fn home(dice: &mut Dice) -> (String, String) {
    let street = format!("{} {}", usual(STREETS, dice), usual(KINDS, dice));
    let number = 1 + dice.skewed(150);
    let house = if dice.percent(15) {
        format!("Flat {}, {number}", 1 + dice.below(24))
    } else {
        number.to_string()
    };
    let letter = |dice: &mut Dice| {
        dice.of(&[
            "A", "B", "D", "E", "F", "G", "H", "J", "L", "N", "P", "Q", "R", "S", "T", "U", "W",
            "X", "Y", "Z",
        ])
        .to_owned()
    };
    let area = dice.of(&["NG", "DE", "NN", "LE"]).to_owned();
    let postcode = format!(
        "{area}{} {}{}{}",
        1 + dice.below(20),
        1 + dice.below(9),
        letter(dice),
        letter(dice)
    );
    (
        format!("{house} {street}, {}", usual(DISTRICTS, dice)),
        postcode,
    )
}

/// Somebody who is not her, and shares much with her.
fn beside(her: &Somebody, kin: usize, dice: &mut Dice, hostels: &[(String, String)]) -> Somebody {
    let mut other = somebody(dice, hostels);
    let year = her
        .person
        .born_as_read
        .get(..4)
        .and_then(|y| y.parse::<usize>().ok())
        .unwrap_or(1975);
    let day = format!("-{:02}-{:02}", 1 + dice.below(12), 1 + dice.below(28));
    let (p, q) = (&her.person, &mut other.person);
    (other.origin, other.is_woman) = (her.origin, her.is_woman);
    let list = forenames_of(her.origin, her.is_woman);
    let another = |dice: &mut Dice| loop {
        let name = usual(list, dice);
        if !p.forenames.contains(name) {
            break name.to_owned();
        }
    };
    q.surname.clone_from(&p.surname);
    let at_home = |q: &mut Person| {
        q.address.clone_from(&p.address);
        q.postcode.clone_from(&p.postcode);
    };
    match KIN[kin] {
        "twins" => {
            q.forenames = another(dice);
            q.born_as_read.clone_from(&p.born_as_read);
            at_home(q);
        }
        "parent and child of one name" => {
            q.forenames.clone_from(&p.forenames);
            q.born_as_read = format!("{}{day}", year + 17 + dice.below(22));
            at_home(q);
        }
        "brothers or sisters" => {
            q.forenames = another(dice);
            q.born_as_read = format!("{}{day}", year + 1 + dice.below(8));
            at_home(q);
        }
        "couple" => {
            other.is_woman = !her.is_woman;
            let theirs = forenames_of(her.origin, other.is_woman);
            usual(theirs, dice).clone_into(&mut q.forenames);
            q.born_as_read = format!("{}{day}", year + dice.below(5));
            at_home(q);
        }
        "one name and year" => {
            q.forenames.clone_from(&p.forenames);
            q.born_as_read = format!("{year}{day}");
        }
        "parent and child, one initial" => {
            let initial = p.forenames.chars().next().unwrap_or('J');
            let mut names = list.split_whitespace();
            let alike = names.find(|n| n.starts_with(initial) && !p.forenames.contains(n));
            q.forenames = alike.unwrap_or("Jordan").to_owned();
            q.born_as_read = format!("{}{day}", year + 17 + dice.below(22));
            at_home(q);
        }
        "cousins of one name" => {
            q.forenames.clone_from(&p.forenames);
            q.born_as_read = format!("{}{day}", year + 2 + dice.below(9));
        }
        _ => {
            // Two people of one surname and date, whose forenames have nothing in common.
            q.forenames = another(dice);
            q.born_as_read = format!("{year}-01-01");
        }
    }
    other
}
