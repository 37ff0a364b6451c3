//! Made-up people: a believable service from a seed, for the demo and for tests.

pub mod bulk;
mod cells;
mod names;
mod numbers;
mod people;
mod random;
mod roster;
