//! Keys into the whole program: how soon a frame follows each, how soon a sheet is saved, and whether bursts arrive whole.

use crate::figures::{Table, Times, ms};
use crate::finding::query;
use crate::people::Dice;
use crate::script::Task;
use crate::service::{Service, bytes_in};
use crate::terminal::{PATIENCE, Terminal};
use crate::{Size, step};
use caseload::domain::act::Deed;
use caseload::keymap::{Key, notation};
use caseload::search::Person;
use std::fs::File;
use std::io::Write;
use std::time::{Duration, Instant};

/// What a key may take until its frame is written.
const MEDIAN: Duration = Duration::from_millis(2);
const SLOW: Duration = Duration::from_millis(8);
/// What a save may take beyond twice a bare one.
const OVER: Duration = Duration::from_millis(5);
/// Keys of a burst.
const BURST: usize = 10_000;

/// Sits down at the desk of the service and keys everything.
pub fn measure(
    size: &Size,
    service: &Service,
    people: &[Person],
    tasks: &[Task],
    table: &mut Table,
) {
    let bare_before = bare(size);
    let store = service.open();
    let head = store.head();
    store.close().expect("the store cannot be closed");
    let mut desk = Terminal::desk(&service.store(), service);
    desk.wait_for("Find");
    step("  finding at the desk", || {
        finds(&mut desk, size, people, table);
    });
    step("  allocating", || allocates(&mut desk, size, table));
    let rest = step("  keying sheets", || {
        sheets(&mut desk, size, service, tasks, table)
    });
    let mut bare_times = bare(size);
    bare_times.extend(bare_before);
    table.note(
        "  a program that only echoes, same terminal",
        bare_times.to_string(),
    );
    let typed = step("  bursts", || bursts(&mut desk, rest));
    assert_eq!(desk.leave(key("<ctrl-q>")), 0, "the program ended badly");
    let store = service.open();
    let wrong = compare(&store, head, tasks);
    store.close().expect("the store cannot be closed");
    assert!(wrong.is_empty(), "not as typed: {wrong:?}");
    let (count, keys, took) = typed;
    let rate = keys as f64 / took.as_secs_f64();
    let said = format!(
        "0 in {count} of {keys} keys, {} sheets ({rate:.0} keys/s)",
        rest.len()
    );
    table.add(
        "keys lost or reordered in bursts of 10,000",
        said,
        "0",
        true,
    );
}

fn key(name: &str) -> Key {
    notation::read(name).expect("the name of a key")[0]
}

/// The bare peer.
fn bare(size: &Size) -> Times {
    let mut peer = Terminal::bare();
    let mut times = Times::default();
    for _ in 0..size.keys / 4 {
        times.add(peer.press(key("x")));
        peer.rest(Duration::from_millis(2));
    }
    assert_eq!(peer.leave(key("<ctrl-c>")), 0, "the bare peer ended badly");
    times
}

fn judge(table: &mut Table, name: &str, times: &Times) {
    let met = times.median() <= MEDIAN && times.at(990) <= SLOW;
    table.add(
        format!("key → frame written: {name}"),
        times.to_string(),
        "p50 ≤ 2 ms, p99 ≤ 8 ms",
        met,
    );
}

/// The find box of home, then what the program holds in memory.
fn finds(desk: &mut Terminal, size: &Size, people: &[Person], table: &mut Table) {
    // The index is built while the first key is on its way.
    let known = &people[people.len() / 2];
    desk.send_keys(&notation::read(&known.crn).expect("a CRN is typed as it is"));
    desk.wait_for(&known.forenames);
    let mut dice = Dice(5);
    let (mut times, mut queries) = (Times::default(), 0);
    while times.count() < size.keys || queries * 2 < size.keys {
        desk.press(key("<ctrl-b>"));
        desk.rest(size.quiet);
        for c in query(people, &mut dice).chars().filter_map(Key::typing) {
            let took = desk.press(c);
            if times.count() < size.keys {
                times.add(took);
                desk.rest(size.quiet);
            }
        }
        desk.rest(size.quiet);
        queries += 1;
    }
    desk.press(key("<ctrl-b>"));
    desk.rest(size.quiet);
    judge(table, "find box of home", &times);
    let mb = |name: &str| desk.memory(name).map(|kb| kb / 1024);
    match (mb("VmHWM"), mb("VmRSS")) {
        (Some(most), Some(now)) => {
            let said = format!("at most {most} MB, then {now} MB (unlocked, {queries} finds)");
            table.add("memory", said, "≤ 150 MB", most <= 150);
        }
        _ => table.note("memory", "this machine does not say"),
    }
}

/// The allocation screen: referrals, trainers, reasons.
fn allocates(desk: &mut Terminal, size: &Size, table: &mut Table) {
    desk.press(key("<f5>"));
    desk.rest(size.quiet);
    assert!(
        desk.text().contains("Allocate"),
        "no allocation screen:\n{}",
        desk.text()
    );
    let walk = [
        "<down>", "?", "<down>", "<right>", "<down>", "<up>", "<down>", "?", "<right>", "<left>",
        "<up>",
    ];
    let mut times = Times::default();
    for name in walk.iter().cycle().take(size.keys) {
        times.add(desk.press(key(name)));
        desk.rest(size.quiet.min(Duration::from_millis(4)));
    }
    desk.press(key("<ctrl-b>"));
    desk.rest(size.quiet);
    desk.press(key("<f12>"));
    desk.rest(size.quiet);
    judge(table, "allocation", &times);
}

/// Keys sheets and saves them; gives the sheets that are left for the bursts.
fn sheets<'a>(
    desk: &mut Terminal,
    size: &Size,
    service: &Service,
    tasks: &'a [Task],
    table: &mut Table,
) -> &'a [Task] {
    let (saved, rest) = tasks.split_at(size.saves);
    let mut bare = File::create(service.folder().join("bare")).expect("a file cannot be made");
    let (mut keys, mut saves, mut bares) = (Times::default(), Times::default(), Times::default());
    let mut bytes = Vec::new();
    for task in saved {
        let (last, before) = task.keys.split_last().expect("a sheet has keys");
        if keys.count() < size.keys {
            for key in before {
                keys.add(desk.press(*key));
                desk.rest(size.quiet);
            }
        } else {
            desk.send_keys(before);
        }
        desk.rest(size.quiet * 6);
        let journal = service.store().join("journal");
        let held = bytes_in(&journal);
        saves.add(save(desk, *last, &task.serial));
        bytes.push(bytes_in(&journal).saturating_sub(held));
        // Right behind a save the disk has nothing else to write: the peer would have it easier than the save had.
        desk.rest(size.quiet * 6);
        bares.add(append(&mut bare, *bytes.last().unwrap_or(&0)));
    }
    judge(table, "a sheet being keyed", &keys);
    let ratio = saves.median().as_secs_f64() / bares.median().as_secs_f64().max(1e-6);
    let said = format!(
        "{saves}; {ratio:.1} ×, + {}",
        ms(saves.median().saturating_sub(bares.median()))
    );
    let met =
        saves.median() <= bares.median() * 2 + OVER && saves.at(900) <= bares.at(900) * 2 + OVER;
    table.add(
        "Enter on the last box → Saved, next sheet ready",
        said,
        "≤ 2 × bare + 5 ms",
        met,
    );
    bytes.sort_unstable();
    let median = bytes.get(bytes.len() / 2).copied().unwrap_or(0);
    table.note(
        format!("  bare append of {median} bytes + fdatasync, by turns"),
        bares.to_string(),
    );
    rest
}

/// The last key of a sheet, until home says that the sheet is saved.
fn save(desk: &mut Terminal, last: Key, serial: &str) -> Duration {
    let pressed = Instant::now();
    desk.send_keys(&[last]);
    let saved = |screen: &str| {
        screen.contains("Saved") && screen.contains(serial) && screen.contains("Find")
    };
    desk.wait_until(&format!("Saved {serial}"), PATIENCE, saved) - pressed
}

fn append(file: &mut File, count: u64) -> Duration {
    let bytes = vec![0x5a; count as usize];
    let begun = Instant::now();
    file.write_all(&bytes)
        .and_then(|()| file.sync_data())
        .expect("the disk does not take a bare append");
    begun.elapsed()
}

/// Types sheets as fast as the terminal takes them; gives the bursts, their keys, and the time until the last sheet was saved.
fn bursts(desk: &mut Terminal, tasks: &[Task]) -> (usize, usize, Duration) {
    let (mut count, mut all, mut took) = (0, 0, Duration::ZERO);
    let mut left = tasks;
    while let Some(first) = left.first() {
        let mut keys = first.keys.clone();
        let mut end = 1;
        while keys.len() < BURST && end < left.len() {
            keys.extend(&left[end].keys);
            end += 1;
        }
        let serial = &left[end - 1].serial;
        let begun = Instant::now();
        desk.send_keys(&keys);
        let saved = |screen: &str| {
            screen.contains("Saved") && screen.contains(serial.as_str()) && screen.contains("Find")
        };
        desk.wait_until(&format!("Saved {serial}"), PATIENCE * 5, saved);
        took += begun.elapsed();
        all += keys.len();
        count += 1;
        left = &left[end..];
    }
    (count, all, took)
}

/// What the store says otherwise than the sheets that were typed, and sheets saved in another order.
fn compare(store: &caseload::store::Store, head: u64, tasks: &[Task]) -> Vec<String> {
    let mut wrong = Vec::new();
    for task in tasks {
        match store.sheet(&task.serial).expect("a sheet cannot be read") {
            None => wrong.push(format!("{} is not there", task.serial)),
            Some(sheet) if sheet.to_json() != task.sheet => {
                wrong.push(format!("{} differs", task.serial));
            }
            Some(_) => {}
        }
    }
    let mut order = Vec::new();
    store
        .acts(head + 1, &mut |act| {
            if let Deed::SheetKeyed { head, .. } = act.deed {
                order.push(head.serial);
            }
        })
        .expect("the acts cannot be read");
    if !order.iter().eq(tasks.iter().map(|task| &task.serial)) {
        wrong.push("sheets were saved in another order, or more than once".to_owned());
    }
    wrong
}
