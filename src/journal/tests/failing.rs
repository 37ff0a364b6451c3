//! Power cuts and failing disks.

use super::*;

#[test]
fn a_failed_sync_stops_the_journal_and_opening_it_again_makes_the_acts_safe() {
    let memory = new_disk();
    let mut journal = create(&memory);
    journal.append(&group("a", 1)).expect("append");
    memory.break_next_sync();
    let error = journal.append(&group("b", 1)).expect_err("sync failed");
    assert_eq!(error.kind(), ErrorKind::Machine);
    assert!(matches!(
        journal.append(&group("c", 1)),
        Err(JournalError::Stopped)
    ));
    assert!(matches!(journal.sync(), Err(JournalError::Stopped)));
    drop(journal);
    // The system still shows b although the disk never got it. What is accepted now must last.
    let (mut journal, _, entries) = open(&memory, None).expect("open");
    journal.append(&group("d", 1)).expect("append");
    for seed in 0..50 {
        let (_, _, after) = open(&memory.power_cut(seed), None).expect("open");
        assert_eq!(after.len(), entries.len() + 1, "seed {seed}");
    }
}

#[test]
fn after_a_full_disk_the_same_write_can_be_tried_again() {
    let memory = new_disk();
    create(&memory);
    for number in 1..200 {
        let trial = memory.killed();
        let failing = Failing::once(Arc::new(trial.clone()), number, Fault::NoSpace);
        let opened = Journal::open(
            Arc::new(failing.clone()),
            dir(),
            officer(&trial),
            None,
            |_| (),
        );
        let Ok((mut journal, _)) = opened else {
            continue;
        };
        match journal.append(&group("a", 2)) {
            Err(error) if !journal.is_stopped() => {
                assert!(error.is_full_disk(), "{error}");
                journal.append(&group("a", 2)).expect("second attempt");
                assert_eq!(open(&trial, None).expect("open").2.len(), 2);
            }
            _ => {}
        }
        if !failing.happened() {
            assert!(number > 5);
            return;
        }
    }
    panic!("the loop must come to a run without a fault");
}

#[test]
fn drafts_without_a_sync_are_safe_once_a_later_segment_has_a_saved_act() {
    let memory = new_disk();
    let mut journal = create(&memory);
    journal.set_segment_bytes(1_000);
    for number in 0..5 {
        let draft = Plain {
            flags: DRAFT,
            ..plain(&format!("draft {number}"))
        };
        journal.append_unsynced(&draft).expect("draft");
    }
    journal.append(&group("saved", 1)).expect("append");
    assert_eq!(journal.head().place.segment, 2);
    for seed in 0..60 {
        let after = memory.power_cut(seed);
        let (_, opened, entries) =
            open(&after, None).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        assert_eq!((entries.len(), opened.tail_cut), (6, None), "seed {seed}");
    }
}

/// What was acknowledged, and what was only tried.
#[derive(Default, Clone)]
struct Told {
    saved: Vec<String>,
    tried: Vec<Vec<String>>,
}

fn told_of(group: &[Plain]) -> Vec<String> {
    group
        .iter()
        .map(|plain| String::from_utf8(plain.look.clone()).expect("text"))
        .collect()
}

/// Everything acknowledged is there, in order, followed by whole groups of what was tried and nothing else.
fn assert_kept(entries: &[Entry], told: &Told, case: &str) {
    let found = looks(entries);
    assert!(
        found.starts_with(&told.saved),
        "{case}: {} of {} acknowledged acts",
        found.len(),
        told.saved.len()
    );
    let mut rest = &found[told.saved.len()..];
    for group in &told.tried {
        if !rest.is_empty() {
            assert!(rest.starts_with(group), "{case}: part of a group");
            rest = &rest[group.len()..];
        }
    }
    assert!(rest.is_empty(), "{case}: acts that nobody wrote");
}

#[test]
fn no_power_cut_loses_an_acknowledged_group_or_shows_part_of_one() {
    let mut cut_tails = 0;
    for seed in 0..400_u64 {
        let mut memory = new_disk();
        let mut told = Told::default();
        let mut journal =
            Journal::create(Arc::new(memory.clone()), dir(), Arc::new(Quick)).expect("created");
        // Three lives of the store, each ended by a cut at another moment.
        for life in 0..3 {
            let rounds = 1 + (seed + life) % 4;
            let mut unsynced = Vec::new();
            for round in 0..rounds {
                let name = format!("{seed}.{life}.{round}");
                let size = 1 + (seed * 7 + round) as usize % 9;
                if (seed + round) % 3 == 0 {
                    let draft = Plain {
                        flags: DRAFT,
                        ..plain(&format!("draft {name}"))
                    };
                    journal.append_unsynced(&draft).expect("draft");
                    unsynced.extend(told_of(&[draft]));
                } else {
                    let group = group(&name, size);
                    journal.append(&group).expect("append");
                    told.saved.append(&mut unsynced);
                    told.saved.extend(told_of(&group));
                }
            }
            let last: Vec<Plain> = (0..8)
                .map(|number| plain(&format!("{} {}", "long".repeat(60), number)))
                .collect();
            let written = journal.write_group(&last, 0);
            written.expect("written, not yet synced");
            told.tried = unsynced
                .drain(..)
                .map(|draft| vec![draft])
                .chain([told_of(&last)])
                .collect();
            memory = memory.power_cut(seed * 31 + life);
            let (after, opened, entries) = quick_open(Arc::new(memory.clone()))
                .unwrap_or_else(|error| panic!("seed {seed} life {life}: {error}"));
            assert_kept(&entries, &told, &format!("seed {seed} life {life}"));
            cut_tails += usize::from(opened.tail_cut.is_some());
            told.saved = looks(&entries);
            journal = after;
            assert!(journal.verify().expect("verify").ok);
        }
    }
    assert!(cut_tails > 300, "the cuts must tear something: {cut_tails}");
}

#[test]
fn whichever_operation_fails_the_acknowledged_acts_are_there_afterwards() {
    let kinds = Fault::ALL
        .iter()
        .flat_map(|fault| [(*fault, false), (*fault, true)]);
    for (fault, lasting) in kinds {
        let mut number = 0;
        loop {
            number += 1;
            let memory = new_disk();
            let make = if lasting {
                Failing::from
            } else {
                Failing::once
            };
            let failing = make(Arc::new(memory.clone()), number, fault);
            let told = run_on(&failing);
            let finished = !failing.happened();
            for disk in [memory.killed(), memory.power_cut(number)] {
                let case = format!("{fault:?} at operation {number}, lasting {lasting}");
                match quick_open(Arc::new(disk.clone())) {
                    Ok((journal, _, entries)) => {
                        assert_kept(&entries, &told, &case);
                        assert!(journal.verify().expect("verify").ok, "{case}");
                    }
                    Err(error) => assert!(
                        told.saved.is_empty() && segment::last(&disk, dir()).unwrap_or(0) == 0,
                        "{case}: {error}"
                    ),
                }
            }
            if finished {
                assert_eq!(
                    told.saved.len(),
                    24,
                    "a run without a fault saves everything"
                );
                break;
            }
            assert!(number < 500);
        }
        assert!(number > 20, "{fault:?}: only {number}");
    }
}

/// Makes a journal, appends to it over a change of segment and a reopening, and goes on after errors as a caller would.
fn run_on(failing: &Failing) -> Told {
    const SMALL: u64 = 20_000;
    let mut told = Told::default();
    let files: Arc<dyn Files> = Arc::new(failing.clone());
    let Ok(mut journal) = Journal::create(Arc::clone(&files), dir(), Arc::new(Quick)) else {
        return told;
    };
    journal.set_segment_bytes(SMALL);
    let big = Plain {
        look: vec![b'x'; 2000],
        ..Plain::default()
    };
    for (round, group) in [
        group("a", 2),
        vec![big; 17],
        group("b", 3),
        group("c", 1),
        group("d", 1),
    ]
    .into_iter()
    .enumerate()
    {
        if journal.is_stopped() || round == 4 {
            let mut entries = Vec::new();
            match Journal::open(Arc::clone(&files), dir(), Arc::new(Quick), None, |entry| {
                entries.push(entry);
            }) {
                Ok((again, _)) => {
                    journal = again;
                    journal.set_segment_bytes(SMALL);
                }
                Err(_) => return told,
            }
            told.saved = looks(&entries);
            told.tried.clear();
        }
        match journal.append(&group) {
            Ok(_) => told.saved.extend(told_of(&group)),
            Err(_) if journal.is_stopped() => told.tried = vec![told_of(&group)],
            Err(_) => {}
        }
    }
    told
}
