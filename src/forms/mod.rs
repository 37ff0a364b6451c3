//! The form engine: national forms are data, never Rust.
