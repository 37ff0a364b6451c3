//! Her own figures: counted while she keys, kept once a minute where only she can open them, shown to her alone.
//!
//! # Why
//! What was kept before is heard after the desk opens, and is added to what was counted meanwhile; nothing is written before it was
//! heard, so nothing of it is lost. A supervisor keys nothing and has none; neither has a desk that the recovery key opened.

use super::OpenDesk;
use super::desk::{Desk, NoticeKind};
use super::effect::Effect;
use super::layer::{Hand, Layer};
use super::lists::{ListLine, form_title};
use super::question::Question;
use super::words;
use crate::domain::act::{Act, Deed, Role};
use crate::domain::figures::{Figures, Tally};
use crate::domain::value::Value;
use crate::domain::{dates, reference::Serial};
use crate::forms::Event;
use crate::paper::compare::Slip;
use crate::paper::rekey::Recheck;
use chrono::{DateTime, Days, NaiveDateTime, TimeDelta, Timelike, Utc};

/// Days for which they are kept, unless the settings say otherwise (inferred).
pub const DAYS: u32 = 92;
/// What was counted waits no longer than this, in seconds: a crash loses at most so much.
const WAITS: i64 = 50;
/// Most boxes that the screen names.
const BOXES: usize = 30;
/// Answer of "wipe them?".
pub const WIPE: &str = "wipe figures";

/// The figures as the desk has them.
#[derive(Debug, Default)]
pub struct OwnFigures {
    /// All there is.
    pub all: Figures,
    /// Whether what was kept before is among it.
    pub is_read: bool,
    /// Why they are not kept, in words; empty where they are.
    pub trouble: String,
    /// When something was first counted that is not kept yet.
    since: Option<DateTime<Utc>>,
}

impl OwnFigures {
    /// What was kept before is heard.
    pub fn read(&mut self, before: &Figures) {
        self.all.add(before.clone());
        self.is_read = true;
        self.trouble.clear();
    }

    /// They were not kept, or could not be read.
    pub fn not_kept(&mut self, why: &str) {
        why.clone_into(&mut self.trouble);
    }

    /// The wish to keep them, where anything was counted since; `now_or_never` without waiting for a minute to be over.
    fn keep(&mut self, desk_now: DateTime<Utc>, now_or_never: bool) -> Option<Effect> {
        let waited = desk_now - self.since.filter(|_| self.is_read)?;
        if !now_or_never && waited < TimeDelta::seconds(WAITS) {
            return None;
        }
        self.since = None;
        self.trouble.clear();
        Some(Effect::KeepFigures(Box::new(self.all.clone())))
    }
}

impl OpenDesk {
    /// A key was pressed: how long she has been at it, and, on a sheet, one more of her own figures. Once, however often it is read.
    pub(super) fn count_key(&mut self) {
        let desk = &mut self.desk;
        let seconds = desk.pace.keyed(desk.now, desk.comfort.pause);
        if matches!(self.top(), Layer::Keying(_) | Layer::Rekey(_)) {
            self.desk.count_key(seconds);
        }
    }
}

impl Desk {
    /// Whether anything is counted: she keys, and wants it.
    fn counts_figures(&self) -> bool {
        self.role == Role::Officer && self.comfort.figures_days > 0
    }

    fn count(&mut self, at: NaiveDateTime, change: impl FnOnce(&mut Tally)) {
        if self.counts_figures() {
            change(self.figures.all.hour(at.date(), at.hour()));
            self.figures.since.get_or_insert(self.now);
        }
    }

    /// A key was pressed on a sheet, so many seconds after the one before.
    fn count_key(&mut self, seconds: u32) {
        self.count(self.local, |tally| {
            tally.keys = tally.keys.saturating_add(1);
            tally.seconds = tally.seconds.saturating_add(seconds);
        });
    }

    /// What a key did on a sheet: a check that refuses what stands in a box has caught a slip, and so has a second reading that differs.
    pub(super) fn count_slips(&mut self, form: &str, events: &[Event]) {
        let (local, today) = (self.local, self.today());
        for event in events {
            let field = match event {
                // A box that is still to be answered is no slip.
                Event::Hard(finding) if finding.check != "required" => &finding.field,
                Event::Differs { field, .. } => field,
                _ => continue,
            };
            if !self.counts_figures() {
                continue;
            }
            let slips = self.figures.all.slips(today, form, field);
            slips.caught = slips.caught.saturating_add(1);
            self.count(local, |tally| {
                tally.caught = tally.caught.saturating_add(1);
            });
        }
    }

    /// Acts are on stable storage: sheets that she saved for the first time.
    pub(super) fn count_acts(&mut self, acts: &[Act]) {
        let saved = |act: &&Act| matches!(act.deed, Deed::SheetKeyed { amends: false, .. });
        let sheets = acts.iter().filter(saved).count() as u32;
        if sheets > 0 {
            self.count(self.local, |tally| {
                tally.sheets = tally.sheets.saturating_add(sheets);
            });
        }
    }

    /// A box was keyed again: where she slipped when she keyed it first, that counts in the hour of then.
    pub(super) fn count_second_look(&mut self, act: &Act, sheets: &[Recheck]) {
        let Deed::BoxRekeyed {
            serial,
            form,
            field,
        } = &act.deed
        else {
            return;
        };
        let slip = act
            .private
            .as_ref()
            .and_then(|p| p.values.get(super::rekey::SLIP));
        let is_hers = slip.and_then(Value::as_text) == Some(Slip::Keyer.name());
        let same = |r: &&Recheck| is_serial(r, serial) && r.keyer == self.user;
        let Some(keyed) = sheets
            .iter()
            .find(same)
            .map(|r| r.keyed)
            .filter(|_| is_hers)
        else {
            return;
        };
        if self.counts_figures() {
            let slips = self.figures.all.slips(keyed.date(), form, field);
            slips.found = slips.found.saturating_add(1);
            self.count(keyed, |tally| tally.found = tally.found.saturating_add(1));
        }
    }

    /// Once a minute, and when the desk is left, what was counted is kept.
    pub(super) fn keep_figures(&mut self, now_or_never: bool) -> Option<Effect> {
        let (now, today) = (self.now, self.today());
        let days = self.comfort.figures_days;
        if self.figures.since.is_some() {
            self.figures.all.forget_before(today, days);
        }
        self.figures.keep(now, now_or_never)
    }
}

fn is_serial(recheck: &Recheck, serial: &Serial) -> bool {
    recheck.sheet.head.serial == *serial
}

/// The list of them: by time, by the hour of the day, by box.
pub(super) fn lines(desk: &Desk) -> Vec<ListLine> {
    let figures = &desk.figures.all;
    if figures.is_empty() {
        return Vec::new();
    }
    let today = desk.today();
    let ago = |days: u64| today.checked_sub_days(Days::new(days)).unwrap_or(today);
    let first = figures.days.keys().next().copied().unwrap_or(today);
    let mut lines = vec![
        tally("Today".to_owned(), figures.since(today)),
        tally("Seven days".to_owned(), figures.since(ago(6))),
        tally(
            format!("Since {}", dates::show(first)),
            figures.since(first),
        ),
    ];
    let hours = figures.by_hour().into_iter();
    lines
        .extend(hours.map(|(hour, sum)| tally(format!("{hour:02}:00 to {:02}:00", hour + 1), sum)));
    let boxes = figures.by_box().into_iter().take(BOXES);
    lines.extend(boxes.map(|((form, field), slips)| {
        let number = |n: u32| if n == 0 { String::new() } else { n.to_string() };
        let mut cells = vec![String::new(); 7];
        cells[0] = box_name(desk, &form, &field);
        cells[5] = number(slips.caught);
        cells[6] = number(slips.found);
        line(cells)
    }));
    lines
}

fn line(cells: Vec<String>) -> ListLine {
    ListLine {
        cells,
        target: None,
    }
}

fn tally(name: String, sum: Tally) -> ListLine {
    let number = |n: Option<u32>| {
        n.filter(|n| *n > 0)
            .map_or_else(String::new, |n| n.to_string())
    };
    line(vec![
        name,
        number(Some(sum.sheets)),
        number(Some(sum.keys)),
        number(Some(sum.seconds / 60)),
        number(sum.keys_an_hour()),
        number(Some(sum.caught)),
        number(Some(sum.found)),
    ])
}

/// `Session, 5 Attendance`.
fn box_name(desk: &Desk, form: &str, field: &str) -> String {
    let latest = desk.fixed.forms.latest(form);
    let named = latest.and_then(|f| f.field(field).map(crate::forms::Field::name));
    format!(
        "{}, {}",
        form_title(desk, form),
        named.unwrap_or_else(|| field.to_owned())
    )
}

/// What stands over the list.
pub(super) fn heading(desk: &Desk) -> String {
    let own = &desk.figures;
    let days = words::count(desk.comfort.figures_days as usize, "day", "days");
    match (desk.role, own.is_read, own.trouble.as_str()) {
        (Role::Supervisor, ..) => "Your own figures: only officers have any".to_owned(),
        (_, false, "") => "Your own figures: none are kept at this desk now".to_owned(),
        (.., trouble) if !trouble.is_empty() => format!("Your own figures: not kept. {trouble}"),
        _ => format!("Your own figures: only you can open them; kept for {days}"),
    }
}

/// Asks whether they are to be wiped.
pub(super) fn ask_to_wipe(hand: &mut Hand<'_>) {
    let text = vec![
        "All of them go, for good. This cannot be undone, and nothing of it is noted anywhere."
            .to_owned(),
    ];
    let question = Question::yes_no(
        WIPE,
        "Wipe your own figures?",
        text,
        "Wipe them",
        "Keep them",
    );
    hand.push(Layer::Question(Box::new(question)));
}

/// They are wiped.
pub(super) fn wipe(hand: &mut Hand<'_>) {
    let figures = &mut hand.desk.figures;
    (figures.all, figures.since) = (Figures::default(), None);
    hand.effects.push(Effect::WipeFigures);
    hand.desk
        .say(NoticeKind::Good, "Your own figures are wiped.");
}
