//! Any command by a few letters, laid over what is open.

use crate::command::Command;
use crate::domain::text;
use crate::keymap::Keymap;
use crate::model::palette::Palette;
use crate::ui::canvas::{Canvas, cell};
use crate::ui::layout;
use crate::ui::widgets::{rows, text_box};
use ratatui::layout::Rect;
use ratatui::text::Span;

/// Rows of the list; it never grows or shrinks under her typing.
const ROWS: u16 = 10;
/// Rows for the whole sentence of the marked command.
const SENTENCE: u16 = 3;

/// Draws the box, the commands that fit, each with its first key, and the whole sentence of the marked one.
pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, keymap: &Keymap, palette: &Palette) {
    let theme = canvas.theme;
    let place = layout::centred(
        body,
        layout::LONGEST_LINE.min(body.width),
        ROWS + SENTENCE + 3,
    );
    let inside = canvas.laid_over(place, "Do what?");
    let (typed, rest) = layout::split_rows(inside, 1);
    let (list, sentence) =
        layout::split_off_rows(rest, if rest.height >= 9 { SENTENCE } else { 0 });
    if palette.hits.is_empty() {
        canvas.line(
            list,
            0,
            Span::styled("No command fits these letters.", theme.dim),
        );
    }
    let keys_of = |command: Command| {
        keymap
            .keys_in(command, &palette.below)
            .into_iter()
            .next()
            .unwrap_or_default()
    };
    let shown = rows::shown(list, palette.hits.len(), palette.marked);
    let keys: Vec<String> = palette.hits[shown.clone()]
        .iter()
        .map(|command| keys_of(*command))
        .collect();
    let widest = keys
        .iter()
        .map(|key| text::width(key))
        .max()
        .unwrap_or(0)
        .max(10);
    for (row, (at, key)) in shown.zip(&keys).enumerate() {
        let spans = vec![
            Span::styled(format!(" {}  ", cell(key, widest)), theme.title),
            Span::styled(palette.hits[at].sentence(), theme.text),
        ];
        rows::draw_row(canvas, list, row, spans, at == palette.marked);
    }
    if let Some(marked) = palette.hits.get(palette.marked) {
        canvas.rule(sentence, 0, "");
        let (_, below) = layout::split_rows(sentence, 1);
        canvas.wrapped(below, 0, marked.sentence(), theme.text);
    }
    text_box::draw_hinted(
        canvas,
        typed,
        0,
        &palette.line,
        "a few letters of what you want to do",
    );
}
