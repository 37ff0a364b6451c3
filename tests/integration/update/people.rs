//! Four invented clients and five invented trainers, as acts that happened before the day of the tests.

use caseload::domain::act::{Act, Deed, Private};
use caseload::domain::fact::Facts;
use caseload::domain::overview::Paper;
use caseload::domain::reference::{CaseNo, ClientId, TrainerId};
use caseload::domain::sheet::{SheetHead, SheetRole};
use caseload::domain::trainer::{From, Trainer};
use caseload::domain::value::{Missing, Number, Value, Values};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

/// Dale Smith, born 14 March 1984: a Type 2 case of HT01.
pub const SMITH: ClientId = ClientId(1);
/// Adrian Smyth: waits for a trainer, Type 1.
pub const SMYTH: ClientId = ClientId(2);
/// Aisha Khan: waits for a trainer, Type 2, and nobody knows her risk.
pub const KHAN: ClientId = ClientId(3);
/// Peter Wood: waits for a trainer, Type 1.
pub const WOOD: ClientId = ClientId(4);

/// A day written as 2012-06-14.
pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// Thursday 14 June 2012, five past two, on the office's clock.
pub fn local() -> NaiveDateTime {
    day("2012-06-14").and_hms_opt(14, 5, 0).expect("a time")
}

/// The same moment in UTC.
pub fn now() -> DateTime<Utc> {
    day("2012-06-14")
        .and_hms_opt(13, 5, 0)
        .expect("a time")
        .and_utc()
}

/// The case of a number in 2012.
pub fn case(number: u32) -> CaseNo {
    CaseNo { year: 2012, number }
}

fn text(words: &str) -> Value {
    Value::Text(words.to_owned())
}

fn code(code: &str) -> Value {
    Value::Code(code.to_owned())
}

/// The trainers: two with Level 3 at the city centre, one at Loughborough, a trainee, and one who has left.
pub fn trainers() -> Vec<Trainer> {
    let mut trainee = trainer("HT04", "Tess Bell", "C");
    trainee.level3 = None;
    "trainee".clone_into(&mut trainee.roles[0].what);
    let mut gone = trainer("HT05", "Sam Wood", "C");
    gone.to = Some(day("2011-12-31"));
    vec![
        trainer("HT01", "Kavita Patel", "C"),
        trainer("HT02", "Mark Jones", "C"),
        trainer("HT03", "Rosa Okafor", "L"),
        trainee,
        gone,
    ]
}

fn trainer(id: &str, name: &str, office: &str) -> Trainer {
    let from = day("2010-01-04");
    Trainer {
        id: TrainerId(id.to_owned()),
        name: name.to_owned(),
        gender: "F".to_owned(),
        from: Some(from),
        to: None,
        roles: vec![From {
            from,
            what: "trainer".to_owned(),
        }],
        level2: Some(from),
        level3: Some(from),
        hours: vec![From {
            from,
            what: Number::whole(37),
        }],
        offices: vec![From {
            from,
            what: vec![office.to_owned()],
        }],
        languages: Vec::new(),
        lone_working: Some(from),
        leave: Vec::new(),
        conflicts: Vec::new(),
        events: Vec::new(),
        act: 0,
    }
}

/// What happened before the day of the tests.
pub fn acts() -> Vec<Act> {
    let mut book = Book(Vec::new());
    book.refer(
        SMITH,
        401,
        "2012-05-01",
        &[("Smith", "Dale", "1984-03-14", "X123456")],
        "2",
        Some("L"),
    );
    book.allocate(SMITH, 401, "HT01", "2012-05-02");
    book.refer(
        SMYTH,
        402,
        "2012-06-08",
        &[("Smyth", "Adrian", "1979-11-02", "X118204")],
        "1",
        Some("L"),
    );
    book.refer(
        KHAN,
        403,
        "2012-06-12",
        &[("Khan", "Aisha", "1990-07-21", "X200300")],
        "2",
        None,
    );
    book.refer(
        WOOD,
        404,
        "2012-06-13",
        &[("Wood", "Peter", "1971-01-30", "X300400")],
        "1",
        Some("L"),
    );
    book.session(SMITH, "S-000010", "2012-05-15");
    book.0
}

struct Book(Vec<Act>);

impl Book {
    fn add(&mut self, client: ClientId, on: &str, deed: Deed, values: Values) {
        let at = day(on).and_hms_opt(10, 0, 0).expect("a time").and_utc();
        let private = Some(Private {
            values,
            ..Private::default()
        });
        let seq = self.0.len() as u64 + 1;
        self.0.push(Act {
            seq,
            at,
            by: "earlier".to_owned(),
            client: Some(client),
            deed,
            private,
        });
    }

    fn keyed(
        &mut self,
        client: ClientId,
        serial: &str,
        role: SheetRole,
        form: &str,
        on: &str,
        told: (Facts, Values),
    ) {
        let head = SheetHead {
            serial: serial.to_owned(),
            form: form.to_owned(),
            version: 1,
            role,
            completed_on: Some(day(on)),
            completed_by: Some("HT01".to_owned()),
            queried: false,
        };
        let (facts, values) = told;
        let deed = Deed::SheetKeyed {
            head,
            facts,
            draft: None,
            amends: false,
            overrides: Vec::new(),
        };
        self.add(client, on, deed, values);
    }

    fn refer(
        &mut self,
        client: ClientId,
        number: u32,
        on: &str,
        who: &[(&str, &str, &str, &str)],
        work: &str,
        rosh: Option<&str>,
    ) {
        let mut facts = Facts::default();
        for (surname, forenames, born, crn) in who {
            facts.set("client.surname", text(surname));
            facts.set("client.forenames", text(forenames));
            facts.set("client.dob", Value::Date(day(born)));
            facts.set("client.crn", text(crn));
        }
        facts.set("referral.no", text(&case(number).to_string()));
        facts.set("referral.received", Value::Date(day(on)));
        facts.set("referral.route", code("E"));
        facts.set("referral.office", code("C"));
        facts.set("referral.type_asked", code(work));
        facts.set(
            "risk.rosh",
            rosh.map_or(Value::Missing(Missing::NotAsked), code),
        );
        let serial = format!("F-{number:06}");
        self.keyed(
            client,
            &serial,
            SheetRole::Referral,
            "referral",
            on,
            (facts, Values::new()),
        );
    }

    fn session(&mut self, client: ClientId, serial: &str, on: &str) {
        let mut facts = Facts::default();
        facts.set("session.date", Value::Date(day(on)));
        facts.set("session.attendance", code("5"));
        let mut values = Values::new();
        values.insert("client".to_owned(), Value::Reference("X123456".to_owned()));
        values.insert("date".to_owned(), Value::Date(day(on)));
        values.insert(
            "time".to_owned(),
            Value::Time(chrono::NaiveTime::from_hms_opt(14, 0, 0).expect("a time")),
        );
        values.insert("minutes".to_owned(), Value::Number(Number::whole(45)));
        values.insert("medium".to_owned(), code("1"));
        values.insert("attendance".to_owned(), code("5"));
        values.insert("risk_raised".to_owned(), Value::YesNo(false));
        values.insert("on_system".to_owned(), Value::Missing(Missing::Illegible));
        self.keyed(
            client,
            serial,
            SheetRole::Session,
            "session",
            on,
            (facts, values),
        );
    }

    fn allocate(&mut self, client: ClientId, number: u32, trainer: &str, on: &str) {
        let deed = Deed::Allocated {
            case: case(number),
            trainer: TrainerId(trainer.to_owned()),
            work: 2,
            rank: 1,
            shown: Vec::new(),
            told: Vec::new(),
            reason: String::new(),
            on: day(on),
        };
        self.add(client, on, deed, Values::new());
    }
}

/// Paper in the tray: one of Dale Smith, one of nobody known.
pub fn tray() -> Vec<Paper> {
    let paper = |serial: &str, form: &str, client, text: &str| Paper {
        serial: serial.to_owned(),
        form: form.to_owned(),
        client,
        text: text.to_owned(),
        act: 0,
    };
    vec![
        paper(
            "S-000020",
            "session",
            Some(SMITH),
            "Session, 12 June, 45 minutes",
        ),
        paper("T-000030", "signposting", None, "Signposting of A Khan"),
    ]
}
