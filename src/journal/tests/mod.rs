//! Tests of the journal as a whole: round trips, tampering, power cuts, failing disks.

mod failing;
mod life;
mod quick;
mod tampering;

use super::files::faults::{Failing, Fault, Memory};
use super::files::{Files, Mode};
use super::segment::{self, HEADER};
use super::*;
use crate::keys::{ClientKeys, Header, Params, Role, Sealer, Unlocked};
use quick::Quick;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

fn dir() -> &'static Path {
    Path::new("store")
}

/// The keys of an officer and a supervisor of one store, made once: tests differ in their disks only.
fn people() -> &'static (Unlocked, Unlocked) {
    static PEOPLE: OnceLock<(Unlocked, Unlocked)> = OnceLock::new();
    PEOPLE.get_or_init(|| {
        let files = Arc::new(Memory::new());
        let (mut header, officer, _) =
            Header::create(files, dir(), "officer", "pass", Params::quick()).expect("header");
        header
            .add_user(&officer, "supervisor", Role::Supervisor, "pass")
            .expect("added");
        let officer = header.unlock("officer", "pass", 0).expect("unlocked");
        let supervisor = header.unlock("supervisor", "pass", 0).expect("unlocked");
        (officer, supervisor)
    })
}

fn new_disk() -> Memory {
    let memory = Memory::new();
    memory.create_dir_all(dir()).expect("folder");
    memory.sync_dir(Path::new(".")).expect("sync");
    memory
}

fn clients(files: &Arc<dyn Files>) -> Arc<ClientKeys> {
    let (officer, _) = people();
    let made = if files.exists(&dir().join("clientkeys")).expect("exists") {
        ClientKeys::open
    } else {
        ClientKeys::create
    };
    Arc::new(made(files, dir(), officer.store_id, &officer.look).expect("client keys"))
}

fn officer(memory: &Memory) -> Arc<dyn Keyring> {
    let files: Arc<dyn Files> = Arc::new(memory.clone());
    Arc::new(Sealer::new(people().0.clone(), clients(&files)))
}

fn supervisor(memory: &Memory) -> Arc<dyn Keyring> {
    let files: Arc<dyn Files> = Arc::new(memory.clone());
    Arc::new(Sealer::new(people().1.clone(), clients(&files)))
}

fn quick_open(files: Arc<dyn Files>) -> Result<(Journal, Opened, Vec<Entry>), JournalError> {
    let mut entries = Vec::new();
    let (journal, opened) = Journal::open(files, dir(), Arc::new(Quick), None, |entry| {
        entries.push(entry);
    })?;
    Ok((journal, opened, entries))
}

fn create(memory: &Memory) -> Journal {
    Journal::create(Arc::new(memory.clone()), dir(), officer(memory)).expect("created")
}

fn open(
    memory: &Memory,
    from: Option<Anchor>,
) -> Result<(Journal, Opened, Vec<Entry>), JournalError> {
    let mut entries = Vec::new();
    let (journal, opened) = Journal::open(
        Arc::new(memory.clone()),
        dir(),
        officer(memory),
        from,
        |entry| entries.push(entry),
    )?;
    Ok((journal, opened, entries))
}

fn plain(text: &str) -> Plain {
    Plain {
        client_key: None,
        flags: 0,
        look: format!("look {text}").into_bytes(),
        full: format!("full {text}").into_bytes(),
    }
}

fn group(name: &str, count: usize) -> Vec<Plain> {
    (0..count)
        .map(|number| plain(&format!("{name}.{number}")))
        .collect()
}

fn looks(entries: &[Entry]) -> Vec<String> {
    entries
        .iter()
        .map(|entry| String::from_utf8(entry.look.clone()).expect("text"))
        .collect()
}

fn first_file() -> PathBuf {
    segment::path(dir(), 1)
}

fn first_len(memory: &Memory) -> usize {
    memory.read_all(&first_file()).expect("read").len()
}

/// Cuts the last bytes off the first segment.
fn shorten(memory: &Memory, by: usize) {
    let file = memory.open(&first_file(), Mode::Write).expect("open");
    file.set_len((first_len(memory) - by) as u64).expect("cut");
}
