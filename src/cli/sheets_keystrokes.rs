//! `sheets keystrokes`: the keys that key each sheet, from the desk's home screen until it says "Saved" and home is shown again.
//!
//! # Why
//! The keys depend on what the store knows by then (who is on the books, what is carried), so each sheet is keyed at a real desk on a scratch
//! copy of the store. A second copy takes the sheets as an import would, to know what each is to say.

use std::path::{Path, PathBuf};

use chrono::Utc;
use clap::Args;
use serde_json::{Value as Json, json};

use super::args::{Format, Globals};
use super::claims::Claims;
use super::failure::{Failure, Outcome, tell};
use super::lines::{Line, Lines};
use super::output::Output;
use super::passphrase::Passphrase;
use super::session::{Session, credentials};
use super::sheets_import::{act, examine, named};
use super::surroundings::{Surroundings, folder};
use crate::app::operator::Operator;
use crate::domain::sheet::FilledSheet;
use crate::keymap::notation;
use crate::store::{Store, restore};

/// Arguments of `sheets keystrokes`.
#[derive(Debug, Args)]
pub struct KeystrokesArgs {
    /// File with one JSON object per line; - for standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    format: Format,
}

pub(super) fn run(globals: &Globals, args: &KeystrokesArgs) -> anyhow::Result<Outcome> {
    let mut lines = Lines::of(&args.file)?;
    let around = Surroundings::gather(globals)?;
    around.mistakes.iter().for_each(|mistake| tell(mistake));
    let store = folder(globals, &around.config)?;
    let (user, passphrase) = credentials(globals)?;
    let (reading, desk) = (
        Scratch::of(&store, "reading")?,
        Scratch::of(&store, "desk")?,
    );
    let mut session = Session::of(reading.open(&user, &passphrase)?, around.fixed.clone());
    let mut operator = Operator::sit_down(desk.open(&user, &passphrase)?, around.fixed);
    let mut out = Output::take();
    let mut all_keyed = true;
    while let Some((number, line)) = lines.next()? {
        let keyed = match understood(&mut session, &line)? {
            Ok(sheet) => operator
                .key(&sheet)
                .map_err(|stuck| format!("{}: {stuck}.", sheet.head.serial)),
            Err(reason) => Err(reason),
        };
        match keyed {
            Ok(keyed) => {
                let (keys, count) = (notation::write(&keyed.keys), keyed.keys.len());
                if args.format.json {
                    out.json_now(&json!({"sheet": keyed.serial, "form": keyed.form, "keys": keys, "count": count}))?;
                } else {
                    out.line(&format!(
                        "{:<12} {:<14} {count:>4}  {keys}",
                        keyed.serial, keyed.form
                    ))?;
                }
            }
            Err(reason) => {
                all_keyed = false;
                tell(&format!("line {number}: {reason}"));
            }
        }
    }
    operator.leave();
    session.close()?;
    out.finish()?;
    Ok(Outcome::done_if(all_keyed))
}

/// What the sheet of a line is to say once it is keyed; taken up on the reading copy.
fn understood(session: &mut Session, line: &Line) -> anyhow::Result<Result<FilledSheet, String>> {
    let Line::Text(text) = line else {
        return Ok(Err("the line is no JSON object.".to_owned()));
    };
    let Ok(object) = serde_json::from_str::<Json>(text) else {
        return Ok(Err("the line is no JSON object.".to_owned()));
    };
    let named = named(session, &object);
    let (subject, taken, _) = match examine(session, &object, &named, &mut Claims::default())? {
        Ok(taken) => taken,
        Err(findings) => {
            let reasons: Vec<String> = findings
                .into_iter()
                .map(|(field, _, reason)| format!("{field}: {reason}"))
                .collect();
            return Ok(Err(reasons.join(" ")));
        }
    };
    let sheet = taken.sheet.clone();
    session.record(vec![act(subject, taken)])?;
    Ok(Ok(sheet))
}

/// A copy of a store that is gone when the command ends. It is sealed as the store itself is.
struct Scratch(PathBuf);

impl Scratch {
    fn of(store: &Path, name: &str) -> anyhow::Result<Self> {
        let nanos = Utc::now().timestamp_nanos_opt().unwrap_or_default();
        let unique = format!("caseload-{name}-{}-{nanos}", std::process::id());
        let scratch = Self(std::env::temp_dir().join(unique));
        let doing = "A scratch copy of the store cannot be made";
        std::fs::create_dir(&scratch.0).map_err(|source| Failure::Machine {
            doing: doing.to_owned(),
            source,
        })?;
        restore(store, &scratch.0)?;
        Ok(scratch)
    }

    fn open(&self, user: &str, passphrase: &Passphrase) -> anyhow::Result<Store> {
        Ok(Store::open(&self.0, user, passphrase, Utc::now())?)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if std::fs::remove_dir_all(&self.0).is_err() {
            tell(&format!(
                "The scratch copy {} could not be removed. Remove it by hand.",
                self.0.display()
            ));
        }
    }
}
