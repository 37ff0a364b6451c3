//! `check`: everything that can be verified, and the repairs that are provably safe.

use clap::{Args, Subcommand};
use serde_json::json;

use super::args::{Format, Globals};
use super::failure::{Outcome, tell};
use super::output::Output;
use super::session::Session;
use crate::allocation::{Scene, guard};
use crate::app::looking_over::over;
use crate::store::CheckFinding;

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// What to check; without it the store itself.
    #[command(subcommand)]
    what: Option<What>,
    /// Make the repairs that are provably safe; nothing is deleted.
    #[arg(long)]
    fix: bool,
    #[command(flatten)]
    format: Format,
}

/// What is not right about who has which case. The store proves that each has one holder; what rules, absences and
/// flags make of that is for the allocation to say.
fn who_has_what(scene: &Scene) -> Vec<CheckFinding> {
    let breaches = guard::breaches(scene).into_iter();
    let finding = |breach: guard::Breach| CheckFinding {
        what: format!("{}: {}; {}.", breach.rule, breach.sentence, breach.remedy),
        place: format!("case {} of {}", breach.case, breach.client),
        repair: None,
    };
    breaches.map(finding).collect()
}

/// What else can be checked.
#[derive(Debug, Subcommand)]
enum What {
    /// Every keyed sheet by the rules of its form: blank, hidden and filled, out of range, worked out otherwise, belonging to nothing.
    Sheets {
        #[command(flatten)]
        format: Format,
    },
}

pub(super) fn run(globals: &Globals, args: &CheckArgs) -> anyhow::Result<Outcome> {
    if let Some(What::Sheets { format }) = &args.what {
        return sheets(globals, format.json || args.format.json);
    }
    let mut session = Session::unproved(globals)?;
    if args.fix {
        session = session.of_an_officer("repairing the store")?;
    }
    let mut report = session.store.check(args.fix)?;
    // Where a damaged store shows nothing, what is wrong with it is said above.
    if let Ok(overview) = session.overview() {
        let amiss = who_has_what(&session.scene(&overview));
        report.findings.extend(amiss);
        report.ok = report.findings.is_empty();
    }
    session.close()?;
    let mut out = Output::take();
    if args.format.json {
        let findings = report
            .findings
            .iter()
            .map(|f| json!({"what": f.what, "place": f.place, "repair": f.repair}));
        out.json(&json!({"ok": report.ok, "findings": findings.collect::<Vec<_>>(), "fixed": report.fixed}))?;
    } else {
        for finding in &report.findings {
            let repair = finding
                .repair
                .as_ref()
                .map_or_else(String::new, |repair| format!(" {repair}"));
            out.line(&format!("{}: {}{repair}", finding.place, finding.what))?;
        }
        for fixed in &report.fixed {
            out.line(fixed)?;
        }
    }
    out.finish()?;
    if report.ok {
        tell("Nothing is wrong.");
    }
    Ok(Outcome::done_if(report.ok))
}

fn sheets(globals: &Globals, json: bool) -> anyhow::Result<Outcome> {
    let session = Session::for_officer(globals, "checking sheets")?;
    let (count, found) = over(&session.store, &session.fixed.forms, session.today)?;
    session.close()?;
    let ok = found.is_empty();
    let mut out = Output::take();
    if json {
        let findings = found.iter().map(|found| {
            json!({"sheet": found.serial, "form": found.form, "field": found.wrong.field, "box": found.wrong.name,
                   "rule": found.wrong.rule.name(), "sentence": found.wrong.sentence})
        });
        out.json(&json!({"ok": ok, "sheets": count, "findings": findings.collect::<Vec<_>>()}))?;
    } else {
        for found in &found {
            let wrong = &found.wrong;
            let rule = wrong.rule.words();
            out.line(&format!(
                "{}  {}: {rule}. {}",
                found.serial, wrong.name, wrong.sentence
            ))?;
        }
    }
    out.finish()?;
    if ok {
        tell(&format!("Nothing is wrong with {count} sheets."));
    }
    Ok(Outcome::done_if(ok))
}
