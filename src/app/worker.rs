//! The thread that owns the store and the search index. It does what the desk asks, in the order asked, and answers.
//!
//! # Why
//! One owner means that a save, the index and the overview can never disagree. Queries typed faster than they can be answered are
//! skipped: only the newest counts.

use super::{Outbox, answers};
use crate::domain::reference::{ClientId, Serial};
use crate::domain::value::Values;
use crate::model::{Effect, Message, Opened, Ticket};
use crate::search::Index;
use crate::store::Store;
use chrono::{Local, NaiveDate, Utc};
use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::JoinHandle;

/// The worker as the loop sees it.
pub struct Worker {
    requests: Sender<Effect>,
    thread: JoinHandle<()>,
}

impl Worker {
    /// Asks for something; the answer comes as a message.
    pub fn ask(&self, effect: Effect) {
        // The thread ends only when this end of the channel is dropped.
        let _ = self.requests.send(effect);
    }

    /// Lets everything asked so far be done, then ends the thread.
    pub fn close(self) {
        drop(self.requests);
        let _ = self.thread.join();
    }
}

/// Starts the thread for the store in `folder`.
pub fn start(folder: PathBuf, outbox: Outbox) -> Worker {
    let (requests, inbox) = mpsc::channel();
    let thread = std::thread::spawn(move || serve(&folder, &inbox, &outbox));
    Worker { requests, thread }
}

fn serve(folder: &Path, inbox: &Receiver<Effect>, outbox: &Outbox) {
    let mut open: Option<Open> = None;
    let mut queue = VecDeque::new();
    while let Some(effect) = next(inbox, &mut queue) {
        let ticket = ticket_of(&effect);
        let done = catch_unwind(AssertUnwindSafe(|| one(folder, &mut open, effect, outbox)));
        if done.is_err() {
            let said = "Something went wrong inside the store; it was closed so that nothing is harmed. Lock the desk and unlock it \
                        again: everything that was kept is there."
                .to_owned();
            open = None;
            let _ = outbox.send(ticket.map_or(Message::Failed(said.clone()), |t| {
                Message::NotRecorded(t, said)
            }));
        }
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

fn ticket_of(effect: &Effect) -> Option<Ticket> {
    match effect {
        Effect::Record(ticket, _) | Effect::Undo(ticket, ..) => Some(*ticket),
        _ => None,
    }
}

fn one(folder: &Path, open: &mut Option<Open>, effect: Effect, outbox: &Outbox) {
    match (effect, &mut *open) {
        (Effect::Unlock { user, passphrase }, _) => {
            if let Some(before) = open.take() {
                let _unclean = before.store.close();
            }
            match Store::open(folder, &user, &passphrase.0, Utc::now()) {
                Ok(store) => *open = Some(Open::begin(store, outbox)),
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
            let message = match ticket_of(&effect) {
                Some(ticket) => Message::NotRecorded(ticket, said),
                None if matches!(effect, Effect::Keep { .. }) => Message::NotKept(said),
                None => Message::Failed(said),
            };
            let _ = outbox.send(message);
        }
    }
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
            let _ = outbox.send(Message::Failed(fault.to_string()));
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
            } => {
                let states = answers::changes_overview(&change);
                match self.store.keep(Utc::now(), draft, client, change, sync) {
                    Ok(()) => {
                        if states {
                            self.state(today, outbox);
                        }
                        Message::Kept(Utc::now())
                    }
                    Err(fault) => Message::NotKept(fault.to_string()),
                }
            }
            Effect::Find(ticket, query) => {
                let lines = answers::find(&mut self.store, &self.index, &query, today);
                lines.map_or_else(
                    |fault| Message::Failed(fault.to_string()),
                    |lines| Message::Found(ticket, lines),
                )
            }
            Effect::FindAlike(ticket, person) => {
                let lines = answers::alike(&mut self.store, &self.index, &person, today);
                lines.map_or_else(
                    |fault| Message::Failed(fault.to_string()),
                    |lines| Message::AlikeFound(ticket, lines),
                )
            }
            Effect::ReadCard(ticket, client) => match answers::card(&mut self.store, client) {
                Ok(card) => Message::CardRead(ticket, card.map(Box::new)),
                Err(fault) => Message::Failed(fault.to_string()),
            },
            Effect::ReadSheet(ticket, serial) => match self.store.sheet(&serial) {
                Ok(sheet) => Message::SheetRead(ticket, sheet.map(Box::new)),
                Err(fault) => Message::Failed(fault.to_string()),
            },
            Effect::ReadKnown(ticket, client, form) => self.known(ticket, client, &form, today),
            Effect::ReadActs(ticket, most) => match answers::latest_acts(&self.store, most) {
                Ok(acts) => Message::ActsRead(ticket, acts),
                Err(fault) => Message::Failed(fault.to_string()),
            },
            Effect::Unlock { .. }
            | Effect::Lock
            | Effect::Quit
            | Effect::Ring(_)
            | Effect::Copy(_)
            | Effect::Redraw => return,
        };
        let _ = outbox.send(message);
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
            Err(fault) => Message::Failed(fault.to_string()),
        };
        let _ = outbox.send(message);
    }

    fn known(
        &self,
        ticket: Ticket,
        client: Option<ClientId>,
        form: &str,
        today: NaiveDate,
    ) -> Message {
        let last = self.last_mine.get(form).filter(|(day, _)| *day == today);
        let last_mine: Values = last
            .and_then(|(_, serial)| self.store.sheet(serial).ok().flatten())
            .and_then(|sheet| sheet.values)
            .unwrap_or_default();
        match answers::known(&self.store, client, form, today) {
            Ok(mut known) => {
                known.last_mine = last_mine;
                Message::ClientKnown(ticket, Box::new(known))
            }
            Err(fault) => Message::Failed(fault.to_string()),
        }
    }
}
