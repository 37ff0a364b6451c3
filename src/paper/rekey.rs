//! Which boxes are keyed again, blind: the most risk for the fewest keys.
//!
//! # Why
//! Keying everything twice costs 37 % more (Reynolds-Haertle & McBride 1992), and one officer has minutes. Most of what a second keying
//! would prove is proved already: a check letter, the day that stands in a second box, the name that the client's earlier sheet
//! says, the appointment that the last sheet named. A slip in such a box destroys that agreement, and so the box comes to the top. What
//! is left, mostly short codes, birth dates and rare names, is what the plan spends its keys on: boxes in the order of risk for
//! each key, until the share of the first keys or the minutes are used up. The plan is a function of what is on file before
//! today, so that it is the same after every interruption.

use super::settings::{Rekey, Risk};
use crate::domain::identifier::IdentifierKind;
use crate::domain::overview::CaseLine;
use crate::domain::reference::{Serial, UserName};
use crate::domain::sheet::Sheet;
use crate::domain::value::Value;
use crate::forms::{Around, BoxState, Field, Filling, Form, Kind, Registry, entry};
use chrono::{NaiveDateTime, TimeDelta, Timelike};
use std::fmt;
use std::sync::Arc;

/// A pause that ends a session at the desk, in minutes.
const PAUSE: i64 = 30;

/// Minutes after which a session counts as long.
const LONG: f64 = 120.0;

/// A keyed sheet whose paper lies on the desk.
#[derive(Clone, PartialEq)]
pub struct Recheck {
    /// The sheet as it stands.
    pub sheet: Sheet,
    /// Who keyed it first.
    pub keyer: UserName,
    /// When, on the office's clock.
    pub keyed: NaiveDateTime,
    /// Boxes that were keyed again already.
    pub done: Vec<String>,
    /// Facts of which another sheet of the client, or another client's record, says the same.
    pub confirmed: Vec<String>,
}

impl fmt::Debug for Recheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recheck({})", self.sheet.head.serial)
    }
}

/// All that a plan is made from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Material {
    /// Sheets, in the order keyed.
    pub sheets: Vec<Recheck>,
    /// Boxes (form and key) in which the keyer slipped before today.
    pub slips: Vec<(String, String)>,
}

/// What stands around a plan.
pub struct Scene<'a> {
    /// The forms.
    pub forms: &'a Registry,
    /// The settings.
    pub settings: &'a Rekey,
    /// Open cases: the appointments that earlier sheets named.
    pub cases: &'a [CaseLine],
    /// Who would key again.
    pub user: &'a str,
    /// Now, on the office's clock.
    pub now: NaiveDateTime,
}

/// One box to key again.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The sheet.
    pub serial: Serial,
    /// Its form and version.
    pub form: String,
    /// The version.
    pub version: u32,
    /// The box's key.
    pub field: String,
    /// Keys that it takes, the one that leaves it included.
    pub keys: u32,
    /// How likely a slip is, beside a plain box; no probability.
    pub risk: f64,
    /// Why it is asked, in words.
    pub why: Vec<&'static str>,
    /// Whether it was keyed again already.
    pub done: bool,
}

/// What is to be keyed again.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// The boxes chosen, by sheet in the order keyed and by place on the paper.
    pub boxes: Vec<Planned>,
    /// Boxes marked critical on all these sheets.
    pub critical: usize,
    /// Of those, boxes that something else confirms or a check letter protects.
    pub confirmed: usize,
    /// Keys that the sheets took at first, by estimate.
    pub first_keys: u32,
}

impl Plan {
    /// Boxes that are still to be keyed.
    pub fn open(&self) -> impl Iterator<Item = &Planned> {
        self.boxes.iter().filter(|b| !b.done)
    }

    /// Keys of all boxes chosen.
    pub fn keys(&self) -> u32 {
        self.boxes.iter().map(|b| b.keys).sum()
    }
}

/// Whether a sheet may be keyed again by this user now: by somebody else at any time, by the same person not before the next morning.
pub fn may(settings: &Rekey, recheck: &Recheck, user: &str, now: NaiveDateTime) -> bool {
    if recheck.keyer != user {
        return true;
    }
    now.date() > recheck.keyed.date()
        && now - recheck.keyed >= TimeDelta::hours(i64::from(settings.hours))
        && now.hour() >= settings.not_before
}

/// The boxes to key again now.
pub fn plan(material: &Material, scene: &Scene<'_>) -> Plan {
    let sheets = &material.sheets;
    let due = |r: &&Recheck| {
        // Sheets of somebody else are verified whole, on purpose; the daily sample is of one's own.
        r.keyer == scene.user && may(scene.settings, r, scene.user, scene.now)
    };
    let mut plan = Plan::default();
    let mut all: Vec<(usize, Planned)> = Vec::new();
    for recheck in sheets.iter().filter(due) {
        let head = &recheck.sheet.head;
        let Some(form) = scene.forms.form(&head.form, head.version) else {
            continue;
        };
        let late = lateness(sheets, recheck);
        let judge = Judge {
            form: &form,
            recheck,
            scene,
            slips: &material.slips,
            late,
        };
        plan.first_keys += judge.first_keys();
        for (place, field) in form.fields.iter().enumerate() {
            if let Some(planned) = judge.judge(place, field) {
                plan.critical += 1;
                plan.confirmed += usize::from(planned.risk < scene.settings.risk.plain());
                all.push((all.len(), planned));
            }
        }
    }
    plan.boxes = choose(all, scene.settings, plan.first_keys);
    plan
}

impl Risk {
    /// Below this a box is proved by something else.
    fn plain(&self) -> f64 {
        (self.protected.max(self.confirmed) * 10.0).min(0.9)
    }
}

/// How long she had been at it when she keyed this sheet, from 0 to 1.
fn lateness(sheets: &[Recheck], recheck: &Recheck) -> f64 {
    let mut times: Vec<NaiveDateTime> = sheets
        .iter()
        .filter(|r| r.keyer == recheck.keyer && r.keyed <= recheck.keyed)
        .map(|r| r.keyed)
        .collect();
    times.sort_unstable();
    let mut begun = recheck.keyed;
    for time in times.iter().rev() {
        if begun - *time > TimeDelta::minutes(PAUSE) {
            break;
        }
        begun = *time;
    }
    let minutes = (recheck.keyed - begun).num_seconds() as f64 / 60.0;
    (minutes / LONG).min(1.0)
}

/// One sheet being judged.
struct Judge<'a> {
    form: &'a Form,
    recheck: &'a Recheck,
    scene: &'a Scene<'a>,
    slips: &'a [(String, String)],
    late: f64,
}

impl Judge<'_> {
    fn value(&self, field: &Field) -> Option<Value> {
        value(&self.recheck.sheet, field)
    }

    /// What keying the sheet took at first, at least: what is typed, and a key for what stood there already.
    fn first_keys(&self) -> u32 {
        let typed = self.form.fields.iter().filter(|f| !f.kind.is_computed());
        typed
            .map(|field| match self.value(field) {
                None => 0,
                Some(_) if field.is_head || self.stood_there(field) => 1,
                Some(value) => keys(field, &value),
            })
            .sum()
    }

    /// Whether the box was filled from what was known of the client, and only passed.
    fn stood_there(&self, field: &Field) -> bool {
        let of_client = field
            .feeds
            .as_deref()
            .is_some_and(|f| f.starts_with("client."));
        of_client && self.is_said_elsewhere(field)
    }

    fn is_said_elsewhere(&self, field: &Field) -> bool {
        let fact = field.feeds.as_ref();
        fact.is_some_and(|fact| self.recheck.confirmed.contains(fact))
    }

    fn judge(&self, place: usize, field: &Field) -> Option<Planned> {
        if !field.critical || field.kind.is_computed() {
            return None;
        }
        let value = self.value(field)?;
        let keys = keys(field, &value);
        let (risk, why) = self.risk(place, field, &value, keys);
        let head = &self.recheck.sheet.head;
        Some(Planned {
            serial: head.serial.clone(),
            form: head.form.clone(),
            version: head.version,
            field: field.key.clone(),
            keys,
            risk,
            why,
            done: self.recheck.done.contains(&field.key),
        })
    }

    fn risk(
        &self,
        place: usize,
        field: &Field,
        value: &Value,
        keys: u32,
    ) -> (f64, Vec<&'static str>) {
        let weights = &self.scene.settings.risk;
        let mut why = Vec::new();
        let mut risk = 1.0 + 0.1 * f64::from(keys);
        let depth = place as f64 / self.form.fields.len().max(1) as f64;
        risk *= 1.0 + (weights.late_in_sheet - 1.0) * depth;
        if depth > 0.66 {
            why.push("late on the sheet");
        }
        risk *= 1.0 + (weights.late_in_session - 1.0) * self.late;
        if self.late > 0.5 {
            why.push("keyed late in a long session");
        }
        let here = |(form, key): &&(String, String)| *form == self.form.id && *key == field.key;
        let slips = self.slips.iter().filter(here).count();
        if slips > 0 {
            risk *= 1.0 + (weights.slipped_before - 1.0) * slips.min(5) as f64;
            why.push("slipped on before");
        }
        if is_protected(field) {
            return (risk * weights.protected, vec!["has a check letter"]);
        }
        if self.is_confirmed(field, value) {
            return (
                risk * weights.confirmed,
                vec!["something else says the same"],
            );
        }
        if is_usually_confirmed(field) {
            why.push("nothing says the same, as most often something does");
            return (risk * weights.disagrees, why);
        }
        why.push("nothing else says it");
        (risk, why)
    }

    /// Whether another box, an earlier sheet or another record says the same.
    fn is_confirmed(&self, field: &Field, value: &Value) -> bool {
        if self.is_said_elsewhere(field) {
            return true;
        }
        let Value::Date(day) = value else {
            return false;
        };
        let sheet = &self.recheck.sheet;
        if sheet.head.completed_on == Some(*day) {
            return true;
        }
        let same = |other: &Field| {
            other.kind == Kind::Date
                && other.key != field.key
                && self.value(other) == Some(Value::Date(*day))
        };
        if self.form.body().any(same) {
            return true;
        }
        let hers = self
            .scene
            .cases
            .iter()
            .filter(|l| Some(l.client) == sheet.client);
        let own = &sheet.head.serial;
        hers.into_iter().any(|line| {
            let others = || line.case.contacts.iter().filter(|c| c.serial != *own);
            // A day that another sheet tells of already is no appointment that this one keeps, but perhaps that one's date.
            others().any(|c| c.next == Some(*day)) && !others().any(|c| c.on == *day)
        })
    }
}

/// What a sheet says in a box, head boxes too.
pub fn value(sheet: &Sheet, field: &Field) -> Option<Value> {
    match field.key.as_str() {
        "sheet" if field.is_head => Some(Value::Text(sheet.head.serial.clone())),
        "completed_on" if field.is_head => sheet.head.completed_on.map(Value::Date),
        "completed_by" if field.is_head => sheet.head.completed_by.clone().map(Value::Reference),
        key => sheet.values.as_ref()?.get(key).cloned(),
    }
}

/// Whether a wrong key in it cannot stand: it carries a check letter or check digit.
fn is_protected(field: &Field) -> bool {
    use IdentifierKind::{Cro, NhsNumber, Pnc};
    matches!(field.format, Some(Cro | NhsNumber | Pnc))
}

/// Whether a right answer is most often confirmed by something, so that one which is not is the more likely to be wrong.
fn is_usually_confirmed(field: &Field) -> bool {
    let of_name = matches!(
        field.feeds.as_deref(),
        Some("client.surname" | "client.forenames")
    );
    let of_birth = field.feeds.as_deref() == Some("client.dob");
    of_name || (field.kind == Kind::Date && !of_birth)
}

/// Keys that a box takes: what is typed, and the key that leaves it where it does not advance by itself.
pub fn keys(field: &Field, value: &Value) -> u32 {
    if value.missing().is_some() {
        return 1;
    }
    let around = Around::default();
    let typed = entry::typed_form(field, value, &around);
    let leaves = !(field.auto_advance && entry::is_full(field, &typed, &around));
    typed.chars().count() as u32 + u32::from(leaves)
}

/// Takes boxes by risk for each key until the keys or the minutes are used up; gives them back by sheet and place.
fn choose(mut all: Vec<(usize, Planned)>, settings: &Rekey, first_keys: u32) -> Vec<Planned> {
    let worth = |p: &Planned| p.risk / f64::from(p.keys.max(1));
    all.sort_by(|(_, a), (_, b)| {
        worth(b)
            .total_cmp(&worth(a))
            .then_with(|| lot(settings.seed, a).cmp(&lot(settings.seed, b)))
    });
    let most_keys = settings.share * f64::from(first_keys);
    let most_seconds = settings.minutes * 60.0;
    let (mut keys, mut seconds) = (0.0, 0.0);
    let mut chosen: Vec<(usize, Planned)> = Vec::new();
    for (place, planned) in all {
        if planned.risk < settings.risk.plain() {
            continue;
        }
        let more = f64::from(planned.keys);
        let time = more * settings.seconds_per_key + settings.seconds_per_box;
        if keys + more <= most_keys && seconds + time <= most_seconds {
            keys += more;
            seconds += time;
            chosen.push((place, planned));
        }
    }
    chosen.sort_by_key(|(place, _)| *place);
    chosen.into_iter().map(|(_, planned)| planned).collect()
}

/// A number drawn for a box: the same for the same seed, without order.
fn lot(seed: u64, planned: &Planned) -> u64 {
    let bytes = planned
        .serial
        .bytes()
        .chain([0])
        .chain(planned.field.bytes());
    // FNV-1a.
    bytes.fold(seed ^ 0xcbf2_9ce4_8422_2325, |sum, b| {
        (sum ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Every box of a sheet, for a second operator: all that are asked on it, answered or blank.
pub fn every_box(recheck: &Recheck, form: &Arc<Form>) -> Vec<Planned> {
    let sheet = &recheck.sheet;
    let Some(values) = &sheet.values else {
        return Vec::new();
    };
    let filling = Filling::of_sheet(
        form.clone(),
        Around::default(),
        &sheet.head,
        values,
        &sheet.overrides,
        &sheet.query,
    );
    let asked = filling
        .boxes()
        .filter(|b| !matches!(b.state, BoxState::Skipped | BoxState::Computed));
    let planned = asked.filter(|b| b.field.key != "sheet").map(|b| {
        let value = value(sheet, b.field);
        Planned {
            serial: sheet.head.serial.clone(),
            form: form.id.clone(),
            version: form.version,
            field: b.field.key.clone(),
            keys: value.map_or(1, |value| keys(b.field, &value)),
            risk: 1.0,
            why: vec!["every box of the sheet"],
            done: recheck.done.contains(&b.field.key),
        }
    });
    planned.collect()
}
