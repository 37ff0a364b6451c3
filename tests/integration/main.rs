//! The one integration test crate. One module per subject.

mod journeys;
mod readme;
mod screens;
mod tidy;
