//! The desk itself: the program without a command.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use super::args::Globals;
use super::failure::Failure;
use super::passphrase;
use super::surroundings::Surroundings;
use crate::app;
use crate::model::Secret;

/// Opens the desk on the store that the command line names, unlocked where a passphrase file is given.
///
/// # Errors
/// There is no terminal, or the machine failed.
pub fn run(globals: &Globals) -> anyhow::Result<ExitCode> {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        let sentence = "The desk needs a terminal, and there is none. `caseload --help` lists the commands that do without.";
        return Err(Failure::WrongUse(sentence.to_owned()).into());
    }
    let around = Surroundings::gather(globals)?;
    let passphrase = globals
        .passphrase_file
        .as_deref()
        .map(passphrase::from_file)
        .transpose()?;
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let options = app::Options {
        store: PathBuf::from(&around.fixed.store),
        passphrase: passphrase.map(|passphrase| Secret(passphrase.to_string())),
        no_color,
        unicode: speaks_unicode(),
        linear: globals.linear || around.config.linear(),
        findings: around.mistakes,
        fixed: around.fixed,
    };
    app::run(options)?;
    Ok(ExitCode::SUCCESS)
}

/// Whether the terminal is set to show more than ASCII.
fn speaks_unicode() -> bool {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    cfg!(windows) || set.is_none_or(|value| value.to_lowercase().replace('-', "").contains("utf8"))
}
