//! A sheet of paper once it is keyed, and one that is still being keyed.

use super::fact::Facts;
use super::reference::{ClientId, DraftId, Serial, UserName};
use super::value::{Missing, Value, Values};
use chrono::{DateTime, NaiveDate, Utc};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a sheet does in the casework; a form file names it (`role = "session"`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SheetRole {
    /// Opens a case.
    Referral,
    /// Says who the client is.
    Registration,
    /// Measures before, during or after.
    Assessment,
    /// Type 1: signposted to services.
    Signposting,
    /// Type 2: a personal health plan.
    Plan,
    /// One contact, kept or not.
    Session,
    /// Ends the work.
    Signoff,
    /// Three, six or twelve months on.
    Followup,
    /// A health-promotion event: nobody's own sheet.
    Event,
    /// A trainer's own record.
    Worker,
    /// A form about a client with no consequence of its own for the case.
    Other,
}

impl SheetRole {
    /// Each role with its name in form files.
    pub const ALL: [(Self, &'static str); 11] = [
        (Self::Referral, "referral"),
        (Self::Registration, "registration"),
        (Self::Assessment, "assessment"),
        (Self::Signposting, "signposting"),
        (Self::Plan, "plan"),
        (Self::Session, "session"),
        (Self::Signoff, "signoff"),
        (Self::Followup, "followup"),
        (Self::Event, "event"),
        (Self::Worker, "worker"),
        (Self::Other, "other"),
    ];

    /// The role of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, n)| *n == name)
            .map(|(role, _)| *role)
    }

    /// Whether such a sheet belongs to one client.
    pub fn concerns_client(self) -> bool {
        !matches!(self, Self::Event | Self::Worker)
    }

    /// Whether such a sheet may bring a client whom the service has never seen.
    pub fn may_bring_new_client(self) -> bool {
        matches!(self, Self::Referral | Self::Registration)
    }
}

/// What a pile of paper has in common: keyed once, and carried to its sheets. Each part may be left open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchHead {
    /// The trainer who filled the sheets in.
    pub by: Option<String>,
    /// The office, as a code of the service's list.
    pub office: Option<String>,
    /// The date on the paper.
    pub on: Option<NaiveDate>,
}

impl BatchHead {
    /// Whose pile is being keyed, and of which day: both go on into every sheet.
    pub fn words(&self) -> String {
        let on = self.on.map(super::dates::show);
        let said: Vec<String> = self.by.iter().cloned().chain(on).collect();
        if said.is_empty() {
            "open".to_owned()
        } else {
            said.join(" ")
        }
    }
}

/// The head of a sheet: what every form carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetHead {
    /// The serial printed on the paper.
    pub serial: Serial,
    /// The form's id, `session`.
    pub form: String,
    /// The form's version; a sheet is read with its own version for ever.
    pub version: u32,
    /// What it does in the casework.
    pub role: SheetRole,
    /// The date on the paper.
    pub completed_on: Option<NaiveDate>,
    /// Who filled in the paper: a trainer's number, `HT03`.
    pub completed_by: Option<String>,
    /// Whether a question about the paper is open (illegible, contradictory), and its words are in the private part.
    pub queried: bool,
}

/// A keyed sheet as it stands.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Serial, form, version, date and hand.
    pub head: SheetHead,
    /// Whose sheet it is.
    pub client: Option<ClientId>,
    /// What it says for the casework.
    pub facts: Facts,
    /// Every answer; `None` where the reader's role may not see answers.
    pub values: Option<Values>,
    /// Soft checks that were passed, with the reason given.
    pub overrides: Vec<Override>,
    /// The open question about the paper.
    pub query: String,
    /// The act that last keyed it.
    pub act: u64,
    /// Who keyed it last.
    pub keyed_by: UserName,
    /// When it was keyed last.
    pub keyed_at: DateTime<Utc>,
}

impl fmt::Debug for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Sheet({} {} act {})",
            self.head.serial, self.head.form, self.act
        )
    }
}

/// What a sheet says where it is about somebody on the books and begins a case of hers (fact `referral.duplicate_check`).
pub const NEW_EPISODE: &str = "S";
/// The same where it belongs to the case that is open.
pub const SAME_EPISODE: &str = "E";

/// The check that is passed where somebody says that a sheet is not of the client whose number stands as the field.
pub const DIFFERENT_PERSON: &str = "different_person";

/// A soft check that somebody passed knowingly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// The field's key; a client's number where the check is [`DIFFERENT_PERSON`].
    pub field: String,
    /// The check's id in the form file.
    pub check: String,
    /// The reason, where she gave one.
    pub reason: String,
}

/// What stands in one box of a half-keyed sheet.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptBox {
    /// The very characters typed.
    pub text: String,
    /// The missing reason, where she pressed its key.
    pub missing: Option<Missing>,
    /// She has left the box with this in it.
    pub settled: bool,
    /// It came from elsewhere (carried, prefilled) and she has not passed it yet.
    pub carried: bool,
    /// It was worked out from other boxes of the sheet, and is again when they change.
    pub follows: bool,
    /// It is still being typed: the sheet goes by `stood` until she leaves it.
    pub unread: bool,
    /// Its answer before what is being typed, where there was one.
    pub stood: Option<Value>,
    /// How it was read before, where it is being read once more.
    pub readings: Vec<String>,
}

impl KeptBox {
    /// Whether she has put something into it herself.
    pub fn is_keyed(&self) -> bool {
        let said = !self.text.trim().is_empty() || self.missing.is_some();
        !self.carried && (said || !self.readings.is_empty())
    }
}

/// Begins the names under which a half-keyed sheet keeps what stands in no box of the form; no field can be called so.
const BESIDE: char = '?';

/// The name under which a half-keyed sheet keeps the words of a line that is typed over it.
pub fn beside(line: &str) -> String {
    format!("{BESIDE}line {line}")
}

/// Whether a kept box is none of the form's.
pub fn is_beside(field: &str) -> bool {
    field.starts_with(BESIDE)
}

/// A half-keyed sheet: enough to put the caret back where it stood.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Its number.
    pub id: DraftId,
    /// The form's id.
    pub form: String,
    /// The form's version.
    pub version: u32,
    /// Whose sheet it is to be, once chosen.
    pub client: Option<ClientId>,
    /// The client as the paper names her, as it will stand in the client box.
    pub client_as_read: String,
    /// The keyed sheet that this draft corrects.
    pub amends: Option<Serial>,
    /// The field under the caret.
    pub focus: String,
    /// Position of the caret in that box, in characters.
    pub caret: usize,
    /// The field into which she put something last; empty before the first key.
    pub last_keyed: String,
    /// Set aside on purpose, rather than interrupted.
    pub parked: bool,
    /// What stands in each box so far.
    pub boxes: IndexMap<String, KeptBox>,
    /// Soft checks passed so far.
    pub overrides: Vec<Override>,
    /// Who keys it.
    pub by: UserName,
    /// When a key was last kept.
    pub kept_at: DateTime<Utc>,
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Draft({} {} at {})", self.id.0, self.form, self.focus)
    }
}

/// One change to a draft; all of them, in order, make the draft again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DraftChange {
    /// A sheet was begun, or all of it is stated anew.
    Stated(Box<Draft>),
    /// A box changed and the caret stands in it.
    Box {
        /// The field's key.
        field: String,
        /// What stands there now.
        kept: KeptBox,
        /// The caret, in characters.
        caret: usize,
    },
    /// The caret moved to another box.
    Moved {
        /// The field's key.
        field: String,
        /// The caret, in characters.
        caret: usize,
    },
    /// Set aside, or taken up again.
    Parked(bool),
    /// A soft check was passed.
    Overrode(Override),
    /// Saved or thrown away: the draft is no more.
    Ended,
}

impl fmt::Debug for DraftChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stated(_) => "Stated",
            Self::Box { .. } => "Box",
            Self::Moved { .. } => "Moved",
            Self::Parked(_) => "Parked",
            Self::Overrode(_) => "Overrode",
            Self::Ended => "Ended",
        })
    }
}

impl Draft {
    /// The draft after `change`; `None` once it has ended.
    pub fn after(mut self, change: DraftChange, at: DateTime<Utc>) -> Option<Self> {
        self.kept_at = at;
        match change {
            DraftChange::Stated(draft) => return Some(*draft),
            // The caret stays in its box.
            DraftChange::Box { field, kept, .. } if is_beside(&field) => {
                self.boxes.insert(field, kept);
            }
            DraftChange::Box { field, kept, caret } => {
                if kept.is_keyed() {
                    self.last_keyed.clone_from(&field);
                }
                self.boxes.insert(field.clone(), kept);
                (self.focus, self.caret) = (field, caret);
            }
            DraftChange::Moved { field, caret } => (self.focus, self.caret) = (field, caret),
            DraftChange::Parked(parked) => self.parked = parked,
            DraftChange::Overrode(passed) => self.overrides.push(passed),
            DraftChange::Ended => return None,
        }
        Some(self)
    }
}

/// Answers and facts of a sheet that is about to be saved.
#[derive(Clone, PartialEq, Eq)]
pub struct FilledSheet {
    /// Serial, form, version, date and hand.
    pub head: SheetHead,
    /// What it says for the casework.
    pub facts: Facts,
    /// Every answer, in paper order.
    pub values: Values,
    /// Soft checks passed.
    pub overrides: Vec<Override>,
    /// The open question about the paper.
    pub query: String,
}

impl fmt::Debug for FilledSheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FilledSheet({} {})", self.head.serial, self.head.form)
    }
}

impl FilledSheet {
    /// The sheet as one object of an export file; see the command line's promise.
    pub fn to_json(&self) -> serde_json::Value {
        sheet_json(&self.head, Some(&self.values))
    }
}

impl Sheet {
    /// The sheet as one object of an export file.
    pub fn to_json(&self) -> serde_json::Value {
        sheet_json(&self.head, self.values.as_ref())
    }
}

fn sheet_json(head: &SheetHead, values: Option<&Values>) -> serde_json::Value {
    let mut object = serde_json::Map::new();
    object.insert("sheet".into(), head.serial.clone().into());
    object.insert("form".into(), head.form.clone().into());
    object.insert("version".into(), head.version.into());
    if let Some(day) = head.completed_on {
        object.insert("completed_on".into(), Value::Date(day).to_json());
    }
    if let Some(hand) = &head.completed_by {
        object.insert("completed_by".into(), hand.clone().into());
    }
    let answers = values
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.clone(), value.to_json()));
    object.insert(
        "values".into(),
        serde_json::Value::Object(answers.collect()),
    );
    object.into()
}
