//! Who may open the store.

use super::Store;
use super::error::StoreError;
use crate::domain::act::{Deed, Role};
use crate::keys;
use chrono::{DateTime, Utc};
use std::fmt;

/// Somebody who may open the store, or once might.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// The name she opens it with.
    pub name: String,
    /// What she may do.
    pub role: Role,
    /// Whether her access was taken away.
    pub revoked: bool,
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "User({:?}, revoked {})", self.role, self.revoked)
    }
}

impl Store {
    /// All users there ever were, in the order they were added.
    pub fn users(&self) -> Vec<User> {
        let users = self.header.users().into_iter();
        users
            .map(|user| User {
                name: user.name,
                role: match user.role {
                    keys::Role::Officer => Role::Officer,
                    keys::Role::Supervisor => Role::Supervisor,
                },
                revoked: user.revoked,
            })
            .collect()
    }

    /// Lets somebody open the store.
    pub fn add_user(
        &mut self,
        now: DateTime<Utc>,
        name: &str,
        role: Role,
        passphrase: &str,
    ) -> Result<(), StoreError> {
        self.only_officers("adding a user")?;
        let in_header = match role {
            Role::Officer => keys::Role::Officer,
            Role::Supervisor => keys::Role::Supervisor,
        };
        self.header
            .add_user(self.sealer.unlocked(), name, in_header, passphrase)?;
        let user = name.trim().to_owned();
        self.save_deeds(now, vec![Deed::UserAdded { user, role }])?;
        Ok(())
    }

    /// Takes somebody's access away, for good. The last officer cannot be revoked.
    pub fn revoke(&mut self, now: DateTime<Utc>, name: &str) -> Result<(), StoreError> {
        self.only_officers("taking access away")?;
        self.header.revoke(self.sealer.unlocked(), name)?;
        self.close_figures_of(name);
        let user = self.as_listed(name);
        self.save_deeds(now, vec![Deed::UserRevoked { user }])?;
        Ok(())
    }

    /// Sets a passphrase: one's own, or, as an officer, anybody's.
    pub fn change_passphrase(
        &mut self,
        now: DateTime<Utc>,
        name: &str,
        passphrase: &str,
    ) -> Result<(), StoreError> {
        self.header
            .change_passphrase(self.sealer.unlocked(), name, passphrase)?;
        if self.header.slot_of(name).ok() != Some(self.sealer.unlocked().slot()) {
            self.close_figures_of(name);
        }
        let user = self.as_listed(name);
        self.save_deeds(now, vec![Deed::PassphraseChanged { user }])?;
        Ok(())
    }

    /// Her own figures, which nobody can open from now on.
    fn close_figures_of(&self, name: &str) {
        if let Ok(slot) = self.header.slot_of(name) {
            // What cannot be removed stays as unreadable as it has become.
            let _unreadable_in_any_case = self.remove_figures(slot);
        }
    }

    pub(super) fn only_officers(&self, what: &'static str) -> Result<(), StoreError> {
        match self.role {
            Role::Officer => Ok(()),
            Role::Supervisor => Err(StoreError::OfficersOnly(what)),
        }
    }

    fn as_listed(&self, name: &str) -> String {
        let same = |user: &keys::User| user.name.to_lowercase() == name.trim().to_lowercase();
        let found = self.header.users().into_iter().find(same);
        found.map_or_else(|| name.trim().to_owned(), |user| user.name)
    }
}
