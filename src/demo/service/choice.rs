//! Who takes a case: whoever may and has the least work, near the client if possible; and who takes it over.

use super::{Entry, Record, Service, What};
use crate::demo::roster;
use crate::demo::story::Story;
use crate::domain::reference::CaseNo;
use chrono::{Days, NaiveDate};

/// A trainer who leaves within this time gets no new case.
const NOTICE: Days = Days::new(84);

impl Service {
    /// Gives the case to another where its trainer leaves before it ends: the day, and to whom.
    pub(super) fn succeed(
        &mut self,
        record: Record,
        (case, trainer, work): (CaseNo, &'static str, u8),
        story: &Story,
    ) -> Option<(NaiveDate, &'static str)> {
        let leaves = self.roster.leaves(trainer)?;
        let signed_off = story.sheets.iter().any(|(_, p)| p.form == "signoff");
        let ends = match story.never_met {
            Some(given_up) => given_up,
            None if signed_off => story.ended,
            None => self.today,
        };
        if ends <= leaves || leaves >= self.yesterday() {
            return None;
        }
        let (next, _) = self.choose(record, work, "", leaves + Days::new(1))?;
        let what = What::Allocated {
            case,
            trainer: next,
            work,
            rank: 1,
            shown: self.reasons_for(next, record, leaves),
            reason: format!("{trainer} leaves."),
        };
        let record = Some(record);
        self.entries.push(Entry {
            on: leaves,
            record,
            what,
        });
        Some((leaves, next))
    }

    /// The trainer with the least work among those who may take it; now and then the second, with a reason.
    pub(super) fn choose(
        &mut self,
        record: Record,
        work: u8,
        wish: &str,
        on: NaiveDate,
    ) -> Option<(&'static str, String)> {
        self.open.retain(|(_, until, _)| *until >= on);
        let mut able = self.roster.eligible(on, work);
        if !wish.is_empty() {
            let kept: Vec<_> = able
                .iter()
                .copied()
                .filter(|id| roster::gender(id) == wish)
                .collect();
            able = if kept.is_empty() { able } else { kept };
        }
        let office = &self.subjects[record].person.office;
        let staying: Vec<_> = able
            .iter()
            .copied()
            .filter(|id| self.roster.leaves(id).is_none_or(|last| last - NOTICE > on))
            .collect();
        able = if staying.is_empty() { able } else { staying };
        able.sort_by_key(|id| {
            let mine = self.open.iter().filter(|(trainer, ..)| trainer == id);
            let load: u32 = mine.map(|(_, _, points)| points).sum();
            let elsewhere = if self.roster.serves(id, office, on) {
                0
            } else {
                4
            };
            (f64::from(load + elsewhere) * 1000.0 / self.roster.capacity(id, on).max(1.0)) as u64
        });
        let second = able.get(1).filter(|_| self.chance.percent(9));
        match second {
            Some(id) => {
                let why = *self.chance.pick(&[
                    "Knows the family doctor's surgery.",
                    "The first is full next week.",
                    "Asked for by the offender manager.",
                ]);
                Some((id, why.to_owned()))
            }
            None => able.first().map(|id| (*id, String::new())),
        }
    }

    pub(super) fn reasons_for(&self, trainer: &str, record: Record, on: NaiveDate) -> Vec<String> {
        let office = &self.subjects[record].person.office;
        let near = self.roster.serves(trainer, office, on);
        let place = if near { "same office" } else { "other office" };
        vec![place.to_owned(), "lowest load".to_owned()]
    }
}
