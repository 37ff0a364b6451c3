//! Interrupted at any moment: phone, lock, crash. Nothing that was keyed is lost, and the caret stands where it stood.

use super::terminal::{Desk, Service};

/// From home to the first boxes of a referral for somebody new.
fn begin_referral(desk: &mut Desk, name: &str) {
    desk.keys("<ctrl-k>");
    desk.wait_for("Referral slip");
    desk.keys("f");
    desk.wait_for("who is it for");
    desk.keys(name);
    desk.wait_until("the name in the find box", |screen| screen.contains(name));
    desk.keys("<ctrl-n>");
    desk.wait_for("Surname");
}

#[test]
fn killed_in_mid_field_the_caret_stands_in_the_same_box_with_everything_keyed() {
    let service = Service::empty();
    let mut desk = Desk::open(&service);
    begin_referral(&mut desk, "zephaniah mavis");
    desk.keys("<ctrl-g>4<enter>Offic");
    desk.wait_for("Offic");
    let (text, caret) = (line_of(&desk, "Referred by"), desk.resting_caret());
    desk.kill();
    let desk = Desk::start(&service);
    desk.wait_for("Offic");
    desk.wait_for("You left off here");
    assert_eq!(line_of(&desk, "Referred by"), text);
    desk.wait_for_caret(caret);
    desk.wait_for("Zephaniah");
    desk.kill();
}

#[cfg(unix)]
#[test]
fn asked_to_end_from_outside_the_sheet_is_kept_and_the_terminal_given_back() {
    let service = Service::empty();
    let mut desk = Desk::open(&service);
    begin_referral(&mut desk, "zephaniah mavis");
    desk.keys("<ctrl-g>4<enter>Offic");
    desk.wait_for("Offic");
    let (text, caret) = (line_of(&desk, "Referred by"), desk.resting_caret());
    for signal in ["-TERM", "-HUP"] {
        assert_eq!(desk.ask_to_end(signal), 0, "closed in good order");
        desk = Desk::start(&service);
        desk.wait_for("You left off here");
        assert_eq!(line_of(&desk, "Referred by"), text);
        desk.wait_for_caret(caret);
    }
    desk.kill();
}

fn line_of(desk: &Desk, label: &str) -> String {
    let screen = desk.text();
    screen
        .lines()
        .find(|line| line.contains(label))
        .unwrap_or_else(|| panic!("no {label} in\n{screen}"))
        .trim_end()
        .to_owned()
}

#[test]
fn a_phone_referral_laid_over_a_sheet_returns_to_the_same_caret() {
    let service = Service::empty();
    let mut desk = Desk::open(&service);
    begin_referral(&mut desk, "zephaniah mavis");
    desk.keys("<ctrl-g>4<enter>Offic");
    desk.wait_for("Offic");
    let caret = desk.resting_caret();
    desk.keys("<f4>");
    desk.wait_for("Phone referral");
    desk.keys("marlowe kit<ctrl-n>");
    desk.wait_for("Marlowe");
    desk.keys("<ctrl-g>4<enter>Caller");
    desk.wait_for("Caller");
    // Esc keeps it as parked and goes back.
    desk.keys("<f6>");
    desk.wait_until("the first sheet again", |screen| {
        screen.contains("Offic") && !screen.contains("Caller")
    });
    desk.wait_for_caret(caret);
    desk.keys("er Mann<f12>");
    desk.wait_for("Find");
    desk.wait_for("2 sheets");
    desk.kill();
}

#[test]
fn a_parked_sheet_is_taken_up_where_it_was_left() {
    let service = Service::empty();
    let mut desk = Desk::open(&service);
    begin_referral(&mut desk, "zephaniah mavis");
    desk.keys("<ctrl-g>4<enter>Offic");
    desk.wait_for("Offic");
    let caret = desk.resting_caret();
    desk.keys("<f12>");
    desk.wait_for("1 sheet");
    desk.keys("<f6>");
    desk.wait_for("Offic");
    desk.wait_for_caret(caret);
    desk.kill();
}
