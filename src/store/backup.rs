//! Backups: a copy of journal, header and client keys, which counts only after it was restored and compared.
//!
//! # Why
//! The working store is not copied: it is drawn from the journal wherever the backup is restored to. A backup that nobody has
//! restored is a hope, so making one restores it beside the copy, opens what came out with the keys at hand, and proves every act.

use super::Store;
use super::error::StoreError;
use crate::journal::files::{Disk, Files, Mode, parent_of};
use crate::journal::{folder, verify_files};
use crate::keys::{CLIENT_KEYS, CLIENT_KEYS_COPY, ClientKeys, HEADER, HEADER_COPY, Header};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Read and written at a time.
const PIECE: usize = 1 << 20;

/// A backup that was restored and compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupReport {
    /// Where it is.
    pub path: PathBuf,
    /// Acts in it.
    pub acts: u64,
    /// Bytes in it.
    pub bytes: u64,
    /// The chain value after the last act, in hexadecimal.
    pub head: String,
}

impl Store {
    /// Makes a backup in a new folder inside `to`, restores it to a scratch place beside it, and proves what came out.
    pub fn backup(&mut self, to: &Path) -> Result<BackupReport, StoreError> {
        self.only_officers("making a backup")?;
        self.settle()?;
        self.note_head()?;
        let files = Arc::clone(&self.at.files);
        let machine = StoreError::while_("Making the backup");
        if lies_within(to, &self.at.dir) {
            let what = "A backup cannot lie inside the store itself: whatever harms the one harms the other. Name another folder with --to.";
            return Err(StoreError::Refused(what.to_owned()));
        }
        let name = format!("caseload-{:08}", self.head());
        let path = to.join(&name);
        if files.exists(&path).map_err(&machine)? {
            let what = format!(
                "There is a backup of act {} in {} already.",
                self.head(),
                to.display()
            );
            return Err(StoreError::Refused(what));
        }
        files.create_dir_all(to).map_err(&machine)?;
        let bytes = copy_store(&*files, &self.at.dir, &path)?;
        let scratch = to.join(format!("{name}.trial"));
        let proved = copy_store(&*files, &path, &scratch).and_then(|_| self.prove(&scratch));
        remove_store(&*files, &scratch)?;
        let report = proved?;
        files.sync_dir(to).map_err(&machine)?;
        Ok(BackupReport {
            path,
            acts: report.acts,
            bytes,
            head: report.head,
        })
    }

    /// Proves that a folder holds this very store: header, client keys and every act up to the head.
    fn prove(&self, dir: &Path) -> Result<crate::journal::Report, StoreError> {
        let files = &self.at.files;
        let header = Header::open(Arc::clone(files), dir)?;
        if header.store_id() != self.header.store_id() || header.was_repaired() {
            return Err(StoreError::BadBackup("its header differs".to_owned()));
        }
        let unlocked = self.sealer.unlocked();
        let keys = ClientKeys::open(files, dir, unlocked.store_id, &unlocked.look)?;
        if keys.repaired() > 0 {
            return Err(StoreError::BadBackup("its client keys differ".to_owned()));
        }
        let report = verify_files(&**files, dir, &*self.sealer, Some(self.book.head()))?;
        if let Some((act, why)) = &report.first_break {
            let what = format!("its journal breaks at act {act}: {why}");
            return Err(StoreError::BadBackup(what));
        }
        Ok(report)
    }
}

/// Restores a backup into an empty or missing folder. It is proved when it is first opened.
pub fn restore(backup: &Path, to: &Path) -> Result<u64, StoreError> {
    let files = Disk;
    let machine = StoreError::while_("Restoring the backup");
    if !Header::is_there(&files, backup)? {
        return Err(StoreError::NoBackup(backup.to_path_buf()));
    }
    let is_taken =
        files.exists(to).map_err(&machine)? && !files.list(to).map_err(&machine)?.is_empty();
    if is_taken {
        return Err(StoreError::AlreadyThere(to.to_path_buf()));
    }
    copy_store(&files, backup, to).inspect_err(|_| discard(to))
}

/// Removes what a restore that failed has made in `to`, which was empty or missing before, so that it can be tried again.
pub fn discard(to: &Path) {
    // What cannot be removed is met, and named, by the next try.
    let _ = std::fs::remove_dir_all(to);
}

/// Whether `path` is `dir` or lies in it, however the two are written.
fn lies_within(path: &Path, dir: &Path) -> bool {
    let real = |p: &Path| p.ancestors().find_map(|a| a.canonicalize().ok());
    match (real(path), real(dir)) {
        (Some(path), Some(dir)) => path.starts_with(dir),
        _ => path.starts_with(dir),
    }
}

/// Copies what a store consists of, durably. How many bytes that was.
fn copy_store(files: &dyn Files, from: &Path, to: &Path) -> Result<u64, StoreError> {
    let machine = StoreError::while_("Copying the store");
    let (from_folder, to_folder) = (folder(from), folder(to));
    files.create_dir_all(&to_folder).map_err(&machine)?;
    let mut bytes = 0;
    for name in files.list(&from_folder).map_err(&machine)? {
        if Path::new(&name).extension().is_some_and(|e| e == "jrn") {
            bytes += copy(files, &from_folder.join(&name), &to_folder.join(&name))?;
        }
    }
    // The header last: without it a half-copied store is none.
    for name in [CLIENT_KEYS, CLIENT_KEYS_COPY, HEADER_COPY, HEADER] {
        bytes += copy(files, &from.join(name), &to.join(name))?;
    }
    for dir in [&to_folder, to, parent_of(to)] {
        files.sync_dir(dir).map_err(&machine)?;
    }
    Ok(bytes)
}

fn copy(files: &dyn Files, from: &Path, to: &Path) -> Result<u64, StoreError> {
    let machine = StoreError::while_("Copying the store");
    let source = match files.open(from, Mode::Read) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let name = from.file_name().unwrap_or_default().to_string_lossy();
            return Err(StoreError::BadBackup(format!("its file {name} is missing")));
        }
        opened => opened.map_err(&machine)?,
    };
    let target = files.open(to, Mode::Create).map_err(&machine)?;
    let mut piece = vec![0; PIECE];
    let mut at = 0;
    loop {
        let read = source.read_at(at, &mut piece).map_err(&machine)?;
        if read == 0 {
            break;
        }
        target.write_at(at, &piece[..read]).map_err(&machine)?;
        at += read as u64;
    }
    target.sync_data().map_err(&machine)?;
    Ok(at)
}

/// Removes a copy made by [`copy_store`].
fn remove_store(files: &dyn Files, dir: &Path) -> Result<(), StoreError> {
    let machine = StoreError::while_("Tidying up after the backup");
    for inside in [folder(dir), dir.to_path_buf()] {
        for name in files.list(&inside).map_err(&machine)? {
            let path = inside.join(name);
            files.remove(&path).map_err(&machine)?;
        }
        files.remove_dir(&inside).map_err(&machine)?;
    }
    Ok(())
}
