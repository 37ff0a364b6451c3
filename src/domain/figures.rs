//! An officer's own figures: how much she keyed, how long it took, where she slipped. Hers alone.
//!
//! # Why
//! She learns from them when she tires and which boxes trip her. Whoever else could read them would rank her by them, and people who
//! are ranked by speed trade care for it (urgency nearly doubles slips: Lin & Wu 2011). So they never lie in the journal, which others read;
//! they are sealed with a key that only her passphrase opens, and they go by themselves after some weeks.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// What was done in one hour of a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Keys pressed while a sheet lay under her hands.
    pub keys: u32,
    /// Seconds that these took; pauses do not count.
    pub seconds: u32,
    /// Sheets saved for the first time.
    pub sheets: u32,
    /// Slips that a check caught while she keyed.
    pub caught: u32,
    /// Slips that the second look found; counted in the hour in which she had keyed them.
    pub found: u32,
}

impl Tally {
    /// Adds another.
    pub fn add(&mut self, other: Self) {
        self.keys = self.keys.saturating_add(other.keys);
        self.seconds = self.seconds.saturating_add(other.seconds);
        self.sheets = self.sheets.saturating_add(other.sheets);
        self.caught = self.caught.saturating_add(other.caught);
        self.found = self.found.saturating_add(other.found);
    }

    /// Keys an hour at this pace; nothing where less than a minute was keyed.
    pub fn keys_an_hour(self) -> Option<u32> {
        let (keys, seconds) = (u64::from(self.keys), u64::from(self.seconds));
        (seconds >= 60).then(|| (keys * 3600 / seconds) as u32)
    }

    /// Slips in a thousand keys, of both kinds; nothing where too few keys were pressed to say.
    pub fn slips_in_a_thousand(self) -> Option<f64> {
        let slips = f64::from(self.caught) + f64::from(self.found);
        (self.keys >= 200).then(|| slips * 1000.0 / f64::from(self.keys))
    }
}

/// Slips in one box of one form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slips {
    /// Caught by a check while she keyed.
    pub caught: u32,
    /// Found by the second look.
    pub found: u32,
}

impl Slips {
    /// Of both kinds.
    pub fn all(self) -> u32 {
        self.caught.saturating_add(self.found)
    }
}

/// One day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// By the hour on the office's clock, from 0 to 23.
    pub hours: BTreeMap<u8, Tally>,
    /// By form and box.
    pub slips: BTreeMap<(String, String), Slips>,
}

/// All that is kept. `Debug` says nothing of it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// By day.
    pub days: BTreeMap<NaiveDate, Day>,
}

impl fmt::Debug for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Figures(…)")
    }
}

impl Figures {
    /// The tally of an hour, to count in it.
    pub fn hour(&mut self, day: NaiveDate, hour: u32) -> &mut Tally {
        let day = self.days.entry(day).or_default();
        day.hours.entry(hour.min(23) as u8).or_default()
    }

    /// The slips in a box on a day, to count in it.
    pub fn slips(&mut self, day: NaiveDate, form: &str, field: &str) -> &mut Slips {
        let day = self.days.entry(day).or_default();
        day.slips
            .entry((form.to_owned(), field.to_owned()))
            .or_default()
    }

    /// Adds what was kept elsewhere.
    pub fn add(&mut self, other: Self) {
        for (date, day) in other.days {
            for (hour, tally) in day.hours {
                self.hour(date, u32::from(hour)).add(tally);
            }
            for ((form, field), more) in day.slips {
                let slips = self.slips(date, &form, &field);
                slips.caught = slips.caught.saturating_add(more.caught);
                slips.found = slips.found.saturating_add(more.found);
            }
        }
    }

    /// Lets go of what is older than so many days.
    pub fn forget_before(&mut self, today: NaiveDate, days: u32) {
        if let Some(first) = today.checked_sub_days(Days::new(u64::from(days))) {
            self.days = self.days.split_off(&first);
        }
    }

    /// Everything from a day on, in one tally.
    pub fn since(&self, first: NaiveDate) -> Tally {
        let mut sum = Tally::default();
        for day in self.days.range(first..).map(|(_, day)| day) {
            day.hours.values().for_each(|tally| sum.add(*tally));
        }
        sum
    }

    /// All days together, by the hour of the day.
    pub fn by_hour(&self) -> BTreeMap<u8, Tally> {
        let mut hours: BTreeMap<u8, Tally> = BTreeMap::new();
        for (hour, tally) in self.days.values().flat_map(|day| &day.hours) {
            hours.entry(*hour).or_default().add(*tally);
        }
        hours
    }

    /// All days together, by form and box, the most slips first.
    pub fn by_box(&self) -> Vec<((String, String), Slips)> {
        let mut boxes: BTreeMap<(String, String), Slips> = BTreeMap::new();
        for (place, slips) in self.days.values().flat_map(|day| &day.slips) {
            let sum = boxes.entry(place.clone()).or_default();
            sum.caught = sum.caught.saturating_add(slips.caught);
            sum.found = sum.found.saturating_add(slips.found);
        }
        let mut boxes: Vec<_> = boxes.into_iter().collect();
        boxes.sort_by_key(|(_, slips)| std::cmp::Reverse(slips.all()));
        boxes
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.days.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2012, 6, number).unwrap()
    }

    fn filled() -> Figures {
        let mut figures = Figures::default();
        *figures.hour(day(11), 9) = Tally {
            keys: 500,
            seconds: 300,
            sheets: 4,
            caught: 2,
            found: 1,
        };
        *figures.hour(day(12), 9) = Tally {
            keys: 250,
            seconds: 300,
            sheets: 2,
            ..Tally::default()
        };
        figures.slips(day(11), "session", "date").caught = 2;
        figures.slips(day(11), "referral", "dob").found = 1;
        figures
    }

    #[test]
    fn days_and_hours_add_up() {
        let figures = filled();
        assert_eq!(figures.since(day(12)).sheets, 2);
        let all = figures.since(day(1));
        assert_eq!((all.sheets, all.keys, all.seconds), (6, 750, 600));
        assert_eq!(all.keys_an_hour(), Some(4500));
        assert_eq!(figures.by_hour().len(), 1);
        let ((_, first), slips) = figures.by_box().swap_remove(0);
        assert_eq!((first.as_str(), slips.all()), ("date", 2));
    }

    #[test]
    fn what_was_kept_before_is_added_and_what_is_old_goes() {
        let mut figures = filled();
        figures.add(filled());
        assert_eq!(figures.since(day(1)).keys, 1500);
        assert_eq!(figures.slips(day(11), "session", "date").caught, 4);
        figures.forget_before(day(20), 8);
        assert_eq!(figures.days.keys().collect::<Vec<_>>(), [&day(12)]);
        assert_eq!(figures.by_box(), []);
    }

    #[test]
    fn too_little_says_nothing() {
        let few = Tally {
            keys: 20,
            seconds: 30,
            ..Tally::default()
        };
        assert_eq!(few.keys_an_hour(), None);
        assert_eq!(few.slips_in_a_thousand(), None);
    }

    #[test]
    fn what_is_printed_for_the_makers_of_the_program_says_nothing_of_her() {
        assert_eq!(format!("{:?}", filled()), "Figures(…)");
    }
}
