//! Dates as officers write them, read and shown.
//!
//! Dates are stored as days, shown as dd/mm/yyyy, and read in every form that a paper or a hurried hand offers.
//! Nothing here asks a clock: `today` is always an argument.

mod fault;
mod fragment;
mod read;
mod read_date;
mod relative;
mod time;
mod tokens;
mod words;

pub use fault::{DateFault, TimeFault};
pub use fragment::{DateFragment, parse_fragment};
pub use read::{YearWindow, parse};
pub use read_date::ReadDate;
pub use time::{parse_time, show_time};
pub use words::{age_on, echo, echo_birth, show, show_parts};

/// The first year that a typed date may lie in.
pub const FIRST_YEAR: i32 = 1900;

/// The last year that a typed date may lie in.
pub const LAST_YEAR: i32 = 2100;
