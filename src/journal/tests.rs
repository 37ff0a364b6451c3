//! Tests of the journal as a whole: round trips, tampering, power cuts, failing disks.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::files::faults::{Failing, Fault, Memory};
use super::files::{Files, Mode};
use super::segment::{self, HEADER};
use super::*;
use crate::keys::{ClientKeys, Header, Params, Role, Sealer, Unlocked};

fn dir() -> &'static Path {
    Path::new("store")
}

/// The keys of an officer and a supervisor of one store, made once: tests differ in their disks only.
fn people() -> &'static (Unlocked, Unlocked) {
    static PEOPLE: OnceLock<(Unlocked, Unlocked)> = OnceLock::new();
    PEOPLE.get_or_init(|| {
        let files = Arc::new(Memory::new());
        let (mut header, officer, _) =
            Header::create(files, dir(), "officer", "pass", Params::quick()).expect("header");
        header
            .add_user(&officer, "supervisor", Role::Supervisor, "pass")
            .expect("added");
        let officer = header.unlock("officer", "pass", 0).expect("unlocked");
        let supervisor = header.unlock("supervisor", "pass", 0).expect("unlocked");
        (officer, supervisor)
    })
}

fn new_disk() -> Memory {
    let memory = Memory::new();
    memory.create_dir_all(dir()).expect("folder");
    memory.sync_dir(Path::new(".")).expect("sync");
    memory
}

fn clients(files: &Arc<dyn Files>) -> Arc<ClientKeys> {
    let (officer, _) = people();
    let made = if files.exists(&dir().join("clientkeys")).expect("exists") {
        ClientKeys::open
    } else {
        ClientKeys::create
    };
    Arc::new(made(files, dir(), officer.store_id, &officer.look).expect("client keys"))
}

fn officer(memory: &Memory) -> Arc<dyn Keyring> {
    let files: Arc<dyn Files> = Arc::new(memory.clone());
    Arc::new(Sealer::new(people().0.clone(), clients(&files)))
}

fn supervisor(memory: &Memory) -> Arc<dyn Keyring> {
    let files: Arc<dyn Files> = Arc::new(memory.clone());
    Arc::new(Sealer::new(people().1.clone(), clients(&files)))
}

/// A keyring without ciphers, for loops of many runs: the journal treats it like any other.
struct Quick;

impl Quick {
    fn stream(about: &Sealing<'_>, len: usize) -> Vec<u8> {
        let mut hasher = blake3::Hasher::new_keyed(&[5; 32]);
        hasher
            .update(about.nonce)
            .update(&[u8::from(about.part == Part::Full)]);
        let mut stream = vec![0; len];
        hasher.finalize_xof().fill(&mut stream);
        stream
    }
}

impl Keyring for Quick {
    fn store_id(&self) -> [u8; 16] {
        [1; 16]
    }

    fn epoch(&self) -> u16 {
        1
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
        let stream = Self::stream(about, plain.len() + 16);
        out.extend(
            stream
                .iter()
                .zip(plain.iter().chain(&[0; 16]))
                .map(|(mask, byte)| mask ^ byte),
        );
        Ok(())
    }

    fn unseal(&self, about: &Sealing<'_>, sealed: &[u8]) -> Result<Unsealed, KeyringError> {
        let stream = Self::stream(about, sealed.len());
        let mut plain: Vec<u8> = stream
            .iter()
            .zip(sealed)
            .map(|(mask, byte)| mask ^ byte)
            .collect();
        let tag = plain.split_off(plain.len() - 16);
        if tag == [0; 16] {
            Ok(Unsealed::Plain(plain))
        } else {
            Err(KeyringError::Damaged("changed".to_owned()))
        }
    }

    fn signer(&self) -> Option<u8> {
        Some(3)
    }

    fn sign(&self, message: &[u8]) -> Option<[u8; 64]> {
        let mut signature = [0; 64];
        blake3::Hasher::new_keyed(&[3; 32])
            .update(message)
            .finalize_xof()
            .fill(&mut signature);
        Some(signature)
    }

    fn is_signed(&self, number: u8, message: &[u8], signature: &[u8; 64]) -> bool {
        number == 3 && self.sign(message).as_ref() == Some(signature)
    }
}

fn quick_open(files: Arc<dyn Files>) -> Result<(Journal, Opened, Vec<Entry>), JournalError> {
    let mut entries = Vec::new();
    let (journal, opened) = Journal::open(files, dir(), Arc::new(Quick), None, |entry| {
        entries.push(entry);
    })?;
    Ok((journal, opened, entries))
}

fn create(memory: &Memory) -> Journal {
    Journal::create(Arc::new(memory.clone()), dir(), officer(memory)).expect("created")
}

fn open(
    memory: &Memory,
    from: Option<Anchor>,
) -> Result<(Journal, Opened, Vec<Entry>), JournalError> {
    let mut entries = Vec::new();
    let (journal, opened) = Journal::open(
        Arc::new(memory.clone()),
        dir(),
        officer(memory),
        from,
        |entry| entries.push(entry),
    )?;
    Ok((journal, opened, entries))
}

fn plain(text: &str) -> Plain {
    Plain {
        client_key: None,
        flags: 0,
        look: format!("look {text}").into_bytes(),
        full: format!("full {text}").into_bytes(),
    }
}

fn group(name: &str, count: usize) -> Vec<Plain> {
    (0..count)
        .map(|number| plain(&format!("{name}.{number}")))
        .collect()
}

fn looks(entries: &[Entry]) -> Vec<String> {
    entries
        .iter()
        .map(|entry| String::from_utf8(entry.look.clone()).expect("text"))
        .collect()
}

fn first_file() -> PathBuf {
    segment::path(dir(), 1)
}

fn first_len(memory: &Memory) -> usize {
    memory.read_all(&first_file()).expect("read").len()
}

/// Cuts the last bytes off the first segment.
fn shorten(memory: &Memory, by: usize) {
    let file = memory.open(&first_file(), Mode::Write).expect("open");
    file.set_len((first_len(memory) - by) as u64).expect("cut");
}

#[test]
fn what_is_appended_is_read_back_by_place_by_number_and_on_opening() {
    let memory = new_disk();
    let mut journal = create(&memory);
    let mut places = journal.append(&group("a", 1)).expect("a");
    places.extend(journal.append(&group("b", 3)).expect("b"));
    places.push(
        journal
            .append_unsynced(&Plain {
                flags: DRAFT,
                ..plain("draft")
            })
            .expect("draft"),
    );
    assert_eq!(
        places.iter().map(|(seq, _)| *seq).collect::<Vec<_>>(),
        [1, 2, 3, 4, 5]
    );
    assert!(journal.append(&[]).expect("nothing").is_empty());
    journal.sync().expect("sync");
    let third = journal.read(places[2].1).expect("read");
    assert_eq!(
        (third.seq, third.look.as_slice(), third.full.as_deref()),
        (3, &b"look b.1"[..], Some(&b"full b.1"[..]))
    );
    let mut seen = Vec::new();
    journal
        .scan(2, |entry| {
            seen.push(entry.seq);
            if entry.seq == 4 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
        .expect("scan");
    assert_eq!(seen, [2, 3, 4]);
    let head = journal.head();
    assert_eq!((head.seq, head.place), places[4]);
    drop(journal);
    let (journal, opened, entries) = open(&memory, None).expect("open");
    assert_eq!(
        looks(&entries),
        ["look a.0", "look b.0", "look b.1", "look b.2", "look draft"]
    );
    assert_eq!(entries[4].flags, DRAFT);
    assert_eq!(
        (opened.acts, opened.tail_cut, journal.head()),
        (5, None, head)
    );
    assert!(
        entries
            .iter()
            .zip(&places)
            .all(|(entry, (_, place))| entry.place == *place)
    );
}

#[test]
fn opening_from_an_anchor_hands_out_only_what_came_later() {
    let memory = new_disk();
    let mut journal = create(&memory);
    let empty = journal.head();
    journal.append(&group("a", 2)).expect("a");
    let anchor = journal.head();
    journal.append(&group("b", 2)).expect("b");
    let head = journal.head();
    drop(journal);
    let (journal, _, entries) = open(&memory, Some(anchor)).expect("open");
    assert_eq!(
        (looks(&entries), journal.head()),
        (vec!["look b.0".to_owned(), "look b.1".to_owned()], head)
    );
    let (mut journal, _, entries) = open(&memory, Some(head)).expect("open at the head");
    assert!(entries.is_empty());
    journal.append(&group("c", 1)).expect("goes on");
    assert_eq!(
        open(&memory, Some(empty)).expect("from the start").2.len(),
        5
    );
}

#[test]
fn a_supervisor_reads_no_full_parts_writes_none_and_signs_with_a_digest() {
    let memory = new_disk();
    create(&memory).append(&[plain("officer")]).expect("append");
    let mut entries = Vec::new();
    let (mut journal, _) = Journal::open(
        Arc::new(memory.clone()),
        dir(),
        supervisor(&memory),
        None,
        |entry| entries.push(entry),
    )
    .expect("open");
    assert_eq!(
        (
            entries[0].look.as_slice(),
            entries[0].full.clone(),
            entries[0].signed
        ),
        (&b"look officer"[..], None, true)
    );
    let refused = journal
        .append(&[plain("both")])
        .expect_err("no key for full");
    assert_eq!(refused.kind(), ErrorKind::NotLetIn);
    let viewed = Plain {
        look: b"viewed".to_vec(),
        ..Plain::default()
    };
    journal.append(&[viewed]).expect("a view is logged");
    assert!(journal.verify().expect("verify").ok);
    drop(journal);
    let (_, _, entries) = open(&memory, None).expect("open");
    assert_eq!(
        (
            entries[1].look.as_slice(),
            entries[1].full.as_deref(),
            entries[1].signed
        ),
        (&b"viewed"[..], Some(&[][..]), false)
    );
}

#[test]
fn a_journal_goes_on_in_new_segments_and_is_whole_across_them() {
    let memory = new_disk();
    let mut journal = create(&memory);
    journal.set_segment_bytes(20_000);
    let big = Plain {
        look: vec![7; 1500],
        full: vec![8; 10],
        ..Plain::default()
    };
    let mut anchors = Vec::new();
    for _ in 0..3 {
        journal.append(&vec![big.clone(); 9]).expect("append");
        anchors.push(journal.head());
    }
    journal.append(&group("last", 2)).expect("append");
    assert_eq!(
        journal.head().place.segment,
        2,
        "two groups of nine fill the first"
    );
    assert!(first_len(&memory) > 20_000);
    let report = journal.verify().expect("verify");
    assert_eq!((report.ok, report.acts), (true, 29));
    assert_eq!(
        journal.read(anchors[0].place).expect("other segment").seq,
        9
    );
    let mut seen = Vec::new();
    journal
        .scan(28, |entry| {
            seen.push(entry.seq);
            ControlFlow::Continue(())
        })
        .expect("scan");
    assert_eq!(seen, [28, 29]);
    for (index, anchor) in anchors.iter().enumerate() {
        let (_, opened, _) = open(&memory, Some(*anchor)).expect("open");
        assert_eq!(opened.acts as usize, 29 - 9 * (index + 1));
    }
    // A missing or exchanged segment is named.
    let lost = memory.killed();
    lost.rename(&first_file(), Path::new("store/elsewhere"))
        .expect("moved");
    let error = open(&lost, None).expect_err("missing");
    assert!(
        matches!(error, JournalError::Damaged { segment: 1, .. }),
        "{error}"
    );
    // A torn-looking end of any but the last segment is damage.
    shorten(&memory, 100);
    let error = open(&memory, None).expect_err("damaged");
    assert!(
        matches!(
            error,
            JournalError::Damaged {
                segment: 1,
                seq: 18,
                ..
            }
        ),
        "{error}"
    );
}

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
fn erasing_a_client_forgets_both_parts_everywhere_and_leaves_the_chain_whole() {
    let memory = new_disk();
    let files: Arc<dyn Files> = Arc::new(memory.clone());
    let clients = clients(&files);
    let id = clients.create_key().expect("key");
    let other = clients.create_key().expect("key");
    let keyring = Arc::new(Sealer::new(people().0.clone(), Arc::clone(&clients)));
    let mut journal = Journal::create(files, dir(), keyring).expect("created");
    let about = |id| Plain {
        client_key: Some(id),
        ..plain("private")
    };
    let places = journal
        .append(&[about(id), about(other), plain("none")])
        .expect("append");
    assert_eq!(
        journal.read(places[0].1).expect("read").look,
        b"look private"
    );
    clients.erase(id).expect("erased");
    let entry = journal.read(places[0].1).expect("read");
    assert_eq!(
        (entry.look.as_slice(), entry.full, entry.erased),
        (&[][..], None, true)
    );
    assert_eq!(
        journal.read(places[1].1).expect("read").look,
        b"look private"
    );
    assert!(journal.verify().expect("verify").ok);
    let refused = journal
        .append(&[about(id)])
        .expect_err("nothing more about an erased client");
    assert_eq!(refused.kind(), ErrorKind::Refused);
    drop(journal);
    let (_, _, entries) = open(&memory, None).expect("open");
    assert_eq!(
        entries.iter().map(|entry| entry.erased).collect::<Vec<_>>(),
        [true, false, false]
    );
}

#[test]
fn the_largest_act_fits_and_one_byte_more_is_refused_without_a_trace() {
    let memory = new_disk();
    let mut journal =
        Journal::create(Arc::new(memory.clone()), dir(), Arc::new(Quick)).expect("created");
    let sized = |full| Plain {
        look: vec![1; MAX_PLAIN - 10],
        full: vec![2; full],
        ..Plain::default()
    };
    journal.append(&[sized(10)]).expect("fits");
    assert_eq!(first_len(&memory), HEADER + MAX_FRAME);
    let refused = journal
        .append(&[plain("small"), sized(11)])
        .expect_err("too large");
    assert!(matches!(refused, JournalError::TooLarge { .. }));
    assert_eq!(
        (journal.head().seq, first_len(&memory)),
        (1, HEADER + MAX_FRAME)
    );
    assert_eq!(
        quick_open(Arc::new(memory)).expect("open").2[0]
            .full
            .as_ref()
            .map(Vec::len),
        Some(10)
    );
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
fn a_follower_sees_complete_groups_only_and_across_segments() {
    let memory = new_disk();
    let mut journal = create(&memory);
    journal.set_segment_bytes(5_000);
    let mut follower = Follower::new(Arc::new(memory.clone()), dir(), supervisor(&memory), None)
        .expect("follower");
    let poll = |follower: &mut Follower| {
        let mut seen = Vec::new();
        let news = follower.poll(|entry| seen.push(entry.seq)).expect("poll");
        (seen, news.waiting)
    };
    assert_eq!(poll(&mut follower), (vec![], 0));
    journal.append(&group("a", 2)).expect("append");
    assert_eq!(poll(&mut follower), (vec![1, 2], 0));
    let before = memory.killed();
    journal.append(&group("b", 2)).expect("append");
    // Half of the group, as seen while it is being written.
    let half = memory.killed();
    shorten(&half, 200);
    let mut early = Follower::new(
        Arc::new(half.clone()),
        dir(),
        supervisor(&before),
        Some(follower.head()),
    )
    .expect("follower");
    let (seen, waiting) = poll(&mut early);
    assert!(seen.is_empty() && waiting > 0);
    assert_eq!(poll(&mut follower).0, [3, 4]);
    let big = Plain {
        look: vec![1; 900],
        ..Plain::default()
    };
    journal.append(&vec![big; 20]).expect("append");
    journal.append(&group("c", 1)).expect("append");
    assert_eq!(poll(&mut follower).0, (5..=25).collect::<Vec<_>>());
    assert_eq!(follower.head(), journal.head());
}

#[test]
fn the_store_is_held_by_one_process_at_a_time() {
    let memory = new_disk();
    let held = StoreLock::take(&memory, dir()).expect("taken");
    let error = StoreLock::take(&memory, dir()).expect_err("held");
    assert!(matches!(error, JournalError::HeldByAnother));
    assert_eq!(error.kind().exit_code(), 5);
    drop(held);
    StoreLock::take(&memory, dir()).expect("free again");
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

#[test]
fn sealing_and_chaining_of_a_bulk_group_is_fast() {
    let memory = new_disk();
    let files: Arc<dyn Files> = Arc::new(memory.clone());
    let ids = clients(&files).create_keys(100).expect("keys");
    let mut journal = create(&memory);
    let group: Vec<Plain> = (0..2000)
        .map(|number| Plain {
            client_key: Some(ids[number % 100]),
            ..plain(&number.to_string())
        })
        .collect();
    journal.append(&group).expect("append");
    let report = journal.verify().expect("verify");
    assert_eq!((report.ok, report.acts), (true, 2000));
    assert_eq!(
        open(&memory, None).expect("open").2[1999].look,
        b"look 1999"
    );
    assert!(first_len(&memory) > HEADER);
}
