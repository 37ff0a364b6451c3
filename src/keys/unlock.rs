//! What a right passphrase gives.

use std::fmt;

use ed25519_dalek::{Signer, SigningKey, VerifyingKey};

use super::slot::Keys;
use super::{KeysError, Role, Secret32, open, seal};

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
    /// The key of her own, which opens what nobody else is to read; officers only, and not by the recovery key.
    pub(super) own: Option<Secret32>,
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

    /// The keys that every officer has.
    pub(super) fn shared_keys(&self) -> Keys {
        Keys {
            look: self.look.clone(),
            full: self.full.clone(),
            signing: None,
            own: None,
        }
    }

    /// The same with those that are this user's alone.
    pub(super) fn all_keys(&self) -> Keys {
        let signing = self.signing.as_ref();
        Keys {
            signing: signing.map(|(_, key)| Secret32::new(key.to_bytes())),
            own: self.own.clone(),
            ..self.shared_keys()
        }
    }

    /// The number of this user's slot: it says nothing of who she is.
    pub fn slot(&self) -> usize {
        self.slot
    }

    /// Whether this user has a key of her own.
    pub fn has_own(&self) -> bool {
        self.own.is_some()
    }

    /// Seals what only this user is to read, for one purpose.
    ///
    /// # Errors
    /// [`KeysError::OfficersOnly`] where she has no key of her own.
    pub fn seal_own(&self, purpose: &str, plain: &[u8]) -> Result<Vec<u8>, KeysError> {
        let own = self.own.as_ref().ok_or(KeysError::OfficersOnly)?;
        seal(
            &own.derive("caseload 2026 an officer's own", purpose.as_bytes()),
            &self.own_place(purpose),
            plain,
        )
    }

    /// Opens what [`Unlocked::seal_own`] made; `None` when it is somebody else's, of another store or purpose, or damaged.
    pub fn open_own(&self, purpose: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let own = self.own.as_ref()?;
        open(
            &own.derive("caseload 2026 an officer's own", purpose.as_bytes()),
            &self.own_place(purpose),
            sealed,
        )
    }

    fn own_place(&self, purpose: &str) -> Vec<u8> {
        let mut place = self.store_id.to_vec();
        place.extend_from_slice(purpose.as_bytes());
        place
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
