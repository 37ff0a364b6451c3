//! The two copies of the header: which one counts, and how both are written.

use std::io;
use std::path::Path;

use super::KeysError;
use super::format::{Content, Unreadable, both_unreadable};
use crate::journal::files::Files;

/// The header's file.
pub const HEADER: &str = "store.hdr";
/// Its copy.
pub const HEADER_COPY: &str = "store.hdr.b";

/// The content that counts, and the copy that is bad or old, if one is.
pub(super) fn read(
    files: &dyn Files,
    dir: &Path,
) -> Result<(Content, Option<&'static str>), KeysError> {
    match (
        read_one(files, dir, HEADER)?,
        read_one(files, dir, HEADER_COPY)?,
    ) {
        // A newer version may have died between the two copies: it is not ours to decide.
        (Err(newer @ Unreadable::Newer(_)), _) | (_, Err(newer @ Unreadable::Newer(_))) => {
            Err(both_unreadable(newer, Unreadable::Damaged("")))
        }
        (Err(first), Err(second)) => Err(both_unreadable(first, second)),
        (Ok(content), Err(_)) => Ok((content, Some(HEADER_COPY))),
        (Err(_), Ok(content)) => Ok((content, Some(HEADER))),
        (Ok(first), Ok(second)) => choose(first, second),
    }
}

fn choose(first: Content, second: Content) -> Result<(Content, Option<&'static str>), KeysError> {
    if first == second {
        return Ok((first, None));
    }
    if first.store_id != second.store_id {
        return Err(KeysError::Damaged {
            file: "The store's header",
            what: "its two copies belong to different stores".to_owned(),
        });
    }
    if first.generation >= second.generation {
        Ok((first, Some(HEADER_COPY)))
    } else {
        Ok((second, Some(HEADER)))
    }
}

fn read_one(
    files: &dyn Files,
    dir: &Path,
    name: &str,
) -> Result<Result<Content, Unreadable>, KeysError> {
    match files.read_all(&dir.join(name)) {
        Ok(bytes) => Ok(Content::decode(&bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Ok(Err(Unreadable::Damaged("it is missing")))
        }
        Err(source) => Err(KeysError::Machine {
            doing: "read",
            source,
        }),
    }
}

/// Writes both copies, one after the other: at every moment one of them is whole.
pub(super) fn write(files: &dyn Files, dir: &Path, bytes: &[u8]) -> Result<(), KeysError> {
    for name in [HEADER, HEADER_COPY] {
        files
            .write_new_synced(&dir.join(name), bytes)
            .map_err(KeysError::while_being("written"))?;
    }
    Ok(())
}
