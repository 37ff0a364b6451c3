//! `allocate`: trainers for a referral, ranked with what counts for and against each; with `--to`, one of them gets it.
//!
//! # Why
//! The same rules and the same record as at the desk: what stood on the screen and the reason given are kept with the act.

use anyhow::bail;
use clap::Args;
use serde_json::{Value as Json, json};

use super::args::{Format, Globals};
use super::failure::{Failure, Outcome, tell};
use super::output::Output;
use super::session::{Session, quoted, words};
use crate::allocation::{self, Bar, Candidate, Scene, may_override};
use crate::domain::act::{Deed, Subject};
use crate::domain::overview::{CaseLine, Overview};
use crate::domain::reference::CaseNo;
use crate::model::allocate::shown;

/// Arguments of `allocate`.
#[derive(Debug, Args)]
pub struct AllocateArgs {
    /// The referral's number (2012-0412), or a reference of a client with one open case.
    #[arg(value_name = "REFERRAL")]
    referral: String,
    /// The trainer who gets it, such as HT03.
    #[arg(long, value_name = "TRAINER")]
    to: Option<String>,
    /// Why: needed to pass a rule that bars her, and to take a case away from somebody.
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    /// Type of work, where the referral is unsure or the type was settled since.
    #[arg(long = "type", value_name = "1|2", value_parser = clap::value_parser!(u8).range(1..=2))]
    work: Option<u8>,
    /// Print the hand-over slip: clocks, limits of the place, what to read and what to ask first.
    #[arg(long, conflicts_with_all = ["to", "json"])]
    slip: bool,
    #[command(flatten)]
    format: Format,
}

pub(super) fn run(globals: &Globals, args: &AllocateArgs) -> anyhow::Result<Outcome> {
    let mut session = match args.to {
        Some(_) => Session::for_officer(globals, "allocating a case")?,
        None => Session::open(globals)?,
    };
    let overview = session.overview()?;
    let line = find(&session, &overview, &args.referral)?;
    let work = args.work.unwrap_or_else(|| allocation::work_asked(line));
    let scene = session.scene(&overview);
    if args.slip {
        slip(&scene, &overview, line, work)?;
        session.close()?;
        return Ok(Outcome::Done);
    }
    let candidates = allocation::rank(&scene, line, work);
    let outcome = match &args.to {
        None => {
            show(args, line, &candidates)?;
            Outcome::Done
        }
        Some(to) => {
            for question in allocation::questions(&scene, line) {
                tell(&format!(
                    "Ask the {} first: {}",
                    question.whom, question.sentence
                ));
            }
            let deed = deed(
                line,
                work,
                &candidates,
                to,
                &words(&args.reason, "reason")?,
                session.today,
            )?;
            let client = line.client;
            session.record_one(Subject::Known(client), deed)?;
            given(args, line, &candidates, to)?;
            Outcome::Done
        }
    };
    session.close()?;
    Ok(outcome)
}

/// The hand-over slip, with the names that whoever meets the client needs.
fn slip(scene: &Scene, overview: &Overview, line: &CaseLine, work: u8) -> Result<(), Failure> {
    let mut out = Output::take();
    let to = line.case.worker_on(scene.today);
    let to = to.and_then(|id| overview.trainer(&id.0));
    for said in allocation::handover::slip_for(scene, line, work, to) {
        out.line(&said)?;
    }
    out.finish()
}

/// Everybody who could be thought of for this case.
pub(super) fn ranked(scene: &Scene, line: &CaseLine, work: Option<u8>) -> Vec<Candidate> {
    let work = work.unwrap_or_else(|| allocation::work_asked(line));
    allocation::rank(scene, line, work)
}

/// The case that is meant, if it is open.
pub(super) fn find<'a>(
    session: &Session,
    overview: &'a Overview,
    referral: &str,
) -> anyhow::Result<&'a CaseLine> {
    let open = |line: &&CaseLine| line.case.is_open();
    let asked = referral.trim();
    if let Some(no) = CaseNo::parse(asked) {
        let found = overview
            .cases
            .iter()
            .filter(open)
            .find(|line| line.case.no == no);
        return found.ok_or_else(|| {
            Failure::No(format!(
                "There is no open referral {no}. `caseload referrals` lists those that wait."
            ))
            .into()
        });
    }
    let client = session.client(asked)?;
    let hers: Vec<&CaseLine> = overview
        .cases
        .iter()
        .filter(open)
        .filter(|line| line.client == client)
        .collect();
    let by_serial = hers.iter().find(|line| line.case.serial == asked);
    match (by_serial, hers.as_slice()) {
        (Some(line), _) | (None, [line]) => Ok(line),
        (None, []) => bail!(Failure::No(format!(
            "{client} has no open case. Key a referral first."
        ))),
        (None, several) => {
            let numbers: Vec<String> = several
                .iter()
                .map(|line| line.case.no.to_string())
                .collect();
            bail!(Failure::No(format!(
                "{client} has several open cases: {}. Name one of them.",
                numbers.join(", ")
            )))
        }
    }
}

/// The trainer of this number among those ranked, and her place.
///
/// # Errors
/// She is not on the list (1).
pub(super) fn meant<'c>(
    candidates: &'c [Candidate],
    to: &str,
) -> Result<(usize, &'c Candidate), Failure> {
    let mut placed = candidates.iter().enumerate();
    let found = placed.find(|(_, c)| c.trainer.0.eq_ignore_ascii_case(to.trim()));
    found.ok_or_else(|| {
        let ids: Vec<&str> = candidates.iter().map(|c| c.trainer.0.as_str()).collect();
        Failure::No(format!(
            "No trainer {} is on the list. Those on it are {}.",
            quoted(to),
            ids.join(", ")
        ))
    })
}

/// What bars her, unless the reason is enough to pass it.
///
/// # Errors
/// A bar that cannot be passed, or not with this reason (1).
pub(super) fn refuse_bars(chosen: &Candidate, reason: &str) -> Result<(), Failure> {
    let bars: Vec<String> = chosen.blocked_by.iter().map(in_words).collect();
    if let Some(bar) = chosen.blocked_by.iter().find(|bar| !bar.override_allowed) {
        return Err(Failure::No(format!(
            "{} is barred by {}: {}. This rule cannot be passed.",
            chosen.trainer, bar.rule, bar.sentence
        )));
    }
    if !chosen.eligible && !may_override(reason) {
        return Err(Failure::No(format!(
            "{} is barred by {}. To pass this, give the reason with --reason, in at least {} characters.",
            chosen.trainer,
            bars.join("; "),
            allocation::rank::SHORTEST_REASON
        )));
    }
    Ok(())
}

/// What stands against giving the case to her as asked.
fn refuse(line: &CaseLine, chosen: &Candidate, work: u8, reason: &str) -> Result<(), Failure> {
    if line.case.holder() == Some(&chosen.trainer) && line.case.kind_of_work() == Some(work) {
        return Err(Failure::No(format!(
            "{} has the case already.",
            chosen.trainer
        )));
    }
    refuse_bars(chosen, reason)?;
    if !line.waits() && reason.is_empty() {
        return Err(Failure::No(
            "The case has a trainer. Say with --reason why it is given to somebody else."
                .to_owned(),
        ));
    }
    Ok(())
}

/// The deed that gives the case to a trainer.
///
/// # Errors
/// Why it may not be done as asked (1).
fn deed(
    line: &CaseLine,
    work: u8,
    candidates: &[Candidate],
    to: &str,
    reason: &str,
    today: chrono::NaiveDate,
) -> Result<Deed, Failure> {
    let (place, chosen) = meant(candidates, to)?;
    refuse(line, chosen, work, reason)?;
    Ok(Deed::Allocated {
        case: line.case.no,
        trainer: chosen.trainer.clone(),
        work,
        rank: if chosen.eligible {
            u8::try_from(place + 1).unwrap_or(u8::MAX)
        } else {
            0
        },
        shown: shown(chosen),
        reason: reason.to_owned(),
        told: line.risk.flags(),
        on: today,
    })
}

/// `A1: Type 2 needs Level 3`.
fn in_words(bar: &Bar) -> String {
    format!("{}: {}", bar.rule, bar.sentence)
}

fn as_json(candidate: &Candidate) -> Json {
    let rounded = |x: f64| (x * 10_000.0).round() / 10_000.0;
    json!({
        "trainer": candidate.trainer.0,
        "name": candidate.name,
        "eligible": candidate.eligible,
        "score": rounded(candidate.score),
        "load_before": rounded(candidate.load_before),
        "load_after": rounded(candidate.load_after),
        "new_this_week": candidate.new_this_week,
        "office": candidate.office,
        "role": candidate.role_words,
        "why": candidate.why.iter().map(|r| format!("{} ({} {:+.1})", r.sentence, r.rule, r.weight)).collect::<Vec<_>>(),
        "blocked_by": candidate.blocked_by.iter().map(in_words).collect::<Vec<_>>(),
        "terms": candidate.why.iter()
            .map(|r| json!({"rule": r.rule, "weight": rounded(r.weight), "sentence": r.sentence}))
            .collect::<Vec<_>>(),
        "bars": candidate.blocked_by.iter()
            .map(|b| json!({"rule": b.rule, "sentence": b.sentence, "override_allowed": b.override_allowed}))
            .collect::<Vec<_>>(),
        "cautions": candidate.cautions,
    })
}

fn show(args: &AllocateArgs, line: &CaseLine, candidates: &[Candidate]) -> Result<(), Failure> {
    let mut out = Output::take();
    if args.format.json {
        let candidates: Vec<Json> = candidates.iter().map(as_json).collect();
        out.json(&json!({
            "referral": line.case.no.to_string(),
            "client": line.client.to_string(),
            "candidates": candidates,
        }))?;
        return out.finish();
    }
    for (place, candidate) in candidates.iter().enumerate() {
        let place = if candidate.eligible {
            (place + 1).to_string()
        } else {
            "–".to_owned()
        };
        let percent = |share: f64| format!("{:.0}%", share * 100.0);
        let load = format!(
            "{} → {}",
            percent(candidate.load_before),
            percent(candidate.load_after)
        );
        let (id, name, role) = (&candidate.trainer, &candidate.name, &candidate.role_words);
        let (office, new) = (&candidate.office, candidate.new_this_week);
        out.line(&format!(
            "{place:>2} {id:<5} {name:<22} {role:<11} {office:<22} {load:<12} {new} new   {}",
            candidate.in_words()
        ))?;
    }
    out.finish()
}

fn given(
    args: &AllocateArgs,
    line: &CaseLine,
    candidates: &[Candidate],
    to: &str,
) -> Result<(), Failure> {
    let chosen = candidates
        .iter()
        .find(|c| c.trainer.0.eq_ignore_ascii_case(to.trim()));
    if args.format.json {
        let mut out = Output::take();
        out.json(&json!({
            "referral": line.case.no.to_string(),
            "client": line.client.to_string(),
            "allocated_to": chosen.map(|c| c.trainer.0.as_str()),
            "candidates": candidates.iter().map(as_json).collect::<Vec<_>>(),
        }))?;
        out.finish()?;
    }
    tell(&format!(
        "{} is given to {}.",
        line.case.no,
        chosen.map_or(to, |c| c.trainer.0.as_str())
    ));
    Ok(())
}
