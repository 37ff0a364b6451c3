//! One process at a time.

use std::fmt;
use std::io::ErrorKind;
use std::path::Path;

use super::JournalError;
use super::files::{Files, Held};

/// The file whose lock stands for the whole store.
pub const LOCK_FILE: &str = "store.lock";

/// Holds the store for this process until dropped; the system lets go of it when the process is killed.
pub struct StoreLock {
    _held: Box<dyn Held>,
}

impl fmt::Debug for StoreLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoreLock")
    }
}

impl StoreLock {
    /// Takes the store in `dir`, which must exist. [`JournalError::HeldByAnother`] when another process has it,
    /// [`JournalError::NotWritable`] where nothing can be written.
    pub fn take(files: &dyn Files, dir: &Path) -> Result<Self, JournalError> {
        let held = files
            .lock(&dir.join(LOCK_FILE))
            .map_err(|source| match source.kind() {
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                    JournalError::NotWritable {
                        dir: dir.to_path_buf(),
                        source,
                    }
                }
                _ => JournalError::while_being("locked")(source),
            })?;
        held.map(|held| Self { _held: held })
            .ok_or(JournalError::HeldByAnother)
    }
}
