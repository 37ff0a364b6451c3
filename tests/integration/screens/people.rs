//! Invented people and their casework, as the store would tell the desk of it on 14 June 2012.

use caseload::domain::act::{Act, Deed};
use caseload::domain::fact::Facts;
use caseload::domain::fold;
use caseload::domain::overview::Card;
use caseload::domain::reference::{ClientId, TrainerId};
use caseload::domain::sheet::{Sheet, SheetHead, SheetRole};
use caseload::domain::trainer::{From, Leave, Trainer};
use caseload::domain::value::{Missing, Number, Value, Values};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

/// Dale Smith, of whom most pictures are.
pub const SMITH: ClientId = ClientId(412);
/// Adrian Smyth, whose case is closed.
pub const SMYTH: ClientId = ClientId(97);

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Thursday 14 June 2012, five past two, on the office's clock.
pub fn local() -> NaiveDateTime {
    day("2012-06-14").and_hms_opt(14, 5, 0).unwrap()
}

pub fn now() -> DateTime<Utc> {
    day("2012-06-14").and_hms_opt(13, 5, 0).unwrap().and_utc()
}

fn text(words: &str) -> Value {
    Value::Text(words.to_owned())
}

fn code(code: &str) -> Value {
    Value::Code(code.to_owned())
}

fn codes(codes: &[&str]) -> Value {
    Value::Codes(codes.iter().map(|c| (*c).to_owned()).collect())
}

fn date(day_text: &str) -> Value {
    Value::Date(day(day_text))
}

type Fact = (&'static str, Value);

/// One client's sheets, keyed one after the other.
struct Folder {
    id: ClientId,
    acts: Vec<Act>,
    sheets: Vec<Sheet>,
}

impl Folder {
    fn new(id: ClientId) -> Self {
        Self {
            id,
            acts: Vec::new(),
            sheets: Vec::new(),
        }
    }

    fn keyed(
        mut self,
        serial: &str,
        role: SheetRole,
        on: &str,
        facts: Vec<Fact>,
        values: Vec<Fact>,
    ) -> Self {
        let form = SheetRole::ALL
            .iter()
            .find(|(r, _)| *r == role)
            .map_or("other", |(_, name)| name);
        let head = SheetHead {
            serial: serial.to_owned(),
            form: form.to_owned(),
            version: 1,
            role,
            completed_on: Some(day(on)),
            completed_by: Some("HT02".to_owned()),
            queried: serial == "S-004102",
        };
        let mut told = Facts::default();
        for (name, value) in facts {
            told.set(name, value);
        }
        let act = 100 + self.acts.len() as u64;
        let at = day(on).and_hms_opt(9, 30, 0).unwrap().and_utc();
        let deed = Deed::SheetKeyed {
            head: head.clone(),
            facts: told.clone(),
            draft: None,
            amends: false,
            overrides: Vec::new(),
        };
        self.acts.push(Act {
            seq: act,
            at,
            by: "jofficer".to_owned(),
            client: Some(self.id),
            deed,
            private: None,
        });
        self.sheets.push(Sheet {
            query: if head.queried {
                "Is the next appointment on the 19th or the 29th?".to_owned()
            } else {
                String::new()
            },
            head,
            client: Some(self.id),
            facts: told,
            values: Some(
                values
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect::<Values>(),
            ),
            overrides: Vec::new(),
            act,
            keyed_by: "jofficer".to_owned(),
            keyed_at: at,
        });
        self
    }

    fn given(mut self, trainer: &str, on: &str, work: u8) -> Self {
        let dossier = fold::client(self.id, &self.acts).expect("some act brings her");
        let case = dossier.current_case().unwrap().no;
        let (trainer, reason) = (TrainerId(trainer.to_owned()), String::new());
        let deed = Deed::Allocated {
            case,
            trainer,
            work,
            rank: 1,
            shown: Vec::new(),
            reason,
            told: Vec::new(),
            on: day(on),
        };
        let at = day(on).and_hms_opt(9, 45, 0).unwrap().and_utc();
        self.acts.push(Act {
            seq: 100 + self.acts.len() as u64,
            at,
            by: "jofficer".to_owned(),
            client: Some(self.id),
            deed,
            private: None,
        });
        self
    }

    fn card(self) -> Card {
        let dossier = fold::client(self.id, &self.acts).expect("some act brings her");
        Card {
            dossier,
            sheets: self.sheets,
            acts: self.acts.into_iter().rev().collect(),
        }
    }
}

fn person(surname: &str, forenames: &str, born: &str, crn: &str) -> Vec<Fact> {
    vec![
        ("client.surname", text(surname)),
        ("client.forenames", text(forenames)),
        ("client.dob", date(born)),
        ("client.crn", text(crn)),
        ("client.office", code("C")),
    ]
}

fn referral(no: &str, on: &str, work: &str) -> Vec<Fact> {
    vec![
        ("referral.no", text(no)),
        ("referral.received", date(on)),
        ("referral.route", code("P")),
        ("referral.office", code("C")),
        ("referral.type_asked", code(work)),
        ("referral.outcome", code("A")),
    ]
}

fn session(on: &str, attendance: &str, next: Option<&str>) -> Vec<Fact> {
    let mut facts = vec![
        ("session.date", date(on)),
        ("session.attendance", code(attendance)),
    ];
    facts.extend(next.map(|next| ("session.next", date(next))));
    facts
}

/// What stands on a session sheet.
fn session_values(on: &str, attendance: &str) -> Vec<Fact> {
    vec![
        ("client", Value::Reference("X123456".to_owned())),
        ("date", date(on)),
        (
            "time",
            Value::Time(chrono::NaiveTime::from_hms_opt(14, 0, 0).unwrap()),
        ),
        ("minutes", Value::Number(Number::whole(45))),
        ("medium", code("1")),
        ("attendance", code(attendance)),
        ("risk_raised", Value::YesNo(false)),
        ("on_system", Value::Missing(Missing::NotAsked)),
        ("topics", codes(&["F", "E"])),
        (
            "next_action",
            text(
                "Bring the diary of the week; ask the GP about the knee before the gym is tried again.",
            ),
        ),
    ]
}

/// Dale Smith: high risk, Type 2 with K Patel, two appointments missed in a row.
pub fn smith() -> Card {
    let mut first = person("Smith", "Dale", "1984-03-14", "X123456");
    first.extend(referral("2011-0033", "2011-02-01", "2"));
    let mut again = referral("2012-0310", "2012-05-02", "2");
    again.extend([
        ("client.known_as", text("Daz")),
        ("client.mobile", text("07700900123")),
        ("client.postcode", text("LE2 7AB")),
        ("referral.evenings", Value::YesNo(true)),
        ("risk.rosh", code("H")),
        ("risk.mappa_category", code("1")),
        ("risk.mappa_level", code("1")),
        ("risk.alerts", codes(&["RCHD"])),
        ("risk.checked_on", date("2012-05-02")),
    ]);
    Folder::new(SMITH)
        .keyed("R-000120", SheetRole::Referral, "2011-02-01", first, vec![])
        .given("HT02", "2011-02-02", 2)
        .keyed(
            "P-000031",
            SheetRole::Plan,
            "2011-03-01",
            vec![("plan.start", date("2011-03-01"))],
            vec![],
        )
        .keyed(
            "O-000019",
            SheetRole::Signoff,
            "2011-06-20",
            vec![
                ("signoff.date", date("2011-06-20")),
                ("signoff.reason", code("COMP")),
            ],
            vec![],
        )
        .keyed("R-000377", SheetRole::Referral, "2012-05-02", again, vec![])
        .given("HT02", "2012-05-04", 2)
        .keyed(
            "G-000214",
            SheetRole::Registration,
            "2012-05-10",
            vec![("case.first_contact", date("2012-05-10"))],
            vec![],
        )
        .keyed(
            "P-000098",
            SheetRole::Plan,
            "2012-05-17",
            vec![
                ("plan.start", date("2012-05-17")),
                ("plan.venue_limits", codes(&["C"])),
            ],
            vec![],
        )
        .keyed(
            "S-004102",
            SheetRole::Session,
            "2012-05-24",
            session("2012-05-24", "5", None),
            session_values("2012-05-24", "5"),
        )
        .keyed(
            "S-004210",
            SheetRole::Session,
            "2012-05-31",
            session("2012-05-31", "3", None),
            session_values("2012-05-31", "3"),
        )
        .keyed(
            "S-004377",
            SheetRole::Session,
            "2012-06-07",
            session("2012-06-07", "3", Some("2012-06-19")),
            session_values("2012-06-07", "3"),
        )
        .card()
}

/// Adrian Smyth: signed off in March, follow-up due.
pub fn smyth() -> Card {
    let mut facts = person("Smyth", "Adrian", "1984-11-02", "X118204");
    facts.extend(referral("2011-0211", "2011-10-03", "2"));
    let off = vec![
        ("signoff.date", date("2012-03-05")),
        ("signoff.reason", code("COMP")),
    ];
    Folder::new(SMYTH)
        .keyed("R-000299", SheetRole::Referral, "2011-10-03", facts, vec![])
        .given("HT01", "2011-10-04", 2)
        .keyed(
            "P-000071",
            SheetRole::Plan,
            "2011-10-20",
            vec![("plan.start", date("2011-10-20"))],
            vec![],
        )
        .keyed("O-000044", SheetRole::Signoff, "2012-03-05", off, vec![])
        .card()
}

fn waiting(id: u32, no: &str, on: &str, work: &str, mut facts: Vec<Fact>) -> Card {
    facts.extend(referral(no, on, work));
    Folder::new(ClientId(id))
        .keyed(
            &format!("R-{id:06}"),
            SheetRole::Referral,
            on,
            facts,
            vec![],
        )
        .card()
}

/// Those whose referrals wait, the first past the clock and at risk.
pub fn referred() -> Vec<Card> {
    let mut risky = person(
        "O'Brien-Fitzgerald",
        "Siobhán Bernadette",
        "1979-08-30",
        "X200117",
    );
    risky.extend([
        ("risk.rosh", code("H")),
        ("risk.mappa_category", code("1")),
        ("risk.mappa_level", code("1")),
        ("risk.alerts", codes(&["RCHD"])),
        ("risk.checked_on", date("2012-06-01")),
        ("client.gender", code("F")),
    ]);
    let mut aisha = person("Khan", "Aisha", "1991-01-12", "X200131");
    aisha.push(("risk.rosh", code("L")));
    vec![
        waiting(431, "2012-0412", "2012-06-06", "2", risky),
        waiting(432, "2012-0413", "2012-06-12", "1", aisha),
        waiting(
            433,
            "2012-0415",
            "2012-06-14",
            "U",
            person("Wood", "Peter", "1988-05-05", "X200140"),
        ),
    ]
}

fn trainer(id: &str, name: &str, from: &str, level3: Option<&str>, offices: &[&str]) -> Trainer {
    let offices = offices.iter().map(|o| (*o).to_owned()).collect();
    let from = day(from);
    let role = if level3.is_some() {
        "trainer"
    } else {
        "trainee"
    };
    Trainer {
        id: TrainerId(id.to_owned()),
        name: name.to_owned(),
        gender: "F".to_owned(),
        from: Some(from),
        to: None,
        roles: vec![From {
            from,
            what: role.to_owned(),
        }],
        level2: Some(from),
        level3: level3.map(day),
        hours: vec![From {
            from,
            what: Number::whole(37),
        }],
        offices: vec![From {
            from,
            what: offices,
        }],
        languages: Vec::new(),
        lone_working: Some(from),
        leave: Vec::new(),
        conflicts: Vec::new(),
        events: Vec::new(),
        act: 1,
    }
}

pub fn trainers() -> Vec<Trainer> {
    let mut jones = trainer(
        "HT01",
        "Mary Jones",
        "2010-04-12",
        Some("2010-09-10"),
        &["C"],
    );
    jones.leave.push(Leave {
        from: day("2012-06-25"),
        to: Some(day("2012-07-06")),
        kind: "L".to_owned(),
    });
    vec![
        jones,
        trainer(
            "HT02",
            "Kiran Patel",
            "2010-04-12",
            Some("2010-09-10"),
            &["C"],
        ),
        trainer(
            "HT04",
            "Rose Okafor",
            "2010-04-12",
            Some("2010-09-10"),
            &["L"],
        ),
        trainer("HT06", "Thomas Bell", "2012-03-05", None, &["C"]),
    ]
}
