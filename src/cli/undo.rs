//! `undo`: an act counts no longer; itself an act, and itself to be undone.

use chrono::Utc;
use clap::Args;
use serde_json::json;

use super::args::{Format, Globals};
use super::failure::{Outcome, tell};
use super::output::Output;
use super::session::{Session, words};
use crate::model::foreseen;

/// Arguments of `undo`.
#[derive(Debug, Args)]
pub struct UndoArgs {
    /// The act's number, as the audit shows it.
    #[arg(value_name = "ACT", value_parser = clap::value_parser!(u64).range(1..))]
    act: u64,
    /// Why.
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    /// Only say what it would change; nothing is undone.
    #[arg(long)]
    preview: bool,
    #[command(flatten)]
    format: Format,
}

pub(super) fn run(globals: &Globals, args: &UndoArgs) -> anyhow::Result<Outcome> {
    let mut session = Session::for_officer(globals, "undoing an act")?;
    let reason = words(&args.reason, "reason")?;
    let foreseen = session.store.foresee_undo(Utc::now(), args.act)?;
    let overview = session.overview()?;
    let changes = foreseen::in_words(&overview, &foreseen);
    if args.preview {
        session.close()?;
        let mut out = Output::take();
        if args.format.json {
            out.json(&json!({"act": args.act, "what": foreseen.act.words(), "changes": changes}))?;
        } else {
            for line in &changes {
                out.line(line)?;
            }
        }
        out.finish()?;
        return Ok(Outcome::Done);
    }
    let done = session.store.undo(Utc::now(), args.act, &reason)?;
    session.close()?;
    if args.format.json {
        let mut out = Output::take();
        out.json(&json!({"undone": args.act, "act": done.seq}))?;
        out.finish()?;
    }
    for line in &changes {
        tell(line);
    }
    tell(&format!(
        "Act {} counts no longer. To have it back, undo act {}.",
        args.act, done.seq
    ));
    Ok(Outcome::Done)
}
