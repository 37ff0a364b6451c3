//! Everything about one client, folded from her acts.
//!
//! # Why
//! State is the fold of the acts that count. Undoing an act, even long after, is folding again without it: nothing has
//! to know how to reverse itself. A client has some tens of acts, so folding again costs microseconds. [`super::fold`] does it.

use super::act::{Act, Deed};
use super::case::{Case, Contact, Plan};
use super::client::{Identity, Risk};
use super::fact::Facts;
use super::identifier::IdentifierKind;
use super::reference::{CaseNo, ClientId, Serial, TrainerId};
use super::sheet::{DIFFERENT_PERSON, NEW_EPISODE, Override, SAME_EPISODE, SheetHead, SheetRole};
use super::value::Number;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What she is called.
const NAMES: [&str; 3] = ["client.title", "client.surname", "client.forenames"];
/// Who she is.
const WHO: [&str; 12] = [
    "client.title",
    "client.surname",
    "client.forenames",
    "client.known_as",
    "client.gender",
    "client.dob",
    "client.crn",
    "client.pnc",
    "client.cro",
    "client.nhs_number",
    "client.noms",
    "client.ni_number",
];

/// One line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetLine {
    /// The serial.
    pub serial: Serial,
    /// The form's id.
    pub form: String,
    /// What it does.
    pub role: SheetRole,
    /// The day it tells of, else the day on the paper.
    pub on: Option<NaiveDate>,
    /// The act that keyed it.
    pub act: u64,
    /// Whether a question about the paper is open.
    pub queried: bool,
}

/// A conflict between a client and a trainer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declared {
    /// The trainer.
    pub trainer: TrainerId,
    /// Kind code.
    pub kind: String,
    /// The day of the declaration.
    pub on: NaiveDate,
    /// The act.
    pub act: u64,
}

/// A number that stands for a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identifier {
    /// Which.
    pub kind: IdentifierKind,
    /// As it is stored.
    pub value: String,
}

/// Never which number.
impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identifier({})", self.kind.name())
    }
}

/// Everything about one client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dossier {
    /// Her number.
    pub id: ClientId,
    /// Who she is.
    pub identity: Identity,
    /// What may hurt somebody.
    pub risk: Risk,
    /// Her cases, oldest first.
    pub cases: Vec<Case>,
    /// Conflicts with trainers that were declared about her.
    pub conflicts: Vec<Declared>,
    /// Every identifier that was ever hers, those of joined records too, in the order in which they were first said: older paper has the
    /// older ones, and a conflict may name any CRN.
    pub identifiers: Vec<Identifier>,
    /// Her sheets in the order keyed.
    pub sheets: Vec<SheetLine>,
    /// The record that this one was joined to.
    pub merged_into: Option<ClientId>,
    /// Records joined to this one.
    pub merged_from: Vec<ClientId>,
    /// Records known to be other people.
    pub apart_from: Vec<ClientId>,
    /// Numbers of all acts about her, counting or not.
    pub acts: Vec<u64>,
    /// While all is read anew: nothing that was keyed on this record itself has named her yet, only on one that was joined to it.
    #[serde(skip)]
    pub unnamed: bool,
}

impl Dossier {
    /// A client of whom nothing is known yet.
    pub fn new(id: ClientId) -> Self {
        Self {
            id,
            identity: Identity::default(),
            risk: Risk::default(),
            cases: Vec::new(),
            conflicts: Vec::new(),
            identifiers: Vec::new(),
            sheets: Vec::new(),
            merged_into: None,
            merged_from: Vec::new(),
            apart_from: Vec::new(),
            acts: Vec::new(),
            unnamed: false,
        }
    }

    /// Adds one act that counts.
    pub fn apply(&mut self, act: &Act) {
        if act.deed.kind().listed {
            self.acts.push(act.seq);
        }
        match &act.deed {
            Deed::SheetKeyed {
                head,
                facts,
                overrides,
                ..
            } => {
                let stays = self.stays(act, head.role);
                self.take_sheet(act.seq, head, facts, stays);
                self.apart_from.extend(said_apart(overrides));
            }
            Deed::ClientImported {
                facts,
                reference,
                dob_as_read,
                overrides,
            } => {
                let stays = self.stays(act, SheetRole::Other);
                self.take_list(facts, stays, (reference, dob_as_read));
                self.apart_from.extend(said_apart(overrides));
            }
            Deed::ClientAmended { facts } => {
                self.learn(facts, self.stays(act, SheetRole::Other));
                self.risk.learn(facts, None);
            }
            Deed::ClientsMerged { from, into, .. } if *from == self.id => {
                self.merged_into = Some(*into);
            }
            Deed::ClientsMerged { from, .. } => self.merged_from.push(*from),
            Deed::ClientsKeptApart { a, b, .. } => {
                self.apart_from.push(if *a == self.id { *b } else { *a });
            }
            Deed::ConflictDeclared { trainer, kind, on } => self.conflicts.push(Declared {
                trainer: trainer.clone(),
                kind: kind.clone(),
                on: *on,
                act: act.seq,
            }),
            deed => {
                if let Some(case) = deed.case().and_then(|no| self.case_mut(no)) {
                    case.take(act.seq, deed);
                }
            }
        }
    }

    /// Which facts a sheet does not change, known as they are. What a referral calls her was heard on the phone or read in a mail: it does not
    /// rename whom anything before it has named. And of a record that was joined, the names and numbers of the one that stays are hers.
    fn stays(&self, act: &Act, role: SheetRole) -> &'static [&'static str] {
        let is_joined = act.client.is_some_and(|client| client != self.id);
        let is_named = !self.identity.surname.is_empty() && !self.unnamed;
        match role {
            _ if is_joined => &WHO,
            SheetRole::Referral if is_named => &NAMES,
            _ => &[],
        }
    }

    /// Takes over who she is. A number once hers stays known as hers.
    fn learn(&mut self, facts: &Facts, stays: &[&str]) {
        self.identity.learn_beside(facts, stays);
        for (kind, now) in self.identity.identifiers() {
            let said = facts.text(&format!("client.{}", kind.name()));
            for value in [now, said.unwrap_or_default()] {
                let number = Identifier {
                    kind,
                    value: value.to_owned(),
                };
                if !value.is_empty() && !self.identifiers.contains(&number) {
                    self.identifiers.push(number);
                }
            }
        }
    }

    /// The numbers that were hers and that a later sheet replaced, or that only a record joined to hers has.
    pub fn former_identifiers(&self) -> impl Iterator<Item = &Identifier> {
        let now = self.identity.identifiers();
        let is_now =
            move |number: &&Identifier| !now.contains(&(number.kind, number.value.as_str()));
        self.identifiers.iter().filter(is_now)
    }

    /// The case of this number.
    pub fn case(&self, no: CaseNo) -> Option<&Case> {
        self.cases.iter().find(|c| c.no == no)
    }

    fn case_mut(&mut self, no: CaseNo) -> Option<&mut Case> {
        self.cases.iter_mut().find(|c| c.no == no)
    }

    /// The case that work goes on now: the newest open one, else the newest.
    pub fn current_case(&self) -> Option<&Case> {
        self.cases
            .iter()
            .rev()
            .find(|c| c.is_open())
            .or(self.cases.last())
    }

    /// The last day anybody saw her, over all cases.
    pub fn last_seen(&self) -> Option<NaiveDate> {
        self.cases.iter().filter_map(Case::last_seen).max()
    }

    fn take_list(&mut self, facts: &Facts, stays: &[&str], (reference, dob_as_read): (&str, &str)) {
        self.learn(facts, stays);
        if stays.is_empty() || self.identity.reference.is_empty() {
            reference.clone_into(&mut self.identity.reference);
        }
        if self.identity.born.is_none() {
            dob_as_read.clone_into(&mut self.identity.born_as_read);
        }
    }

    fn take_sheet(&mut self, act: u64, head: &SheetHead, facts: &Facts, stays: &[&str]) {
        let on = day_told(facts).or(head.completed_on);
        self.learn(facts, stays);
        let known = self.risk.flags();
        self.risk.learn(facts, on);
        self.sheets.push(SheetLine {
            serial: head.serial.clone(),
            form: head.form.clone(),
            role: head.role,
            on,
            act,
            queried: head.queried,
        });
        if begins_case(head.role, facts) {
            self.open_case(act, head, facts, on);
        } else if head.role != SheetRole::Other {
            self.continue_case(head, facts, on);
        }
        self.told_by_writing(head, &known);
    }

    /// Whoever wrote a sheet knows what it says about safety.
    fn told_by_writing(&mut self, head: &SheetHead, known: &[String]) {
        let Some(by) = &head.completed_by else { return };
        let mut new = self.risk.flags();
        new.retain(|flag| !known.contains(flag));
        for case in self.cases.iter_mut().filter(|_| !new.is_empty()) {
            case.tell(&TrainerId(by.clone()), &new);
        }
    }

    fn open_case(&mut self, act: u64, head: &SheetHead, facts: &Facts, on: Option<NaiveDate>) {
        let Some(no) = facts.text("referral.no").and_then(CaseNo::parse) else {
            return;
        };
        let mut case = Case::new(no);
        case.refer(&head.serial, facts);
        if let Some(trainer) = facts.text("referral.allocated_to") {
            let from = facts
                .date("referral.allocated_on")
                .or(on)
                .unwrap_or_default();
            let reason = facts.text("referral.override_reason").unwrap_or_default();
            case.give(TrainerId(trainer.to_owned()), from, reason, act);
            // The slip that names the trainer says what she must know.
            case.tell(&TrainerId(trainer.to_owned()), &self.risk.flags());
        }
        if head.role == SheetRole::Registration {
            case.received = on;
            take_into_case(&mut case, head, facts, on);
        }
        self.cases.retain(|c| c.no != no);
        self.cases.push(case);
    }

    /// A sheet that is not a referral belongs to the case that was open on its day; the newest referral received by then.
    fn continue_case(&mut self, head: &SheetHead, facts: &Facts, on: Option<NaiveDate>) {
        let place = self.cases.iter().rposition(|c| match (c.received, on) {
            (Some(received), Some(on)) => received <= on,
            _ => true,
        });
        let place = place
            .or(self.cases.len().checked_sub(1))
            .unwrap_or_else(|| {
                let year = on.map_or(0, |d| d.year() as u16);
                self.cases.push(Case::new(CaseNo { year, number: 0 }));
                self.cases.len() - 1
            });
        take_into_case(&mut self.cases[place], head, facts, on);
    }
}

/// Those of whom it was said when a sheet was keyed that it is not about them.
fn said_apart(overrides: &[Override]) -> impl Iterator<Item = ClientId> {
    let said = overrides.iter().filter(|o| o.check == DIFFERENT_PERSON);
    said.filter_map(|o| ClientId::parse(&o.field))
}

/// Whether a sheet begins a case: a referral does unless it says that it belongs to the open one, a registration where it
/// says so.
pub fn begins_case(role: SheetRole, facts: &Facts) -> bool {
    let said = facts.text("referral.duplicate_check");
    match role {
        SheetRole::Referral => said != Some(SAME_EPISODE),
        SheetRole::Registration => said == Some(NEW_EPISODE),
        _ => false,
    }
}

fn take_into_case(case: &mut Case, head: &SheetHead, facts: &Facts, on: Option<NaiveDate>) {
    match head.role {
        SheetRole::Registration => {
            case.first_contact = facts.date("case.first_contact").or(case.first_contact);
            if let (None, Some(trainer)) = (case.holder(), facts.text("case.trainer")) {
                let from = facts.date("case.first_contact").or(on).unwrap_or_default();
                case.give(TrainerId(trainer.to_owned()), from, "", 0);
            }
        }
        SheetRole::Assessment => {
            case.assessments.push((
                facts
                    .text("assessment.stage")
                    .unwrap_or_default()
                    .to_owned(),
                on,
            ));
        }
        SheetRole::Signposting => {
            case.signposted.extend(on);
            match (case.work, on) {
                (None, Some(on)) => case.begin_work(1, on),
                (work, _) => case.work = work.or(Some(1)),
            }
        }
        SheetRole::Plan => plan(case, head, facts, on),
        SheetRole::Session => case.contacts.extend(on.map(|on| {
            Contact {
                serial: head.serial.clone(),
                on,
                attendance: facts
                    .text("session.attendance")
                    .unwrap_or_default()
                    .to_owned(),
                next: facts.date("session.next"),
            }
        })),
        SheetRole::Signoff => {
            let reason = facts.text("signoff.reason").unwrap_or_default().to_owned();
            case.signoff = on.map(|on| (on, reason));
        }
        SheetRole::Followup => {
            let stage = facts
                .text("followup.stage")
                .and_then(|s| s.parse().ok())
                .unwrap_or(0);
            case.followups.push((stage, facts.date("followup.done")));
        }
        SheetRole::Referral | SheetRole::Event | SheetRole::Worker | SheetRole::Other => {}
    }
}

/// A plan makes the work Type 2 from its first day on.
fn plan(case: &mut Case, head: &SheetHead, facts: &Facts, on: Option<NaiveDate>) {
    let sessions = facts
        .number("plan.sessions")
        .and_then(Number::as_whole)
        .unwrap_or(8)
        .clamp(0, 99) as u32;
    let start = facts.date("plan.start");
    case.plan = Some(Plan {
        serial: head.serial.clone(),
        start,
        sessions,
    });
    match start.or(on) {
        Some(from) => case.begin_work(2, from),
        None => case.work = Some(2),
    }
}

/// The day that a sheet tells of.
fn day_told(facts: &Facts) -> Option<NaiveDate> {
    const DAYS: [&str; 8] = [
        "referral.received",
        "session.date",
        "assessment.date",
        "signposting.date",
        "plan.start",
        "signoff.date",
        "followup.done",
        "case.first_contact",
    ];
    DAYS.iter().find_map(|name| facts.date(name))
}
