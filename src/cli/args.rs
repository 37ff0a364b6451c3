//! The grammar of the command line. Each command's arguments stand with the command, in its own file.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::model::Look;

use super::{
    allocate, audit, backup, card, caseload, cases, check, clients_duplicates, clients_export,
    clients_import, clients_merge, conflicts, demo, due, find, forms, init, keys, referrals,
    restore, roster, sheets_chase, sheets_export, sheets_import, sheets_issue, sheets_keystrokes,
    sheets_ledger, undo, users,
};

/// The desk of a Health Trainer service: key forms, find clients, allocate cases. Without a command the desk opens.
#[derive(Debug, Parser)]
#[command(name = "caseload", version, max_term_width = 100, disable_help_subcommand = true,
    args_override_self = true, after_help = EXIT_CODES)]
pub struct Cli {
    /// What every command takes.
    #[command(flatten)]
    pub globals: Globals,
    /// What to do; none opens the desk.
    #[command(subcommand)]
    pub command: Option<Command>,
}

const EXIT_CODES: &str = "\
Settings, forms and short names of your own: the folder ~/.config/caseload, or caseload in $XDG_CONFIG_HOME (on Windows and a Mac see \
README.md).

Exit codes: 0 done; 1 done, and the answer is \"no\" or \"something to look at\"; 2 the command line is wrong; 3 not let in; \
4 the store is damaged, rolled back, from a newer version, or unsafe to open; 5 the machine failed.";

/// What every command takes.
#[derive(Debug, Clone, Args)]
pub struct Globals {
    /// Folder of the store; without it the platform's data folder.
    #[arg(long, global = true, value_name = "DIR", env = "CASELOAD_STORE")]
    pub store: Option<PathBuf>,
    /// Who you are in the store; without it `officer`.
    #[arg(long, global = true, value_name = "NAME", env = "CASELOAD_USER")]
    pub user: Option<String>,
    /// File whose first line is the passphrase; without it you are asked on the terminal.
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "CASELOAD_PASSPHRASE_FILE"
    )]
    pub passphrase_file: Option<PathBuf>,
    /// Keymap: default, function_keys, plain, or a file of your own.
    #[arg(long, global = true, value_name = "NAME|FILE")]
    pub keymap: Option<String>,
    /// How the desk looks: default, mono, high-contrast or large.
    #[arg(long, global = true, value_name = "NAME", value_parser = Look::ALL.map(Look::name))]
    pub theme: Option<String>,
    /// The desk in plain lines, for a screen reader or a braille line: nothing is drawn, lines are only added.
    #[arg(long, global = true)]
    pub linear: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make an empty store with its first officer; prints the recovery key once.
    Init(init::InitArgs),
    /// Make a store of made-up data and open the desk on it.
    Demo(demo::DemoArgs),
    /// Practise on a pretend tray of five sheets that checks itself; nothing of it is kept.
    Tutorial,
    /// Find clients; the most probable first, each with the reason why.
    Find(find::FindArgs),
    /// The answer card of one client or case. Logged as a view.
    Card(card::CardArgs),
    /// The definitions of the forms.
    #[command(subcommand)]
    Forms(forms::FormsCommand),
    /// Filled sheets, in and out.
    #[command(subcommand)]
    Sheets(SheetsCommand),
    /// Clients in bulk, and records of the same person.
    #[command(subcommand)]
    Clients(ClientsCommand),
    /// Undo an act; itself an act.
    Undo(undo::UndoArgs),
    /// The referrals that wait for a trainer.
    Referrals(referrals::ReferralsArgs),
    /// Trainers for a referral, ranked; with --to, give it to one.
    Allocate(allocate::AllocateArgs),
    /// A case changes hands or waits: handed back, stood in for, on hold, told.
    #[command(subcommand)]
    Cases(cases::CasesCommand),
    /// What stands between trainers and clients, in a log of its own.
    #[command(subcommand)]
    Conflicts(conflicts::ConflictsCommand),
    /// What is late, due or coming this week: clocks, appointments missed, sign-offs and follow-ups.
    Due(due::DueArgs),
    /// Who has which open case, and how full each week is.
    Caseload(caseload::CaseloadArgs),
    /// Who works with clients on a day, and what each may do.
    Roster(roster::RosterArgs),
    /// The effective key table.
    Keys(keys::KeysArgs),
    /// Officers and supervisors.
    #[command(subcommand)]
    Users(users::UsersCommand),
    /// The journal for people.
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Check everything that can be verified.
    Check(check::CheckArgs),
    /// Make a backup; it counts only after it was restored to a scratch place and compared.
    Backup(backup::BackupArgs),
    /// Make a store out of a backup.
    Restore(restore::RestoreArgs),
}

/// Filled sheets.
#[derive(Debug, Subcommand)]
pub enum SheetsCommand {
    /// Take filled sheets, one JSON object per line, through the validation of the desk.
    Import(sheets_import::ImportArgs),
    /// Give out keyed sheets in the order keyed.
    Export(sheets_export::ExportArgs),
    /// The keys that key each sheet of a file at the desk.
    Keystrokes(sheets_keystrokes::KeystrokesArgs),
    /// Where every sheet of paper is, and which never came.
    Ledger(sheets_ledger::LedgerArgs),
    /// The chase notes to trainers: questions about sheets, and sheets that never came.
    Chase(sheets_chase::ChaseArgs),
    /// Note that a pad of numbered paper was handed to a trainer.
    Issue(sheets_issue::IssueArgs),
}

/// Clients in bulk.
#[derive(Debug, Subcommand)]
pub enum ClientsCommand {
    /// Take clients from a CSV file.
    Import(clients_import::ImportArgs),
    /// Give out all clients as CSV, with the columns of the import.
    Export(clients_export::ExportArgs),
    /// Pairs of records that may be one person.
    Duplicates(clients_duplicates::DuplicatesArgs),
    /// Join two records of one person: A INTO B.
    Merge(clients_merge::MergeArgs),
}

/// How much a listing tells.
#[derive(Debug, Clone, Copy, Args)]
pub struct Format {
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_grammar_holds_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn what_applies_to_every_command_may_stand_before_or_after_it() {
        for line in [
            &["caseload", "--store", "x", "referrals", "--json"][..],
            &["caseload", "referrals", "--json", "--store", "x"],
        ] {
            let cli = Cli::try_parse_from(line).unwrap();
            assert_eq!(cli.globals.store, Some(PathBuf::from("x")));
        }
    }

    #[test]
    fn no_command_takes_a_passphrase() {
        fn look(command: &clap::Command) {
            for argument in command.get_arguments() {
                let id = argument.get_id().as_str();
                assert!(!id.contains("passphrase") || id.ends_with("_file"), "{id}");
            }
            command.get_subcommands().for_each(look);
        }
        look(&Cli::command());
    }
}
