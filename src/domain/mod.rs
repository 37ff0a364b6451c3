//! The casework itself: its words, identifiers, dates, people, sheets and acts. No I/O, no clock, no terminal.

pub mod calendar;
pub mod dates;
pub mod identifier;
pub mod text;
