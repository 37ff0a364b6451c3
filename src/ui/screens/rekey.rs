//! A box of an earlier sheet keyed again: which sheet, which box, and what is typed now. Never what stands on file.

use crate::domain::text;
use crate::model::Desk;
use crate::model::rekey::RekeyScreen;
use crate::ui::canvas::{Canvas, cell};
use crate::ui::layout;
use crate::ui::widgets::text_box;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Draws the box, why it is asked, and how many are left.
pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, desk: &Desk, screen: &RekeyScreen) {
    let theme = canvas.theme;
    let heading = if screen.whole.is_some() {
        " Key every box again from the paper"
    } else {
        " Key these boxes again from the paper"
    };
    canvas.line(body, 0, Span::styled(heading, theme.title));
    let Some((form, field)) = screen.field(desk) else {
        canvas.line(body, 2, Span::styled(" Reading…", theme.dim));
        canvas.caret(body, 2, 0);
        return;
    };
    let planned = screen.planned();
    let serial = planned.map_or("", |p| p.serial.as_str());
    let place = format!(
        "{} of {} ",
        screen.all - screen.boxes.len().min(screen.all) + 1,
        screen.all
    );
    canvas.line_right(body, 0, Span::styled(place, theme.dim));
    let gap = usize::from(body.height >= 12);
    let sheet = Line::from(vec![
        Span::styled(" Sheet  ", theme.label),
        Span::styled(format!("{serial}  "), theme.value),
        Span::raw(form.title.clone()),
    ]);
    canvas.line(body, 1 + gap, sheet);
    let of_pages = format!(" page {} of {}", field.page, form.pages());
    canvas.line(body, 2 + gap, Span::styled(of_pages, theme.dim));
    let row = 3 + 2 * gap;
    let name = field.name();
    let wide = text::width(&name).clamp(8, layout::columns(body) / 2);
    let label = Line::from(vec![
        Span::raw(" "),
        Span::styled(cell(&name, wide), theme.label),
    ]);
    canvas.line(body, row, label);
    let from = (wide as u16 + 3).min(body.width);
    let typed = Rect {
        x: body.x + from,
        y: body.y + (row as u16).min(body.height.saturating_sub(1)),
        width: body.width.saturating_sub(from + 1).min(60),
        height: 1.min(body.height),
    };
    let style = theme.field;
    let shown = screen.line.text().replace('\n', " ");
    text_box::draw_text(canvas, typed, 0, &shown, screen.line.caret(), style);
    let again = match screen.readings() {
        0 => String::new(),
        1 => " The two readings differ: look at the paper again.".to_owned(),
        n => format!(" {} readings, and no two agree.", n + 1),
    };
    canvas.line(body, row + 1, Span::styled(again, theme.soft));
    let why = planned.map_or_else(String::new, |p| p.why.join(", "));
    let (_, below) = layout::split_rows(body, (row + 2 + gap) as u16);
    canvas.wrapped(below, 0, &format!(" Asked because: {why}."), theme.dim);
}
