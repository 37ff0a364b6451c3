//! Samples of sheets, trainers and the service.

use super::*;

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
        events: vec![day(12)],
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
        layout: LAYOUT,
    };
    check("mark", &mark);
}

#[test]
fn an_officers_own_figures_are_written_and_read_as_ever() {
    let mut figures = Figures::default();
    *figures.hour(day(12), 14) = Tally {
        keys: 980,
        seconds: 760,
        sheets: 9,
        caught: 4,
        found: 1,
    };
    figures.slips(day(12), "session", "attendance").caught = 4;
    figures.slips(day(11), "referral", "dob").found = 1;
    check("own_figures", &figures);
}
