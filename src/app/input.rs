//! The thread that reads the terminal and sends what it reads, in the order typed.

use super::Outbox;
use crate::keymap::terminal::key_of;
use crate::model::Message;
use crossterm::event::{self, Event};
use std::io::IsTerminal as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long a quiet terminal is trusted before it is looked at.
const QUIET: Duration = Duration::from_millis(500);

/// The thread, as long as it reads.
pub struct Reader {
    thread: JoinHandle<()>,
    stopped: Arc<AtomicBool>,
}

impl Reader {
    /// Waits until the thread reads no more: what is typed from now on is for whoever reads next.
    pub fn stop(self) {
        self.stopped.store(true, Ordering::Relaxed);
        // A thread that died reads no more either.
        let _ended = self.thread.join();
    }
}

/// Starts the thread. It ends when nobody listens any more, when it is stopped, or when the terminal is gone.
pub fn start(outbox: Outbox) -> Reader {
    let stopped = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&stopped);
    let thread = std::thread::spawn(move || {
        while let Some(message) = next(&told) {
            let lost = message == Message::TerminalLost;
            if outbox.send(message).is_err() || lost {
                return;
            }
        }
    });
    Reader { thread, stopped }
}

/// The next thing that happened at the terminal. A vanished terminal would answer for ever at once, so it is looked for.
fn next(stopped: &AtomicBool) -> Option<Message> {
    loop {
        let polled = event::poll(QUIET);
        if stopped.load(Ordering::Relaxed) {
            return None;
        }
        match polled {
            Ok(true) => match event::read() {
                Ok(Event::Key(key)) => {
                    if let Some(key) = key_of(&key) {
                        return Some(Message::KeyPressed(key));
                    }
                }
                Ok(Event::Paste(text)) => return Some(Message::Pasted(text)),
                Ok(Event::Resize(columns, rows)) => return Some(Message::Resized(columns, rows)),
                Ok(_) => {}
                Err(_) => return Some(Message::TerminalLost),
            },
            Ok(false) if std::io::stdin().is_terminal() => {}
            Ok(false) | Err(_) => return Some(Message::TerminalLost),
        }
    }
}
