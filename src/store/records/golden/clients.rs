//! Samples of what is kept of a client.

use super::*;
use crate::domain::dossier::Identifier;
use crate::domain::identifier::IdentifierKind;

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
    dossier.identifiers = vec![Identifier {
        kind: IdentifierKind::Crn,
        value: "X123456".into(),
    }];
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
