//! Numbers that only one person has: nobody gets one that somebody else has without the officer's word.

use super::*;
use crate::domain::sheet::{DIFFERENT_PERSON, Override};
use crate::store::StoreError;

/// An act that gives a client one of the numbers that only one person has.
fn numbered(subject: Subject, serial: &str, number: (&str, &str)) -> NewAct {
    let list = [("client.surname", "Wood"), number];
    sheet(subject, serial, SheetRole::Registration, &list)
}

/// The same, with whom she is not and how that is known.
pub(super) fn told_apart(mut act: NewAct, other: ClientId, why: &str) -> NewAct {
    if let Deed::SheetKeyed { overrides, .. } = &mut act.deed {
        overrides.push(Override {
            field: other.to_string(),
            check: DIFFERENT_PERSON.to_owned(),
            reason: why.to_owned(),
        });
    }
    act
}

#[test]
fn a_number_that_one_person_has_is_recorded_twice_only_with_the_officers_word() {
    for (fact, number) in [
        ("client.crn", "X320741"),
        ("client.pnc", "1981/0000034U"),
        ("client.nhs_number", "9434765919"),
        ("client.cro", "123456/89A"),
    ] {
        let (mut store, ..) = fresh();
        let act = |subject, serial| numbered(subject, serial, (fact, number));
        store.record(at(1), vec![act(Subject::New, "R-1")]).unwrap();
        let first = ClientId(1);
        let refused = |store: &mut Store, acts: Vec<NewAct>| {
            let before = store.head();
            let said = store.record(at(2), acts).unwrap_err();
            assert!(
                matches!(said, StoreError::NumberTaken(_, id) if id == first),
                "{said}"
            );
            assert_eq!((store.head(), said.exit_code()), (before, 1));
        };
        refused(&mut store, vec![act(Subject::New, "R-2")]);
        refused(
            &mut store,
            vec![told_apart(act(Subject::New, "R-2"), first, " ")],
        );
        refused(
            &mut store,
            vec![told_apart(act(Subject::New, "R-2"), ClientId(7), "said so")],
        );
        // Her own sheets say it again and again.
        store
            .record(at(3), vec![act(Subject::Known(first), "R-3")])
            .unwrap();
        let two = told_apart(act(Subject::New, "R-2"), first, "two photographs");
        store.record(at(4), vec![two]).unwrap();
        // Once it stands on her record it is hers.
        store
            .record(at(5), vec![act(Subject::Known(ClientId(2)), "R-5")])
            .unwrap();
        let amended = Deed::ClientAmended {
            facts: facts(&[(fact, number)]),
        };
        store
            .record(
                at(6),
                vec![numbered(Subject::New, "R-6", ("client.forenames", "Ann"))],
            )
            .unwrap();
        let amends = NewAct {
            subject: Subject::Known(ClientId(3)),
            deed: amended,
            private: Private::default(),
        };
        assert!(store.record(at(7), vec![amends]).is_err());
    }
}

#[test]
fn two_acts_of_one_group_cannot_give_two_people_one_number_either() {
    let (mut store, ..) = fresh();
    let act = |serial| numbered(Subject::New, serial, ("client.crn", "X320741"));
    let both = vec![act("R-1"), act("R-2")];
    assert!(matches!(
        store.record(at(1), both),
        Err(StoreError::NumberTaken("CRN", ClientId(1)))
    ));
    assert!(
        store.dossier(ClientId(1)).unwrap().is_none(),
        "nothing of the group is taken"
    );
}

#[test]
fn a_number_of_records_that_were_joined_is_of_one_person() {
    let (mut store, ..) = fresh();
    let act = |subject, serial| numbered(subject, serial, ("client.crn", "X320741"));
    let other = numbered(Subject::New, "R-2", ("client.forenames", "Ann"));
    store
        .record(at(1), vec![act(Subject::New, "R-1"), other])
        .unwrap();
    store
        .record(at(2), vec![merged(ClientId(1), ClientId(2))])
        .unwrap();
    store
        .record(at(3), vec![act(Subject::Known(ClientId(2)), "R-3")])
        .unwrap();
}

#[test]
fn a_serial_far_ahead_in_a_list_does_not_move_the_next_own_one() {
    let (mut store, files, _) = fresh();
    let act = |serial| numbered(Subject::New, serial, ("client.forenames", "Ann"));
    store
        .record(at(1), vec![act("R-000122"), act("R-000123")])
        .unwrap();
    store.record(at(2), vec![act("R-900000")]).unwrap();
    let own = ("registration".to_owned(), "R-000123".to_owned());
    assert!(overview(&mut store).last_serials.contains(&own));
    assert!(overview(&mut rebuilt(&files)).last_serials.contains(&own));
}

#[test]
fn a_number_that_a_later_sheet_replaced_is_hers_still() {
    let (mut store, files, _) = fresh();
    let crn = |subject, serial, crn| numbered(subject, serial, ("client.crn", crn));
    let first = ClientId(1);
    store
        .record(at(1), vec![crn(Subject::New, "R-1", "X320741")])
        .unwrap();
    store
        .record(at(2), vec![crn(Subject::Known(first), "R-2", "X320742")])
        .unwrap();
    let check = |store: &Store| {
        assert_eq!(store.resolve("X320741").unwrap(), Some(first));
        assert_eq!(store.resolve("X320742").unwrap(), Some(first));
        let dossier = store.dossier(first).unwrap().unwrap();
        let former: Vec<&str> = dossier
            .former_identifiers()
            .map(|one| one.value.as_str())
            .collect();
        assert_eq!(
            (dossier.identity.crn.as_str(), former),
            ("X320742", vec!["X320741"])
        );
    };
    check(&store);
    check(&rebuilt(&files));
    let taken = store.record(at(3), vec![crn(Subject::New, "R-3", "X320741")]);
    assert!(
        matches!(taken, Err(StoreError::NumberTaken("CRN", id)) if id == first),
        "{taken:?}"
    );
    let two = told_apart(
        crn(Subject::New, "R-3", "X320741"),
        first,
        "it was a slip on R-1",
    );
    let other = one(&mut store, 4, two).client.unwrap();
    // Whoever has it now is meant, not whoever had it once.
    assert_eq!(store.resolve("X320741").unwrap(), Some(other));
}

#[test]
fn a_number_that_was_a_slip_and_was_put_right_on_its_sheet_is_nobodys() {
    let (mut store, ..) = fresh();
    let crn = |subject, serial, crn| numbered(subject, serial, ("client.crn", crn));
    let first = ClientId(1);
    store
        .record(at(1), vec![crn(Subject::New, "R-1", "X320741")])
        .unwrap();
    let mut right = crn(Subject::Known(first), "R-1", "X320742");
    if let Deed::SheetKeyed { amends, .. } = &mut right.deed {
        *amends = true;
    }
    store.record(at(2), vec![right]).unwrap();
    assert_eq!(store.resolve("X320741").unwrap(), None);
    store
        .record(at(3), vec![crn(Subject::New, "R-3", "X320741")])
        .unwrap();
}

#[test]
fn a_number_is_one_however_a_list_spells_it() {
    for (fact, one, other) in [
        ("client.pnc", "1981/0000034V", "81/34V"),
        ("client.nhs_number", "9434765918", "943-476-5918"),
        ("client.cro", "065656/91H", "65656-91H"),
    ] {
        let (mut store, ..) = fresh();
        let act = |serial, number| numbered(Subject::New, serial, (fact, number));
        store.record(at(1), vec![act("R-1", one)]).unwrap();
        let again = store.record(at(2), vec![act("R-2", other)]);
        assert!(
            matches!(again, Err(StoreError::NumberTaken(..))),
            "{fact}: {again:?}"
        );
        assert_eq!(store.resolve(other).unwrap(), Some(ClientId(1)), "{fact}");
    }
}
