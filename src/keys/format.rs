//! The header's bytes.
//!
//! ```text
//! magic 8 | format u16 | generation u64 | length u32 | body | keyed digest of magic, format and body 32 | per slot: wrong u32, when i64 | digest of all 32
//! body: store id 16 | epoch u16 | memory u32, passes u32, lanes u32 | head: 0, or 1, seq u64, chain 32, segment u32, offset u64
//!       | count u16, public keys 32 each | count u16, slots
//! slot: recovery u8 | role u8 | revoked u8 | signer u8 (255: none) | length u16, name | salt 16 | length u16, wrapped keys
//! ```
//! For all versions to come: magic and format stand first, and the last 32 bytes are the BLAKE3 digest of all before them. So a
//! newer version is told from damage.

use super::KeysError;
use super::kdf::Params;
use super::slot::{Role, Slot, Wrong};
use crate::journal::{Anchor, Place};

/// The format written here.
pub const FORMAT: u16 = 1;
const MAGIC: &[u8; 8] = b"CASELOAD";
/// Bytes before the body.
const LEAD: usize = 22;
const NO_SIGNER: u8 = u8::MAX;

/// All that the header holds.
#[derive(Clone, PartialEq, Eq)]
pub struct Content {
    /// Counts the writes: the higher of two copies is the newer.
    pub generation: u64,
    pub store_id: [u8; 16],
    pub epoch: u16,
    pub params: Params,
    /// The journal's end at the last orderly close.
    pub head: Option<Anchor>,
    /// Public keys of all signers there ever were.
    pub signers: Vec<[u8; 32]>,
    pub slots: Vec<Slot>,
    /// The keyed digest as read or last computed.
    pub mac: [u8; 32],
}

/// Why bytes are no header.
pub enum Unreadable {
    /// Damaged; what is wrong.
    Damaged(&'static str),
    /// Whole, and of this newer format.
    Newer(u16),
}

impl Content {
    /// What the keyed digest covers.
    fn keyed(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&FORMAT.to_le_bytes());
        out.extend_from_slice(&self.body());
        out
    }

    /// The keyed digest of the present content.
    pub fn digest(&self, key: &[u8; 32]) -> [u8; 32] {
        *blake3::keyed_hash(key, &self.keyed()).as_bytes()
    }

    /// The file's bytes.
    pub fn encode(&self) -> Vec<u8> {
        let body = self.body();
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&FORMAT.to_le_bytes());
        out.extend_from_slice(&self.generation.to_le_bytes());
        out.extend_from_slice(&(body.len() as u32).to_le_bytes());
        out.extend_from_slice(&body);
        out.extend_from_slice(&self.mac);
        for slot in &self.slots {
            out.extend_from_slice(&slot.wrong.count.to_le_bytes());
            out.extend_from_slice(&slot.wrong.last.to_le_bytes());
        }
        let digest = blake3::hash(&out);
        out.extend_from_slice(digest.as_bytes());
        out
    }

    fn body(&self) -> Vec<u8> {
        let mut out = self.store_id.to_vec();
        out.extend_from_slice(&self.epoch.to_le_bytes());
        for number in [
            self.params.memory_kib,
            self.params.passes,
            self.params.lanes,
        ] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.push(u8::from(self.head.is_some()));
        if let Some(head) = &self.head {
            out.extend_from_slice(&head.seq.to_le_bytes());
            out.extend_from_slice(&head.chain);
            out.extend_from_slice(&head.place.segment.to_le_bytes());
            out.extend_from_slice(&head.place.offset.to_le_bytes());
        }
        out.extend_from_slice(&(self.signers.len() as u16).to_le_bytes());
        out.extend(self.signers.iter().flatten());
        out.extend_from_slice(&(self.slots.len() as u16).to_le_bytes());
        for slot in &self.slots {
            write_slot(slot, &mut out);
        }
        out
    }

    /// Reads a file's bytes.
    pub fn decode(bytes: &[u8]) -> Result<Self, Unreadable> {
        let damaged = |what| move || Unreadable::Damaged(what);
        let (rest, digest) = bytes
            .split_last_chunk::<32>()
            .ok_or_else(damaged("it is too short"))?;
        if rest.get(..8) != Some(MAGIC) {
            return Err(Unreadable::Damaged("it is no header of a store"));
        }
        if blake3::hash(rest).as_bytes() != digest {
            return Err(Unreadable::Damaged("it is not what was written"));
        }
        let mut reader = Reader(&rest[8..]);
        let format = reader.u16().ok_or_else(damaged("it is too short"))?;
        if format > FORMAT {
            return Err(Unreadable::Newer(format));
        }
        decode_rest(rest, reader).ok_or_else(damaged("its parts do not fit together"))
    }
}

fn write_slot(slot: &Slot, out: &mut Vec<u8>) {
    let is_officer = slot.role == Role::Officer;
    out.extend([slot.is_recovery, is_officer, slot.revoked].map(u8::from));
    out.push(slot.signer.unwrap_or(NO_SIGNER));
    out.extend_from_slice(&(slot.name.len() as u16).to_le_bytes());
    out.extend_from_slice(slot.name.as_bytes());
    out.extend_from_slice(&slot.salt);
    out.extend_from_slice(&(slot.wrapped.len() as u16).to_le_bytes());
    out.extend_from_slice(&slot.wrapped);
}

fn decode_rest(all: &[u8], mut reader: Reader<'_>) -> Option<Content> {
    let generation = reader.u64()?;
    let length = reader.u32()? as usize;
    let mut body = Reader(all.get(LEAD..LEAD + length)?);
    let mut after = Reader(all.get(LEAD + length..)?);
    let mut content = Content {
        generation,
        store_id: body.array()?,
        epoch: body.u16()?,
        params: Params {
            memory_kib: body.u32()?,
            passes: body.u32()?,
            lanes: body.u32()?,
        },
        head: read_head(&mut body)?,
        signers: Vec::new(),
        slots: Vec::new(),
        mac: after.array()?,
    };
    for _ in 0..body.u16()? {
        content.signers.push(body.array()?);
    }
    for _ in 0..body.u16()? {
        let mut slot = read_slot(&mut body)?;
        slot.wrong = Wrong {
            count: after.u32()?,
            last: after.u64()? as i64,
        };
        content.slots.push(slot);
    }
    (body.0.is_empty() && after.0.is_empty()).then_some(content)
}

/// The head; the outer `None` when the bytes do not fit.
#[expect(
    clippy::option_option,
    reason = "absent and unreadable are two answers"
)]
fn read_head(body: &mut Reader<'_>) -> Option<Option<Anchor>> {
    if body.u8()? == 0 {
        return Some(None);
    }
    let (seq, chain) = (body.u64()?, body.array()?);
    Some(Some(Anchor {
        seq,
        chain,
        place: Place {
            segment: body.u32()?,
            offset: body.u64()?,
        },
    }))
}

fn read_slot(body: &mut Reader<'_>) -> Option<Slot> {
    let is_recovery = body.u8()? != 0;
    let role = if body.u8()? != 0 {
        Role::Officer
    } else {
        Role::Supervisor
    };
    let revoked = body.u8()? != 0;
    let signer = Some(body.u8()?).filter(|number| *number != NO_SIGNER);
    let length = body.u16()?.into();
    let name = std::str::from_utf8(body.take(length)?).ok()?.to_owned();
    let salt = body.array()?;
    let length = body.u16()?.into();
    let wrapped = body.take(length)?.to_vec();
    Some(Slot {
        is_recovery,
        role,
        revoked,
        signer,
        name,
        salt,
        wrapped,
        wrong: Wrong::default(),
    })
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.first_chunk().copied()
    }

    fn u8(&mut self) -> Option<u8> {
        self.array().map(|[byte]| byte)
    }

    fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }
}

/// The error for two unreadable copies: a newer version if either is one, else damage.
pub fn both_unreadable(first: Unreadable, second: Unreadable) -> KeysError {
    match (first, second) {
        (Unreadable::Newer(found), _) | (_, Unreadable::Newer(found)) => KeysError::Newer {
            found,
            known: FORMAT,
        },
        (Unreadable::Damaged(what), Unreadable::Damaged(_)) => KeysError::Damaged {
            file: "The store's header, in both copies,",
            what: what.to_owned(),
        },
    }
}
