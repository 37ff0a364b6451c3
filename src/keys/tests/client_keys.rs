//! Each client's own key: kept twice, erased for good, never given out twice.

use super::*;

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
