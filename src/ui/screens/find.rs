//! Whose sheet? The find box wherever a client is asked for.

use crate::command::{Command, stack};
use crate::model::Desk;
use crate::model::call::Call;
use crate::model::find::FindFor;
use crate::ui::canvas::Canvas;
use crate::ui::layout;
use crate::ui::widgets::{client_pane, find_list};
use ratatui::layout::Rect;
use ratatui::text::Span;

/// Draws the question, the box and those who were found.
pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, desk: &Desk, find: &FindFor) {
    let (heading, rest) = layout::split_rows(body, 1);
    let (place, rest) = layout::split_rows(rest, find_list::BOX_ROWS);
    let (first, second) = layout::panes(rest);
    let over = if find.call == Call::OverWork {
        "over what you were doing "
    } else {
        ""
    };
    let title = Span::styled(format!(" {}", find.title), canvas.theme.title);
    canvas.line_both(heading, 0, title, Span::styled(over, canvas.theme.dim));
    let nobody = if find.may_be_new {
        "Nobody found. Enter brings somebody new."
    } else {
        "Nobody found. Fewer or other words may find more."
    };
    find_list::draw_box(canvas, place, &find.find, nobody, None);
    if find.find.query.is_empty() {
        find_list::draw_hints(canvas, first);
        if find.may_be_new {
            let (_, below) = layout::split_rows(first, find_list::HINT_ROWS + 1);
            let below = Rect {
                x: below.x + 1.min(below.width),
                width: below.width.saturating_sub(2),
                ..below
            };
            let keys = desk.fixed.keymap.keys_in(Command::NewClient, stack::FIND);
            let key = keys.first().map_or("", String::as_str);
            let words = format!(
                "Somebody new: type surname, forenames, date of birth and reference, then {key}."
            );
            canvas.wrapped(below, 0, &words, canvas.theme.dim);
        }
        return;
    }
    find_list::draw_hits(canvas, first, &find.find);
    if let (Some(pane), Some(hit)) = (second, find.find.meant(None)) {
        client_pane::draw(canvas, pane, desk, hit);
    }
}
