//! What happened in the world: everything the model ever hears. Past tense.

use super::effect::Ticket;
use crate::domain::act::{Act, Role};
use crate::domain::fact::Facts;
use crate::domain::figures::Figures;
use crate::domain::foreseen::Foreseen;
use crate::domain::ledger::LedgerLine;
use crate::domain::overview::{Card, Overview};
use crate::domain::question::Asked;
use crate::domain::reference::{CaseNo, ClientId, Serial};
use crate::domain::sheet::Sheet;
use crate::forms::filling::Wrong;
use crate::forms::recall::Offer;
use crate::keymap::Key;
use crate::paper::rekey::Material;
use crate::search::Counted;
use chrono::{DateTime, NaiveDateTime, Utc};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A key was pressed.
    KeyPressed(Key),
    /// Text was pasted; it may hold anything.
    Pasted(String),
    /// The window has this many columns and rows.
    Resized(u16, u16),
    /// Time went by: now in UTC, and on the office's clock.
    Ticked(DateTime<Utc>, NaiveDateTime),
    /// The store was opened.
    Unlocked(Box<Opened>),
    /// It was not.
    Refused(String),
    /// The acts asked for under this ticket are on stable storage. Only this may say "Saved".
    Recorded(Ticket, Vec<Act>),
    /// They are not; why and what to do, in words.
    NotRecorded(Ticket, String),
    /// The half-keyed box is written: it survives a kill of the program.
    Kept(DateTime<Utc>),
    /// What was written so far is on stable storage: it survives a power cut.
    Settled,
    /// It is not; why, in words.
    NotKept(String),
    /// The overview after the latest acts.
    OverviewStated(Box<Overview>),
    /// Clients found for a query; only the newest ticket counts.
    Found(Ticket, Vec<HitLine>, Counted),
    /// Clients who may be the one about to be registered.
    AlikeFound(Ticket, Vec<HitLine>),
    /// Pairs of records that may be of one person, the most probable first.
    PairsFound(Ticket, Vec<FoundPair>),
    /// The same with whom they are of.
    PairsRead(Ticket, Vec<PairLine>),
    /// A card, or nothing where there is no such client.
    CardRead(Ticket, Option<Box<Card>>),
    /// A sheet with its answers.
    SheetRead(Ticket, Option<Box<Sheet>>),
    /// What is known about a client, for prefilling and for checks against her history.
    ClientKnown(Ticket, Box<Known>),
    /// Where every sheet of paper is, and what is asked about it.
    PaperRead(Ticket, Box<PaperOnDesk>),
    /// What may be keyed again.
    RekeyRead(Ticket, Box<Material>),
    /// What may complete what is typed, where anything may.
    Offered(Ticket, Option<Box<Offer>>),
    /// Every keyed sheet was looked over: how many, and what is wrong with them.
    SheetsLookedOver(Ticket, usize, Vec<WrongSheet>),
    /// Acts of the audit, newest first.
    ActsRead(Ticket, Vec<Act>),
    /// What undoing an act would change; or, in words, why it cannot be undone.
    UndoForeseen(Ticket, Result<Box<Foreseen>, String>),
    /// What was asked under this ticket cannot be answered, or something went wrong that belongs to no ticket; in words.
    Failed(Option<Ticket>, String),
    /// Her own figures, as they were kept before.
    FiguresRead(Box<Figures>),
    /// They are not kept, or what was kept cannot be read; why, in words.
    FiguresNotKept(String),
    /// Something the user should know; in words.
    Noticed(String),
    /// The store has not answered for longer than it should.
    StoreStalled,
    /// The terminal is gone.
    TerminalLost,
}

impl Message {
    /// The ticket that it answers.
    pub fn ticket(&self) -> Option<Ticket> {
        match self {
            Self::Recorded(t, _)
            | Self::NotRecorded(t, _)
            | Self::Found(t, ..)
            | Self::AlikeFound(t, _)
            | Self::PairsFound(t, _)
            | Self::PairsRead(t, _)
            | Self::CardRead(t, _)
            | Self::SheetRead(t, _)
            | Self::ClientKnown(t, _)
            | Self::PaperRead(t, _)
            | Self::RekeyRead(t, _)
            | Self::Offered(t, _)
            | Self::SheetsLookedOver(t, ..)
            | Self::UndoForeseen(t, _)
            | Self::ActsRead(t, _) => Some(*t),
            Self::Failed(t, _) => *t,
            _ => None,
        }
    }
}

/// One thing that is wrong with a keyed sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongSheet {
    /// Which sheet.
    pub serial: Serial,
    /// Its form's id.
    pub form: String,
    /// Whose it is.
    pub client: Option<ClientId>,
    /// Which box, and what is wrong with it.
    pub wrong: Wrong,
}

/// What the desk learns when the store opens.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Who.
    pub user: String,
    /// What she may do.
    pub role: Role,
    /// The first overview.
    pub overview: Overview,
    /// What was repaired on the way, in words.
    pub notices: Vec<String>,
}

/// The paper as the store knows it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PaperOnDesk {
    /// Every sheet that is not done with, and every serial of every pad.
    pub ledger: Vec<LedgerLine>,
    /// Sheets with questions, half-keyed ones aside.
    pub asked: Vec<Asked>,
}

/// What is known about a client when a sheet of hers is begun.
#[derive(Clone, Default, PartialEq)]
pub struct Known {
    /// Whose.
    pub client: Option<ClientId>,
    /// `client.*`, `risk.*` and `history.*` facts.
    pub facts: Facts,
    /// `Smith, Dale  14/03/1984  X123456`.
    pub who: String,
    /// Risk in a few words; empty when nothing is flagged.
    pub flag: String,
    /// The newest sheet that says who she is or what may hurt somebody, and its day: `referral F-000123 of 01/06/2012`.
    pub stated_on: String,
    /// Her sheets of the same form by their day, newest first, for `==`.
    pub same_form: Vec<EarlierSheet>,
    /// Answers of the sheet of the same form that this user keyed last today, for `=` and for what is carried.
    pub last_mine: crate::domain::value::Values,
}

/// A sheet of the same form that a client already has.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EarlierSheet {
    /// Its serial.
    pub serial: Serial,
    /// The day on it.
    pub on: Option<chrono::NaiveDate>,
    /// How it is told: `S-000123 of 01/06/2012`.
    pub said: String,
    /// Its answers.
    pub values: crate::domain::value::Values,
}

impl Known {
    /// Whether nobody has said how high the risk of somebody on the books is: that is not low.
    pub fn is_risk_unknown(&self) -> bool {
        let said = self.facts.get("risk.rosh").is_some();
        self.client.is_some() && self.flag.is_empty() && !said
    }

    /// That her present case was signed off, and when: `signed off 12/01/2012`.
    pub fn signed_off(&self) -> Option<String> {
        let on = self.facts.date("history.signoff_on")?;
        Some(format!("signed off {}", crate::domain::dates::show(on)))
    }
}

impl std::fmt::Debug for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Known({:?})", self.client)
    }
}

/// What is said where nobody has said how high the risk is.
pub const RISK_UNKNOWN: &str = "RoSH not known: ask the offender manager";

/// One line of a find list.
#[derive(Clone, PartialEq)]
pub struct HitLine {
    /// Whom it leads to.
    pub client: ClientId,
    /// `Smith, Dale`.
    pub name: String,
    /// `14/03/1984`.
    pub born: String,
    /// `X123456`, or the client number where she has none.
    pub crn: String,
    /// How her case stands: `Type 2, K Patel, next seen 19/06`.
    pub standing: String,
    /// Risk in a few words; empty when nothing is flagged.
    pub flag: String,
    /// Why it was found: `surname sounds alike, year of birth`.
    pub why: String,
    /// Whether a name, a whole date of birth or a number of hers speaks for her: not her trainer, her street or a month alone.
    pub names_her: bool,
    /// 0 to 1.
    pub score: f32,
    /// Numbers that only one person should have and that stand on both: `NHS number, CRN`; empty when there are none.
    pub shares: String,
    /// Her open case.
    pub open_case: Option<CaseNo>,
    /// The query is exactly this identifier of hers (as it is stored): what the paper calls her.
    pub exact: Option<String>,
}

impl HitLine {
    /// Whether she is meant at this probability, or by an identifier of hers.
    pub fn is_meant(&self, enough: f32) -> bool {
        self.exact.is_some() || self.score >= enough
    }
}

impl std::fmt::Debug for HitLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HitLine({} {:.2})", self.client, self.score)
    }
}

/// Two records that may be of one person.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundPair {
    /// The one of the lower number.
    pub a: ClientId,
    /// The other.
    pub b: ClientId,
    /// How probable it is, 0 to 1.
    pub score: f32,
    /// What agrees and what does not: `surname sounds alike, date of birth`.
    pub why: String,
}

/// One line of the review: the two, and why they may be one.
#[derive(Debug, Clone, PartialEq)]
pub struct PairLine {
    /// The one of the lower number.
    pub a: HitLine,
    /// The other.
    pub b: HitLine,
    /// How probable it is, 0 to 1.
    pub score: f32,
    /// What agrees and what does not.
    pub why: String,
}
