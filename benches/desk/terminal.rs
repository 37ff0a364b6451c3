//! The whole program in a pseudo-terminal, with a clock on what it writes.
//!
//! # Why
//! A thread of its own notes the time at which bytes come out, so that reading them takes nothing away from the figure. Every frame ends
//! with the place of the caret, so even a key that changes nothing writes something.

use crate::keyboard::bytes_of;
use crate::service::Service;
use caseload::demo::OFFICER;
use caseload::keymap::Key;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Rows and columns of the smallest window in which everything works.
const ROWS: NonZero<u16> = NonZero::new(24).unwrap();
const COLUMNS: NonZero<u16> = NonZero::new(80).unwrap();
/// How long anything may take before the run is given up.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// Ends the bare peer: what Ctrl-C sends.
const END: u8 = 3;
/// Asks this very program to be the bare peer: it writes what it reads, and nothing else.
pub const ECHO: &str = "CASELOAD_BENCH_ECHO";

/// A program at work in a pseudo-terminal.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    frames: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
}

impl Terminal {
    /// The desk on a store, unlocked.
    pub fn desk(store: &Path, service: &Service) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_caseload"));
        command.env_clear();
        command.env("HOME", service.folder());
        let file = service.passphrase_file();
        for argument in [
            "--store",
            &store.display().to_string(),
            "--user",
            OFFICER,
            "--passphrase-file",
            &file.display().to_string(),
        ] {
            command.arg(argument);
        }
        Self::start(command)
    }

    /// The bare peer.
    pub fn bare() -> Self {
        let mut command =
            CommandBuilder::new(std::env::current_exe().expect("this program has no path"));
        command.env(ECHO, "1");
        let mut terminal = Self::start(command);
        terminal.wait_for("ready");
        terminal
    }

    fn start(mut command: CommandBuilder) -> Self {
        let size = PtySize {
            rows: ROWS.get(),
            cols: COLUMNS.get(),
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system()
            .openpty(size)
            .expect("there is no pseudo-terminal");
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        let child = pair
            .slave
            .spawn_command(command)
            .expect("the program cannot be started");
        drop(pair.slave);
        let mut reader = pair
            .master
            .try_clone_reader()
            .expect("the terminal cannot be read");
        let writer = pair
            .master
            .take_writer()
            .expect("the terminal cannot be written");
        let (sender, frames) = channel();
        std::thread::spawn(move || {
            let mut bytes = vec![0; 64 * 1024];
            while let Ok(count) = reader.read(&mut bytes) {
                let sent = sender.send((Instant::now(), bytes[..count].to_vec()));
                if count == 0 || sent.is_err() {
                    break;
                }
            }
        });
        Self {
            child,
            _master: pair.master,
            writer,
            frames,
            screen: vt100::Parser::new(ROWS, COLUMNS, 0),
        }
    }

    /// Presses a key and gives the time until the first bytes of the frame that follows. Everything before it must have come to rest.
    pub fn press(&mut self, key: Key) -> Duration {
        while let Ok((_, bytes)) = self.frames.try_recv() {
            self.screen.process(&bytes);
        }
        let bytes = bytes_of(key);
        let pressed = Instant::now();
        self.send(&bytes);
        self.next_frame() - pressed
    }

    /// Sends keys without waiting for anything.
    pub fn send_keys(&mut self, keys: &[Key]) {
        let bytes: Vec<u8> = keys.iter().flat_map(|key| bytes_of(*key)).collect();
        self.send(&bytes);
    }

    fn send(&mut self, bytes: &[u8]) {
        self.writer
            .write_all(bytes)
            .expect("the program does not take keys any more");
        self.writer
            .flush()
            .expect("the program does not take keys any more");
    }

    fn next_frame(&mut self) -> Instant {
        match self.frames.recv_timeout(PATIENCE) {
            Ok((at, bytes)) => {
                self.screen.process(&bytes);
                at
            }
            Err(_) => panic!(
                "nothing was written any more; the screen shows:\n{}",
                self.text()
            ),
        }
    }

    /// Waits until nothing was written for a while: answers and notes of keeping have come in.
    pub fn rest(&mut self, quiet: Duration) {
        loop {
            match self.frames.recv_timeout(quiet) {
                Ok((_, bytes)) => self.screen.process(&bytes),
                Err(RecvTimeoutError::Timeout) => return,
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("the program ended; the screen showed:\n{}", self.text())
                }
            }
        }
    }

    /// Waits until the screen shows `what`, and gives the moment at which it did.
    pub fn wait_for(&mut self, what: &str) -> Instant {
        self.wait_until(what, PATIENCE, |screen| screen.contains(what))
    }

    /// Waits until the screen is as wanted, and gives the moment at which it was.
    pub fn wait_until(
        &mut self,
        what: &str,
        patience: Duration,
        wanted: impl Fn(&str) -> bool,
    ) -> Instant {
        let since = Instant::now();
        loop {
            let at = self.next_frame();
            if wanted(&self.text()) {
                return at;
            }
            assert!(
                since.elapsed() < patience,
                "never saw {what}; the screen shows:\n{}",
                self.text()
            );
        }
    }

    /// Whether the screen becomes as wanted within a time.
    pub fn comes_to(&mut self, patience: Duration, wanted: impl Fn(&str) -> bool) -> bool {
        let since = Instant::now();
        while since.elapsed() < patience {
            if wanted(&self.text()) {
                return true;
            }
            if let Ok((_, bytes)) = self.frames.recv_timeout(Duration::from_millis(20)) {
                self.screen.process(&bytes);
            }
        }
        wanted(&self.text())
    }

    /// Kills the program as a power cut does: signal 9, nothing said to it.
    pub fn kill(&mut self) {
        if let Some(id) = self.child.process_id() {
            let killed = std::process::Command::new("kill")
                .args(["-9", &id.to_string()])
                .status();
            assert!(
                killed.is_ok_and(|status| status.success()),
                "the program cannot be killed"
            );
        }
        let _ended = self.child.wait();
    }

    /// The screen as it is now.
    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Kilobytes of memory by this name of `/proc/<pid>/status`; none where the machine does not say.
    pub fn memory(&self, name: &str) -> Option<u64> {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.child.process_id()?)).ok()?;
        let line = status.lines().find(|line| line.starts_with(name))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }

    /// Presses a last key and waits for the end; the exit code.
    pub fn leave(mut self, key: Key) -> u32 {
        self.send(&bytes_of(key));
        self.child.wait().map_or(1, |status| status.exit_code())
    }
}

/// The bare peer itself: what a program that does nothing costs on this terminal, on this machine, at this hour.
pub fn echo() {
    crossterm::terminal::enable_raw_mode().expect("there is no terminal");
    let (mut stdin, mut stdout) = (std::io::stdin().lock(), std::io::stdout().lock());
    let mut bytes = [0; 4096];
    let _begun = stdout.write_all(b"ready").and_then(|()| stdout.flush());
    while let Ok(count @ 1..) = stdin.read(&mut bytes) {
        if bytes[..count].contains(&END) {
            break;
        }
        let _answered = stdout
            .write_all(&bytes[..count])
            .and_then(|()| stdout.flush());
    }
}
