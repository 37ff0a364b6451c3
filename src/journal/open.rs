//! Opening a journal: checking it against the anchors, walking what is new, cutting a torn end.

use std::path::Path;
use std::sync::Arc;

use super::error::JournalError;
use super::files::{Files, Handle, Mode};
use super::frame::{Frame, Misshapen};
use super::read::{entry, frame_bytes};
use super::segment::{self, HEADER, SEGMENT_BYTES};
use super::tail::{TailCut, is_torn, put_aside};
use super::walk::{Cursor, Signatures, Walked, walk};
use super::{Anchor, Entry, Journal, Keyring, Place};

/// What is known of the journal from elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Anchors {
    /// Where to begin handing out acts: after this one; from the first act when `None`.
    pub from: Option<Anchor>,
    /// Others that must lie in the journal: the header's head, the last backup's head.
    pub others: Vec<Anchor>,
}

impl From<Option<Anchor>> for Anchors {
    fn from(from: Option<Anchor>) -> Self {
        Self {
            from,
            others: Vec::new(),
        }
    }
}

impl Anchors {
    fn all(&self) -> impl Iterator<Item = &Anchor> {
        self.from.iter().chain(&self.others)
    }

    fn highest(&self) -> u64 {
        self.all().map(|anchor| anchor.seq).max().unwrap_or(0)
    }
}

/// What opening found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// How many acts were handed out.
    pub acts: u64,
    /// The torn end that was cut off, when there was one.
    pub tail_cut: Option<TailCut>,
}

impl Journal {
    /// Whether the journal in the store's folder `dir` can be opened with these anchors: every act after the first of them is held to its
    /// chain, and nothing is written. Signatures and seals, which take longer, are [`Journal::open`]'s.
    pub fn look(
        files: &dyn Files,
        dir: &Path,
        keyring: &dyn Keyring,
        anchors: &Anchors,
    ) -> Result<(), JournalError> {
        let last = check_anchors(files, dir, keyring, anchors)?;
        let looking = Opening {
            files,
            dir,
            keyring,
            anchors,
            last,
            signatures: Signatures::Trusted,
        };
        looking.walk_all(&mut |_| {}).map(drop)
    }

    /// Opens the journal in the store's folder `dir`: checks that every anchor lies in it, proves and hands out all acts after
    /// the first anchor, cuts a torn end, and makes durable what is left before anything is appended.
    pub fn open(
        files: Arc<dyn Files>,
        dir: &Path,
        keyring: Arc<dyn Keyring>,
        anchors: impl Into<Anchors>,
        mut each: impl FnMut(Entry),
    ) -> Result<(Self, Opened), JournalError> {
        let anchors = anchors.into();
        let last = check_anchors(&*files, dir, &*keyring, &anchors)?;
        remove_leftovers(&*files, dir)?;
        let mut acts = 0;
        let opening = Opening {
            files: &*files,
            dir,
            keyring: &*keyring,
            anchors: &anchors,
            last,
            signatures: Signatures::Checked,
        };
        let ended = opening.walk_all(&mut |entry| {
            acts += 1;
            each(entry);
        })?;
        let handle = files
            .open(&segment::path(dir, last), Mode::Write)
            .map_err(JournalError::while_being("opened"))?;
        let tail_cut = opening.settle(&*handle, &ended)?;
        let journal = Self {
            handle,
            segment: last,
            end: ended.end,
            head: ended.cursor,
            head_place: ended.place,
            unsynced: false,
            stopped: false,
            segment_bytes: SEGMENT_BYTES,
            dir: dir.to_path_buf(),
            files,
            keyring,
        };
        Ok((journal, Opened { acts, tail_cut }))
    }
}

/// Where the good part of the last segment ends, and what stands after it.
struct Ended {
    cursor: Cursor,
    place: Place,
    end: u64,
    /// The bytes after the good part.
    rest: Vec<u8>,
    /// Where the walk through the last segment began, and the good bytes from there.
    from: u64,
    good: Vec<u8>,
}

struct Opening<'a> {
    files: &'a dyn Files,
    dir: &'a Path,
    keyring: &'a dyn Keyring,
    anchors: &'a Anchors,
    last: u32,
    /// Whether signatures are checked and acts handed out, or only the chain is looked at.
    signatures: Signatures,
}

impl Opening<'_> {
    fn walk_all(&self, each: &mut dyn FnMut(Entry)) -> Result<Ended, JournalError> {
        let (mut cursor, mut place, mut at) = self.start()?;
        for number in place.segment..=self.last {
            let (start, mut bytes) = segment::load(self.files, self.dir, self.keyring, number)?;
            if number != place.segment && start != cursor {
                let what = "the file does not go on where the one before it ends".to_owned();
                return Err(JournalError::Damaged {
                    segment: number,
                    offset: 0,
                    seq: cursor.seq + 1,
                    what,
                });
            }
            let walked = walk(
                self.keyring,
                cursor,
                &bytes,
                at,
                self.signatures,
                &mut |at, frame| {
                    if self.signatures == Signatures::Trusted {
                        return Ok(());
                    }
                    each(entry(
                        self.keyring,
                        frame,
                        Place {
                            segment: number,
                            offset: at as u64,
                        },
                    )?);
                    Ok(())
                },
            )?;
            self.judge(number, &walked, &bytes)?;
            cursor = walked.cursor;
            if let Some(offset) = walked.last_frame {
                place = Place {
                    segment: number,
                    offset: offset as u64,
                };
            }
            if number == self.last {
                let rest = bytes.split_off(walked.end);
                let good = bytes.split_off(at.min(walked.end));
                return Ok(Ended {
                    cursor,
                    place,
                    end: walked.end as u64,
                    rest,
                    from: at as u64,
                    good,
                });
            }
            at = HEADER;
        }
        Err(JournalError::RolledBack {
            wanted: cursor.seq,
            found: "its file is missing".to_owned(),
        })
    }

    /// The chain, the place and the next byte after the first anchor.
    fn start(&self) -> Result<(Cursor, Place, usize), JournalError> {
        match self.anchors.from {
            Some(anchor) if anchor.seq > 0 => {
                let handle = self
                    .files
                    .open(&segment::path(self.dir, anchor.place.segment), Mode::Read)
                    .map_err(JournalError::while_being("read"))?;
                let bytes = frame_bytes(&*handle, anchor.place)?;
                let len = Frame::parse(&bytes).map_or(0, |frame| frame.len());
                Ok((
                    Cursor {
                        seq: anchor.seq,
                        chain: anchor.chain,
                    },
                    anchor.place,
                    anchor.place.offset as usize + len,
                ))
            }
            _ => Ok((
                Cursor::start(self.keyring),
                Place {
                    segment: 1,
                    offset: 0,
                },
                HEADER,
            )),
        }
    }

    /// Lets a flaw pass only when it is a torn write at the very end that no anchor vouches for.
    fn judge(&self, number: u32, walked: &Walked, bytes: &[u8]) -> Result<(), JournalError> {
        let Some((flaw, at, seq)) = walked.flaw else {
            return Ok(());
        };
        let is_vouched_for = self.anchors.highest() > walked.cursor.seq;
        if number == self.last && !is_vouched_for && is_torn(self.keyring, bytes, flaw, at, seq) {
            return Ok(());
        }
        Err(JournalError::Damaged {
            segment: number,
            offset: at as u64,
            seq,
            what: flaw.sentence().to_owned(),
        })
    }

    /// Cuts the torn end, and writes the walked bytes once more before syncing them.
    ///
    /// # Why
    /// After a failed sync the system may show bytes that never reached the disk and never will. Acts read here are acts that
    /// later ones build on, so they are written again, unchanged, and synced.
    fn settle(&self, handle: &dyn Handle, ended: &Ended) -> Result<Option<TailCut>, JournalError> {
        let machine = JournalError::while_being("made safe");
        let mut cut = None;
        if !ended.rest.is_empty() {
            let kept_in = put_aside(self.files, self.dir, self.last, ended.end, &ended.rest)?;
            handle.set_len(ended.end).map_err(&machine)?;
            cut = Some(TailCut {
                segment: self.last,
                offset: ended.end,
                bytes: ended.rest.len() as u64,
                kept_in,
            });
        }
        if !ended.good.is_empty() {
            handle.write_at(ended.from, &ended.good).map_err(&machine)?;
        }
        handle.sync_data().map_err(&machine)?;
        Ok(cut)
    }
}

/// Checks that every anchor is in the journal; the number of the last segment.
fn check_anchors(
    files: &dyn Files,
    dir: &Path,
    keyring: &dyn Keyring,
    anchors: &Anchors,
) -> Result<u32, JournalError> {
    let last = segment::last(files, dir)?;
    if last == 0 && anchors.highest() > 0 {
        return Err(JournalError::RolledBack {
            wanted: anchors.highest(),
            found: "there is no journal now".to_owned(),
        });
    }
    if last == 0 {
        return Err(JournalError::Damaged {
            segment: 1,
            offset: 0,
            seq: 1,
            what: "there is no journal file".to_owned(),
        });
    }
    for anchor in anchors.all() {
        check_anchor(files, dir, keyring, anchor, last)?;
    }
    Ok(last)
}

fn check_anchor(
    files: &dyn Files,
    dir: &Path,
    keyring: &dyn Keyring,
    anchor: &Anchor,
    last: u32,
) -> Result<(), JournalError> {
    let rolled_back = |found: &str| {
        Err(JournalError::RolledBack {
            wanted: anchor.seq,
            found: found.to_owned(),
        })
    };
    if anchor.seq == 0 {
        let is_ours = anchor.chain == Cursor::start(keyring).chain;
        return if is_ours {
            Ok(())
        } else {
            rolled_back("the journal is another store's")
        };
    }
    let Place {
        segment: number,
        offset,
    } = anchor.place;
    if number > last {
        return rolled_back("the journal ends in an earlier file");
    }
    let handle = files
        .open(&segment::path(dir, number), Mode::Read)
        .map_err(JournalError::while_being("read"))?;
    let bytes = frame_bytes(&*handle, anchor.place)?;
    let damaged = |what: &str| {
        Err(JournalError::Damaged {
            segment: number,
            offset,
            seq: anchor.seq,
            what: what.to_owned(),
        })
    };
    match Frame::parse(&bytes) {
        Err(Misshapen::Short) => rolled_back("the journal ends before it"),
        Err(Misshapen::Lengths) => damaged("there is no act where one was saved"),
        Ok(frame) if frame.seq() == anchor.seq && *frame.chain() == anchor.chain => Ok(()),
        // Proved by its own chain, but not what was there: another history, not a damaged one.
        Ok(_) if is_proved_there(files, dir, keyring, anchor.place)? => {
            rolled_back("another act is in its place")
        }
        Ok(_) => damaged("the act is not the one that was saved"),
    }
}

/// Whether the segment's own chain is right up to and beyond a place.
fn is_proved_there(
    files: &dyn Files,
    dir: &Path,
    keyring: &dyn Keyring,
    place: Place,
) -> Result<bool, JournalError> {
    let (start, bytes) = segment::load(files, dir, keyring, place.segment)?;
    let walked = walk(
        keyring,
        start,
        &bytes,
        HEADER,
        Signatures::Checked,
        &mut |_, _| Ok(()),
    )?;
    Ok(walked.end as u64 > place.offset)
}

/// Removes what a crash left of a segment that was being made.
fn remove_leftovers(files: &dyn Files, dir: &Path) -> Result<(), JournalError> {
    let machine = JournalError::while_being("tidied");
    let folder = super::folder(dir);
    for name in files.list(&folder).map_err(&machine)? {
        if name.ends_with(".jrn.new") {
            files.remove(&folder.join(name)).map_err(&machine)?;
        }
    }
    // Names may be of this process only until here: a segment seen now must not vanish once acts are in it.
    files.sync_dir(&folder).map_err(&machine)?;
    Ok(())
}
