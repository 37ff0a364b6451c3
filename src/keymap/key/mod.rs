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
    pub const NONE: Self = Self::of(false, false, false);
    /// Control alone.
    pub const CTRL: Self = Self::of(true, false, false);
    /// Alt alone.
    pub const ALT: Self = Self::of(false, true, false);
    /// Shift alone.
    pub const SHIFT: Self = Self::of(false, false, true);

    /// These modifiers.
    pub const fn of(ctrl: bool, alt: bool, shift: bool) -> Self {
        Self { ctrl, alt, shift }
    }
}

impl Key {
    /// The key that `code` with `mods` is on every terminal; nothing for what no key types: control characters without a key of
    /// their own, bidirectional overrides, function keys above 24.
    pub fn new(code: Code, mods: Mods) -> Option<Self> {
        let (code, mods) = match code {
            Code::Char(c) => fold_char(c, mods)?,
            Code::F(n) if !(1..=24).contains(&n) => return None,
            Code::Tab => (code, Mods::of(false, mods.alt, mods.shift)),
            Code::Enter | Code::Backspace | Code::Esc => (code, Mods::of(false, mods.alt, false)),
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
    let alt = Mods::of(false, mods.alt, false);
    match c {
        '\t' => Some((Code::Tab, Mods::of(false, mods.alt, mods.shift))),
        '\r' => Some((Code::Enter, alt)),
        '\u{8}' | '\u{7f}' => Some((Code::Backspace, alt)),
        '\u{1b}' => Some((Code::Esc, alt)),
        '\0' => Some((Code::Char(' '), Mods::CTRL)),
        '\u{1}'..='\u{1a}' => Some(fold_ctrl(char::from(c as u8 + b'a' - 1), mods)),
        c if is_hidden(c) => None,
        // AltGr arrives as Ctrl-Alt on Windows, with the sign that it typed.
        c if mods.ctrl && mods.alt && !c.is_ascii_alphanumeric() => {
            Some((Code::Char(c), Mods::NONE))
        }
        c if mods.ctrl => Some(fold_ctrl(c, mods)),
        c if mods.alt => Some((Code::Char(c.to_ascii_lowercase()), alt)), // Caps Lock must not change a command key
        c if mods.shift => Some((
            Code::Char(single(c.to_uppercase()).unwrap_or(c)),
            Mods::NONE,
        )),
        c => Some((Code::Char(c), Mods::NONE)),
    }
}

/// What a terminal sends for Control with a character: five of them are keys of their own.
fn fold_ctrl(c: char, mods: Mods) -> (Code, Mods) {
    let alt = Mods::of(false, mods.alt, false);
    let ctrl = Mods::of(true, mods.alt, false);
    match c.to_ascii_lowercase() {
        'i' => (Code::Tab, Mods::of(false, mods.alt, mods.shift)),
        'm' => (Code::Enter, alt),
        'h' => (Code::Backspace, alt),
        '[' => (Code::Esc, alt),
        '@' => (Code::Char(' '), Mods::CTRL),
        c => (Code::Char(c), ctrl),
    }
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
