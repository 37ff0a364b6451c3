//! Who may read what: the header with its slots, the client keys, and sealing.
//!
//! `store.hdr` (and its copy) holds one slot per user: a passphrase, stretched by Argon2id, opens the keys of the user's role.
//! There are two data keys: `look` for everybody, `full` for officers; officers also have a signing key each. Every client has a
//! random key of its own that is mixed into what is sealed about that client; erasing it makes all of that unreadable, wherever
//! it lies. A printed recovery key has a slot like an officer's.
//!
//! - [`Header`]: users, roles, passphrases, waiting after wrong attempts
//! - [`Unlocked`]: what a right passphrase gives
//! - [`ClientKeys`]: the key file with its two copies
//! - [`Sealer`]: seals the journal's parts and the store's records
//!
//! # Why
//! - Wrong attempts are counted outside of what the header's authentication covers, because they happen without a key. Somebody
//!   who can write the file can reset them; they slow down a guest at the keyboard, and Argon2id slows down everybody else.
//! - Revoking wipes the slot's wrapped keys. It cannot take back what a user has copied, so data keys carry an epoch that a
//!   later key change can raise.
//! - Memory is wiped when keys are dropped, but not locked against swapping: that needs system calls without a safe interface.

mod clients;
mod copies;
mod error;
mod format;
mod header;
mod kdf;
mod recovery;
mod seal;
mod sealer;
mod secret;
mod slot;
#[cfg(test)]
mod tests;
mod unlock;

pub use crate::journal::{ClientKeyId, Part};
pub use clients::{CLIENT_KEYS, CLIENT_KEYS_COPY, ClientKeys};
pub use copies::{HEADER, HEADER_COPY};
pub use error::KeysError;
pub use header::{Header, User};
pub use kdf::Params;
pub use recovery::RecoveryKey;
pub use seal::{NONCE, TAG, open, seal};
pub use sealer::{About, Sealer};
pub use secret::Secret32;
pub use slot::Role;
pub use unlock::Unlocked;
