//! What a client is called once several sheets or records name her.

use super::*;
use crate::domain::act::Subject;
use crate::domain::sheet::SheetRole;

#[test]
fn a_referral_heard_otherwise_does_not_rename_whom_a_registration_named() {
    let (mut store, files, _) = fresh();
    let named = |subject, serial: &str, role, surname: &str| {
        sheet(subject, serial, role, &[("client.surname", surname)])
    };
    let first = named(Subject::New, "F-1", SheetRole::Referral, "Ringor");
    let her = one(&mut store, 1, first).client.unwrap();
    let known = Subject::Known(her);
    one(
        &mut store,
        2,
        named(known, "R-1", SheetRole::Registration, "Ringer"),
    );
    one(
        &mut store,
        3,
        named(known, "F-2", SheetRole::Referral, "Wringer"),
    );
    let check = |store: &Store| {
        let identity = store.dossier(her).unwrap().unwrap().identity;
        assert_eq!(identity.surname, "Ringer");
        assert_eq!(identity.former_names, ["Ringor", "Wringer"]);
    };
    check(&store);
    check(&rebuilt(&files));
    one(
        &mut store,
        4,
        named(known, "R-2", SheetRole::Registration, "Marsh"),
    );
    assert_eq!(
        store.dossier(her).unwrap().unwrap().identity.surname,
        "Marsh"
    );
}

#[test]
fn the_record_that_stays_keeps_its_names_and_numbers_when_another_is_joined_to_it() {
    let (mut store, files, _) = fresh();
    let stays = one(&mut store, 1, referral(Subject::New, "F-1", "Smyth", "X1"));
    let slip = one(&mut store, 2, referral(Subject::New, "F-2", "Smith", "X2"));
    let (stays, slip) = (stays.client.unwrap(), slip.client.unwrap());
    one(&mut store, 3, merged(slip, stays));
    let check = |store: &Store| {
        let dossier = store.whole(slip).unwrap().unwrap();
        let identity = &dossier.identity;
        assert_eq!(
            (identity.surname.as_str(), identity.crn.as_str()),
            ("Smyth", "X1")
        );
        assert_eq!(identity.former_names, ["Smith"]);
        assert_eq!(dossier.crns, ["X1", "X2"]);
    };
    check(&store);
    check(&rebuilt(&files));
}
