//! Made-up people of many origins, and every kind of damage that a query can suffer. Deterministic; shared by the tests
//! of search and by `benches/search.rs`.

#[path = "damage.rs"]
mod damage;

use super::{Person, fold};
use chrono::NaiveDate;

pub use damage::{DAMAGE, damaged};

/// A small generator of random numbers (splitmix64): the same seed gives the same people everywhere.
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to before `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    pub fn percent(&mut self, p: usize) -> bool {
        self.below(100) < p
    }

    pub fn of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }

    /// From 0 to before `n`, small numbers far more often (like the ranks of surnames).
    pub fn skewed(&mut self, n: usize) -> usize {
        let u = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        (((n as f64).powf(u)) as usize).saturating_sub(1).min(n - 1)
    }

    pub fn digits(&mut self, n: usize) -> String {
        (0..n)
            .map(|_| char::from(b'0' + self.below(10) as u8))
            .collect()
    }
}

const SURNAMES: &str = "Smith Jones Patel Taylor Brown Singh Williams Khan Wilson Johnson Davies Ahmed Robinson Wright Thompson \
Evans Walker White Roberts Green Hall Wood Jackson Clarke Hussain Kaur Ali Begum Shah Mistry O'Brien O'Neill Murphy Kelly \
Byrne Ryan Kowalski Nowak Wiśniewski Wójcik Łukasik Zieliński Popescu Ionescu Kovács Nagy Novák Petrov Osei Mensah Okafor \
Adeyemi Balogun Nwosu Abdi Mohamed Hassan Ibrahim Al-Masri El-Sayed Rahman Choudhury Miah Uddin Chowdhury Qureshi Malik \
Iqbal Chan Wong Li Zhang Wang Chen Xu Nguyen Tran Campbell Stewart MacDonald McKenzie Fraser Powell Morgan Griffiths Rees \
Llewellyn Grant Francis Baptiste Joseph Charles Clarke-Brown Smith-Jones de-Souza Fernandes Silva Santos Gomes Turner Hill \
Cooper Ward Moore Morris King Baker Harris Lewis Allen Watson Parker Bennett Young Harrison Edwards Hughes Cook Bailey Shaw \
Marshall Burns Hunt Barnes Knight Butler Russell Fisher Mason Dixon Holmes Palmer Black Rogers Mills Webb Stone Burn Bum";

const FORENAMES: &str = "James John Robert Michael William David Richard Thomas Christopher Daniel Paul Mark Andrew Stephen \
Anthony Kevin Peter Matthew Luke Lee Dean Wayne Darren Gary Shane Ryan Liam Connor Kyle Jordan Ashley Craig Scott Jason Simon \
Mohammed Muhammad Ahmed Ali Hassan Hussain Ibrahim Yusuf Omar Imran Abdul Bilal Tariq Kamran Gurpreet Harjit Jaswinder Manjit \
Balwinder Sukhdeep Rajesh Sanjay Anil Vijay Amit Krzysztof Łukasz Piotr Tomasz Wojciech Andrzej Mateusz Jakub Vasile Ion \
Andrei Mihai Seán Ciarán Pádraig Eoghan Oisín Kwame Kofi Chinedu Oluwaseun Tunde Emeka Abdi Yonas Tesfaye Wei Ming Jun Hao \
Mary Elizabeth Susan Margaret Sarah Karen Lisa Emma Laura Rebecca Samantha Catherine Jennifer Nicola Michelle Joanne Amanda \
Siobhán Niamh Aoife Caoimhe Róisín Fatima Ayesha Khadija Zainab Priya Harpreet Agnieszka Katarzyna Magdalena Małgorzata Anna \
Grace Blessing Chioma Adaeze Mei Ling Xiu Thu Danielle Kelly Stacey Kimberley Chantelle Shanice Leroy Winston Delroy Curtis \
Marcus Tyrone Jermaine Devon Trevor Errol Ricardo Carlos José Jorge Manuel Paulo João Dimitri Sergei Ivan Vladimir Zoltán";

const HEADS: &[&str] = &[
    "Ash", "Bram", "Car", "Dun", "Ed", "Fen", "Gar", "Hather", "Ing", "Kil", "Lang", "Mar", "Nor",
    "Oak", "Pem", "Quen", "Rad", "Sher", "Thorn", "Up", "Wal", "Yar", "Bal", "Chand", "Dhar",
    "Gup", "Jay", "Kap", "Mal", "Nar", "Raj", "Sub", "Ven", "Bor", "Czar", "Dom", "Gor", "Jab",
    "Kamin", "Lewan", "Maj", "Ostrow", "Pawl", "Rut", "Sawick", "Tomasz", "Wit", "Zab", "Ade",
    "Bola", "Chuk", "Eze", "Ife", "Oko", "Nna", "Ola", "Uche", "Abd", "Has", "Kar", "Mus", "Naz",
    "Sal", "Zah", "Whit", "Brad", "Stan", "Haw", "Col", "Hol", "Win", "Bur", "Mel", "Lin",
];
const MIDDLES: &[&str] = &[
    "", "", "a", "e", "i", "o", "er", "en", "in", "ar", "ber", "ter", "wu", "mo", "ra", "ni", "la",
    "ke",
];
const TAILS: &[&str] = &[
    "ley", "ton", "ford", "worth", "well", "field", "ham", "by", "wick", "ridge", "shaw", "croft",
    "more", "son", "man", "wal", "pal", "kar", "wala", "deep", "jee", "nathan", "ski", "czyk",
    "wicz", "ak", "ek", "escu", "ov", "ic", "wale", "ogun", "bayo", "kwu", "nna", "ji", "zai",
    "uddin", "ullah", "een", "awi", "mer", "den", "stock", "bury", "combe", "gate", "stead",
    "lock", "ing",
];
const STREETS: &[&str] = &[
    "Evington",
    "Narborough",
    "Saffron",
    "Welford",
    "Aylestone",
    "Hinckley",
    "Uppingham",
    "Melton",
    "Catherine",
    "Green",
    "Mill",
    "Church",
    "Station",
    "Victoria",
    "Albert",
    "Queens",
    "Kings",
    "Park",
    "Highfield",
    "Clarendon",
    "Fosse",
    "Braunstone",
    "Tudor",
    "Stuart",
    "Norfolk",
    "Suffolk",
    "Devonshire",
    "Warwick",
    "Barrow",
    "Charnwood",
    "Bosworth",
    "Oakham",
    "Rutland",
    "Belvoir",
];
const TOWNS: &[&str] = &[
    "Leicester",
    "Leicester",
    "Leicester",
    "Loughborough",
    "Hinckley",
    "Melton Mowbray",
    "Oakham",
    "Coalville",
];
const TRAINERS: &[&str] = &[
    "Dale Marsh",
    "Rekha Sond",
    "Tony Okoro",
    "Ewa Lis",
    "Gareth Pugh",
];

/// Made-up people.
pub struct Maker {
    dice: Dice,
    surnames: Vec<&'static str>,
    forenames: Vec<&'static str>,
    tail: Vec<String>,
    next: u32,
    left: usize,
}

impl Maker {
    pub fn new(seed: u64, people: usize) -> Self {
        let mut dice = Dice(seed);
        let mut tail = Vec::new();
        for head in HEADS {
            for middle in MIDDLES {
                for end in TAILS {
                    tail.push(format!("{head}{middle}{end}"));
                }
            }
        }
        for i in (1..tail.len()).rev() {
            tail.swap(i, dice.below(i + 1));
        }
        Self {
            dice,
            surnames: SURNAMES.split_whitespace().collect(),
            forenames: FORENAMES.split_whitespace().collect(),
            tail,
            next: 0,
            left: people,
        }
    }

    fn surname(&mut self) -> String {
        let n = self.tail.len();
        if self.dice.percent(40) {
            let n = self.surnames.len();
            self.surnames[self.dice.skewed(n)].replace("de-", "de ")
        } else if self.dice.percent(60) {
            self.tail[self.dice.skewed(n)].clone()
        } else {
            self.tail[self.dice.below(n)].clone()
        }
    }

    fn forename(&mut self) -> String {
        let n = self.forenames.len();
        self.forenames[if self.dice.percent(50) {
            self.dice.skewed(n)
        } else {
            self.dice.below(n)
        }]
        .to_owned()
    }

    fn person(&mut self) -> Person {
        let key = self.next;
        self.next += 1;
        let surname = self.surname();
        let mut forenames = self.forename();
        if self.dice.percent(45) {
            forenames = format!("{forenames} {}", self.forename());
        }
        let known_as = if self.dice.percent(6) {
            self.forename()
        } else {
            String::new()
        };
        let former_names = if self.dice.percent(8) {
            vec![self.surname()]
        } else {
            Vec::new()
        };
        let d = &mut self.dice;
        let day = NaiveDate::from_ymd_opt(1945, 1, 1).unwrap_or_default();
        let some = |p: usize, d: &mut Dice, f: &dyn Fn(&mut Dice) -> String| {
            if d.percent(p) { f(d) } else { String::new() }
        };
        Person {
            key,
            surname,
            forenames,
            known_as,
            former_names,
            born: Some(day + chrono::Days::new(d.below(18_000) as u64 + d.below(4_000) as u64)),
            born_as_read: String::new(),
            crn: some(95, d, &|_| {
                // Nobody has another's.
                let number = u64::from(key) * 1_299_709 % 6_000_000;
                let letter = ["X", "D", "E", "C", "N", "L"][(number / 1_000_000) as usize];
                format!("{letter}{:06}", number % 1_000_000)
            }),
            pnc: some(60, d, &|d| {
                format!(
                    "{}/{}{}",
                    1980 + d.below(33),
                    d.digits(7),
                    d.of(&["A", "B", "C", "H", "X", "Z"])
                )
            }),
            cro: some(30, d, &|d| {
                format!(
                    "{}/{}{}",
                    d.digits(6),
                    80 + d.below(20),
                    d.of(&["A", "K", "M"])
                )
            }),
            nhs_number: some(65, d, &|d| format!("4{}", d.digits(9))),
            noms: some(25, d, &|d| {
                format!(
                    "A{}{}{}",
                    d.digits(4),
                    char::from(b'A' + d.below(26) as u8),
                    char::from(b'A' + d.below(26) as u8)
                )
            }),
            address: some(92, d, &|d| {
                format!(
                    "{} {} Road, {}",
                    1 + d.skewed(200),
                    d.of(STREETS),
                    d.of(TOWNS)
                )
            }),
            postcode: some(92, d, &|d| {
                format!(
                    "LE{} {}{}{}",
                    1 + d.below(19),
                    d.below(10),
                    d.of(&["A", "B", "D", "F", "H", "J", "L"]),
                    d.of(&["N", "P", "Q", "R", "S", "T", "U", "W", "X", "Y", "Z"])
                )
            }),
            phones: if d.percent(80) {
                vec![format!("07{}", d.digits(9))]
            } else {
                Vec::new()
            },
            references: vec![
                format!("C-{key:06}"),
                format!("20{}-{}", 10 + d.below(4), d.digits(4)),
            ],
            trainer: some(70, d, &|d| d.of(TRAINERS).to_owned()),
            ..Person::default()
        }
    }
}

impl Iterator for Maker {
    type Item = Person;

    fn next(&mut self) -> Option<Person> {
        self.left = self.left.checked_sub(1)?;
        Some(self.person())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}
