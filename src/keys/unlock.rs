//! What a right passphrase gives.

use std::fmt;

use ed25519_dalek::{Signer, SigningKey, VerifyingKey};

use super::slot::Keys;
use super::{Role, Secret32};

/// The keys of one user, unlocked. Wiped when dropped.
#[derive(Clone)]
pub struct Unlocked {
    /// The user's name; `recovery key` for the recovery slot.
    pub user: String,
    /// What the user may do.
    pub role: Role,
    /// The store's identity.
    pub store_id: [u8; 16],
    /// The epoch of the data keys.
    pub epoch: u16,
    /// The data key for everybody.
    pub look: Secret32,
    /// The data key for officers.
    pub full: Option<Secret32>,
    /// The signing key and its number; officers only.
    pub(super) signing: Option<(u8, SigningKey)>,
    pub(super) signers: Vec<Option<VerifyingKey>>,
    pub(super) slot: usize,
}

impl fmt::Debug for Unlocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unlocked {{ {:?} }}", self.role)
    }
}

impl Unlocked {
    /// Whether this user may do what officers do.
    pub fn is_officer(&self) -> bool {
        self.role == Role::Officer && self.full.is_some() && self.signing.is_some()
    }

    /// Whether the recovery key opened the store: the first thing to do is to set a passphrase.
    pub fn is_by_recovery_key(&self) -> bool {
        self.slot == 0
    }

    pub(super) fn sign(&self, message: &[u8]) -> Option<[u8; 64]> {
        self.signing
            .as_ref()
            .map(|(_, key)| key.sign(message).to_bytes())
    }

    pub(super) fn keys_for(&self, signing: Option<Secret32>) -> Keys {
        Keys {
            look: self.look.clone(),
            full: self.full.clone(),
            signing,
        }
    }

    pub(super) fn header_key(&self) -> Secret32 {
        header_key(&self.look)
    }
}

/// The key of the header's keyed digest; every user has it.
pub(super) fn header_key(look: &Secret32) -> Secret32 {
    look.derive("caseload 2026 header authentication", &[])
}

/// The signing key of a seed.
pub(super) fn signing_key(seed: &Secret32) -> SigningKey {
    SigningKey::from_bytes(seed.bytes())
}
