//! The effective key table, filtered as she types.

use super::layer::{Hand, Move, Screen};
use super::line::Line;
use super::message::Message;
use crate::command::{Command, Context};
use crate::keymap::{Keymap, Row, key_table};

/// The help screen.
#[derive(Debug, Default)]
pub struct Help {
    /// What is typed.
    pub line: Line,
    /// First row shown.
    pub top: usize,
    /// Contexts of the layer below: what works there comes first.
    pub below: Vec<Context>,
}

impl Help {
    /// Help over a layer with these contexts.
    pub fn over(below: Vec<Context>) -> Self {
        Self {
            below,
            ..Self::default()
        }
    }

    /// The rows to show: those that work below first, narrowed by what is typed.
    pub fn rows(&self, keymap: &Keymap) -> Vec<Row> {
        let wanted = self.line.text().to_lowercase();
        let fits = |row: &Row| {
            let keys = row.keys.join(" ").to_lowercase();
            wanted.is_empty()
                || row.sentence.to_lowercase().contains(&wanted)
                || keys.contains(&wanted)
        };
        let mut rows: Vec<Row> = key_table(keymap).into_iter().filter(fits).collect();
        let place = |row: &Row| {
            self.below
                .iter()
                .position(|c| *c == row.context)
                .unwrap_or(usize::MAX)
        };
        rows.sort_by_key(place);
        rows
    }

    fn page(hand: &Hand<'_>) -> usize {
        usize::from(hand.desk.size.1).saturating_sub(6).max(1)
    }

    fn scroll(&mut self, hand: &Hand<'_>, by: isize) {
        let rows = self.rows(&hand.desk.fixed.keymap).len();
        let last = rows.saturating_sub(Self::page(hand));
        self.top = self.top.saturating_add_signed(by).min(last);
    }
}

impl Screen for Help {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Help, Context::Edit]
    }

    fn command(&mut self, hand: &mut Hand<'_>, command: Command) -> bool {
        let page = Self::page(hand) as isize;
        match command {
            Command::NextHelpLine => self.scroll(hand, 1),
            Command::PreviousHelpLine => self.scroll(hand, -1),
            Command::NextHelpPage => self.scroll(hand, page),
            Command::PreviousHelpPage => self.scroll(hand, -page),
            Command::CloseHelp | Command::ShowHelp => hand.moves.push(Move::Pop),
            _ => {
                self.top = 0;
                return self.line.edit(command);
            }
        }
        true
    }

    fn typed(&mut self, _hand: &mut Hand<'_>, c: char) {
        self.top = 0;
        if self.line.text().len() < 60 {
            self.line.insert(c);
        }
    }

    fn pasted(&mut self, _hand: &mut Hand<'_>, _text: &str) {}

    fn hear(&mut self, _hand: &mut Hand<'_>, _message: &Message) {}
}
