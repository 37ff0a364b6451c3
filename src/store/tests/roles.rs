//! Who may do what, and who is let in.

use super::*;
use crate::domain::act::Role;
use crate::domain::sheet::DraftChange;
use crate::store::StoreError;

fn supervised() -> (Memory, InMemory, ClientId) {
    let (mut store, files, home) = fresh();
    let mut referred = referral(Subject::New, "R-1", "Smith", "X1");
    referred.private.note = "illegible date".into();
    let her = one(&mut store, 1, referred).client.unwrap();
    store
        .add_user(at(2), "S Visor", Role::Supervisor, "look only")
        .unwrap();
    store
        .keep(
            at(3),
            DraftId(1),
            None,
            DraftChange::Stated(Box::new(draft(1, "S-1"))),
            true,
        )
        .unwrap();
    store.close().unwrap();
    (files, home, her)
}

fn supervisor(files: &Memory, home: &InMemory) -> Store {
    let at_place = place(Arc::new(files.clone()), home);
    Store::open_at(at_place, "S Visor", "look only", at(10)).unwrap()
}

#[test]
fn a_supervisor_sees_whose_case_it_is_and_no_answer() {
    let (files, home, her) = supervised();
    // Also where she is the first to open a store whose working part was lost.
    for home in [home, InMemory::default()] {
        let mut store = supervisor(&files, &home);
        assert_eq!(store.role(), Role::Supervisor);
        let card = store.card(her).unwrap().unwrap();
        assert_eq!(card.dossier.identity.surname, "Smith");
        assert_eq!(card.sheets[0].values, None);
        assert_eq!(card.sheets[0].query, "");
        assert!(card.acts.iter().all(|a| a.private.is_none()));
        let seen = overview(&mut store);
        assert_eq!((seen.cases.len(), seen.drafts.len()), (1, 0));
        store.close().unwrap();
        let mut store = reopen(&files, &home);
        assert_eq!(
            overview(&mut store).drafts.len(),
            1,
            "the officer still finds her draft"
        );
        assert!(store.sheet("R-1").unwrap().unwrap().values.is_some());
        store.close().unwrap();
    }
}

#[test]
fn a_supervisors_view_is_on_record_and_nothing_else_of_hers_is() {
    let (files, home, her) = supervised();
    let mut store = supervisor(&files, &home);
    let viewed = deed(
        Subject::Known(her),
        Deed::Viewed {
            door: "card".into(),
        },
    );
    one(&mut store, 11, viewed);
    let refused = store.record(at(12), vec![referral(Subject::New, "R-2", "Khan", "")]);
    assert!(matches!(refused, Err(StoreError::OfficersOnly(_))));
    let refused = store.keep(at(12), DraftId(2), None, DraftChange::Parked(true), true);
    assert_eq!(refused.unwrap_err().exit_code(), 3);
    assert!(store.undo(at(12), 3, "").is_err());
    assert!(store.add_user(at(12), "X", Role::Officer, "y").is_err());
    store.close().unwrap();
    let store = reopen(&files, &home);
    let acts = store.acts_about(her).unwrap();
    let last = acts.last().unwrap();
    assert_eq!(
        (last.by.as_str(), last.deed.kind().name),
        ("S Visor", "record viewed")
    );
    assert!(store.verify().unwrap().ok);
}

#[test]
fn a_wrong_passphrase_a_stranger_and_the_revoked_are_not_let_in() {
    let (files, home, _) = supervised();
    let mut store = reopen(&files, &home);
    store.revoke(at(20), "S Visor").unwrap();
    assert!(store.revoke(at(20), USER).is_err(), "nobody would be left");
    store
        .change_passphrase(at(21), USER, "battery staple")
        .unwrap();
    assert!(
        store
            .users()
            .iter()
            .any(|u| u.revoked && u.role == Role::Supervisor)
    );
    store.close().unwrap();
    for (user, pass) in [("S Visor", "look only"), (USER, PASS), ("Nobody", "x")] {
        let at_place = place(Arc::new(files.clone()), &home);
        let refused = Store::open_at(at_place, user, pass, at(30)).unwrap_err();
        assert_eq!(refused.exit_code(), 3, "{refused}");
    }
    let at_place = place(Arc::new(files.clone()), &home);
    let store = Store::open_at(at_place, USER, "battery staple", at(900)).unwrap();
    let mut names = Vec::new();
    store
        .acts(1, &mut |act| names.push(act.deed.kind().name))
        .unwrap();
    assert_eq!(
        names[names.len() - 2..],
        ["user revoked", "passphrase changed"]
    );
}

#[test]
fn an_open_store_is_held_and_an_empty_folder_holds_none() {
    let (store, files, home) = fresh();
    let second =
        Store::open_at(place(Arc::new(files.clone()), &home), USER, PASS, at(1)).unwrap_err();
    assert_eq!(second.exit_code(), 5, "{second}");
    let again = Store::create_at(place(Arc::new(files.clone()), &home), options()).unwrap_err();
    assert!(matches!(again, StoreError::AlreadyThere(_)));
    drop(store);
    let nothing = place(Arc::new(Memory::new()), &home);
    assert!(matches!(
        Store::open_at(nothing, USER, PASS, at(1)),
        Err(StoreError::NotThere(_))
    ));
}
