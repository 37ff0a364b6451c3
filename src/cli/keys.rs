//! `keys`: the effective key table.

use clap::Args;

use super::args::{Format, Globals};
use super::failure::{Outcome, tell};
use super::output::Output;
use super::surroundings::keymap;
use crate::config::Config;
use crate::keymap::{condensed, key_table};

/// Arguments of `keys`.
#[derive(Debug, Args)]
pub struct KeysArgs {
    #[command(flatten)]
    format: Format,
}

pub(super) fn run(globals: &Globals, args: &KeysArgs) -> anyhow::Result<Outcome> {
    let (map, mistakes) = keymap(globals, &Config::load())?;
    for mistake in &mistakes {
        tell(&mistake.to_string());
    }
    let rows = key_table(&map);
    let mut out = Output::take();
    if args.format.json {
        out.json(&rows)?;
    } else {
        for block in condensed(&rows).chunk_by(|one, next| one.context == next.context) {
            out.line(block.first().map_or("", |row| row.context.title()))?;
            for row in block {
                let keys = if row.keys.is_empty() {
                    "(palette)".to_owned()
                } else {
                    row.keys.join(", ")
                };
                out.line(&format!(
                    "  {keys:<24} {:<58} {}",
                    row.sentence, row.command
                ))?;
            }
        }
    }
    out.finish()?;
    Ok(Outcome::done_if(mistakes.is_empty()))
}
