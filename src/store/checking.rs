//! Proving that everything is as it should be.

use super::Store;
use super::engine::{Engine, Home, InMemory};
use super::error::StoreError;
use super::rebuild::catch_up;
use super::records::{Kind, Totals};
use super::shelf::Shelf;
use crate::domain::case::CaseState;
use crate::journal::{Report, first_change};
use chrono::{DateTime, NaiveDate};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One thing that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckFinding {
    /// What is wrong, as a sentence.
    pub what: String,
    /// Where: a file, a record's kind, a case number.
    pub place: String,
    /// What would put it right, where that is provably safe.
    pub repair: Option<String>,
}

/// The outcome of a check.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// Whether nothing is wrong (any more).
    pub ok: bool,
    /// What was found.
    pub findings: Vec<CheckFinding>,
    /// What was put right, in sentences.
    pub fixed: Vec<String>,
}

/// All kinds of records, with their names.
const KINDS: [(Kind, &str); 10] = [
    (Kind::Client, "clients"),
    (Kind::Name, "names"),
    (Kind::Holders, "identifiers"),
    (Kind::Attention, "work to do"),
    (Kind::Serial, "sheets"),
    (Kind::Tray, "tray"),
    (Kind::Draft, "half-keyed sheets"),
    (Kind::Workers, "trainers"),
    (Kind::User, "latest acts"),
    (Kind::Totals, "counters"),
];

impl Store {
    /// Proves the journal from its first act to its last, as it is on the disk now.
    pub fn verify(&self) -> Result<Report, StoreError> {
        Ok(self.book.journal().verify()?)
    }

    /// What proves, wherever and whenever it is called, that the journal up to now still is as it was saved: `None`, or what is wrong
    /// and what to do. It reads the whole journal, so the desk calls it beside its work.
    pub fn proof(&self) -> impl FnOnce() -> Option<String> + Send + 'static {
        let (files, dir) = (Arc::clone(&self.at.files), self.at.dir.clone());
        let (keyring, head) = (Arc::clone(&self.sealer), self.durable);
        move || match first_change(&*files, &dir, &*keyring, head) {
            Ok(None) => None,
            Ok(Some((act, why))) => Some(format!(
                "The journal is damaged at act {act}: {why}. Nothing was changed. Key nothing more: run `caseload check`, then restore the last backup."
            )),
            Err(error) => Some(error.to_string()),
        }
    }

    /// Checks everything that can be: the journal's chain and signatures, the working store against what the journal's acts add up to,
    /// and what must be true of every case. With `fix`, a working store that differs is put aside and built anew.
    pub fn check(&mut self, fix: bool) -> Result<CheckReport, StoreError> {
        self.settle()?;
        let mut report = CheckReport::default();
        let journal = self.verify()?;
        if let Some((act, why)) = &journal.first_break {
            report.findings.push(CheckFinding {
                what: format!("The journal cannot be proved from act {act} on: {why}."),
                place: "journal".to_owned(),
                repair: None,
            });
        }
        let differing = if journal.ok {
            self.compare()?
        } else {
            Vec::new()
        };
        if fix && !differing.is_empty() {
            self.draw_again("a check found that it differed from the journal")?;
            report.fixed.push(format!(
                "The working store was built anew ({}).",
                differing.join(", ")
            ));
        } else {
            report
                .findings
                .extend(differing.into_iter().map(|place| {
                    CheckFinding {
                        what: "The working store does not hold what the journal's acts add up to."
                            .to_owned(),
                        place,
                        repair: Some("Build the working store anew: check --fix.".to_owned()),
                    }
                }));
        }
        report.findings.extend(self.cases_amiss()?);
        report.ok = report.findings.is_empty();
        Ok(report)
    }

    /// The kinds of records in which the working store and the journal differ.
    fn compare(&self) -> Result<Vec<String>, StoreError> {
        let engine = Engine::open(&Home::Memory(InMemory::default()))?;
        let mut fresh = Shelf::new(engine, Arc::clone(&self.sealer));
        catch_up(&mut fresh, &self.book, 1)?;
        let mut differing = Vec::new();
        for (kind, name) in KINDS {
            let same = match kind {
                Kind::Totals => totals(self.shelf()?)? == totals(&fresh)?,
                kind => match all(self.shelf()?, kind) {
                    Ok(records) => records == all(&fresh, kind)?,
                    Err(error) if error.is_of_the_working_store() => false,
                    Err(error) => return Err(error),
                },
            };
            if !same {
                differing.push(name.to_owned());
            }
        }
        Ok(differing)
    }

    /// What must be true of every case: an open one that was allocated has one holder, who is known and in post.
    fn cases_amiss(&mut self) -> Result<Vec<CheckFinding>, StoreError> {
        let today = DateTime::from_timestamp_millis(self.last_at)
            .unwrap_or_default()
            .date_naive();
        let overview = self.overview(today)?;
        let mut findings = Vec::new();
        for line in overview.cases.iter() {
            if !matches!(line.case.state(), CaseState::Allocated | CaseState::Open) {
                continue;
            }
            let open = line.case.spells.iter().filter(|s| s.to.is_none()).count();
            let holder = line.case.holder();
            let trainer = holder.and_then(|id| overview.trainer(&id.0));
            let what = match (open, holder, trainer) {
                (1, Some(id), None) => {
                    format!("The case is with {id}, of whom there is no record.")
                }
                (1, Some(id), Some(trainer)) if !trainer.in_post(today) => {
                    format!(
                        "The case is with {id}, who is not in post on {}.",
                        shown(today)
                    )
                }
                (1, Some(_), Some(_)) => continue,
                _ => format!("The case has {open} holders at once."),
            };
            findings.push(CheckFinding {
                what,
                place: format!("case {} of {}", line.case.no, line.client),
                repair: None,
            });
        }
        Ok(findings)
    }
}

fn shown(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

fn all(shelf: &Shelf, kind: Kind) -> Result<BTreeMap<Vec<u8>, Vec<u8>>, StoreError> {
    let mut records = BTreeMap::new();
    shelf.each_plain(kind, &mut |key, plain| {
        records.insert(key, plain);
    })?;
    Ok(records)
}

/// The counters, without how many of the highest serials are remembered: that depends on what was undone when.
fn totals(shelf: &Shelf) -> Result<Totals, StoreError> {
    let mut totals: Totals = shelf.get(Kind::Totals, &[])?.unwrap_or_default();
    for form in &mut totals.forms {
        form.top.truncate(1);
    }
    Ok(totals)
}
