//! A sheet being keyed: one box a line, as the paper has them; the caret's box stays in the middle.
//!
//! - [`boxes`]: the lines. [`about`]: what is wrong with the box, or what belongs in it. [`codes`]: the list laid over a box.
//! - [`explain`]: everything about a box.
//! - [`skipped`]: why a box is skipped, in words.
//!
//! # Why
//! The lines above and below have fixed heights, so the box under the caret moves only when she moves. Risk stands on this screen always,
//! whatever is scrolled away.

mod about;
mod boxes;
mod codes;
mod explain;
mod returned;
mod skipped;

pub use explain::in_words as explained;

use crate::command::Command;
use crate::domain::question::{self, Question};
use crate::domain::text;
use crate::domain::value::Value;
use crate::forms::BoxView;
use crate::model::call::Call;
use crate::model::keying::Keying;
use crate::model::message::RISK_UNKNOWN;
use crate::model::{Desk, Known, Screen as _};
use crate::ui::canvas::{Canvas, wrap};
use crate::ui::layout;
use crate::ui::theme::Theme;
use crate::ui::widgets::find_list;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Missed appointments in a row from which she is told.
const MISSED: i64 = 2;
/// Columns that are left beside the flags for what else is said of the case.
const BESIDE: usize = 24;

/// Draws the sheet.
pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, desk: &Desk, keying: &Keying) {
    let mut views: Vec<BoxView<'_>> = keying.filling.boxes().collect();
    if let (Some(offer), Some(view)) = (keying.offer(), views.get_mut(keying.filling.focus())) {
        let more = if offer.whole { "" } else { "… " };
        let keys = desk
            .fixed
            .keymap
            .keys_in(Command::CompleteBox, keying.contexts());
        let key = keys.first().map_or("", String::as_str);
        view.meaning = format!("{key} {more}{}", offer.text.trim_start());
    }
    let (head, rest) = layout::split_rows(body, if body.height >= 8 { 2 } else { 1 });
    draw_head(canvas, head, keying, &views);
    let paper_shown = matches!(keying.paper, Some((_, true)));
    let (first, second) = layout::panes_of(rest, if paper_shown { 60 } else { 66 });
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
    let caret = boxes::draw(canvas, sheet, &views, keying.filling.form());
    let focused = keying.filling.focused();
    let mut is_whole = false;
    match (second, &keying.paper) {
        (Some(pane), Some((text, true))) if !keying.explained => {
            draw_paper(canvas, pane, text, keying);
        }
        (Some(pane), _) => is_whole = explain::draw(canvas, pane, &focused),
        (None, _) => {}
    }
    let explained_beside = second.is_some() && (keying.explained || !paper_shown);
    let perhaps = keying.newcomer.perhaps.as_ref();
    let notice = desk.notice.as_ref().map_or("", |notice| &notice.text);
    let said = (asked_here(desk, keying, canvas.theme.symbols.soft), notice);
    about::draw(canvas, below, &focused, perhaps, explained_beside, said);
    if keying.explained && !is_whole {
        explain::draw_over(canvas, first, &focused);
    }
    if let Some(returned) = keying.returned {
        let (above_about, _) = layout::split_off_rows(first, about);
        returned::draw(canvas, above_about, keying, returned);
    }
    if let Some(list) = &keying.list {
        let (above_about, _) = layout::split_off_rows(first, about);
        codes::draw(canvas, above_about, caret, keying, list);
    }
}

/// What the trainer is asked about the box under the caret, and the key that takes it back.
fn asked_here(desk: &Desk, keying: &Keying, sign: &str) -> Option<String> {
    let here = &keying.field().key;
    let asked = question::read(keying.filling.query());
    let doubt = asked.iter().find_map(|question| match question {
        Question::Box(key, doubt) if key == here => Some(doubt.words()),
        _ => None,
    })?;
    let keymap = &desk.fixed.keymap;
    let keys = keymap.keys_in(Command::QueryBox, keying.contexts());
    let back = keys.first().map_or_else(String::new, |key| {
        format!(" {key} takes the question back.")
    });
    Some(format!("{sign} Asked: {doubt}.{back}"))
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
    if !keying.filling.query().is_empty() {
        left.push(Span::styled(
            format!("  {} queried", theme.symbols.soft),
            theme.soft,
        ));
    }
    if let Some(amended) = &keying.amends {
        // Its number is said where another one stands in the box by now.
        let number = if serial == amended { "" } else { amended };
        let said = format!("  {} correcting {number}", theme.symbols.soft);
        left.push(Span::styled(said.trim_end().to_owned(), theme.soft));
    }
    if keying.literal {
        left.push(Span::styled("  next key is text", theme.soft));
    }
    if keying.call == Call::OverWork {
        left.push(Span::styled("  over what you were doing", theme.dim));
    }
    let page = keying.filling.focused().field.page;
    let open = keying.filling.open_boxes();
    let open = if open == 0 {
        "nothing open".to_owned()
    } else {
        format!("{open} open")
    };
    let right = format!(" {open}   page {page} of {} ", form.pages());
    canvas.line_both(place, 0, Line::from(left), right);
    let (_, second) = layout::split_rows(place, 1);
    draw_warnings(canvas, second, keying);
}

/// The client's risk, always, and that her case is signed off, or missed appointments; a rule where there is nothing to say.
fn draw_warnings(canvas: &mut Canvas<'_, '_>, place: Rect, keying: &Keying) {
    let theme = canvas.theme;
    let missed = match keying.known.facts.get("history.dna_in_a_row") {
        Some(Value::Number(missed)) => missed.as_whole().filter(|n| *n >= MISSED),
        _ => None,
    };
    let signed_off = keying.known.signed_off();
    let columns = layout::columns(place);
    let beside = if missed.is_some() || signed_off.is_some() {
        BESIDE
    } else {
        0
    };
    let (flag, style) = risk_words(&keying.known, theme, columns.saturating_sub(beside));
    let room = columns.saturating_sub(text::width(&flag));
    let missed = missed.map_or_else(String::new, |n| missed_words(n, theme.symbols.hard, room));
    let missed = match signed_off {
        Some(signed_off) => format!(" {} {signed_off}", theme.symbols.soft),
        None => missed,
    };
    if flag.is_empty() && missed.is_empty() {
        canvas.rule(place, 0, "");
        return;
    }
    canvas.line(
        place,
        0,
        Line::from(vec![
            Span::styled(flag, style),
            Span::styled(missed, theme.soft),
        ]),
    );
}

/// The client's risk in so many columns: as many flags as fit and how many more, or that nobody has said how high it is.
fn risk_words(known: &Known, theme: &Theme, columns: usize) -> (String, Style) {
    if known.is_risk_unknown() {
        let said = format!(" {} {RISK_UNKNOWN}  ", theme.symbols.soft);
        return (said, theme.soft);
    }
    if known.flag.is_empty() {
        return (String::new(), theme.text);
    }
    let signs = text::width(theme.symbols.risk) + 4;
    let flags = find_list::first_flags(&known.flag, columns.saturating_sub(signs));
    (format!(" {} {flags}  ", theme.symbols.risk), theme.risk)
}

/// How many appointments were missed in a row, in as many words as there is room for.
fn missed_words(missed: i64, sign: &str, room: usize) -> String {
    let words = [
        format!(" {sign} {missed} not attended in a row; a third asks for sign-off"),
        format!(" {sign} {missed} missed in a row; a third asks for sign-off"),
        format!(" {sign} {missed} missed in a row"),
        format!("{sign} {missed} missed"),
    ];
    let [.., shortest] = &words;
    words
        .iter()
        .find(|words| text::width(words) <= room)
        .unwrap_or(shortest)
        .clone()
}

/// The paper's own text, at the line of the box under the caret as far as that can be found.
fn draw_paper(canvas: &mut Canvas<'_, '_>, place: Rect, text: &str, keying: &Keying) {
    let inside = canvas.framed(place, "The paper");
    let number = &keying.filling.focused().field.box_no;
    let lines = paper_lines(text, layout::columns(inside));
    let found = line_of_box(&lines, keying).unwrap_or(0);
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

/// The line of the box under the caret; of the nearest box before it where the paper does not show that one.
fn line_of_box(lines: &[String], keying: &Keying) -> Option<usize> {
    let fields = &keying.filling.form().fields[..=keying.filling.focus()];
    fields.iter().rev().find_map(|field| {
        let is_of = |line: &String| starts_with_box(line, &field.box_no);
        lines.iter().position(is_of)
    })
}

/// The paper's lines in so many columns: leaders of dots are shortened first, then the line is broken and set in.
pub fn paper_lines(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let line = with_short_leader(line, columns);
        let set_in = line.len() - line.trim_start().len();
        let indent = " ".repeat(set_in.min(columns / 3));
        let room = columns.saturating_sub(indent.len());
        let broken = wrap(line.trim_start(), room);
        lines.extend(broken.into_iter().map(|piece| format!("{indent}{piece}")));
    }
    lines
}

/// A line whose run of dots is as much shorter as the line is too long; two dots stay.
fn with_short_leader(line: &str, columns: usize) -> String {
    let excess = text::width(line).saturating_sub(columns);
    let Some(start) = line.find("....").filter(|_| excess > 0) else {
        return line.to_owned();
    };
    let dots = line[start..].bytes().take_while(|b| *b == b'.').count();
    let kept = dots.saturating_sub(excess).max(2);
    format!(
        "{}{}{}",
        &line[..start],
        ".".repeat(kept),
        &line[start + dots..]
    )
}

/// Whether a line of the paper is that of a box: `5 Attendance`, `5. Attendance`, `[5] …`.
pub fn starts_with_box(line: &str, number: &str) -> bool {
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

    #[test]
    fn the_leader_of_a_line_of_the_paper_gives_way_before_its_words() {
        assert_eq!(
            paper_lines("  6  Attendance .......... 3  did not attend", 40),
            ["  6  Attendance ...... 3  did not attend"]
        );
        assert_eq!(
            paper_lines("  6  Attendance .......... 3  did not", 26),
            ["  6  Attendance .. 3  did", "  not"]
        );
    }

    #[test]
    fn missed_appointments_are_said_in_the_room_there_is() {
        assert_eq!(
            missed_words(2, "!", 80),
            " ! 2 not attended in a row; a third asks for sign-off"
        );
        assert_eq!(missed_words(2, "!", 25), " ! 2 missed in a row");
        assert_eq!(missed_words(2, "!", 0), "! 2 missed");
    }
}
