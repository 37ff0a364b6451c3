//! The running program: terminal, input thread, store worker, and the loop between them.
//!
//! - [`terminal`]: entering and leaving the screen, whatever happens.
//! - [`input`]: the thread that reads keys; [`signals`]: being asked to end from outside.
//! - [`worker`]: the thread that owns the store and the search index.
//! - [`answers`]: what the worker tells the desk: found lines, cards, what is known of a client.
//!
//! # Why
//! The loop below never touches the disk: a key is on the screen within one frame whatever the disk does. Messages are taken in
//! the order in which they came, and a frame is drawn after those that wait are taken, so typing ahead never outruns the order.

pub mod answers;
mod input;
pub mod operator;
mod signals;
mod terminal;
mod worker;

use crate::model::{Effect, Fixed, Message, Model, Secret, State};
use crate::ui::Theme;
use anyhow::Context as _;
use chrono::{Local, Utc};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

/// A frame is drawn at least this often while messages pour in.
const FRAME: Duration = Duration::from_millis(8);
/// How long a frame waits for the box that it shows to be written.
const ONE_FRAME: Duration = Duration::from_millis(6);
/// The clock on the screen moves this often.
const TICK: Duration = Duration::from_secs(1);
/// How long the disk may take before she is told.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long closing waits for a disk on which nothing moves.
const CLOSING: Duration = Duration::from_secs(15);

/// What the desk starts with.
pub struct Options {
    /// Folder of the store.
    pub store: PathBuf,
    /// Passphrase from a file: the desk opens unlocked.
    pub passphrase: Option<Secret>,
    /// Forms, keys, calendar, settings.
    pub fixed: Fixed,
    /// Colours, or none.
    pub theme: Theme,
    /// Whether bells ring.
    pub bells: bool,
    /// Mistakes in her own files, in words; shown when the desk opens.
    pub findings: Vec<String>,
}

/// Opens the desk and stays until she leaves.
///
/// # Errors
/// When the terminal cannot be used, or the screen cannot be written.
pub fn run(options: Options) -> anyhow::Result<()> {
    let (to_model, inbox) = mpsc::channel();
    let worker = worker::start(options.store.clone(), to_model.clone());
    let mut screen =
        terminal::Screen::enter().context("The terminal cannot be used for the desk")?;
    input::start(to_model.clone());
    signals::listen(to_model.clone()).context("The system's signals cannot be heard")?;
    let size = screen.size();
    let mut model = Model::new(options.fixed, Utc::now(), Local::now().naive_local(), size);
    let mut desk = Running {
        worker,
        bells: options.bells,
        waiting: None,
        unkept: 0,
        ring: None,
        redraw: false,
        copy: None,
    };
    for finding in options.findings {
        let _ = to_model.send(Message::Noticed(finding));
    }
    if let Some(passphrase) = options.passphrase {
        let effects = model.unlock_with(passphrase);
        desk.carry_out(effects);
    }
    let outcome = desk.turn(&mut model, &inbox, &mut screen, &options.theme);
    let closed = desk.close();
    drop(screen);
    outcome.and(closed)
}

/// What is around the model while the program runs.
struct Running {
    worker: worker::Worker,
    bells: bool,
    waiting: Option<Instant>,
    /// Boxes on their way to the journal.
    unkept: usize,
    ring: Option<crate::model::Bell>,
    redraw: bool,
    copy: Option<String>,
}

impl Running {
    fn turn(
        &mut self,
        model: &mut Model,
        inbox: &Receiver<Message>,
        screen: &mut terminal::Screen,
        theme: &Theme,
    ) -> anyhow::Result<()> {
        let mut ticked = Instant::now();
        screen.draw(model, theme)?;
        while !model.ended {
            let wait = TICK.saturating_sub(ticked.elapsed());
            let Some(first) = receive(inbox, wait) else {
                return Ok(());
            };
            let started = Instant::now();
            let mut next = first;
            while let Some(message) = next {
                self.heard(&message);
                let effects = model.update(message);
                self.carry_out(effects);
                if model.ended || started.elapsed() > FRAME {
                    break;
                }
                next = inbox.try_recv().ok();
            }
            if ticked.elapsed() >= TICK {
                ticked = Instant::now();
                let effects = model.update(Message::Ticked(Utc::now(), Local::now().naive_local()));
                self.carry_out(effects);
                self.complain(model);
            }
            self.await_kept(model, inbox);
            self.touch(screen)?;
            screen.draw(model, theme)?;
        }
        Ok(())
    }

    /// Bells, clipboard and a whole redraw, before the frame.
    fn touch(&mut self, screen: &mut terminal::Screen) -> anyhow::Result<()> {
        if std::mem::take(&mut self.redraw) {
            screen.clear()?;
        }
        if let Some(text) = self.copy.take() {
            screen.copy(&text)?;
        }
        if let Some(bell) = self.ring.take().filter(|_| self.bells) {
            terminal::Screen::ring(bell)?;
        }
        Ok(())
    }

    /// Waits at most one frame for what was just typed to be written: what she sees is kept.
    fn await_kept(&mut self, model: &mut Model, inbox: &Receiver<Message>) {
        let since = Instant::now();
        while self.unkept > 0 && !model.ended {
            let Some(wait) = ONE_FRAME.checked_sub(since.elapsed()) else {
                return;
            };
            let Ok(message) = inbox.recv_timeout(wait) else {
                return;
            };
            self.heard(&message);
            let effects = model.update(message);
            self.carry_out(effects);
        }
    }

    fn heard(&mut self, message: &Message) {
        if matches!(message, Message::Kept(_) | Message::NotKept(_)) {
            self.unkept = self.unkept.saturating_sub(1);
        }
        if message.ticket().is_some()
            || matches!(message, Message::Unlocked(_) | Message::Refused(_))
        {
            self.waiting = None;
        }
    }

    fn complain(&mut self, model: &mut Model) {
        if self.waiting.is_some_and(|since| since.elapsed() > PATIENCE) {
            self.waiting = None;
            model.update(Message::StoreStalled);
        }
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Ring(bell) => self.ring = Some(bell),
                Effect::Copy(text) => self.copy = Some(text),
                Effect::Redraw => self.redraw = true,
                Effect::Quit => {}
                other => {
                    self.waiting.get_or_insert_with(Instant::now);
                    if matches!(other, Effect::Keep { .. } | Effect::Lock) {
                        self.waiting = None;
                    }
                    self.unkept += usize::from(matches!(other, Effect::Keep { .. }));
                    self.worker.ask(other);
                }
            }
        }
    }

    /// Lets the worker finish what was asked before the end, as long as the disk answers.
    fn close(self) -> anyhow::Result<()> {
        anyhow::ensure!(
            self.worker.close(CLOSING),
            "The disk does not answer, so the store could not be closed. What was saved is safe; look at the disk before you start again"
        );
        Ok(())
    }
}

/// The next message, or nothing within the time; `None` when nobody can send any more.
#[allow(clippy::option_option)]
fn receive(inbox: &Receiver<Message>, wait: Duration) -> Option<Option<Message>> {
    match inbox.recv_timeout(wait) {
        Ok(message) => Some(Some(message)),
        Err(mpsc::RecvTimeoutError::Timeout) => Some(None),
        Err(mpsc::RecvTimeoutError::Disconnected) => None,
    }
}

/// Where threads send what happened.
type Outbox = Sender<Message>;

/// Whether the desk is open, for the title of the window: it never carries a name.
fn is_open(model: &Model) -> bool {
    matches!(model.state, State::Open(_))
}

/// Writes raw bytes to the terminal at once.
fn write_now(bytes: &[u8]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}
