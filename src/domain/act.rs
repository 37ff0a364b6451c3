//! Acts: everything that happens, by a named user, at a time. The journal is a chain of them.
//!
//! # Why
//! An act has two parts. The *deed* (with the facts of a sheet) may be seen by supervisors; the *private* part holds
//! answers, notes and half-keyed sheets and is sealed with a key that only officers have.

mod keyed;
pub mod kinds;
mod words;

use super::fact::Facts;
use super::reference::{CaseNo, ClientId, DraftId, Serial, TrainerId, UserName};
use super::sheet::{BatchHead, DraftChange, Override, SheetHead};
use super::value::Values;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What a user may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Keys, allocates, sees everything.
    Officer,
    /// Looks up; sees no health answers.
    Supervisor,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// Its place in the chain, from 1.
    pub seq: u64,
    /// When, in UTC. Never earlier than the act before it.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: UserName,
    /// Whom it concerns, if one client.
    pub client: Option<ClientId>,
    /// What was done.
    pub deed: Deed,
    /// Answers and notes; `None` where the reader may not see them.
    pub private: Option<Private>,
}

/// What was done. New kinds are appended at the end: the order is part of the stored form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deed {
    /// The store was made.
    ServiceOpened {
        /// The service's name.
        service: String,
    },
    /// Somebody may unlock the desk.
    UserAdded {
        /// Her name.
        user: UserName,
        /// Her role.
        role: Role,
    },
    /// Somebody may no longer.
    UserRevoked {
        /// The name.
        user: UserName,
    },
    /// A passphrase was changed.
    PassphraseChanged {
        /// Whose.
        user: UserName,
    },
    /// Paper reached the tray; its text, where there is one, is private.
    PaperReceived {
        /// The serial on it.
        serial: Serial,
        /// The form it is on.
        form: String,
    },
    /// A half-keyed sheet changed; the change is private.
    DraftKept {
        /// Which.
        draft: DraftId,
    },
    /// A sheet was keyed and saved, or an already keyed one amended.
    SheetKeyed {
        /// Serial, form, version, date and hand.
        head: SheetHead,
        /// What it says for the casework.
        facts: Facts,
        /// The draft that it ends.
        draft: Option<DraftId>,
        /// True where a sheet of this serial was keyed before.
        amends: bool,
        /// Soft checks passed.
        overrides: Vec<Override>,
    },
    /// A keyed sheet was declared void (keyed twice, wrong client).
    SheetVoided {
        /// Which.
        serial: Serial,
        /// Why.
        reason: String,
    },
    /// A client came in by a list rather than by a sheet.
    ClientImported {
        /// What the list says, as facts.
        facts: Facts,
        /// The list's own reference.
        reference: String,
        /// The date of birth as read.
        dob_as_read: String,
        /// Of whom it was said that she is somebody else, though a number of hers stands on both.
        overrides: Vec<Override>,
    },
    /// Details of a client were corrected without a sheet.
    ClientAmended {
        /// What changed.
        facts: Facts,
    },
    /// Two records are one person; nothing is moved.
    ClientsMerged {
        /// The record that now points elsewhere.
        from: ClientId,
        /// The record that stays.
        into: ClientId,
        /// Why.
        reason: String,
    },
    /// Two records are two people, whatever they look like.
    ClientsKeptApart {
        /// One.
        a: ClientId,
        /// The other.
        b: ClientId,
        /// How it is known, where somebody said.
        reason: String,
    },
    /// A case was given to a trainer.
    Allocated {
        /// Which case.
        case: CaseNo,
        /// To whom.
        trainer: TrainerId,
        /// The type of work, 1 or 2.
        work: u8,
        /// Place in the ranking that was on the screen, from 1; 0 if barred.
        rank: u8,
        /// Reasons shown at that moment, and hard rules that were passed.
        shown: Vec<String>,
        /// Reason for taking another than the first, or for passing a hard rule.
        reason: String,
        /// What about safety went with it: the flags ([`super::client::Risk::flags`]) that stood on the screen and the slip.
        told: Vec<String>,
        /// Day of allocation.
        on: NaiveDate,
    },
    /// A referral was closed without work.
    ReferralClosed {
        /// Which.
        case: CaseNo,
        /// How: declined, refused, duplicate, no contact made.
        outcome: String,
        /// Why.
        reason: String,
    },
    /// A client's record was looked at.
    Viewed {
        /// By what door: card, find, export.
        door: String,
    },
    /// Records left the store as a file or on standard output.
    Exported {
        /// What.
        what: String,
        /// How many.
        count: u64,
    },
    /// An earlier act counts no longer.
    Undone {
        /// Its number.
        act: u64,
        /// Why, where she said.
        reason: String,
    },
    /// The working store was rebuilt, or a torn tail cut off.
    Repaired {
        /// What was done, in words.
        what: String,
    },
    /// A case was taken from its trainer, or handed back by her, and waits again.
    CaseReturned {
        /// Which case.
        case: CaseNo,
        /// Who had it.
        trainer: TrainerId,
        /// How: declined by the trainer, revoked by the officer.
        how: String,
        /// Why.
        reason: String,
        /// From this day on.
        on: NaiveDate,
    },
    /// Cases were given out together: the acts just before this one. Undoing it undoes them all.
    CasesShared {
        /// Whose, where somebody leaves; empty for the queue.
        from: String,
        /// How many acts just before this one belong to it.
        count: u32,
    },
    /// Somebody stands in for a case's trainer up to a day.
    CaseCovered {
        /// Which case.
        case: CaseNo,
        /// Who stands in.
        trainer: TrainerId,
        /// The last day.
        until: NaiveDate,
        /// Reasons shown at that moment, and hard rules that were passed.
        shown: Vec<String>,
        /// Why.
        reason: String,
        /// The flags that she was told of.
        told: Vec<String>,
        /// From this day on.
        on: NaiveDate,
    },
    /// A case waits for its client: custody, hospital.
    CaseHeld {
        /// Which case.
        case: CaseNo,
        /// Why.
        reason: String,
        /// The first day on which work goes on again, where that is known.
        until: Option<NaiveDate>,
        /// From this day on.
        on: NaiveDate,
    },
    /// Work on a case goes on.
    CaseResumed {
        /// Which case.
        case: CaseNo,
        /// From this day on.
        on: NaiveDate,
    },
    /// Trainer and client may not, or should better not, meet. What lies behind it is private.
    ConflictDeclared {
        /// Who.
        trainer: TrainerId,
        /// Kind code; the least detail needed.
        kind: String,
        /// The day of the declaration.
        on: NaiveDate,
    },
    /// The trainer of a case was told what about safety came up after it was given.
    TrainerTold {
        /// Which case.
        case: CaseNo,
        /// Whom.
        trainer: TrainerId,
        /// The flags.
        told: Vec<String>,
        /// The day.
        on: NaiveDate,
    },
    /// Numbered paper was handed to a trainer: a pad.
    PaperIssued {
        /// The form that is printed on it.
        form: String,
        /// The first serial.
        first: Serial,
        /// The last serial.
        last: Serial,
        /// Who has the pad.
        trainer: TrainerId,
        /// Since this day.
        on: NaiveDate,
    },
    /// The paper of a keyed sheet went into the cabinet.
    SheetFiled {
        /// Which.
        serial: Serial,
    },
    /// One box was keyed again, blind. Whether the two agreed is private.
    BoxRekeyed {
        /// The sheet.
        serial: Serial,
        /// Its form.
        form: String,
        /// The box's key.
        field: String,
    },
    /// All boxes of a sheet that were to be keyed again, were.
    SheetRekeyed {
        /// Which.
        serial: Serial,
        /// How many boxes.
        boxes: u32,
    },
    /// Somebody looked at everything that was open at the end of a day.
    DayClosed {
        /// The day.
        on: NaiveDate,
        /// What was open, in words without names: `3 sheets to key`.
        open: Vec<String>,
    },
    /// A pile of paper was begun: what stands at its head is keyed once.
    BatchBegun {
        /// The head.
        head: BatchHead,
    },
}

/// The part of an act that only officers may read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Private {
    /// Answers of a sheet.
    pub values: Values,
    /// Free words: a query about paper, a text of paper, a note.
    pub note: String,
    /// A change to a half-keyed sheet.
    pub draft: Option<DraftChange>,
}

/// Whom a new act concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// No one client.
    None,
    /// A client on the books.
    Known(ClientId),
    /// A client whom this act brings; the store gives the next number.
    New,
    /// A client whom this act brings under a number that the paper already carries.
    Numbered(ClientId),
}

/// An act that is to happen: what the desk or the command line asks the store to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAct {
    /// Whom it concerns.
    pub subject: Subject,
    /// What is done.
    pub deed: Deed,
    /// Answers and notes.
    pub private: Private,
}

/// One line for each kind of act: name, sentence, whether it can be undone.
pub struct DeedKind {
    /// The name in the audit, `sheet keyed`.
    pub name: &'static str,
    /// What it says of itself.
    pub sentence: &'static str,
    /// Whether a later act may undo it.
    pub undoable: bool,
    /// Whether the audit lists it unasked; half-keyed boxes would drown the rest.
    pub listed: bool,
}

impl Deed {
    /// The line of the table for this kind.
    pub fn kind(&self) -> &'static DeedKind {
        match self {
            Self::ServiceOpened { .. } => &kinds::SERVICE_OPENED,
            Self::UserAdded { .. } => &kinds::USER_ADDED,
            Self::UserRevoked { .. } => &kinds::USER_REVOKED,
            Self::PassphraseChanged { .. } => &kinds::PASSPHRASE_CHANGED,
            Self::PaperReceived { .. } => &kinds::PAPER_RECEIVED,
            Self::DraftKept { .. } => &kinds::DRAFT_KEPT,
            Self::SheetKeyed { amends: false, .. } => &kinds::SHEET_KEYED,
            Self::SheetKeyed { amends: true, .. } => &kinds::SHEET_AMENDED,
            Self::SheetVoided { .. } => &kinds::SHEET_VOIDED,
            Self::ClientImported { .. } => &kinds::CLIENT_IMPORTED,
            Self::ClientAmended { .. } => &kinds::CLIENT_AMENDED,
            Self::ClientsMerged { .. } => &kinds::CLIENTS_MERGED,
            Self::ClientsKeptApart { .. } => &kinds::CLIENTS_KEPT_APART,
            Self::Allocated { .. } => &kinds::ALLOCATED,
            Self::ReferralClosed { .. } => &kinds::REFERRAL_CLOSED,
            Self::Viewed { .. } => &kinds::VIEWED,
            Self::Exported { .. } => &kinds::EXPORTED,
            Self::Undone { .. } => &kinds::UNDONE,
            Self::Repaired { .. } => &kinds::REPAIRED,
            Self::CaseReturned { .. } => &kinds::CASE_RETURNED,
            Self::CasesShared { .. } => &kinds::CASES_SHARED,
            Self::CaseCovered { .. } => &kinds::CASE_COVERED,
            Self::CaseHeld { .. } => &kinds::CASE_HELD,
            Self::CaseResumed { .. } => &kinds::CASE_RESUMED,
            Self::ConflictDeclared { .. } => &kinds::CONFLICT_DECLARED,
            Self::TrainerTold { .. } => &kinds::TRAINER_TOLD,
            Self::PaperIssued { .. } => &kinds::PAPER_ISSUED,
            Self::SheetFiled { .. } => &kinds::SHEET_FILED,
            Self::BoxRekeyed { .. } => &kinds::BOX_REKEYED,
            Self::SheetRekeyed { .. } => &kinds::SHEET_REKEYED,
            Self::DayClosed { .. } => &kinds::DAY_CLOSED,
            Self::BatchBegun { .. } => &kinds::BATCH_BEGUN,
        }
    }
}
