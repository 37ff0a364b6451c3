//! A find box and its list: two lines a client, the digit that chooses her before the first.
//!
//! # Why
//! The box stands at the top and the list below it, so that neither moves while the list grows and shrinks under typing.

use crate::domain::text;
use crate::model::find::{Find, SHOWN};
use crate::model::message::HitLine;
use crate::ui::canvas::{Canvas, cell};
use crate::ui::layout;
use crate::ui::theme::Theme;
use crate::ui::widgets::{rows, text_box};
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use std::borrow::Cow;

/// Rows of the box with the line below it.
pub const BOX_ROWS: u16 = 2;
/// Rows of what can be typed.
pub const HINT_ROWS: u16 = 7;
/// Columns before the second row of a client.
const START: usize = 4;
/// Columns that her risk has at least, however long the reason.
const FLAG: usize = 24;
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
        find.count_words()
    };
    canvas.line(inside, 1, Span::styled(words, theme.dim));
}

/// What can be typed, while nothing is.
pub fn draw_hints(canvas: &mut Canvas<'_, '_>, place: Rect) {
    let hints = [
        ("a name, either way round", "smyth dale"),
        ("a date of birth, in any form", "140384"),
        ("CRN, PNC, NHS or phone number", "x123456"),
        ("a postcode or a reference", "le2 7ab"),
        ("a trainer, by name or number", "k patel"),
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
    if find.means_first() {
        canvas.line(place, 0, canvas.theme.symbols.pointer);
    }
}

/// The second row of somebody found: her risk, and why she was found. Neither pushes the other out: of more flags than there is room
/// for, the first ones stand there with how many more there are.
pub fn risk_and_why<'a>(
    theme: &Theme,
    flag: &'a str,
    why: Span<'a>,
    columns: usize,
) -> Vec<Span<'a>> {
    if flag.is_empty() {
        return vec![why];
    }
    let dot = format!(" {} ", theme.symbols.dot);
    let rest = columns.saturating_sub(text::width(&dot) + text::width(&why.content));
    let flag = first_flags(flag, rest.max(FLAG));
    vec![
        Span::styled(flag, theme.risk),
        Span::styled(dot, theme.dim),
        why,
    ]
}

/// As many flags as fit, the most serious one always.
pub fn first_flags(flags: &str, columns: usize) -> Cow<'_, str> {
    if text::width(flags) <= columns {
        return Cow::Borrowed(flags);
    }
    let each: Vec<&str> = flags.split(", ").collect();
    let shown = |n: usize| match each.len() - n {
        0 => each.join(", "),
        more => format!("{} +{more}", each[..n].join(", ")),
    };
    let fits = (1..=each.len()).rev().map(shown);
    let mut fits = fits.skip_while(|words| text::width(words) > columns);
    Cow::Owned(fits.next().unwrap_or_else(|| shown(1)))
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
    let mut second = vec![Span::raw(" ".repeat(START))];
    let room = columns.saturating_sub(START);
    let why = Span::styled(hit.why.as_str(), theme.dim);
    second.extend(risk_and_why(theme, &hit.flag, why, room));
    canvas.line(place, 1, Line::from(second));
    if marked {
        canvas.fill_row(place, 1, theme.marked);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_flags_the_first_stand_with_how_many_more_there_are() {
        let flags = "RoSH very high, MAPPA 2/3, risk to staff, hate crime";
        for (columns, shown) in [
            (60, flags),
            (44, "RoSH very high, MAPPA 2/3, risk to staff +1"),
            (30, "RoSH very high, MAPPA 2/3 +2"),
            (24, "RoSH very high +3"),
            (3, "RoSH very high +3"),
        ] {
            assert_eq!(first_flags(flags, columns), shown, "{columns}");
        }
        assert_eq!(first_flags("hate crime", 3), "hate crime");
    }

    #[test]
    fn the_reason_is_readable_behind_many_flags() {
        let theme = Theme::mono();
        let flags = "RoSH very high, MAPPA 2/3, risk to staff, registered sex offender, hate crime";
        let why = "surname sounds alike, year of birth, postcode";
        let spans = risk_and_why(&theme, flags, Span::raw(why), 76);
        let row: String = spans.iter().map(|s| s.content.as_ref()).collect();
        assert!(
            row.ends_with(why) && row.starts_with("RoSH very high, MAPPA 2/3 +3"),
            "{row}"
        );
        assert!(text::width(&row) <= 76, "{row}");
    }
}
