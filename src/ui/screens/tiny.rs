//! In a window too small for a screen: the box in which she types, and what to do about the window.

use crate::model::Layer;
use crate::model::unlock::Unlock;
use crate::ui::canvas::Canvas;
use crate::ui::layout;
use crate::ui::widgets::text_box;
use ratatui::layout::Rect;
use ratatui::text::Span;

const SENTENCE: &str = "Make the window larger: 80 columns by 24 rows show everything.";

/// The most important part of the top layer.
pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, top: &Layer) {
    match top {
        Layer::Home(home) => line_box(canvas, body, "Find", &home.find.query),
        Layer::Batch(batch) => {
            if let Some(head) = batch.boxes.get(batch.at) {
                line_box(canvas, body, &head.field.label, &head.line);
            }
        }
        Layer::Find(find) => line_box(canvas, body, &find.title, &find.find.query),
        Layer::Prompt(prompt) => line_box(canvas, body, &prompt.title, &prompt.line),
        Layer::Palette(palette) => line_box(canvas, body, "Do what?", &palette.line),
        Layer::Help(help) => line_box(canvas, body, "Keys", &help.line),
        Layer::Keying(keying) => {
            let view = keying.filling.focused();
            let name = view.field.name();
            let caret = view.caret.unwrap_or(0);
            boxed(canvas, body, &name, view.text, caret);
        }
        Layer::Rekey(rekey) => line_box(
            canvas,
            body,
            rekey.planned().map_or("", |p| p.serial.as_str()),
            &rekey.line,
        ),
        Layer::Question(question) => {
            let used = canvas.wrapped(body, 0, &question.title, canvas.theme.title);
            say_so(canvas, body, used);
            canvas.caret(body, 0, 0);
        }
        _ => {
            say_so(canvas, body, 0);
            canvas.caret(body, 0, 0);
        }
    }
}

/// The lock in a small window.
pub fn draw_locked(canvas: &mut Canvas<'_, '_>, body: Rect, lock: &Unlock) {
    if lock.in_passphrase {
        let (row, rest) = name_and_box(canvas, body, "Passphrase");
        text_box::draw_hidden(canvas, row, 0, &lock.passphrase, true);
        say_so(canvas, rest, 0);
    } else {
        line_box(canvas, body, "Name", &lock.user);
    }
}

fn line_box(canvas: &mut Canvas<'_, '_>, body: Rect, name: &str, line: &crate::model::line::Line) {
    boxed(canvas, body, name, line.text(), line.caret());
}

fn boxed(canvas: &mut Canvas<'_, '_>, body: Rect, name: &str, text: &str, caret: usize) {
    let (row, rest) = name_and_box(canvas, body, name);
    let style = canvas.theme.field;
    text_box::draw_text(canvas, row, 0, &text.replace('\n', " "), caret, style);
    say_so(canvas, rest, 0);
}

/// The name above the box; in a single row only the box.
fn name_and_box(canvas: &mut Canvas<'_, '_>, body: Rect, name: &str) -> (Rect, Rect) {
    let (head, rest) = layout::split_rows(body, u16::from(body.height > 1));
    canvas.line(head, 0, Span::styled(name, canvas.theme.label));
    layout::split_rows(rest, 1)
}

fn say_so(canvas: &mut Canvas<'_, '_>, place: Rect, row: usize) {
    canvas.wrapped(place, row, SENTENCE, canvas.theme.dim);
}
