//! `backup`: a copy that was restored to a scratch place and compared before it counts.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::args::{Format, Globals};
use super::failure::{Outcome, tell};
use super::output::Output;
use super::session::Session;

/// Arguments of `backup`.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// Folder in which the backup is made; best on another disk. Without it `backups` beside the store.
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    #[command(flatten)]
    format: Format,
}

pub(super) fn run(globals: &Globals, args: &BackupArgs) -> anyhow::Result<Outcome> {
    let mut session = Session::for_officer(globals, "making a backup")?;
    let beside = || session.store.dir().with_file_name("backups");
    let to = args.to.clone().unwrap_or_else(beside);
    let report = session.store.backup(&to)?;
    session.close()?;
    let path = report.path.display().to_string();
    let mut out = Output::take();
    if args.format.json {
        out.json(&json!({"backup": path, "acts": report.acts, "bytes": report.bytes, "head": report.head}))?;
    } else {
        out.line(&path)?;
    }
    out.finish()?;
    tell(&format!(
        "The backup holds {} acts. It was restored to a scratch place and compared.",
        report.acts
    ));
    if args.to.is_none() {
        tell(
            "It lies on the same disk as the store. Copy it to another place: a disk that fails takes both.",
        );
    }
    Ok(Outcome::Done)
}
