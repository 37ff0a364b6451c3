//! A find box and its list: two lines a client, the digit that chooses her before the first.
//!
//! # Why
//! The box stands at the top and the list below it, so that neither moves while the list grows and shrinks under typing.

use crate::model::find::{Find, SHOWN};
use crate::model::message::HitLine;
use crate::ui::canvas::{Canvas, cell};
use crate::ui::layout;
use crate::ui::widgets::{rows, text_box};
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Rows of the box with the line below it.
pub const BOX_ROWS: u16 = 2;
/// Rows of one client.
const HIT_ROWS: usize = 2;

/// Draws the box, and below it how many were found and what may follow; the caret stands in the box unless the list has the focus.
pub fn draw_box(
    canvas: &mut Canvas<'_, '_>,
    place: Rect,
    find: &Find,
    nobody: &str,
    letters: Option<&str>,
) {
    let theme = canvas.theme;
    canvas.line(place, 0, Span::styled(" Find", theme.title));
    let start = 7.min(place.width);
    let inside = Rect {
        x: place.x + start,
        width: place.width.saturating_sub(start + 1),
        ..place
    };
    text_box::draw(canvas, inside, 0, &find.query);
    let words = if !find.is_answered() {
        "looking…".to_owned()
    } else if find.query.text().trim().is_empty() {
        String::new()
    } else if find.hits.is_empty() {
        nobody.to_owned()
    } else if let Some(letters) = letters {
        format!("Now the letter of a form keys it: {letters}")
    } else {
        found(find.hits.len())
    };
    canvas.line(inside, 1, Span::styled(words, theme.dim));
}

fn found(hits: usize) -> String {
    match hits {
        1 => "1 found".to_owned(),
        n if n > SHOWN => format!("{n} found; the first {SHOWN} are shown. Type more to narrow."),
        n => format!("{n} found"),
    }
}

/// What can be typed, while nothing is.
pub fn draw_hints(canvas: &mut Canvas<'_, '_>, place: Rect) {
    let hints = [
        ("a name, either way round", "smyth dale"),
        ("a date of birth, in any form", "140384"),
        ("CRN, PNC or NHS number", "x123456"),
        ("a postcode or a reference", "le2 7ab"),
        ("several of them, to narrow", "smyth 84"),
    ];
    canvas.line(
        place,
        0,
        Span::styled(" What can be typed", canvas.theme.dim),
    );
    for (row, (what, such_as)) in hints.iter().enumerate() {
        let spans = vec![
            Span::styled(format!("   {}", cell(what, 30)), canvas.theme.label),
            Span::styled(*such_as, canvas.theme.dim),
        ];
        canvas.line(place, row + 1, Line::from(spans));
    }
}

/// Draws the list.
pub fn draw_hits(canvas: &mut Canvas<'_, '_>, place: Rect, find: &Find) {
    let hits = &find.hits[..find.hits.len().min(SHOWN)];
    let fit = (layout::rows(place) / HIT_ROWS).max(1);
    let meant = find.marked.unwrap_or(0);
    let top = layout::top_for(meant, hits.len(), fit);
    for (row, at) in (top..hits.len().min(top + fit)).enumerate() {
        let (_, rest) = layout::split_rows(place, (row * HIT_ROWS) as u16);
        let (place, _) = layout::split_rows(rest, HIT_ROWS as u16);
        draw_hit(canvas, place, &hits[at], at, find.marked == Some(at));
    }
    if find.marked.is_none() && !hits.is_empty() && find.is_answered() {
        // Enter takes the first although nothing is marked yet.
        canvas.line(place, 0, canvas.theme.symbols.pointer);
    }
}

fn draw_hit(canvas: &mut Canvas<'_, '_>, place: Rect, hit: &HitLine, at: usize, marked: bool) {
    let theme = canvas.theme;
    let columns = layout::columns(place);
    let name = (columns / 4).clamp(8, 26);
    let flag = if hit.flag.is_empty() {
        " "
    } else {
        theme.symbols.risk
    };
    let first = vec![
        Span::raw((at + 1).to_string()),
        Span::styled(flag, theme.risk),
        Span::styled(format!(" {}", cell(&hit.name, name)), theme.value),
        Span::raw(format!(
            "  {}  {}  ",
            cell(&hit.born, 10),
            cell(&hit.crn, 8)
        )),
        Span::raw(hit.standing.as_str()),
    ];
    rows::draw_row(canvas, place, 0, first, marked);
    let mut second = vec![Span::raw("    ")];
    if !hit.flag.is_empty() {
        second.push(Span::styled(hit.flag.as_str(), theme.risk));
        second.push(Span::styled(format!(" {} ", theme.symbols.dot), theme.dim));
    }
    second.push(Span::styled(hit.why.as_str(), theme.dim));
    canvas.line(place, 1, Line::from(second));
    if marked {
        canvas.fill_row(place, 1, theme.marked);
    }
}
