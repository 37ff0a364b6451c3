//! `keys`: the effective key table.

use std::path::Path;

use clap::Args;

use super::args::{Format, Globals};
use super::failure::{Failure, Outcome, tell};
use super::files::cannot_read;
use super::output::Output;
use crate::config::Config;
use crate::keymap::{self, Keymap, SHIPPED, condensed, key_table};

/// Arguments of `keys`.
#[derive(Debug, Args)]
pub struct KeysArgs {
    #[command(flatten)]
    format: Format,
}

pub(super) fn run(globals: &Globals, args: &KeysArgs) -> anyhow::Result<Outcome> {
    let (map, mistakes) = keymap(globals)?;
    for mistake in &mistakes {
        tell(&mistake.to_string());
    }
    let rows = key_table(&map);
    let mut out = Output::new();
    if args.format.json {
        out.json(&rows)?;
    } else {
        for block in condensed(&rows).chunk_by(|one, next| one.context == next.context) {
            out.line(block.first().map_or("", |row| row.context.title()))?;
            for row in block {
                let keys = if row.keys.is_empty() { "(palette)".to_owned() } else { row.keys.join(", ") };
                out.line(&format!("  {keys:<24} {:<58} {}", row.sentence, row.command))?;
            }
        }
    }
    out.finish()?;
    Ok(Outcome::done_if(mistakes.is_empty()))
}

/// The keymap that was asked for, with the user's own file on top, and what is wrong with that.
///
/// # Errors
/// A file that was asked for cannot be read.
pub fn keymap(globals: &Globals) -> Result<(Keymap, Vec<keymap::Finding>), Failure> {
    let config = Config::load();
    let asked = globals.keymap.as_deref().or(config.keymap.as_deref()).unwrap_or(SHIPPED[0]);
    if SHIPPED.contains(&asked) || !names_a_file(asked) {
        let own = config.own_keymap();
        return Ok(keymap::load(asked, own.as_ref().map(|(name, text)| (name.as_str(), text.as_str()))));
    }
    let path = Path::new(asked);
    let bytes = std::fs::read(path).map_err(cannot_read(path))?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(keymap::load(SHIPPED[0], Some((asked, &text))))
}

/// Whether it is meant as a file: it looks like one, or one of that name is there.
fn names_a_file(asked: &str) -> bool {
    asked.contains(['/', '\\', '.']) || Path::new(asked).exists()
}
