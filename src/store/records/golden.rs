//! Golden bytes: each record as each released version wrote it, read by the version of today.
//!
//! `tests/golden/<record>.v<version>.hex` holds the bytes of one sample. When a test here fails, a stored shape was changed: keep the
//! file, freeze the old shape in `records`, raise `VERSION`, write `from_older`, and add a file for the new version.

use super::*;
use crate::domain::act::Deed;
use crate::domain::case::{Case, Contact, Cover, Hold, Plan, Spell, Work};
use crate::domain::client::{Identity, Risk};
use crate::domain::dossier::{Declared, Dossier, SheetLine};
use crate::domain::fact::Facts;
use crate::domain::ledger::Pad;
use crate::domain::reference::{CaseNo, ClientId, DraftId, TrainerId};
use crate::domain::sheet::{
    BatchHead, Draft, DraftChange, KeptBox, Override, SheetHead, SheetRole,
};
use crate::domain::trainer::{Conflict, From, Leave, Trainer};
use crate::domain::value::{Missing, Number, Value, Values};
use crate::store::codec::{Record, decode, encode};
use chrono::NaiveDate;
use indexmap::IndexMap;
use std::fmt::Write as _;
use std::path::PathBuf;

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2012, 6, number).unwrap()
}

fn spot(seq: u64) -> Spot {
    Spot {
        seq,
        segment: 2,
        offset: 70_000 + seq,
    }
}

fn file(name: &str, version: u16) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.join("tests/golden")
        .join(format!("{name}.v{version}.hex"))
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for line in bytes.chunks(32) {
        for byte in line {
            write!(text, "{byte:02x}").unwrap();
        }
        text.push('\n');
    }
    text
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    let pairs = digits
        .chunks(2)
        .map(|pair| std::str::from_utf8(pair).unwrap());
    pairs
        .map(|pair| u8::from_str_radix(pair, 16).unwrap())
        .collect()
}

/// Today's program writes the golden bytes of today's version, and reads those of every version there was.
fn check<R: Record + PartialEq + std::fmt::Debug>(name: &str, sample: &R) {
    let written = encode(sample).unwrap();
    let path = file(name, R::VERSION);
    // Before a first release a shape may change: `CASELOAD_WRITE=1 cargo test golden` then makes the bytes anew.
    if std::env::var_os("CASELOAD_WRITE").is_some() {
        std::fs::write(&path, hex(&written)).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        hex(&written) == golden,
        "{name} is written otherwise than before:\n{}",
        hex(&written)
    );
    for version in 1..=R::VERSION {
        let bytes = unhex(&std::fs::read_to_string(file(name, version)).unwrap());
        let read: R = decode(&bytes).unwrap_or_else(|e| panic!("{name} version {version}: {e}"));
        if version == R::VERSION {
            assert_eq!(
                &read, sample,
                "{name} is read otherwise than it was written"
            );
        }
    }
}

fn facts() -> Facts {
    let mut facts = Facts::default();
    let all = [
        ("client.surname", Value::Text("Smith".into())),
        ("client.dob", Value::Date(day(1))),
        ("referral.time", Value::Time("14:05:00".parse().unwrap())),
        ("plan.sessions", Value::Number(Number(8500))),
        ("referral.route", Value::Code("E".into())),
        ("risk.alerts", Value::Codes(vec!["A1".into(), "A2".into()])),
        ("referral.urgent", Value::YesNo(true)),
        ("case.trainer", Value::Reference("HT03".into())),
        ("client.crn", Value::Missing(Missing::Illegible)),
    ];
    for (name, value) in all {
        facts.set(name, value);
    }
    facts
}

fn head(role: SheetRole) -> SheetHead {
    SheetHead {
        serial: "S-000123".into(),
        form: "session".into(),
        version: 3,
        role,
        completed_on: Some(day(12)),
        completed_by: Some("HT03".into()),
        queried: true,
    }
}

fn overrides() -> Vec<Override> {
    vec![Override {
        field: "minutes".into(),
        check: "long".into(),
        reason: "two visits".into(),
    }]
}

fn deeds() -> Vec<Deed> {
    let (user, reason) = (String::from("J Officer"), String::from("why"));
    let serial = String::from("S-000123");
    let no = CaseNo {
        year: 2012,
        number: 412,
    };
    vec![
        Deed::ServiceOpened {
            service: "Rutland".into(),
        },
        Deed::UserAdded {
            user: user.clone(),
            role: crate::domain::act::Role::Supervisor,
        },
        Deed::UserRevoked { user: user.clone() },
        Deed::PassphraseChanged { user },
        Deed::PaperReceived {
            serial: serial.clone(),
            form: "plan".into(),
        },
        Deed::DraftKept { draft: DraftId(9) },
        Deed::SheetKeyed {
            head: head(SheetRole::Session),
            facts: facts(),
            draft: Some(DraftId(9)),
            amends: true,
            overrides: overrides(),
        },
        Deed::SheetVoided {
            serial,
            reason: reason.clone(),
        },
        Deed::ClientImported {
            facts: facts(),
            reference: "L1".into(),
            dob_as_read: "31/02/1980".into(),
        },
        Deed::ClientAmended { facts: facts() },
        Deed::ClientsMerged {
            from: ClientId(1),
            into: ClientId(2),
            reason: reason.clone(),
        },
        Deed::ClientsKeptApart {
            a: ClientId(3),
            b: ClientId(4),
            reason: reason.clone(),
        },
        Deed::Allocated {
            case: no,
            trainer: TrainerId("HT03".into()),
            work: 2,
            rank: 1,
            shown: vec!["same office".into()],
            told: vec!["rosh:V".into()],
            reason: reason.clone(),
            on: day(13),
        },
        Deed::ReferralClosed {
            case: no,
            outcome: "declined".into(),
            reason: reason.clone(),
        },
        Deed::Viewed {
            door: "card".into(),
        },
        Deed::Exported {
            what: "sheets".into(),
            count: 300,
        },
        Deed::Undone { act: 77, reason },
        Deed::Repaired {
            what: "rebuilt".into(),
        },
    ]
}

/// What is done to a case after it was given.
fn deeds_of_hands() -> Vec<Deed> {
    let no = CaseNo {
        year: 2012,
        number: 412,
    };
    vec![
        Deed::CaseReturned {
            case: no,
            trainer: TrainerId("HT03".into()),
            how: "declined".into(),
            reason: "too far".into(),
            on: day(13),
        },
        Deed::CasesShared {
            from: "HT03".into(),
            count: 12,
        },
        Deed::CaseCovered {
            case: no,
            trainer: TrainerId("HT04".into()),
            until: day(20),
            shown: vec!["same office".into()],
            reason: "leave".into(),
            told: vec!["mappa:1".into()],
            on: day(13),
        },
        Deed::CaseHeld {
            case: no,
            reason: "custody".into(),
            until: Some(day(21)),
            on: day(13),
        },
        Deed::CaseResumed {
            case: no,
            on: day(14),
        },
        Deed::ConflictDeclared {
            trainer: TrainerId("HT03".into()),
            kind: "C".into(),
            on: day(13),
        },
        Deed::TrainerTold {
            case: no,
            trainer: TrainerId("HT03".into()),
            told: vec!["alert:AV2S".into()],
            on: day(13),
        },
        Deed::PaperIssued {
            form: "session".into(),
            first: "S-000101".into(),
            last: "S-000150".into(),
            trainer: TrainerId("HT03".into()),
            on: day(13),
        },
        Deed::SheetFiled {
            serial: "S-000123".into(),
        },
        Deed::BoxRekeyed {
            serial: "S-000123".into(),
            form: "session".into(),
            field: "attendance".into(),
        },
        Deed::SheetRekeyed {
            serial: "S-000123".into(),
            boxes: 3,
        },
        Deed::DayClosed {
            on: day(14),
            open: vec!["3 sheets to key".into()],
        },
        Deed::BatchBegun {
            head: BatchHead {
                by: Some("HT03".into()),
                office: Some("V".into()),
                on: Some(day(12)),
            },
        },
    ]
}

#[test]
fn every_act_is_written_and_read_as_ever() {
    for deed in deeds().into_iter().chain(deeds_of_hands()) {
        let name = format!("act.{}", deed.kind().name.replace(' ', "_"));
        let look = Look {
            at: 1_339_664_400_123,
            by: "J Officer".into(),
            client: Some(ClientId(123)),
            deed,
        };
        check(&name, &look);
    }
}

fn draft() -> Draft {
    let kept = KeptBox {
        text: "12/06".into(),
        missing: Some(Missing::Declined),
        settled: true,
        carried: false,
    };
    Draft {
        id: DraftId(9),
        form: "session".into(),
        version: 3,
        client: Some(ClientId(123)),
        client_as_read: "X123456".into(),
        amends: Some("S-1".into()),
        focus: "date".into(),
        caret: 5,
        last_keyed: "date".into(),
        parked: true,
        boxes: IndexMap::from([("date".to_owned(), kept)]),
        overrides: overrides(),
        by: "J Officer".into(),
        kept_at: chrono::DateTime::from_timestamp_millis(1_339_664_400_123).unwrap(),
    }
}

#[test]
fn every_private_part_is_written_and_read_as_ever() {
    let values: Values = facts().0;
    let kept = draft().boxes["date"].clone();
    let field = String::from("date");
    let changes = [
        ("stated", DraftChange::Stated(Box::new(draft()))),
        (
            "box",
            DraftChange::Box {
                field: field.clone(),
                kept,
                caret: 5,
            },
        ),
        ("moved", DraftChange::Moved { field, caret: 1 }),
        ("parked", DraftChange::Parked(true)),
        ("overrode", DraftChange::Overrode(overrides().remove(0))),
        ("ended", DraftChange::Ended),
    ];
    for (name, change) in changes {
        let secret = Secret {
            values: values.clone(),
            note: "a question".into(),
            draft: Some(change),
        };
        check(&format!("private.{name}"), &secret);
    }
}

fn case() -> Case {
    let mut case = Case::new(CaseNo {
        year: 2012,
        number: 412,
    });
    case.serial = "R-1".into();
    case.received = Some(day(1));
    case.route = "E".into();
    case.office = "CITY".into();
    case.reasons = vec!["03".into()];
    case.type_asked = Some(2);
    case.urgent = true;
    case.release = Some(day(30));
    case.outcome = "declined".into();
    case.spells = vec![Spell {
        trainer: TrainerId("HT03".into()),
        from: day(4),
        to: Some(day(5)),
        reason: "left".into(),
        passed: vec!["A1: Type 2 needs Level 3".into()],
        told: vec!["rosh:V".into()],
        ended: "declined: too far".into(),
        act: 8,
    }];
    case.covers = vec![Cover {
        trainer: TrainerId("HT04".into()),
        from: day(4),
        to: day(5),
        reason: "leave".into(),
        told: vec!["mappa:1".into()],
        act: 9,
    }];
    case.holds = vec![Hold {
        from: day(4),
        to: Some(day(6)),
        reason: "custody".into(),
    }];
    case.works = vec![Work {
        kind: 1,
        from: day(4),
    }];
    case.work = Some(1);
    case.first_contact = Some(day(6));
    case.contacts = vec![Contact {
        serial: "S-1".into(),
        on: day(7),
        attendance: "5".into(),
        next: Some(day(8)),
    }];
    case.signposted = vec![day(9)];
    case.plan = Some(Plan {
        serial: "P-1".into(),
        start: Some(day(10)),
        sessions: 8,
    });
    case.assessments = vec![("pre".into(), Some(day(11)))];
    case.signoff = Some((day(12), "COMP".into()));
    case.followups = vec![(3, Some(day(13)))];
    case
}

fn identity() -> Identity {
    let mut identity = Identity::default();
    let words = [
        &mut identity.title,
        &mut identity.surname,
        &mut identity.forenames,
        &mut identity.known_as,
        &mut identity.born_as_read,
        &mut identity.gender,
        &mut identity.crn,
        &mut identity.pnc,
        &mut identity.cro,
        &mut identity.nhs_number,
        &mut identity.noms,
        &mut identity.ni_number,
        &mut identity.address,
        &mut identity.postcode,
        &mut identity.reference,
        &mut identity.trainer_gender,
        &mut identity.language,
        &mut identity.office,
        &mut identity.offender_manager,
    ];
    for (number, word) in words.into_iter().enumerate() {
        *word = format!("word {number}");
    }
    identity.former_names = vec!["Wood".into()];
    identity.phones = vec!["01160000000".into()];
    identity.born = Some(day(14));
    identity.interpreter = true;
    identity.consent = Some(false);
    identity
}

fn dossier() -> Dossier {
    let mut dossier = Dossier::new(ClientId(123));
    dossier.identity = identity();
    dossier.risk = Risk {
        rosh: Some("H".into()),
        mappa_category: Some("1".into()),
        mappa_level: Some("2".into()),
        alerts: vec!["A1".into()],
        checked_on: Some(day(15)),
        tier: Some(3),
        safety_note: "meet at the office".into(),
        venue_limits: vec!["V1".into()],
    };
    dossier.cases = vec![case()];
    dossier.conflicts = vec![Declared {
        trainer: TrainerId("HT03".into()),
        kind: "C".into(),
        on: day(13),
        act: 12,
    }];
    dossier.crns = vec!["X123456".into()];
    dossier.sheets = vec![SheetLine {
        serial: "S-1".into(),
        form: "session".into(),
        role: SheetRole::Session,
        on: Some(day(16)),
        act: 9,
        queried: true,
    }];
    dossier.merged_into = Some(ClientId(5));
    dossier.merged_from = vec![ClientId(6)];
    dossier.apart_from = vec![ClientId(7)];
    dossier
}

#[test]
fn every_record_about_a_client_is_written_and_read_as_ever() {
    let acts = vec![ActRef {
        spot: spot(9),
        shapes: true,
    }];
    let record = ClientRecord {
        id: ClientId(123),
        key: Some([7; 16]),
        acts,
        dossier: Some(dossier()),
    };
    check("client", &record);
    let name = Name {
        id: ClientId(123),
        identity: identity(),
        merged_into: Some(ClientId(5)),
    };
    check("name", &name);
    let clients = vec![ClientId(1), ClientId(300)];
    check("holders", &Holders { clients });
    let attention = Attention {
        client: ClientId(123),
        has_cases: true,
        until: Some(day(17)),
        queried: vec!["S-1".into()],
    };
    check("attention", &attention);
}

#[test]
fn every_record_about_a_sheet_is_written_and_read_as_ever() {
    let reference = |seq, what| SerialRef {
        spot: spot(seq),
        what,
        client: Some(ClientId(123)),
        draft: Some((DraftId(9), spot(1))),
    };
    let record = SerialRecord {
        serial: "S-1".into(),
        acts: vec![
            reference(2, What::Received),
            reference(3, What::Keyed),
            reference(4, What::Voided),
            reference(5, What::Undone(4)),
            reference(6, What::Filed),
            reference(7, What::BoxRekeyed),
            reference(8, What::Rekeyed),
        ],
        paper: Some(PaperAt {
            spot: spot(2),
            form: "session".into(),
            client: None,
        }),
        sheet: Some(SheetAt {
            spot: spot(3),
            first: 3,
            form: "session".into(),
            role: SheetRole::Followup,
            client: Some(ClientId(123)),
            queried: true,
            at_desk: true,
        }),
        void: true,
        filed: true,
        rekeyed: true,
    };
    check("serial", &record);
    let acts = vec![spot(1), spot(2)];
    check(
        "draft",
        &DraftRecord {
            id: DraftId(9),
            acts,
        },
    );
}

fn trainer() -> Trainer {
    let what = String::from("trainer");
    Trainer {
        id: TrainerId("HT03".into()),
        name: "K Patel".into(),
        gender: "F".into(),
        from: Some(day(1)),
        to: Some(day(2)),
        roles: vec![
            From {
                from: NaiveDate::MIN,
                what: what.clone(),
            },
            From { from: day(3), what },
        ],
        level2: Some(day(4)),
        level3: Some(day(5)),
        hours: vec![From {
            from: day(6),
            what: Number(18_500),
        }],
        offices: vec![From {
            from: day(7),
            what: vec!["CITY".into()],
        }],
        languages: vec![From {
            from: day(8),
            what: vec!["pa".into()],
        }],
        lone_working: Some(day(8)),
        leave: vec![Leave {
            from: day(9),
            to: Some(day(10)),
            kind: "L".into(),
        }],
        conflicts: vec![Conflict {
            client: "C-000123".into(),
            kind: "kin".into(),
        }],
        act: 11,
    }
}

#[test]
fn every_record_about_the_service_is_written_and_read_as_ever() {
    let workers = Workers {
        acts: vec![spot(1)],
        trainers: vec![trainer()],
    };
    check("workers", &workers);
    let recent = Recent {
        spot: spot(12),
        words: "sheet keyed S-1".into(),
        undone: true,
        hand: Some(Hand {
            on: Some(day(18)),
            by: Some("HT03".into()),
            office: Some("V".into()),
            batch: 9,
            keyed: day(19),
        }),
    };
    let user = UserRecord {
        name: "J Officer".into(),
        recent: vec![recent],
    };
    check("user", &user);
    let totals = Totals {
        service: "Rutland".into(),
        at: 1_339_664_400_123,
        clients: 3,
        last_client: 4,
        last_draft: 5,
        last_cases: vec![(2012, 412)],
        forms: vec![FormTop {
            form: "session".into(),
            count: 1,
            top: vec!["S-1".into()],
        }],
    };
    check("totals", &totals);
    let pads = Pads {
        acts: vec![
            PadRef {
                seq: 7,
                pad: Some(Pad {
                    form: "session".into(),
                    first: "S-000101".into(),
                    last: "S-000150".into(),
                    trainer: TrainerId("HT03".into()),
                    on: day(13),
                }),
                undoes: None,
            },
            PadRef {
                seq: 8,
                pad: None,
                undoes: Some(7),
            },
        ],
    };
    check("pads", &pads);
    let rekeyings = Rekeyings {
        spots: vec![spot(12), spot(13)],
    };
    check("rekeyings", &rekeyings);
    let mark = Mark {
        spot: spot(99),
        chain: [9; 32],
        entries: 1000,
        digest: u128::MAX - 1,
        closed: true,
    };
    check("mark", &mark);
}
