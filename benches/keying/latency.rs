//! Key to frame on every screen of keying, with a million clients on the books.
//!
//! # How
//! The clients are made up in bulk and recorded in groups; the reference sheets' earlier ones come after them, so that every screen has its
//! history. The program runs in a terminal, and for each key the time until the first bytes of its frame is taken: the boxes of all
//! seven forms, the code list over a box, "go to box", the find box over a client box, and the head of a pile.

use crate::Size;
use crate::figures::{Table, Times};
use crate::paper::sheets;
use crate::service::Service;
use crate::terminal::Terminal;
use caseload::demo::bulk::Bulk;
use caseload::keymap::{Key, notation};
use chrono::{Days, Local, Utc};
use std::time::{Duration, Instant};

const EARLIER: &str = include_str!("earlier.ndjson");
/// Acts that reach the disk together.
const GROUP: usize = 4000;
/// What a key may take until its frame is written.
const SLOW: Duration = Duration::from_millis(8);
/// A program that wrote nothing for this long has come to rest.
const QUIET: Duration = Duration::from_millis(12);
/// The index of so many is built while she types her first key.
const INDEXING: Duration = Duration::from_secs(600);

/// Keys of the screens of keying, each begun and left at home.
const SCREENS: [(&str, &str); 6] = [
    (
        "boxes of the seven forms",
        "X104417<ctrl-k>s1430<enter>15ny<enter><up><up><ctrl-x><end>Ring<space>the<space>gym<esc>X118204<ctrl-k>a<enter>DIE178<enter>82.52320y15021100<esc>\
         X118204<ctrl-k>r<down><down><down>A<up><esc>X104417<ctrl-k>t1SA<esc>X104417<ctrl-k>pP9<enter><esc>X104417<ctrl-k>o<esc>",
    ),
    (
        "the code list",
        "X104417<ctrl-k>s1430<f3>off<backspace><down><up><esc><esc>",
    ),
    (
        "go to box",
        "X104417<ctrl-k>s<ctrl-g>12<enter><ctrl-g>4<enter>6<ctrl-g><esc>",
    ),
    (
        "find over a client box",
        "X104417<ctrl-k>s<ctrl-g>1<enter>smith<space>ja<backspace><backspace><esc><esc><esc>",
    ),
    (
        "the head of a pile",
        "<f3>3<enter>1206<enter>v<esc><esc><esc>",
    ),
    (
        "phone referral over a sheet",
        "X104417<ctrl-k>s14<f4>nowak<esc><esc><esc>",
    ),
];

/// Times every key.
pub fn measure(size: &Size, table: &mut Table) {
    let service = Service::made(Utc::now() - Days::new(60));
    fill(&service, size.clients);
    let mut desk = Terminal::desk(&service.store(), &service);
    desk.wait_for("Find");
    let begun = Instant::now();
    desk.send_keys(&keys("X104417"));
    assert!(
        desk.comes_to(INDEXING, |screen| screen.contains("Harris")),
        "the index is not built:\n{}",
        desk.text()
    );
    println!("  first find after {:.1?}", begun.elapsed());
    desk.send_keys(&keys("<ctrl-b>"));
    desk.rest(QUIET * 4);
    let mut all = Times::default();
    for (name, line) in SCREENS {
        let mut times = Times::default();
        while times.count() * SCREENS.len() < size.keys {
            for key in keys(line) {
                times.add(desk.press(key));
                desk.rest(QUIET);
            }
            desk.send_keys(&keys("<f12><ctrl-b>"));
            desk.rest(QUIET * 3);
        }
        table.note(format!("  {name}"), times.to_string());
        all.extend(times);
    }
    let said = format!("{all}, {} clients", size.clients);
    table.add(
        "key → frame, any keying screen",
        said,
        "p99 ≤ 8 ms",
        all.at(990) <= SLOW,
    );
    assert_eq!(
        desk.leave(keys("<ctrl-q>")[0]),
        0,
        "the program ended badly"
    );
}

fn keys(line: &str) -> Vec<Key> {
    notation::read(line).expect("keys in the notation of keys")
}

/// The books: so many clients, then those of the earlier sheets.
fn fill(service: &Service, clients: u32) {
    let begun = Instant::now();
    let mut store = service.open();
    let mut acts = Vec::new();
    let when = Utc::now() - Days::new(50);
    for act in Bulk::new(7, clients, Local::now().date_naive()).take(clients as usize) {
        acts.push(act);
        if acts.len() == GROUP {
            store
                .record(when, std::mem::take(&mut acts))
                .expect("a group cannot be recorded");
        }
    }
    store
        .record(when, acts)
        .expect("the last group cannot be recorded");
    store.close().expect("the store cannot be closed");
    let file = service.folder().join("earlier.ndjson");
    let lines: String = sheets(EARLIER)
        .iter()
        .map(|sheet| format!("{sheet}\n"))
        .collect();
    std::fs::write(&file, lines).expect("the earlier sheets cannot be written");
    service.run(&["sheets", "import", &file.display().to_string()]);
    println!("  {clients} clients made in {:.1?}", begun.elapsed());
}
