//! The chain over the frames, and what is signed.

use super::Keyring;
use super::frame::Frame;

/// The chain value of an empty journal: bound to the store and its chain key.
pub fn genesis(keyring: &dyn Keyring) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_keyed(keyring.chain_key());
    hasher
        .update(b"caseload journal genesis")
        .update(&keyring.store_id());
    *hasher.finalize().as_bytes()
}

/// The chain value after a frame with these bytes (all before its chain field).
pub fn link(chain_key: &[u8; 32], previous: &[u8; 32], chained: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_keyed(chain_key);
    hasher.update(previous).update(chained);
    *hasher.finalize().as_bytes()
}

/// What a writer signs: the chain value, said to be one.
fn message(chain: &[u8; 32]) -> [u8; 56] {
    let mut message = [0; 56];
    message[..24].copy_from_slice(b"caseload journal commit\0");
    message[24..].copy_from_slice(chain);
    message
}

/// What a writer without a signing key puts in the signature's place.
fn digest(chain_key: &[u8; 32], chain: &[u8; 32]) -> [u8; 64] {
    let mut digest = [0; 64];
    let mut hasher = blake3::Hasher::new_keyed(chain_key);
    hasher
        .update(&message(chain))
        .finalize_xof()
        .fill(&mut digest);
    digest
}

/// The signature, or the keyed digest of a writer who has no signing key.
pub fn commit_proof(keyring: &dyn Keyring, chain: &[u8; 32]) -> [u8; 64] {
    keyring
        .sign(&message(chain))
        .unwrap_or_else(|| digest(keyring.chain_key(), chain))
}

/// Whether a frame's signature field is what it must be for the chain value it carries: a proof in the last frame of a group,
/// zeros elsewhere.
pub fn is_proved(keyring: &dyn Keyring, frame: &Frame<'_>) -> bool {
    if !frame.is_commit() {
        return frame.signature() == &[0; 64];
    }
    match frame.signer() {
        Some(number) => keyring.is_signed(number, &message(frame.chain()), frame.signature()),
        None => digest(keyring.chain_key(), frame.chain()) == *frame.signature(),
    }
}
