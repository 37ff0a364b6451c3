//! What the desk knows at a glance: the tray, the queue, who has what. The store states it, the desk and the
//! allocation read it.

use super::act::Act;
use super::case::{Case, CaseState};
use super::client::{Identity, Risk};
use super::dossier::{Declared, Dossier};
use super::identifier::IdentifierKind;
use super::ledger::Pad;
use super::reference::{ClientId, DraftId, Serial, TrainerId};
use super::shared::Shared;
use super::sheet::{BatchHead, Draft, Sheet};
use super::trainer::Trainer;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::sync::Arc;

/// How the sentence begins that the program did not close in good order. The desk leaves it out where its card says where she was.
pub const UNCLEAN: &str = "The program did not close in good order last time.";

/// One case that is not over (or is over and owes a follow-up), with what limits who may take it. Cheap to clone: after
/// each save the list of them changes in one place while the desk still reads the list before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLine {
    /// Whose.
    pub client: ClientId,
    /// Who she is.
    pub identity: Shared<Identity>,
    /// What may hurt somebody.
    pub risk: Shared<Risk>,
    /// The case.
    pub case: Shared<Case>,
    /// Trainers who had earlier cases of hers, newest first.
    pub earlier: Vec<TrainerId>,
    /// Conflicts with trainers that were declared about her.
    pub conflicts: Vec<Declared>,
    /// Other numbers under which a conflict may name her: of records joined to hers, and CRNs that she had.
    pub also: Vec<String>,
}

impl CaseLine {
    /// The lines of all cases of one client that are open or owe a follow-up.
    pub fn of(dossier: &Dossier) -> Vec<Self> {
        if dossier.merged_into.is_some() {
            return Vec::new();
        }
        let alive = |case: &&Case| case.is_open() || case.owes_follow_up();
        dossier
            .cases
            .iter()
            .filter(alive)
            .map(|case| Self::new(dossier, case))
            .collect()
    }

    fn new(dossier: &Dossier, case: &Case) -> Self {
        let mut earlier: Vec<TrainerId> = Vec::new();
        for other in dossier.cases.iter().rev().filter(|c| c.no != case.no) {
            for spell in other.spells.iter().rev() {
                if !earlier.contains(&spell.trainer) {
                    earlier.push(spell.trainer.clone());
                }
            }
        }
        Self {
            client: dossier.id,
            identity: dossier.identity.clone().into(),
            risk: dossier.risk.clone().into(),
            case: case.clone().into(),
            earlier,
            conflicts: dossier.conflicts.clone(),
            also: also_known(dossier),
        }
    }

    /// Whether it waits for a trainer.
    pub fn waits(&self) -> bool {
        self.case.state() == CaseState::ToAllocate
    }
}

fn also_known(dossier: &Dossier) -> Vec<String> {
    let joined = dossier.merged_from.iter().map(ToString::to_string);
    let former = dossier.former_identifiers();
    let crns = former.filter(|number| number.kind == IdentifierKind::Crn);
    joined
        .chain(crns.map(|number| number.value.clone()))
        .collect()
}

/// Paper in the tray that nobody has keyed yet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// The serial on it.
    pub serial: Serial,
    /// The form it is on.
    pub form: String,
    /// Whose it is, where that is known.
    pub client: Option<ClientId>,
    /// What it says, as text, where it was scanned or made up; only for officers.
    pub text: String,
    /// The act that brought it.
    pub act: u64,
}

impl std::fmt::Debug for Paper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Paper({} {})", self.serial, self.form)
    }
}

/// An act that may still be undone, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undoable {
    /// Its number.
    pub act: u64,
    /// What was done, without names: `sheet keyed S-004417`.
    pub words: String,
    /// It is itself an undoing: undoing it does the first act again.
    pub undoes: bool,
}

/// What the desk knows at a glance. Cheap to clone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// The service's name.
    pub service: String,
    /// Paper in the tray, oldest first.
    pub tray: Arc<Vec<Paper>>,
    /// Half-keyed sheets of this user, last touched last.
    pub drafts: Arc<Vec<Draft>>,
    /// All cases that are open or owe a follow-up, oldest referral first.
    pub cases: Arc<Vec<CaseLine>>,
    /// All trainers there ever were.
    pub trainers: Arc<Vec<Trainer>>,
    /// Sheets with an open question about the paper.
    pub queried: Arc<Vec<(Serial, ClientId)>>,
    /// Numbered paper that trainers have.
    pub pads: Arc<Vec<Pad>>,
    /// The highest serial keyed or in the tray on each form: form id and serial.
    pub last_serials: Arc<Vec<(String, Serial)>>,
    /// Trainer, office and date of the batch that this user began last; where none was begun that day, date and hand of the last sheet
    /// that she keyed.
    pub last_head: Option<BatchHead>,
    /// The act that began the batch to which that sheet belongs; 0 where none was begun.
    pub batch: u64,
    /// The day on which that sheet was keyed, so that nothing older than today is carried.
    pub last_head_keyed: Option<NaiveDate>,
    /// The next free draft number.
    pub next_draft: u64,
    /// Clients on the books.
    pub clients: u64,
    /// Latest acts of this user that can be undone, newest first (at most twenty).
    pub undoable: Arc<Vec<Undoable>>,
    /// Number of the last act.
    pub head: u64,
}

impl Overview {
    /// Cases that wait for a trainer.
    pub fn queue(&self) -> impl Iterator<Item = &CaseLine> {
        self.cases.iter().filter(|line| line.waits())
    }

    /// A half-keyed sheet.
    pub fn draft(&self, id: DraftId) -> Option<&Draft> {
        self.drafts.iter().find(|d| d.id == id)
    }

    /// A trainer.
    pub fn trainer(&self, id: &str) -> Option<&Trainer> {
        self.trainers.iter().find(|t| t.id.0 == id)
    }
}

/// The answer card: one client with everything that a supervisor asks, and her sheets where the reader may see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The client, with records that were joined to hers folded in.
    pub dossier: Dossier,
    /// Her sheets, oldest first.
    pub sheets: Vec<Sheet>,
    /// Latest listed acts about her, newest first.
    pub acts: Vec<Act>,
}

impl Card {
    /// The day that a sheet tells of: that of the session, say; else the one at its head.
    pub fn day_of(&self, sheet: &Sheet) -> Option<NaiveDate> {
        let mut lines = self.dossier.sheets.iter();
        let line = lines.find(|line| line.serial == sheet.head.serial);
        line.and_then(|line| line.on).or(sheet.head.completed_on)
    }

    /// The sheets, newest first by the day that they tell of, then by serial: one that came late stands where it belongs.
    pub fn timeline(&self) -> Vec<&Sheet> {
        let mut sheets: Vec<&Sheet> = self.sheets.iter().collect();
        sheets.sort_by_cached_key(|sheet| Reverse((self.day_of(sheet), sheet.head.serial.clone())));
        sheets
    }
}
