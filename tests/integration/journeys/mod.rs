//! Journeys of the people who use it, through the real program in a pseudo-terminal.

mod habits;
mod interrupted;
mod keyed;
mod linear;
pub mod terminal;
mod trouble;
