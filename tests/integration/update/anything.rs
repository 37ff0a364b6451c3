//! Any keys in any order: nothing panics, home stays at the bottom, and the effects of one key are few.

use super::seat::{SESSION, Seat};
use super::world::World;
use caseload::keymap::{Key, notation};
use caseload::model::Message;
use proptest::prelude::*;

/// Keys that a person might press together.
pub const WORDS: &[&str] = &[
    "smith",
    "x123456",
    "x300400<enter>",
    "w",
    "<enter>",
    "<enter><enter>",
    "<esc>",
    "<down>",
    "<up>",
    "<down><down>",
    "1",
    "2",
    "9",
    "<ctrl-k>s",
    "<ctrl-k>f",
    "<ctrl-k>sx123456<enter>",
    "<ctrl-k>u",
    "<ctrl-k>w",
    "<ctrl-k>e",
    "<ctrl-n>",
    "<f4>nowak jan<enter>",
    "<f4>smith dale<ctrl-n>n",
    "<f5>",
    "<f5><enter>",
    "<f7>",
    "120612",
    "1<enter>",
    "14<enter>",
    "45",
    "n",
    "y",
    "k",
    "a",
    "e",
    "u",
    "?",
    ".",
    "-",
    "/",
    "=",
    "==",
    "<f3>",
    "<f3><down><enter>",
    "<insert>",
    "<ctrl-s>",
    "<ctrl-s><ctrl-s>",
    "<f6>",
    "<ctrl-r>",
    "<f12>",
    "<ctrl-u>",
    "<ctrl-u><enter>",
    "<ctrl-x>y<enter>",
    "<ctrl-x>t",
    "<ctrl-x>p",
    "<ctrl-x>a",
    "<ctrl-x>d",
    "<ctrl-x>w",
    "<ctrl-g>6<enter>",
    "<ctrl-z>",
    "<ctrl-y>",
    "<backspace>",
    "<ctrl-w>",
    "<ctrl-d>",
    "<page-down>",
    "<page-up>",
    "<f1>",
    "<f9>",
    "<f9>tray<enter>",
    "<left>",
    "<right>",
    "<home>",
    "<end>",
    "<ctrl-e>",
    "<alt-i>",
    "<alt-.>",
    "<ctrl-x><delete>y",
    "<f2>",
    "<ctrl-home>",
    "<ctrl-end>",
    SESSION,
];

/// One of [`WORDS`].
pub fn words() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(WORDS)
}

/// Any key that a keyboard has.
fn any_key() -> impl Strategy<Value = Key> {
    let named = "enter tab shift-tab esc space up down left right home end page-up page-down insert delete backspace ctrl-home ctrl-end \
                 ctrl-left ctrl-right ctrl-delete alt-enter alt-backspace shift-up";
    let mut names: Vec<String> = named.split_whitespace().map(str::to_owned).collect();
    names.extend((1..=12).map(|n| format!("f{n}")));
    names.extend(
        ('a'..='z')
            .filter(|c| !"imh".contains(*c))
            .flat_map(|c| [format!("ctrl-{c}"), format!("alt-{c}")]),
    );
    names.extend("0123456789=.?-/".chars().map(|c| format!("alt-{c}")));
    let line: String = names.iter().map(|name| format!("<{name}>")).collect();
    let named = notation::read(&line).expect("every name is one");
    let typed = proptest::char::any().prop_filter_map("a key types it", Key::typing);
    let plain = "[a-z0-9 .?=/-]".prop_filter_map("a key", |c| Key::typing(c.chars().next()?));
    prop_oneof![4 => proptest::sample::select(named), 4 => plain, 1 => typed]
}

/// One thing that happens.
#[derive(Debug, Clone)]
enum Step {
    Word(&'static str),
    Key(Key),
    Paste(String),
    Size(u16, u16),
    Fault(u8),
    Tick,
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => words().prop_map(Step::Word),
        8 => any_key().prop_map(Step::Key),
        1 => ".{0,12}|\\PC{0,12}".prop_map(Step::Paste),
        1 => (0..200_u16, 0..80_u16).prop_map(|(w, h)| Step::Size(w, h)),
        1 => (0..4_u8).prop_map(Step::Fault),
        1 => Just(Step::Tick),
    ]
}

fn step(seat: &mut Seat, step: &Step) {
    match step {
        Step::Word(word) => drop(seat.keys(word)),
        Step::Key(key) => seat.press(*key),
        Step::Paste(text) => drop(seat.paste(text)),
        Step::Size(columns, rows) => seat.tell(Message::Resized(*columns, *rows)),
        Step::Tick => seat.tick(),
        Step::Fault(which) => {
            let world = &mut seat.world;
            let fault = Some("It went wrong.".to_owned());
            (
                world.refuses_records,
                world.refuses_boxes,
                world.refuses_questions,
            ) = match which {
                0 => (fault, None, None),
                1 => (None, fault, None),
                2 => (None, None, fault),
                _ => (None, None, None),
            };
        }
    }
    if seat.is_locked() && !seat.model.ended {
        seat.world.refuses_questions = None;
        seat.keys("<ctrl-x>r<tab><tab>");
        *seat = Seat::open_before(seat.world.clone());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn no_keys_break_the_desk(steps in proptest::collection::vec(any_step(), 1..60)) {
        // The seat checks after each message that home is at the bottom and that the effects are few.
        let mut seat = Seat::open_before(World::new());
        for each in &steps {
            step(&mut seat, each);
        }
        prop_assert!(seat.answers.is_empty());
    }

    #[test]
    fn whatever_was_typed_lies_there_again_after_a_crash(steps in proptest::collection::vec(words(), 1..16)) {
        let mut seat = Seat::open_before(World::new());
        for word in steps {
            seat.keys(word);
            if seat.is_locked() || seat.model.ended {
                return Ok(());
            }
            super::drafts::lies_there_again(&seat)?;
        }
    }
}
