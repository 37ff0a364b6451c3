//! What stands beside the two years: events, and the referrals of the last days that wait for a trainer.

use super::{Entry, Service, What};
use crate::demo::papers::{self, Request};
use crate::demo::roster::Declared;
use chrono::Days;

/// Events in the two years.
const EVENTS: u32 = 44;

impl Service {
    /// Health-promotion events, at which trainers take turns.
    pub(super) fn events(&mut self) {
        let mut days = Vec::new();
        for _ in 0..EVENTS {
            let on = self.today - Days::new(8 + self.chance.below(720));
            days.push(self.working(on));
        }
        days.sort_unstable();
        for (number, on) in (1..).zip(days) {
            let able = self.roster.eligible(on, 1);
            let by = self.chance.pick(&able);
            let paper = papers::event(&mut self.chance, number, on, by);
            let keyed = self.keyed_on(on);
            self.key_on(keyed, None, paper, String::new());
        }
    }

    /// Three referrals for which no trainer has been chosen yet: one past its clock, one that only a woman may take, one new.
    pub(super) fn wait_for_a_trainer(&mut self) {
        let (first, today) = (self.yesterday(), self.today);
        let late = (0..4).fold(first, |day, _| {
            let mut before = day - Days::new(1);
            while !self.calendar.is_working_day(before) {
                before = before - Days::new(1);
            }
            before
        });
        let cases = [
            (late, 2, true, ""),
            (first, 2, false, "F"),
            (first, 1, true, ""),
        ];
        let mut conflict: Vec<Declared> = Vec::new();
        for (on, work, man, wish) in cases {
            let mut person = self.people.person(self.subjects.len() as u32 + 1);
            while person.man != man || person.is_homeless() {
                person = self.people.person(person.n);
            }
            let crn = person.crn.clone();
            let record = self.add(person, on);
            let case = self.number(on);
            let request = Request {
                on,
                case: case.to_string(),
                work,
                outcome: "A",
                wish,
                duplicate: "N",
                whole: true,
            };
            let paper = papers::referral(&mut self.chance, &self.subjects[record], &request);
            let entry = Entry {
                on,
                record: Some(record),
                what: What::Sheet(paper, String::new()),
            };
            let place = self.entries.partition_point(|known| known.on <= on);
            self.entries.insert(place, entry);
            if conflict.is_empty() {
                conflict.push(("HT01", crn, "S", first));
            }
        }
        self.workers = self.roster.sheets(today, &conflict);
    }
}
