//! One key press, folded to what every terminal can tell apart, and its names.
//!
//! # Why
//! An old terminal sends the same byte for ctrl-i and Tab, ctrl-m and Enter, ctrl-h and Backspace, ctrl-[ and Esc; a new one tells
//! them apart. [`Key::new`] folds all of them to the second name, so that the desk behaves the same everywhere, and
//! [`Key::to_bind`] refuses to bind the first.

mod name;

pub use name::KeyError;
pub(super) use name::visible;

/// Which key, without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// A character, as the layout of the keyboard gives it: upper case where Shift was held.
    Char(char),
    /// Enter or Return.
    Enter,
    /// Tab.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Escape.
    Esc,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key, 1 to 24.
    F(u8),
}

/// The modifiers held down with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Mods {
    /// Control.
    pub ctrl: bool,
    /// Alt (left).
    pub alt: bool,
    /// Shift. Never set together with a character: the character itself says it.
    pub shift: bool,
}

/// One key press. Only folded keys exist: two that an ordinary terminal cannot tell apart are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    code: Code,
    mods: Mods,
}

impl Mods {
    /// No modifier.
    pub const NONE: Self = Self {
        ctrl: false,
        alt: false,
        shift: false,
    };
    /// Control alone.
    pub const CTRL: Self = Self {
        ctrl: true,
        alt: false,
        shift: false,
    };
    /// Alt alone.
    pub const ALT: Self = Self {
        ctrl: false,
        alt: true,
        shift: false,
    };
    /// Shift alone.
    pub const SHIFT: Self = Self {
        ctrl: false,
        alt: false,
        shift: true,
    };
}

impl Key {
    /// The key that `code` with `mods` is on every terminal; nothing for what no key types: control characters without a key of
    /// their own, bidirectional overrides, function keys above 24.
    pub fn new(code: Code, mods: Mods) -> Option<Self> {
        let (code, mods) = match code {
            Code::Char(c) => fold_char(c, mods)?,
            Code::F(n) if !(1..=24).contains(&n) => return None,
            Code::Tab => (
                code,
                Mods {
                    ctrl: false,
                    ..mods
                },
            ),
            Code::Enter | Code::Backspace | Code::Esc => (
                code,
                Mods {
                    alt: mods.alt,
                    ..Mods::NONE
                },
            ),
            _ => (code, mods),
        };
        Some(Self { code, mods })
    }

    /// The key that types `c`, if one does.
    pub fn typing(c: char) -> Option<Self> {
        Self::new(Code::Char(c), Mods::NONE)
    }

    /// Which key, without its modifiers.
    pub fn code(self) -> Code {
        self.code
    }

    /// The modifiers held with it.
    pub fn mods(self) -> Mods {
        self.mods
    }

    /// The character it types into a text box where no command is bound to it: nothing for every other key.
    pub fn typed(self) -> Option<char> {
        match (self.code, self.mods) {
            (Code::Char(c), Mods::NONE) => Some(c),
            _ => None,
        }
    }

    /// The same key with Caps Lock off, if it types an upper-case letter.
    pub(super) fn lowered(self) -> Option<Self> {
        let c = self.typed().filter(|c| c.is_uppercase())?;
        Self::typing(single(c.to_lowercase())?)
    }
}

/// What a character key is once what terminals mix up is one.
fn fold_char(c: char, mods: Mods) -> Option<(Code, Mods)> {
    let (c, mods) = match c {
        '\t' => {
            return Some((
                Code::Tab,
                Mods {
                    ctrl: false,
                    ..mods
                },
            ));
        }
        '\r' => {
            return Some((
                Code::Enter,
                Mods {
                    alt: mods.alt,
                    ..Mods::NONE
                },
            ));
        }
        '\u{8}' | '\u{7f}' => {
            return Some((
                Code::Backspace,
                Mods {
                    alt: mods.alt,
                    ..Mods::NONE
                },
            ));
        }
        '\u{1b}' => {
            return Some((
                Code::Esc,
                Mods {
                    alt: mods.alt,
                    ..Mods::NONE
                },
            ));
        }
        '\0' => (' ', Mods { ctrl: true, ..mods }),
        '\u{1}'..='\u{1a}' => (char::from(c as u8 + b'a' - 1), Mods { ctrl: true, ..mods }),
        c if is_hidden(c) => return None,
        c => (c, mods),
    };
    // AltGr arrives as Ctrl-Alt on Windows, with the sign that it typed.
    let mods = if mods.ctrl && mods.alt && !c.is_ascii_alphanumeric() {
        Mods {
            shift: mods.shift,
            ..Mods::NONE
        }
    } else {
        mods
    };
    let plain = Mods {
        shift: false,
        ..mods
    };
    if mods.ctrl {
        let alt = Mods {
            alt: mods.alt,
            ..Mods::NONE
        };
        return Some(match c.to_ascii_lowercase() {
            'i' => (
                Code::Tab,
                Mods {
                    shift: mods.shift,
                    ..alt
                },
            ),
            'm' => (Code::Enter, alt),
            'h' => (Code::Backspace, alt),
            '[' => (Code::Esc, alt),
            '@' => (Code::Char(' '), plain),
            c => (Code::Char(c), plain),
        });
    }
    let c = if mods.alt {
        c.to_ascii_lowercase() // Caps Lock must not change what a command key does
    } else if mods.shift {
        single(c.to_uppercase()).unwrap_or(c)
    } else {
        c
    };
    Some((Code::Char(c), plain))
}

/// Characters that no key types and that could hide or turn round text on the screen.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn single(mut chars: impl Iterator<Item = char>) -> Option<char> {
    let first = chars.next()?;
    chars.next().is_none().then_some(first)
}

#[cfg(test)]
pub(super) mod tests;
