//! A person at a terminal: the release program in a pseudo-terminal, keys in, the current screen out.
//!
//! It waits on the *current* screen and never sleeps for a guess; the environment is cleared; each journey has its own store.

use caseload::keymap::notation;
use caseload::keymap::{Code, Key};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long the screen may take to show what is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// A made-up service in a folder of its own.
pub struct Service {
    folder: tempfile::TempDir,
}

impl Service {
    /// A service with trainers and no clients.
    pub fn empty() -> Self {
        Self::copy_of(made(&["--clients", "0"]))
    }

    /// A store just made: one officer, no trainers, no clients.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let service = Self { folder };
        std::fs::write(service.passphrase_file(), "a passphrase for tests\n").unwrap();
        service.run(&["init", "--service", "Test service"]);
        service
    }

    fn copy_of(made: &Made) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_folder(&made.store, &folder.path().join("store"));
        let service = Self { folder };
        std::fs::write(service.passphrase_file(), &made.passphrase).unwrap();
        service
    }

    pub fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs one subcommand on this store and gives what it printed.
    pub fn run(&self, arguments: &[&str]) -> String {
        let out = self.command(arguments).output().unwrap();
        assert!(
            out.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&out.stderr)
        );
        String::from_utf8(out.stdout).unwrap()
    }

    pub fn command(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_caseload"));
        command
            .args(self.who())
            .args(arguments)
            .env("NO_COLOR", "1");
        command
    }

    fn who(&self) -> Vec<String> {
        let (store, passphrase) = (self.store(), self.passphrase_file());
        [
            "--store",
            &store.display().to_string(),
            "--user",
            "officer",
            "--passphrase-file",
            &passphrase.display().to_string(),
        ]
        .map(str::to_owned)
        .to_vec()
    }

    fn passphrase_file(&self) -> PathBuf {
        self.folder.path().join("passphrase")
    }
}

/// A store that was made for this run.
struct Made {
    arguments: String,
    store: PathBuf,
    passphrase: String,
}

/// A demo store made once a run for all journeys that start from the same one.
fn made(arguments: &[&'static str]) -> &'static Made {
    static MADE: Mutex<Vec<&'static Made>> = Mutex::new(Vec::new());
    let mut made = MADE.lock().unwrap();
    let name = arguments.join(" ");
    if let Some(known) = made.iter().find(|known| known.arguments == name) {
        return known;
    }
    let folder = tempfile::tempdir().unwrap().keep().join("store");
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_caseload"))
        .args(["demo", "--no-desk", "--dir"])
        .arg(&folder)
        .args(arguments)
        .output()
        .unwrap();
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let said: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let store = PathBuf::from(said["store"].as_str().unwrap());
    let passphrase = std::fs::read_to_string(said["passphrase_file"].as_str().unwrap()).unwrap();
    let new: &'static Made = Box::leak(Box::new(Made {
        arguments: name,
        store,
        passphrase,
    }));
    made.push(new);
    new
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The program at work.
pub struct Desk {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    screen: Arc<Mutex<vt100::Parser>>,
    sent: Arc<Mutex<Vec<u8>>>,
    bells: Arc<Mutex<Vec<Instant>>>,
}

/// Finds the strokes of the bell among what a program writes; a BEL that ends the title of the window is none.
#[derive(Default)]
struct Ear {
    escaped: bool,
    in_title: bool,
}

impl Ear {
    /// Whether this byte is a stroke.
    fn hears(&mut self, byte: u8) -> bool {
        let escaped = std::mem::replace(&mut self.escaped, byte == 0x1b);
        match byte {
            b']' if escaped => self.in_title = true,
            b'\\' if escaped => self.in_title = false,
            0x07 if self.in_title => self.in_title = false,
            0x07 => return true,
            _ => {}
        }
        false
    }
}

impl Desk {
    /// Opens the desk on a store and waits until it takes keys.
    pub fn open(service: &Service) -> Self {
        let desk = Self::start(service);
        desk.wait_for("Find");
        desk
    }

    /// Starts the program without waiting.
    pub fn start(service: &Service) -> Self {
        Self::start_with(service, &[])
    }

    /// The same with more arguments.
    pub fn start_with(service: &Service, more: &[&str]) -> Self {
        let (rows, cols) = (24, 80);
        let pair = native_pty_system()
            .openpty(PtySize {
                rows,
                cols,
                pixel_width: 0,
                pixel_height: 0,
            })
            .unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_caseload"));
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("HOME", service.folder());
        for argument in service.who() {
            command.arg(argument);
        }
        command.args(more);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let screen = Arc::new(Mutex::new(vt100::Parser::new(
            at_least_one(rows),
            at_least_one(cols),
            0,
        )));
        let seen = Arc::clone(&screen);
        let sent = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&sent);
        let bells = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&bells);
        std::thread::spawn(move || {
            let mut bytes = [0; 8192];
            let mut ear = Ear::default();
            while let Ok(count) = reader.read(&mut bytes) {
                if count == 0 {
                    break;
                }
                let strokes = bytes[..count].iter().filter(|b| ear.hears(**b)).count();
                let now = std::iter::repeat_n(Instant::now(), strokes);
                heard.lock().unwrap().extend(now);
                noted.lock().unwrap().extend_from_slice(&bytes[..count]);
                seen.lock().unwrap().process(&bytes[..count]);
            }
        });
        Self {
            child,
            master: pair.master,
            writer,
            screen,
            sent,
            bells,
        }
    }

    /// When each stroke of the bell was heard, from the start.
    pub fn bells(&self) -> Vec<Instant> {
        self.bells.lock().unwrap().clone()
    }

    /// Types keys written as scripts write them: `smyth 84<enter>`.
    pub fn keys(&mut self, written: &str) -> &mut Self {
        for key in notation::read(written).unwrap() {
            self.bytes(&bytes_of(key));
        }
        self
    }

    /// Sends raw bytes.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.writer.write_all(bytes).unwrap();
        self.writer.flush().unwrap();
        self
    }

    /// What a terminal sends for pasted text.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.bytes(format!("\x1b[200~{text}\x1b[201~").as_bytes())
    }

    /// The screen as it is now.
    pub fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    /// Everything that the program ever wrote.
    pub fn sent(&self) -> String {
        String::from_utf8_lossy(&self.sent.lock().unwrap()).into_owned()
    }

    /// Row and column of the caret.
    pub fn caret(&self) -> (u16, u16) {
        self.screen.lock().unwrap().screen().cursor_position()
    }

    /// Waits until the caret stands there.
    #[track_caller]
    pub fn wait_for_caret(&self, wanted: (u16, u16)) {
        self.wait_until(&format!("the caret at {wanted:?}"), |_| {
            self.caret() == wanted
        });
    }

    /// Where the caret rests once the frame on its way is drawn.
    pub fn resting_caret(&self) -> (u16, u16) {
        let mut last = self.caret();
        for _ in 0..20 {
            std::thread::sleep(Duration::from_millis(5));
            if self.caret() != last {
                last = self.caret();
            }
        }
        last
    }

    /// Waits until the screen shows `what`.
    #[track_caller]
    pub fn wait_for(&self, what: &str) -> String {
        self.wait_until(what, |screen| screen.contains(what))
    }

    /// Waits until the screen is as wanted; `what` says so when it never is.
    #[track_caller]
    pub fn wait_until(&self, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        let since = Instant::now();
        loop {
            let screen = self.text();
            if wanted(&screen) {
                return screen;
            }
            assert!(
                since.elapsed() < PATIENCE,
                "never saw {what:?}; the screen shows:\n{screen}"
            );
            std::thread::sleep(Duration::from_millis(4));
        }
    }

    /// Gives the window another size.
    pub fn resize(&mut self, rows: u16, cols: u16) {
        // As a terminal does: it has its new size before the program hears of it, and what is then drawn finds room.
        self.screen
            .lock()
            .unwrap()
            .screen_mut()
            .set_size(at_least_one(rows), at_least_one(cols));
        self.master
            .resize(PtySize {
                rows,
                cols,
                pixel_width: 0,
                pixel_height: 0,
            })
            .unwrap();
    }

    /// Kills the program where it stands, as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks the program to end, as a machine that shuts down does, and waits until it has given the terminal back.
    #[cfg(unix)]
    pub fn ask_to_end(mut self, signal: &str) -> u32 {
        let pid = self.child.process_id().unwrap().to_string();
        let mut asked = std::process::Command::new("kill");
        asked.args([signal, &pid]);
        assert!(asked.status().unwrap().success());
        let code = self.child.wait().unwrap().exit_code();
        let since = Instant::now();
        while self.screen.lock().unwrap().screen().alternate_screen() {
            assert!(since.elapsed() < PATIENCE, "the screen was not given back");
            std::thread::yield_now();
        }
        code
    }

    /// Leaves by the key and gives the exit code.
    pub fn quit(mut self) -> u32 {
        self.keys("<ctrl-q>");
        self.child.wait().unwrap().exit_code()
    }
}

fn at_least_one(cells: u16) -> NonZero<u16> {
    NonZero::new(cells).unwrap_or(NonZero::<u16>::MIN)
}

/// What an ordinary terminal sends for a key.
pub fn bytes_of(key: Key) -> Vec<u8> {
    let name = key.name();
    let plain: &[u8] = match name.as_str() {
        "enter" => b"\r",
        "tab" => b"\t",
        "shift-tab" => b"\x1b[Z",
        "esc" => b"\x1b",
        "backspace" => b"\x7f",
        "delete" => b"\x1b[3~",
        "up" => b"\x1b[A",
        "down" => b"\x1b[B",
        "right" => b"\x1b[C",
        "left" => b"\x1b[D",
        "home" => b"\x1b[H",
        "end" => b"\x1b[F",
        "pageup" | "page-up" => b"\x1b[5~",
        "pagedown" | "page-down" => b"\x1b[6~",
        "f1" => b"\x1bOP",
        "f2" => b"\x1bOQ",
        "f3" => b"\x1bOR",
        "f4" => b"\x1bOS",
        "f5" => b"\x1b[15~",
        "f6" => b"\x1b[17~",
        "f7" => b"\x1b[18~",
        "f8" => b"\x1b[19~",
        "f9" => b"\x1b[20~",
        "f10" => b"\x1b[21~",
        "f12" => b"\x1b[24~",
        _ => b"",
    };
    if !plain.is_empty() {
        return plain.to_vec();
    }
    if let Some(c) = key.typed() {
        return c.to_string().into_bytes();
    }
    if let Some(letter) = name
        .strip_prefix("ctrl-")
        .and_then(|rest| rest.bytes().next())
    {
        return vec![letter & 0x1f];
    }
    if let (true, Code::Char(c)) = (name.starts_with("alt-"), key.code()) {
        return format!("\x1b{c}").into_bytes();
    }
    panic!("no bytes for the key {name}");
}
