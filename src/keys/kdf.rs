//! From a passphrase to a key: Argon2id.

use argon2::{Algorithm, Argon2, Version};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::{KeysError, Secret32};

/// How hard a passphrase is stretched. Chosen when a store is made, kept in its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Params {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over that memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Default for Params {
    /// 64 MiB, 3 passes, 1 lane (RFC 9106, second recommended option, with one lane).
    fn default() -> Self {
        Self {
            memory_kib: 64 * 1024,
            passes: 3,
            lanes: 1,
        }
    }
}

impl Params {
    /// Almost nothing: for tests and made-up data only.
    pub fn quick() -> Self {
        Self {
            memory_kib: 8,
            passes: 1,
            lanes: 1,
        }
    }

    fn argon2(self) -> Result<Argon2<'static>, KeysError> {
        // A damaged or hostile header must not make the program ask for all memory there is.
        if self.memory_kib > 4 << 20 || self.passes > 1000 {
            return Err(KeysError::BadParams(
                "they ask for too much memory or time".to_owned(),
            ));
        }
        let params = argon2::Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .map_err(|error| KeysError::BadParams(error.to_string()))?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }

    /// The key that a passphrase and a slot's salt make. Accents count as the same however the keyboard composes them.
    pub(super) fn stretch(self, passphrase: &str, salt: &[u8; 16]) -> Result<Secret32, KeysError> {
        let normal: Zeroizing<String> = Zeroizing::new(passphrase.nfc().collect());
        let mut key = Zeroizing::new([0; 32]);
        self.argon2()?
            .hash_password_into(normal.as_bytes(), salt, &mut *key)
            .map_err(|error| KeysError::BadParams(error.to_string()))?;
        Ok(Secret32::new(*key))
    }
}
