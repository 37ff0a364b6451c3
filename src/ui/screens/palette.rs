//! Any command by a few letters, laid over what is open.

use crate::domain::text;
use crate::keymap::Keymap;
use crate::model::palette::Palette;
use crate::ui::canvas::{Canvas, cell};
use crate::ui::layout;
use crate::ui::widgets::{rows, text_box};
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Rows of the list; it never grows or shrinks under her typing.
const ROWS: u16 = 12;

/// Draws the box and the commands that fit, each with its keys.
pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, keymap: &Keymap, palette: &Palette) {
    let theme = canvas.theme;
    let place = layout::centred(body, layout::LONGEST_LINE.min(body.width), ROWS + 3);
    let inside = canvas.framed(place, "Do what?");
    let (typed, list) = layout::split_rows(inside, 1);
    if palette.hits.is_empty() {
        canvas.line(
            list,
            0,
            Span::styled("No command fits these letters.", theme.dim),
        );
    }
    let keys_of = |command| {
        keymap
            .keys_in(command, &palette.below)
            .into_iter()
            .next()
            .unwrap_or_default()
    };
    let shown = rows::shown(list, palette.hits.len(), palette.marked);
    let widest = palette.hits[shown.clone()]
        .iter()
        .map(|c| text::width(&keys_of(*c)))
        .max()
        .unwrap_or(0)
        .max(12);
    for (row, at) in shown.enumerate() {
        let command = palette.hits[at];
        let spans = vec![
            Span::styled(
                format!(" {}  ", cell(&keys_of(command), widest)),
                theme.title,
            ),
            Span::styled(command.sentence(), theme.text),
        ];
        rows::draw_row(canvas, list, row, spans, at == palette.marked);
    }
    text_box::draw(canvas, typed, 0, &palette.line);
    if palette.line.is_empty() {
        let hint = Rect {
            x: typed.x + 2.min(typed.width),
            width: typed.width.saturating_sub(2),
            ..typed
        };
        canvas.line(
            hint,
            0,
            Line::from(Span::styled(
                "a few letters of what you want to do",
                theme.dim,
            )),
        );
    }
}
