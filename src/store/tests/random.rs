//! Random hands at the desk.
use super::*;
