//! A question with a few answers, laid over what it is about. What will happen is read before it is answered.

use crate::model::question::Question;
use crate::ui::canvas::{Canvas, wrap};
use crate::ui::layout;
use crate::ui::widgets::rows;
use ratatui::layout::Rect;
use ratatui::text::Span;

/// Draws a question over the body.
pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, question: &Question) {
    let theme = canvas.theme;
    let wanted = question
        .answers
        .iter()
        .map(|(_, words)| crate::domain::text::width(words) + 10)
        .max()
        .unwrap_or(0);
    let width = (wanted as u16)
        .max(64)
        .min(layout::LONGEST_LINE)
        .min(body.width);
    let room = usize::from(width).saturating_sub(4);
    let text: Vec<String> = question
        .text
        .iter()
        .flat_map(|line| wrap(line, room))
        .collect();
    let gap = usize::from(!text.is_empty());
    let rows_wanted = text.len() + gap + question.answers.len() + 2;
    let place = layout::centred(body, width, rows_wanted as u16);
    let inside = canvas.framed(place, &question.title);
    // The answers are never pushed out by the words about them.
    let answers = question.answers.len().min(layout::rows(inside).max(1));
    let (above, list) = layout::split_off_rows(inside, answers as u16);
    for (row, line) in text.iter().enumerate() {
        canvas.line(above, row, Span::styled(line.as_str(), theme.text));
    }
    for (row, at) in rows::shown(list, question.answers.len(), question.marked).enumerate() {
        let (key, words) = &question.answers[at];
        let spans = vec![
            Span::styled(format!(" {key}  "), theme.title),
            Span::styled(words.as_str(), theme.value),
        ];
        rows::draw_row(canvas, list, row, spans, at == question.marked);
    }
}
