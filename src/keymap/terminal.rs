//! From the terminal library's events to keys.
//!
//! # Why
//! Windows reports a key twice, pressed and released; a release is dropped here, once, for the whole program.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::key::{Code, Key, Mods};

/// The key that an event means: nothing for a release, for a modifier alone, for keys with the Windows or Command key held (they
/// belong to the desktop), and for characters that no key types.
pub fn key_of(event: &KeyEvent) -> Option<Key> {
    let desktop = KeyModifiers::SUPER | KeyModifiers::HYPER | KeyModifiers::META;
    if event.kind == KeyEventKind::Release || event.modifiers.intersects(desktop) {
        return None;
    }
    let mut mods = Mods {
        ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
        alt: event.modifiers.contains(KeyModifiers::ALT),
        shift: event.modifiers.contains(KeyModifiers::SHIFT),
    };
    let code = match event.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => {
            mods.shift = true;
            Code::Tab
        }
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Esc => Code::Esc,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(n) => Code::F(n),
        _ => return None,
    };
    Key::new(code, mods)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(code: KeyCode, modifiers: KeyModifiers) -> Option<String> {
        key_of(&KeyEvent::new(code, modifiers)).map(Key::name)
    }

    #[test]
    fn a_release_is_no_key_and_a_repeat_is_one() {
        let event = |kind| KeyEvent::new_with_kind(KeyCode::Char('a'), KeyModifiers::NONE, kind);
        assert_eq!(key_of(&event(KeyEventKind::Release)), None);
        assert_eq!(key_of(&event(KeyEventKind::Repeat)), Key::typing('a'));
    }

    #[test]
    fn shift_is_in_the_letter_and_back_tab_is_shift_tab() {
        assert_eq!(
            name(KeyCode::Char('a'), KeyModifiers::SHIFT).as_deref(),
            Some("A")
        );
        assert_eq!(
            name(KeyCode::Char('A'), KeyModifiers::SHIFT).as_deref(),
            Some("A")
        );
        assert_eq!(
            name(KeyCode::Char('?'), KeyModifiers::SHIFT).as_deref(),
            Some("?")
        );
        assert_eq!(
            name(KeyCode::BackTab, KeyModifiers::NONE).as_deref(),
            Some("shift-tab")
        );
        assert_eq!(
            name(KeyCode::BackTab, KeyModifiers::SHIFT).as_deref(),
            Some("shift-tab")
        );
    }

    #[test]
    fn caps_lock_does_not_change_a_control_key() {
        assert_eq!(
            name(KeyCode::Char('S'), KeyModifiers::CONTROL).as_deref(),
            Some("ctrl-s")
        );
        assert_eq!(
            name(KeyCode::Char('h'), KeyModifiers::CONTROL).as_deref(),
            Some("backspace")
        );
    }

    #[test]
    fn what_belongs_to_the_desktop_or_to_nobody_is_no_key() {
        assert_eq!(name(KeyCode::Char('l'), KeyModifiers::SUPER), None);
        assert_eq!(name(KeyCode::CapsLock, KeyModifiers::NONE), None);
        assert_eq!(name(KeyCode::F(99), KeyModifiers::NONE), None);
    }
}
