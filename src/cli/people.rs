//! Everybody on the books, ready to be searched.

use std::collections::HashMap;

use crate::domain::client::Identity;
use crate::domain::reference::ClientId;
use crate::search::{Index, Person, PersonKey};

use super::session::Session;

/// What a line about a client shows.
pub struct Entry {
    /// Her number.
    pub client: ClientId,
    identity: Identity,
}
