//! Caseload: a keyboard-driven desk for a Health Trainer service. This page is the architecture.
//!
//! One admin officer keys national casework forms from paper, finds clients and allocates cases; supervisors look cases up. One
//! ordinary machine, no server, no network; the records are health and offence data, sealed at rest.
//!
//! # What flows through it
//! ```text
//! terminal ─▶ app::input ─ Message::KeyPressed ─▶ Model::update ─▶ Keymap::resolve ─▶ the top layer ─▶ Vec<Effect>
//!             ui::draw(&Model) ◀──────────── after the messages that wait ◀──────────────┘        │
//!             app::worker ◀──────────────────────────────────────────────────────────────────────┘
//!               └─ Store::record_and_tell: journal append + fdatasync ─▶ glance ─▶ Message::Recorded ─▶ "Saved"
//!                                          while she reads it: working store ─▶ index ─▶ the next request
//! ```
//! [`model`] is total and pure: no disk, no clock, no terminal. What it wants is an [`model::Effect`], what happened is a
//! [`model::Message`]. So a key is on the screen within one frame whatever the disk does, and a list of messages is a test.
//!
//! # What is true
//! Everything that happens is a [`domain::act::Act`], appended to the [`journal`]: sealed, chained, signed, synced. What the acts add
//! up to ([`domain::dossier::Dossier`] and its kin) lies in a working store that may be thrown away at any time and is made again
//! from the journal. Undo is a further act; state is the fold of the acts that count.
//!
//! # Rooms, and who may use whom
//! ```text
//! main → cli → app → ui ──┐
//!              │                                  forms, allocation → condition → domain
//!              │     └→ model → command, keymap, forms, paper, search, allocation → domain
//!              ├→ demo → forms, domain
//!              └→ store → journal, keys → domain        (the store never uses forms, model or ui; ui never uses the store)
//! ```
//! | room | what belongs there |
//! | --- | --- |
//! | [`domain`] | the casework itself: words, identifiers, dates, people, sheets, acts; its page is the glossary |
//! | [`forms`] | the form engine; national forms are files in `forms/`, never Rust |
//! | [`condition`] | the small language of conditions: of form files, and of a service's own allocation rules |
//! | [`search`] | finding a person however her name is misspelt, and saying why |
//! | [`allocation`] | who may take a case, who should, and why; clocks, load, diary |
//! | [`paper`] | where every sheet is, what should have come, what trainers are asked, which boxes are keyed again |
//! | [`journal`] | frames, chain, segments, verification; every access to a file goes through its one small trait |
//! | [`keys`] | who may read what: header, slots, sealing |
//! | [`store`] | the only door to the data |
//! | [`command`], [`keymap`] | the one table of commands; which key means which where |
//! | [`model`] | all state of the desk and the only code that changes it; one file a screen |
//! | [`ui`] | model to frame, the same file names as in `model` |
//! | [`app`] | the running program: threads, terminal, loop; and the scripted operator who sits at it |
//! | [`demo`] | made-up people from a seed |
//! | [`cli`] | one file a subcommand |
//! | [`config`] | folders and settings |
//!
//! `tests/integration/tidy.rs` keeps this true.

pub mod allocation;
pub mod app;
pub mod cli;
pub mod command;
pub mod condition;
pub mod config;
pub mod demo;
pub mod domain;
pub mod forms;
pub mod journal;
pub mod keymap;
pub mod keys;
pub mod model;
pub mod paper;
pub mod search;
pub mod store;
pub mod ui;
