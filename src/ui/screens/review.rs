//! Records that may be of one person: the list of pairs, and two people side by side, field by field.

use crate::domain::text;
use crate::model::review::rows::{self as compared, Mark, Row};
use crate::model::review::{Review, Two};
use crate::model::{Desk, HitLine, PairLine};
use crate::ui::canvas::{Canvas, cell, wrap};
use crate::ui::layout;
use crate::ui::theme::Theme;
use crate::ui::widgets::rows;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Rows below the list for why the marked pair may be one person.
const WHY: u16 = 4;
/// Columns of the names of fields.
const LABEL: usize = 12;
/// Columns of the mark between the two, with the blanks around it.
const BETWEEN: usize = 3;
/// From here on two records are of one person as far as anybody can tell from them.
const SURELY: f32 = 0.9;
/// From here on they are more probably one than two.
const LIKELY: f32 = 0.5;

/// Draws the list, or the two of the marked pair.
pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, desk: &Desk, review: &Review) {
    let (head, rest) = layout::split_rows(body, 1);
    let heading = " Records that may be of one person";
    canvas.line(head, 0, Span::styled(heading, canvas.theme.title));
    rows::position(canvas, head, 0, review.marked, review.pairs.len());
    match (&review.two, review.pair()) {
        (Some(two), Some(pair)) => draw_two(canvas, rest, desk, two, pair),
        (_, Some(pair)) => draw_list(canvas, rest, review, pair),
        _ => {
            let words = if review.looking.is_some() {
                "Looking through all records. You can go on working meanwhile."
            } else {
                "No two records look like one person."
            };
            canvas.line(rest, 1, Span::styled(format!(" {words}"), canvas.theme.dim));
            canvas.caret(rest, 1, 0);
        }
    }
}

/// How probable it is, in a word.
pub fn likeness(score: f32) -> &'static str {
    if score >= SURELY {
        "surely"
    } else if score >= LIKELY {
        "likely"
    } else {
        "in doubt"
    }
}

fn draw_list(canvas: &mut Canvas<'_, '_>, place: Rect, review: &Review, marked: &PairLine) {
    let theme = canvas.theme;
    let (list, below) = layout::split_off_rows(place, if place.height > 9 { WHY } else { 0 });
    let who = |hit: &HitLine| format!("{}  {}", hit.name, hit.born);
    let side = layout::columns(list).saturating_sub(14) / 2;
    for (row, at) in rows::shown(list, review.pairs.len(), review.marked).enumerate() {
        let pair = &review.pairs[at];
        let spans = vec![
            Span::styled(format!("{:<9} ", likeness(pair.score)), theme.label),
            Span::styled(cell(&who(&pair.a), side), theme.value),
            Span::raw("  "),
            Span::styled(cell(&who(&pair.b), side), theme.value),
        ];
        rows::draw_row(canvas, list, row, spans, at == review.marked);
    }
    if below.height > 2 {
        canvas.rule(below, 0, "");
        let line = |hit: &HitLine| format!("{}  {}  {}", hit.client, hit.name, hit.standing);
        let both = format!(
            " {}  {}  {}",
            line(&marked.a),
            theme.symbols.dot,
            line(&marked.b)
        );
        canvas.line(below, 1, Span::styled(both, theme.text));
        let (_, why) = layout::split_rows(below, 2);
        canvas.wrapped(inside(why), 0, &why_words(marked, review.more), theme.soft);
    }
}

fn why_words(pair: &PairLine, more: usize) -> String {
    if more > 0 {
        format!("{}. {more} more pairs wait behind these.", pair.why)
    } else {
        pair.why.clone()
    }
}

fn inside(place: Rect) -> Rect {
    Rect {
        x: place.x + 1.min(place.width),
        width: place.width.saturating_sub(2),
        ..place
    }
}

/// Why, the names of the two records, the lines that fit, and what the signs mean.
fn draw_two(canvas: &mut Canvas<'_, '_>, place: Rect, _desk: &Desk, two: &Two, pair: &PairLine) {
    let theme = canvas.theme;
    let why = format!("{}: {}", likeness(pair.score), pair.why);
    let why_rows = wrap(&why, layout::columns(inside(place))).len().min(2) as u16;
    let (head, rest) = layout::split_rows(place, why_rows);
    canvas.wrapped(inside(head), 0, &why, theme.soft);
    let (rest, legend) = layout::split_off_rows(rest, u16::from(rest.height > 8));
    let (names, rest) = layout::split_rows(rest, 1);
    let side = layout::columns(place).saturating_sub(LABEL + BETWEEN + 2) / 2;
    let name = |hit: &HitLine| cell(&format!("{} {}", hit.client, hit.name), side);
    canvas.line(
        names,
        0,
        Line::from(vec![
            Span::raw(" ".repeat(LABEL + 1)),
            Span::styled(name(&pair.a), theme.title),
            Span::raw(" ".repeat(BETWEEN)),
            Span::styled(name(&pair.b), theme.title),
        ]),
    );
    let symbols = theme.symbols;
    let words = format!(
        " {} the same   {} they differ   {} only one says it",
        symbols.same, symbols.differs, symbols.none
    );
    canvas.line(legend, 0, Span::styled(words, theme.dim));
    canvas.caret(names, 0, 0);
    let [Some(a), Some(b)] = &two.cards else {
        canvas.line(
            rest,
            0,
            Span::styled(" Reading the two records…", theme.dim),
        );
        return;
    };
    draw_rows(canvas, rest, &compared::of(a, b), two.top, side);
}

/// The line at the top when the last one is in view: nothing is scrolled past the end.
fn last_top(lines: &[Row], height: usize, side: usize) -> usize {
    let mut rows = 0;
    let fits = lines.iter().rev().take_while(|line| {
        let (left, right) = (wrap(&line.left, side), wrap(&line.right, side));
        rows += left.len().max(right.len()).max(1);
        rows <= height
    });
    lines.len() - fits.count()
}

fn draw_rows(canvas: &mut Canvas<'_, '_>, place: Rect, lines: &[Row], top: usize, side: usize) {
    let mut row = 0;
    let height = layout::rows(place);
    let top = top.min(last_top(lines, height, side));
    for (at, line) in lines.iter().enumerate().skip(top) {
        let (left, right) = (wrap(&line.left, side), wrap(&line.right, side));
        for n in 0..left.len().max(right.len()).max(1) {
            if row == height {
                let more = lines.len() - at;
                let words = format!(" {} {more} more ", canvas.theme.symbols.more);
                canvas.line_right(place, height.saturating_sub(1), Span::raw(words));
                return;
            }
            let spans = spans(
                canvas.theme,
                line,
                (left.get(n), right.get(n)),
                n == 0,
                side,
            );
            canvas.line(place, row, Line::from(spans));
            row += 1;
        }
    }
}

/// One row of a line: label, left, mark, right. What differs is strong as well as marked.
fn spans<'c>(
    theme: &Theme,
    line: &Row,
    (left, right): (Option<&String>, Option<&String>),
    first: bool,
    side: usize,
) -> Vec<Span<'c>> {
    let (sign, style) = look(theme, line.mark);
    let words = |side_words: Option<&String>| cell(side_words.map_or("", String::as_str), side);
    let (label, sign) = if first { (line.label, sign) } else { ("", " ") };
    debug_assert!(text::width(sign) == 1);
    vec![
        Span::styled(format!(" {}", cell(label, LABEL)), theme.label),
        Span::styled(words(left), style),
        Span::styled(format!(" {sign} "), style),
        Span::styled(words(right), style),
    ]
}

fn look(theme: &Theme, mark: Mark) -> (&'static str, Style) {
    match mark {
        Mark::Same => (theme.symbols.same, theme.text),
        Mark::Differs => (theme.symbols.differs, theme.hard),
        Mark::One => (theme.symbols.none, theme.value),
        Mark::Apart => (" ", theme.text),
    }
}
