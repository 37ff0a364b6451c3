//! The thread that reads the terminal and sends what it reads, in the order typed.

use super::Outbox;
use crate::keymap::terminal::key_of;
use crate::model::Message;
use crossterm::event::{self, Event};
use std::io::IsTerminal as _;
use std::time::Duration;

/// How long a quiet terminal is trusted before it is looked at.
const QUIET: Duration = Duration::from_millis(500);

/// Starts the thread. It ends when nobody listens any more, or when the terminal is gone.
pub fn start(outbox: Outbox) {
    std::thread::spawn(move || {
        while let Some(message) = next() {
            let lost = message == Message::TerminalLost;
            if outbox.send(message).is_err() || lost {
                return;
            }
        }
    });
}

/// The next thing that happened at the terminal. A vanished terminal would answer for ever at once, so it is looked for.
fn next() -> Option<Message> {
    loop {
        match event::poll(QUIET) {
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
