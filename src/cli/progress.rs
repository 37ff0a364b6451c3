//! How far a long job is, on standard error, for a person who watches.

use std::io::{self, IsTerminal, Write as _};
use std::time::{Duration, Instant};

/// How often the line is written anew.
const EVERY: Duration = Duration::from_millis(250);

/// A line that tells how far a job is. Written only where standard error is a terminal.
pub struct Progress {
    what: &'static str,
    of: Option<u64>,
    done: u64,
    started: Instant,
    shown: Option<Instant>,
    watched: bool,
}

impl Progress {
    /// Begins; `what` is counted (`clients`), `of` how many there will be, where that is known.
    pub fn new(what: &'static str, of: Option<u64>) -> Self {
        let watched = io::stderr().is_terminal();
        Self {
            what,
            of,
            done: 0,
            started: Instant::now(),
            shown: None,
            watched,
        }
    }

    /// So many more are done.
    pub fn add(&mut self, more: u64) {
        self.done += more;
        let due = self.shown.map_or(self.started, |shown| shown) + EVERY <= Instant::now();
        if self.watched && due {
            self.shown = Some(Instant::now());
            self.write("");
        }
    }

    /// How many are done.
    pub fn done(&self) -> u64 {
        self.done
    }

    fn write(&self, end: &str) {
        let rate = self.done as f64 / self.started.elapsed().as_secs_f64().max(0.001);
        let of = self.of.map_or_else(String::new, |of| format!(" of {of}"));
        let _nobody_can_be_told = write!(
            io::stderr(),
            "\r{}{of} {}, {rate:.0} a second   {end}",
            self.done,
            self.what
        )
        .and_then(|()| io::stderr().flush());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.is_some() {
            self.write("\n");
        }
    }
}
