//! The names of keys: reading them, writing them, and refusing to bind what cannot arrive.

use std::fmt;

use thiserror::Error;

use super::{Code, Key, Mods, is_hidden, single};

/// Why a name is not the name of a key, or of no key that can be bound.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyError {
    /// No such name.
    #[error(
        "“{0}” is not the name of a key; write for example ctrl-s, alt-1, f4, enter, space, shift-tab, page-down or one character"
    )]
    Unknown(String),
    /// An ordinary terminal sends the same for both.
    #[error("terminals cannot tell {asked} from {same}; bind {same}, or choose another key")]
    SameAs {
        /// What was written.
        asked: String,
        /// The key that arrives instead.
        same: String,
    },
    /// An ordinary terminal sends nothing of its own for it.
    #[error("terminals do not send {0}; choose ctrl with a letter from a to z, or another key")]
    NotSent(String),
    /// AltGr is Ctrl-Alt on Windows.
    #[error("{0} is what AltGr sends on Windows; choose ctrl or alt alone")]
    AltGr(String),
    /// Escape sequences begin like it.
    #[error("{0} is how the arrow and function keys begin; choose another key")]
    Escape(String),
}

/// Keys with a name: what files say, and what she reads on the screen.
pub(super) const NAMED: [(Code, &str, &str); 15] = [
    (Code::Enter, "enter", "Enter"),
    (Code::Tab, "tab", "Tab"),
    (Code::Backspace, "backspace", "Backspace"),
    (Code::Delete, "delete", "Del"),
    (Code::Insert, "insert", "Ins"),
    (Code::Esc, "esc", "Esc"),
    (Code::Left, "left", "Left"),
    (Code::Right, "right", "Right"),
    (Code::Up, "up", "Up"),
    (Code::Down, "down", "Down"),
    (Code::Home, "home", "Home"),
    (Code::End, "end", "End"),
    (Code::PageUp, "page-up", "PgUp"),
    (Code::PageDown, "page-down", "PgDn"),
    (Code::Char(' '), "space", "Space"),
];

/// Other names that people write for the same keys, and the two signs that mark a key in the notation of scripts.
const ALSO: [(Code, &str); 10] = [
    (Code::Char('<'), "lt"),
    (Code::Char('>'), "gt"),
    (Code::Esc, "escape"),
    (Code::Enter, "return"),
    (Code::Delete, "del"),
    (Code::Insert, "ins"),
    (Code::PageUp, "pageup"),
    (Code::PageUp, "pgup"),
    (Code::PageDown, "pagedown"),
    (Code::PageDown, "pgdn"),
];

impl Key {
    /// The key called `name`, folded: `<ctrl-i>` in a script is Tab.
    ///
    /// # Errors
    /// [`KeyError::Unknown`] where there is no such name.
    pub fn from_name(name: &str) -> Result<Self, KeyError> {
        let (code, mods) = parse(name)?;
        Self::new(code, mods).ok_or_else(|| KeyError::Unknown(visible(name)))
    }

    /// The key called `name`, for a keymap: refuses what cannot arrive as written.
    ///
    /// # Errors
    /// Any [`KeyError`]; its words say what to write instead.
    pub fn to_bind(name: &str) -> Result<Self, KeyError> {
        let (code, mods) = parse(name)?;
        let key = Self::from_name(name)?;
        let asked = || name.to_lowercase();
        let same = || KeyError::SameAs {
            asked: asked(),
            same: key.name(),
        };
        if let Code::Char(c) = code {
            if mods.ctrl && mods.alt {
                return Err(KeyError::AltGr(asked()));
            }
            if matches!(key.code, Code::Char(_)) {
                let shifted_sign = mods.shift && !(key.mods == Mods::NONE && c.is_alphabetic());
                return match (mods.ctrl, mods.alt) {
                    (true, _) if !(c.is_ascii_alphabetic() || c == ' ') => {
                        Err(KeyError::NotSent(asked()))
                    }
                    (_, true) if c == '[' => Err(KeyError::Escape(asked())),
                    _ if shifted_sign => Err(same()),
                    _ => Ok(key),
                };
            }
        }
        if (code, mods) == (key.code, key.mods) {
            Ok(key)
        } else {
            Err(same())
        }
    }

    /// Its name in keymap files and, between `<` and `>`, in scripts: `ctrl-s`, `space`, `lt`, `?`.
    pub fn name(self) -> String {
        let base = match self.code {
            Code::Char('<') => "lt".to_owned(),
            Code::Char('>') => "gt".to_owned(),
            Code::F(n) => format!("f{n}"),
            Code::Char(c) if c != ' ' => c.to_string(),
            code => words(code).0.to_owned(),
        };
        self.with_mods(["ctrl-", "alt-", "shift-"], &base)
    }

    /// Its name as she reads it on her keyboard: `Ctrl-S`, `PgDn`, `?`, `W`.
    pub fn label(self) -> String {
        let base = match self.code {
            Code::Char(c) if c != ' ' => single(c.to_uppercase()).unwrap_or(c).to_string(),
            Code::F(n) => format!("F{n}"),
            code => words(code).1.to_owned(),
        };
        self.with_mods(["Ctrl-", "Alt-", "Shift-"], &base)
    }

    fn with_mods(self, words: [&str; 3], base: &str) -> String {
        let Mods { ctrl, alt, shift } = self.mods;
        let mut name = String::new();
        for (held, word) in [ctrl, alt, shift].into_iter().zip(words) {
            if held {
                name.push_str(word);
            }
        }
        name + base
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

/// The name and the label of a key that has them; a test says that each key without a character or a number does.
fn words(code: Code) -> (&'static str, &'static str) {
    let named = NAMED.iter().find(|named| named.0 == code);
    named.map_or(("", ""), |&(_, name, label)| (name, label))
}

/// Splits a name into modifiers and key, without folding.
fn parse(name: &str) -> Result<(Code, Mods), KeyError> {
    let unknown = || KeyError::Unknown(visible(name));
    let mut mods = Mods::NONE;
    let mut rest = name;
    loop {
        let (held, after) = if let Some(after) = strip(rest, "ctrl-") {
            (&mut mods.ctrl, after)
        } else if let Some(after) = strip(rest, "alt-") {
            (&mut mods.alt, after)
        } else if let Some(after) = strip(rest, "shift-") {
            (&mut mods.shift, after)
        } else {
            break;
        };
        if *held {
            return Err(unknown());
        }
        *held = true;
        rest = after;
    }
    let code = code_of(rest).ok_or_else(unknown)?;
    Ok((code, mods))
}

fn code_of(name: &str) -> Option<Code> {
    if let Some(c) = single(name.chars()) {
        return (!is_hidden(c)).then_some(Code::Char(c));
    }
    let name = name.to_ascii_lowercase();
    let named = NAMED
        .iter()
        .map(|&(code, word, _)| (code, word))
        .chain(ALSO);
    if let Some((code, _)) = named.into_iter().find(|(_, word)| *word == name) {
        return Some(code);
    }
    let number = name
        .strip_prefix('f')
        .filter(|digits| !digits.starts_with(['0', '+']))?;
    number
        .parse()
        .ok()
        .filter(|n| (1..=24).contains(n))
        .map(Code::F)
}

fn strip<'a>(name: &'a str, prefix: &str) -> Option<&'a str> {
    let head = name.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix)
        .then(|| &name[prefix.len()..])
}

/// `text` without what could spoil the line it is quoted in, and not longer than a line.
pub(in crate::keymap) fn visible(text: &str) -> String {
    text.chars()
        .map(|c| if is_hidden(c) { '\u{fffd}' } else { c })
        .take(60)
        .collect()
}
