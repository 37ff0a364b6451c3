//! Lists of rows: what is shown of them, which is marked, and columns that line up.

use crate::domain::text;
use crate::ui::canvas::{Canvas, cell};
use crate::ui::layout;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use std::ops::Range;

/// Blanks between columns.
const GAP: usize = 2;

/// Which lines of a list are shown in a place, so that the marked one is among them.
pub fn shown(place: Rect, lines: usize, marked: usize) -> Range<usize> {
    let rows = layout::rows(place);
    let top = layout::top_for(marked, lines, rows);
    top..lines.min(top + rows)
}

/// Draws one row of a list: the pointer and the look of the marked one, and the cursor on it.
pub fn draw_row(
    canvas: &mut Canvas<'_, '_>,
    place: Rect,
    row: usize,
    spans: Vec<Span<'_>>,
    marked: bool,
) {
    let pointer = if marked {
        canvas.theme.symbols.pointer
    } else {
        " "
    };
    let mut all = vec![Span::raw(pointer)];
    all.extend(spans);
    canvas.line(place, row, Line::from(all));
    if marked {
        canvas.fill_row(place, row, canvas.theme.marked);
        canvas.caret(place, row, 0);
    }
}

/// How many lines of a list lie above and below those shown, on the last row of its frame or heading.
pub fn position(canvas: &mut Canvas<'_, '_>, place: Rect, row: usize, marked: usize, lines: usize) {
    if lines > 0 {
        let words = format!(" {} of {lines} ", marked.min(lines - 1) + 1);
        canvas.line_right(place, row, Span::styled(words, canvas.theme.dim));
    }
}

/// The widths of columns: as wide as their widest cell, the widest ones narrowed until all fit into `columns`; the last takes
/// what is left.
pub fn widths<'c>(lines: impl Iterator<Item = &'c [String]>, columns: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = Vec::new();
    for line in lines {
        for (at, words) in line.iter().enumerate() {
            let wide = text::width(words);
            match widths.get_mut(at) {
                Some(widest) => *widest = wide.max(*widest),
                None => widths.push(wide),
            }
        }
    }
    let gaps = GAP * widths.len().saturating_sub(1);
    let room = columns.saturating_sub(gaps);
    while widths.iter().sum::<usize>() > room {
        let Some(widest) = widths.iter_mut().max().filter(|w| **w > 1) else {
            break;
        };
        *widest -= 1;
    }
    let used: usize = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += room.saturating_sub(used);
    }
    widths
}

/// The same, where one column gives way to the others before they are narrowed, down to so many columns.
pub fn widths_giving_way<'c>(
    lines: impl Iterator<Item = &'c [String]> + Clone,
    columns: usize,
    yields: usize,
    least: usize,
) -> Vec<usize> {
    let whole = widths(lines.clone(), usize::MAX / 2);
    let natural = |at: usize| {
        let cells = lines.clone().filter_map(|line| line.get(at));
        cells.map(|words| text::width(words)).max().unwrap_or(0)
    };
    let wanted: usize =
        (0..whole.len()).map(natural).sum::<usize>() + GAP * whole.len().saturating_sub(1);
    let narrowed = natural(yields).saturating_sub(wanted.saturating_sub(columns));
    let narrowed = narrowed.max(least.min(natural(yields)));
    let shortened: Vec<Vec<String>> = lines
        .map(|line| {
            let cell = |(at, words): (usize, &String)| {
                if at == yields {
                    text::clip(words, narrowed).into_owned()
                } else {
                    words.clone()
                }
            };
            line.iter().enumerate().map(cell).collect()
        })
        .collect();
    widths(shortened.iter().map(Vec::as_slice), columns)
}

/// Cells in their columns as one text.
pub fn in_columns(cells: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (at, (words, width)) in cells.iter().zip(widths).enumerate() {
        if at > 0 {
            line.push_str(&" ".repeat(GAP));
        }
        line.push_str(&cell(words, *width));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn columns_line_up_and_the_last_takes_the_rest() {
        let lines = [
            vec!["1".to_owned(), "Smith".to_owned()],
            vec!["12".to_owned(), "Ng".to_owned()],
        ];
        let widths = widths(lines.iter().map(Vec::as_slice), 12);
        assert_eq!(widths, [2, 8]);
        assert_eq!(in_columns(&lines[0], &widths), "1   Smith   ");
    }

    proptest! {
        #[test]
        fn columns_never_run_over(cells in proptest::collection::vec("[a-z]{0,30}", 1..6), columns in 0_usize..80) {
            let widths = widths(std::iter::once(cells.as_slice()), columns);
            let least = cells.iter().filter(|c| !c.is_empty()).count() + GAP * (cells.len() - 1);
            prop_assert!(text::width(&in_columns(&cells, &widths)) <= columns.max(least));
        }
    }
}
