//! What is to be said about the box under the caret: what is wrong with it, else what belongs in it.

use crate::domain::text;
use crate::forms::{BoxView, Field, Kind, Required, Severity};
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
    notice: &str,
) {
    if place.height == 0 {
        return;
    }
    let (head, rest) = layout::split_rows(place, u16::from(place.height > 1));
    canvas.rule(head, 0, &view.field.name());
    let (words, style) = match perhaps.filter(|_| view.finding.is_none()) {
        Some(hit) => (may_be(hit, canvas.theme), canvas.theme.soft),
        None => said(view, canvas.theme, explained_beside, notice),
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
    format!(
        "{} {sure} {}  {}  {}  {}: {}",
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

/// Everything about a box, in the second pane.
pub fn explain(canvas: &mut Canvas<'_, '_>, place: Rect, view: &BoxView<'_>) {
    let inside = canvas.framed(place, &view.field.name());
    let lines = explained(view.field, canvas.theme);
    canvas.paragraphs(
        inside,
        lines.iter().map(|(words, style)| (words.as_str(), *style)),
    );
}

/// The same laid over the lower part of the sheet, in a window without a second pane.
pub fn explain_over(canvas: &mut Canvas<'_, '_>, sheet: Rect, view: &BoxView<'_>) {
    let width = usize::from(sheet.width.saturating_sub(4));
    let lines: usize = explained(view.field, canvas.theme)
        .iter()
        .map(|(words, _)| wrap(words, width).len())
        .sum();
    let height = (lines as u16 + 2).min(sheet.height / 2 + 1);
    let (_, lower) = layout::split_off_rows(sheet, height);
    explain(canvas, lower, view);
}

/// Everything about a box, as words alone.
pub fn in_words(field: &Field) -> Vec<String> {
    let lines = explained(field, &Theme::mono());
    let words = lines.into_iter().map(|(words, _)| words);
    words.filter(|words| !words.is_empty()).collect()
}

/// What belongs here, what kind of answer, whether it must be answered, the limits, the codes.
fn explained(field: &Field, theme: &Theme) -> Vec<(String, Style)> {
    let mut lines = Vec::new();
    if !field.help.is_empty() {
        lines.push((field.help.clone(), theme.text));
    }
    lines.push((field.kind.rule().sentence.to_owned(), theme.dim));
    let required = match field.required {
        Required::Yes => "Must be answered.",
        Required::OrMissing => "An answer, or a mark that says why there is none.",
        Required::No => "May stay blank.",
    };
    lines.push((required.to_owned(), theme.dim));
    if let Some(bounds) = bounds(field) {
        lines.push((bounds, theme.dim));
    }
    if let Some(list) = field.codes.as_ref().filter(|_| !field.kind.is_computed()) {
        lines.push((String::new(), theme.text));
        let widest = list.codes.iter().map(|c| c.code.len()).max().unwrap_or(0);
        for code in &list.codes {
            lines.push((
                format!("{:<widest$}  {}", code.code, code.label),
                theme.text,
            ));
        }
    }
    lines
}

fn bounds(field: &Field) -> Option<String> {
    let unit = if field.unit.is_empty() {
        String::new()
    } else {
        format!(" {}", field.unit)
    };
    match (field.bounds.min, field.bounds.max) {
        (Some(min), Some(max)) => Some(format!("From {min} to {max}{unit}.")),
        (Some(min), None) => Some(format!("At least {min}{unit}.")),
        (None, Some(max)) => Some(format!("At most {max}{unit}.")),
        (None, None) => None,
    }
}
