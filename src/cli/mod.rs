//! The command line: one file per subcommand. What it promises to scripts (names, flags, JSON keys, exit codes) may grow, never change.
//!
//! - [`args`]: the whole grammar, and which file answers which command.
//! - [`failure`]: exit codes and sentences. [`output`]: standard output. [`passphrase`]: how one is given.
//! - [`session`]: a store unlocked for one command, with the forms, the calendar and the settings around it.
//!
//! Standard output carries data only; messages for people go to standard error. This is the only room that prints.
//!
//! # Why
//! The desk is the product. These commands exist so that a supervisor, a script or a test can do without its screen, and they use the
//! same store, the same validation and the same rules as the desk: no command can do what the desk would refuse.

mod allocate;
pub mod args;
mod audit;
mod backup;
mod card;
mod caseload;
mod cases;
mod check;
mod claims;
mod clients_duplicates;
mod clients_export;
mod clients_import;
mod clients_merge;
mod clients_told;
mod columns;
mod conflicts;
mod demo;
mod desk;
mod due;
pub mod failure;
mod files;
mod find;
mod forms;
mod init;
mod keys;
mod lines;
mod newcomers;
pub mod output;
pub mod passphrase;
mod progress;
mod referrals;
mod restore;
mod roster;
pub mod session;
mod sheets_chase;
mod sheets_export;
mod sheets_import;
mod sheets_issue;
mod sheets_keystrokes;
mod sheets_ledger;
mod surroundings;
pub mod tutorial;
mod twice;
mod undo;
mod users;
mod verdict;
mod whose;

pub use failure::report;

use std::ffi::OsString;
use std::process::ExitCode;

use args::{Cli, ClientsCommand, Command, SheetsCommand};
use clap::Parser as _;

/// Runs the program with these arguments, its own name first.
///
/// # Errors
/// Whatever a command could not do; [`report`] says it and gives the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> anyhow::Result<ExitCode> {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(said) => {
            let code = u8::try_from(said.exit_code()).unwrap_or(2);
            // Help that nobody reads to the end is no error.
            let _reader_gone = said.print();
            return Ok(ExitCode::from(code));
        }
    };
    let globals = cli.globals;
    let Some(command) = cli.command else {
        return desk::run(&globals);
    };
    let outcome = match command {
        Command::Demo(args) => return demo::run(&globals, &args),
        Command::Tutorial => return tutorial::run(&globals),
        Command::Init(args) => init::run(&globals, &args),
        Command::Find(args) => find::run(&globals, &args),
        Command::Card(args) => card::run(&globals, &args),
        Command::Forms(command) => forms::run(&command),
        Command::Sheets(SheetsCommand::Import(args)) => sheets_import::run(&globals, &args),
        Command::Sheets(SheetsCommand::Export(args)) => sheets_export::run(&globals, &args),
        Command::Sheets(SheetsCommand::Keystrokes(args)) => sheets_keystrokes::run(&globals, &args),
        Command::Sheets(SheetsCommand::Ledger(args)) => sheets_ledger::run(&globals, &args),
        Command::Sheets(SheetsCommand::Chase(args)) => sheets_chase::run(&globals, &args),
        Command::Sheets(SheetsCommand::Issue(args)) => sheets_issue::run(&globals, &args),
        Command::Clients(ClientsCommand::Import(args)) => clients_import::run(&globals, &args),
        Command::Clients(ClientsCommand::Export(args)) => clients_export::run(&globals, &args),
        Command::Clients(ClientsCommand::Duplicates(args)) => {
            clients_duplicates::run(&globals, &args)
        }
        Command::Clients(ClientsCommand::Merge(args)) => clients_merge::run(&globals, &args),
        Command::Undo(args) => undo::run(&globals, &args),
        Command::Referrals(args) => referrals::run(&globals, &args),
        Command::Allocate(args) => allocate::run(&globals, &args),
        Command::Cases(command) => cases::run(&globals, &command),
        Command::Conflicts(command) => conflicts::run(&globals, &command),
        Command::Due(args) => due::run(&globals, &args),
        Command::Caseload(args) => caseload::run(&globals, &args),
        Command::Roster(args) => roster::run(&globals, &args),
        Command::Keys(args) => keys::run(&globals, &args),
        Command::Users(command) => users::run(&globals, &command),
        Command::Audit(command) => audit::run(&globals, &command),
        Command::Check(args) => check::run(&globals, &args),
        Command::Backup(args) => backup::run(&globals, &args),
        Command::Restore(args) => restore::run(&globals, &args),
    };
    outcome.map(ExitCode::from)
}
