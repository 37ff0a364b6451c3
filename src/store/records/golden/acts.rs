//! Samples of acts, with and without their private part.

use super::*;

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
            overrides: overrides(),
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
        follows: false,
        unread: true,
        stood: Some(Value::YesNo(true)),
        readings: vec!["12/06".into()],
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
