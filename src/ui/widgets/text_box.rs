//! A box of one line with its caret; what does not fit scrolls by display width.

use crate::domain::text;
use crate::model::line::Line as TypedLine;
use crate::ui::canvas::Canvas;
use crate::ui::layout;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;

/// What of a text is shown in so many columns, and the column of the caret in it.
///
/// The caret counts user-visible characters. It always stands inside: behind the last character there is one column for it.
/// `more` stands at an edge beyond which the text goes on.
pub fn window(text: &str, caret: usize, columns: usize, more: &str) -> (String, usize) {
    if columns == 0 {
        return (String::new(), 0);
    }
    let letters: Vec<(&str, usize)> = text.graphemes(true).map(|g| (g, text::width(g))).collect();
    let caret = caret.min(letters.len());
    let width = |from: usize, to: usize| letters[from..to].iter().map(|(_, w)| w).sum::<usize>();
    if width(0, letters.len()) < columns {
        return (text.to_owned(), width(0, caret));
    }
    let mut first = 0;
    // A column for the caret itself, and one for the edge once anything is hidden on the left.
    while first < caret
        && width(first, caret) + usize::from(first > 0) + caret_room(&letters, caret) > columns
    {
        first += 1;
    }
    let mut shown = String::new();
    let mut used = 0;
    if first > 0 && columns > 1 {
        shown.push_str(more);
        used = 1;
    }
    let at = used + width(first, caret);
    for (place, (letter, width)) in letters.iter().enumerate().skip(first) {
        // The letter under the caret is shown even where its edge has no room for a sign.
        let goes_on = usize::from(place + 1 < letters.len() && place != caret);
        if used + width + goes_on > columns {
            if used < columns {
                shown.push_str(more);
            }
            break;
        }
        shown.push_str(letter);
        used += width;
    }
    (shown, at.min(columns - 1))
}

/// Columns that must stay visible from the caret on: the letter under it, and the edge sign behind that.
fn caret_room(letters: &[(&str, usize)], caret: usize) -> usize {
    let under = letters.get(caret).map_or(1, |(_, w)| *w.max(&1));
    under + usize::from(caret + 1 < letters.len())
}

/// Draws a box that is being typed in over a whole place of one row, and puts the caret into it.
pub fn draw(canvas: &mut Canvas<'_, '_>, place: Rect, row: usize, line: &TypedLine) {
    draw_text(
        canvas,
        place,
        row,
        line.text(),
        line.caret(),
        canvas.theme.field,
    );
}

/// The same with a hint behind the caret while nothing is typed.
pub fn draw_hinted(
    canvas: &mut Canvas<'_, '_>,
    place: Rect,
    row: usize,
    line: &TypedLine,
    hint: &str,
) {
    draw(canvas, place, row, line);
    if line.is_empty() {
        let behind = Rect {
            x: place.x + 2.min(place.width),
            width: place.width.saturating_sub(2),
            ..place
        };
        canvas.line(behind, row, Span::styled(hint, canvas.theme.dim));
    }
}

/// The same for a text and a caret of any origin.
pub fn draw_text(
    canvas: &mut Canvas<'_, '_>,
    place: Rect,
    row: usize,
    text: &str,
    caret: usize,
    style: Style,
) {
    let columns = layout::columns(place);
    let (shown, at) = window(text, caret, columns, canvas.theme.symbols.more);
    let blanks = " ".repeat(columns.saturating_sub(text::width(&shown)));
    canvas.line(
        place,
        row,
        Line::from(vec![
            Span::styled(shown, style),
            Span::styled(blanks, style),
        ]),
    );
    canvas.caret(place, row, at);
}

/// Draws a box whose characters are hidden; only how many were typed is seen.
pub fn draw_hidden(
    canvas: &mut Canvas<'_, '_>,
    place: Rect,
    row: usize,
    line: &TypedLine,
    focused: bool,
) {
    let hidden = canvas
        .theme
        .symbols
        .hidden
        .repeat(line.text().graphemes(true).count());
    if focused {
        draw_text(
            canvas,
            place,
            row,
            &hidden,
            line.caret(),
            canvas.theme.field,
        );
    } else {
        canvas.line(place, row, Span::styled(hidden, canvas.theme.value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_short_text_stands_still() {
        assert_eq!(window("Dale", 4, 10, "…"), ("Dale".to_owned(), 4));
        assert_eq!(window("Dale", 0, 10, "…"), ("Dale".to_owned(), 0));
    }

    #[test]
    fn a_long_text_scrolls_with_the_caret_and_shows_where_it_goes_on() {
        assert_eq!(window("abcdefghij", 10, 6, "…"), ("…ghij".to_owned(), 5));
        assert_eq!(window("abcdefghij", 0, 6, "…"), ("abcde…".to_owned(), 0));
        assert_eq!(window("abcdefghij", 6, 6, "…"), ("…defg…".to_owned(), 4));
    }

    #[test]
    fn wide_letters_are_never_cut_in_half() {
        let (shown, at) = window("李小龍李小龍", 6, 6, "…");
        assert!(text::width(&shown) <= 6 && at <= 5, "{shown} {at}");
        assert!(shown.ends_with('龍'));
    }

    proptest! {
        #[test]
        fn the_caret_is_always_inside_on_its_letter(text in "[a-z李é ]{0,40}", caret in 0_usize..45, columns in 3_usize..30) {
            let (shown, at) = window(&text, caret, columns, "…");
            prop_assert!(text::width(&shown) <= columns);
            prop_assert!(at < columns);
            let letters: Vec<&str> = text.graphemes(true).collect();
            let mut column = 0;
            let under = shown.graphemes(true).find(|g| {
                let found = column == at;
                column += text::width(g);
                found
            });
            prop_assert_eq!(under, letters.get(caret).copied());
        }
    }
}
