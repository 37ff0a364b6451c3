//! `find`: ranked clients, each with the reason why.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use serde_json::{Value as Json, json};

use super::args::{Format, Globals};
use super::failure::{Failure, Outcome};
use super::files::cannot_read;
use super::output::Output;
use super::session::Session;
use crate::app::finder::Finder;
use crate::app::{joined, lines};
use crate::domain::case::Case;
use crate::domain::dates;
use crate::domain::reference::ClientId;
use crate::search::Index;

use super::columns::date_of_birth;

/// Most characters of a query that are looked at.
const LONGEST_QUERY: usize = 400;

/// Arguments of `find`.
#[derive(Debug, Args)]
pub struct FindArgs {
    /// Name, date of birth, CRN, PNC, NHS number, postcode or reference, in any order.
    #[arg(
        value_name = "WORDS",
        required_unless_present = "queries",
        conflicts_with = "queries"
    )]
    words: Vec<String>,
    /// Most clients to give for a query.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
    /// One query per line of this file; the store is opened once.
    #[arg(long, value_name = "FILE")]
    queries: Option<PathBuf>,
    #[command(flatten)]
    format: Format,
}

pub(super) fn run(globals: &Globals, args: &FindArgs) -> anyhow::Result<Outcome> {
    let queries = match &args.queries {
        Some(file) => read_queries(file)?,
        None => vec![args.words.join(" ")],
    };
    let mut session = Session::open(globals)?;
    let mut finder = Finder::open(&session.store, &session.fixed.short_names)?;
    let mut out = Output::take();
    let mut found = false;
    for query in &queries {
        let answer = answer(&mut session, finder.index(), query, usize::from(args.limit))?;
        let hits = answer["hits"].as_array().map_or(&[][..], Vec::as_slice);
        found |= !hits.is_empty();
        if args.format.json {
            out.json(&answer)?;
        } else {
            if queries.len() > 1 {
                out.line(&format!("Find  {query}"))?;
            }
            for (place, hit) in hits.iter().enumerate() {
                in_words(&mut out, place + 1, hit)?;
            }
        }
    }
    out.finish()?;
    finder.keep(&session.store);
    session.close()?;
    if !found {
        super::failure::tell("Nobody was found.");
    }
    Ok(Outcome::done_if(found))
}

fn read_queries(file: &Path) -> Result<Vec<String>, Failure> {
    let mut queries = Vec::new();
    for line in BufReader::new(File::open(file).map_err(cannot_read(file))?).split(b'\n') {
        let line = line.map_err(cannot_read(file))?;
        let line = String::from_utf8_lossy(&line);
        let line = line.strip_prefix('\u{feff}').unwrap_or(&line);
        queries.push(line.strip_suffix('\r').unwrap_or(line).to_owned());
    }
    Ok(queries)
}

fn answer(session: &mut Session, index: &Index, query: &str, limit: usize) -> anyhow::Result<Json> {
    let sought: String = query.chars().take(LONGEST_QUERY).collect();
    let started = Instant::now();
    let found = index.find(&sought, session.today, limit);
    let found = joined::led_to_who_stays(&session.store, found)?.hits;
    let ms = started.elapsed().as_secs_f64() * 1000.0;
    let overview = session.store.overview(session.today)?;
    let mut hits = Vec::with_capacity(found.len());
    for hit in found {
        let Some(dossier) = session.store.dossier(ClientId(hit.key))? else {
            continue;
        };
        let her = &dossier.identity;
        // Case and risk are those of the whole person, as at the desk.
        let whole = lines::whole(&session.store, &dossier)?;
        let case = whole.current_case();
        let trainer = case.filter(|case| case.is_open()).and_then(Case::holder);
        hits.push(json!({
            "client": dossier.id.to_string(),
            "name": her.name(),
            "dob": date_of_birth(her),
            "crn": her.crn,
            "risk": whole.risk.words(),
            "trainer": trainer.map_or("", |t| t.0.as_str()),
            "case": lines::standing(&whole, &overview, session.today),
            "score": score(hit.score),
            "why": hit.why.iter().map(ToString::to_string).collect::<Vec<_>>(),
        }));
    }
    Ok(json!({"query": query, "ms": (ms * 1000.0).round() / 1000.0, "hits": hits}))
}

/// A score to four decimals, without the noise of the last bits.
pub fn score(score: f32) -> f64 {
    (f64::from(score) * 10_000.0).round() / 10_000.0
}

fn in_words(out: &mut Output, place: usize, hit: &Json) -> Result<(), Failure> {
    let text = |key: &str| hit[key].as_str().unwrap_or_default();
    let why: Vec<&str> = hit["why"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
        .collect();
    let (name, crn, client) = (text("name"), text("crn"), text("client"));
    // Files have ISO dates, people have days first; one as read stays as it was read.
    let dob = text("dob");
    let dob = dob.parse().map_or_else(|_| dob.to_owned(), dates::show);
    out.line(&format!(
        "{place:>3} {name:<32} {dob:<10}  {crn:<8} {client}  {}",
        hit["score"]
    ))?;
    // Who has her, and what must be known before she is met.
    let risk = match text("risk") {
        "" => String::new(),
        risk => format!("  RISK {risk}"),
    };
    out.line(&format!("      {}{risk}", text("case")))?;
    out.line(&format!("      {}", why.join(", ")))
}
