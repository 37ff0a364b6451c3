//! The form engine: forms are data, and this room knows the *kinds* of field, never a form by name.
//!
//! # Where things stand
//! - [`definition`]: a [`Form`] with its [`Field`]s in paper order.
//! - [`mod@file`]: TOML → checked definition; every mistake with file, line, column and what to do.
//! - Conditions are in the room [`crate::condition`], code lists in [`crate::domain::codes`].
//! - [`kind`]: ONE table of field kinds: name, sentence, reading, showing, JSON. [`entry`]: what is typed into a box.
//! - [`filling`]: the session of filling one sheet, the heart of the desk.
//! - [`import`]: filled sheets as JSON, through the very same validation.
//! - [`recall`]: what was keyed before and may be offered again.
//! - [`registry`]: all forms at hand. [`shipped`]: the files that come with the program.

pub mod around;
pub mod compute;
pub mod definition;
pub mod entry;
pub mod file;
pub mod filling;
pub mod finding;
pub mod import;
pub mod kind;
pub mod recall;
pub mod registry;
pub mod shipped;
#[cfg(test)]
pub(crate) mod specimen;
pub mod units;
pub mod validate;

pub use around::{Around, says_who};
pub use definition::{Field, Form, Mode, Required};
pub use filling::{BoxState, BoxView, Event, Filling, Finish};
pub use finding::{FileFinding, Finding, Severity};
pub use kind::Kind;
pub use registry::Registry;
