//! `users list`, `add`, `revoke`, `passphrase`: officers and supervisors.

use std::path::PathBuf;

use chrono::Utc;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::args::{Format, Globals};
use super::failure::{Outcome, tell};
use super::output::Output;
use super::passphrase;
use super::session::{Session, refuse_user_name};
use crate::domain::act::Role;

/// Officers and supervisors.
#[derive(Debug, Subcommand)]
pub enum UsersCommand {
    /// List who may open the store.
    List(Format),
    /// Let somebody in.
    Add(AddArgs),
    /// Let somebody in no longer.
    Revoke(RevokeArgs),
    /// Set a passphrase: your own, or as an officer anybody's.
    Passphrase(PassphraseArgs),
}

/// What somebody may do.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum RoleName {
    /// Keys, allocates, sees everything.
    Officer,
    /// Looks up; sees no health answers.
    Supervisor,
}

/// Arguments of `users add`.
#[derive(Debug, Args)]
pub struct AddArgs {
    /// The new user's name.
    #[arg(value_name = "NAME")]
    name: String,
    /// What she may do.
    #[arg(long, value_enum, default_value_t = RoleName::Supervisor)]
    role: RoleName,
    /// File whose first line is her passphrase; without it you are asked on the terminal.
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
}

/// Arguments of `users revoke`.
#[derive(Debug, Args)]
pub struct RevokeArgs {
    /// The user's name.
    #[arg(value_name = "NAME")]
    name: String,
}

/// Arguments of `users passphrase`.
#[derive(Debug, Args)]
pub struct PassphraseArgs {
    /// Whose; without a name your own.
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// File whose first line is the new passphrase; without it you are asked on the terminal.
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
}

pub(super) fn run(globals: &Globals, command: &UsersCommand) -> anyhow::Result<Outcome> {
    match command {
        UsersCommand::List(format) => list(globals, *format),
        UsersCommand::Add(args) => add(globals, args),
        UsersCommand::Revoke(args) => revoke(globals, args),
        UsersCommand::Passphrase(args) => change(globals, args),
    }
}

fn list(globals: &Globals, format: Format) -> anyhow::Result<Outcome> {
    let session = Session::open(globals)?;
    let users = session.store.users();
    session.close()?;
    let mut out = Output::take();
    if format.json {
        let all = users
            .iter()
            .map(|u| json!({"user": u.name, "role": role_name(u.role), "revoked": u.revoked}));
        out.json(&all.collect::<Vec<_>>())?;
    } else {
        for user in &users {
            let revoked = if user.revoked { "  revoked" } else { "" };
            out.line(&format!(
                "{:<24} {}{revoked}",
                user.name,
                role_name(user.role)
            ))?;
        }
    }
    out.finish()?;
    Ok(Outcome::Done)
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Officer => "officer",
        Role::Supervisor => "supervisor",
    }
}

fn add(globals: &Globals, args: &AddArgs) -> anyhow::Result<Outcome> {
    refuse_user_name(&args.name)?;
    let mut session = Session::for_officer(globals, "adding a user")?;
    let passphrase = passphrase::obtain_new(args.new_passphrase_file.as_deref(), &args.name)?;
    let role = match args.role {
        RoleName::Officer => Role::Officer,
        RoleName::Supervisor => Role::Supervisor,
    };
    session
        .store
        .add_user(Utc::now(), &args.name, role, &passphrase)?;
    session.close()?;
    tell(&format!(
        "{} may open the store as {}.",
        args.name,
        role_name(role)
    ));
    Ok(Outcome::Done)
}

fn revoke(globals: &Globals, args: &RevokeArgs) -> anyhow::Result<Outcome> {
    let mut session = Session::for_officer(globals, "revoking a user")?;
    session.store.revoke(Utc::now(), &args.name)?;
    session.close()?;
    tell(&format!("{} can open the store no longer.", args.name));
    Ok(Outcome::Done)
}

fn change(globals: &Globals, args: &PassphraseArgs) -> anyhow::Result<Outcome> {
    let mut session = Session::open(globals)?;
    let whose = args
        .name
        .clone()
        .unwrap_or_else(|| session.store.user().to_owned());
    let passphrase = passphrase::obtain_new(args.new_passphrase_file.as_deref(), &whose)?;
    session
        .store
        .change_passphrase(Utc::now(), &whose, &passphrase)?;
    session.close()?;
    tell(&format!("The passphrase of {whose} is changed."));
    Ok(Outcome::Done)
}
