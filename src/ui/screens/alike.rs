//! Those whom a sheet fits that brings somebody new: who, why, and what each of the three keys does.

use crate::domain::text;
use crate::model::alike::Alike;
use crate::ui::canvas::{Canvas, wrap};
use crate::ui::layout;
use crate::ui::widgets::find_list::risk_and_why;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Columns before the words: pointer, digit and the blanks around it.
const START: usize = 5;

/// Draws them over the sheet.
pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, alike: &Alike) {
    let width = layout::LONGEST_LINE.min(body.width);
    let room = usize::from(width).saturating_sub(4);
    let (title, words) = said(alike);
    let above: Vec<String> = words.iter().flat_map(|line| wrap(line, room)).collect();
    let rows = 2 * alike.hits.len();
    let place = layout::centred(body, width, (above.len() + 1 + rows + 2) as u16);
    let inside = canvas.laid_over(place, title);
    // Those asked about are never pushed out by the words about them.
    let (head, list) = layout::split_off_rows(inside, rows as u16);
    for (row, line) in above.iter().enumerate() {
        canvas.line(head, row, Span::styled(line.as_str(), canvas.theme.text));
    }
    draw_hits(canvas, list, alike);
}

/// What it is about, and what can be answered.
pub fn said(alike: &Alike) -> (&'static str, Vec<&'static str>) {
    if alike.is_known {
        return (
            "A number on this sheet stands on another record too",
            vec![
                "Go back and look at the number on the paper. If it is right, say that they are different people, and how you know.",
            ],
        );
    }
    (
        "What the sheet says fits somebody on the books",
        vec![
            "Same episode: the sheet belongs to her open case. New episode: it begins a case of hers. Different person: it is saved for somebody new.",
        ],
    )
}

/// Two rows each: who and how her case stands; why.
fn draw_hits(canvas: &mut Canvas<'_, '_>, place: Rect, alike: &Alike) {
    let theme = canvas.theme;
    let top = layout::top_for(2 * alike.marked, 2 * alike.hits.len(), layout::rows(place));
    let lines = alike.hits.iter().enumerate().flat_map(|(at, hit)| {
        let who = format!("{}  {}  {}  {}", hit.name, hit.born, hit.crn, hit.standing);
        let why = if hit.shares.is_empty() {
            hit.why.clone()
        } else {
            format!("{} {}: {}", theme.symbols.hard, hit.shares, hit.why)
        };
        [(at, true, who, &hit.flag), (at, false, why, &hit.flag)]
    });
    for (row, (at, first, words, flag)) in lines.skip(top).take(layout::rows(place)).enumerate() {
        let marked = at == alike.marked;
        let pointer = if marked && first {
            theme.symbols.pointer
        } else {
            " "
        };
        let digit = if first {
            format!(" {}", at + 1)
        } else {
            " ".repeat(2)
        };
        let risk = if first && !flag.is_empty() {
            theme.symbols.risk
        } else {
            " "
        };
        let style = if first { theme.value } else { theme.soft };
        debug_assert_eq!(text::width(&digit) + 3, START);
        let mut spans = vec![
            Span::raw(pointer),
            Span::styled(digit, theme.title),
            Span::styled(risk, theme.risk),
            Span::raw(" "),
        ];
        let words = Span::styled(words, style);
        if first {
            spans.push(words);
        } else {
            let room = layout::columns(place).saturating_sub(START);
            spans.extend(risk_and_why(theme, flag, words, room));
        }
        canvas.line(place, row, Line::from(spans));
        if marked {
            canvas.fill_row(place, row, theme.marked);
        }
        if marked && first {
            canvas.caret(place, row, 0);
        }
    }
}
