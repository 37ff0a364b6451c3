//! Where she was: sheet, page, box, and what she keyed last. Laid over the lower boxes until the next key.

use crate::domain::text;
use crate::model::keying::{Keying, Returned};
use crate::ui::canvas::{Canvas, cell};
use crate::ui::layout;
use chrono::Local;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Columns of the card and of what stands before each line.
const WIDTH: u16 = 66;
const NAME: usize = 11;

/// Draws the card.
pub fn draw(canvas: &mut Canvas<'_, '_>, sheet: Rect, keying: &Keying, returned: Returned) {
    let lines = lines(keying, returned);
    let rows = lines.len() as u16 + 2;
    if sheet.height < rows + 2 {
        return;
    }
    // A line of hers that lies open again below may take the last row of the boxes.
    let above = Rect {
        height: sheet.height - 1,
        ..sheet
    };
    let place = layout::at_the_bottom(above, WIDTH.min(sheet.width), rows);
    let inside = canvas.laid_over(place, "Where was I?");
    let theme = canvas.theme;
    for (row, (name, words)) in lines.iter().enumerate() {
        let room = layout::columns(inside).saturating_sub(NAME + 2);
        let spans = vec![
            Span::styled(format!("{}  ", cell(name, NAME)), theme.label),
            Span::styled(text::clip(words, room).into_owned(), theme.value),
        ];
        canvas.line(inside, row, Line::from(spans));
    }
}

fn lines(keying: &Keying, returned: Returned) -> Vec<(&'static str, String)> {
    let filling = &keying.filling;
    let form = filling.form();
    let serial = filling.boxes().find(|view| view.field.key == "sheet");
    let serial = serial.map_or("", |view| view.text);
    let here = filling.focused();
    let next = format!(
        "box {}, page {} of {}",
        here.field.name(),
        here.field.page,
        form.pages()
    );
    let last = filling.last_keyed().map_or_else(
        || "nothing yet".to_owned(),
        |view| match (view.text.is_empty(), view.meaning.is_empty()) {
            (true, _) => format!("{}  ({})", view.field.name(), view.meaning),
            (false, true) => format!("{}  {}", view.field.name(), one_line(view.text)),
            (false, false) => format!(
                "{}  {}  {}",
                view.field.name(),
                one_line(view.text),
                view.meaning
            ),
        },
    );
    let (what, since) = match returned {
        Returned::Resumed(at) => ("Kept", at),
        Returned::Paused(at) => ("Last key", at),
    };
    let since = since
        .with_timezone(&Local)
        .format("%d/%m %H:%M")
        .to_string();
    let mut lines = vec![
        ("Sheet", format!("{}  {serial}", form.title)),
        ("Next", next),
    ];
    if !here.text.is_empty() {
        lines.push(("In it", one_line(here.text)));
    }
    lines.extend([("Last keyed", last), (what, since)]);
    lines
}

fn one_line(words: &str) -> String {
    words.replace(['\n', '\t'], " ")
}
