//! What the tutorial says: a band below the screen, above the line of keys.

use crate::ui::canvas::{Canvas, wrap};
use crate::ui::layout;
use ratatui::layout::Rect;
use ratatui::text::Span;

/// Rows of the band, its rule included.
pub const BAND: u16 = 5;
/// Rows of the body from which it has room.
pub const FROM: u16 = 14;

/// Draws the band: how far she is on the rule, and below it what to do.
pub fn draw(canvas: &mut Canvas<'_, '_>, place: Rect, said: &[String]) {
    let theme = canvas.theme;
    let (first, rest) = said
        .split_first()
        .map_or(("", &[][..]), |(f, r)| (f.as_str(), r));
    canvas.clear(place);
    canvas.rule(place, 0, first);
    let (_, below) = layout::split_rows(place, 1);
    let inside = Rect {
        x: below.x + 1.min(below.width),
        width: below.width.saturating_sub(2),
        ..below
    };
    let lines = wrap(&rest.join(" "), layout::columns(inside));
    for (row, line) in lines.iter().enumerate() {
        canvas.line(inside, row, Span::styled(line.as_str(), theme.soft));
    }
    canvas.say_if_more(inside, lines.len());
}
