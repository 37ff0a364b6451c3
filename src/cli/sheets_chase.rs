//! `sheets chase`: the note to each trainer, ready to print or to mail. Logged before anything is given out.

use clap::Args;

use super::args::Globals;
use super::failure::{Outcome, tell};
use super::output::Output;
use super::roster::trainer_meant;
use super::session::Session;
use crate::app::paper;
use crate::domain::act::{Deed, Subject};
use crate::model::paperwork;
use crate::model::words::count;

/// Arguments of `sheets chase`.
#[derive(Debug, Args)]
pub struct ChaseArgs {
    /// Only the note to this trainer, such as HT03.
    #[arg(value_name = "TRAINER")]
    trainer: Option<String>,
}

pub(super) fn run(globals: &Globals, args: &ChaseArgs) -> anyhow::Result<Outcome> {
    let mut session = Session::for_officer(globals, "writing chase notes")?;
    let overview = session.overview()?;
    let only = match &args.trainer {
        Some(given) => Some(trainer_meant(&overview, given)?.id.clone()),
        None => None,
    };
    let paper = paper::on_desk(&session.store)?;
    let desk = session.desk(overview);
    let mut whom = paperwork::to_chase(&desk, &paper);
    if only.is_some() {
        whom.retain(|t| *t == only);
    }
    if whom.is_empty() {
        tell("Nothing is to be asked.");
        session.close()?;
        return Ok(Outcome::Done);
    }
    let notes: Vec<String> = whom
        .iter()
        .map(|t| paperwork::note(&desk, &paper, t.as_ref()))
        .collect();
    let deed = Deed::Exported {
        what: "chase notes".to_owned(),
        count: notes.len() as u64,
    };
    session.record_one(Subject::None, deed)?;
    let mut out = Output::take();
    for (at, note) in notes.iter().enumerate() {
        if at > 0 {
            // A form feed would begin a page on paper and be hostile on a screen.
            out.line("")?;
            out.line(&"-".repeat(72))?;
            out.line("")?;
        }
        for line in note.lines() {
            out.line(line)?;
        }
    }
    out.finish()?;
    tell(&format!("{}.", count(notes.len(), "note", "notes")));
    session.close()?;
    Ok(Outcome::Done)
}
