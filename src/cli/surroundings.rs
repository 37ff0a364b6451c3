//! What stands around a store: its folder, the forms, the keymap, the calendar, the settings, and the user's own files on top.
//!
//! # Why
//! A mistake in somebody's own file is told and never fatal: what can be used of the file is used, and the shipped one stands for the rest.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::Globals;
use super::failure::Failure;
use super::files::cannot_read;
use crate::allocation;
use crate::allocation::settings::Labels;
use crate::config::Config;
use crate::domain::calendar::Calendar;
use crate::forms::Registry;
use crate::keymap::{self, Keymap, SHIPPED};
use crate::model::figures;
use crate::model::pace::{BREAK_AFTER, PAUSE};
use crate::model::{Comfort, Fixed, Look};
use crate::paper;
use crate::search::ShortNames;

/// Most bytes of a keymap file that are read.
const LONGEST_KEYMAP: usize = 1 << 20;

/// What never changes while a command or the desk runs, and what is wrong with the user's own files, in words.
pub struct Surroundings {
    /// Forms, keys, calendar, settings.
    pub fixed: Fixed,
    /// Mistakes in the user's own files.
    pub mistakes: Vec<String>,
    /// The user's settings.
    pub config: Config,
}

impl Surroundings {
    /// Reads everything.
    ///
    /// # Errors
    /// A keymap that was asked for by name of its file cannot be read; no folder is known.
    pub fn gather(globals: &Globals) -> Result<Self, Failure> {
        let config = Config::load();
        let mut mistakes = config.mistakes().to_vec();
        let (forms, wrong) = Registry::load(&config.forms());
        mistakes.extend(wrong.iter().map(ToString::to_string));
        let (keymap, wrong) = keymap(globals, &config)?;
        mistakes.extend(wrong.iter().map(ToString::to_string));
        let calendar = calendar(&config, &mut mistakes);
        let allocation = allocation_settings(&config, &forms, &mut mistakes);
        let paper = paper_settings(&config, &mut mistakes);
        let fixed = Fixed {
            forms: Arc::new(forms),
            keymap: Arc::new(keymap),
            calendar: Arc::new(calendar),
            allocation: Arc::new(allocation),
            short_names: Arc::new(short_names(&config, &mut mistakes)),
            paper: Arc::new(paper),
            store: folder(globals, &config)?.display().to_string(),
            user: super::session::user(globals),
            comfort: comfort(globals, &config, &mut mistakes),
        };
        Ok(Self {
            fixed,
            mistakes,
            config,
        })
    }
}

/// How the desk looks and whether it rings: flag, else settings.
fn comfort(globals: &Globals, config: &Config, mistakes: &mut Vec<String>) -> Comfort {
    let asked = globals.theme.as_deref().or(config.theme());
    let named = asked.map(|name| (name, Look::named(name)));
    if let Some((name, None)) = named {
        let known = Look::ALL.map(Look::name).join(", ");
        mistakes.push(format!("There is no theme “{name}”; there are {known}."));
    }
    Comfort {
        look: named.and_then(|(_, look)| look).unwrap_or_default(),
        bells: config.bells(),
        break_after: config.break_after().unwrap_or(BREAK_AFTER),
        pause: config.pause().unwrap_or(PAUSE),
        figures_days: config.figures_days().unwrap_or(figures::DAYS),
    }
}

/// The folder of the store: the one asked for, else the platform's.
///
/// # Errors
/// The platform has none.
pub fn folder(globals: &Globals, config: &Config) -> Result<PathBuf, Failure> {
    globals
        .store
        .clone()
        .or_else(|| config.store())
        .ok_or_else(|| {
            Failure::WrongUse(
                "This machine has no folder for data. Name the folder of the store with --store."
                    .to_owned(),
            )
        })
}

/// The folder of the demo where none is named.
///
/// # Errors
/// The platform has no folder for data.
pub fn demo_folder(config: &Config) -> Result<PathBuf, Failure> {
    config.demo().ok_or_else(|| {
        Failure::WrongUse(
            "This machine has no folder for data. Name a folder for the demo with --dir."
                .to_owned(),
        )
    })
}

/// The keymap that was asked for, with the user's own file on top, and what is wrong with that.
///
/// # Errors
/// A file that was asked for cannot be read.
pub fn keymap(
    globals: &Globals,
    config: &Config,
) -> Result<(Keymap, Vec<keymap::Finding>), Failure> {
    let settings = config.keymap();
    let asked = globals
        .keymap
        .as_deref()
        .or(settings.as_deref())
        .unwrap_or(SHIPPED[0]);
    if !names_a_file(asked) {
        let own = config.own_keymap();
        let own = own
            .as_ref()
            .map(|(name, text)| (name.as_str(), text.as_str()));
        return Ok(keymap::load(asked, own));
    }
    let path = Path::new(asked);
    let bytes = std::fs::read(path).map_err(cannot_read(path))?;
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(LONGEST_KEYMAP)]);
    Ok(keymap::load(SHIPPED[0], Some((asked, &text))))
}

/// Whether it is meant as a file: it looks like one, or one of that name is there.
fn names_a_file(asked: &str) -> bool {
    !SHIPPED.contains(&asked) && (asked.contains(['/', '\\', '.']) || Path::new(asked).exists())
}

/// The short names that come with the program, with the service's own on top.
fn short_names(config: &Config, mistakes: &mut Vec<String>) -> ShortNames {
    let shipped = ShortNames::shipped();
    let Some((name, text)) = config.short_names() else {
        return shipped;
    };
    shipped.clone().with(&text).unwrap_or_else(|fault| {
        mistakes.push(format!("{name}: {fault}"));
        shipped
    })
}

fn calendar(config: &Config, mistakes: &mut Vec<String>) -> Calendar {
    let Some((name, text)) = config.bank_holidays() else {
        return Calendar::england();
    };
    Calendar::from_toml(&text).unwrap_or_else(|fault| {
        mistakes.push(format!("{name}: {fault}"));
        Calendar::england()
    })
}

/// What the service says about paper.
fn paper_settings(config: &Config, mistakes: &mut Vec<String>) -> paper::Settings {
    let Some((name, text)) = config.paper() else {
        return paper::Settings::shipped();
    };
    let (settings, wrong) = paper::Settings::with(&name, &text);
    mistakes.extend(wrong);
    settings
}

/// The settings of allocation, with the words of the code lists, so that sentences say *City centre* and not *C*.
fn allocation_settings(
    config: &Config,
    forms: &Registry,
    mistakes: &mut Vec<String>,
) -> allocation::Settings {
    let mut settings = allocation::Settings::shipped();
    if let Some((name, text)) = config.allocation() {
        let (own, wrong) = allocation::Settings::from_toml(&name, &text);
        mistakes.extend(wrong.iter().map(ToString::to_string));
        settings = own;
    }
    for (list, name) in [(Labels::Office, "offices"), (Labels::Language, "languages")] {
        if let Some(codes) = forms.lists().get(name) {
            settings = settings.with_labels(
                list,
                codes
                    .codes
                    .iter()
                    .map(|c| (c.code.as_str(), c.label.as_str())),
            );
        }
    }
    settings
}
