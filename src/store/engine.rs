//! The working store's tree of opaque keys and sealed values: the only file that names sled.
//!
//! # Why
//! sled 0.34 is fast and can be wrong: `flush` issues no fsync on Linux, a torn `snap.*.generating` file keeps it from opening
//! for ever, a failing disk makes it hang or panic, and a flipped bit may make scans come up short without a word. So nothing
//! here is relied on. What is in the tree is what the journal's acts add up to; every batch carries the act up to which it does
//! (the mark), with the number of entries and a digest over all of them, and whoever doubts throws the folder aside and builds
//! it again. Every call is guarded against panics. [`Home::Memory`] is the same tree without a disk, for a disk that is full.

use std::collections::BTreeMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Memory for sled's pages at the desk, in bytes: it runs on one ordinary machine beside other programs.
pub const DESK_CACHE: u64 = 32 << 20;
/// The same while a whole list is taken in: keys are digests, so that each record lies on another page.
pub const BULK_CACHE: u64 = 512 << 20;
/// How long closing may take: sled has been seen to hang for ever after a failed write.
const CLOSING: Duration = Duration::from_secs(5);

/// Why the tree cannot be trusted. There is one cure for all of it: build it again.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// sled says so; its own words are for `Debug`, not for her.
    #[error("the working store could not be read or written")]
    Failed(String),
    /// sled gave up.
    #[error("the working store stopped in the middle of its work")]
    Panicked,
}

/// Where a tree lives.
#[derive(Debug, Clone)]
pub enum Home {
    /// In a folder of its own.
    Folder {
        /// The folder.
        path: PathBuf,
        /// Memory for its pages, in bytes.
        cache: u64,
    },
    /// In memory; clones share it, as two runs of the program share a folder.
    Memory(InMemory),
}

impl Home {
    /// In a folder, with as much memory as the desk allows.
    pub fn at_the_desk(path: PathBuf) -> Self {
        let cache = DESK_CACHE;
        Self::Folder { path, cache }
    }
}

/// A tree in memory.
#[derive(Clone, Default)]
pub struct InMemory(Arc<Mutex<BTreeMap<Vec<u8>, Vec<u8>>>>);

impl fmt::Debug for InMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InMemory({} entries)", self.map().len())
    }
}

impl InMemory {
    fn map(&self) -> MutexGuard<'_, BTreeMap<Vec<u8>, Vec<u8>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.map().clear();
    }

    /// An independent copy, as it is now.
    #[must_use]
    pub fn copied(&self) -> Self {
        Self(Arc::new(Mutex::new(self.map().clone())))
    }

    /// Removes one entry behind everybody's back, as a bad disk does. `place` counts from 0.
    pub fn lose(&self, place: usize) {
        let mut map = self.map();
        if let Some(key) = map.keys().nth(place).cloned() {
            map.remove(&key);
        }
    }
}

enum Tree {
    Sled { db: sled::Db, folder: PathBuf },
    Memory(InMemory),
}

/// How many entries there are, and a digest over all of them that does not depend on their order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Entries, the mark not counted.
    pub entries: u64,
    /// Sum of the entries' digests.
    pub digest: u128,
}

impl Tally {
    fn add(&mut self, key: &[u8], value: &[u8]) {
        self.entries += 1;
        self.digest = self.digest.wrapping_add(digest(key, value));
    }

    fn take(&mut self, key: &[u8], value: &[u8]) {
        self.entries = self.entries.saturating_sub(1);
        self.digest = self.digest.wrapping_sub(digest(key, value));
    }
}

fn digest(key: &[u8], value: &[u8]) -> u128 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(key);
    hasher.update(value);
    let mut half = [0; 16];
    half.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    u128::from_le_bytes(half)
}

/// One change: the key, and its new value or `None` to remove it.
pub type Change = (Vec<u8>, Option<Vec<u8>>);

/// The key of the mark: sorts before every other and is not in the tally.
pub const MARK: &[u8] = &[0];

/// The open tree.
pub struct Engine {
    tree: Tree,
    tally: Tally,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Engine({} entries)", self.tally.entries)
    }
}

impl Engine {
    /// Opens the tree, or makes an empty one. The tally is not known yet: see [`Engine::believe`] and [`Engine::count`].
    pub fn open(home: &Home) -> Result<Self, EngineError> {
        let tree = match home {
            Home::Memory(memory) => Tree::Memory(memory.clone()),
            Home::Folder { path, cache } => {
                remove_half_made_snapshots(path);
                let db = guarded(|| {
                    sled::Config::new()
                        .path(path)
                        .cache_capacity(*cache)
                        .flush_every_ms(None)
                        .mode(sled::Mode::HighThroughput)
                        .open()
                })?;
                let folder = path.clone();
                Tree::Sled { db, folder }
            }
        };
        let tally = Tally::default();
        Ok(Self { tree, tally })
    }

    /// Takes the tally that the mark states.
    pub fn believe(&mut self, tally: Tally) {
        self.tally = tally;
    }

    /// The tally of what is really there: reads everything.
    pub fn count(&self) -> Result<Tally, EngineError> {
        let mut tally = Tally::default();
        self.each(&[], &mut |key, value| {
            if key != MARK {
                tally.add(key, value);
            }
        })?;
        Ok(tally)
    }

    /// The value of a key.
    pub fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, EngineError> {
        match &self.tree {
            Tree::Memory(memory) => Ok(memory.map().get(key).cloned()),
            Tree::Sled { db, .. } => {
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
        match &self.tree {
            Tree::Memory(memory) => {
                // Copied, so that the callback may ask the tree again.
                let inside: Vec<(Vec<u8>, Vec<u8>)> = memory
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
            Tree::Sled { db, .. } => {
                let mut entries = db.scan_prefix(prefix);
                while let Some((key, value)) = guarded(|| entries.next().transpose())? {
                    each(&key, &value);
                }
                Ok(())
            }
        }
    }

    /// Applies all changes and the mark, which `mark` makes from the new tally, as one.
    pub fn apply<E: From<EngineError>>(
        &mut self,
        changes: Vec<Change>,
        mark: impl FnOnce(Tally) -> Result<Vec<u8>, E>,
    ) -> Result<(), E> {
        let mut tally = self.tally;
        for (key, value) in &changes {
            if let Some(old) = self.get(key)? {
                tally.take(key, &old);
            }
            if let Some(value) = value {
                tally.add(key, value);
            }
        }
        let mark = mark(tally)?;
        self.write(changes, mark)?;
        self.tally = tally;
        Ok(())
    }

    fn write(&self, changes: Vec<Change>, mark: Vec<u8>) -> Result<(), EngineError> {
        let changes = changes
            .into_iter()
            .chain(std::iter::once((MARK.to_vec(), Some(mark))));
        match &self.tree {
            Tree::Memory(memory) => {
                let mut map = memory.map();
                for (key, value) in changes {
                    match value {
                        Some(value) => map.insert(key, value),
                        None => map.remove(&key),
                    };
                }
                Ok(())
            }
            Tree::Sled { db, .. } => {
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

    /// Closes the tree and brings it to stable storage as well as can be. False when sled did not manage within five seconds:
    /// nothing is lost, the next opening takes longer.
    pub fn close(self) -> bool {
        let Tree::Sled { db, folder } = self.tree else {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn put(engine: &mut Engine, entries: &[(&str, Option<&str>)]) {
        let changes = entries
            .iter()
            .map(|(k, v)| (k.as_bytes().to_vec(), v.map(|v| v.as_bytes().to_vec())));
        let mark = |tally: Tally| Ok::<_, EngineError>(tally.digest.to_le_bytes().to_vec());
        engine.apply(changes.collect(), mark).unwrap();
    }

    fn names(engine: &Engine, prefix: &str) -> Vec<String> {
        let mut names = Vec::new();
        let mut each = |key: &[u8], _: &[u8]| names.push(String::from_utf8_lossy(key).into_owned());
        engine.each(prefix.as_bytes(), &mut each).unwrap();
        names
    }

    fn behaves(home: &Home) {
        let mut engine = Engine::open(home).unwrap();
        put(
            &mut engine,
            &[("a1", Some("x")), ("a2", Some("y")), ("b1", Some("z"))],
        );
        put(&mut engine, &[("a1", Some("new")), ("b1", None)]);
        assert_eq!(names(&engine, "a"), ["a1", "a2"]);
        assert_eq!(engine.get(b"a1").unwrap().unwrap(), b"new");
        assert_eq!(engine.get(b"b1").unwrap(), None);
        let tally = engine.count().unwrap();
        assert_eq!(tally, engine.tally, "the tally is kept as changes are made");
        assert!(engine.close());
        let engine = Engine::open(home).unwrap();
        assert_eq!(engine.count().unwrap(), tally);
        assert_eq!(
            engine.get(MARK).unwrap().unwrap(),
            tally.digest.to_le_bytes()
        );
    }

    #[test]
    fn sled_and_memory_behave_alike() {
        let folder = tempfile::tempdir().unwrap();
        behaves(&Home::at_the_desk(folder.path().join("work")));
        behaves(&Home::Memory(InMemory::default()));
    }

    #[test]
    fn a_torn_snapshot_does_not_keep_the_tree_from_opening() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at_the_desk(folder.path().to_path_buf());
        let mut engine = Engine::open(&home).unwrap();
        put(&mut engine, &[("a", Some("x"))]);
        assert!(engine.close());
        std::fs::write(
            folder.path().join("snap.FFFFFFFFFFFFFFFF.generating"),
            b"torn",
        )
        .unwrap();
        let engine = Engine::open(&home).unwrap();
        assert_eq!(engine.get(b"a").unwrap().unwrap(), b"x");
    }

    #[test]
    fn a_lost_entry_changes_the_tally() {
        let memory = InMemory::default();
        let mut engine = Engine::open(&Home::Memory(memory.clone())).unwrap();
        put(&mut engine, &[("a", Some("x")), ("b", Some("y"))]);
        memory.lose(1);
        assert_ne!(engine.count().unwrap(), engine.tally);
    }
}
