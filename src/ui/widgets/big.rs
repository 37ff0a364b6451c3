//! Large letters: three rows and four columns each, for eyes that cannot read the small ones.
//!
//! # Why
//! A terminal has one size of letter, so a letter is drawn of half blocks: three dots across, five down, two dots a row. What is asked
//! and what is typed are all that she needs while she keys; both stand in large letters at one place of the window that never moves.

use crate::domain::text;
use crate::ui::canvas::{Canvas, cell};
use crate::ui::layout;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

/// Columns of a letter with the gap after it.
const COLUMNS: usize = 4;
/// Rows of a letter.
const ROWS: usize = 3;
/// Rows of the whole band: what is asked, a gap, what is typed.
pub const BAND: u16 = 7;

/// Dots of each sign, five rows of three, the first row in the highest bits.
const SIGNS: &[(char, u16)] = &[
    ('A', 0b010_101_111_101_101),
    ('B', 0b110_101_110_101_110),
    ('C', 0b011_100_100_100_011),
    ('D', 0b110_101_101_101_110),
    ('E', 0b111_100_110_100_111),
    ('F', 0b111_100_110_100_100),
    ('G', 0b011_100_101_101_011),
    ('H', 0b101_101_111_101_101),
    ('I', 0b111_010_010_010_111),
    ('J', 0b001_001_001_101_010),
    ('K', 0b101_101_110_101_101),
    ('L', 0b100_100_100_100_111),
    ('M', 0b101_111_111_101_101),
    ('N', 0b110_101_101_101_101),
    ('O', 0b010_101_101_101_010),
    ('P', 0b110_101_110_100_100),
    ('Q', 0b010_101_101_111_011),
    ('R', 0b110_101_110_101_101),
    ('S', 0b011_100_010_001_110),
    ('T', 0b111_010_010_010_010),
    ('U', 0b101_101_101_101_111),
    ('V', 0b101_101_101_101_010),
    ('W', 0b101_101_111_111_101),
    ('X', 0b101_101_010_101_101),
    ('Y', 0b101_101_010_010_010),
    ('Z', 0b111_001_010_100_111),
    ('0', 0b111_101_101_101_111),
    ('1', 0b010_110_010_010_111),
    ('2', 0b110_001_010_100_111),
    ('3', 0b110_001_010_001_110),
    ('4', 0b101_101_111_001_001),
    ('5', 0b111_100_110_001_110),
    ('6', 0b011_100_111_101_111),
    ('7', 0b111_001_010_010_010),
    ('8', 0b111_101_111_101_111),
    ('9', 0b111_101_111_001_110),
    ('.', 0b000_000_000_000_010),
    (',', 0b000_000_000_010_100),
    (':', 0b000_010_000_010_000),
    ('/', 0b001_001_010_100_100),
    ('-', 0b000_000_111_000_000),
    ('\'', 0b010_010_000_000_000),
    ('+', 0b000_010_111_010_000),
    ('=', 0b000_111_000_111_000),
    ('%', 0b101_001_010_100_101),
    ('(', 0b010_100_100_100_010),
    (')', 0b010_001_001_001_010),
    (' ', 0),
];
/// Any other sign.
const OTHER: u16 = 0b110_001_010_000_010;

/// Draws what is asked and what is typed; of a text that is too long its end, where the caret is.
pub fn band(canvas: &mut Canvas<'_, '_>, place: Rect, ask: &str, typed: &str) {
    let theme = canvas.theme;
    let (above, below) = layout::split_rows(place, ROWS as u16 + 1);
    let room = layout::columns(place) / COLUMNS;
    let ask = ask.trim().trim_end_matches(':');
    let mut asked = crate::ui::canvas::wrap(ask, room.max(1)).into_iter();
    line(
        canvas,
        above,
        &asked.next().unwrap_or_default(),
        theme.title,
    );
    let rest = asked.next().unwrap_or_default();
    let typed: Vec<char> = if typed.is_empty() {
        rest.chars()
    } else {
        typed.chars()
    }
    .collect();
    let from = typed.len().saturating_sub(room);
    let end: String = typed[from..].iter().collect();
    line(canvas, below, &end, theme.value);
}

fn line(canvas: &mut Canvas<'_, '_>, place: Rect, words: &str, style: Style) {
    if !canvas.theme.symbols.unicode {
        let spaced: String = words.chars().flat_map(|c| [c, ' ']).collect();
        canvas.line(place, 1, Span::styled(spaced.to_uppercase(), style));
        return;
    }
    for (row, dots) in rows_of(words).iter().enumerate() {
        let dots = cell(dots, layout::columns(place));
        canvas.line(place, row, Span::styled(dots, style));
    }
}

/// The three rows of a line of words.
fn rows_of(words: &str) -> [String; ROWS] {
    let mut rows = [String::new(), String::new(), String::new()];
    for c in text::fold(words).to_uppercase().chars() {
        let dots = SIGNS.iter().find(|(sign, _)| *sign == c);
        let dots = dots.map_or(OTHER, |(_, dots)| *dots);
        for (row, out) in rows.iter_mut().enumerate() {
            for column in 0..3 {
                let dot = |line: usize| line < 5 && dots >> (14 - line * 3 - column) & 1 == 1;
                out.push(match (dot(row * 2), dot(row * 2 + 1)) {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                });
            }
            out.push(' ');
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_three_rows_of_half_blocks() {
        assert_eq!(rows_of("T1"), ["▀█▀ ▄█  ", " █   █  ", " ▀  ▀▀▀ "]);
    }

    #[test]
    fn no_two_signs_look_the_same() {
        for (n, (sign, dots)) in SIGNS.iter().enumerate() {
            let twin = SIGNS[n + 1..].iter().find(|(_, other)| other == dots);
            assert!(twin.is_none(), "{sign} and {twin:?}");
        }
    }
}
