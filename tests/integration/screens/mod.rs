//! Pictures of every screen: what she reads, how it looks, where the cursor stands; and every size draws.

mod glance;
mod paper;
pub mod people;
pub mod picture;
mod pictures;
mod sizes;
mod world;
