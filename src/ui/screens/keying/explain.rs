//! Everything about a box: what belongs in it, whether it must be answered, its limits, its codes.
//!
//! # Why
//! Help that ends in "and more" is no help. Codes stand in as many columns as it takes for all of them to be seen; the first number of columns that
//! fits is the one taken, since one below the other is read fastest.

use crate::domain::text;
use crate::forms::{BoxView, Field, Required};
use crate::ui::canvas::{Canvas, cell, wrap};
use crate::ui::layout;
use crate::ui::theme::Theme;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

/// Most columns of codes beside each other.
const COLUMNS: usize = 4;
/// Blanks between them.
const GAP: usize = 2;

/// One row and how it looks.
type Row = (String, Style);

/// Everything about a box, in the second pane. Whether it fits there.
pub fn draw(canvas: &mut Canvas<'_, '_>, place: Rect, view: &BoxView<'_>) -> bool {
    let inside = canvas.framed(place, &view.field.name());
    let (rows, fits) = rows(
        view.field,
        canvas.theme,
        layout::columns(inside),
        layout::rows(inside),
    );
    for (row, (words, style)) in rows.iter().enumerate() {
        canvas.line(inside, row, Span::styled(words.as_str(), *style));
    }
    canvas.say_if_more(inside, rows.len());
    fits
}

/// The same laid over the lower part of the sheet, as high as it must be.
pub fn draw_over(canvas: &mut Canvas<'_, '_>, sheet: Rect, view: &BoxView<'_>) {
    let (columns, most) = (
        usize::from(sheet.width.saturating_sub(4)),
        usize::from(sheet.height.saturating_sub(2)),
    );
    let half = usize::from(sheet.height / 2).saturating_sub(1);
    // Half of the sheet stays in sight where that is enough.
    let (low, fits) = rows(view.field, canvas.theme, columns, half);
    let height = if fits {
        low.len()
    } else {
        rows(view.field, canvas.theme, columns, most).0.len()
    };
    let height = (height as u16 + 2).min(sheet.height);
    let (_, lower) = layout::split_off_rows(sheet, height);
    canvas.clear(lower);
    draw(canvas, lower, view);
}

/// Everything about a box, as words alone.
pub fn in_words(field: &Field) -> Vec<String> {
    let help = (!field.help.is_empty()).then(|| field.help.clone());
    let sentences = help.into_iter().chain(rules(field));
    sentences
        .chain(codes(field).map(|(code, label)| format!("{code}  {label}")))
        .collect()
}

/// The rows in so many columns, and whether so many rows are enough for all of them.
fn rows(field: &Field, theme: &Theme, columns: usize, most: usize) -> (Vec<Row>, bool) {
    let above: Vec<Row> = sentences(field, theme)
        .iter()
        .flat_map(|(words, style)| wrap(words, columns).into_iter().map(|row| (row, *style)))
        .collect();
    let left = most.saturating_sub(above.len());
    let laid = (1..=COLUMNS).map(|beside| beside_each_other(field, columns, beside));
    let mut last = Vec::new();
    for laid in laid {
        let fits = laid.len() <= left;
        last = laid;
        if fits {
            break;
        }
    }
    let mut all = above;
    all.extend(last.into_iter().map(|row| (row, theme.text)));
    let fits = all.len() <= most;
    (all, fits)
}

/// What belongs here; then the rules, one behind the other.
fn sentences(field: &Field, theme: &Theme) -> Vec<Row> {
    let help = (!field.help.is_empty()).then(|| (field.help.clone(), theme.text));
    let rules = (rules(field).join(" "), theme.dim);
    help.into_iter().chain([rules]).collect()
}

/// What kind of answer, whether it must be answered, and the limits.
fn rules(field: &Field) -> Vec<String> {
    let required = match field.required {
        Required::Yes => "Must be answered.",
        Required::OrMissing => "An answer, or a mark that says why there is none.",
        Required::No => "May stay blank.",
    };
    let rules = [field.kind.rule().sentence.to_owned(), required.to_owned()];
    rules.into_iter().chain(bounds(field)).collect()
}

fn codes(field: &Field) -> impl Iterator<Item = (&str, &str)> {
    let list = field.codes.as_ref().filter(|_| !field.kind.is_computed());
    let codes = list.into_iter().flat_map(|list| &list.codes);
    codes.map(|c| (c.code.as_str(), c.label.as_str()))
}

/// All codes in so many columns beside each other, as low as they go.
fn beside_each_other(field: &Field, columns: usize, beside: usize) -> Vec<String> {
    let wide = columns.saturating_sub(GAP * (beside - 1)) / beside;
    let widest = codes(field)
        .map(|(code, _)| text::width(code))
        .max()
        .unwrap_or(0);
    let blocks: Vec<Vec<String>> = codes(field).map(|code| block(code, widest, wide)).collect();
    let all: usize = blocks.iter().map(Vec::len).sum();
    let height = (all.div_ceil(beside)..=all)
        .find(|height| in_columns(&blocks, *height).len() <= beside)
        .unwrap_or(all);
    let stacks = in_columns(&blocks, height);
    let rows = stacks.iter().map(Vec::len).max().unwrap_or(0);
    let row = |at: usize| {
        let cells = stacks
            .iter()
            .map(|stack| cell(stack.get(at).map_or("", String::as_str), wide));
        let row = cells.collect::<Vec<_>>().join(&" ".repeat(GAP));
        row.trim_end().to_owned()
    };
    (0..rows).map(row).collect()
}

/// The blocks one below the other in columns of this height; a block is never torn apart.
fn in_columns(blocks: &[Vec<String>], height: usize) -> Vec<Vec<String>> {
    let mut stacks: Vec<Vec<String>> = Vec::new();
    for block in blocks {
        match stacks.last_mut() {
            Some(stack) if stack.len() + block.len() <= height => stack.extend_from_slice(block),
            _ => stacks.push(block.clone()),
        }
    }
    stacks
}

/// One code and its label, set in where the label is broken.
fn block((code, label): (&str, &str), widest: usize, wide: usize) -> Vec<String> {
    let lines = wrap(label, wide.saturating_sub(widest + 2).max(1));
    let line = |(n, line): (usize, String)| {
        let before = if n == 0 { code } else { "" };
        format!("{}  {line}", cell(before, widest))
    };
    lines.into_iter().enumerate().map(line).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Registry;

    /// Columns and rows inside the frame that lies over a sheet in a window of 80 by 24.
    const SMALLEST: (usize, usize) = (76, 17);

    #[test]
    fn the_help_of_every_box_of_every_form_is_seen_whole_in_the_smallest_window() {
        let theme = Theme::mono();
        let letters = |words: &str| words.split_whitespace().collect::<String>();
        let mut boxes = 0;
        for form in Registry::shipped().newest() {
            for field in &form.fields {
                let (rows, fits) = rows(field, &theme, SMALLEST.0, SMALLEST.1);
                let name = format!("{} {}", form.id, field.key);
                assert!(fits, "{name}: {} rows", rows.len());
                assert!(
                    rows.iter().all(|(row, _)| text::width(row) <= SMALLEST.0),
                    "{name}"
                );
                let shown: Vec<&str> = rows.iter().map(|(row, _)| row.as_str()).collect();
                let shown = shown.join(" ");
                assert!(letters(&shown).contains(&letters(&field.help)), "{name}");
                for (code, label) in codes(field) {
                    assert!(shown.contains(code), "{name}: {code}");
                    for word in label.split_whitespace() {
                        assert!(shown.contains(word), "{name}: {code} {word}");
                    }
                }
                boxes += 1;
            }
        }
        assert!(boxes > 200, "{boxes}");
    }

    #[test]
    fn a_list_that_fits_in_one_column_stands_in_one() {
        let forms = Registry::shipped();
        let session = forms.latest("session").unwrap();
        let field = session.field("attendance").unwrap();
        let (rows, fits) = rows(field, &Theme::mono(), SMALLEST.0, SMALLEST.1);
        assert!(fits);
        let begins = |code: &str| {
            let line = format!("{code}  ");
            rows.iter().any(|(row, _)| row.starts_with(&line))
        };
        assert!(codes(field).all(|(code, _)| begins(code)));
    }
}
