//! Following a journal that another process writes.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::JournalError;
use super::files::{Files, Mode};
use super::frame::Frame;
use super::read::{entry, frame_bytes};
use super::segment::{self, HEADER};
use super::walk::{Cursor, Signatures, walk};
use super::{Anchor, Entry, Keyring, Place};

/// Reads complete groups as they appear; never writes, never cuts.
pub struct Follower {
    files: Arc<dyn Files>,
    dir: PathBuf,
    keyring: Arc<dyn Keyring>,
    cursor: Cursor,
    place: Place,
    segment: u32,
    next: u64,
}

/// What one look at the journal brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct News {
    /// New acts handed out.
    pub acts: u64,
    /// Bytes after the last complete group: a write under way, or a torn end that the writer has yet to cut.
    pub waiting: u64,
}

impl std::fmt::Debug for Follower {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Follower {{ seq {} }}", self.cursor.seq)
    }
}

impl Follower {
    /// Follows from after `from`, or from the first act.
    pub fn new(
        files: Arc<dyn Files>,
        dir: &Path,
        keyring: Arc<dyn Keyring>,
        from: Option<Anchor>,
    ) -> Result<Self, JournalError> {
        let cursor = Cursor::start(&*keyring);
        let place = Place {
            segment: 1,
            offset: 0,
        };
        let dir = dir.to_path_buf();
        let mut follower = Self {
            files,
            dir,
            keyring,
            cursor,
            place,
            segment: 1,
            next: HEADER as u64,
        };
        if let Some(anchor) = from.filter(|anchor| anchor.seq > 0) {
            follower.go_to(&anchor)?;
        }
        Ok(follower)
    }

    fn go_to(&mut self, anchor: &Anchor) -> Result<(), JournalError> {
        let path = segment::path(&self.dir, anchor.place.segment);
        let handle = self
            .files
            .open(&path, Mode::Read)
            .map_err(JournalError::while_being("read"))?;
        let bytes = frame_bytes(&*handle, anchor.place)?;
        let frame = Frame::parse(&bytes)
            .ok()
            .filter(|frame| *frame.chain() == anchor.chain);
        let Some(frame) = frame else {
            return Err(JournalError::RolledBack {
                wanted: anchor.seq,
                found: "it is not where it was".to_owned(),
            });
        };
        self.cursor = Cursor {
            seq: anchor.seq,
            chain: anchor.chain,
        };
        (self.place, self.segment) = (anchor.place, anchor.place.segment);
        self.next = anchor.place.offset + frame.len() as u64;
        Ok(())
    }

    /// The last act handed out.
    pub fn head(&self) -> Anchor {
        Anchor {
            seq: self.cursor.seq,
            chain: self.cursor.chain,
            place: self.place,
        }
    }

    /// Hands out the acts of all groups that were completed since the last look. A bad end is waited for, except where a later
    /// segment shows that the writer went on.
    pub fn poll(&mut self, mut each: impl FnMut(Entry)) -> Result<News, JournalError> {
        let mut news = News::default();
        loop {
            // Looked for first: once the next segment is there, this one is complete.
            let following = segment::path(&self.dir, self.segment + 1);
            let goes_on = self
                .files
                .exists(&following)
                .map_err(JournalError::while_being("followed"))?;
            news.waiting = self.poll_segment(&mut news.acts, &mut each, goes_on)?;
            if !goes_on {
                return Ok(news);
            }
            let (start, _) =
                segment::load(&*self.files, &self.dir, &*self.keyring, self.segment + 1)?;
            if start != self.cursor {
                return Err(self.damaged(0, "the next file does not go on where this one ends"));
            }
            self.segment += 1;
            self.next = HEADER as u64;
        }
    }

    fn poll_segment(
        &mut self,
        acts: &mut u64,
        each: &mut dyn FnMut(Entry),
        is_complete: bool,
    ) -> Result<u64, JournalError> {
        let machine = JournalError::while_being("followed");
        let path = segment::path(&self.dir, self.segment);
        let handle = self.files.open(&path, Mode::Read).map_err(&machine)?;
        if handle.len().map_err(&machine)? < self.next {
            return Err(JournalError::RolledBack {
                wanted: self.cursor.seq,
                found: "the file is shorter than it was".to_owned(),
            });
        }
        let bytes = handle.read_from(self.next).map_err(&machine)?;
        let (next, segment) = (self.next, self.segment);
        let keyring = Arc::clone(&self.keyring);
        let walked = walk(
            &*keyring,
            self.cursor,
            &bytes,
            0,
            Signatures::Checked,
            &mut |at, frame| {
                *acts += 1;
                each(entry(
                    &*keyring,
                    frame,
                    Place {
                        segment,
                        offset: next + at as u64,
                    },
                )?);
                Ok(())
            },
        )?;
        self.cursor = walked.cursor;
        if let Some(at) = walked.last_frame {
            self.place = Place {
                segment,
                offset: next + at as u64,
            };
        }
        self.next = next + walked.end as u64;
        match walked.flaw {
            Some((flaw, at, _)) if is_complete => {
                Err(self.damaged(next + at as u64, flaw.sentence()))
            }
            _ => Ok((bytes.len() - walked.end) as u64),
        }
    }

    fn damaged(&self, offset: u64, what: &str) -> JournalError {
        JournalError::Damaged {
            segment: self.segment,
            offset,
            seq: self.cursor.seq + 1,
            what: what.to_owned(),
        }
    }
}
