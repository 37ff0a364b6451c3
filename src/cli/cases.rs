//! `cases`: a case changes hands or waits: handed back, stood in for, on hold, and what a trainer was told.
//!
//! # Why
//! The same acts and the same rules as at the desk. Whoever stands in is held to the rules of allocation: a bar is passed
//! only with a reason.

use anyhow::bail;
use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};

use super::allocate::{find, ranked, refuse_bars};
use super::args::Globals;
use super::failure::{Failure, Outcome, tell};
use super::session::{Session, words};
use crate::allocation::lists::When;
use crate::allocation::risk;
use crate::domain::act::{Deed, Subject};
use crate::domain::overview::{CaseLine, Overview};
use crate::model::{allocate::shown, hands};

/// What is done to a case.
#[derive(Debug, Subcommand)]
pub enum CasesCommand {
    /// Take a case back from its trainer; it waits for one again.
    Return(ReturnArgs),
    /// Let somebody stand in for the case's trainer, up to a day.
    Cover(CoverArgs),
    /// Let a case wait for its client: custody, hospital.
    Hold(HoldArgs),
    /// Go on with a case that waited.
    Resume(ReferralArgs),
    /// Close a referral without work: no contact made, declined, refused.
    Close(CloseArgs),
    /// Note that the trainer was told what about safety came up after the case was given.
    Told(ReferralArgs),
}

/// Which case.
#[derive(Debug, Args)]
pub struct ReferralArgs {
    /// The referral's number (2012-0412), or a reference of a client with one open case.
    #[arg(value_name = "REFERRAL")]
    referral: String,
}

/// Who gives a case back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// The trainer declines it.
    Trainer,
    /// The officer takes it back.
    Officer,
}

/// Arguments of `cases return`.
#[derive(Debug, Args)]
pub struct ReturnArgs {
    #[command(flatten)]
    case: ReferralArgs,
    /// Who gives it back.
    #[arg(long, value_enum)]
    by: By,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

/// Arguments of `cases cover`.
#[derive(Debug, Args)]
pub struct CoverArgs {
    #[command(flatten)]
    case: ReferralArgs,
    /// Who stands in, such as HT03.
    #[arg(long, value_name = "TRAINER")]
    to: String,
    /// The last day, such as 2012-06-29.
    #[arg(long, value_name = "DATE")]
    until: NaiveDate,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

/// Arguments of `cases close`.
#[derive(Debug, Args)]
pub struct CloseArgs {
    #[command(flatten)]
    case: ReferralArgs,
    /// How it ends: no contact made, declined, refused, duplicate.
    #[arg(long, value_name = "TEXT")]
    outcome: String,
}

/// Arguments of `cases hold`.
#[derive(Debug, Args)]
pub struct HoldArgs {
    #[command(flatten)]
    case: ReferralArgs,
    /// The first day on which work goes on again, where it is known.
    #[arg(long, value_name = "DATE")]
    until: Option<NaiveDate>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

pub(super) fn run(globals: &Globals, command: &CasesCommand) -> anyhow::Result<Outcome> {
    let mut session = Session::for_officer(globals, "changing who has a case")?;
    let overview = session.overview()?;
    let case = match command {
        CasesCommand::Return(args) => &args.case,
        CasesCommand::Cover(args) => &args.case,
        CasesCommand::Hold(args) => &args.case,
        CasesCommand::Close(args) => &args.case,
        CasesCommand::Resume(args) | CasesCommand::Told(args) => args,
    };
    let line = find(&session, &overview, &case.referral)?;
    let today = session.today;
    let deed = match command {
        CasesCommand::Return(args) => returned(line, args, today)?,
        CasesCommand::Cover(args) => covered(&session, &overview, line, args)?,
        CasesCommand::Hold(args) => Deed::CaseHeld {
            case: line.case.no,
            reason: said(&args.reason)?,
            until: args.until.map(|until| ahead(until, today)).transpose()?,
            on: today,
        },
        CasesCommand::Resume(_) => Deed::CaseResumed {
            case: line.case.no,
            on: today,
        },
        CasesCommand::Close(args) => Deed::ReferralClosed {
            case: line.case.no,
            outcome: said(&args.outcome)?,
            reason: String::new(),
        },
        CasesCommand::Told(_) => told(line, today)?,
    };
    let done = hands_words(&deed);
    session.record_one(Subject::Known(line.client), deed)?;
    session.close()?;
    tell(&done);
    Ok(Outcome::Done)
}

fn hands_words(deed: &Deed) -> String {
    format!("{}.", deed.words())
}

fn said(reason: &str) -> Result<String, Failure> {
    let reason = words(reason, "reason")?;
    if reason.is_empty() {
        return Err(Failure::WrongUse("Say why with --reason.".to_owned()));
    }
    Ok(reason)
}

fn ahead(day: NaiveDate, today: NaiveDate) -> Result<NaiveDate, Failure> {
    if day < today {
        let shown = day.format("%d/%m/%Y");
        return Err(Failure::WrongUse(format!(
            "{shown} is over. Give today or a day to come."
        )));
    }
    Ok(day)
}

fn returned(line: &CaseLine, args: &ReturnArgs, on: NaiveDate) -> anyhow::Result<Deed> {
    let Some(trainer) = line.case.holder().cloned() else {
        bail!(Failure::No(format!("Nobody has case {}.", line.case.no)));
    };
    let when = if args.by == By::Trainer {
        When::Declined
    } else {
        When::Revoked
    };
    Ok(Deed::CaseReturned {
        case: line.case.no,
        trainer,
        how: hands::how(when).to_owned(),
        reason: said(&args.reason)?,
        on,
    })
}

fn covered(
    session: &Session,
    overview: &Overview,
    line: &CaseLine,
    args: &CoverArgs,
) -> anyhow::Result<Deed> {
    let reason = said(&args.reason)?;
    let scene = session.scene(overview);
    let candidates = ranked(&scene, line, None);
    let (_, chosen) = super::allocate::meant(&candidates, &args.to)?;
    refuse_bars(chosen, &reason)?;
    if line
        .case
        .holder()
        .is_none_or(|holder| *holder == chosen.trainer)
    {
        bail!(Failure::No(format!(
            "Somebody else must have case {} for {} to stand in.",
            line.case.no, chosen.trainer
        )));
    }
    Ok(Deed::CaseCovered {
        case: line.case.no,
        trainer: chosen.trainer.clone(),
        until: ahead(args.until, session.today)?,
        shown: shown(chosen),
        reason,
        told: line.risk.flags(),
        on: session.today,
    })
}

fn told(line: &CaseLine, on: NaiveDate) -> anyhow::Result<Deed> {
    let Some(trainer) = line.case.worker_on(on).cloned() else {
        bail!(Failure::No(format!("Nobody has case {}.", line.case.no)));
    };
    let flags = risk::untold(line, &trainer, on);
    if flags.is_empty() {
        bail!(Failure::No(format!(
            "{trainer} was told everything about case {} already.",
            line.case.no
        )));
    }
    for flag in &flags {
        tell(&format!(
            "{trainer} was told: {}",
            risk::words_of_flag(flag)
        ));
    }
    Ok(Deed::TrainerTold {
        case: line.case.no,
        trainer,
        told: flags,
        on,
    })
}
