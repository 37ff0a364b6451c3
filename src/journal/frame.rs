//! The bytes of one frame.
//!
//! ```text
//! len u32 | seq u64 | epoch u16 | flags u16 | client-key id 16 | nonce 24 | look length u32 | look + tag | full + tag | chain 32 | signature 64
//! ```
//! All numbers are little-endian; `len` counts the whole frame. An empty part has no tag. Flags: bits 0 to 4 are the caller's,
//! then written-without-sync, unsigned, commit; the high byte is the number of the signing key.

use super::ClientKeyId;

/// Flag of the caller's: a half-keyed box, kept against a crash, no act of its own.
pub const DRAFT: u16 = 1;
/// The flags a caller may set.
pub const CALLER_FLAGS: u16 = 0x001F;
/// The group was written without a sync of its own.
pub const UNSYNCED: u16 = 1 << 5;
/// The commit carries a keyed digest, its writer has no signing key.
pub const UNSIGNED: u16 = 1 << 6;
/// The last frame of a group.
pub const COMMIT: u16 = 1 << 7;

/// Largest frame, in bytes.
pub const MAX_FRAME: usize = 1 << 20;
/// Bytes before the parts.
pub const HEAD: usize = 60;
/// Bytes after the parts.
pub const FOOT: usize = 96;
/// Bytes of an authentication tag.
const TAG: usize = 16;
/// Most bytes the two parts of an act may have together.
pub const MAX_PLAIN: usize = MAX_FRAME - HEAD - FOOT - 2 * TAG;

/// A frame in its bytes, of right shape; nothing is proved yet.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    bytes: &'a [u8],
}

/// Why bytes are no frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misshapen {
    /// They end before the frame does.
    Short,
    /// The lengths in them cannot be.
    Lengths,
}

impl<'a> Frame<'a> {
    /// The frame at the start of `bytes`, which may go on after it.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Misshapen> {
        let len = frame_len(bytes)?;
        let bytes = bytes.get(..len).ok_or(Misshapen::Short)?;
        let frame = Self { bytes };
        let parts = len - HEAD - FOOT;
        let look = frame.look_len();
        let right = look <= parts && is_part(look) && is_part(parts - look);
        right.then_some(frame).ok_or(Misshapen::Lengths)
    }

    fn field<const N: usize>(&self, at: usize) -> &'a [u8; N] {
        self.bytes[at..].first_chunk().unwrap_or(&[0; N])
    }

    fn look_len(&self) -> usize {
        u32::from_le_bytes(*self.field(56)) as usize
    }

    /// The act's number.
    pub fn seq(&self) -> u64 {
        u64::from_le_bytes(*self.field(4))
    }

    /// The epoch of the data keys.
    pub fn epoch(&self) -> u16 {
        u16::from_le_bytes(*self.field(12))
    }

    /// All flags.
    pub fn flags(&self) -> u16 {
        u16::from_le_bytes(*self.field(14))
    }

    /// Whether it ends its group.
    pub fn is_commit(&self) -> bool {
        self.flags() & COMMIT != 0
    }

    /// The number of the signing key; `None` for a keyed digest.
    pub fn signer(&self) -> Option<u8> {
        let flags = self.flags();
        (flags & UNSIGNED == 0).then_some(flags.to_le_bytes()[1])
    }

    /// The client it is about.
    pub fn client(&self) -> Option<ClientKeyId> {
        ClientKeyId::from_bytes(*self.field(16))
    }

    /// The nonce of both parts.
    pub fn nonce(&self) -> &'a [u8; 24] {
        self.field(32)
    }

    /// The sealed look part; empty, or with its tag.
    pub fn look(&self) -> &'a [u8] {
        &self.bytes[HEAD..HEAD + self.look_len()]
    }

    /// The sealed full part; empty, or with its tag.
    pub fn full(&self) -> &'a [u8] {
        &self.bytes[HEAD + self.look_len()..self.bytes.len() - FOOT]
    }

    /// The bytes that the chain covers.
    pub fn chained(&self) -> &'a [u8] {
        &self.bytes[..self.bytes.len() - FOOT]
    }

    /// The chain value it carries.
    pub fn chain(&self) -> &'a [u8; 32] {
        self.field(self.bytes.len() - FOOT)
    }

    /// The signature; zeros in a frame that ends no group.
    pub fn signature(&self) -> &'a [u8; 64] {
        self.field(self.bytes.len() - 64)
    }

    /// Bytes of the whole frame.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }
}

/// The length a frame says it has, when that can be.
pub fn frame_len(bytes: &[u8]) -> Result<usize, Misshapen> {
    let len = u32::from_le_bytes(*bytes.first_chunk().ok_or(Misshapen::Short)?) as usize;
    if (HEAD + FOOT..=MAX_FRAME).contains(&len) {
        Ok(len)
    } else {
        Err(Misshapen::Lengths)
    }
}

fn is_part(len: usize) -> bool {
    len == 0 || len > TAG
}

/// The fields before the parts, of a frame being written.
pub struct Head<'a> {
    /// The act's number.
    pub seq: u64,
    /// The epoch of the data keys.
    pub epoch: u16,
    /// All flags.
    pub flags: u16,
    /// The client it is about.
    pub client: Option<ClientKeyId>,
    /// The nonce of both parts.
    pub nonce: &'a [u8; 24],
    /// Plain bytes of the look part.
    pub look: usize,
    /// Plain bytes of the full part.
    pub full: usize,
}

impl Head<'_> {
    /// Appends the bytes before the parts. The two parts, each `sealed_len` long, follow.
    pub fn write(&self, out: &mut Vec<u8>) {
        let look = sealed_len(self.look);
        let len = HEAD + look + sealed_len(self.full) + FOOT;
        out.extend_from_slice(&(len as u32).to_le_bytes());
        out.extend_from_slice(&self.seq.to_le_bytes());
        out.extend_from_slice(&self.epoch.to_le_bytes());
        out.extend_from_slice(&self.flags.to_le_bytes());
        out.extend_from_slice(&self.client.map_or([0; 16], ClientKeyId::to_bytes));
        out.extend_from_slice(self.nonce);
        out.extend_from_slice(&(look as u32).to_le_bytes());
    }
}

/// Bytes of a sealed part: none for an empty one, else 16 more.
pub fn sealed_len(plain: usize) -> usize {
    if plain == 0 { 0 } else { plain + TAG }
}
