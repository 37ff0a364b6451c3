//! A sheet being keyed: one box a line, as the paper has them; the caret's box stays in the middle.
//!
//! - [`boxes`]: the lines. [`about`]: what is wrong with the box, or what belongs in it. [`codes`]: the list laid over a box.
//!
//! # Why
//! The lines above and below have fixed heights, so the box under the caret moves only when she moves. Risk stands on this screen always,
//! whatever is scrolled away.

mod about;
mod boxes;
mod codes;

use crate::domain::value::Value;
use crate::forms::BoxView;
use crate::model::keying::Keying;
use crate::ui::canvas::{Canvas, wrap};
use crate::ui::layout;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Missed appointments in a row from which she is told.
const MISSED: i64 = 2;

/// Draws the sheet.
pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, keying: &Keying) {
    let views: Vec<BoxView<'_>> = keying.filling.boxes().collect();
    let (head, rest) = layout::split_rows(body, if body.height >= 8 { 2 } else { 1 });
    draw_head(canvas, head, keying, &views);
    let (first, second) = layout::panes(rest);
    let about = about::rows(first.height);
    let (sheet, below) = layout::split_off_rows(first, about);
    let sheet = match (second, &keying.paper) {
        // Without a second pane the paper takes the lower half.
        (None, Some((text, true))) if sheet.height >= 8 => {
            let (upper, lower) = layout::split_rows(sheet, sheet.height / 2);
            draw_paper(canvas, lower, text, keying);
            upper
        }
        _ => sheet,
    };
    let caret = boxes::draw(canvas, sheet, &views);
    about::draw(canvas, below, &keying.filling.focused());
    match (second, &keying.paper) {
        (Some(pane), Some((text, true))) => draw_paper(canvas, pane, text, keying),
        (Some(pane), _) => about::explain(canvas, pane, &keying.filling.focused()),
        (None, _) if keying.explained => {
            about::explain_over(canvas, first, &keying.filling.focused())
        }
        (None, _) => {}
    }
    if let Some(list) = &keying.list {
        codes::draw(canvas, sheet, caret, keying, list);
    }
}

/// Form, serial, page; below it what may hurt somebody and what the history warns of.
fn draw_head(canvas: &mut Canvas<'_, '_>, place: Rect, keying: &Keying, views: &[BoxView<'_>]) {
    let theme = canvas.theme;
    let form = keying.filling.form();
    let serial = views
        .iter()
        .find(|view| view.field.key == "sheet")
        .map_or("", |view| view.text);
    let mut left = vec![
        Span::styled(format!(" {}", form.title), theme.title),
        Span::styled(format!("  {serial}"), theme.value),
    ];
    if let Some(amended) = &keying.amends {
        left.push(Span::styled(
            format!("  {} correcting {amended}", theme.symbols.soft),
            theme.soft,
        ));
    }
    if !keying.filling.query().is_empty() {
        left.push(Span::styled(
            format!("  {} queried", theme.symbols.soft),
            theme.soft,
        ));
    }
    if keying.literal {
        left.push(Span::styled("  next key is text", theme.soft));
    }
    if keying.over {
        left.push(Span::styled("  over what you were doing", theme.dim));
    }
    let page = keying.filling.focused().field.page;
    let open = keying.filling.open_boxes();
    let open = if open == 0 {
        "nothing open".to_owned()
    } else {
        format!("{open} open")
    };
    canvas.line(place, 0, Line::from(left));
    canvas.line_right(
        place,
        0,
        Span::raw(format!("  {open}   page {page} of {} ", form.pages())),
    );
    let (_, second) = layout::split_rows(place, 1);
    draw_warnings(canvas, second, keying);
}

/// The client's risk, always, and missed appointments; a rule where there is nothing to say.
fn draw_warnings(canvas: &mut Canvas<'_, '_>, place: Rect, keying: &Keying) {
    let theme = canvas.theme;
    let mut words: Vec<(String, Style)> = Vec::new();
    if !keying.known.flag.is_empty() {
        words.push((
            format!("{} {}", theme.symbols.risk, keying.known.flag),
            theme.risk,
        ));
    }
    if let Some(Value::Number(missed)) = keying.known.facts.get("history.dna_in_a_row") {
        if let Some(missed) = missed.as_whole().filter(|n| *n >= MISSED) {
            let what = format!(
                "{} {missed} not attended in a row; a third asks for sign-off",
                theme.symbols.hard
            );
            words.push((what, theme.soft));
        }
    }
    if words.is_empty() {
        canvas.rule(place, 0, "");
        return;
    }
    let spans = words
        .into_iter()
        .map(|(words, style)| Span::styled(format!(" {words}  "), style));
    canvas.line(place, 0, Line::from(spans.collect::<Vec<_>>()));
}

/// The paper's own text, at the line of the box under the caret as far as that can be found.
fn draw_paper(canvas: &mut Canvas<'_, '_>, place: Rect, text: &str, keying: &Keying) {
    let inside = canvas.framed(place, "The paper");
    let number = &keying.filling.focused().field.box_no;
    let lines = wrap(text, layout::columns(inside));
    let found = lines
        .iter()
        .position(|line| starts_with_box(line, number))
        .unwrap_or(0);
    let top = layout::top_for(found, lines.len(), layout::rows(inside));
    for (row, line) in lines
        .iter()
        .skip(top)
        .take(layout::rows(inside))
        .enumerate()
    {
        let style = if starts_with_box(line, number) {
            canvas.theme.value
        } else {
            canvas.theme.text
        };
        canvas.line(inside, row, Span::styled(line.as_str(), style));
    }
}

/// Whether a line of the paper is that of a box: `5 Attendance`, `5. Attendance`, `[5] …`.
fn starts_with_box(line: &str, number: &str) -> bool {
    let line = line.trim_start().trim_start_matches(['[', '(']);
    let rest = line.strip_prefix(number).filter(|_| !number.is_empty());
    rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_of_the_paper_is_found_by_its_number() {
        assert!(starts_with_box("  5. Attendance", "5"));
        assert!(starts_with_box("[4a] Weight", "4a"));
        assert!(!starts_with_box("52 Weeks", "5"));
        assert!(!starts_with_box("4a Weight", "4"));
        assert!(!starts_with_box("anything", ""));
    }
}
