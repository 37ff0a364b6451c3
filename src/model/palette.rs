//! Any command by a few letters of what it does.

use super::line::Line;
use crate::command::Command;

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
    pub below: Vec<crate::command::Context>,
}
