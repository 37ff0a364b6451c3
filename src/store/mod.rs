//! The only door to the data.
