//! Walking over frames, proving each.

use super::frame::{Frame, Misshapen};
use super::{JournalError, Keyring, chain};

/// A point of the chain: the last frame's number and the chain value after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub seq: u64,
    pub chain: [u8; 32],
}

impl Cursor {
    /// Before the first frame of a store.
    pub fn start(keyring: &dyn Keyring) -> Self {
        Self {
            seq: 0,
            chain: chain::genesis(keyring),
        }
    }
}

/// Why the walk ended before the bytes did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// The bytes end inside a frame.
    Short,
    /// The lengths in a frame cannot be.
    Lengths,
    /// The frame carries another number than the next.
    Seq,
    /// The frame is not what was chained.
    Chain,
    /// The signature is not its writer's.
    Signature,
    /// All frames are right, but the last group has no end.
    Unfinished,
}

impl Flaw {
    /// For people: what is wrong.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Short => "the file ends inside an act",
            Self::Lengths => "the length of an act cannot be right",
            Self::Seq => "an act carries the wrong number",
            Self::Chain => "an act was changed after it was saved",
            Self::Signature => "the signature on an act is not its writer's",
            Self::Unfinished => "the file ends before a group of acts was complete",
        }
    }
}

/// Where a walk came to.
pub struct Walked {
    /// The chain after the last complete group.
    pub cursor: Cursor,
    /// The first byte after the last complete group.
    pub end: usize,
    /// Where the last complete group's last frame begins, when there was a group.
    pub last_frame: Option<usize>,
    /// What is wrong, at which byte and which act.
    pub flaw: Option<(Flaw, usize, u64)>,
}

/// Whether signatures are checked; the chain always is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signatures {
    Checked,
    Trusted,
}

/// Proves the frame at the start of `bytes` to follow `cursor`.
pub fn prove<'a>(
    keyring: &dyn Keyring,
    cursor: &Cursor,
    bytes: &'a [u8],
    signatures: Signatures,
) -> Result<(Frame<'a>, Cursor), Flaw> {
    let frame = Frame::parse(bytes).map_err(|shape| match shape {
        Misshapen::Short => Flaw::Short,
        Misshapen::Lengths => Flaw::Lengths,
    })?;
    if frame.seq() != cursor.seq + 1 {
        return Err(Flaw::Seq);
    }
    let chain = chain::link(keyring.chain_key(), &cursor.chain, frame.chained());
    if chain != *frame.chain() {
        return Err(Flaw::Chain);
    }
    if signatures == Signatures::Checked && !chain::is_proved(keyring, &frame) {
        return Err(Flaw::Signature);
    }
    Ok((
        frame,
        Cursor {
            seq: frame.seq(),
            chain,
        },
    ))
}

/// Walks from byte `at`, handing out the frames of complete groups only, with their first byte.
pub fn walk(
    keyring: &dyn Keyring,
    start: Cursor,
    bytes: &[u8],
    at: usize,
    signatures: Signatures,
    each: &mut dyn FnMut(usize, &Frame<'_>) -> Result<(), JournalError>,
) -> Result<Walked, JournalError> {
    let mut walked = Walked {
        cursor: start,
        end: at,
        last_frame: None,
        flaw: None,
    };
    let (mut cursor, mut at) = (start, at);
    let mut group: Vec<(usize, Frame<'_>)> = Vec::new();
    while at < bytes.len() {
        let (frame, next) = match prove(keyring, &cursor, &bytes[at..], signatures) {
            Ok(proved) => proved,
            Err(flaw) => {
                walked.flaw = Some((flaw, at, cursor.seq + 1));
                return Ok(walked);
            }
        };
        group.push((at, frame));
        at += frame.len();
        cursor = next;
        if frame.is_commit() {
            // A group has one writer: a frame without signature must not hide among signed ones, nor the other way round.
            if let Some((first, other)) = group
                .iter()
                .find(|(_, other)| other.signer() != frame.signer())
            {
                walked.flaw = Some((Flaw::Signature, *first, other.seq()));
                return Ok(walked);
            }
            walked.last_frame = group.last().map(|(first, _)| *first);
            for (first, frame) in group.drain(..) {
                each(first, &frame)?;
            }
            (walked.cursor, walked.end) = (cursor, at);
        }
    }
    if !group.is_empty() {
        walked.flaw = Some((Flaw::Unfinished, at, cursor.seq + 1));
    }
    Ok(walked)
}
