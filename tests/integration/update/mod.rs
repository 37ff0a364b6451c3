//! What each key does, without a screen and without a disk: messages in, state and wishes out.

mod allocating;
mod anything;
mod commands;
mod drafts;
mod figures;
mod finding;
mod hands;
mod hostile;
mod keying;
mod locking;
mod pace;
mod paper;
mod past;
mod people;
mod reviewing;
mod saving;
pub mod seat;
mod sharing;
mod slips;
mod undoing;
mod waiting;
mod world;
