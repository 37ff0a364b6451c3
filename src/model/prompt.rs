//! A question that is answered by typing: a box number, a reason.

use super::line::Line;

/// A prompt.
#[derive(Debug)]
pub struct Prompt {
    /// What the asker gave it.
    pub token: &'static str,
    /// What is asked.
    pub title: String,
    /// What is typed.
    pub line: Line,
    /// Fewest characters that will do.
    pub fewest: usize,
    /// Reasons that one key gives while the line is empty: key and words.
    pub ready: Vec<(char, String)>,
}
