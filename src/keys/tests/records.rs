//! Records open where they were put, and show nothing.

use super::*;

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
