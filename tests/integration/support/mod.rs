//! What every end-to-end test stands on: a store of its own in a scratch folder, and the built program run on it.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use serde_json::Value as Json;
use tempfile::TempDir;

/// A scratch folder with a store in it. The environment of every run is empty but for a home of its own.
pub struct Place {
    folder: TempDir,
    user: String,
    passphrase_file: PathBuf,
}

/// Stores that were made once for all tests of a run.
struct Made {
    _folder: TempDir,
    store: PathBuf,
}

fn made(slot: &'static OnceLock<Made>, clients: Option<&str>) -> &'static Made {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _one = ONE_AT_A_TIME.lock();
    slot.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store");
        let mut command = program(folder.path());
        command.args(["demo", "--no-desk", "--dir"]).arg(&store);
        if let Some(clients) = clients {
            command.args(["--clients", clients]);
        }
        command.assert().success();
        Made {
            _folder: folder,
            store,
        }
    })
}

impl Place {
    /// An empty scratch folder: there is no store yet.
    pub fn bare() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let passphrase_file = folder.path().join("passphrase");
        std::fs::write(&passphrase_file, "correct horse\n").unwrap();
        Self {
            folder,
            user: "officer".to_owned(),
            passphrase_file,
        }
    }

    /// A service with trainers and no clients.
    pub fn without_clients() -> Self {
        static MADE: OnceLock<Made> = OnceLock::new();
        Self::copy_of(&made(&MADE, Some("0")).store)
    }

    /// The whole made-up service.
    pub fn of_the_demo() -> Self {
        static MADE: OnceLock<Made> = OnceLock::new();
        Self::copy_of(&made(&MADE, None).store)
    }

    fn copy_of(made: &Path) -> Self {
        let place = Self::bare();
        copy(made, &place.store());
        let passphrase_file = place.store().join("demo-passphrase");
        Self {
            passphrase_file,
            ..place
        }
    }

    /// The store's folder.
    pub fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    /// A path in the scratch folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file in the scratch folder.
    pub fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Where a user's own files are looked for when this program runs here; the folder is there.
    pub fn own_folder(&self) -> PathBuf {
        let folder = self.path(if cfg!(target_os = "macos") {
            "Library/Application Support/caseload"
        } else {
            ".config/caseload"
        });
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// The program with this store's user and passphrase.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.command_as(&self.user, &self.passphrase_file);
        command.args(arguments);
        command
    }

    /// The program on this store for somebody else.
    pub fn command_as(&self, user: &str, passphrase_file: &Path) -> Command {
        let mut command = program(self.folder.path());
        command
            .arg("--store")
            .arg(self.store())
            .args(["--user", user])
            .arg("--passphrase-file")
            .arg(passphrase_file);
        command
    }

    /// Runs a command.
    #[track_caller]
    pub fn run(&self, arguments: &[&str]) -> Assert {
        self.command(arguments).assert()
    }

    /// Runs a command that is done, and gives its standard output.
    #[track_caller]
    pub fn text(&self, arguments: &[&str]) -> String {
        stdout(&self.run(arguments).code(0))
    }

    /// Runs a command that is done, and gives the one JSON value that it prints.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Json {
        serde_json::from_str(&self.text(arguments)).unwrap()
    }
}

/// The built program with nothing in its environment but a home.
pub fn program(home: &Path) -> Command {
    let mut command = Command::cargo_bin("caseload").unwrap();
    command.env_clear().env("HOME", home).env("LANG", "C.UTF-8");
    command
}

/// What a run printed.
pub fn stdout(run: &Assert) -> String {
    String::from_utf8(run.get_output().stdout.clone()).unwrap()
}

/// What a run said to people.
pub fn stderr(run: &Assert) -> String {
    String::from_utf8(run.get_output().stderr.clone()).unwrap()
}

/// One JSON value a line.
#[track_caller]
pub fn lines(text: &str) -> Vec<Json> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Copies a folder, without the reserve for a full disk, which is large and made anew.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else if entry.file_name() != "ballast" {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
