//! Whom somebody new of an imported sheet may be: on the books before, or brought by an earlier line of the same file.

use crate::app::answers::{self, ALIKE};
use crate::app::finder::Finder;
use crate::cli::session::Session;
use crate::domain::act::Act;
use crate::domain::reference::ClientId;
use crate::search::{Index, Person};
use crate::store::StoreError;
use std::collections::HashMap;

/// Everybody with whom somebody new is compared. The books are read when the first such sheet comes, and kept up to date from then on.
#[derive(Default)]
pub(super) struct Newcomers {
    books: Option<Finder>,
    /// Those whom the lines bring that are not saved yet.
    unsaved: Index,
    /// The line that brought somebody.
    lines: HashMap<ClientId, u64>,
}

impl Newcomers {
    /// Whether this may be somebody of a line that is not saved yet: she has no number by which she could be named.
    pub(super) fn may_be_unsaved(&self, person: &Person) -> bool {
        let alike = self.unsaved.alike(person, 1);
        alike.first().is_some_and(|hit| hit.score >= ALIKE)
    }

    /// Who this may be, in a sentence.
    pub(super) fn may_be(
        &mut self,
        session: &Session,
        person: &Person,
    ) -> Result<Option<String>, StoreError> {
        let books = match self.books.take() {
            Some(books) => books,
            None => Finder::open(&session.store, &session.fixed.short_names)?,
        };
        let books = self.books.insert(books);
        let alike = answers::alike_in(&session.store, books.index(), person)?;
        Ok(alike.first().map(|hit| {
            let (client, why) = (ClientId(hit.key), answers::in_words(&hit.why));
            let known = match self.lines.get(&client) {
                Some(line) => format!("whom line {line} brought"),
                None => "who is on the books already".to_owned(),
            };
            format!("This may be {client}, {known} ({why}).")
        }))
    }

    /// Notes somebody who is not saved yet.
    pub(super) fn note(&mut self, person: &Person) {
        let key = self.unsaved.len() as u32 + 1;
        self.unsaved.put(&Person {
            key,
            ..person.clone()
        });
    }

    /// A line is saved; `brings` where it is of somebody new.
    pub(super) fn saved(&mut self, session: &Session, act: &Act, line: u64, brings: bool) {
        if let Some(books) = &mut self.books {
            books.take(&session.store, act);
        }
        if let Some(client) = act.client.filter(|_| brings) {
            self.lines.insert(client, line);
        }
    }

    /// Nothing waits to be saved any more.
    pub(super) fn all_saved(&mut self) {
        self.unsaved = Index::default();
    }
}
