//! The desk itself: the program without a command.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use super::args::Globals;
use super::failure::Failure;
use super::passphrase;
use super::surroundings::Surroundings;
use crate::app;
use crate::config::Config;
use crate::demo::OFFICER;
use crate::forms::Registry;
use crate::model::Secret;
use crate::paper::lessons::Lessons;

/// Opens the desk on the store that the command line names, unlocked where a passphrase file is given.
///
/// # Errors
/// There is no terminal, or the machine failed.
pub fn run(globals: &Globals) -> anyhow::Result<ExitCode> {
    while open(globals, None)? {
        super::tutorial::run(globals)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Opens the desk on a pretend tray.
///
/// # Errors
/// As [`run`].
pub fn practise(
    globals: &Globals,
    store: &Path,
    passphrase: &str,
    lessons: Arc<Lessons>,
) -> anyhow::Result<()> {
    let globals = Globals {
        store: Some(store.to_owned()),
        user: Some(OFFICER.to_owned()),
        passphrase_file: None,
        ..globals.clone()
    };
    open(&globals, Some((Secret(passphrase.to_owned()), lessons))).map(drop)
}

/// The forms of this service.
pub fn forms() -> Registry {
    Registry::load(&Config::load().forms()).0
}

/// Opens the desk; whether she left it to practise.
fn open(globals: &Globals, tray: Option<(Secret, Arc<Lessons>)>) -> anyhow::Result<bool> {
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
    let mut options = app::Options {
        store: PathBuf::from(&around.fixed.store),
        passphrase: passphrase.map(|passphrase| Secret(passphrase.to_string())),
        lessons: None,
        no_color,
        unicode: speaks_unicode(),
        linear: globals.linear || around.config.linear(),
        findings: around.mistakes,
        fixed: around.fixed,
    };
    if let Some((passphrase, lessons)) = tray {
        (options.passphrase, options.lessons) = (Some(passphrase), Some(lessons));
    }
    app::run(options)
}

/// Whether the terminal is set to show more than ASCII.
fn speaks_unicode() -> bool {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    cfg!(windows) || set.is_none_or(|value| value.to_lowercase().replace('-', "").contains("utf8"))
}
