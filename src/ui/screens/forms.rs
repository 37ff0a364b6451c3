//! Which form? One key each, laid over what is open.

use crate::model::Desk;
use crate::model::forms::FormPicker;
use crate::ui::canvas::{Canvas, cell};
use crate::ui::layout;
use crate::ui::widgets::rows;
use ratatui::layout::Rect;
use ratatui::text::Span;

/// Draws the list of forms.
pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, desk: &Desk, picker: &FormPicker) {
    let theme = canvas.theme;
    let forms = picker.offered(&desk.fixed.forms);
    let place = layout::centred(body, 60, forms.len() as u16 + 3);
    let inside = canvas.laid_over(place, &picker.heading());
    let (list, hint) = layout::split_off_rows(inside, 1);
    for (row, at) in rows::shown(list, forms.len(), picker.marked).enumerate() {
        let form = &forms[at];
        let spans = vec![
            Span::styled(format!(" {}  ", form.key), theme.title),
            Span::styled(
                cell(&form.title, layout::columns(list).saturating_sub(22)),
                theme.value,
            ),
            Span::styled(format!("  {}-…", form.serial_prefix), theme.dim),
        ];
        rows::draw_row(canvas, list, row, spans, at == picker.marked);
    }
    let words = if forms.is_empty() {
        "No form can be used. `caseload forms check` says why."
    } else {
        "The letter before a form chooses it."
    };
    canvas.line(hint, 0, Span::styled(words, theme.dim));
}
