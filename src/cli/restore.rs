//! `restore`: a store out of a backup, in a new folder, proved act by act before it counts.

use std::path::{Path, PathBuf};

use chrono::Utc;
use clap::Args;
use serde_json::json;

use super::args::{Format, Globals};
use super::failure::{Failure, Outcome, tell};
use super::output::Output;
use super::session::credentials;
use crate::journal::Report;
use crate::store::{Store, discard, restore};

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// The backup's folder.
    #[arg(value_name = "BACKUP")]
    backup: PathBuf,
    /// Empty or new folder for the store.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    #[command(flatten)]
    format: Format,
}

pub(super) fn run(globals: &Globals, args: &RestoreArgs) -> anyhow::Result<Outcome> {
    let (user, passphrase) = credentials(globals)?;
    restore(&args.backup, &args.to)?;
    let shown = args.to.display().to_string();
    let report = proved(&args.to, &user, &passphrase).inspect_err(|_| discard(&args.to))?;
    let mut out = Output::take();
    if args.format.json {
        out.json(&json!({"store": shown, "acts": report.acts, "head": report.head}))?;
    } else {
        out.line(&shown)?;
    }
    out.finish()?;
    tell(&format!(
        "{} acts are restored and proved. Open the store with --store {shown}.",
        report.acts
    ));
    Ok(Outcome::Done)
}

/// Opens what was restored and proves every act of it.
fn proved(store: &Path, user: &str, passphrase: &str) -> anyhow::Result<Report> {
    let store = Store::open(store, user, passphrase, Utc::now())?;
    let report = store.verify()?;
    store.close()?;
    if let Some((act, why)) = &report.first_break {
        let sentence =
            format!("The backup cannot be proved from act {act} on: {why}. Try an older one.");
        return Err(Failure::Unsafe(sentence).into());
    }
    Ok(report)
}
