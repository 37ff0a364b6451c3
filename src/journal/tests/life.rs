//! What is written is read: across openings, segments, readers and erasure.

use super::*;
use crate::journal::files::{Handle, Held};

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
fn a_folder_that_takes_nothing_is_named_with_what_to_do() {
    let kinds = [
        std::io::ErrorKind::PermissionDenied,
        std::io::ErrorKind::ReadOnlyFilesystem,
    ];
    for kind in kinds {
        let error = StoreLock::take(&Refusing(kind), dir()).expect_err("refused");
        assert_eq!(error.kind().exit_code(), 5);
        let said = error.to_string();
        assert!(said.contains("cannot be written to"), "{said}");
        assert!(said.contains("the right to write to"), "{said}");
        assert!(
            !said.contains("journal") && !said.contains("lock"),
            "{said}"
        );
    }
}

/// A disk on which nothing can be locked.
struct Refusing(std::io::ErrorKind);

impl Files for Refusing {
    fn create_dir_all(&self, _: &Path) -> std::io::Result<()> {
        Err(self.0.into())
    }
    fn open(&self, _: &Path, _: Mode) -> std::io::Result<Box<dyn Handle>> {
        Err(self.0.into())
    }
    fn exists(&self, _: &Path) -> std::io::Result<bool> {
        Ok(true)
    }
    fn list(&self, _: &Path) -> std::io::Result<Vec<String>> {
        Ok(Vec::new())
    }
    fn rename(&self, _: &Path, _: &Path) -> std::io::Result<()> {
        Err(self.0.into())
    }
    fn remove(&self, _: &Path) -> std::io::Result<()> {
        Err(self.0.into())
    }
    fn remove_dir(&self, _: &Path) -> std::io::Result<()> {
        Err(self.0.into())
    }
    fn sync_dir(&self, _: &Path) -> std::io::Result<()> {
        Err(self.0.into())
    }
    fn lock(&self, _: &Path) -> std::io::Result<Option<Box<dyn Held>>> {
        Err(self.0.into())
    }
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
