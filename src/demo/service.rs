//! Two years of a service: who was referred when, who took them on, and on which day each sheet was keyed.
//!
//! # Where the volumes come from
//! The published account of the Leicestershire and Rutland service: 135 Type 1 and 60 Type 2 in its first full year, 167
//! and 147 in its second (314 clients), 58 of 73 events for service users. The rest (a declined referral, a client never
//! reached, a second record of the same person) follows the proportions that its domain notes propose.

mod besides;
mod choice;

use super::cells::Paper;
use super::health::Health;
use super::papers::{self, Danger, Request, Subject};
use super::people::{People, Person};
use super::random::Chance;
use super::roster::Roster;
use super::story::Teller;
use crate::domain::calendar::Calendar;
use crate::domain::reference::CaseNo;
use chrono::{Datelike, Days, NaiveDate};

/// Type 1 and Type 2 clients of the first and the second year.
const VOLUMES: [(u32, u32); 2] = [(135, 60), (167, 147)];

/// Referrals that were not taken on, in each year.
const DECLINED: u32 = 9;

/// Second records of somebody who is on the books already, per mille of referrals once a hundred people are on
/// the books: two to three in a hundred of all records.
const SECOND_RECORDS: u64 = 34;

/// Which record on the books: the place in which it was first brought.
pub type Record = usize;

/// Something that reached the desk.
pub enum What {
    /// A sheet was keyed; the words are an open question about the paper, or nothing.
    Sheet(Paper, String),
    /// A case was given to a trainer.
    Allocated {
        /// Which.
        case: CaseNo,
        /// To whom.
        trainer: &'static str,
        /// Type of work.
        work: u8,
        /// Place in the ranking.
        rank: u8,
        /// Reasons that were on the screen.
        shown: Vec<String>,
        /// Why not the first.
        reason: String,
    },
    /// A case was closed without work.
    Closed {
        /// Which.
        case: CaseNo,
        /// How.
        outcome: &'static str,
        /// Why.
        reason: &'static str,
    },
    /// Two records turned out to be one person: this one stays.
    Joined(Record),
    /// Two records turned out to be two people.
    KeptApart(Record),
}

/// Something that reached the desk, when, and about whom.
pub struct Entry {
    /// The day.
    pub on: NaiveDate,
    /// About whom, if anybody.
    pub record: Option<Record>,
    /// What.
    pub what: What,
}

/// A referral that is to come.
struct Coming {
    on: NaiveDate,
    work: u8,
    outcome: &'static str,
}

/// The service as it is made up.
pub struct Service {
    /// Everything that was keyed, in order.
    pub entries: Vec<Entry>,
    /// Sheets that are filled in and not keyed yet.
    pub waiting: Vec<Entry>,
    /// The trainers' own sheets.
    pub workers: Vec<Paper>,
    chance: Chance,
    people: People,
    calendar: Calendar,
    roster: Roster,
    today: NaiveDate,
    subjects: Vec<Subject>,
    /// The day on which the last of each record's sheets was keyed, as far as told.
    last_day: Vec<NaiveDate>,
    open: Vec<(&'static str, NaiveDate, u32)>,
    numbers: Vec<(u16, u32)>,
    plans: u32,
}

impl Service {
    /// Two years that end on `today`.
    pub fn made_up(seed: u64, today: NaiveDate) -> Self {
        let mut service = Self::empty(seed, today);
        for coming in service.referrals() {
            service.refer(&coming);
        }
        service.events();
        service.put_in_order();
        service.wait_for_a_trainer();
        service
    }

    /// A service with trainers and no clients.
    pub fn empty(seed: u64, today: NaiveDate) -> Self {
        let roster = Roster::ending(today);
        Self {
            entries: Vec::new(),
            waiting: Vec::new(),
            workers: roster.sheets(today, &[]),
            chance: Chance::for_purpose(seed, "service"),
            people: People::new(seed, "people", today),
            calendar: Calendar::england(),
            roster,
            today,
            subjects: Vec::new(),
            last_day: Vec::new(),
            open: Vec::new(),
            numbers: Vec::new(),
            plans: 0,
        }
    }

    /// The working day before today on which everything that came in was keyed.
    pub fn yesterday(&self) -> NaiveDate {
        let mut day = self.today - Days::new(1);
        while !self.calendar.is_working_day(day) {
            day = day - Days::new(1);
        }
        day
    }

    /// All referrals of the two years, oldest first. The last week is left to those that wait.
    fn referrals(&mut self) -> Vec<Coming> {
        let mut all = Vec::new();
        for (year, (signposted, planned)) in VOLUMES.iter().enumerate() {
            let first = self.today - Days::new(365 * (2 - year as u64));
            let last_days = if year == 1 { 9 } else { 0 };
            let kinds = [
                (*signposted, 1, "A"),
                (*planned, 2, "A"),
                (DECLINED, 1, "D"),
            ];
            for (count, work, outcome) in kinds {
                for _ in 0..count {
                    let on = first + Days::new(self.chance.below(364 - last_days));
                    all.push(Coming {
                        on: self.working(on),
                        work,
                        outcome,
                    });
                }
            }
        }
        all.sort_by_key(|coming| coming.on);
        all
    }

    /// That day, or the next on which offices are open.
    fn working(&self, on: NaiveDate) -> NaiveDate {
        if self.calendar.is_working_day(on) {
            on
        } else {
            self.calendar.add_working_days(on, 1)
        }
    }

    /// The next case number of the year.
    fn number(&mut self, on: NaiveDate) -> CaseNo {
        let year = on.year() as u16;
        if !self.numbers.iter().any(|(known, _)| *known == year) {
            self.numbers.push((year, 0));
        }
        let entry = self.numbers.iter_mut().find(|(known, _)| *known == year);
        let number = entry.map_or(1, |(_, number)| {
            *number += 1;
            *number
        });
        CaseNo { year, number }
    }

    fn refer(&mut self, coming: &Coming) {
        let (record, duplicate, same_as) = self.whom(coming.on);
        let case = self.number(coming.on);
        let wish = if self.subjects[record].person.man {
            ""
        } else {
            "F"
        };
        let wish = if self.chance.percent(25) { wish } else { "" };
        let request = Request {
            on: coming.on,
            case: case.to_string(),
            work: coming.work,
            outcome: if coming.outcome == "A" {
                "A"
            } else {
                self.refusal()
            },
            wish,
            duplicate,
            whole: false,
        };
        let paper = papers::referral(&mut self.chance, &self.subjects[record], &request);
        self.key(coming.on, Some(record), paper);
        let mut last = coming.on;
        if request.outcome == "A" {
            last = self.work_on(record, case, coming, wish).max(last);
        }
        self.last_day[record] = last;
        if let Some(other) = same_as {
            self.unmask(record, other, last);
        }
    }

    fn refusal(&mut self) -> &'static str {
        self.chance.weighted(&[(6, "D"), (2, "R"), (2, "C")])
    }

    /// Somebody new; now and then somebody back again, or somebody whom nobody recognised.
    fn whom(&mut self, on: NaiveDate) -> (Record, &'static str, Option<Record>) {
        let earlier = self.subjects.len();
        let known = earlier > 100;
        if known && self.chance.per_mille(SECOND_RECORDS) {
            let other = self.chance.below(earlier as u64 - 50) as usize;
            let person = self.people.slipped(&self.subjects[other].person.clone());
            let record = self.add(person, on);
            return (record, "N", Some(other));
        }
        let back = self.chance.below(earlier as u64 / 2 + 1) as usize;
        if known && self.chance.percent(5) && self.last_day[back] < on {
            let other = back;
            let order_end = on + Days::new(60 + self.chance.below(400));
            self.subjects[other].order_end = order_end;
            return (other, "S", None);
        }
        let person = self.people.person(earlier as u32 + 1);
        (self.add(person, on), "N", None)
    }

    /// A third of the second records are noticed once all is keyed, and joined or kept apart; the rest still wait to be found.
    fn unmask(&mut self, record: Record, other: Record, last: NaiveDate) {
        let days = 3 + self.chance.below(20);
        let on = self.working(last + Days::new(days));
        if on > self.yesterday() || self.chance.percent(65) {
            return;
        }
        let what = if self.chance.percent(70) {
            What::Joined(other)
        } else {
            What::KeptApart(other)
        };
        let record = Some(record);
        self.entries.push(Entry { on, record, what });
    }

    fn add(&mut self, person: Person, on: NaiveDate) -> Record {
        let chance = &mut self.chance;
        let orders: &[(u32, &[&'static str])] = &[
            (82, &["C"]),
            (15, &["L"]),
            (1, &["C", "L"]),
            (1, &["S"]),
            (1, &["P"]),
        ];
        let issue = chance.weighted(&[
            (24, "DIE"),
            (20, "EXE"),
            (22, "SMO"),
            (16, "ALC"),
            (10, "EMO"),
            (8, "LOC"),
        ]);
        let orders = chance.weighted(orders).to_vec();
        let order_end = on + Days::new(60 + chance.below(500));
        let manager = *chance.pick(MANAGERS);
        let danger = Danger::made_up(chance);
        let health = Health::made_up(chance, person.man);
        self.subjects.push(Subject {
            danger,
            health,
            issue,
            orders,
            order_end,
            manager: manager.to_owned(),
            surgery: self.people.surgery(),
            person,
        });
        self.last_day.push(on);
        self.subjects.len() - 1
    }

    /// Allocates a case and tells what came of it; gives the day on which the last of it was keyed.
    fn work_on(&mut self, record: Record, case: CaseNo, coming: &Coming, wish: &str) -> NaiveDate {
        let days = self.chance.weighted(&[(30, 1), (40, 2), (22, 3), (8, 5)]);
        let on = self.calendar.add_working_days(coming.on, days);
        let Some((trainer, reason)) = self.choose(record, coming.work, wish, on) else {
            return on;
        };
        let first = reason.is_empty();
        let what = What::Allocated {
            case,
            trainer,
            work: coming.work,
            rank: if first { 1 } else { 2 },
            shown: self.reasons_for(trainer, record, on),
            reason,
        };
        self.entries.push(Entry {
            on,
            record: Some(record),
            what,
        });
        let plan = (coming.work == 2).then(|| {
            self.plans += 1;
            self.plans
        });
        let mut teller = Teller {
            chance: &mut self.chance,
            calendar: &self.calendar,
            today: self.today,
        };
        let story = teller.tell(&self.subjects[record], trainer, on, plan);
        self.open
            .push((trainer, story.ended, if coming.work == 2 { 3 } else { 1 }));
        if let Some(given_up) = story.never_met.filter(|day| *day <= self.yesterday()) {
            let what = What::Closed {
                case,
                outcome: "no contact made",
                reason: "Three tries by phone and letter; the offender manager was told.",
            };
            self.entries.push(Entry {
                on: given_up,
                record: Some(record),
                what,
            });
        }
        let successor = self.succeed(record, (case, trainer, coming.work), &story);
        let mut not_before = on;
        for (written, mut paper) in story.sheets {
            if let Some((_, next)) = successor.filter(|(from, _)| paper.completed_on > *from) {
                next.clone_into(&mut paper.completed_by);
                if paper.values.contains_key("trainer") {
                    paper.values.insert("trainer".to_owned(), next.into());
                }
            }
            let query = self.question();
            not_before = self.keyed_on(written).max(not_before);
            self.key_on(not_before, Some(record), paper, query);
        }
        not_before.max(story.ended)
    }

    /// A question about the paper on one sheet in a hundred and fifty.
    fn question(&mut self) -> String {
        if !self.chance.per_mille(7) {
            return String::new();
        }
        (*self.chance.pick(&[
            "The date is overwritten: 12 or 17?",
            "Two attendance boxes are ticked.",
            "Signature missing. Asked the trainer.",
            "Weight and height look swapped.",
        ]))
        .to_owned()
    }

    fn key(&mut self, written: NaiveDate, record: Option<Record>, paper: Paper) {
        let on = written.min(self.yesterday());
        self.key_on(on, record, paper, String::new());
    }

    /// Paper reaches the desk some working days after it was written, mostly within the week.
    fn keyed_on(&mut self, written: NaiveDate) -> NaiveDate {
        let days =
            self.chance
                .weighted(&[(25, 0), (25, 1), (20, 2), (14, 3), (8, 5), (5, 8), (3, 15)]);
        self.calendar.add_working_days(self.working(written), days)
    }

    fn key_on(&mut self, on: NaiveDate, record: Option<Record>, paper: Paper, query: String) {
        let entry = Entry {
            on,
            record,
            what: What::Sheet(paper, query),
        };
        if on <= self.yesterday() {
            self.entries.push(entry);
        } else {
            self.waiting.push(entry);
        }
    }

    fn put_in_order(&mut self) {
        self.entries.sort_by_key(|entry| entry.on);
        self.waiting.sort_by_key(|entry| entry.on);
    }
}

/// Offender managers who refer.
const MANAGERS: &[&str] = &[
    "Alison Pegg",
    "Ravi Solanki",
    "Helen Brewin",
    "Tom Astill",
    "Nadia Qureshi",
    "Carol Musson",
    "Steve Toone",
    "Grace Osei",
    "Jan Vesty",
    "Imran Malik",
    "Ruth Kirby",
    "Paul Dakin",
];
