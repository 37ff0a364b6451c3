//! `clients duplicates`: pairs of records that may be one person, the most probable first.

use std::collections::HashSet;

use clap::Args;
use serde_json::json;

use super::args::{Format, Globals};
use super::failure::{Outcome, tell};
use super::find::score;
use super::output::Output;
use super::session::Session;
use crate::app::finder::Finder;
use crate::app::joined;
use crate::domain::reference::ClientId;
use crate::search::duplicates;

/// Arguments of `clients duplicates`.
#[derive(Debug, Args)]
pub struct DuplicatesArgs {
    /// Least score of a pair, from 0 to 1.
    #[arg(long, value_name = "SCORE", default_value_t = duplicates::REVIEW, value_parser = probability)]
    min: f32,
    #[command(flatten)]
    format: Format,
}

fn probability(text: &str) -> Result<f32, String> {
    text.parse()
        .ok()
        .filter(|p| (0.0..=1.0).contains(p))
        .ok_or_else(|| "a number from 0 to 1 is wanted".to_owned())
}

pub(super) fn run(globals: &Globals, args: &DuplicatesArgs) -> anyhow::Result<Outcome> {
    let session = Session::open(globals)?;
    let pairs = Finder::open(&session.store, &session.fixed.short_names)?
        .index()
        .pairs(args.min);
    let mut out = Output::take();
    let mut found = false;
    let mut said = HashSet::new();
    for pair in &pairs {
        let (a, b) = (ClientId(pair.a), ClientId(pair.b));
        let Some((first, second)) = joined::still_two(&session.store, a, b)? else {
            continue;
        };
        let (a, b) = (first.id, second.id);
        if !said.insert((a, b)) {
            continue;
        }
        found = true;
        let why: Vec<String> = pair.why.iter().map(ToString::to_string).collect();
        let (first, second) = (&first.identity, &second.identity);
        if args.format.json {
            let mut line = json!({"a": a.to_string(), "b": b.to_string(), "score": score(pair.score), "why": why});
            for (key, reference) in [
                ("a_reference", &first.reference),
                ("b_reference", &second.reference),
            ] {
                if !reference.is_empty() {
                    line[key] = json!(reference);
                }
            }
            out.json(&line)?;
        } else {
            out.line(&format!(
                "{:.2}  {a} {:<30} {b} {:<30}",
                pair.score,
                first.name(),
                second.name()
            ))?;
            out.line(&format!("      {}", why.join(", ")))?;
        }
    }
    out.finish()?;
    session.close()?;
    if !found {
        tell("No two records look like one person.");
    }
    Ok(Outcome::Done)
}
