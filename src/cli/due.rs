//! `due`: what is late, due today, or coming, by trainer or for all.

use clap::Args;
use serde_json::{Value as Json, json};

use super::args::{Format, Globals};
use super::failure::{Outcome, tell};
use super::output::Output;
use super::roster::trainer_meant;
use super::session::Session;
use crate::allocation::Scene;
use crate::allocation::diary::{self, Due, Standing};
use crate::model::words;

/// Arguments of `due`.
#[derive(Debug, Args)]
pub struct DueArgs {
    /// Only what this trainer has to do, such as HT03.
    #[arg(value_name = "TRAINER")]
    trainer: Option<String>,
    #[command(flatten)]
    format: Format,
}

pub(super) fn run(globals: &Globals, args: &DueArgs) -> anyhow::Result<Outcome> {
    let mut session = Session::open(globals)?;
    let overview = session.overview()?;
    let scene = session.scene(&overview);
    let entries = match &args.trainer {
        Some(trainer) => diary::due_for(&scene, &trainer_meant(&overview, trainer)?.id),
        None => diary::due(&scene),
    };
    let mut out = Output::take();
    if args.format.json {
        let all: Vec<Json> = entries.iter().map(|d| as_json(&scene, d)).collect();
        out.json(&all)?;
    } else {
        for due in &entries {
            let who = due.trainer.as_ref().map_or_else(
                || "nobody yet".to_owned(),
                |t| words::trainer(&overview, &t.0),
            );
            out.line(&format!(
                "{:<6} {} {:<10} {:<9} {who:<18} {}",
                diary::standing(&scene, due).name(),
                due.due.format("%d/%m/%Y"),
                due.case.to_string(),
                due.client.to_string(),
                due.words
            ))?;
        }
    }
    out.finish()?;
    if entries.is_empty() {
        tell("Nothing is late, due or coming.");
    } else {
        tell(&summary(&scene, &entries));
    }
    session.close()?;
    Ok(Outcome::Done)
}

fn as_json(scene: &Scene, due: &Due) -> Json {
    json!({
        "due": due.due.to_string(),
        "standing": diary::standing(scene, due).name(),
        "late": due.late,
        "what": due.what.name(),
        "case": due.case.to_string(),
        "client": due.client.to_string(),
        "trainer": due.trainer.as_ref().map(|t| t.0.as_str()),
        "words": due.words,
    })
}

/// `3 late, 1 due, 12 coming.`
fn summary(scene: &Scene, entries: &[Due]) -> String {
    let counted = Standing::ALL.map(|standing| {
        let n = entries
            .iter()
            .filter(|d| diary::standing(scene, d) == standing)
            .count();
        format!("{n} {}", standing.name())
    });
    format!("{}.", counted.join(", "))
}
