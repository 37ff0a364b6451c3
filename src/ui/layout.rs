//! Where things stand in the window: top line, body, notice, keys; and how a body is split in wide windows.

use ratatui::layout::Rect;

/// Columns from which a second pane stands beside the first.
pub const WIDE: u16 = 100;
/// Columns and rows below which a screen shows its most important part only.
pub const SMALLEST: (u16, u16) = (30, 6);
/// A line of text is never longer than this, however wide the window.
pub const LONGEST_LINE: u16 = 86;
/// Columns of the second pane at most.
const PANE: u16 = 60;

/// The four parts of the window. They never overlap; in a low window some are empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// Who, whose record, and whether it is safe.
    pub top: Rect,
    /// The screen.
    pub body: Rect,
    /// The sentence for her.
    pub notice: Rect,
    /// The keys.
    pub keys: Rect,
}

/// Splits the window.
pub fn parts(window: Rect) -> Parts {
    let row = |y: u16, height: u16| Rect {
        y: window.y + y,
        height,
        ..window
    };
    let height = window.height;
    let keys = u16::from(height >= 2);
    let notice = u16::from(height >= 5);
    let top = u16::from(height >= 3);
    let body = height - keys - notice - top;
    Parts {
        top: row(0, top),
        body: row(top, body),
        notice: row(top + body, notice),
        keys: row(top + body + notice, keys),
    }
}

/// The first columns of a place, and the rest.
pub fn split_columns(place: Rect, columns: u16) -> (Rect, Rect) {
    let columns = columns.min(place.width);
    let first = Rect {
        width: columns,
        ..place
    };
    let rest = Rect {
        x: place.x + columns,
        width: place.width - columns,
        ..place
    };
    (first, rest)
}

/// Whether a place is wide enough for two panes.
pub fn is_wide(place: Rect) -> bool {
    place.width >= WIDE
}

/// Whether the window is too small for a whole screen.
pub fn is_tiny(window: Rect) -> bool {
    window.width < SMALLEST.0 || window.height < SMALLEST.1
}

/// The body in one pane, or in two where the window is wide: a gap of two columns stands between them.
pub fn panes(body: Rect) -> (Rect, Option<Rect>) {
    panes_of(body, 66)
}

/// The same with so many hundredths of the width for the first pane.
pub fn panes_of(body: Rect, percent: u32) -> (Rect, Option<Rect>) {
    if !is_wide(body) {
        return (body, None);
    }
    let wanted = u32::from(body.width) * percent / 100;
    let first = (wanted as u16).clamp(56, LONGEST_LINE);
    let second = (body.width - first - 2).min(PANE);
    let left = Rect {
        width: first,
        ..body
    };
    let right = Rect {
        x: body.x + first + 2,
        width: second,
        ..body
    };
    (left, Some(right))
}

/// The first so many rows of a place, and the rest.
pub fn split_rows(place: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(place.height);
    let first = Rect {
        height: rows,
        ..place
    };
    let rest = Rect {
        y: place.y + rows,
        height: place.height - rows,
        ..place
    };
    (first, rest)
}

/// All but the last so many rows of a place, and those.
pub fn split_off_rows(place: Rect, rows: u16) -> (Rect, Rect) {
    split_rows(place, place.height.saturating_sub(rows))
}

/// A place of this size in the middle of another, no larger than that.
pub fn centred(place: Rect, columns: u16, rows: u16) -> Rect {
    let (width, height) = (columns.min(place.width), rows.min(place.height));
    Rect {
        x: place.x + (place.width - width) / 2,
        y: place.y + (place.height - height) / 3,
        width,
        height,
    }
}

/// A place of this size at the lower edge of another, no larger than that.
pub fn at_the_bottom(place: Rect, columns: u16, rows: u16) -> Rect {
    let middle = centred(place, columns, rows);
    Rect {
        y: place.bottom() - middle.height,
        ..middle
    }
}

/// The first line shown of a list, so that the marked one stands in the middle as far as the ends of the list allow.
pub fn top_for(marked: usize, lines: usize, shown: usize) -> usize {
    marked
        .saturating_sub(shown / 2)
        .min(lines.saturating_sub(shown))
}

/// Columns as a number of the kind that texts are measured in.
pub fn columns(place: Rect) -> usize {
    usize::from(place.width)
}

/// Rows as a number of the kind that lists are counted in.
pub fn rows(place: Rect) -> usize {
    usize::from(place.height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_fill_every_window_without_overlap() {
        for height in 0..40 {
            let parts = parts(Rect::new(0, 0, 80, height));
            let all = [parts.top, parts.body, parts.notice, parts.keys];
            assert_eq!(all.iter().map(|r| r.height).sum::<u16>(), height);
            assert!(all.windows(2).all(|pair| pair[0].bottom() == pair[1].y));
        }
    }

    #[test]
    fn the_body_is_the_last_to_go_and_the_keys_the_last_but_one() {
        assert_eq!(parts(Rect::new(0, 0, 80, 1)).body.height, 1);
        assert_eq!(parts(Rect::new(0, 0, 80, 2)).keys.height, 1);
    }

    #[test]
    fn two_panes_stay_inside_and_lines_stay_short() {
        for width in 0..300 {
            let body = Rect::new(0, 0, width, 20);
            let (first, second) = panes(body);
            assert!(first.width <= LONGEST_LINE.max(WIDE - 1));
            assert_eq!(second.is_some(), width >= WIDE);
            assert!(second.is_none_or(|pane| pane.right() <= body.right() && pane.width >= 30));
        }
    }

    #[test]
    fn the_marked_line_is_always_shown() {
        for lines in 0..30 {
            for shown in 1..10 {
                for marked in 0..lines {
                    let top = top_for(marked, lines, shown);
                    assert!((top..top + shown).contains(&marked));
                }
            }
        }
    }
}
