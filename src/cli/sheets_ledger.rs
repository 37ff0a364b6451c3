//! `sheets ledger`: where every sheet of paper is, and which should have come and has not.

use clap::Args;
use serde_json::{Value as Json, json};

use super::args::{Format, Globals};
use super::failure::{Failure, Outcome, tell};
use super::output::Output;
use super::roster::trainer_meant;
use super::session::Session;
use crate::app::paper;
use crate::domain::dates;
use crate::domain::ledger::{LedgerLine, SheetState};
use crate::model::{paperwork, words};

/// Arguments of `sheets ledger`.
#[derive(Debug, Args)]
pub struct LedgerArgs {
    /// Only sheets that stand so: issued, expected, in_tray, parked, queried, keyed, rekeyed, filed, void.
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
    /// Only sheets of this trainer, such as HT03.
    #[arg(long, value_name = "TRAINER")]
    trainer: Option<String>,
    #[command(flatten)]
    format: Format,
}

pub(super) fn run(globals: &Globals, args: &LedgerArgs) -> anyhow::Result<Outcome> {
    let state = args.state.as_deref().map(state_meant).transpose()?;
    let mut session = Session::open(globals)?;
    let overview = session.overview()?;
    let trainer = match &args.trainer {
        Some(given) => Some(trainer_meant(&overview, given)?.id.clone()),
        None => None,
    };
    let paper = paper::on_desk(&session.store)?;
    let desk = session.desk(overview);
    let mut lines = paperwork::ledger(&desk, &paper);
    lines.retain(|l| state.is_none_or(|s| l.state == s));
    lines.retain(|l| trainer.is_none() || l.trainer == trainer);
    lines.sort_by_key(|l| (l.state, l.on, l.serial.clone()));
    let mut out = Output::take();
    if args.format.json {
        out.json(&lines.iter().map(as_json).collect::<Vec<Json>>())?;
    } else {
        for line in &lines {
            let who = line
                .trainer
                .as_ref()
                .map_or_else(String::new, |t| words::trainer(&desk.overview, &t.0));
            out.line(&in_words(line, &who))?;
        }
    }
    out.finish()?;
    tell(&summary(&lines));
    session.close()?;
    Ok(Outcome::Done)
}

fn state_meant(given: &str) -> Result<SheetState, Failure> {
    let names = SheetState::ALL.map(|(_, name, _)| name).join(", ");
    SheetState::from_name(given).ok_or_else(|| {
        Failure::WrongUse(format!("A sheet stands in one of these states: {names}."))
    })
}

fn as_json(line: &LedgerLine) -> Json {
    json!({
        "sheet": (!line.serial.is_empty()).then_some(&line.serial),
        "form": line.form,
        "state": line.state.name(),
        "client": line.client.map(|c| c.to_string()),
        "trainer": line.trainer.as_ref().map(|t| t.0.as_str()),
        "on": line.on.map(|on| on.to_string()),
        "keyed_at": line.keyed.as_ref().map(|(at, _)| at.to_rfc3339()),
        "keyed_by": line.keyed.as_ref().map(|(_, by)| by),
        "why": (!line.why.is_empty()).then_some(&line.why),
    })
}

fn in_words(line: &LedgerLine, who: &str) -> String {
    let on = line.on.map(dates::show).unwrap_or_default();
    let client = line.client.map(|c| c.to_string()).unwrap_or_default();
    let text = format!(
        "{:<9} {:<10} {:<13} {on:<10} {client:<9} {who:<18} {}",
        line.state.words(),
        line.serial,
        line.form,
        line.why
    );
    text.trim_end().to_owned()
}

/// `2 expected, 12 in tray.`
fn summary(lines: &[LedgerLine]) -> String {
    let counted = SheetState::ALL.iter().filter_map(|(state, _, words)| {
        let n = lines.iter().filter(|l| l.state == *state).count();
        (n > 0).then(|| format!("{n} {words}"))
    });
    let counted: Vec<String> = counted.collect();
    if counted.is_empty() {
        "No sheet stands so.".to_owned()
    } else {
        format!("{}.", counted.join(", "))
    }
}
