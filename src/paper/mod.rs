//! Paper: what should have come and has not, what trainers are asked, and which boxes are keyed again. All pure.
//!
//! - [`settings`]: what a service may change, from `settings/paper.toml`.
//! - [`expected`]: paper that should be here by now, by rules that are data. [`gaps`]: the ledger as the desk shows it.
//! - [`chase`]: the note to a trainer. [`lessons`]: the pretend tray that teaches the keys.
//! - [`pads`]: handing out numbered paper, and what a serial has to do with it.
//! - [`rekey`]: the plan of boxes to key again, by risk for each key it costs. [`compare`]: whether two readings of a box agree.

pub mod chase;
pub mod compare;
pub mod expected;
pub mod gaps;
pub mod lessons;
pub mod pads;
pub mod rekey;
pub mod settings;

pub use settings::Settings;
