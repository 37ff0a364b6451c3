//! store
pub mod book;
pub mod codec;
pub mod engine;
pub mod error;
pub mod fold;
pub mod projection;
pub mod records;
pub mod shelf;
