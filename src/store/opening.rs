//! Making and opening a store.

use super::Store;
use super::ballast::Ballast;
use super::book::Book;
use super::engine::{Engine, Home};
use super::error::StoreError;
use super::glance::Glance;
use super::rebuild::catch_up;
use super::records::{Mark, Spot};
use super::shelf::Shelf;
use crate::domain::act::{Deed, NewAct, Private, Role, Subject};
use crate::journal::files::{Disk, Files, parent_of};
use crate::journal::{Anchor, Anchors, Journal, Keyring, StoreLock, quarantine};
use crate::keys::{self, ClientKeys, Header, Params, RecoveryKey, Sealer, Unlocked};
use chrono::{DateTime, Utc};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The working store's folder in a store's folder.
const WORK: &str = "work";
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

/// The working store as it was found: with its mark, or why it is good for nothing.
type Found = Result<(Shelf, Option<Mark>), String>;

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
            return Err(StoreError::NotThere(at.dir));
        }
        let lock = StoreLock::take(&*at.files, &at.dir)?;
        let mut header = Header::open(Arc::clone(&at.files), &at.dir)?;
        let unlocked = unlock(&mut header)?;
        let clients = ClientKeys::open(&at.files, &at.dir, unlocked.store_id, &unlocked.look)?;
        let mended = mended(&header, &clients);
        let sealer = Arc::new(Sealer::new(unlocked, Arc::new(clients)));
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
        let ready = found.and_then(|(shelf, mark)| bring_up(shelf, mark, &book, &mut notices));
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

    /// Puts the working store aside and builds it anew from the journal.
    pub(super) fn draw_again(&mut self, doubt: &str) -> Result<(), StoreError> {
        // The mark must never be ahead of what is on the disk.
        self.book.sync().inspect_err(|_| self.stopped = true)?;
        if let Some(shelf) = self.shelf.take() {
            shelf.abandon();
        }
        let drawn = draw(&self.at, &self.sealer, &self.book, doubt, &mut self.notices);
        let shelf = drawn.inspect_err(|_| self.stopped = true)?;
        let as_of = self.glance.as_of();
        self.glance = Glance::load(&shelf, &self.book, &self.user, self.role)?;
        if let Some(day) = as_of {
            self.glance.overview(&shelf, &self.book, day)?;
        }
        self.shelf = Some(shelf);
        self.pending.clear();
        self.durable = self.book.head();
        self.carried = self.durable.seq;
        Ok(())
    }

    /// Opens keys and journal again after the disk failed, and takes over what the journal then holds.
    pub(super) fn recover(&mut self) -> Result<(), StoreError> {
        let reopened = self.reopen();
        if reopened.is_err() {
            self.stopped = true;
        }
        reopened
    }

    fn reopen(&mut self) -> Result<(), StoreError> {
        let (files, dir) = (Arc::clone(&self.at.files), self.at.dir.clone());
        let unlocked = self.sealer.unlocked().clone();
        let clients = ClientKeys::open(&files, &dir, unlocked.store_id, &unlocked.look)?;
        let sealer = Arc::new(Sealer::new(unlocked, Arc::new(clients)));
        let keyring: Arc<dyn Keyring> = sealer.clone();
        let from = Some(self.durable).filter(|anchor| anchor.seq > 0);
        let (journal, _) = Journal::open(files, &dir, keyring, from, |_| {})?;
        self.sealer = sealer;
        self.book = Book::new(journal);
        self.pending.clear();
        self.durable = self.book.head();
        self.notices.push(
            "The disk failed for a moment. The journal was opened and checked again; what is shown as saved is saved.".to_owned(),
        );
        self.take_the_rest()
    }

    /// Takes in the acts that the working store does not carry yet.
    fn take_the_rest(&mut self) -> Result<(), StoreError> {
        let Some(shelf) = &mut self.shelf else {
            return Err(StoreError::Stopped);
        };
        if let Err(error) = catch_up(shelf, &self.book, self.carried + 1) {
            return self.draw_again(&error.to_string());
        }
        self.carried = self.book.head().seq;
        let as_of = self.glance.as_of();
        self.glance = Glance::load(shelf, &self.book, &self.user, self.role)?;
        if let Some(day) = as_of {
            self.glance.overview(shelf, &self.book, day)?;
        }
        Ok(())
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
        mended.push(format!(
            "{} of the client keys were put right from their second copy.",
            clients.repaired()
        ));
    }
    mended
}

fn anchor(mark: &Mark) -> Anchor {
    let Spot { seq, .. } = mark.spot;
    Anchor {
        seq,
        chain: mark.chain,
        place: mark.spot.place(),
    }
}

fn find(at: &At, sealer: &Arc<Sealer>) -> Found {
    let engine = Engine::open(&at.home).map_err(|error| error.to_string())?;
    let mut shelf = Shelf::new(engine, Arc::clone(sealer));
    let looked = shelf.mark().and_then(|mark| match mark {
        Some(mark) => shelf.trust(&mark).map(|()| Some(mark)),
        None => Ok(None),
    });
    match looked {
        Ok(mark) => Ok((shelf, mark)),
        Err(error) => {
            shelf.abandon();
            Err(error.to_string())
        }
    }
}

/// Takes in the acts that the working store does not carry yet.
fn bring_up(
    mut shelf: Shelf,
    mark: Option<Mark>,
    book: &Book,
    notices: &mut Vec<String>,
) -> Result<Shelf, String> {
    let head = book.head();
    let carried = mark.as_ref().map_or(0, |mark| mark.spot.seq);
    let outcome = match &mark {
        None if head.seq > 0 => {
            shelf.abandon();
            return Err("it is empty, or was left half built".to_owned());
        }
        _ if carried < head.seq => catch_up(&mut shelf, book, carried + 1).map(|count| {
            notices.push(format!(
                "The program did not close in good order last time; {count} acts were taken over from the journal."
            ));
        }),
        _ => shelf.note_open(&head),
    };
    match outcome {
        Ok(()) => Ok(shelf),
        Err(error) => {
            shelf.abandon();
            Err(error.to_string())
        }
    }
}

/// How the notice of building anew begins.
const ANEW: &str = "The working store was built anew";

/// Builds the working store anew, in memory where the disk does not take it.
fn draw(
    at: &At,
    sealer: &Arc<Sealer>,
    book: &Book,
    doubt: &str,
    notices: &mut Vec<String>,
) -> Result<Shelf, StoreError> {
    let kept = put_aside(at);
    let home = if kept.is_ok() {
        at.home.clone()
    } else {
        Home::Memory(super::InMemory::default())
    };
    match draw_in(&home, sealer, book) {
        Ok(shelf) => {
            let aside = kept.ok().flatten().map_or(String::new(), |path| {
                format!(" The old one is kept in {}.", path.display())
            });
            notices.push(format!(
                "{ANEW} from the journal, because {doubt}. Nothing that was saved is lost.{aside}"
            ));
            Ok(shelf)
        }
        Err(error) if error.is_of_the_working_store() => {
            notices.push(format!(
                "The working store cannot be kept on the disk ({error}). It is kept in memory until the program is closed; what is saved goes to the journal as ever."
            ));
            draw_in(&Home::Memory(super::InMemory::default()), sealer, book)
        }
        Err(error) => Err(error),
    }
}

fn draw_in(home: &Home, sealer: &Arc<Sealer>, book: &Book) -> Result<Shelf, StoreError> {
    let mut shelf = Shelf::new(Engine::open(home)?, Arc::clone(sealer));
    catch_up(&mut shelf, book, 1)?;
    Ok(shelf)
}

/// Moves the working store's folder to `quarantine/`; where to, if there was one.
fn put_aside(at: &At) -> std::io::Result<Option<PathBuf>> {
    let folder = match &at.home {
        Home::Memory(memory) => {
            memory.clear();
            return Ok(None);
        }
        Home::Folder(folder) => folder,
    };
    if !at.files.exists(folder)? {
        return Ok(None);
    }
    let aside = quarantine(&at.dir);
    at.files.create_dir_all(&aside)?;
    let mut number = 1;
    let mut to = aside.join(format!("{WORK}-{number}"));
    while at.files.exists(&to)? {
        number += 1;
        to = aside.join(format!("{WORK}-{number}"));
    }
    at.files.rename(folder, &to)?;
    at.files.sync_dir(parent_of(folder))?;
    Ok(Some(to))
}
