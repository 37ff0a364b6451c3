//! What all layers of an open desk share.

use super::comfort::Comfort;
use super::course::Course;
use super::drafts::Drafts;
use super::figures::OwnFigures;
use super::lists::Counts;
use super::message::Opened;
use super::pace::Pace;
use super::rekey::RekeyPlan;
use crate::allocation;
use crate::domain::act::Role;
use crate::domain::calendar::Calendar;
use crate::domain::overview::Overview;
use crate::domain::sheet::BatchHead;
use crate::forms::Registry;
use crate::keymap::Keymap;
use crate::paper;
use crate::search::ShortNames;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use std::sync::Arc;

/// What never changes while the desk is open.
#[derive(Clone)]
pub struct Fixed {
    /// Forms of all versions.
    pub forms: Arc<Registry>,
    /// Which key means what.
    pub keymap: Arc<Keymap>,
    /// Working days.
    pub calendar: Arc<Calendar>,
    /// Weights and limits of allocation.
    pub allocation: Arc<allocation::Settings>,
    /// Which names stand for which when people are looked for.
    pub short_names: Arc<ShortNames>,
    /// What should have come, what the end of a day looks at, what is keyed again.
    pub paper: Arc<paper::Settings>,
    /// Where the data lies, for the lock screen.
    pub store: String,
    /// The name to offer at the lock, where one is known.
    pub user: String,
    /// How it looks and whether it rings, until that is changed at the desk.
    pub comfort: Comfort,
}

impl std::fmt::Debug for Fixed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Fixed(…)")
    }
}

/// Whether what she typed is safe; shown on the top line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Safety {
    /// Nothing is open.
    #[default]
    Quiet,
    /// The last box was kept at this time.
    Kept(NaiveDateTime),
    /// Acts are on their way.
    Saving,
    /// They are on stable storage: what, and since when.
    Saved(String, NaiveDateTime),
    /// They are not: what happened and what to do.
    NotSaved(String),
}

/// What all layers share.
#[derive(Debug)]
pub struct Desk {
    /// What never changes.
    pub fixed: Fixed,
    /// Who is at the desk.
    pub user: String,
    /// What she may do.
    pub role: Role,
    /// The latest overview.
    pub overview: Overview,
    /// How many things are due and amiss, as of the overview and the day; home shows it at every key.
    pub counts: Counts,
    /// Whether the books changed since they were counted: they are counted again within a second, not while she waits for a save.
    pub(super) are_counts_old: bool,
    /// Now, in UTC.
    pub now: DateTime<Utc>,
    /// Now, on the office's clock.
    pub local: NaiveDateTime,
    /// Whether what she typed is safe.
    pub safety: Safety,
    /// A sentence on the line above the bottom one, until the next key.
    pub notice: Option<Notice>,
    /// The last ticket given out.
    pub next_ticket: u64,
    /// Window size: columns, rows.
    pub size: (u16, u16),
    /// The act that an open question asks to undo.
    pub undoing: Option<u64>,
    /// Half-keyed sheets on their way to the store.
    pub drafts: Drafts,
    /// What is to be keyed again.
    pub rekey: RekeyPlan,
    /// How it looks and whether it rings.
    pub comfort: Comfort,
    /// How long she has been at the keys.
    pub pace: Pace,
    /// Her own figures.
    pub figures: OwnFigures,
    /// The tutorial, where this is the pretend tray.
    pub course: Option<Course>,
    /// She asked for the tutorial.
    pub practises: bool,
}

impl Desk {
    /// A desk just opened by somebody, at a time.
    pub fn new(
        fixed: Fixed,
        opened: Opened,
        now: DateTime<Utc>,
        local: NaiveDateTime,
        size: (u16, u16),
    ) -> Self {
        let mut desk = Self {
            comfort: fixed.comfort,
            fixed,
            user: opened.user,
            role: opened.role,
            overview: opened.overview,
            counts: Counts::default(),
            are_counts_old: true,
            now,
            local,
            safety: Safety::Quiet,
            notice: None,
            next_ticket: 0,
            size,
            undoing: None,
            drafts: Drafts::default(),
            rekey: RekeyPlan::default(),
            pace: Pace::default(),
            figures: OwnFigures::default(),
            course: None,
            practises: false,
        };
        desk.look_again();
        desk
    }

    /// Counts anew what is due and what is to be put right: the overview changed, or the day.
    pub(super) fn look_again(&mut self) {
        self.counts = Counts::of(self);
        self.are_counts_old = false;
    }

    /// What the next sheet carries: the head of the pile that she began today. Nothing older, and nothing from a sheet that merely was
    /// the last: the next paper is another client's.
    pub fn batch(&self) -> Option<&BatchHead> {
        self.last_head().filter(|_| self.overview.batch > 0)
    }

    /// What the head of a new pile most likely says: as the pile of today, or as the last sheet keyed today.
    pub fn last_head(&self) -> Option<&BatchHead> {
        let today = self.overview.last_head_keyed == Some(self.today());
        self.overview.last_head.as_ref().filter(|_| today)
    }

    /// Today, on the office's clock.
    pub fn today(&self) -> NaiveDate {
        self.local.date()
    }

    /// Says something until the next key.
    pub fn say(&mut self, kind: NoticeKind, text: impl Into<String>) {
        self.notice = Some(Notice {
            kind,
            text: text.into(),
        });
    }
}

/// How a notice is meant; never by colour alone: each kind has a sign too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// For information.
    Info,
    /// It worked.
    Good,
    /// It asks.
    Soft,
    /// It blocks.
    Hard,
}

/// A sentence for her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How it is meant.
    pub kind: NoticeKind,
    /// The sentence.
    pub text: String,
}
