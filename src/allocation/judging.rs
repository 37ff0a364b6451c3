//! What each rule of the table does with one trainer and one case, in the order of the table.

use super::risk;
use super::rules::{Judgement, View};
use super::settings::{Labels, Settings};
use super::words::{self, count, day, percent};
use crate::domain::overview::CaseLine;
use crate::domain::reference::ClientId;
use crate::domain::trainer::{Leave, Trainer};
use chrono::{Datelike, Days, NaiveDate};

pub(super) fn qualified(view: &View, found: &mut Judgement) {
    let (trainer, today) = (view.trainer, view.scene.today);
    match trainer.role_on(today) {
        "champion" => found.bar("A1", "champion: only alongside a trainer"),
        "trainee" | "trainer" => {}
        // Before the first and after the last day rule A2 says what there is to say.
        _ if !trainer.in_post(today) => {}
        _ => found.bar("A1", "no role on file for today"),
    }
    if view.work == 2 && !trainer.has_level3(today) {
        found.bar("A1", "Type 2 needs Level 3");
    } else if view.work != 2 && !trainer.has_level2(today) {
        found.bar("A1", "Type 1 needs Level 2");
    }
}

pub(super) fn present(view: &View, found: &mut Judgement) {
    let (trainer, today) = (view.trainer, view.scene.today);
    match (trainer.from, trainer.to) {
        (None, _) => return found.bar_if("A2", "not in post: no first day on file", false),
        (Some(from), _) if from > today => {
            return found.bar_if("A2", format!("starts on {}", day(from)), false);
        }
        (_, Some(to)) if to < today => {
            return found.bar_if("A2", format!("left on {}", day(to)), false);
        }
        _ => {}
    }
    if let Some(leave) = trainer.leave_on(today) {
        let known_end = leave.to.is_some() && leave.kind != "U";
        found.bar_if("A2", away(leave), known_end);
    }
    leaving(view, found);
    let soon = today + Days::new(u64::from(view.scene.settings.people.leave_warns));
    if let Some(leave) = trainer
        .leave
        .iter()
        .find(|l| l.from > today && l.from <= soon)
    {
        let until = leave
            .to
            .map_or(String::new(), |to| format!(" to {}", day(to)));
        found
            .cautions
            .push(format!("away from {}{until}", day(leave.from)));
    }
}

/// What is said of somebody who is away: leave is called leave; sickness and suspension are nobody's business here.
pub(super) fn away(leave: &Leave) -> String {
    let what = if leave.kind == "L" {
        "on leave"
    } else {
        "away"
    };
    match leave.to {
        Some(to) => format!("{what} until {}", day(to)),
        None => format!("{what}, nobody knows until when"),
    }
}

fn leaving(view: &View, found: &mut Judgement) {
    let Some(to) = view.trainer.to else {
        return;
    };
    let settings = view.scene.settings;
    let (left, warns) = (
        (to - view.scene.today).num_days(),
        i64::from(settings.people.leaving_warns),
    );
    if left > warns {
        return;
    }
    let when = match left {
        0 => "today is the last day".to_owned(),
        1 => format!("leaves tomorrow, {}", day(to)),
        2..=13 => format!("leaves in {left} days, {}", day(to)),
        _ => format!("leaves in {} weeks, {}", left / 7, day(to)),
    };
    let nearness = 1.0 - left as f64 / (warns + 1) as f64;
    found.cautions.push(when.clone());
    found.count("A2", -settings.weight.leaving * nearness, when);
}

pub(super) fn no_conflict(view: &View, found: &mut Judgement) {
    let settings = view.scene.settings;
    let kinds = conflicts(view.trainer, view.line);
    if kinds.iter().any(|kind| settings.bars(kind)) {
        found.bar("A3", "conflict on file");
    } else if !kinds.is_empty() {
        let said = "a tie is on file: ask the trainer first";
        found.cautions.push(said.to_owned());
        found.count("A3", -settings.weight.tie, "a tie is on file");
    }
}

/// The kinds of conflict between trainer and client: declared on the trainer's own record (by service number or CRN, also
/// one of a record that was joined to hers, or a CRN that she had), or declared about the client.
pub fn conflicts<'a>(trainer: &'a Trainer, line: &'a CaseLine) -> Vec<&'a str> {
    let own = trainer
        .conflicts
        .iter()
        .filter(|c| is_named(&c.client, line));
    let about = line.conflicts.iter().filter(|c| c.trainer == trainer.id);
    let own = own.map(|c| c.kind.as_str());
    own.chain(about.map(|c| c.kind.as_str())).collect()
}

/// Whether a conflict on file bars trainer and client from each other.
pub fn in_conflict(settings: &Settings, trainer: &Trainer, line: &CaseLine) -> bool {
    conflicts(trainer, line)
        .iter()
        .any(|kind| settings.bars(kind))
}

fn is_named(name: &str, line: &CaseLine) -> bool {
    let name = name.trim();
    let same = |other: &str| !other.is_empty() && other.eq_ignore_ascii_case(name);
    let named = ClientId::parse(name);
    let joined =
        |other: &String| same(other) || (named.is_some() && named == ClientId::parse(other));
    named == Some(line.client) || same(&line.identity.crn) || line.also.iter().any(joined)
}

pub(super) fn safe_meeting(view: &View, found: &mut Judgement) {
    let limits = risk::meeting_limits(&view.line.risk);
    let trained = view
        .trainer
        .lone_working
        .is_some_and(|d| d <= view.scene.today);
    if !limits.is_empty() && !trained {
        found
            .cautions
            .push("no lone-working training on file: not alone".to_owned());
    }
    found
        .cautions
        .extend(limits.into_iter().map(|l| l.sentence));
}

pub(super) fn safe_venue(view: &View, found: &mut Judgement) {
    let limits = risk::venue_limits(&view.line.risk);
    found
        .cautions
        .extend(limits.into_iter().map(|l| l.sentence));
}

pub(super) fn wished_gender(view: &View, found: &mut Judgement) {
    let wish = view.line.identity.trainer_gender.as_str();
    let asked = match wish {
        "F" => "asks for a woman",
        "M" => "asks for a man",
        _ => return,
    };
    let client = words::client(&view.line.identity.gender).subject;
    match view.trainer.gender.as_str() {
        gender if gender == wish => {}
        "M" | "F" => found.bar("A6", format!("{client} {asked}")),
        _ => found.bar(
            "A6",
            format!("{client} {asked}; the trainer's gender is not on file"),
        ),
    }
}

pub(super) fn same_language(view: &View, found: &mut Judgement) {
    let Some(language) = risk::language(view.line) else {
        return;
    };
    let name = view.scene.settings.label(Labels::Language, language);
    if view
        .trainer
        .languages_on(view.scene.today)
        .iter()
        .any(|l| l == language)
    {
        found.count(
            "A7",
            view.scene.settings.weight.language,
            format!("speaks {name}"),
        );
    } else if view.line.identity.interpreter {
        found.cautions.push(format!("book an interpreter: {name}"));
    }
}

/// The office at which the client is to be seen: the referral's, else her own.
pub(super) fn office_asked(line: &CaseLine) -> Option<&str> {
    [&line.case.office, &line.identity.office]
        .into_iter()
        .map(String::as_str)
        .find(|o| !o.is_empty())
}

pub(super) fn same_office(view: &View, found: &mut Judgement) {
    let Some(office) = office_asked(view.line) else {
        return;
    };
    let offices = view.trainer.offices_on(view.scene.today);
    if offices.iter().any(|o| o == office) {
        found.count("A8", view.scene.settings.weight.office, "same office");
    } else {
        found.count("A8", 0.0, "other office");
    }
}

pub(super) fn known(view: &View, found: &mut Judgement) {
    let weight = view.scene.settings.weight.continuity;
    let her = words::client(&view.line.identity.gender);
    let id = &view.trainer.id;
    if view.line.case.spells.iter().any(|s| s.trainer == *id) {
        let has_it = view.line.case.holder() == Some(id);
        let sentence = if has_it {
            "has the case now"
        } else {
            "had this case before"
        };
        return found.count("A9", weight, sentence);
    }
    if !view.line.earlier.contains(id) {
        return;
    }
    let shared = view
        .loads
        .lines_of(view.scene, view.line.client)
        .filter(|l| l.case.no != view.line.case.no)
        .filter(|l| l.case.spells.iter().any(|s| s.trainer == *id))
        .last();
    let what = shared.map_or_else(
        || "an earlier case".to_owned(),
        |l| match &l.case.plan {
            Some(plan) => format!(
                "plan {}",
                plan.start.map_or(i32::from(l.case.no.year), |d| d.year())
            ),
            None => format!("a case of {}", l.case.no.year),
        },
    );
    found.count("A9", weight, format!("knows {}: {what}", her.object));
}

pub(super) fn room(view: &View, found: &mut Judgement) {
    let (load, points) = (view.load, view.points());
    let (before, after) = (load.with(0.0), load.with(points));
    let weight = view.scene.settings.weight.room * points * (1.0 - f64::midpoint(before, after));
    found.count(
        "A10",
        weight,
        format!("load {} → {}", percent(before), percent(after)),
    );
    if load.capacity <= 0.0 {
        let sentence = if view
            .trainer
            .hours
            .iter()
            .any(|h| h.from <= view.scene.today)
        {
            "no hours this week"
        } else {
            "no weekly hours on file"
        };
        found.bar("A10", sentence);
    } else if !fits(load.points, points, load.capacity) {
        let (has, cap) = (words::points(load.points), words::points(load.capacity));
        found.bar(
            "A10",
            format!(
                "full: {has} of {cap} points, this case counts {}",
                words::points(points)
            ),
        );
    }
}

/// Whether a case of so many points still fits; a hair over is rounding.
pub(super) fn fits(has: f64, points: f64, capacity: f64) -> bool {
    has + points <= capacity + 1e-9
}

/// No release is planned for further ahead than the search for a free day goes.
const LONGEST_LOOK: u64 = 120;

pub(super) fn before_release(view: &View, found: &mut Judgement) {
    let today = view.scene.today;
    let Some(release) = view.line.case.release.filter(|d| *d > today) else {
        return;
    };
    let her = words::client(&view.line.identity.gender);
    let last = release.min(today + Days::new(LONGEST_LOOK));
    if let Some(days) = free_days(view, last).filter(|d| *d > 0) {
        let days = count(days, "working day");
        found.count(
            "A11",
            view.scene.settings.weight.release,
            format!("can meet {} before the release ({days})", her.object),
        );
    } else {
        found
            .cautions
            .push(format!("not there before the release on {}", day(release)));
    }
}

/// Working days from today on, before `end`, on which she is there.
fn free_days(view: &View, end: NaiveDate) -> Option<i64> {
    let there = |d: &NaiveDate| {
        view.scene.calendar.is_working_day(*d)
            && view.trainer.in_post(*d)
            && view.trainer.leave_on(*d).is_none()
    };
    let days = view.scene.today.iter_days().take_while(|d| *d < end);
    i64::try_from(days.filter(there).count()).ok()
}
