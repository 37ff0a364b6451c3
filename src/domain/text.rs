//! Text from outside is hostile: what is refused, what is swept away, how it is folded, and how wide it is.
//!
//! Every entrance (key, paste, import, decode) uses [`refuse`] or [`clean_char`]; every exit (screen buffer, printed line)
//! uses [`sweep`]. Search and comparisons use [`fold`], and nothing else does, so that two rooms never disagree about
//! whether two names are alike.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Marks that may stand on one letter; more are a pile meant to run over the lines above and below.
const MOST_MARKS: usize = 4;

/// Where a text stands: whether it may have lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// One line: neither line breaks nor tabs.
    Line,
    /// Notes: line breaks and tabs are text.
    Notes,
}

/// A text that is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// A line break or tab where one line is wanted.
    #[error("This box takes one line. Take the line breaks and tabs out.")]
    LineBreak,
    /// A control or escape character.
    #[error("There is {} in the text. Type the text by hand.", in_words("a control character", *.0))]
    Control(u32),
    /// A character that is not seen, or that turns what is seen round.
    #[error("There is {} in the text. Type the text by hand.", in_words("a hidden character", *.0))]
    Hidden(u32),
    /// More accents on one letter than any language has.
    #[error("There is a letter with too many accents in the text. Type the text by hand.")]
    TooManyMarks,
}

/// Characters that are not text and have a name that people know.
const NAMED: [(u32, &str); 16] = [
    (0x00, "a control character (null)"),
    (0x07, "a control character (bell)"),
    (0x08, "a control character (backspace)"),
    (0x09, "a control character (tab)"),
    (0x0a, "a control character (line break)"),
    (0x0c, "a control character (page break)"),
    (0x0d, "a control character (line break)"),
    (0x1b, "a control character (of the Esc key)"),
    (0x7f, "a control character (of the Delete key)"),
    (0xad, "a hidden character (soft hyphen)"),
    (0x200b, "a hidden character (space without width)"),
    (
        0x200e,
        "a hidden character that turns the direction of writing",
    ),
    (
        0x200f,
        "a hidden character that turns the direction of writing",
    ),
    (
        0x202d,
        "a hidden character that turns the direction of writing",
    ),
    (
        0x202e,
        "a hidden character that turns the direction of writing",
    ),
    (0xfeff, "a hidden character (byte order mark)"),
];

/// The character by its name, where it has one; else its kind and its number.
fn in_words(kind: &str, character: u32) -> String {
    let mut named = NAMED.iter();
    let named = named.find(|(number, _)| *number == character);
    named.map_or_else(
        || format!("{kind} (U+{character:04X})"),
        |(_, name)| (*name).to_owned(),
    )
}

/// The character as it is taken into a line: unusual spaces become a space, forbidden characters none.
pub fn clean_char(c: char) -> Option<char> {
    clean_char_in(TextKind::Line, c)
}

/// The character as it is taken into a line or into notes.
pub fn clean_char_in(kind: TextKind, c: char) -> Option<char> {
    match c {
        '\n' | '\t' => (kind == TextKind::Notes).then_some(c),
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            Some(' ')
        }
        _ => (!c.is_control() && !is_hidden(c)).then_some(c),
    }
}

/// Refuses a line with any character that is not text.
///
/// # Errors
/// The first such character, in words.
pub fn refuse(text: &str) -> Result<(), TextFault> {
    refuse_in(TextKind::Line, text)
}

/// Refuses a line, or notes, with any character that is not text.
///
/// # Errors
/// The first such character, in words.
pub fn refuse_in(kind: TextKind, text: &str) -> Result<(), TextFault> {
    let mut marks = 0;
    for c in text.chars() {
        if clean_char_in(kind, c).is_none() {
            return Err(match c {
                '\n' | '\t' | '\r' if kind == TextKind::Line => TextFault::LineBreak,
                _ if c.is_control() => TextFault::Control(u32::from(c)),
                _ => TextFault::Hidden(u32::from(c)),
            });
        }
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if marks > MOST_MARKS {
            return Err(TextFault::TooManyMarks);
        }
    }
    Ok(())
}

/// The line without anything that is not text; line breaks and tabs become spaces, so that words stay apart.
pub fn sweep(text: &str) -> Cow<'_, str> {
    sweep_in(TextKind::Line, text)
}

/// The line, or the notes, without anything that is not text.
pub fn sweep_in(kind: TextKind, text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii_graphic() || b == b' ') {
        return Cow::Borrowed(text);
    }
    let clean = |c: char| clean_char_in(kind, c) == Some(c);
    if text.chars().all(|c| clean(c) && !is_combining_mark(c)) {
        return Cow::Borrowed(text);
    }
    let mut swept = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.chars() {
        let kept = match c {
            '\n' | '\t' | '\u{2028}' | '\u{2029}' => clean_char_in(kind, c).or(Some(' ')),
            _ => clean_char_in(kind, c),
        };
        let Some(kept) = kept else { continue };
        marks = if is_combining_mark(kept) {
            marks + 1
        } else {
            0
        };
        if marks <= MOST_MARKS {
            swept.push(kept);
        }
    }
    Cow::Owned(swept)
}

/// A line as it is stored: swept, composed (NFC), trimmed, inner runs of spaces made one.
pub fn tidy(text: &str) -> String {
    let composed: String = sweep(text).nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Notes as they are stored: swept and composed, line ends made `\n`, spaces at line ends and empty lines around taken off.
///
/// Spaces within a line stay, since people line things up with them.
pub fn tidy_notes(text: &str) -> String {
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    let composed: String = sweep_in(TextKind::Notes, &unix).nfc().collect();
    let lines: Vec<&str> = composed.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// The text as it is searched and compared: small letters without accents, apostrophes dropped, hyphens, dots and commas
/// made spaces, single spaces. `Siobhán` → `siobhan`, `Łukasz` → `lukasz`, `O’Brien-Smith` → `obrien smith`.
///
/// Folding twice changes nothing. A slash stays, because it belongs to PNC and CRO numbers.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    // Most names are plain ASCII, and a large caseload is folded at every start.
    if text.is_ascii() {
        for c in text.chars() {
            fold_char(c.to_ascii_lowercase(), &mut folded);
        }
    } else {
        fold_beyond_ascii(text, &mut folded);
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

fn fold_beyond_ascii(text: &str, folded: &mut String) {
    for c in text.nfkd() {
        for lower in c.to_lowercase() {
            // A small letter may fall apart once more where its capital did not.
            for piece in std::iter::once(lower).nfkd() {
                fold_char(piece, folded);
            }
        }
    }
}

fn fold_char(c: char, folded: &mut String) {
    if c.is_ascii_alphanumeric() {
        folded.push(c);
    } else if is_space_in_fold(c) {
        if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    } else if let Some(letters) = letters_for(c) {
        folded.push_str(letters);
    } else if canonical_combining_class(c) == 0 && !is_apostrophe(c) && clean_char(c).is_some() {
        folded.push(c);
    }
}

fn is_space_in_fold(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '.' | ',' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{b7}'
        )
}

fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '"' | '\u{b4}' | '\u{2018}'..='\u{201f}' | '\u{2032}'..='\u{2035}' | '\u{2b9}'..='\u{2bf}' | '\u{2c8}' | '\u{a78b}' | '\u{a78c}'
    )
}

/// Letters that Unicode does not take apart: the table that makes `lukasz` find `Łukasz`.
fn letters_for(c: char) -> Option<&'static str> {
    Some(match c {
        'æ' => "ae",
        'ƀ' | 'ɓ' => "b",
        'đ' | 'ð' | 'ɖ' | 'ɗ' => "d",
        'ə' | 'ǝ' | 'ɛ' => "e",
        'ɠ' | 'ǥ' => "g",
        'ħ' => "h",
        'ı' | 'ɨ' => "i",
        'ĸ' | 'ƙ' => "k",
        'ł' | 'ƚ' => "l",
        'ŋ' | 'ɲ' => "n",
        'ø' | 'ɵ' | 'ɔ' => "o",
        'œ' => "oe",
        'ß' => "ss",
        'ŧ' => "t",
        'þ' => "th",
        'ʉ' => "u",
        'ƴ' | 'ɏ' => "y",
        'ƶ' => "z",
        'ʔ' | 'ʕ' => "",
        'ς' => "σ",
        _ => return None,
    })
}

/// Columns that the text takes on a terminal.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The text, or as much of it as fits into `columns` with an ellipsis. What a reader takes for one letter is never cut.
pub fn clip(text: &str, columns: usize) -> Cow<'_, str> {
    let mut used = 0;
    let mut end_with_ellipsis = 0;
    for (start, letter) in text.grapheme_indices(true) {
        used += width(letter);
        if used > columns {
            if columns == 0 {
                return Cow::Borrowed("");
            }
            return Cow::Owned(format!("{}…", &text[..end_with_ellipsis]));
        }
        if used < columns {
            end_with_ellipsis = start + letter.len();
        }
    }
    Cow::Borrowed(text)
}

/// Characters that are not seen, or that change how others are seen: bidirectional marks, overrides and isolates,
/// zero-width characters (the joiners too: no name on these forms needs them, and two names that look alike must be
/// alike), line and paragraph separators, fillers, tags, selectors, private use and non-characters.
fn is_hidden(c: char) -> bool {
    matches!(u32::from(c),
        0xad | 0x34f | 0x61c | 0x115f | 0x1160 | 0x17b4 | 0x17b5 | 0x180b..=0x180f | 0x200b..=0x200f | 0x2028..=0x202e
        | 0x2060..=0x206f | 0x2800 | 0x3164 | 0xe000..=0xf8ff | 0xfdd0..=0xfdef | 0xfe00..=0xfe0f | 0xfeff | 0xffa0
        | 0xfff0..=0xfffb | 0x1_3430..=0x1_345f | 0x1_bca0..=0x1_bca3 | 0x1_d173..=0x1_d17a | 0xe_0000..=0xe_0fff | 0xf_0000..)
        || u32::from(c) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hostile_characters_are_refused_and_swept() {
        for c in [
            '\0',
            '\u{7}',
            '\u{1b}',
            '\u{7f}',
            '\u{85}',
            '\u{9b}',
            '\u{9f}',
            '\u{ad}',
            '\u{200b}',
            '\u{200c}',
            '\u{200d}',
            '\u{200e}',
            '\u{200f}',
            '\u{61c}',
            '\u{202a}',
            '\u{202e}',
            '\u{2066}',
            '\u{2069}',
            '\u{2028}',
            '\u{2029}',
            '\u{2060}',
            '\u{feff}',
            '\u{3164}',
            '\u{e000}',
            '\u{fffe}',
            '\u{e0041}',
            '\u{f0000}',
            '\u{10ffff}',
            '\u{fe0f}',
        ] {
            let text = format!("Sm{c}ith");
            for kind in [TextKind::Line, TextKind::Notes] {
                assert_eq!(clean_char_in(kind, c), None, "U+{:04X}", u32::from(c));
                assert!(refuse_in(kind, &text).is_err(), "U+{:04X}", u32::from(c));
                assert!(
                    matches!(&*sweep_in(kind, &text), "Smith" | "Sm ith"),
                    "U+{:04X}",
                    u32::from(c)
                );
            }
        }
    }

    #[test]
    fn names_of_any_origin_pass_untouched() {
        for name in [
            "Siobhán O’Brien",
            "Łukasz Żółć",
            "Nguyễn Văn",
            "李小龍",
            "मोहम्मद",
            "محمد",
            "Ѐлена",
            "O'Neill-Smith",
        ] {
            assert_eq!(refuse(name), Ok(()), "{name}");
            assert!(
                matches!(sweep(name), Cow::Borrowed(_)) || sweep(name) == name,
                "{name}"
            );
        }
    }

    #[test]
    fn lines_belong_to_notes_only() {
        assert_eq!(refuse("one\ntwo"), Err(TextFault::LineBreak));
        assert_eq!(refuse_in(TextKind::Notes, "one\n\ttwo"), Ok(()));
        assert_eq!(sweep("one\ntwo\tthree"), "one two three");
        assert_eq!(sweep_in(TextKind::Notes, "one\ntwo\r"), "one\ntwo");
        assert_eq!(
            refuse("\u{1b}[2J").unwrap_err().to_string(),
            "There is a control character (of the Esc key) in the text. Type the text by hand."
        );
    }

    #[test]
    fn a_pile_of_accents_is_refused_and_cut() {
        let pile = format!("a{}b", "\u{301}".repeat(50));
        assert_eq!(refuse(&pile), Err(TextFault::TooManyMarks));
        assert_eq!(sweep(&pile), format!("a{}b", "\u{301}".repeat(MOST_MARKS)));
    }

    #[test]
    fn a_stored_line_is_composed_and_evenly_spaced() {
        assert_eq!(
            tidy("  Siobha\u{301}n \u{a0}  O'Brien\t"),
            "Siobhán O'Brien"
        );
        assert_eq!(
            tidy_notes("\r\n  one \r\n\r\ntwo  three\r"),
            "  one\n\ntwo  three"
        );
    }

    #[test]
    fn folding_finds_what_people_type() {
        for (text, folded) in [
            ("Siobhán", "siobhan"),
            ("Łukasz", "lukasz"),
            ("O'Brien", "obrien"),
            ("O’Brien", "obrien"),
            ("Smith-Jones", "smith jones"),
            ("  St. John ", "st john"),
            ("Bjørn Ærø", "bjorn aero"),
            ("ĐẶNG", "dang"),
            ("Strauß STRAUẞ", "strauss strauss"),
            ("Œuvre Þór Iğdır İz", "oeuvre thor igdir iz"),
            ("ﬁnn Ｔｏｍ", "finn tom"),
            ("81/34U", "81/34u"),
            ("मोहम्मद", "मोहममद"),
            ("- ' -", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn clipping_never_splits_a_letter_and_never_overflows() {
        assert_eq!(clip("Smith", 5), "Smith");
        assert_eq!(clip("Smith", 4), "Smi…");
        assert_eq!(clip("Smith", 1), "…");
        assert_eq!(clip("Smith", 0), "");
        assert_eq!(clip("李小龍", 5), "李小…");
        assert_eq!(clip("李小龍", 4), "李…");
        assert_eq!(clip("ae\u{301}io", 3), "ae\u{301}…");
        assert_eq!(width("李小龍"), 6);
    }

    proptest! {
        #[test]
        fn what_is_swept_is_never_refused(text in any::<String>()) {
            prop_assert_eq!(refuse(&sweep(&text)), Ok(()));
            let notes = sweep_in(TextKind::Notes, &text);
            prop_assert_eq!(refuse_in(TextKind::Notes, &notes), Ok(()));
        }

        #[test]
        fn tidying_and_folding_twice_change_nothing(text in any::<String>()) {
            prop_assert_eq!(tidy(&tidy(&text)), tidy(&text));
            prop_assert_eq!(tidy_notes(&tidy_notes(&text)), tidy_notes(&text));
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }

        #[test]
        fn plain_text_folds_the_same_on_its_short_way(text in "[ -~\\t]{0,40}") {
            let mut long_way = String::new();
            fold_beyond_ascii(&text, &mut long_way);
            prop_assert_eq!(fold(&text), long_way.trim_end());
        }

        #[test]
        fn a_clipped_text_fits(text in any::<String>(), columns in 0_usize..30) {
            let swept = sweep(&text);
            prop_assert!(width(&clip(&swept, columns)) <= columns);
        }
    }

    #[test]
    fn folding_each_single_character_twice_changes_nothing() {
        for c in '\0'..=char::MAX {
            let once = fold(c.encode_utf8(&mut [0; 4]));
            assert_eq!(fold(&once), once, "U+{:04X}", u32::from(c));
        }
    }
}
