//! What a day at the desk does to the store.

use super::*;
use crate::domain::case::CaseState;
use crate::domain::sheet::{DraftChange, KeptBox};
use crate::store::StoreError;

pub(super) fn kept(text: &str) -> DraftChange {
    DraftChange::Box {
        field: "date".into(),
        kept: KeptBox {
            text: text.into(),
            ..KeptBox::default()
        },
        caret: text.len(),
    }
}

#[test]
fn a_saved_day_is_there_in_the_morning() {
    let (mut store, files, home) = fresh();
    one(&mut store, 1, worker("W-1", "HT03"));
    let referred = one(
        &mut store,
        2,
        referral(Subject::New, "R-1", "Smith", "X123456"),
    );
    let her = referred.client.unwrap();
    one(&mut store, 3, allocated(her, case(1), "HT03"));
    store
        .keep(
            at(4),
            DraftId(1),
            Some(her),
            DraftChange::Stated(Box::new(draft(1, "S-1"))),
            false,
        )
        .unwrap();
    store
        .keep(at(5), DraftId(1), Some(her), kept("12/06"), false)
        .unwrap();
    let seen = overview(&mut store);
    assert_eq!(seen.cases.len(), 1);
    assert_eq!(seen.cases[0].case.state(), CaseState::Allocated);
    assert_eq!(seen.drafts[0].boxes["date"].text, "12/06");
    assert_eq!(seen.last_serials.len(), 2);
    assert_eq!((seen.clients, seen.next_draft), (1, 2));
    store.close().unwrap();
    let mut store = reopen(&files, &home);
    assert_eq!(overview(&mut store), seen);
    assert_eq!(store.notices(), &[] as &[String]);
    assert_eq!(store.service(), "Rutland Health Trainers");
    let sheet = store.sheet("R-1").unwrap().unwrap();
    assert_eq!(sheet.values.unwrap(), values("R-1"));
    assert_eq!(sheet.client, Some(her));
    drop(store);
    let mut store = rebuilt(&files);
    let again = overview(&mut store);
    assert_eq!(
        Overview {
            head: seen.head,
            ..again
        },
        seen
    );
    assert!(
        store.notices()[0].contains("built anew"),
        "{:?}",
        store.notices()
    );
}

#[test]
fn a_group_brings_clients_refers_and_allocates_in_one_go() {
    let (mut store, ..) = fresh();
    let mut first = referral(Subject::Numbered(ClientId(7)), "R-1", "Khan", "X000001");
    if let Deed::SheetKeyed { facts, .. } = &mut first.deed {
        facts.set("referral.no", Value::Text("2012-0005".into()));
    }
    let second = referral(Subject::New, "R-2", "Wood", "X000002");
    let done = store
        .record(
            at(1),
            vec![first, allocated(ClientId(7), case(5), "HT01"), second],
        )
        .unwrap();
    assert_eq!(done.iter().map(|a| a.seq).collect::<Vec<_>>(), [3, 4, 5]);
    assert_eq!(done[2].client, Some(ClientId(8)));
    let dossier = store.dossier(ClientId(8)).unwrap().unwrap();
    assert_eq!(
        dossier.cases[0].no,
        case(6),
        "numbers go on after the highest"
    );
    assert_eq!(store.resolve("2012-0005").unwrap(), Some(ClientId(7)));
    assert_eq!(store.resolve("x 000002").unwrap(), Some(ClientId(8)));
    assert_eq!(store.resolve("R-2").unwrap(), Some(ClientId(8)));
    assert_eq!(store.resolve("C-000009").unwrap(), None);
}

#[test]
fn a_group_of_which_one_act_cannot_be_leaves_nothing_behind() {
    let (mut store, ..) = fresh();
    one(&mut store, 1, referral(Subject::New, "R-1", "Smith", ""));
    let head = store.head();
    let good = referral(Subject::New, "R-2", "Wood", "");
    let bad = referral(Subject::New, "R-1", "Khan", "");
    let refused = store.record(at(2), vec![good, bad]).unwrap_err();
    assert!(
        matches!(refused, StoreError::SerialTaken(ref s, 3) if s == "R-1"),
        "{refused}"
    );
    assert_eq!(store.head(), head);
    assert!(store.sheet("R-2").unwrap().is_none());
    let gone = store.record(
        at(3),
        vec![sheet(
            Subject::Known(ClientId(99)),
            "S-1",
            SheetRole::Session,
            &[],
        )],
    );
    assert!(matches!(gone, Err(StoreError::UnknownClient(ClientId(99)))));
}

#[test]
fn amending_a_referral_keeps_its_number_and_who_has_the_case() {
    let (mut store, files, _) = fresh();
    let her = one(&mut store, 1, referral(Subject::New, "R-1", "Smith", ""))
        .client
        .unwrap();
    one(&mut store, 2, allocated(her, case(1), "HT03"));
    let session = [("session.date", "2012-06-13"), ("session.attendance", "5")];
    one(
        &mut store,
        3,
        sheet(Subject::Known(her), "S-1", SheetRole::Session, &session),
    );
    one(
        &mut store,
        4,
        amended(referral(Subject::Known(her), "R-1", "Smyth", "X9")),
    );
    for store in [store, rebuilt(&files)] {
        let dossier = store.dossier(her).unwrap().unwrap();
        assert_eq!(dossier.cases.len(), 1);
        assert_eq!(dossier.cases[0].no, case(1));
        assert_eq!(dossier.cases[0].holder().unwrap().0, "HT03");
        assert_eq!(dossier.cases[0].contacts.len(), 1);
        assert_eq!(dossier.identity.surname, "Smyth");
    }
}

#[test]
fn a_sheet_of_the_wrong_client_moves_with_its_amendment_and_back_with_its_undoing() {
    let (mut store, files, _) = fresh();
    let a = one(&mut store, 1, referral(Subject::New, "R-1", "Smith", ""))
        .client
        .unwrap();
    let b = one(&mut store, 2, referral(Subject::New, "R-2", "Smith", ""))
        .client
        .unwrap();
    let plan = |whose| {
        sheet(
            Subject::Known(whose),
            "P-1",
            SheetRole::Plan,
            &[("plan.start", "2012-06-12")],
        )
    };
    one(&mut store, 3, plan(a));
    let moved = one(&mut store, 4, amended(plan(b)));
    let has_plan = |store: &Store, id| store.dossier(id).unwrap().unwrap().cases[0].plan.is_some();
    assert_eq!((has_plan(&store, a), has_plan(&store, b)), (false, true));
    store.undo(at(5), moved.seq, "").unwrap();
    assert_eq!((has_plan(&store, a), has_plan(&store, b)), (true, false));
    let store = rebuilt(&files);
    assert_eq!((has_plan(&store, a), has_plan(&store, b)), (true, false));
}

#[test]
fn paper_leaves_the_tray_when_keyed_and_comes_back_when_that_is_undone() {
    let (mut store, ..) = fresh();
    let her = one(&mut store, 1, referral(Subject::New, "R-1", "Smith", ""))
        .client
        .unwrap();
    let mut paper = deed(
        Subject::Known(her),
        Deed::PaperReceived {
            serial: "S-1".into(),
            form: "session".into(),
        },
    );
    paper.private.note = "as the scanner reads it".into();
    one(&mut store, 2, paper);
    assert_eq!(overview(&mut store).tray[0].text, "as the scanner reads it");
    let session = sheet(Subject::Known(her), "S-1", SheetRole::Session, &[]);
    let keyed = one(&mut store, 3, session.clone());
    assert!(overview(&mut store).tray.is_empty());
    let undone = store.undo(at(4), keyed.seq, "wrong pile").unwrap();
    assert_eq!(overview(&mut store).tray.len(), 1);
    assert!(store.sheet("S-1").unwrap().is_none());
    store.undo(at(5), undone.seq, "").unwrap();
    assert!(overview(&mut store).tray.is_empty());
    assert!(store.sheet("S-1").unwrap().is_some());
    let void = Deed::SheetVoided {
        serial: "S-1".into(),
        reason: "keyed twice".into(),
    };
    one(&mut store, 6, deed(Subject::None, void));
    assert!(
        overview(&mut store).tray.is_empty(),
        "void paper is done with"
    );
    one(&mut store, 7, session);
    assert!(
        store.sheet("S-1").unwrap().is_some(),
        "a void serial may be keyed again"
    );
}

#[test]
fn joined_records_are_one_person_on_the_card_in_the_queue_and_under_their_identifiers() {
    let (mut store, files, _) = fresh();
    let a = one(&mut store, 1, referral(Subject::New, "R-1", "Smith", "X1"))
        .client
        .unwrap();
    let b = one(&mut store, 2, referral(Subject::New, "R-2", "Smyth", "X2"))
        .client
        .unwrap();
    let joined = one(&mut store, 3, merged(a, b));
    one(&mut store, 4, allocated(b, case(1), "HT03"));
    let check = |store: &mut Store| {
        let card = store.card(a).unwrap().unwrap();
        assert_eq!(
            (card.dossier.id, card.dossier.cases.len(), card.sheets.len()),
            (b, 2, 2)
        );
        assert_eq!(store.resolve("X1").unwrap(), Some(b));
        assert_eq!(store.resolve("C-000001").unwrap(), Some(a));
        let seen = overview(store);
        assert_eq!(seen.clients, 1);
        assert!(seen.cases.iter().all(|l| l.client == b));
        assert_eq!(
            seen.cases
                .iter()
                .filter(|l| l.case.holder().is_some())
                .count(),
            1
        );
    };
    check(&mut store);
    check(&mut rebuilt(&files));
    let again = store.record(at(5), vec![merged(b, a)]).unwrap_err();
    assert!(
        again.to_string().contains("nothing is left to join"),
        "{again}"
    );
    store
        .undo(at(6), joined.seq, "two people after all")
        .unwrap();
    let seen = overview(&mut store);
    assert_eq!(seen.clients, 2);
    let hers = seen.cases.iter().find(|l| l.client == a).unwrap();
    assert!(
        hers.case.holder().is_some(),
        "the allocation stayed with the case"
    );
}

#[test]
fn what_cannot_be_undone_is_refused_in_words() {
    let (mut store, ..) = fresh();
    let viewed = Deed::Viewed {
        door: "card".into(),
    };
    let her = one(&mut store, 1, referral(Subject::New, "R-1", "Smith", ""))
        .client
        .unwrap();
    let looked = one(&mut store, 2, deed(Subject::Known(her), viewed));
    let refused = store.undo(at(3), looked.seq, "").unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("\"record viewed\" is a fact that stays on record")
    );
    let undone = store.undo(at(4), 3, "").unwrap();
    assert!(
        store
            .undo(at(5), 3, "")
            .unwrap_err()
            .to_string()
            .contains("undone already")
    );
    assert!(matches!(
        store.undo(at(5), 99, ""),
        Err(StoreError::UnknownAct(99))
    ));
    assert_eq!(store.dossier(her).unwrap(), None, "nobody brought her");
    assert_eq!(
        store.acts_about(her).unwrap().len(),
        3,
        "and her acts stay on record"
    );
    store.undo(at(6), undone.seq, "").unwrap();
    assert!(store.dossier(her).unwrap().is_some());
    let next = one(&mut store, 7, referral(Subject::New, "R-9", "Khan", ""));
    assert_eq!(next.client, Some(ClientId(2)), "numbers are given once");
}

#[test]
fn an_identifier_on_two_records_is_not_guessed_at() {
    let (mut store, ..) = fresh();
    one(
        &mut store,
        1,
        referral(Subject::New, "R-1", "Smith", "X123456"),
    );
    let second = referral(Subject::New, "R-2", "Smith", "X123456");
    one(
        &mut store,
        2,
        numbers::told_apart(second, ClientId(1), "two photographs"),
    );
    assert_eq!(
        store.holders_of("client.crn", "x123456").unwrap(),
        [ClientId(1), ClientId(2)]
    );
    let refused = store.resolve("X123456").unwrap_err();
    assert_eq!(refused.exit_code(), 1);
    assert!(
        refused.to_string().contains("C-000001, C-000002"),
        "{refused}"
    );
}

#[test]
fn a_clock_that_goes_back_does_not_take_the_acts_with_it() {
    let (mut store, ..) = fresh();
    let late = one(&mut store, 60, referral(Subject::New, "R-1", "Smith", ""));
    let early = one(&mut store, 10, referral(Subject::New, "R-2", "Khan", ""));
    assert_eq!(early.at, late.at);
    assert_eq!(store.notices().len(), 1);
    assert!(store.notices()[0].contains("clock"));
}

#[test]
fn closed_cases_leave_the_overview_when_no_follow_up_can_be_done_any_more() {
    let (mut store, files, _) = fresh();
    let her = one(&mut store, 1, referral(Subject::New, "R-1", "Smith", ""))
        .client
        .unwrap();
    let end = [("signoff.date", "2012-06-13"), ("signoff.reason", "COMP")];
    one(
        &mut store,
        2,
        sheet(Subject::Known(her), "E-1", SheetRole::Signoff, &end),
    );
    for store in [&mut store, &mut rebuilt(&files)] {
        for (when, lines) in [
            ("2012-06-14", 1),
            ("2013-07-11", 1),
            ("2013-07-12", 0),
            ("2012-06-14", 1),
        ] {
            assert_eq!(
                store.overview(day(when)).unwrap().cases.len(),
                lines,
                "{when}"
            );
        }
    }
}

#[test]
fn the_next_sheet_is_offered_the_date_and_hand_of_the_last_one_that_counts() {
    let (mut store, ..) = fresh();
    let her = one(&mut store, 1, referral(Subject::New, "R-1", "Smith", ""))
        .client
        .unwrap();
    let mut session = sheet(Subject::Known(her), "S-000009", SheetRole::Session, &[]);
    if let Deed::SheetKeyed { head, .. } = &mut session.deed {
        head.completed_by = Some("HT07".into());
    }
    let keyed = one(&mut store, 2, session);
    let seen = overview(&mut store);
    assert_eq!(seen.last_head.unwrap().by.unwrap(), "HT07");
    assert_eq!(seen.undoable[0].words, "sheet keyed S-000009");
    assert!(
        seen.last_serials
            .contains(&("session".into(), "S-000009".into()))
    );
    store.undo(at(3), keyed.seq, "").unwrap();
    let seen = overview(&mut store);
    assert_eq!(seen.last_head.unwrap().by.unwrap(), "HT03");
    assert_eq!(seen.last_serials.len(), 1);
    assert_eq!(
        seen.undoable.iter().map(|u| u.act).collect::<Vec<_>>(),
        [5, 3]
    );
}

#[test]
fn what_is_offered_to_undo_and_to_do_again_follows_her_steps() {
    let (mut store, files, home) = fresh();
    let her = one(&mut store, 1, referral(Subject::New, "R-1", "Smith", ""));
    let subject = Subject::Known(her.client.unwrap());
    let first = one(
        &mut store,
        2,
        sheet(subject, "S-000001", SheetRole::Session, &[]),
    )
    .seq;
    let second = one(
        &mut store,
        3,
        sheet(subject, "S-000002", SheetRole::Session, &[]),
    )
    .seq;
    let offered = |store: &mut Store, again: bool| {
        let seen = overview(store).undoable;
        let found = seen.iter().find(|u| u.undoes == again).cloned();
        found.map(|u| (u.act, u.words))
    };
    let last_done = |store: &mut Store| offered(store, false).unwrap();
    let mut minute = 3;
    let mut turn = |store: &mut Store, act: u64| {
        minute += 1;
        store.undo(at(minute), act, "").unwrap();
    };
    for expected in [second, first] {
        let (act, _) = last_done(&mut store);
        assert_eq!(act, expected);
        turn(&mut store, act);
    }
    for expected in ["S-000001", "S-000002"] {
        let (act, words) = offered(&mut store, true).unwrap();
        assert_eq!(words, format!("act undone: sheet keyed {expected}"));
        turn(&mut store, act);
        assert_eq!(last_done(&mut store).1, format!("sheet keyed {expected}"));
    }
    assert_eq!(
        offered(&mut store, true),
        None,
        "a redo is nothing to do again"
    );
    // An undoing of the redo itself, as the audit allows: the sheet goes, and may be done again once more.
    let redone = store.head();
    turn(&mut store, redone);
    assert_eq!(last_done(&mut store).0, first);
    let (act, _) = offered(&mut store, true).unwrap();
    turn(&mut store, act);
    assert_eq!(last_done(&mut store).0, second);
    let seen = overview(&mut store).undoable;
    drop(store);
    for store in [&mut rebuilt(&files), &mut reopen(&files, &home)] {
        assert_eq!(overview(store).undoable, seen);
    }
}
