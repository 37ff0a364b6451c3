//! A file system in memory that can lose its power.
//!
//! # The model
//! Content that was not synced may be there, be gone, or be there in part: each sector of 512 bytes goes its own way, the lost
//! ones read as zeros (or as what was synced before), and the length may be anything between the synced and the written one.
//! Names (made, renamed, removed) that were not synced with their folder may be undone, each on its own. This is harsher than
//! common file systems, which order their own records.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Files, Handle, Held, Mode, parent_of};

/// What the disk writes as one piece, in bytes.
const SECTOR: usize = 512;

/// A file system in memory; clones share it.
#[derive(Clone, Default)]
pub struct Memory {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    contents: Vec<Content>,
    names: Names,
    durable: Names,
    unsynced: Vec<NameChange>,
    locked: BTreeSet<PathBuf>,
    next_sync_fails: bool,
}

type Names = BTreeMap<PathBuf, Node>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Node {
    Folder,
    File(usize),
}

#[derive(Clone)]
struct NameChange {
    gone: Option<PathBuf>,
    made: Option<(PathBuf, Node)>,
}

impl NameChange {
    fn apply(&self, names: &mut Names) {
        if let Some(path) = &self.gone {
            let below: Vec<_> = names
                .range(path.clone()..)
                .take_while(|(name, _)| name.starts_with(path))
                .map(|(name, _)| name.clone())
                .collect();
            let moved: Vec<_> = below
                .into_iter()
                .filter_map(|name| names.remove(&name).map(|node| (name, node)))
                .collect();
            // The contents of a renamed folder move with it.
            for (name, node) in moved {
                if let (Some((to, _)), Ok(rest)) = (&self.made, name.strip_prefix(path))
                    && !rest.as_os_str().is_empty()
                {
                    names.insert(to.join(rest), node);
                }
            }
        }
        if let Some((path, node)) = &self.made {
            names.insert(path.clone(), *node);
        }
    }

    fn touches(&self, dir: &Path) -> bool {
        let gone = self.gone.as_deref().map(parent_of);
        let made = self.made.as_ref().map(|(path, _)| parent_of(path));
        gone == Some(dir) || made == Some(dir)
    }
}

#[derive(Default, Clone)]
struct Content {
    current: Vec<u8>,
    durable: Vec<u8>,
    unsynced: Vec<Change>,
}

#[derive(Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Length(usize),
}

/// A small generator of numbers that a seed decides (splitmix64): a failing cut can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.roll() % limit.max(1)
    }
}

impl Content {
    /// What the disk may hold after the power went: `kept` of 8 sectors are there.
    fn after_cut(&self, dice: &mut Dice, kept: u64) -> Vec<u8> {
        let mut bytes = self.durable.clone();
        for change in &self.unsynced {
            match change {
                Change::Length(len) => {
                    if dice.below(8) < kept {
                        bytes.resize(*len, 0);
                    }
                }
                Change::Write(offset, written) => {
                    keep_some_sectors(&mut bytes, *offset, written, dice, kept);
                }
            }
        }
        let (low, high) = (self.durable.len(), self.current.len());
        match dice.below(3) {
            0 if bytes.len() < high => bytes.resize(high, 0),
            1 if high > low => bytes.truncate(low + dice.below((high - low) as u64 + 1) as usize),
            _ => {}
        }
        bytes
    }
}

fn keep_some_sectors(
    bytes: &mut Vec<u8>,
    offset: usize,
    written: &[u8],
    dice: &mut Dice,
    kept: u64,
) {
    let mut at = 0;
    while at < written.len() {
        let end = written.len().min(at + SECTOR - (offset + at) % SECTOR);
        if dice.below(8) < kept {
            put(bytes, offset + at, &written[at..end]);
        }
        at = end;
    }
}

fn put(bytes: &mut Vec<u8>, offset: usize, written: &[u8]) {
    let end = offset + written.len();
    if bytes.len() < end {
        bytes.resize(end, 0);
    }
    bytes[offset..end].copy_from_slice(written);
}

impl Memory {
    /// An empty file system.
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is left after the power went, now. The same seed makes the same cut.
    #[must_use]
    pub fn power_cut(&self, seed: u64) -> Self {
        let state = self.state();
        let mut dice = Dice(seed);
        let mut names = state.durable.clone();
        let kept_names = dice.below(9);
        for change in &state.unsynced {
            if dice.below(8) < kept_names {
                change.apply(&mut names);
            }
        }
        let folders: BTreeSet<PathBuf> = names
            .iter()
            .filter(|(_, node)| **node == Node::Folder)
            .map(|(path, _)| path.clone())
            .collect();
        names.retain(|path, _| {
            path.ancestors()
                .skip(1)
                .filter(|above| !above.as_os_str().is_empty() && *above != Path::new("/"))
                .all(|above| folders.contains(above))
        });
        let contents = state.contents.iter().map(|content| {
            let kept = dice.below(9);
            settled(content.after_cut(&mut dice, kept))
        });
        Self::settled_with(contents.collect(), names)
    }

    /// What is left after the process was killed: everything written, no locks.
    #[must_use]
    pub fn killed(&self) -> Self {
        let state = self.state();
        let copy = State {
            contents: state.contents.clone(),
            names: state.names.clone(),
            durable: state.durable.clone(),
            unsynced: state.unsynced.clone(),
            ..State::default()
        };
        Self {
            state: Arc::new(Mutex::new(copy)),
        }
    }

    /// Makes the next `sync_data` fail as Linux does: what was unsynced can still be read, counts as synced, and is lost at the
    /// next power cut unless it is written again.
    pub fn break_next_sync(&self) {
        self.state().next_sync_fails = true;
    }

    /// Flips bits of one byte, durably: damage as a bad disk makes it.
    pub fn flip(&self, path: &Path, offset: usize, mask: u8) {
        let mut state = self.state();
        if let Some(Node::File(number)) = state.names.get(path).copied() {
            let content = &mut state.contents[number];
            if let Some(byte) = content.current.get_mut(offset) {
                *byte ^= mask;
            }
            content.durable = content.current.clone();
        }
    }

    fn settled_with(contents: Vec<Content>, names: Names) -> Self {
        let state = State {
            contents,
            durable: names.clone(),
            names,
            ..State::default()
        };
        Self {
            state: Arc::new(Mutex::new(state)),
        }
    }
}

fn settled(bytes: Vec<u8>) -> Content {
    Content {
        current: bytes.clone(),
        durable: bytes,
        unsynced: Vec::new(),
    }
}

impl State {
    fn change_names(&mut self, change: NameChange) {
        change.apply(&mut self.names);
        self.unsynced.push(change);
    }

    fn folder_exists(&self, dir: &Path) -> bool {
        dir == Path::new(".") || dir == Path::new("/") || self.names.get(dir) == Some(&Node::Folder)
    }
}

fn not_found() -> io::Error {
    io::ErrorKind::NotFound.into()
}

impl Files for Memory {
    fn create_dir_all(&self, dir: &Path) -> io::Result<()> {
        let mut state = self.state();
        let above: Vec<_> = dir
            .ancestors()
            .filter(|path| !path.as_os_str().is_empty())
            .collect();
        for path in above.into_iter().rev() {
            if !state.folder_exists(path) {
                state.change_names(NameChange {
                    gone: None,
                    made: Some((path.to_path_buf(), Node::Folder)),
                });
            }
        }
        Ok(())
    }

    fn open(&self, path: &Path, mode: Mode) -> io::Result<Box<dyn Handle>> {
        let mut state = self.state();
        let number = match state.names.get(path).copied() {
            Some(Node::File(number)) => number,
            Some(Node::Folder) => return Err(io::ErrorKind::IsADirectory.into()),
            None if mode == Mode::Create && state.folder_exists(parent_of(path)) => {
                state.contents.push(Content::default());
                let node = Node::File(state.contents.len() - 1);
                state.change_names(NameChange {
                    gone: None,
                    made: Some((path.to_path_buf(), node)),
                });
                state.contents.len() - 1
            }
            None => return Err(not_found()),
        };
        drop(state);
        Ok(Box::new(InMemory {
            memory: self.clone(),
            number,
            writable: mode != Mode::Read,
        }))
    }

    fn exists(&self, path: &Path) -> io::Result<bool> {
        Ok(self.state().names.contains_key(path))
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let state = self.state();
        if !state.folder_exists(dir) {
            return Err(not_found());
        }
        let inside = state.names.keys().filter(|path| parent_of(path) == dir);
        Ok(inside
            .filter_map(|path| path.file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .collect())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        let node = state.names.get(from).copied().ok_or_else(not_found)?;
        if !state.folder_exists(parent_of(to)) {
            return Err(not_found());
        }
        state.change_names(NameChange {
            gone: Some(from.to_path_buf()),
            made: Some((to.to_path_buf(), node)),
        });
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        match state.names.get(path) {
            Some(Node::File(_)) => {
                state.change_names(NameChange {
                    gone: Some(path.to_path_buf()),
                    made: None,
                });
                Ok(())
            }
            _ => Err(not_found()),
        }
    }

    fn remove_dir(&self, dir: &Path) -> io::Result<()> {
        let mut state = self.state();
        if state.names.get(dir) != Some(&Node::Folder) {
            return Err(not_found());
        }
        if state.names.keys().any(|name| parent_of(name) == dir) {
            return Err(io::ErrorKind::DirectoryNotEmpty.into());
        }
        state.change_names(NameChange {
            gone: Some(dir.to_path_buf()),
            made: None,
        });
        Ok(())
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let mut state = self.state();
        let (now, later): (Vec<_>, Vec<_>) = std::mem::take(&mut state.unsynced)
            .into_iter()
            .partition(|change| change.touches(dir));
        for change in now {
            change.apply(&mut state.durable);
        }
        state.unsynced = later;
        Ok(())
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Held>>> {
        self.open(path, Mode::Create)?;
        let fresh = self.state().locked.insert(path.to_path_buf());
        let held = || {
            Box::new(LockInMemory {
                memory: self.clone(),
                path: path.to_path_buf(),
            }) as Box<dyn Held>
        };
        Ok(fresh.then(held))
    }
}

struct LockInMemory {
    memory: Memory,
    path: PathBuf,
}

impl Held for LockInMemory {}

impl Drop for LockInMemory {
    fn drop(&mut self) {
        self.memory.state().locked.remove(&self.path);
    }
}

struct InMemory {
    memory: Memory,
    number: usize,
    writable: bool,
}

impl InMemory {
    fn change(&self, change: Change) -> io::Result<()> {
        if !self.writable {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let mut state = self.memory.state();
        let content = &mut state.contents[self.number];
        match &change {
            Change::Write(offset, bytes) => put(&mut content.current, *offset, bytes),
            Change::Length(len) => content.current.resize(*len, 0),
        }
        content.unsynced.push(change);
        Ok(())
    }
}

impl Handle for InMemory {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let state = self.memory.state();
        let bytes = &state.contents[self.number].current;
        let rest = bytes.get(offset as usize..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }

    fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.change(Change::Write(offset as usize, bytes.to_vec()))
    }

    fn len(&self) -> io::Result<u64> {
        Ok(self.memory.state().contents[self.number].current.len() as u64)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.change(Change::Length(len as usize))
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut state = self.memory.state();
        let fails = std::mem::take(&mut state.next_sync_fails);
        let content = &mut state.contents[self.number];
        let changes = std::mem::take(&mut content.unsynced);
        if fails {
            // The pages count as clean from here on although they never arrived: the length does, the bytes do not.
            content.durable.resize(content.current.len(), 0);
            return Err(io::Error::other("the disk does not answer"));
        }
        for change in changes {
            match change {
                Change::Write(offset, bytes) => put(&mut content.durable, offset, &bytes),
                Change::Length(len) => content.durable.resize(len, 0),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_synced_survives_every_cut_and_what_was_not_sometimes_does_not() {
        let memory = Memory::new();
        memory.create_dir_all(Path::new("d")).expect("folder");
        memory.sync_dir(Path::new(".")).expect("sync");
        let path = Path::new("d/file");
        memory.write_new_synced(path, &[1; 3000]).expect("written");
        let file = memory.open(path, Mode::Write).expect("open");
        file.write_at(3000, &[2; 3000]).expect("write");
        memory
            .open(Path::new("d/other"), Mode::Create)
            .expect("other");
        let (mut lost, mut torn, mut vanished) = (0, 0, 0);
        for seed in 0..100 {
            let after = memory.power_cut(seed);
            let bytes = after.read_all(path).expect("read");
            assert_eq!(&bytes[..3000], &[1; 3000][..], "seed {seed}");
            lost += usize::from(bytes.len() == 3000);
            torn += usize::from(bytes[3000..].contains(&0) && bytes[3000..].contains(&2));
            vanished += usize::from(!after.exists(Path::new("d/other")).expect("exists"));
        }
        assert!(
            lost > 5 && torn > 5 && vanished > 5,
            "{lost} {torn} {vanished}"
        );
    }

    #[test]
    fn a_failed_sync_loses_what_a_second_sync_claims_to_have_saved() {
        let memory = Memory::new();
        memory
            .write_new_synced(Path::new("file"), b"old ")
            .expect("written");
        let file = memory.open(Path::new("file"), Mode::Write).expect("open");
        file.write_at(4, b"new").expect("write");
        memory.break_next_sync();
        file.sync_data().expect_err("broken");
        file.sync_data().expect("claims success");
        assert_eq!(file.read_from(0).expect("read"), b"old new");
        assert_eq!(
            memory
                .power_cut(1)
                .read_all(Path::new("file"))
                .expect("read"),
            b"old \0\0\0"
        );
    }
}
