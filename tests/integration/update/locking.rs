//! The lock: nothing is reached under it, the sheet is kept, and the passphrase puts the caret back.

use super::seat::{Seat, sheet_in_words};
use super::world::PASSPHRASE;
use caseload::command::Command;
use caseload::keymap::notation;
use caseload::model::unlock::Unlock;
use caseload::model::{Effect, Message, State};

fn lock(seat: &Seat) -> &Unlock {
    match &seat.model.state {
        State::Locked(lock) => lock,
        State::Open(_) => panic!("the desk is open"),
    }
}

#[test]
fn the_lock_keeps_the_sheet_and_the_passphrase_puts_the_caret_back() {
    let mut seat = Seat::session();
    seat.keys("1206121<enter>143<left><left>");
    let before = sheet_in_words(seat.keying());
    seat.keys("<ctrl-l>");
    assert!(seat.is_locked());
    assert_eq!(lock(&seat).user.text(), "jofficer");
    seat.keys(&format!("{PASSPHRASE}<enter>"));
    assert_eq!(sheet_in_words(seat.keying()), before);
    seat.keys("5");
    assert_eq!(seat.text("time"), "1543");
}

#[test]
fn a_wrong_passphrase_says_so_and_the_right_one_then_opens() {
    let mut seat = Seat::locked();
    seat.keys("wrong<enter>");
    assert_eq!(
        lock(&seat).refusal.as_deref(),
        Some("Name and passphrase do not belong together. Try again.")
    );
    assert!(lock(&seat).passphrase.is_empty());
    seat.keys(&format!("{PASSPHRASE}<enter>"));
    assert_eq!(seat.layers(), ["home"]);
}

#[test]
fn another_name_may_be_given_and_a_box_be_emptied() {
    let mut seat = Seat::locked();
    seat.keys("<tab><esc>somebody<tab>x<esc>");
    assert_eq!(
        (lock(&seat).user.text(), lock(&seat).passphrase.text()),
        ("somebody", "")
    );
    seat.keys("<shift-tab><enter>");
    assert!(
        lock(&seat).in_passphrase,
        "Enter in the name goes on to the passphrase"
    );
}

#[test]
fn nothing_of_the_desk_is_reached_under_the_lock() {
    let allowed = [
        Command::OpenDesk,
        Command::NextUnlockBox,
        Command::PreviousUnlockBox,
        Command::ClearUnlock,
        Command::ShowHelp,
        Command::QuitDesk,
        Command::RedrawScreen,
    ];
    let keymap = super::seat::fixed("default").keymap;
    for command in Command::all().iter().filter(|c| !allowed.contains(c)) {
        for context in command.contexts() {
            let mut seat = Seat::locked();
            // The world asserts that nothing is wished for before it is open.
            for key in keymap.plainest(*command, &[*context]).unwrap_or_default() {
                seat.press(key);
            }
            assert!(seat.is_locked(), "{}", command.name());
            let wished = seat
                .wished
                .iter()
                .filter(|e| !matches!(e, Effect::Unlock { .. }));
            assert_eq!(wished.count(), 0, "{}", command.name());
        }
    }
}

#[test]
fn help_at_the_lock_says_which_keys_work_there() {
    let mut seat = Seat::locked();
    seat.keys("<f1>");
    let told = lock(&seat).told.clone().unwrap_or_default();
    assert!(
        told.contains("Enter: Open the desk") && told.contains("Ctrl-Q: Leave the program"),
        "{told}"
    );
}

#[test]
fn she_may_leave_from_the_lock_and_from_the_desk() {
    let mut seat = Seat::locked();
    seat.keys("<ctrl-q>");
    assert!(seat.model.ended);
    let mut seat = Seat::session();
    seat.keys("120612<ctrl-q>more");
    assert!(seat.model.ended);
    assert_eq!(seat.killed().at(), "completed_by");
    assert_eq!(
        seat.wished.last(),
        Some(&Effect::Quit),
        "nothing is wished for after leaving"
    );
}

#[test]
fn a_vanished_terminal_ends_the_program_and_the_sheet_lies_there_again() {
    let mut seat = Seat::session();
    seat.keys("120612");
    seat.tell(Message::TerminalLost);
    assert!(seat.model.ended);
    assert_eq!(seat.killed().text("completed_on"), "12/06/2012");
}

#[test]
fn keys_typed_behind_the_lock_key_go_to_the_lock_also_when_it_had_to_wait() {
    let mut seat = Seat::session();
    seat.keys(super::seat::SESSION);
    seat.late = true;
    seat.keys(&format!("<enter><ctrl-l>{PASSPHRASE}"));
    assert!(!seat.is_locked(), "first the sheet is saved");
    seat.answer_all();
    assert_eq!(lock(&seat).passphrase.text(), PASSPHRASE);
    seat.keys("<enter>");
    seat.answer_all();
    assert_eq!((seat.layers(), seat.keyed().len()), (vec!["home"], 1));
}

#[test]
fn mistakes_in_her_own_files_are_named_once_the_desk_is_open() {
    let mut seat = Seat::locked();
    seat.tell(Message::Noticed(
        "own.toml: line 3: no such key.".to_owned(),
    ));
    seat.tell(Message::Noticed("media.toml: line 9: no label.".to_owned()));
    seat.keys(&format!("{PASSPHRASE}<enter>"));
    assert_eq!(
        seat.notice(),
        "own.toml: line 3: no such key. media.toml: line 9: no label."
    );
}

#[test]
fn a_store_that_fails_to_open_lets_her_try_again() {
    let mut seat = Seat::locked();
    seat.late = true;
    seat.keys(&format!("{PASSPHRASE}<enter>"));
    seat.answers.clear();
    seat.tell(Message::Failed(
        None,
        "Something went wrong inside the store.".to_owned(),
    ));
    assert!(!lock(&seat).waiting && lock(&seat).refusal.is_some());
}

#[test]
fn the_passphrase_is_nowhere_in_what_may_be_logged() {
    let mut seat = Seat::locked();
    seat.keys(PASSPHRASE);
    assert!(!format!("{:?}", seat.model).contains(PASSPHRASE));
    seat.keys("<enter>");
    assert!(!format!("{:?}", seat.wished).contains(PASSPHRASE));
    let names = ["Smith", "Dale", "X123456"];
    seat.keys("<ctrl-k>sx123456<enter>")
        .keys(&notation::write(&[]));
    let logged = format!("{:?}", seat.model);
    assert!(!names.iter().any(|name| logged.contains(name)), "{logged}");
}
