//! What was changed, cut, swapped or forged is found and named.

use super::*;

#[test]
fn every_changed_byte_is_found_and_the_act_is_named() {
    let memory = new_disk();
    let mut journal = create(&memory);
    let mut ends = Vec::new();
    for (name, count) in [("a", 1), ("b", 2), ("c", 1)] {
        for (seq, place) in journal.append(&group(name, count)).expect("append") {
            ends.push((seq, place.offset as usize));
        }
    }
    let head = journal.head();
    let keyring = officer(&memory);
    let len = first_len(&memory);
    for offset in 0..len {
        let damaged = memory.killed();
        damaged.flip(&first_file(), offset, 0x10);
        let report = verify_files(&damaged, dir(), &*keyring, Some(head)).expect("verify");
        let expected = ends
            .iter()
            .rev()
            .find(|(_, start)| offset >= *start)
            .map_or(1, |(seq, _)| *seq);
        let (seq, sentence) = report.first_break.expect("found");
        // A writer's number that differs within a group shows at its first frame.
        assert!(
            !report.ok && (seq == expected || seq + 1 == expected),
            "byte {offset}: {seq} {sentence}"
        );
        let error = open(&damaged, None).expect_err("never cut, never accepted");
        assert_eq!(error.kind(), ErrorKind::Damage, "byte {offset}: {error}");
        assert_eq!(
            damaged.read_all(&first_file()).expect("read").len(),
            len,
            "nothing was changed"
        );
    }
}

#[test]
fn a_short_end_is_cut_into_quarantine_unless_an_anchor_lies_in_it() {
    let memory = new_disk();
    let mut journal = create(&memory);
    journal.append(&group("kept", 1)).expect("append");
    let kept = journal.head();
    let end = first_len(&memory);
    journal.append(&group("torn", 3)).expect("append");
    let head = journal.head();
    drop(journal);
    let len = first_len(&memory);
    for by in 1..=len - end {
        let cut = memory.killed();
        shorten(&cut, by);
        let error = open(&cut, Some(head)).expect_err("the anchor says that it was saved");
        assert!(
            matches!(error, JournalError::RolledBack { wanted: 4, .. }),
            "{by}: {error}"
        );
        let (mut journal, opened, entries) = open(&cut, Some(kept)).expect("open");
        assert!(entries.is_empty());
        assert_eq!(journal.head(), kept);
        if by < len - end {
            let tail = opened.tail_cut.expect("cut");
            assert_eq!(
                (tail.offset as usize, tail.bytes as usize),
                (end, len - by - end)
            );
            assert_eq!(
                cut.read_all(&tail.kept_in).expect("kept").len(),
                len - by - end
            );
        } else {
            assert_eq!(opened.tail_cut, None);
        }
        journal.append(&group("next", 1)).expect("goes on");
        assert!(journal.verify().expect("verify").ok);
    }
}

#[test]
fn an_older_journal_in_the_place_of_a_newer_is_noticed() {
    let memory = new_disk();
    let mut journal = create(&memory);
    journal.append(&group("a", 1)).expect("append");
    let old = memory.killed();
    journal.append(&group("b", 1)).expect("append");
    let head = journal.head();
    let error = open(&old, Some(head)).expect_err("rolled back");
    assert!(
        matches!(error, JournalError::RolledBack { wanted: 2, .. }),
        "{error}"
    );
    // Also when it was written to since.
    open(&old, None)
        .expect("open")
        .0
        .append(&group("c", 4))
        .expect("append");
    let error = open(&old, Some(head)).expect_err("another history");
    assert!(
        matches!(error, JournalError::RolledBack { wanted: 2, .. }),
        "{error}"
    );
    assert_eq!(error.kind().exit_code(), 4);
    let others = Anchors {
        from: None,
        others: vec![head],
    };
    let error = Journal::open(Arc::new(old.clone()), dir(), officer(&old), others, |_| ())
        .expect_err("any anchor counts");
    assert!(matches!(error, JournalError::RolledBack { .. }));
}

#[test]
fn a_lost_sector_before_an_act_that_was_saved_is_damage_and_not_a_torn_end() {
    let memory = new_disk();
    let mut journal = create(&memory);
    let large = Plain {
        look: vec![7; 3000],
        ..Plain::default()
    };
    let places = journal.append(&[large]).expect("append");
    journal.append(&group("b", 1)).expect("append");
    journal.append(&group("c", 1)).expect("append");
    let file = memory.open(&first_file(), Mode::Write).expect("open");
    file.write_at(1024, &[0; 512]).expect("lost");
    let error = open(&memory, None).expect_err("damaged");
    let JournalError::Damaged {
        segment: 1,
        offset,
        seq: 1,
        ..
    } = error
    else {
        panic!("{error}");
    };
    assert_eq!(offset, places[0].1.offset);
    assert!(!memory.exists(&quarantine(dir())).expect("exists"));
}

/// Says to have a signing key for the first frame of a group, and has none.
struct Forger(std::sync::atomic::AtomicBool);

impl Keyring for Forger {
    fn store_id(&self) -> [u8; 16] {
        Quick.store_id()
    }

    fn epoch(&self) -> u16 {
        Quick.epoch()
    }

    fn chain_key(&self) -> &[u8; 32] {
        &[2; 32]
    }

    fn seal(
        &self,
        about: &Sealing<'_>,
        plain: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), KeyringError> {
        Quick.seal(about, plain, out)
    }

    fn unseal(&self, about: &Sealing<'_>, sealed: &[u8]) -> Result<Unsealed, KeyringError> {
        Quick.unseal(about, sealed)
    }

    fn signer(&self) -> Option<u8> {
        self.0
            .swap(false, std::sync::atomic::Ordering::SeqCst)
            .then_some(3)
    }

    fn sign(&self, _message: &[u8]) -> Option<[u8; 64]> {
        None
    }

    fn is_signed(&self, _number: u8, _message: &[u8], _signature: &[u8; 64]) -> bool {
        false
    }
}

#[test]
fn an_unsigned_writer_cannot_pass_a_frame_off_as_signed() {
    let memory = new_disk();
    let forger = Arc::new(Forger(true.into()));
    let mut journal = Journal::create(Arc::new(memory.clone()), dir(), forger).expect("created");
    journal.append(&group("forged", 2)).expect("written");
    let error = quick_open(Arc::new(memory)).expect_err("refused");
    assert!(
        matches!(error, JournalError::Damaged { seq: 1, .. }),
        "{error}"
    );
}

#[test]
fn a_segment_of_a_newer_version_is_refused_by_name() {
    let memory = new_disk();
    create(&memory);
    memory.flip(&first_file(), 8, 0x02);
    let error = open(&memory, None).expect_err("newer");
    assert!(
        matches!(
            error,
            JournalError::Newer {
                found: 3,
                known: 1,
                ..
            }
        ),
        "{error}"
    );
}
