//! What is to be said about the box under the caret: what is wrong with it, else what belongs in it.

use crate::domain::text;
use crate::forms::{BoxView, Kind, Severity};
use crate::model::HitLine;
use crate::ui::canvas::{Canvas, wrap};
use crate::ui::layout;
use crate::ui::theme::Theme;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

/// A meaning longer than this may have been cut on its line.
const LONG_MEANING: usize = 16;

/// Rows of the line below the boxes: fixed for a window, so that nothing moves under her.
pub fn rows(height: u16) -> u16 {
    match height {
        0..=4 => 0,
        5..=8 => 1,
        9..=14 => 2,
        _ => 3,
    }
}

/// A rule with the box's name, and below it a sentence; in one row the sentence alone. What is explained beside the sheet is not said
/// twice, nor what the line for her says of it now.
pub fn draw(
    canvas: &mut Canvas<'_, '_>,
    place: Rect,
    view: &BoxView<'_>,
    perhaps: Option<&HitLine>,
    explained_beside: bool,
    (asked, notice): (Option<String>, &str),
) {
    if place.height == 0 {
        return;
    }
    let (head, rest) = layout::split_rows(place, u16::from(place.height > 1));
    canvas.rule(head, 0, &view.field.name());
    let (words, style) = match perhaps.filter(|_| view.finding.is_none()) {
        Some(hit) => (may_be(hit, canvas.theme), canvas.theme.soft),
        None => match asked.filter(|_| view.finding.is_none()) {
            Some(asked) => (asked, canvas.theme.soft),
            None => said(view, canvas.theme, explained_beside, notice),
        },
    };
    let inside = Rect {
        x: rest.x + 1.min(rest.width),
        width: rest.width.saturating_sub(2),
        ..rest
    };
    let mut lines = wrap(&words, layout::columns(inside));
    let rows = layout::rows(inside);
    if lines.len() > rows {
        lines.truncate(rows);
        if let Some(last) = lines.last_mut() {
            last.push_str(" …");
        }
    }
    for (row, line) in lines.iter().enumerate() {
        canvas.line(inside, row, Span::styled(line.as_str(), style));
    }
}

/// Who the person of the sheet may be, and why.
fn may_be(hit: &HitLine, theme: &Theme) -> String {
    let sure = if hit.shares.is_empty() {
        "May be"
    } else {
        "Has the number of"
    };
    let risk = match hit.flag.as_str() {
        "" => String::new(),
        flag => format!("  {} {flag}", theme.symbols.risk),
    };
    format!(
        "{} {sure} {}  {}  {}{risk}  {}: {}",
        theme.symbols.soft, hit.name, hit.born, hit.crn, hit.standing, hit.why
    )
}

/// The finding, else the whole of a text that is longer than its line, else the help of the form.
fn said(
    view: &BoxView<'_>,
    theme: &Theme,
    explained_beside: bool,
    notice: &str,
) -> (String, Style) {
    if let Some(finding) = view.finding.filter(|f| !notice.contains(&f.sentence)) {
        let (sign, style) = match finding.severity {
            Severity::Hard => (theme.symbols.hard, theme.hard),
            Severity::Soft => (theme.symbols.soft, theme.soft),
        };
        return (format!("{sign} {}", finding.sentence), style);
    }
    if view.field.kind == Kind::Notes && !view.text.is_empty() {
        return (last_lines(view.text), theme.text);
    }
    let completed = view.field.recall || view.field.street_of.is_some();
    let cut = matches!(view.field.kind, Kind::Code | Kind::Codes) || completed;
    if cut && text::width(&view.meaning) > LONG_MEANING {
        return (view.meaning.clone(), theme.text);
    }
    if explained_beside {
        return (String::new(), theme.dim);
    }
    let help = if view.field.help.is_empty() {
        view.field.kind.rule().sentence
    } else {
        &view.field.help
    };
    (help.to_owned(), theme.dim)
}

/// The last two lines of notes.
fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(2)..].join("\n")
}
