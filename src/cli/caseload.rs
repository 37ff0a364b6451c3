//! `caseload`: who has which open case, on a day past or present, and what that weighs.

use chrono::NaiveDate;
use clap::Args;
use serde_json::{Value as Json, json};

use super::args::{Format, Globals};
use super::failure::{Failure, Outcome, tell};
use super::output::Output;
use super::roster::trainer_meant;
use super::session::Session;
use crate::allocation::{Scene, load};
use crate::domain::overview::{CaseLine, Overview};
use crate::domain::trainer::Trainer;

/// Arguments of `caseload`.
#[derive(Debug, Args)]
pub struct CaseloadArgs {
    /// The trainer, such as HT03; without it everybody who has a case or is in post.
    #[arg(value_name = "TRAINER")]
    trainer: Option<String>,
    /// The day, such as 2012-03-01; today where none is given. Exact for a year back: as long as cases owe follow-ups.
    #[arg(long, value_name = "DATE")]
    at: Option<NaiveDate>,
    #[command(flatten)]
    format: Format,
}

pub(super) fn run(globals: &Globals, args: &CaseloadArgs) -> anyhow::Result<Outcome> {
    let mut session = Session::open(globals)?;
    let overview = session.overview()?;
    let at = args.at.unwrap_or(session.today);
    if at > session.today {
        return Err(Failure::WrongUse(format!(
            "Nobody knows yet who will have which case on {}. Give a day up to today.",
            at.format("%d/%m/%Y")
        ))
        .into());
    }
    let scene = Scene {
        today: at,
        ..session.scene(&overview)
    };
    let only = match &args.trainer {
        Some(given) => Some(trainer_meant(&overview, given)?.id.clone()),
        None => None,
    };
    let people = overview.trainers.iter().filter(|t| match &only {
        Some(id) => t.id == *id,
        None => t.in_post(at) && t.sees_clients(at) || has_any(&scene, t),
    });
    let mut out = Output::take();
    let mut all = Vec::new();
    for trainer in people {
        if args.format.json {
            all.push(as_json(&scene, trainer));
        } else {
            in_words(&mut out, &scene, &overview, trainer)?;
        }
    }
    if args.format.json {
        out.json(&json!({"at": at.to_string(), "trainers": all}))?;
    }
    out.finish()?;
    if overview.trainers.is_empty() {
        tell("Nobody is on the roster yet. Key a worker's record first.");
    }
    session.close()?;
    Ok(Outcome::Done)
}

fn has_any(scene: &Scene, trainer: &Trainer) -> bool {
    cases_of(scene, trainer).next().is_some()
}

fn cases_of<'a>(scene: &Scene<'a>, trainer: &Trainer) -> impl Iterator<Item = &'a CaseLine> {
    let (at, id) = (scene.today, trainer.id.clone());
    let cases = scene.cases.iter();
    cases.filter(move |line| load::had(&line.case, &id, at))
}

fn as_json(scene: &Scene, trainer: &Trainer) -> Json {
    let rounded = |x: f64| (x * 10_000.0).round() / 10_000.0;
    let cases: Vec<Json> = cases_of(scene, trainer)
        .map(|line| {
            json!({
                "case": line.case.no.to_string(),
                "client": line.client.to_string(),
                "type": line.case.kind_of_work(),
                "since": line.case.spells.iter().rev()
                    .find(|s| s.trainer == trainer.id && s.from <= scene.today)
                    .map(|s| s.from.to_string()),
                "points": rounded(load::points(scene.settings, &line.case)),
            })
        })
        .collect();
    json!({
        "trainer": trainer.id.0,
        "name": trainer.name,
        "share": rounded(load::share_on(scene, trainer, scene.today)),
        "capacity": rounded(load::capacity(scene.settings, trainer, scene.today)),
        "hours": trainer.hours_on(scene.today),
        "cases": cases,
    })
}

fn in_words(
    out: &mut Output,
    scene: &Scene,
    overview: &Overview,
    trainer: &Trainer,
) -> Result<(), Failure> {
    let cases: Vec<&CaseLine> = cases_of(scene, trainer).collect();
    out.line(&format!(
        "{:<5} {:<22} {:>4.0}%  {} open",
        trainer.id.to_string(),
        trainer.name,
        load::share_on(scene, trainer, scene.today) * 100.0,
        cases.len()
    ))?;
    for line in cases {
        out.line(&format!(
            "      {:<10} {:<9} {}",
            line.case.no.to_string(),
            line.client.to_string(),
            crate::model::words::standing(&line.case, overview, scene.today)
        ))?;
    }
    Ok(())
}
