//! The head of a pile, the second look, and people who may be one: what their screens say, as words.

use super::page::Page;
use crate::model::Desk;
use crate::model::alike::Alike;
use crate::model::batch::Batch;
use crate::model::message::PairLine;
use crate::model::rekey::RekeyScreen;
use crate::model::review::Review;
use crate::model::review::rows::{self as compared, Mark};
use crate::ui::screens::{alike as drawn_alike, review as drawn_review};

/// The head of a pile: its boxes, the one under the caret is the prompt.
pub fn batch(batch: &Batch) -> Page {
    let mut page = Page::at("The head of a pile of paper.");
    let said = |b: &crate::model::batch::HeadBox| format!("{}: {}", b.field.label, b.line.text());
    page.facts = batch.boxes.iter().map(said).collect();
    if let Some(now) = batch.boxes.get(batch.at) {
        page.ask = format!("{}: ", now.field.label);
        page.split(&now.line);
    }
    page
}

/// A box that is keyed again: which one, never what stands on file.
pub fn rekey(desk: &Desk, screen: &RekeyScreen) -> Page {
    let mut page = Page::at("Key these boxes again from the paper.");
    let Some((form, field)) = screen.field(desk) else {
        "Reading: ".clone_into(&mut page.ask);
        return page;
    };
    let serial = screen.planned().map_or("", |p| p.serial.as_str());
    page.about = vec![format!(
        "Sheet {serial}, {}, page {}",
        form.title, field.page
    )];
    match screen.readings() {
        0 => {}
        1 => page
            .about
            .push("The two readings differ: look at the paper again.".to_owned()),
        n => page
            .about
            .push(format!("{} readings, and no two agree.", n + 1)),
    }
    page.ask = format!("{}: ", field.name());
    page.split(&screen.line);
    page
}

/// Whom the sheet may be of: the marked one is the prompt.
pub fn alike(alike: &Alike) -> Page {
    let (title, words) = drawn_alike::said(alike);
    let mut page = Page::at(format!("{title}."));
    page.facts = words.into_iter().map(str::to_owned).collect();
    if let Some(hit) = alike.hits.get(alike.marked) {
        let why = if hit.shares.is_empty() {
            hit.why.clone()
        } else {
            format!("{}: {}", hit.shares, hit.why)
        };
        let risk = super::page::risk_words(hit);
        let who = format!(
            "{} {} {};{risk} {}; {why}",
            hit.name, hit.born, hit.crn, hit.standing
        );
        page.ask_line(alike.marked, alike.hits.len(), &who);
    }
    page
}

/// Pairs of records; of the opened one what differs.
pub fn review(review: &Review) -> Page {
    let mut page = Page::at("Records that may be of one person.");
    let Some(pair) = review.pair() else {
        let words = if review.looking.is_some() {
            "Looking through all records."
        } else {
            "No two records look like one person."
        };
        page.facts.push(words.to_owned());
        "Empty: ".clone_into(&mut page.ask);
        return page;
    };
    if let Some([Some(a), Some(b)]) = review.two.as_ref().map(|two| &two.cards) {
        "Side by side.".clone_into(&mut page.place);
        let rows = compared::of(a, b).into_iter();
        page.facts = rows
            .filter(|row| row.mark != Mark::Same)
            .map(|row| format!("{}: {} / {}", row.label, row.left, row.right))
            .collect();
    }
    page.ask_line(review.marked, review.pairs.len(), &pair_words(pair));
    page
}

fn pair_words(pair: &PairLine) -> String {
    format!(
        "{}: {} {} and {} {}; {}",
        drawn_review::likeness(pair.score),
        pair.a.name,
        pair.a.born,
        pair.b.name,
        pair.b.born,
        pair.why
    )
}
