//! Journeys of the people who use it, through the real program in a pseudo-terminal.

mod interrupted;
mod keyed;
mod linear;
pub mod terminal;
mod trouble;
