//! `roster`: who works with clients on a day, past or to come, and what each may do.

use anyhow::bail;
use chrono::NaiveDate;
use clap::Args;
use serde_json::{Value as Json, json};

use super::args::{Format, Globals};
use super::failure::{Failure, Outcome, tell};
use super::output::Output;
use super::session::{Session, quoted};
use crate::allocation::load;
use crate::allocation::roster::{self, Post};
use crate::domain::overview::Overview;
use crate::domain::trainer::Trainer;

/// Arguments of `roster`.
#[derive(Debug, Args)]
pub struct RosterArgs {
    /// The day, such as 2012-03-01; today where none is given.
    #[arg(long, value_name = "DATE")]
    at: Option<NaiveDate>,
    #[command(flatten)]
    format: Format,
}

pub(super) fn run(globals: &Globals, args: &RosterArgs) -> anyhow::Result<Outcome> {
    let mut session = Session::open(globals)?;
    let overview = session.overview()?;
    let at = args.at.unwrap_or(session.today);
    let posts = roster::on(&overview.trainers, at);
    let mut out = Output::take();
    if args.format.json {
        let all: Vec<Json> = posts.iter().map(|p| as_json(&overview, p)).collect();
        out.json(&json!({"at": at.to_string(), "in_post": all}))?;
    } else {
        for post in &posts {
            out.line(&in_words(&overview, post))?;
        }
    }
    out.finish()?;
    if posts.is_empty() {
        tell(&format!("Nobody is in post on {}.", at.format("%d/%m/%Y")));
    }
    if args.at.is_none() {
        say_too_much(&session, &overview);
    }
    session.close()?;
    Ok(Outcome::Done)
}

fn name(overview: &Overview, post: &Post) -> String {
    let trainer = overview.trainer(&post.trainer.0);
    trainer.map_or_else(String::new, |t| t.name.clone())
}

fn as_json(overview: &Overview, post: &Post) -> Json {
    json!({
        "trainer": post.trainer.0,
        "name": name(overview, post),
        "role": post.role,
        "may_type1": post.may_type1,
        "may_type2": post.may_type2,
        "hours": post.hours,
        "offices": post.offices,
        "away": post.away,
    })
}

fn in_words(overview: &Overview, post: &Post) -> String {
    let may = match (post.may_type1, post.may_type2) {
        (_, true) => "Types 1 and 2",
        (true, false) => "Type 1 only",
        (false, false) => "no case alone",
    };
    format!(
        "{:<5} {:<22} {:<9} {:>4} hours  {may:<14} {:<8} {}",
        post.trainer.to_string(),
        name(overview, post),
        post.role,
        post.hours,
        post.offices.join(","),
        post.away.as_deref().unwrap_or_default()
    )
}

/// Tells the supervisor of whoever has had too much for four weeks.
fn say_too_much(session: &Session, overview: &Overview) {
    let scene = session.scene(overview);
    for laden in load::laden_for_four_weeks(&scene) {
        tell(&format!(
            "{} has had more than {:.0}% for four weeks, {:.0}% today. Take work away before giving more.",
            scene.trainers[laden.place].id,
            scene.settings.load.excessive * 100.0,
            laden.share * 100.0
        ));
    }
}

/// The trainer of this number.
///
/// # Errors
/// There is none (1).
pub(super) fn trainer_meant<'a>(
    overview: &'a Overview,
    given: &str,
) -> anyhow::Result<&'a Trainer> {
    let asked = given.trim();
    let found = overview
        .trainers
        .iter()
        .find(|t| t.id.0.eq_ignore_ascii_case(asked));
    let Some(found) = found else {
        bail!(Failure::No(format!(
            "No trainer {} is on the roster. `caseload roster` lists those in post.",
            quoted(given)
        )));
    };
    Ok(found)
}
