//! Any command by a few letters of what it does.

use super::layer::{Hand, Move, Screen};
use super::line::Line;
use super::message::Message;
use crate::command::{Command, Context, palette};

/// The palette.
#[derive(Debug, Default)]
pub struct Palette {
    /// What is typed.
    pub line: Line,
    /// Commands that fit, best first.
    pub hits: Vec<Command>,
    /// The marked line.
    pub marked: usize,
    /// Contexts of the layer below: what can be run there comes first.
    pub below: Vec<Context>,
}

impl Palette {
    /// The palette over a layer with these contexts.
    pub fn over(below: Vec<Context>) -> Self {
        let mut palette = Self {
            below,
            ..Self::default()
        };
        palette.rank();
        palette
    }

    fn rank(&mut self) {
        let ranked = palette::rank_in(self.line.text(), &self.below);
        self.hits = ranked
            .into_iter()
            .map(|(command, _)| command)
            .filter(|c| c.works_in(&self.below))
            .collect();
        self.marked = 0;
    }
}

impl Screen for Palette {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Palette, Context::Edit]
    }

    fn command(&mut self, hand: &mut Hand<'_>, command: Command) -> bool {
        match command {
            Command::RunCommand => match self.hits.get(self.marked) {
                Some(wanted) => hand.moves.push(Move::Run(*wanted)),
                None => hand
                    .desk
                    .say(super::NoticeKind::Info, "No command fits these letters."),
            },
            Command::NextCommand => {
                self.marked = (self.marked + 1).min(self.hits.len().saturating_sub(1));
            }
            Command::PreviousCommand => self.marked = self.marked.saturating_sub(1),
            Command::ClosePalette | Command::OpenPalette => hand.moves.push(Move::Pop),
            _ => {
                let edited = self.line.edit(command);
                if edited {
                    self.rank();
                }
                return edited;
            }
        }
        true
    }

    fn typed(&mut self, _hand: &mut Hand<'_>, c: char) {
        if self.line.text().len() < 60 {
            self.line.insert(c);
            self.rank();
        }
    }

    fn pasted(&mut self, _hand: &mut Hand<'_>, _text: &str) {}

    fn hear(&mut self, _hand: &mut Hand<'_>, _message: &Message) {}
}
