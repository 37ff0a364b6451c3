//! Home: what waits at a glance, and the find box that takes every letter typed.

use super::find::Find;

/// The home screen.
#[derive(Debug, Default)]
pub struct Home {
    /// The find box and its list.
    pub find: Find,
}
