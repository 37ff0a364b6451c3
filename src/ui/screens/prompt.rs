//! A short answer by typing, laid over what asks for it.

use crate::model::prompt::Prompt;
use crate::ui::canvas::{Canvas, wrap};
use crate::ui::layout;
use crate::ui::widgets::text_box;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Draws the box at the lower edge, where it hides least; the reasons that one key gives stand above it.
///
/// # Why
/// What she is asked about stands in the middle of the screen, and she may have to read it.
pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, prompt: &Prompt) {
    let theme = canvas.theme;
    let width = 64.min(body.width);
    let title = wrap(&prompt.title, usize::from(width).saturating_sub(4));
    // A heading that does not fit into the frame stands below it in full.
    let above: &[String] = if title.len() > 1 { &title } else { &[] };
    let heading = if above.is_empty() {
        prompt.title.as_str()
    } else {
        ""
    };
    let ready = prompt.ready.len();
    let rows = above.len() + ready + usize::from(ready > 0) + 3;
    let place = layout::at_the_bottom(body, width, rows as u16);
    let inside = canvas.laid_over(place, heading);
    let (above_box, typed) = layout::split_off_rows(inside, 1);
    for (row, line) in above.iter().enumerate() {
        canvas.line(above_box, row, Span::styled(line.as_str(), theme.title));
    }
    for (row, (key, words)) in prompt.ready.iter().enumerate() {
        let line = Line::from(vec![
            Span::styled(format!(" {key}  "), theme.title),
            Span::raw(words.as_str()),
        ]);
        canvas.line(above_box, above.len() + row, line);
    }
    text_box::draw_hinted(canvas, typed, 0, &prompt.line, prompt.hint());
}
