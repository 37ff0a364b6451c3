//! `card`: who has the case, last seen, next due, what is missing. Logged as a view before it is shown.

use chrono::{Local, NaiveDate};
use clap::Args;
use serde_json::{Value as Json, json};

use super::args::{Format, Globals};
use super::failure::{Failure, Outcome};
use super::output::Output;
use super::session::Session;
use crate::allocation;
use crate::app::answers;
use crate::domain::case::{Case, CaseState};
use crate::domain::dates::{self, YearWindow};
use crate::domain::dossier::Dossier;
use crate::domain::overview::{Card, Overview};
use crate::domain::reference::ClientId;
use crate::model::card::{answers, missing_paper};
use crate::model::lists::scene;
use crate::model::{Desk, words};

/// Arguments of `card`.
#[derive(Debug, Args)]
pub struct CardArgs {
    /// Client number, CRN, NHS number, case, sheet or the list's own reference.
    #[arg(value_name = "REF")]
    reference: String,
    /// The record as it stood at the end of this day: 310312, 31/03/2012, 2012-03-31, t-30.
    #[arg(long, value_name = "DATE")]
    at: Option<String>,
    #[command(flatten)]
    format: Format,
}

pub(super) fn run(globals: &Globals, args: &CardArgs) -> anyhow::Result<Outcome> {
    let mut session = Session::open(globals)?;
    let client = session.client(&args.reference)?;
    let day = args.at.as_deref().map(day).transpose()?;
    let card = match day {
        Some(day) => answers::card_at(&mut session.store, client, day)?,
        None => answers::card(&mut session.store, client)?,
    };
    let card = card.ok_or_else(|| Failure::No(nothing(client, day)))?;
    let overview = session.overview()?;
    let today = session.desk(overview);
    let then = day.map(|day| today.as_at(day, &card.dossier));
    session.close()?;
    let desk = then.as_ref().unwrap_or(&today);
    let mut out = Output::take();
    if args.format.json {
        let mut card = as_json(desk, &card);
        if let Some(day) = day {
            card["as_at"] = day.to_string().into();
        }
        out.json(&card)?;
    } else {
        in_words(&mut out, desk, &card, day)?;
    }
    out.finish()?;
    Ok(Outcome::Done)
}

/// The day that `--at` names; it is not in the future.
fn day(text: &str) -> Result<NaiveDate, Failure> {
    let today = Local::now().date_naive();
    let day = dates::parse(text, today, YearWindow::Event)
        .map_err(|fault| Failure::WrongUse(format!("--at: {fault}")))?;
    if day > today {
        return Err(Failure::WrongUse(
            "--at: that day is still to come.".to_owned(),
        ));
    }
    Ok(day)
}

fn nothing(client: ClientId, day: Option<NaiveDate>) -> String {
    match day {
        Some(day) => format!("{client} was not on the books on {}.", dates::show(day)),
        None => format!("There is nothing on file about {client}."),
    }
}

fn as_json(desk: &Desk, card: &Card) -> Json {
    let dossier = &card.dossier;
    let her = &dossier.identity;
    let sheets = card.sheets.iter().map(|sheet| {
        json!({
            "sheet": sheet.head.serial,
            "form": sheet.head.form,
            "completed_on": sheet.head.completed_on.map(|day| day.to_string()),
            "completed_by": sheet.head.completed_by,
            "queried": sheet.head.queried,
        })
    });
    let said = answers(desk, dossier)
        .into_iter()
        .map(|(what, words)| json!({"what": what, "words": words}));
    json!({
        "client": dossier.id.to_string(),
        "name": her.name(),
        "known_as": her.known_as,
        "dob": her.born.map_or_else(|| her.born_as_read.clone(), |day| day.to_string()),
        "gender": her.gender,
        "crn": her.crn,
        "pnc": her.pnc,
        "nhs_number": her.nhs_number,
        "address": her.address,
        "postcode": her.postcode,
        "phones": her.phones,
        "reference": her.reference,
        "risk": dossier.risk.words(),
        "safety_note": dossier.risk.safety_note,
        "case": dossier.current_case().map(|case| case_json(desk, dossier, case)),
        "answers": said.collect::<Vec<_>>(),
        "missing": missing_paper(dossier),
        "cases": dossier.cases.iter().map(|case| case_json(desk, dossier, case)).collect::<Vec<_>>(),
        "sheets": sheets.collect::<Vec<_>>(),
        "merged_from": dossier.merged_from.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

fn case_json(desk: &Desk, dossier: &Dossier, case: &Case) -> Json {
    let holder = case.holder().map(|trainer| trainer.0.as_str());
    let followup = allocation::clock::followup(&scene(desk), case).map(|f| {
        json!({"months": f.months, "due": f.due.to_string(), "from": f.opens.to_string(), "to": f.closes.to_string()})
    });
    let is_current = dossier
        .current_case()
        .is_some_and(|current| current.no == case.no);
    json!({
        "case": case.no.to_string(),
        "current": is_current,
        "state": state(case),
        "type": case.kind_of_work(),
        "received": case.received.map(|day| day.to_string()),
        "trainer": holder,
        "trainer_name": holder.map(|id| trainer_name(&desk.overview, id)),
        "last_seen": case.last_seen().map(|day| day.to_string()),
        "next": case.next_appointment(desk.today()).map(|day| day.to_string()),
        "follow_up": followup,
        "attended": case.attended(),
        "signed_off": case.signoff.as_ref().map(|(day, _)| day.to_string()),
    })
}

fn trainer_name(overview: &Overview, id: &str) -> String {
    overview
        .trainer(id)
        .map(|t| t.name.clone())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| id.to_owned())
}

fn state(case: &Case) -> &'static str {
    match case.state() {
        CaseState::ToAllocate => "to_allocate",
        CaseState::Allocated => "allocated",
        CaseState::Open => "open",
        CaseState::Closed => "closed",
        CaseState::NotTaken => "not_taken",
    }
}

/// Every line of a card of the past begins with its day, so that none can be taken for today's.
fn in_words(
    out: &mut Output,
    desk: &Desk,
    card: &Card,
    day: Option<NaiveDate>,
) -> Result<(), Failure> {
    let past = day.map_or_else(String::new, |day| format!("as at {}  ", dates::show(day)));
    for line in lines(desk, card) {
        out.line(&format!("{past}{line}"))?;
    }
    Ok(())
}

fn lines(desk: &Desk, card: &Card) -> Vec<String> {
    let mut lines = Vec::new();
    let dossier = &card.dossier;
    let her = &dossier.identity;
    let crn = if her.crn.is_empty() {
        "no CRN"
    } else {
        &her.crn
    };
    lines.push(format!(
        "{}  born {}  {crn}  {}",
        her.name(),
        her.born_shown(),
        dossier.id
    ));
    if dossier.risk.is_flagged() {
        lines.push(format!("! {}", dossier.risk.words()));
    }
    for (what, words) in answers(desk, dossier) {
        lines.push(format!("  {what:<18} {words}"));
    }
    if !card.sheets.is_empty() {
        lines.push(words::count(card.sheets.len(), "sheet", "sheets"));
    }
    for sheet in card.timeline() {
        let on = card
            .day_of(sheet)
            .map_or_else(|| " ".repeat(10), crate::domain::dates::show);
        let queried = if sheet.head.queried {
            "  ? question open"
        } else {
            ""
        };
        lines.push(format!(
            "  {on}  {:<14} {}{queried}",
            sheet.head.form, sheet.head.serial
        ));
    }
    lines
}
