//! `demo`: a store of made-up data, and the desk on it.
//!
//! # Why
//! A folder with a demo in it is marked with what it was made from. Only such a folder is ever opened by this command; anything else that is
//! there already stays untouched. The passphrase lies beside the data: there is nobody to protect.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Instant;

use chrono::{DateTime, Local, TimeDelta, Utc};
use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::args::Globals;
use super::desk;
use super::failure::{Failure, tell};
use super::files::{cannot_read, cannot_write, private};
use super::output::Output;
use super::progress::Progress;
use super::surroundings::demo_folder;
use crate::config::Config;
use crate::demo::{OFFICER, Recipe, SERVICE, acts};
use crate::domain::act::NewAct;
use crate::keys::Params;
use crate::store::{Create, Store};

/// What marks a folder as a demo of this command.
const MARK: &str = "demo.json";
/// The passphrase file beside the data.
const PASSPHRASE_FILE: &str = "demo-passphrase";
/// The passphrase of every demo.
const PASSPHRASE: &str = "made up people";
/// Acts that reach the disk together, at most.
const GROUP: usize = 2000;
/// Groups that may wait to be recorded.
const WAITING: usize = 4;

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Clients from a made-up list, on top of the service's own; 0: trainers only, no clients at all.
    #[arg(long, value_name = "N")]
    clients: Option<u32>,
    /// The same seed makes the same people.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Folder of the demo; without it `demo` in the platform's data folder.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Only make the store, and print where it is as JSON.
    #[arg(long)]
    no_desk: bool,
}

/// What a demo was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    seed: u64,
    clients: Option<u32>,
    finished: bool,
}

pub(super) fn run(globals: &Globals, args: &DemoArgs) -> anyhow::Result<ExitCode> {
    let folder = match args.dir.clone().or_else(|| globals.store.clone()) {
        Some(folder) => folder,
        None => demo_folder(&Config::load())?,
    };
    let wanted = Mark {
        seed: args.seed,
        clients: args.clients,
        finished: true,
    };
    let passphrase_file = folder.join(PASSPHRASE_FILE);
    if is_there(&folder, &wanted)? {
        tell(&format!(
            "The demo in {} is opened as it was left.",
            folder.display()
        ));
    } else {
        make(&folder, &wanted)?;
    }
    if args.no_desk {
        let mut out = Output::take();
        out.json(&json!({
            "store": folder.display().to_string(),
            "user": OFFICER,
            "passphrase_file": passphrase_file.display().to_string(),
        }))?;
        out.finish()?;
        return Ok(ExitCode::SUCCESS);
    }
    desk::run(&Globals {
        store: Some(folder),
        user: Some(OFFICER.to_owned()),
        passphrase_file: Some(passphrase_file),
        ..globals.clone()
    })
}

/// Whether the wanted demo is there already.
///
/// # Errors
/// Something else is there.
fn is_there(folder: &Path, wanted: &Mark) -> Result<bool, Failure> {
    let shown = folder.display();
    let path = folder.join(MARK);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let is_empty =
                std::fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
            return if is_empty {
                Ok(false)
            } else {
                Err(Failure::WrongUse(format!(
                    "The folder {shown} holds something that is no demo; it was not touched. Name another one with --dir."
                )))
            };
        }
        Err(error) => return Err(cannot_read(&path)(error)),
    };
    match serde_json::from_str::<Mark>(&text) {
        Ok(found) if found == *wanted => Ok(true),
        Ok(found) if !found.finished => Err(Failure::WrongUse(format!(
            "The demo in {shown} was never finished. Remove the folder, or name another one with --dir."
        ))),
        Ok(_) => Err(Failure::WrongUse(format!(
            "The folder {shown} holds a demo made from another seed or another number of clients. Remove it, or name another one with --dir."
        ))),
        Err(_) => Err(Failure::WrongUse(format!(
            "The file {} cannot be understood. Name another folder with --dir.",
            path.display()
        ))),
    }
}

fn make(folder: &Path, wanted: &Mark) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).map_err(cannot_write(folder))?;
    write(
        &folder.join(MARK),
        &serde_json::to_string(&Mark {
            finished: false,
            ..wanted.clone()
        })?,
    )?;
    write(&folder.join(PASSPHRASE_FILE), &format!("{PASSPHRASE}\n"))?;
    let recipe = Recipe {
        seed: wanted.seed,
        clients: wanted.clients,
        today: Local::now().date_naive(),
    };
    let begun = Instant::now();
    let mut progress = Progress::new("acts", None);
    // One thread makes people up while this one records what is made up already.
    std::thread::scope(|scope| {
        let (made, groups) = sync_channel(WAITING);
        scope.spawn(move || make_up(&recipe, &made));
        record(folder, &groups, &mut progress)
    })?;
    let done = progress.done();
    drop(progress);
    write(&folder.join(MARK), &serde_json::to_string(wanted)?)?;
    let seconds = begun.elapsed().as_secs_f64();
    tell(&format!(
        "{SERVICE} is in {}: {done} acts in {seconds:.1} s, {:.0} a second. Its passphrase is “{PASSPHRASE}”.",
        folder.display(),
        done as f64 / seconds.max(0.001)
    ));
    Ok(())
}

/// Acts of one day that reach the disk together.
#[derive(Default)]
struct Group {
    at: Option<DateTime<Utc>>,
    acts: Vec<NewAct>,
}

impl Group {
    fn is_full_before(&self, at: DateTime<Utc>) -> bool {
        let day = |at: DateTime<Utc>| at.date_naive();
        self.acts.len() >= GROUP || self.at.is_some_and(|last| day(last) != day(at))
    }
}

/// Makes the acts up, until all are or nobody takes them any more.
fn make_up(recipe: &Recipe, made: &SyncSender<Group>) {
    let mut group = Group::default();
    for (at, act) in acts(recipe) {
        if group.is_full_before(at) && made.send(std::mem::take(&mut group)).is_err() {
            return;
        }
        group.at = Some(at);
        group.acts.push(act);
    }
    // Nobody takes them only where recording failed, and that says why.
    let _last = made.send(group);
}

/// Makes the store and records the groups in it.
fn record(folder: &Path, groups: &Receiver<Group>, progress: &mut Progress) -> anyhow::Result<()> {
    let mut groups = groups.iter().peekable();
    let first = groups.peek().and_then(|group| group.at);
    let options = Create {
        service: SERVICE.to_owned(),
        user: OFFICER.to_owned(),
        passphrase: PASSPHRASE.to_owned(),
        argon: Params::quick(),
        now: first.unwrap_or_else(Utc::now) - TimeDelta::hours(10),
    };
    let (mut store, _) = Store::create(folder, options)?;
    store.expect_much()?;
    for Group { at, acts } in groups {
        let count = acts.len() as u64;
        if let Some(at) = at {
            store.record(at, acts)?;
        }
        progress.add(count);
    }
    Ok(store.close()?)
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    private(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(cannot_write(path))
}
