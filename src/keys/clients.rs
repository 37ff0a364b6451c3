//! The clients' own keys: one file of fixed slots, and its copy.
//!
//! ```text
//! slot 0: magic 8 | format u16 | zeros 6 | store id 16 | zeros 80 | digest 16
//! slot n: state u8 (1 in use, 2 erased) | zeros 7 | id 16 | nonce 24 | wrapped key 32 + tag 16 | zeros 16 | digest 16
//! ```
//! A slot has 128 bytes and lies in one sector, so a torn write spoils none of its neighbours. The digest is BLAKE3 over file
//! position and slot, cut to 16 bytes: it tells damage without a key.
//!
//! # Why
//! A copy of another store is no copy: it counts as missing and is set aside before anything is compared, since its slots are as
//! whole as ours and would take their place. Both copies are synced before a client's first act is sealed, because that act cannot be read without the key. Where copies
//! differ, an erased slot always wins: an erasure that a crash stopped half way is finished on the next opening.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::seal::{NONCE, TAG, open_with, seal_onto};
use super::secret::{fill_random, random};
use super::{KeysError, Secret32};
use crate::journal::files::{Files, Handle, Mode};
use crate::journal::{ClientKeyId, quarantine};

/// The file of client keys.
pub const CLIENT_KEYS: &str = "clientkeys";
/// Its copy.
pub const CLIENT_KEYS_COPY: &str = "clientkeys.b";

const SLOT: usize = 128;
const DIGEST: usize = 16;
const MAGIC: &[u8; 8] = b"CLKEYS\0\0";
const FORMAT: u16 = 1;
const IN_USE: u8 = 1;
const ERASED: u8 = 2;
/// Keys kept in memory (about 2 MB); more are read again from the file, a few microseconds each.
const CACHED: usize = 1 << 15;

/// The clients' keys of one unlocked store.
pub struct ClientKeys {
    copies: [Box<dyn Handle>; 2],
    store_id: [u8; 16],
    wrapping: Secret32,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    next: u64,
    stopped: bool,
    repaired: u64,
    cache: HashMap<ClientKeyId, Secret32>,
}

impl fmt::Debug for ClientKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientKeys")
    }
}

/// What a slot's bytes say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// Never written.
    Empty,
    Live,
    Erased,
    Damaged,
}

type Slot = [u8; SLOT];

impl ClientKeys {
    /// Makes the two empty files of a new store.
    pub fn create(
        files: &Arc<dyn Files>,
        dir: &Path,
        store_id: [u8; 16],
        look: &Secret32,
    ) -> Result<Self, KeysError> {
        let machine = KeysError::while_being("made");
        for name in [CLIENT_KEYS, CLIENT_KEYS_COPY] {
            let path = dir.join(name);
            if files.exists(&path).map_err(&machine)? {
                return Err(KeysError::Exists);
            }
            files
                .write_new_synced(&path, &first_slot(&store_id))
                .map_err(&machine)?;
        }
        Self::open(files, dir, store_id, look)
    }

    /// Opens the files, compares them, and puts right what one of them has wrong.
    pub fn open(
        files: &Arc<dyn Files>,
        dir: &Path,
        store_id: [u8; 16],
        look: &Secret32,
    ) -> Result<Self, KeysError> {
        let machine = KeysError::while_being("opened");
        let mut contents = [Vec::new(), Vec::new()];
        for (name, content) in [CLIENT_KEYS, CLIENT_KEYS_COPY]
            .into_iter()
            .zip(&mut contents)
        {
            match files.read_all(&dir.join(name)) {
                Ok(bytes) => *content = bytes,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(machine(error)),
            }
        }
        if contents.iter().all(Vec::is_empty) {
            return Err(damaged("both copies are missing"));
        }
        check_first(&store_id, &contents)?;
        for (name, content) in [CLIENT_KEYS, CLIENT_KEYS_COPY]
            .into_iter()
            .zip(&mut contents)
        {
            if is_of_another_store(&store_id, content) {
                set_aside(&**files, dir, name)?;
                content.clear();
            }
        }
        for name in [CLIENT_KEYS, CLIENT_KEYS_COPY] {
            if !files.exists(&dir.join(name)).map_err(&machine)? {
                files
                    .write_new_synced(&dir.join(name), &first_slot(&store_id))
                    .map_err(&machine)?;
            }
        }
        let open = |name| files.open(&dir.join(name), Mode::Write).map_err(&machine);
        let wrapping = look.derive("caseload 2026 client key wrapping", &store_id);
        let copies = [open(CLIENT_KEYS)?, open(CLIENT_KEYS_COPY)?];
        let keys = Self {
            copies,
            store_id,
            wrapping,
            state: Mutex::new(State::default()),
        };
        keys.reconcile(&contents)?;
        Ok(keys)
    }

    /// How many slots were put right from the other copy since opening, opening included.
    pub fn repaired(&self) -> u64 {
        self.state().repaired
    }

    /// Makes keys for `count` new clients, durable in both copies when this returns.
    pub fn create_keys(&self, count: usize) -> Result<Vec<ClientKeyId>, KeysError> {
        let mut state = self.state();
        if state.stopped {
            return Err(KeysError::Stopped);
        }
        let mut ids = Vec::with_capacity(count);
        let mut bytes = Vec::with_capacity(count * SLOT);
        for number in (state.next..).take(count) {
            let (id, slot) = self.fresh(number)?;
            ids.push(id);
            bytes.extend_from_slice(&slot);
        }
        let offset = position(state.next);
        self.write_both(&mut state, offset, &bytes)?;
        state.next += count as u64;
        Ok(ids)
    }

    /// Makes the key of one new client.
    pub fn create_key(&self) -> Result<ClientKeyId, KeysError> {
        self.create_keys(1)?.pop().ok_or(KeysError::Stopped)
    }

    /// A client's key. [`KeysError::Erased`] when it was erased.
    pub fn get(&self, id: ClientKeyId) -> Result<Secret32, KeysError> {
        let mut state = self.state();
        if let Some(key) = state.cache.get(&id) {
            return Ok(key.clone());
        }
        let slot = self.read_slot(&mut state, id.slot())?;
        if slot[8..24] != id.to_bytes() {
            return Err(KeysError::NoSuchClientKey(id.slot()));
        }
        if slot[0] == ERASED {
            return Err(KeysError::Erased);
        }
        let key = self.unwrap(&slot, id)?;
        if state.cache.len() >= CACHED {
            state.cache.clear();
        }
        state.cache.insert(id, key.clone());
        Ok(key)
    }

    /// Erases a client's key in both copies, for good. What was sealed about that client cannot be read afterwards. Done once
    /// more on an erased key it changes nothing.
    pub fn erase(&self, id: ClientKeyId) -> Result<(), KeysError> {
        let mut state = self.state();
        if state.stopped {
            return Err(KeysError::Stopped);
        }
        let slot = self.read_slot(&mut state, id.slot())?;
        if slot[8..24] != id.to_bytes() {
            return Err(KeysError::NoSuchClientKey(id.slot()));
        }
        state.cache.remove(&id);
        self.write_both(&mut state, position(id.slot()), &erased_slot(id))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fresh(&self, number: u64) -> Result<(ClientKeyId, Slot), KeysError> {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&number.to_le_bytes());
        fill_random(&mut bytes[8..])?;
        let id = ClientKeyId::from_bytes(bytes).ok_or(KeysError::NoSuchClientKey(number))?;
        let nonce = random::<NONCE>()?;
        let mut sealed = Vec::with_capacity(32 + TAG);
        seal_onto(
            &self.wrapping,
            &nonce,
            &self.bound_to(id),
            Secret32::random()?.bytes(),
            &mut sealed,
        )?;
        let mut slot = [0; SLOT];
        slot[0] = IN_USE;
        slot[8..24].copy_from_slice(&bytes);
        slot[24..48].copy_from_slice(&nonce);
        slot[48..96].copy_from_slice(&sealed);
        finish(&mut slot, number);
        Ok((id, slot))
    }

    fn unwrap(&self, slot: &Slot, id: ClientKeyId) -> Result<Secret32, KeysError> {
        let nonce = slot[24..48]
            .first_chunk::<NONCE>()
            .ok_or_else(|| damaged("a slot is too short"))?;
        let plain = open_with(&self.wrapping, nonce, &self.bound_to(id), &slot[48..96])
            .map(zeroize::Zeroizing::new);
        let key = plain.as_ref().and_then(|plain| plain.first_chunk::<32>());
        key.map(|key| Secret32::new(*key))
            .ok_or_else(|| damaged("a client's key does not open"))
    }

    fn bound_to(&self, id: ClientKeyId) -> Vec<u8> {
        [&b"caseload client key"[..], &self.store_id, &id.to_bytes()].concat()
    }

    /// Writes and syncs the first copy, then the second: one of them is whole at every moment.
    fn write_both(&self, state: &mut State, offset: u64, bytes: &[u8]) -> Result<(), KeysError> {
        for copy in &self.copies {
            if let Err(source) = copy.write_at(offset, bytes).and_then(|()| copy.sync_data()) {
                state.stopped = true;
                return Err(KeysError::Machine {
                    doing: "written",
                    source,
                });
            }
        }
        Ok(())
    }

    /// One slot, from whichever copy has it whole.
    fn read_slot(&self, state: &mut State, number: u64) -> Result<Slot, KeysError> {
        let machine = KeysError::while_being("read");
        let mut slots = [[0; SLOT]; 2];
        self.copies[0]
            .read_at(position(number), &mut slots[0])
            .map_err(&machine)?;
        if matches!(examine(&slots[0], number), Reading::Live | Reading::Erased) {
            return Ok(slots[0]);
        }
        self.copies[1]
            .read_at(position(number), &mut slots[1])
            .map_err(&machine)?;
        match examine(&slots[1], number) {
            Reading::Live | Reading::Erased => {
                // The key is there whether or not the repair succeeds; opening tries it again.
                state.repaired += u64::from(self.put_right(0, number, &slots[1]).is_ok());
                Ok(slots[1])
            }
            Reading::Damaged => Err(damaged("a client's key is unreadable in both copies")),
            Reading::Empty if examine(&slots[0], number) == Reading::Damaged => {
                Err(damaged("a client's key is unreadable in both copies"))
            }
            Reading::Empty => Err(KeysError::NoSuchClientKey(number)),
        }
    }

    fn put_right(&self, copy: usize, number: u64, slot: &Slot) -> Result<(), KeysError> {
        let copy = &self.copies[copy];
        copy.write_at(position(number), slot)
            .and_then(|()| copy.sync_data())
            .map_err(KeysError::while_being("repaired"))
    }

    /// Compares the two copies and makes them alike.
    fn reconcile(&self, contents: &[Vec<u8>; 2]) -> Result<(), KeysError> {
        let slots = contents
            .iter()
            .map(|content| content.len().div_ceil(SLOT))
            .max()
            .unwrap_or(0) as u64;
        let ours = first_slot(&self.store_id);
        let sound = contents.each_ref().map(|c| slot_of(c, 0) == ours);
        let mut repaired = 0;
        let mut touched = [false; 2];
        for number in 0..slots {
            let pair = [slot_of(&contents[0], number), slot_of(&contents[1], number)];
            let Some((bad, good)) = (pair[0] != pair[1])
                .then(|| choose(&pair, number, sound))
                .flatten()
            else {
                continue;
            };
            self.copies[bad]
                .write_at(position(number), good)
                .map_err(KeysError::while_being("repaired"))?;
            touched[bad] = true;
            repaired += 1;
        }
        for (copy, touched) in self.copies.iter().zip(touched) {
            if touched {
                copy.sync_data()
                    .map_err(KeysError::while_being("repaired"))?;
            }
        }
        let mut state = self.state();
        (state.next, state.repaired) = (slots.max(1), repaired);
        Ok(())
    }
}

/// Refuses files of which neither is this store's, or that a newer version wrote.
fn check_first(store_id: &[u8; 16], contents: &[Vec<u8>; 2]) -> Result<(), KeysError> {
    let ours = first_slot(store_id);
    let firsts = contents.each_ref().map(|content| slot_of(content, 0));
    if firsts.contains(&ours) {
        return Ok(());
    }
    for first in &firsts {
        let format = u16::from_le_bytes([first[8], first[9]]);
        if first.starts_with(MAGIC) && format > FORMAT && first[16..32] == *store_id {
            return Err(KeysError::Newer {
                found: format,
                known: FORMAT,
            });
        }
    }
    Err(damaged(
        "they belong to another store, or their first bytes are damaged in both copies",
    ))
}

/// Whether a file begins as the client keys of another store do.
fn is_of_another_store(store_id: &[u8; 16], content: &[u8]) -> bool {
    let first = slot_of(content, 0);
    first.starts_with(MAGIC)
        && digest_of(&first, 0) == first[SLOT - DIGEST..]
        && first[16..32] != *store_id
}

/// Moves a file to `quarantine/`, under a name that is not taken.
fn set_aside(files: &dyn Files, dir: &Path, name: &str) -> Result<(), KeysError> {
    let machine = KeysError::while_being("set aside");
    let folder = quarantine(dir);
    files.create_dir_all(&folder).map_err(&machine)?;
    let mut copy = 1;
    let mut place = folder.join(format!("{name}-of-another-store"));
    while files.exists(&place).map_err(&machine)? {
        copy += 1;
        place = folder.join(format!("{name}-of-another-store-{copy}"));
    }
    files.rename(&dir.join(name), &place).map_err(&machine)?;
    for changed in [folder.as_path(), dir] {
        files.sync_dir(changed).map_err(&machine)?;
    }
    Ok(())
}

/// Which copy of a slot to write anew, and with what. `None` when neither is fit to copy from: reading it will say so.
/// A copy that does not begin as it should (`sound`) is not believed against one that does.
fn choose(pair: &[Slot; 2], number: u64, sound: [bool; 2]) -> Option<(usize, &Slot)> {
    let readings = if number == 0 {
        pair.each_ref().map(|slot| {
            if digest_of(slot, 0) == slot[SLOT - DIGEST..] {
                Reading::Live
            } else {
                Reading::Damaged
            }
        })
    } else {
        pair.each_ref().map(|slot| examine(slot, number))
    };
    let whole = |reading| matches!(reading, Reading::Live | Reading::Erased);
    match (sound, readings) {
        ([true, false], [first, _]) if whole(first) => return Some((1, &pair[0])),
        ([false, true], [_, second]) if whole(second) => return Some((0, &pair[1])),
        _ => {}
    }
    match readings {
        // The second copy is written last, so what it has, and the first has otherwise, was finished; but erased stays erased.
        [Reading::Erased, _] | [Reading::Live, Reading::Empty | Reading::Damaged] => {
            Some((1, &pair[0]))
        }
        [_, Reading::Erased | Reading::Live] => Some((0, &pair[1])),
        _ => None,
    }
}

fn slot_of(content: &[u8], number: u64) -> Slot {
    let mut slot = [0; SLOT];
    let rest = content.get(position(number) as usize..).unwrap_or_default();
    let len = rest.len().min(SLOT);
    slot[..len].copy_from_slice(&rest[..len]);
    slot
}

fn position(number: u64) -> u64 {
    number.saturating_mul(SLOT as u64)
}

fn examine(slot: &Slot, number: u64) -> Reading {
    if slot == &[0; SLOT] {
        return Reading::Empty;
    }
    if digest_of(slot, number) != slot[SLOT - DIGEST..] || slot[8..16] != number.to_le_bytes() {
        return Reading::Damaged;
    }
    match slot[0] {
        IN_USE => Reading::Live,
        ERASED => Reading::Erased,
        _ => Reading::Damaged,
    }
}

fn digest_of(slot: &Slot, number: u64) -> [u8; DIGEST] {
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(&number.to_le_bytes())
        .update(&slot[..SLOT - DIGEST]);
    let mut digest = [0; DIGEST];
    digest.copy_from_slice(&hasher.finalize().as_bytes()[..DIGEST]);
    digest
}

fn finish(slot: &mut Slot, number: u64) {
    let digest = digest_of(slot, number);
    slot[SLOT - DIGEST..].copy_from_slice(&digest);
}

fn first_slot(store_id: &[u8; 16]) -> Slot {
    let mut slot = [0; SLOT];
    slot[..8].copy_from_slice(MAGIC);
    slot[8..10].copy_from_slice(&FORMAT.to_le_bytes());
    slot[16..32].copy_from_slice(store_id);
    finish(&mut slot, 0);
    slot
}

fn erased_slot(id: ClientKeyId) -> Slot {
    let mut slot = [0; SLOT];
    slot[0] = ERASED;
    slot[8..24].copy_from_slice(&id.to_bytes());
    finish(&mut slot, id.slot());
    slot
}

fn damaged(what: &str) -> KeysError {
    KeysError::Damaged {
        file: "The file of client keys",
        what: what.to_owned(),
    }
}
