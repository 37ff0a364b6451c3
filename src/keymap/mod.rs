//! Which key means which command where.
//!
//! - [`key`]: one key press, folded to what every terminal can tell apart; its names.
//! - [`terminal`]: from the terminal library's events to keys. The only file here that names it.
//! - [`notation`]: keys as one line of text, for scripts: `12/06/2012<enter>=<ctrl-s>`.
//! - [`bindings`]: the keymap itself, a pure resolver over a stack of contexts.
//! - [`mod@file`]: keymap files in layers; mistakes are named and never fatal.
//! - [`lint`]: what no keymap may do, and what the shipped ones promise.
//! - [`table`]: the effective key table and the bottom line, generated.
//!
//! # Why
//! Terminals cannot tell some keys apart, swallow others, and send Alt as Esc; so keys are folded once, on the way in, and a keymap
//! file that asks for a key which cannot arrive is told so when it is read and not when it fails to work.

pub mod bindings;
mod document;
pub mod file;
pub mod key;
pub mod lint;
pub mod notation;
pub mod table;
pub mod terminal;

pub use bindings::{Keymap, Resolution};
pub use file::{Finding, SHIPPED, load, shipped_text};
pub use key::{Code, Key, Mods};
pub use table::{Row, bottom_line, condensed, key_table, markdown, pending_line};
