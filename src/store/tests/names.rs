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
        let crns = dossier.identifiers.iter().map(|one| one.value.as_str());
        assert_eq!(crns.collect::<Vec<_>>(), ["X1", "X2"]);
    };
    check(&store);
    check(&rebuilt(&files));
}

#[test]
fn a_second_referral_heard_otherwise_does_not_rename_her_either_and_putting_the_first_one_right_does()
 {
    let (mut store, files, _) = fresh();
    let heard = |subject, serial: &str, surname: &str, forenames: &str| {
        let list = [
            ("client.surname", surname),
            ("client.forenames", forenames),
            ("referral.received", "2012-06-11"),
        ];
        sheet(subject, serial, SheetRole::Referral, &list)
    };
    let first = heard(Subject::New, "F-1", "O'Connor", "Eoin Ruairí");
    let her = one(&mut store, 1, first).client.unwrap();
    let known = Subject::Known(her);
    one(&mut store, 2, heard(known, "F-2", "Okonor", "Owen"));
    let check = |store: &Store| {
        let identity = store.dossier(her).unwrap().unwrap().identity;
        assert_eq!(
            (identity.surname.as_str(), identity.forenames.as_str()),
            ("O'Connor", "Eoin Ruairí")
        );
        assert_eq!(identity.former_names, ["Okonor"]);
    };
    check(&store);
    check(&rebuilt(&files));
    let right = amended(heard(known, "F-1", "O'Conor", "Eoin"));
    one(&mut store, 3, right);
    let identity = store.dossier(her).unwrap().unwrap().identity;
    assert_eq!(identity.surname, "O'Conor");
}

#[test]
fn a_case_that_was_signed_off_stays_so_when_its_client_is_joined_to_one_with_a_case_of_the_same_months()
 {
    let (mut store, files, _) = fresh();
    let begun = |serial: &str, surname: &str, day: &str| {
        let list = [("client.surname", surname), ("referral.received", day)];
        sheet(Subject::New, serial, SheetRole::Referral, &list)
    };
    let stays = one(&mut store, 1, begun("F-1", "Smyth", "2012-01-10"));
    let other = one(&mut store, 2, begun("F-2", "Smith", "2012-02-10"));
    let (stays, other) = (stays.client.unwrap(), other.client.unwrap());
    let ended = [("signoff.date", "2012-03-01"), ("signoff.reason", "COMP")];
    one(
        &mut store,
        3,
        sheet(Subject::Known(stays), "O-1", SheetRole::Signoff, &ended),
    );
    one(&mut store, 4, merged(other, stays));
    let check = |store: &Store| {
        let dossier = store.whole(stays).unwrap().unwrap();
        let ended: Vec<bool> = dossier.cases.iter().map(|c| c.signoff.is_some()).collect();
        assert_eq!(ended, [true, false], "the sign-off stays with its case");
    };
    check(&store);
    check(&rebuilt(&files));
    let later = [("signoff.date", "2012-03-05"), ("signoff.reason", "COMP")];
    one(
        &mut store,
        5,
        sheet(Subject::Known(stays), "O-2", SheetRole::Signoff, &later),
    );
    let dossier = store.whole(stays).unwrap().unwrap();
    assert!(
        dossier.cases.iter().all(|c| c.signoff.is_some()),
        "from the joining on they are one, and the newest referral by that day is meant"
    );
}

#[test]
fn a_record_that_stays_keeps_the_name_of_its_own_referral_though_the_other_one_is_older() {
    let (mut store, files, _) = fresh();
    let named = |serial: &str, forename: &str| {
        let list = [
            ("client.surname", "O'Connor"),
            ("client.forenames", forename),
            ("referral.received", "2012-06-11"),
        ];
        sheet(Subject::New, serial, SheetRole::Referral, &list)
    };
    let older = one(&mut store, 1, named("R-1", "Niall")).client.unwrap();
    let stays = one(&mut store, 2, named("R-2", "Eoin")).client.unwrap();
    one(&mut store, 3, merged(older, stays));
    for store in [&store, &rebuilt(&files)] {
        let her = store.card(older).unwrap().unwrap().dossier.identity;
        assert_eq!(
            (her.surname.as_str(), her.forenames.as_str()),
            ("O'Connor", "Eoin")
        );
    }
}
