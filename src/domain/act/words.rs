//! What was done, in a few words without names of clients: the one table that every screen, list and file of acts uses.

use super::{Act, Deed};

impl Act {
    /// What it did: `sheet keyed S-004417`.
    pub fn words(&self) -> String {
        self.deed.words()
    }

    /// The same, with the client's number where the words name nothing else: `merge undone C-000012`.
    pub fn words_with_client(&self) -> String {
        let words = self.words();
        match self.client {
            Some(client) if words == self.deed.kind().name => format!("{words} {client}"),
            _ => words,
        }
    }
}

impl Deed {
    /// What was done: `sheet keyed S-004417`.
    pub fn words(&self) -> String {
        let name = self.kind().name;
        match self {
            Deed::SheetKeyed { head, .. } => format!("{name} {}", head.serial),
            Deed::SheetVoided { serial, .. }
            | Deed::PaperReceived { serial, .. }
            | Deed::SheetFiled { serial }
            | Deed::BoxRekeyed { serial, .. }
            | Deed::SheetRekeyed { serial, .. } => format!("{name} {serial}"),
            Deed::PaperIssued {
                first,
                last,
                trainer,
                ..
            } => format!("{name} {first} to {last}, {trainer}"),
            Deed::Allocated { case, trainer, .. } => format!("{name} {case} to {trainer}"),
            Deed::ReferralClosed { case, outcome, .. } => format!("{name} {case}: {outcome}"),
            Deed::CaseReturned {
                case, trainer, how, ..
            } => format!("{name} {case} from {trainer}: {how}"),
            Deed::CaseCovered { case, trainer, .. } => format!("{name} {case} by {trainer}"),
            Deed::CaseHeld { case, .. } | Deed::CaseResumed { case, .. } => {
                format!("{name} {case}")
            }
            Deed::ConflictDeclared { trainer, .. } => format!("{name}: {trainer}"),
            Deed::TrainerTold { case, trainer, .. } => format!("{name}: {trainer}, {case}"),
            Deed::CasesShared { from, count } if from.is_empty() => {
                format!("{name}: {count} together")
            }
            Deed::CasesShared { from, count } => format!("{name}: {count} of {from}"),
            Deed::BatchBegun { head } => match &head.by {
                Some(by) => format!("{name} of {by}"),
                None => name.to_owned(),
            },
            Deed::ClientsMerged { from, into, .. } => format!("{name} {from} into {into}"),
            Deed::ClientsKeptApart { a, b, .. } => format!("{name} {a} and {b}"),
            Deed::Undone { act, .. } => format!("{name} {act}"),
            Deed::UserAdded { user, .. }
            | Deed::UserRevoked { user }
            | Deed::PassphraseChanged { user } => {
                format!("{name} {user}")
            }
            Deed::Viewed { door } => format!("{name} by {door}"),
            Deed::Exported { what, count } => format!("{name}: {what}, {count}"),
            Deed::Repaired { what } => format!("{name}: {what}"),
            Deed::DayClosed { on, open } if open.is_empty() => {
                format!("{name} {}: nothing open", on.format("%d/%m/%Y"))
            }
            Deed::DayClosed { on, open } => {
                format!("{name} {}: {}", on.format("%d/%m/%Y"), open.join(", "))
            }
            _ => name.to_owned(),
        }
    }
}
