//! Undo and redo of what was saved: two keys each, shown in words first.

use super::people::{SMYTH, case};
use super::seat::{SESSION, Seat};

fn has(seat: &Seat, serial: &str) -> bool {
    seat.world
        .sheets()
        .iter()
        .any(|sheet| sheet.head.serial == serial)
}

#[test]
fn a_saved_sheet_is_undone_and_done_again_in_two_keys_each() {
    let mut seat = Seat::session();
    seat.keys(SESSION).keys("<enter><ctrl-u>");
    assert_eq!(
        seat.question().text[0],
        "sheet keyed S-000021 (no. 7)",
        "in words, before anything happens"
    );
    seat.keys("<enter>");
    assert!(!has(&seat, "S-000021") && seat.says_saved());
    seat.keys("<ctrl-x>y<enter>");
    assert!(has(&seat, "S-000021"));
    seat.keys("<ctrl-x>y");
    assert_eq!(
        seat.notice(),
        "Nothing was undone that could be done again."
    );
}

#[test]
fn an_allocation_is_undone_and_done_again_in_two_keys_each() {
    let mut seat = Seat::open();
    let holder = |seat: &Seat| {
        seat.world
            .dossier(SMYTH)
            .and_then(|d| d.case(case(402)).and_then(|c| c.holder().cloned()))
            .map(|t| t.0)
    };
    seat.keys("<f5><enter><f12>");
    assert_eq!(holder(&seat).as_deref(), Some("HT02"));
    seat.keys("<ctrl-u><enter>");
    assert_eq!(holder(&seat), None);
    seat.keys("<ctrl-x>y<enter>");
    assert_eq!(holder(&seat).as_deref(), Some("HT02"));
}

#[test]
fn redo_after_redo_goes_on_and_undoes_nothing() {
    let mut seat = Seat::session();
    seat.keys(SESSION).keys("<enter><f5><enter><f12>");
    let holder = |seat: &Seat| {
        let dossier = seat.world.dossier(SMYTH)?;
        dossier.case(case(402))?.holder().cloned()
    };
    seat.keys("<ctrl-u><enter><ctrl-u><enter>");
    assert!(!has(&seat, "S-000021") && holder(&seat).is_none());
    seat.keys("<ctrl-x>y");
    assert_eq!(seat.question().title, "Do this again?");
    assert!(
        seat.question().text[0].starts_with("sheet keyed S-000021"),
        "what was undone last comes back first: {:?}",
        seat.question().text
    );
    seat.keys("<enter><ctrl-x>y<enter>");
    assert!(has(&seat, "S-000021") && holder(&seat).is_some());
    seat.keys("<ctrl-x>y");
    assert_eq!(
        seat.notice(),
        "Nothing was undone that could be done again."
    );
    seat.keys("<ctrl-u>");
    assert!(
        seat.question().text[0].starts_with("case allocated"),
        "what was done again last is undone first, in its own words: {:?}",
        seat.question().text
    );
}

#[test]
fn undo_goes_back_step_by_step() {
    let mut seat = Seat::session();
    seat.keys(SESSION)
        .keys("<enter><f5><enter><f12><ctrl-u><enter><ctrl-u>");
    assert!(
        seat.question().text[0].starts_with("sheet keyed S-000021"),
        "{:?}",
        seat.question().text
    );
}

#[test]
fn the_last_allocation_is_undone_from_the_queue_whatever_was_saved_after_it() {
    let mut seat = Seat::session();
    seat.keys("<esc><f5><enter><esc><ctrl-k>sx123456<enter>")
        .keys(SESSION)
        .keys("<enter><f5>u");
    assert!(
        seat.question().text[0].starts_with("case allocated 2012-0402"),
        "{:?}",
        seat.question().text
    );
    seat.keys("<enter>");
    assert_eq!(seat.allocate().queue.len(), 3, "it waits again");
    assert!(has(&seat, "S-000021"));
}

#[test]
fn leaving_the_question_undoes_nothing() {
    let mut seat = Seat::session();
    seat.keys(SESSION).keys("<enter><ctrl-u>n<ctrl-u><esc>");
    assert!(has(&seat, "S-000021"));
    assert_eq!(seat.layers(), ["home"]);
}

#[test]
fn a_line_of_the_card_is_undone_and_the_card_shows_it_at_once() {
    let mut seat = Seat::session();
    seat.keys(SESSION).keys("<enter>x123456<enter>");
    assert_eq!(seat.card().card.as_ref().map(|c| c.sheets.len()), Some(3));
    seat.late = true;
    seat.keys("u<enter>u");
    seat.answer_all();
    assert!(!has(&seat, "S-000021"));
    assert!(
        seat.question().text[0].contains("S-000010"),
        "a key typed ahead is about what the card shows then: {:?}",
        seat.question().text
    );
}

#[test]
fn a_line_of_the_audit_is_undone_and_the_list_shows_it_at_once() {
    let mut seat = Seat::session();
    seat.keys(SESSION).keys("<enter><ctrl-x>a");
    let lines = |seat: &Seat| match seat.desk().top() {
        caseload::model::Layer::List(list) => list.lines.len(),
        _ => panic!("no list"),
    };
    let before = lines(&seat);
    seat.keys("u<enter>");
    assert_eq!(lines(&seat), before + 1);
}

#[test]
fn an_undo_that_is_refused_says_so() {
    let mut seat = Seat::session();
    seat.keys(SESSION).keys("<enter>");
    seat.world.refuses_records = Some("the disk is full.".to_owned());
    seat.keys("<ctrl-u><enter>");
    assert_eq!(
        (seat.notice(), seat.not_saved()),
        ("Not saved: the disk is full.", "the disk is full.")
    );
    assert!(has(&seat, "S-000021"));
}

#[test]
fn undoing_the_only_sheet_of_a_client_takes_her_card_away() {
    let mut seat = Seat::open();
    seat.keys("wood<enter>u<enter>");
    assert_eq!(seat.layers(), ["home", "card"], "not by Enter alone");
    seat.keys("uy");
    assert_eq!(seat.layers(), ["home"]);
    assert_eq!(seat.notice(), "This client is not on the books any more.");
}

#[test]
fn what_an_undoing_would_change_is_said_before_it_happens() {
    let mut seat = Seat::open();
    seat.keys("<f5><enter><f12>x118204<enter>l");
    seat.keys("u");
    let said = seat.question().text.join(" ");
    assert!(
        said.contains("Case 2012-0402: with ")
            && said.contains(" now, then waiting for a trainer."),
        "{said}"
    );
    seat.keys("n");
    let referral = |seat: &Seat| match seat.desk().top() {
        caseload::model::Layer::List(list) => list
            .lines
            .iter()
            .rposition(|line| line.cells[3].starts_with("sheet keyed")),
        _ => panic!("no list"),
    };
    let down = referral(&seat).expect("the referral is listed");
    for _ in 0..down {
        seat.keys("<down>");
    }
    seat.keys("u");
    let said = seat.question().text.join(" ");
    assert!(
        said.contains("is not on the books any more") || said.contains("goes"),
        "{said}"
    );
    assert!(said.contains("Later acts stay: "), "{said}");
}

#[test]
fn any_act_on_a_record_is_undone_and_done_again_from_its_history_in_two_keys() {
    let mut seat = Seat::open();
    seat.keys("<f5><enter><f12>x118204<enter>l");
    let holder = |seat: &Seat| {
        let dossier = seat.world.dossier(SMYTH)?;
        dossier.case(case(402))?.holder().cloned().map(|t| t.0)
    };
    let cell = |seat: &Seat, line: usize| match seat.desk().top() {
        caseload::model::Layer::List(list) => list.lines[line].cells[3].clone(),
        _ => panic!("no list"),
    };
    assert_eq!(holder(&seat).as_deref(), Some("HT02"));
    seat.keys("u<enter>");
    assert_eq!(holder(&seat), None);
    assert!(
        cell(&seat, 0).starts_with("act undone"),
        "both acts stand in the list"
    );
    assert!(cell(&seat, 1).contains("(undone by "), "{}", cell(&seat, 1));
    seat.keys("<down>u");
    assert_eq!(seat.question().title, "Do this again?");
    seat.keys("<enter>");
    assert_eq!(holder(&seat).as_deref(), Some("HT02"));
}

#[test]
fn asked_in_the_middle_of_a_sheet_nothing_is_undone_by_typing_on() {
    let mut seat = Seat::open();
    seat.keys(&format!(
        "<ctrl-k>sx123456<enter>{}<enter>",
        super::seat::SESSION
    ));
    let acts = seat.done().len();
    seat.keys("<ctrl-k>sx123456<enter><ctrl-u>13<enter>");
    assert_eq!(
        seat.top(),
        "keying",
        "the digits choose nothing, Enter leaves it"
    );
    assert_eq!(seat.done().len(), acts);
    seat.keys("<ctrl-u>y");
    assert_eq!(seat.done().len(), acts + 1);
    // Elsewhere Enter does what she pressed the key for.
    seat.keys("<esc><f12><ctrl-x>y<enter>");
    assert_eq!(seat.done().len(), acts + 2);
}
