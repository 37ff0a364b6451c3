//! The lines that every screen has: who and whose, the sentence for her, the keys.

use crate::domain::{dates, text};
use crate::model::{Desk, NoticeKind, Safety};
use crate::ui::canvas::{Canvas, wrap};
use crate::ui::layout;
use crate::ui::theme::Theme;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Most rows that a sentence may take; it is laid over the screen upwards, so that nothing moves.
const NOTICE_ROWS: usize = 3;

/// The top line: who is at the desk, whose record is open, and whether what she typed is safe.
pub fn top(canvas: &mut Canvas<'_, '_>, place: Rect, desk: &Desk, record: &str) {
    let theme = canvas.theme;
    let safety = safety(&desk.safety, theme);
    let day = format!("{} {}", desk.local.format("%a"), dates::show(desk.today()));
    let middle = if record.is_empty() {
        desk.overview.service.clone()
    } else {
        record.to_owned()
    };
    let room = layout::columns(place);
    let right = match (safety.is_empty(), record.is_empty()) {
        (true, _) => day,
        (false, true) if room >= 80 => format!("{day}   {safety}"),
        (false, _) => safety,
    };
    let right = format!(" {right} ");
    // What is not safe is more important than who is at the desk.
    let who = if room >= 60 || record.is_empty() {
        format!(" {}  {}  ", desk.user, theme.symbols.lines.down)
    } else {
        " ".to_owned()
    };
    let left = room.saturating_sub(text::width(&right) + text::width(&who) + 1);
    let middle = if record.is_empty() {
        middle
    } else {
        shortened(&middle, left)
    };
    canvas.line_both(
        place,
        0,
        Line::from(vec![Span::raw(who), Span::raw(middle)]),
        right,
    );
    canvas.fill(place, theme.bar);
}

/// `Smith, Dale  14/03/1984  X123456` in so many columns: the name gives way, date of birth and reference stay.
fn shortened(record: &str, columns: usize) -> String {
    if text::width(record) <= columns {
        return record.to_owned();
    }
    let mut parts = record.rsplitn(3, "  ");
    let (Some(reference), Some(born), Some(name)) = (parts.next(), parts.next(), parts.next())
    else {
        return record.to_owned();
    };
    let rest = format!("  {born}  {reference}");
    match columns
        .checked_sub(text::width(&rest))
        .filter(|left| *left >= 6)
    {
        Some(left) => format!("{}{rest}", text::clip(name, left)),
        None => record.to_owned(),
    }
}

/// Whether it is safe, in words short enough for the top line.
fn safety(safety: &Safety, theme: &Theme) -> String {
    match safety {
        Safety::Quiet => String::new(),
        Safety::Kept(at) => format!("kept {}", at.format("%H:%M:%S")),
        Safety::Saving => "Saving…".to_owned(),
        Safety::Saved(_, at) => format!("{} Saved {}", theme.symbols.good, at.format("%H:%M")),
        Safety::NotSaved(_) => format!("{} NOT SAVED", theme.symbols.hard),
    }
}

/// What she should know, as words alone: the sentence, else that something is not saved, else what was saved last.
pub fn said(desk: &Desk) -> String {
    match (&desk.notice, &desk.safety) {
        (Some(notice), _) => match notice.kind {
            NoticeKind::Info | NoticeKind::Good => notice.text.clone(),
            NoticeKind::Soft => format!("Check: {}", notice.text),
            NoticeKind::Hard => format!("Wrong: {}", notice.text),
        },
        (None, Safety::NotSaved(why)) => format!("Not saved: {why}"),
        (None, Safety::Saved(what, _)) if !what.is_empty() => format!("Saved: {what}"),
        _ => String::new(),
    }
}

/// The sentence above the keys: what she should know; else that something is not saved; else what was saved last.
pub fn notice(canvas: &mut Canvas<'_, '_>, body: Rect, place: Rect, desk: &Desk) {
    let theme = canvas.theme;
    let (sign, style, words) = match (&desk.notice, &desk.safety) {
        (Some(notice), _) => {
            let (sign, style) = look(notice.kind, theme);
            (sign, style, notice.text.clone())
        }
        (None, Safety::NotSaved(why)) => {
            (theme.symbols.hard, theme.hard, format!("Not saved: {why}"))
        }
        (None, Safety::Saved(what, _)) if !what.is_empty() => {
            (theme.symbols.good, theme.good, format!("Saved: {what}"))
        }
        _ => return,
    };
    let indent = if sign.is_empty() { 1 } else { 3 };
    let mut lines = wrap(&words, layout::columns(place).saturating_sub(indent + 1));
    let most = NOTICE_ROWS.min(layout::rows(body) / 3 + 1);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push_str("  …");
        }
    }
    let rows = lines.len() as u16;
    let place = Rect {
        y: place.bottom().saturating_sub(rows),
        height: rows,
        ..place
    };
    canvas.clear(place);
    for (row, line) in lines.iter().enumerate() {
        let sign = if row == 0 { sign } else { "" };
        let start = if sign.is_empty() {
            " ".repeat(indent)
        } else {
            format!(" {sign} ")
        };
        canvas.line(place, row, Span::styled(format!("{start}{line}"), style));
    }
}

/// The sign and the look of a kind of notice.
pub fn look(kind: NoticeKind, theme: &Theme) -> (&'static str, Style) {
    match kind {
        NoticeKind::Info => ("", theme.text),
        NoticeKind::Good => (theme.symbols.good, theme.good),
        NoticeKind::Soft => (theme.symbols.soft, theme.soft),
        NoticeKind::Hard => (theme.symbols.hard, theme.hard),
    }
}

/// The keys that do something here.
pub fn keys(canvas: &mut Canvas<'_, '_>, place: Rect, words: &str) {
    canvas.line(
        place,
        0,
        Line::from(vec![Span::raw(" "), Span::styled(words, canvas.theme.keys)]),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_gives_way_to_date_of_birth_and_reference() {
        let record = "O'Brien-Fitzgerald, Siobhan  30/08/1979  X200117";
        assert_eq!(
            shortened(record, 37),
            "O'Brien-Fitzger…  30/08/1979  X200117"
        );
        assert_eq!(shortened(record, 60), record);
        assert_eq!(shortened("New client: wood", 5), "New client: wood");
    }
}
