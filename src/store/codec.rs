//! Values to bytes and back: the only file that names bincode.
//!
//! A stored value is a `u16` schema version (little-endian) and a bincode body. The options are chosen here, once: integers of
//! variable length, little-endian, never more than [`LIMIT`] bytes, and bytes after the value are refused.
//!
//! # Why
//! bincode writes no names and no lengths of structs: appending a field makes old bytes unreadable, and swapping two string
//! fields silently swaps their data. So a shape that was released is never edited; a new one gets the next version and is read
//! from the older one by [`Record::from_older`]. Golden bytes in the tests make every change of a shape fail loudly.

use bincode::Options;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Most bytes that one value may have: the journal's largest frame holds no more.
pub const LIMIT: u64 = 1 << 20;

/// Something that is stored, with its schema version.
pub trait Record: Serialize + DeserializeOwned {
    /// What it is, for messages.
    const NAME: &'static str;
    /// The version written now.
    const VERSION: u16 = 1;

    /// Reads a body of an older version, one step at a time. Versions that never existed are refused.
    fn from_older(version: u16, _body: &[u8]) -> Result<Self, CodecError> {
        Err(CodecError::Unknown {
            name: Self::NAME,
            version,
        })
    }
}

/// Why bytes could not be read, or a value not be written.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CodecError {
    /// Written by a newer program.
    #[error("a {name} of version {version} was written by a newer version of this program")]
    Newer {
        /// What it is.
        name: &'static str,
        /// Its version.
        version: u16,
    },
    /// A version that never was.
    #[error("a {name} carries the version {version}, which never was")]
    Unknown {
        /// What it is.
        name: &'static str,
        /// Its version.
        version: u16,
    },
    /// Not what was written.
    #[error("a {name} cannot be read")]
    Unreadable {
        /// What it is.
        name: &'static str,
    },
    /// Larger than [`LIMIT`].
    #[error("a {name} is too large to be stored")]
    TooLarge {
        /// What it is.
        name: &'static str,
    },
}

fn options() -> impl Options {
    bincode::DefaultOptions::new()
        .with_varint_encoding()
        .with_little_endian()
        .with_limit(LIMIT)
        .reject_trailing_bytes()
}

/// A record as bytes: version and body.
pub fn encode<R: Record>(record: &R) -> Result<Vec<u8>, CodecError> {
    let mut bytes = Vec::with_capacity(128);
    bytes.extend_from_slice(&R::VERSION.to_le_bytes());
    options()
        .serialize_into(&mut bytes, record)
        .map_err(|_| CodecError::TooLarge { name: R::NAME })?;
    Ok(bytes)
}

/// A record from its bytes.
pub fn decode<R: Record>(bytes: &[u8]) -> Result<R, CodecError> {
    let (version, body) = bytes
        .split_first_chunk::<2>()
        .ok_or(CodecError::Unreadable { name: R::NAME })?;
    decode_version(u16::from_le_bytes(*version), body)
}

/// A record from its body, whose version is known.
pub fn decode_version<R: Record>(version: u16, body: &[u8]) -> Result<R, CodecError> {
    match version.cmp(&R::VERSION) {
        std::cmp::Ordering::Equal => decode_body(body, R::NAME),
        std::cmp::Ordering::Less => R::from_older(version, body),
        std::cmp::Ordering::Greater => Err(CodecError::Newer {
            name: R::NAME,
            version,
        }),
    }
}

/// Any shape from a body; for reading older versions.
pub fn decode_body<T: DeserializeOwned>(body: &[u8], name: &'static str) -> Result<T, CodecError> {
    options()
        .deserialize(body)
        .map_err(|_| CodecError::Unreadable { name })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Sample {
        words: Vec<String>,
        number: u64,
        perhaps: Option<i32>,
    }
    impl Record for Sample {
        const NAME: &'static str = "sample";
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct SampleV2 {
        words: Vec<String>,
        number: u64,
        perhaps: Option<i32>,
        added: String,
    }
    impl Record for SampleV2 {
        const NAME: &'static str = "sample";
        const VERSION: u16 = 2;
        fn from_older(_version: u16, body: &[u8]) -> Result<Self, CodecError> {
            let Sample {
                words,
                number,
                perhaps,
            } = decode_body(body, Self::NAME)?;
            Ok(Self {
                words,
                number,
                perhaps,
                added: String::new(),
            })
        }
    }

    #[test]
    fn an_older_version_is_read_by_a_newer_program_and_a_newer_one_is_refused_by_an_older() {
        let old = Sample {
            words: vec!["a".into()],
            number: 7,
            perhaps: None,
        };
        let read: SampleV2 = decode(&encode(&old).unwrap()).unwrap();
        assert_eq!((read.number, read.added.as_str()), (7, ""));
        let refused = decode::<Sample>(&encode(&read).unwrap());
        assert_eq!(
            refused,
            Err(CodecError::Newer {
                name: "sample",
                version: 2
            })
        );
        assert!(matches!(
            decode::<Sample>(&[0, 0, 1]),
            Err(CodecError::Unknown { version: 0, .. })
        ));
    }

    #[test]
    fn bytes_after_a_value_and_lengths_beyond_the_limit_are_refused() {
        let sample = Sample {
            words: vec![],
            number: 1,
            perhaps: Some(-1),
        };
        let mut bytes = encode(&sample).unwrap();
        bytes.push(0);
        assert!(decode::<Sample>(&bytes).is_err());
        // A vector that claims 2^60 entries must not make the program ask for the memory.
        assert!(decode::<Sample>(&[1, 0, 253, 0, 0, 0, 0, 0, 0, 0, 16]).is_err());
        let huge = Sample {
            words: vec!["x".repeat(LIMIT as usize)],
            number: 1,
            perhaps: None,
        };
        assert_eq!(encode(&huge), Err(CodecError::TooLarge { name: "sample" }));
    }

    proptest! {
        #[test]
        fn a_value_survives_being_written_and_a_cut_one_is_refused(words: Vec<String>, number: u64, perhaps: Option<i32>, cut in 1_usize..20) {
            let sample = Sample { words, number, perhaps };
            let bytes = encode(&sample).unwrap();
            prop_assert_eq!(decode::<Sample>(&bytes).unwrap(), sample);
            prop_assert!(decode::<Sample>(&bytes[..bytes.len().saturating_sub(cut)]).is_err());
        }
    }
}
