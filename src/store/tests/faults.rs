//! Disks that fail.
use super::*;
