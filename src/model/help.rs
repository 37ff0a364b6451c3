//! The effective key table, filtered as she types.

use super::line::Line;
use crate::command::Context;

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
