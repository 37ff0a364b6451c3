//! The store's header: its identity, its users, their slots.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ed25519_dalek::VerifyingKey;

use super::copies::{self, HEADER, HEADER_COPY};
use super::format::Content;
use super::kdf::Params;
use super::secret::random;
use super::slot::{Binding, Keys, Role, Slot};
use super::unlock::{Unlocked, header_key, signing_key};
use super::{KeysError, RecoveryKey, Secret32};
use crate::journal::Anchor;
use crate::journal::files::{Files, parent_of};

/// Signers there can be: their number has one byte in a frame, and 255 stands for none.
const MOST_SIGNERS: usize = 255;
const LONGEST_NAME: usize = 64;

/// A user as the header lists them.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// The name they open the store with.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether their access was taken away.
    pub revoked: bool,
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "User {{ {:?}, revoked {} }}", self.role, self.revoked)
    }
}

/// The header of a store, read and checked.
pub struct Header {
    files: Arc<dyn Files>,
    dir: PathBuf,
    content: Content,
    /// Whether one copy was bad or old when it was opened, and was written anew.
    repaired: bool,
}

impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Header {{ {} slots }}", self.content.slots.len())
    }
}

impl Header {
    /// Makes the header of a new store with its first officer and its recovery key.
    pub fn create(
        files: Arc<dyn Files>,
        dir: &Path,
        user: &str,
        passphrase: &str,
        params: Params,
    ) -> Result<(Self, Unlocked, RecoveryKey), KeysError> {
        let machine = KeysError::while_being("made");
        files.create_dir_all(dir).map_err(&machine)?;
        for name in [HEADER, HEADER_COPY] {
            if files.exists(&dir.join(name)).map_err(&machine)? {
                return Err(KeysError::Exists);
            }
        }
        let content = Content {
            generation: 0,
            store_id: random()?,
            epoch: 1,
            params,
            head: None,
            signers: Vec::new(),
            slots: Vec::new(),
            mac: [0; 32],
        };
        let mut header = Self {
            files,
            dir: dir.to_path_buf(),
            content,
            repaired: false,
        };
        let keys = Keys {
            look: Secret32::random()?,
            full: Some(Secret32::random()?),
            signing: None,
            own: None,
        };
        let recovery = RecoveryKey::random()?;
        header.add_slot(
            "recovery key",
            Role::Officer,
            true,
            &recovery.passphrase(),
            &keys,
        )?;
        header.add_slot(
            &checked_name(user)?,
            Role::Officer,
            false,
            passphrase,
            &keys,
        )?;
        header.write_keyed(&header_key(&keys.look))?;
        header.files.sync_dir(parent_of(dir)).map_err(&machine)?;
        let unlocked = header
            .open_slot(1, passphrase)?
            .ok_or(KeysError::WrongPassphrase { wait: 0 })?;
        Ok((header, unlocked, recovery))
    }

    /// Reads the header. One bad or old copy is written anew from the other; two bad ones are an error.
    pub fn open(files: Arc<dyn Files>, dir: &Path) -> Result<Self, KeysError> {
        let (content, bad) = copies::read(&*files, dir)?;
        if let Some(name) = bad {
            files
                .write_new_synced(&dir.join(name), &content.encode())
                .map_err(KeysError::while_being("repaired"))?;
        }
        Ok(Self {
            files,
            dir: dir.to_path_buf(),
            content,
            repaired: bad.is_some(),
        })
    }

    /// Whether there is a header, of whatever state, in a folder.
    pub fn is_there(files: &dyn Files, dir: &Path) -> Result<bool, KeysError> {
        let machine = KeysError::while_being("looked for");
        Ok(files.exists(&dir.join(HEADER)).map_err(&machine)?
            || files.exists(&dir.join(HEADER_COPY)).map_err(&machine)?)
    }

    /// The trouble of a store whose header is gone while the rest of it is there.
    pub fn gone() -> KeysError {
        KeysError::Damaged {
            file: "The store's header",
            what: "both of its copies are missing, and the rest of the store is there".to_owned(),
        }
    }

    /// The store's identity.
    pub fn store_id(&self) -> [u8; 16] {
        self.content.store_id
    }

    /// Whether opening found one copy bad or old and wrote it anew.
    pub fn was_repaired(&self) -> bool {
        self.repaired
    }

    /// How passphrases are stretched.
    pub fn params(&self) -> Params {
        self.content.params
    }

    /// The journal's end as of [`Header::set_head`]. It is authenticated once somebody has unlocked.
    pub fn head(&self) -> Option<Anchor> {
        self.content.head
    }

    /// Notes the journal's end, so that an older journal in its place is noticed.
    pub fn set_head(&mut self, by: &Unlocked, head: Anchor) -> Result<(), KeysError> {
        let before = self.content.clone();
        self.content.head = Some(head);
        self.keep(before, by)
    }

    /// All users there ever were, in the order they were added.
    pub fn users(&self) -> Vec<User> {
        let people = self.content.slots.iter().filter(|slot| !slot.is_recovery);
        people
            .map(|slot| User {
                name: slot.name.clone(),
                role: slot.role,
                revoked: slot.revoked,
            })
            .collect()
    }

    /// Unlocks with a passphrase. `now` is in seconds since 1970; wrong attempts are counted and lead to waiting.
    pub fn unlock(
        &mut self,
        user: &str,
        passphrase: &str,
        now: i64,
    ) -> Result<Unlocked, KeysError> {
        let index = self.find(user)?;
        let slot = &self.content.slots[index];
        if slot.revoked {
            return Err(KeysError::Revoked);
        }
        let seconds = slot.wrong.left(now);
        if seconds > 0 {
            // A clock that was set back would otherwise hold the wait where it is for ever.
            if now < slot.wrong.last {
                self.note_wrong(index, |wrong| wrong.last = now);
            }
            return Err(KeysError::Waiting { seconds });
        }
        if let Some(unlocked) = self.open_slot(index, passphrase)? {
            if self.content.slots[index].wrong.count > 0 {
                self.note_wrong(index, |wrong| *wrong = super::slot::Wrong::default());
            }
            return Ok(unlocked);
        }
        self.note_wrong(index, |wrong| *wrong = wrong.again(now));
        Err(KeysError::WrongPassphrase {
            wait: self.content.slots[index].wrong.wait(),
        })
    }

    /// Unlocks with the printed recovery key. It is too long to guess, so no attempts are counted.
    pub fn unlock_with_recovery(&self, text: &str) -> Result<Unlocked, KeysError> {
        let key = RecoveryKey::parse(text)?;
        self.open_slot(0, &key.passphrase())?
            .ok_or(KeysError::WrongRecoveryKey)
    }

    /// Adds a user.
    pub fn add_user(
        &mut self,
        by: &Unlocked,
        name: &str,
        role: Role,
        passphrase: &str,
    ) -> Result<(), KeysError> {
        only_officers(by)?;
        let name = checked_name(name)?;
        if self
            .content
            .slots
            .iter()
            .any(|slot| same_name(&slot.name, &name))
        {
            return Err(KeysError::NameTaken);
        }
        let before = self.content.clone();
        let added = self.add_slot(&name, role, false, passphrase, &by.shared_keys());
        self.keep_if(added, before, by)
    }

    /// Takes a user's access away, for good.
    pub fn revoke(&mut self, by: &Unlocked, name: &str) -> Result<(), KeysError> {
        only_officers(by)?;
        let index = self.find(name)?;
        let is_other_officer = |(other, slot): (usize, &Slot)| {
            other != index && !slot.is_recovery && !slot.revoked && slot.role == Role::Officer
        };
        if !self.content.slots.iter().enumerate().any(is_other_officer) {
            return Err(KeysError::LastOfficer);
        }
        let before = self.content.clone();
        self.content.slots[index].revoke();
        self.keep(before, by)
    }

    /// Sets a passphrase: one's own, or, as an officer, anybody's. Another officer thereby gets a new signing key and a new key of
    /// her own, since only she can open the old ones: what they sealed stays closed to whoever sets the passphrase.
    pub fn change_passphrase(
        &mut self,
        by: &Unlocked,
        name: &str,
        passphrase: &str,
    ) -> Result<(), KeysError> {
        let index = self.find(name)?;
        let is_own = index == by.slot;
        if !is_own {
            only_officers(by)?;
        }
        if self.content.slots[index].revoked {
            return Err(KeysError::Revoked);
        }
        let before = self.content.clone();
        let keys = if is_own {
            by.all_keys()
        } else {
            by.shared_keys()
        };
        let wrapped = self.wrap_slot(index, passphrase, &keys);
        self.keep_if(wrapped, before, by)
    }

    /// Makes a new recovery key; the old one opens nothing any more.
    pub fn renew_recovery_key(&mut self, by: &Unlocked) -> Result<RecoveryKey, KeysError> {
        only_officers(by)?;
        let before = self.content.clone();
        let key = RecoveryKey::random()?;
        let wrapped = self.wrap_slot(0, &key.passphrase(), &by.shared_keys());
        self.keep_if(wrapped, before, by)?;
        Ok(key)
    }

    /// The number of a user's slot: it never changes, and says nothing of who she is.
    pub fn slot_of(&self, name: &str) -> Result<usize, KeysError> {
        self.find(name)
    }

    fn find(&self, name: &str) -> Result<usize, KeysError> {
        let found = self
            .content
            .slots
            .iter()
            .position(|slot| !slot.is_recovery && same_name(&slot.name, name));
        found.ok_or(KeysError::UnknownUser)
    }

    fn add_slot(
        &mut self,
        name: &str,
        role: Role,
        is_recovery: bool,
        passphrase: &str,
        keys: &Keys,
    ) -> Result<(), KeysError> {
        if self.content.slots.len() >= usize::from(u16::MAX) {
            return Err(KeysError::TooManyUsers);
        }
        self.content
            .slots
            .push(Slot::new(name, role, None, is_recovery));
        self.wrap_slot(self.content.slots.len() - 1, passphrase, keys)
    }

    /// Wraps a slot's keys under a passphrase; an officer without a signing key, or without one of her own, gets a fresh one.
    fn wrap_slot(&mut self, index: usize, passphrase: &str, keys: &Keys) -> Result<(), KeysError> {
        let mut keys = Keys {
            look: keys.look.clone(),
            full: keys.full.clone(),
            signing: keys.signing.clone(),
            own: keys.own.clone(),
        };
        let slot = &self.content.slots[index];
        if slot.role == Role::Officer && !slot.is_recovery && keys.own.is_none() {
            keys.own = Some(Secret32::random()?);
        }
        if self.content.slots[index].role == Role::Officer && keys.signing.is_none() {
            let seed = Secret32::random()?;
            self.content.slots[index].signer = Some(self.add_signer(&seed)?);
            keys.signing = Some(seed);
        }
        let binding = Binding {
            store_id: &self.content.store_id,
            epoch: self.content.epoch,
        };
        self.content.slots[index].wrap(&binding, self.content.params, passphrase, &keys)
    }

    fn add_signer(&mut self, seed: &Secret32) -> Result<u8, KeysError> {
        let number = self.content.signers.len();
        if number >= MOST_SIGNERS {
            return Err(KeysError::TooManyUsers);
        }
        self.content
            .signers
            .push(signing_key(seed).verifying_key().to_bytes());
        Ok(number as u8)
    }

    fn open_slot(&self, index: usize, passphrase: &str) -> Result<Option<Unlocked>, KeysError> {
        let content = &self.content;
        let Some(slot) = content.slots.get(index) else {
            return Err(altered());
        };
        let binding = Binding {
            store_id: &content.store_id,
            epoch: content.epoch,
        };
        let Some(keys) = slot.unwrap(&binding, content.params, passphrase)? else {
            return Ok(None);
        };
        if content.digest(header_key(&keys.look).bytes()) != content.mac {
            return Err(altered());
        }
        let signing = keys.signing.as_ref().map(signing_key);
        Ok(Some(Unlocked {
            user: slot.name.clone(),
            role: slot.role,
            store_id: content.store_id,
            epoch: content.epoch,
            look: keys.look,
            full: keys.full,
            signing: slot.signer.zip(signing),
            own: keys.own.filter(|_| !slot.is_recovery),
            signers: content
                .signers
                .iter()
                .map(|bytes| VerifyingKey::from_bytes(bytes).ok())
                .collect(),
            slot: index,
        }))
    }

    /// Counts attempts. A disk that fails must not let in nobody, nor hide the answer: the count then lives in memory only.
    fn note_wrong(&mut self, index: usize, change: impl FnOnce(&mut super::slot::Wrong)) {
        change(&mut self.content.slots[index].wrong);
        let _counted_in_memory_at_least = self.write();
    }

    fn keep_if(
        &mut self,
        done: Result<(), KeysError>,
        before: Content,
        by: &Unlocked,
    ) -> Result<(), KeysError> {
        match done {
            Ok(()) => self.keep(before, by),
            Err(error) => {
                self.content = before;
                Err(error)
            }
        }
    }

    /// Writes the changed content, or takes the change back.
    fn keep(&mut self, before: Content, by: &Unlocked) -> Result<(), KeysError> {
        let written = self.write_keyed(&by.header_key());
        if written.is_err() {
            let generation = self.content.generation;
            self.content = before;
            self.content.generation = generation;
        }
        written
    }

    fn write_keyed(&mut self, key: &Secret32) -> Result<(), KeysError> {
        self.content.mac = self.content.digest(key.bytes());
        self.write()
    }

    /// Writes both copies, one after the other: at every moment one of them is whole.
    fn write(&mut self) -> Result<(), KeysError> {
        self.content.generation += 1;
        copies::write(&*self.files, &self.dir, &self.content.encode())
    }
}

fn only_officers(by: &Unlocked) -> Result<(), KeysError> {
    if by.is_officer() {
        Ok(())
    } else {
        Err(KeysError::OfficersOnly)
    }
}

fn altered() -> KeysError {
    KeysError::Damaged {
        file: "The store's header",
        what: "it was changed by something other than this program".to_owned(),
    }
}

fn same_name(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.trim().to_lowercase()
}

fn checked_name(name: &str) -> Result<String, KeysError> {
    let name = name.trim();
    let is_good = !name.is_empty()
        && name.chars().count() <= LONGEST_NAME
        && !name.chars().any(char::is_control);
    if is_good {
        Ok(name.to_owned())
    } else {
        Err(KeysError::BadName)
    }
}
