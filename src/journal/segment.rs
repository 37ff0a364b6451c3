//! Segments: the files of the journal, their names and their headers.
//!
//! ```text
//! magic 8 | format u16 | segment u32 | store id 16 | first seq u64 | chain before it 32 | keyed digest of all that 32
//! ```
//! A segment appears whole (written aside, synced, renamed), so a bad header is never a torn write.

use std::path::{Path, PathBuf};

use super::files::Files;
use super::walk::Cursor;
use super::{JournalError, Keyring, folder};

/// A segment is closed once it has this many bytes; a group never lies in two.
pub const SEGMENT_BYTES: u64 = 16 << 20;
/// Bytes of a segment's header.
pub const HEADER: usize = 102;
/// The format of segments and frames written here.
pub const FORMAT: u16 = 1;

const MAGIC: &[u8; 8] = b"CLJOURN\0";

/// `journal/0001.jrn` in a store's folder.
pub fn path(dir: &Path, number: u32) -> PathBuf {
    folder(dir).join(format!("{number:04}.jrn"))
}

/// Writes a new segment that goes on after `cursor`, durably.
pub fn make(
    files: &dyn Files,
    dir: &Path,
    keyring: &dyn Keyring,
    number: u32,
    cursor: &Cursor,
) -> Result<(), JournalError> {
    let bytes = header(keyring, number, cursor);
    files
        .write_new_synced(&path(dir, number), &bytes)
        .map_err(JournalError::while_being("continued in a new file"))
}

fn header(keyring: &dyn Keyring, number: u32, cursor: &Cursor) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&FORMAT.to_le_bytes());
    bytes.extend_from_slice(&number.to_le_bytes());
    bytes.extend_from_slice(&keyring.store_id());
    bytes.extend_from_slice(&(cursor.seq + 1).to_le_bytes());
    bytes.extend_from_slice(&cursor.chain);
    let digest = blake3::keyed_hash(keyring.chain_key(), &bytes);
    bytes.extend_from_slice(digest.as_bytes());
    bytes
}

/// Where the chain stands before the first frame of a segment, from the segment's checked header.
pub fn read_header(
    keyring: &dyn Keyring,
    number: u32,
    bytes: &[u8],
) -> Result<Cursor, JournalError> {
    let damaged = |what: &str| JournalError::Damaged {
        segment: number,
        offset: 0,
        seq: 0,
        what: what.to_owned(),
    };
    let Some(bytes) = bytes.get(..HEADER) else {
        return Err(damaged("the file is shorter than its own header"));
    };
    let format = u16::from_le_bytes([bytes[8], bytes[9]]);
    if &bytes[..8] == MAGIC && format > FORMAT && bytes[14..30] == keyring.store_id() {
        return Err(JournalError::Newer {
            segment: number,
            found: format,
            known: FORMAT,
        });
    }
    let (body, digest) = bytes.split_at(HEADER - 32);
    if blake3::keyed_hash(keyring.chain_key(), body).as_bytes() != digest {
        return Err(damaged(
            "the file's header is not what was written, or belongs to another store",
        ));
    }
    if body[10..14] != number.to_le_bytes() {
        return Err(damaged(
            "the file carries another file's number; it was renamed",
        ));
    }
    let mut cursor = Cursor {
        seq: 0,
        chain: [0; 32],
    };
    let mut first = [0; 8];
    first.copy_from_slice(&body[30..38]);
    cursor.seq = u64::from_le_bytes(first).saturating_sub(1);
    cursor.chain.copy_from_slice(&body[38..70]);
    Ok(cursor)
}

/// The number of the last segment; all from 1 to it are there. 0 when there is none.
pub fn last(files: &dyn Files, dir: &Path) -> Result<u32, JournalError> {
    let names = match files.list(&folder(dir)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(JournalError::Damaged {
                segment: 1,
                offset: 0,
                seq: 1,
                what: "the folder of the journal is missing".to_owned(),
            });
        }
        listed => listed.map_err(JournalError::while_being("listed"))?,
    };
    let mut numbers: Vec<u32> = names
        .iter()
        .filter_map(|name| name.strip_suffix(".jrn")?.parse().ok())
        .collect();
    numbers.sort_unstable();
    for (expected, found) in (1..).zip(&numbers) {
        if expected != *found {
            let what = format!("the file is missing, but {found:04}.jrn is there");
            return Err(JournalError::Damaged {
                segment: expected,
                offset: 0,
                seq: 0,
                what,
            });
        }
    }
    Ok(numbers.len() as u32)
}

/// A whole segment: where the chain stood before it, and its bytes.
pub fn load(
    files: &dyn Files,
    dir: &Path,
    keyring: &dyn Keyring,
    number: u32,
) -> Result<(Cursor, Vec<u8>), JournalError> {
    let bytes = files
        .read_all(&path(dir, number))
        .map_err(JournalError::while_being("read"))?;
    let cursor = read_header(keyring, number, &bytes)?;
    Ok((cursor, bytes))
}
