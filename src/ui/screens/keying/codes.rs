//! The code list laid over a box: it narrows as she types, its frame never moves.

use super::boxes::Focus;
use crate::domain::text;
use crate::model::keying::{CodeList, Keying};
use crate::ui::canvas::{Canvas, cell};
use crate::ui::layout;
use crate::ui::widgets::{rows, text_box};
use ratatui::layout::Rect;
use ratatui::text::Span;

/// Most codes shown at once.
const MOST: usize = 12;

/// Draws the list below the box under the caret, or above it where there is more room.
pub fn draw(
    canvas: &mut Canvas<'_, '_>,
    sheet: Rect,
    caret: Focus,
    keying: &Keying,
    list: &CodeList,
) {
    let theme = canvas.theme;
    let field = keying.filling.focused().field;
    let place = place(sheet, caret, list);
    let inside = canvas.laid_over(place, &field.name());
    let (typed, codes) = layout::split_rows(inside, 1);
    let ticked = keying.filling.ticked();
    if list.fitting.len() > layout::rows(codes) && place.height > 0 {
        let edge = Rect {
            width: place.width.saturating_sub(1),
            ..place
        };
        let last = layout::rows(place) - 1;
        rows::position(canvas, edge, last, list.marked, list.fitting.len());
    }
    if list.fitting.is_empty() {
        canvas.line(
            codes,
            0,
            Span::styled("No code fits these letters.", theme.dim),
        );
    }
    let widest = list
        .all
        .iter()
        .map(|(code, _)| text::width(code))
        .max()
        .unwrap_or(0);
    for (row, at) in rows::shown(codes, list.fitting.len(), list.marked).enumerate() {
        let (code, label) = &list.fitting[at];
        let tick = match (list.several, ticked.contains(code)) {
            (false, _) => String::new(),
            (true, true) => format!("[{}] ", theme.symbols.good),
            (true, false) => "[ ] ".to_owned(),
        };
        let spans = vec![
            Span::raw(tick),
            Span::styled(format!("{}  ", cell(code, widest)), theme.title),
            Span::raw(label.as_str()),
        ];
        rows::draw_row(canvas, codes, row, spans, at == list.marked);
    }
    text_box::draw_hinted(canvas, typed, 0, &list.narrow, "letters narrow the list");
}

fn place(sheet: Rect, caret: Focus, list: &CodeList) -> Rect {
    let ticks = if list.several { 4 } else { 0 };
    let widest = list
        .all
        .iter()
        .map(|(code, label)| text::width(code) + text::width(label) + 8 + ticks)
        .max()
        .unwrap_or(0);
    let width = (widest as u16).clamp(34, 66).min(sheet.width);
    let wanted = (list.all.len().clamp(1, MOST) + 3) as u16;
    let x = caret
        .x
        .min(sheet.right().saturating_sub(width))
        .max(sheet.x);
    let below = sheet.bottom().saturating_sub(caret.y + 1);
    let above = caret.y.saturating_sub(sheet.y);
    let (y, height) = if below >= wanted || below >= above {
        (caret.y + 1, wanted.min(below))
    } else {
        let height = wanted.min(above);
        (caret.y - height, height)
    };
    Rect {
        x,
        y,
        width,
        height,
    }
}
