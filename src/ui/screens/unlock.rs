//! The lock: name and passphrase.

use crate::model::unlock::Unlock;
use crate::ui::canvas::{Canvas, wrap};
use crate::ui::layout;
use crate::ui::widgets::text_box;
use ratatui::layout::Rect;
use ratatui::text::Span;

/// Columns of the names of the boxes.
const LABEL: u16 = 13;

/// Draws the lock.
pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, lock: &Unlock) {
    let theme = canvas.theme;
    let place = layout::centred(body, 64, 13);
    let inside = canvas.framed(place, "Caseload");
    canvas.line(
        inside,
        0,
        Span::styled("Health Trainer casework. This desk is locked.", theme.text),
    );
    canvas.line(
        inside,
        1,
        Span::styled(format!("Data: {}", lock.fixed.store), theme.dim),
    );
    draw_box(canvas, inside, 3, "Name", lock);
    draw_box(canvas, inside, 5, "Passphrase", lock);
    let (words, style) = match (&lock.refusal, lock.waiting) {
        (_, true) => (
            "Opening the desk… What you type now is not lost.".to_owned(),
            theme.text,
        ),
        (None, false) if lock.told.is_some() => (lock.told.clone().unwrap_or_default(), theme.text),
        (Some(why), false) => (format!("{} {why}", theme.symbols.hard), theme.hard),
        (None, false) => (
            "The passphrase is never shown. Enter opens the desk.".to_owned(),
            theme.dim,
        ),
    };
    for (row, line) in wrap(&words, layout::columns(inside)).iter().enumerate() {
        canvas.line(inside, 7 + row, Span::styled(line.as_str(), style));
    }
}

fn draw_box(canvas: &mut Canvas<'_, '_>, inside: Rect, row: usize, name: &str, lock: &Unlock) {
    let (_, value) = sides(inside);
    let hidden = name == "Passphrase";
    let focused = hidden == lock.in_passphrase;
    canvas.line(
        inside,
        row,
        Span::styled(
            name,
            if focused {
                canvas.theme.title
            } else {
                canvas.theme.label
            },
        ),
    );
    if hidden {
        text_box::draw_hidden(canvas, value, row, &lock.passphrase, focused);
    } else if focused {
        text_box::draw(canvas, value, row, &lock.user);
    } else {
        canvas.line(
            value,
            row,
            Span::styled(lock.user.text(), canvas.theme.value),
        );
    }
}

fn sides(inside: Rect) -> (Rect, Rect) {
    let label = LABEL.min(inside.width);
    let left = Rect {
        width: label,
        ..inside
    };
    (
        left,
        Rect {
            x: inside.x + label,
            width: inside.width - label,
            ..inside
        },
    )
}
