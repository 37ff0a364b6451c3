//! Whose a sheet of a file is: the client whom it names, one who has its identifiers already, or somebody new.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::session::quoted;
use crate::domain::act::Subject;
use crate::domain::identifier::{self, IdentifierKind};
use crate::domain::reference::ClientId;
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
}

impl Named {
    /// Reads it off the sheet.
    pub fn on(form: &Form, sheet: &Json, today: NaiveDate) -> Self {
        let text = |key: &str| {
            sheet["values"]
                .get(key)
                .and_then(Json::as_str)
                .map(str::trim)
                .filter(|t| !t.is_empty())
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
        Self {
            client: client_box
                .and_then(|field| text(&field.key))
                .map(str::to_owned),
            identifiers: identifiers.collect(),
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
pub fn whose(form: &Form, named: &Named, store: &Store) -> Result<Whose, StoreError> {
    if !form.role.concerns_client() {
        return Ok(Ok(Subject::None).into());
    }
    let may_be_new = form.role.may_bring_new_client();
    let Some(client) = &named.client else {
        return Ok(if may_be_new {
            by_identifiers(&named.holders(store)?)
        } else {
            nobody_named()
        }
        .into());
    };
    let known = match store.resolve(client) {
        Ok(known) => known,
        Err(error @ StoreError::Ambiguous(..)) => return Ok(Err(error.to_string()).into()),
        Err(error) => return Err(error),
    };
    let subject = match (known, ClientId::parse(client)) {
        (Some(id), _) => Subject::Known(id),
        (None, Some(id)) if may_be_new => Subject::Numbered(id),
        (None, _) => {
            let sentence = format!(
                "Nobody on the books goes by {}. Take the client's registration first.",
                quoted(client)
            );
            return Ok(Err(sentence).into());
        }
    };
    let mut others = named.holders(store)?;
    if let Subject::Known(id) | Subject::Numbered(id) = subject {
        others.remove(&id);
    }
    let doubt = others.first().map(|other| {
        format!("One of the identifiers stands on the record of {other} too. Are they one person?")
    });
    Ok(Whose {
        subject: Ok(subject),
        doubt,
    })
}

fn nobody_named() -> Result<Subject, String> {
    Err("The sheet does not say whose it is.".to_owned())
}

fn by_identifiers(holders: &BTreeSet<ClientId>) -> Result<Subject, String> {
    let mut all = holders.iter();
    match (all.next(), all.next()) {
        (None, _) => Ok(Subject::New),
        (Some(one), None) => Ok(Subject::Known(*one)),
        (Some(one), Some(other)) => Err(format!(
            "Its identifiers stand on several records, {one} and {other} among them. Join those that are one person, or say whose it is."
        )),
    }
}
