//! The made-up service of the demo: all but its last sheets on file, the last ones as paper to be keyed.

use caseload::demo::{self, Recipe, acts};
use caseload::domain::act::{Deed, NewAct};
use caseload::domain::calendar::Calendar;
use caseload::domain::sheet::FilledSheet;
use caseload::forms::Registry;
use caseload::keymap::{self, SHIPPED};
use caseload::keys::Params;
use caseload::model::Fixed;
use caseload::store::{Create, Store};
use caseload::{allocation, paper};
use chrono::{DateTime, Local, Utc};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;

const PASSPHRASE: &str = "made up people";
/// Most acts that are recorded together.
const GROUP: usize = 1000;

/// A store and a pile of paper.
pub struct Service {
    folder: tempfile::TempDir,
    pile: VecDeque<FilledSheet>,
}

impl Service {
    /// The store of the demo without its last sheets, and those as paper.
    pub fn made(seed: u64, sheets: usize) -> Self {
        let recipe = Recipe {
            seed,
            clients: None,
            today: Local::now().date_naive(),
        };
        let all: Vec<(DateTime<Utc>, NewAct)> = acts(&recipe).collect();
        let is_sheet = |act: &NewAct| matches!(act.deed, Deed::SheetKeyed { amends: false, .. });
        let places: Vec<usize> = all
            .iter()
            .enumerate()
            .filter(|(_, (_, act))| is_sheet(act))
            .map(|(place, _)| place)
            .collect();
        let cut = places[places.len().saturating_sub(sheets)];
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let options = Create {
            service: demo::SERVICE.to_owned(),
            user: demo::OFFICER.to_owned(),
            passphrase: PASSPHRASE.to_owned(),
            argon: Params::quick(),
            now: all[0].0,
        };
        let (mut store, _) = Store::create(&folder.path().join("store"), options).expect("a store");
        for group in all[..cut].chunks(GROUP) {
            let at = group.last().map_or_else(Utc::now, |(at, _)| *at);
            let acts = group.iter().map(|(_, act)| act.clone()).collect();
            store.record(at, acts).expect("a group of acts");
        }
        store.close().expect("the store closes");
        let pile = all[cut..]
            .iter()
            .filter(|(_, act)| is_sheet(act))
            .map(|(_, act)| sheet(act));
        Self {
            folder,
            pile: pile.collect(),
        }
    }

    /// The next sheets of the pile.
    pub fn next(&mut self, count: usize) -> Vec<FilledSheet> {
        let count = count.min(self.pile.len());
        self.pile.drain(..count).collect()
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    /// The store, opened.
    pub fn open(&self) -> Store {
        Store::open(&self.store(), demo::OFFICER, PASSPHRASE, Utc::now()).expect("the store opens")
    }

    /// What stands around it.
    pub fn fixed(&self) -> Fixed {
        Fixed {
            forms: Registry::shipped(),
            keymap: Arc::new(keymap::load(SHIPPED[0], None).0),
            calendar: Arc::new(Calendar::england()),
            allocation: Arc::new(allocation::Settings::shipped()),
            paper: Arc::new(paper::Settings::shipped()),
            short_names: Arc::new(caseload::search::ShortNames::shipped()),
            comfort: caseload::model::Comfort::default(),
            store: self.store().display().to_string(),
            user: demo::OFFICER.to_owned(),
        }
    }
}

/// The paper of an act.
fn sheet(act: &NewAct) -> FilledSheet {
    let Deed::SheetKeyed {
        head,
        facts,
        overrides,
        ..
    } = &act.deed
    else {
        panic!("no sheet");
    };
    let mut head = head.clone();
    head.queried = false;
    FilledSheet {
        head,
        facts: facts.clone(),
        values: act.private.values.clone(),
        overrides: overrides.clone(),
        query: String::new(),
    }
}
