//! Keys as one line of text, for scripts and for the command line.
//!
//! Printable characters stand as they are, every other key by its name between `<` and `>`: `12/06/2012<enter>=<ctrl-s>`. `<` itself
//! is `<lt>` and the space bar `<space>`, so that a line never ends in an invisible key.

use thiserror::Error;

use super::key::{Code, Key, KeyError};

/// Why a line is not a line of keys.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotationError {
    /// A name between `<` and `>` is not one.
    #[error("character {at}: {error}")]
    Name {
        /// Which character of the line, from 1.
        at: usize,
        /// What is wrong with the name.
        error: KeyError,
    },
    /// No `>`.
    #[error(
        "character {at}: “<” begins the name of a key but no “>” ends it; a plain “<” is written <lt>"
    )]
    Open {
        /// Which character of the line, from 1.
        at: usize,
    },
    /// A character that no key types.
    #[error(
        "character {at}: no key types this character; write the name of the key, such as <enter> or <tab>"
    )]
    NoKey {
        /// Which character of the line, from 1.
        at: usize,
    },
}

/// The keys as one line of text; [`read`] gives them back.
pub fn write(keys: &[Key]) -> String {
    keys.iter().map(|&key| written(key)).collect()
}

fn written(key: Key) -> String {
    match key.typed() {
        Some(c) if c != ' ' && c != '<' => c.to_string(),
        _ => format!("<{}>", key.name()),
    }
}

/// The keys of a line of text. A plain space is the space bar.
///
/// # Errors
/// Says which character of the line is wrong and why.
pub fn read(line: &str) -> Result<Vec<Key>, NotationError> {
    let mut keys = Vec::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let at = line[..line.len() - rest.len()].chars().count() + 1;
        let key;
        (key, rest) = if let Some(inside) = rest.strip_prefix('<') {
            let (name, after) = inside.split_once('>').ok_or(NotationError::Open { at })?;
            (
                Key::from_name(name).map_err(|error| NotationError::Name { at, error })?,
                after,
            )
        } else {
            (
                typed(c).ok_or(NotationError::NoKey { at })?,
                &rest[c.len_utf8()..],
            )
        };
        keys.push(key);
    }
    Ok(keys)
}

/// A line break or another control character in a script is a slip of whoever wrote it, never a key.
fn typed(c: char) -> Option<Key> {
    Key::typing(c).filter(|key| key.code() == Code::Char(c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::keymap::key::tests::any_key;

    proptest! {
        #[test]
        fn what_is_written_is_read_back(keys in proptest::collection::vec(any_key(), 0..40)) {
            prop_assert_eq!(read(&write(&keys)), Ok(keys));
        }

        #[test]
        fn any_line_is_keys_or_a_mistake_with_its_place(line in ".{0,40}|[<>a-z -]{0,40}") {
            match read(&line) {
                Ok(keys) => prop_assert!(keys.len() <= line.chars().count()),
                Err(NotationError::Name { at, .. } | NotationError::Open { at } | NotationError::NoKey { at }) => {
                    prop_assert!(at >= 1 && at <= line.chars().count());
                }
            }
        }
    }

    #[test]
    fn the_promised_names_are_read_and_written() {
        let line = "a>b<enter><tab><ctrl-s><f2><esc><space><lt><alt-gt>é";
        let keys = read(line).unwrap_or_default();
        assert_eq!(keys.len(), 12);
        assert_eq!(write(&keys), line);
        assert_eq!(read("a b"), read("a<space>b"));
    }

    #[test]
    fn mistakes_say_which_character() {
        assert_eq!(read("é<enter"), Err(NotationError::Open { at: 2 }));
        assert_eq!(read("ab\n"), Err(NotationError::NoKey { at: 3 }));
        assert!(matches!(
            read("a<enetr>"),
            Err(NotationError::Name { at: 2, .. })
        ));
    }
}
