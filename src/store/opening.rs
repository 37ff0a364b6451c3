//! Making and opening a store.

use super::Store;
use super::ballast::Ballast;
use super::book::Book;
use super::drawing::{ANEW, Found, WORK, anchor, bring_up, draw, find};
use super::engine::Home;
use super::error::StoreError;
use super::glance::Glance;
use crate::domain::act::{Deed, NewAct, Private, Role, Subject};
use crate::journal::files::{Disk, Files};
use crate::journal::{self, Anchors, Journal, Keyring, StoreLock};
use crate::keys::{
    self, CLIENT_KEYS, CLIENT_KEYS_COPY, ClientKeys, Header, Params, RecoveryKey, Sealer, Unlocked,
};
use chrono::{DateTime, Utc};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reserve for a full disk, in bytes.
const BALLAST: u64 = 32 << 20;

/// Where a store is.
#[derive(Clone)]
pub struct At {
    /// The disk.
    pub files: Arc<dyn Files>,
    /// The store's folder.
    pub dir: PathBuf,
    /// The working store's place.
    pub home: Home,
    /// The reserve for a full disk, in bytes; 0 for none.
    pub ballast: u64,
}

impl fmt::Debug for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "At({})", self.dir.display())
    }
}

impl At {
    /// On the machine's own disk.
    pub fn on_disk(dir: &Path) -> Self {
        Self {
            files: Arc::new(Disk),
            dir: dir.to_path_buf(),
            home: Home::Folder(dir.join(WORK)),
            ballast: BALLAST,
        }
    }

    /// Without the reserve for a full disk: for stores that live for one test.
    #[must_use]
    pub fn without_ballast(self) -> Self {
        Self { ballast: 0, ..self }
    }
}

/// What a new store begins with.
#[derive(Clone)]
pub struct Create {
    /// The service's name.
    pub service: String,
    /// The first officer.
    pub user: String,
    /// Her passphrase.
    pub passphrase: String,
    /// How hard passphrases are stretched.
    pub argon: Params,
    /// The time.
    pub now: DateTime<Utc>,
}

impl fmt::Debug for Create {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Create(…)")
    }
}

impl Store {
    /// Makes a store in an empty or missing folder, with its first officer. The recovery key is to be printed, once.
    pub fn create(dir: &Path, options: Create) -> Result<(Self, RecoveryKey), StoreError> {
        Self::create_at(At::on_disk(dir), options)
    }

    /// As [`Store::create`], at any place.
    pub fn create_at(at: At, options: Create) -> Result<(Self, RecoveryKey), StoreError> {
        let machine = StoreError::while_("Making the store");
        at.files.create_dir_all(&at.dir).map_err(&machine)?;
        if Header::is_there(&*at.files, &at.dir)? {
            return Err(StoreError::AlreadyThere(at.dir));
        }
        refuse_remains(&at)?;
        let lock = StoreLock::take(&*at.files, &at.dir)?;
        let Create {
            service,
            user,
            passphrase,
            argon,
            now,
        } = options;
        let made = Header::create(Arc::clone(&at.files), &at.dir, &user, &passphrase, argon)?;
        let (header, unlocked, recovery) = made;
        let clients = ClientKeys::create(&at.files, &at.dir, unlocked.store_id, &unlocked.look)?;
        let sealer = Arc::new(Sealer::new(unlocked, Arc::new(clients)));
        let keyring: Arc<dyn Keyring> = sealer.clone();
        let journal = Journal::create(Arc::clone(&at.files), &at.dir, keyring)?;
        let found = find(&at, &sealer);
        let mut store = Self::assemble(at, lock, header, sealer, journal, found)?;
        store.stow_ballast();
        let user = store.user.clone();
        let deeds = [
            Deed::ServiceOpened { service },
            Deed::UserAdded {
                user,
                role: Role::Officer,
            },
        ];
        store.record(now, deeds.into_iter().map(about_nobody).collect())?;
        store.note_head()?;
        Ok((store, recovery))
    }

    /// Opens a store.
    pub fn open(
        dir: &Path,
        user: &str,
        passphrase: &str,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        Self::open_at(At::on_disk(dir), user, passphrase, now)
    }

    /// As [`Store::open`], at any place.
    pub fn open_at(
        at: At,
        user: &str,
        passphrase: &str,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        Self::unlock_at(at, now, |header| {
            header.unlock(user, passphrase, now.timestamp())
        })
    }

    /// Opens a store with its printed recovery key, as an officer; the first thing to do then is to set a passphrase.
    pub fn open_with_recovery(
        dir: &Path,
        recovery_key: &str,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        Self::unlock_at(At::on_disk(dir), now, |header| {
            header.unlock_with_recovery(recovery_key)
        })
    }

    fn unlock_at(
        at: At,
        now: DateTime<Utc>,
        unlock: impl FnOnce(&mut Header) -> Result<Unlocked, keys::KeysError>,
    ) -> Result<Self, StoreError> {
        if !Header::is_there(&*at.files, &at.dir)? {
            refuse_remains(&at)?;
            return Err(StoreError::NotThere(at.dir));
        }
        let lock = StoreLock::take(&*at.files, &at.dir)?;
        let mut header = Header::open(Arc::clone(&at.files), &at.dir)?;
        let unlocked = unlock(&mut header)?;
        let clients = ClientKeys::open(&at.files, &at.dir, unlocked.store_id, &unlocked.look)?;
        let mended = mended(&header, &clients);
        let sealer = Arc::new(Sealer::new(unlocked, Arc::new(clients)));
        look_first(&at, &header, &*sealer)?;
        let found = find(&at, &sealer);
        let anchors = Anchors {
            from: found
                .as_ref()
                .ok()
                .and_then(|(_, mark)| mark.as_ref().map(anchor)),
            others: header.head().into_iter().collect(),
        };
        let keyring: Arc<dyn Keyring> = sealer.clone();
        let (journal, opened) =
            Journal::open(Arc::clone(&at.files), &at.dir, keyring, anchors, |_| {})?;
        let mut store = Self::assemble(at, lock, header, sealer, journal, found)?;
        if let Some(cut) = opened.tail_cut {
            store.notices.push(format!(
                "A write that was cut short ({} bytes) was taken off the end of the journal; no saved act was in it. It is kept in {}.",
                cut.bytes,
                cut.kept_in.display()
            ));
        }
        store.notices.extend(mended);
        store.stow_ballast();
        store.note_repairs(now);
        Ok(store)
    }

    fn assemble(
        at: At,
        lock: StoreLock,
        header: Header,
        sealer: Arc<Sealer>,
        journal: Journal,
        found: Found,
    ) -> Result<Self, StoreError> {
        let book = Book::new(journal);
        let mut notices = Vec::new();
        let ready =
            found.and_then(|(shelf, mark)| bring_up(shelf, mark.as_ref(), &book, &mut notices));
        let shelf = match ready {
            Ok(shelf) => shelf,
            Err(doubt) => draw(&at, &sealer, &book, &doubt, &mut notices)?,
        };
        let (user, role) = (sealer.unlocked().user.clone(), role_of(sealer.unlocked()));
        let (shelf, glance) = match Glance::load(&shelf, &book, &user, role) {
            Ok(glance) => (shelf, glance),
            Err(error) if error.is_of_the_working_store() => {
                shelf.abandon();
                let shelf = draw(&at, &sealer, &book, &error.to_string(), &mut notices)?;
                let glance = Glance::load(&shelf, &book, &user, role)?;
                (shelf, glance)
            }
            Err(error) => return Err(error),
        };
        let ballast = Ballast::new(Arc::clone(&at.files), &at.dir, at.ballast);
        Ok(Self {
            _lock: lock,
            header,
            user,
            role,
            pending: Vec::new(),
            durable: book.head(),
            carried: book.head().seq,
            last_at: glance.last_at(),
            ballast,
            notices,
            clock_noted: false,
            stopped: false,
            shelf: Some(shelf),
            book,
            glance,
            sealer,
            at,
        })
    }

    fn stow_ballast(&mut self) {
        if !self.ballast.stow() {
            self.notices.push(
                "The disk is nearly full: there is no room for the reserve that finishes a save on a full disk. Free some space."
                    .to_owned(),
            );
        }
    }

    /// Notes in the journal itself what was repaired at opening. A disk that refuses this is met again at the next save.
    fn note_repairs(&mut self, now: DateTime<Utc>) {
        let repairs: Vec<String> = self
            .notices
            .iter()
            .filter(|n| is_repair(n))
            .cloned()
            .collect();
        if !repairs.is_empty() {
            let deed = Deed::Repaired {
                what: repairs.join(" "),
            };
            let _said_already = self.save_deeds(now, vec![deed]);
        }
    }

    /// Notes the journal's end in the header, so that an older journal in its place is noticed.
    pub(super) fn note_head(&mut self) -> Result<(), StoreError> {
        let head = self.book.head();
        Ok(self.header.set_head(self.sealer.unlocked(), head)?)
    }
}

/// Looks at the journal from the head that the header notes, before the working store is opened: sled writes in its folder as soon as
/// it is, and a store that is refused stays as it lies. What only the working store's mark can tell comes after it.
fn look_first(at: &At, header: &Header, keyring: &dyn Keyring) -> Result<(), StoreError> {
    let Some(head) = header.head() else {
        return Ok(());
    };
    let anchors = Anchors::from(Some(head));
    Ok(Journal::look(&*at.files, &at.dir, keyring, &anchors)?)
}

/// A folder with a journal or client keys and no header is a store that lost it: no new one may be made there.
fn refuse_remains(at: &At) -> Result<(), StoreError> {
    let machine = StoreError::while_("Looking for the store");
    let parts = [CLIENT_KEYS, CLIENT_KEYS_COPY].map(|name| at.dir.join(name));
    for part in parts.iter().chain([&journal::folder(&at.dir)]) {
        if at.files.exists(part).map_err(&machine)? {
            return Err(Header::gone().into());
        }
    }
    Ok(())
}

fn is_repair(notice: &str) -> bool {
    notice.starts_with("A write that was cut") || notice.starts_with(ANEW)
}

/// An act about nobody in particular, without a private part.
pub fn about_nobody(deed: Deed) -> NewAct {
    NewAct {
        subject: Subject::None,
        deed,
        private: Private::default(),
    }
}

fn role_of(unlocked: &Unlocked) -> Role {
    if unlocked.is_officer() {
        Role::Officer
    } else {
        Role::Supervisor
    }
}

fn mended(header: &Header, clients: &ClientKeys) -> Vec<String> {
    let mut mended = Vec::new();
    if header.was_repaired() {
        mended.push("One copy of the store's header was damaged or old; it was written anew from the other.".to_owned());
    }
    if clients.repaired() > 0 {
        mended.push(match clients.repaired() {
            1 => "One of the client keys was put right from its second copy.".to_owned(),
            n => format!("{n} of the client keys were put right from their second copies."),
        });
    }
    mended
}
