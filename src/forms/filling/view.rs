//! What the screen sees of a filling: boxes, events, and how finishing went.

use crate::domain::sheet::FilledSheet;
use crate::domain::value::Missing;
use crate::forms::definition::Field;
use crate::forms::finding::Finding;
use std::fmt;

/// How one box stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoxState {
    /// Nothing in it yet.
    Blank,
    /// Something is being typed, or was left without being right.
    Typing,
    /// An answer stands in it.
    Answered,
    /// A reason stands in it why there is no answer.
    Missing(Missing),
    /// Hidden by a skip rule.
    Skipped,
    /// Filled beforehand (carried, prefilled, default) and not yet passed.
    Carried,
    /// Worked out from other boxes.
    Computed,
}

/// One box as it is to be drawn.
#[derive(Clone, PartialEq)]
pub struct BoxView<'a> {
    /// Its position among all boxes of the form, head boxes included.
    pub position: usize,
    /// Its definition: number, label, page, help.
    pub field: &'a Field,
    /// The characters in it; of a computed box its value.
    pub text: &'a str,
    /// The caret, in characters, where this is the focused box.
    pub caret: Option<usize>,
    /// What the program understood: `did not attend, no warning`, `Tuesday, 2 days ago`, or the missing reason in words.
    pub meaning: String,
    /// How it stands.
    pub state: BoxState,
    /// Where an answer filled beforehand comes from, in words; empty for everything else.
    pub source: &'a str,
    /// What is wrong with it or asked about it.
    pub finding: Option<&'a Finding>,
}

/// What a key did. In the order in which it happened; nothing to tell is an empty list.
#[derive(Clone, PartialEq, Eq)]
pub enum Event {
    /// The caret went to another box.
    Advanced,
    /// … on another page.
    PageTurned(u32),
    /// The box cannot be left like this; the caret stays.
    Hard(Finding),
    /// Asked once; the same key again keeps it as it is.
    SoftAsked(Finding),
    /// A soft finding was passed and is kept as an override.
    SoftPassed(Finding),
    /// A skip emptied these boxes (their names); undo brings them back.
    SkipReset {
        /// Number and label of each.
        boxes: Vec<String>,
    },
    /// The box was emptied and is to be keyed once more; says why.
    ReadAgain(String),
    /// The readings of a box differ: it was emptied and is to be keyed once more.
    Differs {
        /// The field's key.
        field: String,
        /// What is said.
        sentence: String,
    },
    /// The last box is full; Enter (or save) is still to come.
    AtEnd,
    /// Enter was that of the box before, which had gone on by itself: the caret stays in a box that may be left blank.
    EnterTaken,
    /// Everything that must be answered is: the caller may call `finish`.
    Filled,
    /// Enter at the end of a sheet with open boxes: the caret went to the first; says which and how many.
    Open(String),
    /// Nothing was taken, and why.
    Refused(String),
    /// The box (its name) was marked as illegible, and is a question to the trainer now.
    TrainerAsked(String),
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Advanced => f.write_str("Advanced"),
            Self::PageTurned(page) => write!(f, "PageTurned({page})"),
            Self::Hard(finding) => write!(f, "Hard({}: {})", finding.field, finding.check),
            Self::SoftAsked(finding) => {
                write!(f, "SoftAsked({}: {})", finding.field, finding.check)
            }
            Self::SoftPassed(finding) => {
                write!(f, "SoftPassed({}: {})", finding.field, finding.check)
            }
            Self::SkipReset { boxes } => write!(f, "SkipReset({boxes:?})"),
            Self::ReadAgain(_) => f.write_str("ReadAgain"),
            Self::Differs { field, .. } => write!(f, "Differs({field})"),
            Self::AtEnd => f.write_str("AtEnd"),
            Self::EnterTaken => f.write_str("EnterTaken"),
            Self::Filled => f.write_str("Filled"),
            Self::Open(sentence) => write!(f, "Open({sentence})"),
            Self::Refused(sentence) => write!(f, "Refused({sentence})"),
            Self::TrainerAsked(name) => write!(f, "TrainerAsked({name})"),
        }
    }
}

/// How finishing went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finish {
    /// The sheet may be saved.
    Ready(Box<FilledSheet>),
    /// It may not; the caret stands in the box of the first finding.
    Blocked {
        /// All that is hard, in paper order.
        findings: Vec<Finding>,
    },
    /// It may after a question; finishing once more (or `accept_soft`) passes these. The caret stands in the first.
    AskSoft {
        /// All that is soft and not yet passed, in paper order.
        findings: Vec<Finding>,
    },
}
