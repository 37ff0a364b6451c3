//! A bad end of the last segment: torn write or damage?
//!
//! # Why
//! Cutting an end that was really saved would lose an act somebody was told is safe; refusing one that a power cut tore would
//! lock the officer out after every cut. So the bytes must prove it. A frame is random-looking throughout, and the disk writes
//! sectors: what a power cut loses is therefore a missing end of the file, or whole sectors that read as zeros. A frame that is
//! there from end to end and wrong was changed, not torn. And since a group is synced before the next one is written, anything
//! after a synced group proves that group, and all before it, to have been saved.

use std::path::{Path, PathBuf};

use super::files::{Files, with_suffix};
use super::frame::{FOOT, Frame, HEAD, MAX_FRAME, UNSYNCED};
use super::walk::Flaw;
use super::{JournalError, Keyring, chain, quarantine};

/// Bytes cut off the end of the journal, and where they were put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TailCut {
    /// The segment that was cut.
    pub segment: u32,
    /// Where it ends now.
    pub offset: u64,
    /// How many bytes were cut.
    pub bytes: u64,
    /// The file that holds them.
    pub kept_in: PathBuf,
}

/// The smallest piece that a disk writes whole, in bytes.
const SECTOR: usize = 512;

/// Whether the bytes from the flaw on are provably what a torn write leaves. `bytes` is the whole last segment.
pub fn is_torn(keyring: &dyn Keyring, bytes: &[u8], flaw: Flaw, at: usize, seq: u64) -> bool {
    if is_saved_after(keyring, bytes, at, seq) {
        return false;
    }
    match flaw {
        // Group, frames whole, without its end: the write stopped between two frames.
        Flaw::Unfinished => true,
        Flaw::Short if !ends_with_commit(keyring, bytes, at) => true,
        _ => has_lost_sector(bytes, at),
    }
}

/// Whether a synced group stands after `at` with something after it. Frames are looked for at every byte, because the length
/// of the bad one may be what is wrong.
fn is_saved_after(keyring: &dyn Keyring, bytes: &[u8], at: usize, seq: u64) -> bool {
    let highest = seq + ((bytes.len() - at) / (HEAD + FOOT)) as u64;
    (at..bytes.len()).any(|start| {
        let Some(number) = bytes
            .get(start + 4..start + 12)
            .and_then(|bytes| bytes.first_chunk())
        else {
            return false;
        };
        if !(seq..=highest).contains(&u64::from_le_bytes(*number)) {
            return false;
        }
        Frame::parse(&bytes[start..]).is_ok_and(|frame| {
            let synced = frame.is_commit() && frame.flags() & UNSYNCED == 0;
            synced && start + frame.len() < bytes.len() && chain::is_proved(keyring, &frame)
        })
    })
}

/// Whether the file ends with a whole commit: then its last write was not cut short, and a length that reaches beyond the end
/// was changed. The proof covers the chain value that a frame carries, so it can be checked without the frames before.
fn ends_with_commit(keyring: &dyn Keyring, bytes: &[u8], at: usize) -> bool {
    let rest = &bytes[at..];
    if rest.len() < HEAD + FOOT || rest.len() > MAX_FRAME {
        return last_frame_is_whole(keyring, rest);
    }
    let mut with_its_length = rest.to_vec();
    with_its_length[..4].copy_from_slice(&(rest.len() as u32).to_le_bytes());
    let is_one_frame = Frame::parse(&with_its_length)
        .is_ok_and(|frame| frame.is_commit() && chain::is_proved(keyring, &frame));
    is_one_frame || last_frame_is_whole(keyring, rest)
}

fn last_frame_is_whole(keyring: &dyn Keyring, rest: &[u8]) -> bool {
    (1..rest.len().saturating_sub(HEAD + FOOT - 1)).any(|start| {
        Frame::parse(&rest[start..]).is_ok_and(|frame| {
            start + frame.len() == rest.len()
                && frame.is_commit()
                && chain::is_proved(keyring, &frame)
        })
    })
}

/// Whether a sector that the bad frame lies in reads as zeros where a frame never does.
fn has_lost_sector(bytes: &[u8], at: usize) -> bool {
    let rest = &bytes[at..];
    let sure = match Frame::parse(rest) {
        Ok(frame) if frame.is_commit() => frame.len(),
        // The signature of a frame inside a group is zeros by right.
        Ok(frame) => frame.len() - 64,
        // Where it ends is not known; every frame has its head and 32 random-looking bytes.
        Err(_) => rest.len().min(HEAD + 32),
    };
    sectors(at, at + sure).any(|(from, to)| bytes[from..to].iter().all(|byte| *byte == 0))
}

fn sectors(from: usize, to: usize) -> impl Iterator<Item = (usize, usize)> {
    let first = from / SECTOR;
    let last = to.saturating_sub(1) / SECTOR;
    (first..=last).map(move |sector| (from.max(sector * SECTOR), to.min((sector + 1) * SECTOR)))
}

/// Copies the bytes to `quarantine/`, durably, under a name that is not taken.
pub fn put_aside(
    files: &dyn Files,
    dir: &Path,
    segment: u32,
    offset: u64,
    bytes: &[u8],
) -> Result<PathBuf, JournalError> {
    let machine = JournalError::while_being("put in quarantine");
    let folder = quarantine(dir);
    files.create_dir_all(&folder).map_err(&machine)?;
    files.sync_dir(dir).map_err(&machine)?;
    let name = folder.join(format!("journal-{segment:04}-byte-{offset}"));
    let mut path = with_suffix(&name, ".tail");
    let mut copy = 1;
    while files.exists(&path).map_err(&machine)? {
        copy += 1;
        path = with_suffix(&name, &format!("-{copy}.tail"));
    }
    files.write_new_synced(&path, bytes).map_err(&machine)?;
    Ok(path)
}
