//! `audit list`, `verify`, `viewed`: the journal for people.

use chrono::{DateTime, Local, Utc};
use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use super::args::{Format, Globals};
use super::failure::{Failure, Outcome, tell};
use super::output::Output;
use super::session::Session;
use crate::domain::act::{Act, Deed};
use crate::journal::{JournalError, Report};
use crate::store::StoreError;

/// The journal for people.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// List acts, the oldest first.
    List(ListArgs),
    /// Prove the journal from the first act to the last; always prints JSON.
    Verify(Format),
    /// Who looked at a client's record, and when.
    Viewed(ViewedArgs),
}

/// Arguments of `audit list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Only the latest so many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Only what concerns this client.
    #[arg(long, value_name = "REF")]
    client: Option<String>,
    /// Half-keyed boxes too.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    format: Format,
}

/// Arguments of `audit viewed`.
#[derive(Debug, Args)]
pub struct ViewedArgs {
    /// Client number, CRN, NHS number, case, sheet or the list's own reference.
    #[arg(value_name = "REF")]
    reference: String,
    #[command(flatten)]
    format: Format,
}

pub(super) fn run(globals: &Globals, command: &AuditCommand) -> anyhow::Result<Outcome> {
    match command {
        AuditCommand::List(args) => list(globals, args),
        AuditCommand::Verify(_) => verify(globals),
        AuditCommand::Viewed(args) => viewed(globals, args),
    }
}

fn list(globals: &Globals, args: &ListArgs) -> anyhow::Result<Outcome> {
    let session = Session::open(globals)?;
    let client = args
        .client
        .as_deref()
        .map(|reference| session.client(reference))
        .transpose()?;
    let wanted = |act: &Act| {
        (args.all || act.deed.kind().listed) && (client.is_none() || act.client == client)
    };
    let mut total = 0;
    if args.limit.is_some() {
        session
            .store
            .acts(1, &mut |act| total += usize::from(wanted(&act)))?;
    }
    let mut skipped = total - args.limit.unwrap_or(total).min(total);
    let mut out = Output::take();
    let mut all = Vec::new();
    let mut outcome = Ok(());
    session.store.acts(1, &mut |act| {
        if !wanted(&act) || outcome.is_err() {
            return;
        }
        if skipped > 0 {
            skipped -= 1;
        } else if args.format.json {
            all.push(as_json(&act));
        } else {
            outcome = out.line(&in_words(&act));
        }
    })?;
    outcome?;
    if args.format.json {
        out.json(&all)?;
    }
    out.finish()?;
    session.close()?;
    Ok(Outcome::Done)
}

fn as_json(act: &Act) -> Json {
    let mut line = json!({
        "act": act.seq,
        "at": moment(act.at),
        "by": act.by,
        "client": act.client.map(|client| client.to_string()),
        "kind": act.deed.kind().name,
        "words": act.words(),
    });
    if let Deed::Undone { act, .. } = &act.deed {
        line["undone"] = json!(act);
    }
    if let Some(reason) = reason(&act.deed) {
        line["reason"] = json!(reason);
    }
    line
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

fn reason(deed: &Deed) -> Option<&str> {
    match deed {
        Deed::SheetVoided { reason, .. }
        | Deed::ClientsMerged { reason, .. }
        | Deed::ClientsKeptApart { reason, .. }
        | Deed::Allocated { reason, .. }
        | Deed::ReferralClosed { reason, .. }
        | Deed::CaseReturned { reason, .. }
        | Deed::CaseCovered { reason, .. }
        | Deed::CaseHeld { reason, .. }
        | Deed::Undone { reason, .. } => Some(reason.as_str()).filter(|reason| !reason.is_empty()),
        _ => None,
    }
}

fn in_words(act: &Act) -> String {
    let at = act.at.with_timezone(&Local).format("%d/%m/%Y %H:%M:%S");
    let client = act
        .client
        .map_or_else(|| " ".repeat(8), |client| client.to_string());
    let reason = reason(&act.deed).map_or_else(String::new, |reason| format!(" ({reason})"));
    format!(
        "{:>7}  {at}  {:<16} {client}  {}{reason}",
        act.seq,
        act.by,
        act.words()
    )
}

fn verify(globals: &Globals) -> anyhow::Result<Outcome> {
    let session = match Session::unproved(globals) {
        Ok(session) => session,
        Err(error) => return Err(unopened(error)?),
    };
    let report = session.store.verify()?;
    session.close()?;
    let mut out = Output::take();
    out.json(&proof(&report))?;
    out.finish()?;
    if report.ok {
        tell(&format!("{} acts, each as it was written.", report.acts));
    }
    if !report.ok {
        tell(
            "Nothing was changed. Restore the last backup beside this store and compare before anything more is keyed.",
        );
    }
    Ok(Outcome::done_if(report.ok))
}

fn proof(report: &Report) -> Json {
    let first_break = report
        .first_break
        .as_ref()
        .map(|(act, why)| json!({"act": act, "why": why}));
    json!({"ok": report.ok, "acts": report.acts, "head": report.head, "first_break": first_break})
}

/// A journal so damaged that the store does not open is an answer too; the store stays shut all the same.
fn unopened(error: anyhow::Error) -> Result<anyhow::Error, Failure> {
    let found = match error.downcast_ref::<StoreError>() {
        Some(StoreError::Journal(JournalError::Damaged { seq, .. })) => Some(*seq),
        Some(StoreError::Journal(JournalError::RolledBack { wanted, .. })) => Some(*wanted),
        _ => None,
    };
    if let Some(act) = found {
        let report = Report {
            ok: false,
            acts: act.saturating_sub(1),
            head: String::new(),
            first_break: Some((act, error.to_string())),
        };
        let mut out = Output::take();
        out.json(&proof(&report))?;
        out.finish()?;
    }
    Ok(error)
}

fn viewed(globals: &Globals, args: &ViewedArgs) -> anyhow::Result<Outcome> {
    let session = Session::open(globals)?;
    let client = session.client(&args.reference)?;
    let mut views = Vec::new();
    session.store.acts(1, &mut |act| {
        if let (Deed::Viewed { door }, Some(whose)) = (&act.deed, act.client)
            && whose == client
        {
            views.push((act.seq, act.at, act.by.clone(), door.clone()));
        }
    })?;
    session.close()?;
    let mut out = Output::take();
    if args.format.json {
        let all = views.iter().map(
            |(act, at, by, door)| json!({"act": act, "at": moment(*at), "by": by, "door": door}),
        );
        out.json(&json!({"client": client.to_string(), "views": all.collect::<Vec<_>>()}))?;
    } else {
        for (act, at, by, door) in &views {
            let at = at.with_timezone(&Local).format("%d/%m/%Y %H:%M:%S");
            out.line(&format!("{act:>7}  {at}  {by:<16} {door}"))?;
        }
    }
    out.finish()?;
    if views.is_empty() {
        tell(&Failure::No(format!("Nobody has looked at {client}.")).to_string());
    }
    Ok(Outcome::done_if(!views.is_empty()))
}
