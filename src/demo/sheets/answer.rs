//! An answer for one box, by its kind.

use super::{Maker, Making};
use crate::demo::numbers;
use crate::demo::people::Person;
use crate::demo::random::Chance;
use crate::domain::dates::YearWindow;
use crate::domain::identifier::IdentifierKind;
use crate::domain::value::{Number, Value};
use crate::forms::{Field, Kind};
use chrono::{Datelike, Days, NaiveDate};
use serde_json::{Value as Json, json};

/// Words for boxes that take any; some of what people and typists put in them.
const WORDS: &[&str] = &[
    "Allotment",
    "before",
    "breakfast",
    "bus",
    "café",
    "Ciarán's",
    "diary",
    "eight",
    "half-way",
    "Łukasz",
    "morning",
    "naïve",
    "O'Brien",
    "on",
    "Saturdays",
    "Soar",
    "swimming",
    "the",
    "two",
    "week",
    "with",
    "£5",
];

impl Maker {
    /// An answer for a box; nothing where there is none to give.
    pub(super) fn answer(&mut self, making: &Making, field: &Field) -> Option<Json> {
        if let Some(own) = own_detail(making, field) {
            return Some(own);
        }
        let chance = &mut self.chance;
        Some(match field.kind {
            Kind::Text => return self.text(making, field),
            Kind::Notes => json!(self.words(field, 12)),
            Kind::Number | Kind::Measure => self.number(field),
            Kind::Date => self.date(making, field),
            Kind::Time => json!(format!(
                "{:02}:{:02}",
                8 + chance.below(11),
                chance.below(12) * 5
            )),
            Kind::Code => {
                let list = field.codes.as_ref()?;
                json!(chance.pick(&list.codes).code)
            }
            Kind::Codes => self.codes(field)?,
            Kind::YesNo => json!(chance.percent(50)),
            Kind::Client => {
                let known = &self.clients;
                if known.is_empty() {
                    return None;
                }
                json!(chance.pick(known).1.crn)
            }
            Kind::Trainer => json!(making.by),
            // Hundreds leave room for the numbers that the desk gives in between.
            Kind::Case => {
                self.cases += 1;
                json!(format!("{:04}-{:04}", making.on.year(), self.cases * 100))
            }
            Kind::Computed => return None,
        })
    }

    fn text(&mut self, making: &Making, field: &Field) -> Option<Json> {
        let chance = &mut self.chance;
        let n = chance.below(900_000) as u32;
        Some(json!(match field.format {
            None => self.words(field, 4),
            Some(IdentifierKind::Crn) => numbers::crn(n),
            Some(IdentifierKind::Pnc) => numbers::pnc(n, making.on.year() - 5),
            Some(IdentifierKind::Cro) => numbers::cro(chance, making.on.year() - 5),
            Some(IdentifierKind::NhsNumber) => numbers::nhs_number(n)?,
            Some(IdentifierKind::NiNumber) => numbers::ni_number(chance),
            Some(IdentifierKind::Noms) => numbers::noms(chance),
            Some(IdentifierKind::Postcode) => numbers::postcode(chance, "LE3"),
            Some(IdentifierKind::Phone) => numbers::mobile(chance),
            Some(IdentifierKind::Serial) => return None,
        }))
    }

    fn words(&mut self, field: &Field, most: u64) -> String {
        let mut text = String::new();
        let wanted = 1 + self.chance.below(most);
        let (least, longest) = (field.shortest.unwrap_or(1), field.length.unwrap_or(200));
        for n in 0.. {
            let word = *self.chance.pick(WORDS);
            let space = usize::from(!text.is_empty());
            let length = text.chars().count();
            let enough = n >= wanted && length >= least;
            if enough || length + space + word.chars().count() > longest {
                break;
            }
            if space == 1 {
                text.push(' ');
            }
            text.push_str(word);
        }
        if field.case == crate::forms::definition::Case::Upper {
            text = text.to_uppercase();
        }
        text
    }

    /// Inside the bounds outside which she would be asked.
    fn number(&mut self, field: &Field) -> Json {
        let bounds = field.bounds;
        let low = bounds.soft_min.or(bounds.min).map_or(0, |n| n.0);
        let high = bounds
            .soft_max
            .or(bounds.max)
            .map_or(low + 100_000, |n| n.0);
        let step = 10_i64.pow(3 - u32::from(field.decimals.min(3)));
        let (low, high) = (
            low.div_euclid(step) + i64::from(low % step != 0),
            high.div_euclid(step),
        );
        let number = self.chance.between(low, high.max(low)) * step;
        Value::Number(Number(number)).to_json()
    }

    fn date(&mut self, making: &Making, field: &Field) -> Json {
        let chance = &mut self.chance;
        let rule = field.date;
        let day = if rule.window == YearWindow::Birth {
            making.on - Days::new(chance.between(20 * 366, 70 * 365) as u64)
        } else {
            match chance.below(100) {
                0..50 => making.on,
                50..80 => making.on - Days::new(chance.below(40)),
                80..90 => making.on - Days::new(chance.below(400)),
                _ if rule.future => making.on + Days::new(1 + chance.below(80)),
                _ => making.on + Days::new(chance.below(20)),
            }
        };
        let day = if rule.future {
            day
        } else {
            day.min(self.today)
        };
        json!(
            day.max(rule.not_before.unwrap_or(NaiveDate::MIN))
                .format("%Y-%m-%d")
                .to_string()
        )
    }

    fn codes(&mut self, field: &Field) -> Option<Json> {
        let list = field.codes.as_ref()?;
        let wanted = 1 + self.chance.below(3) as usize;
        let mut places: Vec<usize> = (0..list.codes.len()).collect();
        self.chance.shuffle(&mut places);
        places.truncate(wanted);
        let alone = |place: &usize| field.exclusive.contains(&list.codes[*place].code);
        if let Some(alone) = places.iter().copied().find(alone) {
            places = vec![alone];
        }
        places.sort_unstable();
        let codes: Vec<&str> = places
            .iter()
            .map(|place| list.codes[*place].code.as_str())
            .collect();
        Some(json!(codes))
    }
}

/// Boxes that feed who somebody is get what is so.
fn own_detail(making: &Making, field: &Field) -> Option<Json> {
    let person = &making.person;
    let mut own = Chance::new(u64::from(person.n));
    let of = |text: &str| Some(text).filter(|t| !t.is_empty()).map(|t| json!(t));
    match field.feeds.as_deref()? {
        "client.surname" => of(&person.surname),
        "client.forenames" => of(&person.forenames),
        "client.known_as" => of(&person.known_as),
        "client.crn" => of(&person.crn),
        "client.pnc" => of(&person.pnc),
        "client.nhs_number" => of(&person.nhs_number),
        "client.cro" => of(&numbers::cro(&mut own, person.born.year() + 20)),
        "client.noms" => of(&numbers::noms(&mut own)),
        "client.ni_number" => of(&numbers::ni_number(&mut own)),
        "client.dob" => of(&person.born.format("%Y-%m-%d").to_string()),
        "client.gender" => of(person.gender()),
        "client.address" => of(&person.address),
        "client.postcode" => of(&person.postcode),
        "client.phone" => of(&person.phone),
        "worker.id" => of(&making.worker),
        "worker.name" => of(&full_name(person)),
        _ => None,
    }
}

fn full_name(person: &Person) -> String {
    let first = person.forenames.split(' ').next().unwrap_or_default();
    format!("{first} {}", person.surname)
}
