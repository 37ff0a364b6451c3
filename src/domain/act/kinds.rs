//! The table of act kinds: name, sentence, whether it can be undone, whether the audit lists it.

use super::DeedKind;

const fn kind(
    name: &'static str,
    sentence: &'static str,
    undoable: bool,
    listed: bool,
) -> DeedKind {
    DeedKind {
        name,
        sentence,
        undoable,
        listed,
    }
}

/// See [`super::Deed::ServiceOpened`].
pub const SERVICE_OPENED: DeedKind = kind("service opened", "The store was made.", false, true);
/// See [`super::Deed::UserAdded`].
pub const USER_ADDED: DeedKind = kind("user added", "Somebody may unlock the desk.", false, true);
/// See [`super::Deed::UserRevoked`].
pub const USER_REVOKED: DeedKind = kind(
    "user revoked",
    "Somebody may no longer unlock the desk.",
    false,
    true,
);
/// See [`super::Deed::PassphraseChanged`].
pub const PASSPHRASE_CHANGED: DeedKind = kind(
    "passphrase changed",
    "A passphrase was changed.",
    false,
    true,
);
/// See [`super::Deed::PaperReceived`].
pub const PAPER_RECEIVED: DeedKind =
    kind("paper received", "A sheet reached the tray.", true, true);
/// See [`super::Deed::DraftKept`].
pub const DRAFT_KEPT: DeedKind = kind("box kept", "A half-keyed box was kept.", false, false);
/// See [`super::Deed::SheetKeyed`].
pub const SHEET_KEYED: DeedKind = kind("sheet keyed", "A sheet was keyed and saved.", true, true);
/// See [`super::Deed::SheetKeyed`].
pub const SHEET_AMENDED: DeedKind =
    kind("sheet amended", "A keyed sheet was corrected.", true, true);
/// See [`super::Deed::SheetVoided`].
pub const SHEET_VOIDED: DeedKind = kind(
    "sheet voided",
    "A keyed sheet was declared void.",
    true,
    true,
);
/// See [`super::Deed::ClientImported`].
pub const CLIENT_IMPORTED: DeedKind =
    kind("client imported", "A client came in by a list.", true, true);
/// See [`super::Deed::ClientAmended`].
pub const CLIENT_AMENDED: DeedKind = kind(
    "client amended",
    "A client's details were corrected.",
    true,
    true,
);
/// See [`super::Deed::ClientsMerged`].
pub const CLIENTS_MERGED: DeedKind = kind(
    "clients merged",
    "Two records were joined as one person.",
    true,
    true,
);
/// See [`super::Deed::ClientsKeptApart`].
pub const CLIENTS_KEPT_APART: DeedKind = kind(
    "clients kept apart",
    "Two records were marked as two people.",
    true,
    true,
);
/// See [`super::Deed::Allocated`].
pub const ALLOCATED: DeedKind = kind(
    "case allocated",
    "A case was given to a trainer.",
    true,
    true,
);
/// See [`super::Deed::ReferralClosed`].
pub const REFERRAL_CLOSED: DeedKind = kind(
    "referral closed",
    "A referral was closed without work.",
    true,
    true,
);
/// See [`super::Deed::Viewed`].
pub const VIEWED: DeedKind = kind(
    "record viewed",
    "A client's record was looked at.",
    false,
    true,
);
/// See [`super::Deed::Exported`].
pub const EXPORTED: DeedKind = kind("records exported", "Records left the store.", false, true);
/// See [`super::Deed::Undone`].
pub const UNDONE: DeedKind = kind("act undone", "An earlier act counts no longer.", true, true);
/// See [`super::Deed::Repaired`].
pub const REPAIRED: DeedKind = kind("store repaired", "The store was repaired.", false, true);
/// See [`super::Deed::CaseReturned`].
pub const CASE_RETURNED: DeedKind = kind(
    "case returned",
    "A case came back from its trainer and waits again.",
    true,
    true,
);
/// See [`super::Deed::BatchBegun`].
pub const BATCH_BEGUN: DeedKind = kind(
    "pile begun",
    "A pile of paper was begun; trainer, office and date were keyed once.",
    true,
    true,
);
/// See [`super::Deed::CasesShared`].
pub const CASES_SHARED: DeedKind = kind(
    "cases shared out",
    "Several cases were given out together.",
    true,
    true,
);
/// See [`super::Deed::CaseCovered`].
pub const CASE_COVERED: DeedKind = kind(
    "case covered",
    "Somebody stands in for a case's trainer up to a day.",
    true,
    true,
);
/// See [`super::Deed::CaseHeld`].
pub const CASE_HELD: DeedKind = kind(
    "case put on hold",
    "A case waits for its client.",
    true,
    true,
);
/// See [`super::Deed::CaseResumed`].
pub const CASE_RESUMED: DeedKind = kind("case resumed", "Work on a case goes on.", true, true);
/// See [`super::Deed::ConflictDeclared`].
pub const CONFLICT_DECLARED: DeedKind = kind(
    "conflict declared",
    "A trainer and a client should not meet.",
    true,
    true,
);
/// See [`super::Deed::TrainerTold`].
pub const TRAINER_TOLD: DeedKind = kind(
    "trainer told",
    "A trainer was told what about safety came up after a case was given.",
    true,
    true,
);
/// See [`super::Deed::PaperIssued`].
pub const PAPER_ISSUED: DeedKind = kind(
    "paper issued",
    "Numbered paper was handed to a trainer.",
    true,
    true,
);
/// See [`super::Deed::SheetFiled`].
pub const SHEET_FILED: DeedKind = kind(
    "sheet filed",
    "The paper of a keyed sheet went into the cabinet.",
    true,
    true,
);
/// See [`super::Deed::BoxRekeyed`].
pub const BOX_REKEYED: DeedKind = kind(
    "box re-keyed",
    "A box was keyed again, blind.",
    false,
    false,
);
/// See [`super::Deed::SheetRekeyed`].
pub const SHEET_REKEYED: DeedKind = kind(
    "sheet re-keyed",
    "The boxes of a sheet that were to be keyed again, were.",
    true,
    true,
);
/// See [`super::Deed::DayClosed`].
pub const DAY_CLOSED: DeedKind = kind(
    "day closed",
    "Everything that was open at the end of a day was looked at.",
    false,
    true,
);
