//! The tree itself, on sled or in memory: the only file that names sled.

use super::{Change, EngineError, Home, InMemory, Value};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

/// Memory for sled's pages, in bytes: it runs on one ordinary machine beside other programs.
const CACHE: u64 = 32 << 20;
/// How long closing may take: sled has been seen to hang for ever after a failed write.
const CLOSING: Duration = Duration::from_secs(5);

/// A tree, open; clones are the same tree.
#[derive(Clone)]
pub enum Tree {
    /// On a disk.
    Sled {
        /// sled's handle.
        db: sled::Db,
        /// Its folder.
        folder: PathBuf,
    },
    /// In memory.
    Memory(InMemory),
}

impl Tree {
    /// Opens the tree, or makes an empty one.
    pub fn open(home: &Home) -> Result<Self, EngineError> {
        let folder = match home {
            Home::Memory(memory) => return Ok(Self::Memory(memory.clone())),
            Home::Folder(folder) => folder.clone(),
        };
        remove_half_made_snapshots(&folder);
        let db = guarded(|| {
            sled::Config::new()
                .path(&folder)
                .cache_capacity(CACHE)
                .flush_every_ms(None)
                .mode(sled::Mode::HighThroughput)
                .open()
        })?;
        Ok(Self::Sled { db, folder })
    }

    /// All keys, each put through `short`; `None` where there are more than `most`.
    pub fn keys<T>(
        &self,
        most: usize,
        short: impl Fn(&[u8]) -> T,
    ) -> Result<Option<Vec<T>>, EngineError> {
        let mut keys = Vec::new();
        match self {
            Self::Memory(memory) => keys.extend(memory.map().keys().map(|key| short(key))),
            Self::Sled { db, .. } => {
                let mut entries = db.iter().keys().take(most + 1);
                while let Some(key) = guarded(|| entries.next().transpose())? {
                    keys.push(short(&key));
                }
            }
        }
        Ok((keys.len() <= most).then_some(keys))
    }

    /// The value of a key.
    pub fn get(&self, key: &[u8]) -> Result<Option<Value>, EngineError> {
        match self {
            Self::Memory(memory) => Ok(memory.map().get(key).cloned()),
            Self::Sled { db, .. } => {
                guarded(|| db.get(key)).map(|found| found.map(|value| value.to_vec()))
            }
        }
    }

    /// Hands out all entries whose keys begin with `prefix`, in the order of their keys.
    pub fn each(
        &self,
        prefix: &[u8],
        each: &mut dyn FnMut(&[u8], &[u8]),
    ) -> Result<(), EngineError> {
        match self {
            Self::Memory(memory) => {
                // Copied, so that the callback may ask the tree again.
                let inside: Vec<(Vec<u8>, Value)> = memory
                    .map()
                    .range(prefix.to_vec()..)
                    .take_while(|(key, _)| key.starts_with(prefix))
                    .map(|(key, value)| (key.clone(), value.clone()))
                    .collect();
                for (key, value) in &inside {
                    each(key, value);
                }
                Ok(())
            }
            Self::Sled { db, .. } => {
                let mut entries = db.scan_prefix(prefix);
                while let Some((key, value)) = guarded(|| entries.next().transpose())? {
                    each(&key, &value);
                }
                Ok(())
            }
        }
    }

    /// Makes changes as one.
    pub fn write(&self, changes: impl IntoIterator<Item = Change>) -> Result<(), EngineError> {
        match self {
            Self::Memory(memory) => {
                let mut map = memory.map();
                for (key, value) in changes {
                    match value {
                        Some(value) => map.insert(key, value),
                        None => map.remove(&key),
                    };
                }
                Ok(())
            }
            Self::Sled { db, .. } => {
                let mut batch = sled::Batch::default();
                for (key, value) in changes {
                    match value {
                        Some(value) => batch.insert(key, value),
                        None => batch.remove(key),
                    }
                }
                guarded(|| db.apply_batch(batch))
            }
        }
    }

    /// Makes one change. Many in a row cost less memory than many as one: sled clears away what it replaced a little with each call.
    pub fn write_one(&self, key: &[u8], value: Option<&[u8]>) -> Result<(), EngineError> {
        match (self, value) {
            (Self::Memory(_), value) => self.write([(key.to_vec(), value.map(<[u8]>::to_vec))]),
            (Self::Sled { db, .. }, Some(value)) => guarded(|| db.insert(key, value).map(drop)),
            (Self::Sled { db, .. }, None) => guarded(|| db.remove(key).map(drop)),
        }
    }

    /// Closes the tree and brings it to stable storage as well as can be. False when sled did not manage within five seconds:
    /// nothing is lost, the next opening takes longer.
    pub fn close(self) -> bool {
        let Self::Sled { db, folder } = self else {
            return true;
        };
        let (done, closed) = mpsc::channel();
        let worker = std::thread::Builder::new().name("closing".to_owned());
        let started = worker.spawn(move || {
            let flushed = guarded(|| db.flush()).is_ok();
            let dropped = catch_unwind(AssertUnwindSafe(|| drop(db))).is_ok();
            let synced = sync_files(&folder).is_ok();
            let _nobody_waits = done.send(flushed && dropped && synced);
        });
        started.is_ok() && closed.recv_timeout(CLOSING).unwrap_or(false)
    }
}

/// Runs one call of sled's: a panic is an answer like any other.
fn guarded<T>(call: impl FnOnce() -> sled::Result<T>) -> Result<T, EngineError> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(answer) => answer.map_err(|error| EngineError::Failed(error.to_string())),
        Err(_) => Err(EngineError::Panicked),
    }
}

/// sled takes a torn `snap.*.generating` file for its newest snapshot and never opens again; a whole one is not needed.
fn remove_half_made_snapshots(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("snap.") && name.ends_with(".generating") {
            let _sled_will_say = std::fs::remove_file(entry.path());
        }
    }
}

/// sled's own flush leaves the bytes with the system.
fn sync_files(folder: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() {
            std::fs::File::open(path)?.sync_all()?;
        }
    }
    Ok(())
}
