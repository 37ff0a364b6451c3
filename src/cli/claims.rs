//! What a file of sheets says about numbers, looked through before any of it is taken.
//!
//! # Why
//! Numbers are given where a file comes from, and the file need not say to whom: a referral comes before its client has a number, and
//! the registration that follows carries the one that was given. So a referral brings its client under the number that a later sheet of
//! the file has for the same person; somebody of whom no other sheet says a number gets the next one, as at the desk, unless the file has
//! that one for somebody else. The same holds for numbers of referrals, and for trainers whose records the file brings.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike as _, NaiveDate};
use serde_json::Value as Json;

use super::whose::Named;
use crate::domain::act::Subject;
use crate::domain::reference::{CaseNo, ClientId};
use crate::domain::sheet::{SAME_EPISODE, SheetRole};
use crate::domain::value::Value;
use crate::forms::Form;
use crate::forms::import::Taken;
use crate::store::{Store, StoreError};

/// What the sheets of one file say about numbers.
#[derive(Debug, Clone, Default)]
pub struct Claims {
    /// Who a number belongs to, as the first sheets that carry it say.
    people: HashMap<ClientId, Vec<Named>>,
    by_identifier: HashMap<(&'static str, String), ClientId>,
    by_person: HashMap<(String, NaiveDate), ClientId>,
    /// The number given last.
    last: u32,
    /// Numbers that referrals of the file carry.
    referrals: HashSet<CaseNo>,
    /// The next number to try for a referral without one, by year.
    next_referral: HashMap<u16, u32>,
    /// No trainer was on file when the file was begun, so any number of the right shape may sign.
    anybody_signs: bool,
    /// Trainers whose records the file brings: number and name.
    coming: Vec<(String, String)>,
}

impl Claims {
    /// Nothing is claimed yet; the next number is the one after all that are on the books.
    ///
    /// # Errors
    /// The store failed.
    pub fn on(store: &Store) -> Result<Self, StoreError> {
        let mut claims = Self {
            anybody_signs: store.trainers().is_empty(),
            ..Self::default()
        };
        store.identities(&mut |id, _, _| claims.last = claims.last.max(id.0))?;
        Ok(claims)
    }

    /// Takes in what a sheet of the file says.
    pub fn note_sheet(&mut self, form: &Form, sheet: &Json, today: NaiveDate) {
        self.note(Named::on(form, sheet, today));
        let fed = |fact: &str| {
            let field = form
                .body()
                .find(|field| field.feeds.as_deref() == Some(fact))?;
            sheet["values"][&field.key].as_str().map(str::to_owned)
        };
        let number = fed("referral.no");
        self.referrals
            .extend(number.as_deref().and_then(CaseNo::parse));
        let trainer = fed("worker.id");
        self.coming
            .extend(trainer.map(|id| (id, fed("worker.name").unwrap_or_default())));
    }

    fn note(&mut self, named: Named) {
        let Some(id) = named.client.as_deref().and_then(ClientId::parse) else {
            return;
        };
        if named.identifiers.is_empty() && named.surname.is_none() {
            return;
        }
        for identifier in &named.identifiers {
            self.by_identifier.entry(identifier.clone()).or_insert(id);
        }
        if let (Some(surname), Some(born)) = (&named.surname, named.born) {
            self.by_person.entry((surname.clone(), born)).or_insert(id);
        }
        self.people.entry(id).or_default().push(named);
    }

    /// Under which number somebody new is brought.
    ///
    /// # Errors
    /// The store failed.
    pub fn number(&mut self, named: &Named, store: &Store) -> Result<Subject, StoreError> {
        if self.people.is_empty() {
            return Ok(Subject::New);
        }
        if let Some(id) = self.claimed(named)
            && store.dossier(id)?.is_none()
        {
            self.last = self.last.max(id.0);
            return Ok(Subject::Numbered(id));
        }
        loop {
            let next = ClientId(self.last.saturating_add(1));
            self.last = next.0;
            if !self.belongs_to_another(next, named) && store.dossier(next)?.is_none() {
                return Ok(Subject::Numbered(next));
            }
        }
    }

    /// The number that the file has for this very person.
    fn claimed(&self, named: &Named) -> Option<ClientId> {
        let by_identifier = named
            .identifiers
            .iter()
            .find_map(|identifier| self.by_identifier.get(identifier));
        let by_person = || {
            let id = self.by_person.get(&(named.surname.clone()?, named.born?))?;
            Some(id).filter(|id| !self.belongs_to_another(**id, named))
        };
        by_identifier.or_else(by_person).copied()
    }

    fn belongs_to_another(&self, id: ClientId, named: &Named) -> bool {
        let said = self.people.get(&id).map_or(&[][..], Vec::as_slice);
        !said.is_empty() && said.iter().all(|other| named.contradicts(other))
    }

    /// The number for a referral that carries none, where the store's own choice might take one that the file needs later.
    ///
    /// # Errors
    /// The store failed.
    pub fn referral(
        &mut self,
        received: Option<NaiveDate>,
        store: &Store,
    ) -> Result<Option<CaseNo>, StoreError> {
        let year = received.and_then(|day| u16::try_from(day.year()).ok());
        let Some(year) = year.filter(|year| self.referrals.iter().any(|no| no.year == *year))
        else {
            return Ok(None);
        };
        let next = self.next_referral.entry(year).or_insert(1);
        loop {
            let no = CaseNo {
                year,
                number: *next,
            };
            *next += 1;
            if !self.referrals.contains(&no)
                && store.holders_of("case", &no.to_string())?.is_empty()
            {
                return Ok(Some(no));
            }
        }
    }

    /// The trainers who may sign a sheet of the file; none means that any number of the right shape may. At the desk a trainer's
    /// record is keyed before her first sheet; a file need not be in that order.
    pub fn trainers(&self, store: &Store) -> Vec<(String, String)> {
        if self.anybody_signs {
            return Vec::new();
        }
        let mut all: Vec<(String, String)> = store
            .trainers()
            .into_iter()
            .map(|t| (t.id.0, t.name))
            .collect();
        for (id, name) in &self.coming {
            if !all.iter().any(|(known, _)| known == id) {
                all.push((id.clone(), name.clone()));
            }
        }
        all
    }
}

/// Gives a referral without a number one that no other line of the file carries.
pub fn number_referral(
    taken: &mut Taken,
    claims: &mut Claims,
    store: &Store,
) -> Result<(), StoreError> {
    let facts = &mut taken.sheet.facts;
    let belongs = facts.text("referral.duplicate_check") == Some(SAME_EPISODE);
    let is_referral = taken.sheet.head.role == SheetRole::Referral && !belongs;
    if !is_referral || facts.text("referral.no").is_some() {
        return Ok(());
    }
    let received = facts
        .date("referral.received")
        .or(taken.sheet.head.completed_on);
    if let Some(no) = claims.referral(received, store)? {
        facts.set("referral.no", Value::Reference(no.to_string()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(client: &str, crn: &str, surname: &str, born: &str) -> Named {
        let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Named {
            client: said(client),
            identifiers: said(crn).map(|crn| ("crn", crn)).into_iter().collect(),
            born: born.parse().ok(),
            surname: said(surname),
            ..Named::default()
        }
    }

    #[test]
    fn a_later_sheet_of_the_same_person_says_the_number() {
        let mut claims = Claims::default();
        claims.note(named("C-000007", "X000001", "wood", "1984-03-14"));
        claims.note(named("C-000008", "", "khan", "1990-01-01"));
        claims.note(named("C-000009", "", "", ""));
        let found = |crn: &str, surname: &str, born: &str| {
            claims
                .claimed(&named("", crn, surname, born))
                .map(|id| id.0)
        };
        assert_eq!(found("X000001", "", ""), Some(7));
        assert_eq!(found("", "wood", "1984-03-14"), Some(7));
        assert_eq!(
            found("X999999", "wood", "1984-03-14"),
            None,
            "two people of one name and birthday"
        );
        assert_eq!(found("X999999", "khan", "1990-01-01"), Some(8));
        assert_eq!(found("", "wood", "1999-01-01"), None);
    }

    #[test]
    fn a_number_that_the_file_has_for_somebody_else_is_passed_over() {
        let mut claims = Claims::default();
        claims.note(named("C-000001", "X000001", "wood", "1984-03-14"));
        let other =
            |surname: &str| claims.belongs_to_another(ClientId(1), &named("", "", surname, ""));
        assert!(other("khan") && !other("wood") && !other(""));
        assert!(!claims.belongs_to_another(ClientId(2), &named("", "X000001", "wood", "")));
    }
}
