//! What the working store holds about one client.

use super::Spot;
use crate::domain::client::Identity;
use crate::domain::dossier::Dossier;
use crate::domain::reference::{ClientId, Serial};
use crate::store::codec::Record;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One listed act about a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActRef {
    /// Where it is.
    pub spot: Spot,
    /// Whether it can shape the dossier; views and exports cannot, and are not read when it is folded again.
    pub shapes: bool,
}

/// One client. Stays when every act that brought her is undone: her number and her acts are never forgotten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientRecord {
    /// Her number.
    pub id: ClientId,
    /// Her own key, under which acts about her are sealed.
    pub key: Option<[u8; 16]>,
    /// All listed acts about her, oldest first.
    pub acts: Vec<ActRef>,
    /// What they add up to, with its list of acts left empty; `None` when no act that counts brings her.
    pub dossier: Option<Dossier>,
}

impl Record for ClientRecord {
    const NAME: &'static str = "client's record";
}

impl ClientRecord {
    /// A client of whom nothing is known.
    pub fn new(id: ClientId) -> Self {
        Self {
            id,
            key: None,
            acts: Vec::new(),
            dossier: None,
        }
    }

    /// The dossier with its list of acts.
    pub fn into_dossier(self) -> Option<Dossier> {
        let acts = self.acts.iter().map(|a| a.spot.seq).collect();
        self.dossier.map(|dossier| Dossier { acts, ..dossier })
    }
}

/// A client's name alone: what the search index is built from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// Her number.
    pub id: ClientId,
    /// Who she is.
    pub identity: Identity,
    /// The record that hers was joined to.
    pub merged_into: Option<ClientId>,
}

impl Record for Name {
    const NAME: &'static str = "client's name";
}

/// The clients who hold one identifier; one, unless something is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holders {
    /// Their numbers, lowest first.
    pub clients: Vec<ClientId>,
}

impl Record for Holders {
    const NAME: &'static str = "identifier";
}

/// A client for whom something is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attention {
    /// Who.
    pub client: ClientId,
    /// Whether a case of hers is open, or may owe a follow-up.
    pub has_cases: bool,
    /// Where no case is open: the last day on which a follow-up can be done.
    pub until: Option<NaiveDate>,
    /// Her sheets with an open question about the paper.
    pub queried: Vec<Serial>,
}

impl Record for Attention {
    const NAME: &'static str = "line of work to do";
}
