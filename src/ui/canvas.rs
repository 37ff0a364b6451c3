//! What screens draw on: lines of text clipped to their place, frames, and the one caret.
//!
//! # Why
//! A line that is too long ends in an ellipsis here and nowhere else, nothing is ever drawn outside the window, and the buffer
//! is never indexed; so no screen has to think about a window of three columns.

use super::theme::Theme;
use crate::domain::text;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

/// The frame being drawn.
pub struct Canvas<'a, 'b> {
    frame: &'a mut Frame<'b>,
    /// How things look.
    pub theme: &'a Theme,
    caret: Option<Position>,
}

impl<'a, 'b> Canvas<'a, 'b> {
    /// A canvas over a whole frame.
    pub fn new(frame: &'a mut Frame<'b>, theme: &'a Theme) -> Self {
        let mut canvas = Self {
            frame,
            theme,
            caret: None,
        };
        canvas.fill(canvas.area(), theme.text);
        canvas
    }

    /// The whole window.
    pub fn area(&self) -> Rect {
        self.frame.area()
    }

    /// Draws a line at a row of a place, ending in an ellipsis where it does not fit. Rows outside the place are not drawn.
    pub fn line<'c>(&mut self, place: Rect, row: usize, line: impl Into<Line<'c>>) {
        if let Some(row) = row_of(place, row) {
            let mut line = fitted(line.into(), usize::from(row.width));
            line.style = self.theme.text.patch(line.style);
            self.frame.render_widget(line, row);
        }
    }

    /// Draws a line against the right edge of a row.
    pub fn line_right<'c>(&mut self, place: Rect, row: usize, line: impl Into<Line<'c>>) {
        let line = line.into();
        let width = u16::try_from(line.width())
            .unwrap_or(u16::MAX)
            .min(place.width);
        let place = Rect {
            x: place.x + (place.width - width),
            width,
            ..place
        };
        self.line(place, row, line);
    }

    /// Draws one line at the left edge of a row and one at the right; the left one gives way, ending in an ellipsis.
    pub fn line_both<'c>(
        &mut self,
        place: Rect,
        row: usize,
        left: impl Into<Line<'c>>,
        right: impl Into<Line<'c>>,
    ) {
        let right = right.into();
        let taken = u16::try_from(right.width()).unwrap_or(u16::MAX);
        let gap = u16::from(taken > 0);
        let room = Rect {
            width: place.width.saturating_sub(taken.saturating_add(gap)),
            ..place
        };
        self.line(room, row, left);
        self.line_right(place, row, right);
    }

    /// Draws words over several rows of a place, broken between words; gives the rows used.
    pub fn wrapped(&mut self, place: Rect, row: usize, words: &str, style: Style) -> usize {
        let lines = wrap(words, usize::from(place.width));
        for (at, line) in lines.iter().enumerate() {
            self.line(place, row + at, Span::styled(line.as_str(), style));
        }
        lines.len()
    }

    /// Draws paragraphs below each other; where they do not all fit, the last row says so.
    pub fn paragraphs<'c>(
        &mut self,
        place: Rect,
        paragraphs: impl IntoIterator<Item = (&'c str, Style)>,
    ) {
        let mut row = 0;
        for (words, style) in paragraphs {
            row += self.wrapped(place, row, words, style);
        }
        self.say_if_more(place, row);
    }

    /// Says at the end of the last row of a place that more rows were wanted than there are.
    pub fn say_if_more(&mut self, place: Rect, wanted: usize) {
        let rows = usize::from(place.height);
        if wanted > rows && rows > 0 {
            let sign = format!(" {}", self.theme.symbols.more);
            self.line_right(place, rows - 1, Span::styled(sign, self.theme.title));
        }
    }

    /// Gives every cell of a place a style, on top of what it has.
    pub fn fill(&mut self, place: Rect, style: Style) {
        let place = place.intersection(self.area());
        self.frame.buffer_mut().set_style(place, style);
    }

    /// Gives one row of a place a style.
    pub fn fill_row(&mut self, place: Rect, row: usize, style: Style) {
        if let Some(row) = row_of(place, row) {
            self.fill(row, style);
        }
    }

    /// Empties one row of a place.
    pub fn clear_row(&mut self, place: Rect, row: usize) {
        if let Some(row) = row_of(place, row) {
            self.clear(row);
        }
    }

    /// Empties a place.
    pub fn clear(&mut self, place: Rect) {
        let place = place.intersection(self.area());
        self.frame.render_widget(Clear, place);
        self.fill(place, self.theme.text);
    }

    /// Draws a frame that lies over others: a blank column on either side keeps its lines apart from theirs. Gives what is left inside.
    pub fn laid_over(&mut self, place: Rect, heading: &str) -> Rect {
        self.clear(Rect {
            x: place.x.saturating_sub(1),
            width: place.width + 2,
            ..place
        });
        self.framed(place, heading)
    }

    /// Draws a frame with a heading around a place that is emptied; gives what is left inside.
    pub fn framed(&mut self, place: Rect, heading: &str) -> Rect {
        self.clear(place);
        if place.width < 4 || place.height < 3 {
            return place;
        }
        let signs = self.theme.symbols.lines;
        let across = signs.across.repeat(usize::from(place.width) - 2);
        let last = usize::from(place.height) - 1;
        let style = self.theme.frame;
        let [top_left, top_right, bottom_left, bottom_right] = signs.corners;
        self.line(
            place,
            0,
            Span::styled(format!("{top_left}{across}{top_right}"), style),
        );
        self.line(
            place,
            last,
            Span::styled(format!("{bottom_left}{across}{bottom_right}"), style),
        );
        for row in 1..last {
            self.line(place, row, Span::styled(signs.down, style));
            self.line_right(place, row, Span::styled(signs.down, style));
        }
        if !heading.is_empty() {
            let within = Rect {
                x: place.x + 1,
                width: place.width - 2,
                ..place
            };
            self.line(
                within,
                0,
                Span::styled(format!(" {heading} "), self.theme.title),
            );
        }
        inset(place, 2, 1)
    }

    /// Draws a rule across a row, with a heading in it.
    pub fn rule(&mut self, place: Rect, row: usize, heading: &str) {
        let across = self.theme.symbols.lines.across;
        let width = usize::from(place.width);
        if heading.is_empty() {
            self.line(
                place,
                row,
                Span::styled(across.repeat(width), self.theme.frame),
            );
            return;
        }
        let rest = width.saturating_sub(text::width(heading) + 4);
        let spans = vec![
            Span::styled(across.repeat(2), self.theme.frame),
            Span::styled(format!(" {heading} "), self.theme.title),
            Span::styled(across.repeat(rest), self.theme.frame),
        ];
        self.line(place, row, Line::from(spans));
    }

    /// Puts the caret there; the screen drawn last has the say. A place outside the window is ignored.
    pub fn caret(&mut self, place: Rect, row: usize, column: usize) {
        if let (Some(row), Ok(column)) = (row_of(place, row), u16::try_from(column)) {
            let at = Position {
                x: row.x.saturating_add(column),
                y: row.y,
            };
            if self.area().contains(at) && column < place.width {
                self.caret = Some(at);
            }
        }
    }

    /// The last strokes: hostile characters are swept away, and the real cursor goes to the caret.
    pub fn finish(self) {
        let unicode = self.theme.symbols.unicode;
        for cell in &mut self.frame.buffer_mut().content {
            let symbol = cell.symbol();
            if symbol.is_ascii() && symbol.bytes().all(|b| b >= b' ' && b != 0x7f) {
                continue;
            }
            let swept = text::sweep(symbol);
            if swept != symbol {
                let swept = if swept.is_empty() {
                    " ".to_owned()
                } else {
                    swept.into_owned()
                };
                cell.set_symbol(&swept);
            } else if let Some(plain) = super::symbols::plain(symbol).filter(|_| !unicode) {
                cell.set_symbol(plain);
            }
        }
        if let Some(caret) = self.caret {
            self.frame.set_cursor_position(caret);
        }
    }
}

/// A place with this much taken off at each side.
pub fn inset(place: Rect, columns: u16, rows: u16) -> Rect {
    Rect {
        x: place.x.saturating_add(columns.min(place.width)),
        y: place.y.saturating_add(rows.min(place.height)),
        width: place.width.saturating_sub(columns.saturating_mul(2)),
        height: place.height.saturating_sub(rows.saturating_mul(2)),
    }
}

fn row_of(place: Rect, row: usize) -> Option<Rect> {
    let row = u16::try_from(row).ok().filter(|row| *row < place.height)?;
    Some(Rect {
        y: place.y.checked_add(row)?,
        height: 1,
        ..place
    })
}

/// The line, or as much of it as fits with an ellipsis.
pub fn fitted(line: Line<'_>, columns: usize) -> Line<'_> {
    if line.width() <= columns {
        return line;
    }
    let mut left = columns;
    let mut kept: Vec<Span<'_>> = Vec::new();
    let last = line
        .spans
        .iter()
        .rposition(|span| !span.content.trim_end().is_empty());
    for (at, span) in line.spans.into_iter().enumerate() {
        let width = text::width(&span.content);
        let is_last = last.is_none_or(|last| at >= last);
        if width < left || (is_last && width <= left) {
            left -= width;
            kept.push(span);
            continue;
        }
        // Something more follows, so even a span that would just fit ends in an ellipsis.
        let more = if is_last {
            String::new()
        } else {
            "  ".to_owned()
        };
        let clipped = text::clip(&format!("{}{more}", span.content), left).into_owned();
        kept.push(Span::styled(clipped, span.style));
        break;
    }
    Line {
        spans: kept,
        style: line.style,
        alignment: line.alignment,
    }
}

/// Words in lines of at most so many columns, broken between words; a word longer than that is broken within. Line breaks in the
/// text are kept.
pub fn wrap(words: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    if columns == 0 {
        return lines;
    }
    for paragraph in words.lines() {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            let gap = usize::from(!line.is_empty());
            if text::width(&line) + gap + text::width(word) > columns && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
            while text::width(&line) > columns {
                let cut = broken_at(&line, columns);
                let rest = line.split_off(cut);
                lines.push(std::mem::replace(&mut line, rest));
            }
        }
        lines.push(line);
    }
    lines
}

/// Where a line that is too long is broken: the byte after the last letter that fits, at least one letter.
fn broken_at(line: &str, columns: usize) -> usize {
    use unicode_segmentation::UnicodeSegmentation;
    let mut used = 0;
    for (at, letter) in line.grapheme_indices(true) {
        used += text::width(letter);
        if used > columns && at > 0 {
            return at;
        }
    }
    line.len()
}

/// The text in so many columns exactly: blanks behind it, or an ellipsis at its end.
pub fn cell(words: &str, columns: usize) -> String {
    let mut cell = text::clip(words, columns).into_owned();
    let missing = columns.saturating_sub(text::width(&cell));
    cell.extend(std::iter::repeat_n(' ', missing));
    cell
}

/// The same with the blanks before it.
pub fn cell_right(words: &str, columns: usize) -> String {
    let clipped = text::clip(words, columns);
    let missing = columns.saturating_sub(text::width(&clipped));
    format!("{}{clipped}", " ".repeat(missing))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spans(texts: &[&'static str]) -> Line<'static> {
        Line::from(texts.iter().map(|t| Span::raw(*t)).collect::<Vec<_>>())
    }

    #[test]
    fn a_line_that_does_not_fit_says_so() {
        let shown = |texts: &[&'static str], columns| fitted(spans(texts), columns).to_string();
        assert_eq!(shown(&["Smith", "  ", "Dale"], 11), "Smith  Dale");
        assert_eq!(shown(&["Smith", "  ", "Dale"], 10), "Smith  Da…");
        assert_eq!(
            shown(&["Smith", "  ", "Dale"], 5),
            "Smit…",
            "a name that just fits is not all there is"
        );
        assert_eq!(
            shown(&["Smith", "   "], 5),
            "Smith",
            "blanks are nothing that is lost"
        );
        assert_eq!(shown(&["Smith"], 0), "");
    }

    #[test]
    fn words_are_broken_between_words() {
        assert_eq!(
            wrap("the third asks for sign-off", 12),
            ["the third", "asks for", "sign-off"]
        );
        assert_eq!(wrap("one\n\ntwo", 10), ["one", "", "two"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("anything", 0), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn a_wrapped_text_fits_and_loses_no_letter(words in "[a-zé李 ]{0,60}", columns in 2_usize..20) {
            let lines = wrap(&words, columns);
            prop_assert!(lines.iter().all(|l| text::width(l) <= columns));
            let letters = |t: &str| t.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&words));
        }

        #[test]
        fn a_cell_takes_its_columns_exactly(words in "\\PC{0,20}", columns in 0_usize..24) {
            let swept = text::sweep(&words).into_owned();
            prop_assert_eq!(text::width(&cell(&swept, columns)), columns);
            prop_assert_eq!(text::width(&cell_right(&swept, columns)), columns);
        }
    }
}
