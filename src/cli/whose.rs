//! Whose a sheet of a file is: the client whom it names, one who has its identifiers already, or somebody new.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{Datelike as _, NaiveDate};
use serde_json::Value as Json;

use super::session::quoted;
use crate::domain::act::Subject;
use crate::domain::client::Identity;
use crate::domain::identifier::{self, IdentifierKind};
use crate::domain::reference::{CaseNo, ClientId};
use crate::forms::{Form, Kind};
use crate::store::{Store, StoreError};

/// Identifiers that one person has and nobody else.
const HARD: [(&str, IdentifierKind); 4] = [
    ("crn", IdentifierKind::Crn),
    ("nhs_number", IdentifierKind::NhsNumber),
    ("pnc", IdentifierKind::Pnc),
    ("cro", IdentifierKind::Cro),
];

/// What a sheet says about whose it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// What stands in its client box.
    pub client: Option<String>,
    /// Its identifiers in their usual form: kind and number.
    pub identifiers: Vec<(&'static str, String)>,
    /// The date of birth on it.
    pub born: Option<NaiveDate>,
}

impl Named {
    /// Reads it off the sheet.
    pub fn on(form: &Form, sheet: &Json, today: NaiveDate) -> Self {
        let text = |key: &str| {
            let value = sheet["values"].get(key).and_then(Json::as_str);
            value.map(str::trim).filter(|text| !text.is_empty())
        };
        let client_box = form
            .body()
            .find(|field| field.kind == Kind::Client && field.key == "client");
        let identifiers = form.body().filter_map(|field| {
            let fact = field.feeds.as_deref()?.strip_prefix("client.")?;
            let (name, kind) = HARD.iter().find(|(name, _)| *name == fact)?;
            Some((
                *name,
                identifier::check(*kind, text(&field.key)?, today).ok()?,
            ))
        });
        let born = form
            .body()
            .find(|field| field.feeds.as_deref() == Some("client.dob"));
        Self {
            client: client_box
                .and_then(|field| text(&field.key))
                .map(str::to_owned),
            identifiers: identifiers.collect(),
            born: born.and_then(|field| text(&field.key)?.parse().ok()),
        }
    }

    /// Every name under which another sheet may mean the same client.
    pub fn names(&self) -> impl Iterator<Item = String> {
        let numbers = self.identifiers.iter().map(|(_, number)| number.clone());
        self.client
            .iter()
            .map(|name| name.to_uppercase())
            .chain(numbers)
    }

    /// The clients on whose records one of the identifiers stands.
    fn holders(&self, store: &Store) -> Result<BTreeSet<ClientId>, StoreError> {
        let mut holders = BTreeSet::new();
        for (kind, number) in &self.identifiers {
            holders.extend(store.holders_of(kind, number)?);
        }
        Ok(holders)
    }

    /// The kind of an identifier that differs from what is on file, where nothing else says that they are one person.
    fn differs_from(&self, her: &Identity) -> Option<&'static str> {
        let on_file = |kind: &str| match kind {
            "crn" => &her.crn,
            "nhs_number" => &her.nhs_number,
            "pnc" => &her.pnc,
            _ => &her.cro,
        };
        let known = || {
            self.identifiers
                .iter()
                .filter(|(kind, _)| !on_file(kind).is_empty())
        };
        let agrees = known().any(|(kind, number)| on_file(kind) == number);
        if agrees || (self.born.is_some() && self.born == her.born) {
            return None;
        }
        known()
            .find(|(kind, number)| on_file(kind) != number)
            .map(|(kind, _)| *kind)
    }
}

/// What the sheets of one file say about the numbers of clients, looked through beforehand.
///
/// # Why
/// A referral comes before its client has a number; the registration that follows in the same file carries the one that was given where
/// the file comes from. The referral must bring the client under that number, and somebody whom no registration names gets the next one
/// that nobody claims: the one that was given there.
#[derive(Debug, Clone, Default)]
pub struct Claims {
    numbers: HashMap<(&'static str, String), ClientId>,
    claimed: HashSet<ClientId>,
    /// The number given last.
    last: u32,
    /// No trainer was on file when the file was begun, so any number of the right shape may sign.
    anybody_signs: bool,
    /// Trainers whose records the file brings: number and name.
    coming: Vec<(String, String)>,
    /// Numbers that referrals of the file carry.
    referrals: HashSet<CaseNo>,
    /// The next number to try for a referral without one, by year.
    next_case: HashMap<u16, u32>,
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

    /// Takes in what a sheet of the file says before any is taken.
    pub fn note_sheet(&mut self, form: &Form, sheet: &Json, today: NaiveDate) {
        self.note(&Named::on(form, sheet, today));
        let fed = |fact: &str| {
            let field = form
                .body()
                .find(|field| field.feeds.as_deref() == Some(fact))?;
            sheet["values"][&field.key].as_str().map(str::to_owned)
        };
        self.coming
            .extend(fed("worker.id").map(|id| (id, fed("worker.name").unwrap_or_default())));
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
        let next = self.next_case.entry(year).or_insert(1);
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

    /// The trainers who may sign a sheet of the file; none means that any number of the right shape may.
    ///
    /// # Why
    /// At the desk a trainer's record is keyed before her first sheet. A file need not be in that order.
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

    fn note(&mut self, named: &Named) {
        let Some(id) = named.client.as_deref().and_then(ClientId::parse) else {
            return;
        };
        for identifier in &named.identifiers {
            self.numbers.entry(identifier.clone()).or_insert(id);
            self.claimed.insert(id);
        }
    }

    /// Under which number somebody new is brought.
    fn number(&mut self, named: &Named, store: &Store) -> Result<Subject, StoreError> {
        if self.claimed.is_empty() {
            return Ok(Subject::New);
        }
        let claimed = named
            .identifiers
            .iter()
            .find_map(|identifier| self.numbers.get(identifier))
            .copied();
        if let Some(id) = claimed
            && store.dossier(id)?.is_none()
        {
            self.last = self.last.max(id.0);
            return Ok(Subject::Numbered(id));
        }
        loop {
            let next = ClientId(self.last.saturating_add(1));
            self.last = next.0;
            if !self.claimed.contains(&next) && store.dossier(next)?.is_none() {
                return Ok(Subject::Numbered(next));
            }
        }
    }
}

/// Whose a sheet is, or why nobody can say; and what to ask about it.
pub struct Whose {
    /// Whose.
    pub subject: Result<Subject, String>,
    /// Somebody else has one of the identifiers too.
    pub doubt: Option<String>,
}

impl From<Result<Subject, String>> for Whose {
    fn from(subject: Result<Subject, String>) -> Self {
        Self {
            subject,
            doubt: None,
        }
    }
}

/// Finds out whose a sheet is.
///
/// # Errors
/// The store failed; what is merely wrong with the sheet is in the answer.
pub fn whose(
    form: &Form,
    named: &Named,
    claims: &mut Claims,
    store: &Store,
) -> Result<Whose, StoreError> {
    if !form.role.concerns_client() {
        return Ok(Ok(Subject::None).into());
    }
    let may_be_new = form.role.may_bring_new_client();
    match &named.client {
        Some(client) => by_name(client, may_be_new, named, store),
        None if may_be_new => Ok(by_identifiers(named, claims, store)?.into()),
        None => Ok(Err("The sheet does not say whose it is.".to_owned()).into()),
    }
}

fn by_name(
    client: &str,
    may_be_new: bool,
    named: &Named,
    store: &Store,
) -> Result<Whose, StoreError> {
    let known = match store.resolve(client) {
        Err(error @ StoreError::Ambiguous(..)) => return Ok(Err(error.to_string()).into()),
        known => known?,
    };
    let id = match (known, ClientId::parse(client)) {
        (Some(id), _) => id,
        (None, Some(id)) if may_be_new => id,
        (None, _) => {
            let sentence = format!(
                "Nobody on the books goes by {}. Take the client's registration first.",
                quoted(client)
            );
            return Ok(Err(sentence).into());
        }
    };
    let on_file = store.dossier(id)?;
    if let Some(kind) = on_file
        .as_ref()
        .and_then(|dossier| named.differs_from(&dossier.identity))
    {
        let kind = IdentifierKind::from_name(kind).map_or(kind, IdentifierKind::label);
        let sentence = format!(
            "{id} is on the books with another {kind}: most likely somebody else. Look at both, and key this sheet by hand."
        );
        return Ok(Err(sentence).into());
    }
    let mut others = named.holders(store)?;
    others.remove(&id);
    let doubt = others.first().map(|other| {
        format!("One of the identifiers stands on the record of {other} too. Are they one person?")
    });
    let subject = if on_file.is_some() {
        Subject::Known(id)
    } else {
        Subject::Numbered(id)
    };
    Ok(Whose {
        subject: Ok(subject),
        doubt,
    })
}

fn by_identifiers(
    named: &Named,
    claims: &mut Claims,
    store: &Store,
) -> Result<Result<Subject, String>, StoreError> {
    let holders = named.holders(store)?;
    let mut all = holders.iter();
    match (all.next(), all.next()) {
        (None, _) => claims.number(named, store).map(Ok),
        (Some(one), None) => Ok(Ok(Subject::Known(*one))),
        (Some(one), Some(other)) => Ok(Err(format!(
            "Its identifiers stand on several records, {one} and {other} among them. Join those that are one person, or say whose it is."
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(client: &str, crn: &str, born: &str) -> Named {
        Named {
            client: Some(client.to_owned()).filter(|client| !client.is_empty()),
            identifiers: vec![("crn", crn.to_owned())],
            born: born.parse().ok(),
        }
    }

    #[test]
    fn another_crn_is_somebody_else_unless_something_agrees() {
        let born = "1984-03-14".parse().ok();
        let her = Identity {
            crn: "X123456".into(),
            born,
            ..Identity::default()
        };
        assert_eq!(named("", "X123456", "1999-01-01").differs_from(&her), None);
        assert_eq!(named("", "X999999", "1984-03-14").differs_from(&her), None);
        assert_eq!(
            named("", "X999999", "1999-01-01").differs_from(&her),
            Some("crn")
        );
        assert_eq!(
            named("", "X999999", "").differs_from(&Identity::default()),
            None
        );
    }

    #[test]
    fn the_file_says_under_which_number_a_referral_brings_its_client() {
        let mut claims = Claims::default();
        claims.note(&named("", "X000001", ""));
        assert!(claims.claimed.is_empty());
        claims.note(&named("C-000007", "X000002", ""));
        assert_eq!(
            claims.numbers.get(&("crn", "X000002".to_owned())),
            Some(&ClientId(7))
        );
    }
}
