//! `check`: everything that can be verified, and the repairs that are provably safe.

use clap::Args;
use serde_json::json;

use super::args::{Format, Globals};
use super::failure::{Outcome, tell};
use super::output::Output;
use super::session::Session;

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Make the repairs that are provably safe; nothing is deleted.
    #[arg(long)]
    fix: bool,
    #[command(flatten)]
    format: Format,
}

pub(super) fn run(globals: &Globals, args: &CheckArgs) -> anyhow::Result<Outcome> {
    let mut session = Session::unproved(globals)?;
    if args.fix {
        session = session.of_an_officer("repairing the store")?;
    }
    let report = session.store.check(args.fix)?;
    session.close()?;
    let mut out = Output::take();
    if args.format.json {
        let findings = report
            .findings
            .iter()
            .map(|f| json!({"what": f.what, "place": f.place, "repair": f.repair}));
        out.json(&json!({"ok": report.ok, "findings": findings.collect::<Vec<_>>(), "fixed": report.fixed}))?;
    } else {
        for finding in &report.findings {
            let repair = finding
                .repair
                .as_ref()
                .map_or_else(String::new, |repair| format!(" {repair}"));
            out.line(&format!("{}: {}{repair}", finding.place, finding.what))?;
        }
        for fixed in &report.fixed {
            out.line(fixed)?;
        }
    }
    out.finish()?;
    if report.ok {
        tell("Nothing is wrong.");
    }
    Ok(Outcome::done_if(report.ok))
}
