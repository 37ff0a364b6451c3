//! `sheets issue`: a pad of numbered paper was handed to a trainer.

use clap::Args;

use super::args::Globals;
use super::failure::{Failure, Outcome, tell};
use super::roster::trainer_meant;
use super::session::Session;
use crate::model::paperwork;
use crate::model::words::count;
use crate::paper::pads;

/// Arguments of `sheets issue`.
#[derive(Debug, Args)]
pub struct IssueArgs {
    /// Who has the pad, such as HT03.
    #[arg(value_name = "TRAINER")]
    trainer: String,
    /// The first serial, as printed.
    #[arg(value_name = "FIRST")]
    first: String,
    /// The last serial, as printed.
    #[arg(value_name = "LAST")]
    last: String,
}

pub(super) fn run(globals: &Globals, args: &IssueArgs) -> anyhow::Result<Outcome> {
    let mut session = Session::for_officer(globals, "handing out paper")?;
    let overview = session.overview()?;
    let trainer = trainer_meant(&overview, &args.trainer)?.id.clone();
    let pad = pads::pad(
        &session.fixed.forms,
        (&args.first, &args.last),
        trainer,
        session.today,
    )
    .map_err(Failure::No)?;
    let said = format!(
        "{} for {}, {} to {}.",
        count(pad.serials().len(), "sheet", "sheets"),
        pad.trainer,
        pad.first,
        pad.last
    );
    session.record(vec![paperwork::issued(pad)])?;
    session.close()?;
    tell(&said);
    Ok(Outcome::Done)
}
