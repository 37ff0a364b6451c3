//! What stands in the lines of each list.

use super::{ListLine, Target};
use crate::allocation::Scene;
use crate::domain::act::{Act, Deed};
use crate::domain::ledger::of_draft;
use crate::domain::overview::CaseLine;
use crate::domain::reference::{ClientId, TrainerId};
use crate::domain::sheet::Draft;
use crate::model::desk::{Desk, NoticeKind};
use crate::model::layer::Hand;
use crate::model::message::WrongSheet;
use crate::model::words;
use std::collections::HashMap;

/// Asks whether the act of a line is to be undone, or done again.
pub(super) fn undo_line(hand: &mut Hand<'_>, target: &Target) {
    match target {
        Target::Act(act, words) => crate::model::everywhere::ask_undo(hand, *act, words),
        Target::Again(undoing, words) => crate::model::everywhere::ask_again(hand, *undoing, words),
        _ => hand
            .desk
            .say(NoticeKind::Info, "This line cannot be undone."),
    }
}

pub(super) fn wrong(desk: &Desk, found: &[WrongSheet]) -> Vec<ListLine> {
    let line = |found: &WrongSheet| ListLine {
        cells: vec![
            found.serial.clone(),
            client_name(desk, found.client),
            found.wrong.name.clone(),
            found.wrong.rule.words().to_owned(),
        ],
        target: Some(Target::Sheet(
            found.serial.clone(),
            found.wrong.field.clone(),
        )),
    };
    found.iter().map(line).collect()
}

/// A client's name, where she has a case that is open; else her number.
pub(in crate::model) fn client_name(desk: &Desk, client: Option<ClientId>) -> String {
    let Some(client) = client else {
        return String::new();
    };
    let line = desk
        .overview
        .cases
        .iter()
        .find(|line| line.client == client);
    line.map_or_else(|| client.to_string(), |line| line.identity.name())
}

/// Whose a half-keyed sheet is to be: her name, or that of somebody new as far as it stands on the sheet.
pub(in crate::model) fn draft_name(desk: &Desk, draft: &Draft) -> String {
    let form = desk.fixed.forms.form(&draft.form, draft.version);
    let Some(form) = form.filter(|form| form.role.may_bring_new_client()) else {
        return client_name(desk, draft.client);
    };
    if draft.client.is_some() {
        return client_name(desk, draft.client);
    }
    let stands = |fact: &str| {
        let field = form.body().find(|f| f.feeds.as_deref() == Some(fact))?;
        let text = draft.boxes.get(&field.key)?.text.trim();
        (!text.is_empty()).then_some(text)
    };
    let name = match (stands("client.surname"), stands("client.forenames")) {
        (Some(surname), Some(forenames)) => format!("{surname}, {forenames}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => draft.client_as_read.clone(),
    };
    match name.as_str() {
        "" => "new".to_owned(),
        name => format!("new: {name}"),
    }
}

/// A form's title.
pub(in crate::model) fn form_title(desk: &Desk, form: &str) -> String {
    desk.fixed
        .forms
        .latest(form)
        .map_or_else(|| form.to_owned(), |f| f.title.clone())
}

pub(super) fn tray(desk: &Desk) -> Vec<ListLine> {
    let line = |paper: &crate::domain::overview::Paper| ListLine {
        cells: vec![
            paper.serial.clone(),
            form_title(desk, &paper.form),
            client_name(desk, paper.client),
        ],
        target: Some(Target::Paper(paper.serial.clone())),
    };
    desk.overview.tray.iter().map(line).collect()
}

pub(super) fn parked(desk: &Desk) -> Vec<ListLine> {
    let line = |draft: &Draft| {
        let form = desk.fixed.forms.form(&draft.form, draft.version);
        let number = form
            .and_then(|f| f.field(&draft.focus).map(|f| f.box_no.clone()))
            .unwrap_or_default();
        let kept = draft
            .kept_at
            .with_timezone(&chrono::Local)
            .format("%d/%m %H:%M")
            .to_string();
        let serial = of_draft(draft).map(|(serial, _)| serial);
        ListLine {
            cells: vec![
                serial.or(draft.amends.clone()).unwrap_or_default(),
                form_title(desk, &draft.form),
                draft_name(desk, draft),
                number,
                kept,
            ],
            target: Some(Target::Draft(draft.id)),
        }
    };
    let set_aside = |draft: &&Draft| !desk.drafts.open.contains(&draft.id);
    desk.overview
        .drafts
        .iter()
        .rev()
        .filter(set_aside)
        .map(line)
        .collect()
}

pub(super) fn caseload(desk: &Desk, trainer: Option<&TrainerId>) -> Vec<ListLine> {
    let hers =
        desk.overview.cases.iter().filter(|line| {
            trainer.is_some() && line.case.holder() == trainer && line.case.is_open()
        });
    let line = |line: &CaseLine| ListLine {
        cells: vec![
            line.case
                .holder()
                .map_or_else(String::new, |t| words::trainer(&desk.overview, &t.0)),
            line.case.no.to_string(),
            line.identity.name(),
            words::standing(&line.case, &desk.overview, desk.today()),
        ],
        target: Some(Target::Client(line.client)),
    };
    hers.map(line).collect()
}

/// What the allocation room is told of the desk.
pub fn scene(desk: &Desk) -> Scene<'_> {
    Scene {
        today: desk.today(),
        trainers: &desk.overview.trainers,
        cases: &desk.overview.cases,
        calendar: &desk.fixed.calendar,
        settings: &desk.fixed.allocation,
    }
}

/// Acts, newest first, as lines. An act that counts no longer says so, and leads to its undoing: that is what can be undone then.
pub(super) fn audit(desk: &Desk, acts: &[Act], with_client: bool) -> Vec<ListLine> {
    let undoings = undoings(acts);
    let line = |act: &Act| {
        let said = act.words();
        let undone = undoings.get(&act.seq);
        let what = match undone {
            Some(by) => format!("{said} (undone by {by})"),
            None => said.clone(),
        };
        let when = act.at.with_timezone(&chrono::Local);
        let mut cells = vec![
            act.seq.to_string(),
            when.format("%d/%m/%Y %H:%M").to_string(),
            act.by.clone(),
            what,
        ];
        if with_client {
            let name = act.client.map(|c| client_name(desk, Some(c)));
            cells.push(name.unwrap_or_default());
        }
        let target = match undone {
            Some(by) => Target::Again(*by, said),
            None => Target::Act(act.seq, said),
        };
        ListLine {
            cells,
            target: act.deed.kind().undoable.then_some(target),
        }
    };
    acts.iter().map(line).collect()
}

/// Which act undid which, among those read.
pub(super) fn undoings(acts: &[Act]) -> HashMap<u64, u64> {
    let mut undoings = HashMap::new();
    for act in acts {
        if let Deed::Undone { act: target, .. } = &act.deed
            && !undoings.contains_key(&act.seq)
        {
            undoings.insert(*target, act.seq);
        }
    }
    undoings
}
