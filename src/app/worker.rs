//! The thread that owns the store and the search index. It does what the desk asks, in the order asked, and answers.
//!
//! # Why
//! One owner means that a save, the index and the overview can never disagree. Queries typed faster than they can be answered are
//! skipped: only the newest counts.

use super::{Outbox, answers};
use crate::domain::reference::{ClientId, DraftId, Serial};
use crate::domain::sheet::DraftChange;
use crate::domain::value::Values;
use crate::model::{Effect, Message, Opened, Ticket};
use crate::search::Index;
use crate::store::{Store, StoreError};
use chrono::{Local, NaiveDate, Utc};
use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often the end of the thread is looked for.
const PAUSE: Duration = Duration::from_millis(2);

/// The worker as the loop sees it.
pub struct Worker {
    requests: Sender<Effect>,
    thread: JoinHandle<()>,
    /// How many requests were done: the thread moves as long as it grows.
    done: Arc<AtomicU64>,
}

impl Worker {
    /// Asks for something; the answer comes as a message.
    pub fn ask(&self, effect: Effect) {
        // The thread ends only when this end of the channel is dropped.
        let _ = self.requests.send(effect);
    }

    /// Lets everything asked so far be done, then ends the thread; false when nothing has moved for as long as `patience`.
    pub fn close(self, patience: Duration) -> bool {
        drop(self.requests);
        let mut since = Instant::now();
        let mut done = self.done.load(Ordering::Relaxed);
        while !self.thread.is_finished() {
            if since.elapsed() > patience {
                return false;
            }
            std::thread::sleep(PAUSE);
            let now = self.done.load(Ordering::Relaxed);
            if now != done {
                (since, done) = (Instant::now(), now);
            }
        }
        let _ = self.thread.join();
        true
    }
}

/// Starts the thread for the store in `folder`.
pub fn start(folder: PathBuf, outbox: Outbox) -> Worker {
    let (requests, inbox) = mpsc::channel();
    let done = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&done);
    let thread = std::thread::spawn(move || serve(&folder, &inbox, &outbox, &counted));
    Worker {
        requests,
        thread,
        done,
    }
}

fn serve(folder: &Path, inbox: &Receiver<Effect>, outbox: &Outbox, counted: &AtomicU64) {
    let mut open: Option<Open> = None;
    let mut queue = VecDeque::new();
    while let Some(effect) = next(inbox, &mut queue) {
        let undone = Undone::of(&effect);
        let done = catch_unwind(AssertUnwindSafe(|| one(folder, &mut open, effect, outbox)));
        if done.is_err() {
            let said = "Something went wrong inside the store; it was closed so that nothing is harmed. Lock the desk and unlock it \
                        again: everything that was kept is there."
                .to_owned();
            open = None;
            let _ = outbox.send(not_done(&undone, said));
        }
        counted.fetch_add(1, Ordering::Relaxed);
    }
    if let Some(open) = open {
        let _unclean = open.store.close(); // an unclean close is put right at the next opening
    }
}

/// The next request. Of several finds that wait, all but the newest are answered by being skipped.
fn next(inbox: &Receiver<Effect>, queue: &mut VecDeque<Effect>) -> Option<Effect> {
    if queue.is_empty() {
        queue.push_back(inbox.recv().ok()?);
    }
    queue.extend(inbox.try_iter());
    let effect = queue.pop_front()?;
    if matches!(effect, Effect::Find(..))
        && queue.iter().any(|later| matches!(later, Effect::Find(..)))
    {
        return next(inbox, queue);
    }
    Some(effect)
}

/// What is said where an effect could not be carried out: acts are not recorded, boxes not kept, questions not answered.
fn not_done(undone: &Undone, said: String) -> Message {
    match undone {
        Undone::Recording(ticket) => Message::NotRecorded(*ticket, said),
        Undone::Keeping => Message::NotKept(said),
        Undone::Other(ticket) => Message::Failed(*ticket, said),
    }
}

/// What is lost when an effect cannot be carried out.
enum Undone {
    Recording(Ticket),
    Keeping,
    Other(Option<Ticket>),
}

impl Undone {
    fn of(effect: &Effect) -> Self {
        match effect {
            Effect::Record(ticket, _) | Effect::Undo(ticket, ..) => Self::Recording(*ticket),
            Effect::Keep { .. } => Self::Keeping,
            other => Self::Other(other.ticket()),
        }
    }
}

fn one(folder: &Path, open: &mut Option<Open>, effect: Effect, outbox: &Outbox) {
    match (effect, &mut *open) {
        (Effect::Unlock { user, passphrase }, _) => {
            if let Some(before) = open.take() {
                let _unclean = before.store.close();
            }
            match Store::open(folder, &user, &passphrase.0, Utc::now()) {
                Ok(store) => {
                    let proof = store.proof();
                    *open = Some(Open::begin(store, outbox));
                    prove_beside(proof, outbox.clone());
                }
                Err(fault) => drop(outbox.send(Message::Refused(fault.to_string()))),
            }
        }
        (Effect::Lock, _) => {
            if let Some(before) = open.take() {
                let _unclean = before.store.close();
            }
        }
        (effect, Some(open)) => open.answer(effect, outbox),
        (effect, None) => {
            let said = "The store is closed. Lock the desk and unlock it again.".to_owned();
            let message = not_done(&Undone::of(&effect), said);
            let _ = outbox.send(message);
        }
    }
}

/// Proves the journal beside the work: it may be long, and nobody waits for it. Damage is told as soon as it is found.
fn prove_beside(proof: impl FnOnce() -> Option<String> + Send + 'static, outbox: Outbox) {
    std::thread::spawn(move || {
        if let Some(damage) = proof() {
            let _ = outbox.send(Message::Noticed(damage));
        }
    });
}

/// An open store, its index, and what this user keyed last on each form today.
pub(super) struct Open {
    store: Store,
    index: Index,
    last_mine: HashMap<String, (NaiveDate, Serial)>,
}

impl Open {
    pub(super) fn begin(mut store: Store, outbox: &Outbox) -> Self {
        let today = Local::now().date_naive();
        let mut last_mine = HashMap::new();
        let message = match store.overview(today) {
            Ok(overview) => {
                last_mine = answers::last_mine(&store, &overview, today);
                Message::Unlocked(Box::new(Opened {
                    user: store.user().to_owned(),
                    role: store.role(),
                    overview,
                    notices: store.notices().to_vec(),
                }))
            }
            Err(fault) => Message::Refused(fault.to_string()),
        };
        let _ = outbox.send(message);
        let index = answers::index(&store).unwrap_or_else(|fault| {
            let _ = outbox.send(Message::Failed(None, fault.to_string()));
            Index::new()
        });
        Self {
            store,
            index,
            last_mine,
        }
    }

    /// Does one thing that the desk asks, and answers.
    pub(super) fn answer(&mut self, effect: Effect, outbox: &Outbox) {
        let today = Local::now().date_naive();
        let message = match effect {
            Effect::Record(ticket, acts) => match self.store.record(Utc::now(), acts) {
                Ok(acts) => self.recorded(ticket, acts, today, outbox),
                Err(fault) => Message::NotRecorded(ticket, fault.to_string()),
            },
            Effect::Undo(ticket, act, reason) => match self.store.undo(Utc::now(), act, &reason) {
                Ok(act) => self.recorded(ticket, vec![act], today, outbox),
                Err(fault) => Message::NotRecorded(ticket, fault.to_string()),
            },
            Effect::Keep {
                draft,
                client,
                change,
                sync,
            } => self.keep((draft, client, change, sync), today, outbox),
            other => match self.read(other, today) {
                Some(message) => message,
                None => return,
            },
        };
        let _ = outbox.send(message);
    }

    fn keep(
        &mut self,
        (draft, client, change, sync): (DraftId, Option<ClientId>, DraftChange, bool),
        today: NaiveDate,
        outbox: &Outbox,
    ) -> Message {
        let states = answers::changes_overview(&change);
        if let Err(fault) = self.store.keep(Utc::now(), draft, client, change, false) {
            return Message::NotKept(fault.to_string());
        }
        // A written box survives a kill, and the frame that shows it may be drawn; only then the disk is waited for.
        let _ = outbox.send(Message::Kept(Utc::now()));
        if states {
            self.state(today, outbox);
        }
        match if sync { self.store.sync_kept() } else { Ok(()) } {
            Ok(()) => Message::Settled,
            Err(fault) => Message::NotKept(fault.to_string()),
        }
    }

    /// What is only read; nothing for what is not the store's business.
    fn read(&mut self, effect: Effect, today: NaiveDate) -> Option<Message> {
        let asked = effect.ticket();
        let answer = match effect {
            Effect::Find(ticket, query) => {
                answers::find(&mut self.store, &self.index, &query, today)
                    .map(|lines| Message::Found(ticket, lines))
            }
            Effect::FindAlike(ticket, person) => {
                answers::alike(&mut self.store, &self.index, &person, today)
                    .map(|lines| Message::AlikeFound(ticket, lines))
            }
            Effect::ReadCard(ticket, client) => answers::card(&mut self.store, client)
                .map(|card| Message::CardRead(ticket, card.map(Box::new))),
            Effect::ReadSheet(ticket, serial) => self
                .store
                .sheet(&serial)
                .map(|sheet| Message::SheetRead(ticket, sheet.map(Box::new))),
            Effect::ReadKnown(ticket, client, form) => self.known(ticket, client, &form, today),
            Effect::ReadActs(ticket, most) => {
                answers::latest_acts(&self.store, most).map(|acts| Message::ActsRead(ticket, acts))
            }
            _ => return None,
        };
        Some(answer.unwrap_or_else(|fault| Message::Failed(asked, fault.to_string())))
    }

    /// A sheet as it stands on the store.
    pub(super) fn sheet(&self, serial: &str) -> Option<crate::domain::sheet::Sheet> {
        self.store.sheet(serial).ok().flatten()
    }

    /// Closes the store.
    pub(super) fn close(self) {
        let _unclean = self.store.close();
    }

    /// After acts: index, then overview, then the word that it is recorded, so that whoever hears it sees the new overview.
    fn recorded(
        &mut self,
        ticket: Ticket,
        acts: Vec<crate::domain::act::Act>,
        today: NaiveDate,
        outbox: &Outbox,
    ) -> Message {
        for act in &acts {
            answers::reindex(&self.store, &mut self.index, act);
            if let crate::domain::act::Deed::SheetKeyed { head, .. } = &act.deed {
                self.last_mine
                    .insert(head.form.clone(), (today, head.serial.clone()));
            }
        }
        self.state(today, outbox);
        Message::Recorded(ticket, acts)
    }

    fn state(&mut self, today: NaiveDate, outbox: &Outbox) {
        let message = match self.store.overview(today) {
            Ok(overview) => Message::OverviewStated(Box::new(overview)),
            Err(fault) => Message::Failed(None, fault.to_string()),
        };
        let _ = outbox.send(message);
    }

    fn known(
        &self,
        ticket: Ticket,
        client: Option<ClientId>,
        form: &str,
        today: NaiveDate,
    ) -> Result<Message, StoreError> {
        let last = self.last_mine.get(form).filter(|(day, _)| *day == today);
        let last_mine: Values = last
            .and_then(|(_, serial)| self.store.sheet(serial).ok().flatten())
            .and_then(|sheet| sheet.values)
            .unwrap_or_default();
        let mut known = answers::known(&self.store, client, form, today)?;
        known.last_mine = last_mine;
        Ok(Message::ClientKnown(ticket, Box::new(known)))
    }
}
