//! Dates as officers write them.
