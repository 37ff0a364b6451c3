//! Being asked to end from outside: a session that closes, a machine that shuts down, `kill`.
//!
//! # Why
//! Left to itself the system ends the program at once: the terminal stays in raw mode with a client's sheet on it. So the wish
//! becomes a message like any other: what is open is kept, the store is closed, the terminal is given back.

use super::Outbox;
use crate::model::Message;

/// Listens from now on, on a thread of its own.
///
/// # Errors
/// The system does not let the program listen.
#[cfg(unix)]
pub fn listen(outbox: Outbox) -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    std::thread::spawn(move || {
        for _ in signals.forever() {
            // Once the loop has ended nobody listens, and nothing is left to end.
            let _ = outbox.send(Message::TerminalLost);
        }
    });
    Ok(())
}

/// Elsewhere the system's own way of ending a program is all there is.
#[cfg(not(unix))]
pub fn listen(_outbox: Outbox) -> std::io::Result<()> {
    Ok(())
}
