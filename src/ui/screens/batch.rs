//! The head of a pile of paper, laid over home.

use crate::model::batch::Batch;
use crate::ui::canvas::{Canvas, cell};
use crate::ui::layout;
use crate::ui::widgets::text_box;
use ratatui::layout::Rect;
use ratatui::text::Span;

/// Columns of a label and of what is typed.
const LABEL: usize = 18;
const TYPED: u16 = 14;

/// Draws the boxes with what was understood beside them.
pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, batch: &Batch) {
    let theme = canvas.theme;
    let place = layout::centred(body, 64, batch.boxes.len() as u16 + 4);
    let inside = canvas.laid_over(place, "A pile of paper: keyed once, carried to its sheets");
    for (row, head) in batch.boxes.iter().enumerate() {
        let focused = row == batch.at;
        let pointer = if focused { theme.symbols.pointer } else { " " };
        let style = if focused { theme.title } else { theme.label };
        let label = format!("{pointer} {}", cell(&head.field.label, LABEL));
        canvas.line(inside, row, Span::styled(label, style));
        let offset = ((LABEL + 4) as u16).min(inside.width);
        let rest = Rect {
            x: inside.x + offset,
            width: inside.width - offset,
            ..inside
        };
        let typed = Rect {
            width: TYPED.min(rest.width),
            ..rest
        };
        if focused {
            let caret = head.line.before().chars().count();
            text_box::draw_text(canvas, typed, row, head.line.text(), caret, theme.field);
        } else {
            canvas.line(typed, row, Span::styled(head.line.text(), theme.value));
        }
        let gap = (TYPED + 2).min(rest.width);
        let behind = Rect {
            x: rest.x + gap,
            width: rest.width - gap,
            ..rest
        };
        canvas.line(behind, row, Span::styled(batch.meaning(row), theme.dim));
    }
    let words = "Blank where it has none. Enter in the last box begins it.";
    canvas.line(
        inside,
        batch.boxes.len() + 1,
        Span::styled(words, theme.dim),
    );
}
