//! The lists that the allocation room makes: what is due, what is not right, the conflicts on file.

use super::desk::Desk;
use super::lists::{ListLine, Target, client_name, scene};
use super::words;
use crate::allocation::diary::{self, Due, Standing};
use crate::allocation::{guard, load, risk};
use crate::domain::dates;
use crate::domain::overview::CaseLine;
use crate::domain::reference::{CaseNo, ClientId, TrainerId};

/// What is late, due and coming, the most pressing first; of one trainer, or of all.
pub fn lines(desk: &Desk, trainer: Option<&TrainerId>) -> Vec<ListLine> {
    let scene = scene(desk);
    let mut all = entries(desk, trainer);
    all.sort_by_key(|d| {
        Standing::ALL
            .iter()
            .position(|s| *s == diary::standing(&scene, d))
    });
    let line = |due: Due| {
        let standing = diary::standing(&scene, &due);
        let sign = if standing == Standing::Late { " !" } else { "" };
        let who = due.trainer.as_ref();
        ListLine {
            cells: vec![
                format!("{}{sign}", standing.name()),
                dates::show(due.due),
                due.case.to_string(),
                client_name(desk, Some(due.client)),
                who.map_or_else(String::new, |t| words::trainer(&desk.overview, &t.0)),
                due.words,
            ],
            target: Some(Target::Client(due.client)),
        }
    };
    all.into_iter().map(line).collect()
}

fn entries(desk: &Desk, trainer: Option<&TrainerId>) -> Vec<Due> {
    match trainer {
        Some(trainer) => diary::due_for(&scene(desk), trainer),
        None => diary::due(&scene(desk)),
    }
}

/// `Due: 3 late, 2 due, 4 coming: K Patel`.
pub fn heading(desk: &Desk, trainer: Option<&TrainerId>) -> String {
    let scene = scene(desk);
    let all = entries(desk, trainer);
    let counted = Standing::ALL.map(|standing| {
        let fitting = all
            .iter()
            .filter(|d| diary::standing(&scene, d) == standing);
        format!("{} {}", fitting.count(), standing.name())
    });
    let whose = trainer.map_or_else(
        || "everybody".to_owned(),
        |t| words::trainer(&desk.overview, &t.0),
    );
    format!("Due: {}; {whose}", counted.join(", "))
}

/// The trainer after this one who has anything to do; none after the last.
pub fn next_trainer(desk: &Desk, after: Option<&TrainerId>) -> Option<TrainerId> {
    let all = diary::due(&scene(desk));
    let mut busy: Vec<TrainerId> = all.into_iter().filter_map(|d| d.trainer).collect();
    busy.sort();
    busy.dedup();
    match after {
        None => busy.into_iter().next(),
        Some(after) => busy.into_iter().find(|t| t > after),
    }
}

/// What home says of the books as they stand: going over all cases takes longer than a key may.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Things late, due or coming.
    pub due: usize,
    /// Those of them that are late.
    pub late: usize,
    /// Things to be put right.
    pub amiss: usize,
}

impl Counts {
    /// Goes over all cases.
    pub fn of(desk: &Desk) -> Self {
        let scene = scene(desk);
        let due = diary::due(&scene);
        Self {
            due: due.len(),
            late: due.iter().filter(|d| d.late).count(),
            amiss: guard::breaches(&scene).len() + load::laden_for_four_weeks(&scene).len(),
        }
    }
}

/// What is not right: cases first, then trainers who have had too much for weeks.
pub fn amiss(desk: &Desk) -> Vec<ListLine> {
    let scene = scene(desk);
    let mut lines: Vec<ListLine> = guard::breaches(&scene)
        .into_iter()
        .map(|breach| {
            let who = breach.trainer.as_ref();
            let target = match (breach.rule, who) {
                (guard::TOLD, Some(t)) => Target::Untold(breach.client, breach.case, t.clone()),
                _ => Target::Client(breach.client),
            };
            ListLine {
                cells: vec![
                    breach.case.to_string(),
                    client_name(desk, Some(breach.client)),
                    who.map_or_else(String::new, |t| words::trainer(&desk.overview, &t.0)),
                    format!("{}: {}", breach.sentence, breach.remedy),
                ],
                target: Some(target),
            }
        })
        .collect();
    let laden = load::laden_for_four_weeks(&scene);
    lines.extend(laden.into_iter().map(|laden| {
        let trainer = &scene.trainers[laden.place].id;
        ListLine {
            cells: vec![
                String::new(),
                String::new(),
                words::trainer(&desk.overview, &trainer.0),
                format!(
                    "more than {:.0} % for four weeks, {:.0} % today: tell the supervisor, take work away",
                    scene.settings.load.excessive * 100.0,
                    laden.share * 100.0
                ),
            ],
            target: Some(Target::Caseload(trainer.clone())),
        }
    }));
    lines
}

fn case_of(desk: &Desk, client: ClientId, case: CaseNo) -> Option<&CaseLine> {
    let mut cases = desk.overview.cases.iter();
    cases.find(|line| line.client == client && line.case.no == case)
}

/// The flags that the trainer of a case was not told of.
pub fn untold(desk: &Desk, client: ClientId, case: CaseNo, trainer: &TrainerId) -> Vec<String> {
    case_of(desk, client, case)
        .map_or_else(Vec::new, |line| risk::untold(line, trainer, desk.today()))
}

/// Conflicts on file: those on trainers' own records, and those declared about clients who have a case.
pub fn conflicts(desk: &Desk) -> Vec<ListLine> {
    let overview = &desk.overview;
    let kinds = desk.fixed.forms.lists().get("conflict_kinds");
    let line = |trainer: &TrainerId, client: String, kind: &str, since: String, target| {
        let label = kinds.and_then(|list| list.label(kind)).unwrap_or(kind);
        let bars = desk.fixed.allocation.bars(kind);
        ListLine {
            cells: vec![
                words::trainer(overview, &trainer.0),
                client,
                label.to_owned(),
                if bars { "bars" } else { "warns" }.to_owned(),
                since,
            ],
            target,
        }
    };
    let own = overview.trainers.iter().flat_map(|t| {
        t.conflicts.iter().map(move |c| {
            let known = ClientId::parse(&c.client);
            let target = known.map(Target::Client);
            line(
                &t.id,
                c.client.clone(),
                &c.kind,
                "own record".to_owned(),
                target,
            )
        })
    });
    let mut seen: Vec<u64> = Vec::new();
    let mut all: Vec<ListLine> = own.collect();
    for case in overview.cases.iter() {
        for declared in &case.conflicts {
            if !seen.contains(&declared.act) {
                seen.push(declared.act);
                let since = dates::show(declared.on);
                let target = Some(Target::Client(case.client));
                let name = case.identity.name();
                all.push(line(&declared.trainer, name, &declared.kind, since, target));
            }
        }
    }
    all.sort_by(|a, b| a.cells.cmp(&b.cells));
    all
}
