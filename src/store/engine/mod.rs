//! The working store's tree of opaque keys and sealed values.
//!
//! # Why
//! sled 0.34 is fast and can be wrong: `flush` issues no fsync on Linux, a torn `snap.*.generating` file keeps it from opening
//! for ever, a failing disk makes it hang or panic, and a flipped bit may make scans come up short without a word. So nothing
//! here is relied on. What is in the tree is what the journal's acts add up to; every batch carries the act up to which it does
//! (the mark), with the number of entries and a digest over all of them, and whoever doubts throws the folder aside and builds
//! it again. Every call is guarded against panics. [`Home::Memory`] is the same tree without a disk, for a disk that is full.

mod tree;
mod waiting;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tree::Tree;
use waiting::Waiting;

/// Values read since the last batch whose digests are remembered, at most: a batch reads what it changes first.
const MOST_SEEN: usize = 100_000;

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
    Folder(PathBuf),
    /// In memory; clones share it, as two runs of the program share a folder.
    Memory(InMemory),
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

    fn take(&mut self, digest: u128) {
        self.entries = self.entries.saturating_sub(1);
        self.digest = self.digest.wrapping_sub(digest);
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

/// What lies under a key.
pub type Value = Vec<u8>;

/// One change: the key, and its new value or `None` to remove it.
pub type Change = (Vec<u8>, Option<Value>);

/// The key of the mark: sorts before every other and is not in the tally.
pub const MARK: &[u8] = &[0];

/// Digests of what was read since the last batch, `None` where nothing was.
type Seen = HashMap<Vec<u8>, Option<u128>>;

/// The open tree.
pub struct Engine {
    tree: Tree,
    tally: Tally,
    /// Nobody else writes: what was read before a batch is what the batch replaces, and is not looked for again.
    seen: Mutex<Seen>,
    /// Changes that are not in the tree yet, while much is taken in.
    waiting: Option<Waiting>,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Engine({} entries)", self.tally.entries)
    }
}

impl Engine {
    /// Opens the tree, or makes an empty one. The tally is not known yet: see [`Engine::believe`] and [`Engine::count`].
    pub fn open(home: &Home) -> Result<Self, EngineError> {
        Ok(Self {
            tree: Tree::open(home)?,
            tally: Tally::default(),
            seen: Mutex::default(),
            waiting: None,
        })
    }

    /// Lets changes wait in memory until [`Engine::settle`], for whoever takes in much and can do it again.
    pub fn gather(&mut self) -> Result<(), EngineError> {
        self.settle()?;
        self.waiting = Some(Waiting::over(&self.tree)?);
        Ok(())
    }

    /// Writes what waits. From here on every change goes to its place at once.
    pub fn settle(&mut self) -> Result<(), EngineError> {
        match self.waiting.take() {
            Some(mut waiting) => waiting.write(&self.tree),
            None => Ok(()),
        }
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
    pub fn get(&self, key: &[u8]) -> Result<Option<Value>, EngineError> {
        let found = self.read(key)?;
        let digest = found.as_ref().map(|value| digest(key, value));
        self.note(key.to_vec(), digest);
        Ok(found)
    }

    /// Notes that nothing lies under a key, for whoever knows it without looking.
    pub fn note_free(&self, key: Vec<u8>) {
        self.note(key, None);
    }

    fn note(&self, key: Vec<u8>, digest: Option<u128>) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() < MOST_SEEN {
            seen.insert(key, digest);
        }
    }

    fn read(&self, key: &[u8]) -> Result<Option<Value>, EngineError> {
        match &self.waiting {
            Some(waiting) => waiting.read(key, &self.tree),
            None => self.tree.get(key),
        }
    }

    /// Hands out all entries whose keys begin with `prefix`: in the order of their keys, those that wait after the others.
    pub fn each(
        &self,
        prefix: &[u8],
        each: &mut dyn FnMut(&[u8], &[u8]),
    ) -> Result<(), EngineError> {
        match &self.waiting {
            Some(waiting) => waiting.each(prefix, &self.tree, each),
            None => self.tree.each(prefix, each),
        }
    }

    /// Applies all changes and the mark, which `mark` makes from the new tally, as one.
    pub fn apply<E: From<EngineError>>(
        &mut self,
        changes: Vec<Change>,
        mark: impl FnOnce(Tally) -> Result<Value, E>,
    ) -> Result<(), E> {
        let mut tally = self.tally;
        let mut seen = self.take_seen();
        for (key, value) in &changes {
            let old = match seen.remove(key) {
                Some(old) => old,
                None => self.read(key)?.map(|value| digest(key, &value)),
            };
            if let Some(old) = old {
                tally.take(old);
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

    fn take_seen(&mut self) -> Seen {
        let seen = std::mem::take(&mut self.seen);
        seen.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&mut self, mut changes: Vec<Change>, mark: Value) -> Result<(), EngineError> {
        changes.push((MARK.to_vec(), Some(mark)));
        match &mut self.waiting {
            Some(waiting) => waiting.add(changes, &self.tree),
            None => self.tree.write(changes),
        }
    }

    /// Writes what waits, closes the tree and brings it to stable storage as well as can be. False when that failed, or sled did not
    /// manage within five seconds: nothing is lost, the next opening takes longer.
    pub fn close(mut self) -> bool {
        let written = self.settle().is_ok();
        self.tree.close() && written
    }
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
        behaves(&Home::Folder(folder.path().join("work")));
        behaves(&Home::Memory(InMemory::default()));
    }

    /// What is there, in the order of the keys.
    fn all(engine: &Engine) -> Vec<(Vec<u8>, Value)> {
        let mut all = Vec::new();
        let mut each = |key: &[u8], value: &[u8]| all.push((key.to_vec(), value.to_vec()));
        engine.each(&[], &mut each).unwrap();
        all.sort();
        all
    }

    #[test]
    fn what_waits_is_at_every_moment_as_good_as_written() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::Folder(folder.path().join("work"));
        let mut memory = Engine::open(&Home::Memory(InMemory::default())).unwrap();
        // The second round begins over a tree that is not empty.
        for round in 0..2 {
            let mut bulk = Engine::open(&home).unwrap();
            bulk.gather().unwrap();
            bulk.believe(memory.tally);
            for step in 0..60_u32 {
                let changed = (0..7).map(|n| (step * 13 + n * n + round) % 50);
                let changes: BTreeMap<String, Option<String>> = changed
                    .map(|n| {
                        (
                            format!("{n:09}"),
                            (n % 4 > 0).then(|| format!("{step} {n}")),
                        )
                    })
                    .collect();
                let changes: Vec<_> = changes
                    .iter()
                    .map(|(k, v)| (k.as_str(), v.as_deref()))
                    .collect();
                put(&mut bulk, &changes);
                put(&mut memory, &changes);
                assert_eq!(all(&bulk), all(&memory));
                assert_eq!(
                    (bulk.count().unwrap(), bulk.tally),
                    (memory.tally, memory.tally)
                );
                for n in 0..50 {
                    let key = format!("{n:09}");
                    assert_eq!(
                        bulk.get(key.as_bytes()).unwrap(),
                        memory.get(key.as_bytes()).unwrap()
                    );
                }
            }
            assert!(bulk.close());
        }
        let desk = Engine::open(&home).unwrap();
        assert_eq!(all(&desk), all(&memory));
    }

    #[test]
    fn a_torn_snapshot_does_not_keep_the_tree_from_opening() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::Folder(folder.path().to_path_buf());
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
