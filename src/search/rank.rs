//! Weighing people against a query, in order and with reasons: what each word is best explained by, [`super::explain`] knows.

use super::candidates::{Span, candidates};
use super::expand;
use super::explain::{Step, Ways};
use super::index::Index;
use super::record::Unpacked;
use super::sought::{self, Asked};
use super::why::{How, Why};
use super::{Counted, Found, Hit, weights};
use chrono::NaiveDate;

/// See [`Index::find`].
pub(super) fn find(index: &Index, query: &str, today: NaiveDate, limit: usize) -> Found {
    let words = sought::words(query);
    if words.is_empty() || limit == 0 || index.is_empty() {
        return Found::default();
    }
    let spans = spans(index, &words, today);
    let mut record = Unpacked::default();
    let mut ranked: Vec<(f32, u32)> = Vec::new();
    let mut ways = Ways::default();
    let nothing = weights::UNEXPLAINED * words.len() as f32;
    let mut heard: Vec<(f32, u32)> = Vec::new();
    let mut whole = 0;
    let candidates = candidates(index, &spans, words.len());
    for person in candidates.people {
        record.read(index.records.get(person));
        let best = ways.best(index, &spans, words.len(), &record);
        let is_whole = ways.steps().all(|step| step.by.is_some());
        if best <= nothing {
            continue;
        }
        if is_whole || !is_noise(&ways, best, index.people) {
            ranked.push((best, person));
            whole += usize::from(is_whole);
        } else if ways.steps().any(sounds_like) {
            heard.push((best, person));
        }
    }
    // Whom one word finds by ear stays where a second word leaves nobody else.
    if ranked.is_empty() {
        ranked = heard;
    }
    ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let counted = Counted {
        whole,
        part: ranked.len() - whole,
        more: candidates.more,
    };
    ranked.truncate(limit);
    let hit = |(bits, key): (f32, u32)| {
        record.read(index.records.get(key));
        ways.best(index, &spans, words.len(), &record);
        let why = reasons(index, &words, ways.steps());
        Hit {
            key,
            score: weights::probability(bits, index.people),
            why,
        }
    };
    Found {
        hits: ranked.into_iter().map(hit).collect(),
        counted,
    }
}

/// Whether somebody in whom not every word is met is only there because a word of hers is a slip or two from one that was asked.
fn is_noise(ways: &Ways, bits: f32, people: usize) -> bool {
    let tells = |step: Step| step.by.is_some_and(|by| !is_near(by.how));
    weights::probability(bits, people) < weights::NOISE && !ways.steps().any(tells)
}

/// Whether a word sounds like one of hers, though not closely.
fn sounds_like(step: Step) -> bool {
    step.by.is_some_and(|by| by.how == How::SoundsFar)
}

/// Agreements that strangers' words have with any word. A name that sounds or looks alike, or is one slip away, is none of them: whoever
/// has it stays on the list though the year that was typed is another one.
fn is_near(how: How) -> bool {
    matches!(
        how,
        How::SoundsFar | How::TwoSlips | How::BeginsOneSlip | How::Resembles
    )
}

fn spans(index: &Index, words: &[Asked], today: NaiveDate) -> Vec<Span> {
    let mut out = Vec::new();
    for from in 0..words.len() {
        for to in from + 1..=words.len().min(from + 3) {
            let last = to == words.len();
            let alone = last && from == 0;
            let mut readings = Vec::new();
            for meaning in sought::meanings(&words[from..to], today) {
                expand::read(index, meaning, last, alone, &mut readings);
            }
            expand::dates_first(&mut readings);
            if to - from == 1 {
                expand::names_first(&mut readings);
            }
            if !readings.is_empty() {
                out.push(Span { from, to, readings });
            }
        }
    }
    out
}

/// The reasons, in the order of the words; `steps` come from the last word to the first.
fn reasons(index: &Index, words: &[Asked], steps: impl Iterator<Item = Step>) -> Vec<Why> {
    let mut out = Vec::new();
    for step in steps {
        if let Some(by) = step.by {
            let of = (by.how == How::ShortForm)
                .then(|| full_form(index, &words[step.from].text, by.token))
                .flatten();
            let why = Why {
                field: by.field,
                how: by.how,
                of,
            };
            if !out.contains(&why) {
                out.push(why);
            }
        }
    }
    out.reverse();
    out
}

/// The full name behind a short form, with a capital: the one that the other is short for.
fn full_form(index: &Index, asked: &str, token: Option<u32>) -> Option<String> {
    use super::short_names::Relation;
    let held = index.words.text(token?);
    let relation = index
        .short
        .of(asked)
        .iter()
        .find(|(name, _)| name == held)
        .map_or(Relation::Full, |r| r.1);
    let full = match relation {
        Relation::Full => held,
        Relation::Short => asked,
        Relation::Beside => return None,
    };
    let mut letters = full.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
}
