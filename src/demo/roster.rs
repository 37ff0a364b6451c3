//! The trainers of a service like that of Leicestershire and Rutland, under invented names, with the dates that count.
//!
//! # Where the dates come from
//! The published account of that service: four part-time trainees start in April 2010, all pass Level 2 by June and Level
//! 3 by September; one has left by October and a champion joins in that place; the second year pays for full time; one
//! leaves late in 2011, so that three are in post from January to May 2012; a fourth joins in June 2012 and a trainee in
//! August. Days within the month, offices, hours of part-timers and leave are invented.
//!
//! # Why everything moves by whole weeks
//! The table is that of a service whose last day is 31 December 2012. A demo that ends on another day shows the same
//! service moved by as many whole weeks as fit, so that weekdays stay weekdays.

use super::cells::{Paper, day};
use chrono::{Days, NaiveDate};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;

/// Year, month, day.
type Ymd = (i32, u32, u32);

/// The day on which the table's service ends.
const LAST_DAY: Ymd = (2012, 12, 31);

/// Days by which leave and leaving are announced.
const NOTICE: Days = Days::new(14);

/// One post of the table.
struct Post {
    id: &'static str,
    name: &'static str,
    gender: &'static str,
    from: Ymd,
    to: Option<Ymd>,
    level2: Ymd,
    level3: Option<Ymd>,
    /// From this day a trainer, before that a trainee.
    trainer_from: Option<Ymd>,
    hours: &'static [(Ymd, f64)],
    offices: &'static [(Ymd, &'static [&'static str])],
    languages: &'static [&'static str],
    leave: &'static [(Ymd, Ymd, &'static str)],
}

const FULL_TIME: Ymd = (2011, 4, 4);

const POSTS: &[Post] = &[
    Post {
        id: "HT01",
        name: "Darren Orton",
        gender: "M",
        from: (2010, 4, 12),
        to: None,
        level2: (2010, 5, 28),
        level3: Some((2010, 9, 10)),
        trainer_from: Some((2010, 9, 13)),
        hours: &[((2010, 4, 12), 18.5), (FULL_TIME, 37.0)],
        offices: &[((2010, 4, 12), &["C"]), ((2012, 1, 9), &["C", "E", "W"])],
        languages: &[],
        leave: &[
            ((2011, 7, 18), (2011, 7, 29), "L"),
            ((2012, 7, 23), (2012, 8, 3), "L"),
        ],
    },
    Post {
        id: "HT02",
        name: "Kiran Patel",
        gender: "F",
        from: (2010, 4, 12),
        to: None,
        level2: (2010, 5, 28),
        level3: Some((2010, 9, 10)),
        trainer_from: Some((2010, 9, 13)),
        hours: &[((2010, 4, 12), 18.5), (FULL_TIME, 37.0)],
        offices: &[((2010, 4, 12), &["C"]), ((2012, 1, 9), &["C", "L", "M"])],
        languages: &["GU", "HI"],
        leave: &[
            ((2011, 8, 8), (2011, 8, 19), "L"),
            ((2012, 2, 6), (2012, 2, 10), "S"),
        ],
    },
    Post {
        id: "HT03",
        name: "Wayne Freer",
        gender: "M",
        from: (2010, 4, 12),
        to: Some((2011, 12, 16)),
        level2: (2010, 5, 28),
        level3: Some((2010, 9, 10)),
        trainer_from: Some((2010, 9, 13)),
        hours: &[((2010, 4, 12), 18.5), (FULL_TIME, 37.0)],
        offices: &[((2010, 4, 12), &["C", "E"])],
        languages: &[],
        leave: &[((2011, 6, 6), (2011, 6, 17), "L")],
    },
    Post {
        id: "HT04",
        name: "Marcus Reid",
        gender: "M",
        from: (2010, 4, 12),
        to: Some((2010, 10, 8)),
        level2: (2010, 5, 28),
        level3: Some((2010, 9, 10)),
        trainer_from: Some((2010, 9, 13)),
        hours: &[((2010, 4, 12), 18.5)],
        offices: &[((2010, 4, 12), &["C", "W"])],
        languages: &[],
        leave: &[],
    },
    Post {
        id: "HT05",
        name: "Tariq Mahmood",
        gender: "M",
        from: (2010, 10, 11),
        to: None,
        level2: (2010, 11, 12),
        level3: Some((2011, 3, 18)),
        trainer_from: Some((2011, 3, 21)),
        hours: &[((2010, 10, 11), 18.5), (FULL_TIME, 37.0)],
        offices: &[((2010, 10, 11), &["C", "W"]), ((2012, 1, 9), &["H", "W"])],
        languages: &["PA", "UR"],
        leave: &[
            ((2012, 4, 2), (2012, 4, 13), "L"),
            ((2012, 12, 27), (2013, 1, 4), "L"),
        ],
    },
    Post {
        id: "HT06",
        name: "Piotr Nowak",
        gender: "M",
        from: (2012, 6, 11),
        to: None,
        level2: (2011, 9, 30),
        level3: Some((2012, 5, 18)),
        trainer_from: Some((2012, 6, 11)),
        hours: &[((2012, 6, 11), 37.0)],
        offices: &[((2012, 6, 11), &["V", "C"])],
        languages: &["PL"],
        leave: &[((2012, 10, 29), (2012, 11, 2), "L")],
    },
    Post {
        id: "HT07",
        name: "Beverley Grant",
        gender: "F",
        from: (2012, 8, 13),
        to: None,
        level2: (2012, 7, 13),
        level3: None,
        trainer_from: None,
        hours: &[((2012, 8, 13), 30.0)],
        offices: &[((2012, 8, 13), &["C", "E"])],
        languages: &[],
        leave: &[],
    },
];

/// A conflict that a trainer has declared: trainer, CRN of the client, kind, day of the declaration.
pub type Declared = (&'static str, String, &'static str, NaiveDate);

/// The trainers, moved to where the demo ends.
#[derive(Debug, Clone, Copy)]
pub struct Roster {
    weeks: i64,
}

impl Roster {
    /// The roster of a service that ends on `today`.
    pub fn ending(today: NaiveDate) -> Self {
        let days = (today - plain(LAST_DAY)).num_days();
        Self {
            weeks: days.div_euclid(7),
        }
    }

    fn day(self, ymd: Ymd) -> NaiveDate {
        plain(ymd) + chrono::Duration::weeks(self.weeks)
    }

    /// Those who may take this type of work on a day.
    pub fn eligible(self, on: NaiveDate, work: u8) -> Vec<&'static str> {
        let may = |post: &&Post| {
            let level = if work == 2 {
                post.level3
            } else {
                Some(post.level2)
            };
            self.is_here(post, on) && level.is_some_and(|d| self.day(d) <= on)
        };
        POSTS.iter().filter(may).map(|post| post.id).collect()
    }

    fn is_here(self, post: &Post, on: NaiveDate) -> bool {
        let away = post.leave.iter();
        let is_away =
            |leave: &&(Ymd, Ymd, &str)| self.day(leave.0) <= on && on <= self.day(leave.1);
        self.in_post(post, on) && away.filter(is_away).count() == 0
    }

    fn in_post(self, post: &Post, on: NaiveDate) -> bool {
        self.day(post.from) <= on && post.to.is_none_or(|to| on <= self.day(to))
    }

    /// Numbers of those in post on a day.
    #[cfg(test)]
    pub fn in_post_on(self, on: NaiveDate) -> Vec<&'static str> {
        let here = POSTS.iter().filter(|post| self.in_post(post, on));
        here.map(|post| post.id).collect()
    }

    /// The last day in post, where there is one.
    pub fn leaves(self, id: &str) -> Option<NaiveDate> {
        let post = POSTS.iter().find(|post| post.id == id)?;
        post.to.map(|to| self.day(to))
    }

    /// How much work a trainer can carry on a day, in hours a week; a trainee learns for most of hers.
    pub fn capacity(self, id: &str, on: NaiveDate) -> f64 {
        let Some(post) = POSTS.iter().find(|post| post.id == id) else {
            return 0.0;
        };
        let hours = post
            .hours
            .iter()
            .rev()
            .find(|(from, _)| self.day(*from) <= on);
        let learns = post.trainer_from.is_none_or(|from| on < self.day(from));
        hours.map_or(0.0, |(_, hours)| *hours) * if learns { 0.2 } else { 1.0 }
    }

    /// Whether a trainer works at this office on a day.
    pub fn serves(self, id: &str, office: &str, on: NaiveDate) -> bool {
        let post = POSTS.iter().find(|post| post.id == id);
        let latest = |post: &'static Post| {
            post.offices
                .iter()
                .rev()
                .find(|(from, _)| self.day(*from) <= on)
        };
        post.and_then(latest)
            .is_some_and(|(_, offices)| offices.contains(&office))
    }

    /// The worker sheets that were filled in up to `today`: a whole new sheet whenever something changed.
    pub fn sheets(self, today: NaiveDate, conflicts: &[Declared]) -> Vec<Paper> {
        let mut sheets = Vec::new();
        for post in POSTS {
            for on in self.changes(post, conflicts) {
                if on <= today {
                    sheets.push(Paper {
                        form: "worker",
                        completed_on: on,
                        completed_by: post.id.to_owned(),
                        values: self.stated(post, on, conflicts),
                    });
                }
            }
        }
        sheets.sort_by_key(|sheet| sheet.completed_on);
        sheets
    }

    /// The days on which something changed or was announced.
    fn changes(self, post: &Post, conflicts: &[Declared]) -> BTreeSet<NaiveDate> {
        let first = self.day(post.from);
        let hours = post.hours.iter().map(|(from, _)| self.day(*from));
        let offices = post.offices.iter().map(|(from, _)| self.day(*from));
        let leave = post.leave.iter().map(|(from, ..)| self.day(*from) - NOTICE);
        let levels = [Some(post.level2), post.level3, post.trainer_from];
        let levels = levels.into_iter().flatten().map(|d| self.day(d));
        let leaving = post.to.map(|to| self.day(to) - NOTICE);
        let declared = conflicts.iter().filter(|c| c.0 == post.id).map(|c| c.3);
        let all = hours.chain(offices).chain(leave).chain(levels);
        all.chain(leaving)
            .chain(declared)
            .map(|on| on.max(first))
            .collect()
    }

    /// What the sheet says on a day: all that had happened or been announced by then.
    fn stated(self, post: &Post, on: NaiveDate, conflicts: &[Declared]) -> Map<String, Json> {
        let mut values = Map::new();
        let mut put = |key: &str, value: Json| values.insert(key.to_owned(), value);
        let known = |d: Ymd| Some(self.day(d)).filter(|d| *d <= on);
        let announced = |d: Ymd| Some(self.day(d)).filter(|d| *d - NOTICE <= on);
        let starts_as_trainer = post.trainer_from == Some(post.from);
        put("worker_id", json!(post.id));
        put("name", json!(post.name));
        put("gender", json!(post.gender));
        let role = if starts_as_trainer {
            "trainer"
        } else {
            "trainee"
        };
        put("role", json!(role));
        put("from", day(self.day(post.from)));
        let dates = [
            ("to", post.to.and_then(announced)),
            ("level2", known(post.level2)),
            ("level3", post.level3.and_then(known)),
            ("lone_working", known(post.level2)),
        ];
        for (key, date) in dates {
            if let Some(date) = date {
                put(key, day(date));
            }
        }
        if !post.languages.is_empty() {
            put("languages", json!(post.languages));
        }
        if let Some(from) = post
            .trainer_from
            .filter(|_| !starts_as_trainer)
            .and_then(known)
        {
            put("role_change_1_from", day(from));
            put("role_change_1_role", json!("trainer"));
        }
        self.numbered(post, on, conflicts, &mut values);
        values
    }

    /// The numbered entries: hours, offices, leave, conflicts.
    fn numbered(
        self,
        post: &Post,
        on: NaiveDate,
        conflicts: &[Declared],
        values: &mut Map<String, Json>,
    ) {
        let mut put = |key: String, value: Json| values.insert(key, value);
        let known = |d: Ymd| Some(self.day(d)).filter(|d| *d <= on);
        let announced = |d: Ymd| Some(self.day(d)).filter(|d| *d - NOTICE <= on);
        for (n, (from, hours)) in (1..).zip(post.hours) {
            if let Some(from) = known(*from) {
                put(format!("hours_{n}_from"), day(from));
                put(format!("hours_{n}_weekly"), json!(hours));
            }
        }
        for (n, (from, offices)) in (1..).zip(post.offices) {
            if let Some(from) = known(*from) {
                put(format!("office_{n}_from"), day(from));
                put(format!("office_{n}_offices"), json!(offices));
            }
        }
        for (n, (from, to, kind)) in (1..).zip(post.leave) {
            if let Some(from) = announced(*from) {
                put(format!("leave_{n}_from"), day(from));
                put(format!("leave_{n}_to"), day(self.day(*to)));
                put(format!("leave_{n}_kind"), json!(kind));
            }
        }
        let declared = conflicts.iter().filter(|c| c.0 == post.id && c.3 <= on);
        for (n, (_, crn, kind, _)) in (1..).zip(declared) {
            put(format!("conflict_{n}_client"), json!(crn));
            put(format!("conflict_{n}_kind"), json!(kind));
        }
    }
}

/// M or F; empty for nobody on the roster.
pub fn gender(id: &str) -> &'static str {
    let post = POSTS.iter().find(|post| post.id == id);
    post.map_or("", |post| post.gender)
}

/// A day of the table.
fn plain((year, month, day): Ymd) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_roster_answers_as_the_published_account_does() {
        let roster = Roster::ending(plain(LAST_DAY));
        let june = plain((2010, 6, 15));
        assert_eq!(roster.eligible(june, 2), Vec::<&str>::new());
        assert_eq!(roster.eligible(june, 1).len(), 4);
        assert!(!roster.eligible(plain((2010, 10, 1)), 2).is_empty());
        assert_eq!(
            roster.in_post_on(plain((2012, 3, 1))),
            ["HT01", "HT02", "HT05"]
        );
        assert_eq!(roster.in_post_on(plain(LAST_DAY)).len(), 5);
    }

    #[test]
    fn a_demo_of_another_day_moves_everything_by_whole_weeks() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 4).unwrap();
        let roster = Roster::ending(today);
        let moved = (roster.day((2010, 4, 12)) - plain((2010, 4, 12))).num_days();
        assert_eq!(moved % 7, 0);
        assert_eq!(roster.in_post_on(today).len(), 5);
    }

    #[test]
    fn a_sheet_says_only_what_was_known_on_its_day() {
        let roster = Roster::ending(plain(LAST_DAY));
        let sheets = roster.sheets(plain(LAST_DAY), &[]);
        let first = sheets.iter().find(|s| s.completed_by == "HT01").unwrap();
        assert!(!first.values.contains_key("level3") && first.values.contains_key("from"));
        let last = sheets.iter().rfind(|s| s.completed_by == "HT01").unwrap();
        assert_eq!(last.values["hours_2_weekly"], json!(37.0));
        assert!((20..50).contains(&sheets.len()), "{}", sheets.len());
    }
}
