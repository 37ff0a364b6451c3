//! Disks that go wrong on purpose, for tests: [`Memory`] can lose its power, [`Failing`] fails one chosen operation.
//!
//! # Why
//! After redb's crash tests and SQLite's "fail the N-th operation for N = 1, 2, 3 … until the run completes": no list of fault
//! points to keep up to date, every operation is hit once.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub use super::memory::Memory;
use super::{Files, Handle, Held, Mode};

/// How an operation fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// An input/output error; nothing was done.
    Broken,
    /// The disk is full; half of a write is there.
    NoSpace,
    /// A write stopped half way with an input/output error; other operations do nothing.
    Short,
    /// The operation was done, and reported as failed all the same.
    Late,
}

impl Fault {
    /// All kinds, for loops in tests.
    pub const ALL: [Self; 4] = [Self::Broken, Self::NoSpace, Self::Short, Self::Late];

    fn error(self) -> io::Error {
        match self {
            Self::NoSpace => io::Error::new(io::ErrorKind::StorageFull, "the disk is full"),
            _ => io::Error::other("the disk does not answer"),
        }
    }
}

struct Plan {
    count: AtomicU64,
    first: u64,
    last: u64,
    fault: Fault,
}

impl Plan {
    /// Counts one operation; the fault, when it is this one's turn.
    fn turn(&self) -> Option<Fault> {
        let number = self.count.fetch_add(1, Ordering::SeqCst) + 1;
        (self.first..=self.last)
            .contains(&number)
            .then_some(self.fault)
    }

    fn run<T>(&self, operation: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        match self.turn() {
            None => operation(),
            Some(fault) => {
                if fault == Fault::Late {
                    let _done_but_denied = operation();
                }
                Err(fault.error())
            }
        }
    }
}

/// Fails the N-th operation (counted from 1) of the file system below it; earlier and later ones succeed.
#[derive(Clone)]
pub struct Failing {
    inner: Arc<dyn Files>,
    plan: Arc<Plan>,
}

impl Failing {
    /// Fails operation `number` only.
    pub fn once(inner: Arc<dyn Files>, number: u64, fault: Fault) -> Self {
        Self::between(inner, number, number, fault)
    }

    /// Fails operation `number` and all that follow, as a disk does that was pulled out.
    pub fn from(inner: Arc<dyn Files>, number: u64, fault: Fault) -> Self {
        Self::between(inner, number, u64::MAX, fault)
    }

    fn between(inner: Arc<dyn Files>, first: u64, last: u64, fault: Fault) -> Self {
        let plan = Plan {
            count: AtomicU64::new(0),
            first,
            last,
            fault,
        };
        Self {
            inner,
            plan: Arc::new(plan),
        }
    }

    /// Whether the fault has happened: a run without it is the last of a loop.
    pub fn happened(&self) -> bool {
        self.plan.count.load(Ordering::SeqCst) >= self.plan.first
    }
}

impl Files for Failing {
    fn create_dir_all(&self, dir: &Path) -> io::Result<()> {
        self.plan.run(|| self.inner.create_dir_all(dir))
    }

    fn open(&self, path: &Path, mode: Mode) -> io::Result<Box<dyn Handle>> {
        let inner = self.plan.run(|| self.inner.open(path, mode))?;
        Ok(Box::new(FailingHandle {
            inner,
            plan: Arc::clone(&self.plan),
        }))
    }

    fn exists(&self, path: &Path) -> io::Result<bool> {
        self.plan.run(|| self.inner.exists(path))
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        self.plan.run(|| self.inner.list(dir))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.plan.run(|| self.inner.rename(from, to))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.plan.run(|| self.inner.remove(path))
    }

    fn remove_dir(&self, dir: &Path) -> io::Result<()> {
        self.plan.run(|| self.inner.remove_dir(dir))
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.plan.run(|| self.inner.sync_dir(dir))
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Held>>> {
        self.plan.run(|| self.inner.lock(path))
    }
}

struct FailingHandle {
    inner: Box<dyn Handle>,
    plan: Arc<Plan>,
}

impl Handle for FailingHandle {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        self.plan.run(|| self.inner.read_at(offset, buffer))
    }

    fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        match self.plan.turn() {
            None => self.inner.write_at(offset, bytes),
            Some(fault) => {
                let part = match fault {
                    Fault::Broken => 0,
                    Fault::NoSpace | Fault::Short => bytes.len() / 2,
                    Fault::Late => bytes.len(),
                };
                self.inner.write_at(offset, &bytes[..part])?;
                Err(fault.error())
            }
        }
    }

    fn len(&self) -> io::Result<u64> {
        self.plan.run(|| self.inner.len())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.plan.run(|| self.inner.set_len(len))
    }

    fn sync_data(&self) -> io::Result<()> {
        self.plan.run(|| self.inner.sync_data())
    }
}
