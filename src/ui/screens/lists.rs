//! Lists to read and to open lines of: tray, parked sheets, queries, due, audit.

use crate::model::lists::{ListLine, ListScreen};
use crate::ui::canvas::Canvas;
use crate::ui::layout;
use crate::ui::widgets::rows;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Columns that are left for names of clients.
const LEAST_NAME: usize = 12;
/// Rows below the list for the whole of the marked line, the rule above it included.
const WHOLE: u16 = 3;

/// Draws a list with its heading and the titles of its columns.
pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, list: &ListScreen) {
    let theme = canvas.theme;
    let (_, titles, empty) = list.kind.texts();
    let gap = u16::from(body.height >= 12);
    let (head, rest) = layout::split_rows(body, 1 + gap);
    draw_heading(canvas, head, &list.heading, list);
    rows::position(canvas, head, 0, list.marked, list.lines.len());
    let (rest, whole) = layout::split_off_rows(rest, if body.height >= 12 { WHOLE } else { 0 });
    if list.lines.is_empty() {
        let words = if list.ticket.is_some() {
            "Reading…"
        } else {
            empty
        };
        canvas.line(rest, 0, Span::styled(format!(" {words}"), theme.dim));
        canvas.caret(rest, 0, 0);
        return;
    }
    let (columns, rest) = layout::split_rows(rest, 1);
    let titles: Vec<String> = titles.iter().map(|t| (*t).to_owned()).collect();
    let shown = rows::shown(rest, list.lines.len(), list.marked);
    // Widths go by all lines near the mark, so that the columns stand still while she pages through.
    let near = shown.start.saturating_sub(200)..(shown.end + 200).min(list.lines.len());
    let cells = list.lines[near].iter().map(|line| line.cells.as_slice());
    let cells = cells.chain(std::iter::once(titles.as_slice()));
    let room = layout::columns(rest).saturating_sub(2);
    let widths = match list.kind.gives_way() {
        // The name stands in full below the list; what was done, and on which sheet, must not be cut.
        Some(column) => rows::widths_giving_way(cells, room, column, LEAST_NAME),
        None => rows::widths(cells, room),
    };
    canvas.line(
        columns,
        0,
        Line::from(vec![
            Span::raw(" "),
            Span::styled(rows::in_columns(&titles, &widths), theme.label),
        ]),
    );
    for (row, at) in shown.enumerate() {
        let line = &list.lines[at];
        let style = if line.target.is_some() {
            theme.text
        } else {
            theme.dim
        };
        let spans = vec![Span::styled(rows::in_columns(&line.cells, &widths), style)];
        rows::draw_row(canvas, rest, row, spans, at == list.marked);
    }
    draw_whole(
        canvas,
        whole,
        &list.lines[list.marked.min(list.lines.len() - 1)],
        &widths,
    );
}

/// The heading, and how much of all it is where that is not all.
fn draw_heading(canvas: &mut Canvas<'_, '_>, place: Rect, heading: &str, list: &ListScreen) {
    let latest = match list.lines.len() {
        read if list.is_cut() => format!(": the latest {read}"),
        _ => String::new(),
    };
    let words = format!(" {heading}{latest}");
    canvas.line(place, 0, Span::styled(words, canvas.theme.title));
}

/// The marked line in full, where a column had no room for it.
fn draw_whole(canvas: &mut Canvas<'_, '_>, place: Rect, line: &ListLine, widths: &[usize]) {
    let is_cut = line
        .cells
        .iter()
        .zip(widths)
        .any(|(words, width)| crate::domain::text::width(words) > *width);
    if is_cut && place.height > 1 {
        canvas.rule(place, 0, "");
        let (_, below) = layout::split_rows(place, 1);
        let inside = Rect {
            x: below.x + 1.min(below.width),
            width: below.width.saturating_sub(2),
            ..below
        };
        let cells: Vec<&str> = line
            .cells
            .iter()
            .map(String::as_str)
            .filter(|words| !words.is_empty())
            .collect();
        canvas.wrapped(inside, 0, &cells.join("  "), canvas.theme.text);
    }
}
