//! A store unlocked for one command.

use std::ops::{Deref, DerefMut};

use chrono::{Local, NaiveDate, Utc};

use super::args::Globals;
use super::failure::{Failure, tell};
use super::passphrase::{self, Passphrase};
use super::surroundings::{Surroundings, folder};
use crate::allocation::Scene;
use crate::config::Config;
use crate::domain::act::{Act, Deed, NewAct, Private, Role, Subject};
use crate::domain::overview::Overview;
use crate::domain::reference::ClientId;
use crate::domain::text::{refuse, tidy};
use crate::model::{Desk, Fixed, Opened};
use crate::store::{Store, StoreError};

/// The name of the officer of a store in which nobody was named.
const ONLY_OFFICER: &str = "officer";
/// Most characters of a reason or a name.
const LONGEST_WORDS: usize = 500;

/// A session that closes its store in good order however the command ends.
pub struct Open(Option<Session>);

impl Open {
    /// Closes the store.
    ///
    /// # Errors
    /// The machine failed; everything recorded is safe.
    pub fn close(mut self) -> Result<(), StoreError> {
        self.0
            .take()
            .map_or(Ok(()), |session| session.store.close())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        // The command has failed already, and says why.
        let _in_good_order = self.0.take().map(|session| session.store.close());
    }
}

impl Open {
    /// The session, where an officer opened it; `what` begins the sentence for everybody else.
    ///
    /// # Errors
    /// A supervisor is not let in (3).
    pub fn of_an_officer(self, what: &'static str) -> anyhow::Result<Self> {
        match self.store.role() {
            Role::Officer => Ok(self),
            Role::Supervisor => {
                self.close()?;
                Err(StoreError::OfficersOnly(what).into())
            }
        }
    }
}

impl Deref for Open {
    type Target = Session;

    fn deref(&self) -> &Session {
        self.0.as_ref().expect("only closing takes the session out")
    }
}

impl DerefMut for Open {
    fn deref_mut(&mut self) -> &mut Session {
        self.0.as_mut().expect("only closing takes the session out")
    }
}

/// An open store with everything around it.
pub struct Session {
    /// The store.
    pub store: Store,
    /// Forms, keys, calendar, settings.
    pub fixed: Fixed,
    /// Today, on the office's clock.
    pub today: NaiveDate,
}

impl Session {
    /// Unlocks the store that the command line names. Mistakes in the user's own files, and repairs, are told on standard error.
    ///
    /// # Errors
    /// Not let in, no store, an unsafe one, or the machine failed.
    pub fn open(globals: &Globals) -> anyhow::Result<Open> {
        let session = Self::unproved(globals)?;
        if let Some(damage) = session.store.proof()() {
            return Err(Failure::Unsafe(damage).into());
        }
        Ok(session)
    }

    /// As [`Session::open`], for a command that says itself what is wrong with the journal.
    ///
    /// # Errors
    /// As [`Session::open`].
    pub fn unproved(globals: &Globals) -> anyhow::Result<Open> {
        let around = Surroundings::gather(globals)?;
        around.mistakes.iter().for_each(|mistake| tell(mistake));
        let folder = folder(globals, &around.config)?;
        let (user, passphrase) = credentials(globals)?;
        let store = Store::open(&folder, &user, &passphrase, Utc::now())?;
        store.notices().iter().for_each(|notice| tell(notice));
        Ok(Self::of(store, around.fixed))
    }

    /// A store that is open already.
    pub fn of(store: Store, fixed: Fixed) -> Open {
        Open(Some(Self {
            store,
            fixed,
            today: Local::now().date_naive(),
        }))
    }

    /// The same for what only officers may do; `what` begins the sentence for everybody else: `undoing an act`.
    ///
    /// # Errors
    /// As [`Session::open`]; a supervisor is not let in (3).
    pub fn for_officer(globals: &Globals, what: &'static str) -> anyhow::Result<Open> {
        Self::open(globals)?.of_an_officer(what)
    }
    /// Makes acts happen, all or none, and only then returns.
    ///
    /// # Errors
    /// None of them happened.
    pub fn record(&mut self, acts: Vec<NewAct>) -> Result<Vec<Act>, StoreError> {
        self.store.record(Utc::now(), acts)
    }

    /// Makes one act happen.
    ///
    /// # Errors
    /// It did not happen.
    pub fn record_one(&mut self, subject: Subject, deed: Deed) -> Result<(), StoreError> {
        self.record(vec![NewAct {
            subject,
            deed,
            private: Private::default(),
        }])
        .map(|_| ())
    }

    /// What the desk knows at a glance.
    ///
    /// # Errors
    /// Those of the store.
    pub fn overview(&mut self) -> Result<Overview, StoreError> {
        self.store.overview(self.today)
    }

    /// The client that a reference means: her number, CRN, NHS number, a case, a sheet, a list's own name for her.
    ///
    /// # Errors
    /// Nobody, or several (1).
    pub fn client(&self, reference: &str) -> anyhow::Result<ClientId> {
        let found = self.store.resolve(reference.trim())?;
        found.ok_or_else(|| {
            Failure::No(format!(
                "Nobody on the books goes by {}. Find the client by name first.",
                quoted(reference)
            ))
            .into()
        })
    }

    /// What an allocation depends on.
    pub fn scene<'a>(&'a self, overview: &'a Overview) -> Scene<'a> {
        Scene {
            today: self.today,
            trainers: &overview.trainers,
            cases: &overview.cases,
            calendar: &self.fixed.calendar,
            settings: &self.fixed.allocation,
        }
    }

    /// The desk as it would stand before this user, for sentences that the desk and the command line share.
    pub fn desk(&self, overview: Overview) -> Desk {
        let opened = Opened {
            user: self.store.user().to_owned(),
            role: self.store.role(),
            overview,
            notices: Vec::new(),
        };
        Desk::new(
            self.fixed.clone(),
            opened,
            Utc::now(),
            Local::now().naive_local(),
            (80, 24),
        )
    }
}

/// Name and passphrase for a store.
///
/// # Errors
/// No passphrase was given.
pub fn credentials(globals: &Globals) -> Result<(String, Passphrase), Failure> {
    let user = user(globals);
    let prompt = format!("Passphrase of {user}: ");
    let passphrase = passphrase::obtain(globals.passphrase_file.as_deref(), &prompt)?;
    Ok((user, passphrase))
}

/// Who opens the store.
pub fn user(globals: &Globals) -> String {
    globals
        .user
        .clone()
        .unwrap_or_else(|| ONLY_OFFICER.to_owned())
}

/// Words from the command line as they are stored.
///
/// # Errors
/// They are no text, or too many (2).
pub fn words(given: &str, what: &str) -> Result<String, Failure> {
    if let Err(fault) = refuse(given) {
        return Err(Failure::WrongUse(format!(
            "The {what} cannot be taken. {fault}"
        )));
    }
    if given.chars().count() > LONGEST_WORDS {
        return Err(Failure::WrongUse(format!(
            "The {what} has more than {LONGEST_WORDS} characters. Shorten it."
        )));
    }
    Ok(tidy(given))
}

/// Something from the command line as a sentence may quote it.
pub fn quoted(given: &str) -> String {
    let swept = tidy(given);
    let short: String = swept.chars().take(60).collect();
    format!(
        "“{short}{}”",
        if short.len() < swept.len() { "…" } else { "" }
    )
}

/// Whether the command line names a user as the store takes them.
///
/// # Errors
/// It does not (2).
pub fn refuse_user_name(name: &str) -> Result<(), Failure> {
    let fine = !name.trim().is_empty() && refuse(name).is_ok() && name.chars().count() <= 64;
    if fine {
        return Ok(());
    }
    Err(Failure::WrongUse(
        "A user name has 1 to 64 characters, without line breaks or other control characters."
            .to_owned(),
    ))
}

/// The store's folder and what is around it, for commands that open it in their own way.
///
/// # Errors
/// No folder is known.
pub fn place(globals: &Globals) -> Result<std::path::PathBuf, Failure> {
    folder(globals, &Config::load())
}
