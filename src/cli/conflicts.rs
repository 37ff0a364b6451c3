//! `conflicts`: what stands between trainers and clients, in a log of its own, with the least detail.
//!
//! # Why
//! The kind is enough to keep two people apart. Who declared it, when, and whether it was taken back is the log; what lies
//! behind it is in nobody's list.

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use super::args::{Format, Globals};
use super::failure::{Failure, Outcome, tell};
use super::output::Output;
use super::roster::trainer_meant;
use super::session::{Open, Session};
use crate::domain::act::{Act, Deed, Subject};
use crate::domain::fold;
use crate::domain::overview::Overview;

/// Conflicts between trainers and clients.
#[derive(Debug, Subcommand)]
pub enum ConflictsCommand {
    /// The log: declared when, by whom, whether it bars or warns, and what was taken back.
    List(ListArgs),
    /// Note a conflict; `undo` takes it back. Open cases are looked at again at once.
    Declare(DeclareArgs),
}

/// Arguments of `conflicts list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    #[command(flatten)]
    format: Format,
}

/// Arguments of `conflicts declare`.
#[derive(Debug, Args)]
pub struct DeclareArgs {
    /// The trainer, such as HT03.
    #[arg(value_name = "TRAINER")]
    trainer: String,
    /// The client: any reference.
    #[arg(value_name = "CLIENT")]
    client: String,
    /// Kind code, as in the form's list of conflict kinds.
    #[arg(long, value_name = "CODE")]
    kind: String,
}

pub(super) fn run(globals: &Globals, command: &ConflictsCommand) -> anyhow::Result<Outcome> {
    match command {
        ConflictsCommand::List(args) => list(globals, args),
        ConflictsCommand::Declare(args) => declare(globals, args),
    }
}

/// One line of the log.
struct Entry {
    trainer: String,
    client: String,
    kind: String,
    bars: bool,
    since: Option<String>,
    by: Option<String>,
    act: Option<u64>,
    taken_back: bool,
}

fn list(globals: &Globals, args: &ListArgs) -> anyhow::Result<Outcome> {
    let mut session = Session::open(globals)?;
    let overview = session.overview()?;
    let entries = log(&session, &overview)?;
    session.close()?;
    let mut out = Output::take();
    if args.format.json {
        let all: Vec<Json> = entries.iter().map(as_json).collect();
        out.json(&all)?;
    } else {
        for entry in &entries {
            out.line(&in_words(entry))?;
        }
    }
    out.finish()?;
    if entries.is_empty() {
        tell("No conflict is on file.");
    }
    Ok(Outcome::Done)
}

/// Those on trainers' own records, then those declared, oldest first.
fn log(session: &Open, overview: &Overview) -> anyhow::Result<Vec<Entry>> {
    let settings = &session.fixed.allocation;
    let own = overview.trainers.iter().flat_map(|t| {
        t.conflicts.iter().map(|c| Entry {
            trainer: t.id.0.clone(),
            client: c.client.clone(),
            kind: c.kind.clone(),
            bars: settings.bars(&c.kind),
            since: None,
            by: None,
            act: None,
            taken_back: false,
        })
    });
    let mut entries: Vec<Entry> = own.collect();
    let mut acts: Vec<Act> = Vec::new();
    session.store.acts(1, &mut |act| {
        if matches!(
            act.deed,
            Deed::ConflictDeclared { .. } | Deed::Undone { .. }
        ) {
            acts.push(act);
        }
    })?;
    let undone = fold::undone(&acts);
    for act in &acts {
        if let Deed::ConflictDeclared { trainer, kind, on } = &act.deed {
            entries.push(Entry {
                trainer: trainer.0.clone(),
                client: act.client.map_or_else(String::new, |c| c.to_string()),
                kind: kind.clone(),
                bars: settings.bars(kind),
                since: Some(on.to_string()),
                by: Some(act.by.clone()),
                act: Some(act.seq),
                taken_back: undone.contains(&act.seq),
            });
        }
    }
    Ok(entries)
}

fn does(entry: &Entry) -> &'static str {
    match (entry.taken_back, entry.bars) {
        (true, _) => "taken back",
        (false, true) => "bars",
        (false, false) => "warns",
    }
}

fn as_json(entry: &Entry) -> Json {
    json!({
        "trainer": entry.trainer,
        "client": entry.client,
        "kind": entry.kind,
        "does": does(entry),
        "since": entry.since,
        "by": entry.by,
        "act": entry.act,
    })
}

fn in_words(entry: &Entry) -> String {
    let declared = match (&entry.since, &entry.by, entry.act) {
        (Some(since), Some(by), Some(act)) => format!("declared on {since}, by {by} (act {act})"),
        _ => "on the trainer's own record".to_owned(),
    };
    format!(
        "{:<6} {:<10} {:<3} {:<10} {declared}",
        entry.trainer,
        entry.client,
        entry.kind,
        does(entry)
    )
}

fn declare(globals: &Globals, args: &DeclareArgs) -> anyhow::Result<Outcome> {
    let mut session = Session::for_officer(globals, "declaring a conflict")?;
    let overview = session.overview()?;
    let trainer = trainer_meant(&overview, &args.trainer)?.id.clone();
    let client = session.client(&args.client)?;
    let kind = args.kind.trim().to_uppercase();
    let forms = &session.fixed.forms;
    let list = forms.lists().get("conflict_kinds");
    if let Some(list) = list.filter(|list| list.stored(&kind).is_none()) {
        let codes: Vec<String> = list
            .codes
            .iter()
            .map(|c| format!("{} {}", c.code, c.label))
            .collect();
        return Err(Failure::WrongUse(format!(
            "There is no such kind. Kinds are: {}.",
            codes.join(", ")
        ))
        .into());
    }
    let on = session.today;
    let deed = Deed::ConflictDeclared { trainer, kind, on };
    session.record_one(Subject::Known(client), deed)?;
    let overview = session.overview()?;
    let amiss = crate::allocation::guard::breaches(&session.scene(&overview));
    for breach in amiss
        .iter()
        .filter(|b| b.rule == "A3" && b.client == client)
    {
        tell(&format!(
            "Case {}: {}. {}.",
            breach.case, breach.sentence, breach.remedy
        ));
    }
    session.close()?;
    tell("Noted.");
    Ok(Outcome::Done)
}
