//! Caseload: the architecture page.

pub mod allocation;
pub mod app;
pub mod cli;
pub mod command;
pub mod config;
pub mod demo;
pub mod domain;
pub mod forms;
pub mod journal;
pub mod keymap;
pub mod keys;
pub mod model;
pub mod search;
pub mod store;
pub mod ui;
