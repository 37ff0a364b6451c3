//! The one integration test crate. One module per subject.

mod cli;
mod support;
