//! Changes that wait in memory while much is taken in.
//!
//! # Why
//! Keys are digests, so that every record of a list lies on another page: with a million clients sled then reads, copies and writes
//! a page for each entry. Held back and written in the order of their keys, a page is touched once for all that goes on it; and
//! one heap is written while the next one grows.

use super::tree::Tree;
use super::{Change, EngineError, MARK, Value};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::thread::JoinHandle;

/// Bytes that may wait before they are written; as many may be on their way.
const MOST: usize = if cfg!(test) { 400 } else { 256 << 20 };
/// Entries of a tree whose keys are looked at beforehand: a second's work.
const MOST_KNOWN: usize = 1_000_000;
/// What an entry costs in memory beside its key and its value, in bytes.
const ENTRY: usize = 64;

/// Changes by key; `None` where an entry is to be removed.
type Heap = BTreeMap<Vec<u8>, Option<Value>>;

/// What waits, and what is on its way into the tree.
#[derive(Debug)]
pub struct Waiting {
    heap: Heap,
    bytes: usize,
    going: Option<Going>,
    /// What may be in the tree: most keys of a list are looked for in vain, each on another page. `None` where nobody knows.
    written: Option<HashSet<u64>>,
}

/// A heap that is being written.
#[derive(Debug)]
struct Going {
    heap: Arc<Heap>,
    writer: JoinHandle<Result<(), EngineError>>,
}

impl Waiting {
    /// Nothing waits yet.
    pub fn over(tree: &Tree) -> Result<Self, EngineError> {
        let written = tree.keys(MOST_KNOWN, short)?;
        Ok(Self {
            heap: Heap::new(),
            bytes: 0,
            going: None,
            written: written.map(HashSet::from_iter),
        })
    }

    /// The value of a key: as it waits, or as it is in the tree.
    pub fn read(&self, key: &[u8], tree: &Tree) -> Result<Option<Value>, EngineError> {
        let may_be_there = |written: &HashSet<u64>| written.contains(&short(key));
        match self.find(key) {
            Some(waiting) => Ok(waiting.clone()),
            None if self.written.as_ref().is_none_or(may_be_there) => tree.get(key),
            None => Ok(None),
        }
    }

    fn find(&self, key: &[u8]) -> Option<&Option<Value>> {
        let going = || self.going.as_ref().and_then(|going| going.heap.get(key));
        self.heap.get(key).or_else(going)
    }

    /// Hands out all entries whose keys begin with `prefix`, those that wait last.
    pub fn each(
        &self,
        prefix: &[u8],
        tree: &Tree,
        each: &mut dyn FnMut(&[u8], &[u8]),
    ) -> Result<(), EngineError> {
        tree.each(prefix, &mut |key, value| {
            if self.find(key).is_none() {
                each(key, value);
            }
        })?;
        let going = self
            .going
            .iter()
            .flat_map(|going| under(&going.heap, prefix));
        let going = going.filter(|(key, _)| !self.heap.contains_key(*key));
        for (key, value) in going.chain(under(&self.heap, prefix)) {
            if let Some(value) = value {
                each(key, value);
            }
        }
        Ok(())
    }

    /// Lets changes wait; writes where too many do.
    pub fn add(&mut self, changes: Vec<Change>, tree: &Tree) -> Result<(), EngineError> {
        for (key, value) in changes {
            self.bytes += ENTRY + key.len() + value.as_ref().map_or(0, Vec::len);
            if let Some(Some(old)) = self.heap.insert(key, value) {
                self.bytes = self.bytes.saturating_sub(old.len());
            }
        }
        if self.bytes > MOST {
            self.send_off(tree)?;
        }
        Ok(())
    }

    /// Writes all that waits.
    pub fn write(&mut self, tree: &Tree) -> Result<(), EngineError> {
        self.send_off(tree)?;
        self.see_home()
    }

    fn send_off(&mut self, tree: &Tree) -> Result<(), EngineError> {
        self.see_home()?;
        self.bytes = 0;
        let heap = Arc::new(std::mem::take(&mut self.heap));
        if let Some(written) = &mut self.written {
            written.extend(heap.keys().map(|key| short(key)));
        }
        let (tree, sent) = (tree.clone(), Arc::clone(&heap));
        let writer = std::thread::Builder::new().name("writing".to_owned());
        let writer = writer
            .spawn(move || write(&sent, &tree))
            .map_err(|error| EngineError::Failed(error.to_string()))?;
        self.going = Some(Going { heap, writer });
        Ok(())
    }

    fn see_home(&mut self) -> Result<(), EngineError> {
        match self.going.take() {
            Some(going) => going.writer.join().unwrap_or(Err(EngineError::Panicked)),
            None => Ok(()),
        }
    }
}

/// Writes a heap, the mark last. Not as one: whoever is stopped half way leaves a tree that the mark in it does not fit.
fn write(heap: &Heap, tree: &Tree) -> Result<(), EngineError> {
    for (key, value) in heap.iter().filter(|(key, _)| *key != MARK) {
        tree.write_one(key, value.as_deref())?;
    }
    match heap.get(MARK) {
        Some(mark) => tree.write_one(MARK, mark.as_deref()),
        None => Ok(()),
    }
}

fn under<'a>(
    heap: &'a Heap,
    prefix: &'a [u8],
) -> impl Iterator<Item = (&'a Vec<u8>, &'a Option<Value>)> {
    heap.range(prefix.to_vec()..)
        .take_while(move |(key, _)| key.starts_with(prefix))
}

/// Eight bytes of a key, which is a digest but for its first byte.
fn short(key: &[u8]) -> u64 {
    let end = key.last_chunk::<8>();
    end.map_or(0, |end| u64::from_le_bytes(*end))
}
