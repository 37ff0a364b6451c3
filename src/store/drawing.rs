//! Drawing the working store: as it is found, brought up to the journal, or anew on any doubt.

use super::Store;
use super::book::Book;
use super::engine::{Engine, Home, InMemory};
use super::error::StoreError;
use super::glance::Glance;
use super::opening::At;
use super::rebuild::catch_up;
use super::records::{LAYOUT, Mark};
use super::shelf::Shelf;
use crate::domain::overview::UNCLEAN;
use crate::journal::files::parent_of;
use crate::journal::{Anchor, Journal, Keyring, quarantine};
use crate::keys::{ClientKeys, Sealer};
use std::path::PathBuf;
use std::sync::Arc;

/// The working store's folder in a store's folder.
pub const WORK: &str = "work";

/// The working store as it was found: with its mark, or why it is good for nothing.
pub type Found = Result<(Shelf, Option<Mark>), String>;

impl Store {
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
            return self.draw_again(&error.doubt());
        }
        self.carried = self.book.head().seq;
        let as_of = self.glance.as_of();
        self.glance = Glance::load(shelf, &self.book, &self.user, self.role)?;
        if let Some(day) = as_of {
            self.glance.overview(shelf, &self.book, day)?;
        }
        Ok(())
    }
}

/// The point of the chain that a mark vouches for.
pub fn anchor(mark: &Mark) -> Anchor {
    Anchor {
        seq: mark.spot.seq,
        chain: mark.chain,
        place: mark.spot.place(),
    }
}

/// Opens the working store and judges it.
pub fn find(at: &At, sealer: &Arc<Sealer>) -> Found {
    let engine = Engine::open(&at.home).map_err(|error| error.to_string())?;
    let mut shelf = Shelf::new(engine, Arc::clone(sealer));
    let looked = shelf.mark().and_then(|mark| match mark {
        Some(mark) if mark.layout != LAYOUT => Err(StoreError::OtherLayout),
        Some(mark) => shelf.trust(&mark).map(|()| Some(mark)),
        None => Ok(None),
    });
    match looked {
        Ok(mark) => Ok((shelf, mark)),
        Err(error) => {
            shelf.abandon();
            Err(error.doubt())
        }
    }
}

/// Takes in the acts that the working store does not carry yet.
pub fn bring_up(
    mut shelf: Shelf,
    mark: Option<&Mark>,
    book: &Book,
    notices: &mut Vec<String>,
) -> Result<Shelf, String> {
    let head = book.head();
    let carried = mark.map_or(0, |mark| mark.spot.seq);
    let outcome = match mark {
        None if head.seq > 0 => {
            shelf.abandon();
            return Err("it is empty, or was left half built".to_owned());
        }
        _ if carried < head.seq => catch_up(&mut shelf, book, carried + 1).map(|count| {
            let last = if count == 1 {
                "the last thing done was".to_owned()
            } else {
                format!("the last {count} things done were")
            };
            notices.push(format!("{UNCLEAN} Nothing is lost: {last} read again."));
        }),
        _ => shelf.note_open(&head),
    };
    match outcome {
        Ok(()) => Ok(shelf),
        Err(error) => {
            shelf.abandon();
            Err(error.doubt())
        }
    }
}

/// How the notice of building anew begins.
pub const ANEW: &str = "The working store was built anew";

/// Builds the working store anew, in memory where the disk does not take it.
pub fn draw(
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
        Home::Memory(InMemory::default())
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
            notices.push(
                "The disk does not take the working store: it is full, or it fails. It is kept in memory until the program is closed, and what is saved goes to the journal as ever. Free some space, or have the disk looked at.".to_owned(),
            );
            draw_in(&Home::Memory(InMemory::default()), sealer, book)
        }
        Err(error) => Err(error),
    }
}

fn draw_in(home: &Home, sealer: &Arc<Sealer>, book: &Book) -> Result<Shelf, StoreError> {
    let mut shelf = Shelf::new(Engine::open(home)?, Arc::clone(sealer));
    shelf.gather()?;
    catch_up(&mut shelf, book, 1)?;
    shelf.settle()?;
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
