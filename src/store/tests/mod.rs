//! The store as a whole: on disks that work, on disks that do not, and under random hands.

mod disk;
mod drafts;
mod faults;
mod figures;
mod hands;
mod journeys;
mod names;
mod numbers;
mod past;
mod random;
mod roles;
mod sharing;
mod snapshot;
mod telling;

use super::{At, Create, Home, InMemory, Store};
use crate::domain::act::{Act, Deed, NewAct, Private, Subject};
use crate::domain::fact::Facts;
use crate::domain::overview::Overview;
use crate::domain::reference::{CaseNo, ClientId, DraftId, TrainerId};
use crate::domain::sheet::{Draft, SheetHead, SheetRole};
use crate::domain::value::{Value, Values};
use crate::journal::files::Files;
use crate::journal::files::faults::Memory;
use crate::keys::Params;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use indexmap::IndexMap;
use std::path::PathBuf;
use std::sync::Arc;

pub const USER: &str = "J Officer";
pub const PASS: &str = "correct horse";

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Minutes after nine on the day of the tests.
pub fn at(minutes: i64) -> DateTime<Utc> {
    let nine: DateTime<Utc> = "2012-06-14T09:00:00Z".parse().unwrap();
    nine + TimeDelta::minutes(minutes)
}

pub fn today() -> NaiveDate {
    day("2012-06-14")
}

pub fn place(files: Arc<dyn Files>, home: &InMemory) -> At {
    At {
        files,
        dir: PathBuf::from("store"),
        home: Home::Memory(home.clone()),
        ballast: 0,
    }
}

pub fn options() -> Create {
    Create {
        service: "Rutland Health Trainers".into(),
        user: USER.into(),
        passphrase: PASS.into(),
        argon: Params::quick(),
        now: at(0),
    }
}

/// A new store in memory, with its disk and its working store.
pub fn fresh() -> (Store, Memory, InMemory) {
    let (files, home) = (Memory::new(), InMemory::default());
    let (store, _) = Store::create_at(place(Arc::new(files.clone()), &home), options()).unwrap();
    (store, files, home)
}

pub fn reopen(files: &Memory, home: &InMemory) -> Store {
    let at_place = place(Arc::new(files.clone()), home);
    Store::open_at(at_place, USER, PASS, at(600)).unwrap()
}

/// The store that the journal alone makes, as a killed process leaves it.
pub fn rebuilt(files: &Memory) -> Store {
    reopen(&files.killed(), &InMemory::default())
}

pub fn facts(list: &[(&str, &str)]) -> Facts {
    let mut facts = Facts::default();
    for (name, text) in list {
        let value = match text.parse::<NaiveDate>() {
            Ok(day) => Value::Date(day),
            Err(_) => Value::Text((*text).to_owned()),
        };
        facts.set(name, value);
    }
    facts
}

pub fn values(words: &str) -> Values {
    IndexMap::from([("notes".to_owned(), Value::Text(words.to_owned()))])
}

pub fn sheet(subject: Subject, serial: &str, role: SheetRole, list: &[(&str, &str)]) -> NewAct {
    let form = SheetRole::ALL.iter().find(|(r, _)| *r == role).unwrap().1;
    NewAct {
        subject,
        deed: Deed::SheetKeyed {
            head: SheetHead {
                serial: serial.to_owned(),
                form: form.to_owned(),
                version: 1,
                role,
                completed_on: Some(today()),
                completed_by: Some("HT03".to_owned()),
                queried: false,
            },
            facts: facts(list),
            draft: None,
            amends: false,
            overrides: Vec::new(),
        },
        private: Private {
            values: values(serial),
            ..Private::default()
        },
    }
}

pub fn amended(mut act: NewAct) -> NewAct {
    if let Deed::SheetKeyed { amends, .. } = &mut act.deed {
        *amends = true;
    }
    act
}

pub fn saving(mut act: NewAct, id: u64) -> NewAct {
    if let Deed::SheetKeyed { draft, .. } = &mut act.deed {
        *draft = Some(DraftId(id));
    }
    act
}

pub fn referral(subject: Subject, serial: &str, surname: &str, crn: &str) -> NewAct {
    let list = [
        ("client.surname", surname),
        ("client.crn", crn),
        ("referral.received", "2012-06-11"),
    ];
    sheet(subject, serial, SheetRole::Referral, &list)
}

pub fn worker(serial: &str, id: &str) -> NewAct {
    let list = [
        ("worker.id", id),
        ("worker.name", "K Patel"),
        ("worker.role", "trainer"),
        ("worker.from", "2011-01-03"),
    ];
    sheet(Subject::None, serial, SheetRole::Worker, &list)
}

/// The sheet of an event that a trainer held.
pub fn event(serial: &str, by: &str, on: &str) -> NewAct {
    let mut act = sheet(
        Subject::None,
        serial,
        SheetRole::Event,
        &[("event.date", on)],
    );
    if let Deed::SheetKeyed { head, .. } = &mut act.deed {
        head.completed_by = Some(by.to_owned());
    }
    act
}

pub fn deed(subject: Subject, deed: Deed) -> NewAct {
    NewAct {
        subject,
        deed,
        private: Private::default(),
    }
}

pub fn allocated(client: ClientId, case: CaseNo, trainer: &str) -> NewAct {
    let what = Deed::Allocated {
        case,
        trainer: TrainerId(trainer.to_owned()),
        work: 2,
        rank: 1,
        shown: Vec::new(),
        told: Vec::new(),
        reason: String::new(),
        on: today(),
    };
    deed(Subject::Known(client), what)
}

pub fn merged(from: ClientId, into: ClientId) -> NewAct {
    let what = Deed::ClientsMerged {
        from,
        into,
        reason: "one person".into(),
    };
    deed(Subject::Known(into), what)
}

pub fn case(number: u32) -> CaseNo {
    CaseNo { year: 2012, number }
}

pub fn draft(id: u64, serial: &str) -> Draft {
    Draft {
        id: DraftId(id),
        form: "session".into(),
        version: 1,
        client: None,
        client_as_read: serial.to_owned(),
        amends: None,
        focus: "date".into(),
        caret: 0,
        last_keyed: String::new(),
        parked: false,
        boxes: IndexMap::new(),
        overrides: Vec::new(),
        by: USER.into(),
        kept_at: at(0),
    }
}

pub fn one(store: &mut Store, minute: i64, act: NewAct) -> Act {
    let mut acts = store.record(at(minute), vec![act]).unwrap();
    assert_eq!(acts.len(), 1);
    acts.remove(0)
}

pub fn overview(store: &mut Store) -> Overview {
    store.overview(today()).unwrap()
}
