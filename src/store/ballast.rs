//! A file that is given up when the disk is full, so that the save at hand can be finished.
//!
//! # Why
//! Half a day's typing must not hang on another program filling the disk, and sled cannot even be opened on a full one. The bytes are
//! such as no file system can compress or leave out.

use crate::journal::files::{Files, Mode};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The file's name in a store's folder.
const NAME: &str = "ballast";
/// Written at a time.
const PIECE: usize = 1 << 20;

/// The reserve of one store.
pub struct Ballast {
    files: Arc<dyn Files>,
    path: PathBuf,
    bytes: u64,
}

impl Ballast {
    /// The reserve of the store in `dir`, of this many bytes.
    pub fn new(files: Arc<dyn Files>, dir: &Path, bytes: u64) -> Self {
        let path = dir.join(NAME);
        Self { files, path, bytes }
    }

    /// Makes the reserve where there is none. False when there is no room for it.
    pub fn stow(&self) -> bool {
        if self.bytes == 0 || self.files.exists(&self.path).unwrap_or(true) {
            return true;
        }
        let stowed = self.write();
        if stowed.is_err() {
            // Half a reserve would take the very room that is missing.
            let _nothing_lost = self.files.remove(&self.path);
        }
        stowed.is_ok()
    }

    /// Gives the reserve up; whether there was one.
    pub fn give_up(&self) -> bool {
        self.files.exists(&self.path).unwrap_or(false) && self.files.remove(&self.path).is_ok()
    }

    fn write(&self) -> io::Result<()> {
        let file = self.files.open(&self.path, Mode::Create)?;
        let mut noise = blake3::Hasher::new()
            .update(b"caseload ballast")
            .finalize_xof();
        let mut piece = vec![0; PIECE];
        let mut at = 0;
        while at < self.bytes {
            let len = PIECE.min((self.bytes - at) as usize);
            noise.fill(&mut piece[..len]);
            file.write_at(at, &piece[..len])?;
            at += len as u64;
        }
        file.sync_data()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::files::faults::{Failing, Fault, Memory};

    #[test]
    fn the_reserve_is_real_and_is_given_up_once() {
        let files = Memory::new();
        let ballast = Ballast::new(Arc::new(files.clone()), Path::new("."), 3_000_000);
        assert!(ballast.stow());
        let bytes = files.read_all(Path::new("./ballast")).unwrap();
        assert_eq!(bytes.len(), 3_000_000);
        assert!(bytes.chunks(4096).all(|c| c.iter().any(|b| *b != c[0])));
        assert!(ballast.give_up());
        assert!(!ballast.give_up());
    }

    #[test]
    fn a_reserve_for_which_there_is_no_room_leaves_nothing_behind() {
        let files = Memory::new();
        let full = Failing::once(Arc::new(files.clone()), 4, Fault::NoSpace);
        let ballast = Ballast::new(Arc::new(full), Path::new("."), 3_000_000);
        assert!(!ballast.stow());
        assert!(!files.exists(Path::new("./ballast")).unwrap());
    }
}
