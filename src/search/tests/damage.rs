//! Every kind of damage that a query can suffer, made by rules that the search does not know.
//!
//! # Why
//! A query holds as much as tells its person from a million others, and no more of it is right than the kind says: where a name is spelt
//! by ear there is no whole date of birth beside it that would find her alone.

mod sounds;

use super::{Dice, Person, fold};
use chrono::{Datelike, NaiveDate};
use sounds::{HEARD, heard};

/// Kinds of damage, as people meet them, and the plain ways of asking.
pub const DAMAGE: &[&str] = &[
    "none",
    "folded",
    "swapped order",
    "one slip",
    "first letter",
    "two slips",
    "transposed",
    "left out",
    "doubled",
    "run together",
    "run together, slip",
    "split in two",
    "year one off",
    "day and month swapped",
    "digit in date",
    "sounds alike",
    "short form",
    "look-alike letters",
    "look-alike digit",
    "digit in CRN",
    "digit in NHS no.",
    "beginning only",
    "second forename",
    "former name",
    "initial",
    "wrong postcode",
    "known as",
    "one of two surnames",
    "punctuation otherwise",
    "accents otherwise",
    "year of two digits",
    "month and year",
    "day and month",
    "CRN",
    "look-alike digit in CRN",
    "PNC",
    "PNC, short",
    "CRO",
    "NHS no., spaced",
    "NOMS",
    "digit in NOMS",
    "postcode",
    "outward half",
    "phone",
    "digit in phone",
    "reference",
    "trainer",
    "street",
    "several at once",
    "by ear, British",
    "by ear, Irish",
    "by ear, South Asian",
    "by ear, East European",
    "by ear, Caribbean",
    "by ear, African",
    "by ear, Arabic",
    "by ear, Chinese",
];

/// A query for `person` with one kind of damage, or `None` when this person cannot suffer it.
pub fn damaged(person: &Person, kind: &str, d: &mut Dice) -> Option<String> {
    let asked = Asked::of(person)?;
    asked
        .name_damaged(kind, d)
        .or_else(|| asked.otherwise(kind, d))
        .or_else(|| asked.by_ear(kind.strip_prefix("by ear, ")?, d))
}

/// What the queries for a person are made of.
struct Asked<'a> {
    person: &'a Person,
    plain: String,
    first: String,
    born: NaiveDate,
}

impl<'a> Asked<'a> {
    fn of(person: &'a Person) -> Option<Self> {
        Some(Self {
            person,
            plain: fold::fold(&person.surname).replace(' ', ""),
            first: fold::fold(person.forenames.split(' ').next()?),
            born: person.born?,
        })
    }

    fn outward(&self) -> Option<String> {
        let outward = self.person.postcode.split(' ').next()?;
        (!outward.is_empty()).then(|| outward.to_lowercase())
    }

    fn street(&self) -> Option<String> {
        self.person.address.split(' ').nth(1).map(str::to_lowercase)
    }

    /// Plain ways of asking, and damage to what is no name.
    #[allow(clippy::too_many_lines)] // one arm a kind
    fn otherwise(&self, kind: &str, d: &mut Dice) -> Option<String> {
        let Self {
            person,
            plain,
            first,
            born,
        } = self;
        let some = |text: &str| (!text.is_empty()).then(|| text.to_lowercase());
        let short_year = born.year() % 100;
        Some(match kind {
            "known as" => {
                let known = fold::fold(&some(&person.known_as)?);
                format!("{known} {plain} {}", born.format("%d%m%y"))
            }
            "one of two surnames" => {
                let folded = fold::fold(&person.surname);
                let parts: Vec<&str> = folded.split(' ').filter(|p| p.len() > 2).collect();
                (folded.contains(' ') && !parts.is_empty()).then_some(())?;
                format!("{} {first} {}", d.of(&parts), born.format("%d/%m/%Y"))
            }
            "punctuation otherwise" => {
                let marks = ['-', '\'', ' '];
                person.surname.contains(marks).then_some(())?;
                let other = d.of(&["-", " ", "’", ""]);
                let surname = person.surname.replace(marks, other).to_lowercase();
                format!("{surname} {first} {}", born.format("%d/%m/%Y"))
            }
            "accents otherwise" => {
                let name = format!("{} {}", person.forenames.split(' ').next()?, person.surname);
                let other: String = name.chars().map(other_accent).collect();
                (other != name).then(|| format!("{other} {}", born.format("%d%m%y")))?
            }
            "year of two digits" => {
                format!(
                    "{plain} {first} {short_year:02} {}",
                    some(&person.postcode)?.replace(' ', "")
                )
            }
            "month and year" => {
                format!(
                    "{plain} {first} {} {short_year:02} {}",
                    born.format("%B").to_string().to_lowercase(),
                    self.outward()?
                )
            }
            "day and month" => format!(
                "{}  {first} {plain} {}",
                born.format("%d%m"),
                self.outward()?
            ),
            "CRN" => some(&person.crn)?,
            "look-alike digit in CRN" => {
                let crn = some(&person.crn)?;
                let at = (1..7).find(|i| alike(crn.as_bytes()[*i]).is_some())?;
                let mut bytes = crn.into_bytes();
                bytes[at] = alike(bytes[at])?;
                format!("{} {plain}", String::from_utf8(bytes).ok()?)
            }
            "PNC" => some(&person.pnc)?,
            "PNC, short" => {
                let (year, serial) = person.pnc.split_once('/')?;
                format!(
                    "{}/{}",
                    year.get(2..)?,
                    serial.trim_start_matches('0').to_lowercase()
                )
            }
            "CRO" => some(&person.cro)?,
            "NHS no., spaced" => {
                let n = some(&person.nhs_number)?;
                format!("{} {} {}", n.get(..3)?, n.get(3..6)?, n.get(6..)?)
            }
            "NOMS" => some(&person.noms)?,
            "digit in NOMS" => {
                let noms = some(&person.noms)?;
                format!(
                    "a{}{} {plain}",
                    wrong_digit(noms.get(1..5)?, d),
                    noms.get(5..)?
                )
            }
            "postcode" => format!("{} {plain} {first}", some(&person.postcode)?),
            "outward half" => {
                let (outward, street) = (self.outward()?, self.street()?);
                format!("{outward} {plain} {first} {street} {}", born.year())
            }
            "phone" => {
                let phone = person.phones.first()?;
                if d.percent(50) {
                    format!("{} {}", phone.get(..5)?, phone.get(5..)?)
                } else {
                    format!("+44 {}", phone.get(1..)?)
                }
            }
            "digit in phone" => format!(
                "{plain} 0{}",
                wrong_digit(person.phones.first()?.get(1..)?, d)
            ),
            "reference" => {
                let reference = person.references.first()?.to_lowercase();
                if d.percent(50) {
                    reference
                } else {
                    format!("c{}", person.key)
                }
            }
            "trainer" => {
                let trainer = some(person.trainer.split(' ').nth(1)?)?;
                format!("{trainer} {plain} {first} {}", born.format("%d%m%y"))
            }
            "street" => format!("{plain} {first} {} {short_year:02}", self.street()?),
            "several at once" => {
                let slipped = substituted(plain, d.below(plain.len()), d);
                format!(
                    "{slipped} {first} {short_year:02} {} {}",
                    self.outward()?,
                    self.street()?
                )
            }
            _ => return None,
        })
    }

    /// One name as somebody hears it who does not know the name.
    fn by_ear(&self, origin: &str, d: &mut Dice) -> Option<String> {
        let (_, table) = HEARD.iter().find(|(name, _)| *name == origin)?;
        let heard = |name: &str| {
            let (_, ways) = table.iter().find(|(written, _)| *written == name)?;
            Some(ways.split(' ').collect::<Vec<_>>())
        };
        let rest = format!("{} {}", self.born.format("%m/%Y"), self.outward()?);
        match (heard(&self.plain), heard(&self.first)) {
            (Some(ways), _) => Some(format!("{} {} {rest}", d.of(&ways), self.first)),
            (None, Some(ways)) => Some(format!("{} {} {rest}", self.plain, d.of(&ways))),
            (None, None) => None,
        }
    }

    #[allow(clippy::too_many_lines)] // one arm a kind
    fn name_damaged(&self, kind: &str, d: &mut Dice) -> Option<String> {
        let Self {
            person,
            plain,
            first,
            born,
        } = self;
        let (plain, first, born) = (plain.clone(), first.clone(), *born);
        let date = match d.below(3) {
            0 => born.format("%d%m%y").to_string(),
            1 => born.format("%d/%m/%Y").to_string(),
            _ => born.format("%d/%m/%y").to_string(),
        };
        let long = plain.len() >= 5;
        let with = |surname: String| Some(format!("{surname} {first} {date}"));
        match kind {
            "none" => Some(format!(
                "{} {} {date}",
                person.forenames.split(' ').next()?,
                person.surname
            )),
            "folded" => {
                (person.surname.to_lowercase() != plain).then(|| format!("{plain} {first} {date}"))
            }
            "swapped order" => with(plain),
            "one slip" => with(substituted(&plain, d.below(plain.len()), d)),
            "first letter" => with(substituted(&plain, 0, d)),
            "two slips" if long => {
                let (a, b) = (d.below(plain.len()), d.below(plain.len()));
                let once = substituted(&plain, a, d);
                with(substituted(&once, b, d))
            }
            "transposed" => {
                let at = d.below(plain.len().checked_sub(1).filter(|n| *n > 0)?);
                let mut b = plain.into_bytes();
                b.swap(at, at + 1);
                with(String::from_utf8(b).ok()?)
            }
            "left out" if plain.len() >= 3 => {
                let mut b = plain.clone();
                b.remove(d.below(plain.len()));
                with(b)
            }
            "doubled" => {
                let mut b = plain.clone();
                let at = d.below(plain.len());
                b.insert(at, char::from(plain.as_bytes()[at]));
                with(b)
            }
            "run together" => Some(if d.percent(50) {
                format!("{first}{plain} {date}")
            } else {
                format!("{plain}{first} {date}")
            }),
            "run together, slip" if long => Some(format!(
                "{first}{} {date}",
                substituted(&plain, d.below(plain.len()), d)
            )),
            "split in two" if long => {
                let at = 2 + d.below(plain.len() - 3);
                Some(format!("{} {} {first} {date}", &plain[..at], &plain[at..]))
            }
            "year one off" => {
                let year = born.year() + if d.percent(50) { 1 } else { -1 };
                Some(format!(
                    "{plain} {first} {:02}{:02}{year}",
                    born.day(),
                    born.month()
                ))
            }
            "day and month swapped" if born.day() <= 12 && born.day() != born.month() => {
                Some(format!(
                    "{plain} {first} {:02}{:02}{}",
                    born.month(),
                    born.day(),
                    born.year()
                ))
            }
            "digit in date" => {
                let digits = born.format("%d%m%Y").to_string();
                Some(format!("{plain} {first} {}", wrong_digit(&digits, d)))
            }
            "sounds alike" => heard(&plain).and_then(with),
            "short form" => {
                let short = [
                    ("william", "bill"),
                    ("mohammed", "mo"),
                    ("robert", "bob"),
                    ("richard", "dick"),
                    ("elizabeth", "liz"),
                    ("michael", "mick"),
                    ("margaret", "peggy"),
                    ("anthony", "tony"),
                    ("james", "jim"),
                    ("christopher", "chris"),
                    ("jakub", "kuba"),
                ];
                let (_, short) = short.iter().find(|s| s.0 == first)?;
                Some(format!("{short} {plain} {date}"))
            }
            "look-alike letters" => {
                let (from, to) = *[("rn", "m"), ("m", "rn"), ("u", "n"), ("n", "u")]
                    .iter()
                    .find(|p| plain.contains(p.0))?;
                with(plain.replacen(from, to, 1))
            }
            "look-alike digit" => {
                let digits = born.format("%d%m%Y").to_string();
                let at = digits.find(['1', '7', '4', '9', '0', '6'])?;
                let other = match &digits[at..=at] {
                    "1" => "7",
                    "7" => "1",
                    "4" => "9",
                    "9" => "4",
                    "0" => "6",
                    _ => "0",
                };
                Some(format!(
                    "{plain} {first} {}{other}{}",
                    &digits[..at],
                    &digits[at + 1..]
                ))
            }
            "digit in CRN" if !person.crn.is_empty() => Some(format!(
                "{plain} {}{}",
                person.crn[..1].to_lowercase(),
                wrong_digit(&person.crn[1..], d)
            )),
            "digit in NHS no." if !person.nhs_number.is_empty() => {
                Some(wrong_digit(&person.nhs_number, d))
            }
            "beginning only" if plain.len() >= 4 => {
                with(plain[..plain.len() - 1 - d.below(plain.len() - 3).min(3)].to_owned())
            }
            "second forename" => {
                let second = fold::fold(person.forenames.split(' ').nth(1)?);
                Some(format!("{second} {plain} {date}"))
            }
            "former name" => with(fold::fold(person.former_names.first()?)),
            "initial" => Some(format!("{} {plain} {date}", &first[..1])),
            "wrong postcode" if !person.postcode.is_empty() => {
                Some(format!("{plain} {first} {date} le{}", 20 + d.below(60)))
            }
            _ => None,
        }
    }
}

fn substituted(word: &str, at: usize, d: &mut Dice) -> String {
    let mut b = word.as_bytes().to_vec();
    let old = b[at];
    while b[at] == old {
        b[at] = b'a' + d.below(26) as u8;
    }
    String::from_utf8(b).unwrap_or_default()
}

fn wrong_digit(digits: &str, d: &mut Dice) -> String {
    let at = d.below(digits.len());
    let mut b = digits.as_bytes().to_vec();
    b[at] = b'0' + (b[at] - b'0' + 1 + d.below(9) as u8) % 10;
    String::from_utf8(b).unwrap_or_default()
}

/// Another letter of the same ground with another mark, as a foreign keyboard or a copy gives it.
fn other_accent(c: char) -> char {
    match c {
        'á' | 'ã' => 'à',
        'é' | 'ę' => 'è',
        'í' | 'ı' => 'ì',
        'ó' | 'ő' => 'ö',
        'ú' | 'ü' => 'û',
        'ł' => 'l',
        'Ł' => 'L',
        'ń' => 'ñ',
        'ś' => 'š',
        'ż' | 'ź' => 'z',
        'ć' => 'č',
        other => other,
    }
}

/// The digit that a hand makes of a digit.
fn alike(digit: u8) -> Option<u8> {
    Some(match digit {
        b'1' => b'7',
        b'7' => b'1',
        b'4' => b'9',
        b'9' => b'4',
        b'0' => b'6',
        b'6' => b'0',
        _ => return None,
    })
}
