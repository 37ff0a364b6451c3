//! `referrals`: the queue, the most pressing first.

use clap::Args;
use serde_json::json;

use super::args::{Format, Globals};
use super::failure::{Outcome, tell};
use super::output::Output;
use super::session::Session;
use crate::allocation;

/// Arguments of `referrals`.
#[derive(Debug, Args)]
pub struct ReferralsArgs {
    #[command(flatten)]
    format: Format,
}

pub(super) fn run(globals: &Globals, args: &ReferralsArgs) -> anyhow::Result<Outcome> {
    let mut session = Session::open(globals)?;
    let overview = session.overview()?;
    let scene = session.scene(&overview);
    let queue = allocation::queue(&scene);
    let mut out = Output::take();
    let mut all = Vec::new();
    for queued in &queue {
        let Some(line) = overview.cases.get(queued.line) else {
            continue;
        };
        let kind = line.case.kind_of_work();
        if args.format.json {
            all.push(json!({
                "referral": line.case.no.to_string(),
                "client": line.client.to_string(),
                "name": line.identity.name(),
                "received": line.case.received.map(|day| day.to_string()),
                "due": queued.clock.due.to_string(),
                "clock": queued.clock.words,
                "late": queued.clock.late,
                "type": kind,
                "urgent": line.case.urgent,
            }));
        } else {
            let kind = kind.map_or_else(|| "type ?".to_owned(), |kind| format!("Type {kind}"));
            let (no, name) = (line.case.no, line.identity.name());
            out.line(&format!(
                "{no:<10} {:<10} {name:<32} {kind}  {}",
                queued.clock.words, line.client
            ))?;
        }
    }
    if args.format.json {
        out.json(&all)?;
    } else if queue.is_empty() {
        tell("No referral waits for a trainer.");
    }
    out.finish()?;
    session.close()?;
    Ok(Outcome::Done)
}
