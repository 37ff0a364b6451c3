//! The desk as lines of plain text, for a screen reader or a braille line: the second face of the same model.
//!
//! - [`mod@page`]: what a screen has to say, as words. [`keying`], [`lists`], [`cases`]: the pages of the larger screens.
//! - [`speaker`]: what of it is new, and the characters that say so.
//!
//! # Why
//! Nothing is ever drawn over: lines are only added, so what was read stays where it was. The last line is the prompt, and the real
//! caret stands at its end, where the reader follows it. Only what is new is said, the most important word first; lines are broken
//! for a braille line of 40 cells. No frames, no signs that a voice would spell, no cursor addressing, no colour.

mod besides;
mod cases;
mod keying;
mod lists;
pub mod page;
pub mod speaker;

pub use page::{Page, page};
pub use speaker::{Moment, Speaker};
