//! The effective key table: what works where she was stands first.

use crate::domain::text;
use crate::keymap::{Keymap, Row, condensed};
use crate::model::help::Help;
use crate::ui::canvas::{Canvas, cell};
use crate::ui::layout;
use crate::ui::widgets::text_box;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Most columns of the keys.
const KEYS: usize = 26;

/// Draws the table and the box that narrows it.
pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, keymap: &Keymap, help: &Help) {
    let theme = canvas.theme;
    let (head, rest) = layout::split_rows(body, 2);
    canvas.line(head, 0, Span::styled(" Keys", theme.title));
    let start = 7.min(head.width);
    let typed = Rect {
        x: head.x + start,
        width: head.width.saturating_sub(start + 1),
        ..head
    };
    text_box::draw(canvas, typed, 0, &help.line);
    if help.line.is_empty() {
        let hint = Rect {
            x: typed.x + 2.min(typed.width),
            width: typed.width.saturating_sub(2),
            ..typed
        };
        canvas.line(
            hint,
            0,
            Span::styled("a few letters of a key or of what it does", theme.dim),
        );
    }
    let rows = condensed(&help.rows(keymap));
    if rows.is_empty() {
        canvas.line(
            rest,
            0,
            Span::styled(" No key and no sentence holds these letters.", theme.dim),
        );
    }
    let keys = KEYS.min(layout::columns(rest) / 3);
    let place = Rect {
        width: rest.width.min(120),
        ..rest
    };
    let mut at = 0;
    for line in table(&rows).skip(help.top).take(layout::rows(rest)) {
        canvas.line(place, at, drawn(line, keys, theme));
        at += 1;
    }
}

/// One line of the table on the screen.
enum TableLine<'a> {
    Heading(&'static str),
    Row(&'a Row),
}

/// The rows with a heading before each context.
fn table(rows: &[Row]) -> impl Iterator<Item = TableLine<'_>> {
    rows.chunk_by(|a, b| a.context == b.context)
        .flat_map(|block| {
            let heading = block
                .first()
                .map(|row| TableLine::Heading(row.context.title()));
            heading.into_iter().chain(block.iter().map(TableLine::Row))
        })
}

fn drawn<'a>(line: TableLine<'a>, keys: usize, theme: &crate::ui::theme::Theme) -> Line<'a> {
    match line {
        TableLine::Heading(title) => Line::from(Span::styled(format!(" {title}"), theme.title)),
        TableLine::Row(row) => {
            let mut shown = String::new();
            for key in &row.keys {
                let gap = if shown.is_empty() { "" } else { ", " };
                // All keys that have room; the first always.
                if shown.is_empty() || text::width(&shown) + text::width(key) + 2 <= keys {
                    shown.push_str(gap);
                    shown.push_str(key);
                }
            }
            if row.keys.is_empty() {
                shown.push_str("palette");
            }
            Line::from(vec![
                Span::styled(format!("   {}  ", cell(&shown, keys)), theme.value),
                Span::styled(row.sentence.as_ref(), theme.text),
            ])
        }
    }
}
