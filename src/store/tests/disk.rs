//! The store on a real disk, with a real sled under it.
use super::*;
