//! Folding, names, and what is refused.

use proptest::prelude::*;

use super::name::NAMED;
use super::*;

/// Any key at all.
pub fn any_key() -> impl Strategy<Value = Key> {
    let codes = NAMED.map(|named| named.0);
    let code = prop_oneof![
        4 => any::<char>().prop_map(Code::Char),
        4 => proptest::char::range(' ', '~').prop_map(Code::Char),
        2 => proptest::sample::select(codes.to_vec()),
        1 => any::<u8>().prop_map(Code::F),
    ];
    (code, any::<[bool; 3]>()).prop_filter_map("no key types it", |(code, [ctrl, alt, shift])| {
        Key::new(code, Mods { ctrl, alt, shift })
    })
}

fn key(name: &str) -> Key {
    Key::to_bind(name).unwrap_or_else(|error| panic!("{error}"))
}

proptest! {
    #[test]
    fn the_name_of_a_key_names_that_key(key in any_key()) {
        prop_assert_eq!(Key::from_name(&key.name()), Ok(key));
    }

    #[test]
    fn folding_a_folded_key_changes_nothing(key in any_key()) {
        prop_assert_eq!(Key::new(key.code(), key.mods()), Some(key));
    }

    #[test]
    fn a_name_is_never_a_panic(name in "\\PC{0,12}|(ctrl-|alt-|shift-){0,3}.{0,4}") {
        let _ = (Key::from_name(&name), Key::to_bind(&name));
    }
}

#[test]
fn keys_that_terminals_mix_up_are_one_key() {
    for (asked, same) in [
        ("ctrl-i", "tab"),
        ("ctrl-m", "enter"),
        ("ctrl-h", "backspace"),
        ("ctrl-[", "esc"),
        ("ctrl-shift-s", "ctrl-s"),
    ] {
        assert_eq!(Key::from_name(asked).map(Key::name), Ok(same.to_owned()));
        let refused = Key::to_bind(asked);
        assert_eq!(
            refused,
            Err(KeyError::SameAs {
                asked: asked.to_owned(),
                same: same.to_owned()
            })
        );
    }
    assert_eq!(Key::typing('\r'), Key::from_name("enter").ok());
    assert_eq!(
        Key::typing('\n'),
        Key::from_name("ctrl-j").ok(),
        "a bare line feed is a pasted line break, not Enter"
    );
}

#[test]
fn a_key_that_cannot_arrive_is_refused_with_what_to_write_instead() {
    assert!(matches!(Key::to_bind("ctrl-1"), Err(KeyError::NotSent(_))));
    assert!(matches!(
        Key::to_bind("ctrl-alt-e"),
        Err(KeyError::AltGr(_))
    ));
    assert!(matches!(Key::to_bind("alt-["), Err(KeyError::Escape(_))));
    assert!(matches!(
        Key::to_bind("shift-enter"),
        Err(KeyError::SameAs { .. })
    ));
    assert!(matches!(
        Key::to_bind("shift-1"),
        Err(KeyError::SameAs { .. })
    ));
    for unknown in [
        "",
        "ctrl-",
        "contrl-s",
        "f0",
        "f25",
        "f+1",
        "ctrl-ctrl-s",
        "ab",
        "\u{202e}",
        "-- ",
    ] {
        assert!(
            matches!(Key::to_bind(unknown), Err(KeyError::Unknown(_))),
            "{unknown:?}"
        );
    }
}

#[test]
fn names_are_read_in_any_case_and_letters_keep_theirs() {
    assert_eq!(key("Ctrl-S"), key("ctrl-s"));
    assert_eq!(key("F4").label(), "F4");
    assert_eq!(key("shift-a"), key("A"));
    assert_ne!(key("a"), key("A"));
    assert_eq!(key("alt--").label(), "Alt--");
    assert_eq!(key("alt-lt").name(), "alt-lt");
    assert_eq!(
        (key("PageDown").name(), key("pgdn").label()),
        ("page-down".to_owned(), "PgDn".to_owned())
    );
    assert_eq!(
        (key("w").label(), key("space").label()),
        ("W".to_owned(), "Space".to_owned())
    );
}

#[test]
fn alt_gr_types_its_sign_and_alt_with_a_letter_does_not() {
    let both = Mods::of(true, true, false);
    assert_eq!(
        Key::new(Code::Char('€'), both).and_then(Key::typed),
        Some('€')
    );
    assert_eq!(Key::new(Code::Char('e'), both).and_then(Key::typed), None);
    assert_eq!(
        Key::new(Code::Char('E'), Mods::ALT),
        Key::from_name("alt-e").ok()
    );
}

#[test]
fn hostile_characters_are_no_keys() {
    for c in ['\u{202e}', '\u{2066}', '\u{9b}', '\u{feff}', '\u{1c}'] {
        assert_eq!(Key::typing(c), None, "{c:?}");
    }
}

#[test]
fn every_key_without_a_character_or_a_number_has_a_name_and_a_label() {
    use Code as C;
    let codes = [
        C::Enter,
        C::Tab,
        C::Backspace,
        C::Delete,
        C::Insert,
        C::Esc,
        C::Left,
        C::Right,
        C::Up,
        C::Down,
        C::Home,
        C::End,
        C::PageUp,
        C::PageDown,
    ];
    for code in codes {
        let key = Key::new(code, Mods::NONE);
        assert!(
            key.is_some_and(|key| !key.name().is_empty() && !key.label().is_empty()),
            "{code:?}"
        );
    }
}
