//! What the journal needs to know about keys: sealing, unsealing, signing, checking.

use super::{ClientKeyId, ErrorKind};

/// Which of the two parts of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Identity, allocation, status, risk flags: every user.
    Look,
    /// Health answers and notes: officers.
    Full,
}

/// All that a part of a frame is bound to: opened anywhere else it cannot be read.
#[derive(Debug, Clone, Copy)]
pub struct Sealing<'a> {
    /// Which part.
    pub part: Part,
    /// The epoch of the data keys.
    pub epoch: u16,
    /// The act's number.
    pub seq: u64,
    /// The client whose key is mixed in.
    pub client: Option<ClientKeyId>,
    /// The frame's nonce, random, one for both parts (their keys differ).
    pub nonce: &'a [u8; 24],
}

/// What unsealing gave.
#[derive(Clone, PartialEq, Eq)]
pub enum Unsealed {
    /// The bytes.
    Plain(Vec<u8>),
    /// This user has no key for this part.
    NotForThisRole,
    /// The client's key was erased.
    Erased,
}

/// The keys of one unlocked user, as the journal sees them.
pub trait Keyring: Send + Sync {
    /// The store's identity.
    fn store_id(&self) -> [u8; 16];
    /// The present epoch of the data keys.
    fn epoch(&self) -> u16;
    /// The key of the chain; every user has it.
    fn chain_key(&self) -> &[u8; 32];
    /// Appends the sealed part to `out`: as long as `plain` and 16 bytes more.
    fn seal(
        &self,
        about: &Sealing<'_>,
        plain: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), KeyringError>;
    /// Opens a sealed part.
    fn unseal(&self, about: &Sealing<'_>, sealed: &[u8]) -> Result<Unsealed, KeyringError>;
    /// The number of this user's signing key; `None` for users who have none.
    fn signer(&self) -> Option<u8>;
    /// Signs with it; `None` for users who have none.
    fn sign(&self, message: &[u8]) -> Option<[u8; 64]>;
    /// Whether signer `number` made this signature.
    fn is_signed(&self, number: u8, message: &[u8], signature: &[u8; 64]) -> bool;
}

/// Why sealing or unsealing failed.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// The user's role has no key for it.
    #[error(
        "Your role may not write this: it has no key for health answers and notes. Ask an officer."
    )]
    NotAllowed,
    /// A client's key is not there.
    #[error(
        "The key of a client was erased or never made; nothing more can be saved about that client."
    )]
    NoClientKey(u64),
    /// The sealed bytes or a key are damaged.
    #[error(
        "A sealed value cannot be opened: {0}. Nothing was changed. If a check says the same, restore the last backup."
    )]
    Damaged(String),
    /// The machine failed.
    #[error("The client keys could not be read: {0}. Check the disk, then try again.")]
    Machine(#[source] std::io::Error),
}

impl KeyringError {
    /// What sort of trouble this is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::NotAllowed => ErrorKind::NotLetIn,
            Self::NoClientKey(_) => ErrorKind::Refused,
            Self::Damaged(_) => ErrorKind::Damage,
            Self::Machine(_) => ErrorKind::Machine,
        }
    }
}
