//! Journeys of the people who use it, through the real program in a pseudo-terminal.

mod interrupted;
mod keyed;
pub mod terminal;
mod trouble;
