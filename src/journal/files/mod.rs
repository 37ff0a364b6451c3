//! All disk access of the journal, the keys and the store, behind one small trait.
//!
//! # Why
//! A promise such as "a saved sheet survives a power cut" can only be tested when the test can cut the power. Everything that
//! touches the disk therefore goes through [`Files`]: [`Disk`] is the real one, [`faults`] holds a file system in memory that can
//! lose what was never synced, and a wrapper that fails the N-th operation.

mod disk;
pub mod faults;
mod memory;

use std::io;
use std::path::{Path, PathBuf};

pub use disk::Disk;

/// How a file is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// An existing file, for reading only.
    Read,
    /// An existing file, for reading and writing.
    Write,
    /// As [`Mode::Write`]; an empty file is made where there is none.
    Create,
}

/// A file system: the only way to the disk. Every method is one operation that may fail on its own.
pub trait Files: Send + Sync {
    /// Makes a folder and the folders above it; an existing one is left alone. Not durable before [`Files::sync_dir`] of its parent.
    fn create_dir_all(&self, dir: &Path) -> io::Result<()>;
    /// Opens a file.
    fn open(&self, path: &Path, mode: Mode) -> io::Result<Box<dyn Handle>>;
    /// Whether something of that name is there.
    fn exists(&self, path: &Path) -> io::Result<bool>;
    /// The names in a folder, sorted, without the path.
    fn list(&self, dir: &Path) -> io::Result<Vec<String>>;
    /// Renames a file or folder, replacing a file of the new name. Not durable before [`Files::sync_dir`].
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file. Not durable before [`Files::sync_dir`].
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Removes an empty folder. Not durable before [`Files::sync_dir`] of its parent.
    fn remove_dir(&self, dir: &Path) -> io::Result<()>;
    /// Brings the names in a folder to stable storage.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;
    /// Takes an advisory lock for this process; `None` when another holds it. Released when the value is dropped.
    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Held>>>;

    /// The whole content of a file.
    fn read_all(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.open(path, Mode::Read)?.read_from(0)
    }

    /// Replaces a file as a whole or not at all: the bytes go to `<path>.new`, are synced, renamed over `path`, and the folder is
    /// synced. After a crash the old or the new content is there, never a mixture.
    fn write_new_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let fresh = with_suffix(path, ".new");
        let file = self.open(&fresh, Mode::Create)?;
        file.set_len(0)?;
        file.write_at(0, bytes)?;
        file.sync_data()?;
        drop(file);
        self.rename(&fresh, path)?;
        self.sync_dir(parent_of(path))
    }
}

/// An open file. Offsets and lengths are bytes.
pub trait Handle: Send + Sync {
    /// Reads at most `buffer.len()` bytes at `offset`; fewer only at the end of the file.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize>;
    /// Writes all bytes at `offset`. On an error some of them may have been written.
    fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()>;
    /// The file's length.
    fn len(&self) -> io::Result<u64>;
    /// Cuts or extends (with zeros) the file. Durable after [`Handle::sync_data`].
    fn set_len(&self, len: u64) -> io::Result<()>;
    /// Brings content and length to stable storage. After an error nothing is known about what was written since the last
    /// success, and a second call may claim success wrongly.
    fn sync_data(&self) -> io::Result<()>;

    /// Whether the file is empty.
    fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }

    /// Everything from `offset` to the end of the file.
    fn read_from(&self, offset: u64) -> io::Result<Vec<u8>> {
        let len = self.len()?.saturating_sub(offset) as usize;
        let mut bytes = vec![0; len];
        let read = self.read_at(offset, &mut bytes)?;
        bytes.truncate(read);
        Ok(bytes)
    }
}

/// A held lock; dropping it lets go.
pub trait Held: Send + Sync {}

/// `path` with text added to its last part: `store.hdr` and `.new` make `store.hdr.new`.
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The folder a path is in; `.` for a bare name.
pub fn parent_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::faults::Memory;
    use super::*;

    fn round_trip(files: &dyn Files, dir: &Path) {
        files.create_dir_all(&dir.join("a/b")).expect("folder");
        let path = dir.join("a/b/file");
        files.write_new_synced(&path, b"first").expect("written");
        files.write_new_synced(&path, b"2nd").expect("replaced");
        assert_eq!(files.read_all(&path).expect("read"), b"2nd");
        let file = files.open(&path, Mode::Write).expect("open");
        file.write_at(5, b"x").expect("beyond the end");
        assert_eq!(file.read_from(0).expect("read"), b"2nd\0\0x");
        file.set_len(2).expect("cut");
        assert_eq!(file.len().expect("len"), 2);
        assert_eq!(files.list(&dir.join("a/b")).expect("list"), ["file"]);
        files.rename(&path, &dir.join("a/moved")).expect("rename");
        assert!(!files.exists(&path).expect("exists"));
        assert!(files.exists(&dir.join("a/moved")).expect("exists"));
        files.remove(&dir.join("a/moved")).expect("remove");
        let missing = files
            .open(&dir.join("a/moved"), Mode::Write)
            .err()
            .expect("gone");
        assert_eq!(missing.kind(), io::ErrorKind::NotFound);
        let held = files.lock(&dir.join("lock")).expect("lock");
        assert!(held.is_some());
        assert!(
            files.lock(&dir.join("lock")).expect("lock").is_none(),
            "held once only"
        );
        drop(held);
        assert!(files.lock(&dir.join("lock")).expect("lock").is_some());
    }

    #[test]
    fn the_real_disk_and_the_one_in_memory_behave_alike() {
        let dir = tempfile::tempdir().expect("folder");
        round_trip(&Disk, dir.path());
        round_trip(&Memory::new(), Path::new("store"));
    }
}
