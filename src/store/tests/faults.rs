//! Disks that fail, fill up, lose their power; processes that are killed.

use super::*;
use crate::domain::sheet::DraftChange;
use crate::journal::files::faults::{Failing, Fault};
use crate::store::StoreError;

/// What a session was told: serials saved, and serials it was told are not.
#[derive(Default)]
struct Told {
    saved: Vec<String>,
    refused: Vec<String>,
    kept: bool,
}

impl Told {
    fn note(&mut self, serial: &str, outcome: &Result<Vec<Act>, StoreError>) {
        match outcome {
            Ok(_) => self.saved.push(serial.to_owned()),
            Err(_) => self.refused.push(serial.to_owned()),
        }
    }
}

/// A morning at the desk: referrals, a group, a half-keyed sheet, an undoing.
fn session(files: Arc<dyn Files>, home: &InMemory) -> Told {
    let mut told = Told::default();
    let Ok(mut store) = Store::open_at(place(files, home), USER, PASS, at(10)) else {
        return told;
    };
    for n in 1..=3 {
        let serial = format!("R-10{n}");
        let acts = vec![referral(Subject::New, &serial, "Smith", "")];
        // Whatever is told counts as saved from that moment on, whatever becomes of the rest.
        let tell = |_: &[Act], _: Result<Overview, StoreError>| told.saved.push(serial.clone());
        let outcome = store.record_and_tell(at(10 + n), acts, today(), tell);
        if outcome.is_err() {
            told.refused.push(serial);
        }
    }
    let stated = DraftChange::Stated(Box::new(draft(5, "S-9")));
    let kept = store.keep(at(14), DraftId(5), None, stated, false);
    told.kept = kept.is_ok();
    let group = ["R-201", "R-202"].map(|s| referral(Subject::New, s, "Khan", ""));
    let outcome = store.record(at(15), group.to_vec());
    told.kept &= outcome.is_ok();
    told.note("R-201", &outcome);
    told.note("R-202", &outcome);
    let parked = store.keep(at(16), DraftId(5), None, DraftChange::Parked(true), true);
    told.kept |= parked.is_ok() && kept.is_ok();
    let _may_fail = store.overview(today());
    let _may_fail = store.close();
    told
}

/// After the disk is well again: everything acknowledged is there, what was refused is not, and journal and working store agree.
fn must_hold(told: &Told, files: &Memory, home: &InMemory, what: &str) {
    let at_place = place(Arc::new(files.clone()), home);
    let mut store =
        Store::open_at(at_place, USER, PASS, at(60)).unwrap_or_else(|e| panic!("{what}: {e}"));
    for serial in &told.saved {
        let sheet = store.sheet(serial).unwrap();
        assert!(sheet.is_some(), "{what}: {serial} was saved and is gone");
    }
    if told.kept {
        assert_eq!(
            overview(&mut store).drafts.len(),
            1,
            "{what}: a kept box is gone"
        );
    }
    let group = ["R-201", "R-202"].map(|s| store.sheet(s).unwrap().is_some());
    assert_eq!(group[0], group[1], "{what}: half a group");
    assert!(store.verify().unwrap().ok, "{what}");
    let report = store.check(false).unwrap();
    let differs = report
        .findings
        .iter()
        .any(|f| f.what.contains("working store"));
    assert!(!differs, "{what}: {:?}", report.findings);
    let next = one(&mut store, 61, referral(Subject::New, "R-301", "Wood", ""));
    assert!(next.seq > 0, "{what}");
    store.close().unwrap();
}

#[test]
fn every_operation_of_the_disk_may_fail_once() {
    for fault in Fault::ALL {
        for number in 1.. {
            let (store, files, home) = fresh();
            store.close().unwrap();
            let failing = Failing::once(Arc::new(files.clone()), number, fault);
            let told = session(Arc::new(failing.clone()), &home);
            let what = format!("{fault:?} at operation {number}");
            let cut = files.power_cut(number);
            must_hold(&told, &cut, &home.copied(), &what);
            let killed = files.killed();
            must_hold(&told, &killed, &home.copied(), &what);
            for serial in &told.refused {
                let still = reopen(&killed, &InMemory::default()).sheet(serial).unwrap();
                // A write that was done and reported as failed may turn up; anything else must not.
                assert!(
                    still.is_none() || fault == Fault::Late,
                    "{what}: {serial} was refused"
                );
            }
            if !failing.happened() {
                assert_eq!(told.saved.len(), 5, "the last run is one without a fault");
                assert!(number > 20);
                break;
            }
        }
    }
}

#[test]
fn the_disk_may_be_pulled_out_at_any_moment() {
    for number in (1..400).step_by(3) {
        let (store, files, home) = fresh();
        store.close().unwrap();
        let failing = Failing::from(Arc::new(files.clone()), number, Fault::Broken);
        let told = session(Arc::new(failing.clone()), &home);
        let what = format!("pulled out at {number}");
        must_hold(&told, &files.power_cut(number), &home.copied(), &what);
        // An older picture of the working store, too: it was never synced.
        must_hold(
            &told,
            &files.power_cut(number + 1),
            &InMemory::default(),
            &what,
        );
        if !failing.happened() {
            break;
        }
    }
}

#[test]
fn a_full_disk_takes_one_more_save_from_the_reserve() {
    let (files, home) = (Memory::new(), InMemory::default());
    let at_place = At {
        ballast: 100_000,
        ..place(Arc::new(files.clone()), &home)
    };
    let (store, _) = Store::create_at(at_place.clone(), options()).unwrap();
    store.close().unwrap();
    // Operations until the first append are the same in each run: find the write by trying.
    let mut finished = 0;
    for number in 1..200 {
        let (files, home) = (files.killed(), home.copied());
        let failing = Failing::once(Arc::new(files.clone()), number, Fault::NoSpace);
        let at_place = At {
            ballast: 100_000,
            ..place(Arc::new(failing), &home)
        };
        let Ok(mut store) = Store::open_at(at_place, USER, PASS, at(5)) else {
            continue;
        };
        let saved = store.record(at(6), vec![referral(Subject::New, "R-1", "Smith", "")]);
        if store
            .notices()
            .iter()
            .any(|n| n.contains("reserve was given up"))
        {
            saved.unwrap();
            finished += 1;
            assert!(!files.exists(&PathBuf::from("store/ballast")).unwrap());
        }
    }
    assert!(
        finished >= 2,
        "the client's key and the act itself: {finished}"
    );
}

#[test]
fn a_working_store_that_lost_an_entry_is_built_anew_and_says_so() {
    let (mut store, files, home) = fresh();
    one(&mut store, 1, referral(Subject::New, "R-1", "Smith", "X1"));
    let seen = overview(&mut store);
    drop(store);
    for lost in 1..8 {
        let (files, home) = (files.killed(), home.copied());
        home.lose(lost);
        let mut store = reopen(&files, &home);
        assert!(
            store.notices().iter().any(|n| n.contains("built anew")),
            "entry {lost}"
        );
        let now = overview(&mut store);
        assert_eq!(
            Overview {
                head: seen.head,
                ..now
            },
            seen
        );
        let last = store.act(store.head()).unwrap().unwrap();
        assert_eq!(last.deed.kind().name, "store repaired");
        store.close().unwrap();
        assert_eq!(
            reopen(&files, &home).notices(),
            &[] as &[String],
            "and only once"
        );
    }
}

#[test]
fn an_older_journal_in_the_place_of_the_newest_is_refused() {
    let (mut store, files, home) = fresh();
    let old = files.killed();
    one(&mut store, 1, referral(Subject::New, "R-1", "Smith", ""));
    store.close().unwrap();
    let refused =
        Store::open_at(place(Arc::new(old.clone()), &home), USER, PASS, at(9)).unwrap_err();
    assert_eq!(refused.exit_code(), 4, "{refused}");
    // Without the working store the header's own note of the journal's end tells.
    let path = PathBuf::from("store/journal/0001.jrn");
    files
        .write_new_synced(&path, &old.read_all(&path).unwrap())
        .unwrap();
    let empty = InMemory::default();
    let refused = Store::open_at(place(Arc::new(files), &empty), USER, PASS, at(9)).unwrap_err();
    assert_eq!(refused.exit_code(), 4, "{refused}");
}

#[test]
fn a_flipped_bit_in_the_journal_is_never_read_as_an_act() {
    let (mut store, files, home) = fresh();
    one(&mut store, 1, referral(Subject::New, "R-1", "Smith", ""));
    store.close().unwrap();
    let path = PathBuf::from("store/journal/0001.jrn");
    let len = files.read_all(&path).unwrap().len();
    for offset in (0..len).step_by(61) {
        let files = files.killed();
        files.flip(&path, offset, 4);
        let opened = Store::open_at(
            place(Arc::new(files), &InMemory::default()),
            USER,
            PASS,
            at(9),
        );
        match opened {
            Err(error) => assert_eq!(error.exit_code(), 4, "byte {offset}: {error}"),
            Ok(store) => assert!(!store.verify().unwrap().ok, "byte {offset} goes unnoticed"),
        }
        drop(home.copied());
    }
}
