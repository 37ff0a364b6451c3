//! Reading what fingers do: case, spaces, and letters that look like digits.

use super::{IdentifierFault, IdentifierKind, Wrong};

/// More characters than any identifier needs with generous spacing; beyond it something else was pasted into the field.
const LONGEST: usize = 40;

/// Upper case, without white space and the characters in `dropped`. Refuses nothing, pasted rubbish, and characters outside ASCII.
pub(super) fn squeeze(
    kind: IdentifierKind,
    typed: &str,
    dropped: &[char],
) -> Result<String, IdentifierFault> {
    let label = kind.label();
    if typed.trim().is_empty() {
        return Err(IdentifierFault::new(
            kind,
            Wrong::Empty,
            format!("The {label} is empty. Type it, or say why it is missing."),
        ));
    }
    if typed.chars().count() > LONGEST {
        return Err(IdentifierFault::new(
            kind,
            Wrong::Length,
            format!("That is far too long for the {label}. Clear the box and type it again."),
        ));
    }
    let mut squeezed = String::with_capacity(typed.len());
    for c in typed.chars() {
        if c.is_whitespace() || dropped.contains(&c) {
            continue;
        }
        if !c.is_ascii_graphic() {
            return Err(IdentifierFault::new(
                kind,
                Wrong::Shape,
                format!(
                    "The {label} has only plain letters and digits; another character is in it. Type it again."
                ),
            ));
        }
        squeezed.push(c.to_ascii_uppercase());
    }
    Ok(squeezed)
}

/// Checks `text` against a shape in which `A` is a letter and `9` a digit, and names the first place that differs.
pub(super) fn match_shape(
    kind: IdentifierKind,
    text: &str,
    shape: &str,
    in_words: &str,
) -> Result<(), IdentifierFault> {
    let label = kind.label();
    if text.len() != shape.len() {
        return Err(IdentifierFault::new(
            kind,
            Wrong::Length,
            format!(
                "The {label} is {in_words}: {} characters, and this has {}. Look at the paper again.",
                shape.len(),
                text.len()
            ),
        ));
    }
    for (place, (found, wanted)) in text.chars().zip(shape.chars()).enumerate() {
        let (fits, name) = match wanted {
            'A' => (found.is_ascii_uppercase(), "letter"),
            _ => (found.is_ascii_digit(), "digit"),
        };
        if !fits {
            let hint =
                look_alike(found).map_or_else(String::new, |other| format!(" Is it {other}?"));
            return Err(IdentifierFault::new(
                kind,
                Wrong::Shape,
                format!(
                    "The {label} is {in_words}: character {} should be a {name}, not {found}.{hint}",
                    place + 1
                ),
            ));
        }
    }
    Ok(())
}

/// Refuses anything but digits, and says which letter was most likely meant as which digit.
pub(super) fn only_digits(kind: IdentifierKind, text: &str) -> Result<(), IdentifierFault> {
    let Some(found) = text.chars().find(|c| !c.is_ascii_digit()) else {
        return Ok(());
    };
    let hint = look_alike(found).map_or_else(
        || " Look at the paper again.".to_owned(),
        |other| format!(" Is it {other}?"),
    );
    Err(IdentifierFault::new(
        kind,
        Wrong::Shape,
        format!(
            "{found} stands in the {} where a digit belongs.{hint}",
            kind.label()
        ),
    ))
}

/// What handwriting and keyboards confuse: the character meant in place of `found`, in words.
fn look_alike(found: char) -> Option<&'static str> {
    Some(match found {
        'O' | 'Q' | 'D' => "a zero (0)",
        'I' | 'L' => "a one (1)",
        'Z' => "a two (2)",
        'S' => "a five (5)",
        'G' => "a six (6)",
        'B' => "an eight (8)",
        '0' => "the letter O",
        '1' => "the letter I",
        '5' => "the letter S",
        '8' => "the letter B",
        _ => return None,
    })
}

/// The digits of an ASCII digit string as numbers.
pub(super) fn digits(text: &str) -> impl Iterator<Item = u32> + '_ {
    text.bytes().map(|b| u32::from(b.saturating_sub(b'0')))
}
