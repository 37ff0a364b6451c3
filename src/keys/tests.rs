//! Tests of the keys as a whole: slots, both copies, waiting, erasure, failing disks.

use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::journal::files::faults::{Failing, Fault, Memory};
use crate::journal::files::{Files, Mode};
use crate::journal::{Anchor, ErrorKind, Place};

const NOW: i64 = 1_339_660_800;

fn dir() -> &'static Path {
    Path::new("store")
}

fn new_store() -> (Memory, Header, Unlocked, RecoveryKey) {
    let memory = Memory::new();
    let (header, unlocked, recovery) = Header::create(
        Arc::new(memory.clone()),
        dir(),
        "officer",
        "right horse",
        Params::quick(),
    )
    .expect("created");
    (memory, header, unlocked, recovery)
}

fn reopen(memory: &Memory) -> Result<Header, KeysError> {
    Header::open(Arc::new(memory.clone()), dir())
}

fn client_keys(memory: &Memory, unlocked: &Unlocked) -> Result<ClientKeys, KeysError> {
    let files: Arc<dyn Files> = Arc::new(memory.clone());
    ClientKeys::open(&files, dir(), unlocked.store_id, &unlocked.look)
}

#[test]
fn each_role_gets_its_keys_and_nobody_else_gets_any() {
    let (memory, mut header, officer, _) = new_store();
    header
        .add_user(&officer, "Second", Role::Officer, "other")
        .expect("added");
    header
        .add_user(&officer, "looker", Role::Supervisor, "third")
        .expect("added");
    assert!(matches!(
        header.add_user(&officer, "LOOKER ", Role::Supervisor, "x"),
        Err(KeysError::NameTaken)
    ));
    let mut header = reopen(&memory).expect("open");
    let second = header
        .unlock("second", "other", NOW)
        .expect("names without regard to case");
    let looker = header.unlock("looker", "third", NOW).expect("unlocked");
    assert_eq!(second.look.bytes(), officer.look.bytes());
    assert_eq!(
        second.full.as_ref().map(Secret32::bytes),
        officer.full.as_ref().map(Secret32::bytes)
    );
    assert!(second.is_officer() && !looker.is_officer());
    assert_eq!(
        (
            looker.look.bytes(),
            looker.full.is_none(),
            looker.signing.is_none()
        ),
        (officer.look.bytes(), true, true)
    );
    assert!(matches!(
        header.add_user(&looker, "more", Role::Officer, "x"),
        Err(KeysError::OfficersOnly)
    ));
    assert!(matches!(
        header.revoke(&looker, "officer"),
        Err(KeysError::OfficersOnly)
    ));
    assert!(matches!(
        header.change_passphrase(&looker, "officer", "x"),
        Err(KeysError::OfficersOnly)
    ));
    assert!(matches!(
        header.unlock("nobody", "x", NOW),
        Err(KeysError::UnknownUser)
    ));
    assert!(matches!(
        header.add_user(&officer, "empty", Role::Officer, ""),
        Err(KeysError::EmptyPassphrase)
    ));
    assert!(matches!(
        header.add_user(&officer, "bad\u{1b}name", Role::Officer, "x"),
        Err(KeysError::BadName)
    ));
    assert_eq!(header.users().len(), 3, "refused users leave no trace");
    assert_eq!(header.store_id(), officer.store_id);
}

#[test]
fn an_accented_passphrase_is_the_same_however_it_is_composed() {
    let (_, mut header, officer, _) = new_store();
    header
        .add_user(&officer, "other", Role::Supervisor, "caf\u{e9}")
        .expect("added");
    header
        .unlock("other", "cafe\u{301}", NOW)
        .expect("unlocked");
}

#[test]
fn five_wrong_passphrases_lead_to_waiting_that_survives_reopening_and_ends() {
    let (memory, mut header, _, _) = new_store();
    for attempt in 1..=5 {
        let error = header.unlock("officer", "wrong", NOW).expect_err("wrong");
        let wait = if attempt == 5 { 5 } else { 0 };
        assert!(
            matches!(error, KeysError::WrongPassphrase { wait: found } if found == wait),
            "{attempt}: {error}"
        );
        assert_eq!(error.kind(), ErrorKind::NotLetIn);
    }
    let mut header = {
        drop(header);
        reopen(&memory).expect("open")
    };
    assert!(matches!(
        header.unlock("officer", "right horse", NOW + 4),
        Err(KeysError::Waiting { seconds: 1 })
    ));
    assert!(matches!(
        header.unlock("officer", "wrong", NOW + 5),
        Err(KeysError::WrongPassphrase { wait: 10 })
    ));
    assert!(
        matches!(
            header.unlock("officer", "right horse", NOW - 9999),
            Err(KeysError::Waiting { seconds: 10 })
        ),
        "clock set back"
    );
    header
        .unlock("officer", "right horse", NOW - 9989)
        .expect("the wait counts from the clock as it is now");
    for _ in 0..4 {
        assert!(
            matches!(
                header.unlock("officer", "wrong", NOW),
                Err(KeysError::WrongPassphrase { wait: 0 })
            ),
            "counted anew"
        );
    }
}

#[test]
fn a_revoked_user_stays_out_and_the_last_officer_stays_in() {
    let (memory, mut header, officer, _) = new_store();
    assert!(matches!(
        header.revoke(&officer, "officer"),
        Err(KeysError::LastOfficer)
    ));
    header
        .add_user(&officer, "second", Role::Officer, "other")
        .expect("added");
    header.revoke(&officer, "second").expect("revoked");
    let mut header = reopen(&memory).expect("open");
    assert!(matches!(
        header.unlock("second", "other", NOW),
        Err(KeysError::Revoked)
    ));
    assert!(matches!(
        header.change_passphrase(&officer, "second", "new"),
        Err(KeysError::Revoked)
    ));
    assert!(
        matches!(
            header.revoke(&officer, "officer"),
            Err(KeysError::LastOfficer)
        ),
        "a revoked officer does not count"
    );
    assert!(matches!(
        header.add_user(&officer, "second", Role::Officer, "x"),
        Err(KeysError::NameTaken)
    ));
    assert!(header.users()[1].revoked);
}

#[test]
fn passphrases_change_for_oneself_and_by_an_officer() {
    let (memory, mut header, officer, _) = new_store();
    header
        .add_user(&officer, "second", Role::Officer, "other")
        .expect("added");
    let second = header.unlock("second", "other", NOW).expect("unlocked");
    header
        .change_passphrase(&second, "second", "own new")
        .expect("changed");
    header
        .change_passphrase(&second, "officer", "set by second")
        .expect("changed");
    let mut header = reopen(&memory).expect("open");
    assert!(matches!(
        header.unlock("officer", "right horse", NOW),
        Err(KeysError::WrongPassphrase { .. })
    ));
    let officer_again = header
        .unlock("officer", "set by second", NOW)
        .expect("unlocked");
    let second_again = header.unlock("second", "own new", NOW).expect("unlocked");
    let number = |unlocked: &Unlocked| unlocked.signing.as_ref().map(|(number, _)| *number);
    assert_eq!(
        number(&second_again),
        number(&second),
        "one's own signing key stays"
    );
    assert_ne!(
        number(&officer_again),
        number(&officer),
        "another's cannot be taken over"
    );
    assert_eq!(
        officer_again.signers.len(),
        4,
        "recovery key, officer, second, officer anew: old signatures stay provable"
    );
}

#[test]
fn the_recovery_key_lets_an_officer_in_until_it_is_renewed() {
    let (memory, mut header, _, recovery) = new_store();
    let text = recovery.reveal();
    assert!(text.split('-').count() == 9 && text.split('-').all(|group| group.len() == 4));
    let rescued = reopen(&memory)
        .expect("open")
        .unlock_with_recovery(&text.to_lowercase())
        .expect("unlocked");
    assert!(rescued.is_officer() && rescued.is_by_recovery_key());
    header
        .change_passphrase(&rescued, "officer", "new")
        .expect("changed");
    let officer = header.unlock("officer", "new", NOW).expect("unlocked");
    let renewed = header.renew_recovery_key(&officer).expect("renewed");
    assert!(matches!(
        header.unlock_with_recovery(&text),
        Err(KeysError::WrongRecoveryKey)
    ));
    header
        .unlock_with_recovery(&renewed.reveal())
        .expect("unlocked");
    assert!(matches!(
        header.unlock_with_recovery("nonsense"),
        Err(KeysError::MistypedRecoveryKey(_))
    ));
}

#[test]
fn one_damaged_header_is_repaired_and_two_are_refused() {
    let (memory, _, _, _) = new_store();
    let len = memory.read_all(&dir().join(HEADER)).expect("read").len();
    for name in [HEADER, HEADER_COPY] {
        for offset in (0..len).step_by(7) {
            let disk = memory.killed();
            disk.flip(&dir().join(name), offset, 0x40);
            let mut header =
                reopen(&disk).unwrap_or_else(|error| panic!("{name} byte {offset}: {error}"));
            assert!(header.was_repaired());
            header
                .unlock("officer", "right horse", NOW)
                .expect("unlocked");
            assert!(
                !reopen(&disk).expect("open").was_repaired(),
                "repaired for good"
            );
        }
    }
    let disk = memory.killed();
    disk.remove(&dir().join(HEADER)).expect("removed");
    assert!(reopen(&disk).expect("open").was_repaired());
    memory.flip(&dir().join(HEADER), 40, 1);
    memory.flip(&dir().join(HEADER_COPY), 300, 1);
    let error = reopen(&memory).expect_err("both damaged");
    assert_eq!(error.kind().exit_code(), 4, "{error}");
}

#[test]
fn a_header_that_was_changed_with_a_right_checksum_is_noticed_on_unlocking() {
    let (memory, _, _, _) = new_store();
    for name in [HEADER, HEADER_COPY] {
        let path = dir().join(name);
        let mut bytes = memory.read_all(&path).expect("read");
        let len = bytes.len();
        // The first signer's public key begins after lead 22, id 16, epoch 2, three numbers 12, no head 1, count 2.
        bytes[60] ^= 1;
        let digest = blake3::hash(&bytes[..len - 32]);
        bytes[len - 32..].copy_from_slice(digest.as_bytes());
        memory.write_new_synced(&path, &bytes).expect("written");
    }
    let mut header = reopen(&memory).expect("the checksum is right");
    let error = header
        .unlock("officer", "right horse", NOW)
        .expect_err("altered");
    assert!(matches!(error, KeysError::Damaged { .. }), "{error}");
}

#[test]
fn a_newer_version_is_refused_by_name_and_not_overwritten() {
    let (memory, _, _, _) = new_store();
    let path = dir().join(HEADER);
    let mut bytes = memory.read_all(&path).expect("read");
    bytes[8] = 9;
    let len = bytes.len();
    let digest = blake3::hash(&bytes[..len - 32]);
    bytes[len - 32..].copy_from_slice(digest.as_bytes());
    memory.write_new_synced(&path, &bytes).expect("written");
    let error = reopen(&memory).expect_err("newer");
    assert!(
        matches!(error, KeysError::Newer { found: 9, known: 1 }),
        "{error}"
    );
    assert_eq!(memory.read_all(&path).expect("read"), bytes);
}

#[test]
fn the_head_of_the_journal_is_kept_in_the_header() {
    let (memory, mut header, officer, _) = new_store();
    let head = Anchor {
        seq: 7,
        chain: [9; 32],
        place: Place {
            segment: 2,
            offset: 300,
        },
    };
    header.set_head(&officer, head).expect("noted");
    assert_eq!(reopen(&memory).expect("open").head(), Some(head));
}

#[test]
fn whichever_operation_fails_while_users_change_somebody_can_still_unlock() {
    for fault in Fault::ALL {
        for number in 1.. {
            let (memory, _, officer, _) = new_store();
            let failing = Failing::once(Arc::new(memory.clone()), number, fault);
            let outcome = change_everything(&failing, &officer);
            for disk in [memory.killed(), memory.power_cut(number)] {
                let case = format!("{fault:?} at {number}");
                let mut header = reopen(&disk).unwrap_or_else(|error| panic!("{case}: {error}"));
                let old = header.unlock("officer", "right horse", NOW).is_ok();
                let new = header.unlock("officer", "new", NOW).is_ok();
                assert!(old != new, "{case}: exactly one passphrase opens the store");
                assert!(
                    new || outcome.is_err(),
                    "{case}: an acknowledged change is there"
                );
            }
            if !failing.happened() {
                outcome.expect("without a fault all is well");
                assert!(number > 10);
                break;
            }
        }
    }
}

fn change_everything(failing: &Failing, officer: &Unlocked) -> Result<(), KeysError> {
    let mut header = Header::open(Arc::new(failing.clone()), dir())?;
    header.add_user(officer, "second", Role::Supervisor, "x")?;
    header.change_passphrase(officer, "officer", "new")
}

#[test]
fn client_keys_are_kept_erased_and_never_given_out_twice() {
    let (memory, _, officer, _) = new_store();
    let files: Arc<dyn Files> = Arc::new(memory.clone());
    let keys = ClientKeys::create(&files, dir(), officer.store_id, &officer.look).expect("created");
    let ids = keys.create_keys(300).expect("keys");
    let one = keys.create_key().expect("key");
    assert_eq!((ids[0].slot(), one.slot()), (1, 301));
    let seen: std::collections::HashSet<_> = ids
        .iter()
        .map(|id| *keys.get(*id).expect("key").bytes())
        .collect();
    assert_eq!(seen.len(), 300);
    let again = client_keys(&memory, &officer).expect("open");
    assert_eq!(
        again.get(ids[17]).expect("key").bytes(),
        keys.get(ids[17]).expect("key").bytes()
    );
    again.erase(ids[17]).expect("erased");
    again.erase(ids[17]).expect("twice changes nothing");
    assert!(matches!(again.get(ids[17]), Err(KeysError::Erased)));
    assert!(matches!(
        client_keys(&memory, &officer).expect("open").get(ids[17]),
        Err(KeysError::Erased)
    ));
    let mut forged = ids[3].to_bytes();
    forged[15] ^= 1;
    let forged = ClientKeyId::from_bytes(forged).expect("id");
    assert!(matches!(
        again.get(forged),
        Err(KeysError::NoSuchClientKey(4))
    ));
    assert!(matches!(
        again.erase(forged),
        Err(KeysError::NoSuchClientKey(4))
    ));
    assert_eq!(
        client_keys(&memory, &officer)
            .expect("open")
            .create_key()
            .expect("key")
            .slot(),
        302
    );
    let slot = |name| {
        memory.read_all(&dir().join(name)).expect("read")[18 * 128 + 24..18 * 128 + 96].to_vec()
    };
    assert_eq!(
        [slot(CLIENT_KEYS), slot(CLIENT_KEYS_COPY)],
        [vec![0; 72], vec![0; 72]],
        "nothing of the key is left in either copy"
    );
}

#[test]
fn a_damaged_client_key_comes_from_the_other_copy_and_is_put_right() {
    let (memory, _, officer, _) = new_store();
    let files: Arc<dyn Files> = Arc::new(memory.clone());
    let keys = ClientKeys::create(&files, dir(), officer.store_id, &officer.look).expect("created");
    let ids = keys.create_keys(3).expect("keys");
    let fresh = |keys: &ClientKeys| {
        ids.iter()
            .map(|id| *keys.get(*id).expect("key").bytes())
            .collect::<Vec<_>>()
    };
    let right = fresh(&client_keys(&memory, &officer).expect("open"));
    for (copy, name) in [CLIENT_KEYS, CLIENT_KEYS_COPY].into_iter().enumerate() {
        for offset in (0..4 * 128).step_by(5) {
            let disk = memory.killed();
            let running = client_keys(&disk, &officer).expect("open");
            disk.flip(&dir().join(name), offset, 0x08);
            assert_eq!(
                fresh(&running),
                right,
                "while running: copy {copy}, byte {offset}"
            );
            disk.flip(&dir().join(name), offset, 0);
            let opened = client_keys(&disk, &officer)
                .unwrap_or_else(|error| panic!("{name} byte {offset}: {error}"));
            assert_eq!(
                fresh(&opened),
                right,
                "on opening: copy {copy}, byte {offset}"
            );
            assert_eq!(
                disk.read_all(&dir().join(CLIENT_KEYS)).expect("a"),
                disk.read_all(&dir().join(CLIENT_KEYS_COPY)).expect("b")
            );
        }
    }
    for name in [CLIENT_KEYS, CLIENT_KEYS_COPY] {
        memory.flip(&dir().join(name), 2 * 128 + 60, 1);
    }
    let keys = client_keys(&memory, &officer).expect("the others are fine");
    assert!(matches!(keys.get(ids[1]), Err(KeysError::Damaged { .. })));
    keys.get(ids[2]).expect("key");
    memory.remove(&dir().join(CLIENT_KEYS)).expect("removed");
    client_keys(&memory, &officer)
        .expect("from the copy")
        .get(ids[0])
        .expect("key");
}

#[test]
fn no_power_cut_or_failure_loses_a_client_key_or_brings_an_erased_one_back() {
    for fault in Fault::ALL {
        for number in 1.. {
            let (memory, _, officer, _) = new_store();
            let files: Arc<dyn Files> = Arc::new(memory.clone());
            memory.sync_dir(Path::new(".")).expect("sync");
            let keys = ClientKeys::create(&files, dir(), officer.store_id, &officer.look)
                .expect("created");
            let doomed = keys.create_key().expect("key");
            let failing = Failing::once(files, number, fault);
            let files: Arc<dyn Files> = Arc::new(failing.clone());
            let (mut made, mut erased) = (Vec::new(), false);
            if let Ok(keys) = ClientKeys::open(&files, dir(), officer.store_id, &officer.look) {
                made.extend(keys.create_keys(20).unwrap_or_default());
                erased = keys.erase(doomed).is_ok();
                made.extend(keys.create_key().ok());
            }
            for disk in [
                memory.killed(),
                memory.power_cut(number),
                memory.power_cut(number + 1000),
            ] {
                let keys = client_keys(&disk, &officer)
                    .unwrap_or_else(|error| panic!("{fault:?} at {number}: {error}"));
                assert!(
                    made.iter().all(|id| keys.get(*id).is_ok()),
                    "{fault:?} at {number}"
                );
                assert!(
                    !erased || matches!(keys.get(doomed), Err(KeysError::Erased)),
                    "{fault:?} at {number}"
                );
                let fresh = keys.create_key().expect("key");
                assert!(!made.contains(&fresh) && fresh.slot() != doomed.slot());
            }
            if !failing.happened() {
                assert_eq!((made.len(), erased), (21, true));
                break;
            }
        }
    }
}

#[test]
fn a_record_opens_only_where_it_was_put_and_only_for_those_who_may() {
    let (memory, mut header, officer, _) = new_store();
    header
        .add_user(&officer, "looker", Role::Supervisor, "x")
        .expect("added");
    let files: Arc<dyn Files> = Arc::new(memory.clone());
    let clients = Arc::new(
        ClientKeys::create(&files, dir(), officer.store_id, &officer.look).expect("created"),
    );
    let id = clients.create_key().expect("key");
    let sealer = Sealer::new(officer, Arc::clone(&clients));
    let looker = Sealer::new(
        header.unlock("looker", "x", NOW).expect("unlocked"),
        Arc::clone(&clients),
    );
    let about = About {
        tree: "clients",
        record: b"17",
        seq: 4,
        schema: 1,
    };
    let sealed = sealer
        .seal_record(Part::Look, Some(id), &about, b"hello")
        .expect("sealed");
    assert_eq!(
        looker
            .open_record(Part::Look, Some(id), &about, &sealed)
            .expect("opened"),
        b"hello"
    );
    for other in [
        About {
            tree: "cases",
            ..about
        },
        About {
            record: b"18",
            ..about
        },
        About { seq: 5, ..about },
        About { schema: 2, ..about },
    ] {
        assert!(matches!(
            sealer.open_record(Part::Look, Some(id), &other, &sealed),
            Err(KeysError::Damaged { .. })
        ));
    }
    assert!(
        sealer
            .open_record(Part::Look, None, &about, &sealed)
            .is_err()
    );
    assert!(
        sealer
            .open_record(Part::Full, Some(id), &about, &sealed)
            .is_err()
    );
    let secret = sealer
        .seal_record(Part::Full, None, &about, b"notes")
        .expect("sealed");
    assert!(matches!(
        looker.open_record(Part::Full, None, &about, &secret),
        Err(KeysError::OfficersOnly)
    ));
    clients.erase(id).expect("erased");
    assert!(matches!(
        sealer.open_record(Part::Look, Some(id), &about, &sealed),
        Err(KeysError::Erased)
    ));
}

#[test]
fn no_secret_shows_in_debug_output() {
    let (memory, header, officer, recovery) = new_store();
    let keys = Secret32::new([0x41; 32]);
    let shown = format!(
        "{officer:?} {header:?} {recovery:?} {keys:?} {:?}",
        header.users()
    );
    assert!(
        !shown.contains("AAAA") && !shown.contains("65, 65") && !shown.contains("officer\""),
        "{shown}"
    );
    assert!(!shown.contains(&*recovery.reveal()));
    let bytes = memory
        .open(&dir().join(HEADER), Mode::Read)
        .expect("open")
        .read_from(0)
        .expect("read");
    assert!(
        !bytes
            .windows(32)
            .any(|window| window == officer.look.bytes()),
        "no key lies open in the header"
    );
}

#[test]
fn a_copy_of_another_store_is_set_aside_and_ours_are_not_touched() {
    for foreign_name in [CLIENT_KEYS, CLIENT_KEYS_COPY] {
        let (memory, _, officer, _) = new_store();
        let files: Arc<dyn Files> = Arc::new(memory.clone());
        let keys =
            ClientKeys::create(&files, dir(), officer.store_id, &officer.look).expect("created");
        let ids = keys.create_keys(3).expect("keys");
        let right = ids
            .iter()
            .map(|id| *keys.get(*id).expect("key").bytes())
            .collect::<Vec<_>>();
        drop(keys);
        let (other, _, stranger, _) = new_store();
        let other_files: Arc<dyn Files> = Arc::new(other.clone());
        ClientKeys::create(&other_files, dir(), stranger.store_id, &stranger.look)
            .expect("created")
            .create_keys(9)
            .expect("keys");
        let foreign = other.read_all(&dir().join(CLIENT_KEYS)).expect("read");
        files
            .write_new_synced(&dir().join(foreign_name), &foreign)
            .expect("put there");
        let opened = client_keys(&memory, &officer).expect("ours is whole");
        for (id, key) in ids.iter().zip(&right) {
            assert_eq!(opened.get(*id).expect("key").bytes(), key);
        }
        let [a, b] = [CLIENT_KEYS, CLIENT_KEYS_COPY]
            .map(|name| memory.read_all(&dir().join(name)).expect("read"));
        assert_eq!(a, b, "nothing of the other store is left");
        let aside =
            crate::journal::quarantine(dir()).join(format!("{foreign_name}-of-another-store"));
        assert_eq!(memory.read_all(&aside).expect("kept"), foreign);
    }
}

#[test]
fn a_copy_that_does_not_begin_as_it_should_is_not_believed() {
    let (memory, _, officer, _) = new_store();
    let files: Arc<dyn Files> = Arc::new(memory.clone());
    let keys = ClientKeys::create(&files, dir(), officer.store_id, &officer.look).expect("created");
    let id = keys.create_key().expect("key");
    let right = *keys.get(id).expect("key").bytes();
    drop(keys);
    let (other, _, stranger, _) = new_store();
    let other_files: Arc<dyn Files> = Arc::new(other.clone());
    ClientKeys::create(&other_files, dir(), stranger.store_id, &stranger.look)
        .expect("created")
        .create_key()
        .expect("key");
    let mut foreign = other.read_all(&dir().join(CLIENT_KEYS)).expect("read");
    foreign[3] ^= 1;
    files
        .write_new_synced(&dir().join(CLIENT_KEYS_COPY), &foreign)
        .expect("put there");
    let opened = client_keys(&memory, &officer).expect("ours is whole");
    assert_eq!(*opened.get(id).expect("key").bytes(), right);
}
