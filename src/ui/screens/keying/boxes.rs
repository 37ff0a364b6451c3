//! The lines of a sheet: number, label, what was typed, what it means.

use super::skipped::why_skipped;
use crate::domain::text;
use crate::forms::{BoxState, BoxView, Form, Severity};
use crate::ui::canvas::{Canvas, cell, cell_right};
use crate::ui::layout;
use crate::ui::theme::Theme;
use crate::ui::widgets::text_box;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// So many skipped boxes in a row become one line.
const FOLDED: usize = 4;
/// Pointer, sign, and the blank behind the number.
const START: usize = 3;
/// Columns of the number: as the widest needs, within these.
const NUMBER: std::ops::RangeInclusive<usize> = 4..=7;

/// One line of the sheet on the screen.
enum Row<'a> {
    /// The paper turns.
    Page(u32),
    /// A group begins, `Goal 1`.
    Group(&'a str),
    /// A box.
    Box(&'a BoxView<'a>),
    /// Boxes that are skipped, from one number to another.
    Skipped(&'a [BoxView<'a>]),
}

/// Columns of number, label and value; what is left is for the meaning.
#[derive(Clone, Copy)]
struct Widths {
    number: usize,
    label: usize,
    value: usize,
    meaning: usize,
}

/// Where the box under the caret stands: its row in the window, and the column where its text begins.
#[derive(Clone, Copy)]
pub struct Focus {
    /// Row, from the top of the window.
    pub y: u16,
    /// Column, from the left of the window.
    pub x: u16,
}

/// Draws the boxes around the one under the caret; gives its place.
pub fn draw(canvas: &mut Canvas<'_, '_>, place: Rect, views: &[BoxView<'_>], form: &Form) -> Focus {
    let rows = rows_of(views);
    let focused = rows
        .iter()
        .position(|row| matches!(row, Row::Box(view) if view.caret.is_some()))
        .unwrap_or(0);
    let top = layout::top_for(focused, rows.len(), layout::rows(place));
    let widths = widths(layout::columns(place), views);
    for (at, row) in rows.iter().enumerate().skip(top).take(layout::rows(place)) {
        draw_row(canvas, place, at - top, row, widths, form);
    }
    let x = place
        .x
        .saturating_add((START + widths.number + widths.label + 2) as u16);
    Focus {
        y: place.y.saturating_add((focused - top) as u16),
        x,
    }
}

fn rows_of<'a>(views: &'a [BoxView<'a>]) -> Vec<Row<'a>> {
    let mut rows = Vec::with_capacity(views.len() + 8);
    let mut page = views.first().map_or(1, |view| view.field.page);
    let mut at = 0;
    while let Some(view) = views.get(at) {
        if view.field.page != page {
            page = view.field.page;
            rows.push(Row::Page(page));
        }
        let skipped = skipped_from(views, at);
        if skipped.len() >= FOLDED {
            rows.push(Row::Skipped(skipped));
            at += skipped.len();
            continue;
        }
        let begins_group =
            |group: &crate::forms::definition::GroupEntry| group.first == view.position;
        let group = view.field.group.as_ref();
        if let Some(group) = group.filter(|group| begins_group(group) && !is_named(views, at)) {
            rows.push(Row::Group(&group.title));
        }
        rows.push(Row::Box(view));
        at += 1;
    }
    rows
}

/// Whether a group is this one box, whose label says its title already.
fn is_named(views: &[BoxView<'_>], at: usize) -> bool {
    let first = |view: &BoxView<'_>| view.field.group.as_ref().map(|group| group.first);
    let Some(group) = &views[at].field.group else {
        return false;
    };
    let goes_on = views
        .get(at + 1)
        .is_some_and(|next| first(next) == Some(group.first));
    let title = format!("{}:", group.title);
    !goes_on && views[at].field.label.starts_with(&title)
}

/// The skipped boxes from here on that stand on the same page and may be shown as one line.
fn skipped_from<'a>(views: &'a [BoxView<'a>], at: usize) -> &'a [BoxView<'a>] {
    let page = views[at].field.page;
    let folds = |view: &BoxView<'_>| {
        view.state == BoxState::Skipped && view.caret.is_none() && view.field.page == page
    };
    let length = views[at..].iter().take_while(|view| folds(view)).count();
    &views[at..at + length]
}

fn widths(columns: usize, views: &[BoxView<'_>]) -> Widths {
    let widest = views
        .iter()
        .map(|view| text::width(&view.field.label))
        .max()
        .unwrap_or(0);
    let label = widest.min(30).min(columns * 2 / 5);
    // A column is left between the sign and the widest number.
    let numbers = views.iter().map(|view| text::width(&view.field.box_no) + 1);
    let number = numbers
        .max()
        .unwrap_or(0)
        .clamp(*NUMBER.start(), *NUMBER.end());
    let room = columns.saturating_sub(START + number + label + 2);
    let value = if room < 34 {
        room
    } else {
        (room / 3).clamp(14, 24)
    };
    Widths {
        number,
        label,
        value,
        meaning: room.saturating_sub(value + 2),
    }
}

fn draw_row(
    canvas: &mut Canvas<'_, '_>,
    place: Rect,
    row: usize,
    line: &Row<'_>,
    widths: Widths,
    form: &Form,
) {
    let theme = canvas.theme;
    match line {
        Row::Page(page) => canvas.rule(place, row, &format!("page {page}")),
        Row::Group(title) => {
            canvas.line(place, row, Span::styled(format!("  {title}"), theme.title));
        }
        Row::Skipped(views) => {
            let numbers = match (views.first(), views.last()) {
                (Some(first), Some(last)) => {
                    format!("{} to {}", first.field.box_no, last.field.box_no)
                }
                _ => String::new(),
            };
            let words = format!("    ({} boxes skipped: {numbers})", views.len());
            canvas.line(place, row, Span::styled(words, theme.dim));
        }
        Row::Box(view) => draw_box(canvas, place, row, view, widths, form),
    }
}

fn draw_box(
    canvas: &mut Canvas<'_, '_>,
    place: Rect,
    row: usize,
    view: &BoxView<'_>,
    widths: Widths,
    form: &Form,
) {
    let theme = canvas.theme;
    let focused = view.caret.is_some();
    let (sign, sign_style) = sign(view, theme);
    let name_style = match (focused, view.state) {
        (true, _) => theme.title,
        (false, BoxState::Skipped) => theme.dim,
        _ => theme.label,
    };
    let start = vec![
        Span::styled(
            if focused { theme.symbols.pointer } else { " " },
            theme.title,
        ),
        Span::styled(sign, sign_style),
        Span::styled(
            format!("{} ", cell_right(&view.field.box_no, widths.number)),
            name_style,
        ),
        Span::styled(
            format!("{}  ", cell(&view.field.label, widths.label)),
            name_style,
        ),
    ];
    canvas.line(place, row, Line::from(start));
    let offset = ((START + widths.number + widths.label + 2) as u16).min(place.width);
    let rest = Rect {
        x: place.x + offset,
        width: place.width - offset,
        ..place
    };
    match view.caret {
        Some(caret) => draw_focused(canvas, rest, row, view, caret, widths),
        None => draw_settled(canvas, rest, row, view, widths, form),
    }
}

/// The sign before the number: what blocks, what asks.
fn sign(view: &BoxView<'_>, theme: &Theme) -> (&'static str, Style) {
    match view.finding.map(|finding| finding.severity) {
        Some(Severity::Hard) => (theme.symbols.hard, theme.hard),
        Some(Severity::Soft) => (theme.symbols.soft, theme.soft),
        None => (" ", theme.text),
    }
}

/// The box under the caret: a field that is seen even while it is empty, wider where more is typed.
fn draw_focused(
    canvas: &mut Canvas<'_, '_>,
    rest: Rect,
    row: usize,
    view: &BoxView<'_>,
    caret: usize,
    widths: Widths,
) {
    let theme = canvas.theme;
    let typed = one_line(view.text, theme);
    let meaning = text::width(&view.meaning);
    let whole = widths.value + 2 + widths.meaning;
    let field = match (text::width(&typed) < widths.value, meaning) {
        (true, _) => widths.value,
        (false, 0) => whole,
        (false, meaning) => whole.saturating_sub(meaning.min(12) + 2).max(widths.value),
    };
    let field = (field as u16).min(rest.width);
    let place = Rect {
        width: field,
        ..rest
    };
    text_box::draw_text(canvas, place, row, &typed, caret, theme.field);
    let gap = (field + 2).min(rest.width);
    let behind = Rect {
        x: rest.x + gap,
        width: rest.width - gap,
        ..rest
    };
    canvas.line(
        behind,
        row,
        Span::styled(meaning_of(view), meaning_style(view, theme)),
    );
}

/// A box that she has left, or not reached: a long text may take the room of the meaning.
fn draw_settled(
    canvas: &mut Canvas<'_, '_>,
    rest: Rect,
    row: usize,
    view: &BoxView<'_>,
    widths: Widths,
    form: &Form,
) {
    let theme = canvas.theme;
    let typed = one_line(view.text, theme);
    let meaning = if view.state == BoxState::Skipped {
        why_skipped(form, view.field)
    } else {
        meaning_of(view)
    };
    let style = match view.state {
        BoxState::Skipped => theme.dim,
        BoxState::Carried | BoxState::Computed => theme.carried,
        _ => theme.value,
    };
    let whole = widths.value + 2 + widths.meaning;
    let spans = if typed.is_empty() {
        vec![Span::styled(meaning, meaning_style(view, theme))]
    } else if meaning.is_empty() || widths.meaning == 0 {
        vec![Span::styled(text::clip(&typed, whole).into_owned(), style)]
    } else {
        let value = text::width(&typed).clamp(
            widths.value,
            whole
                .saturating_sub(text::width(&meaning).min(12) + 2)
                .max(widths.value),
        );
        vec![
            Span::styled(cell(&typed, value), style),
            Span::styled(format!("  {meaning}"), meaning_style(view, theme)),
        ]
    };
    canvas.line(rest, row, Line::from(spans));
}

/// What the program understood, where it comes from while nobody has passed it, or why nothing stands there.
fn meaning_of(view: &BoxView<'_>) -> String {
    let meaning = view.meaning.as_str();
    match view.state {
        BoxState::Missing(reason) => format!("({})", reason.words()),
        BoxState::Carried if meaning.is_empty() && view.source.is_empty() => {
            "filled beforehand".to_owned()
        }
        BoxState::Carried if meaning.is_empty() => view.source.to_owned(),
        BoxState::Carried if !view.source.is_empty() => format!("{meaning}; {}", view.source),
        _ => meaning.to_owned(),
    }
}

fn meaning_style(view: &BoxView<'_>, theme: &Theme) -> Style {
    match view.state {
        BoxState::Missing(_) => theme.value,
        BoxState::Carried => theme.carried,
        _ => theme.dim,
    }
}

/// Text of several lines in one: a sign stands for each line break.
fn one_line(text: &str, theme: &Theme) -> String {
    if text.contains(['\n', '\t']) {
        return text
            .replace('\n', theme.symbols.line_break)
            .replace('\t', " ");
    }
    text.to_owned()
}
