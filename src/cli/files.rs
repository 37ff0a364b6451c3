//! Files that a command writes: whole or not at all, and for nobody else's eyes.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::failure::Failure;

/// A file in the making beside its final place; [`NewFile::finish`] puts it there. Dropped before, it leaves nothing.
pub struct NewFile {
    out: Option<BufWriter<File>>,
    part: PathBuf,
    path: PathBuf,
}

impl NewFile {
    /// Begins a file that only its owner may read, outside of the store's folder.
    ///
    /// # Errors
    /// The place is inside the store, or holds something that is not a file; or the machine failed.
    pub fn begin(path: &Path, store: &Path) -> Result<Self, Failure> {
        refuse_place(path, store)?;
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let file = private(&part).map_err(cannot_write(path))?;
        Ok(Self {
            out: Some(BufWriter::new(file)),
            part,
            path: path.to_owned(),
        })
    }

    /// Brings the file to stable storage and into its place.
    ///
    /// # Errors
    /// The machine failed; whatever was in that place still is.
    pub fn finish(mut self) -> Result<(), Failure> {
        let out = self.out.take();
        let synced = out.map_or(Ok(()), |out| {
            out.into_inner()
                .map_err(io::IntoInnerError::into_error)?
                .sync_all()
        });
        synced
            .and_then(|()| fs::rename(&self.part, &self.path))
            .map_err(cannot_write(&self.path))
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.as_mut().map_or(Ok(0), |out| out.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        drop(self.out.take());
        // After finishing it is no longer there.
        let _usually_gone = fs::remove_file(&self.part);
    }
}

/// Nothing of the store is written over, and nothing that is no file: a device, a link, a folder.
fn refuse_place(path: &Path, store: &Path) -> Result<(), Failure> {
    let folder = path.parent().filter(|f| !f.as_os_str().is_empty());
    let real = |p: &Path| p.canonicalize().unwrap_or_else(|_| p.to_path_buf());
    if real(folder.unwrap_or(Path::new("."))).starts_with(real(store)) {
        let sentence = format!(
            "{} lies inside the store. Name a file in another folder.",
            path.display()
        );
        return Err(Failure::WrongUse(sentence));
    }
    match fs::symlink_metadata(path) {
        Ok(there) if !there.is_file() => Err(Failure::WrongUse(format!(
            "{} is there already and is not a file. Name another one.",
            path.display()
        ))),
        _ => Ok(()),
    }
}

/// Creates a file that only its owner may read; an older one of that name is emptied.
///
/// # Errors
/// Those of the system.
pub fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// For `map_err`: a file cannot be written.
pub fn cannot_write(path: &Path) -> impl FnOnce(io::Error) -> Failure {
    Failure::machine(format!("The file {} cannot be written", path.display()))
}

/// For `map_err`: a file cannot be read.
pub fn cannot_read(path: &Path) -> impl FnOnce(io::Error) -> Failure {
    Failure::machine(format!("The file {} cannot be read", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unfinished_file_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.csv");
        fs::write(&path, "old").unwrap();
        let store = folder.path().join("store");
        let mut file = NewFile::begin(&path, &store).unwrap();
        file.write_all(b"half").unwrap();
        drop(file);
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        let mut file = NewFile::begin(&path, &store).unwrap();
        file.write_all(b"new").unwrap();
        file.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn the_store_and_what_is_no_file_are_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store");
        fs::create_dir_all(store.join("journal")).unwrap();
        let journal = store.join("journal/0001.jrn");
        fs::write(&journal, "acts").unwrap();
        for place in [
            journal.clone(),
            store.join("new.csv"),
            store.join("journal/../x"),
        ] {
            assert!(NewFile::begin(&place, &store).is_err(), "{place:?}");
        }
        assert!(NewFile::begin(folder.path(), &store).is_err(), "a folder");
        assert!(NewFile::begin(&folder.path().join("list.csv"), &store).is_ok());
        assert_eq!(fs::read_to_string(&journal).unwrap(), "acts");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("passphrase");
        private(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0);
    }
}
