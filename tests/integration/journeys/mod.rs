//! Journeys of the people who use it, through the real program in a pseudo-terminal.

mod bells;
mod habits;
mod interrupted;
mod keyed;
mod linear;
pub mod terminal;
mod trouble;
mod tutorial;
