//! A store of its own for each part, with the trainers of the demo.

use caseload::app::operator::Operator;
use caseload::demo::OFFICER;
use caseload::domain::calendar::Calendar;
use caseload::forms::Registry;
use caseload::keymap::{self, SHIPPED};
use caseload::keys::Params;
use caseload::model::Fixed;
use caseload::store::{Create, Store};
use caseload::{allocation, demo};
use chrono::{DateTime, Utc};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

/// The passphrase; made-up data needs none.
pub const PASSPHRASE: &str = "made up people";

/// A store that lies in a folder and is gone when this is.
pub struct Service {
    folder: tempfile::TempDir,
}

impl Service {
    /// An empty store, as it was at a time.
    pub fn made(now: DateTime<Utc>) -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))
            .expect("a folder for the figures cannot be made");
        let service = Self { folder };
        std::fs::write(service.passphrase_file(), PASSPHRASE)
            .expect("the passphrase file cannot be written");
        let options = Create {
            service: demo::SERVICE.to_owned(),
            user: OFFICER.to_owned(),
            passphrase: PASSPHRASE.to_owned(),
            argon: Params::quick(),
            now,
        };
        let (store, _) =
            Store::create(&service.store(), options).expect("the store cannot be made");
        store.close().expect("the store cannot be closed");
        service
    }

    /// The folder around it.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The store's folder.
    pub fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    /// The file with the passphrase.
    pub fn passphrase_file(&self) -> PathBuf {
        self.folder.path().join("passphrase")
    }

    /// Opens the store.
    pub fn open(&self) -> Store {
        Store::open(&self.store(), OFFICER, PASSPHRASE, Utc::now())
            .expect("the store cannot be opened")
    }

    /// What stands around the desk.
    pub fn fixed(&self) -> Fixed {
        Fixed {
            forms: Registry::shipped(),
            keymap: Arc::new(keymap::load(SHIPPED[0], None).0),
            calendar: Arc::new(Calendar::england()),
            allocation: Arc::new(allocation::Settings::shipped()),
            paper: Arc::new(caseload::paper::Settings::shipped()),
            short_names: Arc::new(caseload::search::ShortNames::shipped()),
            comfort: caseload::model::Comfort::default(),
            store: self.store().display().to_string(),
            user: OFFICER.to_owned(),
        }
    }

    /// Somebody sits down at the desk.
    pub fn operator(&self) -> Operator {
        Operator::sit_down(self.open(), self.fixed())
    }

    /// Runs the program itself on the store.
    pub fn run(&self, arguments: &[&str]) -> String {
        let done = Command::new(env!("CARGO_BIN_EXE_caseload"))
            .arg("--store")
            .arg(self.store())
            .args(["--user", OFFICER, "--passphrase-file"])
            .arg(self.passphrase_file())
            .args(arguments)
            .env("TMPDIR", self.folder())
            .env("HOME", self.folder())
            .output()
            .expect("the program cannot be started");
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(
            done.status.success(),
            "{arguments:?}: {said}{}",
            String::from_utf8_lossy(&done.stdout)
        );
        String::from_utf8_lossy(&done.stdout).into_owned()
    }
}
