//! Making a journal, and appending to it.

use std::path::Path;
use std::sync::Arc;

use super::chain::{commit_proof, link};
use super::error::JournalError;
use super::files::{Files, Mode, parent_of};
use super::frame::{CALLER_FLAGS, COMMIT, Head, MAX_PLAIN, UNSIGNED, UNSYNCED, sealed_len};
use super::segment::{self, HEADER, SEGMENT_BYTES};
use super::walk::Cursor;
use super::{Journal, Keyring, Part, Place, Plain, Sealing, folder};

impl Journal {
    /// Makes an empty journal in the store's folder `dir`, durably.
    pub fn create(
        files: Arc<dyn Files>,
        dir: &Path,
        keyring: Arc<dyn Keyring>,
    ) -> Result<Self, JournalError> {
        let machine = JournalError::while_being("made");
        files.create_dir_all(&folder(dir)).map_err(&machine)?;
        if segment::last(&*files, dir)? != 0 {
            return Err(JournalError::Exists);
        }
        let head = Cursor::start(&*keyring);
        segment::make(&*files, dir, &*keyring, 1, &head)?;
        files.sync_dir(dir).map_err(&machine)?;
        files.sync_dir(parent_of(dir)).map_err(&machine)?;
        let handle = files
            .open(&segment::path(dir, 1), Mode::Write)
            .map_err(&machine)?;
        let head_place = Place {
            segment: 1,
            offset: 0,
        };
        let dir = dir.to_path_buf();
        Ok(Self {
            files,
            dir,
            keyring,
            segment: 1,
            handle,
            end: HEADER as u64,
            head,
            head_place,
            unsynced: false,
            stopped: false,
            segment_bytes: SEGMENT_BYTES,
        })
    }

    /// Appends a group: all of it or nothing, one write and one sync. Returns each act's number and place; when this returns
    /// `Ok` the group is on stable storage.
    pub fn append(&mut self, group: &[Plain]) -> Result<Vec<(u64, Place)>, JournalError> {
        if group.is_empty() {
            return Ok(Vec::new());
        }
        let places = self.write_group(group, 0)?;
        self.sync_now()?;
        Ok(places)
    }

    /// Appends one act without a sync: it survives the end of this process, but a power cut only after [`Journal::sync`] or the
    /// next [`Journal::append`].
    pub fn append_unsynced(&mut self, plain: &Plain) -> Result<(u64, Place), JournalError> {
        let places = self.write_group(std::slice::from_ref(plain), UNSYNCED)?;
        places.first().copied().ok_or(JournalError::Stopped)
    }

    /// Brings what was appended without a sync to stable storage.
    pub fn sync(&mut self) -> Result<(), JournalError> {
        if self.stopped {
            return Err(JournalError::Stopped);
        }
        if self.unsynced {
            self.sync_now()
        } else {
            Ok(())
        }
    }

    fn sync_now(&mut self) -> Result<(), JournalError> {
        if let Err(source) = self.handle.sync_data() {
            // Whether a second attempt tells the truth is not known, so there is none.
            self.stopped = true;
            return Err(JournalError::Machine {
                doing: "brought to stable storage",
                source,
            });
        }
        self.unsynced = false;
        Ok(())
    }

    pub(super) fn write_group(
        &mut self,
        group: &[Plain],
        flags: u16,
    ) -> Result<Vec<(u64, Place)>, JournalError> {
        if self.stopped {
            return Err(JournalError::Stopped);
        }
        if self.end >= self.segment_bytes {
            self.turn_over()?;
        }
        let Encoded {
            bytes,
            places,
            head,
        } = self.encode(group, flags)?;
        if let Err(source) = self.handle.write_at(self.end, &bytes) {
            self.take_back();
            return Err(JournalError::Machine {
                doing: "written",
                source,
            });
        }
        self.end += bytes.len() as u64;
        self.head = head;
        self.head_place = places.last().map_or(self.head_place, |(_, place)| *place);
        self.unsynced = true;
        Ok(places)
    }

    /// Removes what a failed write may have left, so that the same write can be tried again once there is room.
    fn take_back(&mut self) {
        let gone = self
            .handle
            .set_len(self.end)
            .and_then(|()| self.handle.sync_data());
        self.stopped = gone.is_err();
    }

    /// Goes on in a new segment. Everything in the old one is durable first, so only the last segment can have a torn end.
    fn turn_over(&mut self) -> Result<(), JournalError> {
        self.sync()?;
        let number = self.segment + 1;
        let made = segment::make(&*self.files, &self.dir, &*self.keyring, number, &self.head)
            .and_then(|()| {
                let path = segment::path(&self.dir, number);
                self.files
                    .open(&path, Mode::Write)
                    .map_err(JournalError::while_being("continued in a new file"))
            });
        match made {
            Ok(handle) => {
                (self.handle, self.segment, self.end) = (handle, number, HEADER as u64);
                Ok(())
            }
            Err(error) => {
                // The new file may or may not be there: opening again finds out.
                self.stopped = true;
                Err(error)
            }
        }
    }

    fn encode(&self, group: &[Plain], flags: u16) -> Result<Encoded, JournalError> {
        let nonces = nonces(group.len())?;
        let size = group
            .iter()
            .map(|plain| plain.look.len() + plain.full.len() + 256)
            .sum();
        let mut encoded = Encoded {
            bytes: Vec::with_capacity(size),
            places: Vec::with_capacity(group.len()),
            head: self.head,
        };
        for (index, (plain, nonce)) in group.iter().zip(&nonces).enumerate() {
            let place = Place {
                segment: self.segment,
                offset: self.end + encoded.bytes.len() as u64,
            };
            let last = index + 1 == group.len();
            encoded.places.push((encoded.head.seq + 1, place));
            self.encode_one(plain, nonce, flags, last, &mut encoded)?;
        }
        Ok(encoded)
    }

    fn encode_one(
        &self,
        plain: &Plain,
        nonce: &[u8; 24],
        flags: u16,
        last: bool,
        encoded: &mut Encoded,
    ) -> Result<(), JournalError> {
        let bytes = plain.look.len() + plain.full.len();
        if bytes > MAX_PLAIN {
            return Err(JournalError::TooLarge {
                bytes,
                limit: MAX_PLAIN,
            });
        }
        let seq = encoded.head.seq + 1;
        let epoch = self.keyring.epoch();
        let out = &mut encoded.bytes;
        let start = out.len();
        let flags = (plain.flags & CALLER_FLAGS)
            | flags
            | self.signer_flags()
            | if last { COMMIT } else { 0 };
        let head = Head {
            seq,
            epoch,
            flags,
            client: plain.client_key,
            nonce,
            look: plain.look.len(),
            full: plain.full.len(),
        };
        head.write(out);
        self.seal_parts(plain, nonce, seq, out)?;
        let chain = link(self.keyring.chain_key(), &encoded.head.chain, &out[start..]);
        out.extend_from_slice(&chain);
        let proof = if last {
            commit_proof(&*self.keyring, &chain)
        } else {
            [0; 64]
        };
        out.extend_from_slice(&proof);
        encoded.head = Cursor { seq, chain };
        Ok(())
    }

    fn seal_parts(
        &self,
        plain: &Plain,
        nonce: &[u8; 24],
        seq: u64,
        out: &mut Vec<u8>,
    ) -> Result<(), JournalError> {
        let (epoch, client) = (self.keyring.epoch(), plain.client_key);
        for (part, text) in [(Part::Look, &plain.look), (Part::Full, &plain.full)] {
            let end = out.len() + sealed_len(text.len());
            if !text.is_empty() {
                let about = Sealing {
                    part,
                    epoch,
                    seq,
                    client,
                    nonce,
                };
                self.keyring.seal(&about, text, out)?;
            }
            debug_assert_eq!(out.len(), end, "as long as the frame says");
        }
        Ok(())
    }

    fn signer_flags(&self) -> u16 {
        self.keyring
            .signer()
            .map_or(UNSIGNED, |number| u16::from(number) << 8)
    }
}

struct Encoded {
    bytes: Vec<u8>,
    places: Vec<(u64, Place)>,
    head: Cursor,
}

fn nonces(count: usize) -> Result<Vec<[u8; 24]>, JournalError> {
    let mut bytes = vec![0; count * 24];
    getrandom::fill(&mut bytes).map_err(|error| JournalError::Machine {
        doing: "given random numbers",
        source: std::io::Error::other(error),
    })?;
    Ok(bytes.as_chunks().0.to_vec())
}
