//! Cases given out together: undone as one act, done again as one act, and a case that comes back to the queue.

use super::*;
use crate::domain::overview::CaseLine;

fn gives(number: u32) -> NewAct {
    allocated(ClientId(number), case(number), "HT01")
}

/// Three referrals that wait, of the clients 1 to 3.
fn queue() -> (Store, Memory) {
    let (mut store, files, _) = fresh();
    for n in 1..=3 {
        let crn = format!("X00000{n}");
        let serial = format!("R-{n}");
        one(
            &mut store,
            n,
            referral(Subject::New, &serial, "Smith", &crn),
        );
    }
    (store, files)
}

/// Gives all three out together; gives the number of the act that stands for them all.
fn share(store: &mut Store) -> u64 {
    let mut acts: Vec<NewAct> = (1..=3).map(gives).collect();
    let from = String::new();
    acts.push(deed(Subject::None, Deed::CasesShared { from, count: 3 }));
    store.record(at(10), acts).unwrap().last().unwrap().seq
}

fn seen(store: &mut Store) -> Overview {
    overview(store)
}

/// Who has each case, oldest first.
fn holders(store: &mut Store) -> Vec<Option<String>> {
    let cases = Arc::clone(&seen(store).cases);
    let holder = |line: &CaseLine| line.case.holder().map(|t| t.0.clone());
    cases.iter().map(holder).collect()
}

#[test]
fn a_sharing_is_undone_and_done_again_as_one_act() {
    let (mut store, files) = queue();
    let before = Arc::clone(&seen(&mut store).cases);
    let shared = share(&mut store);
    let after = Arc::clone(&seen(&mut store).cases);
    assert_eq!(holders(&mut store), vec![Some("HT01".to_owned()); 3]);
    assert_eq!(seen(&mut store).undoable[0].act, shared);
    assert_eq!(
        seen(&mut store).undoable[0].words,
        "cases shared out: 3 together"
    );

    let undone = store.undo(at(11), shared, "").unwrap().seq;
    assert_eq!(seen(&mut store).cases, before, "exactly as it was");
    assert!(store.undo(at(12), shared, "").is_err(), "once is enough");
    let again = store.undo(at(13), undone, "").unwrap().seq;
    assert_eq!(seen(&mut store).cases, after, "exactly as it had been");
    store.undo(at(14), again, "").unwrap();
    assert_eq!(seen(&mut store).cases, before);
    let mut anew = rebuilt(&files);
    assert_eq!(seen(&mut anew).cases, before);
}

#[test]
fn a_case_that_was_undone_on_its_own_stays_as_it_is_when_the_rest_is_done_again() {
    let (mut store, _) = queue();
    let shared = share(&mut store);
    store.undo(at(11), shared - 1, "").unwrap();
    let undone = store.undo(at(12), shared, "").unwrap().seq;
    assert_eq!(holders(&mut store), vec![None; 3]);
    store.undo(at(13), undone, "").unwrap();
    let two = Some("HT01".to_owned());
    assert_eq!(holders(&mut store), [two.clone(), two, None]);
}

#[test]
fn a_case_that_comes_back_waits_again_and_its_history_stays() {
    let (mut store, _) = queue();
    store.record(at(10), vec![gives(2)]).unwrap();
    let back = deed(
        Subject::Known(ClientId(2)),
        Deed::CaseReturned {
            case: case(2),
            trainer: TrainerId("HT01".into()),
            how: "declined by the trainer".into(),
            reason: "too far".into(),
            on: today(),
        },
    );
    let back = store.record(at(11), vec![back]).unwrap()[0].seq;
    let line = seen(&mut store).cases[1].clone();
    assert!(line.waits() && line.case.spells.len() == 1);
    store.undo(at(12), back, "").unwrap();
    assert_eq!(holders(&mut store)[1].as_deref(), Some("HT01"));
}
