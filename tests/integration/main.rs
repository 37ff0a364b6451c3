//! The one integration test crate. One module per subject.
