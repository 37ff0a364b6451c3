//! The whole job in plain lines: what a screen reader and a braille line are given.

use super::terminal::{Desk, Service};
use serde_json::Value as Json;

/// Cells of a braille line.
const CELLS: usize = 40;

/// The keys of one made-up referral, from home to "Saved", and the surname on it.
fn referral(service: &Service) -> (String, String) {
    let sheets = caseload::demo::sheets(20_120_614, 700);
    let waits = |s: &&Json| {
        let said = &s["values"];
        let is_kept = said["outcome"] == "A" && said["allocated_to"].is_null();
        s["form"] == "referral" && is_kept
    };
    let sheet = sheets.iter().find(waits).unwrap();
    let file = service.folder().join("sheet.ndjson");
    std::fs::write(&file, sheet.to_string()).unwrap();
    let name = file.display().to_string();
    let keys = service.run(&["sheets", "keystrokes", &name, "--json"]);
    let keyed: Json = serde_json::from_str(keys.lines().next().unwrap()).unwrap();
    let surname = sheet["values"]["surname"].as_str().unwrap().to_owned();
    (keyed["keys"].as_str().unwrap().to_owned(), surname)
}

/// Types as a person does: each key when the one before it was answered.
fn type_slowly(desk: &mut Desk, keys: &str) {
    for key in caseload::keymap::notation::read(keys).unwrap() {
        let before = desk.sent().len();
        desk.bytes(&super::terminal::bytes_of(key));
        let mut last = before;
        for _ in 0..12 {
            std::thread::sleep(std::time::Duration::from_millis(5));
            let now = desk.sent().len();
            if now > before && now == last {
                break;
            }
            last = now;
        }
    }
}

/// What was written after a mark, once `what` is in it.
fn wait(desk: &Desk, from: usize, what: &str) -> String {
    desk.wait_until(what, |_| desk.sent()[from..].contains(what));
    desk.sent()[from..].to_owned()
}

#[test]
fn a_sheet_is_keyed_a_client_found_and_her_case_allocated_in_plain_lines() {
    let service = Service::empty();
    let (keys, surname) = referral(&service);
    let mut desk = Desk::start_with(&service, &["--linear"]);
    wait(&desk, 0, "Find: ");
    type_slowly(&mut desk, &keys);
    let said = wait(&desk, 0, "Saved: referral slip");
    assert!(
        said.contains("Surname"),
        "each box is asked for by its label: {said}"
    );

    let from = desk.sent().len();
    desk.keys(&surname.to_lowercase());
    let said = wait(&desk, from, "1 ");
    assert!(
        said.to_lowercase().contains(&surname.to_lowercase()),
        "{said}"
    );
    desk.keys("<enter>");
    let card = wait(&desk, from, "Who has the case: nobody yet");
    assert!(card.contains("Missing paper"), "{card}");

    let from = desk.sent().len();
    desk.keys("<esc>");
    wait(&desk, from, "Home.");
    desk.keys("<f5>");
    wait(&desk, from, "Allocate ");
    let said = wait(&desk, from, "1 of ");
    assert!(said.contains("% to "), "loads before and after: {said}");
    let from = desk.sent().len();
    desk.keys("<enter>");
    desk.wait_until("a question about what is not known", |_| {
        desk.sent()[from..].contains("Ask first")
    });
    desk.keys("y");
    wait(&desk, from, "given to");
    let from = desk.sent().len();
    desk.keys("<f12><f8>");
    let said = wait(&desk, from, "Answer y, Undo it: ");
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("now, then waiting for a trainer"), "{said}");
    desk.keys("<enter>");
    wait(&desk, from, "Saved: undone");
    desk.keys("<f1>save");
    wait(&desk, from, "Help on: save");
    let from = desk.sent().len();
    desk.keys("<esc>");
    wait(&desk, from, "Home.");
    let all = desk.sent();
    assert_eq!(desk.quit(), 0);
    only_plain_lines(&all);
}

/// Nothing is drawn, nothing moves the cursor; what is said fits a braille line.
fn only_plain_lines(all: &str) {
    let without_paste_marks = all
        .replace("\u{1b}[?2004h", "")
        .replace("\u{1b}[?2004l", "");
    assert!(
        !without_paste_marks.contains('\u{1b}'),
        "an escape sequence: {without_paste_marks:?}"
    );
    let drawn = |c: char| ('\u{2500}'..='\u{25ff}').contains(&c);
    assert!(!all.contains(drawn), "box drawing: {all}");
    for line in without_paste_marks.split("\r\n") {
        let asked = line.split(": ").next().unwrap_or(line);
        assert!(
            asked.chars().count() <= CELLS,
            "too long for a braille line: {line:?}"
        );
    }
}

#[test]
fn a_phone_referral_goes_over_an_open_sheet_and_back_to_the_same_box() {
    let service = Service::empty();
    let mut desk = Desk::start_with(&service, &["--linear"]);
    wait(&desk, 0, "Find: ");
    desk.keys("<f4>");
    wait(&desk, 0, "Phone referral: who is it for?");
    desk.keys("wood peter<ctrl-n>");
    wait(&desk, 0, "New client: ");
    desk.keys("<ctrl-g>4<enter>Offic");
    let said = wait(&desk, 0, "Offic");
    assert!(said.contains("Referred by"), "{said}");
    let from = desk.sent().len();
    desk.keys("<f4>");
    wait(&desk, from, "Phone referral: who is it for?");
    desk.keys("<esc>");
    let back = wait(&desk, from, "Offic");
    assert!(
        back.contains("Referred by"),
        "the prompt is said again: {back}"
    );
    desk.keys("<f2>");
    wait(&desk, from, "Must be answered.");
    let all = desk.sent();
    assert_eq!(desk.quit(), 0);
    only_plain_lines(&all);
}

#[test]
fn a_sheet_opens_as_a_whole_and_each_box_says_what_came_to_stand_in_it() {
    use crate::update::seat::Seat;
    use caseload::ui::linear::{Moment, Speaker, page};
    let mut seat = Seat::open();
    let mut speaker = Speaker::default();
    speaker.say(page(&seat.model), Moment::Heard, 80);
    let mut hear = |seat: &Seat| speaker.say(page(&seat.model), Moment::Keyed, 80);
    seat.keys("<ctrl-k>sx123456");
    hear(&seat);
    seat.late = true;
    seat.keys("<enter>");
    for _ in 0..9 {
        if seat.top() != "keying" {
            seat.answer_one();
        }
    }
    assert!(seat.keying().awaits.is_some());
    let before = hear(&seat);
    assert!(
        !before.contains("Session record"),
        "not before it is laid out: {before}"
    );
    seat.late = false;
    seat.answer_all();
    let opens = hear(&seat);
    assert!(
        opens.contains("Session record S-") && opens.contains("Smith"),
        "{opens}"
    );
    seat.keys("120612<enter>ht01<enter>");
    hear(&seat);
    while seat.keying().field().key != "time" {
        seat.keys("<down>");
        hear(&seat);
    }
    for key in ["1", "4", "0"] {
        seat.keys(key);
        hear(&seat);
    }
    seat.keys("0");
    let said = hear(&seat);
    assert!(said.contains("Time 14:00"), "{said}");
}
