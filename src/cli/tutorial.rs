//! `tutorial`: the desk on a pretend tray of five sheets, in a store that is thrown away afterwards.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use chrono::{DateTime, Days, Local, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::args::Globals;
use super::desk;
use super::failure::Failure;
use crate::demo::{self, OFFICER};
use crate::domain::act::{Deed, NewAct, Private, Subject};
use crate::domain::reference::{CaseNo, ClientId, TrainerId};
use crate::domain::sheet::SheetRole;
use crate::forms::Registry;
use crate::keys::Params;
use crate::paper::lessons::{Lessons, Paper};
use crate::store::{Create, Store};

/// The passphrase of every pretend tray.
pub const PASSPHRASE: &str = "made up people";
/// The service of which the pretend tray is.
const SERVICE: &str = "Tutorial (made-up data)";

/// Opens the desk on a pretend tray.
///
/// # Errors
/// There is no terminal, no place for the store, or no form takes the pretend papers.
pub(super) fn run(globals: &Globals) -> anyhow::Result<ExitCode> {
    let place = Place::make()?;
    let forms = desk::forms();
    let lessons = lessons(&forms)?;
    lay_out(&place.0, &lessons, &forms)?;
    desk::practise(globals, &place.0, PASSPHRASE, Arc::new(lessons))?;
    Ok(ExitCode::SUCCESS)
}

fn lessons(forms: &Registry) -> Result<Lessons, Failure> {
    Lessons::shipped(forms, Local::now().date_naive()).map_err(|fault| {
        Failure::WrongUse(format!(
            "The pretend papers do not fit the forms of this service: {fault}"
        ))
    })
}

/// A folder that is removed with all that is in it.
struct Place(PathBuf);

impl Place {
    fn make() -> anyhow::Result<Self> {
        let now = Utc::now().timestamp_nanos_opt().unwrap_or_default();
        let name = format!("caseload-tutorial-{}-{now:x}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        // A folder that somebody else has made is not taken.
        std::fs::create_dir(&folder)
            .with_context(|| format!("The folder {} cannot be made", folder.display()))?;
        Ok(Self(folder))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // Made-up data: what cannot be removed now is cleared away with the other scratch files of the machine.
        let _left_behind = std::fs::remove_dir_all(&self.0);
    }
}

/// Makes the store of a pretend tray in an empty folder.
///
/// # Errors
/// The machine failed.
pub fn lay_out(folder: &Path, lessons: &Lessons, forms: &Registry) -> anyhow::Result<()> {
    let today = Local::now().date_naive();
    let options = Create {
        service: SERVICE.to_owned(),
        user: OFFICER.to_owned(),
        passphrase: PASSPHRASE.to_owned(),
        argon: Params::quick(),
        now: morning(today - Days::new(800)),
    };
    let (mut store, _) = Store::create(folder, options)?;
    let (first, later): (Vec<&Paper>, Vec<&Paper>) = lessons
        .earlier
        .iter()
        .partition(|paper| paper.whose.is_none());
    let mut cases = Vec::new();
    for paper in first {
        cases.extend(keep(&mut store, paper)?);
    }
    for given in &lessons.given {
        let at = given.whose.checked_sub(1).map(|at| at as usize);
        let case: CaseNo = at
            .and_then(|at| cases.get(at).copied())
            .context("A case of the tutorial is given before its referral")?;
        let deed = Deed::Allocated {
            case,
            trainer: TrainerId(given.trainer.clone()),
            work: given.work,
            rank: 1,
            shown: Vec::new(),
            reason: String::new(),
            told: Vec::new(),
            on: given.on,
        };
        let act = NewAct {
            subject: Subject::Known(ClientId(given.whose)),
            deed,
            private: Private::default(),
        };
        store.record(morning(given.on), vec![act])?;
    }
    for paper in later {
        keep(&mut store, paper)?;
    }
    for paper in &lessons.tray {
        store.record(Utc::now(), vec![received(paper, forms, today)])?;
    }
    Ok(store.close()?)
}

fn morning(day: NaiveDate) -> DateTime<Utc> {
    (day.and_time(NaiveTime::MIN) + TimeDelta::hours(9)).and_utc()
}

/// Keeps a sheet as keyed on its own day; the case that it opened, where it is a referral.
fn keep(store: &mut Store, paper: &Paper) -> anyhow::Result<Option<CaseNo>> {
    let sheet = paper.sheet.clone();
    let role = sheet.head.role;
    let subject = match (paper.whose, role) {
        (Some(number), _) => Subject::Known(ClientId(number)),
        (None, SheetRole::Referral) => Subject::New,
        (None, _) => Subject::None,
    };
    let day = sheet.head.completed_on.unwrap_or_default();
    let act = NewAct {
        subject,
        deed: Deed::SheetKeyed {
            head: sheet.head,
            facts: sheet.facts,
            draft: None,
            amends: false,
            overrides: sheet.overrides,
        },
        private: Private {
            values: sheet.values,
            ..Private::default()
        },
    };
    let acts = store.record(morning(day), vec![act])?;
    let client = acts.first().and_then(|act| act.client);
    let dossier = client
        .filter(|_| role == SheetRole::Referral)
        .map(|client| store.dossier(client))
        .transpose()?
        .flatten();
    Ok(dossier.and_then(|d| d.current_case().map(|case| case.no)))
}

/// The paper in the tray, with its words.
fn received(paper: &Paper, forms: &Registry, today: NaiveDate) -> NewAct {
    let head = &paper.sheet.head;
    let form = forms.form(&head.form, head.version);
    NewAct {
        subject: paper
            .whose
            .map_or(Subject::None, |number| Subject::Known(ClientId(number))),
        deed: Deed::PaperReceived {
            serial: head.serial.clone(),
            form: head.form.clone(),
        },
        private: Private {
            note: form.map_or_else(String::new, |form| {
                demo::paper_words(&form, &paper.sheet, &paper.name, today)
            }),
            ..Private::default()
        },
    }
}
