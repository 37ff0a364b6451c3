//! The effective key table: what works where she was stands first.

use crate::domain::text;
use crate::keymap::{Keymap, Row, condensed};
use crate::model::help::Help;
use crate::ui::canvas::{Canvas, cell, wrap};
use crate::ui::layout;
use crate::ui::theme::Theme;
use crate::ui::widgets::text_box;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Most columns of the keys.
const KEYS: usize = 24;
/// Columns of a sentence at most.
const SENTENCE: usize = 90;

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
    text_box::draw_hinted(
        canvas,
        typed,
        0,
        &help.line,
        "a few letters of a key or of what it does",
    );
    let rows = condensed(&help.rows(keymap));
    if rows.is_empty() {
        canvas.line(
            rest,
            0,
            Span::styled(" No key and no sentence holds these letters.", theme.dim),
        );
    }
    let lines = table(&rows, layout::columns(rest), theme);
    // The model counts rows of the table; headings and broken sentences make more lines of them.
    let top = help.top.min(lines.len().saturating_sub(layout::rows(rest)));
    for (row, line) in lines
        .into_iter()
        .skip(top)
        .take(layout::rows(rest))
        .enumerate()
    {
        canvas.line(rest, row, line);
    }
}

/// The rows with a heading before each context; a sentence is broken over as many lines as it needs.
fn table<'a>(rows: &[Row], columns: usize, theme: &Theme) -> Vec<Line<'a>> {
    let keys = KEYS.min(columns / 3);
    let room = columns.saturating_sub(keys + 6).clamp(1, SENTENCE);
    let mut lines = Vec::with_capacity(rows.len() + 16);
    for block in rows.chunk_by(|a, b| a.context == b.context) {
        let heading = block.first().map_or("", |row| row.context.title());
        lines.push(Line::from(Span::styled(format!(" {heading}"), theme.title)));
        for row in block {
            for (n, sentence) in wrap(&row.sentence, room).into_iter().enumerate() {
                let shown = if n == 0 {
                    shown(row, keys)
                } else {
                    String::new()
                };
                lines.push(Line::from(vec![
                    Span::styled(format!("   {}  ", cell(&shown, keys)), theme.value),
                    Span::styled(sentence, theme.text),
                ]));
            }
        }
    }
    lines
}

/// The keys that have room; the first always.
fn shown(row: &Row, columns: usize) -> String {
    let mut shown = row
        .keys
        .first()
        .cloned()
        .unwrap_or_else(|| "palette".to_owned());
    for key in row.keys.iter().skip(1) {
        if text::width(&shown) + text::width(key) + 2 <= columns {
            shown.push_str(", ");
            shown.push_str(key);
        }
    }
    shown
}
