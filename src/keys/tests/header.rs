//! Slots, roles, waiting, both copies of the header.

use super::*;

/// A second officer of this name, passphrase `other`, and a supervisor `looker`, passphrase `third`.
fn add_two(header: &mut Header, officer: &Unlocked, second: &str) {
    header
        .add_user(officer, second, Role::Officer, "other")
        .expect("added");
    header
        .add_user(officer, "looker", Role::Supervisor, "third")
        .expect("added");
}

#[test]
fn each_role_gets_its_keys_and_nobody_else_gets_any() {
    let (memory, mut header, officer, _) = new_store();
    add_two(&mut header, &officer, "Second");
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
fn what_an_officer_seals_for_herself_opens_for_nobody_else_and_stays_hers_when_she_changes_her_passphrase()
 {
    let (memory, mut header, officer, recovery) = new_store();
    add_two(&mut header, &officer, "second");
    let sealed = officer.seal_own("figures", b"twelve").expect("sealed");
    header
        .change_passphrase(&officer, "officer", "a new one")
        .expect("changed");
    let mut header = reopen(&memory).expect("open");
    let again = header.unlock("officer", "a new one", NOW).expect("hers");
    assert_eq!(
        again.open_own("figures", &sealed).as_deref(),
        Some(&b"twelve"[..])
    );
    assert_eq!(again.open_own("anything else", &sealed), None);
    let second = header.unlock("second", "other", NOW).expect("unlocked");
    let looker = header.unlock("looker", "third", NOW).expect("unlocked");
    let rescued = header
        .unlock_with_recovery(&recovery.reveal())
        .expect("unlocked");
    for other in [&second, &looker, &rescued] {
        assert_eq!(other.open_own("figures", &sealed), None);
    }
    assert!(second.has_own() && !looker.has_own() && !rescued.has_own());
    for without in [&looker, &rescued] {
        assert!(matches!(
            without.seal_own("figures", b"x"),
            Err(KeysError::OfficersOnly)
        ));
    }
    // Whoever sets her passphrase can sit down as her, and still reads nothing of it.
    header
        .change_passphrase(&second, "officer", "set by second")
        .expect("changed");
    let taken = header
        .unlock("officer", "set by second", NOW)
        .expect("unlocked");
    assert_eq!(taken.open_own("figures", &sealed), None);
    assert!(taken.has_own());
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
