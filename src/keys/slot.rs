//! A slot: what one user needs to open the store.

use zeroize::Zeroizing;

use super::kdf::Params;
use super::secret::random;
use super::{KeysError, Secret32, open, seal};

/// What a user may see and do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Keys forms, allocates, sees everything, signs.
    Officer,
    /// Looks cases up: identity, allocation, status and the risk flags; no health answers, no notes.
    Supervisor,
}

/// One user's slot, or the recovery key's.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Slot {
    pub is_recovery: bool,
    pub role: Role,
    pub revoked: bool,
    /// Index into the header's public keys; officers only.
    pub signer: Option<u8>,
    pub name: String,
    pub salt: [u8; 16],
    /// Nonce, wrapped keys, tag; empty when revoked.
    pub wrapped: Vec<u8>,
    pub wrong: Wrong,
}

/// Wrong attempts in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Wrong {
    /// How many.
    pub count: u32,
    /// When the last was, in seconds since 1970.
    pub last: i64,
}

/// Wrong attempts without waiting.
const FREE_ATTEMPTS: u32 = 5;
/// Seconds to wait after the last of them; doubles with each more.
const FIRST_WAIT: u64 = 5;
/// Longest wait, in seconds.
const LONGEST_WAIT: u64 = 3600;

impl Wrong {
    /// Seconds that must pass after the last wrong attempt.
    pub fn wait(self) -> u64 {
        if self.count < FREE_ATTEMPTS {
            return 0;
        }
        (FIRST_WAIT << (self.count - FREE_ATTEMPTS).min(10)).min(LONGEST_WAIT)
    }

    /// Seconds still to wait at `now`. A clock that was set back does not make the wait longer than it is.
    pub fn left(self, now: i64) -> u64 {
        let passed = u64::try_from(now.saturating_sub(self.last)).unwrap_or(0);
        self.wait().saturating_sub(passed)
    }

    /// One more.
    pub fn again(self, now: i64) -> Self {
        Self {
            count: self.count.saturating_add(1),
            last: now,
        }
    }
}

/// The keys that a slot wraps.
pub(super) struct Keys {
    pub look: Secret32,
    pub full: Option<Secret32>,
    pub signing: Option<Secret32>,
    /// An officer's own: it opens what nobody else is to read. The recovery key's slot has none.
    pub own: Option<Secret32>,
}

/// Who a slot is for, and what its seal is bound to.
pub(super) struct Binding<'a> {
    pub store_id: &'a [u8; 16],
    pub epoch: u16,
}

impl Slot {
    /// A new slot that `passphrase` opens.
    pub fn new(name: &str, role: Role, signer: Option<u8>, is_recovery: bool) -> Self {
        let (salt, wrapped, wrong) = ([0; 16], Vec::new(), Wrong::default());
        Self {
            is_recovery,
            role,
            revoked: false,
            signer,
            name: name.to_owned(),
            salt,
            wrapped,
            wrong,
        }
    }

    /// Wraps keys so that `passphrase` opens them; takes only those of the slot's role.
    pub fn wrap(
        &mut self,
        binding: &Binding<'_>,
        params: Params,
        passphrase: &str,
        keys: &Keys,
    ) -> Result<(), KeysError> {
        if passphrase.is_empty() {
            return Err(KeysError::EmptyPassphrase);
        }
        let salt = random()?;
        let mut bytes = Zeroizing::new(Vec::with_capacity(128));
        bytes.extend_from_slice(keys.look.bytes());
        if self.role == Role::Officer {
            let (Some(full), Some(signing)) = (&keys.full, &keys.signing) else {
                return Err(KeysError::OfficersOnly);
            };
            bytes.extend_from_slice(full.bytes());
            bytes.extend_from_slice(signing.bytes());
            if let Some(own) = &keys.own {
                bytes.extend_from_slice(own.bytes());
            }
        }
        let key = params.stretch(passphrase, &salt)?;
        self.wrapped = seal(&key, &self.bound_to(binding), &bytes)?;
        self.salt = salt;
        self.wrong = Wrong::default();
        Ok(())
    }

    /// The keys, when `passphrase` is the right one.
    pub fn unwrap(
        &self,
        binding: &Binding<'_>,
        params: Params,
        passphrase: &str,
    ) -> Result<Option<Keys>, KeysError> {
        let key = params.stretch(passphrase, &self.salt)?;
        let Some(bytes) = open(&key, &self.bound_to(binding), &self.wrapped).map(Zeroizing::new)
        else {
            return Ok(None);
        };
        let mut keys = bytes
            .as_chunks::<32>()
            .0
            .iter()
            .map(|bytes| Secret32::new(*bytes));
        let Some(look) = keys.next() else {
            return Ok(None);
        };
        Ok(Some(Keys {
            look,
            full: keys.next(),
            signing: keys.next(),
            own: keys.next(),
        }))
    }

    /// Takes the access away: the wrapped keys are gone from the slot.
    pub fn revoke(&mut self) {
        self.revoked = true;
        self.wrapped.clear();
        self.salt = [0; 16];
    }

    fn bound_to(&self, binding: &Binding<'_>) -> Vec<u8> {
        let mut aad = b"caseload slot".to_vec();
        aad.extend_from_slice(binding.store_id);
        aad.extend_from_slice(&binding.epoch.to_le_bytes());
        aad.push(u8::from(self.role == Role::Officer));
        aad.push(u8::from(self.is_recovery));
        aad.push(self.signer.unwrap_or(u8::MAX));
        aad.extend_from_slice(self.name.as_bytes());
        aad
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_starts_after_five_and_doubles_up_to_an_hour() {
        let waits: Vec<u64> = [0, 4, 5, 6, 7, 14, 15, 40, u32::MAX]
            .into_iter()
            .map(|count| Wrong { count, last: 0 }.wait())
            .collect();
        assert_eq!(waits, [0, 0, 5, 10, 20, 2560, 3600, 3600, 3600]);
        let wrong = Wrong {
            count: 6,
            last: 1000,
        };
        assert_eq!(wrong.left(1003), 7);
        assert_eq!(wrong.left(1010), 0);
        assert_eq!(wrong.left(-5_000_000), 10, "a clock set back");
    }
}
