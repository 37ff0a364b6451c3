//! A frame as text: its lines, then the runs of one look in each line, then the cursor.

use caseload::model::Model;
use caseload::ui::{self, Theme};
use ratatui::Terminal;
use ratatui::backend::{Backend, TestBackend};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use std::fmt::Write as _;

/// Draws the model in a window of this size.
pub fn draw(model: &Model, theme: &Theme, size: (u16, u16)) -> Terminal<TestBackend> {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    terminal
        .draw(|frame| ui::draw(frame, model, theme))
        .unwrap();
    terminal
}

/// The picture of a model: lines, looks, cursor.
pub fn picture(model: &Model, theme: &Theme, size: (u16, u16)) -> String {
    let mut terminal = draw(model, theme, size);
    let mut picture = lines(terminal.backend().buffer()).join("\n");
    picture.push_str("\n\nlooks\n");
    looks(terminal.backend().buffer(), &mut picture);
    let cursor = if terminal.backend().cursor_visible() {
        let at = terminal.backend_mut().get_cursor_position().unwrap();
        format!("cursor at column {} of row {}", at.x, at.y)
    } else {
        "no cursor".to_owned()
    };
    picture.push_str(&cursor);
    picture.push('\n');
    picture
}

/// The lines of a buffer, blanks at their ends taken off.
pub fn lines(buffer: &Buffer) -> Vec<String> {
    let width = usize::from(buffer.area.width).max(1);
    let line = |cells: &[Cell]| {
        let mut line = String::new();
        let mut covered = 0;
        for cell in cells {
            // A wide letter covers the cell behind it.
            if covered == 0 {
                line.push_str(cell.symbol());
            }
            covered = if covered > 0 {
                covered - 1
            } else {
                caseload::domain::text::width(cell.symbol()).saturating_sub(1)
            };
        }
        line.trim_end().to_owned()
    };
    buffer.content.chunks(width).map(line).collect()
}

fn looks(buffer: &Buffer, picture: &mut String) {
    let width = usize::from(buffer.area.width).max(1);
    for (row, cells) in buffer.content.chunks(width).enumerate() {
        let mut runs = String::new();
        let mut from = 0;
        for run in cells.chunk_by(|a, b| look(a) == look(b)) {
            let look = run.first().map(look).unwrap_or_default();
            if !look.is_empty() {
                let _ = write!(runs, "  {}-{} {look}", from, from + run.len() - 1);
            }
            from += run.len();
        }
        if !runs.is_empty() {
            let _ = writeln!(picture, "{row:>3}{runs}");
        }
    }
}

/// How a cell looks, in a few words; nothing where it is plain.
fn look(cell: &Cell) -> String {
    let mut words: Vec<String> = Vec::new();
    let names = [
        (Modifier::BOLD, "bold"),
        (Modifier::ITALIC, "italic"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::REVERSED, "reversed"),
    ];
    words.extend(
        names
            .iter()
            .filter(|(m, _)| cell.modifier.contains(*m))
            .map(|(_, name)| (*name).to_owned()),
    );
    if cell.fg != Color::Reset {
        words.push(format!("{}", cell.fg).to_lowercase());
    }
    if cell.bg != Color::Reset {
        words.push(format!("on {}", cell.bg).to_lowercase());
    }
    words.join("+")
}
