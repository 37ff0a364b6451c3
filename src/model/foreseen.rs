//! What undoing an act would change, in words, before anything happens.
//!
//! # Why
//! An undoing long after the act may reach further than she remembers: a referral taken back takes its case from the trainer who has
//! had it since. So what changes is worked out by folding the acts as they would be, and compared with what stands; nothing here
//! knows how to reverse an act.

use super::words;
use crate::domain::act::{Act, Deed};
use crate::domain::case::{Case, CaseState};
use crate::domain::client::Identity;
use crate::domain::dossier::Dossier;
use crate::domain::foreseen::{AlsoHeld, Change, Foreseen};
use crate::domain::identifier::IdentifierKind;
use crate::domain::overview::Overview;
use crate::domain::reference::ClientId;
use crate::domain::sheet::SheetRole;

/// Later acts that are named one by one.
const NAMED: usize = 3;

/// What would change besides the act itself, a sentence each; and what came later and stays.
pub fn in_words(overview: &Overview, foreseen: &Foreseen) -> Vec<String> {
    let mut lines = Vec::new();
    if foreseen.together > 0 {
        let acts = words::count(foreseen.together, "act", "acts");
        lines.push(format!("{acts} done together with it go the same way."));
    }
    let several = foreseen.changes.len() > 1;
    for change in &foreseen.changes {
        let whose = whose(change, several);
        lines.extend(
            of_client(overview, change)
                .into_iter()
                .map(|line| format!("{whose}{line}")),
        );
    }
    lines.extend(foreseen.held.iter().map(held_too));
    if of_roster(&foreseen.act) {
        lines.push("The list of trainers changes with it.".to_owned());
    }
    lines.extend(later(&foreseen.later));
    if lines.is_empty() {
        lines.push("Nothing else changes.".to_owned());
    }
    lines
}

fn held_too(held: &AlsoHeld) -> String {
    let kind = IdentifierKind::from_name(&held.kind);
    let kind = kind.map_or("number", IdentifierKind::label);
    format!(
        "{} ({}) has the {kind} {} too by now. Look at the two afterwards: they may be one person.",
        held.name, held.holder, held.number
    )
}

fn whose(change: &Change, several: bool) -> String {
    let dossier = change.before.as_ref().or(change.after.as_ref());
    match dossier.filter(|_| several) {
        Some(dossier) => format!("{} {}: ", change.client, dossier.identity.name()),
        None => String::new(),
    }
}

fn of_roster(act: &Act) -> bool {
    matches!(&act.deed, Deed::SheetKeyed { head, .. } if head.role == SheetRole::Worker)
}

/// What came later and stays as it is.
fn later(acts: &[Act]) -> Option<String> {
    if acts.is_empty() {
        return None;
    }
    let named: Vec<String> = acts.iter().take(NAMED).map(Act::words).collect();
    let rest = acts.len().saturating_sub(NAMED);
    let more = if rest > 0 {
        format!(" and {rest} more")
    } else {
        String::new()
    };
    Some(format!("Later acts stay: {}{more}.", named.join(", ")))
}

fn of_client(overview: &Overview, change: &Change) -> Vec<String> {
    match (&change.before, &change.after) {
        (Some(before), None) => vec![gone(before)],
        (None, Some(after)) => vec![format!("{} is on the books again.", after.identity.name())],
        (Some(before), Some(after)) => differences(overview, before, after),
        (None, None) => Vec::new(),
    }
}

fn gone(before: &Dossier) -> String {
    let sheets = match before.sheets.len().saturating_sub(1) {
        0 => String::new(),
        n => format!(
            " Her {} wait until she is keyed again.",
            words::count(n, "other sheet", "other sheets")
        ),
    };
    format!(
        "{} is not on the books any more.{sheets}",
        before.identity.name()
    )
}

fn differences(overview: &Overview, before: &Dossier, after: &Dossier) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(joining(before.merged_into, after.merged_into));
    for case in &before.cases {
        match after.case(case.no) {
            None => lines.push(case_gone(overview, case)),
            Some(then) => lines.extend(case_changed(overview, case, then)),
        }
    }
    for case in after.cases.iter().filter(|c| before.case(c.no).is_none()) {
        let standing = standing(overview, case);
        lines.push(match case.no.number {
            0 => format!("{} then belong to no referral.", contacts(case)),
            _ => format!("Case {} is there again: {standing}.", case.no),
        });
    }
    let details = changed_details(&before.identity, &after.identity);
    if !details.is_empty() {
        lines.push(format!("On her record change: {}.", details.join(", ")));
    }
    if before.risk != after.risk {
        let risk = after.risk.words();
        lines.push(if risk.is_empty() {
            "No risk is flagged then.".to_owned()
        } else {
            format!("Risk is then: {risk}.")
        });
    }
    lines
}

fn joining(before: Option<ClientId>, after: Option<ClientId>) -> Option<String> {
    match (before, after) {
        (Some(into), None) => Some(format!(
            "a record of its own again, no longer joined to {into}."
        )),
        (None, Some(into)) => Some(format!("joined to {into} again.")),
        _ => None,
    }
}

fn contacts(case: &Case) -> String {
    let sheets = case.contacts.len() + case.signposted.len() + case.assessments.len();
    words::count(sheets.max(1), "sheet of contact", "sheets of contact")
}

fn case_gone(overview: &Overview, case: &Case) -> String {
    let holder = case.holder().filter(|_| case.is_open());
    let holder = holder.map(|t| words::trainer(overview, &t.0));
    let holder = holder.map_or_else(String::new, |name| format!("; {name} has it no longer"));
    format!("Case {} goes{holder}.", case.no)
}

fn standing(overview: &Overview, case: &Case) -> String {
    let holder = case.holder().map(|t| words::trainer(overview, &t.0));
    match (case.state(), holder) {
        (CaseState::Closed, _) => "signed off".to_owned(),
        (CaseState::NotTaken, _) => "not taken on".to_owned(),
        (_, Some(name)) => format!("with {name}"),
        (_, None) => "waiting for a trainer".to_owned(),
    }
}

fn case_changed(overview: &Overview, before: &Case, after: &Case) -> Option<String> {
    let (was, is) = (standing(overview, before), standing(overview, after));
    (was != is).then(|| format!("Case {}: {was} now, then {is}.", before.no))
}

/// The details that differ, as the paper calls them.
fn changed_details(before: &Identity, after: &Identity) -> Vec<&'static str> {
    let pairs = [
        (
            "name",
            before.name() == after.name() && before.known_as == after.known_as,
        ),
        ("date of birth", before.born_shown() == after.born_shown()),
        (
            "address",
            before.address == after.address && before.postcode == after.postcode,
        ),
        ("phone", before.phones == after.phones),
        ("CRN", before.crn == after.crn),
        ("PNC", before.pnc == after.pnc),
        ("NHS number", before.nhs_number == after.nhs_number),
    ];
    pairs
        .into_iter()
        .filter(|(_, same)| !same)
        .map(|(name, _)| name)
        .collect()
}
