//! The service that is measured: 20,000 clients and 100,000 sheets with the answers of made-up ones, in a folder of its own.
//!
//! # Why
//! Sheets of the demo are the patterns, so every sheet has the boxes, the gaps and the size of a real one; who they are about, the
//! serials and the days are changed. Validation is left out: a hundred thousand sheets would take it minutes, and the store
//! never asks for it.

use crate::Size;
use crate::pattern::{Pattern, Patterns};
use caseload::app::answers;
use caseload::demo::bulk::Bulk;
use caseload::domain::act::{Deed, NewAct, Private, Subject};
use caseload::domain::calendar::Calendar;
use caseload::domain::fact::Facts;
use caseload::domain::reference::{CaseNo, ClientId, TrainerId};
use caseload::forms::Registry;
use caseload::keymap::{self, SHIPPED};
use caseload::keys::Params;
use caseload::model::Fixed;
use caseload::search::Person;
use caseload::store::{Create, Store};
use caseload::{allocation, demo};
use chrono::{DateTime, Datelike, Days, Local, NaiveDate, NaiveTime, Utc};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// Acts that reach the disk together.
const GROUP: usize = 2000;
/// Days over which the cases that are closed by now came in.
const YEARS: u64 = 10 * 365;
/// Days over which the cases came in that are still open.
const RECENT: u64 = 90;
/// Referrals that wait for a trainer.
pub const WAITING: u32 = 12;
/// The passphrase; made-up data needs none.
pub const PASSPHRASE: &str = "made up people";

/// A store that lies in a folder and is gone when this is.
pub struct Service {
    folder: tempfile::TempDir,
    /// Clients on the books.
    pub clients: u32,
    /// The last number given on each form.
    pub serials: HashMap<String, u32>,
}

/// Today, on the clock that the program goes by.
pub fn today() -> NaiveDate {
    Local::now().date_naive()
}

/// A folder on the disk on which the build lies: a folder for temporary files may be memory, where waiting costs nothing.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))
        .expect("a folder for the figures cannot be made")
}

impl Service {
    /// Makes the store.
    pub fn made(size: &Size) -> Self {
        let begun = Instant::now();
        let service = Self {
            folder: folder(),
            clients: size.clients,
            serials: HashMap::new(),
        };
        std::fs::write(service.passphrase_file(), PASSPHRASE)
            .expect("the passphrase file cannot be written");
        let first = today() - Days::new(YEARS + 30);
        let options = Create {
            service: demo::SERVICE.to_owned(),
            user: demo::OFFICER.to_owned(),
            passphrase: PASSPHRASE.to_owned(),
            argon: Params::quick(),
            now: noon(first),
        };
        let (mut store, _) =
            Store::create(&service.store(), options).expect("the store cannot be made");
        let mut making = Making::new(size);
        let mut acts = making.trainers();
        for n in 0..size.clients {
            if acts.len() + 8 > GROUP {
                store
                    .record(noon(making.received(n)), std::mem::take(&mut acts))
                    .expect("a group cannot be recorded");
            }
            making.client(n, &mut acts);
        }
        store
            .record(noon(today()).min(Utc::now()), acts)
            .expect("the last group cannot be recorded");
        let acts = store.head();
        store.close().expect("the store cannot be closed");
        let sheets: u32 = making.serials.values().sum();
        println!(
            "store: {} clients, {sheets} sheets, {acts} acts, {} MB on the disk, made in {:.1?}",
            size.clients,
            bytes_in(&service.store()) / 1_000_000,
            begun.elapsed()
        );
        Self {
            serials: making.serials,
            ..service
        }
    }

    /// The store's folder.
    pub fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    /// The folder around it.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The file with the passphrase.
    pub fn passphrase_file(&self) -> PathBuf {
        self.folder.path().join("passphrase")
    }

    /// Opens the store.
    pub fn open(&self) -> Store {
        opened(&self.store())
    }

    /// A copy of the store, to be changed at will.
    pub fn copy(&self) -> tempfile::TempDir {
        let copy = folder();
        copy_folder(&self.store(), copy.path());
        copy
    }

    /// What stands around the desk.
    pub fn fixed(&self) -> Fixed {
        Fixed {
            forms: Registry::shipped(),
            keymap: Arc::new(keymap::load(SHIPPED[0], None).0),
            calendar: Arc::new(Calendar::england()),
            paper: Arc::new(caseload::paper::Settings::shipped()),
            allocation: Arc::new(allocation::Settings::shipped()),
            short_names: Arc::new(caseload::search::ShortNames::shipped()),
            store: self.store().display().to_string(),
            user: demo::OFFICER.to_owned(),
            comfort: caseload::model::Comfort::default(),
        }
    }

    /// Everybody on the books, as the search knows them.
    pub fn people(&self) -> Vec<Person> {
        let store = self.open();
        let mut people = Vec::new();
        let each = &mut |id, identity: caseload::domain::client::Identity, _| {
            people.push(answers::person(id, &identity, &[]));
        };
        store.identities(each).expect("the clients cannot be read");
        store.close().expect("the store cannot be closed");
        people.sort_by_key(|person| person.key);
        people
    }
}

/// Opens a store of this run.
pub fn opened(folder: &Path) -> Store {
    Store::open(folder, demo::OFFICER, PASSPHRASE, Utc::now()).expect("the store cannot be opened")
}

/// Bytes of all files below a folder.
pub fn bytes_in(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(about) if about.is_dir() => bytes_in(&entry.path()),
            Ok(about) => about.len(),
            Err(_) => 0,
        })
        .sum()
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder cannot be made");
    for entry in std::fs::read_dir(from)
        .expect("a folder cannot be read")
        .flatten()
    {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a file cannot be copied");
        }
    }
}

fn noon(day: NaiveDate) -> DateTime<Utc> {
    (day.and_time(NaiveTime::MIN) + chrono::TimeDelta::hours(12)).and_utc()
}

/// The service while it is made.
struct Making {
    patterns: Patterns,
    people: Bulk,
    trainers: Vec<String>,
    serials: HashMap<String, u32>,
    cases: HashMap<u16, u32>,
    size: Size,
    today: NaiveDate,
}

impl Making {
    fn new(size: &Size) -> Self {
        let today = today();
        Self {
            patterns: Patterns::of_the_demo(today),
            people: Bulk::new(7, size.clients, today),
            trainers: Vec::new(),
            serials: HashMap::new(),
            cases: HashMap::new(),
            size: *size,
            today,
        }
    }

    /// The trainers of the demo, and as many others like those in post as the open cases need.
    fn trainers(&mut self) -> Vec<NewAct> {
        let mut acts = Vec::new();
        let own = self.patterns.workers.clone();
        let (gone, here): (Vec<Pattern>, Vec<Pattern>) = own
            .into_iter()
            .partition(|w| w.facts.date("worker.to").is_some());
        for pattern in gone.iter().chain(&here) {
            let id = pattern
                .facts
                .text("worker.id")
                .unwrap_or_default()
                .to_owned();
            acts.push(self.worker(pattern, &id));
        }
        let able: Vec<&Pattern> = here
            .iter()
            .filter(|w| w.facts.date("worker.level3").is_some())
            .collect();
        for n in 0..self.size.open / 15 {
            let id = format!("HT{:02}", 11 + n);
            acts.push(self.worker(able[n as usize % able.len()], &id));
            self.trainers.push(id);
        }
        acts
    }

    fn worker(&mut self, pattern: &Pattern, id: &str) -> NewAct {
        let serial = self.serial(&pattern.form);
        pattern
            .of_worker(id)
            .sheet(Subject::None, serial, pattern.on, id)
    }

    fn serial(&mut self, form: &str) -> String {
        let number = self.serials.entry(form.to_owned()).or_default();
        *number += 1;
        let prefix = Registry::shipped()
            .latest(form)
            .map(|f| f.serial_prefix.clone())
            .unwrap_or_default();
        format!("{prefix}-{number:06}")
    }

    /// The day on which the referral of the `n`-th client came in.
    fn received(&self, n: u32) -> NaiveDate {
        let closed = self.size.clients - self.size.open;
        let back = if n < closed {
            YEARS - u64::from(n) * (YEARS - RECENT - 70) / u64::from(closed.max(1))
        } else {
            RECENT - u64::from(n - closed) * RECENT / u64::from(self.size.open.max(1))
        };
        self.today - Days::new(back)
    }

    /// Everything about one client.
    fn client(&mut self, n: u32, acts: &mut Vec<NewAct>) {
        let Some(Deed::ClientImported { facts: who, .. }) = self.people.next().map(|act| act.deed)
        else {
            return;
        };
        let id = ClientId(n + 1);
        let received = self.received(n);
        let waits = n + WAITING >= self.size.clients;
        let case = self.case(received);
        let trainer = self.trainers[n as usize % self.trainers.len()].clone();
        let referral = if waits {
            self.patterns.waiting(n)
        } else {
            self.patterns.referral(n)
        };
        acts.push(self.about(
            &referral,
            Subject::Numbered(id),
            (id, &who),
            received,
            &trainer,
            Some(case),
        ));
        if waits {
            return;
        }
        acts.push(allocated(id, case, &trainer, received + Days::new(2)));
        let mut later = vec![
            (self.patterns.registration(n), 9),
            (self.patterns.session(n), 14),
            (self.patterns.session(n + 7), 28),
        ];
        if n.is_multiple_of(30) {
            later.push((self.patterns.session(n + 13), 42));
        }
        if n < self.size.clients - self.size.open {
            later.push((self.patterns.signoff(n), 60));
        }
        for (pattern, days) in later {
            let on = received + Days::new(days);
            if on <= self.today {
                acts.push(self.about(&pattern, Subject::Known(id), (id, &who), on, &trainer, None));
            }
        }
    }

    fn case(&mut self, on: NaiveDate) -> CaseNo {
        let year = on.year() as u16;
        let number = self.cases.entry(year).or_default();
        *number += 1;
        CaseNo {
            year,
            number: *number,
        }
    }

    fn about(
        &mut self,
        pattern: &Pattern,
        subject: Subject,
        (id, who): (ClientId, &Facts),
        on: NaiveDate,
        trainer: &str,
        case: Option<CaseNo>,
    ) -> NewAct {
        let serial = self.serial(&pattern.form);
        pattern
            .about(id, who, on, case)
            .sheet(subject, serial, on, trainer)
    }
}

fn allocated(client: ClientId, case: CaseNo, trainer: &str, on: NaiveDate) -> NewAct {
    let deed = Deed::Allocated {
        case,
        trainer: TrainerId(trainer.to_owned()),
        work: 1 + u8::from(client.0.is_multiple_of(2)),
        rank: 1,
        shown: vec!["same office".to_owned(), "lowest load".to_owned()],
        told: Vec::new(),
        reason: String::new(),
        on,
    };
    NewAct {
        subject: Subject::Known(client),
        deed,
        private: Private::default(),
    }
}
