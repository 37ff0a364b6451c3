//! People, cases and scenes for the tests of this room. All names are invented.

use super::Scene;
use super::settings::Settings;
use crate::domain::calendar::Calendar;
use crate::domain::case::{Case, Contact, Plan};
use crate::domain::client::{Identity, Risk};
use crate::domain::overview::CaseLine;
use crate::domain::reference::{CaseNo, ClientId, TrainerId};
use crate::domain::trainer::{Conflict, From, Leave, Trainer};
use crate::domain::value::Number;
use chrono::{Datelike, NaiveDate};

/// The shipped settings with a cap of twenty points and whole weights, so that the sums of the tests can be done in the head.
pub fn twenty_points() -> Settings {
    let mut settings = Settings::shipped();
    settings.load.cap_points = 20.0;
    settings.load.type2_by_sessions = false;
    settings.load.followup_due = 0.0;
    settings
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn id(text: &str) -> TrainerId {
    TrainerId(text.to_owned())
}

fn since<T>(from: &str, what: T) -> From<T> {
    From {
        from: day(from),
        what,
    }
}

/// A full-time trainer at the city centre with both levels for years.
pub fn trainer(number: &str, from: &str) -> Trainer {
    Trainer {
        id: id(number),
        name: format!("Worker {number}"),
        gender: "M".to_owned(),
        from: Some(day(from)),
        to: None,
        roles: vec![since(from, "trainer".to_owned())],
        level2: Some(day("2009-01-01")),
        level3: Some(day("2009-06-01")),
        hours: vec![since(from, Number::whole(37))],
        offices: vec![since(from, vec!["C".to_owned()])],
        languages: Vec::new(),
        lone_working: Some(day("2009-01-01")),
        leave: Vec::new(),
        conflicts: Vec::new(),
        events: Vec::new(),
        act: 0,
    }
}

/// A full-time trainee with Level 2.
pub fn trainee(number: &str, from: &str) -> Trainer {
    let mut her = trainer(number, from);
    her.roles = vec![since(from, "trainee".to_owned())];
    her.level3 = None;
    her
}

pub fn set_role(trainer: &mut Trainer, from: &str, role: &str) {
    trainer.roles.push(since(from, role.to_owned()));
}

pub fn set_hours(trainer: &mut Trainer, from: &str, hours: f64) {
    trainer.hours.retain(|h| h.from != day(from));
    trainer
        .hours
        .push(since(from, Number::from_f64(hours).unwrap()));
    trainer.hours.sort_by_key(|h| h.from);
}

pub fn set_offices(trainer: &mut Trainer, offices: &[&str]) {
    let codes = offices.iter().map(|o| (*o).to_owned()).collect();
    trainer.offices = vec![From {
        from: trainer.from.unwrap(),
        what: codes,
    }];
}

pub fn set_languages(trainer: &mut Trainer, from: &str, languages: &[&str]) {
    let codes = languages.iter().map(|l| (*l).to_owned()).collect();
    trainer.languages.push(since(from, codes));
}

pub fn set_leave(trainer: &mut Trainer, from: &str, to: &str, kind: &str) {
    trainer.leave.push(Leave {
        from: day(from),
        to: (!to.is_empty()).then(|| day(to)),
        kind: kind.to_owned(),
    });
}

pub fn set_conflict(trainer: &mut Trainer, client: &str) {
    trainer.conflicts.push(Conflict {
        client: client.to_owned(),
        kind: "C".to_owned(),
    });
}

/// The published roster of the service. Days that the account does not give are the first of a likely month; that the
/// champion of October 2010 became a trainer with the money of 2011 is our reading.
pub fn roster_of_the_service() -> Vec<Trainer> {
    let mut staff: Vec<Trainer> = (1..=4).map(|n| pioneer(&format!("HT0{n}"))).collect();
    staff[1].gender = "F".to_owned();
    staff[3].to = Some(day("2010-09-30"));
    staff[2].to = Some(day("2011-11-30"));
    staff.push(once_champion("HT05", "2010-10-01", "2011-04-01", "trainer"));
    staff.push(once_champion("HT06", "2011-09-01", "2012-06-01", "trainer"));
    staff.push(once_champion("HT07", "2011-09-01", "2012-08-01", "trainee"));
    staff
}

fn pioneer(number: &str) -> Trainer {
    let mut him = trainee(number, "2010-04-01");
    him.level2 = Some(day("2010-05-28"));
    him.level3 = Some(day("2010-09-01"));
    set_role(&mut him, "2010-09-01", "trainer");
    set_hours(&mut him, "2010-04-01", 18.5);
    set_hours(&mut him, "2011-04-01", 37.0);
    him
}

fn once_champion(number: &str, from: &str, hired: &str, role: &str) -> Trainer {
    let mut her = trainer(number, from);
    her.roles = vec![since(from, "champion".to_owned())];
    set_role(&mut her, hired, role);
    her.level2 = Some(day(from));
    her.level3 = (role == "trainer").then(|| day(hired));
    her.hours = vec![since(from, Number::whole(0))];
    set_hours(&mut her, hired, 37.0);
    her
}

/// A day in an office: staff, cases and settings that outlive the scene.
#[derive(Debug, Clone)]
pub struct Office {
    pub today: NaiveDate,
    pub staff: Vec<Trainer>,
    pub cases: Vec<CaseLine>,
    pub calendar: Calendar,
    pub settings: Settings,
}

impl Office {
    pub fn on(today: &str) -> Self {
        Self {
            today: day(today),
            staff: Vec::new(),
            cases: Vec::new(),
            calendar: Calendar::england(),
            settings: twenty_points(),
        }
    }

    pub fn staff(&mut self, trainer: Trainer) {
        self.staff.push(trainer);
    }

    pub fn scene(&self) -> Scene<'_> {
        Scene {
            today: self.today,
            trainers: &self.staff,
            cases: &self.cases,
            calendar: &self.calendar,
            settings: &self.settings,
        }
    }

    /// A referral of a new client with fresh medium risk, for the city centre.
    pub fn referral(&mut self, received: &str, work: u8) -> usize {
        let number = self.cases.len() as u32 + 1;
        let year = day(received).year() as u16;
        let mut case = Case::new(CaseNo { year, number });
        case.received = Some(day(received));
        case.type_asked = Some(work);
        case.office = "C".to_owned();
        self.cases.push(CaseLine {
            client: ClientId(number),
            identity: Identity {
                gender: "M".to_owned(),
                crn: format!("X{number:06}"),
                ..Identity::default()
            }
            .into(),
            risk: Risk {
                rosh: Some("M".to_owned()),
                checked_on: Some(day(received)),
                ..Risk::default()
            }
            .into(),
            case: case.into(),
            earlier: Vec::new(),
            conflicts: Vec::new(),
            also: Vec::new(),
        });
        self.cases.len() - 1
    }

    /// A case that somebody has had since a month ago.
    pub fn open_case(&mut self, holder: &str, work: u8) -> usize {
        let n = self.referral("2012-05-01", work);
        let case = &mut self.cases[n].case;
        case.give(id(holder), day("2012-05-02"), "", 1);
        case.work = Some(work);
        n
    }

    pub fn meet(&mut self, case: usize, on: &str, attendance: &str) {
        self.cases[case].case.contacts.push(Contact {
            serial: format!("S-{case:06}"),
            on: day(on),
            attendance: attendance.to_owned(),
            next: None,
        });
    }

    pub fn plan(&mut self, case: usize, start: &str) {
        self.cases[case].case.plan = Some(Plan {
            serial: format!("P-{case:06}"),
            start: Some(day(start)),
            sessions: 8,
        });
    }
}
