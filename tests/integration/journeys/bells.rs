//! The bells, as a terminal hears them: told apart without a look at the screen, and silent where they are off.

use super::terminal::{Desk, Service};
use std::time::{Duration, Instant};

/// After so long no stroke of a bell is still to come.
const OVER: Duration = Duration::from_millis(900);
/// Strokes so close belong to a quick bell; the slow one has half a second between them.
const QUICK: Duration = Duration::from_millis(400);

/// The gaps between the strokes that these keys ring, once the screen shows what they do.
fn rings(desk: &mut Desk, keys: &str, shows: &str) -> Vec<Duration> {
    let before = desk.bells().len();
    desk.keys(keys);
    desk.wait_for(shows);
    std::thread::sleep(OVER);
    let strokes: Vec<Instant> = desk.bells().split_off(before);
    assert!(!strokes.is_empty(), "{keys}: no bell");
    strokes.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

/// A referral of somebody new, begun.
fn begin(desk: &mut Desk) {
    desk.keys("<ctrl-k>");
    desk.wait_for("Referral slip");
    desk.keys("f");
    desk.wait_for("who is it for");
    desk.keys("zephaniah mavis");
    desk.wait_until("the name in the find box", |screen| {
        screen.contains("zephaniah mavis")
    });
    desk.keys("<ctrl-n>");
    desk.wait_for("Surname");
    desk.keys("<ctrl-g>d<enter>010612");
    desk.wait_for("01/06/2012");
}

/// Keys, and what the screen shows once they are done: a box taken, one that asks, one that blocks, the page turned.
const ACCEPT: (&str, &str) = ("<ctrl-g>4<enter>Karen Holt<enter>", "Karen Holt");
const SOFT: (&str, &str) = ("<ctrl-g>1<enter><ctrl-d>010112", "Enter again keeps it");
const HARD: (&str, &str) = ("<ctrl-d>320212", "is not a day");
const PAGE: (&str, &str) = ("<page-down>", "page 2 of");

/// How often the desk is listened to: a machine that is busy with something else may hold a stroke back.
const TIMES: usize = 3;

#[test]
fn each_bell_has_its_own_pattern_and_a_silent_desk_rings_none() {
    let heard: Vec<String> = (0..TIMES).map_while(|_| out_of_pattern().err()).collect();
    assert!(heard.len() < TIMES, "{heard:#?}");
}

/// What does not sound as it should.
fn out_of_pattern() -> Result<(), String> {
    let service = Service::empty();
    let mut desk = Desk::open(&service);
    begin(&mut desk);
    for (keys, shows) in [ACCEPT, SOFT, HARD, PAGE] {
        desk.keys(keys);
        desk.wait_for(shows);
    }
    std::thread::sleep(OVER);
    assert_eq!(desk.bells().len(), 0, "bells are off in the office");
    let gaps = rings(&mut desk, "<ctrl-x>;", "Bells are on");
    sounds("one stroke says so", &gaps, gaps.is_empty())?;
    // Going to the box rings too, and its stroke may come with the next one or before it.
    desk.keys("<ctrl-g>4<enter>");
    std::thread::sleep(OVER);
    let gaps = rings(&mut desk, "<enter>", ACCEPT.1);
    sounds("a box taken: one stroke", &gaps, gaps.is_empty())?;
    desk.keys("<ctrl-g>1<enter><ctrl-d>");
    std::thread::sleep(OVER);
    let quick = |gaps: &[Duration]| gaps.iter().all(|gap| *gap < QUICK);
    let gaps = rings(&mut desk, "010112", SOFT.1);
    sounds(
        "asks: two quick ones",
        &gaps,
        gaps.len() == 1 && quick(&gaps),
    )?;
    let gaps = rings(&mut desk, HARD.0, HARD.1);
    sounds(
        "blocks: three quick ones",
        &gaps,
        gaps.len() == 2 && quick(&gaps),
    )?;
    let gaps = rings(&mut desk, PAGE.0, PAGE.1);
    sounds(
        "a page: two slow ones",
        &gaps,
        gaps.len() == 1 && !quick(&gaps),
    )?;
    desk.keys("<ctrl-x>;");
    desk.wait_for("Bells are off");
    let before = desk.bells().len();
    desk.keys("<page-up>");
    desk.wait_for("page 1 of");
    std::thread::sleep(OVER);
    assert_eq!(desk.bells().len(), before);
    desk.kill();
    Ok(())
}

fn sounds(what: &str, gaps: &[Duration], so: bool) -> Result<(), String> {
    so.then_some(()).ok_or_else(|| format!("{what}: {gaps:?}"))
}
