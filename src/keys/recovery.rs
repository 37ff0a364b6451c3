//! The printed recovery key: 160 random bits in eight groups of four characters, and a ninth that checks the others.
//!
//! The alphabet is Crockford's base32: no I, L, O or U. When read back, I and L count as 1, O as 0, case and separators do not matter.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::KeysError;
use super::secret::random;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters that carry the key.
const BODY: usize = 32;
/// Characters that check it.
const CHECK: usize = 4;

/// A recovery key, to be printed once and kept in a safe.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct RecoveryKey([u8; 20]);

impl RecoveryKey {
    pub(super) fn random() -> Result<Self, KeysError> {
        random().map(Self)
    }

    /// Reads a key as it was printed.
    pub fn parse(text: &str) -> Result<Self, KeysError> {
        let mut digits = Zeroizing::new(Vec::with_capacity(BODY + CHECK));
        for character in text
            .chars()
            .filter(|character| !character.is_whitespace() && *character != '-')
        {
            digits.push(digit(character).ok_or(KeysError::MistypedRecoveryKey(
                "it has a character that recovery keys never have",
            ))?);
        }
        if digits.len() != BODY + CHECK {
            return Err(KeysError::MistypedRecoveryKey(
                "it is too short or too long",
            ));
        }
        let mut key = Self([0; 20]);
        for (bytes, digits) in key.0.chunks_mut(5).zip(digits.chunks(8)) {
            let bits = digits
                .iter()
                .fold(0_u64, |bits, digit| bits << 5 | u64::from(*digit));
            bytes.copy_from_slice(&bits.to_be_bytes()[3..]);
        }
        if key.check() == digits[BODY..] {
            Ok(key)
        } else {
            Err(KeysError::MistypedRecoveryKey(
                "two or more characters do not fit together",
            ))
        }
    }

    /// The key as it is printed: groups of four, joined by hyphens.
    pub fn reveal(&self) -> Zeroizing<String> {
        let groups = self.digits();
        let mut text = Zeroizing::new(String::with_capacity(BODY + CHECK + 8));
        for (index, digit) in groups.iter().enumerate() {
            if index > 0 && index % 4 == 0 {
                text.push('-');
            }
            text.push(char::from(ALPHABET[usize::from(*digit)]));
        }
        text
    }

    fn digits(&self) -> Zeroizing<Vec<u8>> {
        let mut digits = Zeroizing::new(Vec::with_capacity(BODY + CHECK));
        for bytes in self.0.chunks(5) {
            let bits = bytes
                .iter()
                .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            digits.extend((0..8).rev().map(|place| (bits >> (5 * place) & 31) as u8));
        }
        digits.extend_from_slice(&self.check());
        digits
    }

    fn check(&self) -> [u8; CHECK] {
        let hash = blake3::derive_key("caseload 2026 recovery key check group", &self.0);
        [hash[0] & 31, hash[1] & 31, hash[2] & 31, hash[3] & 31]
    }

    /// The text that its slot's key is stretched from.
    pub(super) fn passphrase(&self) -> Zeroizing<String> {
        self.reveal()
    }
}

impl fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryKey")
    }
}

fn digit(character: char) -> Option<u8> {
    let folded = match character.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        other => other,
    };
    ALPHABET
        .iter()
        .position(|known| char::from(*known) == folded)
        .map(|place| place as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_key_reads_back_with_look_alikes_case_and_spaces() {
        for _ in 0..50 {
            let key = RecoveryKey::random().expect("key");
            let text = key.reveal();
            assert_eq!(text.len(), 44);
            let sloppy = text
                .to_lowercase()
                .replace('-', "  ")
                .replace('1', "l")
                .replace('0', "O");
            assert_eq!(RecoveryKey::parse(&sloppy).expect("read").0, key.0);
        }
    }

    #[test]
    fn every_single_wrong_character_is_noticed_or_at_least_rarely_missed() {
        let text = RecoveryKey([7; 20]).reveal();
        let mut missed = 0;
        for (at, was) in text.char_indices().filter(|(_, c)| *c != '-') {
            for other in ALPHABET
                .iter()
                .map(|byte| char::from(*byte))
                .filter(|other| *other != was)
            {
                let mut wrong = text.to_string();
                wrong.replace_range(at..=at, &other.to_string());
                missed += usize::from(RecoveryKey::parse(&wrong).is_ok());
            }
        }
        assert_eq!(missed, 0, "one in a million each");
        assert!(RecoveryKey::parse("").is_err());
        assert!(RecoveryKey::parse(&text.replace('-', "U")).is_err());
    }
}
