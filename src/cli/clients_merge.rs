//! `clients merge A INTO B`: two records of one person. Nothing is moved; undoing the act parts them again.

use clap::Args;
use serde_json::json;

use super::args::{Format, Globals};
use super::failure::{Failure, Outcome, tell};
use super::output::Output;
use super::session::{Session, words};
use crate::domain::act::{Deed, NewAct, Private, Subject};
use crate::domain::overview::Card;
use crate::domain::reference::ClientId;
use crate::model::review::rows;

/// Arguments of `clients merge`.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// The record that will point elsewhere, the word INTO, and the record that stays.
    #[arg(value_names = ["A", "INTO", "B"], num_args = 2..=3, required = true)]
    records: Vec<String>,
    /// How you know that they are one person.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    format: Format,
}

pub(super) fn run(globals: &Globals, args: &MergeArgs) -> anyhow::Result<Outcome> {
    let (from, into) = match args.records.as_slice() {
        [from, word, into] if word.eq_ignore_ascii_case("into") => (from, into),
        [from, into] => (from, into),
        _ => {
            return Err(Failure::WrongUse(
                "Write: clients merge A into B --reason TEXT.".to_owned(),
            )
            .into());
        }
    };
    let reason = words(&args.reason, "reason")?;
    if reason.is_empty() {
        return Err(Failure::WrongUse(
            "Say with --reason how you know that they are one person.".to_owned(),
        )
        .into());
    }
    let mut session = Session::for_officer(globals, "joining two records")?;
    let (from, into) = (session.client(from)?, session.client(into)?);
    refuse(&session, from, into)?;
    let differ = differ(&session, from, into)?;
    let deed = Deed::ClientsMerged { from, into, reason };
    let acts = session.record(vec![NewAct {
        subject: Subject::Known(from),
        deed,
        private: Private::default(),
    }])?;
    session.close()?;
    let act = acts.first().map_or(0, |act| act.seq);
    if args.format.json {
        let mut out = Output::take();
        out.json(&json!({"from": from.to_string(), "into": into.to_string(), "act": act}))?;
        out.finish()?;
    }
    if !differ.is_empty() {
        let differ = differ.join(", another ");
        tell(&format!(
            "Look again whether they are one person: each has another {differ}."
        ));
    }
    tell(&format!(
        "{from} is joined to {into}. To part them again: caseload undo {act}."
    ));
    Ok(Outcome::Done)
}

/// What speaks against it: the numbers, and the date of birth, of which each has one of her own.
fn differ(session: &Session, from: ClientId, into: ClientId) -> anyhow::Result<Vec<&'static str>> {
    let (Some(a), Some(b)) = (session.store.card(from)?, session.store.card(into)?) else {
        return Ok(Vec::new());
    };
    let mut differ = rows::numbers_that_differ(&a, &b);
    let born = |card: &Card| card.dossier.identity.born;
    if born(&a).zip(born(&b)).is_some_and(|(a, b)| a != b) {
        differ.push("date of birth");
    }
    Ok(differ)
}

/// What cannot be joined.
fn refuse(session: &Session, from: ClientId, into: ClientId) -> anyhow::Result<()> {
    let no = |sentence: String| Err(Failure::No(sentence).into());
    if from == into {
        return no(format!("{from} and {into} are one record already."));
    }
    for id in [from, into] {
        let Some(dossier) = session.store.dossier(id)? else {
            continue;
        };
        if let Some(joined) = dossier.merged_into {
            return no(format!("{id} is joined to {joined} already."));
        }
    }
    Ok(())
}
