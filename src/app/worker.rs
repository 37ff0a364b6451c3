//! The thread that owns the store and the search index. It does what the desk asks, in the order asked, and answers.
//!
//! # Why
//! One owner means that a save, the index and the overview can never disagree. Queries typed faster than they can be answered are
//! skipped: only the newest counts.

use super::finder::Finder;
use super::{Outbox, answers, learning, looking_over, paper};
use crate::domain::act::{Act, Deed};
use crate::domain::fact::Facts;
use crate::domain::overview::Overview;
use crate::domain::reference::{ClientId, DraftId, Serial};
use crate::domain::sheet::DraftChange;
use crate::domain::value::Values;
use crate::forms::Registry;
use crate::forms::recall::Recall;
use crate::model::{Effect, Message, Opened, SheetAbout, Ticket};
use crate::search::ShortNames;
use crate::store::{Store, StoreError};
use chrono::{Local, NaiveDate, Utc};
use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often the end of the thread is looked for.
const PAUSE: Duration = Duration::from_millis(2);
/// When nothing was asked for so long, there is time for what nobody waits for.
const QUIET: Duration = Duration::from_secs(20);

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

/// What the worker knows beside the store.
#[derive(Clone)]
pub struct Known {
    /// The forms.
    pub forms: Arc<Registry>,
    /// Which names stand for which when people are looked for.
    pub short: Arc<ShortNames>,
}

/// Starts the thread for the store in `folder`.
pub fn start(folder: PathBuf, known: Known, outbox: Outbox) -> Worker {
    let (requests, inbox) = mpsc::channel();
    let done = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&done);
    let thread = std::thread::spawn(move || serve((&folder, &known), &inbox, &outbox, &counted));
    Worker {
        requests,
        thread,
        done,
    }
}

fn serve(at: (&Path, &Known), inbox: &Receiver<Effect>, outbox: &Outbox, counted: &AtomicU64) {
    let mut open: Option<Open> = None;
    let mut queue = VecDeque::new();
    loop {
        let rest = || open.iter_mut().for_each(Open::rest);
        let Some(effect) = next(inbox, &mut queue, QUIET, rest) else {
            break;
        };
        let mut undone = Undone::of(&effect);
        let done = catch_unwind(AssertUnwindSafe(|| one(at, &mut open, effect, outbox)));
        if done.is_err() {
            let told = open.take().and_then(|open| open.told);
            undone = undone.unless_told(told);
            let _ = outbox.send(not_done(&undone, BROKEN.to_owned()));
        }
        counted.fetch_add(1, Ordering::Relaxed);
    }
    if let Some(open) = open {
        open.close();
    }
}

/// The next request. Of several finds that wait, all but the newest are answered by being skipped. When nothing comes for as long as
/// `quiet`, `rest` is done once.
fn next(
    inbox: &Receiver<Effect>,
    queue: &mut VecDeque<Effect>,
    quiet: Duration,
    rest: impl FnOnce(),
) -> Option<Effect> {
    if queue.is_empty() {
        queue.push_back(match inbox.recv_timeout(quiet) {
            Ok(effect) => effect,
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => {
                rest();
                inbox.recv().ok()?
            }
        });
    }
    queue.extend(inbox.try_iter());
    loop {
        let effect = queue.pop_front()?;
        let is_find = |effect: &Effect| matches!(effect, Effect::Find(..));
        if !is_find(&effect) || !queue.iter().any(is_find) {
            return Some(effect);
        }
    }
}

/// What is said where an effect could not be carried out: acts are not recorded, boxes not kept, questions not answered.
fn not_done(undone: &Undone, said: String) -> Message {
    match undone {
        Undone::Recording(ticket) => Message::NotRecorded(*ticket, said),
        Undone::Keeping => Message::NotKept(said),
        Undone::Other(ticket) => Message::Failed(*ticket, said),
    }
}

/// What is said when the store stumbled.
const BROKEN: &str = "Something went wrong inside the store; it was closed so that nothing is harmed. Lock the desk and unlock it \
                      again: everything that was saved or kept is there.";

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

    /// What she was told is saved is saved, whatever went wrong after it.
    fn unless_told(self, told: Option<Ticket>) -> Self {
        match self {
            Self::Recording(ticket) if told == Some(ticket) => Self::Other(None),
            other => other,
        }
    }
}

fn one((folder, known): (&Path, &Known), open: &mut Option<Open>, effect: Effect, outbox: &Outbox) {
    match (effect, &mut *open) {
        (Effect::Unlock { user, passphrase }, _) => {
            shut(open);
            match Store::open(folder, &user, &passphrase.0, Utc::now()) {
                Ok(store) => {
                    let proof = store.proof();
                    *open = Some(Open::begin(store, known, outbox));
                    prove_beside(proof, outbox.clone());
                }
                Err(fault) => drop(outbox.send(Message::Refused(fault.to_string()))),
            }
        }
        (Effect::Lock, _) => shut(open),
        (effect, Some(open)) => open.answer(effect, outbox),
        (effect, None) => {
            let said = "The store is closed. Lock the desk and unlock it again.".to_owned();
            let message = not_done(&Undone::of(&effect), said);
            let _ = outbox.send(message);
        }
    }
}

fn shut(open: &mut Option<Open>) {
    open.take().into_iter().for_each(Open::close);
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
    finder: Finder,
    last_mine: HashMap<String, (NaiveDate, Serial)>,
    recall: Recall,
    forms: Arc<Registry>,
    /// The ticket of the last acts that were told as recorded.
    told: Option<Ticket>,
}

impl Open {
    pub(super) fn begin(mut store: Store, known: &Known, outbox: &Outbox) -> Self {
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
        tell_figures(&store, outbox);
        let finder = Finder::open(&store, &known.short).unwrap_or_else(|fault| {
            let _ = outbox.send(Message::Failed(None, fault.to_string()));
            Finder::empty()
        });
        // Nothing is offered where nothing could be read; the desk works without.
        let recall = learning::learnt(&store, &known.forms).unwrap_or_default();
        Self {
            store,
            finder,
            last_mine,
            recall,
            forms: Arc::clone(&known.forms),
            told: None,
        }
    }

    /// Does one thing that the desk asks, and answers.
    pub(super) fn answer(&mut self, effect: Effect, outbox: &Outbox) {
        let today = Local::now().date_naive();
        let message = match effect {
            Effect::Record(ticket, acts) => {
                let last = &mut self.told;
                let told = |acts: &[Act], overview| {
                    tell(outbox, ticket, acts, overview);
                    *last = Some(ticket);
                };
                match self.store.record_and_tell(Utc::now(), acts, today, told) {
                    Ok(acts) => return self.take(&acts, today),
                    Err(fault) => Message::NotRecorded(ticket, fault.to_string()),
                }
            }
            Effect::Undo(ticket, act, reason) => {
                match self.store.undo_together(Utc::now(), act, &reason) {
                    Ok(acts) => {
                        tell(outbox, ticket, &acts, self.store.overview(today));
                        self.told = Some(ticket);
                        return self.take(&acts, today);
                    }
                    Err(fault) => Message::NotRecorded(ticket, fault.to_string()),
                }
            }
            Effect::Keep {
                draft,
                client,
                change,
                sync,
            } => self.keep((draft, client, change, sync), today, outbox),
            Effect::KeepFigures(figures) => match self.store.keep_figures(&figures) {
                Ok(()) => return,
                Err(fault) => Message::FiguresNotKept(fault.to_string()),
            },
            Effect::WipeFigures => match self.store.wipe_figures() {
                Ok(()) => return,
                Err(fault) => Message::Failed(None, fault.to_string()),
            },
            Effect::FindPairs(ticket) => return self.find_pairs(ticket, outbox),
            other => match self.read(other, today) {
                Some(message) => message,
                None => return,
            },
        };
        let _ = outbox.send(message);
    }

    /// Looks for pairs beside all other work: over many clients it takes a while, and nothing waits for it.
    fn find_pairs(&self, ticket: Ticket, outbox: &Outbox) {
        let (index, outbox) = (self.finder.shared(), outbox.clone());
        std::thread::spawn(move || {
            let found = catch_unwind(AssertUnwindSafe(|| answers::pairs(&index)));
            let message = found.map_or_else(
                |_| {
                    Message::Failed(
                        Some(ticket),
                        "The pairs could not be looked for.".to_owned(),
                    )
                },
                |pairs| Message::PairsFound(ticket, pairs),
            );
            let _ = outbox.send(message);
        });
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
            let _ = outbox.send(stated(self.store.overview(today)));
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
                answers::find(&mut self.store, self.finder.index(), &query, today)
                    .map(|(lines, counted)| Message::Found(ticket, lines, counted))
            }
            Effect::FindAlike(ticket, person) => {
                answers::alike(&mut self.store, self.finder.index(), &person, today)
                    .map(|lines| Message::AlikeFound(ticket, lines))
            }
            Effect::ReadPairs(ticket, pairs) => answers::pair_lines(&mut self.store, &pairs, today)
                .map(|lines| Message::PairsRead(ticket, lines)),
            Effect::ReadCard(ticket, client) => answers::card(&mut self.store, client)
                .map(|card| Message::CardRead(ticket, card.map(Box::new))),
            Effect::ReadCardAt(ticket, client, day) => {
                answers::card_at(&mut self.store, client, day)
                    .map(|card| Message::CardRead(ticket, card.map(Box::new)))
            }
            Effect::ForeseeUndo(ticket, act) => Ok(answers::foreseen(&self.store, ticket, act)),
            Effect::ReadActsAbout(ticket, client) => self
                .store
                .acts_about(client)
                .map(|acts| Message::ActsRead(ticket, acts.into_iter().rev().collect())),
            Effect::ReadSheet(ticket, serial) => self
                .store
                .sheet(&serial)
                .map(|sheet| Message::SheetRead(ticket, sheet.map(Box::new))),
            Effect::ReadKnown(ticket, about) => self.known(ticket, &about, today),
            Effect::ReadPaper(ticket) => {
                paper::on_desk(&self.store).map(|paper| Message::PaperRead(ticket, Box::new(paper)))
            }
            Effect::ReadRekey(ticket, serial, day) => {
                let usual = (self.forms.as_ref(), &self.recall.answers);
                paper::material(
                    &self.store,
                    self.finder.index(),
                    usual,
                    serial.as_deref(),
                    day,
                )
                .map(|material| Message::RekeyRead(ticket, Box::new(material)))
            }
            Effect::Complete(ticket, begun) => {
                let index = self.finder.index();
                learning::offer(&self.store, index, &self.recall, &begun, today)
                    .map(|offer| Message::Offered(ticket, offer.map(Box::new)))
            }
            Effect::LookOverSheets(ticket) => looking_over::over(&self.store, &self.forms, today)
                .map(|(count, found)| Message::SheetsLookedOver(ticket, count, found)),
            Effect::ReadActs(ticket, most) => {
                answers::latest_acts(&self.store, most).map(|acts| Message::ActsRead(ticket, acts))
            }
            _ => return None,
        };
        Some(answer.unwrap_or_else(|fault| Message::Failed(asked, fault.to_string())))
    }

    /// What is known of the client whom the paper calls so, for checks against her history.
    pub(super) fn known_of(&self, named: Option<&str>, form: &str, today: NaiveDate) -> Facts {
        let client = named.and_then(|name| self.store.resolve(name).ok().flatten());
        answers::known(&self.store, &SheetAbout::anew(client, form), today)
            .map(|known| known.facts)
            .unwrap_or_default()
    }

    /// Whether somebody on the books is called so.
    pub(super) fn names_somebody(&self, named: &str) -> bool {
        self.store.resolve(named).is_ok_and(|found| found.is_some())
    }

    /// A sheet as it stands on the store.
    pub(super) fn sheet(&self, serial: &str) -> Option<crate::domain::sheet::Sheet> {
        self.store.sheet(serial).ok().flatten()
    }

    /// Nobody waits: an index that had to be built is left behind for the next start.
    fn rest(&mut self) {
        if self.finder.is_new() {
            self.finder.keep(&self.store);
        }
    }

    /// Leaves a snapshot of the index for the next start and closes the store.
    pub(super) fn close(mut self) {
        self.finder.keep(&self.store);
        let _unclean = self.store.close(); // an unclean close is put right at the next opening
    }

    /// After acts: what the next request needs. The desk has heard of them and draws meanwhile.
    fn take(&mut self, acts: &[Act], today: NaiveDate) {
        for act in acts {
            self.finder.take(&self.store, act);
            learning::learn(&self.store, &self.forms, &mut self.recall, act);
            match &act.deed {
                Deed::SheetKeyed { head, .. } => {
                    let keyed = (today, head.serial.clone());
                    self.last_mine.insert(head.form.clone(), keyed);
                }
                // Nothing is carried from the batch before.
                Deed::BatchBegun { .. } => self.last_mine.clear(),
                _ => {}
            }
        }
    }

    fn known(
        &self,
        ticket: Ticket,
        about: &SheetAbout,
        today: NaiveDate,
    ) -> Result<Message, StoreError> {
        let last = self.last_mine.get(&about.form);
        let last_mine: Values = last
            .filter(|(day, _)| *day == today)
            .and_then(|(_, serial)| self.store.sheet(serial).ok().flatten())
            .and_then(|sheet| sheet.values)
            .unwrap_or_default();
        let mut known = answers::known(&self.store, about, today)?;
        known.last_mine = last_mine;
        Ok(Message::ClientKnown(ticket, Box::new(known)))
    }
}

/// Tells an officer of her own figures. Those that no key of hers opens begin anew; those that the disk does not give are left alone.
fn tell_figures(store: &Store, outbox: &Outbox) {
    let fault = match store.figures() {
        Ok(figures) => {
            let _ = figures.map(|figures| outbox.send(Message::FiguresRead(Box::new(figures))));
            return;
        }
        Err(fault) => fault,
    };
    if matches!(fault, StoreError::Refused(_)) {
        let _ = outbox.send(Message::FiguresRead(Box::default()));
    }
    let _ = outbox.send(Message::FiguresNotKept(fault.to_string()));
}

/// Tells of acts that are on stable storage: the overview first, so that whoever hears that it is recorded sees what came of it.
fn tell(outbox: &Outbox, ticket: Ticket, acts: &[Act], overview: Result<Overview, StoreError>) {
    let _ = outbox.send(stated(overview));
    let _ = outbox.send(Message::Recorded(ticket, acts.to_vec()));
}

fn stated(overview: Result<Overview, StoreError>) -> Message {
    match overview {
        Ok(overview) => Message::OverviewStated(Box::new(overview)),
        Err(fault) => Message::Failed(None, fault.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(ticket: Ticket) -> Effect {
        Effect::Find(ticket, "smith".to_owned())
    }

    #[test]
    fn of_the_queries_that_wait_only_the_newest_is_answered_and_nothing_else_is_left_out() {
        let (ask, inbox) = mpsc::channel();
        let (mut queue, far) = (VecDeque::new(), Duration::from_secs(60));
        let all = [find(1), find(2), Effect::Lock, find(3)];
        for effect in all {
            ask.send(effect).unwrap();
        }
        let mut take = || next(&inbox, &mut queue, far, || {});
        assert!(matches!(take(), Some(Effect::Lock)));
        assert!(matches!(take(), Some(Effect::Find(3, _))));
        ask.send(find(4)).unwrap();
        assert!(matches!(take(), Some(Effect::Find(4, _))));
        drop(ask);
        assert!(take().is_none());
    }

    #[test]
    fn what_was_told_as_saved_is_never_called_not_saved_afterwards() {
        let recording = || Undone::of(&Effect::Record(7, Vec::new()));
        let said = |undone: Undone| not_done(&undone, BROKEN.to_owned());
        let after = said(recording().unless_told(Some(7)));
        assert!(matches!(after, Message::Failed(None, _)), "{after:?}");
        let before = said(recording().unless_told(Some(6)));
        assert!(matches!(before, Message::NotRecorded(7, _)), "{before:?}");
        let kept = said(Undone::Keeping.unless_told(Some(7)));
        assert!(matches!(kept, Message::NotKept(_)), "{kept:?}");
    }

    #[test]
    fn what_nobody_waits_for_is_done_only_when_nothing_is_asked() {
        let (ask, inbox) = mpsc::channel();
        let mut queue = VecDeque::new();
        ask.send(find(1)).unwrap();
        let mut rested = false;
        next(&inbox, &mut queue, Duration::ZERO, || rested = true);
        assert!(!rested);
        let next = next(&inbox, &mut queue, Duration::ZERO, || {
            rested = true;
            ask.send(Effect::Lock).unwrap();
        });
        assert!(rested && matches!(next, Some(Effect::Lock)));
    }
}
