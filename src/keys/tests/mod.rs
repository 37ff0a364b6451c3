//! Tests of the keys as a whole: slots, both copies, waiting, erasure, failing disks.

mod client_keys;
mod header;
mod records;

use super::*;
use crate::journal::files::faults::{Failing, Fault, Memory};
use crate::journal::files::{Files, Mode};
use crate::journal::{Anchor, ErrorKind, Place};
use std::path::Path;
use std::sync::Arc;

const NOW: i64 = 1_339_660_800;

fn dir() -> &'static Path {
    Path::new("store")
}

fn new_store() -> (Memory, Header, Unlocked, RecoveryKey) {
    let memory = Memory::new();
    let (header, unlocked, recovery) = Header::create(
        Arc::new(memory.clone()),
        dir(),
        "officer",
        "right horse",
        Params::quick(),
    )
    .expect("created");
    (memory, header, unlocked, recovery)
}

fn reopen(memory: &Memory) -> Result<Header, KeysError> {
    Header::open(Arc::new(memory.clone()), dir())
}

fn client_keys(memory: &Memory, unlocked: &Unlocked) -> Result<ClientKeys, KeysError> {
    let files: Arc<dyn Files> = Arc::new(memory.clone());
    ClientKeys::open(&files, dir(), unlocked.store_id, &unlocked.look)
}
