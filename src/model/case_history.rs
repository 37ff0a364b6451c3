//! The history of a case in words: nothing of who had it when, and why it moved, is ever lost.

use super::words;
use crate::domain::case::{Case, Spell};
use crate::domain::dates;
use crate::domain::overview::Overview;
use chrono::NaiveDate;

/// Who had the case when, why it moved, who stood in, when it waited and when each kind of work began: oldest first.
pub fn history(overview: &Overview, case: &Case) -> Vec<(&'static str, String)> {
    let mut told: Vec<(NaiveDate, &'static str, String)> = Vec::new();
    for spell in &case.spells {
        told.push((spell.from, "Had by", had_by(overview, case, spell)));
    }
    for cover in &case.covers {
        let who = words::trainer(overview, &cover.trainer.0);
        let from = dates::show(cover.from);
        let days = if cover.to < cover.from {
            format!("ended on the day on which it began, {from}")
        } else {
            format!("{from} to {}", dates::show(cover.to))
        };
        let said = format!("{who}, {days}{}", because(&cover.reason));
        told.push((cover.from, "Stands in", said));
    }
    for hold in &case.holds {
        let to = hold
            .to
            .map_or(String::new(), |to| format!(" to {}", dates::show(to)));
        let said = format!(
            "from {}{to}{}",
            dates::show(hold.from),
            because(&hold.reason)
        );
        told.push((hold.from, "On hold", said));
    }
    if case.works.len() > 1 {
        for work in &case.works {
            let said = format!("Type {} from {}", work.kind, dates::show(work.from));
            told.push((work.from, "Work", said));
        }
    }
    told.sort_by_key(|(day, ..)| *day);
    told.into_iter()
        .map(|(_, what, said)| (what, said))
        .collect()
}

fn because(reason: &str) -> String {
    if reason.is_empty() {
        String::new()
    } else {
        format!(": {reason}")
    }
}

/// `K Patel, 12/06/2012 to 20/06/2012: load; passed A1: Type 2 needs Level 3; declined by the trainer: too far`.
fn had_by(overview: &Overview, case: &Case, spell: &Spell) -> String {
    let who = words::trainer(overview, &spell.trainer.0);
    let ended = case.signoff.as_ref().map(|(end, _)| *end);
    let days = match spell.to.or(ended) {
        Some(to) => format!("{} to {}", dates::show(spell.from), dates::show(to)),
        None => format!("since {}", dates::show(spell.from)),
    };
    let mut said = format!("{who}, {days}{}", because(&spell.reason));
    for rule in &spell.passed {
        said = format!("{said}; passed {rule}");
    }
    if !spell.ended.is_empty() {
        said = format!("{said}; {}", spell.ended);
    }
    said
}
