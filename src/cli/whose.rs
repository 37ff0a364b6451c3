//! Whose a sheet of a file is: the client whom it names, one who has its identifiers already, or somebody new.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::claims::Claims;
use super::session::quoted;
use crate::app::agreement::Agreement;
use crate::app::joined;
use crate::domain::act::Subject;
use crate::domain::client::Identity;
use crate::domain::identifier::{self, IdentifierKind};
use crate::domain::reference::ClientId;
use crate::domain::text::fold;
use crate::forms::{Form, Kind};
use crate::search::Person;
use crate::store::{Store, StoreError};

/// What a sheet says about whose it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// What stands in its client box.
    pub client: Option<String>,
    /// Its identifiers in their usual form: kind and number.
    pub identifiers: Vec<(&'static str, String)>,
    /// The date of birth on it.
    pub born: Option<NaiveDate>,
    /// The surname on it, folded.
    pub surname: Option<String>,
    /// Its names and date of birth, to be compared with a record.
    pub person: Person,
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
            let kind = IdentifierKind::from_name(fact).filter(|kind| kind.is_hard())?;
            Some((
                kind.name(),
                identifier::check(kind, text(&field.key)?, today).ok()?,
            ))
        });
        let fed = |fact: &str| {
            let mut fields = form.body();
            fields
                .find(|field| field.feeds.as_deref() == Some(fact))
                .and_then(|field| text(&field.key))
        };
        let born = fed("client.dob").and_then(|day| day.parse().ok());
        let owned = |fact: &str| fed(fact).unwrap_or_default().to_owned();
        Self {
            client: client_box
                .and_then(|field| text(&field.key))
                .map(str::to_owned),
            identifiers: identifiers.collect(),
            born,
            surname: fed("client.surname").map(fold),
            person: Person {
                surname: owned("client.surname"),
                forenames: owned("client.forenames"),
                born,
                ..Person::default()
            },
        }
    }

    /// Whether two sheets cannot be about one person, as far as they say who that is.
    pub fn contradicts(&self, other: &Self) -> bool {
        let same_kind = |(kind, number): &(&str, String)| {
            let theirs = other.identifiers.iter().find(|(other, _)| other == kind);
            theirs.map(|(_, theirs)| theirs == number)
        };
        let compared: Vec<bool> = self.identifiers.iter().filter_map(same_kind).collect();
        if let Some(agree) = compared.iter().copied().reduce(|one, next| one || next) {
            return !agree;
        }
        let differ = |one: Option<bool>| one == Some(true);
        let born = self.born.zip(other.born).map(|(one, other)| one != other);
        let surname = self
            .surname
            .as_ref()
            .zip(other.surname.as_ref())
            .map(|(one, other)| one != other);
        match (born, surname) {
            (Some(false), _) => false,
            (born, surname) => differ(born) || differ(surname),
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

    /// Who has one of the identifiers that this client has not.
    fn of_somebody_else(
        &self,
        id: ClientId,
        store: &Store,
    ) -> Result<Option<ClientId>, StoreError> {
        for (kind, number) in &self.identifiers {
            let holders = store.holders_of(kind, number)?;
            if !holders.contains(&id) && !holders.is_empty() {
                return Ok(holders.first().copied());
            }
        }
        Ok(None)
    }

    /// The numbers by which a record was found, in words: `CRN X320741`, or the one that the client's box has.
    fn numbers_of(&self, her: &Identity) -> String {
        let agreeing = self
            .identifiers
            .iter()
            .find(|(kind, number)| on_file(her, kind) == number);
        match (agreeing, &self.client) {
            (Some((kind, number)), _) => {
                let label = IdentifierKind::from_name(kind).map_or(*kind, IdentifierKind::label);
                format!("{label} {number}")
            }
            (None, Some(client)) => quoted(client),
            (None, None) => "A number of this sheet".to_owned(),
        }
    }

    /// The kind of an identifier that differs from what is on file, where nothing else says that they are one person.
    fn differs_from(&self, her: &Identity) -> Option<&'static str> {
        let known = || {
            self.identifiers
                .iter()
                .filter(|(kind, _)| !on_file(her, kind).is_empty())
        };
        let agrees = known().any(|(kind, number)| on_file(her, kind) == number);
        if agrees || (self.born.is_some() && self.born == her.born) {
            return None;
        }
        known()
            .find(|(kind, number)| on_file(her, kind) != number)
            .map(|(kind, _)| *kind)
    }
}

/// A client's own number of a kind; empty where it is not known.
fn on_file<'a>(her: &'a Identity, kind: &str) -> &'a String {
    match kind {
        "crn" => &her.crn,
        "nhs_number" => &her.nhs_number,
        "pnc" => &her.pnc,
        _ => &her.cro,
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
    today: NaiveDate,
) -> Result<Whose, StoreError> {
    if !form.role.concerns_client() {
        return Ok(Ok(Subject::None).into());
    }
    let may_be_new = form.role.may_bring_new_client();
    let mut whose = match &named.client {
        Some(client) => by_name(client, may_be_new, named, store)?,
        None if may_be_new => by_identifiers(named, claims, store)?.into(),
        None => Err("The sheet does not say whose it is.".to_owned()).into(),
    };
    if let Ok(Subject::Known(id)) = whose.subject {
        compare(&mut whose, id, named, store, today)?;
    }
    Ok(whose)
}

/// Holds the names and the date of birth on a sheet against the record whose number it has. Where they are somebody else's, the sheet is
/// not taken by that number alone; where the officer wrote the client's own number on it, it is, and what differs is told.
fn compare(
    whose: &mut Whose,
    id: ClientId,
    named: &Named,
    store: &Store,
    today: NaiveDate,
) -> Result<(), StoreError> {
    let Some(dossier) = store.dossier(id)? else {
        return Ok(());
    };
    let record = joined::person_joined(store, &dossier)?;
    let agreement = Agreement::between(&named.person, &record, today);
    if agreement.differ.is_empty() {
        return Ok(());
    }
    let (differing, who) = (agreement.differing(), dossier.identity.name());
    let chosen = named.client.as_deref().and_then(ClientId::parse);
    if agreement.is_of_two() && chosen.is_none() {
        let by = named.numbers_of(&dossier.identity);
        whose.subject = Err(format!(
            "{by} is on the record of {id} ({who}), but {differing} on this sheet are somebody else's. If the sheet is of {id}, write \"client\": \"{id}\" into its values; if the number is wrong, put it right; if they are two people, key it at the desk, which asks how that is known."
        ));
    } else {
        let told = format!(
            "Taken as a sheet of {id} ({who}), though not with the {differing} of the record."
        );
        whose.doubt = Some(match whose.doubt.take() {
            Some(doubt) => format!("{told} {doubt}"),
            None => told,
        });
    }
    Ok(())
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
    // Numbers of clients mean somebody else in another store; a CRN means the same person everywhere.
    let by_number = on_file
        .as_ref()
        .filter(|_| ClientId::parse(client).is_some());
    if let Some(kind) = by_number.and_then(|dossier| named.differs_from(&dossier.identity)) {
        let kind = IdentifierKind::from_name(kind).map_or(kind, IdentifierKind::label);
        let sentence = format!(
            "{id} is on the books with another {kind}: most likely somebody else. Look at both, and key this sheet by hand."
        );
        return Ok(Err(sentence).into());
    }
    let own = on_file.as_ref().and_then(|dossier| dossier.merged_into);
    if let Some(other) = named.of_somebody_else(own.unwrap_or(id), store)? {
        let sentence = format!(
            "One of the identifiers is on the record of {other} already. If they are one person, take the sheet as hers and join the records; if not, key it at the desk, which asks how that is known."
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
            ..Named::default()
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
    fn two_sheets_contradict_each_other_by_number_then_by_birth_then_by_name() {
        let her = named("", "X123456", "1984-03-14");
        assert!(her.contradicts(&named("", "X999999", "1984-03-14")));
        assert!(!her.contradicts(&named("", "X123456", "1950-01-01")));
        let bare = |born: &str, surname: &str| Named {
            born: born.parse().ok(),
            surname: Some(surname.to_owned()).filter(|surname| !surname.is_empty()),
            ..Named::default()
        };
        assert!(bare("1984-03-14", "wood").contradicts(&bare("1985-03-14", "wood")));
        assert!(bare("", "wood").contradicts(&bare("1985-03-14", "marsh")));
        assert!(!bare("1985-03-14", "wood").contradicts(&bare("1985-03-14", "marsh")));
        assert!(!bare("", "").contradicts(&her));
    }
}
