//! Proving the whole journal, from the first act to the last.

use std::path::Path;

use super::error::JournalError;
use super::files::Files;
use super::segment::{self, HEADER};
use super::walk::{Cursor, Flaw, Signatures, walk};
use super::{Anchor, Journal, Keyring};

/// The outcome of proving a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Whether everything is as it was written.
    pub ok: bool,
    /// How many acts were proved.
    pub acts: u64,
    /// The chain value after them, in hexadecimal.
    pub head: String,
    /// The first act that cannot be proved, and why, in words for people.
    pub first_break: Option<(u64, String)>,
}

impl Journal {
    /// Proves every frame, chain value and signature as they are on the disk now, and that the end is where this process left it.
    pub fn verify(&self) -> Result<Report, JournalError> {
        verify_files(&*self.files, &self.dir, &*self.keyring, Some(self.head()))
    }
}

/// Proves a journal that need not be fit for opening. With `head`, also that the chain comes by there. Only a failing machine
/// is an error; damage is in the report.
pub fn verify_files(
    files: &dyn Files,
    dir: &Path,
    keyring: &dyn Keyring,
    head: Option<Anchor>,
) -> Result<Report, JournalError> {
    proved(files, dir, keyring, head, Signatures::Checked)
}

/// The first act up to `head` that is not as it was saved, and why; nothing where all are. Reads everything and proves the chain, not
/// the signatures, which takes a tenth of the time: whoever cannot make a chain value cannot pass here.
pub fn first_change(
    files: &dyn Files,
    dir: &Path,
    keyring: &dyn Keyring,
    head: Anchor,
) -> Result<Option<(u64, String)>, JournalError> {
    let report = proved(files, dir, keyring, Some(head), Signatures::Trusted)?;
    // What was appended since may be read half written.
    Ok(report.first_break.filter(|(seq, _)| *seq <= head.seq))
}

fn proved(
    files: &dyn Files,
    dir: &Path,
    keyring: &dyn Keyring,
    head: Option<Anchor>,
    signatures: Signatures,
) -> Result<Report, JournalError> {
    let mut proof = Proof {
        cursor: Cursor::start(keyring),
        first_break: None,
        passed: head.is_none_or(|head| head.seq == 0),
        head,
        signatures,
    };
    match segment::last(files, dir) {
        Ok(0) => proof.break_at(1, "there is no journal file".to_owned()),
        Ok(last) => {
            for number in 1..=last {
                if !proof.is_broken() {
                    proof.add(files, dir, keyring, number, last)?;
                }
            }
        }
        Err(JournalError::Damaged { segment, what, .. }) => {
            proof.break_at(1, sentence(segment, 0, &what));
        }
        Err(other) => return Err(other),
    }
    Ok(proof.report())
}

struct Proof {
    cursor: Cursor,
    first_break: Option<(u64, String)>,
    head: Option<Anchor>,
    /// Whether the chain came by the head.
    passed: bool,
    signatures: Signatures,
}

impl Proof {
    fn is_broken(&self) -> bool {
        self.first_break.is_some()
    }

    fn break_at(&mut self, seq: u64, sentence: String) {
        self.first_break.get_or_insert((seq, sentence));
    }

    fn add(
        &mut self,
        files: &dyn Files,
        dir: &Path,
        keyring: &dyn Keyring,
        number: u32,
        last: u32,
    ) -> Result<(), JournalError> {
        let next = self.cursor.seq + 1;
        let (start, bytes) = match segment::load(files, dir, keyring, number) {
            Ok(loaded) => loaded,
            Err(error) => return self.note(next, error),
        };
        if start != self.cursor {
            self.break_at(
                next,
                sentence(
                    number,
                    0,
                    "the file does not go on where the one before it ends",
                ),
            );
            return Ok(());
        }
        let head = self.head;
        let passed = &mut self.passed;
        let walked = walk(
            keyring,
            start,
            &bytes,
            HEADER,
            self.signatures,
            &mut |_, frame| {
                *passed |= head
                    .is_some_and(|head| head.seq == frame.seq() && head.chain == *frame.chain());
                Ok(())
            },
        )?;
        self.cursor = walked.cursor;
        if let Some((flaw, at, seq)) = walked.flaw {
            let unfinished = number == last && matches!(flaw, Flaw::Short | Flaw::Unfinished);
            let note = if unfinished {
                "; this may be a write that a power cut stopped"
            } else {
                ""
            };
            self.break_at(
                seq,
                format!("{}{note}", sentence(number, at, flaw.sentence())),
            );
        }
        Ok(())
    }

    /// Damage is a finding; a failing machine is an error.
    fn note(&mut self, seq: u64, error: JournalError) -> Result<(), JournalError> {
        match error {
            JournalError::Machine { .. } => return Err(error),
            JournalError::Damaged {
                segment,
                offset,
                ref what,
                ..
            } => self.break_at(seq, sentence(segment, offset as usize, what)),
            other => self.break_at(seq, other.to_string()),
        }
        Ok(())
    }

    fn report(mut self) -> Report {
        if !self.passed && !self.is_broken() {
            let at = self.head.map_or(0, |head| head.seq);
            self.break_at(
                at,
                format!("act {at} was saved, and the journal now ends without it"),
            );
        }
        let head = blake3::Hash::from(self.cursor.chain).to_hex().to_string();
        Report {
            ok: self.first_break.is_none(),
            acts: self.cursor.seq,
            head,
            first_break: self.first_break,
        }
    }
}

fn sentence(segment: u32, offset: usize, what: &str) -> String {
    format!("segment {segment:04}, byte {offset}: {what}")
}
