//! The one integration test crate. One module per subject.

mod cli;
mod histories;
mod journeys;
mod readme;
mod screens;
mod support;
mod tidy;
mod update;
