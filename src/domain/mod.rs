//! The casework itself: its words, identifiers, dates, people, sheets and acts. No I/O, no clock, no terminal.
//!
//! # Glossary
//! - **client**: a person on probation whom the service helps; [`client::Identity`], number [`reference::ClientId`].
//! - **referral**: somebody asks the service to take a client on; opens a [`case::Case`].
//! - **case**: one referral and all that came of it; Type 1 (signposting) or Type 2 (a personal health plan).
//! - **sheet**: one piece of paper, keyed; [`sheet::Sheet`]. Its *answers* are [`value::Values`], its *facts* what the
//!   casework takes from it, [`fact::Facts`].
//! - **draft**: a half-keyed sheet, [`sheet::Draft`].
//! - **spell**: one time of a case with one trainer; **cover**: somebody stands in for her up to a day.
//! - **trainer**: a health trainer, trainee or champion, [`trainer::Trainer`].
//! - **ledger**: where each sheet of paper is, [`ledger::SheetState`]. **pad**: serials handed to a trainer, [`ledger::Pad`].
//! - **question**: what the office asks a trainer about a sheet, [`question::Question`].
//! - **act**: something that happened, [`act::Act`]; a client's [`dossier::Dossier`] is the fold of her acts.
//! - **sign-off**: the sheet that ends a case. **Follow-up**: three, six and twelve months after it.

pub mod act;
pub mod alert;
pub mod calendar;
pub mod case;
pub mod client;
pub mod codes;
pub mod dates;
pub mod dossier;
pub mod fact;
pub mod figures;
pub mod fold;
pub mod foreseen;
pub mod history;
pub mod identifier;
pub mod ledger;
mod lives;
pub mod overview;
pub mod past;
pub mod question;
pub mod reference;
pub mod shared;
pub mod sheet;
pub mod text;
pub mod trainer;
pub mod transition;
pub mod value;
