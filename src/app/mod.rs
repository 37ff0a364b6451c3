//! The running program: terminal, input thread, store worker, and the loop between them.
//!
//! - [`face`]: a screen that is drawn, or plain lines that are only added.
//! - [`terminal`]: entering and leaving the screen, whatever happens.
//! - [`input`]: the thread that reads keys; [`signals`]: being asked to end from outside.
//! - [`worker`]: the thread that owns the store and the search index.
//! - [`finder`]: the search index, loaded, kept up to date, left behind for the next start.
//! - [`answers`]: what the worker tells the desk: found lines, cards, what is known of a client; [`lines`]: one client on one line.
//! - [`paper`]: the same about paper.
//!
//! # Why
//! The loop below never touches the disk: a key is on the screen within one frame whatever the disk does. Messages are taken in
//! the order in which they came, and a frame is drawn after those that wait are taken, so typing ahead never outruns the order.

pub mod agreement;
pub mod answers;
mod face;
pub mod finder;
mod input;
pub mod joined;
mod learning;
pub mod lines;
pub mod looking_over;
pub mod operator;
pub mod paper;
mod signals;
mod terminal;
mod worker;

use crate::model::{Bell, Effect, Fixed, Message, Model, Secret, State};
use crate::paper::lessons::Lessons;
use crate::ui::Theme;
use crate::ui::linear::Moment;
use anyhow::Context as _;
use chrono::{Local, Utc};
use face::Face;
use std::collections::VecDeque;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
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
    /// The lessons of a pretend tray.
    pub lessons: Option<Arc<Lessons>>,
    /// Forms, keys, calendar, settings.
    pub fixed: Fixed,
    /// No colours, whatever the look.
    pub no_color: bool,
    /// The terminal draws characters beyond ASCII.
    pub unicode: bool,
    /// Plain lines instead of a drawn screen.
    pub linear: bool,
    /// Mistakes in her own files, in words; shown when the desk opens.
    pub findings: Vec<String>,
}

/// Opens the desk and stays until she leaves; whether she left it to practise on the pretend tray.
///
/// # Errors
/// When the terminal cannot be used, or the screen cannot be written.
pub fn run(options: Options) -> anyhow::Result<bool> {
    let (to_model, inbox) = mpsc::channel();
    let fixed = &options.fixed;
    let known = worker::Known {
        forms: fixed.forms.clone(),
        short: Arc::clone(&fixed.short_names),
    };
    let worker = worker::start(options.store.clone(), known, to_model.clone());
    let mut face =
        Face::enter(options.linear).context("The terminal cannot be used for the desk")?;
    let reader = input::start(to_model.clone());
    signals::listen(to_model.clone()).context("The system's signals cannot be heard")?;
    let size = terminal::window();
    let mut model = Model::new(options.fixed, Utc::now(), Local::now().naive_local(), size);
    let learns = options.lessons.is_some();
    if let Some(lessons) = options.lessons {
        model.teach(lessons);
    }
    let mut desk = Running {
        worker,
        waiting: None,
        unkept: 0,
        unrecorded: 0,
        word_due: false,
        strokes: VecDeque::new(),
        redraw: false,
        copy: None,
    };
    for finding in options.findings {
        let _ = to_model.send(Message::Noticed(finding));
    }
    if let Some(passphrase) = options.passphrase {
        let effects = model.unlock_with(passphrase);
        desk.carry_out(&model, effects);
    }
    let dress = |model: &Model| Theme::of(model.comfort().look, options.no_color, options.unicode);
    let outcome = desk.turn(&mut model, &inbox, &mut face, dress);
    let closed = desk.close();
    if learns || model.practises {
        // Another desk opens in this terminal: its keys are its own.
        reader.stop();
    }
    drop(face);
    outcome.and(closed).map(|()| model.practises)
}

/// What is around the model while the program runs.
struct Running {
    worker: worker::Worker,
    waiting: Option<Instant>,
    /// Boxes on their way to the journal.
    unkept: usize,
    /// Acts on their way to the journal.
    unrecorded: usize,
    /// The overview after an act is here, and the word that it is recorded follows at once.
    word_due: bool,
    /// When the strokes of the last bell fall.
    strokes: VecDeque<Instant>,
    redraw: bool,
    copy: Option<String>,
}

impl Running {
    fn turn(
        &mut self,
        model: &mut Model,
        inbox: &Receiver<Message>,
        face: &mut Face,
        dress: impl Fn(&Model) -> Theme,
    ) -> anyhow::Result<()> {
        let mut ticked = Instant::now();
        face.show(model, &dress(model), Moment::Heard)?;
        while !model.ended {
            let stroke = self.strokes.front().copied();
            let until_stroke =
                stroke.map_or(TICK, |at| at.saturating_duration_since(Instant::now()));
            let wait = TICK.saturating_sub(ticked.elapsed()).min(until_stroke);
            let Some(first) = receive(inbox, wait) else {
                return Ok(());
            };
            let started = Instant::now();
            let mut moment = if first.is_none() && ticked.elapsed() >= TICK {
                Moment::Paused
            } else {
                Moment::Heard
            };
            let mut next = first;
            while let Some(message) = next {
                if matches!(message, Message::KeyPressed(_) | Message::Pasted(_)) {
                    moment = Moment::Keyed;
                }
                self.heard(&message);
                let effects = model.update(message);
                self.carry_out(model, effects);
                if model.ended || started.elapsed() > FRAME {
                    break;
                }
                next = inbox.try_recv().ok();
            }
            if ticked.elapsed() >= TICK {
                ticked = Instant::now();
                let effects = model.update(Message::Ticked(Utc::now(), Local::now().naive_local()));
                self.carry_out(model, effects);
                self.complain(model);
            }
            self.await_word(model, inbox);
            self.touch(face)?;
            face.show(model, &dress(model), moment)?;
        }
        Ok(())
    }

    /// Bells, clipboard and a whole redraw, before the frame.
    fn touch(&mut self, face: &mut Face) -> anyhow::Result<()> {
        if std::mem::take(&mut self.redraw) {
            face.again()?;
        }
        if let Some(text) = self.copy.take() {
            face.copy(&text)?;
        }
        self.strike()?;
        Ok(())
    }

    /// Strikes what is due. Between the strokes of a pattern keys are taken as ever.
    fn strike(&mut self) -> std::io::Result<()> {
        let now = Instant::now();
        while self.strokes.front().is_some_and(|at| *at <= now) {
            self.strokes.pop_front();
            write_now(b"\x07")?;
        }
        Ok(())
    }

    /// A new bell cuts off the one before: what rings is what just happened.
    fn ring(&mut self, bell: Bell) {
        let now = Instant::now();
        let strokes = bell.strokes().iter();
        self.strokes = strokes
            .map(|after| now + Duration::from_millis(*after))
            .collect();
    }

    /// Waits at most one frame for what was just typed to be written, so that what she sees is kept; and for the word that follows an
    /// overview, so that one frame shows both.
    fn await_word(&mut self, model: &mut Model, inbox: &Receiver<Message>) {
        let since = Instant::now();
        while (self.unkept > 0 || self.word_due) && !model.ended {
            let Some(wait) = ONE_FRAME.checked_sub(since.elapsed()) else {
                return;
            };
            let Ok(message) = inbox.recv_timeout(wait) else {
                return;
            };
            self.heard(&message);
            let effects = model.update(message);
            self.carry_out(model, effects);
        }
    }

    fn heard(&mut self, message: &Message) {
        match message {
            Message::Kept(_) | Message::NotKept(_) => self.unkept = self.unkept.saturating_sub(1),
            Message::OverviewStated(_) => self.word_due = self.unrecorded > 0,
            Message::Recorded(..) | Message::NotRecorded(..) => {
                self.unrecorded = self.unrecorded.saturating_sub(1);
                self.word_due = false;
            }
            _ => {}
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

    fn carry_out(&mut self, model: &Model, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Ring(bell) if model.comfort().bells => self.ring(bell),
                Effect::Copy(text) => self.copy = Some(text),
                Effect::Redraw => self.redraw = true,
                Effect::Ring(_) | Effect::Quit => {}
                other => {
                    self.waiting.get_or_insert_with(Instant::now);
                    let unanswered = matches!(other, Effect::KeepFigures(_) | Effect::WipeFigures);
                    if unanswered || matches!(other, Effect::Keep { .. } | Effect::Lock) {
                        self.waiting = None;
                    }
                    self.unkept += usize::from(matches!(other, Effect::Keep { .. }));
                    let records = matches!(other, Effect::Record(..) | Effect::Undo(..));
                    self.unrecorded += usize::from(records);
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
