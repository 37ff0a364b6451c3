//! Seals and opens: the journal's parts and the store's records, with the keys of one unlocked user.

use std::fmt;
use std::sync::Arc;

use ed25519_dalek::Signature;

use super::seal::{open, open_with, seal, seal_onto};
use super::unlock::Unlocked;
use super::{ClientKeys, KeysError, Secret32};
use crate::journal::{ClientKeyId, Keyring, KeyringError, Part, Sealing, Unsealed};

/// What a record of the store is bound to: moved to another place it does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About<'a> {
    /// The tree it lies in; at most 255 bytes.
    pub tree: &'a str,
    /// Its opaque id in that tree; at most 65,535 bytes.
    pub record: &'a [u8],
    /// The act it says the outcome of.
    pub seq: u64,
    /// The version of its shape.
    pub schema: u16,
}

/// The keys of one unlocked user, ready for sealing.
pub struct Sealer {
    unlocked: Unlocked,
    clients: Arc<ClientKeys>,
    chain_key: Secret32,
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealer {{ {:?} }}", self.unlocked.role)
    }
}

/// The version of the journal's frames, for their additional data.
const FRAME_SCHEMA: u16 = 1;

impl Sealer {
    /// From an unlocked user and the clients' keys.
    pub fn new(unlocked: Unlocked, clients: Arc<ClientKeys>) -> Self {
        let chain_key = unlocked
            .look
            .derive("caseload 2026 journal chain", &unlocked.store_id);
        Self {
            unlocked,
            clients,
            chain_key,
        }
    }

    /// The unlocked user.
    pub fn unlocked(&self) -> &Unlocked {
        &self.unlocked
    }

    /// The clients' keys.
    pub fn clients(&self) -> &Arc<ClientKeys> {
        &self.clients
    }

    /// A key for one purpose that every user of this store can derive: for digests and opaque ids of the store.
    pub fn derive(&self, purpose: &str) -> Secret32 {
        self.unlocked.look.derive(purpose, &self.unlocked.store_id)
    }

    /// Seals a record of the store.
    pub fn seal_record(
        &self,
        part: Part,
        client: Option<ClientKeyId>,
        about: &About<'_>,
        plain: &[u8],
    ) -> Result<Vec<u8>, KeysError> {
        let key = self.key(part, client)?.ok_or(KeysError::OfficersOnly)?;
        seal(
            &key,
            &self.bound_to(about, self.unlocked.epoch, part),
            plain,
        )
    }

    /// Opens a record of the store. [`KeysError::Erased`] when the client's key was erased, [`KeysError::OfficersOnly`] when
    /// this user's role has no key for the part.
    pub fn open_record(
        &self,
        part: Part,
        client: Option<ClientKeyId>,
        about: &About<'_>,
        sealed: &[u8],
    ) -> Result<Vec<u8>, KeysError> {
        let key = self.key(part, client)?.ok_or(KeysError::OfficersOnly)?;
        let plain = open(
            &key,
            &self.bound_to(about, self.unlocked.epoch, part),
            sealed,
        );
        plain.ok_or_else(|| KeysError::Damaged {
            file: "A record of the working store",
            what: "it does not open where it lies".to_owned(),
        })
    }

    /// The key for a part, with the client's own mixed in; `None` when the role has none.
    fn key(&self, part: Part, client: Option<ClientKeyId>) -> Result<Option<Secret32>, KeysError> {
        let data = match part {
            Part::Look => Some(&self.unlocked.look),
            Part::Full => self.unlocked.full.as_ref(),
        };
        let Some(data) = data else { return Ok(None) };
        Ok(Some(match client {
            None => data.derive("caseload 2026 sealing", &[]),
            Some(id) => data.derive(
                "caseload 2026 sealing about a client",
                self.clients.get(id)?.bytes(),
            ),
        }))
    }

    fn bound_to(&self, about: &About<'_>, epoch: u16, part: Part) -> Vec<u8> {
        let mut aad = Vec::with_capacity(48 + about.tree.len() + about.record.len());
        aad.extend_from_slice(&self.unlocked.store_id);
        aad.extend_from_slice(&epoch.to_le_bytes());
        aad.push(match part {
            Part::Look => 1,
            Part::Full => 2,
        });
        aad.extend_from_slice(&(about.tree.len() as u32).to_le_bytes());
        aad.extend_from_slice(about.tree.as_bytes());
        aad.extend_from_slice(&(about.record.len() as u32).to_le_bytes());
        aad.extend_from_slice(about.record);
        aad.extend_from_slice(&about.seq.to_le_bytes());
        aad.extend_from_slice(&about.schema.to_le_bytes());
        aad
    }

    fn frame_aad(&self, sealing: &Sealing<'_>) -> Vec<u8> {
        let client = sealing.client.map_or([0; 16], ClientKeyId::to_bytes);
        let about = About {
            tree: "journal",
            record: &client,
            seq: sealing.seq,
            schema: FRAME_SCHEMA,
        };
        self.bound_to(&about, sealing.epoch, sealing.part)
    }
}

impl Keyring for Sealer {
    fn store_id(&self) -> [u8; 16] {
        self.unlocked.store_id
    }

    fn epoch(&self) -> u16 {
        self.unlocked.epoch
    }

    fn chain_key(&self) -> &[u8; 32] {
        self.chain_key.bytes()
    }

    fn seal(
        &self,
        about: &Sealing<'_>,
        plain: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), KeyringError> {
        let key = self
            .key(about.part, about.client)
            .map_err(for_journal)?
            .ok_or(KeyringError::NotAllowed)?;
        seal_onto(&key, about.nonce, &self.frame_aad(about), plain, out).map_err(for_journal)
    }

    fn unseal(&self, about: &Sealing<'_>, sealed: &[u8]) -> Result<Unsealed, KeyringError> {
        let key = match self.key(about.part, about.client) {
            Ok(Some(key)) => key,
            Ok(None) => return Ok(Unsealed::NotForThisRole),
            Err(KeysError::Erased) => return Ok(Unsealed::Erased),
            Err(error) => return Err(for_journal(error)),
        };
        let plain = open_with(&key, about.nonce, &self.frame_aad(about), sealed);
        plain
            .map(Unsealed::Plain)
            .ok_or_else(|| KeyringError::Damaged("the seal of an act is broken".to_owned()))
    }

    fn signer(&self) -> Option<u8> {
        self.unlocked.signing.as_ref().map(|(number, _)| *number)
    }

    fn sign(&self, message: &[u8]) -> Option<[u8; 64]> {
        self.unlocked.sign(message)
    }

    fn is_signed(&self, number: u8, message: &[u8], signature: &[u8; 64]) -> bool {
        let key = self
            .unlocked
            .signers
            .get(usize::from(number))
            .and_then(Option::as_ref);
        key.is_some_and(|key| {
            key.verify_strict(message, &Signature::from_bytes(signature))
                .is_ok()
        })
    }
}

fn for_journal(error: KeysError) -> KeyringError {
    match error {
        KeysError::Erased => KeyringError::NoClientKey(0),
        KeysError::NoSuchClientKey(slot) => KeyringError::NoClientKey(slot),
        KeysError::OfficersOnly => KeyringError::NotAllowed,
        KeysError::Machine { source, .. } => KeyringError::Machine(source),
        KeysError::Damaged { file, what } => {
            KeyringError::Damaged(format!("{file} is damaged, {what}"))
        }
        other => {
            let said = other.to_string();
            KeyringError::Damaged(said.trim_end_matches('.').to_owned())
        }
    }
}
