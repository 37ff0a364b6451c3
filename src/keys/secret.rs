//! Thirty-two secret bytes.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::KeysError;

/// A key: wiped when dropped, never shown.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Secret32([u8; 32]);

impl Secret32 {
    /// Takes the bytes over.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Fresh from the system's random numbers.
    pub fn random() -> Result<Self, KeysError> {
        random().map(Self)
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A key for one purpose, derived from this one and, where given, more material.
    pub fn derive(&self, purpose: &str, more: &[u8]) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key(purpose);
        hasher.update(&self.0).update(more);
        Self(*hasher.finalize().as_bytes())
    }
}

impl fmt::Debug for Secret32 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret32")
    }
}

/// Random bytes from the system.
pub fn random<const N: usize>() -> Result<[u8; N], KeysError> {
    let mut bytes = [0; N];
    fill_random(&mut bytes)?;
    Ok(bytes)
}

/// Fills a buffer with random bytes from the system.
pub fn fill_random(bytes: &mut [u8]) -> Result<(), KeysError> {
    getrandom::fill(bytes).map_err(|error| KeysError::Machine {
        doing: "given random numbers",
        source: std::io::Error::other(error),
    })
}
