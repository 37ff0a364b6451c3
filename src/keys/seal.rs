//! Sealing: XChaCha20-Poly1305 with everything the value is bound to as additional data.

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{Tag, XChaCha20Poly1305, XNonce};

use super::secret::random;
use super::{KeysError, Secret32};

/// Bytes of a nonce.
pub const NONCE: usize = 24;
/// Bytes of an authentication tag.
pub const TAG: usize = 16;

/// Seals under a fresh random nonce: nonce, ciphertext, tag.
pub fn seal(key: &Secret32, aad: &[u8], plain: &[u8]) -> Result<Vec<u8>, KeysError> {
    let nonce = random::<NONCE>()?;
    let mut out = Vec::with_capacity(NONCE + plain.len() + TAG);
    out.extend_from_slice(&nonce);
    seal_onto(key, &nonce, aad, plain, &mut out)?;
    Ok(out)
}

/// Opens what [`seal`] made; `None` when key, additional data or bytes are not the same.
pub fn open(key: &Secret32, aad: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, rest) = sealed.split_first_chunk::<NONCE>()?;
    open_with(key, nonce, aad, rest)
}

/// Appends ciphertext and tag to `out`. The nonce must never have been used with this key.
pub(super) fn seal_onto(
    key: &Secret32,
    nonce: &[u8; NONCE],
    aad: &[u8],
    plain: &[u8],
    out: &mut Vec<u8>,
) -> Result<(), KeysError> {
    let start = out.len();
    out.extend_from_slice(plain);
    let tag = cipher(key)
        .encrypt_inout_detached(&XNonce::from(*nonce), aad, (&mut out[start..]).into())
        .map_err(|_| KeysError::Machine {
            doing: "used",
            source: std::io::ErrorKind::InvalidInput.into(),
        })?;
    out.extend_from_slice(&tag);
    Ok(())
}

/// Opens ciphertext and tag.
pub(super) fn open_with(
    key: &Secret32,
    nonce: &[u8; NONCE],
    aad: &[u8],
    sealed: &[u8],
) -> Option<Vec<u8>> {
    let (text, tag) = sealed.split_last_chunk::<TAG>()?;
    let mut plain = text.to_vec();
    cipher(key)
        .decrypt_inout_detached(
            &XNonce::from(*nonce),
            aad,
            plain.as_mut_slice().into(),
            &Tag::from(*tag),
        )
        .ok()?;
    Some(plain)
}

fn cipher(key: &Secret32) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.bytes().into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_sealed_opens_and_what_was_changed_does_not(
            plain in proptest::collection::vec(any::<u8>(), 0..200), aad in proptest::collection::vec(any::<u8>(), 0..40), at in any::<prop::sample::Index>(),
        ) {
            let key = Secret32::new([3; 32]);
            let mut sealed = seal(&key, &aad, &plain).expect("sealed");
            prop_assert_eq!(open(&key, &aad, &sealed), Some(plain));
            prop_assert_eq!(open(&Secret32::new([4; 32]), &aad, &sealed), None);
            prop_assert_eq!(open(&key, b"another place, another value", &sealed), None);
            let at = at.index(sealed.len());
            sealed[at] ^= 1;
            prop_assert_eq!(open(&key, &aad, &sealed), None);
        }
    }
}
