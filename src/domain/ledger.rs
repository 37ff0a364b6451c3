//! Where each sheet of paper is: a pure fold of the acts that count.
//!
//! # Why
//! Nothing keeps a state. What happened to a serial is a [`Trace`], the state is a function of the trace and of the pad that it
//! belongs to, and so every serial is in exactly one state whatever was undone. The working store keeps traces as it goes; a test
//! compares them with [`fold`].

use super::act::{Act, Deed};
use super::fold::undone;
use super::identifier::serial;
use super::reference::{ClientId, Serial, TrainerId};
use super::sheet::Draft;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most serials of one pad.
pub const MOST_IN_A_PAD: usize = 500;

/// The box of the head in which the serial stands.
pub const SERIAL_BOX: &str = "sheet";

/// Under this name a half-keyed sheet keeps its questions.
const QUERY_BOX: &str = "?query";

/// How a sheet of paper stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SheetState {
    /// On a trainer's pad, not due yet.
    Issued,
    /// Should be here, and is not.
    Expected,
    /// Waits to be keyed.
    InTray,
    /// Half keyed and set aside.
    Parked,
    /// Waits for a trainer's answer.
    Queried,
    /// Keyed; the paper lies on the desk.
    Keyed,
    /// Keyed, and boxes of it were keyed again.
    Rekeyed,
    /// Keyed, and the paper is in the cabinet.
    Filed,
    /// Declared void.
    Void,
}

impl SheetState {
    /// All of them, in the order of a sheet's way, with the name in files and what she reads.
    pub const ALL: [(Self, &'static str, &'static str); 9] = [
        (Self::Issued, "issued", "on a pad"),
        (Self::Expected, "expected", "expected"),
        (Self::InTray, "in_tray", "in tray"),
        (Self::Parked, "parked", "parked"),
        (Self::Queried, "queried", "queried"),
        (Self::Keyed, "keyed", "keyed"),
        (Self::Rekeyed, "rekeyed", "re-keyed"),
        (Self::Filed, "filed", "filed"),
        (Self::Void, "void", "void"),
    ];

    fn entry(self) -> &'static (Self, &'static str, &'static str) {
        Self::ALL
            .iter()
            .find(|(state, ..)| *state == self)
            .unwrap_or(&Self::ALL[0])
    }

    /// The name in files.
    pub fn name(self) -> &'static str {
        self.entry().1
    }

    /// What she reads.
    pub fn words(self) -> &'static str {
        self.entry().2
    }

    /// The state of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, n, _)| *n == name)
            .map(|(state, ..)| *state)
    }
}

/// What happened to one serial, of what counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trace {
    /// Its paper reached the tray.
    pub received: bool,
    /// A half-keyed sheet carries it, and whether that asks something.
    pub draft: Option<bool>,
    /// It was keyed, and whether the sheet asks something.
    pub keyed: Option<bool>,
    /// Boxes of it were keyed again.
    pub rekeyed: bool,
    /// Its paper is in the cabinet.
    pub filed: bool,
    /// It came in by a file: its paper was never here.
    pub by_file: bool,
    /// It was declared void.
    pub void: bool,
}

impl Trace {
    /// Whether anything is known of it at all.
    pub fn is_seen(&self) -> bool {
        self.received || self.draft.is_some() || self.keyed.is_some() || self.void
    }

    /// How it stands; `overtaken` where a later serial of its pad has been seen.
    pub fn state(&self, overtaken: bool) -> SheetState {
        match (self.keyed, self.draft) {
            _ if self.void => SheetState::Void,
            (Some(true), _) | (None, Some(true)) => SheetState::Queried,
            (Some(false), _) if self.filed || self.by_file => SheetState::Filed,
            (Some(false), _) if self.rekeyed => SheetState::Rekeyed,
            (Some(false), _) => SheetState::Keyed,
            (None, Some(false)) => SheetState::Parked,
            (None, None) if self.received => SheetState::InTray,
            (None, None) if overtaken => SheetState::Expected,
            (None, None) => SheetState::Issued,
        }
    }
}

/// Numbered paper that a trainer has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pad {
    /// The form printed on it.
    pub form: String,
    /// The first serial.
    pub first: Serial,
    /// The last serial.
    pub last: Serial,
    /// Who has it.
    pub trainer: TrainerId,
    /// Since this day.
    pub on: NaiveDate,
}

impl Pad {
    /// The pad that an act hands out.
    pub fn of(deed: &Deed) -> Option<Self> {
        match deed {
            Deed::PaperIssued {
                form,
                first,
                last,
                trainer,
                on,
            } => Some(Self {
                form: form.clone(),
                first: first.clone(),
                last: last.clone(),
                trainer: trainer.clone(),
                on: *on,
            }),
            _ => None,
        }
    }

    /// Its serials, in order.
    pub fn serials(&self) -> Vec<Serial> {
        serial::between(&self.first, &self.last, MOST_IN_A_PAD).unwrap_or_default()
    }

    /// Whether a serial belongs to it.
    pub fn holds(&self, serial: &str) -> bool {
        let (Some(one), Some(first), Some(last)) = (
            serial::parts(serial),
            serial::parts(&self.first),
            serial::parts(&self.last),
        ) else {
            return false;
        };
        one.0 == first.0 && one.2 == first.2 && (first.1..=last.1).contains(&one.1)
    }
}

/// One line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerLine {
    /// The serial; empty where paper is expected and nobody knows on which serial.
    pub serial: Serial,
    /// The form's id.
    pub form: String,
    /// How it stands.
    pub state: SheetState,
    /// Whose it is, where that is known.
    pub client: Option<ClientId>,
    /// Who filled it in, or has the pad.
    pub trainer: Option<TrainerId>,
    /// The day on the paper, else the day on which it was expected or issued.
    pub on: Option<NaiveDate>,
    /// When it was keyed last, and by whom.
    pub keyed: Option<(DateTime<Utc>, String)>,
    /// Why it is expected, where it is, in words without names.
    pub why: String,
}

/// Which serials of a pad count as overtaken: all before the last one seen.
pub fn overtaken(seen: &[bool]) -> usize {
    seen.iter().rposition(|seen| *seen).unwrap_or(0)
}

/// The state of every serial that any act names, or a pad that counts holds; what is half keyed is not known here.
pub fn fold(acts: &[Act]) -> BTreeMap<Serial, SheetState> {
    let undone = undone(acts);
    let counts = |act: &&Act| !undone.contains(&act.seq);
    let mut traces: BTreeMap<Serial, Trace> = BTreeMap::new();
    for act in acts.iter().filter(counts) {
        add(&mut traces, &act.deed);
    }
    let mut states: BTreeMap<Serial, SheetState> = BTreeMap::new();
    for pad in acts.iter().filter(counts).filter_map(|a| Pad::of(&a.deed)) {
        let serials = pad.serials();
        let seen: Vec<bool> = serials
            .iter()
            .map(|s| traces.get(s).is_some_and(Trace::is_seen))
            .collect();
        let before = overtaken(&seen);
        for (at, serial) in serials.into_iter().enumerate() {
            let trace = traces.get(&serial).cloned().unwrap_or_default();
            let state = trace.state(at < before);
            let stands = states.entry(serial).or_insert(state);
            // Noted on two pads by mistake: what either of them expects is expected.
            if state == SheetState::Expected {
                *stands = state;
            }
        }
    }
    for (serial, trace) in traces.into_iter().filter(|(_, t)| t.is_seen()) {
        states.entry(serial).or_insert_with(|| trace.state(false));
    }
    states
}

/// What one act that counts does to its serial.
fn add(traces: &mut BTreeMap<Serial, Trace>, deed: &Deed) {
    let serial = match deed {
        Deed::SheetKeyed { head, .. } => &head.serial,
        Deed::PaperReceived { serial, .. }
        | Deed::SheetVoided { serial, .. }
        | Deed::SheetFiled { serial }
        | Deed::SheetRekeyed { serial, .. } => serial,
        _ => return,
    };
    let trace = traces.entry(serial.clone()).or_default();
    match deed {
        Deed::SheetKeyed { head, draft, .. } => {
            if trace.keyed.is_none() {
                (trace.filed, trace.rekeyed) = (false, false);
            }
            // What came in by a file has no paper on this desk.
            trace.by_file = draft.is_none();
            trace.keyed = Some(head.queried);
            trace.void = false;
        }
        Deed::SheetVoided { .. } => (trace.keyed, trace.void) = (None, true),
        Deed::SheetFiled { .. } => trace.filed = true,
        Deed::SheetRekeyed { .. } => trace.rekeyed = true,
        _ => trace.received = true,
    }
}

/// The serial of a half-keyed sheet, and whether it asks something; none for one that corrects a sheet, or has no serial yet.
pub fn of_draft(draft: &Draft) -> Option<(Serial, bool)> {
    let text = |key: &str| draft.boxes.get(key).map(|kept| kept.text.trim());
    let serial = text(SERIAL_BOX).filter(|s| !s.is_empty() && draft.amends.is_none())?;
    let asks = text(QUERY_BOX).is_some_and(|query| !query.is_empty());
    Some((serial.to_owned(), asks))
}
