//! A case changes hands by the store: what may follow what, who stands in, and conflicts that joined records bring along.

use super::*;
use crate::store::StoreError;

fn act_on(client: u32, what: Deed) -> NewAct {
    deed(Subject::Known(ClientId(client)), what)
}

fn returned(number: u32) -> Deed {
    Deed::CaseReturned {
        case: case(number),
        trainer: TrainerId("HT01".into()),
        how: "declined by the trainer".into(),
        reason: "too far".into(),
        on: today(),
    }
}

/// Two referrals that wait, of the clients 1 and 2.
fn two() -> (Store, Memory) {
    let (mut store, files, _) = fresh();
    for n in 1..=2 {
        let (serial, crn) = (format!("R-{n}"), format!("X00000{n}"));
        let act = referral(Subject::New, &serial, "Smith", &crn);
        one(&mut store, n, act);
    }
    (store, files)
}

fn why(refused: Result<Vec<Act>, StoreError>) -> String {
    refused.unwrap_err().to_string()
}

#[test]
fn what_makes_no_sense_for_a_case_is_refused_in_words_and_changes_nothing() {
    let (mut store, _) = two();
    let said = why(store.record(at(5), vec![act_on(1, returned(1))]));
    assert!(
        said.contains("2012-0001 waits for a trainer: nobody has this case"),
        "{said}"
    );
    let list = [("signoff.date", "2012-06-13"), ("signoff.reason", "COMP")];
    let ended = sheet(
        Subject::Known(ClientId(1)),
        "F-1",
        SheetRole::Signoff,
        &list,
    );
    one(&mut store, 6, ended);
    let given = allocated(ClientId(1), case(1), "HT01");
    let said = why(store.record(at(7), vec![given]));
    assert!(
        said.contains("is signed off: a case that is over is given to nobody"),
        "{said}"
    );
    let head = store.head();
    assert_eq!(overview(&mut store).head, head);
}

#[test]
fn acts_of_one_group_see_what_those_before_them_did_to_a_case() {
    let (mut store, _) = two();
    let given = allocated(ClientId(1), case(1), "HT01");
    let back = act_on(1, returned(1));
    store
        .record(at(5), vec![given.clone(), back.clone()])
        .unwrap();
    let said = why(store.record(at(6), vec![given, back.clone(), back]));
    assert!(said.contains("nobody has this case"), "{said}");
}

#[test]
fn a_conflict_goes_with_the_record_when_it_is_joined_and_leaves_it_when_that_is_undone() {
    let (mut store, files) = two();
    let declared = Deed::ConflictDeclared {
        trainer: TrainerId("HT01".into()),
        kind: "C".into(),
        on: today(),
    };
    one(&mut store, 5, act_on(2, declared));
    let of_first = |store: &mut Store| {
        let cases = overview(store).cases;
        let line = cases.iter().find(|l| l.case.no == case(1)).unwrap();
        (line.conflicts.len(), line.also.clone())
    };
    assert_eq!(of_first(&mut store), (0, vec![]));
    let joined = one(&mut store, 6, merged(ClientId(2), ClientId(1)));
    let (conflicts, also) = of_first(&mut store);
    assert_eq!(conflicts, 1);
    assert!(also.contains(&"C-000002".to_owned()), "{also:?}");
    let anew = overview(&mut rebuilt(&files)).cases;
    assert_eq!(anew, overview(&mut store).cases);
    store.undo(at(7), joined.seq, "").unwrap();
    assert_eq!(of_first(&mut store), (0, vec![]));
}

#[test]
fn cover_a_hold_and_what_was_told_are_undone_exactly() {
    let (mut store, files) = two();
    one(&mut store, 4, allocated(ClientId(1), case(1), "HT01"));
    let deeds = [
        Deed::CaseCovered {
            case: case(1),
            trainer: TrainerId("HT02".into()),
            until: today(),
            shown: Vec::new(),
            reason: "leave".into(),
            told: vec!["rosh:V".into()],
            on: today(),
        },
        Deed::CaseHeld {
            case: case(1),
            reason: "custody".into(),
            until: None,
            on: today(),
        },
        Deed::TrainerTold {
            case: case(1),
            trainer: TrainerId("HT01".into()),
            told: vec!["alert:AV2S".into()],
            on: today(),
        },
        Deed::CaseResumed {
            case: case(1),
            on: today(),
        },
    ];
    for (n, what) in (5..).zip(deeds) {
        let before = overview(&mut store).cases;
        let done = one(&mut store, 2 * n, act_on(1, what));
        let after = overview(&mut store).cases;
        assert_ne!(after, before);
        let undone = store.undo(at(2 * n + 1), done.seq, "").unwrap();
        assert_eq!(overview(&mut store).cases, before);
        store.undo(at(2 * n + 1), undone.seq, "").unwrap();
        assert_eq!(overview(&mut store).cases, after);
    }
    let cases = overview(&mut store).cases;
    assert_eq!(overview(&mut rebuilt(&files)).cases, cases);
}

#[test]
fn an_event_is_hers_who_held_it_until_its_sheet_says_otherwise_or_is_void() {
    let (mut store, files, _) = fresh();
    let events = |store: &mut Store| -> Vec<Vec<String>> {
        let trainers = overview(store).trainers;
        let days = |t: &crate::domain::trainer::Trainer| {
            t.events.iter().map(ToString::to_string).collect()
        };
        trainers.iter().map(days).collect()
    };
    one(&mut store, 1, event("E-1", "HT03", "2012-06-02"));
    assert!(events(&mut store).is_empty(), "nobody of that number yet");
    one(&mut store, 2, worker("W-1", "HT03"));
    one(&mut store, 3, worker("W-2", "HT04"));
    one(&mut store, 4, event("E-2", "HT03", "2012-06-01"));
    assert_eq!(
        events(&mut store),
        [vec!["2012-06-01", "2012-06-02"], vec![]]
    );
    one(&mut store, 5, amended(worker("W-1", "HT03")));
    assert_eq!(
        events(&mut store)[0].len(),
        2,
        "a sheet about her says nothing of events"
    );
    let moved = one(&mut store, 6, amended(event("E-2", "HT04", "2012-06-05")));
    assert_eq!(events(&mut store), [vec!["2012-06-02"], vec!["2012-06-05"]]);
    let void = Deed::SheetVoided {
        serial: "E-1".to_owned(),
        reason: "keyed twice".to_owned(),
    };
    one(&mut store, 7, deed(Subject::None, void));
    assert_eq!(events(&mut store), [vec![], vec!["2012-06-05"]]);
    store.undo(at(8), moved.seq, "").unwrap();
    let seen = events(&mut store);
    assert_eq!(seen, [vec!["2012-06-01"], vec![]]);
    assert_eq!(events(&mut rebuilt(&files)), seen);
}
