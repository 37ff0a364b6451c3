//! The one integration test crate. One module per subject.

mod screens;
mod update;
