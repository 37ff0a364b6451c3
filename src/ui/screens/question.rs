//! A question with a few answers, laid over what it is about. What will happen is read before it is answered.

use crate::domain::text;
use crate::model::question::Question;
use crate::ui::canvas::{Canvas, wrap};
use crate::ui::layout;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Columns before the words of an answer: pointer, key and the blanks around it.
const START: usize = 5;

/// Draws a question over the body.
pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, question: &Question) {
    let theme = canvas.theme;
    let width = width(question).min(body.width);
    let room = usize::from(width).saturating_sub(4);
    let words: Vec<String> = question
        .text
        .iter()
        .flat_map(|line| wrap(line, room))
        .collect();
    let answers: Vec<Vec<String>> = question
        .answers
        .iter()
        .map(|(_, words)| wrap(words, room.saturating_sub(START)))
        .collect();
    let rows: usize = answers.iter().map(Vec::len).sum();
    let gap = usize::from(!words.is_empty());
    let place = layout::centred(body, width, (words.len() + gap + rows + 2) as u16);
    let inside = canvas.laid_over(place, &question.title);
    // The answers are never pushed out by the words about them.
    let (above, list) = layout::split_off_rows(inside, rows as u16);
    for (row, line) in words.iter().enumerate() {
        canvas.line(above, row, Span::styled(line.as_str(), theme.text));
    }
    draw_answers(canvas, list, question, &answers);
}

fn width(question: &Question) -> u16 {
    let longest = question
        .answers
        .iter()
        .map(|(_, words)| text::width(words) + START)
        .max()
        .unwrap_or(0);
    (longest.max(text::width(&question.title)) as u16 + 6).clamp(64, layout::LONGEST_LINE)
}

fn draw_answers(
    canvas: &mut Canvas<'_, '_>,
    place: Rect,
    question: &Question,
    answers: &[Vec<String>],
) {
    let theme = canvas.theme;
    let before: usize = answers.iter().take(question.marked).map(Vec::len).sum();
    let all: usize = answers.iter().map(Vec::len).sum();
    let top = layout::top_for(before, all, layout::rows(place));
    let rows = answers
        .iter()
        .enumerate()
        .flat_map(|(at, lines)| lines.iter().enumerate().map(move |(n, line)| (at, n, line)));
    for (row, (at, n, line)) in rows.skip(top).take(layout::rows(place)).enumerate() {
        let marked = at == question.marked;
        let pointer = if marked && n == 0 {
            theme.symbols.pointer
        } else {
            " "
        };
        let key = if n == 0 { question.answers[at].0 } else { ' ' };
        let spans = vec![
            Span::raw(pointer),
            Span::styled(format!(" {key}  "), theme.title),
            Span::styled(line.as_str(), theme.value),
        ];
        canvas.line(place, row, Line::from(spans));
        if marked {
            canvas.fill_row(place, row, theme.marked);
        }
        if marked && n == 0 {
            canvas.caret(place, row, 0);
        }
    }
}
