//! Reading acts: one by its place, or all from a number on.

use std::ops::ControlFlow;

use super::error::JournalError;
use super::files::{Files, Handle, Mode};
use super::frame::{CALLER_FLAGS, FOOT, Frame, HEAD, MAX_FRAME, frame_len};
use super::segment::{self, HEADER};
use super::walk::{Signatures, walk};
use super::{Anchor, Entry, Journal, Keyring, KeyringError, Part, Place, Sealing, Unsealed};

/// Most frames are smaller than this: one read fetches head and body.
const FIRST_READ: usize = 2048;

impl Journal {
    /// Reads the act at a place. The seals prove its content; its standing in the chain was proved on opening.
    pub fn read(&self, place: Place) -> Result<Entry, JournalError> {
        if place.segment == self.segment {
            return read_with(&*self.handle, &*self.keyring, place);
        }
        let path = segment::path(&self.dir, place.segment);
        let handle = self
            .files
            .open(&path, Mode::Read)
            .map_err(JournalError::while_being("read"))?;
        read_with(&*handle, &*self.keyring, place)
    }

    /// Whether this very act, with this very chain value, lies at its place.
    pub fn holds(&self, anchor: &Anchor) -> bool {
        let place = anchor.place;
        let bytes = if place.segment == self.segment {
            frame_bytes(&*self.handle, place)
        } else {
            let path = segment::path(&self.dir, place.segment);
            match self.files.open(&path, Mode::Read) {
                Ok(handle) => frame_bytes(&*handle, place),
                Err(_) => return false,
            }
        };
        bytes.is_ok_and(|bytes| {
            Frame::parse(&bytes)
                .is_ok_and(|frame| frame.seq() == anchor.seq && *frame.chain() == anchor.chain)
        })
    }

    /// Hands out all acts from number `from_seq` on, oldest first, until the callback breaks; proves the chain on the way.
    pub fn scan(
        &self,
        from_seq: u64,
        mut each: impl FnMut(Entry) -> ControlFlow<()>,
    ) -> Result<(), JournalError> {
        let mut stop = false;
        for number in self.segment_of(from_seq)?..=self.segment {
            let (start, bytes) = self.load(number)?;
            let walked = walk(
                &*self.keyring,
                start,
                &bytes,
                HEADER,
                Signatures::Trusted,
                &mut |at, frame| {
                    if !stop && frame.seq() >= from_seq {
                        let place = Place {
                            segment: number,
                            offset: at as u64,
                        };
                        stop = each(entry(&*self.keyring, frame, place)?).is_break();
                    }
                    Ok(())
                },
            )?;
            if let Some((flaw, at, seq)) = walked.flaw {
                let what = flaw.sentence().to_owned();
                return Err(JournalError::Damaged {
                    segment: number,
                    offset: at as u64,
                    seq,
                    what,
                });
            }
            if stop {
                break;
            }
        }
        Ok(())
    }

    /// A segment's bytes; the last one only as far as this process has written or accepted it.
    fn load(&self, number: u32) -> Result<(super::walk::Cursor, Vec<u8>), JournalError> {
        let (start, mut bytes) = segment::load(&*self.files, &self.dir, &*self.keyring, number)?;
        if number == self.segment {
            bytes.truncate(self.end as usize);
        }
        Ok((start, bytes))
    }

    /// The last segment that begins at or before act `seq`.
    fn segment_of(&self, seq: u64) -> Result<u32, JournalError> {
        for number in (2..=self.segment).rev() {
            if read_start(
                &*self.files,
                &segment::path(&self.dir, number),
                &*self.keyring,
                number,
            )? < seq
            {
                return Ok(number);
            }
        }
        Ok(1)
    }
}

fn read_start(
    files: &dyn Files,
    path: &std::path::Path,
    keyring: &dyn Keyring,
    number: u32,
) -> Result<u64, JournalError> {
    let machine = JournalError::while_being("read");
    let mut bytes = [0; HEADER];
    let handle = files.open(path, Mode::Read).map_err(&machine)?;
    let read = handle.read_at(0, &mut bytes).map_err(&machine)?;
    Ok(segment::read_header(keyring, number, &bytes[..read])?.seq)
}

fn read_with(
    handle: &dyn Handle,
    keyring: &dyn Keyring,
    place: Place,
) -> Result<Entry, JournalError> {
    let bytes = frame_bytes(handle, place)?;
    let frame = Frame::parse(&bytes).map_err(|_| not_a_frame(place))?;
    entry(keyring, &frame, place)
}

/// The bytes of the frame at a place, or fewer where the file ends.
pub fn frame_bytes(handle: &dyn Handle, place: Place) -> Result<Vec<u8>, JournalError> {
    let machine = JournalError::while_being("read");
    let mut bytes = vec![0; FIRST_READ.max(HEAD + FOOT)];
    let read = handle.read_at(place.offset, &mut bytes).map_err(&machine)?;
    bytes.truncate(read);
    let len = frame_len(&bytes).unwrap_or(0).min(MAX_FRAME);
    if len > bytes.len() && read == FIRST_READ {
        let mut rest = vec![0; len - read];
        let more = handle
            .read_at(place.offset + read as u64, &mut rest)
            .map_err(&machine)?;
        bytes.extend_from_slice(&rest[..more]);
    }
    Ok(bytes)
}

fn not_a_frame(place: Place) -> JournalError {
    JournalError::Damaged {
        segment: place.segment,
        offset: place.offset,
        seq: 0,
        what: "there is no act at this place".to_owned(),
    }
}

/// Unseals a frame.
pub fn entry(
    keyring: &dyn Keyring,
    frame: &Frame<'_>,
    place: Place,
) -> Result<Entry, JournalError> {
    let look = unseal(keyring, frame, Part::Look, frame.look(), place)?;
    let full = unseal(keyring, frame, Part::Full, frame.full(), place)?;
    let erased = look == Unsealed::Erased || full == Unsealed::Erased;
    Ok(Entry {
        seq: frame.seq(),
        flags: frame.flags() & CALLER_FLAGS,
        client_key: frame.client(),
        look: plain(look).unwrap_or_default(),
        full: plain(full).filter(|_| !erased),
        erased,
        signed: frame.signer().is_some(),
        place,
    })
}

fn plain(unsealed: Unsealed) -> Option<Vec<u8>> {
    match unsealed {
        Unsealed::Plain(bytes) => Some(bytes),
        Unsealed::NotForThisRole | Unsealed::Erased => None,
    }
}

fn unseal(
    keyring: &dyn Keyring,
    frame: &Frame<'_>,
    part: Part,
    sealed: &[u8],
    place: Place,
) -> Result<Unsealed, JournalError> {
    if sealed.is_empty() {
        return Ok(Unsealed::Plain(Vec::new()));
    }
    let about = Sealing {
        part,
        epoch: frame.epoch(),
        seq: frame.seq(),
        client: frame.client(),
        nonce: frame.nonce(),
    };
    keyring.unseal(&about, sealed).map_err(|error| match error {
        KeyringError::Damaged(what) => JournalError::Damaged {
            segment: place.segment,
            offset: place.offset,
            seq: frame.seq(),
            what,
        },
        other => JournalError::Keys(other),
    })
}
